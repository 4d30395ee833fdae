"""``lagesbild alert``: send what is due, the digest, a test, and the watch that ``serve`` keeps."""

from __future__ import annotations

import signal
from contextlib import closing
from threading import Event

import click

from incidents.alert import choices, digest, outbox, run, shifts
from monitor.core import accounts, log
from monitor.core.chosen import Following
from monitor.core.clock import from_text
from monitor.core.command_line import (
    DONE,
    FAILED,
    Command,
    Group,
    Runtime,
    print_json,
    print_listing,
)
from monitor.core.errors import NotFoundError, StoreError
from monitor.core.messages import label
from monitor.core.settings import Settings
from monitor.core.store import Store


@click.group(cls=Group)
def alert() -> None:
    """Aviseringar: skicka, prova och se vem som har jouren."""


@alert.command("send")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def send(runtime: Runtime, *, as_json: bool) -> int:
    """Bestäm vad som ska aviseras nu och skicka det."""
    with closing(runtime.open_store(runtime.settings)) as store:
        ended = run.turn(store, runtime.settings).ended
    counts = {status: ended.get(status, 0) for status in ("sent", "planned", "failed")}
    if as_json:
        print_json(counts)
    else:
        click.echo(
            f"{counts['sent']} skickade, {counts['planned']} prövas igen, "
            f"{counts['failed']} misslyckades."
        )
    return FAILED if counts["failed"] else DONE


@alert.command("digest")
@click.option("--to", "username", required=True, help="Användare som brevet skickas till.")
@click.pass_obj
def send_digest(runtime: Runtime, *, username: str) -> int:
    """Skicka morgonbrevet till en person nu, vad personen än har valt."""
    with closing(runtime.open_store(runtime.settings)) as store:
        user_id = accounts.actor_named(store, username).user_id
        assert user_id is not None
        last = store.value(
            "SELECT max(planned_at) FROM alert_messages WHERE user_id = ? AND kind = 'digest'",
            [user_id],
        )
        since = digest.since(from_text(last) if last else None, store.clock.now())
        with store.atomic():
            key = outbox.queue_one(store, choices.person_key(user_id, None), "digest", since)
        outbox.send_due(store, runtime.settings)
        row = store.get("alert_messages", key)
    if row["status"] == "sent":
        click.echo(f"Morgonbrevet är skickat till {username}.")
        return DONE
    click.echo(row["error"] or "Brevet väntar på att skickas.", err=True)
    return FAILED


@alert.command("test")
@click.option("--to", "username", default="", help="Användare, till kontots e-postadress.")
@click.option("--channel", default="", help="Namn på en kanal.")
@click.pass_obj
def test(runtime: Runtime, *, username: str, channel: str) -> int:
    """Skicka ett prov till en person eller en kanal och berätta hur det gick."""
    if bool(username) == bool(channel):
        raise click.UsageError("Ange --to eller --channel.")
    with closing(runtime.open_store(runtime.settings)) as store:
        outcome = outbox.send_test(
            store, runtime.settings, _recipient(store, username, channel), None
        )
    if outcome.status == "sent":
        click.echo("Provet är skickat.")
        return DONE
    click.echo(outcome.error, err=True)
    return FAILED


def _recipient(store: Store, username: str, channel: str) -> str:
    if username:
        user_id = accounts.actor_named(store, username).user_id
        assert user_id is not None
        return choices.person_key(user_id, None)
    key = store.value(
        "SELECT id FROM alert_channels WHERE name = ? AND closed_at IS NULL", [channel]
    )
    if key is None:
        raise NotFoundError(kind="kanalen", id=channel)
    return f"channel:{key}"


@alert.command("rota")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def rota(runtime: Runtime, *, as_json: bool) -> None:
    """Visa jourlistan från och med nu."""
    with closing(runtime.open_store(runtime.settings)) as store:
        rows = store.rows(
            "SELECT u.username, u.display_name, s.from_at, s.to_at FROM duty_shifts s"
            " JOIN users u ON u.id = s.user_id WHERE s.to_at > ? ORDER BY s.from_at",
            [store.now()],
        )
        for row, shift in zip(rows, shifts.load(store, store.clock.now()), strict=True):
            row["span"] = shifts.span_text(shift)
    columns = {"display_name": "Person", "span": "Jour"}
    print_listing(rows, columns, as_json=as_json, empty="Jourlistan är tom.")


@alert.command("list")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def list_messages(runtime: Runtime, *, as_json: bool) -> None:
    """Visa de senaste aviseringarna och hur det gick."""
    with closing(runtime.open_store(runtime.settings)) as store:
        rows = store.rows(
            "SELECT planned_at, recipient, kind, status, attempts, error FROM alert_messages"
            " ORDER BY id DESC LIMIT 50"
        )
    for row in rows:
        row["state"] = label("alert_status", row["status"])
    columns = {"planned_at": "Planerad", "recipient": "Mottagare", "kind": "Slag",
               "state": "Läge", "error": "Fel"}  # fmt: skip
    print_listing(rows, columns, as_json=as_json, empty="Inga aviseringar än.")


@alert.command(cls=Command, name="watch", hidden=True)
@click.pass_obj
def watch(runtime: Runtime) -> None:
    """Se till aviseringarna tills programmet stoppas."""
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    with closing(runtime.open_store(runtime.settings)) as store:
        watch_until(store, runtime.settings, stop)


def watch_until(store: Store, settings: Settings, stop: Event) -> None:
    """Take a turn now and again until told to stop; a busy database is waited for.

    What is changed in the desk counts from the next turn.
    """
    following = Following(settings)
    while not stop.is_set():
        try:
            tally = run.turn(store, following.now(store))
        except StoreError as error:
            log.trouble("alert_turn", error=error)
        else:
            if tally.ended:
                log.event("alert_turn", **tally.ended)
        stop.wait(run.EVERY_S)
