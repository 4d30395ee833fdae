"""What a feed, a news sitemap or a watched page says about its articles.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Kind = Literal["rss", "rdf", "atom", "json", "sitemap"]

#: How far an instant can be trusted. ``minute``: as printed. ``hour``: the minute is right but
#: the hour may be one off (a doubled or missing hour, or a zone name that the season belies).
#: ``day``: only the calendar day was printed. ``unknown``: nothing usable was printed.
Precision = Literal["minute", "hour", "day", "unknown"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as its source announces it. Bylines are never kept.

    Attributes:
        guid: the source's own identity, as printed; empty when it gives none.
        guid_is_permalink: the guid also serves as the address.
        link: absolute http(s) address; empty when there is none that is safe to follow.
        title: plain text in one line, at most ``clean.TITLE_MAX`` characters.
        summary_html, content_html: cleaned by :func:`monitor.intake.clean.clean_html`.
        published, updated: aware, UTC; None when the source gives no usable time.
        language: BCP 47 tag as printed, for example ``sv-SE``; None when unknown.
        item_digest: 32 hex digits; the same for the same bytes in the same surroundings.
        categories: plain text, in document order, without doubles.
    """

    guid: str
    guid_is_permalink: bool
    link: str
    title: str
    summary_html: str
    content_html: str
    published: datetime | None
    published_precision: Precision
    updated: datetime | None
    language: str | None
    item_digest: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """What a document says about itself.

    Attributes:
        title: plain text; empty when not given.
        site_url: absolute http(s) address of the site; None when not given.
        ttl_s: seconds that the publisher asks readers to wait; None when not given.
        skip_hours: hours (0-23, GMT) in which the publisher asks not to be polled.
        hub_url, self_url: WebSub hub and the feed's own address, absolute.
    """

    title: str = ""
    site_url: str | None = None
    language: str | None = None
    ttl_s: int | None = None
    skip_hours: frozenset[int] = frozenset()
    hub_url: str | None = None
    self_url: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """One document, read.

    Attributes:
        kind: the family of formats.
        entries: the items whose digest was not in ``seen``, in document order.
        seen_count: how many items were left out because their digest was in ``seen``.
        item_digests: one digest per item of the whole document, in document order.
        children: addresses of further sitemaps, when the document is a sitemap index.
        cut_short: the document stopped halfway; its last, half item was left out.
    """

    kind: Kind
    channel: Channel
    entries: list[Entry]
    seen_count: int
    item_digests: list[str]
    children: list[str] = field(default_factory=list)
    cut_short: bool = False

    @property
    def title(self) -> str:
        """Return the document's own title, plain text."""
        return self.channel.title

    @property
    def site_url(self) -> str | None:
        """Return the address of the site that the document belongs to."""
        return self.channel.site_url

    @property
    def language(self) -> str | None:
        """Return the language tag that the document declares."""
        return self.channel.language

    @property
    def ttl_s(self) -> int | None:
        """Return the wished shortest interval between polls, in seconds."""
        return self.channel.ttl_s

    @property
    def skip_hours(self) -> frozenset[int]:
        """Return the hours (GMT) in which the publisher asks not to be polled."""
        return self.channel.skip_hours
