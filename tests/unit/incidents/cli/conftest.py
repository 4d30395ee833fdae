"""A shell that runs commands on one state folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from incidents.cli.main import main
from incidents.record.schema import open_whole


class Shell:
    """Runs commands on one state folder."""

    def __init__(self, state: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.state = state
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Return exit code, stdout and stderr."""
        code = main(["--state", str(self.state), *arguments])
        told = self._capsys.readouterr()
        return code, told.out, told.err

    def json(self, *arguments: str) -> Any:
        code, out, err = self(*arguments, "--json")
        assert (0, "") == (code, err)
        return json.loads(out)

    def user(self, name: str, role: str, display: str = "") -> None:
        """Add an account whose holder has chosen a password."""
        given = ("--name", display or name.title(), "--role", role, "--as", "operatör")
        assert 0 == self("users", "add", name, *given)[0]
        store = open_whole(self.state / "lagesbild.db")
        store.execute("UPDATE users SET password_hash = 'x' WHERE username = ?", [name])
        store.close()


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "state", capsys)


@pytest.fixture
def started(shell: Shell, migrated: Path) -> Shell:
    """The shell, on a folder in which an empty database lies already."""
    shell.state.mkdir()
    shutil.copy(migrated, shell.state / "lagesbild.db")
    return shell
