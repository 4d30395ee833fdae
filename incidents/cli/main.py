"""The whole command ``lagesbild``: options that all commands share, and the last catch."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from incidents.record import suggest
from incidents.record.schema import open_whole
from incidents.report import deliver
from monitor.core import chosen, log
from monitor.core.command_line import (
    DONE,
    FAILED,
    USAGE,
    LazyGroup,
    Runtime,
    explain_usage,
    refusal_of,
    tell_error,
)
from monitor.core.errors import LagesbildError
from monitor.core.settings import Settings, load_settings
from monitor.core.store import Store


def _version() -> str:
    try:
        return version("lagesbild")
    except PackageNotFoundError:
        return "utveckling"


def _open(settings: Settings) -> Store:
    return open_whole(settings.database)


def _after_round(store: Store, settings: Settings) -> None:
    suggest.propose(store)
    deliver.deliver(store, chosen.in_force(store, settings))


#: Where each command is. Imported when asked for: see :class:`LazyGroup`.
COMMANDS = {
    "poll": "monitor.cli.polling:poll",
    "sources": "monitor.cli.source:sources",
    "watches": "monitor.cli.watch:watches",
    "train": "monitor.cli.watch:train",
    "serve": "incidents.cli.run:serve",
    "demo": "incidents.cli.run:demo",
    "demo-show": "incidents.cli.run:demo_show",
    "demo-poll": "incidents.cli.run:demo_poll",
    "users": "incidents.cli.users:users",
    "incident": "incidents.cli.incident:incident",
    "report": "incidents.cli.report:report",
    "backup": "incidents.cli.upkeep:backup",
    "restore": "incidents.cli.upkeep:restore",
    "verify": "incidents.cli.upkeep:verify",
    "doctor": "incidents.cli.upkeep:doctor",
    "purge": "incidents.cli.keep:purge",
    "disclose": "incidents.cli.keep:disclose",
    "alert": "incidents.cli.alert:alert",
}


@click.group(cls=LazyGroup, lazy=COMMANDS, context_settings={"help_option_names": ["--help", "-h"]})
@click.option("--state", type=click.Path(path_type=Path), help="Mapp för databas och filer.")
@click.option("--verbose", is_flag=True, help="Skriv en rad om allt som händer.")
@click.version_option(_version(), message="Lägesbild %(version)s", help="Visa versionen.")
@click.pass_context
def lagesbild(context: click.Context, state: Path | None, *, verbose: bool) -> None:
    """Lägesbild bevakar medier, följer händelser och skriver rapporter."""
    settings = chosen.at_start(load_settings(state))
    log.start_logging(verbose=verbose, folder=settings.state)
    context.obj = Runtime(settings=settings, open_store=_open, after_round=_after_round)


def _leave_unwritten() -> None:
    """Let go of what could not be written, which Python would try again, in English, at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 done, 1 failed, 2 wrong usage.

    Nobody is shown a stack trace: what we foresaw is explained in a line, what we did not is
    logged with ``--verbose`` and told as such.
    """
    code = FAILED
    try:
        outcome = lagesbild.main(
            args=None if arguments is None else list(arguments),
            prog_name="lagesbild",
            standalone_mode=False,
        )
        code = outcome if isinstance(outcome, int) else DONE
    except click.ClickException as error:
        click.echo(explain_usage(error), err=True)
        code = USAGE
    except LagesbildError as error:
        tell_error(error)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Avbrutet.", err=True)
    except BrokenPipeError:
        sys.stderr.close()  # the reader has left; there is nobody to tell
    except OSError as error:
        log.event("command_refused", error=error)
        tell_error(refusal_of(error))
        _leave_unwritten()
    except Exception as error:  # noqa: BLE001 - the command line's last catch
        log.crash("command", error)
        click.echo(
            "Något oväntat gick fel. Inget mer har ändrats. Detaljerna står i lagesbild.log.",
            err=True,
        )
    return code
