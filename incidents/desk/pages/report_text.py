"""A paragraph of a report as it will be printed, with the words that have remarks marked.

Pure: no clock, no store, no network. Everything that comes out is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from incidents.report.inline import pieces
from incidents.report.sections import block_of
from incidents.report.tree import (
    Emphasis,
    Language,
    Link,
    ListBlock,
    Quote,
    Run,
    Strong,
    TableBlock,
)

Span = tuple[int, int]


def printed(text: str, style: str = "text", spans: Iterable[Span] = ()) -> Markup:
    """Return the paragraph as HTML.

    Args:
        text: in the notation, as it is stored.
        spans: characters of ``text`` to mark; ignored in a table.
    """
    block = block_of(text, style)
    kept = sorted(spans)
    match block:
        case TableBlock():
            return _table(block)
        case ListBlock():
            return _list(text, kept)
        case Quote():
            return Markup("<blockquote><p>{}</p></blockquote>").format(_runs(text, 0, kept))
        case _:
            return Markup("<p>{}</p>").format(_runs(text, 0, kept))


def _list(text: str, spans: list[Span]) -> Markup:
    rows = Markup("")
    at = 0
    for line in text.splitlines(keepends=True):
        words = line.strip().removeprefix("- ")
        if words:
            start = at + line.index(words)
            rows += Markup("<li>{}</li>").format(_runs(words, start, spans))
        at += len(line)
    return Markup("<ul>{}</ul>").format(rows)


def _table(table: TableBlock) -> Markup:
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(cell) for cell in table.header)
    rows = Markup("")
    for first, *rest in table.rows:
        cells = Markup("").join(Markup("<td>{}</td>").format(cell) for cell in rest)
        rows += Markup('<tr><th scope="row">{}</th>{}</tr>').format(first, cells)
    return Markup(
        '<div class="scroll" role="region" aria-label="{0}" tabindex="0"><table>'
        "<caption>{0}</caption><thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>"
    ).format(table.caption, head, rows)


def _runs(source: str, offset: int, spans: list[Span]) -> Markup:
    out = Markup("")
    for run, start in pieces(source):
        out += _dressed(run, _marked(run.text, offset + start, spans))
    return out


def _marked(words: str, start: int, spans: list[Span]) -> Markup:
    out = Markup("")
    at = 0
    for first, last in spans:
        begin, end = max(first - start, at), min(last - start, len(words))
        if begin >= end:
            continue
        out += Markup("{}<mark>{}</mark>").format(words[at:begin], words[begin:end])
        at = end
    return out + Markup("{}").format(words[at:])


def _dressed(run: Run, words: Markup) -> Markup:
    match run:
        case Strong():
            return Markup("<strong>{}</strong>").format(words)
        case Emphasis():
            return Markup("<em>{}</em>").format(words)
        case Language(lang=lang):
            return Markup('<span lang="{}">{}</span>').format(lang, words)
        case Link(url=url):
            return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(url, words)
        case _:
            return words
