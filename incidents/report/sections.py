"""The sections of a report: their order, headings, and how paragraphs become a document.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from incidents.report.inline import parse_inline
from incidents.report.tree import (
    Block,
    Document,
    Kind,
    ListBlock,
    Paragraph,
    Quote,
    Section,
    TableBlock,
    Text,
    plain,
)
from monitor.core.clock import to_text
from monitor.core.messages import label
from monitor.core.times import calendar_for, clock_text, header_text, period_text

Style = Literal["text", "quote"]

#: Section keys in printed order; the schema's own names.
ORDER: dict[Kind, tuple[str, ...]] = {
    "extra": (
        "correction", "incident", "circumstances", "actions", "questions", "next_update",
        "comment", "spokespersons", "about",
    ),
    "weekly": (
        "correction", "summary", "standing", "incidents", "decisions", "planned", "media",
        "comment", "spokespersons", "about",
    ),
}  # fmt: skip

#: Left out when empty; an empty section that is not here says that nothing is known.
OPTIONAL = frozenset({"correction", "questions", "next_update"})

_REASON_START = re.compile(r"^(?:extrainsatt rapport\s+)?(?:med anledning av\s+)?", re.IGNORECASE)
#: Marks of a block that is no paragraph: every line starts with one.
_ROW = re.compile(r"^\|(.*)\|$")
_CAPTION = "|+ "
_ITEM = "- "


class Written(Protocol):
    """A paragraph as it stands on a draft: composed, edited or written by hand."""

    @property
    def section(self) -> str:
        """Return the section's key."""
        ...

    @property
    def style(self) -> str:
        """Return "text" or "quote"."""
        ...

    @property
    def text(self) -> str:
        """Return the text in the notation; see :func:`block_of`."""
        ...


@dataclass(frozen=True, slots=True)
class Head:
    """What stands around the sections.

    Attributes:
        own_short: our organisation's short name, for "Talespersoner RVM".
        reason: the reason clause, with or without "med anledning av"; None for a weekly.
        period: weekly: from (exclusive), to (inclusive).
    """

    number: str | None
    kind: Kind
    series: str
    producer: str
    own_short: str
    compiled_at: datetime
    reason: str | None = None
    period: tuple[datetime, datetime] | None = None
    registry_number: str | None = None


def heading(key: str, head: Head) -> str | None:
    """Return the section's heading; the correction has none and continues the head."""
    if key == "correction":
        return None
    if key == "spokespersons":
        return f"{label('section', key)} {head.own_short}"
    if key == "about":
        return f"Om {head.series}"
    return label("section", key)


def nothing_known(compiled_at: datetime) -> str:
    """Return what an empty required section says."""
    return f"Inga kända uppgifter {clock_text(compiled_at)}."


def reason_line(clause: str) -> str:
    """Return the line above the title from a reason clause with or without its start."""
    about = _REASON_START.sub("", clause.strip())
    return f"Extrainsatt rapport med anledning av {about}"


def block_of(text: str, style: str = "text") -> Block:
    """Return the block that a paragraph's text tells.

    Beside the inline notation a paragraph may be a list of two items or more, where every line
    starts with "- ", or a table: ``|+ caption`` first, then a row of headings and rows, each
    ``| cell | cell |``.
    """
    if style == "quote":
        return Quote(parse_inline(text))
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if len(lines) > 1 and lines[0].startswith(_CAPTION) and all(map(_ROW.match, lines[1:])):
        rows = [_cells(line) for line in lines[1:]]
        if all(len(row) == len(rows[0]) for row in rows):
            return TableBlock(lines[0].removeprefix(_CAPTION), rows[0], tuple(rows[1:]))
    if len(lines) > 1 and all(line.startswith(_ITEM) for line in lines):
        return ListBlock(tuple(parse_inline(line.removeprefix(_ITEM)) for line in lines))
    return Paragraph(parse_inline(text))


def is_table(text: str) -> bool:
    """Return whether the paragraph is a table: no sentences for the linter to read."""
    return isinstance(block_of(text), TableBlock)


def table_source(caption: str, rows: Sequence[Sequence[str]]) -> str:
    """Return the notation of a table; cells are notation already, and may hold no "|"."""
    lines = [f"{_CAPTION}{caption}"]
    lines += ["| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def build_document(head: Head, paragraphs: Iterable[Written]) -> Document:
    """Return the document: sections in their order, paragraphs in the order given.

    Paragraphs that were left out must not be given. A paragraph of a section that the kind of
    report does not have is not printed.
    """
    blocks: dict[str, list[Block]] = {key: [] for key in ORDER[head.kind]}
    for one in paragraphs:
        if one.section in blocks and one.text.strip():
            blocks[one.section].append(block_of(one.text, one.style))
    sections = []
    for key, found in blocks.items():
        if not found and key in OPTIONAL:
            continue
        shown = found or [Paragraph((Text(nothing_known(head.compiled_at)),))]
        sections.append(Section(key, heading(key, head), tuple(shown)))
    return Document(
        number=head.number,
        kind=head.kind,
        series=head.series,
        compiled_at=to_text(head.compiled_at),
        compiled=f"Sammanställd: {header_text(head.compiled_at)}",
        producer=head.producer,
        sections=tuple(sections),
        reason=None if head.reason is None else reason_line(head.reason),
        period=_period_line(head),
        registry_number=head.registry_number,
    )


def _period_line(head: Head) -> str | None:
    if head.period is None:
        return None
    calendar = calendar_for(head.compiled_at)
    return f"Avser perioden {period_text(*head.period, calendar)}"


def _cells(line: str) -> tuple[str, ...]:
    found = _ROW.match(line)
    assert found is not None
    return tuple(plain(parse_inline(cell)).strip() for cell in found[1].split("|"))
