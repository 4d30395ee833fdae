"""Write versions of articles: the words, their text with its expiry, the evidence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from monitor.core import urls
from monitor.core.clock import to_text
from monitor.core.store import Store
from monitor.intake.decide import feed_words, shown_title, version_digest
from monitor.intake.entry import Entry
from monitor.intake.substance import corrections, substance
from monitor.intake.visit import Frozen, PageRead

#: Headers that tell of us and not of the page, or fill kilobytes with rules for browsers.
_HEADERS_LEFT_OUT: Final = frozenset({"set-cookie", "set-cookie2", "report-to", "nel"})
#: Longest header value that is kept, in characters.
_HEADER_MAX: Final = 500
#: Marks of what the page did: they hold no words of their own.
_MARKS: Final = "('removed', 'back')"


@dataclass(frozen=True, slots=True)
class Draft:
    """The words of one version."""

    title: str
    lede: str
    text: str
    summary_html: str = ""

    @property
    def digest(self) -> str:
        """Return the digest that tells versions apart."""
        return version_digest(self.title, self.lede, self.text)


def draft_of(entry: Entry, page: PageRead | None) -> Draft:
    """Return a version's words: the feed's headline, and the page's own text if it has any."""
    title, lede, text = feed_words(entry)
    if page is None:
        return Draft(title, lede, text, entry.summary_html)
    words = page.words
    return Draft(
        entry.title or words.title or shown_title(entry, words.text),
        words.lede or lede,
        words.text or text,
        entry.summary_html,
    )


def change_kind(before: Draft, after: Draft) -> str:
    """Return what a reader would notice first: correction, headline, lede or text."""
    notes = [corrections(f"{one.title}\n{one.lede}\n{one.text}") for one in (before, after)]
    # A text that has expired cannot be compared with.
    if notes[1] > notes[0] and before.text:
        return "correction"
    if " ".join(after.title.split()) != " ".join(before.title.split()):
        return "headline"
    return "lede" if substance(after.lede) != substance(before.lede) else "text"


def page_places(page: PageRead | None) -> list[str]:
    """Return the address keys that a page goes by: where it was read and what it calls itself."""
    if page is None:
        return []
    told = (page.url, page.words.canonical, page.words.og_url)
    found = dict.fromkeys(urls.identity(place) for place in told if place)
    return [place for place in found if place and not place.endswith("/")]


class Pen:
    """Writes versions at one moment. Every method must be called inside a write transaction.

    Args:
        text_days: how long an article's full text may be kept.
    """

    def __init__(self, store: Store, now: datetime, text_days: int) -> None:
        self._store = store
        self._now = to_text(now)
        self._text_days = text_days
        self._expires = to_text(now + timedelta(days=text_days))

    def first(self, article_id: int, draft: Draft, page: PageRead | Frozen | None) -> int:
        """Write the first version of an article and return its id."""
        return self._write(article_id, 1, "first", draft, page)

    def mark(self, article_id: int, kind: str, seen: PageRead | Frozen | None) -> int:
        """Write down that the page is gone (``removed``) or there again (``back``).

        The latest words stay the latest.
        """
        store = self._store
        words = store.row(
            "SELECT v.title, v.lede, v.summary_html, v.digest FROM articles AS a"
            " JOIN article_versions AS v ON v.article_id = a.id AND v.number = a.latest_version"
            " WHERE a.id = ?",
            [article_id],
        )
        assert words is not None
        told = {"number": self._next(article_id), "captured_at": self._now, "change_kind": kind}
        version = store.insert("article_versions", {"article_id": article_id, **words, **told})
        if seen is not None:
            store.insert("evidence", self._evidence(version, seen))
        return version

    def revise(self, article_id: int, draft: Draft, page: PageRead | Frozen | None) -> int | None:
        """Let the article read as the draft; return the new version, None if it is an old one.

        Words that an earlier version had make that version the latest again: some sites serve
        two versions in turn.
        """
        store = self._store
        kept = store.row(
            "SELECT id, number FROM article_versions WHERE article_id = ? AND digest = ?"
            f" AND change_kind NOT IN {_MARKS}",
            [article_id, draft.digest],
        )
        version = None
        if kept is None:
            number = self._next(article_id)
            kind = change_kind(self.latest(article_id), draft)
            version = self._write(article_id, number, kind, draft, page)
        else:
            number = kept["number"]
            store.update("article_versions", kept["id"], {"summary_html": draft.summary_html})
        changes = {"title": draft.title, "lede": draft.lede, "latest_version": number}
        store.update("articles", article_id, changes)
        return version

    def note_headline(self, article_id: int, page: PageRead | None) -> None:
        """Remember what the page itself calls the article, to see when that changes."""
        if page is not None and page.words.title:
            self._store.update("articles", article_id, {"page_title": page.words.title})

    def complete(self, article_id: int, draft: Draft, page: PageRead) -> int:
        """Give the latest version the words of its page, which was not read at first."""
        store = self._store
        version = int(
            store.value(
                "SELECT v.id FROM articles a JOIN article_versions v"
                " ON v.article_id = a.id AND v.number = a.latest_version WHERE a.id = ?",
                [article_id],
            )
        )
        store.update("article_versions", version, {"lede": draft.lede, "digest": draft.digest})
        store.update("articles", article_id, {"lede": draft.lede})
        store.execute("DELETE FROM article_texts WHERE version_id = ?", [version])
        self._attach(version, draft, page)
        return version

    def latest(self, article_id: int) -> Draft:
        """Return the words of the article's latest version; the text is empty once it expired."""
        row = self._store.row(
            "SELECT v.title, v.lede, v.summary_html, COALESCE(t.text, '') AS text"
            " FROM articles AS a"
            " JOIN article_versions AS v ON v.article_id = a.id AND v.number = a.latest_version"
            " LEFT JOIN article_texts AS t ON t.version_id = v.id WHERE a.id = ?",
            [article_id],
        )
        assert row is not None
        return Draft(row["title"], row["lede"], row["text"], row["summary_html"])

    def _next(self, article_id: int) -> int:
        found = "SELECT MAX(number) + 1 FROM article_versions WHERE article_id = ?"
        return int(self._store.value(found, [article_id]))

    def _write(
        self, article_id: int, number: int, kind: str, draft: Draft, page: PageRead | Frozen | None
    ) -> int:
        version = self._store.insert(
            "article_versions",
            {
                "article_id": article_id,
                "number": number,
                "captured_at": self._now,
                "title": draft.title,
                "lede": draft.lede,
                "summary_html": draft.summary_html,
                "change_kind": kind,
                "digest": draft.digest,
            },
        )
        self._attach(version, draft, page)
        return version

    def _attach(self, version: int, draft: Draft, page: PageRead | Frozen | None) -> None:
        """Keep the full text for as long as it may be kept, and tell where the evidence lies."""
        if draft.text and self._text_days:
            self._store.insert(
                "article_texts",
                {"version_id": version, "text": draft.text, "expires_at": self._expires},
            )
        if page is not None:
            self._store.insert("evidence", self._evidence(version, page))

    def _evidence(self, version: int, page: PageRead | Frozen) -> dict[str, Any]:
        kept = {
            name: value[:_HEADER_MAX]
            for name, value in page.headers.items()
            if name not in _HEADERS_LEFT_OUT
        }
        return {
            "kind": page.kind if isinstance(page, Frozen) else "page",
            "version_id": version,
            "url": page.url,
            "captured_at": self._now,
            "status": page.status,
            "headers": json.dumps(kept, ensure_ascii=False),
            "digest": page.digest,
            "bytes": page.size,
            "expires_at": self._expires,
        }
