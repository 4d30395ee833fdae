"""Styles, language and footer of the Word document: what python-docx has no call for."""

from __future__ import annotations

import io
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from incidents.report.render.look import UNBROKEN, Logo, Look

REASON = "Reason"
CELL = "Cell"
NUMBER = "Number"
LOGO = "Logo"
AFTER_TABLE = "After table"
#: Width of the text between the margins.
_TEXT_CM = 15.8

#: Style, size in points, space before and after in points.
_SIZES = (
    ("Normal", 11, 0, 8),
    ("Heading 1", 20, 4, 6),
    ("Heading 2", 14, 14, 4),
    ("Quote", 11, 4, 8),
    ("Caption", 11, 8, 4),
    (CELL, 11, 2, 2),
    (NUMBER, 11, 2, 2),
    (LOGO, 11, 0, 12),
    (AFTER_TABLE, 11, 8, 8),
)


def prepare(word: Any, look: Look) -> None:
    """Set page, language, fonts, colours and spaces in the styles, never on a paragraph."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.4)
    styles = word.styles
    reason = styles.add_style(REASON, WD_STYLE_TYPE.PARAGRAPH)
    reason.base_style = styles["Normal"]
    reason.font.italic = True
    for name in (CELL, NUMBER, LOGO, AFTER_TABLE):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    styles[NUMBER].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline = True
    link.font.color.rgb = _rgb(look)
    for name, points, before, after in _SIZES:
        style = styles[name]
        style.font.size = Pt(points)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        _set_font(style, look.font)
    for name in ("Heading 1", "Heading 2", "Caption"):
        styles[name].font.color.rgb = _rgb(look)
        styles[name].paragraph_format.keep_with_next = True
    styles["Quote"].font.italic = False
    styles["Quote"].paragraph_format.left_indent = Cm(0.8)
    _swedish(word)


def add_words(paragraph: Any, text: str, style: str | None = None) -> Any:
    """Add a run and return it; 2026-E01 never breaks at its hyphen, nor 9 mars at its space."""
    run = paragraph.add_run(style=style)
    text = UNBROKEN.sub(lambda found: found[0].replace(" ", "\u00a0"), text)
    at = 0
    for found in UNBROKEN.finditer(text.replace("\u00a0", " ")):
        for hyphen in (n for n in range(*found.span()) if text[n] == "-"):
            run.add_text(text[at:hyphen])
            run._element.append(OxmlElement("w:noBreakHyphen"))  # noqa: SLF001 - python-docx has no public way
            at = hyphen + 1
    run.add_text(text[at:])
    return run


def add_logo(word: Any, logo: Logo) -> None:
    """Put the logo above the report, with its alternative text."""
    run = word.add_paragraph(style=LOGO).add_run()
    picture = run.add_picture(io.BytesIO(logo.data), height=Mm(logo.height_mm))
    picture._inline.docPr.set("descr", logo.alt)  # noqa: SLF001 - python-docx has no public way


def lay_out(table: Any) -> None:
    """Give the first column the room that its names need, and the heading row its shade."""
    rest = _TEXT_CM / (len(table.columns) + 0.5)
    for at, column in enumerate(table.columns):
        width = Cm(rest * 1.5 if at == 0 and len(table.columns) > 1 else rest)
        column.width = width
        for cell in column.cells:
            cell.width = width
    for cell in table.rows[0].cells:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", "F0F0F0")):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - as above


def set_language(properties: Any, lang: str) -> None:
    """Set the proofing and speech language of run properties (an ``rPr`` element)."""
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), lang)
    properties.append(element)


def mark_headings(table: Any, caption: str) -> None:
    """Tell readers' programs that the first row and column are headings, and what it shows."""
    first = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no public way
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    first.append(repeat)
    properties = table._tbl.tblPr  # noqa: SLF001 - as above
    look = properties.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        properties.append(look)
    for name, value in (
        ("firstRow", "1"),
        ("firstColumn", "1"),
        ("noHBand", "1"),
        ("noVBand", "1"),
    ):
        look.set(qn(f"w:{name}"), value)
    label = OxmlElement("w:tblCaption")
    label.set(qn("w:val"), caption)
    properties.append(label)


def footer(word: Any, text: str) -> None:
    """Put the numbers to cite, the time and "Sida X av Y" in the footer."""
    paragraph = word.sections[0].footer.paragraphs[0]
    add_words(paragraph, f"{text} Sida ".lstrip())
    _field(paragraph, "PAGE")
    paragraph.add_run(" av ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    shown = paragraph.add_run("1")
    field.append(shown._element)  # noqa: SLF001 - python-docx has no public way
    paragraph._element.append(field)  # noqa: SLF001 - as above


def _swedish(word: Any) -> None:
    element = word.styles.element
    for found in element.iter(qn("w:lang")):
        found.set(qn("w:val"), "sv-SE")
    defaults = element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    set_language(defaults, "sv-SE")
    for name in ("Normal", "Heading 1", "Heading 2", "Quote", REASON):
        set_language(word.styles[name].element.get_or_add_rPr(), "sv-SE")
    settings = word.settings.element
    for found in settings.iter(qn("w:themeFontLang")):
        found.set(qn("w:val"), "sv-SE")


def _set_font(style: Any, family: str) -> None:
    style.font.name = family
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:cs"), family)


def _rgb(look: Look) -> RGBColor:
    return RGBColor.from_string(look.colour.removeprefix("#").upper())
