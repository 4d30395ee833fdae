from __future__ import annotations

import base64
import hashlib
import re

import lxml.html
import pytest
from report_documents import HOSTILE, a_hostile, a_weekly, an_extra

from incidents.report.render.html import render_html, report_css, style_source
from incidents.report.render.look import Look
from incidents.report.tree import clean
from monitor.core.errors import InputError


def test_the_page_has_one_h1_and_then_h2s_in_order() -> None:
    page = lxml.html.document_fromstring(render_html(a_weekly(), standalone=True))

    headings = [(e.tag, e.text_content()) for e in page.iter("h1", "h2", "h3", "h4")]

    assert page.get("lang") == "sv"
    assert page.findtext(".//title") == "2026-V11 Regional rapport Kompass 2026"
    assert headings == [
        ("h1", "Regional rapport Kompass 2026"),
        ("h2", "Sammanfattning"),
        ("h2", "Medieläge"),
    ]


def test_the_table_has_a_caption_and_headings_with_scope() -> None:
    page = lxml.html.document_fromstring(render_html(a_weekly(), standalone=True))

    assert page.findtext(".//caption") == "Publiceringar per medium"
    assert [th.get("scope") for th in page.iter("th")] == ["col", "col", "col", "row", "row"]


def test_the_article_alone_has_no_style_for_a_page_with_a_strict_policy() -> None:
    article = render_html(an_extra(), standalone=False)

    assert article.startswith('<article class="report" lang="sv">')
    assert "style" not in article
    assert article in render_html(an_extra(), standalone=True)


def test_the_policy_source_is_the_digest_of_the_style_element() -> None:
    page = render_html(an_extra(), standalone=True)
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None

    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()

    assert f"'sha256-{digest}'" == style_source()


def test_nothing_from_outside_becomes_markup() -> None:
    page = lxml.html.document_fromstring(render_html(a_hostile(), standalone=True))

    assert not list(page.iter("script"))
    assert {"https://x.example/%22%3E%3Cscript%3E"} == {a.get("href") for a in page.iter("a")}
    assert " ".join(clean(HOSTILE).split()) in " ".join(page.text_content().split())


def test_a_look_changes_colour_and_font_and_nothing_else() -> None:
    css = report_css(Look(colour="#004b5f", font="Open Sans"))

    assert '"Open Sans"' in css
    assert report_css() == css.replace("#004b5f", "#12456b").replace("Open Sans", "Calibri")


@pytest.mark.parametrize("bad", ["red", "#12345", "#12345g", "#123456;}"])
def test_a_colour_that_is_none_is_refused(bad: str) -> None:
    with pytest.raises(InputError):
        Look(colour=bad)


def test_a_font_name_with_marks_is_refused() -> None:
    with pytest.raises(InputError):
        Look(font='x";}')
