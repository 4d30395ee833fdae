"""Read the words of a document that a person chose: text, Markdown, web page, Word or PDF.

Pure: no clock, no store, no network. What a file is, is told by its content; its name says only
what to call it. Nothing in a file is run, followed or fetched. The door to pypdf.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

import pypdf.errors
from lxml import etree

from monitor.core.errors import InputError
from monitor.intake.extract import Extracted, extract
from monitor.intake.page import decode

#: Largest file that is read, in bytes. A report with pictures is a few million.
LARGEST: Final = 10 * 1024 * 1024
#: Most characters of a document that are kept; a report of fifty pages holds half of it.
LONGEST: Final = 300_000
#: Most bytes that the text of a Word file may unpack to. Its markup is ten times its words.
_MARKUP: Final = 20 * 1024 * 1024
#: Pages of a PDF that are read.
_PAGES: Final = 200

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY: Final = "word/document.xml"
_MACROS: Final = "word/vbaProject.bin"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
#: Control characters that no text holds.
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HTML: Final = re.compile(rb"(?i)<(?:!doctype html|html|head|body|article|p)\b")

#: What pypdf raises on files that are not as the standard says; it promises no less.
_BROKEN: Final = (
    pypdf.errors.DependencyError,
    pypdf.errors.PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)

# Every odd PDF would be lines in our log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def document_text(name: str, body: bytes) -> str:
    """Return what a document says, one line per paragraph, at most :data:`LONGEST` characters.

    Args:
        name: what the file is called, for the reason.

    Raises:
        InputError: too large, empty, damaged, or no kind of document that is read; in Swedish.
    """
    if len(body) > LARGEST:
        raise refused(name, f"är större än {LARGEST // 1024 // 1024} MB")
    lines = (line.strip() for line in _text(name, body).splitlines())
    text = "\n".join(line for line in lines if line)[:LONGEST]
    if not text:
        raise refused(name, "innehåller ingen text. Är den inskannad?")
    return text


def _text(name: str, body: bytes) -> str:
    if body.startswith(b"PK\x03\x04"):
        return _word(name, body)
    if body[:1024].lstrip().startswith(b"%PDF-"):
        return _pdf(name, body)
    if body.startswith(_OLD_OFFICE):
        raise refused(
            name, "är en äldre eller lösenordsskyddad Office-fil. Spara den som .docx utan lösenord"
        )
    if body.startswith(b"{\\rtf"):
        raise refused(name, "är en RTF-fil. Spara den som .docx")
    if _is_binary(body):
        raise refused(
            name, "är inget dokument som går att läsa. Välj Word, PDF, webbsida eller text"
        )
    if _HTML.search(body[:4096]) or PurePath(name).suffix.lower() in {".html", ".htm"}:
        return _page(body)
    return decode(body, None)


def _is_binary(body: bytes) -> bool:
    wide = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    return not wide and _BINARY.search(body) is not None


def _page(body: bytes) -> str:
    """Return a saved page's article; of a page without one, all its words."""
    read = extract(body, url="", content_type=None)
    if isinstance(read, Extracted) and read.text:
        return f"{read.title}\n{read.text}"
    tree = etree.HTML(decode(body, None))
    return "" if tree is None else "\n".join(tree.xpath("//text()[not(ancestor::script)]"))


def _word(name: str, body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            names = set(packed.namelist())
            if _MACROS in names:
                raise refused(name, "innehåller makron. Spara den som vanlig .docx")
            if _BODY not in names:
                raise refused(name, "är inget Word-dokument. Spara den som .docx eller PDF")
            with packed.open(_BODY) as file:
                markup = file.read(_MARKUP + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError) as error:
        raise refused(name, "är skadad eller låst med lösenord") from error
    if len(markup) > _MARKUP:
        raise refused(name, "packar upp sig till orimligt mycket text")
    return "\n".join(_paragraphs(name, markup))


def _paragraphs(name: str, markup: bytes) -> Iterator[str]:
    """Yield the text of each paragraph, those of tables and boxes too."""
    if b"<!DOCTYPE" in markup[:2048]:
        raise refused(name, "är inget vanligt Word-dokument")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = etree.fromstring(markup, parser)
    except etree.XMLSyntaxError as error:
        raise refused(name, "är skadad") from error
    for paragraph in tree.iter(f"{_WORD}p"):
        parts = []
        for part in paragraph.iter(f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br"):
            parts.append(part.text or "" if part.tag == f"{_WORD}t" else " ")
        yield "".join(parts)


def _pdf(name: str, body: bytes) -> str:
    found: list[str] = []
    held = 0
    try:
        reader = pypdf.PdfReader(io.BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            raise refused(name, "är låst med lösenord. Spara den utan lösenord")
        for page in reader.pages[:_PAGES]:
            found.append(page.extract_text())
            held += len(found[-1])
            if held >= LONGEST:
                break
    except _BROKEN as error:
        raise refused(
            name, "är en PDF som inte går att läsa. Klistra in texten i stället"
        ) from error
    return "\n".join(found)


def refused(name: str, why: str) -> InputError:
    """Return the error that says of a file why it is not read."""
    shown = PurePath(name.replace("\\", "/")).name[:80]
    end = "" if why.endswith("?") else "."
    return InputError(field="Fil", why=f"”{shown}” {why}{end}", name="upload")
