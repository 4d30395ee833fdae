"""Read articles' pages again: flagged ones on a ladder, and those without room the first time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from monitor.core import urls
from monitor.core.clock import from_text, to_text
from monitor.core.errors import FetchError
from monitor.core.store import Row, Store
from monitor.intake.answer import Fetched, Outcome
from monitor.intake.schedule import next_reread
from monitor.intake.versions import Draft, Pen
from monitor.intake.visit import Frozen, PageRead

#: Pages read again in one round.
LIMIT: Final = 200
#: A page that could not be read for a passing reason is tried again, while it is news.
_AGAIN_AFTER: Final = timedelta(hours=1)
_NEWS_FOR: Final = timedelta(hours=24)
#: Reasons that an hour often mends.
PASSING: Final = frozenset({"timeout", "connect", "dns", "http_5xx", "rate_limited", "truncated"})
#: What a page that is gone answers; ``front`` is one that leads to the site's front page instead.
_GONE: Final = {"not_found": "404", "gone": "410"}
_FRONT: Final = "front"
#: A page is said to be gone when it was so this often in a row, over this long: sites hiccup when
#: they publish.
_GONE_TIMES: Final = 3
_GONE_FOR: Final = timedelta(minutes=30)
#: How soon a missing page is asked for again until then.
_CONFIRM_AFTER: Final = timedelta(minutes=15)
#: What an open incident holds, or held until lately, whether or not it is on the ladder.
_HELD: Final = "next_reread_at IS NULL AND close_watch_until > ?1 AND url IS NOT NULL"
_DUE: Final = "next_reread_at <= ?1"


@dataclass(frozen=True, slots=True)
class Reread:
    """An article whose page is asked for again."""

    article: Row

    @property
    def may_be_gone(self) -> bool:
        """Return whether one more answer without the article can show that it is gone."""
        return self.article["missing_times"] >= _GONE_TIMES - 1 and not self.article["removed_at"]


def due(store: Store, now: datetime) -> list[Reread]:
    """Return the articles whose page is due, longest overdue first.

    An article of an open incident that is not on the ladder is put there by being read.
    """
    rows = store.rows(
        "SELECT a.*, o.text_days, EXISTS (SELECT 1 FROM flags WHERE article_id = a.id"
        " AND band IN ('flag', 'look') AND verdict IS NOT 'irrelevant') AS flagged,"
        " NOT EXISTS (SELECT 1 FROM evidence JOIN article_versions v ON v.id = version_id"
        " WHERE v.article_id = a.id) AS unread, COALESCE((SELECT url FROM sources"
        " WHERE id = a.source_id), '') AS named_by"
        " FROM articles a JOIN outlets o ON o.id = a.outlet_id"
        f" WHERE a.id IN (SELECT id FROM articles WHERE {_DUE} AND url IS NOT NULL"
        f" UNION SELECT id FROM articles WHERE {_HELD})"
        " ORDER BY a.next_reread_at IS NULL, a.next_reread_at LIMIT ?2",
        [to_text(now), LIMIT],
    )
    return [Reread(row) for row in rows]


def is_any_due(store: Store, now: datetime) -> bool:
    """Tell whether some page is due."""
    found = (
        f"SELECT EXISTS (SELECT 1 FROM articles WHERE {_DUE})"
        f" OR EXISTS (SELECT 1 FROM articles WHERE {_HELD})"
    )
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
    missing_as = _missing_as(article, page, outcome)
    pen = Pen(store, now, article["text_days"])
    if missing_as is not None:
        _note_missing(pen, store, article, missing_as, (outcome, now))
    elif page is not None and article["missing_since"]:
        _note_there(pen, store, article, page)
    _plan_next(store, reread, outcome, now)
    if page is None or missing_as is not None:
        return None
    before, words = pen.latest(article["id"]), page.words
    draft = Draft(before.title, words.lede or before.lede, words.text, before.summary_html)
    title = _headline(article, before.title, words.title)
    pen.note_headline(article["id"], page)
    if article["unread"]:
        return pen.complete(article["id"], draft, page)
    if title != before.title and article["source_id"] is not None:
        told_by_feed = article["feed_title"] or before.title
        store.update("articles", article["id"], {"feed_title": told_by_feed})
    return pen.revise(article["id"], replace(draft, title=title), page)


def give_up(store: Store, reread: Reread) -> None:
    """Leave an article's page in peace for long. Must be called in a write transaction."""
    later = to_text(store.clock.now() + _NEWS_FOR) if reread.article["close_watch_until"] else None
    store.update("articles", reread.article["id"], {"next_reread_at": later})


