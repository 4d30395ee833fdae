"""What is written in the notation comes back, and what is frozen comes back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from incidents.report.inline import escape_inline, format_inline, parse_inline
from incidents.report.serial import digest, from_json, to_json
from incidents.report.tree import (
    Document,
    Emphasis,
    Language,
    Link,
    Paragraph,
    Section,
    Strong,
    Text,
    clean,
    normalise,
    plain,
    web_address,
)

WORDS = st.one_of(st.text(max_size=30), st.text(alphabet="ab \\*[](){}!en", max_size=12))
URLS = st.text(alphabet="abcå:/?#[]()*\\ %&=<>\"'", max_size=20).map(
    lambda end: f"https://mv.example/{end}"
)
RUNS = st.lists(
    st.one_of(
        WORDS.map(Text),
        WORDS.map(Strong),
        WORDS.map(Emphasis),
        WORDS.map(lambda words: Language(words, "en")),
        st.builds(Link, WORDS, URLS),
    ),
    max_size=6,
).map(tuple)


@given(RUNS)
def test_formatted_runs_parse_to_themselves(runs: tuple[Text, ...]) -> None:
    assert normalise(runs) == parse_inline(format_inline(runs))


@given(WORDS)
def test_any_text_parses_and_settles_after_one_formatting(source: str) -> None:
    runs = parse_inline(source)

    assert runs == parse_inline(format_inline(runs))


@given(WORDS)
def test_escaped_words_stay_words(words: str) -> None:
    assert clean(words) == plain(parse_inline(escape_inline(words)))
    assert all(isinstance(run, Text) for run in parse_inline(escape_inline(words)))


@given(URLS)
def test_an_accepted_address_is_accepted_unchanged(url: str) -> None:
    address = web_address(url)

    assert address is not None
    assert address == web_address(address)
    assert address.isascii()


@given(RUNS, WORDS)
def test_a_frozen_document_comes_back(runs: tuple[Text, ...], words: str) -> None:
    section = Section("event", words, (Paragraph(runs),))
    document = Document(words, "extra", words, "2026-03-09T19:00:00Z", words, words, (section,))

    assert document == from_json(to_json(document))
    assert digest(document) == digest(from_json(to_json(document)))
