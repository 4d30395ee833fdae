"""The stable addresses of our pages. Everything that links asks here.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from incidents.record import addresses

#: Everything of ours lies below this.
ROOT = addresses.ROOT
#: Name of the database in Datasette's addresses.
DATABASE = "lagesbild"


def page(path: str = "", **query: Any) -> str:
    """Return the address of one of our pages; query values that are None or empty are left out."""
    kept = {name: value for name, value in query.items() if value not in (None, "")}
    address = f"{ROOT}/{path}" if path else f"{ROOT}/"
    return f"{address}?{urlencode(kept, doseq=True)}" if kept else address


def article(article_id: int) -> str:
    """Return the address of an article's page."""
    return page(f"artiklar/{article_id}")


def incident(ref: str) -> str:
    """Return the address of an incident's page."""
    return page(f"handelser/{quote(ref)}")


def report(number: str) -> str:
    """Return the address of a report's page."""
    return page(f"rapporter/{quote(number)}")


def report_base(desk_url: str) -> str | None:
    """Return the whole address that a report's number is added to; None without the desk's own.

    Args:
        desk_url: the setting, such as "https://lagesbild.region.example".
    """
    return f"{desk_url.rstrip('/')}{ROOT}/rapporter/" if desk_url else None


def source(source_id: int) -> str:
    """Return the address of a source's page."""
    return page(f"floden/{source_id}")


def table(name: str, **filters: Any) -> str:
    """Return the address of a table in the history, filtered."""
    query = f"?{urlencode(filters, doseq=True)}" if filters else ""
    return f"/{DATABASE}/{name}{query}"


def row(table_name: str, key: int | str) -> str:
    """Return the address of a row in the history."""
    return f"/{DATABASE}/{table_name}/{key}"


#: Records of an incident: table -> part of the incident's page, and what their ids begin with.
_PLACES = {
    "statements": ("uttalanden", "uttalande"),
    "circumstances": ("omstandigheter", "omstandighet"),
    "actions": ("atgarder", "atgard"),
    "enquiries": ("mediefragor", "mediefraga"),
    "questions": ("oppna-fragor", "oppen-fraga"),
    "decisions": ("beslut", "beslut"),
    "claims": ("uttalanden", "pastaende"),
}
#: Tables whose rows say too little themselves: their page is looked up when somebody goes there.
BY_ROW = (*_PLACES, "incident_articles", "report_paragraphs", "verdicts")


def record(table_name: str, key: int, ref: str | None, part: str = "") -> str:
    """Return the address of a record's place on its incident's page.

    Args:
        ref: None: it belongs to no incident yet, and stands among the enquiries.
        part: of the incident's page; the usual one of the table unless given.
    """
    usual, start = _PLACES[table_name]
    place = f"{start}-{key}"
    if not ref:
        return f"{page('fragor')}#{place}"
    return f"{page(f'handelser/{quote(ref)}', visa=part or usual)}#{place}"


def for_row(table_name: str, values: Mapping[str, Any]) -> str | None:
    """Return the page of ours that shows a row of the history, or None."""
    if table_name in BY_ROW and values.get("id"):
        return page(f"post/{table_name}/{values['id']}")
    column, way = _NAMED.get(table_name, ("", ""))
    if not values.get(column):
        return None
    return page() + way.format(quote(str(values[column])))


#: Tables whose rows have a place of their own: the column that names it, and the address.
_NAMED = {
    "articles": ("id", "artiklar/{}"),
    "flags": ("article_id", "artiklar/{}"),
    "article_versions": ("article_id", "artiklar/{}"),
    "incidents": ("ref", "handelser/{}"),
    "reports": ("number", "rapporter/{}"),
    "sources": ("id", "floden/{}"),
    "watches": ("slug", "bevakningar/{}"),
    "disclosures": ("number", "utlamning/{}"),
    "people": ("id", "personer#person-{}"),
    "organisations": ("id", "personer#organisation-{}"),
    "distribution_lists": ("id", "sandlistor#lista-{}"),
}


def safe(target: str, default: str = f"{ROOT}/") -> str:
    """Return the target if it stays on this desk, else the default: no open redirects."""
    plain = target.startswith("/") and not target.startswith(("//", "/\\"))
    clean = not any(ord(letter) < 33 or letter in "\\\x7f" for letter in target)
    return target if plain and clean else default
