"""Our own lists as spreadsheets and as JSON, to take along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page
from monitor.core.clock import from_text, local
from monitor.core.errors import NotFoundError
from monitor.core.messages import label
from monitor.core.spreadsheet import sheet
from monitor.core.store import Row, Store

#: Rows of one file at most, the newest: what a spreadsheet opens without trouble.
MOST = 20_000


@dataclass(frozen=True)
class _Column:
    """One column: its name for programs, its Swedish heading, and how it is told.

    Attributes:
        kind: "" as it is, "time" an instant, "page" our page's address, else a section of labels.
    """

    key: str
    head: str
    kind: str = ""


@dataclass(frozen=True)
class _List:
    sql: str
    columns: tuple[_Column, ...]
    file: str


_C = _Column
_LISTS = {
    "handelser": _List(
        "SELECT ref, title, topic, severity, status, display_name AS owner, registry_number,"
        " happened_at, known_at, closed_at, closing_note,"
        " (SELECT count(*) FROM incident_articles WHERE incident_id = incidents.id) AS articles,"
        " 'handelser/' || ref AS page"
        " FROM incidents LEFT JOIN users ON users.id = owner_id"
        " WHERE status <> 'dismissed' ORDER BY incidents.known_at DESC, incidents.id DESC",
        (
            _C("ref", "Beteckning"), _C("title", "Rubrik"), _C("topic", "Ämne"),
            _C("severity", "Allvar", "severity"), _C("status", "Läge", "status"),
            _C("owner", "Handläggare"), _C("registry_number", "Diarienummer"),
            _C("happened_at", "Hände", "time"), _C("known_at", "Känt", "time"),
            _C("closed_at", "Avslutad", "time"), _C("closing_note", "Not om varför"),
            _C("articles", "Artiklar"), _C("page", "Sida", "page"),
        ),
        "handelser",
    ),
    "rapporter": _List(
        "SELECT number, kind, status, reason_clause, compiled_at, approved_at, sent_at,"
        " registry_number, (SELECT other.number FROM reports AS other"
        " WHERE other.id = reports.corrects_id) AS corrects,"
        " (SELECT group_concat(ref, ', ') FROM report_incidents JOIN incidents"
        " ON incidents.id = incident_id WHERE report_id = reports.id) AS incidents,"
        " 'rapporter/' || number AS page FROM reports ORDER BY compiled_at DESC, reports.id DESC",
        (
            _C("number", "Nummer"), _C("kind", "Slag", "report_kind"),
            _C("status", "Läge", "report_status"), _C("reason_clause", "Med anledning av"),
            _C("incidents", "Händelser"), _C("compiled_at", "Sammanställd", "time"),
            _C("approved_at", "Godkänd", "time"), _C("sent_at", "Utskickad", "time"),
            _C("corrects", "Rättar"), _C("registry_number", "Diarienummer"),
            _C("page", "Sida", "page"),
        ),
        "rapporter",
    ),
    "fragor": _List(
        "SELECT asker, outlets.name AS outlet, organisations.name AS organisation, question, ref,"
        " enquiries.happened_at, deadline_at, answered_at, wording AS answer,"
        " CASE WHEN ref IS NULL THEN 'fragor' ELSE 'handelser/' || ref END AS page"
        " FROM enquiries LEFT JOIN incidents ON incidents.id = enquiries.incident_id"
        " LEFT JOIN outlets ON outlets.id = outlet_id"
        " LEFT JOIN organisations ON organisations.id = enquiries.organisation_id"
        " LEFT JOIN statements ON statements.id = answer_id"
        " ORDER BY enquiries.happened_at DESC, enquiries.id DESC",
        (
            _C("happened_at", "Inkommen", "time"), _C("asker", "Frågar", "asker"),
            _C("outlet", "Medium"), _C("organisation", "Organisation"), _C("question", "Fråga"),
            _C("ref", "Händelse"), _C("deadline_at", "Svar senast", "time"),
            _C("answered_at", "Besvarad", "time"), _C("answer", "Svar"),
            _C("page", "Sida", "page"),
        ),
        "mediefragor",
    ),
    "traffar": _List(
        "SELECT articles.title, outlets.name AS outlet, watches.name AS watch, band,"
        " round(score, 2) AS score, verdict, flagged_at, published_at, url,"
        " 'artiklar/' || articles.id AS page FROM flags"
        " JOIN articles ON articles.id = article_id JOIN outlets ON outlets.id = outlet_id"
        " JOIN watches ON watches.id = watch_id WHERE band IN ('flag', 'look')"
        " ORDER BY flagged_at DESC, flags.id DESC",
        (
            _C("title", "Rubrik"), _C("outlet", "Medium"), _C("watch", "Bevakning"),
            _C("band", "Säkerhet", "band"), _C("score", "Poäng"),
            _C("verdict", "Bedömning", "verdict"), _C("flagged_at", "Flaggad", "time"),
            _C("published_at", "Publicerad", "time"), _C("url", "Adress"),
            _C("page", "Sida", "page"),
        ),
        "traffar",
    ),
    "artiklar": _List(
        "SELECT articles.title, outlets.name AS outlet, role, articles.medium, published_at,"
        " first_seen_at, latest_version AS versions, removed_at, url,"
        " 'artiklar/' || articles.id AS page FROM incident_articles"
        " JOIN incidents ON incidents.id = incident_id JOIN articles ON articles.id = article_id"
        " JOIN outlets ON outlets.id = outlet_id WHERE ref = :ref"
        " ORDER BY coalesce(published_at, first_seen_at), articles.id",
        (
            _C("title", "Rubrik"), _C("outlet", "Medium"), _C("role", "Roll", "article_role"),
            _C("medium", "Slag", "medium"), _C("published_at", "Publicerad", "time"),
            _C("first_seen_at", "Först sedd", "time"), _C("versions", "Versioner"),
            _C("removed_at", "Borttagen", "time"), _C("url", "Adress"), _C("page", "Sida", "page"),
        ),
        "artiklar",
    ),
}  # fmt: skip


async def download(ctx: Context) -> Any:
    """Answer with a whole list, newest first."""
    name, kind = ctx.var("lista"), ctx.var("slag")
    chosen = _LISTS[name]
    ref = ctx.query.get("handelse")

    def load(store: Store) -> list[Row]:
        if name == "artiklar" and not store.value("SELECT 1 FROM incidents WHERE ref = ?", [ref]):
            raise NotFoundError(kind="händelsen", id=ref)
        params = {"ref": ref} if name == "artiklar" else {}
        return store.rows(f"{chosen.sql} LIMIT {MOST}", params)

    rows = await ctx.read(load)
    base = ctx.desk.settings.desk_url.rstrip("/")
    if kind == "json":
        for row in rows:
            row["page"] = base + links.page(row["page"])
        return ctx.json(rows)
    table = ([_told(row[one.key], one.kind, base) for one in chosen.columns] for row in rows)
    file = f"{chosen.file}-{ref}" if name == "artiklar" else chosen.file
    return ctx.download(
        sheet([one.head for one in chosen.columns], table),
        "text/csv; charset=utf-8",
        f"{file}-{ctx.today.isoformat()}.csv",
    )


def _told(value: Any, kind: str, base: str) -> Any:
    if value is None or not kind:
        return value
    if kind == "time":
        return f"{local(from_text(value)):%Y-%m-%d %H:%M}"
    if kind == "page":
        return base + links.page(value)
    return label(kind, value)


PAGES = (Page(path=f"hamta/(?P<lista>{'|'.join(_LISTS)})/(?P<slag>kalkylblad|json)", get=download),)
