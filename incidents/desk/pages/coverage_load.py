"""What the pictures of coverage are drawn from: publications, reports, statements, and the recall.

A publication counts when it was judged relevant, or belongs to an incident as more than background.
Copies of the same text count, too: each of them was read somewhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from incidents.desk import links
from monitor.core.clock import from_text, local, to_text
from monitor.core.store import Row, Store
from monitor.core.times import midnight
from monitor.review.audit_sample import PERIOD
from monitor.review.queue import unfolded
from monitor.review.recall import Recall, recall

#: Hour ("2026-03-09T13") -> number of publications.
Hours = Counter[str]
#: Marks drawn and listed at most, of each kind; the newest.
MARKS: Final = 300
#: Ways to part the publications: key in the address -> Swedish.
SPLITS: Final = {"medium": "Medium", "bevakning": "Bevakning", "handelse": "Händelse"}

_AT: Final = (
    "CASE WHEN a.published_at IS NULL OR a.published_precision IN ('unknown', 'week')"
    " THEN a.first_seen_at ELSE a.published_at END"
)
_COUNTED: Final = (
    "SELECT article_id FROM flags WHERE verdict = 'relevant' UNION"
    " SELECT article_id FROM incident_articles JOIN incidents ON incidents.id = incident_id"
    " WHERE role <> 'background' AND status NOT IN ('proposed', 'dismissed')"
)
_OF_INCIDENT: Final = (
    "SELECT article_id FROM incident_articles WHERE incident_id = :incident"
    " AND role <> 'background'"
)
_OF_WATCH: Final = (
    "SELECT article_id FROM flags WHERE watch_id = :watch AND verdict IS NOT 'irrelevant'"
)
_SPLIT: Final = {
    "medium": ("o.name", "JOIN outlets o ON o.id = a.outlet_id"),
    "bevakning": (
        "w.name",
        (
            "JOIN flags f ON f.article_id = a.id AND f.verdict = 'relevant'"
            " JOIN watches w ON w.id = f.watch_id"
        ),
    ),
    "handelse": (
        "i.ref || ' ' || i.title",
        (
            "JOIN incident_articles l ON l.article_id = a.id AND l.role <> 'background'"
            " JOIN incidents i ON i.id = l.incident_id"
            " AND i.status NOT IN ('proposed', 'dismissed')"
        ),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is looked at; None: everything."""

    watch: int | None = None
    outlet: int | None = None
    incident: int | None = None
    start: datetime | None = None
    end: datetime | None = None

    @property
    def params(self) -> dict[str, Any]:
        """Return the values that the queries name."""
        return {
            "watch": self.watch,
            "outlet": self.outlet,
            "incident": self.incident,
            "start": to_text(self.start) if self.start else None,
            "end": to_text(self.end) if self.end else None,
        }

    def articles(self) -> str:
        """Return the SQL of what is counted, the period left aside: FROM … WHERE …, alias a."""
        of = _OF_INCIDENT if self.incident else _COUNTED
        sql = f" a.id IN ({of})"
        if self.watch:
            sql += f" AND a.id IN ({_OF_WATCH})"
        return sql + (" AND a.outlet_id = :outlet" if self.outlet else "")


def publications(store: Store, choice: Choice, split: str) -> dict[str, Hours]:
    """Return the hours of publication, by outlet, watch or incident."""
    name, join = _SPLIT[split]
    found: dict[str, Hours] = defaultdict(Counter)
    sql = (
        f"SELECT name, substr(at, 1, 13) AS hour, count(*) AS number FROM ("
        f" SELECT {name} AS name, {_AT} AS at FROM articles a {join} WHERE {choice.articles()})"
        f" WHERE {_within(choice)} GROUP BY name, hour"
    )
    for row in store.rows(sql, _used(sql, choice)):
        found[row["name"]][row["hour"]] += row["number"]
    return dict(found)


def is_any(store: Store, choice: Choice) -> bool:
    """Tell whether the period holds a publication, a report or a statement."""
    sql = (
        f"SELECT 1 FROM (SELECT {_AT} AS at FROM articles a WHERE {choice.articles()})"
        f" WHERE {_within(choice)} LIMIT 1"
    )
    return bool(store.value(sql, _used(sql, choice))) or any(marks(store, choice).values())


def unjudged(store: Store, choice: Choice) -> int:
    """Return how many hits of the period nobody has judged, which are not counted."""
    sql = (
        "SELECT count(*) FROM flags f JOIN articles a ON a.id = f.article_id"
        f" WHERE f.verdict IS NULL AND f.band IN ('flag', 'look') AND {unfolded('f', 'a')}"
        " AND (:start IS NULL OR a.first_seen_at >= :start)"
        " AND (:end IS NULL OR a.first_seen_at < :end)"
    )
    if choice.watch:
        sql += " AND f.watch_id = :watch"
    if choice.outlet:
        sql += " AND a.outlet_id = :outlet"
    return 0 if choice.incident else int(store.value(sql, _used(sql, choice)))


