"""Read one article at once from its address, outside any feed; again when it is there already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.core import urls
from monitor.core.actors import Actor
from monitor.core.clock import to_text
from monitor.core.errors import FetchError, InputError
from monitor.core.settings import Settings
from monitor.core.store import Store
from monitor.intake import evidence, rereads
from monitor.intake.answer import ACCEPT_PAGE, Fetched, Outcome, Request
from monitor.intake.extract import Extracted, NoText, extract
from monitor.intake.known import articles_at
from monitor.intake.means import make_means
from monitor.intake.opml import SourceLine
from monitor.intake.outlets import Outlets
from monitor.intake.pages import readable
from monitor.intake.robots import robots_request
from monitor.intake.rounds import Judge, Means, Options
from monitor.intake.versions import Draft, Pen, page_places
from monitor.intake.visit import PageRead, precision_in_store


@dataclass(frozen=True, slots=True)
class Pasted:
    """What came of reading an address.

    Attributes:
        article_id: None when nothing was stored.
        reason: why not: a key of ``[source_errors]``, or of :class:`monitor.intake.extract.NoText`.
        is_new: the article was not there before.
        version_id: the version that was written, None when the words were known.
    """

    article_id: int | None
    reason: str = ""
    facts: dict[str, Any] | None = None
    is_new: bool = False
    version_id: int | None = None


def read_address(
    store: Store,
    settings: Settings,
    url: str,
    *,
    actor: Actor,
    judge: Judge | None = None,
    options: Options | None = None,
) -> Pasted:
    """Fetch, read and store the article at an address.

    Args:
        actor: who asked for it; a medium that is new here is theirs in the audit trail.

    Raises:
        InputError: it is no web address.
        StoreError: the database or the disk could not take it.
    """
    asked = urls.request_form(url)
    if asked is None:
        raise InputError(field="Adress", why=f"”{url}” är ingen webbadress.")
    with make_means(settings, options or Options()) as means:
        outcome = _fetch(means, asked, store.clock.now())
    if isinstance(outcome, FetchError):
        return Pasted(None, str(outcome.facts["reason"]), outcome.facts)
    assert isinstance(outcome, Fetched)
    read = extract(
        outcome.body,
        url=outcome.final_url,
        content_type=outcome.headers.get("content-type"),
        first_seen=store.clock.now(),
    )
    if isinstance(read, NoText):
        return Pasted(None, read.reason)
    pasted = _keep(store, actor, _frozen(settings, outcome, read), judged=judge is not None)
    if judge is not None and pasted.version_id is not None:
        _judge(store, judge, [pasted.version_id])
    return pasted


def _fetch(means: Means, url: str, now: datetime) -> Outcome:
    """Ask for the page if its site lets robots read it."""
    request = robots_request(url)
    means.robots.learn(url, means.fetcher.get(request), now)
    refusal = means.robots.refusal(url)
    return refusal or readable(means.fetcher.get(Request(url, accept=ACCEPT_PAGE)))


def _frozen(settings: Settings, answer: Fetched, words: Extracted) -> PageRead:
    digest = evidence.keep(settings.evidence, answer.body)
    return PageRead(
        words, answer.final_url, answer.status, dict(answer.headers), digest, len(answer.body)
    )


def _keep(store: Store, actor: Actor, page: PageRead, *, judged: bool) -> Pasted:
    now, words = store.clock.now(), page.words
    places = page_places(page)
    with store.writing(actor):
        known = articles_at(store, places)
        article_id = next((known[place] for place in places if place in known), None)
        is_new = article_id is None
        outlet_id = _outlet(store, article_id, page)
        text_days = store.value("SELECT text_days FROM outlets WHERE id = ?", [outlet_id])
        pen = Pen(store, now, text_days)
        draft = Draft(words.title or page.url, words.lede, words.text)
        if article_id is None:
            article_id = store.insert("articles", _row(page, draft, outlet_id, now))
            version: int | None = pen.first(article_id, draft, page)
        else:
            version = pen.revise(article_id, draft, page)
        store.connection.executemany(
            "INSERT INTO article_aliases (kind, scope, alias, article_id) VALUES ('url', 0, ?, ?)"
            " ON CONFLICT DO NOTHING",
            [(place, article_id) for place in places],
        )
        if judged and version is not None:
            store.insert("judge_queue", {"version_id": version, "queued_at": to_text(now)})
    return Pasted(article_id, is_new=is_new, version_id=version)


def _outlet(store: Store, article_id: int | None, page: PageRead) -> int:
    if article_id is not None:
        return int(store.value("SELECT outlet_id FROM articles WHERE id = ?", [article_id]))
    return Outlets(store).find_or_make(SourceLine("", page.url), page.url)


def _row(page: PageRead, draft: Draft, outlet_id: int, now: datetime) -> dict[str, Any]:
    words = page.words
    return {
        "outlet_id": outlet_id,
        "url": urls.clean(words.canonical or page.url),
        "title": draft.title,
        "lede": draft.lede,
        "medium": "paywalled" if words.paywalled else "web",
        "language": words.language,
        "opinion": int(words.opinion),
        "published_at": to_text(words.published) if words.published else None,
        "published_precision": precision_in_store(words.precision),
        "first_seen_at": to_text(now),
    }


def _judge(store: Store, judge: Judge, versions: Sequence[int]) -> None:
    judge(store, versions)
    with store.atomic():
        rereads.plan(store, versions, store.clock.now())
        store.connection.executemany(
            "DELETE FROM judge_queue WHERE version_id = ?", [(one,) for one in versions]
        )
