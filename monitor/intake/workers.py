"""A pool of processes that is built anew when one of them dies, so that no page is lost by it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from threading import Lock
from typing import Any, Final

from monitor.core import log
from monitor.core.errors import ParseError

#: What happened to a piece of work whose process died: again among the others, then in a process
#: of its own, where it harms nobody else if it is the culprit. After that it is given up.
_ALONE: Final = 3


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


@dataclass(slots=True)
class _Work:
    """One call, and the future that its caller holds while pools come and go."""

    call: Callable[[], Any]
    promise: Future[Any]
    tries: int = 0


class Workers(Executor):
    """An executor like :class:`concurrent.futures.ProcessPoolExecutor`, which a death breaks.

    Work must be pure functions of bytes and values: what a killed process had begun is done again.

    Args:
        count: processes.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._lock = Lock()
        self._pool = self._made(count)
        self._open = True

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand over a call.

        Its future may fail with ParseError(reason="unknown") when the process died of it, twice
        among others and once alone.
        """
        work = _Work(partial(fn, *args, **kwargs), Future())
        work.promise.set_running_or_notify_cancel()
        self._start(work)
        return work.promise

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - the library's signature
        """End the processes."""
        self._open = False
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    @staticmethod
    def _made(count: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(count, mp_context=_context())

    def _start(self, work: _Work) -> None:
        work.tries += 1
        if work.tries >= _ALONE:
            self._start_alone(work)
            return
        pool = self._pool
        try:
            future = pool.submit(work.call)
        except BrokenExecutor:
            self._renew(pool)
            pool = self._pool
            future = pool.submit(work.call)
        future.add_done_callback(lambda done: self._ended(work, pool, done))

    def _start_alone(self, work: _Work) -> None:
        pool = self._made(1)

        def ended(done: Future[Any]) -> None:
            self._settle(work, done)
            pool.shutdown(wait=False)

        pool.submit(work.call).add_done_callback(ended)

    def _ended(self, work: _Work, pool: ProcessPoolExecutor, done: Future[Any]) -> None:
        died = not done.cancelled() and isinstance(done.exception(), BrokenExecutor)
        if died and self._open:
            self._renew(pool)
            self._start(work)
        else:
            self._settle(work, done)

    @staticmethod
    def _settle(work: _Work, done: Future[Any]) -> None:
        error = ParseError(reason="unknown") if done.cancelled() else done.exception()
        if isinstance(error, BrokenExecutor):
            log.trouble("worker_given_up", tries=work.tries)
            error = ParseError(reason="unknown")
        if error is None:
            work.promise.set_result(done.result())
        else:
            work.promise.set_exception(error)

    def _renew(self, broken: ProcessPoolExecutor) -> None:
        """Put a new pool in the place of a broken one, once however many notice."""
        with self._lock:
            if self._pool is broken and self._open:
                log.trouble("workers_renewed", count=self._count)
                self._pool = self._made(self._count)
                broken.shutdown(wait=False)
