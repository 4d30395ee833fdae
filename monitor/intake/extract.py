"""Read an article page: headline, ingress, text, date, addresses. The door to trafilatura.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import islice
from typing import Any, Final

import htmldate
import trafilatura
from lxml import etree
from lxml import html as lxml_html

from monitor.core.clock import STOCKHOLM
from monitor.intake import metadata, paywall, published
from monitor.intake.address import own_addresses
from monitor.intake.chunks import with_missing_chunks
from monitor.intake.clean import strip_unseen
from monitor.intake.dates import Dated, parse_date, settle
from monitor.intake.entry import Precision
from monitor.intake.headline import fold, headline
from monitor.intake.ingress import find_ingress, with_ingress
from monitor.intake.page import decode

#: A text shorter than this is suspected to miss the article.
_SHORT: Final = 1000
#: One block longer than this is suspected to be the whole page.
_DUMP: Final = 1500
#: A text of this length is an article's.
_ENOUGH: Final = 250
#: Most elements of an ordinary page. Real article pages stay under 5,000.
_HUGE: Final = 15_000
#: Longest unbroken text in one element of such a page, in characters.
_LONG_TEXT: Final = 100_000
#: Most attributes of one tag; below so many letters a page holds too few to take a second.
_ATTRIBUTES_MAX: Final = 2000
_SMALL: Final = 100_000
_LONG_PIECE: Final = 2 * _ATTRIBUTES_MAX
_TAG: Final = re.compile(r"""[A-Za-z](?:[^>"']|"[^"]*"|'[^']*')*""")

# Every odd page would be a line in our log; what came of it is in the value we return.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Extracted:
    """One article page, read. Bylines are never kept.

    Attributes:
        title: one line, without the outlet's name; may be empty.
        lede: the ingress, or the page's own summary when it shows none; may be empty.
        text: the article as readers see it, ingress first, one line per paragraph.
        published, precision: see :mod:`monitor.intake.dates`.
        canonical: the page's own address for itself when it names one on its own site, else the
            address that it was read from.
        og_url: the address for sharing, under the same condition; "" when none.
        language: tag in lower case such as ``sv`` or ``sv-se``; None when not declared.
        paywalled: the text is cut for readers who do not pay.
        opinion: marked as opinion, editorial, column or review.
    """

    title: str
    lede: str
    text: str
    published: datetime | None
    precision: Precision
    canonical: str
    og_url: str
    language: str | None
    paywalled: bool
    opinion: bool


@dataclass(frozen=True, slots=True)
class NoText:
    """The page holds no article.

    ``reason``: binary, empty, consent, not_found, script_only, not_an_article.
    """

    reason: str


def extract(
    body: bytes,
    *,
    url: str,
    content_type: str | None,
    first_seen: datetime | None = None,
    default_zone: tzinfo = STOCKHOLM,
) -> Extracted | NoText:
    """Return the article that the page at ``url`` holds, or why there is none.

    Args:
        body: as received, transfer encodings undone.
        url: where it was read, after redirects.
        content_type: the Content-Type header.
        first_seen: a later date becomes this one, precision ``unknown``.
        default_zone: for times printed without a zone.
    """
    if _is_binary(body):
        return NoText("binary")
    source = decode(body, content_type)
    tree = _tree(source)
    if tree is None:
        return NoText("empty")
    head = metadata.read_head(tree)
    title = headline(head, url)
    summary = metadata.description(head)
    text = _without_headline(with_missing_chunks(tree, _text(tree, url)), title, head)
    ingress = find_ingress(tree, title, summary, text)
    walled = paywall.is_paywalled(head, tree)
    reason = paywall.no_article(title, text, tree, head)
    if reason is not None:
        return NoText(reason)
    canonical, og_url = own_addresses(head, url)
    dated = _dated(head, tree, url, default_zone)
    if first_seen is not None:
        dated = settle(dated, first_seen)
    return Extracted(
        title=title,
        lede=ingress.text or summary,
        text=with_ingress(ingress.text if ingress.sure else "", paywall.without_notice(text)),
        published=dated.instant,
        precision=dated.precision,
        canonical=canonical,
        og_url=og_url,
        language=(head.language or head.described.language).strip().lower().replace("_", "-")
        or None,
        paywalled=walled,
        opinion=paywall.is_opinion(head, url),
    )


def _dated(
    head: metadata.Head, tree: lxml_html.HtmlElement, url: str, default_zone: tzinfo
) -> Dated:
    dated = published.find(head, tree, url, default_zone=default_zone)
    if dated.instant is None and not _is_huge(tree):
        return _searched_day(tree, url, default_zone)
    return dated


def _searched_day(tree: lxml_html.HtmlElement, url: str, default_zone: tzinfo) -> Dated:
    """Return the likeliest day among the dates that the page's text holds; the hour is unknown."""
    found = htmldate.find_date(tree, original_date=True, extensive_search=True, url=url)
    dated = parse_date(found, default_zone=default_zone)
    return Dated(dated.instant, "day") if dated.instant else dated


def plain_trafilatura(body: bytes, url: str, *, fast: bool) -> dict[str, Any]:
    """Return what trafilatura alone makes of a page, as a yardstick for :func:`extract`."""
    document: Any = trafilatura.bare_extraction(
        body, url=url, fast=fast, include_comments=False, with_metadata=True
    )
    return {} if document is None else dict(document.as_dict())


def _is_binary(body: bytes) -> bool:
    start = body[:1024]
    return start.startswith((b"%PDF", b"\x89PNG", b"PK\x03\x04", b"GIF8", b"\xff\xd8\xff")) or (
        b"\x00" in start and not start.lstrip().startswith((b"\xff\xfe", b"\xfe\xff", b"<"))
    )


def _without_swarms(source: str) -> str:
    """Return ``source`` with the attributes of a tag left out that has them by the thousand.

    The reader compares each with all the others: 100,000 of them take a minute.
    """
    if len(source) < _SMALL:
        return source
    pieces = source.split("<")
    for number, piece in enumerate(pieces):
        if len(piece) > _LONG_PIECE and (tag := _TAG.match(piece)) is not None:
            words = tag[0].split()
            if len(words) > _ATTRIBUTES_MAX:
                pieces[number] = words[0] + piece[tag.end() :]
    return "<".join(pieces)


def _tree(source: str) -> lxml_html.HtmlElement | None:
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        plain = _without_swarms(source.replace("\x00", ""))
        tree = lxml_html.document_fromstring(plain.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    return tree if len(tree) else None


def _text(tree: lxml_html.HtmlElement, url: str) -> str:
    """Return the article's text by the quick way, or by the thorough one when that looks wrong.

    The quick way fails in two manners: it hands over the whole page in one block, or it stops
    at a box beside the article while the page holds paragraphs enough. On huge pages the time
    of both grows with the square of the size, so that those give their paragraphs only.
    """
    if _is_huge(tree):
        return _paragraphs(tree)
    quick = _attempt(tree, url, fast=True)
    dumped = quick.blocks <= 1 and len(quick.text) > _DUMP
    missed = len(quick.text) < _SHORT and _paragraph_letters(tree) > 4 * len(quick.text)
    if not (dumped or missed):
        return quick.text
    thorough = _attempt(tree, url, fast=False)
    better = len(thorough.text) > (_ENOUGH if dumped else len(quick.text))
    return thorough.text if better else quick.text


@dataclass(frozen=True, slots=True)
class _Attempt:
    text: str
    blocks: int


def _attempt(tree: lxml_html.HtmlElement, url: str, *, fast: bool) -> _Attempt:
    document: Any = trafilatura.bare_extraction(
        tree, url=url, fast=fast, include_comments=False, with_metadata=False
    )
    if document is None:
        return _Attempt("", 0)
    return _Attempt(strip_unseen(document.text or ""), len(document.body))


def _paragraphs(tree: lxml_html.HtmlElement) -> str:
    """Return the paragraphs of the article element, or of the page: for huge pages."""
    holder = next(tree.iter("article"), None)
    lines: list[str] = []
    size = 0
    for paragraph in (tree if holder is None else holder).iter("p"):
        said = metadata.line(paragraph)
        if size + len(said) <= _LONG_TEXT:
            size += len(said)
            lines.append(said)
    return strip_unseen("\n".join(one for one in lines if one))


def _without_headline(text: str, title: str, head: metadata.Head) -> str:
    """Return ``text`` without first lines that only repeat the headline."""
    known = {fold(one) for one in (title, *head.headings)}
    lines = text.split("\n")
    while lines and fold(lines[0]) in known:
        lines.pop(0)
    return "\n".join(lines)


def _is_huge(tree: lxml_html.HtmlElement) -> bool:
    """Say whether a page is beyond what real articles are, so that only quick ways are safe."""
    elements = sum(1 for _ in islice(tree.iter(), _HUGE + 1))
    return elements > _HUGE or any(
        len(element.text or "") > _LONG_TEXT for element in tree.iter("p", "div", "span", "article")
    )


def _paragraph_letters(tree: lxml_html.HtmlElement) -> int:
    return sum(len(metadata.line(paragraph)) for paragraph in tree.iter("p"))
