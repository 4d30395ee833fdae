"""Where the demo is built, and how it takes its place at once or not at all."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from monitor.core.errors import ConflictError
from monitor.core.settings import FILE, Settings

#: Ending of the folder beside the state folder in which a demo is under way.
_UNDER_WAY: Final = ".bygge"
_OLD: Final = ".gammal"
#: File in the state folder that is locked while the demo there is being shown.
_SHOWN: Final = ".visas"


def check_replaceable(state: Path) -> None:
    """Refuse a folder that a demo may not replace.

    Raises:
        ConflictError: it holds a real Lägesbild, files that are not a Lägesbild's, or a demo
            that is being shown.
    """
    if is_demo(state):
        require_unshown(state)
        return
    if not state.exists():
        return
    if not state.is_dir() or {path.name for path in state.iterdir()} - {FILE}:
        raise ConflictError(
            why=f"Mappen {state} innehåller något annat än en demo och skrivs inte över. "
            "Ange en annan mapp med --state."
        )


@contextmanager
def shown(state: Path) -> Generator[None, None, None]:
    """Hold a demo's folder while it is served: nothing replaces it. A killed process lets go.

    Raises:
        ConflictError: another process is showing the demo in that folder.
    """
    with (state / _SHOWN).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConflictError(
                why=f"Demon i {state} visas redan. Avsluta den med Ctrl+C där den startades, "
                "eller ange en annan mapp med --state."
            ) from error
        yield


def require_unshown(state: Path) -> None:
    """Refuse to replace a demo that is being shown.

    Raises:
        ConflictError: it is.
    """
    if (state / _SHOWN).is_file():
        with shown(state):
            pass


def is_demo(state: Path) -> bool:
    """Tell whether a state folder holds a demo that was played to its end."""
    path = Settings(state=state).database
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            sql = "SELECT 1 FROM meta WHERE key = 'demo_now'"
            return connection.execute(sql).fetchone() is not None
    except sqlite3.Error:
        return False


@contextmanager
def workshop(state: Path) -> Generator[Path, None, None]:
    """Hold an empty folder beside ``state`` to build in; what is left of it is removed."""
    folder = _beside(state, _UNDER_WAY)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def move_in(folder: Path, state: Path) -> None:
    """Put a finished folder in the place of ``state``; the settings file there is kept.

    Raises:
        ConflictError: the demo there is shown since the building began.
    """
    require_unshown(state)
    kept = state / FILE
    if kept.is_file():
        shutil.copy2(kept, folder / FILE)
    old = _beside(state, _OLD)
    shutil.rmtree(old, ignore_errors=True)
    if state.exists():
        state.rename(old)
    folder.rename(state)
    shutil.rmtree(old, ignore_errors=True)


def _beside(state: Path, ending: str) -> Path:
    whole = state.resolve()
    return whole.with_name(f".{whole.name}{ending}")
