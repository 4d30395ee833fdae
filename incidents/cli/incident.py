"""``lagesbild incident``: list, show, and whole incidents as one document out and in."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict

import click

from incidents.record import incident as incidents
from incidents.record import timeline
from monitor.core.clock import to_text
from monitor.core.command_line import Group, Runtime, print_json, print_listing
from monitor.core.errors import NotFoundError
from monitor.core.messages import label
from monitor.core.store import Store
from monitor.core.times import header_text


@click.group(cls=Group)
def incident() -> None:
    """Händelser."""


def named(store: Store, ref: str) -> int:
    """Return the id of the incident with a reference.

    Raises:
        NotFoundError: no such incident.
    """
    found = incidents.by_ref(store, ref)
    if found is None:
        raise NotFoundError(kind="händelsen", id=ref)
    return found


@incident.command("list")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def list_incidents(runtime: Runtime, *, as_json: bool) -> None:
    """Visa alla händelser, de senaste först."""
    with closing(runtime.open_store(runtime.settings)) as store:
        rows = store.rows(
            "SELECT id, ref, title, topic, severity, status, registry_number, known_at, closed_at"
            " FROM incidents ORDER BY known_at DESC, id DESC"
        )
    shown = [
        {
            **row,
            "state": label("status", row["status"]),
            "weight": label("severity", row["severity"]),
        }
        for row in rows
    ]
    columns = {"ref": "Händelse", "state": "Läge", "weight": "Allvar", "known_at": "Känd",
               "title": "Rubrik"}  # fmt: skip
    print_listing(shown, columns, as_json=as_json, empty="Det finns inga händelser.")


@incident.command("show")
@click.argument("ref")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def show(runtime: Runtime, ref: str, *, as_json: bool) -> None:
    """Visa en händelse och dess tidslinje."""
    with closing(runtime.open_store(runtime.settings)) as store:
        key = named(store, ref)
        row = store.get("incidents", key, kind="händelsen")
        entries = timeline.timeline(store, key)
    if as_json:
        told = [{**asdict(entry), "at": to_text(entry.at)} for entry in entries]
        print_json({"incident": row, "timeline": told})
        return
    click.echo(f"{row['ref']} {row['title']}")
    click.echo(f"{label('status', row['status'])}, {label('severity', row['severity'])}")
    for entry in entries:
        late = " (infört i efterhand)" if entry.late else ""
        click.echo(f"{header_text(entry.at)}  {entry.heading}: {entry.text}{late}")


COMMANDS = (incident,)
