"""Articles entered by hand: print, radio, TV with clip times, behind a paywall, or a web page.

They stand in the same tables as the polled ones, so they are searched, linked and counted alike.
What we may not copy is told in our own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from incidents.record.entry import UNKNOWN, past
from incidents.record.words import free_text
from monitor.core import urls
from monitor.core.actors import Actor
from monitor.core.clock import to_text
from monitor.core.errors import InputError
from monitor.core.messages import labels
from monitor.core.store import Store
from monitor.core.times import Moment, Precision
from monitor.intake.decide import version_digest


@dataclass(frozen=True, kw_only=True)
class NewArticle:
    """An article to enter.

    Attributes:
        medium: web, print, radio, tv or paywalled.
        own_summary: our own words; needed for everything but ``web``.
        clip_start_s, clip_end_s: radio and TV, where in the programme, seconds.
        seen_at: when we learnt of it; now when left out.
    """

    outlet_id: int
    title: str
    medium: str
    own_summary: str = ""
    lede: str = ""
    url: str | None = None
    published: Moment = UNKNOWN
    clip_start_s: int | None = None
    clip_end_s: int | None = None
    opinion: bool = False
    seen_at: datetime | None = None


def add(store: Store, actor: Actor, new: NewArticle) -> int:
    """Enter an article and return its id; the id of the one with the same address if there is one.

    Raises:
        InputError, PermissionDeniedError.
    """
    actor.require("record")
    url = _address(new.url)
    with store.writing(actor):
        _check(store, new)
        known = find_by_address(store, url) if url else None
        if known is not None:
            return known
        title = free_text("Rubrik", new.title, needed=True)
        needs_words = new.medium != "web"
        words = {
            "lede": free_text("Ingress", new.lede),
            "own_summary": free_text("Egen sammanfattning", new.own_summary, needed=needs_words),
        }
        seen = past(store, new.seen_at, "Först sedd")
        article_id = store.insert(
            "articles",
            {
                "outlet_id": new.outlet_id,
                "url": url,
                "title": title,
                **words,
                "medium": new.medium,
                "clip_start_s": new.clip_start_s,
                "clip_end_s": new.clip_end_s,
                "language": "sv",
                "opinion": int(new.opinion),
                "published_at": to_text(new.published.at) if new.published.at else None,
                "published_precision": str(_precision(new.published)),
                "first_seen_at": seen,
                "entered_by": actor.user_id,
            },
        )
        _add_version(store, article_id, title, words["lede"], seen)
        if url:
            _add_alias(store, article_id, url)
        return article_id


def _precision(published: Moment) -> Precision:
    return Precision.UNKNOWN if published.at is None else published.precision


def _address(url: str | None) -> str | None:
    if not (url or "").strip():
        return None
    kept = urls.clean(url or "")
    if kept is None:
        raise InputError(field="Adress", why="Skriv en hel webbadress som börjar med https://.")
    return kept


def _check(store: Store, new: NewArticle) -> None:
    if new.medium not in labels("medium"):
        raise InputError(field="Slag", why=f"”{new.medium}” går inte att välja.")
    if store.value("SELECT 1 FROM outlets WHERE id = ?", [new.outlet_id]) is None:
        raise InputError(field="Medium", why="Välj vilket medium artikeln kommer från.")
    if new.published.at is not None and new.published.at > store.clock.now():
        raise InputError(field="Publicerad", why="Tiden ligger i framtiden.")
    clips = (new.clip_start_s, new.clip_end_s)
    if clips == (None, None):
        return
    if new.medium not in {"radio", "tv"}:
        raise InputError(field="Klipp", why="Bara inslag i radio och tv har klipptider.")
    start, end = new.clip_start_s or 0, new.clip_end_s
    if start < 0 or (end is not None and end <= start):
        raise InputError(field="Klipp", why="Klippet slutar innan det börjar.")


def find_by_address(store: Store, url: str) -> int | None:
    """Return the id of the article that goes by an address, or None."""
    found = store.value(
        "SELECT article_id FROM article_aliases WHERE kind = 'url' AND scope = 0 AND alias = ?",
        [urls.identity(url)],
    ) or store.value("SELECT id FROM articles WHERE url = ?", [urls.clean(url) or url])
    return None if found is None else int(found)


def _add_version(store: Store, article_id: int, title: str, lede: str, seen: str) -> None:
    store.insert(
        "article_versions",
        {
            "article_id": article_id,
            "number": 1,
            "captured_at": seen,
            "title": title,
            "lede": lede,
            "digest": version_digest(title, lede, ""),
        },
    )


def _add_alias(store: Store, article_id: int, url: str) -> None:
    store.execute(
        "INSERT OR IGNORE INTO article_aliases (kind, scope, alias, article_id)"
        " VALUES ('url', 0, ?, ?)",
        [urls.identity(url), article_id],
    )
