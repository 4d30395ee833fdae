from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from incidents.desk.marks import changes, marked, passages

SPANS = st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=6)


@given(text=st.text(max_size=50), spans=SPANS)
def test_marking_changes_no_letter(text: str, spans: list[tuple[int, int]]) -> None:
    shown = marked(text, [{"start": start, "end": end} for start, end in spans])

    assert text == html.unescape(re.sub(r"</?mark>", "", str(shown)))


def test_marks_that_overlap_become_one() -> None:
    shown = marked("Kompassen", [{"start": 0, "end": 7}, {"start": 3, "end": 9}])

    assert "<mark>Kompassen</mark>" == str(shown)


def test_changed_words_are_told_apart() -> None:
    assert "Det <del>är</del> <ins>var</ins> så" == str(changes("Det är så", "Det var så"))


def test_a_word_added_last_stands_apart() -> None:
    assert "till och <ins>med</ins>" == str(changes("till och", "till och med"))


@given(before=st.text(max_size=40), after=st.text(max_size=40))
def test_the_later_text_can_be_read_out_of_the_changes(before: str, after: str) -> None:
    shown = re.sub(r"<del>.*?</del>", "", str(changes(before, after)), flags=re.DOTALL)
    read = html.unescape(re.sub(r"</?ins>", "", shown))

    assert after.split() == read.split()


def test_a_short_word_between_two_changes_does_not_keep_them_apart() -> None:
    shown = changes("Nytt system saknar märkning", "Journalsystemet system kan sakna märkning")
    small = changes("ett i sänder", "två i taget")

    assert "<ins>kan sakna</ins> märkning" in str(shown)
    assert "<del>ett i sänder</del> <ins>två i taget</ins>" == str(small)


def test_of_a_long_text_the_words_around_a_change_are_shown() -> None:
    around = "Det här har inte ändrats. " * 20
    [passage] = passages(
        f"Första.\n{around}Mötet är på morgonen. {around}",
        f"Första.\n{around}Mötet är på kvällen. {around}",
    )

    assert "Mötet är på <del>morgonen.</del> <ins>kvällen.</ins> Det här" in str(passage)
    assert len(passage) < 300


@given(text=st.text(max_size=60))
def test_a_text_that_is_the_same_has_no_passages(text: str) -> None:
    assert [] == passages(text, text)
