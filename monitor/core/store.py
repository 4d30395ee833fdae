"""One SQLite file: opening, reading, short write transactions, migrations.

Reads return plain dicts. Every write for a person happens inside :meth:`Store.writing`, which
takes the write lock at once (``BEGIN IMMEDIATE``), tells the audit triggers who acts, and seals
the audit trail before it commits. No network and no heavy computing inside it.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlite_utils import Database, Migrations

from monitor.core import audit, order
from monitor.core.actors import Actor
from monitor.core.clock import (
    Clock,
    HeldClock,
    RunningClock,
    SystemClock,
    from_text,
    to_text,
)
from monitor.core.errors import (
    LagesbildError,
    NotFoundError,
    RuleError,
    SchemaError,
    SetupError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
)

Row = dict[str, Any]
Params = Sequence[Any] | Mapping[str, Any]

#: ``PRAGMA application_id``: "LgBi"; a file without it is not ours.
APPLICATION_ID = 0x4C674269
#: How long a write waits for another writer, in seconds.
BUSY_WAIT_S = 10.0
#: STRICT tables came in 3.37; -> and json functions used by the triggers are older.
MINIMUM_SQLITE = (3, 37, 0)

#: What the system says when a disk, or a user's share of it, is full.
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

#: Less free disk than this is no room for SQLite's log, bytes.
_NEEDED_BYTES = 64 * 1024
#: SQLite's words -> what a person is told.
_REFUSALS = {
    "disk I/O": "Filen går inte att läsa eller skriva. Disken kan vara full eller trasig: se över "
    "den och försök igen.",
    "readonly": "Filen är skrivskyddad. Ge den användare som kör Lägesbild rätt att skriva i "
    "databasen och i mappen den ligger i.",
    "unable to open": "Filen går inte att öppna. Se över mappen och rättigheterna.",
}

_RULE = re.compile(r"^(D\d+|W\d+): (.+)$", re.DOTALL)


class Store:
    """A connection with a clock. Not shared between threads.

    Args:
        connection: opened by :func:`open_store`, or a connection that Datasette lends.
        clock: tells "now" for everything written through this store.
    """

    def __init__(self, connection: sqlite3.Connection, clock: Clock | None = None) -> None:
        self.connection = connection
        self.clock: Clock = clock or SystemClock()
        #: Where writes come from when it is not the desk; stands with the reason in the trail.
        self.origin = ""
        self.db = Database(connection, execute_plugins=False)

    def now(self) -> str:
        """Return the present instant as database text."""
        return to_text(self.clock.now())

    def rows(self, sql: str, params: Params = ()) -> list[Row]:
        """Return all rows as dicts in the query's order."""
        with translated():
            cursor = self.connection.execute(sql, params)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def row(self, sql: str, params: Params = ()) -> Row | None:
        """Return the first row, or None."""
        found = self.rows(sql, params)
        return found[0] if found else None

    def value(self, sql: str, params: Params = ()) -> Any:
        """Return the first column of the first row, or None."""
        with translated():
            row = self.connection.execute(sql, params).fetchone()
        return None if row is None else row[0]

    def get(self, table: str, key: int | str, *, kind: str = "posten") -> Row:
        """Return the row whose ``id`` is ``key``.

        Args:
            kind: Swedish noun for the message when it is missing.

        Raises:
            NotFoundError: no such row.
        """
        row = self.row(f"SELECT * FROM [{table}] WHERE id = ?", [key])
        if row is None:
            raise NotFoundError(kind=kind, id=key)
        return row

    def execute(self, sql: str, params: Params = ()) -> sqlite3.Cursor:
        """Run one statement.

        Raises:
            RuleError: a trigger or constraint of the record refused it.
            StoreBusyError, StoreFullError, StoreError: the database could not.
        """
        with translated():
            return self.connection.execute(sql, params)

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Insert one row and return its rowid."""
        columns = ", ".join(f"[{name}]" for name in values)
        marks = ", ".join("?" * len(values))
        cursor = self.execute(
            f"INSERT INTO [{table}] ({columns}) VALUES ({marks})", list(values.values())
        )
        return int(cursor.lastrowid or 0)

    def insert_many(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert rows that all have the same columns."""
        batch = list(rows)
        if not batch:
            return
        columns = ", ".join(f"[{name}]" for name in batch[0])
        marks = ", ".join("?" * len(batch[0]))
        with translated():
            self.connection.executemany(
                f"INSERT INTO [{table}] ({columns}) VALUES ({marks})",
                [list(row.values()) for row in batch],
            )

    def update(self, table: str, key: int | str, values: Mapping[str, Any]) -> None:
        """Change columns of the row whose ``id`` is ``key``."""
        if not values:
            return
        changes = ", ".join(f"[{name}] = ?" for name in values)
        self.execute(f"UPDATE [{table}] SET {changes} WHERE id = ?", [*values.values(), key])

    def delete(self, table: str, key: int | str) -> None:
        """Delete the row whose ``id`` is ``key``."""
        self.execute(f"DELETE FROM [{table}] WHERE id = ?", [key])

    @contextmanager
    def atomic(self) -> Generator[None, None, None]:
        """Hold one write transaction, or a savepoint when one is already open."""
        if self.connection.in_transaction:
            with translated(), self.db.atomic():
                yield
            return
        with translated():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                _undo(self.connection)
                raise

    @contextmanager
    def writing(self, actor: Actor, reason: str = "") -> Generator[None, None, None]:
        """Hold one write transaction in which the audit trail knows who acts.

        Args:
            reason: why, in Swedish, when the person gave one (an override, a correction).
        """
        told = f"{reason} ({self.origin})" if reason and self.origin else reason or self.origin
        with self.atomic(), audit.acting(self.connection, actor, self.now(), told):
            yield

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def _undo(connection: sqlite3.Connection) -> None:
    # A full disk may have rolled back already.
    if connection.in_transaction:
        connection.execute("ROLLBACK")


