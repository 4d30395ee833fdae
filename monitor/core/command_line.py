"""What the command line's two halves share: Swedish help, one-line errors, tables and progress."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from gettext import gettext
from importlib import import_module
from typing import Any

import click

from monitor.core.accounts import actor_named
from monitor.core.actors import Actor, system
from monitor.core.errors import InputError, LagesbildError
from monitor.core.messages import explain
from monitor.core.settings import Settings
from monitor.core.store import Store

#: Exit codes of the contract: done, something failed, wrong usage.
DONE, FAILED, USAGE = 0, 1, 2


class _Swedish:
    """Swedish words around what click prints; our own help texts are Swedish already."""

    def format_usage(self: Any, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Användning: ")

    def format_options(self: Any, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands of a group."""
        rows = [row for row in (item.get_help_record(ctx) for item in self.get_params(ctx)) if row]
        if rows:
            with formatter.section("Flaggor"):
                formatter.write_dl(rows)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return ``--help`` with a Swedish explanation."""
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Visa den här hjälpen."
        return option


class Command(_Swedish, click.Command):
    """A command that explains itself in Swedish."""


class Group(_Swedish, click.Group):
    """A group of commands that explains itself in Swedish."""

    command_class = Command

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the parts of the usage line."""
        del ctx
        return ["[FLAGGOR]", "KOMMANDO …"]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with the first sentence of each one's help."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [
            (name, command.get_short_help_str(80))
            for name, command in found
            if command is not None and not command.hidden
        ]
        with formatter.section("Kommandon"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say in Swedish that there is none of that name."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            ctx.fail(
                f"Kommandot ”{args[0]}” finns inte. Kör med --help för att se vilka som finns."
            )
        return super().resolve_command(ctx, args)


Group.group_class = Group


class LazyGroup(Group):
    """A group that imports a command only when it is asked for.

    The poller is one of these commands, and must not carry the web server, the document writers
    and the rest in its memory.
    """

    def __init__(self, *args: Any, lazy: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: Command's name -> "module:attribute".
        self.lazy = dict(lazy or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every name, in order."""
        return sorted({*super().list_commands(ctx), *self.lazy})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing its module when that has not been done."""
        if cmd_name not in self.commands and cmd_name in self.lazy:
            module, _, attribute = self.lazy[cmd_name].partition(":")
            found: click.Command = getattr(import_module(module), attribute)
            self.add_command(found, cmd_name)
        return super().get_command(ctx, cmd_name)


@dataclass(frozen=True, slots=True)
class Runtime:
    """What a command is run with; ``ctx.obj``.

    Attributes:
        settings: as read for this run.
        open_store: opens the database, whole or the press half of it.
        after_round: what follows a poll round: incidents proposed, waiting messages sent.
    """

    settings: Settings
    open_store: Callable[[Settings], Store]
    after_round: Callable[[Store, Settings], None]


def acting_user(store: Store, username: str | None) -> Actor:
    """Return the actor that ``--as USER`` names.

    Raises:
        InputError: nobody was named.
        NotFoundError: there is no such active user.
    """
    if not username:
        raise InputError(field="--as", why="ange vem som gör ändringen, till exempel --as sara.")
    return actor_named(store, username)


def operator() -> Actor:
    """Return the actor of the one who has the machine itself: only for accounts and upkeep."""
    return system("operatör")


def print_json(value: Any) -> None:
    """Print one JSON value on one line."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))


def print_table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> None:
    """Print rows in columns.

    Args:
        columns: key of the row -> Swedish heading, in order.
    """
    lines = [list(columns.values())]
    lines += [["" if row[key] is None else str(row[key]) for key in columns] for row in rows]
    widths = [max(len(line[number]) for line in lines) for number in range(len(columns))]
    for line in lines:
        padded = (text.ljust(width) for text, width in zip(line, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def print_listing(
    rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], *, as_json: bool, empty: str
) -> None:
    """Print a listing as the ``--json`` flag asks; say so when there is nothing.

    Args:
        empty: Swedish sentence for an empty list.
    """
    if as_json:
        print_json(list(rows))
    elif rows:
        print_table(rows, columns)
    else:
        click.echo(empty)


def progress(items: Iterable[Any], label: str, length: int | None = None) -> Any:
    """Return click's progress bar on a terminal's stderr, silent in a pipe."""
    return click.progressbar(
        items, label=label, length=length, file=sys.stderr, hidden=not sys.stderr.isatty()
    )


def explain_usage(error: click.ClickException) -> str:
    """Return in Swedish how a command was given wrongly."""
    if isinstance(error, click.NoSuchOption):
        return f"Flaggan {error.option_name} finns inte."
    if isinstance(error, click.MissingParameter):
        name = error.param.get_error_hint(error.ctx) if error.param and error.ctx else ""
        return f"{name} saknas."
    if isinstance(error, click.BadParameter):
        name = error.param.get_error_hint(error.ctx) if error.param and error.ctx else "värdet"
        return f"{name} har ett värde som inte går att använda."
    if isinstance(error, click.BadOptionUsage):
        return f"Flaggan {error.option_name} används fel."
    message = error.format_message()
    untranslated = gettext("Missing command.")
    return "Ange ett kommando." if message == untranslated else message


def tell_error(error: LagesbildError) -> None:
    """Print one line on stderr: what happened and what to do."""
    click.echo(explain(error), err=True)
