"""``./run kill``: disturb the poller at random moments and look for what was lost or doubled.

    ./run kill [--mode kill|stop|term|full|two] [--times N] [--seed N]

All modes in turn unless one is chosen. Exit code 1 when anything is wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.kill import wholeness
from tests.kill.disturb import MODES, Trial
from tests.kill.truth import WINDOW, TruthServer

#: Beyond this an item could leave its feed before it was ever stored.
_MOST = WINDOW - 20


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./run kill", description=__doc__)
    parser.add_argument("--mode", choices=MODES)
    parser.add_argument("--times", type=int, default=20, help=f"at most {_MOST} (20)")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    per_disturbance = 2 if asked.mode in {"two", None} else 1
    if not 0 < asked.times * per_disturbance <= _MOST:
        parser.error(f"--times: 1 to {_MOST // per_disturbance}")
    modes = (asked.mode,) if asked.mode else MODES
    with TruthServer() as truth, tempfile.TemporaryDirectory() as folder:
        wrong = _run(truth, Path(folder), modes, asked)
    say("FAIL" if wrong else "PASS")
    return 1 if wrong else 0


def _run(truth: TruthServer, state: Path, modes: tuple[str, ...], asked: argparse.Namespace) -> int:
    trial = Trial(truth, state, asked.seed)
    say(f"one poll in peace takes {trial.begin():.1f} s; {asked.times} disturbances follow")
    hit = wrong = 0
    for number, outcome in enumerate(trial.disturb(modes, asked.times), 1):
        hit += outcome.hit
        wrong += len(outcome.faults)
        say(f"{number:4} {outcome.mode:5} {'hit' if outcome.hit else 'late'}")
        for fault in outcome.faults:
            say(f"     ! {fault}")
    last = trial.end()
    for fault in last.faults:
        say(f"     ! {fault}")
    published, stored = truth.published(), wholeness.stored(state)
    lost, invented = len(published - set(stored)), len(set(stored) - published)
    say(
        f"{hit} pollers were hit; published {len(published)}, stored {len(stored)},"
        f" lost {lost}, doubled {len(stored) - len(set(stored))}, invented {invented}"
    )
    return wrong + len(last.faults)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
