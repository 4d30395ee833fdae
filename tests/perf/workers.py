"""What a second worker gives: stored pages read by one process and by two, in turn.

The machine is shared, so that time on the wall tells little. Beside it stands what two free cores
would give, from CPU seconds alone: the pages a worker reads in a CPU second, how much dearer that
is when two share the work, and what handing pages over costs the poller.
"""

from __future__ import annotations

import gzip
import resource
import statistics
import time
from concurrent.futures import Executor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.intake.executors import executor_named
from monitor.intake.extract import extract

_CORPUS = Path(__file__).parents[3] / "shared" / "data" / "feeds_pages" / "pages"
_SEEN = datetime(2026, 3, 9, 14, tzinfo=UTC)
PAGES = 150
REPEAT = 3


def pages() -> list[bytes]:
    """Return stored pages: from the corpus beside the repository, else made up here."""
    files = sorted(_CORPUS.glob("*.html.gz"))
    step = max(1, len(files) // PAGES)
    found = [gzip.decompress(file.read_bytes()) for file in files[::step][:PAGES]]
    return found or [_made(number) for number in range(PAGES)]


def timed_extract(body: bytes) -> tuple[float, int]:
    """Return the CPU seconds that reading took here, and how many words were found."""
    begun = time.process_time()
    found = extract(body, url="https://mv.example/1", content_type="text/html", first_seen=_SEEN)
    return time.process_time() - begun, len(getattr(found, "text", "").split())


def measure(repeat: int = REPEAT) -> dict[str, Any]:
    """Return pages per second with one and two workers, and the ratio by CPU seconds."""
    bodies = pages()
    runs: dict[int, list[dict[str, float]]] = {1: [], 2: []}
    with ExitStack() as stack:
        pools = {count: stack.enter_context(executor_named(f"local:{count}")) for count in (1, 2)}
        for pool in pools.values():
            assert pool is not None
            _run(pool, bodies[:20])  # imports are not measured
        for _ in range(repeat):
            for count, pool in pools.items():
                assert pool is not None
                runs[count].append(_run(pool, bodies))
    one, two = (
        {key: statistics.median(run[key] for run in runs[count]) for key in runs[count][0]}
        for count in (1, 2)
    )
    # A worker's CPU bounds a pool's pace on free cores, unless the poller's own bounds it before.
    pace_one = 1 / max(one["worker_cpu_s"], one["poller_cpu_s"])
    pace_two = 1 / max(two["worker_cpu_s"] / 2, two["poller_cpu_s"])
    return {
        "pages": len(bodies),
        "pages_s_one": round(len(bodies) / one["wall_s"], 1),
        "pages_s_two": round(len(bodies) / two["wall_s"], 1),
        "wall_ratio": round(one["wall_s"] / two["wall_s"], 2),
        "cpu_ratio": round(pace_two / pace_one, 2),
        "cpu_ms_page": round(1000 * two["worker_cpu_s"] / len(bodies), 2),
        "handing_ms_page": round(1000 * two["poller_cpu_s"] / len(bodies), 2),
    }


def _run(pool: Executor, bodies: list[bytes]) -> dict[str, float]:
    wall, own = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    futures = [pool.submit(timed_extract, body) for body in bodies]
    spent = sum(future.result()[0] for future in futures)
    ended = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "wall_s": time.perf_counter() - wall,
        "worker_cpu_s": spent,
        "poller_cpu_s": ended.ru_utime + ended.ru_stime - own.ru_utime - own.ru_stime,
    }


def _made(number: int) -> bytes:
    text = "".join(
        f"<p>Regionen stoppar journalsystemet vid mottagning {number}, stycke {part}. "
        "Personalen har gått över till papper och räknar med att det tar hela veckan.</p>"
        for part in range(40)
    )
    return (
        f"<html lang=sv><head><title>Rubrik {number}</title></head><body><article>"
        f"<h1>Rubrik {number}</h1>{text}</article></body></html>"
    ).encode()
