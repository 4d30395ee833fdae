"""``lagesbild report``: draft, check, approve, send and export, under the rules of the desk."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from textwrap import shorten

import click

from incidents.desk import links
from incidents.record import incident as incidents
from incidents.report import (
    deliver,
    draft,
    edits,
    examine,
    freeze,
    paragraphs,
    recipients,
    release,
)
from incidents.report.finding import Finding
from incidents.report.inline import parse_inline
from incidents.report.look_file import load_look
from incidents.report.tree import plain
from monitor.core.actors import Actor
from monitor.core.command_line import (
    Group,
    Runtime,
    acting_user,
    print_json,
    print_listing,
)
from monitor.core.errors import InputError, NotFoundError
from monitor.core.messages import label
from monitor.core.store import Row, Store
from monitor.core.time_input import read_at

#: A report in these is never changed.
LOCKED = ("approved", "sent")
FORMATS = ("html", "pdf", "docx", "text", "markdown", "eml")


@click.group(cls=Group)
def report() -> None:
    """Extrainsatta rapporter och veckorapporter."""


def numbered(store: Store, number: str) -> Row:
    """Return the report with a number.

    Raises:
        NotFoundError: no such report.
    """
    row = store.row("SELECT * FROM reports WHERE number = ?", [number.strip().upper()])
    if row is None:
        raise NotFoundError(kind="rapporten", id=number)
    return row


@report.command("list")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def list_reports(runtime: Runtime, *, as_json: bool) -> None:
    """Visa alla rapporter, de senaste först."""
    with closing(runtime.open_store(runtime.settings)) as store:
        rows = store.rows(
            "SELECT id, number, kind, status, compiled_at, approved_at, sent_at, reason_clause,"
            " corrects_id, digest FROM reports ORDER BY compiled_at DESC, id DESC"
        )
    shown = [{**row, "state": label("report_status", row["status"])} for row in rows]
    columns = {"number": "Nummer", "state": "Läge", "compiled_at": "Sammanställd",
               "sent_at": "Utskickad", "reason_clause": "Anledning"}  # fmt: skip
    print_listing(shown, columns, as_json=as_json, empty="Det finns inga rapporter.")


@report.command("draft")
@click.option("--incident", "refs", multiple=True, help="Händelse, till exempel H-2026-011.")
@click.option(
    "--kind", type=click.Choice(["extra", "weekly"]), default="extra", help="Slag av rapport."
)
@click.option("--compiled-at", help="Sammanställd, svensk tid: ”2026-03-09 20.00”.")
@click.option("--reason", default="", help="Anledning, efter ”med anledning av”.")
@click.option("--next-update", help="Nästa uppdatering, svensk tid.")
@click.option("--corrects", "--correction", help="Nummer på den utskickade rapport som rättas.")
@click.option("--as", "as_user", help="Vem som skriver.")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def draft_report(
    runtime: Runtime,
    /,
    *,
    refs: tuple[str, ...],
    kind: str,
    as_user: str | None,
    as_json: bool,
    **told: str | None,
) -> None:
    """Skriv ett utkast ur händelsen så som den var känd när rapporten sammanställs."""
    with closing(runtime.open_store(runtime.settings)) as store:
        actor = acting_user(runtime, store, as_user)
        compiled_at = _instant(store, told["compiled_at"], "--compiled-at")
        if kind == "weekly":
            base = links.report_base(runtime.settings.desk_url)
            key = draft.draft_weekly(store, actor, compiled_at=compiled_at, link_base=base)
        else:
            key = _draft_extra(store, actor, refs, told, compiled_at)
        row = store.get("reports", key, kind="rapporten")
        waiting = examine.waiting_statements(store, row)
    if as_json:
        told_waiting = [asdict(each) for each in waiting]
        print_json(
            {"number": row["number"], "id": key, "status": row["status"], "waiting": told_waiting}
        )
    else:
        click.echo(f"Utkastet har nummer {row['number']}.")
        _tell_waiting(runtime, waiting)


def _tell_waiting(runtime: Runtime, waiting: Sequence[examine.WaitingStatement]) -> None:
    """Say which of our own words are left out, and where they are approved."""
    if not waiting:
        return
    click.echo(f"{examine.told_waiting(waiting)}:")
    base = runtime.settings.desk_url.rstrip("/")
    for each in waiting:
        place = base + links.record("statements", each.row_id, each.ref) if base else ""
        click.echo(f"  ”{shorten(each.wording, 80, placeholder=' …')}” ({place or each.ref})")


def _draft_extra(
    store: Store,
    actor: Actor,
    refs: tuple[str, ...],
    told: dict[str, str | None],
    compiled_at: datetime | None,
) -> int:
    corrects = told["corrects"]
    new = draft.NewExtra(
        incident_ids=[_incident(store, ref) for ref in refs],
        compiled_at=compiled_at,
        reason_clause=told["reason"] or "",
        next_update_at=_instant(store, told["next_update"], "--next-update"),
    )
    if corrects:
        return draft.correct(store, actor, numbered(store, corrects)["id"], new)
    return draft.draft_extra(store, actor, new)


def _incident(store: Store, ref: str) -> int:
    found = incidents.by_ref(store, ref)
    if found is None:
        raise NotFoundError(kind="händelsen", id=ref)
    return found


def _instant(store: Store, text: str | None, option: str) -> datetime | None:
    return read_at(store.clock.now(), text, field=option).at if text else None


@report.command("check")
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def check(runtime: Runtime, number: str, *, as_json: bool) -> int:
    """Pröva en rapport mot skrivreglerna och mot sina källor i händelsen."""
    with closing(runtime.open_store(runtime.settings)) as store:
        row = numbered(store, number)
        found = examine.examine(store, row["id"])
        places = _places(store, row["id"])
        row["corrections"] = [one["number"] for one in release.corrections(store, row["id"])]
    verdicts, locked = found.verdicts, row["status"] in LOCKED
    if as_json:
        print_json(
            {
                "number": row["number"],
                "ready": found.ready,
                "blocking": [_plain(each) for each in verdicts.blocking],
                "open": [_plain(each) for each in verdicts.open],
                "overridden": [_plain(each) for each, _ in verdicts.overridden],
                "changed": [
                    {"paragraph": each.paragraph_id, "table": each.table, "row": each.row_id}
                    for each in found.changed
                ],
                "too_new": list(found.too_new),
                "empty": list(found.empty),
                "waiting": [asdict(each) for each in found.waiting],
                "unconfirmed": [each.what for each in found.unconfirmed],
            }
        )
    elif locked:
        _tell_locked(row, found, places)
    else:
        _tell_open(runtime, row, found, places)
    return 0 if found.ready else 1


def _places(store: Store, report_id: int) -> dict[int, str]:
    """Return where each paragraph stands, as a person finds it: section and first words."""

    def first_words(text: str) -> str:
        return shorten(plain(parse_inline(text)).strip("”"), 60, placeholder=" …")

    return {
        one["id"]: f"{label('section', one['section'])}, ”{first_words(one['text'])}”"
        for one in paragraphs.of_report(store, report_id)
    }


def _tell_open(
    runtime: Runtime, row: Row, found: examine.Examination, places: dict[int, str]
) -> None:
    """Say what stands between a report and its approval."""
    verdicts = found.verdicts
    for each in (*verdicts.blocking, *verdicts.open):
        mark = "STOPPAR" if each.blocks else "Anmärkning"
        proposal = f" Förslag: {each.proposal}" if each.proposal else ""
        click.echo(f"{mark} {each.rule} ”{each.found}”: {each.why}{proposal}")
    for at in dict.fromkeys(each.paragraph_id for each in found.changed):
        click.echo(
            f"{places[at]}: underlaget har ändrats sedan det skrevs eller rapporten sammanställdes."
        )
    for at in found.too_new:
        click.echo(f"STOPPAR D8 {places[at]}: bygger på något som blev känt senare.")
    if found.empty:
        missing = " och ".join(label("section", each) for each in found.empty)
        click.echo(f"Anmärkning {missing}: rapporten säger inget om detta.")
    _tell_waiting(runtime, found.waiting)
    for edit in found.unconfirmed:
        click.echo(f"Ändrat och inte bekräftat av någon annan: {edits.told([edit])}.")
    if not verdicts.open and not found.empty and not found.waiting and found.ready:
        click.echo(f"Rapport {row['number']} har inga anmärkningar.")


def _tell_locked(row: Row, found: examine.Examination, places: dict[int, str]) -> None:
    """Say what a report that can no longer be changed rests on and reads otherwise now."""
    number = row["number"]
    for at in dict.fromkeys(each.paragraph_id for each in found.changed):
        click.echo(f"{places[at]}: underlaget har ändrats i registret sedan stycket skrevs.")
    if row["corrections"]:
        click.echo(f"Rapport {number} är rättad av {' och '.join(row['corrections'])}.")
    elif not found.changed:
        click.echo(f"Rapport {number} är låst, och inget som den bygger på har ändrats.")
    elif row["status"] == "sent":
        click.echo("Var något i den fel skriver du en rättelse, som går till alla som")
        click.echo(f"fick den: lagesbild report draft --corrects {number} …")
    else:
        click.echo("Rapporten är inte skickad. Öppna den igen på skrivbordet om den inte stämmer.")


def _plain(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "paragraph": finding.paragraph_id,
        "start": finding.start,
        "end": finding.end,
        "found": finding.found,
        "why": finding.why,
        "proposal": finding.proposal,
        "blocks": finding.blocks,
    }


@report.command("submit")
@click.argument("number")
@click.option("--as", "as_user", help="Vem som lämnar in.")
@click.pass_obj
def submit(runtime: Runtime, number: str, as_user: str | None) -> None:
    """Lämna ett utkast för granskning."""
    with closing(runtime.open_store(runtime.settings)) as store:
        row = numbered(store, number)
        actor = acting_user(runtime, store, as_user)
        release.submit(store, actor, row["id"], revision=row["revision"])
    click.echo(f"Rapport {row['number']} är lämnad för granskning.")


@report.command("confirm")
@click.argument("number")
@click.option("--as", "as_user", help="Vem som bekräftar.")
@click.pass_obj
def confirm(runtime: Runtime, number: str, as_user: str | None) -> None:
    """Bekräfta det som andra har ändrat, så att de kan godkänna rapporten."""
    with closing(runtime.open_store(runtime.settings)) as store:
        row = numbered(store, number)
        actor = acting_user(runtime, store, as_user)
        done = edits.confirm_all(store, actor, row["id"], revision=row["revision"])
    told = "En ändring är bekräftad" if done == 1 else f"{done} ändringar är bekräftade"
    click.echo(f"{told} i rapport {row['number']}.")


@report.command("approve")
@click.argument("number")
@click.option("--as", "as_user", help="Vem som godkänner.")
@click.option("--override", default="", help="Godkänn ensam i jouren; skriv varför.")
@click.option("--accept-changed", is_flag=True, help="Underlag som har ändrats är läst.")
@click.pass_obj
def approve(
    runtime: Runtime, number: str, *, as_user: str | None, override: str, accept_changed: bool
) -> None:
    """Godkänn en rapport och frys den i alla format."""
    with closing(runtime.open_store(runtime.settings)) as store:
        row = numbered(store, number)
        done = release.approve(
            store,
            acting_user(runtime, store, as_user),
            row["id"],
            revision=row["revision"],
            settings=runtime.settings,
            signature=release.Signature(override_reason=override, accept_changed=accept_changed),
        )
    click.echo(f"Rapport {row['number']} är godkänd och fryst. Kontrollsumma {done.digest}.")


@report.command("send")
@click.argument("number")
@click.option("--list", "names", multiple=True, help="Sändlista; alla om ingen anges.")
@click.option("--as", "as_user", help="Vem som skickar.")
@click.pass_obj
def send(runtime: Runtime, number: str, names: tuple[str, ...], as_user: str | None) -> int:
    """Skicka en godkänd rapport till sändlistorna."""
    with closing(runtime.open_store(runtime.settings)) as store:
        row = numbered(store, number)
        lists = recipients.lists(store)
        unknown = set(names) - {each["name"] for each in lists}
        if unknown:
            raise NotFoundError(kind="sändlistan", id=", ".join(sorted(unknown)))
        tally = release.send(
            store,
            acting_user(runtime, store, as_user),
            row["id"],
            revision=row["revision"],
            settings=runtime.settings,
            list_ids=[each["id"] for each in lists if not names or each["name"] in names],
        )
        bounced = [each for each in deliver.of_report(store, row["id"]) if each["status"] != "sent"]
    told = ", ".join(
        f"{number} {label('delivery_status', status)}" for status, number in tally.ended.items()
    )
    click.echo(f"Rapport {row['number']}: {told}.")
    for each in bounced:
        click.echo(f"{each['recipient']}: {each['error'] or 'väntar'}", err=True)
    return 1 if bounced else 0


@report.command("export")
@click.argument("number")
@click.option("--format", "form", type=click.Choice(FORMATS), default="html", help="Format.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Fil att skriva.")
@click.pass_obj
def export(runtime: Runtime, number: str, form: str, output: Path | None) -> None:
    """Skriv en rapport som fil: så som den frystes, eller utkastet som det är nu."""
    with closing(runtime.open_store(runtime.settings)) as store:
        row = numbered(store, number)
        look = load_look(runtime.settings.state)
        content = freeze.file_of(store, row["id"], form, runtime.settings.mail_from, look)
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise InputError(field="Filen", why=f"{output} går inte att skriva.") from error
