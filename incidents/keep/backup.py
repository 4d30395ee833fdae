"""Backups that are proven to restore: one consistent file, checked before it counts."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from incidents.keep import manifest
from incidents.record.schema import open_whole
from monitor.core import audit
from monitor.core.clock import to_text
from monitor.core.errors import (
    BackupDamagedError,
    InputError,
    NotFoundError,
    StoreError,
    StoreFullError,
)
from monitor.core.settings import Settings
from monitor.core.store import APPLICATION_ID, NO_SPACE, Store, private, translated


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was checked.

    Attributes:
        path: the copied database.
        bytes: its size.
        articles, incidents, reports: rows in the copy.
        head: where the copy's audit trail ends; to be kept elsewhere.
    """

    path: Path
    bytes: int
    articles: int
    incidents: int
    reports: int
    head: audit.Head


def back_up(store: Store, settings: Settings) -> Backup:
    """Copy the database to ``backups/`` while it is in use, and check the copy.

    The copy is written beside its final name and renamed last, so that a file in ``backups/`` is
    always whole. Its manifest lies beside it.

    Raises:
        StoreFullError, StoreError: the disk could not take it; no half copy is left.
    """
    taken_at = store.now()
    stamp = taken_at.replace("-", "").replace(":", "")
    target = _free_name(settings.backups, f"lagesbild-{stamp}")
    unfinished = target.with_suffix(".tmp")
    with _on_disk(settings.backups):
        settings.backups.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        try:
            private(unfinished)
            with translated():
                store.execute("VACUUM INTO ?", [str(unfinished)])
            checked = check(unfinished)
            head = _head_of(unfinished)
            unfinished.rename(target)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        manifest.write(target, taken_at, head)
        _remove_expired(store, settings)
    return Backup(target, target.stat().st_size, *checked, head)


@contextmanager
def _on_disk(folder: Path) -> Generator[None, None, None]:
    """Turn the disk's refusals into ours."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_SPACE:
            raise StoreFullError from error
        raise StoreError(
            why=f"Det går inte att skriva i {folder}. Se över disken och rättigheterna."
        ) from error


def _head_of(path: Path) -> audit.Head:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        try:
            return audit.head(connection)
        except sqlite3.OperationalError:
            return audit.Head(0, 0, "")  # taken before the head was kept


def as_taken(path: Path) -> bool:
    """Tell whether a backup is the very file its manifest speaks of, if it has one."""
    written = manifest.read(manifest.path_of(path))
    return written is None or written.digest == manifest.digest_of(path)


def check(path: Path) -> tuple[int, int, int]:
    """Return the numbers of articles, incidents and reports of a database that is sound.

    Raises:
        NotFoundError: no such file.
        BackupDamagedError: it is not one of ours, or not whole.
    """
    if not path.is_file():
        raise NotFoundError(kind="filen", id=path)
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            whole = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            if not (ours and whole):
                raise BackupDamagedError(path=path)
            counts = [
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("articles", "incidents", "reports")
            ]
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        if "disk" in str(error):
            with translated():
                raise
        raise BackupDamagedError(path=path) from error
    return counts[0], counts[1], counts[2]


def restore(path: Path, settings: Settings) -> Path | None:
    """Put a backup in the database's place; return where the replaced file was moved.

    An older one is brought up to date. Nothing is deleted but the sessions and one-time links in
    the backup: what was ended or used since it was taken does not come to life again. The desk and
    the poller must be stopped first. Manifests of backups that were taken later than this one
    speak of a trail that is no longer here, and are put aside.

    Raises:
        InputError: the database is in use.
        NotFoundError, BackupDamagedError: the backup is no use; nothing was changed.
        SchemaError: the backup is newer than this program; nothing was changed.
        StoreFullError, StoreError: the disk could not take it; nothing was changed.
    """
    check(path)
    current = settings.database
    arriving = current.with_suffix(".arriving")
    moved = None
    with _on_disk(settings.state):
        settings.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            private(arriving)
            shutil.copyfile(path, arriving)
            open_whole(arriving).close()
            _end_ways_in(arriving)
            if current.exists():
                _require_unused(current)
                moved = _put_aside(current, settings.backups)
        except BaseException:
            for suffix in ("", "-wal", "-shm"):
                arriving.with_name(arriving.name + suffix).unlink(missing_ok=True)
            raise
        for leftover in ("-wal", "-shm"):
            current.with_name(current.name + leftover).unlink(missing_ok=True)
        arriving.replace(current)
        _put_manifests_aside(current, settings.backups)
    return moved


def _end_ways_in(path: Path) -> None:
    with translated(), closing(sqlite3.connect(path)) as connection, connection:
        for table in ("sessions", "invitations"):
            connection.execute(f"DELETE FROM {table}")


def _put_aside(current: Path, folder: Path) -> Path:
    moved = _free_name(folder, "ersatt")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        private(moved)
        shutil.copyfile(current, moved)
    except BaseException:
        moved.unlink(missing_ok=True)
        raise
    return moved


def _put_manifests_aside(current: Path, folder: Path) -> None:
    restored = _head_of(current)
    for path in folder.glob("lagesbild-*.json"):
        written = manifest.read(path)
        if written is not None and written.head.row_count > restored.row_count:
            path.rename(path.with_name(f"ersatt-{path.name}"))


def _remove_expired(store: Store, settings: Settings) -> None:
    """Remove our own copies that have had their days, by the time in their names.

    What a restore replaced is nobody's backup and stays until a person removes it.
    """
    oldest = to_text(store.clock.now() - timedelta(days=settings.backup_days))
    limit = oldest.replace("-", "").replace(":", "")
    for path in settings.backups.glob("lagesbild-*.db"):
        if path.stem.removeprefix("lagesbild-")[: len(limit)] < limit:
            path.unlink()


def _free_name(folder: Path, stem: str) -> Path:
    target = folder / f"{stem}.db"
    number = 2
    while target.exists():
        target = folder / f"{stem}-{number}.db"
        number += 1
    return target


def _require_unused(path: Path) -> None:
    # Leaving WAL mode needs the file to itself, so it tells whether anybody else has it open; it
    # also folds the WAL into the file that is about to be copied aside.
    connection = sqlite3.connect(path, timeout=1, isolation_level=None)
    try:
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        busy = mode != "delete"
    except sqlite3.OperationalError:
        busy = True
    except sqlite3.DatabaseError:
        busy = False  # a damaged file is what a restore is for
    finally:
        connection.close()
    if busy:
        raise InputError(
            field="Databasen", why="den används. Stoppa ”lagesbild serve” och försök igen."
        )
