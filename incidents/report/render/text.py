"""The report as plain text that pastes into the national crisis web (WIS) and into any field.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from incidents.report.tree import (
    Block,
    Document,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Runs,
    TableBlock,
)


def render_text(document: Document) -> str:
    """Return one paragraph per line, a blank line between, addresses written out after words.

    Lines are never broken within a paragraph: the field it is pasted into does that. Headings
    are in capitals, since plain text has no other sign that survives every field.
    """
    head = [document.series.upper(), document.compiled]
    if document.period is not None:
        head.append(document.period)
    parts = [] if document.reason is None else [document.reason]
    parts.append("\n".join(head))
    for section in document.sections:
        blocks = list(map(_block, section.blocks))
        if section.heading is not None:
            first = blocks[0] if blocks else ""
            blocks[:1] = [f"{section.heading.upper()}\n{first}".rstrip()]
        parts.extend(blocks)
    if document.colophon:
        parts.append(document.colophon)
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    match block:
        case Paragraph(runs=runs) | Quote(runs=runs):
            return _runs(runs)
        case ListBlock(items=items):
            return "\n".join(f"- {_runs(item)}" for item in items)
        case TableBlock():
            return _table(block)


def _table(table: TableBlock) -> str:
    lines = [f"{table.caption}:"]
    for first, *rest in table.rows:
        cells = ", ".join(
            f"{name.lower()} {cell}" for name, cell in zip(table.header[1:], rest, strict=True)
        )
        lines.append(f"- {first}: {cells}" if cells else f"- {first}")
    return "\n".join(lines)


def _runs(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    if isinstance(run, Link) and run.url not in {run.text, f"mailto:{run.text}"}:
        return f"{run.text} ({run.url.removeprefix('mailto:')})"
    return run.text
