"""One source's turn in a round: what was asked, what came, and what is to be stored.

Reading a document is pure; see :func:`read_document`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from lxml.etree import ParserError

from monitor.core.errors import ParseError
from monitor.core.store import Row
from monitor.intake.answer import Fetched
from monitor.intake.decide import Names
from monitor.intake.entry import Entry
from monitor.intake.extract import Extracted
from monitor.intake.links import page_links
from monitor.intake.page import decode
from monitor.intake.parse import parse_feed

_LOOKS: Final = {
    "empty": "empty", "html": "html", "too_large": "too_large", "nested": "broken",
}  # fmt: skip
_NEWS = re.compile(r"news|nyhet|latest|senast", re.IGNORECASE)
_PARTS_AT_AN_END: Final = 2
_CUT_SHORT: Final = "cut-short"


@dataclass(frozen=True, slots=True)
class Document:
    """What one answer of a source said.

    Attributes:
        entries: those not seen in the document before.
        digests: of every item in the document, in order; one more when it stopped halfway, so that
            it differs from the same document whole.
        children: further sitemaps to read.
        cut_short: it stopped halfway.
    """

    format: str
    entries: list[Entry]
    digests: list[str]
    ttl_s: float = 0.0
    skip_hours: frozenset[int] = frozenset()
    children: tuple[str, ...] = ()
    cut_short: bool = False


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page that was fetched and holds an article.

    Attributes:
        url: where it was read, after redirects.
        digest, size: of its body, which lies among the evidence under that name.
    """

    words: Extracted
    url: str
    status: int
    headers: dict[str, str]
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Frozen:
    """An answer that holds no article, kept as evidence.

    Attributes:
        kind: feed, when the article's page could not be read; refusal, when it is gone.
        digest, size: as in :class:`PageRead`.
    """

    kind: str
    url: str
    status: int
    headers: dict[str, str]
    digest: str
    size: int


@dataclass(slots=True)
class Visit:
    """A source whose document brought something, on its way to the store.

    Attributes:
        pages: entry key -> page.
        waiting: pages asked for and not here yet.
        later: keys of articles whose page there was no room for, or which may soon answer.
        unreadable: keys of articles whose page cannot be read.
        frozen: the document itself, kept when it is all there is of some article.
        parts: sitemaps asked for and not here yet, when the document was an index of them.
    """

    source: Row
    answer: Fetched
    body_digest: str
    document: Document
    names: list[Names]
    pages: dict[str, PageRead] = field(default_factory=dict)
    waiting: int = 0
    later: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
    frozen: Frozen | None = None
    parts: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A sitemap that an index told of; its entries go to the visit."""

    visit: Visit


def parts_worth_reading(children: tuple[str, ...]) -> list[str]:
    """Return the sitemaps of an index that can hold news, few.

    Those that say so in their address; else the first and the last, since sites put the newest at
    either end.

    Pure: no clock, no store, no network.
    """
    news = [child for child in children if _NEWS.search(child)]
    ends = dict.fromkeys(children[:_PARTS_AT_AN_END] + children[-_PARTS_AT_AN_END:])
    return (news or list(ends))[: 2 * _PARTS_AT_AN_END]


def read_document(source: Row, answer: Fetched, seen: frozenset[str], now: datetime) -> Document:
    """Return what the source's answer says that was not in its document before.

    Pure: no clock, no store, no network.

    Raises:
        ParseError: it cannot be read as what the source is. Facts: url, reason (a key of
            ``[source_errors]``).
    """
    if source["kind"] == "page":
        return _read_page(source, answer, seen)
    content_type = answer.headers.get("content-type")
    try:
        feed = parse_feed(
            answer.body, url=answer.final_url, content_type=content_type, seen=seen, first_seen=now
        )
    except ParseError as error:
        reason = _LOOKS.get(str(error.facts.get("looks")), "not_a_feed")
        raise ParseError(url=source["url"], reason=reason, limit_mb=10) from error
    digests = [*feed.item_digests, _CUT_SHORT] if feed.cut_short else feed.item_digests
    entries = [entry for entry in feed.entries if not _is_blank(entry)] or feed.entries
    return Document(
        feed.kind, entries, digests, float(feed.ttl_s or 0), feed.skip_hours,
        tuple(feed.children), feed.cut_short,
    )  # fmt: skip


def precision_in_store(precision: str) -> str:
    """Return the database's word for an entry's precision.

    "hour" (the hour may be one off) is kept as part of the day.
    """
    return "part_of_day" if precision == "hour" else precision


def _is_blank(entry: Entry) -> bool:
    """Tell whether an item says nothing at all: ``<item/>`` between the real ones."""
    told = entry.guid, entry.link, entry.title, entry.summary_html, entry.content_html
    return not any(told)


def _read_page(source: Row, answer: Fetched, seen: frozenset[str]) -> Document:
    html = decode(answer.body, answer.headers.get("content-type"))
    try:
        entries = page_links(html, answer.final_url, source["link_pattern"] or "")
    except (ParserError, re.error) as error:
        raise ParseError(url=source["url"], reason="broken") from error
    digests = [entry.item_digest for entry in entries]
    return Document("page", [e for e in entries if e.item_digest not in seen], digests)
