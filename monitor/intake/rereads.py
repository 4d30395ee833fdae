"""Read articles' pages again: flagged ones on a ladder, and those without room the first time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from monitor.core.clock import from_text, to_text
from monitor.core.errors import FetchError
from monitor.core.store import Row, Store
from monitor.intake.answer import Outcome
from monitor.intake.schedule import next_reread
from monitor.intake.versions import Draft, Pen
from monitor.intake.visit import PageRead

#: Pages read again in one round.
LIMIT: Final = 200
#: A page that could not be read for a passing reason is tried again, while it is news.
_AGAIN_AFTER: Final = timedelta(hours=1)
_NEWS_FOR: Final = timedelta(hours=24)
_PASSING: Final = frozenset({"timeout", "connect", "dns", "http_5xx", "rate_limited", "truncated"})
_GONE: Final = frozenset({"not_found", "gone"})


@dataclass(frozen=True, slots=True)
class Reread:
    """An article whose page is asked for again."""

    article: Row


def due(store: Store, now: datetime) -> list[Reread]:
    """Return the articles whose page is due, longest overdue first."""
    rows = store.rows(
        "SELECT a.*, o.text_days, EXISTS (SELECT 1 FROM flags WHERE article_id = a.id"
        " AND band IN ('flag', 'look') AND verdict IS NOT 'irrelevant') AS flagged,"
        " NOT EXISTS (SELECT 1 FROM evidence JOIN article_versions v ON v.id = version_id"
        " WHERE v.article_id = a.id) AS unread"
        " FROM articles a JOIN outlets o ON o.id = a.outlet_id"
        " WHERE a.next_reread_at <= ? AND a.url IS NOT NULL ORDER BY a.next_reread_at LIMIT ?",
        [to_text(now), LIMIT],
    )
    return [Reread(row) for row in rows]


def is_any_due(store: Store, now: datetime) -> bool:
    """Tell whether some page is due."""
    found = "SELECT EXISTS (SELECT 1 FROM articles WHERE next_reread_at <= ?)"
    return bool(store.value(found, [to_text(now)]))


def plan(store: Store, version_ids: Sequence[int], now: datetime) -> None:
    """Put the articles that became flags on the ladder. Must be called in a write transaction."""
    closely = "a.close_watch_until IS NOT NULL AND a.close_watch_until > ?"
    for version in version_ids:
        row = store.row(
            f"SELECT a.id, a.first_seen_at, {closely} AS closely FROM article_versions v"
            " JOIN articles a ON a.id = v.article_id JOIN flags f ON f.article_id = a.id"
            " WHERE v.id = ? AND f.band IN ('flag', 'look') AND a.url IS NOT NULL"
            " AND a.next_reread_at IS NULL LIMIT 1",
            [to_text(now), version],
        )
        if row is not None:
            first_seen = from_text(row["first_seen_at"])
            _set_next(store, row["id"], first_seen, now, closely=bool(row["closely"]))


def keep(
    store: Store, reread: Reread, page: PageRead | None, outcome: Outcome, now: datetime
) -> int | None:
    """Store what a page says now; return the version to judge, or None when nothing is new.

    A page that was never read before completes the article's first version instead of making
    another. Must be called in a write transaction.
    """
    article = reread.article
    _plan_next(store, reread, outcome, now)
    if page is None:
        if isinstance(outcome, FetchError) and outcome.facts["reason"] in _GONE:
            changes = {"removed_at": article["removed_at"] or to_text(now)}
            store.update("articles", article["id"], changes)
        return None
    pen = Pen(store, now, article["text_days"])
    before = pen.latest(article["id"])
    words = page.words
    draft = Draft(before.title, words.lede or before.lede, words.text, before.summary_html)
    if article["removed_at"]:
        store.update("articles", article["id"], {"removed_at": None})
    if article["unread"]:
        return pen.complete(article["id"], draft, page)
    if words.title and article["source_id"] is None:
        draft = Draft(words.title, draft.lede, draft.text)
    return pen.revise(article["id"], draft, page)


def give_up(store: Store, reread: Reread) -> None:
    """Leave an article's page in peace. Must be called in a write transaction."""
    store.update("articles", reread.article["id"], {"next_reread_at": None})


def _plan_next(store: Store, reread: Reread, outcome: Outcome, now: datetime) -> None:
    article = reread.article
    first_seen = from_text(article["first_seen_at"])
    until = article["close_watch_until"]
    closely = until is not None and from_text(until) > now
    if article["flagged"] or closely:
        _set_next(store, article["id"], first_seen, now, closely=closely)
        return
    passing = isinstance(outcome, FetchError) and outcome.facts["reason"] in _PASSING
    again = now + _AGAIN_AFTER if passing and now - first_seen < _NEWS_FOR else None
    changes: dict[str, Any] = {"next_reread_at": to_text(again) if again else None}
    store.update("articles", article["id"], changes)


def _set_next(
    store: Store, article_id: int, first_seen: datetime, now: datetime, *, closely: bool
) -> None:
    at = next_reread(now, first_seen, closely=closely)
    store.update("articles", article_id, {"next_reread_at": to_text(at) if at else None})
