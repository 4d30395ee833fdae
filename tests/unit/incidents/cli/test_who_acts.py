"""Who stands on the audit trail when the command line writes."""

from __future__ import annotations

import os
import pwd

import pytest

from incidents.record.schema import open_whole
from tests.unit.incidents.cli.conftest import Shell

ADD = ("sources", "add", "https://mv.example/rss", "--outlet", "MV")
ME = pwd.getpwuid(os.getuid()).pw_name


pytestmark = pytest.mark.usefixtures("started")


@pytest.fixture(autouse=True)
def no_sudo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUDO_USER", raising=False)


def trail(shell: Shell, table: str) -> list[tuple[str, str]]:
    store = open_whole(shell.state / "lagesbild.db")
    rows = store.rows("SELECT actor, reason FROM audit WHERE table_name = ? ORDER BY id", [table])
    store.close()
    return [(row["actor"], row["reason"]) for row in rows]


def test_before_there_is_an_administrator_the_operator_acts_by_the_machines_name(
    shell: Shell,
) -> None:
    assert 0 == shell(*ADD)[0]

    assert [(f"operatör:{ME}", "")] == trail(shell, "sources")


def test_sudo_tells_who_was_behind_it(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 0)
    monkeypatch.setenv("SUDO_USER", "kalle")

    assert 0 == shell(*ADD)[0]

    assert [("operatör:kalle", "")] == trail(shell, "sources")


@pytest.mark.parametrize(
    "command",
    [
        ADD,
        ("sources", "import", "lista.csv"),
        ("users", "add", "ulla", "--name", "Ulla", "--role", "reader"),
        ("users", "disable", "anna"),
        ("users", "invite", "anna"),
        ("train",),
    ],
)
def test_once_there_is_an_administrator_nobody_acts_without_a_name(
    shell: Shell, command: tuple[str, ...]
) -> None:
    shell.user("anna", "administrator")
    (shell.state / "lista.csv").write_text("title,url\nMV,https://mv.example/rss\n")
    given = [str(shell.state / one) if one.endswith(".csv") else one for one in command]

    code, _, err = shell(*given)

    assert 1 == code
    assert "--as operatör" in err


def test_the_operator_may_still_act_when_it_is_said(shell: Shell) -> None:
    shell.user("anna", "administrator")

    assert 0 == shell(*ADD, "--as", "operatör")[0]

    assert [(f"operatör:{ME}", "")] == trail(shell, "sources")


def test_a_named_person_acts_and_the_trail_tells_that_it_came_from_the_command_line(
    shell: Shell,
) -> None:
    shell.user("anna", "administrator")

    assert 0 == shell(*ADD, "--as", "anna")[0]

    assert [("anna", f"kommandoraden, {ME}")] == trail(shell, "sources")


def test_somebody_invited_who_never_chose_a_password_does_not_act(shell: Shell) -> None:
    shell("users", "add", "anna", "--name", "Anna", "--role", "administrator")

    code, _, err = shell(*ADD, "--as", "anna")

    assert 1 == code
    assert "har inte valt lösenord" in err
    assert [] == trail(shell, "sources")


def test_where_a_proxy_signs_people_in_nobody_needs_a_password(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell("users", "add", "anna", "--name", "Anna", "--role", "administrator")
    monkeypatch.setenv("LAGESBILD_TRUSTED_PROXY", "127.0.0.1")
    monkeypatch.setenv("LAGESBILD_PROXY_USER_HEADER", "X-User")

    assert 0 == shell(*ADD, "--as", "anna")[0]


def test_the_operator_writes_no_record(shell: Shell) -> None:
    code, _, err = shell("report", "draft", "--incident", "H-2026-001", "--as", "operatör")

    assert 1 == code
    assert "registret och rapporterna skrivs av en person med konto" in err


def test_nobody_is_called_operator(shell: Shell) -> None:
    code, _, err = shell("users", "add", "Operatör", "--name", "O", "--role", "administrator")

    assert 1 == code
    assert "kommandoradens eget" in err


def test_a_forgotten_password_is_mended_with_a_new_link(shell: Shell) -> None:
    shell.user("anna", "administrator")

    code, out, _ = shell("users", "invite", "anna", "--as", "operatör")

    assert 0 == code
    assert out.startswith("/-/lagesbild/inbjudan/")
