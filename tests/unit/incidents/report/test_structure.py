"""Every format of every kind of report keeps the structure that the law asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from docx_structure import faults as docx_faults
from pdf_checker import verdicts
from pdf_structure import faults as pdf_faults
from pictures import a_png
from report_documents import a_correction, a_hostile, a_weekly, an_extra

from incidents.report.render.docx import render_docx
from incidents.report.render.html import render_html
from incidents.report.render.look import DEFAULT_LOOK, UNBROKEN, Logo, Look
from incidents.report.render.pdf import render_pdf
from incidents.report.tree import Document

REPORTS = [an_extra, a_correction, a_weekly, a_hostile]
LOOKS = [DEFAULT_LOOK, Look(colour="#7a1f3d", logo=Logo(a_png(), "Region Västmark"))]
EACH = [(report, look) for report in REPORTS for look in LOOKS]


@pytest.mark.parametrize(("report", "look"), EACH)
def test_the_pdf_holds_what_a_machine_can_check_of_pdf_ua_and_pdf_a(
    report: Callable[[], Document], look: Look
) -> None:
    pdf = render_pdf(report(), look=look)

    assert [] == pdf_faults(pdf)
    assert [] == verdicts(pdf)


@pytest.mark.parametrize(("report", "look"), EACH)
def test_the_word_file_has_structure_language_links_and_headed_tables(
    report: Callable[[], Document], look: Look
) -> None:
    assert [] == docx_faults(render_docx(report(), look=look))


@pytest.mark.parametrize(
    ("sound", "broken", "fault"),
    [
        (b"<pdfuaid:part>1", b"<pdfuaid:part>7", "PDFUA1"),
        (b"<pdfaid:conformance>A", b"<pdfaid:conformance>X", "PDFA2A"),
        (b"/S/H2", b"/S/H5", "PDFUA1-HEADING-NESTING"),
        (b"/MarkInfo", b"/MorkInfo", "PDFA2A-TAGGED-DOCUMENT"),
    ],
)
def test_the_outside_checker_sees_what_is_broken(sound: bytes, broken: bytes, fault: str) -> None:
    pdf = render_pdf(an_extra())
    assert sound in pdf

    told = verdicts(pdf.replace(sound, broken))

    assert any(one.startswith(fault) for one in told)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if re.fullmatch(r"h\d", tag):
            self.levels.append(int(tag[1]))


@pytest.mark.parametrize(("report", "look"), EACH)
def test_the_page_has_its_language_headings_in_order_and_headed_tables(
    report: Callable[[], Document], look: Look
) -> None:
    page = _Page()
    page.feed(render_html(report(), standalone=True, look=look))

    tags = dict(page.seen)
    assert "sv" == tags["html"]["lang"]
    assert [1] == page.levels[:1]
    assert {2} >= set(page.levels[1:])
    assert all(attrs.get("scope") for tag, attrs in page.seen if tag == "th")
    assert all(attrs.get("alt") for tag, attrs in page.seen if tag == "img")
    assert {"main", "article", "header"} <= set(tags)


def test_a_reference_never_breaks_at_its_hyphen_and_is_copied_as_it_is_written() -> None:
    html = render_html(an_extra(), standalone=True)

    assert '<span class="whole">2026-E01</span>' in html
    assert '<span class="whole">RVM 2026-0309</span>' in html
    assert "\u2011" not in html


def test_a_time_a_date_and_a_measure_stay_on_one_line() -> None:
    text = "Den 9 mars klockan 12.50, 25 minuter sent. Mediantiden var 1 h 35 min. I mars 2026."

    assert ["9 mars", "klockan 12.50", "25 minuter", "1 h 35 min"] == UNBROKEN.findall(text)
    assert '<span class="whole">klockan 20.00</span>' in render_html(an_extra(), standalone=True)


def test_a_wide_table_scrolls_by_itself_and_is_reached_by_keyboard() -> None:
    html = render_html(a_weekly(), standalone=True)

    found = re.findall(
        r'<div class="wide" role="region" aria-label="([^"]+)" tabindex="0"><table>', html
    )
    assert html.count("<table>") == len(found) >= 1


@pytest.mark.parametrize(
    ("sound", "broken", "fault"),
    [
        (b"/S/H1", b"/S/H2", "14 not exactly one H1 that comes first: [2, 2, 2, 2]"),
        (b"/S/H2", b"/S/H4", "14 heading level skipped: H1, H4"),
        (b"/Marked true", b"/Marked null", "01 not marked"),
        (b"/Contents(", b"/Kontents(", "28 a link without words"),
        (b"/DisplayDocTitle", b"/HideTheDocTitle", "07 title is not displayed"),
        (b"<pdfuaid:part>1", b"<pdfuaid:part>9", "05 not told to be PDF/UA-1"),
        (b"/S/GTS_PDFA1", b"/S/GTS_PDFX1", "A no output intent"),
    ],
)
def test_the_checker_sees_what_is_broken_on_purpose(
    sound: bytes, broken: bytes, fault: str
) -> None:
    data = render_pdf(an_extra())

    assert sound in data
    assert fault in pdf_faults(data.replace(sound, broken))
