"""The audit trail (rule D11): append-only, hash-chained, written by the database itself.

Triggers made by :func:`audit_table` write one ``audit`` row and one ``audit_values`` row for every
insert, update and delete of a record, whoever writes. :func:`acting` says who acts within a
transaction and seals the new rows before it commits: each row's hash covers the row before it and
the digests of the values. The values lie beside the chain, so a purge can remove them while the
chain still holds. A row written by somebody who went round the program is sealed at the next
write, with "utanför programmet" as its actor. The end of the chain is kept in ``audit_head``, so
that rows cut off at the end are missed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass

from monitor.core.actors import Actor

_ROW = "[at], [actor], [user_id], [reason], [action], [table_name], [row_id]"
#: Used when nobody said who acts, which happens only to writes made outside the program.
OUTSIDE = "utanför programmet"
#: Rows between two words about how far a check has come.
_TOLD_EVERY = 20_000


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain. Whoever wrote it down elsewhere can tell if the trail was cut short.

    Attributes:
        last_id: id of the latest sealed row.
        row_count: how many rows are sealed.
        hash: the latest row's hash, which covers every row before it.
    """

    last_id: int
    row_count: int
    hash: str


@contextmanager
def acting(
    connection: sqlite3.Connection, actor: Actor, at: str, reason: str
) -> Generator[None, None, None]:
    """Tell the triggers who acts and when; seal what they wrote.

    Must be entered inside a write transaction. Nested use keeps the outer actor afterwards.
    """
    outer = connection.execute("SELECT actor, user_id, at, reason FROM audit_context").fetchone()
    seal(connection)
    connection.execute("DELETE FROM audit_context")
    connection.execute(
        "INSERT INTO audit_context (id, actor, user_id, at, reason) VALUES (1, ?, ?, ?, ?)",
        (actor.name, actor.user_id, at, reason),
    )
    yield
    connection.execute("DELETE FROM audit_context")
    if outer:
        connection.execute(
            "INSERT INTO audit_context (id, actor, user_id, at, reason) VALUES (1, ?, ?, ?, ?)",
            tuple(outer),
        )
    seal(connection)


def seal(connection: sqlite3.Connection) -> int:
    """Hash the rows that are not yet in the chain; return how many there were."""
    fresh = connection.execute(
        f"SELECT audit.id, {_ROW}, before, after FROM audit JOIN audit_values"
        " ON audit_id = audit.id WHERE hash IS NULL ORDER BY audit.id"
    ).fetchall()
    if not fresh:
        return 0
    # From the head and not from the last row: a chain whose end was cut off never holds again.
    previous = head(connection).hash
    for row in fresh:
        before, after = (_digest(text) for text in tuple(row)[-2:])
        previous = _link(previous, tuple(row)[:-2], before, after)
        connection.execute(
            "UPDATE audit SET digest_before = ?, digest_after = ?, hash = ? WHERE id = ?",
            (before, after, previous, row[0]),
        )
    connection.execute(
        "UPDATE audit_head SET last_id = ?, row_count = row_count + ?, hash = ?",
        (fresh[-1][0], len(fresh), previous),
    )
    return len(fresh)


def head(connection: sqlite3.Connection) -> Head:
    """Return where the chain ends, as it was noted when its last row was sealed."""
    row = connection.execute("SELECT last_id, row_count, hash FROM audit_head").fetchone()
    return Head(*row) if row else Head(0, 0, "")


def broken_links(
    connection: sqlite3.Connection, told: Callable[[int], None] = lambda _: None
) -> list[int]:
    """Return the ids of audit rows whose hash or stored values do not hold, oldest first.

    Args:
        told: is called with how many rows have been read, now and then.
    """
    wrong = []
    previous = ""
    rows = connection.execute(
        f"SELECT audit.id, {_ROW}, digest_before, digest_after, hash, before, after, audit_id"
        " FROM audit LEFT JOIN audit_values ON audit_id = audit.id"
        " WHERE hash IS NOT NULL ORDER BY audit.id"
    )
    for number, row in enumerate(map(tuple, rows)):
        before, after, stored = row[8:11]
        values = [(row[11], before), (row[12], after)]
        kept = row[13] is not None and all(
            text is None or _digest(text) == digest for text, digest in values
        )
        expected = _link(previous, row[:8], before, after)
        if expected != stored or not kept:
            wrong.append(int(row[0]))
        previous = stored
        if number % _TOLD_EVERY == 0:
            told(number)
    return wrong


def _digest(text: str | None) -> str | None:
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()


def _link(previous: str, row: tuple[object, ...], before: str | None, after: str | None) -> str:
    told = json.dumps([previous, *row, before, after], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def audit_table(table: str, columns: Iterable[str], *, key: str = "id") -> list[str]:
    """Return the statements that put a table under audit (dropping older triggers first).

    Args:
        columns: those whose values are kept; leave out secrets and things that are erased early.
        key: SQL over the row that names it, for example ``id``.
    """
    names = list(columns)

    def values(side: str) -> str:
        pairs = ", ".join(f"'{name}', {side}.[{name}]" for name in names)
        return f"json_object({pairs})"

    statements = []
    for action, sides in {
        "insert": ("NULL", values("NEW")),
        "update": (values("OLD"), values("NEW")),
        "delete": (values("OLD"), "NULL"),
    }.items():
        row_id = f"{'OLD' if action == 'delete' else 'NEW'}.[{key}]"
        changed = f" WHEN {values('OLD')} IS NOT {values('NEW')}" if action == "update" else ""
        statements += [
            f"DROP TRIGGER IF EXISTS audit_{table}_{action}",
            f"""CREATE TRIGGER audit_{table}_{action} AFTER {action.upper()} ON [{table}]{changed}
BEGIN
    INSERT INTO audit ({_ROW}) VALUES (
        COALESCE((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
        COALESCE((SELECT actor FROM audit_context), '{OUTSIDE}'),
        (SELECT user_id FROM audit_context),
        COALESCE((SELECT reason FROM audit_context), ''),
        '{action}', '{table}', {row_id});
    INSERT INTO audit_values (audit_id, before, after)
    VALUES (last_insert_rowid(), {sides[0]}, {sides[1]});
END""",
        ]
    return statements
