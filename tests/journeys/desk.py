"""The product as somebody starts it: demos built once, desks served as real child processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from incidents.demo import play

ROOT = Path(__file__).parents[2]
#: How long a child may take to stop when asked, seconds; it lets its poller finish a round.
_STOP_S = 120


def command(state: Path, *arguments: str) -> list[str]:
    """Return the command line that a user would type, for this checkout."""
    return [sys.executable, "-m", "incidents", "--state", str(state), *arguments]


def environment(**settings: str) -> dict[str, str]:
    """Return the environment of a child: ours, this checkout first, none of our own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LAGESBILD_")}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


@dataclass(frozen=True)
class Demo:
    """A built demo: its folder, and the password of each account made for this build."""

    state: Path
    passwords: dict[str, str]


class Building:
    """A demo of the whole week, being built by the command in a child of its own."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self._child = subprocess.Popen(
            command(state, "demo", "--build-only", "--json"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
            cwd=state.parent,
        )

    def wait(self) -> Demo:
        """Return the demo when it is there."""
        told, trouble = self._child.communicate(timeout=550)
        assert self._child.returncode == 0, trouble
        logins = json.loads(told)["logins"]
        return Demo(self._state, {one["user"]: one["password"] for one in logins})


def build_until(state: Path, until: datetime) -> Demo:
    """Return the demo as the week stands at an instant."""
    result = play.build(state, until=until)
    return Demo(state, {one.user: one.password for one in result.logins})


def copy(demo: Demo, state: Path) -> Demo:
    """Return a demo of its own for a test that writes."""
    shutil.copytree(demo.state, state)
    return Demo(state, demo.passwords)


class Served:
    """A desk that answers, as a child process; stop it with ``with``.

    Attributes:
        url: where it is, without a slash at the end.
        told: every line it printed before it answered.
    """

    def __init__(self, arguments: Sequence[str], *, lines: int = 1, **settings: str) -> None:
        self._errors = Path(arguments[arguments.index("--state") + 1]).parent / "stderr.txt"
        with self._errors.open("w", encoding="utf-8") as errors:
            self._child = subprocess.Popen(
                arguments,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=environment(**settings),
                cwd=self._errors.parent,
            )
        assert self._child.stdout is not None
        self.told = [self._child.stdout.readline().strip() for _ in range(lines)]
        self.url = self._url()

    def _url(self) -> str:
        first = self.told[0]
        if not first:
            self.stop()
            raise AssertionError(self._errors.read_text(encoding="utf-8"))
        if first.startswith("{"):
            return str(json.loads(first)["url"])
        return first.split()[-1].rstrip("/")

    def stop(self) -> int:
        """Stop it as Ctrl+C does, and return its exit code."""
        if self._child.poll() is None:
            self._child.send_signal(signal.SIGINT)
        try:
            self._child.communicate(timeout=_STOP_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.communicate()
        return self._child.returncode

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def show(demo: Demo, **settings: Any) -> Served:
    """Serve a built demo on a free port, its clock running on from where the week ended."""
    return Served(command(demo.state, "demo-show", "--port", "0"), **settings)