def marks(store: Store, choice: Choice) -> dict[str, list[Row]]:
    """Return the sent reports and our statements of the period, oldest first.

    With a watch or an outlet chosen: those of the incidents that hold its publications. Each has
    ``at``, ``text``, ``href`` and ``note``.
    """
    incidents = _incidents(choice)
    of_report = (
        f" AND r.id IN (SELECT report_id FROM report_incidents WHERE incident_id IN ({incidents}))"
        if incidents
        else ""
    )
    reports = _newest(
        store, choice,
        "SELECT sent_at AS at, number AS text, coalesce(reason_clause, '') AS note, number"
        f" FROM reports r WHERE status = 'sent'{of_report}",
    )  # fmt: skip
    said = _newest(
        store, choice,
        "SELECT CASE WHEN s.happened_at IS NULL OR s.happened_precision IN ('unknown', 'week')"
        " THEN s.known_at ELSE s.happened_at END AS at, wording AS text, s.id, ref,"
        " coalesce(p.name, '') AS note FROM statements s"
        " JOIN incidents i ON i.id = s.incident_id LEFT JOIN people p ON p.id = s.speaker_id"
        " WHERE direction = 'out' AND approval IN ('approved', 'not_needed')"
        + (f" AND s.incident_id IN ({incidents})" if incidents else ""),
    )  # fmt: skip
    return {
        "reports": [{**row, "href": links.report(row["number"])} for row in reports],
        "statements": [
            {**row, "href": f"{links.incident(row['ref'])}?visa=uttalanden#uttalande-{row['id']}"}
            for row in said
        ],
    }


def _incidents(choice: Choice) -> str:
    if choice.incident:
        return ":incident"
    if not (choice.watch or choice.outlet):
        return ""
    return (
        "SELECT l.incident_id FROM incident_articles l JOIN articles a ON a.id = l.article_id"
        f" WHERE {choice.articles()}"
    )


def _newest(store: Store, choice: Choice, of: str) -> list[Row]:
    sql = f"SELECT * FROM ({of}) WHERE {_within(choice)} ORDER BY at DESC LIMIT {MARKS}"
    return store.rows(sql, _used(sql, choice))[::-1]


def _within(choice: Choice) -> str:
    return " AND ".join(
        ["at IS NOT NULL"]
        + (["at >= :start"] if choice.start else [])
        + (["at < :end"] if choice.end else [])
    )


def _used(sql: str, choice: Choice) -> dict[str, Any]:
    return {name: value for name, value in choice.params.items() if f":{name}" in sql}


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """The recall as reckoned from the days before one Monday.

    Attributes:
        told: None when the samples say nothing.
    """

    until: date
    told: Recall | None
    found: int
    read: int
    missed: int


def estimates(store: Store, *, weeks: int) -> list[Estimate]:
    """Return the recall of the 90 days before each of the last Mondays, and before today.

    It is reckoned from what is known now: a verdict given since counts for the day of its article.
    """
    today = local(store.clock.now()).date()
    monday = today - timedelta(days=today.weekday())
    ends = [monday - timedelta(weeks=n) for n in reversed(range(weeks))]
    if ends[-1] != today:
        ends.append(today)
    first = ends[0] - PERIOD
    days = _days(store, first)
    return [_estimate(days, end, today) for end in ends]


def _days(store: Store, first: date) -> dict[str, Counter[date]]:
    """Return by day: all articles times active watches, those shown, those found, the samples."""
    watches = int(store.value("SELECT count(*) FROM watches WHERE active = 1"))
    since = to_text(midnight(first))
    days: dict[str, Counter[date]] = {
        name: Counter() for name in ("all", "shown", "found", "read", "missed")
    }
    # The index on the time alone answers the first; copies are few and are taken away after.
    for sign, sql in (
        (1, "articles WHERE first_seen_at >= ?"),
        (-1, "articles WHERE copy_of IS NOT NULL AND +first_seen_at >= ?"),
    ):
        for row in store.rows(
            "SELECT substr(first_seen_at, 1, 13) AS hour, count(*) AS number"
            f" FROM {sql} GROUP BY hour",
            [since],
        ):
            days["all"][_day(row["hour"])] += sign * watches * row["number"]
    for row in store.rows(
        "SELECT substr(first_seen_at, 1, 13) AS hour, count(*) AS number,"
        " sum(verdict IS 'relevant' AND flag_id IS NULL) AS found FROM flags"
        " JOIN articles ON articles.id = article_id"
        " JOIN watches ON watches.id = watch_id AND active = 1"
        " LEFT JOIN audit_samples ON flag_id = flags.id"
        f" WHERE band IN ('flag', 'look') AND {unfolded('flags', 'articles')}"
        " AND first_seen_at >= ? GROUP BY hour",
        [since],
    ):
        days["shown"][_day(row["hour"])] += row["number"]
        days["found"][_day(row["hour"])] += row["found"]
    for row in store.rows(
        "SELECT day, sum(verdict IN ('relevant', 'irrelevant')) AS read,"
        " sum(verdict = 'relevant') AS missed FROM audit_samples"
        " JOIN flags ON flags.id = flag_id JOIN watches ON watches.id = watch_id AND active = 1"
        " WHERE day >= ? GROUP BY day",
        [first.isoformat()],
    ):
        days["read"][date.fromisoformat(row["day"])] += row["read"] or 0
        days["missed"][date.fromisoformat(row["day"])] += row["missed"] or 0
    return days


def _day(hour: str) -> date:
    return local(from_text(f"{hour}:00:00Z")).date()


def _estimate(days: Mapping[str, Counter[date]], until: date, today: date) -> Estimate:
    def total(name: str, before: date) -> int:
        return sum(n for day, n in days[name].items() if until - PERIOD <= day < before)

    # As on the learning page: what was found and read today counts, what was dropped does not.
    judged = until + timedelta(days=1) if until == today else until
    found, read, missed = (total(name, judged) for name in ("found", "read", "missed"))
    dropped = max(total("all", until) - total("shown", until), read)
    told = recall(found=found, dropped=dropped, read=read, missed=missed)
    return Estimate(until=until, told=told, found=found, read=read, missed=missed)
