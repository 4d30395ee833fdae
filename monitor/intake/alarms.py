"""Sources that cannot be trusted now: silent against their rhythm, suddenly empty, or failing.

What is told here is derived from what the poller stored, every time it is asked for. Silence is
judged up to the source's last answer: while it fails it is not silent, and while nobody polls,
that alone is told.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from monitor.core import urls
from monitor.core.clock import from_text, local, to_text
from monitor.core.messages import explain_source, label
from monitor.core.store import Row, Store
from monitor.core.times import WEEKDAYS, Calendar, Moment, moment_text
from monitor.intake import rhythm, rhythms
from monitor.intake.rhythm import Hour

#: How long a source may be empty or fail before anybody is troubled: one bad fetch is no news.
PATIENCE: Final = timedelta(hours=1)
#: No round for this long: nobody polls. Twice the longest interval of a source by default.
POLL_SILENCE: Final = timedelta(hours=2)
#: How far back silences are added up; one that began earlier began long enough ago.
_HORIZON: Final = timedelta(weeks=26)
#: When so many hosts fail, and nearly all, the fault is on our side.
_MANY_HOSTS: Final = 5
_NEARLY_ALL: Final = 0.9

_SOURCES: Final = """
SELECT sources.id, title, url, sources.kind, outlets.name AS outlet, added_at, status, failures,
    error_key, error_facts, failing_since, error_at, empty_since, empty_times, last_item_at,
    last_success_at, learned_at, hours_listened, hours_active, items_per_hour, limit_expected,
    CASE WHEN status = 'ok' AND last_item_at < :recent THEN chances END AS chances
FROM sources JOIN outlets ON outlets.id = outlet_id
JOIN source_state ON source_state.source_id = sources.id
LEFT JOIN source_rhythm ON source_rhythm.source_id = sources.id
WHERE enabled = 1
"""
_WORRYING: Final = """
AND (status IN ('failing', 'gone') OR (status = 'ok' AND (empty_since IS NOT NULL
    OR (chances IS NOT NULL AND last_item_at < :recent))))
