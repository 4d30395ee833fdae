"""``lagesbild serve`` and ``lagesbild demo``: what a person starts."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

import click

from incidents.demo import play
from incidents.demo.folder import shown
from incidents.demo.press import PressServer
from incidents.desk import serve as desk
from incidents.desk.poller import alert_command
from monitor.cli.polling import poll_for_ever
from monitor.cli.start import offer_default_sources, prepare
from monitor.core.command_line import Command, Runtime, print_json
from monitor.core.messages import label
from monitor.core.settings import DEFAULT_STATE, load_settings
from monitor.core.store import stored_clock
from monitor.intake.rounds import Options

#: The demo's own folder, beside the real thing's files rather than among them.
DEMO_STATE = DEFAULT_STATE / "demo"


@click.command(cls=Command)
@click.option("--state", type=click.Path(path_type=Path), help="Mapp för databas och filer.")
@click.option("--host", default="127.0.0.1", show_default=False, help="Adress att lyssna på.")
@click.option("--port", type=int, default=8000, help="Port att lyssna på (8000).")
@click.pass_obj
def serve(runtime: Runtime, *, state: Path | None, host: str, port: int) -> None:
    """Starta skrivbordet och hämtningen av flöden."""
    settings = load_settings(state) if state else runtime.settings
    # Before the database is made: a mistyped port leaves nothing behind.
    desk.require_free(host, port)
    with closing(runtime.open_store(settings)) as store:
        prepare(store, settings)
        added = offer_default_sources(store)
    if added:
        click.echo(f"{added} svenska flöden är tillagda. De kan ändras under Flöden.", err=True)
    desk.serve(settings, host=host, port=port, alerts=alert_command(settings.state))


@click.command(cls=Command)
@click.option("--state", type=click.Path(path_type=Path), help="Mapp för demon (data/var/demo).")
@click.option("--host", default="127.0.0.1", help="Adress att lyssna på.")
@click.option("--port", type=int, default=8000, help="Port att lyssna på (8000; 0 tar en ledig).")
@click.option("--build-only", is_flag=True, help="Bygg demon men starta inget.")
@click.option("--json", "as_json", is_flag=True, help="Skriv adress och inloggningar som JSON.")
@click.pass_obj
def demo(
    runtime: Runtime,
    *,
    state: Path | None,
    host: str,
    port: int,
    build_only: bool,
    as_json: bool,
) -> None:
    """Spela upp en påhittad vecka genom hela programmet och visa den."""
    given = runtime.settings.state
    folder = state or (DEMO_STATE if given == DEFAULT_STATE else given)
    if not build_only:
        # A demo that is running holds the folder that a new one would replace.
        desk.require_free(host, port)
    result = play.build(folder)

    def tell(address: str | None, _first_link: str | None = None) -> None:
        if as_json:
            print_json(
                {
                    "url": address,
                    "logins": [asdict(login) for login in result.logins],
                    "counts": result.counts,
                }
            )
        else:
            _tell_people(address, folder, result)
        sys.stdout.flush()

    if build_only:
        tell(None)
        return
    _show(runtime, folder, host, port, tell)


@click.command(cls=Command, name="demo-show", hidden=True)
@click.option("--host", default="127.0.0.1", help="Adress att lyssna på.")
@click.option("--port", type=int, default=8000, help="Port att lyssna på (8000; 0 tar en ledig).")
@click.pass_obj
def demo_show(runtime: Runtime, *, host: str, port: int) -> None:
    """Visa den demo som finns i mappen, utan att spela om veckan."""

    def tell(address: str | None, _first_link: str | None = None) -> None:
        print_json({"url": address})
        sys.stdout.flush()

    _show(runtime, runtime.settings.state, host, port, tell)


def _show(runtime: Runtime, folder: Path, host: str, port: int, ready: desk.Announce) -> None:
    """Serve a built demo, its press and its poller, with its clock going on where it ended."""
    settings = replace(runtime.settings, state=folder)
    with closing(runtime.open_store(settings)) as store:
        play.resume_clock(store)
        clock = stored_clock(store.connection)
    with shown(folder), PressServer(play.press_folder(), clock) as press:
        command = (
            sys.executable, "-m", "incidents", "--state", str(folder.resolve()),
            "demo-poll", "--press", str(press.address[1]),
        )  # fmt: skip
        alerts = alert_command(folder)
        desk.serve(settings, host=host, port=port, poller=command, alerts=alerts, ready=ready)


def _tell_people(address: str | None, folder: Path, result: play.DemoResult) -> None:
    counts = result.counts
    click.echo(
        f"Demoveckan är uppspelad i {folder}: {counts['articles']} artiklar, "
        f"{counts['flags']} bedömda, {counts['incidents']} händelser och "
        f"{counts['reports']} rapporter."
    )
    if address:
        click.echo(f"\nÖppna {address}/ och logga in som någon av dessa:")
    for login in result.logins:
        click.echo(f"  {login.user:<14} {login.password:<18} {label('role', login.role)}")
    if address:
        click.echo("\nAvsluta med Ctrl+C.")


@click.command(cls=Command, name="demo-poll", hidden=True)
@click.option("--press", type=int, required=True, help="Port för demons påhittade medier.")
@click.pass_obj
def demo_poll(runtime: Runtime, *, press: int) -> None:
    """Hämta demons flöden enligt dess egen klocka."""
    with closing(runtime.open_store(runtime.settings)) as store:
        poll_for_ever(runtime, store, Options(mapped={"*.example": ("127.0.0.1", press)}))
