"""Write what one source brought, in one short transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.core import urls
from monitor.core.clock import to_text
from monitor.core.store import Store
from monitor.intake.decide import (
    Decision,
    Known,
    decide,
    same_headline,
)
from monitor.intake.entry import Entry
from monitor.intake.known import articles_at, known_for, seen_digests
from monitor.intake.versions import Pen, draft_of, page_places
from monitor.intake.visit import Frozen, PageRead, Visit, precision_in_store


@dataclass(slots=True)
class Stored:
    """What was written: numbers of articles, and the versions to judge."""

    new: int = 0
    changed: int = 0
    versions: list[int] = field(default_factory=list)


def store_visit(store: Store, visit: Visit, now: datetime, *, judged: bool) -> Stored:
    """Store what a source brought. Must be called inside a write transaction.

    What is new is decided again here, against what other pollers have stored meanwhile.

    Args:
        judged: put the versions in the queue for judging.
    """
    source_id, document = visit.source["id"], visit.document
    known = known_for(store, source_id, document.entries, visit.names)
    decisions = decide(document.entries, known, source_id=source_id, names=visit.names)
    by_page = _by_page_address(store, decisions, visit)
    shelf = _Shelf(store, visit, known, now)
    for decision in decisions:
        shelf.put(decision, by_page)
    shelf.add_names()
    _keep_digests(store, source_id, document.digests, to_text(now))
    store.execute(
        "UPDATE source_state SET remark = ?1 WHERE source_id = ?2 AND remark IS NOT ?1",
        ["cut_short" if document.cut_short else None, source_id],
    )
    if judged:
        queued = to_text(now)
        store.connection.executemany(
            "INSERT OR IGNORE INTO judge_queue (version_id, queued_at) VALUES (?, ?)",
            [(version, queued) for version in shelf.stored.versions],
        )
    return shelf.stored


class _Shelf:
    """Writes one visit's decisions."""

    def __init__(self, store: Store, visit: Visit, known: Known, now: datetime) -> None:
        self.stored = Stored()
        self._store = store
        self._visit = visit
        self._known = known
        self._now = to_text(now)
        self._guids: list[tuple[str, int]] = []
        self._places: list[tuple[str, int]] = []
        self._pen = Pen(store, now, visit.source["text_days"])

    def put(self, decision: Decision, by_page: dict[str, int]) -> None:
        """Write one decision; ``by_page`` tells articles that a page's own address leads to."""
        page = self._page_of(decision)
        article_id = decision.article_id
        if article_id is None:
            article_id = self._known_by_page(decision.entry, page, by_page)
        if article_id is None:
            article_id = self._new_article(decision, page)
            self.stored.new += 1
        elif decision.changed:
            self.stored.changed += self._revise(article_id, decision, page)
        self._note_names(article_id, decision, page)
        self._pen.note_headline(article_id, page)
        if page is not None and page.words.canonical:
            by_page.setdefault(urls.identity(page.words.canonical) or "", article_id)

    def _page_of(self, decision: Decision) -> PageRead | None:
        return next((page for key in decision.keys if (page := self._visit.pages.get(key))), None)

    def _known_by_page(
        self, entry: Entry, page: PageRead | None, by_page: dict[str, int]
    ) -> int | None:
        """Return the article that the page says it is, if the headlines agree."""
        if page is None or not page.words.canonical:
            return None
        found = by_page.get(urls.identity(page.words.canonical) or "")
        if found is None:
            return None
        title = self._store.value("SELECT title FROM articles WHERE id = ?", [found])
        return found if same_headline(str(title), entry.title or page.words.title) else None

    def _new_article(self, decision: Decision, page: PageRead | None) -> int:
        entry, draft = decision.entry, draft_of(decision.entry, page)
        published, precision = _published(entry, page)
        later = any(key in self._visit.later for key in decision.keys)
        article_id = self._store.insert(
            "articles",
            {
                "outlet_id": self._visit.source["outlet_id"],
                "source_id": self._visit.source["id"],
                "guid": entry.guid or None,
                "url": urls.clean(entry.link) if entry.link else None,
                "title": draft.title,
                "lede": draft.lede,
                "language": entry.language or (page.words.language if page else None),
                "medium": "paywalled" if page is not None and page.words.paywalled else "web",
                "opinion": int(page is not None and page.words.opinion),
                "published_at": published,
                "published_precision": precision,
                "first_seen_at": self._now,
                "next_reread_at": self._now if later else None,
            },
        )
        seen = self._seen(decision, page)
        self.stored.versions.append(self._pen.first(article_id, draft, seen))
        return article_id

    def _seen(self, decision: Decision, page: PageRead | None) -> PageRead | Frozen | None:
        """Return what is kept as evidence: the page, else the feed when there will be no page."""
        if page is None and any(key in self._visit.unreadable for key in decision.keys):
            return self._visit.frozen
        return page

    def _revise(self, article_id: int, decision: Decision, page: PageRead | None) -> int:
        """Add a version unless these words were there before; return how many were added."""
        draft = draft_of(decision.entry, page)
        if page is None and self._known.articles[article_id].has_page:
            # The feed words it anew and the page could not be read: its own words stand.
            stored = self._pen.latest(article_id)
            if stored.title == draft.title:
                return 0
            draft = replace(draft, lede=stored.lede, text=stored.text)
        version = self._pen.revise(article_id, draft, self._seen(decision, page))
        if self._known.articles[article_id].feed_title is not None:
            self._store.update("articles", article_id, {"feed_title": None})
        if version is not None:
            self.stored.versions.append(version)
        return int(version is not None)

    def _note_names(self, article_id: int, decision: Decision, page: PageRead | None) -> None:
        known = self._known
        self._guids += [
            (key, article_id) for key in decision.keys if known.by_key.get(key) != article_id
        ]
        places = [*decision.urls, *page_places(page)]
        self._places += [(place, article_id) for place in places if place not in known.by_url]

    def add_names(self) -> None:
        """Write the names that the decisions brought."""
        run = self._store.connection.executemany
        # A guid follows the article that it stands with now; an address stays where it was first.
        run(
            "INSERT INTO article_aliases (kind, scope, alias, article_id) VALUES ('guid', ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET article_id = excluded.article_id",
            [(self._visit.source["id"], *named) for named in self._guids],
        )
        run(
            "INSERT INTO article_aliases (kind, scope, alias, article_id) VALUES ('url', 0, ?, ?)"
            " ON CONFLICT DO NOTHING",
            self._places,
        )


def _published(entry: Entry, page: PageRead | None) -> tuple[str | None, str]:
    if entry.published is not None:
        return to_text(entry.published), precision_in_store(entry.published_precision)
    if page is not None and page.words.published is not None:
        return to_text(page.words.published), precision_in_store(page.words.precision)
    return None, "unknown"


def _by_page_address(store: Store, decisions: Sequence[Decision], visit: Visit) -> dict[str, int]:
    """Return address key -> article for the addresses that new articles' pages call their own."""
    places = [
        urls.identity(visit.pages[key].words.canonical) or ""
        for decision in decisions
        if decision.is_new
        for key in decision.keys
        if key in visit.pages
    ]
    return articles_at(store, [place for place in places if place])


def _keep_digests(store: Store, source_id: int, digests: Sequence[str], now: str) -> None:
    """Remember the items of this document in place of the one before."""
    before, present = seen_digests(store, source_id), set(digests)
    store.connection.executemany(
        "DELETE FROM source_items WHERE source_id = ? AND digest = ?",
        [(source_id, digest) for digest in before - present],
    )
    store.connection.executemany(
        "INSERT INTO source_items (source_id, digest, seen_at) VALUES (?, ?, ?)",
        [(source_id, digest, now) for digest in present - before],
    )
