"""``lagesbild watches`` and ``lagesbild train``: what is looked for, and how well."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from monitor.cli.start import prepare
from monitor.core.command_line import (
    Command,
    Group,
    Runtime,
    print_json,
    print_listing,
    upkeep_user,
)
from monitor.core.errors import InputError
from monitor.core.messages import label
from monitor.intake.document import LARGEST, document_text
from monitor.judge import registry
from monitor.judge.judging import judge_article
from monitor.judge.propose_watch import propose
from monitor.judge.reasons import in_swedish
from monitor.judge.watches import Watch, from_toml, key_of, to_toml
from monitor.judge.watchlist import archive_background, queue_recent, save_watch, stored_watches
from monitor.judge.watchlist import preview as try_watch


@click.group(cls=Group)
def watches() -> None:
    """Bevakningar: vad som söks."""


@watches.command("list")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def list_watches(runtime: Runtime, *, as_json: bool) -> None:
    """Visa alla bevakningar."""
    with closing(runtime.open_store(runtime.settings)) as store:
        prepare(store, runtime.settings)
        rows: list[dict[str, Any]] = [
            {
                "key": each.watch.key,
                "title": each.watch.title,
                "kind": label("watch_kind", each.watch.kind),
                "active": "ja" if each.watch.active else "nej",
                "names": ", ".join(name.text for name in each.watch.names[:6]),
            }
            for each in stored_watches(store)
        ]
    columns = {
        "key": "Nyckel",
        "title": "Namn",
        "kind": "Slag",
        "active": "Används",
        "names": "Söker",
    }
    print_listing(rows, columns, as_json=as_json, empty="Det finns inga bevakningar.")


@watches.command("test")
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def test(runtime: Runtime, text: str, *, as_json: bool) -> None:
    """Visa hur en rubrik eller text skulle bedömas, och varför."""
    settings = runtime.settings
    with closing(runtime.open_store(settings)) as store:
        prepare(store, settings)
        in_use = registry.model_in_use(store, settings.models)
        model = in_use.model if in_use else None
        judged = [
            (each.watch, judge_article(each.watch, model, text, "", ""))
            for each in stored_watches(store, active_only=True)
        ]
    if as_json:
        print_json(
            [
                {
                    "watch": watch.key,
                    "band": told.band,
                    "score": told.score,
                    "reasons": told.reasons,
                }
                for watch, told in judged
            ]
        )
        return
    for watch, told in judged:
        click.echo(f"{watch.title}: {label('band', told.band)}")
        for sentence in in_swedish(told.reasons):
            click.echo(f"  {sentence}")


@watches.command("preview")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def preview(runtime: Runtime, path: Path, *, as_json: bool) -> None:
    """Visa vad en bevakning i en TOML-fil skulle ha flaggat bland sparade artiklar."""
    watch = _watch_in(path)
    settings = runtime.settings
    with closing(runtime.open_store(settings)) as store:
        prepare(store, settings)
        in_use = registry.model_in_use(store, settings.models)
        told = try_watch(store, watch, in_use.model if in_use else None)
    if as_json:
        print_json(
            {
                "articles": told.articles,
                "counts": told.counts,
                "added": [article.title for article in told.added],
                "dropped": [article.title for article in told.dropped],
            }
        )
        return
    counts = ", ".join(f"{number} {label('band', band)}" for band, number in told.counts.items())
    click.echo(f"{told.articles} artiklar: {counts}")
    for said, articles in (("Tillkommer", told.added), ("Faller bort", told.dropped)):
        for article in articles:
            click.echo(f"{said}: {article.title}")


@watches.command("new")
@click.option(
    "--name", "names", multiple=True, required=True, help="Namn att söka efter; kan upprepas."
)
@click.option("--title", default="", help="Vad bevakningen heter; annars det första namnet.")
@click.option(
    "--from",
    "path",
    type=click.Path(path_type=Path),
    help="Dokument om saken: Word, PDF, webbsida, text eller Markdown.",
)
@click.pass_obj
def new(runtime: Runtime, names: tuple[str, ...], title: str, path: Path | None) -> None:
    """Föreslå en bevakning ur ett dokument och några namn; skriv den som TOML."""
    text = document_text(path.name, _bytes(path)) if path else ""
    settings = runtime.settings
    with closing(runtime.open_store(settings)) as store:
        prepare(store, settings)
        proposed = propose(text, names, title=title, other=archive_background(store))
        taken = frozenset(each.watch.key for each in stored_watches(store))
    click.echo(to_toml(replace(proposed, key=key_of(proposed.title, taken))), nl=False)


@watches.command("save")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--as", "as_user", help="Vem som sparar.")
@click.pass_obj
def save(runtime: Runtime, path: Path, *, as_user: str | None) -> None:
    """Spara bevakningen i en TOML-fil, ny eller ändrad; artiklarna bedöms om vid nästa hämtning."""
    watch = _watch_in(path)
    settings = runtime.settings
    with closing(runtime.open_store(settings)) as store:
        prepare(store, settings)
        actor = upkeep_user(runtime, store, as_user)
        with store.writing(actor):
            save_watch(store, watch, actor=actor)
            queued = queue_recent(store)
    click.echo(
        f"Bevakningen ”{watch.title}” är sparad. {queued} artiklar bedöms om vid nästa hämtning."
    )


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(field="Filen", why=f"{path} går inte att läsa.") from error


def _watch_in(path: Path) -> Watch:
    try:
        return from_toml(_bytes(path).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(field="Filen", why=f"{path} går inte att läsa.") from error


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.option("--as", "as_user", help="Vem som tränar.")
@click.option(
    "--only-own/--with-shipped",
    default=None,
    help="Utan de medföljande exemplen, för andra ämnen än journalsystem. Annars som sist.",
)
@click.pass_obj
def train(runtime: Runtime, *, as_json: bool, as_user: str | None, only_own: bool | None) -> None:
    """Lär om ur medföljande exempel och personalens bedömningar."""
    # Brings in scikit-learn, which no other command needs: half a second and 100 MB.
    from monitor.judge import train as training  # noqa: PLC0415

    settings = runtime.settings
    with closing(runtime.open_store(settings)) as store:
        prepare(store, settings)
        actor = upkeep_user(runtime, store, as_user)
        done = training.retrain(store, settings.models, actor=actor, only_own=only_own)
    if as_json:
        print_json(
            {"model": done.id, "in_use": done.in_use, "labels": done.labels,
             "verdicts": done.verdicts, "metrics": done.metrics, "refused": done.refused}
        )  # fmt: skip
        return
    click.echo(f"Modell {done.id} lärde av {done.labels} exempel, varav {done.verdicts} egna.")
    if not done.in_use:
        click.echo(f"{done.refused} Den används inte. Den förra är kvar.")
