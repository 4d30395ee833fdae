"""Read news sitemaps and sitemap indexes (sitemaps.org 0.9, Google's news extension).

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Final

from lxml import etree

from monitor.intake.clean import safe_url, to_line
from monitor.intake.dates import UNKNOWN, parse_date
from monitor.intake.entry import Channel, Entry, ParsedFeed
from monitor.intake.fromfeedparser import Reading, categories

#: Most addresses that are read of one sitemap; the protocol's own limit.
_URLS_MAX: Final = 50_000


def read(document: bytes, reading: Reading, seen: frozenset[str]) -> ParsedFeed | None:
    """Return the sitemap's articles, or its child sitemaps; None when it cannot be read.

    The channel's title is the publication that the first article names.
    """
    root = _tree(document)
    if root is None:
        return None
    if _local(root) == "sitemapindex":
        children = [
            address
            for part in _named(root, "sitemap")
            if (address := safe_url(_fields(part).get("loc", ""), reading.url))
        ]
        return ParsedFeed("sitemap", Channel(), [], 0, [], children[:_URLS_MAX])
    entries: list[Entry] = []
    digests: list[str] = []
    title = language = ""
    for part in _named(root, "url"):
        fields = _fields(part)
        title, language = title or fields.get("name", ""), language or fields.get("language", "")
        digest = blake2b(repr(sorted(fields.items())).encode(), digest_size=16).hexdigest()
        digests.append(digest)
        if digest not in seen:
            entries.append(_entry(fields, digest, reading))
        if len(digests) >= _URLS_MAX:
            break
    told = Channel(title=to_line(title), language=language or None)
    return ParsedFeed("sitemap", told, entries, len(digests) - len(entries), digests)


def _entry(fields: dict[str, str], digest: str, reading: Reading) -> Entry:
    zone, first_seen = reading.default_zone, reading.first_seen
    link = safe_url(fields.get("loc", ""), reading.url)
    published = parse_date(fields.get("publication_date"), default_zone=zone, first_seen=first_seen)
    updated = parse_date(fields.get("lastmod"), default_zone=zone, first_seen=first_seen)
    if published == UNKNOWN:
        published = updated
    return Entry(
        guid=link,
        guid_is_permalink=True,
        link=link,
        title=to_line(fields.get("title", "")),
        summary_html="",
        content_html="",
        published=published.instant,
        published_precision=published.precision,
        updated=updated.instant,
        language=fields.get("language") or None,
        item_digest=digest,
        categories=categories(fields.get("keywords", "").split(",")),
    )


def _tree(document: bytes) -> etree._Element | None:
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError:
        return None
    return root if root is not None else None


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in root if isinstance(child.tag, str) and _local(child) == name)


def _fields(part: etree._Element) -> dict[str, str]:
    """Return local name -> first text of what is under ``part``, pictures and videos aside."""
    found: dict[str, str] = {}
    for node in part.iter():
        if not isinstance(node.tag, str) or "image" in node.tag or "video" in node.tag:
            continue
        text = (node.text or "").strip()
        if text:
            found.setdefault(_local(node), text)
    return found


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()
