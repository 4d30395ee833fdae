"""W7 and W11: quote marks, closing stops and links.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from incidents.report.finding import HEAD, Context, Finding, Link, Manuscript, Prose
from incidents.report.inline import escape_inline
from incidents.report.tree import web_address
from incidents.report.wording import NameKind, linked

_WRONG = '“„«»"‟'
_SWEDISH = "Svenska citattecken är likadana i början och slutet: ”så här”."
_SINGLE = re.compile(r"[‘‚‛]([^‘’‚‛]+)[’‘]")
_LONE = re.compile(rf"(?<!\d)[{_WRONG}]")


def quote_marks(report: Manuscript) -> Iterator[Finding]:
    """W7: ” ” around quotations; the words within are left alone."""
    for prose in report.paragraphs:
        if prose.is_quote:
            yield from _outer_marks(prose)
            continue
        for start, end in prose.quotes:
            marks = prose.text[start] + prose.text[end - 1]
            if marks != "””":
                yield prose.finding(
                    "W7", (start, end), _SWEDISH, f"”{prose.text[start + 1 : end - 1]}”"
                )
        for found in _SINGLE.finditer(prose.words):
            inner = prose.text[found.start(1) : found.end(1)]
            yield prose.finding("W7", found.span(), _SWEDISH, f"’{inner}’")
        for found in _LONE.finditer(prose.words):
            if not any(start <= found.start() < end for start, end in prose.quotes):
                yield prose.finding("W7", found.span(), _SWEDISH, "”")


def _outer_marks(prose: Prose) -> Iterator[Finding]:
    """Look at the first and last character only: the words of a quotation are not ours."""
    text = prose.text.rstrip()
    start = len(text) - len(text.lstrip())
    for at in sorted({start, len(text) - 1}):
        if 0 <= at < len(text) and text[at] in _WRONG:
            yield prose.finding("W7", (at, at + 1), _SWEDISH, "”")


_LAST = re.compile(r"(\S+?)([,;–—-]|…)?([*\s]*)$")
_CLOSED = re.compile(r"(?:[.?!:]|”|[.?!][)»“\"]+)[*\s]*$")


def endings(report: Manuscript) -> Iterator[Finding]:
    """W11: a paragraph ends with . ? ! : or ”."""
    for prose in report.own_words:
        if prose.section in HEAD or not prose.text.strip():
            continue
        text = prose.text
        found = _LAST.search(text)
        if _CLOSED.search(text) or found is None or text.rstrip("* \t").endswith(tuple(_WRONG)):
            continue
        where = (found.start(), found.end(2) if found[2] else found.end(1))
        closing = next((one for one in prose.links if one.end == where[1]), None)
        if closing:
            where = (closing.start, closing.end)
        kept = text[where[0] : where[1]].rstrip(",;–—-…")
        yield prose.finding("W11", where, "Stycket saknar punkt.", f"{kept}.")


def links(report: Manuscript) -> Iterator[Finding]:
    """W11: every link leads somewhere."""
    for prose in report.own_words:
        for link in prose.links:
            if web_address(link.url) and link.url not in report.context.dead_links:
                continue
            why = (
                "Länken svarar inte. Byt adress eller ta bort länken."
                if link.url in report.context.dead_links
                else "Länken leder ingenstans."
            )
            yield prose.finding(
                "W11", (link.start, link.end), why, _repaired(prose, link, report.context)
            )


def _repaired(prose: Prose, link: Link, context: Context) -> str:
    """Return the link with the outlet's article as address, or the words alone."""
    words = prose.text[link.words_start : link.words_end]
    bare = re.sub(r"\\(.)", r"\1", words)
    for name in context.of(NameKind.OUTLET):
        if bare in {name.long, name.short} and name.url and name.url not in context.dead_links:
            return linked(words, name.url)
    return escape_inline(bare)
