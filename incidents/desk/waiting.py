"""What waits for a person: the start page's lists, each one query, newest or most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from incidents.desk import links
from monitor.core.actors import Actor
from monitor.core.clock import to_text
from monitor.core.messages import label
from monitor.core.store import Row, Store
from monitor.intake.alarms import Alarm, alarms
from monitor.review import queue

#: How many rows of each list stand on the start page.
SHOWN = 5
#: How far ahead a deadline counts as near.
NEAR = timedelta(hours=24)
#: How long back a changed article is news.
RECENT = timedelta(hours=48)
#: A report as one line: "2026-E01: uppgifter i MV om Kompass".
_REPORT = (
    "number || coalesce(': ' || reason_clause,"
    " CASE reports.kind WHEN 'weekly' THEN ': veckorapport' ELSE '' END) AS text"
)
_ALL_SOURCES = links.page("floden", visa="fel")


@dataclass(frozen=True)
class Waiting:
    """One list.

    Attributes:
        title: Swedish heading.
        count: all of them.
        rows: the first few: ``text``, ``href``, and where it fits ``note`` and ``at`` (instant).
        at: what ``at`` tells, "svar senast".
        href: where all of them stand.
        tone: how urgent: neutral, info, warn, bad.
        due: whether ``at`` is a deadline; the first that has passed makes the list urgent.
    """

    title: str
    count: int
    rows: tuple[Row, ...]
    href: str
    at: str
    tone: str = "neutral"
    due: bool = False


@dataclass(frozen=True)
class _List:
    title: str
    permission: str
    sql: str
    href: str
    tone: str
    at: str
    link: Callable[[Row], str]
    due: bool = False


def _incident(row: Row) -> str:
    return links.incident(row["ref"]) if row["ref"] else links.table("enquiries")


def _unjudged(store: Store) -> Waiting:
    """Return what waits in the review queue: its cards, in its order."""
    page = links.page("granska")
    rows = tuple(
        {
            "text": row["title"],
            "href": f"{page}#traff-{row['id']}",
            "at": row["first_seen_at"],
            "note": row["outlet_short"],
        }
        for row in (story.cards[0].row for story in queue.stories(store, limit=SHOWN))
    )
    return Waiting("Obedömda träffar", queue.count(store), rows, page, at="sedd", tone="info")


@dataclass(frozen=True)
class _Made:
    """A list that another room makes."""

    permission: str
    make: Callable[[Store], Waiting]


_LISTS: tuple[_List | _Made, ...] = (
    _List(
        "Mediefrågor att besvara",
        "record",
        "SELECT question AS text, ref, deadline_at AS at, coalesce(short_name, '') AS note"
        " FROM enquiries LEFT JOIN incidents ON incidents.id = incident_id"
        " LEFT JOIN outlets ON outlets.id = outlet_id"
        " WHERE answered_at IS NULL AND (deadline_at IS NULL OR deadline_at < :near)"
        " ORDER BY deadline_at IS NULL, deadline_at",
        f"/{links.DATABASE}/obesvarade_mediefragor",
        "bad",
        "svar senast",
        _incident,
        due=True,
    ),
    _List(
        "Rapporter att granska",
        "approve",
        f"SELECT {_REPORT}, number, submitted_at AS at, display_name AS note FROM reports"
        " LEFT JOIN users ON users.id = submitted_by WHERE reports.status = 'in_review'"
        " ORDER BY submitted_at",
        links.page("rapporter"),
        "warn",
        "lämnad",
        lambda row: links.report(row["number"]),
    ),
    _List(
        "Godkända rapporter att skicka ut",
        "send",
        f"SELECT {_REPORT}, number, approved_at AS at, display_name AS note FROM reports"
        " LEFT JOIN users ON users.id = approved_by WHERE reports.status = 'approved'"
        " ORDER BY approved_at",
        links.page("rapporter"),
        "bad",
        "godkänd",
        lambda row: links.report(row["number"]),
    ),
    _List(
        "Rapporter som skrivs",
        "report",
        f"SELECT {_REPORT}, number, compiled_at AS at, display_name AS note FROM reports"
        " LEFT JOIN users ON users.id = created_by WHERE reports.status = 'draft'"
        " ORDER BY compiled_at DESC",
        links.page("rapporter"),
        "neutral",
        "sammanställd",
        lambda row: links.report(row["number"]),
    ),
    _List(
        "Uttalanden att godkänna",
        "approve",
        "SELECT wording AS text, ref, statements.known_at AS at, '' AS note FROM statements"
        " JOIN incidents ON incidents.id = incident_id WHERE approval = 'requested'"
        " ORDER BY statements.known_at",
        links.table("statements", approval="requested"),
        "warn",
        "infört",
        _incident,
    ),
    _List(
        "Rapporter att kontrasignera",
        "approve",
        f"SELECT {_REPORT}, number, approved_at AS at, override_reason AS note FROM reports"
        " WHERE override_reason IS NOT NULL AND countersigned_at IS NULL"
        " AND approved_by IS NOT :user ORDER BY approved_at",
        f"/{links.DATABASE}/godkanda_i_jouren",
        "warn",
        "godkänd",
        lambda row: links.report(row["number"]),
    ),
    _List(
        "Föreslagna händelser",
        "record",
        "SELECT title AS text, ref, known_at AS at, ref AS note FROM incidents"
        " WHERE status = 'proposed' ORDER BY known_at DESC",
        links.page("handelser"),
        "info",
        "känt",
        _incident,
    ),
    _Made("judge", _unjudged),
    _List(
        "Svar vi väntar på",
        "record",
        "SELECT questions.wording AS text, ref, answer_due_at AS at, name AS note FROM questions"
        " JOIN incidents ON incidents.id = incident_id"
        " LEFT JOIN organisations ON organisations.id = put_to_id WHERE answered_at IS NULL"
        " ORDER BY answer_due_at IS NULL, answer_due_at",
        f"/{links.DATABASE}/vantande_svar",
        "neutral",
        "svar väntas",
        _incident,
        due=True,
    ),
    _List(
        "Åtgärder med tid som går ut",
        "record",
        "SELECT actions.wording AS text, ref, due_at AS at, coalesce(display_name, '') AS note"
        " FROM actions JOIN incidents ON incidents.id = incident_id"
        " LEFT JOIN users ON users.id = actions.owner_id"
        " WHERE actions.status IN ('planned', 'ongoing') AND due_at < :near ORDER BY due_at",
        f"/{links.DATABASE}/atgarder_kvar",
        "warn",
        "klar senast",
        _incident,
        due=True,
    ),
    _List(
        "Artiklar som mediet har ändrat",
        "record",
        "SELECT later.title AS text, ref, captured_at AS at, outlets.short_name AS note,"
        " later.article_id FROM article_versions AS later"
        " JOIN incident_articles ON incident_articles.article_id = later.article_id"
        " JOIN incidents ON incidents.id = incident_id"
        " JOIN articles ON articles.id = later.article_id"
        " JOIN outlets ON outlets.id = articles.outlet_id"
        " WHERE later.number > 1 AND captured_at > :recent"
        " AND incidents.status NOT IN ('closed', 'dismissed') ORDER BY captured_at DESC",
        f"/{links.DATABASE}/andrade_artiklar",
        "info",
        "ändrad",
        lambda row: links.article(row["article_id"]),
    ),
    _List(
        "Utskick som inte kom fram",
        "send",
        "SELECT recipients.name AS text, number, changed_at AS at, number AS note FROM deliveries"
        " JOIN reports ON reports.id = report_id JOIN recipients ON recipients.id = recipient_id"
        " WHERE deliveries.status IN ('bounced', 'failed') AND changed_at > :recent"
        " ORDER BY changed_at DESC",
        f"/{links.DATABASE}/misslyckade_utskick",
        "warn",
        "sedan",
        lambda row: links.report(row["number"]),
    ),
    _List(
        "Inbjudna som inte har loggat in",
        "users",
        "SELECT display_name AS text, created_at AS at, username AS note FROM users"
        " WHERE password_hash IS NULL AND disabled_at IS NULL ORDER BY created_at",
        links.page("anvandare"),
        "neutral",
        "inbjuden",
        lambda _: links.page("anvandare"),
    ),
    _List(
        "Begäran om allmänna handlingar",
        "disclose",
        "SELECT number AS text, number, asked_at AS at, '' AS note FROM disclosures"
        " WHERE status = 'open' ORDER BY asked_at",
        links.page("utlamning"),
        "bad",
        "begärd",
        lambda row: links.page(f"utlamning/{row['number']}"),
    ),
    _List(
        "Utskickade rapporter utan diarienummer",
        "disclose",
        f"SELECT {_REPORT}, number, sent_at AS at, '' AS note FROM reports"
        " WHERE status = 'sent' AND registry_number IS NULL ORDER BY sent_at",
        links.table("reports", status="sent", registry_number__isnull=1),
        "neutral",
        "utskickad",
        lambda row: links.report(row["number"]),
    ),
)


def waiting_for(store: Store, actor: Actor) -> list[Waiting]:
    """Return the lists that are not empty and that the person can do something about."""
    now = store.clock.now()
    params: dict[str, object] = {
        "near": to_text(now + NEAR),
        "recent": to_text(now - RECENT),
        "user": actor.user_id,
    }
    found = [_fill(store, one, params) for one in _LISTS if actor.may(one.permission)]
    if actor.may("sources"):
        found.insert(0, _worrying(alarms(store, now)))
    # What is late comes first; else the order of the lists, which is that of the work.
    return sorted((one for one in found if one.count), key=lambda one: one.tone != "bad")


def _worrying(found: Sequence[Alarm]) -> Waiting:
    """Return the sources whose silence cannot be trusted, those in trouble longest first."""
    rows = tuple(
        {
            "text": one.sentence,
            "href": _ALL_SOURCES if one.source_id is None else links.source(one.source_id),
            "at": to_text(one.since),
            "note": label("source_alarm", one.kind),
        }
        for one in found[:SHOWN]
    )
    return Waiting(
        "Flöden som är tysta eller inte fungerar", len(found), rows, _ALL_SOURCES,
        at="sedan", tone="warn",
    )  # fmt: skip


def _fill(store: Store, one: _List | _Made, params: dict[str, object]) -> Waiting:
    if isinstance(one, _Made):
        return one.make(store)
    used = {name: value for name, value in params.items() if f":{name}" in one.sql}
    count = int(store.value(f"SELECT count(*) FROM ({one.sql})", used))
    rows: Iterable[Row] = store.rows(f"{one.sql} LIMIT {SHOWN}", used) if count else ()
    shown = tuple({**row, "href": one.link(row)} for row in rows)
    late = one.due and any(row["at"] and row["at"] < to_text(store.clock.now()) for row in shown)
    return Waiting(
        one.title, count, shown, one.href, at=one.at, tone="bad" if late else one.tone, due=one.due
    )


def open_incidents(store: Store) -> list[Row]:
    """Return the incidents under way, worst first, with when something last happened in them."""
    return store.rows(
        "SELECT incidents.*, display_name AS owner,"
        " (SELECT count(*) FROM incident_articles WHERE incident_id = incidents.id) AS articles,"
        " (SELECT number FROM report_incidents JOIN reports ON reports.id = report_id"
        "  WHERE incident_id = incidents.id AND reports.status = 'sent'"
        "  ORDER BY sent_at DESC LIMIT 1) AS last_report"
        " FROM incidents LEFT JOIN users ON users.id = owner_id"
        " WHERE status IN ('new', 'ongoing', 'stable')"
        " ORDER BY CASE severity WHEN 'crisis' THEN 0 WHEN 'serious' THEN 1 WHEN 'raised' THEN 2"
        " ELSE 3 END, incidents.known_at DESC LIMIT 20"
    )


def latest_reports(store: Store) -> list[Row]:
    """Return the reports sent last, newest first."""
    return store.rows(
        "SELECT number, kind, status, reason_clause, compiled_at, sent_at,"
        " (SELECT later.number FROM reports AS later WHERE later.corrects_id = reports.id)"
        " AS corrected_by"
        " FROM reports WHERE status = 'sent' ORDER BY sent_at DESC LIMIT 5"
    )
