"""How one value of the history reads: Swedish words and times, links to our pages."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from incidents.desk import catalogue, links
from incidents.desk.look import hel
from monitor.core.clock import from_text
from monitor.core.times import Calendar, Moment, moment_text

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_INCIDENT = re.compile(r"H-\d{4}-\d{3,}")
_REPORT = re.compile(r"\d{4}-[EV]\d{2,}")
#: Columns of a table that lead to our page of the row.
_LEADING = {
    "articles": "title",
    "incidents": "title",
    "reports": "number",
    "sources": "title",
    "statements": "wording",
    "circumstances": "wording",
    "actions": "wording",
    "questions": "wording",
    "decisions": "wording",
    "claims": "wording",
    "enquiries": "question",
    "report_paragraphs": "text",
    "watches": "name",
    "people": "name",
    "organisations": "name",
    "distribution_lists": "name",
    "disclosures": "number",
}
#: The year that stands for "until somebody says otherwise", as while an incident is open.
_FOREVER = "9999-"
#: Longest label of a row that is linked to, characters.
_LABEL = 80


def shown(row: Any, value: Any, column: str, table: str | None, path: str) -> Markup | None:
    """Return how a cell reads, or None where Datasette's own way does.

    Args:
        table: None on the page of a saved question, whose name the path ends with.
    """
    word = catalogue.word(table or path.rpartition("/")[2], column, value)
    if word is not None:
        return Markup("{}").format(word)
    if not isinstance(value, str):
        return None
    if (table, column) == ("reports", "document"):
        return _read(row)
    if value.startswith(_FOREVER):
        return Markup("tills vidare")
    if _INSTANT.fullmatch(value):
        said = moment_text(Moment(from_text(value)), Calendar())
        return Markup('<time datetime="{}">{}</time>').format(value, said)
    return _link(row, value, column, table)


def _read(row: Any) -> Markup:
    """Return a link to the report, instead of its content as data."""
    number = str(plain(row).get("number", ""))
    return Markup('<a href="{}/visning">Läs rapporten</a>').format(links.report(number))


def _link(row: Any, value: str, column: str, table: str | None) -> Markup | None:
    if table is None:
        page = _named(value)
        if page:
            return Markup('<a href="{}">{}</a>').format(page, hel(value))
        ours = value.startswith(links.ROOT)
        return Markup('<a href="{}">Öppna</a>').format(links.safe(value)) if ours else None
    page = links.for_row(table, plain(row)) if _LEADING.get(table) == column else None
    return Markup('<a href="{}">{}</a>').format(page, hel(value)) if page else None


def _named(value: str) -> str | None:
    """Return our page of an incident or a report whose name a saved question tells."""
    if _INCIDENT.fullmatch(value):
        return links.incident(value)
    return links.report(value) if _REPORT.fullmatch(value) else None


def plain(row: Any) -> dict[str, Any]:
    """Return a row of Datasette's as a dict of its stored values."""
    found = {key: row[key] for key in row.keys()}  # noqa: SIM118 - sqlite3.Row
    return {
        key: value["value"] if isinstance(value, dict) else value for key, value in found.items()
    }


async def linked(database: Any, table: str | None, column: str, value: dict[str, Any]) -> Any:
    """Return a link to the row that a number points at, its words cut short; else None."""
    label = str(value.get("label") or "")
    if len(label) <= _LABEL or table is None:
        return None
    keys = await database.foreign_keys_for_table(table)
    target = next((key["other_table"] for key in keys if key["column"] == column), None)
    if target is None:
        return None
    cut = label[:_LABEL].rsplit(" ", 1)[0] + " …"
    return Markup('<a href="{}">{}</a>').format(links.row(target, value["value"]), cut)
