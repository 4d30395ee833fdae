"""Keeps the poller and the alerts alive: child processes, so that no page is slowed down."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from monitor.core import log

#: Waits between restarts: doubled from the first to the longest, seconds.
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 300.0
#: A child that lived this long did well, and the waits start over, seconds.
SETTLED_S = 60.0
#: How long a child may take to finish its round after SIGTERM, seconds.
GRACE_S = 15.0


def poll_command(state: Path) -> tuple[str, ...]:
    """Return the command that polls for ever over a state folder."""
    return (sys.executable, "-m", "incidents", "--state", str(state.resolve()), "poll")


def alert_command(state: Path) -> tuple[str, ...]:
    """Return the command that sees to the alerts of a state folder for ever."""
    return (sys.executable, "-m", "incidents", "--state", str(state.resolve()), "alert", "watch")


class Supervisor:
    """Starts the command again whenever it ends, with growing waits, until it is stopped.

    Args:
        command: empty for no child at all.
        name: what the log calls it.
        first_wait_s: the shortest wait; tests make it short.
    """

    def __init__(
        self, command: Sequence[str], *, first_wait_s: float = FIRST_WAIT_S, name: str = "poller"
    ) -> None:
        self._command = tuple(command)
        self._name = name
        self._first_wait_s = first_wait_s
        self._child: asyncio.subprocess.Process | None = None
        self._stopping = asyncio.Event()
        self.starts = 0

    def alive(self) -> bool:
        """Tell whether the child runs, or none was asked for."""
        if not self._command:
            return True
        return self._child is not None and self._child.returncode is None

    async def run(self) -> None:
        """Keep the child alive until :meth:`stop`."""
        wait = self._first_wait_s
        while self._command and not self._stopping.is_set():
            started = time.monotonic()
            await self._run_once()
            if time.monotonic() - started > SETTLED_S:
                wait = self._first_wait_s
            if self._stopping.is_set():
                return
            log.trouble(f"{self._name}_ended", code=self._code(), again_in_s=wait)
            try:
                await asyncio.wait_for(self._stopping.wait(), wait)
            except TimeoutError:
                wait = min(wait * 2, LONGEST_WAIT_S)

    async def _run_once(self) -> None:
        try:
            self._child = await asyncio.create_subprocess_exec(
                *self._command, stdin=asyncio.subprocess.DEVNULL, env=dict(os.environ)
            )
        except OSError as error:
            log.trouble(f"{self._name}_not_started", error=error)
            return
        self.starts += 1
        await self._child.wait()

    def _code(self) -> int | None:
        return self._child.returncode if self._child else None

    async def stop(self) -> None:
        """Ask the child to finish (SIGTERM), and end it if it does not."""
        self._stopping.set()
        child = self._child
        if child is None or child.returncode is not None:
            return
        child.terminate()
        try:
            await asyncio.wait_for(child.wait(), GRACE_S)
        except TimeoutError:
            child.kill()
            await child.wait()
