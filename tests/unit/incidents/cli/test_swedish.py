"""Every command explains itself in Swedish, also when it is given wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from incidents.cli.main import lagesbild
from tests.unit.incidents.cli.conftest import Shell

ENGLISH = re.compile(
    r"\b(usage|options?|arguments?|commands?|required|default|missing|invalid|unexpected|"
    r"try|error|show|got|extra argument|INTEGER|PATH|USERNAME|NUMBER)\b",
    re.IGNORECASE,
)


def walk(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        with click.Context(command) as context:
            for name in command.list_commands(context):
                found = command.get_command(context, name)
                assert found is not None
                yield from walk(found, (*path, name))


COMMANDS = dict(walk(lagesbild))
PATHS = sorted(COMMANDS)
LEAVES = [path for path in PATHS if not isinstance(COMMANDS[path], click.Group)]


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_the_help_of_every_command_is_swedish(shell: Shell, path: tuple[str, ...]) -> None:
    code, out, err = shell(*path, "--help")

    assert (0, "") == (code, err)
    assert out.startswith("Användning: lagesbild")
    plain = re.sub(r"--[a-z-]+|\[[a-z|_]+\]|\{[a-z|_]+\}", "", out)
    names = {name for found in PATHS for name in found}
    assert {found for found in ENGLISH.findall(plain) if found not in names} == set()


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_too_much_or_too_little_is_told_in_one_swedish_line(
    shell: Shell, path: tuple[str, ...]
) -> None:
    for given in (("--finns-inte",), ("--as",), ("x",) * 9):
        code, out, err = shell(*path, *given)

        if code == 0 or "x" in given:
            continue
        assert (2, "") == (code, out)
        assert 1 == len(err.splitlines())
        assert "Hjälp: ”lagesbild" in err
        assert not ENGLISH.search(re.sub(r"--[a-z-]+|”[^”]*”", "", err))
        assert "inte går att förstå" not in err


def test_an_argument_too_many_is_named(shell: Shell) -> None:
    code, _, err = shell("users", "list", "extra")

    assert 2 == code
    assert err.startswith("”extra” är för mycket: kommandot väntar sig inget där.")
    assert err.endswith("Hjälp: ”lagesbild users list --help”.\n")


def test_the_choices_are_told(shell: Shell) -> None:
    _, _, err = shell("report", "draft", "--kind", "z")

    assert err.startswith("--kind ska vara något av: extra, weekly.")


def test_a_group_without_a_command_asks_for_one(shell: Shell) -> None:
    assert (2, "Ange ett kommando. Hjälp: ”lagesbild report --help”.\n") == shell("report")[::2]


def test_a_missing_argument_has_a_swedish_name(shell: Shell) -> None:
    assert shell("users", "disable")[2].startswith("ANVÄNDARNAMN saknas.")
