"""What the command line's two halves share: who acts, one-line errors, tables and progress."""

from __future__ import annotations

import json
import os
import pwd
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from monitor.core.accounts import OPERATOR, actor_named, has_administrator, has_password
from monitor.core.actors import Actor
from monitor.core.clock import from_text
from monitor.core.command_help import Command, Group, LazyGroup, WrongUsage, explain_usage
from monitor.core.errors import (
    ConflictError,
    InputError,
    LagesbildError,
)
from monitor.core.messages import explain
from monitor.core.settings import Settings
from monitor.core.signin import proxy_sign_on
from monitor.core.store import Store, refusal_of
from monitor.core.times import form_text

__all__ = [
    "DONE", "FAILED", "USAGE", "Command", "Group", "LazyGroup", "Runtime", "WrongUsage",
    "acting_user", "explain_usage", "print_json", "print_listing", "print_table", "progress",
    "refusal_of", "tell_error", "upkeep_user",
]  # fmt: skip

#: Exit codes of the contract: done, something failed, wrong usage.
DONE, FAILED, USAGE = 0, 1, 2

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@dataclass(frozen=True, slots=True)
class Runtime:
    """What a command is run with; ``ctx.obj``.

    Attributes:
        settings: as read for this run.
        open_store: opens the database, whole or the press half of it.
        after_round: what follows a poll round: incidents proposed, waiting messages sent.
    """

    settings: Settings
    open_store: Callable[[Settings], Store]
    after_round: Callable[[Store, Settings], None]


def acting_user(runtime: Runtime, store: Store, username: str | None) -> Actor:
    """Return the actor that ``--as USER`` names; what is written tells that it came from here.

    Raises:
        InputError: nobody was named, or the operator, who writes no record.
        NotFoundError: there is no such active user.
        ConflictError: the account has no password yet, so nobody has proven to be its holder.
    """
    if not username:
        raise InputError(field="--as", why="ange vem som gör ändringen, till exempel --as sara.")
    if username == OPERATOR:
        why = "registret och rapporterna skrivs av en person med konto, till exempel --as sara."
        raise InputError(field="--as", why=why)
    actor = actor_named(store, username)
    if not (has_password(store, username) or proxy_sign_on(runtime.settings)):
        raise ConflictError(
            why=f"{actor.name} är inbjuden men har inte valt lösenord än, och kan inte göra "
            "ändringar."
        )
    store.origin = f"kommandoraden, {_machine_user()}"
    return actor


def upkeep_user(runtime: Runtime, store: Store, username: str | None) -> Actor:
    """Return who sees to accounts, sources, watches or the classifier.

    The one who has the machine may always do that, by the name of ``operatör``. It must be said
    once there is an administrator, so that nobody becomes the operator by forgetting who they are.

    Raises:
        InputError: nobody was named, and there is an administrator.
        NotFoundError, ConflictError: see :func:`acting_user`.
    """
    if username == OPERATOR or (not username and not has_administrator(store)):
        name = _machine_user()
        return Actor(name=f"{OPERATOR}:{name}", role="system", display=f"Operatör ({name})")
    if not username:
        raise InputError(
            field="--as",
            why="ange vem som gör ändringen, till exempel --as sara. Den som sköter datorn "
            f"skriver --as {OPERATOR}.",
        )
    return acting_user(runtime, store, username)


def _machine_user() -> str:
    """Return the machine's own name of who runs the command; sudo tells who was behind it."""
    uid = os.getuid()
    if uid == 0 and os.environ.get("SUDO_USER"):
        return os.environ["SUDO_USER"]
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)  # a container's user need not have a name


def print_json(value: Any) -> None:
    """Print one JSON value on one line."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))


def _cell(value: Any) -> str:
    """Return what a person reads of a value: instants on the Swedish clock."""
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return form_text(from_text(value))
    return "" if value is None else str(value)


def print_table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> None:
    """Print rows in columns, with times on the Swedish clock.

    Args:
        columns: key of the row -> Swedish heading, in order.
    """
    lines = [list(columns.values())]
    lines += [[_cell(row[key]) for key in columns] for row in rows]
    widths = [max(len(line[number]) for line in lines) for number in range(len(columns))]
    for line in lines:
        padded = (text.ljust(width) for text, width in zip(line, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def print_listing(
    rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], *, as_json: bool, empty: str
) -> None:
    """Print a listing as the ``--json`` flag asks; say so when there is nothing.

    Args:
        empty: Swedish sentence for an empty list.
    """
    if as_json:
        print_json(list(rows))
    elif rows:
        print_table(rows, columns)
    else:
        click.echo(empty)


def progress(items: Iterable[Any], label: str, length: int | None = None) -> Any:
    """Return click's progress bar on a terminal's stderr, silent in a pipe."""
    return click.progressbar(
        items, label=label, length=length, file=sys.stderr, hidden=not sys.stderr.isatty()
    )


def tell_error(error: LagesbildError) -> None:
    """Print one line on stderr: what happened and what to do."""
    click.echo(explain(error), err=True)
