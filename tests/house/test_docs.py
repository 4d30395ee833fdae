"""What the documents say is what there is."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from incidents.cli.main import lagesbild
from monitor.core.chosen import CHOICES
from monitor.core.settings import Settings

ROOT = Path(__file__).parents[2]
SETTINGS = ROOT / "docs" / "installningar.md"


def settings_table() -> str:
    """Return the table of settings as the code has them."""
    lines = ["| inställning | förval | betyder |", "|---|---|---|"]
    for item in fields(Settings):
        default = item.default
        shown = ", ".join(default) if isinstance(default, tuple) else str(default)
        shown = {"True": "true", "False": "false"}.get(shown, shown)
        told = item.metadata["help"]
        lines.append(
            f"| `LAGESBILD_{item.name.upper()}` | {f'`{shown}`' if shown else ''} | {told} |"
        )
    return "\n".join(lines)


def where_changed() -> str:
    """Return the tables that say which settings the desk changes, and why not the others."""
    shown = [
        f"| `LAGESBILD_{one.name.upper()}`: {one.label} | {one.counts} |"
        for one in CHOICES.values()
    ]
    fixed = [
        f"| `LAGESBILD_{one.name.upper()}` | {one.metadata['fixed']} |"
        for one in fields(Settings)
        if one.metadata["fixed"]
    ]
    heads = "| på sidan Inställningar | när det gäller |", "| bara på servern | varför |"
    return "\n".join([heads[0], "|---|---|", *shown, "", heads[1], "|---|---|", *fixed])


def children(group: click.Group) -> list[tuple[str, click.Command]]:
    context = click.Context(group)
    found = [(name, group.get_command(context, name)) for name in group.list_commands(context)]
    return [(name, command) for name, command in found if command is not None]


def commands(group: click.Group, prefix: str = "") -> set[str]:
    found: set[str] = set()
    for name, command in children(group):
        if isinstance(command, click.Group):
            found |= commands(command, f"{prefix}{name} ")
        elif not command.hidden:
            found.add(prefix + name)
    return found


def test_the_table_of_settings_is_fresh() -> None:
    text = SETTINGS.read_text(encoding="utf-8")

    assert settings_table() in text
    assert all(part in text for part in where_changed().split("\n\n"))


def test_every_command_of_the_contract_exists() -> None:
    wanted = {
        "serve", "poll", "train", "backup", "restore", "verify", "doctor", "demo",
        "sources list", "sources add", "sources import", "sources export", "sources check",
        "watches list", "watches test", "watches preview",
        "users list", "users add", "users disable",
        "incident list", "incident show", "incident export", "incident import",
        "report list", "report draft", "report check", "report approve", "report send",
        "report export",
    }  # fmt: skip

    assert set() == wanted - commands(lagesbild)


def test_every_command_explains_itself_in_a_swedish_sentence() -> None:
    def walk(group: click.Group) -> list[str]:
        silent = []
        for _, command in children(group):
            if not (command.help or "").strip().endswith("."):
                silent.append(command.name or "")
            for item in command.params:
                if isinstance(item, click.Option) and not (item.help or "").endswith(
                    (".", "”.", ")", "”")
                ):
                    silent.append(f"{command.name} {item.name}")
            if isinstance(command, click.Group):
                silent += walk(command)
        return silent

    assert [] == walk(lagesbild)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_file_that_a_document_links_to_is_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)

    assert [] == [link for link in links if not (ROOT / link).exists()]


def test_every_verb_that_readme_names_exists() -> None:
    run = (ROOT / "run").read_text(encoding="utf-8")
    named = set(re.findall(r"\./run ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8")))

    assert set() == {verb for verb in named if f"\n{verb}() {{" not in run}
