"""Backups that are proven to restore: one consistent file, checked before it counts."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from monitor.core.clock import to_text
from monitor.core.errors import InputError, NotFoundError, StoreDamagedError
from monitor.core.settings import Settings
from monitor.core.store import APPLICATION_ID, Store, translated


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was checked.

    Attributes:
        path: the copied database.
        bytes: its size.
        articles, incidents, reports: rows in the copy.
    """

    path: Path
    bytes: int
    articles: int
    incidents: int
    reports: int


def back_up(store: Store, settings: Settings) -> Backup:
    """Copy the database to ``backups/`` while it is in use, and check the copy.

    The copy is written beside its final name and renamed last, so that a file in ``backups/`` is
    always whole.

    Raises:
        StoreFullError, StoreError: the disk could not take it.
    """
    settings.backups.mkdir(parents=True, exist_ok=True)
    stamp = store.now().replace("-", "").replace(":", "")
    target = _free_name(settings.backups, f"lagesbild-{stamp}")
    unfinished = target.with_suffix(".tmp")
    unfinished.unlink(missing_ok=True)
    with translated():
        store.execute("VACUUM INTO ?", [str(unfinished)])
    checked = check(unfinished)
    unfinished.rename(target)
    _remove_expired(store, settings)
    return Backup(target, target.stat().st_size, *checked)


def check(path: Path) -> tuple[int, int, int]:
    """Return the numbers of articles, incidents and reports of a database that is sound.

    Raises:
        NotFoundError: no such file.
        StoreDamagedError: it is not one of ours, or not whole.
    """
    if not path.is_file():
        raise NotFoundError(kind="filen", id=path)
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            whole = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            if not (ours and whole):
                raise StoreDamagedError(path=path)
            counts = [
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("articles", "incidents", "reports")
            ]
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise StoreDamagedError(path=path) from error
    return counts[0], counts[1], counts[2]


def restore(path: Path, settings: Settings) -> Path | None:
    """Put a backup in the database's place; return where the replaced file was moved.

    Nothing is deleted. The desk and the poller must be stopped first.

    Raises:
        InputError: the database is in use.
        NotFoundError, StoreDamagedError: the backup is no use; nothing was changed.
    """
    check(path)
    settings.state.mkdir(parents=True, exist_ok=True)
    current = settings.database
    moved = None
    if current.exists():
        _require_unused(current)
        moved = _free_name(settings.backups, "ersatt")
        settings.backups.mkdir(parents=True, exist_ok=True)
        shutil.copy2(current, moved)
    arriving = current.with_suffix(".arriving")
    shutil.copy2(path, arriving)
    for leftover in ("-wal", "-shm"):
        current.with_name(current.name + leftover).unlink(missing_ok=True)
    arriving.replace(current)
    return moved


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
