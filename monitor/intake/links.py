"""Read a watched page: an authority without a feed, whose list of news is watched for new links.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

from lxml import html as lxml_html

from monitor.intake.clean import safe_url, strip_unseen
from monitor.intake.dates import UNKNOWN, Dated, parse_date
from monitor.intake.entry import Entry
from monitor.intake.page import PAGE_MAX
from monitor.intake.patterns import ADDRESS_MAX

#: Most links that are taken from one page.
_LINKS_MAX: Final = 500
_TITLE_MIN: Final = 8
_READ_MORE = re.compile(
    r"^(?:läs mer|läs hela|läs vidare|läs artikeln|till nyheten|mer information|visa mer|"
    r"read more|more)\b.{0,20}$",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^h[1-6]$")


def page_links(html: str, url: str, pattern: str) -> list[Entry]:
    """Return one entry per link whose absolute address matches ``pattern``, in page order.

    Args:
        html: the page's source.
        url: the page's own address; it is never among the entries.
        pattern: a regular expression, searched for in the absolute address; "" takes all links
            below the page's own folder.

    The title is the longest text that leads to the address, or the nearest heading when that
    text only says "Läs mer". The date is a ``time`` element or a readable date beside the link.

    Raises:
        re.error: ``pattern`` is no regular expression.
    """
    wanted = re.compile(pattern or "^" + re.escape(url.rpartition("/")[0] + "/"))
    if not html.strip():
        return []
    tree = lxml_html.document_fromstring(html[:PAGE_MAX])
    titles: dict[str, str] = {}
    dates: dict[str, Dated] = {}
    own = url.partition("#")[0].rstrip("/")
    for anchor in tree.iter("a"):
        address = safe_url(anchor.get("href") or "", url).partition("#")[0]
        if not address or address.rstrip("/") == own or not wanted.search(address[:ADDRESS_MAX]):
            continue
        title = _title(anchor)
        if len(title) > len(titles.get(address, "")):
            titles[address] = title
        if dates.get(address, UNKNOWN) == UNKNOWN:
            dates[address] = _date_near(anchor)
        if len(titles) >= _LINKS_MAX:
            break
    return [
        _entry(address, title, dates.get(address, UNKNOWN)) for address, title in titles.items()
    ]


def _entry(address: str, title: str, dated: Dated) -> Entry:
    digest = blake2b(f"{address}\n{title}".encode(), digest_size=16).hexdigest()
    return Entry(
        guid=address,
        guid_is_permalink=True,
        link=address,
        title=title,
        summary_html="",
        content_html="",
        published=dated.instant,
        published_precision=dated.precision,
        updated=None,
        language=None,
        item_digest=digest,
    )


def _title(anchor: lxml_html.HtmlElement) -> str:
    heading = next((node for node in anchor.iter() if _HEADING.match(str(node.tag))), None)
    text = _line(heading if heading is not None else anchor) or anchor.get("title") or ""
    if len(text) >= _TITLE_MIN and not _READ_MORE.match(text):
        return text
    for holder in _holders(anchor):
        near = next((node for node in holder.iter() if _HEADING.match(str(node.tag))), None)
        if near is not None and _line(near):
            return _line(near)
    return text


def _date_near(anchor: lxml_html.HtmlElement) -> Dated:
    for holder in (anchor, *_holders(anchor)):
        for stamp in holder.iter("time"):
            dated = parse_date(stamp.get("datetime") or _line(stamp))
            if dated != UNKNOWN:
                return dated
        dated = parse_date(_date_text(holder))
        if dated != UNKNOWN:
            return dated
    return UNKNOWN


def _date_text(holder: lxml_html.HtmlElement) -> str:
    """Return the first short text under ``holder`` that has both digits and a year's length."""
    for node in holder.iter():
        text = " ".join((node.text or "").split()) if isinstance(node.tag, str) else ""
        if 8 <= len(text) <= 40 and re.search(r"\d{4}", text) and parse_date(text) != UNKNOWN:
            return text
    return ""


def _holders(anchor: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
    """Return up to three ancestors that hold no other article's link."""
    found = []
    for holder in list(anchor.iterancestors())[:3]:
        if holder.tag in {"body", "main", "html", "ul", "ol", "table", "tbody"}:
            break
        if len({link.get("href") for link in holder.iter("a")}) > 2:
            break
        found.append(holder)
    return found


def _line(node: lxml_html.HtmlElement) -> str:
    return " ".join(strip_unseen(str(node.text_content())).split())
