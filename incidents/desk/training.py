"""Learning anew as a child process: it imports scikit-learn, which the desk keeps out."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from monitor.core import log

#: A child that has not ended by then has hung, seconds.
LONGEST_S = 600.0


def train_command(state: Path, user: str) -> tuple[str, ...]:
    """Return the command that learns anew over a state folder and prints what came of it."""
    told = ("--state", str(state.resolve()), "train", "--json", f"--as={user}")
    return (sys.executable, "-m", "incidents", *told)


@dataclass
class Training:
    """The one training that may run at a time, and how the last one went.

    Attributes:
        since: when the one that runs was started, database text; "" when none runs.
        outcome: what the last one printed; empty before any.
        trouble: Swedish, why the last one failed; "" when it did not.
    """

    since: str = ""
    outcome: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""
    _task: asyncio.Task[None] | None = None

    def start(self, command: Sequence[str], since: str) -> bool:
        """Start the command unless one already runs; tell whether it was started."""
        if self.since:
            return False
        self.since, self.outcome, self.trouble = since, {}, ""
        self._task = asyncio.get_running_loop().create_task(self._run(command))
        return True

    async def wait(self, seconds: float) -> None:
        """Wait a while for the one that runs; it goes on after that."""
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=seconds)

    async def _run(self, command: Sequence[str]) -> None:
        try:
            code, out, err = await asyncio.wait_for(_output(command), LONGEST_S)
            if code:
                self.trouble = _last_line(err) or "Lärandet avbröts."
            else:
                self.outcome = json.loads(out)
        except (OSError, ValueError, TimeoutError) as error:
            log.trouble("training_failed", error=error)
            self.trouble = "Lärandet avbröts. Försök igen."
        finally:
            self.since = ""


async def _output(command: Sequence[str]) -> tuple[int, bytes, bytes]:
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe, env=dict(os.environ)
    )
    try:
        out, err = await child.communicate()
    finally:
        if child.returncode is None:
            child.kill()
            # A desk that is put away halfway leaves neither a process nor an open line behind.
            await child.communicate()
    return child.returncode or 0, out, err


def _last_line(text: bytes) -> str:
    lines = [line for line in text.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1].removeprefix("Fel: ") if lines else ""
