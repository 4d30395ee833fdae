"""How fast the desk answers on a large archive, page by page, and how much it sends.

One request at a time over loopback, to the real server in a process of its own, without a poller.
Wall time is what a person waits, but counts other programs of the machine; beside it stands the
CPU time of the server, which does not.
"""

from __future__ import annotations

import os
import re
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from incidents.desk import tokens
from incidents.record.schema import open_whole
from monitor.core.accounts import actor_named
from monitor.core.actors import ROLES
from monitor.core.settings import Settings
from tests.perf import archive, desk_places
from tests.perf.archive import Size, Told
from tests.perf.desk_client import Answer, Client
from tests.perf.desk_places import GOALS_MS, Place

#: The most that a page, its style and its scripts may weigh when first loaded, bytes.
HEAVIEST = 100_000
#: What the pages say instead of an answer when a query took too long.
_TIMED_OUT = ("Det tog för lång tid", "tog för lång tid att")
#: Columns of the table and what they show.
_COLUMNS = (
    ("p50", "p50_ms"), ("p95", "p95_ms"), ("kall", "cold_ms"), ("CPU p50", "cpu_p50_ms"),
    ("CPU p95", "cpu_p95_ms"), ("HTML", "page_bytes"), ("skickad", "sent_bytes"),
    ("första", "first_load_bytes"),
)  # fmt: skip
_PARTS = re.compile(r'(?:<link rel="stylesheet" href|<script src)="([^"]+)"')
_SERVE = (
    "import sys; from pathlib import Path; from incidents.desk.serve import serve;"
    " from monitor.core.settings import Settings;"
    " serve(Settings(state=Path(sys.argv[1])), port=0, poller=())"
)


@dataclass(frozen=True, kw_only=True)
class Served:
    """A desk that answers, with a client signed in per role."""

    url: str
    pid: int
    clients: dict[str, Client]

    def cpu_ms(self) -> float:
        """Return the CPU milliseconds that the server's threads have used so far."""
        threads = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(told.read_text(encoding="utf-8").split()[0]) for told in threads) / 1e6


@contextmanager
def served(state: Path, roles: Iterable[str] = ROLES) -> Generator[Served, None, None]:
    """Serve an archive and sign somebody of each role in."""
    command = [sys.executable, "-c", _SERVE, str(state)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    url = process.stdout.readline().split()[-1].rstrip("/")
    clients = {"": Client(url)}
    try:
        for role in roles:
            clients[role] = Client(url)
            clients[role].sign_in(role, archive.PASSWORD)
        yield Served(url=url, pid=process.pid, clients=clients)
    finally:
        for one in clients.values():
            one.close()
        process.terminate()
        process.wait()


def measure(folder: Path, size: Size, asked: tuple[int, str], told: Told) -> dict[str, Any]:
    """Return what every page of an archive costs: see :func:`_place`.

    Args:
        asked: how often each page is asked for when the file is warm, and how the names of the
            pages begin that are asked for.
    """
    requests, begins = asked
    state = archive.there(folder, size, told)
    database = Settings(state=state).database
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        every = desk_places.places(connection, _feed(state))
    every = [place for place in every if place.name.startswith(begins)]
    with served(state) as desk:
        _forget(database)
        cold = {place.name: _cold(desk, place) for place in every}
        rows = []
        for place in every:
            told(place.name)
            rows.append({**_place(desk, place, requests), "cold_ms": cold[place.name]})
    return {
        "size": {"articles": size.articles, "incidents": size.incidents, "reports": size.reports},
        "database_mb": round(database.stat().st_size / 1e6),
        "requests": requests,
        "places": rows,
    }


def _feed(state: Path) -> str:
    """Return the secret of a feed that somebody reads."""
    with closing(open_whole(Settings(state=state).database)) as store:
        store.execute("DELETE FROM feed_tokens")
        return tokens.make(store, actor_named(store, "reader"), "bench")


def _forget(database: Path) -> None:
    """Have the system drop what it holds of the file, so that the next reads come from disk."""
    for path in database.parent.glob(f"{database.name}*"):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)


def _cold(desk: Served, place: Place) -> float:
    begun = time.perf_counter()
    desk.clients[place.role].get(place.addresses[0])
    return round(1000 * (time.perf_counter() - begun), 1)


