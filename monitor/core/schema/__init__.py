"""The schema of monitor: one readable SQL file per migration, never edited after release."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlite_utils import Database, Migrations

from monitor.core.audit import audit_table

MIGRATIONS = Migrations("monitor")

#: Tables whose every change goes to the audit trail, with the columns that are left out of it.
AUDITED: dict[str, frozenset[str]] = {
    "users": frozenset({"password_hash"}),
    "outlets": frozenset(),
    "sources": frozenset(),
    "watches": frozenset(),
    "models": frozenset(),
    "verdicts": frozenset(),
    "story_words": frozenset(),
}


def statements(sql: str) -> Iterator[str]:
    """Yield the statements of a script one by one, triggers whole.

    ``executescript`` would commit the open transaction and leave half a schema behind.
    """
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending.strip()
            pending = ""


def run_file(database: Database, path: Path) -> None:
    """Run a migration's SQL file inside the migration's transaction."""
    for statement in statements(path.read_text(encoding="utf-8")):
        database.conn.execute(statement)


def audit_tables(database: Database, tables: dict[str, frozenset[str]]) -> None:
    """Put tables under audit with the columns they have now."""
    for table, secret in tables.items():
        columns = [
            row[1]
            for row in database.conn.execute(f"PRAGMA table_info([{table}])")
            if row[1] not in secret
        ]
        for statement in audit_table(table, columns):
            database.conn.execute(statement)


def keep_places(database: Database, tables: Iterable[str], *, guarded: Iterable[str] = ()) -> None:
    """Let no row take another's place by its id, whoever writes (D11).

    ``UPDATE OR REPLACE`` and ``INSERT OR REPLACE`` remove the row that stood there without asking
    its triggers. A column list would not see ``SET rowid = …``, so there is none.

    Args:
        guarded: tables among them that refuse an insert over a row already.
    """
    for table in tables:
        database.conn.execute(f"""CREATE TRIGGER d11_place_{table} BEFORE UPDATE ON [{table}]
WHEN NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'D11: En rad byter aldrig nummer.'); END""")
        if table not in guarded:
            database.conn.execute(f"""CREATE TRIGGER d11_taken_{table} BEFORE INSERT ON [{table}]
WHEN EXISTS (SELECT 1 FROM [{table}] WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'D11: Uppgiften finns redan och skrivs inte över.'); END""")


@MIGRATIONS()
def m0001_press(database: Database) -> None:
    """Create outlets, sources, articles, judgements, accounts and the audit trail."""
    run_file(database, Path(__file__).with_name("0001_press.sql"))
    audit_tables(database, AUDITED)


@MIGRATIONS()
def m0002_audit_samples(database: Database) -> None:
    """Create the table of dropped articles that were drawn to be read."""
    run_file(database, Path(__file__).with_name("0002_audit_samples.sql"))


@MIGRATIONS()
def m0004_audit_head(database: Database) -> None:
    """Create the end of the audit trail and the counts of rows outside it."""
    run_file(database, Path(__file__).with_name("0004_audit_head.sql"))


@MIGRATIONS()
def m0003_kept(database: Database) -> None:
    """Let nobody change what the press said; tell which verdict took the place of which."""
    run_file(database, Path(__file__).with_name("0003_kept.sql"))
    audit_tables(database, {"verdicts": AUDITED["verdicts"]})


@MIGRATIONS()
def m0005_pages(database: Database) -> None:
    """Remember what a page said last, and what was cut short."""
    run_file(database, Path(__file__).with_name("0005_pages.sql"))


@MIGRATIONS()
def m0006_rhythm(database: Database) -> None:
    """Remember when each source usually brings something, and which days are holidays."""
    run_file(database, Path(__file__).with_name("0006_rhythm.sql"))
    run_file(database, Path(__file__).with_name("0006_days_off.sql"))


@MIGRATIONS()
def m0007_lean_indexes(database: Database) -> None:
    """Keep rows without a value out of the indexes that few rows need."""
    run_file(database, Path(__file__).with_name("0007_lean_indexes.sql"))


#: What 0008 adds to the audit trail.
AUDITED_SETTINGS: dict[str, frozenset[str]] = {"settings": frozenset()}


@MIGRATIONS()
def m0008_settings(database: Database) -> None:
    """Hold the settings that administrators chose in the desk, every change in the audit trail."""
    run_file(database, Path(__file__).with_name("0008_settings.sql"))
    audit_tables(database, AUDITED_SETTINGS)


@MIGRATIONS()
def m0009_places(database: Database) -> None:
    """Let no account, outlet, watch or article take another's place; no account is removed."""
    keep_places(
        database,
        ("users", "outlets", "sources", "watches", "models", "articles"),
        guarded=("articles",),
    )
    run_file(database, Path(__file__).with_name("0009_places.sql"))


@MIGRATIONS()
def m0010_bodies(database: Database) -> None:
    """Find the rows of a frozen body by its digest."""
    run_file(database, Path(__file__).with_name("0010_bodies.sql"))
