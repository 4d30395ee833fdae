"""The feeds of the fictional press: RSS, Atom, JSON Feed and a news sitemap.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from incidents.demo.content import FeedKind, Item, Outlet
from monitor.core.clock import local

#: Items in one document, as the newspapers do: older ones slide out.
WINDOW: Final = 30

CONTENT_TYPES: Final[dict[FeedKind, str]] = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
    "sitemap": "application/xml; charset=utf-8",
}

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
register_namespace("atom", _ATOM)
register_namespace("news", _NEWS)


def feed(outlet: Outlet, items: Sequence[Item], kind: FeedKind | None = None) -> bytes:
    """Return a document of the newest items in the outlet's own format, or in ``kind``.

    Args:
        items: newest first; may be empty.
    """
    makers = {"rss": _rss, "atom": _atom, "json": _json, "sitemap": _sitemap}
    return makers[kind or outlet.feed](outlet, items[:WINDOW])


def changed_at(items: Sequence[Item]) -> datetime | None:
    """Return when a document of these items last changed; None without items."""
    return max((item.version.at for item in items[:WINDOW]), default=None)


def guid(item: Item) -> str:
    """Return an identity that stays when headline and address change."""
    return f"tag:{item.article.outlet.host},2026:{item.article.path.strip('/')}"


def _text(parent: Element, tag: str, text: str) -> Element:
    child = SubElement(parent, tag)
    child.text = text
    return child


def _document(root: Element) -> bytes:
    found: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return found


def _rss(outlet: Outlet, items: Sequence[Item]) -> bytes:
    root = Element("rss", {"version": "2.0"})
    channel = SubElement(root, "channel")
    _text(channel, "title", outlet.name)
    _text(channel, "link", outlet.url("/"))
    _text(channel, "description", outlet.tagline)
    _text(channel, "language", "sv-se")
    SubElement(
        channel,
        f"{{{_ATOM}}}link",
        {"rel": "self", "type": "application/rss+xml", "href": outlet.feed_url},
    )
    changed = changed_at(items)
    if changed:
        _text(channel, "lastBuildDate", format_datetime(local(changed)))
    for item in items:
        entry = SubElement(channel, "item")
        _text(entry, "title", item.version.title)
        _text(entry, "link", item.article.url)
        _text(entry, "description", item.version.lede)
        _text(entry, "category", item.article.section)
        _text(entry, "pubDate", format_datetime(local(item.article.published)))
        _text(entry, "guid", guid(item)).set("isPermaLink", "false")
    return _document(root)


def _atom(outlet: Outlet, items: Sequence[Item]) -> bytes:
    root = Element(f"{{{_ATOM}}}feed", {"xml:lang": "sv"})
    _text(root, f"{{{_ATOM}}}id", outlet.feed_url)
    _text(root, f"{{{_ATOM}}}title", outlet.name)
    _text(root, f"{{{_ATOM}}}subtitle", outlet.tagline)
    SubElement(root, f"{{{_ATOM}}}link", {"rel": "self", "href": outlet.feed_url})
    SubElement(root, f"{{{_ATOM}}}link", {"rel": "alternate", "href": outlet.url("/")})
    changed = changed_at(items)
    if changed:
        _text(root, f"{{{_ATOM}}}updated", local(changed).isoformat())
    for item in items:
        entry = SubElement(root, f"{{{_ATOM}}}entry")
        _text(entry, f"{{{_ATOM}}}id", guid(item))
        _text(entry, f"{{{_ATOM}}}title", item.version.title)
        SubElement(entry, f"{{{_ATOM}}}link", {"rel": "alternate", "href": item.article.url})
        _text(entry, f"{{{_ATOM}}}published", local(item.article.published).isoformat())
        _text(entry, f"{{{_ATOM}}}updated", local(item.version.at).isoformat())
        SubElement(entry, f"{{{_ATOM}}}category", {"term": item.article.section})
        _text(entry, f"{{{_ATOM}}}summary", item.version.lede).set("type", "text")
    return _document(root)


def _json(outlet: Outlet, items: Sequence[Item]) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "description": outlet.tagline,
        "home_page_url": outlet.url("/"),
        "feed_url": outlet.feed_url,
        "language": "sv-SE",
        "items": [
            {
                "id": guid(item),
                "url": item.article.url,
                "title": item.version.title,
                "summary": item.version.lede,
                "content_text": item.version.lede,
                "date_published": local(item.article.published).isoformat(),
                "tags": [item.article.section],
            }
            for item in items
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _sitemap(outlet: Outlet, items: Sequence[Item]) -> bytes:
    root = Element("urlset", {"xmlns": _SITEMAP})
    for item in items:
        entry = SubElement(root, "url")
        _text(entry, "loc", item.article.url)
        _text(entry, "lastmod", local(item.version.at).isoformat())
        news = SubElement(entry, f"{{{_NEWS}}}news")
        publication = SubElement(news, f"{{{_NEWS}}}publication")
        _text(publication, f"{{{_NEWS}}}name", outlet.name)
        _text(publication, f"{{{_NEWS}}}language", "sv")
        published = local(item.article.published).isoformat()
        _text(news, f"{{{_NEWS}}}publication_date", published)
        _text(news, f"{{{_NEWS}}}title", item.version.title)
    return _document(root)
