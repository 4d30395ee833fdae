"""Find when a page's article was published.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, tzinfo
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from lxml import html as lxml_html

from monitor.intake.dates import UNKNOWN, Dated, parse_date
from monitor.intake.metadata import Head, line

#: Meta elements that mean publication, most telling first.
_META: Final = (
    "article:published_time og:published_time og:article:published_time datepublished "
    "date_published article:published article.published publish-date publish_date pubdate pub_date "
    "publishdate publication_date dc.date.issued dcterms.issued sailthru.date parsely-pub-date "
    "cxenseparse:recs:publishtime rnews:datepublished"
).split()
#: Meta elements that often mean the file's birth instead.
_VAGUE: Final = "date dc.date dcterms.date dc.date.created dcterms.created datecreated".split()
#: Believed only when nothing else speaks: an article's last change is no earlier than its birth.
_MODIFIED: Final = "article:modified_time og:updated_time last-modified".split()
_IN_PATH = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/_-]|\.|$)")
_IN_PATH_TIGHT = re.compile(r"(?:^|[/_.-])((?:19|20)\d{2})([01]\d)([0-3]\d)(?:[/_.-]|$)")
_NAMED = re.compile(
    r"date|datum|time|publi|posted|meta|byline|tid|fecha|stand|dato|info", re.IGNORECASE
)
_SAYS_PUBLISHED = re.compile(
    r"(?:publicera[dt]|publisert|udgivet|julkaistu|veröffentlicht|erstellt|gepostet|published|"
    r"posted|publié|publicado|pubblicato)\b",
    re.IGNORECASE,
)
_NOT_IT = re.compile(
    r"aktuelle zeit|current time|copyright|©|senast (?:granskad|ändrad)|öppet|gäller", re.IGNORECASE
)
_COMMENTS = re.compile(r"comment|kommentar|disqus|reply", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_TEXTS_MAX: Final = 200


def find(head: Head, tree: lxml_html.HtmlElement, url: str, *, default_zone: tzinfo) -> Dated:
    """Return the publication time by the most trustworthy place that names one.

    Where JSON-LD, the meta elements and the visible time disagree on the day, two beat one.
    """
    declared = [head.described.published]
    declared += [head.metas[name] for name in _META if name in head.metas][:1]
    stamps = list(_stamps(tree))
    sure = [parse_date(text, default_zone=default_zone) for text in (*declared, *stamps[:1])]
    sure = [dated for dated in sure if dated != UNKNOWN]
    if sure and _day(sure[0]) and any(declared):
        days = Counter(_day(dated) for dated in sure)
        most = max(days.values())
        return next(dated for dated in sure if days[_day(dated)] == most)
    for text in _weaker(head, tree, url, stamps):
        dated = parse_date(text, default_zone=default_zone)
        if dated != UNKNOWN:
            return dated
    return UNKNOWN


def _day(dated: Dated) -> date | None:
    return dated.instant.date() if dated.instant else None


def _weaker(head: Head, tree: lxml_html.HtmlElement, url: str, stamps: list[str]) -> Iterator[str]:
    """Yield the places to look in when nothing is declared, most telling first."""
    yield from stamps
    yield from islice(_sentences(tree), 5)
    yield _from_address(url)
    yield from islice(_named_texts(tree), _TEXTS_MAX)
    for name in (*_VAGUE, *_MODIFIED):
        yield head.metas.get(name, "")


def _stamps(tree: lxml_html.HtmlElement) -> Iterator[str]:
    """Yield what time elements and itemprops say, those marked as publication first."""
    marked: list[str] = []
    others: list[str] = []
    for element in tree.iter("time", "abbr", "span", "meta", "div", "p"):
        prop = (element.get("itemprop") or "").lower()
        if element.tag != "time" and "datepublished" not in prop:
            continue
        if _in_comments(element):
            continue
        text = element.get("datetime") or element.get("content") or line(element)[:100]
        is_marked = "datepublished" in prop or element.get("pubdate") is not None
        (marked if is_marked else others).append(text)
        if len(marked) + len(others) > 20:
            break
    yield from marked[:5]
    yield from others[:5]


def _sentences(tree: lxml_html.HtmlElement) -> Iterator[str]:
    """Yield the texts that say when they were published, from the word on or around it."""
    for element in tree.iter("p", "span", "div", "li", "small", "em", "dt", "dd", "strong"):
        for text in (element.text, *(child.tail for child in islice(element, 8))):
            if text and len(text) < 400 and _SAYS_PUBLISHED.search(text):
                whole = line(element)[:200]
                said = _SAYS_PUBLISHED.search(whole)
                if said is None or _in_comments(element):
                    continue
                yield whole[said.end() :]
                yield whole[: said.end()]


def _from_address(url: str) -> str:
    path = urlsplit(url).path
    match = _IN_PATH.search(path) or _IN_PATH_TIGHT.search(path)
    return "-".join(match.groups()) if match else ""


def _named_texts(tree: lxml_html.HtmlElement) -> Iterator[str]:
    """Yield short texts with a year in elements that are named as a date."""
    for element in tree.iter("span", "div", "p", "li", "td", "small", "em", "dd", "strong", "i"):
        names = _names(element)
        if len(names) > 1 and _NAMED.search(names):
            text = line(element) if len(element) < 8 else (element.text or "")
            if (
                6 <= len(text) <= 120
                and _YEAR.search(text)
                and not _NOT_IT.search(text)
                and not _in_comments(element)
            ):
                yield text


def _names(element: lxml_html.HtmlElement) -> str:
    return f"{(element.get('class') or '')[:300]} {(element.get('id') or '')[:100]}"


def _in_comments(element: lxml_html.HtmlElement) -> bool:
    return any(
        _COMMENTS.search(_names(holder))
        for holder in islice(element.iterancestors(), 6)
        if holder.tag not in {"body", "html"}
    )
