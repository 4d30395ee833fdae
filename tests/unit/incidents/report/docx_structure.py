"""What a machine can check of a Word document: structure, language, links, tables."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import docx
import lxml.etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def faults(data: bytes) -> list[str]:
    """Return what is wrong with a Word document's structure."""
    word = docx.Document(io.BytesIO(data))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {
            name: lxml.etree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith(".xml")
        }
    body = parts["word/document.xml"]
    return [
        *_properties(word),
        *_headings(word),
        *_styles(body),
        *_language(parts["word/styles.xml"], body),
        *_links(word, body),
        *_tables(body),
        *_pictures(body),
    ]


def _properties(word: Any) -> Iterator[str]:
    core = word.core_properties
    if not core.title.strip():
        yield "no title"
    if not core.author.strip() or core.author == "python-docx":
        yield "no author"
    if core.language != "sv-SE":
        yield f"language {core.language}"


def _headings(word: Any) -> Iterator[str]:
    found = [p for p in word.paragraphs if re.fullmatch(r"Heading \d", p.style.name)]
    levels = [int(p.style.name[-1]) for p in found]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"not exactly one first heading that comes first: {levels}"
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield f"a heading level is skipped: {levels}"
    if any(not p.text.strip() for p in found):
        yield "an empty heading"


def _styles(body: Any) -> Iterator[str]:
    for paragraph in body.iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        own = set() if properties is None else {one.tag.removeprefix(W) for one in properties}
        if own - {"pStyle"}:
            yield f"a paragraph with its own layout: {sorted(own)}"
        if not "".join(paragraph.itertext()).strip() and paragraph.find(f".//{_DRAWING}") is None:
            yield "an empty paragraph stands for space"


def _language(styles: Any, body: Any) -> Iterator[str]:
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if default is None or default.get(f"{W}val") != "sv-SE":
        yield "the default language is not Swedish"
    for one in body.iter(f"{W}lang"):
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", one.get(f"{W}val", "")):
            yield f"no language code: {one.get(f'{W}val')}"


def _links(word: Any, body: Any) -> Iterator[str]:
    links = [link for p in word.paragraphs for link in p.hyperlinks]
    if len(links) != len(list(body.iter(f"{W}hyperlink"))):
        yield "a link outside the paragraphs"
    for link in links:
        if not link.text.strip():
            yield f"a link without words: {link.address}"
        if not re.match(r"https?://|mailto:", link.address):
            yield f"a link that leads nowhere: {link.address}"
        if any(run.style.name != "Hyperlink" for run in link.runs):
            yield "a link that does not look like one"


def _tables(body: Any) -> Iterator[str]:
    for table in body.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        if rows[0].find(f"{W}trPr/{W}tblHeader") is None:
            yield "a table without a heading row"
        if len({len(row.findall(f"{W}tc")) for row in rows}) != 1:
            yield "rows of unlike length"
        if table.find(f".//{W}gridSpan") is not None or table.find(f".//{W}vMerge") is not None:
            yield "merged cells"
        if table.find(f"{W}tblPr/{W}tblCaption") is None:
            yield "a table that does not say what it shows"


def _pictures(body: Any) -> Iterator[str]:
    for picture in body.iter(_DRAWING):
        if not picture.get("descr", "").strip():
            yield "a picture without alternative text"
