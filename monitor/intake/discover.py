"""Find the feeds that a page announces.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from typing import Final

from monitor.intake.clean import safe_url, to_line
from monitor.intake.page import PAGE_MAX, attributes

_LINK = re.compile(r"<link\b[^<>]*>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\b[^<>]*>", re.IGNORECASE)
_TYPES: Final = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "application/xml",
        "text/xml",
    }
)
_LOOKS_LIKE_FEED = re.compile(
    r"(?:[./_-](?:rss|atom|feed|rdf)(?:[./_?-]|$)|\.(?:rss|atom|rdf)$|feed\.(?:xml|json)$)",
    re.IGNORECASE,
)
_MAX_FOUND: Final = 50


def feed_links(html: str, url: str) -> list[tuple[str, str, str]]:
    """Return (address, title, MIME type) of each feed that the page at ``url`` announces.

    Declared feeds come first, in page order. Only when there are none, links whose address looks
    like a feed's follow, with an empty type. Addresses are absolute and occur once.
    """
    html = html[:PAGE_MAX]
    found: dict[str, tuple[str, str]] = {}
    for tag in _LINK.findall(html):
        given = attributes(tag)
        kind = given.get("type", "").partition(";")[0].strip().lower()
        rels = given.get("rel", "").lower().split()
        if kind in _TYPES and ("alternate" in rels or "feed" in rels) and given.get("href"):
            address = safe_url(given["href"], url)
            # WordPress announces its programming interface as alternate JSON: not a feed.
            if address and not (kind == "application/json" and "/wp-json/" in address):
                found.setdefault(address, (to_line(given.get("title", "")), kind))
    if not found:
        for tag in _ANCHOR.findall(html):
            address = safe_url(attributes(tag).get("href", ""), url)
            if address and _LOOKS_LIKE_FEED.search(address):
                found.setdefault(address, ("", ""))
    return [(address, title, kind) for address, (title, kind) in found.items()][:_MAX_FOUND]
