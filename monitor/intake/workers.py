"""Processes that each do one piece of work at a time and are replaced when they die.

The library's own pool is not used: there, one death breaks the pool and fails the work of all, and
a pool that is used or put away in just that moment may never answer again (it holds a lock while
it tells of the break, in Python 3.12 and later; before that it may miss what is handed over).
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache, partial
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Final, TypeVar, cast

from monitor.core import log
from monitor.core.errors import ParseError

T = TypeVar("T")

#: How often a piece of work is tried whose process dies of it: a machine short of memory kills
#: whoever comes in its way, but what kills three was no accident.
_TRIES: Final = 3
#: A piece of work that takes longer never ends; the slowest page seen took two seconds.
_LONGEST_S: Final = 120.0
#: How long an ended process may take to be gone, in seconds.
_ENDING_S: Final = 5.0
#: Processes are begun one at a time: the library's books on them are not kept for threads.
_begin_lock: Final = Lock()


@cache
def _context() -> BaseContext:
    """Return how processes are begun.

    A fork of a poller with threads and connections may stand still, and a fresh interpreter takes
    a second to import what reads pages: so they are forked from one that has done just that.
    """
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["monitor.intake.extract"])
    return context


class _DiedError(Exception):
    """The process died, or had to be ended. Stays inside this room."""


class _Helper:
    """A process and the line to it."""

    def __init__(self) -> None:
        self._line, theirs = _context().Pipe()
        # Not every context names its kind of process; all have this one.
        make: Callable[..., BaseProcess] = _context().Process  # type: ignore[attr-defined]
        self._process = make(target=_serve, args=(theirs,), daemon=True)
        with _begin_lock:
            self._process.start()
        theirs.close()  # so that the line breaks when the process dies

    def ask(self, packed: bytes, longest_s: float) -> tuple[Any, BaseException | None]:
        """Return what a packed call gave, or the error that it raised.

        Raises:
            _DiedError: no answer came.
        """
        try:
            self._line.send_bytes(packed)
            wait([self._line, self._process.sentinel], longest_s)
            if not self._line.poll():
                raise _DiedError
            told: tuple[Any, BaseException | None] = self._line.recv()
        except (EOFError, OSError) as error:
            raise _DiedError from error
        return told

    def end(self) -> None:
        """End the process, at once if it is busy."""
        self._line.close()
        self._process.join(0 if self._process.is_alive() else _ENDING_S)
        self._process.kill()
        self._process.join(_ENDING_S)


class Workers(Executor):
    """An executor like :class:`concurrent.futures.ProcessPoolExecutor`, which a death breaks.

    Work must be pure functions of bytes and values: what a killed process had begun is done again.

    Args:
        count: processes.
        longest_s: after so many seconds a piece of work is given up and its process ended.
    """

    def __init__(self, count: int, *, longest_s: float = _LONGEST_S) -> None:
        self._longest_s = longest_s
        self._waiting: SimpleQueue[tuple[bytes, Future[Any]] | None] = SimpleQueue()
        self._keepers = [Thread(target=self._keep, daemon=True) for _ in range(count)]
        for keeper in self._keepers:
            keeper.start()
        self._open = True

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand over a call.

        Its future fails with ParseError(reason="unknown") when three processes died of it.

        Raises:
            RuntimeError: the workers have been shut down.
        """
        if not self._open:
            raise RuntimeError("shut down")
        promise: Future[Any] = Future()
        self._waiting.put((pickle.dumps(partial(fn, *args, **kwargs)), promise))
        return promise

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - the library's signature
        """End the processes when the work is done, or as soon as what is under way is done."""
        self._open = False
        if cancel_futures:
            with suppress(Empty):
                while True:
                    if (work := self._waiting.get_nowait()) is not None:
                        work[1].cancel()
        for _ in self._keepers:
            self._waiting.put(None)
        if wait:
            for keeper in self._keepers:
                keeper.join()

    def _keep(self) -> None:
        """Keep one process busy until there is nothing more to come."""
        helper: _Helper | None = None
        while (work := self._waiting.get()) is not None:
            packed, promise = work
            if not promise.set_running_or_notify_cancel():
                continue
            try:
                helper = self._do(helper, packed, promise)
            finally:
                if not promise.done():  # whatever happened here, nobody waits for ever
                    promise.set_exception(ParseError(reason="unknown"))
        if helper is not None:
            helper.end()

    def _do(self, helper: _Helper | None, packed: bytes, promise: Future[Any]) -> _Helper | None:
        """Have a piece of work done and return the process that is left, if one is."""
        for number in range(_TRIES):
            helper = helper or _Helper()
            try:
                value, error = helper.ask(packed, self._longest_s)
            except _DiedError:
                log.trouble("worker_died", tries=number + 1)
                helper.end()
                helper = None
                continue
            if error is None:
                promise.set_result(value)
            else:
                promise.set_exception(error)
            return helper
        return helper


def once(fn: Callable[..., T], /, *args: Any, longest_s: float) -> T:
    """Return what a call gives in a process that is begun for it and ended after it.

    Raises:
        TimeoutError: the process died, or took longer than ``longest_s`` and was ended.
        Exception: as the call raised it.
    """
    helper = _Helper()
    try:
        value, error = helper.ask(pickle.dumps(partial(fn, *args)), longest_s)
    except _DiedError as died:
        raise TimeoutError from died
    finally:
        helper.end()
    if error is not None:
        raise error
    return cast("T", value)


def _serve(line: Connection) -> None:
    """Do what is asked for on a line until it breaks. Runs in a process of its own."""
    # A thread because its future carries an error of any kind, as the library's pools do.
    with ThreadPoolExecutor(1) as doing, suppress(EOFError, OSError):
        while True:
            done = doing.submit(pickle.loads(line.recv_bytes()))  # noqa: S301 - our own poller's
            error = done.exception()
            line.send((None, _portable(error)) if error else (done.result(), None))


def _portable(error: BaseException) -> BaseException:
    """Return the error, or its words when it cannot be sent."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - made in this line
    except (pickle.PickleError, TypeError, AttributeError, ValueError):
        return RuntimeError(repr(error))
    return error
