"""One search box over everything: Swedish word forms and compounds, grouped and dated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from incidents.desk import links, searching
from incidents.desk.handbook import passages
from incidents.desk.http import Context, Page
from incidents.desk.vocabulary import Vocabulary
from incidents.report.inline import parse_inline
from incidents.report.tree import plain
from monitor.core.store import Row, Store

#: Hits shown of each kind.
SHOWN = 15


@dataclass(frozen=True)
class Group:
    """Hits of one kind, newest first. ``more``: there are others than those shown."""

    title: str
    hits: list[Row]
    more: bool
    all_href: str = ""


@dataclass(frozen=True)
class _Kind:
    """One kind of record.

    Attributes:
        sql: its rows as id, text (which begins with the heading), heading, at (instant), note.
        link: the address of a row.
        plain: what is shown of its text.
    """

    title: str
    sql: str
    link: Callable[[Row], str]
    plain: Callable[[str], str] = str


def _in_incident(table: str) -> Callable[[Row], str]:
    """Return what links to a record's place on its incident's page."""

    def link(row: Row) -> str:
        return links.record(table, row["id"], row["ref"])

    return link


_FROM_INCIDENT = "JOIN incidents ON incidents.id = incident_id"
_KINDS = (
    _Kind(
        "Händelser",
        "SELECT incidents.id, ref, ref || ' ' || title || ' ' || topic AS text,"
        " ref || ' ' || title AS heading, known_at AS at, '' AS note FROM incidents",
        lambda row: links.incident(row["ref"]),
    ),
    _Kind(
        "Rapporter",
        "SELECT reports.id, number, number || ' ' || coalesce(reason_clause, '') || ' ' ||"
        " coalesce((SELECT group_concat(text, ' ') FROM report_paragraphs"
        "  WHERE report_id = reports.id AND left_out = 0), '') AS text, number AS heading,"
        " compiled_at AS at, '' AS note FROM reports",
        lambda row: links.report(row["number"]),
        lambda text: plain(parse_inline(text)),
    ),
    _Kind(
        "Uttalanden",
        "SELECT statements.id, ref, wording AS text, '' AS heading, statements.known_at AS at,"
        " coalesce(people.name, organisations.name, '') AS note"
        f" FROM statements {_FROM_INCIDENT} LEFT JOIN people ON people.id = speaker_id"
        " LEFT JOIN organisations ON organisations.id = statements.organisation_id",
        _in_incident("statements"),
    ),
    _Kind(
        "Kända omständigheter",
        "SELECT circumstances.id, ref, wording AS text, '' AS heading,"
        f" circumstances.known_at AS at, ref AS note FROM circumstances {_FROM_INCIDENT}",
        _in_incident("circumstances"),
    ),
    _Kind(
        "Vidtagna åtgärder",
        "SELECT actions.id, ref, wording AS text, '' AS heading, actions.known_at AS at,"
        f" ref AS note FROM actions {_FROM_INCIDENT}",
        _in_incident("actions"),
    ),
    _Kind(
        "Frågor till oss",
        "SELECT enquiries.id, ref, question AS text, '' AS heading, enquiries.known_at AS at,"
        " coalesce(outlets.name, '') AS note FROM enquiries"
        " LEFT JOIN incidents ON incidents.id = incident_id"
        " LEFT JOIN outlets ON outlets.id = outlet_id",
        _in_incident("enquiries"),
    ),
)


def find(store: Store, query: str, words: Vocabulary | None = None) -> list[Group]:
    """Return what holds every word of the query, by kind; kinds without hits are left out.

    What the handbook says comes last.

    Args:
        words: where compounds of articles are looked up; None: words are found by their beginnings.
    """
    wanted = searching.stems(query)
    if not wanted:
        return []
    store.connection.create_function("has_all", 2, searching.has_all, deterministic=True)
    records = [_records(store, kind, wanted) for kind in _KINDS]
    articles = _articles(store, query, wanted, words)
    groups = [records[0], records[1], articles, *records[2:], _handbook(wanted)]
    return [group for group in groups if group.hits]


def _records(store: Store, kind: _Kind, wanted: list[str]) -> Group:
    rows = store.rows(
        f"SELECT * FROM ({kind.sql}) WHERE has_all(text, ?) ORDER BY at DESC LIMIT ?",
        [" ".join(wanted), SHOWN + 1],
    )
    hits = [
        {
            "href": kind.link(row),
            "heading": searching.marked(row["heading"], wanted),
            "said": _excerpt(kind, row, wanted),
            "at": row["at"],
            "note": row["note"],
        }
        for row in rows[:SHOWN]
    ]
    return Group(kind.title, hits, more=len(rows) > SHOWN)


def _excerpt(kind: _Kind, row: Row, wanted: list[str]) -> Markup:
    """Return the words around a hit, without the heading that stands above them."""
    text = str(row["text"]).removeprefix(str(row["heading"])).strip()
    return searching.excerpt(kind.plain(text), wanted)


def _articles(store: Store, query: str, wanted: list[str], words: Vocabulary | None) -> Group:
    if words:
        words.refresh(store.connection)
    # By rowid, which FTS5 walks backwards: newest first without ranking every hit.
    rows = store.rows(
        "SELECT articles.id, title, lede, own_summary, first_seen_at, name FROM ("
        "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rowid DESC LIMIT ?)"
        " AS hit JOIN articles ON articles.id = hit.rowid"
        " JOIN outlets ON outlets.id = outlet_id ORDER BY articles.id DESC",
        [searching.escape_fts(query, words.compounds if words else None), SHOWN + 1],
    )
    hits = [
        {
            "href": links.article(row["id"]),
            "heading": searching.marked(row["title"], wanted),
            "said": searching.excerpt(row["lede"] or row["own_summary"], wanted),
            "at": row["first_seen_at"],
            "note": row["name"],
        }
        for row in rows[:SHOWN]
    ]
    return Group(
        "Artiklar", hits, more=len(rows) > SHOWN, all_href=links.table("articles", _search=query)
    )


def _handbook(wanted: list[str]) -> Group:
    """Return the passages of the handbook with every word, those with it in the heading first."""
    words = " ".join(wanted)
    found = [one for one in passages() if searching.has_all(f"{one.heading} {one.text}", words)]
    found.sort(key=lambda one: not searching.has_all(one.heading, words))
    hits: list[Row] = [
        {
            "href": one.href,
            "heading": searching.marked(one.heading, wanted),
            "said": searching.excerpt(one.text, wanted),
            "at": None,
            "note": "",
        }
        for one in found[:SHOWN]
    ]
    return Group("Handboken", hits, more=len(found) > SHOWN)


async def show(ctx: Context) -> Any:
    """Search when something was asked, else show the box."""
    query = ctx.query.get("q").strip()[:200]
    words = ctx.desk.vocabulary
    groups = await ctx.read(lambda store: find(store, query, words)) if query else []
    return await ctx.show("search.html", query=query, groups=groups)


PAGES = (Page(path="sok", get=show, nav="sok"),)
