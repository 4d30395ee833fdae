"""``lagesbild purge`` and ``disclose``: disposal under decisions, and records handed out."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

import click

from incidents.keep import disclose as disclosures
from incidents.keep import purge as purges
from incidents.keep import purge_decisions
from incidents.keep.disclose_grounds import OTHER, chosen, grounds
from incidents.keep.disclose_kinds import KINDS
from incidents.keep.disclose_masks import fingerprint, suggestions
from incidents.keep.disclose_render import FORMATS
from incidents.keep.purge_plan import previews
from monitor.core.command_line import Group, Runtime, acting_user, print_json, print_listing
from monitor.core.errors import InputError
from monitor.core.messages import label
from monitor.core.time_input import Typed, read_at
from monitor.core.times import span

_RULE = click.Choice(list(purge_decisions.RULES))


@click.group(cls=Group)
def purge() -> None:
    """Gallring efter beslut; inget gallras utan."""


@purge.command("plan")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def plan(runtime: Runtime, *, as_json: bool) -> None:
    """Visa vad varje regel skulle gallra nu och efter vilket beslut; inget ändras."""
    with closing(runtime.open_store(runtime.settings)) as store:
        found = previews(store)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        if one.decision is None:
            click.echo(f"{one.rule} ({one.title}): inget beslut, inget gallras")
            continue
        parts = ", ".join(f"{table} {number}" for table, number in one.counts.items())
        click.echo(
            f"{one.rule} ({one.title}): {one.total} efter beslut {one.decision['reference']}, "
            f"äldre än {one.decision['keep_days']} dagar{f' ({parts})' if parts else ''}"
        )


@purge.command("decisions")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def decisions(runtime: Runtime, *, as_json: bool) -> None:
    """Visa gallringsbesluten."""
    with closing(runtime.open_store(runtime.settings)) as store:
        rows = purge_decisions.all_decisions(store)
    columns = {"id": "Nr", "rule": "Regel", "reference": "Diarienummer", "keep_days": "Dagar",
               "decided_by": "Beslutat av", "valid_from": "Från", "valid_to": "Till"}  # fmt: skip
    print_listing(rows, columns, as_json=as_json, empty="Det finns inga gallringsbeslut.")


@purge.command("decide")
@click.option("--rule", type=_RULE, required=True, help="Vad som får gallras.")
@click.option("--keep-days", type=int, required=True, help="Dagar som det bevaras.")
@click.option("--reference", required=True, help="Beslutets diarienummer.")
@click.option("--decided-by", required=True, help="Vem som beslutade: funktion, inte person.")
@click.option("--decided-at", required=True, help="När beslutet fattades: ”2026-01-07”.")
@click.option("--as", "as_user", help="Vem som skriver in det.")
@click.pass_obj
def decide(runtime: Runtime, /, *, as_user: str | None, decided_at: str, **told: str) -> None:
    """Skriv in ett gallringsbeslut."""
    with closing(runtime.open_store(runtime.settings)) as store:
        new = purge_decisions.NewDecision(
            rule=told["rule"],
            reference=told["reference"],
            decided_by=told["decided_by"],
            decided_at=read_at(store.clock.now(), decided_at, field="--decided-at").at,
            keep_days=int(told["keep_days"]),
        )
        key = purge_decisions.add(store, acting_user(runtime, store, as_user), new)
    click.echo(f"Gallringsbeslutet är infört med nummer {key}.")


@purge.command("end")
@click.argument("decision", type=int)
@click.option("--as", "as_user", help="Vem som gör det.")
@click.pass_obj
def end(runtime: Runtime, decision: int, as_user: str | None) -> None:
    """Låt ett gallringsbeslut upphöra nu."""
    with closing(runtime.open_store(runtime.settings)) as store:
        purge_decisions.end(store, acting_user(runtime, store, as_user), decision)
    click.echo("Beslutet gäller inte längre.")


@purge.command("run")
@click.option("--rule", type=_RULE, required=True, help="Vad som ska gallras.")
@click.option("--as", "as_user", help="Vem som gallrar.")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def run(runtime: Runtime, rule: str, as_user: str | None, *, as_json: bool) -> None:
    """Gallra efter det beslut som gäller; orden försvinner ur filen, kontrollsummor finns kvar."""
    settings = runtime.settings
    with closing(runtime.open_store(settings)) as store:
        actor = acting_user(runtime, store, as_user)
        done = purges.run(store, actor, settings, rule, progress=_tell)
    if as_json:
        print_json({**asdict(done), "backups": purges.backup_note(settings)})
        return
    if done.purge_id is None:
        click.echo(f"Det finns inget att gallra efter beslut {done.decision['reference']}.")
        return
    parts = ", ".join(f"{table} {number}" for table, number in done.counts.items())
    click.echo(
        f"{done.total} gallrade ({label('purge_rule', rule)}) efter beslut "
        f"{done.decision['reference']}: {parts}. {done.bodies} underlag togs bort."
    )
    click.echo(purges.backup_note(settings))


@purge.command("finish")
@click.option("--as", "as_user", help="Vem som gör det.")
@click.pass_obj
def finish(runtime: Runtime, as_user: str | None) -> None:
    """Gör klart en gallring som avbröts innan filen var omskriven."""
    with closing(runtime.open_store(runtime.settings)) as store:
        done = purges.finish(
            store, acting_user(runtime, store, as_user), runtime.settings, progress=_tell
        )
    click.echo("Gallringen är klar." if done else "Ingen gallring väntar på att bli klar.")


@purge.command("log")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def log(runtime: Runtime, *, as_json: bool) -> None:
    """Visa vad som har gallrats, när och efter vilket beslut."""
    with closing(runtime.open_store(runtime.settings)) as store:
        rows = [{**row, "tables": purges.counts_of(store, row["id"])} for row in purges.log(store)]
    columns = {"id": "Nr", "rule": "Regel", "reference": "Beslut", "total": "Antal",
               "started_at": "Gjord", "finished_at": "Klar", "done_name": "Av"}  # fmt: skip
    print_listing(rows, columns, as_json=as_json, empty="Inget har gallrats.")


def _tell(said: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"{said} …", err=True)


@click.group(cls=Group)
def disclose() -> None:
    """Utlämnande av allmänna handlingar, med maskning och lagrum."""


@disclose.command("list")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def list_requests(runtime: Runtime, *, as_json: bool) -> None:
    """Visa alla begäran, de senaste först."""
    with closing(runtime.open_store(runtime.settings)) as store:
        rows = disclosures.requests(store)
    shown = [{**row, "state": label("disclosure_status", row["status"])} for row in rows]
    columns = {"number": "Nummer", "state": "Läge", "asked_for": "Gäller",
               "asked_at": "Begärd", "row_count": "Poster", "masks": "Maskade"}  # fmt: skip
    print_listing(shown, columns, as_json=as_json, empty="Inget har begärts ut.")


@disclose.command("grounds")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
def list_grounds(*, as_json: bool) -> None:
    """Visa bestämmelserna att välja bland och vad de skyddar."""
    rows = [asdict(one) for one in grounds()]
    columns = {"key": "Val", "ground": "Bestämmelse", "title": "Gäller"}
    print_listing(rows, columns, as_json=as_json, empty="")


@disclose.command("request")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)), help="Slag av handlingar."
)
@click.option("--from", "first", required=True, help="Första dagen, eller en tid.")
@click.option("--to", "last", required=True, help="Sista dagen, eller en tid.")
@click.option("--words", default="", help="Bara handlingar med de här orden.")
@click.option("--asked-at", help="När begäran kom; nu om inget anges.")
@click.option("--as", "as_user", help="Vem som skriver in den.")
@click.pass_obj
def request(
    runtime: Runtime, /, *, kinds: tuple[str, ...], as_user: str | None, **told: str | None
) -> None:
    """Skriv in en begäran; vem som frågar och varför antecknas inte."""
    asked = told["asked_at"]
    with closing(runtime.open_store(runtime.settings)) as store:
        now = store.clock.now()
        new = disclosures.NewRequest(
            kinds=kinds,
            period_from=read_at(now, told["first"] or "", field="--from").at,
            period_to=_end(read_at(now, told["last"] or "", field="--to")),
            words=told["words"] or "",
            asked_at=read_at(now, asked, field="--asked-at").at if asked else None,
        )
        actor = acting_user(runtime, store, as_user)
        key = disclosures.request(store, actor, new)
        row = store.get("disclosures", key)
        found = len(disclosures.records(store, row))
    click.echo(f"Begäran har nummer {row['number']} och omfattar {found} poster.")


def _end(typed: Typed) -> datetime:
    """Return the end of a typed day, or the typed minute."""
    covered = span(typed.moment)
    assert covered is not None
    return covered[1] if covered[1] - covered[0] > timedelta(minutes=1) else typed.at


@disclose.command("show")
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def show(runtime: Runtime, number: str, *, as_json: bool) -> None:
    """Visa vad en begäran omfattar, vad som är maskat och vad som bör ses över."""
    with closing(runtime.open_store(runtime.settings)) as store:
        row = disclosures.by_number(store, number)
        found = disclosures.records(store, row)
        covering = disclosures.masks(store, row["id"])
    look = suggestions(found, covering)
    seen = fingerprint(found)
    if as_json:
        places = [
            {"kind": one.record.kind, "row": one.record.row_id, "field": one.field,
             "start": one.start, "end": one.end, "what": one.what}
            for one in look
        ]  # fmt: skip
        print_json({**row, "records": [asdict(one) for one in found], "masked": covering,
                    "suggested": places, "seen": seen})  # fmt: skip
        return
    # In Swedish, with the words that ``disclose mask`` takes within brackets.
    for one in found:
        said = label("disclosure_kind", one.kind)
        click.echo(f"{said[:1].upper()}{said[1:]}, nr {one.row_id} ({one.kind} {one.row_id})")
        for name, text in one.fields.items():
            click.echo(f"  {KINDS[one.kind].names[name]} ({name}): {text}")
    for each in look:
        told = KINDS[each.record.kind].names[each.field]
        click.echo(
            f"Se över: {each.what} i {told} ({each.record.kind} {each.record.row_id} {each.field}),"
            f" tecken {each.start}–{each.end}"
        )
    click.echo(f"Läst som: {seen}")


@disclose.command("mask")
@click.argument("number")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("row", type=int)
@click.argument("field")
@click.option("--ground", required=True, help=f"Bestämmelse, till exempel 25-1, eller {OTHER}.")
@click.option("--other", default="", help="Annan bestämmelse, i ord.")
@click.option("--start", type=int, help="Första tecknet; hela fältet om inget anges.")
@click.option("--end", type=int, help="Tecknet efter det sista.")
@click.option("--as", "as_user", help="Vem som maskar.")
@click.pass_obj
def mask(runtime: Runtime, /, number: str, *, as_user: str | None, **told: object) -> None:
    """Täck över ett fält, eller en del av det, med sitt lagrum."""
    start, end_at = told["start"], told["end"]
    with closing(runtime.open_store(runtime.settings)) as store:
        request_row = disclosures.by_number(store, number)
        new = disclosures.NewMask(
            kind=str(told["kind"]),
            row_id=int(str(told["row"])),
            field=str(told["field"]),
            ground=chosen(str(told["ground"]), str(told["other"])),
            start=start if isinstance(start, int) else None,
            end=end_at if isinstance(end_at, int) else None,
        )
        disclosures.mask(store, acting_user(runtime, store, as_user), request_row["id"], new)
    click.echo(f"Maskat enligt {new.ground}.")


@disclose.command("release")
@click.argument("number")
@click.option("--seen", required=True, help="Det som ”show” skrev sist: vad du har läst.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Mapp för filerna.")
@click.option("--as", "as_user", help="Vem som lämnar ut.")
@click.pass_obj
def release(
    runtime: Runtime, number: str, *, seen: str, output: Path | None, as_user: str | None
) -> None:
    """Lämna ut det som är läst och maskat, och skriv filerna."""
    with closing(runtime.open_store(runtime.settings)) as store:
        row = disclosures.by_number(store, number)
        done = disclosures.release(
            store, acting_user(runtime, store, as_user), row["id"], seen=seen
        )
        click.echo(
            f"{row['number']}: {done.records} poster utlämnade, {done.masks} maskningar. "
            f"Kontrollsumma {done.digest}."
        )
        for form, (_, suffix) in FORMATS.items() if output else ():
            _write(output, f"{row['number']}.{suffix}", disclosures.file_of(store, row, form))


def _write(folder: Path | None, name: str, body: bytes) -> None:
    assert folder is not None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    except OSError as error:
        raise InputError(field="Filen", why=f"{folder / name} går inte att skriva.") from error


@disclose.command("refuse")
@click.argument("number")
@click.option("--ground", required=True, help=f"Bestämmelse, till exempel 25-1, eller {OTHER}.")
@click.option("--other", default="", help="Annan bestämmelse, i ord.")
@click.option("--as", "as_user", help="Vem som nekar.")
@click.pass_obj
def refuse(runtime: Runtime, number: str, *, ground: str, other: str, as_user: str | None) -> None:
    """Neka en hel begäran och skriv svaret med hur det överklagas."""
    with closing(runtime.open_store(runtime.settings)) as store:
        row = disclosures.by_number(store, number)
        disclosures.refuse(
            store, acting_user(runtime, store, as_user), row["id"], chosen(ground, other)
        )
        click.echo(disclosures.letter(store, disclosures.by_number(store, number)))