def _missing_as(article: Row, page: PageRead | None, outcome: Outcome) -> str | None:
    """Return how the page is missing, or None when it is not, or when nobody can tell."""
    if isinstance(outcome, FetchError):
        return _GONE.get(str(outcome.facts["reason"]))
    if not isinstance(outcome, Fetched) or _is_front(article["url"]):
        return None
    # Where the answer came from, whether or not an article was found in it.
    led_to = [outcome.final_url, *([page.words.canonical] if page else [])]
    return _FRONT if any(_is_front(url) for url in led_to) else None


def _is_front(url: str) -> bool:
    place = urls.identity(url) or ""
    return "?" not in place and place.find("/") in {-1, len(place) - 1}


def _note_missing(
    pen: Pen, store: Store, article: Row, missing_as: str, seen: tuple[Outcome, datetime]
) -> None:
    """Count an answer without the article, and say that it is gone when that has held."""
    outcome, now = seen
    same = article["missing_as"] == missing_as
    since = article["missing_since"] if same else to_text(now)
    times = article["missing_times"] + 1 if same else 1
    changes: dict[str, Any] = {
        "missing_since": since, "missing_times": times, "missing_as": missing_as,
    }  # fmt: skip
    holds = times >= _GONE_TIMES and now - from_text(since) >= _GONE_FOR
    if holds and not article["removed_at"]:
        changes["removed_at"] = since
        pen.mark(article["id"], "removed", _refusal(outcome))
    store.update("articles", article["id"], changes)
    article.update(changes)


def _refusal(outcome: Outcome) -> Frozen | None:
    if not isinstance(outcome, FetchError):
        return None
    frozen = outcome.facts.get("frozen")
    return frozen if isinstance(frozen, Frozen) else None


def _note_there(pen: Pen, store: Store, article: Row, page: PageRead) -> None:
    if article["removed_at"]:
        pen.mark(article["id"], "back", page)
    changes = {"missing_since": None, "missing_times": 0, "missing_as": None, "removed_at": None}
    store.update("articles", article["id"], changes)
    article.update(changes)


def _headline(article: Row, before: str, on_page: str) -> str:
    """Return the headline now: the page's when it has changed there, else the one we have.

    Feeds and pages often word it differently from the start, which is no change.
    """
    if not on_page:
        return before
    if article["source_id"] is None:
        return on_page
    last = article["page_title"]
    return on_page if last and " ".join(last.split()) != " ".join(on_page.split()) else before


def _plan_next(store: Store, reread: Reread, outcome: Outcome, now: datetime) -> None:
    article = reread.article
    first_seen = from_text(article["first_seen_at"])
    until = article["close_watch_until"]
    closely = until is not None and from_text(until) > now
    if article["flagged"] or closely:
        _set_next(store, article["id"], first_seen, now, closely=closely)
        if article["missing_times"] and not article["removed_at"]:
            soon = to_text(now + _CONFIRM_AFTER)
            store.execute(
                "UPDATE articles SET next_reread_at = ?1 WHERE id = ?2 AND"
                " (next_reread_at IS NULL OR next_reread_at > ?1)",
                [soon, article["id"]],
            )
        return
    passing = isinstance(outcome, FetchError) and outcome.facts["reason"] in PASSING
    again = now + _AGAIN_AFTER if passing and now - first_seen < _NEWS_FOR else None
    changes: dict[str, Any] = {"next_reread_at": to_text(again) if again else None}
    store.update("articles", article["id"], changes)


def _set_next(
    store: Store, article_id: int, first_seen: datetime, now: datetime, *, closely: bool
) -> None:
    at = next_reread(now, first_seen, closely=closely)
    store.update("articles", article_id, {"next_reread_at": to_text(at) if at else None})