def _place(desk: Served, place: Place, requests: int) -> dict[str, Any]:
    """Return one page's times in milliseconds, its bytes, and how it answered.

    ``cpu_p95_ms`` is of the server's CPU time, which other programs do not lengthen; ``page_bytes``
    the HTML as it is written, ``sent_bytes`` as it is sent; ``first_load_bytes`` as sent, with
    style and scripts. What is met in CPU time alone is met where nothing else runs.
    """
    client, took, spent = desk.clients[place.role], [], []
    answer = client.get(place.addresses[0])
    # A personal feed may be fetched a limited number of times an hour.
    count = min(requests, 15) if place.name == "Atom-flöde" else requests
    slow = 0
    for number in range(count):
        begun, cpu = time.perf_counter(), desk.cpu_ms()
        answer = client.get(place.addresses[number % len(place.addresses)])
        took.append(1000 * (time.perf_counter() - begun))
        spent.append(desk.cpu_ms() - cpu)
        slow += any(said in answer.text for said in _TIMED_OUT)
    p95, cpu_p95 = _p95(took), _p95(spent)
    well = answer.status == 200 and not slow
    return {
        "kind": place.kind,
        "name": place.name,
        "role": place.role,
        "address": place.addresses[0],
        "status": answer.status,
        "p50_ms": round(statistics.median(took), 1),
        "p95_ms": round(p95, 1),
        "cpu_p50_ms": round(statistics.median(spent), 1),
        "cpu_p95_ms": round(cpu_p95, 1),
        "goal_ms": GOALS_MS[place.kind],
        "page_bytes": len(answer.body),
        "sent_bytes": answer.sent_bytes,
        "first_load_bytes": _first_load(client, answer),
        "timed_out": slow,
        "met": well and p95 <= GOALS_MS[place.kind],
        "met_in_cpu": well and cpu_p95 <= GOALS_MS[place.kind],
    }


def _p95(found: Sequence[float]) -> float:
    ordered = sorted(found)
    return ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]


def _first_load(client: Client, answer: Answer) -> int | None:
    if "text/html" not in answer.content_type:
        return None
    parts = (client.get(part) for part in _PARTS.findall(answer.text))
    return answer.sent_bytes + sum(part.sent_bytes for part in parts)


def table(found: dict[str, Any], number: Callable[[float], str]) -> str:
    """Return the measurement as a Swedish table, what misses its goal marked.

    Args:
        number: writes a number as Swedes do.
    """
    size = found["size"]
    lines = [
        (
            f"{number(size['articles'])} artiklar, {number(size['incidents'])} händelser,"
            f" {number(size['reports'])} rapporter, {number(found['database_mb'])} MB;"
            f" {found['requests']} svar per sida. Millisekunder och kB."
        ),
        "",
        f"{'sida':<40}{'mål':>5}" + "".join(f"{name:>9}" for name, _ in _COLUMNS),
        *(_row(row, number) for row in found["places"]),
        "",
    ]
    for said, key in (("på väggen", "met"), ("i CPU-tid", "met_in_cpu")):
        missed = sum(not row[key] for row in found["places"])
        lines.append(f"{missed} av {len(found['places'])} sidor missar sitt mål {said}.")
    if "review" in found:
        lines += _review(found["review"], number)
    return "\n".join(lines)


def _row(row: dict[str, Any], number: Callable[[float], str]) -> str:
    cells = ""
    for _, key in _COLUMNS:
        value = row[key]
        in_kb = value is not None and key.endswith("bytes")
        shown = "" if value is None else number(round(value / 1000 if in_kb else value))
        cells += f"{shown:>9}"
    marks = [] if row["met"] else ["missar" if row["met_in_cpu"] else "MISSAR"]
    first = row["first_load_bytes"]
    marks += ["TUNG"] if first is not None and first > HEAVIEST else []
    marks += [f"svarar {row['status']}"] if row["status"] != 200 else []
    marks += ["AVBRUTEN"] if row["timed_out"] else []
    return f"{row['name'][:39]:<40}{row['goal_ms']:>5}{cells}  {' '.join(marks)}".rstrip()


def _review(told: dict[str, float] | None, number: Callable[[float], str]) -> list[str]:
    if not told:
        return [
            "",
            "Väntan mellan korten är inte mätt: Chromium saknas, eller så väntar inga kort.",
        ]
    return [
        "",
        "Från tangent till nästa kort, i Chromium, ms: "
        + ", ".join(f"{name} {number(round(value))}" for name, value in told.items()),
    ]