"""


class Alarm(NamedTuple):
    """Something that makes "nothing found" untrustworthy.

    Attributes:
        source_id: the source, the first of them when a whole host fails; None: all polling.
        kind: silent, empty, failing or stopped; a key of ``[source_alarm]``.
        since: when it began; the same as long as it goes on.
        sentence: Swedish, what is wrong and what to do.
    """

    source_id: int | None
    kind: str
    since: datetime
    sentence: str


def alarms(store: Store, now: datetime) -> list[Alarm]:
    """Return what is wrong now, longest ago first; empty when silence can be trusted.

    A host whose sources all fail gives one alarm, and so does a network that is down.
    """
    stopped = _stopped(store, now)
    rows = store.rows(_SOURCES + _WORRYING, {"recent": to_text(now - 3 * PATIENCE)})
    failing = [row for row in rows if row["status"] != "ok" and _is_failing(row, now)]
    calm = [row for row in rows if row["status"] == "ok"]
    told = [*stopped, *_of_hosts(store, failing, now)]
    told += _without_news(store, calm, now)
    return sorted(told, key=lambda alarm: (alarm.since, alarm.source_id or 0))


def alarm_of(store: Store, source_id: int, now: datetime) -> Alarm | None:
    """Return what is wrong with one source now, its host left aside."""
    params = {"recent": to_text(now - 3 * PATIENCE), "id": source_id}
    row = store.row(_SOURCES + _WORRYING + " AND sources.id = :id", params)
    if row is None:
        return None
    if row["status"] != "ok":
        return _failing(row, now) if _is_failing(row, now) else None
    return next(_without_news(store, [row], now), None)


def _stopped(store: Store, now: datetime) -> list[Alarm]:
    last = store.value("SELECT max(finished_at) FROM poll_rounds")
    if last is None or now - from_text(last) <= POLL_SILENCE:
        return []
    if not store.value("SELECT 1 FROM sources WHERE enabled = 1 LIMIT 1"):
        return []
    since = from_text(last)
    said = f"Inga flöden har hämtats sedan {_when(since, now)}. Starta om ”lagesbild serve”."
    return [Alarm(None, "stopped", since, said)]


def _is_failing(row: Row, now: datetime) -> bool:
    return row["status"] == "gone" or now - _failing_since(row) >= PATIENCE


def _failing_since(row: Row) -> datetime:
    return from_text(row["failing_since"] or row["error_at"] or row["added_at"])


def _failing(row: Row, now: datetime) -> Alarm:
    since = _failing_since(row)
    said = f"{_named(row)} har inte gått att hämta sedan {_when(since, now)}. {_why(row)}"
    return Alarm(row["id"], "failing", since, said)


def _of_hosts(store: Store, failing: Sequence[Row], now: datetime) -> Iterator[Alarm]:
    """Yield one alarm per failing source, but one for all of a host that only fails."""
    if not failing:
        return
    by_host: dict[str, list[Row]] = defaultdict(list)
    for row in failing:
        by_host[urls.host(row["url"])].append(row)
    polled = store.connection.execute("SELECT url FROM sources WHERE enabled = 1")
    all_of = Counter(urls.host(row[0]) for row in polled)
    whole = [host for host, rows in by_host.items() if len(rows) == all_of[host]]
    if len(whole) >= _MANY_HOSTS and len(whole) >= _NEARLY_ALL * len(all_of):
        since = max(_failing_since(row) for row in failing)
        said = (
            f"Nästan inga flöden har gått att hämta sedan {_when(since, now)}, från "
            f"{len(whole)} av {len(all_of)} webbplatser. "
            "Kontrollera serverns anslutning till nätet."
        )
        yield Alarm(None, "failing", since, said)
        return
    for host, rows in by_host.items():
        if host in whole and len(rows) > 1:
            yield _host(host, rows, now)
        else:
            yield from (_failing(row, now) for row in rows)


def _host(host: str, rows: Sequence[Row], now: datetime) -> Alarm:
    since = min(_failing_since(row) for row in rows)
    commonest = Counter(row["error_key"] for row in rows).most_common(1)[0][0]
    why = _why(next(row for row in rows if row["error_key"] == commonest))
    said = (
        f"Inget av de {len(rows)} flödena från {host} har gått att hämta sedan "
        f"{_when(since, now)}. {why}"
    )
    return Alarm(min(row["id"] for row in rows), "failing", since, said)


def _without_news(store: Store, rows: Sequence[Row], now: datetime) -> Iterator[Alarm]:
    """Yield alarms of sources that answer and bring nothing."""
    hours = rhythms.listened_to(store, now - _HORIZON, now) if rows else []
    keys = [hour.key for hour in hours]
    for row in rows:
        if _is_suddenly_empty(row):
            yield _empty(row, now)
        elif row["chances"]:
            first = bisect_left(
                keys, rhythm.hour_key(to_text(rhythms.next_hour(row["last_item_at"])))
            )
            last = bisect_left(keys, rhythm.hour_key(row["last_success_at"]))
            alarm = _silent(row, hours[first:last], now)
            if alarm:
                yield alarm


def _is_suddenly_empty(row: Row) -> bool:
    """Tell whether it has been empty for two polls and an hour, and is not so now and then."""
    since = row["empty_since"]
    if since is None or row["empty_times"]:
        return False
    return from_text(row["last_success_at"]) - from_text(since) >= PATIENCE


def _empty(row: Row, now: datetime) -> Alarm:
    since = from_text(row["empty_since"])
    said = (
        f"{_named(row)} har varit tomt sedan {_when(since, now)}, fast det går att hämta. "
        "Mediet kan ha byggt om det. Öppna adressen, och byt den om artiklarna finns på en annan."
    )
    if row["kind"] == "page":
        said = (
            f"{_named(row)} har inte gett några länkar sedan {_when(since, now)}, fast den går att "
            "hämta. Mediet kan ha byggt om den. Kontrollera mönstret för artiklarnas adresser."
        )
    return Alarm(row["id"], "empty", since, said)


def _silent(row: Row, hours: Sequence[Hour], now: datetime) -> Alarm | None:
    kept = rhythms.kept_from(row)
    slots = [hour.slot for hour in hours]
    if rhythm.expected(kept.chances, slots, kept.limit) <= kept.limit:
        return None
    usual = round(sum(kept.chances[slot] for slot in slots) * kept.items_per_hour)
    since = from_text(row["last_item_at"])
    said = (
        f"{_named(row)} har inte gett något nytt sedan {_when(since, now)}. På den tiden brukar "
        f"det komma ungefär {usual} artiklar. Se efter på mediets webbplats om flödet har flyttat."
    )
    return Alarm(row["id"], "silent", since, said)


def _named(row: Row) -> str:
    kind = label("source_kind", row["kind"])
    definite = {"feed": "Flödet", "sitemap": "Nyhetskartan", "page": "Den bevakade sidan"}
    return f"{definite.get(row['kind'], kind)} ”{row['title']}” ({row['outlet']})"


def _why(row: Row) -> str:
    facts: dict[str, Any] = json.loads(row["error_facts"] or "{}")
    return explain_source(row["error_key"] or "unknown", facts)


def _when(at: datetime, now: datetime) -> str:
    there = local(at)
    told = moment_text(Moment(at), Calendar(local(now).year))
    return f"{WEEKDAYS[there.weekday()]} {told}"
