from __future__ import annotations

import io
import zipfile

import docx
import lxml.etree
from report_documents import HOSTILE, a_correction, a_hostile, a_weekly, an_extra

from incidents.report.render.docx import render_docx
from incidents.report.tree import clean

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _part(data: bytes, name: str) -> lxml.etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return lxml.etree.fromstring(package.read(name))


def test_headings_are_real_styles_in_order() -> None:
    word = docx.Document(io.BytesIO(render_docx(an_extra())))

    styled = [(p.style.name, p.text) for p in word.paragraphs if p.style.name != "Normal"]

    assert styled == [
        (
            "Reason",
            "Extrainsatt rapport med anledning av uppgifter i MV om Kompass och klassmärkning",
        ),
        ("Heading 1", "Regional rapport Kompass 2026"),
        ("Heading 2", "Beskrivning av händelse"),
        ("Heading 2", "Kända omständigheter"),
        ("Quote", "”Vi har lämnat in en försäkran för Kompass.”"),
        ("Heading 2", "Talespersoner RVM"),
    ]


def test_the_language_is_swedish_in_styles_and_document() -> None:
    data = render_docx(an_extra())
    styles = _part(data, "word/styles.xml")

    languages = {e.get(f"{W}val") for e in styles.iter(f"{W}lang")}
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")

    assert {"sv-SE"} == languages
    assert default is not None
    assert docx.Document(io.BytesIO(data)).core_properties.language == "sv-SE"


def test_other_languages_are_marked_on_their_words() -> None:
    body = _part(render_docx(a_correction()), "word/document.xml")

    assert [e.get(f"{W}val") for e in body.iter(f"{W}lang")] == ["en"]


def test_links_are_real_and_lead_out() -> None:
    word = docx.Document(io.BytesIO(render_docx(an_extra())))

    links = [(h.text, h.address) for p in word.paragraphs for h in p.hyperlinks]

    assert links == [("Morgonbladet Väst", "https://mv.example/kompass-1")]


def test_core_properties_tell_title_and_author_and_no_clock() -> None:
    core = docx.Document(io.BytesIO(render_docx(an_extra()))).core_properties

    assert core.title == "2026-E01 Regional rapport Kompass 2026"
    assert core.author == "Kommunikationsstaben, Region Västmark"
    assert core.created.replace(tzinfo=None).isoformat() == "2026-03-09T19:00:00"


def test_the_table_repeats_its_heading_row_and_says_what_it_shows() -> None:
    body = _part(render_docx(a_weekly()), "word/document.xml")

    assert len(list(body.iter(f"{W}tblHeader"))) == 1
    assert [e.get(f"{W}val") for e in body.iter(f"{W}tblCaption")] == ["Publiceringar per medium"]
    assert [e.get(f"{W}firstRow") for e in body.iter(f"{W}tblLook")] == ["1"]


def test_no_paragraph_carries_its_own_layout() -> None:
    body = _part(render_docx(a_weekly()), "word/document.xml")

    own = {child.tag.removeprefix(W) for properties in body.iter(f"{W}pPr") for child in properties}

    assert {"pStyle"} >= own


def test_the_footer_cites_the_report_and_counts_pages() -> None:
    footer = docx.Document(io.BytesIO(render_docx(an_extra()))).sections[0].footer

    # Fields are elements of their own, which python-docx leaves out of a paragraph's text.
    shown = "".join(
        "-" if one.tag == f"{W}noBreakHyphen" else one.text or ""
        for one in footer.paragraphs[0]._element.iter(f"{W}t", f"{W}noBreakHyphen")
    )
    told = "Rapport 2026-E01. Diarienummer RVM 2026-0309. Sammanställd 2026-03-09 klockan 20.00."
    assert f"{told} Sida 1 av 1" == shown.replace("\u00a0", " ")


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_docx(a_weekly()) == render_docx(a_weekly())


def test_nothing_from_outside_becomes_markup() -> None:
    word = docx.Document(io.BytesIO(render_docx(a_hostile())))

    texts = [p.text for p in word.paragraphs]

    assert clean(HOSTILE) in texts
    assert [h.address for p in word.paragraphs for h in p.hyperlinks] == [
        "https://x.example/%22%3E%3Cscript%3E"
    ]
