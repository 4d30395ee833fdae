"""Find when a page's article was published.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo
from typing import Final
from urllib.parse import urlsplit

from lxml import html as lxml_html

from monitor.intake.dates import UNKNOWN, Dated, parse_date
from monitor.intake.metadata import Head, line

_META: Final = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "date_published",
    "article:published",
    "article.published",
    "publish-date",
    "publish_date",
    "pubdate",
    "publishdate",
    "publication_date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "rnews:datepublished",
    "datecreated",
    "date",
)
#: Believed only when nothing else speaks: an article's last change is no earlier than its birth.
_MODIFIED: Final = ("article:modified_time", "og:updated_time", "last-modified")
_IN_PATH = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/_-]|\.|$)")
_IN_PATH_TIGHT = re.compile(r"(?:^|[/_.-])((?:19|20)\d{2})([01]\d)([0-3]\d)(?:[/_.-]|$)")
_NAMED = re.compile(
    r"date|datum|time|publi|posted|meta|byline|tid|fecha|stand|dato|info", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_TEXTS_MAX: Final = 400


def find(
    head: Head,
    tree: lxml_html.HtmlElement,
    url: str,
    *,
    default_zone: tzinfo,
) -> Dated:
    """Return the publication time by the most trustworthy place that names one."""
    for text in _places(head, tree, url):
        dated = parse_date(text, default_zone=default_zone)
        if dated != UNKNOWN:
            return dated
    return UNKNOWN


def _places(head: Head, tree: lxml_html.HtmlElement, url: str) -> Iterator[str]:
    yield head.described.published
    for name in _META:
        yield head.metas.get(name, "")
    yield from _stamps(tree)
    yield _from_address(url)
    yield from _named_texts(tree)
    for name in _MODIFIED:
        yield head.metas.get(name, "")


def _stamps(tree: lxml_html.HtmlElement) -> Iterator[str]:
    """Yield what time elements and itemprops say, those marked as publication first."""
    marked: list[str] = []
    others: list[str] = []
    for element in tree.iter("time", "abbr", "span", "meta", "div", "p"):
        prop = (element.get("itemprop") or "").lower()
        if element.tag != "time" and "datepublished" not in prop:
            continue
        text = element.get("datetime") or element.get("content") or line(element)[:100]
        is_marked = "datepublished" in prop or element.get("pubdate") is not None
        (marked if is_marked else others).append(text)
    yield from marked[:5]
    yield from others[:5]


def _from_address(url: str) -> str:
    path = urlsplit(url).path
    match = _IN_PATH.search(path) or _IN_PATH_TIGHT.search(path)
    return "-".join(match.groups()) if match else ""


def _named_texts(tree: lxml_html.HtmlElement) -> Iterator[str]:
    """Yield short texts with a year in elements that are named as a date."""
    looked = 0
    for element in tree.iter("span", "div", "p", "li", "td", "small", "em", "dd", "strong", "i"):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if len(names) > 1 and _NAMED.search(names):
            text = line(element) if len(element) < 8 else (element.text or "")
            if 6 <= len(text) <= 120 and _YEAR.search(text):
                yield text
                looked += 1
                if looked > _TEXTS_MAX:
                    return
