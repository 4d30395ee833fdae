"""Read JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/).

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from monitor.intake.clean import clean_html, safe_url, strip_unseen, to_line
from monitor.intake.dates import parse_date
from monitor.intake.entry import Channel, Entry, ParsedFeed
from monitor.intake.fromfeedparser import GUID_MAX, Reading, categories


def read(document: bytes, reading: Reading, seen: frozenset[str]) -> ParsedFeed | None:
    """Return the feed, or None when the document is not a JSON Feed."""
    try:
        top = json.loads(document)
    except (ValueError, RecursionError):
        return None
    if not isinstance(top, dict) or not isinstance(top.get("items"), list):
        return None
    if "jsonfeed.org" not in str(top.get("version")) and not _text(top, "title"):
        return None
    told = _channel(top, reading.url)
    raw_items = [item for item in top["items"] if isinstance(item, dict)]
    digests = [_digest(item) for item in raw_items]
    fresh = [
        _entry(item, digest, reading, told)
        for item, digest in zip(raw_items, digests, strict=True)
        if digest not in seen
    ]
    return ParsedFeed("json", told, fresh, len(digests) - len(fresh), digests)


def _channel(top: Mapping[str, Any], url: str) -> Channel:
    hubs = [hub for hub in _list(top, "hubs") if isinstance(hub, dict)]
    return Channel(
        title=to_line(_text(top, "title")),
        site_url=safe_url(_text(top, "home_page_url"), url) or None,
        language=_text(top, "language") or None,
        hub_url=next((safe_url(_text(hub, "url"), url) for hub in hubs), "") or None,
        self_url=safe_url(_text(top, "feed_url"), url) or None,
    )


def _entry(item: Mapping[str, Any], digest: str, reading: Reading, told: Channel) -> Entry:
    zone, first_seen = reading.default_zone, reading.first_seen
    guid = strip_unseen(_text(item, "id")).strip()[:GUID_MAX]
    # Version 1 feeds in the wild give numbers for id and leave url out when id is an address.
    link = safe_url(_text(item, "url"), reading.url) or safe_url(guid)
    published = parse_date(
        _text(item, "date_published") or _text(item, "date_modified"),
        default_zone=zone,
        first_seen=first_seen,
    )
    updated = parse_date(_text(item, "date_modified"), default_zone=zone, first_seen=first_seen)
    plain = _text(item, "content_text")
    return Entry(
        guid=guid,
        guid_is_permalink=bool(guid) and guid == link,
        link=link or safe_url(_text(item, "external_url"), reading.url),
        title=to_line(_text(item, "title"), markup_is_text=True),
        summary_html=html.escape(strip_unseen(_text(item, "summary")), quote=False),
        content_html=clean_html(_text(item, "content_html"), link or reading.url)
        or html.escape(strip_unseen(plain), quote=False),
        published=published.instant,
        published_precision=published.precision,
        updated=updated.instant,
        language=_text(item, "language") or told.language,
        item_digest=digest,
        categories=categories(tag for tag in _list(item, "tags") if isinstance(tag, str)),
    )


def _digest(item: Mapping[str, Any]) -> str:
    text = json.dumps(item, sort_keys=True, ensure_ascii=True)
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _text(holder: Mapping[str, Any], name: str) -> str:
    value = holder.get(name)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _list(holder: Mapping[str, Any], name: str) -> list[Any]:
    value = holder.get(name)
    return value if isinstance(value, list) else []
