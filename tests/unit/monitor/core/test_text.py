"""Swedish words."""

from __future__ import annotations

import pytest

from monitor.core.text import (
    fold,
    fold_mapped,
    genitive,
    is_abbreviation,
    prefix_query,
    sentences,
    stem,
    words,
)


def test_an_address_and_a_headline_fold_to_the_same_word() -> None:
    assert "vardsystem" == fold("Vårdsystem")


def test_a_soft_hyphen_inside_a_word_is_dropped_and_the_span_found_again() -> None:
    written = "Kom\u00adpass är här"
    folded = fold_mapped(written)

    assert "kompass ar har" == folded.text
    assert (0, 8) == folded.span(0, 7)


def test_loose_combining_marks_fold_like_whole_letters() -> None:
    assert "aby lasarett" == fold("A\u030aby lasarett")


def test_a_letter_that_grows_in_lower_case_does_not_shift_later_spans() -> None:
    written = "İx Kompass"
    folded = fold_mapped(written)
    start = folded.text.index("kompass")

    assert "Kompass" == written[slice(*folded.span(start, start + 7))]


def test_words_part_at_hyphens_and_colons() -> None:
    assert ["kompass", "chefen", "rvm", "s", "c", "390"] == words("Kompass-chefen RVM:s C-390")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("RVM", "RVM:s"),
        ("Region RVM", "Region RVM:s"),
        ("Produktverket", "Produktverkets"),
        ("Nordlys", "Nordlys"),
        ("Nordlys Health", "Nordlys Healths"),
        ("Marx", "Marx"),
        ("", ""),
    ],
)
def test_the_genitive_takes_a_colon_after_an_abbreviation_only(name: str, expected: str) -> None:
    assert expected == genitive(name)


def test_an_abbreviation_is_two_capitals_or_more() -> None:
    assert [True, True, False, False] == [
        is_abbreviation(name) for name in ("RVM", "Region RVM", "Kompass", "Å")
    ]


def test_a_query_finds_every_ending_of_each_word() -> None:
    assert '"journalsystem"* "stopp"*' == prefix_query("journalsystemen stoppas")


def test_the_forms_of_a_noun_share_a_stem() -> None:
    assert stem("journalsystemets") == stem("journalsystem")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Det sker kl. 20.30 i dag. Sedan slut.", ["Det sker kl. 20.30 i dag.", "Sedan slut."]),
        ("”Vi är klara.” Hon gick.", ["”Vi är klara.”", "Hon gick."]),
        ("J. Ekvall svarade. Bra!", ["J. Ekvall svarade.", "Bra!"]),
        ("Bl.a. Åby, t.ex. akuten.", ["Bl.a. Åby, t.ex. akuten."]),
        ("”Nej!” säger hon. Varför?", ["”Nej!” säger hon.", "Varför?"]),
        ("Rubrik\n\nBrödtext här.", ["Rubrik", "Brödtext här."]),
        ("  ", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert expected == [text[start:end] for start, end in sentences(text)]
