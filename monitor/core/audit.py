"""The audit trail (rule D11): append-only, hash-chained, written by the database itself.

Triggers made by :func:`audit_table` write one ``audit`` row and one ``audit_values`` row for every
insert, update and delete of a record, whoever writes. :func:`acting` says who acts within a
transaction and seals the new rows before it commits: each row's hash covers the row before it and
the digests of the values. The values lie beside the chain, so a purge can remove them while the
chain still holds. A row written by somebody who went round the program is sealed at the next
write, with "utanför programmet" as its actor.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Generator, Iterable
from contextlib import contextmanager

from monitor.core.actors import Actor

_ROW = "[at], [actor], [user_id], [reason], [action], [table_name], [row_id]"
#: Used when nobody said who acts, which happens only to writes made outside the program.
OUTSIDE = "utanför programmet"


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
    last = connection.execute(
        "SELECT hash FROM audit WHERE hash IS NOT NULL ORDER BY id DESC LIMIT 1"
    ).fetchone()
    previous = last[0] if last else ""
    for row in fresh:
        before, after = (_digest(text) for text in tuple(row)[-2:])
        previous = _link(previous, tuple(row)[:-2], before, after)
        connection.execute(
            "UPDATE audit SET digest_before = ?, digest_after = ?, hash = ? WHERE id = ?",
            (before, after, previous, row[0]),
        )
    return len(fresh)


def broken_links(connection: sqlite3.Connection) -> list[int]:
    """Return the ids of audit rows whose hash or stored values do not hold, oldest first."""
    wrong = []
    previous = ""
    rows = connection.execute(
        f"SELECT audit.id, {_ROW}, digest_before, digest_after, hash, before, after"
        " FROM audit LEFT JOIN audit_values ON audit_id = audit.id"
        " WHERE hash IS NOT NULL ORDER BY audit.id"
    )
    for row in map(tuple, rows):
        before, after, stored = row[8:11]
        values = [(row[11], before), (row[12], after)]
        kept = all(text is None or _digest(text) == digest for text, digest in values)
        expected = _link(previous, row[:8], before, after)
        if expected != stored or not kept:
            wrong.append(int(row[0]))
        previous = stored
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
