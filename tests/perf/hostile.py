"""What hostile sources cost the others: rounds in which one in ten is hostile or ordinary, in turn.

``python -m tests.perf.hostile`` prints one JSON object: by how many per cent later the new articles
of the healthy nine in ten were stored (half of them, 95 in a hundred, all), by the clock and in CPU
seconds of the poller, and how far two rounds without hostile ones differ from each other. All
rounds have as many sources; in each, one feed in ten has three new articles.

``known``: the hostile ones fail already. ``turned``: they worked well until this round, and nothing
tells them from the others. ``new``: they were added just now. ``first``: all sources were. The
hostile cases are those of ``./run torture``, served by a process of their own under a host name of
their own.
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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from monitor.core.actors import system
from monitor.core.schema import MIGRATIONS
from monitor.core.settings import Settings
from monitor.core.store import Store, open_store
from monitor.intake import poll, sources
from monitor.intake.means import make_means
from monitor.intake.opml import SourceLine
from tests.perf.bench import farm
from tests.perf.farm import NEW_ITEMS, moves
from tests.torture.cases import CASES
from tests.torture.server import HostileServer

FEEDS = 300
_ITEMS = 30
_CHANGED = 0.1
_PARALLEL = 50
_SHARE = 10
#: Seconds after which a silent server is given up; the product's own default is 30.
_PATIENCE_S = 20
#: What is told of a round: how many in a hundred of the healthy were stored, and what that took.
_SHOWN = {"half": 50, "most": 95, "all": 100}
#: What the sources that are no healthy feeds are made to look like before a round.
_BEFORE = {
    "known": "",
    "turned": "status = 'ok', failures = 0, last_success_at = last_polled_at,"
    " etag = COALESCE(etag, '\"x\"')",
    "new": "status = 'new', failures = 0, last_success_at = NULL, etag = NULL,"
    " last_modified = NULL, body_digest = NULL, last_full_get_at = NULL",
}

#: Seconds by the clock and of CPU until each article of a healthy source was stored, in order.
Took = list[tuple[float, float]]


class Side:
    """An installation that polls the healthy feeds, and others among them."""

    def __init__(self, folder: Path, healthy: Sequence[str], others: Sequence[str]) -> None:
        pairs = tuple({url.split("/")[2] for url in (*healthy, *others)})
        self._settings = Settings(
            state=folder, allow_private=pairs, fetch_parallel=_PARALLEL, fetch_timeout_s=_PATIENCE_S
        )
        self._options = poll.Options(forced=True, fetch_pages=False, per_host=_PARALLEL)
        self._took: Took = []
        self._begun = (0.0, 0.0)
        self.store: Store = open_store(folder / "lagesbild.db", [MIGRATIONS])
        lines = list(healthy)
        for number, url in enumerate(others, 1):
            lines.insert(number * _SHARE - 1, url)
        sources.import_sources(self.store, system("bench"), [SourceLine(url, url) for url in lines])
        rows = self.store.rows(
            "SELECT id FROM sources WHERE url IN (SELECT value FROM json_each(?))",
            [json.dumps(list(healthy))],
        )
        self._healthy = frozenset(row["id"] for row in rows)

    def round(self, before: str, articles: int) -> Took:
        """Poll once, until so many articles of healthy sources are stored."""
        others = f"source_id NOT IN ({','.join(map(str, self._healthy))})"
        if before:
            self.store.execute(f"UPDATE source_state SET {before} WHERE {others}")
        self.store.execute("UPDATE source_state SET next_due_at = NULL")
        connection = self.store.connection
        connection.create_function("stored", 1, self._stored)
        connection.execute(
            "CREATE TEMP TRIGGER is_stored AFTER INSERT ON articles"
            " BEGIN SELECT stored(new.source_id); END"
        )
        with make_means(self._settings, self._options) as means:
            means.stopped = lambda: len(self._took) == articles
            self._took, self._begun = [], (time.perf_counter(), time.process_time())
            poll.Round(self.store, means, self._options).run()
        connection.execute("DROP TRIGGER is_stored")
        assert len(self._took) == articles
        return self._took

    def settle(self) -> None:
        """Poll once to the end, so that every source has shown what it is."""
        self.store.execute("UPDATE source_state SET next_due_at = NULL")
        with make_means(self._settings, self._options) as means:
            poll.Round(self.store, means, self._options).run()

    def _stored(self, source_id: int) -> None:
        if source_id in self._healthy:
            wall, cpu = self._begun
            self._took.append((time.perf_counter() - wall, time.process_time() - cpu))


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
    with farm(feeds, _ITEMS) as served, _hostile() as bad, tempfile.TemporaryDirectory() as place:
        base = f"http://127.0.0.1:{served.port}"
        ordinary = [f"{base}/f/{number}.xml" for number in range(feeds)]
        healthy, tenth = ordinary[feeds // _SHARE :], ordinary[: feeds // _SHARE]
        hostile = [f"{bad[number % len(bad)]}?{number}" for number in range(len(tenth))]
        found["hostile"] = len(hostile)

        def sides(run: str) -> list[Side]:
            made = []
            for name, among in (("without", tenth), ("with", hostile), ("again", tenth)):
                folder = Path(place, f"{run}-{name}")
                folder.mkdir()
                made.append(Side(folder, healthy, among))
            return made

        _step(base, 0)
        firsts = []
        for number in range(max(3, repeat // 5)):
            once = sides(f"first{number}")
            firsts.append(_in_turn(once, number, "", len(healthy) * _ITEMS))
            if number == 0:
                lasting = once
                continue
            for side in once:
                side.store.close()
        found["first"] = _told(firsts)
        for side in lasting:
            side.settle()
        cycle = 0
        for name, before in _BEFORE.items():
            rounds = []
            for number in range(repeat):
                # Every side meets the same step of the farm, and they go first in turn.
                cycle += 1
                _step(base, cycle)
                moved = sum(moves(one, cycle, _CHANGED) for one in range(len(tenth), feeds))
                rounds.append(_in_turn(lasting, number, before, moved * NEW_ITEMS))
            found[name] = _told(rounds)
        for side in lasting:
            side.store.close()
    return found


def _in_turn(sides: Sequence[Side], number: int, before: str, articles: int) -> list[Took]:
    order = [(number + one) % len(sides) for one in range(len(sides))]
    # What is no healthy feed is ordinary in the first and the last.
    took = {one: sides[one].round(before if one == 1 else "", articles) for one in order}
    return [took[one] for one in range(len(sides))]


def _told(rounds: Sequence[Sequence[Took]]) -> dict[str, Any]:
    """Return the medians of how much longer it took than without hostile ones, in per cent."""
    return {
        f"{what}_{unit}": {
            name: round(
                100 * statistics.median(_at(r[side], share)[part] / _at(r[0], share)[part] - 1
                                        for r in rounds), 1
            )
            for name, side in (("hostile_percent", 1), ("noise_percent", 2))
        }
        for part, unit in enumerate(("wall", "cpu"))
        for what, share in _SHOWN.items()
    }  # fmt: skip


def _at(took: Took, share: int) -> tuple[float, float]:
    """Return what it took until so many in a hundred were stored."""
    return took[(len(took) * share + 99) // 100 - 1]


def _step(base: str, cycle: int) -> None:
    step = f"{base}/step?cycle={cycle}&mode=etag&changed={_CHANGED}"
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
