"""Ask about every address that a library connects a socket to, while it works for us.

For libraries that look a name up by themselves: what was looked up before says nothing about where
they go a moment later, since whoever owns a name can let it turn inwards in between.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

#: Tells whether a numeric address and port may be connected to.
MayDial = Callable[[str, int], bool]


@dataclass
class Watched:
    """What a stretch of work did.

    Attributes:
        refused: it tried to connect to an address that it may not.
    """

    may_dial: MayDial
    refused: bool = False


_watched: ContextVar[Watched | None] = ContextVar("watched", default=None)


@contextmanager
def watched(may_dial: MayDial) -> Iterator[Watched]:
    """Break off every connection of this thread to an address that may not be dialled.

    To the library it looks as if the net were down: it gets an OSError.
    """
    _listen()
    watching = Watched(may_dial)
    token = _watched.set(watching)
    try:
        yield watching
    finally:
        _watched.reset(token)


@cache
def _listen() -> None:
    """Let the interpreter tell of connections; it cannot be asked to stop, so only once."""
    sys.addaudithook(_heard)


def _heard(event: str, told: tuple[Any, ...]) -> None:
    if event != "socket.connect":
        return
    watching = _watched.get()
    if watching is None:
        return
    place = told[1]
    # A name here would be looked up by the socket itself, and a Unix socket is no place on the net:
    # the rule knows numeric addresses only.
    if not isinstance(place, tuple) or not watching.may_dial(str(place[0]), int(place[1])):
        watching.refused = True
        raise PermissionError("not to be dialled")
