"""What hostile sources cost the others: rounds in which one in ten is hostile or ordinary, in turn.

``python -m tests.perf.hostile`` prints one JSON object: how much longer it took, and how much more
CPU, until the last of the nine in ten had been dealt with, in per cent, and how far two rounds
without hostile ones differ from each other. All rounds have as many sources.

``met``: they fail already, and are asked last. ``unmet``: every one is as new as the healthy ones
and stands among them. The hostile cases are those of ``./run torture``, served by a process of
their own under a host name of their own. In each round one feed in ten has news.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from monitor.core.actors import system
from monitor.core.schema import MIGRATIONS
from monitor.core.settings import Settings
from monitor.core.store import Store, open_store
from monitor.intake import poll, sources
from monitor.intake.answer import Outcome, Request
from monitor.intake.fetch import Fetcher
from monitor.intake.means import make_means
from monitor.intake.opml import SourceLine
from tests.perf.bench import farm
from tests.torture.cases import CASES
from tests.torture.server import HostileServer

FEEDS = 300
_PARALLEL = 50
_SHARE = 10
#: Seconds after which a silent server is given up; the product's own default is 30.
_PATIENCE_S = 20


class Watching:
    """A fetcher that notes when the last healthy source has been dealt with."""

    def __init__(self, fetcher: Fetcher, healthy: frozenset[str]) -> None:
        self._fetcher, self._healthy = fetcher, healthy
        self.left = len(healthy)
        self.wall = self.cpu = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._fetcher, name)

    def take_turns(
        self, requests: Iterable[Request] = ()
    ) -> Generator[tuple[Request, Outcome] | None, None, None]:
        wall, cpu = time.perf_counter(), time.process_time()
        for answer in self._fetcher.take_turns(requests):
            yield answer
            if answer is not None and answer[0].url in self._healthy:
                self.left -= 1
                self.wall, self.cpu = time.perf_counter() - wall, time.process_time() - cpu


class Side:
    """An installation that polls the healthy feeds, and others among them."""

    def __init__(self, folder: Path, healthy: list[str], others: list[str]) -> None:
        pairs = tuple({url.split("/")[2] for url in healthy + others})
        self._settings = Settings(
            state=folder, allow_private=pairs, fetch_parallel=_PARALLEL, fetch_timeout_s=_PATIENCE_S
        )
        self._options = poll.Options(forced=True, fetch_pages=False, per_host=_PARALLEL)
        self._healthy = frozenset(healthy)
        self.store: Store = open_store(folder / "lagesbild.db", [MIGRATIONS])
        lines = list(healthy)
        for number, url in enumerate(others, 1):
            lines.insert(number * _SHARE - 1, url)
        sources.import_sources(self.store, system("bench"), [SourceLine(url, url) for url in lines])

    def round(self, *, met: bool) -> tuple[float, float]:
        """Poll once; return (wall, CPU) seconds until the last healthy source was dealt with."""
        if not met:
            self.store.execute("UPDATE source_state SET failures = 0, status = 'ok'")
        self.store.execute("UPDATE source_state SET next_due_at = NULL")
        with make_means(self._settings, self._options) as means:
            watching = Watching(means.fetcher, self._healthy)
            means.fetcher = watching  # type: ignore[assignment]
            means.stopped = lambda: not watching.left
            poll.Round(self.store, means, self._options).run()
        assert not watching.left
        return watching.wall, watching.cpu


@contextmanager
def _hostile() -> Iterator[list[str]]:
    """Serve the hostile feeds from a process of its own and give their addresses."""
    command = [sys.executable, "-m", "tests.perf.hostile", "--serve"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    base = f"http://localhost:{int(process.stdout.readline())}"
    bad = [case for case in CASES if case.kind == "feed" and case.name not in {"plain", "gone"}]
    try:
        yield [base + case.path for case in bad]
    finally:
        process.terminate()
        process.wait()


def measure(repeat: int, feeds: int = FEEDS) -> dict[str, Any]:
    """Return by how many per cent hostile sources delay the healthy ones."""
    found: dict[str, Any] = {"feeds": feeds, "repeat": repeat}
    with farm(feeds, 30) as served, _hostile() as bad, tempfile.TemporaryDirectory() as place:
        base = f"http://127.0.0.1:{served.port}"
        ordinary = [f"{base}/f/{number}.xml" for number in range(feeds)]
        healthy, tenth = ordinary[feeds // _SHARE :], ordinary[: feeds // _SHARE]
        hostile = [f"{bad[number % len(bad)]}?{number}" for number in range(len(tenth))]
        sides = [
            Side(Path(place) / name, healthy, among)
            for name, among in (("without", tenth), ("with", hostile), ("again", tenth))
        ]
        for side in sides:
            _step(base, 0)
            side.round(met=True)
        found["hostile"] = len(hostile)
        cycle = 0
        for name, met in (("met", True), ("unmet", False)):
            rounds: list[list[tuple[float, float]]] = []
            for number in range(repeat):
                # Every side meets the same step of the farm, and they go first in turn.
                cycle += 1
                _step(base, cycle)
                order = [(number + one) % len(sides) for one in range(len(sides))]
                took = {one: sides[one].round(met=met) for one in order}
                rounds.append([took[one] for one in range(len(sides))])
            found[name] = {
                what: {
                    "hostile_percent": _percent(rounds, 1, part),
                    "noise_percent": _percent(rounds, 2, part),
                }
                for part, what in enumerate(("wall", "cpu"))
            }
        for side in sides:
            side.store.close()
    return found


def _percent(rounds: list[list[tuple[float, float]]], side: int, part: int) -> float:
    """Return the median of how much more one side took than the first."""
    return round(100 * statistics.median(r[side][part] / r[0][part] - 1 for r in rounds), 1)


def _step(base: str, cycle: int) -> None:
    step = f"{base}/step?cycle={cycle}&mode=etag&changed=0.1"
    with urllib.request.urlopen(step, timeout=600) as answer:
        answer.read()


def _serve() -> None:
    answers = {case.path: case.answer for case in CASES}
    with HostileServer(answers) as server, suppress(KeyboardInterrupt):
        sys.stdout.write(server.pair.rpartition(":")[2] + "\n")
        sys.stdout.flush()
        while True:
            time.sleep(3600)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--repeat", type=int, default=15)
    parser.add_argument("--feeds", type=int, default=FEEDS)
    told = parser.parse_args()
    if told.serve:
        _serve()
    else:
        json.dump(measure(told.repeat, told.feeds), sys.stdout, indent=1)


if __name__ == "__main__":
    main()
