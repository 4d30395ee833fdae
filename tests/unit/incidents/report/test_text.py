from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from report_documents import HOSTILE, a_correction, a_hostile, a_weekly, an_extra

from incidents.report.render.markdown import render_markdown
from incidents.report.render.text import render_text
from incidents.report.tree import Document, Link, Paragraph, Section, Text, clean

GOLDEN = Path(__file__).parents[4] / "tests" / "golden" / "reports"


@pytest.mark.parametrize(
    ("name", "document"),
    [("extra", an_extra()), ("weekly", a_weekly()), ("correction", a_correction())],
)
def test_text_and_markdown_are_as_the_golden_files(name: str, document: Document) -> None:
    assert (GOLDEN / f"format-{name}.txt").read_text() == render_text(document)
    assert (GOLDEN / f"format-{name}.md").read_text() == render_markdown(document)


def test_plain_text_has_one_line_per_paragraph_and_no_marks() -> None:
    text = render_text(an_extra())

    assert "En artikel i Morgonbladet Väst (https://mv.example/kompass-1) (MV), " in text
    assert max(len(line) for line in text.splitlines()) > 100
    assert "**" not in text


def test_an_address_that_is_its_own_words_is_written_once() -> None:
    runs = (
        Link("https://mv.example/", "https://mv.example/"),
        Text(" "),
        Link("press@rvm.example", "mailto:press@rvm.example"),
    )
    section = Section("event", None, (Paragraph(runs),))

    text = render_text(replace(an_extra(), sections=(section,)))

    assert "https://mv.example/ press@rvm.example\n" in text


def test_no_line_can_be_smuggled_into_plain_text() -> None:
    assert "\nBcc:" not in render_text(a_hostile())
    assert clean(HOSTILE) in render_text(a_hostile())


def test_a_section_without_blocks_is_its_heading_alone() -> None:
    bare = replace(an_extra(), sections=(Section("event", "Tom", ()),), registry_number=None)

    assert render_text(bare).endswith("\n\nTOM\n\nRapport 2026-E01.\n")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("# rubrik", "\\# rubrik"),
        ("1. punkt", "1\\. punkt"),
        ("12) punkt", "12\\) punkt"),
        ("- punkt", "\\- punkt"),
        ("+ punkt", "\\+ punkt"),
        ("> citat", "\\> citat"),
        ("===", "\\==="),
        ("    kod", "kod"),
        ("<b>x</b>", "\\<b\\>x\\</b\\>"),
        ("![x](y)", "!\\[x\\](y)"),
        ("www.x.example", "www\\.x.example"),
        ("https://x.example", "https\\://x.example"),
        ("a@x.example", "a\\@x.example"),
        ("&amp; a_b_c ~~x~~ `y`", "\\&amp; a\\_b\\_c \\~\\~x\\~\\~ \\`y\\`"),
        ("klockan 20.30: 5 mars", "klockan 20.30: 5 mars"),
    ],
)
def test_markdown_escapes(words: str, expected: str) -> None:
    section = Section("event", None, (Paragraph((Text(words),)),))
    document = replace(an_extra(), sections=(section,))

    assert f"\n\n{expected}\n\n" in render_markdown(document)


def test_words_before_a_link_do_not_make_it_an_image() -> None:
    runs = (Text("Se!"), Link("MV", "https://mv.example/"))
    section = Section("event", None, (Paragraph(runs),))

    assert "Se\\![MV](<https://mv.example/>)" in render_markdown(
        replace(an_extra(), sections=(section,))
    )
