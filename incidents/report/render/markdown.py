"""The report as Markdown (CommonMark with tables), every word from outside escaped.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re

from incidents.report.tree import (
    Block,
    Document,
    Emphasis,
    Language,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Runs,
    Strong,
    TableBlock,
    Text,
)

#: Marks anywhere; what would turn into a link by itself (://, www., @) or
#: turn the link after it into an image (!).
_MARKS = re.compile(r"[\\`*_\[\]<>&~|@^$]|!$|(?<=www)\.|:(?=//)", re.IGNORECASE)
#: Marks only at the start of a line: heading, list, quote, rule, underline of a heading.
_LINE_START = re.compile(r"^(\s*)([#+\-=:]|\d{1,9}(?=[.)]))")


def render_markdown(document: Document) -> str:
    """Return the report as Markdown; headings with number signs, quotes as block quotes."""
    parts = [] if document.reason is None else [f"*{_words(document.reason)}*"]
    parts.append(f"# {_words(document.series)}")
    parts.append(_words(document.compiled))
    if document.period is not None:
        parts.append(_words(document.period))
    for section in document.sections:
        if section.heading is not None:
            parts.append(f"## {_words(section.heading)}")
        parts.extend(map(_block, section.blocks))
    if document.colophon:
        parts.append(_line(_words(document.colophon)))
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    match block:
        case Paragraph(runs=runs):
            return _line(_runs(runs))
        case Quote(runs=runs):
            return f"> {_line(_runs(runs))}"
        case ListBlock(items=items):
            return "\n".join(f"- {_line(_runs(item))}" for item in items)
        case TableBlock():
            return _table(block)


def _table(table: TableBlock) -> str:
    lines = [table.header, tuple("---" for _ in table.header), *table.rows]
    rows = [
        "| " + " | ".join(cell if at == 1 else _words(cell) for cell in line) + " |"
        for at, line in enumerate(lines)
    ]
    return f"{_line(_words(table.caption))}\n\n" + "\n".join(rows)


def _runs(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    words = _words(run.text)
    match run:
        case Text() | Language():
            return words
        case Strong():
            return f"**{words}**"
        case Emphasis():
            return f"*{words}*"
        case Link(url=url):
            return f"[{words}](<{url}>)"


def _words(text: str) -> str:
    return _MARKS.sub(lambda found: "\\" + found.group(), text)


def _line(text: str) -> str:
    """Return the line without leading marks, and without trailing spaces (a hard break)."""
    flat = text.strip()
    found = _LINE_START.match(flat)
    if found is None:
        return flat
    mark = found.group(2)
    at = found.end(2)
    return f"{mark}\\{flat[at:]}" if mark.isdigit() else f"\\{flat}"
