"""What is asked of the desk when its speed is measured: who asks, and at which addresses."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from datasette.utils import parse_metadata

from incidents.desk.permissions import CLOSED, OF_PEOPLE
from monitor.core.resources import shipped

#: Goals in milliseconds for the 95th of a hundred answers.
GOALS_MS = {"ours": 150, "search": 300, "history": 500}
#: Tables smaller than this are quick anyway.
LARGE = 1_000
_ROOT = "/-/lagesbild/"


@dataclass(frozen=True)
class Place:
    """One kind of page.

    Attributes:
        kind: which goal it is held against.
        name: Swedish, what it is.
        role: who asks; "" for nobody.
        addresses: asked for in turn.
    """

    kind: str
    name: str
    role: str
    addresses: tuple[str, ...]


def places(connection: sqlite3.Connection, secret: str) -> list[Place]:
    """Return every place to measure in an archive.

    Args:
        secret: of a feed of flags.
    """
    ours = [Place("ours", name, role, addresses) for name, role, addresses in _ours(connection)]
    feed = Place("ours", "Atom-flöde", "", (f"{_ROOT}traffar/{secret}.atom",))
    return [*ours, feed, *_search(), *_tables(connection), *_saved()]


def _all(connection: sqlite3.Connection, sql: str, pattern: str) -> tuple[str, ...]:
    return tuple(_ROOT + pattern.format(row[0]) for row in connection.execute(sql))


def _ours(connection: sqlite3.Connection) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    def each(sql: str, pattern: str) -> tuple[str, ...]:
        return _all(connection, f"{sql} LIMIT 12", pattern)

    for role in ("reader", "editor", "approver", "archivist", "administrator"):
        yield f"Läget, {role}", role, (_ROOT,)
    yield "Granska", "editor", (f"{_ROOT}granska",)
    yield "Granska, tveksamma", "editor", (f"{_ROOT}granska?visa=tveksamma",)
    yield "Granska, bedömda", "editor", (f"{_ROOT}granska?visa=bedomda",)
    yield "Granska, bedömda, längre ner", "editor", (f"{_ROOT}granska?visa=bedomda&fran=1000",)
    yield "Händelser", "editor", (f"{_ROOT}handelser",)
    yield "Händelser, avslutade längre ner", "editor", (f"{_ROOT}handelser?sida=60",)
    yield "Händelser, sökta", "editor", (f"{_ROOT}handelser?ord=kompass",)
    followed = "SELECT ref FROM incidents WHERE status = 'ongoing' ORDER BY id DESC"
    yield "Händelse, pågående", "editor", each(followed, "handelser/{}")
    yield "Händelse, formulär öppet", "editor", each(followed, "handelser/{}?oppna=ny-fraga")
    long = (
        "SELECT ref FROM incidents JOIN statements ON incident_id = incidents.id"
        " GROUP BY ref ORDER BY count(*) DESC"
    )
    yield "Händelse, lång", "editor", each(long, "handelser/{}")
    yield "Händelse, lång, allt öppet", "editor", each(long, "handelser/{}?visa=allt")
    yield "Rapporter", "editor", (f"{_ROOT}rapporter",)
    number = "SELECT number FROM reports WHERE status {} ORDER BY id DESC"
    yield "Rapport, utkast", "editor", each(number.format("= 'draft'"), "rapporter/{}")
    yield "Rapport, skickad", "reader", each(number.format("= 'sent'"), "rapporter/{}")
    yield "Rapport, visning", "editor", each(number.format("= 'draft'"), "rapporter/{}/visning")
    yield "Ny rapport", "editor", each(followed, "rapporter/ny?handelse={}")
    flagged = "SELECT article_id FROM flags ORDER BY id DESC"
    yield "Artikel, träff", "editor", each(flagged, "artiklar/{}")
    spread = "SELECT id FROM articles WHERE id % (SELECT max(id) / 12 + 1 FROM articles) = 3"
    yield "Artikel, vilken som helst", "reader", each(spread, "artiklar/{}")
    yield "Frågor", "editor", (f"{_ROOT}fragor",)
    yield "Flöden", "reader", (f"{_ROOT}floden",)
    yield "Flöde", "administrator", each("SELECT id FROM sources", "floden/{}")
    yield "Genomslag", "reader", (f"{_ROOT}genomslag",)
    yield "Genomslag, ett år", "reader", (f"{_ROOT}genomslag?fran=2025-11-26",)
    yield "Genomslag, händelse", "reader", each(long, "genomslag?handelse={}")
    yield "Genomslag, funna", "editor", (f"{_ROOT}genomslag/funna",)
    yield "Mått", "reader", (f"{_ROOT}matt",)
    yield "Mått, tre år", "reader", (f"{_ROOT}matt?fran=2023-11-26",)
    yield "Lärande", "editor", (f"{_ROOT}larande",)
    yield "Stickprov", "editor", (f"{_ROOT}granska/stickprov",)
    yield "Personer", "editor", (f"{_ROOT}personer",)
    yield "Bevakning", "administrator", (f"{_ROOT}bevakningar/kompass",)
    yield "Gallring", "archivist", (f"{_ROOT}gallring",)
    yield "Händelser som kalkylblad", "editor", (f"{_ROOT}hamta/handelser/kalkylblad",)


def _search() -> Iterator[Place]:
    for name, words in (
        ("vanligt ord", "märkning"), ("ovanligt ord", "skolfågelkarta"),
        ("efterled", "haveri"), ("flera ord", "kompass märkning läkare"),
        ("början", "b"), ("två bokstäver", "sk"), ("vardagliga ord", "det är i och på"),
        ("inget", "qvxz"),
    ):  # fmt: skip
        yield Place("search", f"Sök, {name}", "reader", (f"{_ROOT}sok?{urlencode({'q': words})}",))


def _metadata() -> dict[str, Any]:
    told = parse_metadata(shipped("metadata.yml").read_text(encoding="utf-8"))
    found: dict[str, Any] = told["databases"]["lagesbild"]
    return found


def _tables(connection: sqlite3.Connection) -> Iterator[Place]:
    yield Place("history", "Historik", "reader", ("/lagesbild",))
    for table, told in _metadata()["tables"].items():
        if table in CLOSED or told.get("hidden"):
            continue
        if connection.execute(f"SELECT count(*) FROM [{table}]").fetchone()[0] < LARGE:
            continue
        role = "editor" if table in OF_PEOPLE else "reader"
        for said, address in _of_table(connection, table, told):
            yield Place("history", f"{table}{said}", role, (address,))


def _of_table(
    connection: sqlite3.Connection, table: str, told: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    at = f"/lagesbild/{table}"
    yield "", at
    for facet in told.get("facets", ()):
        value = connection.execute(
            f"SELECT [{facet}] FROM [{table}] WHERE [{facet}] IS NOT NULL"
            f" GROUP BY [{facet}] ORDER BY count(*) DESC LIMIT 1"
        ).fetchone()
        yield f", {facet} valt", f"{at}?{urlencode({facet: value[0]})}"
    info = connection.execute(f"PRAGMA table_info([{table}])").fetchall()
    keys = sorted((row for row in info if row[5]), key=lambda row: row[5])
    last = connection.execute(
        f"SELECT {', '.join(f'[{row[1]}]' for row in keys)} FROM [{table}] LIMIT 1"
    ).fetchone()
    yield ", rad", f"{at}/{','.join(str(one) for one in last)}"
    sorting = told.get("sort") or told.get("sort_desc") or keys[0][1]
    yield ", omvänt sorterad", f"{at}?_sort{'_desc' if 'sort' in told else ''}={sorting}"
    if table == "articles":
        yield ", nästa sida", f"{at}?_next=2026-10-01T09%3A00%3A00Z%2C900000"
        yield ", _search", f"{at}?{urlencode({'_search': 'märkning'})}"
        yield ", _search ovanligt", f"{at}?{urlencode({'_search': 'skolfågelkarta'})}"
        yield ", _search och medium", f"{at}?_search=kompass&outlet_id=3"
        yield ", ett medium", f"{at}?outlet_id=3"
        yield ", rubrik innehåller", f"{at}?title__contains=Kompass"
        yield ", sedan ett datum", f"{at}?first_seen_at__gte=2026-11-01"
        yield ", JSON", f"{at}.json"
    yield ", CSV", f"{at}.csv"


def _saved() -> Iterator[Place]:
    for name in _metadata()["queries"]:
        role = "editor"
        yield Place("history", f"fråga {name}", role, (f"/lagesbild/{name}?fran=&till=",))
