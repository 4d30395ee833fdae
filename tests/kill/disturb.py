"""Run the real command and disturb it at a random moment."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from incidents.record.schema import open_whole
from monitor.core.actors import system
from monitor.intake import sources
from monitor.intake.opml import SourceLine
from tests.kill import wholeness
from tests.kill.truth import TruthServer

ROOT: Final = Path(__file__).resolve().parents[2]
#: kill: SIGKILL. stop: held still for a while. term: asked to end. full: the disk takes no more.
#: two: two pollers at once, both killed.
MODES: Final = ("kill", "stop", "term", "full", "two")
#: Seconds that a poller may go on after SIGTERM, and that any poll may take.
_LONGEST_S: Final = 180.0
_TERMINATED: Final = {0, 1, -signal.SIGTERM, 128 + signal.SIGTERM}


@dataclass(slots=True)
class Outcome:
    """What came of one disturbance, or of the whole.

    Attributes:
        hit: pollers that were still running when they were disturbed.
    """

    mode: str
    hit: int = 0
    faults: list[str] = field(default_factory=list)


class Trial:
    """A state folder whose pollers are disturbed. The folder must be empty."""

    def __init__(self, truth: TruthServer, state: Path, seed: int = 1) -> None:
        self._truth = truth
        self._state = state
        self._chance = Random(seed)
        self._length = 1.0

    def begin(self) -> float:
        """Subscribe, poll once in peace and return how many seconds that took."""
        store = open_whole(self._state / "lagesbild.db")
        lines = [SourceLine(address, address) for address in self._truth.addresses]
        sources.import_sources(store, system("kill"), lines)
        store.close()
        settings = self._state / "lagesbild.toml"
        settings.write_text(f'allow_private = ["{self._truth.pair}"]\n', encoding="utf-8")
        begun = time.monotonic()
        code = self._start().wait(_LONGEST_S)
        assert code == 0, f"the poll before the disturbances ended with {code}"
        self._length = time.monotonic() - begun
        return self._length

    def disturb(self, modes: tuple[str, ...], times: int) -> Iterator[Outcome]:
        """Disturb so many times, the modes in turn, and look at the database after each."""
        for number in range(times):
            outcome = Outcome(modes[number % len(modes)])
            limit = self._limit() if outcome.mode == "full" else None
            asked = self._truth.asked
            running = [self._start(limit) for _ in range(2 if outcome.mode == "two" else 1)]
            self._wait(running[0], asked)
            for poller in running:
                outcome.hit += poller.poll() is None
                self._strike(poller, outcome.mode)
            for poller in running:
                outcome.faults += self._ended(poller, outcome.mode)
            outcome.faults += wholeness.faults(self._state)
            yield outcome

    def end(self) -> Outcome:
        """Poll once in peace; then what is stored must be what was published, once each."""
        outcome = Outcome("end")
        code = self._start().wait(_LONGEST_S)
        if code:
            outcome.faults.append(f"the last poll ended with {code}")
        outcome.faults += wholeness.faults(self._state)
        published, stored = self._truth.published(), wholeness.stored(self._state)
        for what, items in (
            ("lost", published - set(stored)),
            ("invented", set(stored) - published),
        ):
            if items:
                outcome.faults.append(f"{what}: {sorted(items)[:5]}")
        if waiting := wholeness.unjudged(self._state):
            outcome.faults.append(f"{waiting} versions were never judged")
        return outcome

    def _wait(self, poller: subprocess.Popen[bytes], asked: int) -> None:
        """Wait for a random moment, two times of three for one after the first request.

        Much of a poll is spent starting, when there is little to harm.
        """
        if self._chance.random() < 1 / 3:
            time.sleep(self._chance.uniform(0, self._length * 1.05))
            return
        while self._truth.asked == asked and poller.poll() is None:
            time.sleep(0.005)
        time.sleep(self._chance.uniform(0, self._length * 0.4))

    def _start(self, limit: int | None = None) -> subprocess.Popen[bytes]:
        command = [
            sys.executable, "-m", "incidents", "--state", str(self._state), "poll", "--once",
        ]  # fmt: skip

        def no_more_room() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            assert limit is not None
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        return subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=no_more_room if limit else None,  # noqa: PLW1509 - no threads hold locks
        )

    def _limit(self) -> int:
        """Return a size at which writing stops: anywhere up to a little beyond the database's."""
        size = (self._state / "lagesbild.db").stat().st_size
        return self._chance.randrange(20_000, size + 200_000)

    def _strike(self, poller: subprocess.Popen[bytes], mode: str) -> None:
        if poller.poll() is not None:
            return
        if mode in {"kill", "two"}:
            os.killpg(poller.pid, signal.SIGKILL)
        elif mode == "term":
            os.killpg(poller.pid, signal.SIGTERM)
        elif mode == "stop":
            os.killpg(poller.pid, signal.SIGSTOP)
            time.sleep(self._chance.uniform(0.1, 1.0))
            os.killpg(poller.pid, signal.SIGCONT)

    @staticmethod
    def _ended(poller: subprocess.Popen[bytes], mode: str) -> list[str]:
        try:
            code = poller.wait(_LONGEST_S)
        except subprocess.TimeoutExpired:
            os.killpg(poller.pid, signal.SIGKILL)
            poller.wait()
            return ["did not end"]
        if mode == "term" and code not in _TERMINATED:
            return [f"ended with {code} when asked to end"]
        return [f"ended with {code} after standing still"] if mode == "stop" and code else []
