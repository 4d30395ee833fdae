"""The report as a PDF that is PDF/UA-1 (accessible) and PDF/A-2a (archival) at once.

The typesetter refuses to make a file that breaks either standard. The same document gives the
same bytes: fonts come with the typesetter, and the time inside is the document's compiled_at.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from incidents.report.render.look import DEFAULT_LOOK, UNBROKEN, Look
from incidents.report.serial import to_json
from incidents.report.tree import Document
from monitor.core.clock import from_text
from monitor.core.errors import ReportError

_STANDARDS: list[Any] = ["a-2a", "ua-1"]
#: Stands for a character that the font lacks, which both standards forbid to print.
_STAND_IN = "\ufffd"
#: Every font worth using has these: Basic Latin to Latin Extended-A, and usual punctuation.
_USUAL = frozenset(map(chr, [*range(0x20, 0x180), 0x2013, 0x2014, 0x2018, 0x2019, 0x201D, 0x2026]))
#: Distinct unusual characters tried one by one (2 ms each); a text with more is not Swedish.
_TRIED_AT_MOST = 300


def render_pdf(document: Document, *, look: Look = DEFAULT_LOOK) -> bytes:
    """Return the PDF; a character that the font lacks is printed as ``�``.

    :func:`undrawable` tells which they are, so that a person can be asked before approval.

    Raises:
        ReportError: the typesetter failed for another reason.
    """
    import typst  # noqa: PLC0415 - 30 MB, and most who come here only read what was frozen

    source = _source(document, look)
    at = int(from_text(document.compiled_at).timestamp())
    try:
        return _compile(source, at, look)
    except typst.TypstError:
        lacking = undrawable(document, look=look)
    for stand_in_for in (lacking, _unusual(document)):
        table = str.maketrans(dict.fromkeys(stand_in_for, _STAND_IN))
        try:
            return _compile(source.translate(table), at, look)
        except typst.TypstError as error:
            cause = error
    raise ReportError("typesetting failed", number=document.number) from cause


def undrawable(document: Document, *, look: Look = DEFAULT_LOOK) -> tuple[str, ...]:
    """Return the characters of the document that its PDF cannot show, in code point order."""
    unusual = _unusual(document)
    if len(unusual) > _TRIED_AT_MOST:
        return unusual
    return tuple(char for char in unusual if not _drawable(char, look.pdf_font, look.font_folder))


def has_font(look: Look) -> bool:
    """Return whether the PDF's font is at hand, in the typesetter or in the look's folder."""
    import typst  # noqa: PLC0415 - as above

    folders = _folders(look.font_folder)
    return look.pdf_font in typst.Fonts(include_system_fonts=False, font_paths=folders).families()


def _unusual(document: Document) -> tuple[str, ...]:
    return tuple(sorted(set(to_json(document)) - _USUAL))


@cache
def _drawable(char: str, font: str, folder: Path | None) -> bool:
    import typst  # noqa: PLC0415 - as above

    page = b"#set document(title: [x])\n#text(font: sys.inputs.font, sys.inputs.char)"
    try:
        typst.compile(
            page,
            sys_inputs={"char": char, "font": font},
            font_paths=_folders(folder),
            pdf_standards=["a-2b"],
            ignore_system_fonts=True,
            format="pdf",
        )
    except typst.TypstError:
        return False
    return True


def _folders(folder: Path | None) -> list[Any]:
    return [] if folder is None else [folder]  # Any: the library's stub takes one type of all


def _source(document: Document, look: Look) -> str:
    data = json.loads(to_json(document))
    data["title"] = document.title
    data["footer"] = document.footer
    logo = look.logo
    data["look"] = {
        "colour": look.colour,
        "unbroken": UNBROKEN.pattern,
        "pdf_font": look.pdf_font,
        "logo": None if logo is None else [*logo.data],
        "alt": "" if logo is None else logo.alt,
        "height_mm": 0 if logo is None else logo.height_mm,
    }
    return json.dumps(data, ensure_ascii=False)


def _compile(source: str, at: int, look: Look) -> bytes:
    import typst  # noqa: PLC0415 - as above

    made: bytes = typst.compile(
        _template(),
        font_paths=_folders(look.font_folder),
        sys_inputs={"report": source},
        pdf_standards=_STANDARDS,
        ignore_system_fonts=True,
        timestamp=at,
        format="pdf",
    )
    return made


@cache
def _template() -> bytes:
    return resources.files(__package__).joinpath("report.typ").read_bytes()
