"""The report as an accessible Word document: real styles, Swedish, real links, no direct layout.

The same document gives the same bytes: the times inside are its compiled_at.
"""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from incidents.report.render import docx_styles
from incidents.report.render.look import DEFAULT_LOOK, Look, is_numeric
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
from monitor.core.clock import from_text

#: Zip entries need a time; this is the earliest that the format can tell.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def render_docx(document: Document, *, look: Look = DEFAULT_LOOK) -> bytes:
    """Return the .docx file's bytes."""
    word = docx.Document()
    docx_styles.prepare(word, look)
    _properties(word, document)
    if look.logo is not None:
        docx_styles.add_logo(word, look.logo)
    if document.reason is not None:
        _line(word, document.reason, docx_styles.REASON)
    _line(word, document.series, "Heading 1")
    _line(word, document.compiled)
    if document.period is not None:
        _line(word, document.period)
    for section in document.sections:
        if section.heading is not None:
            _line(word, section.heading, "Heading 2")
        for before, block in pairwise((None, *section.blocks)):
            assert block is not None
            _block(word, block, after_table=isinstance(before, TableBlock))
    docx_styles.footer(word, document.footer)
    buffer = io.BytesIO()
    word.save(buffer)
    return _without_clock(buffer)


def _line(word: Any, text: str, style: str | None = None) -> None:
    docx_styles.add_words(word.add_paragraph(style=style), text)


def _properties(word: Any, document: Document) -> None:
    core = word.core_properties
    core.title = document.title[:255]
    core.author = document.producer[:255]
    core.last_modified_by = document.producer[:255]
    core.language = "sv-SE"
    core.comments = ""
    core.keywords = ""
    core.subject = (document.reason or "")[:255]
    core.identifier = (document.number or "")[:255]
    at = from_text(document.compiled_at).replace(tzinfo=None)  # python-docx wants naive UTC
    core.created = at
    core.modified = at
    core.revision = 1


def _block(word: Any, block: Block, *, after_table: bool) -> None:
    match block:
        case Paragraph(runs=runs):
            style = docx_styles.AFTER_TABLE if after_table else None
            _fill(word.add_paragraph(style=style), runs)
        case Quote(runs=runs):
            _fill(word.add_paragraph(style="Quote"), runs)
        case ListBlock(items=items):
            for item in items:
                _fill(word.add_paragraph(style="List Bullet"), item)
        case TableBlock():
            _table(word, block)


def _table(word: Any, block: TableBlock) -> None:
    word.add_paragraph(block.caption, style="Caption")
    table = word.add_table(rows=0, cols=len(block.header), style="Table Grid")
    numeric = [is_numeric(column) for column in zip(*block.rows, strict=True)]
    for at, line in enumerate((block.header, *block.rows)):
        for column, (cell, text) in enumerate(zip(table.add_row().cells, line, strict=True)):
            right = bool(numeric) and numeric[column]
            cell.paragraphs[0].style = docx_styles.NUMBER if right else docx_styles.CELL
            run = docx_styles.add_words(cell.paragraphs[0], text)
            run.bold = True if at == 0 or column == 0 else None
    docx_styles.lay_out(table)
    docx_styles.mark_headings(table, block.caption)


def _fill(paragraph: Any, runs: Runs) -> None:
    for run in runs:
        _add(paragraph, run)


def _add(paragraph: Any, run: Run) -> None:
    match run:
        case Text(text=text):
            docx_styles.add_words(paragraph, text)
        case Strong(text=text):
            docx_styles.add_words(paragraph, text, "Strong")
        case Emphasis(text=text):
            docx_styles.add_words(paragraph, text, "Emphasis")
        case Language(text=text, lang=lang):
            docx_styles.set_language(paragraph.add_run(text)._element.get_or_add_rPr(), lang)  # noqa: SLF001 - python-docx has no public way
        case Link(text=text, url=url):
            _link(paragraph, text, url)


def _link(paragraph: Any, text: str, url: str) -> None:
    relation = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    link.set(qn("w:history"), "1")
    link.append(docx_styles.add_words(paragraph, text, "Hyperlink")._element)  # noqa: SLF001 - as above
    paragraph._element.append(link)  # noqa: SLF001 - as above


def _without_clock(buffer: io.BytesIO) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            kept.writestr(zipfile.ZipInfo(name, _ZIP_TIME), made.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