@contextmanager
def translated() -> Generator[None, None, None]:
    """Turn SQLite's errors into ours, so that a person meets a Swedish sentence."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        rule = _RULE.match(str(error))
        if rule:
            raise RuleError(rule=rule[1], why=rule[2]) from error
        raise StoreError(why="Uppgifterna hänger inte ihop med resten av registret.") from error
    except sqlite3.OperationalError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise StoreBusyError(waited_s=BUSY_WAIT_S) from error
        if "full" in text:
            raise StoreFullError from error
        why = next((why for words, why in _REFUSALS.items() if words in text), None)
        if why:
            raise StoreError(why=why) from error
        raise
    except sqlite3.DatabaseError as error:
        if "malformed" in str(error) or "not a database" in str(error):
            raise StoreDamagedError(path="lagesbild.db") from error
        raise


def refusal_of(error: OSError) -> LagesbildError:
    """Return in our words what the machine would not do: a full disk, no right to write."""
    if error.errno in NO_SPACE:
        return StoreFullError()
    where = error.filename or "en fil"
    return StoreError(
        why=f"Datorn nekade åtkomst till {where}. Se över disken och rättigheterna, och kör igen."
    )


def connect(path: Path) -> sqlite3.Connection:
    """Open the file with the pragmas that every connection of ours holds.

    Raises:
        SchemaError: SQLite is too old.
        StoreError, StoreDamagedError: the file cannot be opened.
    """
    if sqlite3.sqlite_version_info < MINIMUM_SQLITE:
        raise SchemaError(
            why=f"SQLite {sqlite3.sqlite_version} är för gammal. Version 3.37 eller senare behövs."
        )
    private(path)
    with _full_told(path.parent), translated():
        connection = sqlite3.connect(path, timeout=BUSY_WAIT_S, isolation_level=None)
        try:
            prepare(connection)
            connection.execute("PRAGMA journal_mode = WAL")
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def _full_told(folder: Path) -> Generator[None, None, None]:
    """Tell a full disk as such: SQLite calls it an I/O error when it cannot make its log."""
    try:
        yield
    except StoreError as error:
        with suppress(OSError):
            if shutil.disk_usage(folder).free < _NEEDED_BYTES:
                raise StoreFullError from error
        raise


def private(path: Path) -> None:
    """Make sure that a file, there already or not, is none of other users' business.

    What the group may is the administrator's choice. SQLite gives the log beside a database the
    database's own rights. Where the file cannot be made, opening it tells why.
    """
    if str(path) == ":memory:":
        return
    with suppress(OSError):
        # A file that is there is never opened: closing it would let go of every lock that this
        # process holds on it, and the next program that closes the database would throw away
        # the log that we still write to.
        if not path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        mode = path.stat().st_mode & 0o777
        if mode & 0o007:
            path.chmod(mode & ~0o007)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise SetupError(
            why=f"{folder} är en fil. Ange en mapp med --state, eller flytta filen."
        ) from error
    except OSError as error:
        if error.errno in NO_SPACE:
            raise StoreFullError from error
        raise SetupError(
            why=f"Mappen {folder} går inte att skapa eller använda. Kontrollera rättigheterna."
        ) from error


def prepare(connection: sqlite3.Connection) -> None:
    """Set pragmas and the order of names; also used on connections that Datasette opens."""
    connection.create_collation(order.COLLATION, order.swedish_order)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_WAIT_S * 1000)}")
    connection.execute("PRAGMA secure_delete = ON")


def open_store(path: Path, migrations: Sequence[Migrations], clock: Clock | None = None) -> Store:
    """Open or create the database and bring its schema up to date.

    Args:
        migrations: one set per package, lowest floor first.
        clock: the system's, unless the database holds a stored clock (the demo).

    Raises:
        SchemaError: the file is not ours, is newer than this program, or a migration failed.
    """
    _make_folder(path.parent)
    connection = connect(path)
    try:
        _check_ours(connection, migrations)
        database = Database(connection, execute_plugins=False)
        for migration_set in migrations:
            if migration_set.pending(database):
                _migrate(database, migration_set)
        return Store(connection, clock or stored_clock(connection))
    except BaseException:
        connection.close()
        raise


def stored_clock(connection: sqlite3.Connection) -> Clock:
    """Return the clock that the database keeps (the demo's), else the system's.

    ``meta.demo_now`` is what the demo's clock showed at ``meta.demo_anchor`` on the machine's.
    """
    kept = dict(
        connection.execute("SELECT key, value FROM meta WHERE key LIKE 'demo_%'").fetchall()
    )
    if "demo_now" not in kept:
        return SystemClock()
    start = from_text(kept["demo_now"])
    if "demo_anchor" not in kept:
        return HeldClock(start)
    return RunningClock(start, from_text(kept["demo_anchor"]))


def _check_ours(connection: sqlite3.Connection, migrations: Sequence[Migrations]) -> None:
    with translated():
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        if not tables:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            return
    if application != APPLICATION_ID:
        raise SchemaError(
            why="filen är en databas som inte hör till Lägesbild. Ange en annan mapp med --state."
        )
    database = Database(connection, execute_plugins=False)
    for migration_set in migrations:
        known = {step.name for step in migration_set.pending(database)}
        applied = {step.name for step in migration_set.applied(database)}
        known |= {step.name for step in migration_set._migrations}  # noqa: SLF001 - no public list
        if applied - known:
            raise SchemaError(
                why="den är skapad av en nyare version av Lägesbild. Uppgradera "
                "programmet, eller återställ en äldre säkerhetskopia."
            )


def _migrate(database: Database, migration_set: Migrations) -> None:
    try:
        migration_set.apply(database)
    except sqlite3.Error as error:
        if isinstance(error, sqlite3.OperationalError):
            # A full or locked disk is told as such; the rest is the migration's own fault.
            with suppress(sqlite3.OperationalError), translated():
                raise error  # noqa: TRY201 - the one of the migration, also in here
        raise SchemaError(
            f"{migration_set.name}: {error}",
            why="uppgraderingen misslyckades och inget har ändrats. Kör ”lagesbild doctor”.",
        ) from error
    broken = database.conn.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise SchemaError(why="rader pekar på sådant som inte finns. Kör ”lagesbild doctor”.")
