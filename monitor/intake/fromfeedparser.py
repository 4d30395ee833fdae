"""Turn what feedparser read of one item into an :class:`Entry`.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from urllib.parse import urljoin

from monitor.core.clock import STOCKHOLM
from monitor.intake.clean import clean_html, safe_url, strip_unseen, to_line
from monitor.intake.dates import parse_date
from monitor.intake.entry import Channel, Entry

#: Longest guid that is kept, in characters.
GUID_MAX = 2000
_CATEGORIES_MAX = 50


@dataclass(frozen=True, slots=True)
class Reading:
    """What holds for every item of one document; see :func:`monitor.intake.parse.parse_feed`."""

    url: str
    first_seen: datetime | None = None
    default_zone: tzinfo = STOCKHOLM
    #: Atom says which values are plain text; the RSS family leaves it to guesses.
    says_what_is_text: bool = False


def to_entry(raw: Mapping[str, Any], digest: str, reading: Reading, told: Channel) -> Entry:
    """Return the entry of feedparser's dictionary ``raw``; its author fields are left behind."""
    raw = dict(raw)  # plain, because feedparser's own dictionary maps some keys to others
    title_detail = raw.get("title_detail") or {}
    content = _best_content(raw.get("content") or [])
    content_value = str(content.get("value") or "")
    summary = str(raw.get("summary") or "")
    printed = _first(raw, "published", "created", "updated")
    published = parse_date(
        printed, default_zone=reading.default_zone, first_seen=reading.first_seen
    )
    changed = _first(raw, "updated")
    updated = (
        published
        if changed == printed
        else parse_date(changed, default_zone=reading.default_zone, first_seen=reading.first_seen)
    )
    return Entry(
        guid=_guid(raw, reading.url),
        guid_is_permalink=bool(raw.get("guidislink")),
        link=_link(raw, reading.url),
        title=to_line(str(raw.get("title") or ""), markup_is_text=_is_text(title_detail, reading)),
        # feedparser copies content to an absent summary; once is enough.
        summary_html=""
        if summary == content_value
        else _cleaned(summary, raw.get("summary_detail") or {}, reading),
        content_html=_cleaned(content_value, content, reading),
        published=published.instant,
        published_precision=published.precision,
        updated=updated.instant,
        language=title_detail.get("language") or content.get("language") or told.language,
        item_digest=digest,
        categories=categories(tag.get("term") for tag in raw.get("tags") or []),
    )


def categories(terms: Any) -> tuple[str, ...]:
    """Return the terms as plain text, in order, without empties and doubles."""
    lines = (to_line(str(term or ""))[:200] for term in terms)
    return tuple(dict.fromkeys(line for line in lines if line))[:_CATEGORIES_MAX]


def _guid(raw: Mapping[str, Any], url: str) -> str:
    guid = strip_unseen(str(raw.get("id") or "")).strip()[:GUID_MAX]
    if raw.get("guidislink") and "://" not in guid:
        return safe_url(guid, url) or guid
    return guid


def _link(raw: Mapping[str, Any], url: str) -> str:
    """Return the article's own address: FeedBurner's original, the link, another alternate."""
    candidates = [raw.get("feedburner_origlink"), raw.get("link")]
    candidates += [
        link.get("href")
        for link in raw.get("links") or []
        if (link.get("rel") or "alternate") == "alternate"
    ]
    return next((safe for one in candidates if (safe := safe_url(str(one or ""), url))), "")


def _best_content(contents: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    texts = [c for c in contents if "html" in str(c.get("type")) or c.get("type") == "text/plain"]
    return max(texts, key=lambda c: len(str(c.get("value") or "")), default={})


def _cleaned(value: str, detail: Mapping[str, Any], reading: Reading) -> str:
    if _is_text(detail, reading):
        return html.escape(strip_unseen(value), quote=False).strip()
    return clean_html(value, urljoin(reading.url, str(detail.get("base") or "")))


def _is_text(detail: Mapping[str, Any], reading: Reading) -> bool:
    """Say whether the value is plain text by the source's word, not for want of one."""
    return reading.says_what_is_text and detail.get("type") == "text/plain"


def _first(raw: Mapping[str, Any], *names: str) -> str | None:
    return next((str(raw[name]) for name in names if raw.get(name)), None)
