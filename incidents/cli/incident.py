"""``lagesbild incident``: list, show, and whole incidents as one document out and in."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from incidents.record import document, timeline
from incidents.record import incident as incidents
from monitor.core.clock import to_text
from monitor.core.command_line import (
    Group,
    Runtime,
    WrongUsage,
    acting_user,
    print_json,
    print_listing,
)
from monitor.core.errors import InputError, NotFoundError
from monitor.core.messages import label
from monitor.core.store import Store


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
        told = [{**asdict(entry), "at": to_text(entry.at), "when": entry.when} for entry in entries]
        print_json({"incident": row, "timeline": told})
        return
    click.echo(f"{row['ref']} {row['title']}")
    click.echo(f"{label('status', row['status'])}, {label('severity', row['severity'])}")
    for entry in entries:
        late = " (infört i efterhand)" if entry.late else ""
        click.echo(f"{entry.when}  {entry.heading}: {entry.text}{late}")


@incident.command("export")
@click.argument("ref")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Fil att skriva.")
@click.pass_obj
def export(runtime: Runtime, ref: str, output: Path | None) -> None:
    """Skriv en hel händelse som ett JSON-dokument."""
    with closing(runtime.open_store(runtime.settings)) as store:
        text = document.to_json(document.export_incident(store, named(store, ref)))
    _write(text, output)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(field="Filen", why=f"{output} går inte att skriva.") from error


@incident.command("import")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--schema", is_flag=True, help="Skriv dokumentets JSON Schema och sluta.")
@click.option("--as", "as_user", help="Vem som läser in.")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def import_file(
    runtime: Runtime, path: Path | None, *, schema: bool, as_user: str | None, as_json: bool
) -> None:
    """Läs in en hel händelse ur ett JSON-dokument; det som redan finns lämnas som det är."""
    if schema:
        _write(document.to_json(document.schema()), None)
        return
    if path is None:
        raise WrongUsage("Ange en fil, eller --schema.", click.get_current_context())
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(field="Filen", why=f"{path} går inte att läsa.") from error
    told = document.from_json(text)
    with closing(runtime.open_store(runtime.settings)) as store:
        done = document.import_document(store, acting_user(runtime, store, as_user), told)
    if as_json:
        print_json({"ref": done.ref, "added": done.added, "notices": done.notices})
        return
    for notice in done.notices:
        click.echo(notice, err=True)
    if done.changed:
        click.echo(f"{done.ref}: {sum(done.added.values())} poster är tillagda.")
    else:
        click.echo(f"{done.ref}: allt fanns redan. Inget ändrades.")
