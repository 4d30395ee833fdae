"""``./run bench``: what a poll costs beside its peers, as ratios within one run."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from incidents.desk.look import tal
from tests.perf import bench, desk_browser, micro
from tests.perf import desk as desk_speed
from tests.perf.archive import Size
from tests.perf.drivers import DRIVERS, installed

_TITLES = {
    "product": "Lägesbild", "fetch": "bara hämtning (pycurl)", "feedparser": "feedparser",
    "reader": "reader",
}  # fmt: skip
_COLUMNS = {
    "first": "första", "first_wall": "första, väggtid", "etag": "etag", "plain": "plain",
    "stamp": "stamp",
}  # fmt: skip


@click.command(name="bench")
@click.option("--feeds", default=300, help="Antal flöden i jämförelsen.")
@click.option("--items", default=30, help="Antal poster i varje flöde.")
@click.option("--repeat", default=3, help="Antal varv; programmen turas om i varje varv.")
@click.option("--driver", "names", multiple=True, type=click.Choice(list(DRIVERS)),
              help="Bara dessa (Lägesbild är alltid med).")  # fmt: skip
@click.option("--flat", is_flag=True, help="Mät också 100, 1 000 och 10 000 oförändrade flöden.")
@click.option("--small", is_flag=True,
              help="Mät också start, läsare, en lång rapport och arbetare.")  # fmt: skip
@click.option("--desk", "desk", is_flag=True,
              help="Mät bara hur fort skrivbordet svarar på ett stort arkiv.")  # fmt: skip
@click.option("--articles", default=Size().articles, help="Artiklar i arkivet.")
@click.option("--incidents", default=Size().incidents, help="Händelser i arkivet.")
@click.option("--reports", default=Size().reports, help="Rapporter i arkivet.")
@click.option("--page", default="", help="Mät bara sidor vars namn börjar så.")
@click.option("--requests", default=20, help="Svar per sida.")
@click.option("--keep", type=click.Path(path_type=Path),
              help="Mapp som arkivet byggs i och sparas i till nästa gång.")  # fmt: skip
@click.option("--own-farm", is_flag=True, help="Använd alltid projektets egen flödesserver.")
@click.option("--json", "as_json", is_flag=True, help="Skriv ett JSON-objekt.")
def main(
    *, feeds: int, items: int, repeat: int, names: tuple[str, ...], flat: bool, small: bool,
    own_farm: bool, as_json: bool, desk: bool, keep: Path | None, requests: int, page: str,
    **size: int,
) -> None:  # fmt: skip
    """Mät vad en hämtning kostar, bredvid andra program i samma körning.

    Varje tal är CPU-tid delad med Lägesbilds i samma varv (medianen av varven): 12 betyder att det
    andra programmet behöver tolv gånger så mycket. I varje varv har tio flöden av hundra nyheter.
    """
    if desk:
        _desk(keep, Size(**size), (requests, page), as_json=as_json)
        return
    wanted = [name for name in DRIVERS if not names or name in names or name == "product"]
    there = [name for name in wanted if installed(name) is not None]
    for name in wanted:
        if name not in there:
            click.echo(f"{name} är inte installerat och jämförs inte.", err=True)
    costs = bench.compare(there, (feeds, items), repeat, _told, own=own_farm)
    found: dict[str, Any] = {
        "feeds": feeds,
        "items": items,
        "repeat": repeat,
        "versions": {name: installed(name) for name in there},
        "farm": bench.farm_in_use(own=own_farm),
        "ratios": bench.times_cheaper(costs),
        "to_fetch": bench.to_fetch(costs),
        "costs": {name: cost.figures() for name, cost in costs.items()},
    }
    _told("flöden vars märken ljuger")
    found["lying"] = bench.lying(min(feeds, 100), items)
    if flat:
        found["flat"] = bench.flatness((100, 1000, 10_000), 2, _told)
    if small:
        found["small"] = {name: micro.measured(name) for name in micro.MEASURES}
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else _table(found))


def _desk(keep: Path | None, size: Size, asked: tuple[int, str], *, as_json: bool) -> None:
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(TemporaryDirectory(prefix="lagesbild-bench-")))
        told = desk_speed.measure(folder, size, asked, _told)
        if not asked[1]:
            told["review"] = desk_browser.measure(folder, size, _told)
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else desk_speed.table(told, tal))


def _told(what: str) -> None:
    click.echo(f"Mäter {what} …", err=True)


def _table(found: dict[str, Any]) -> str:
    lines = [
        (
            f"{found['feeds']} flöden med {found['items']} poster, {found['repeat']} varv. "
            "CPU-tid i förhållande till Lägesbild:"
        ),
        "",
        " " * 24 + "".join(f"{title:>17}" for title in _COLUMNS.values()),
    ]
    for name, ratios in found["ratios"].items():
        cells = "".join(f"{ratios[column]:>17.2f}".replace(".", ",") for column in _COLUMNS)
        version = found["versions"][name]
        lines.append(f"{_TITLES[name]} {version}".strip().ljust(24) + cells)
    if found["to_fetch"]:
        told = (f"{name} {times:.1f}" for name, times in found["to_fetch"].items())
        lines += ["", f"Lägesbild mot bara hämtning: {', '.join(told)}".replace(".", ",")]
    lied = found["lying"]
    lines += [f"Märken som ljuger: {lied['articles']} artiklar, {lied['lost']} förlorade"]
    if "flat" in found:
        lines += ["", "Oförändrade flöden: CPU per flöde, och mest minne"]
        lines += [
            f"{size:>8} flöden {one['us_per_source']:>8} µs {one['peak_mb']:>8} MB"
            for size, one in found["flat"].items()
        ]
    for name, one in found.get("small", {}).items():
        lines += ["", name, *(f"  {key:<14}{value:>10}" for key, value in one.items())]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
