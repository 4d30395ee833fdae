"""``lagesbild sources``: what is polled."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from monitor.core.clock import local
from monitor.core.command_line import (
    Group,
    Runtime,
    print_json,
    print_listing,
    progress,
    upkeep_user,
)
from monitor.core.errors import InputError, NotFoundError
from monitor.core.messages import label
from monitor.core.store import Row, Store
from monitor.core.times import form_text
from monitor.intake import check as checks
from monitor.intake import opml
from monitor.intake import sources as listed
from monitor.intake.means import make_fetcher


@click.group(cls=Group)
def sources() -> None:
    """Flöden och bevakade sidor."""


@sources.command("list")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def list_sources(runtime: Runtime, *, as_json: bool) -> None:
    """Visa alla flöden och hur de mår."""
    with closing(runtime.open_store(runtime.settings)) as store:
        rows = [
            {**row, "state": label("source_status", row["status"] if row["enabled"] else "paused")}
            for row in listed.list_sources(store)
        ]
    columns = {"id": "Nr", "outlet": "Medium", "title": "Namn", "state": "Läge", "url": "Adress"}
    print_listing(rows, columns, as_json=as_json, empty="Det finns inga flöden.")
    if not as_json:
        for row in rows:
            if row["trouble"] and row["enabled"]:
                click.echo(f"{row['id']} {row['title']}: {row['trouble']}")


@sources.command("add")
@click.argument("url")
@click.option("--title", default="", help="Namn på flödet.")
@click.option("--outlet", default="", help="Mediets namn.")
@click.option("--short-name", default="", help="Mediets kortform.")
@click.option(
    "--kind", type=click.Choice(["feed", "sitemap", "page"]), default="feed", help="Slag."
)
@click.option("--pattern", default="", help="För en sida: mönster för artiklars adresser.")
@click.option("--discover", is_flag=True, help="Adressen är en webbplats: leta upp dess flöden.")
@click.option("--as", "as_user", help="Vem som lägger till.")
@click.pass_obj
def add(runtime: Runtime, /, url: str, *, discover: bool, as_user: str | None, **told: str) -> None:
    """Lägg till ett flöde, eller de flöden som en webbplats har."""
    line = opml.SourceLine(
        title=told["title"],
        url=url,
        outlet=told["outlet"],
        short_name=told["short_name"],
        kind=told["kind"],
        link_pattern=told["pattern"],
    )
    with closing(runtime.open_store(runtime.settings)) as store:
        actor = upkeep_user(runtime, store, as_user)
        if not discover:
            click.echo(f"Flödet har nummer {listed.add_source(store, actor, line)}.")
            return
        with closing(make_fetcher(runtime.settings)) as fetcher:
            found = checks.find_feeds(fetcher, store.clock, url)
        if not found:
            raise NotFoundError(kind="något flöde på", id=url)
        lines = [
            opml.SourceLine(title=feed.title, url=feed.url, outlet=line.outlet) for feed in found
        ]
        done = listed.import_sources(store, actor, lines)
    click.echo(f"{len(done.added)} flöden tillagda, {done.existing} fanns redan.")


@sources.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--as", "as_user", help="Vem som lägger till.")
@click.pass_obj
def import_list(runtime: Runtime, path: Path, as_user: str | None) -> None:
    """Lägg till flöden ur en OPML- eller CSV-fil; de som finns lämnas som de är."""
    told = opml.read_told(_bytes_of(path), name=path.name)
    with closing(runtime.open_store(runtime.settings)) as store:
        done = listed.import_sources(store, upkeep_user(runtime, store, as_user), told.lines)
    click.echo(f"{len(done.added)} flöden tillagda, {done.existing} fanns redan.")
    for remark in told.remarks:
        click.echo(str(remark), err=True)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(field="Filen", why=f"{path} går inte att läsa.") from error


@sources.command("export")
@click.option("--format", "form", type=click.Choice(["opml", "csv"]), default="opml", help="Form.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Fil att skriva.")
@click.pass_obj
def export(runtime: Runtime, form: str, output: Path | None) -> None:
    """Skriv alla flöden som OPML eller CSV."""
    with closing(runtime.open_store(runtime.settings)) as store:
        lines = listed.export_sources(store)
    data = opml.write_csv(lines) if form == "csv" else opml.write_opml(lines)
    if output is None:
        click.echo(data.decode(), nl=False)
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise InputError(field="Filen", why=f"{output} går inte att skriva.") from error


@sources.command("check")
@click.argument("which", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def check(runtime: Runtime, which: tuple[str, ...], *, as_json: bool) -> int:
    """Prova flöden (nummer eller adresser; alla om inget anges) utan att spara något."""
    with (
        closing(runtime.open_store(runtime.settings)) as store,
        closing(make_fetcher(runtime.settings)) as fetcher,
    ):
        wanted = _wanted(store, which)
        found = []
        with progress(wanted, "Provar flöden", len(wanted)) as bar:
            for row in bar:
                found.append(
                    checks.check_address(
                        fetcher, store.clock, row["url"], row["kind"], row["link_pattern"] or ""
                    )
                )
    if as_json:
        print_json([asdict(each) for each in found])
    else:
        for each in found:
            click.echo(_told(each))
    return 0 if all(each.works for each in found) else 1


def _wanted(store: Store, which: tuple[str, ...]) -> list[Row]:
    if not which:
        return listed.list_sources(store)
    return [
        listed.get_source(store, int(one))
        if one.isdigit()
        else {"url": one, "kind": "feed", "link_pattern": None}
        for one in which
    ]


def _told(check_: checks.Check) -> str:
    if not check_.works:
        found = "".join(f"\n    Flöde: {feed.url} {feed.title}" for feed in check_.feeds)
        return f"{check_.url}: {check_.trouble}{found}"
    newest = f", senast {_when(check_.newest, check_)}" if check_.newest else ""
    items = "1 post" if check_.entries == 1 else f"{check_.entries} poster"
    partly = f". {check_.trouble}" if check_.trouble else ""
    moved = f". Den leder för gott till {check_.moved_to}" if check_.moved_to else ""
    return f"{check_.url}: fungerar ({check_.format}), {items}{newest}{moved}{partly}"


def _when(newest: datetime, check_: checks.Check) -> str:
    return f"{local(newest):%Y-%m-%d}" if check_.is_day else form_text(newest)
