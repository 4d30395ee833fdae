from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader
from report_documents import HOSTILE, a_hostile, a_weekly, an_extra

from incidents.report.render.pdf import render_pdf, undrawable
from incidents.report.tree import Document, Paragraph, Quote, Section, Text, clean


def _read(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf(document)))


def _tags(element: Any) -> Iterator[str]:
    node = element.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _tags(child)
        return
    if not isinstance(node, dict):
        return
    if "/S" in node:
        yield node["/S"]
    if "/K" in node:
        yield from _tags(node["/K"])


def test_it_says_that_it_is_accessible_and_archival_at_once() -> None:
    catalog: Any = _read(an_extra()).trailer["/Root"]

    xmp = catalog["/Metadata"].get_data().decode()

    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalog["/Lang"] == "sv-SE"


def test_it_tells_title_author_and_its_as_of_time() -> None:
    meta = _read(an_extra()).metadata
    assert meta is not None

    assert meta.title == "2026-E01 Regional rapport Kompass 2026"
    assert meta.author == "Kommunikationsstaben, Region Västmark"
    assert meta.creation_date is not None
    assert meta.creation_date.isoformat() == "2026-03-09T19:00:00+00:00"


def test_every_part_is_tagged_in_reading_order() -> None:
    root: Any = _read(an_extra()).trailer["/Root"]

    tags = [tag for tag in _tags(root["/StructTreeRoot"]["/K"]) if tag != "/Span"]

    assert "/Document /P /Em /H1 /P /H2 /P /Link /H2 /P /BlockQuote /H2 /P".split() == tags


def test_table_and_list_are_tagged() -> None:
    root: Any = _read(a_weekly()).trailer["/Root"]

    tags = list(_tags(root["/StructTreeRoot"]["/K"]))

    assert tags.count("/TH") == 3
    assert tags.count("/TD") == 6
    assert tags.count("/LI") == 2
    assert tags.count("/Caption") == 1


def test_every_font_is_embedded() -> None:
    reader = _read(a_weekly())

    fonts = [font for page in reader.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]

    assert fonts
    for font in fonts:
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
        assert "/ToUnicode" in font.get_object()


def test_links_lead_out_and_have_words_for_those_who_listen() -> None:
    annotations: Any = _read(an_extra()).pages[0]["/Annots"]

    links = [annotation.get_object() for annotation in annotations]

    assert [link["/A"]["/URI"] for link in links] == ["https://mv.example/kompass-1"]
    assert all("/StructParent" in link and link.get("/Contents") for link in links)


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_pdf(a_weekly()) == render_pdf(a_weekly())


def test_nothing_from_outside_becomes_markup() -> None:
    reader = _read(a_hostile())

    text = "".join(page.extract_text() for page in reader.pages)
    uris = {
        annotation.get_object()["/A"]["/URI"]
        for page in reader.pages
        for annotation in page.get("/Annots", [])
    }

    assert {"https://x.example/%22%3E%3Cscript%3E"} == uris
    assert "".join(clean(HOSTILE).split()) in "".join(text.split())


def test_a_character_that_the_font_lacks_is_told_and_replaced() -> None:
    words = Section("event", "Beskrivning", (Paragraph((Text("Tecknen 中文 och 😀 saknas."),)),))
    document = replace(an_extra(), sections=(words,))

    text = _read(document).pages[0].extract_text()

    assert undrawable(document) == ("中", "文", "😀")
    assert "saknas." in text
    assert "中" not in text


def test_a_text_of_endless_signs_is_still_printed() -> None:
    words = "".join(map(chr, range(0x4E00, 0x4E00 + 400)))
    document = replace(an_extra(), sections=(Section("x", "X", (Quote((Text(words),)),)),))

    assert render_pdf(document).startswith(b"%PDF")


@pytest.mark.parametrize("word", ["Gävle", "Łódź", "žluťoučký", "Ελλάδα", "Київ", "½ µg/ml ≥ 5 °C"])
def test_the_letters_of_europe_are_there(word: str) -> None:
    assert undrawable(replace(an_extra(), series=word)) == ()


def test_a_report_of_many_pages_keeps_its_tags() -> None:
    section = an_extra().sections[1]
    root: Any = _read(replace(an_extra(), sections=(section,) * 120)).trailer["/Root"]

    tags = list(_tags(root["/StructTreeRoot"]["/K"]))

    assert tags.count("/H2") == 120
