"""Swedish around click: usage, help, and how a command was given wrongly."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import click

#: click's words for kinds of values -> ours.
_KINDS = {
    "INTEGER RANGE": "HELTAL",
    "INTEGER": "HELTAL",
    "FLOAT": "TAL",
    "PATH": "SÖKVÄG",
    "FILENAME": "FIL",
    "BOOLEAN": "JA/NEJ",
    "USERNAME": "ANVÄNDARNAMN",
    "NUMBER": "NUMMER",
    "DECISION": "BESLUT",
    "WHICH": "FLÖDE",
    "FIELD": "FÄLT",
    "KIND": "SLAG",
    "ROW": "RAD",
    "REF": "HÄNDELSE",
    "URL": "ADRESS",
}
_KIND = re.compile(rf"\b(?:{'|'.join(_KINDS)})\b")
_EXTRAS = (("[required]", "[krävs]"), ("; required]", "; krävs]"), ("[default: ", "[förval: "))


class WrongUsage(click.UsageError):
    """A command was given wrongly; the message is Swedish."""


class _Swedish:
    """Swedish words around what click prints; our own help texts are Swedish already."""

    def format_usage(self: Any, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = ["[FLAGGOR]", *(_plain(item.make_metavar(ctx)) for item in self.params
                                 if isinstance(item, click.Argument))]  # fmt: skip
        if isinstance(self, click.Group):
            pieces.append("KOMMANDO …")
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Användning: ")

    def format_options(self: Any, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands of a group."""
        found = (item.get_help_record(ctx) for item in self.get_params(ctx))
        rows = [(_plain(left), _extras(right)) for left, right in filter(None, found)]
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
            raise WrongUsage(f"Kommandot ”{args[0]}” finns inte.", ctx)
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


def _plain(text: str) -> str:
    return _KIND.sub(lambda found: _KINDS[found.group()], text)


def _extras(text: str) -> str:
    for english, swedish in _EXTRAS:
        text = text.replace(english, swedish)
    return text


def explain_usage(error: click.ClickException) -> str:
    """Return in Swedish how a command was given wrongly, and where its help is."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "lagesbild"
    return f"{_told(error)} Hjälp: ”{path} --help”."


def _told(error: click.ClickException) -> str:
    for kind, sentence in _SENTENCES:
        if isinstance(error, kind):
            return sentence(error)
    message = error.format_message()
    for pattern, words in _PATTERNS:
        found = pattern.search(message)
        if found:
            return words.format(*found.groups())
    return "Kommandot är skrivet på ett sätt som inte går att förstå."


def _no_option(error: Any) -> str:
    near = f" Menade du {error.possibilities[0]}?" if error.possibilities else ""
    return f"Flaggan {error.option_name} finns inte.{near}"


def _bad_value(error: Any) -> str:
    return f"{_name(error)} {_wanted(error.param.type if error.param else None)}"


#: The first kind that fits decides.
_SENTENCES: tuple[tuple[type[click.ClickException], Callable[[Any], str]], ...] = (
    (WrongUsage, lambda error: str(error.message)),
    (click.exceptions.NoArgsIsHelpError, lambda _: "Ange ett kommando."),
    (click.NoSuchOption, _no_option),
    (click.MissingParameter, lambda error: f"{_name(error)} saknas."),
    (click.BadParameter, _bad_value),
    (click.FileError, lambda error: f"Filen {error.ui_filename} går inte att läsa eller skriva."),
)
_PATTERNS = (
    (re.compile(r"Missing command"), "Ange ett kommando."),
    (
        re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL),
        "”{0}” är för mycket: kommandot väntar sig inget där.",
    ),
    (
        re.compile(r"Option '?(\S+?)'? requires (?:an|\d+) arguments?"),
        "Flaggan {0} behöver ett värde.",
    ),
    (re.compile(r"Option '?(\S+?)'? does not take a value"), "Flaggan {0} tar inget värde."),
)


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return "Värdet"
    name = error.param.get_error_hint(error.ctx) if error.ctx else error.param.name or ""
    return _plain(name.replace("'", ""))


def _wanted(kind: click.ParamType[Any] | None) -> str:
    if isinstance(kind, click.Choice):
        return f"ska vara något av: {', '.join(map(str, kind.choices))}."
    if isinstance(kind, click.types.IntParamType):
        return "ska vara ett heltal."
    return "har ett värde som inte går att använda."
