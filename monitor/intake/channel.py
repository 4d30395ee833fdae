"""Read what a feed says about itself, with or without feedparser's help.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

from monitor.intake.clean import safe_url, to_line
from monitor.intake.entry import Channel

_PERIOD_S: Final = {
    "hourly": 3600,
    "daily": 86400,
    "weekly": 7 * 86400,
    "monthly": 30 * 86400,
    "yearly": 365 * 86400,
}
#: Longest wait that a feed may ask for; longer is a misunderstanding of the unit.
_TTL_MAX_S: Final = 7 * 86400
#: Most tags outside the items; real feeds have under 200.
_TAGS_MAX: Final = 4000
_PARSER: Final = etree.XMLParser(
    encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False
)


def from_frame(frame: bytes, url: str) -> Channel | None:
    """Return the channel of a feed whose items are cut out; None when it cannot be read."""
    if frame.count(b"<") > _TAGS_MAX:
        return None
    try:
        root = etree.fromstring(frame, _PARSER)
    except etree.XMLSyntaxError:
        return None
    if root is None:
        return None
    holder = next((child for child in root if _local(child) == "channel"), root)
    first: dict[str, str] = {}
    links: list[tuple[str, str]] = []
    hours: list[str] = []
    for child in [*holder, *([] if holder is root else root)]:
        name = _local(child)
        text = (child.text or "").strip()
        if name == "link":
            links.append((child.get("rel") or "alternate", child.get("href") or text))
        elif name == "skiphours":
            hours += [hour.text or "" for hour in child]
        elif text:
            first.setdefault(name, text)
    language = first.get("language") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return Channel(
        title=to_line(first.get("title", "")),
        site_url=_link(links, "alternate", url),
        language=language,
        ttl_s=ttl_seconds(
            first.get("ttl"), first.get("updateperiod"), first.get("updatefrequency")
        ),
        skip_hours=skip_hours(hours),
        hub_url=_link(links, "hub", url),
        self_url=_link(links, "self", url),
    )


def from_feedparser(feed: Any, url: str) -> Channel:
    """Return the channel that feedparser's ``feed`` dictionary describes."""
    raw = dict(feed)
    links = [
        (str(link.get("rel") or "alternate"), str(link.get("href") or ""))
        for link in raw.get("links") or []
    ]
    if raw.get("link"):
        links.insert(0, ("alternate", str(raw["link"])))
    hours = raw.get("skiphours") or raw.get("hour") or ""
    return Channel(
        title=to_line(str(raw.get("title") or "")),
        site_url=_link(links, "alternate", url),
        language=str(raw.get("language") or "") or None,
        ttl_s=ttl_seconds(
            raw.get("ttl"), raw.get("sy_updateperiod"), raw.get("sy_updatefrequency")
        ),
        skip_hours=skip_hours(str(hours).split()),
        hub_url=_link(links, "hub", url),
        self_url=_link(links, "self", url),
    )


def ttl_seconds(ttl: Any, period: Any = None, frequency: Any = None) -> int | None:
    """Return the interval that RSS ``ttl`` (minutes) or ``sy:updatePeriod`` asks for."""
    minutes = _number(ttl)
    if minutes:
        return min(minutes * 60, _TTL_MAX_S)
    seconds = _PERIOD_S.get(str(period or "").strip().lower())
    if seconds is None:
        return None
    return min(seconds // max(_number(frequency) or 1, 1), _TTL_MAX_S)


def skip_hours(hours: Iterable[str]) -> frozenset[int]:
    """Return the hours 0-23 among ``hours``; 24 is midnight. All 24 is taken as none."""
    found = frozenset(
        number % 24 for hour in hours if (number := _number(hour)) is not None and number <= 24
    )
    return found if len(found) < 24 else frozenset()


def _number(text: Any) -> int | None:
    digits = str(text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def _link(links: list[tuple[str, str]], rel: str, url: str) -> str | None:
    for kind, href in links:
        if kind.lower() == rel and (safe := safe_url(href, url)):
            return safe
    return None


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()
