"""``./run quality``: score the real code on a corpus, and hold it to the pinned floors."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from tests.quality import own, scores, unseen
from tests.quality import table as swedish
from tests.quality.floors import fallen, raised, read, write

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="quality")
@click.option("--corpus", type=_FOLDER, help="Mapp med texter; utan den används våra egna.")
@click.option("--train", multiple=True, type=_FILE, help="Fler bedömda rubriker att lära av.")
@click.option("--draws", default=0, help="Så många fler lottningar av de andra ämnenas exempel.")
@click.option("--json", "as_json", is_flag=True, help="Skriv ett JSON-objekt.")
@click.option("--pin", is_flag=True, help="Höj golven till det som uppmättes.")
@click.option("--allow-regression", is_flag=True, help="Låt golven sänkas (med --pin).")
def main(
    *,
    corpus: Path | None,
    train: tuple[Path, ...],
    draws: int,
    as_json: bool,
    pin: bool,
    allow_regression: bool,
) -> None:
    """Mät hur väl programmet läser och bedömer, och jämför med golven."""
    found = _scores(corpus, train, draws)
    key = scores.digest([corpus, *train] if corpus else own.sources())
    known = read(key)
    # Held by their own digest: what is learnt from and the corpus may change, these may not fall.
    fixed = scores.digest([unseen.source()])
    floors = {**(known or {}), **(read(fixed) or {})}
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else swedish.table(found, floors))
    worse = [] if allow_regression else fallen(found, floors)
    if worse:
        click.echo(swedish.alarm(worse), err=True)
        sys.exit(1)
    if pin:
        _pin(key, fixed, _named(corpus, train), raised(found, floors, lower=allow_regression))
    elif known is None:
        click.echo("Den här samlingen har inga golv än. Sätt dem med --pin.", err=True)


def _scores(corpus: Path | None, train: tuple[Path, ...], draws: int) -> Mapping[str, Any]:
    if corpus is not None:
        found = scores.scores(corpus, train, told=_told, fresh=draws)
    else:
        with tempfile.TemporaryDirectory(prefix="lagesbild-quality-") as folder:
            found = scores.scores(own.lay_out(Path(folder)), told=_told)
        found |= {"relevance": scores.rounded(own.relevance())}
    _told("unseen")
    return found | {"unseen": scores.rounded(unseen.score_unseen())}


def _told(name: str) -> None:
    click.echo(f"Mäter: {swedish.TITLES[name].lower()} …", err=True)


def _named(corpus: Path | None, train: tuple[Path, ...]) -> str:
    name = "egna texter" if corpus is None else "verkliga texter"
    return f"{name}, med {len(train)} filer till" if train else name


def raised_parts(floors: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the floors of the headlines that nothing is learnt from, and those of the corpus."""
    parts: tuple[dict[str, float], dict[str, float]] = {}, {}
    for figure, floor in floors.items():
        parts[not figure.startswith("unseen.")][figure] = floor
    return parts


def _pin(key: str, fixed: str, name: str, floors: Mapping[str, float]) -> None:
    of_fixed, of_corpus = raised_parts(floors)
    write(fixed, "rubriker som inget har lärts av", of_fixed)
    write(key, name, of_corpus)
    click.echo(f"{len(floors)} golv är satta.", err=True)


if __name__ == "__main__":
    main()
