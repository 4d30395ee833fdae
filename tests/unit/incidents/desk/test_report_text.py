from __future__ import annotations

import html
import re
from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from incidents.desk.pages.report_text import printed
from incidents.report.inline import escape_inline, parse_inline, pieces
from incidents.report.tree import plain

WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=30)
SPANS = st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=4)


def test_marks_follow_the_words_through_the_notation() -> None:
    text = "Se [artikeln](https://mv.example/a) klockan 11:05, **ny** tid."
    at = text.index("11:05")

    shown = printed(text, spans=[(at, at + 5)])

    assert "klockan <mark>11:05</mark>," in shown
    assert '<a href="https://mv.example/a" rel="noopener noreferrer">artikeln</a>' in shown
    assert "<strong>ny</strong>" in shown


def test_words_inside_a_link_can_be_marked() -> None:
    text = "Enligt [MV i går](https://mv.example/a)."

    shown = printed(text, spans=[(text.index("i går"), text.index("i går") + 5)])

    assert ">MV <mark>i går</mark></a>" in shown


def test_a_list_is_marked_line_by_line() -> None:
    shown = printed("- Ett i går\n- Två", spans=[(6, 11)])

    assert "<ul><li>Ett <mark>i går</mark></li><li>Två</li></ul>" == str(shown)


def test_a_table_is_shown_with_headings() -> None:
    shown = printed("|+ Antal\n| Medium | Nyheter |\n| MV | 3 |")

    assert '<th scope="row">MV</th><td>3</td>' in shown
    assert "<caption>Antal</caption>" in shown


def test_a_quotation_is_a_quotation() -> None:
    assert "<blockquote><p>”Ja.”</p></blockquote>" == str(printed("”Ja.”", "quote"))


@given(words=WORDS, spans=SPANS)
def test_nothing_in_a_text_becomes_markup(words: str, spans: list[tuple[int, int]]) -> None:
    shown = str(printed(words, spans=spans))

    kept = re.sub(r"</?(?:p|mark|strong|em|ul|li)>", "", shown)
    assert "<" not in re.sub(r"<(?:a href|span lang)[^<>]*>|</(?:a|span)>", "", kept)
    if not re.search(r"[\[\]*\\]", words) and not words.lstrip().startswith("- "):
        assert plain(parse_inline(words)) == plain(parse_inline(html.unescape(kept)))


@given(words=WORDS)
def test_pieces_tell_where_in_the_source_their_words_stand(words: str) -> None:
    # As a document is made: signs that look alike are one.
    source = normalize("NFC", f"**a** {escape_inline(words)} [b](https://mv.example)")

    for run, start in pieces(source):
        assert run.text[0] in source[start : start + 2]
