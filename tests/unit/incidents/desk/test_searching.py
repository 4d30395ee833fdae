from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.desk.searching import escape_fts, excerpt, has_all, marked, stems


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("journalsystemen", '"journalsystem"*'),
        ("Kompass märkning", '"kompass"* AND "märkning"*'),
        ("", '""'),
        ('"; OR *', '"or"*'),
    ],
)
def test_each_word_is_searched_by_its_stem(query: str, expected: str) -> None:
    assert expected == escape_fts(query)


@given(st.text())
def test_whatever_is_typed_is_a_query_that_fts5_takes(query: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(a, tokenize='unicode61')")

    connection.execute("SELECT * FROM t WHERE t MATCH ?", [escape_fts(query)]).fetchall()

    connection.close()


def test_a_record_holds_a_word_also_inside_a_compound() -> None:
    assert has_all("Klassmärkningen saknas", " ".join(stems("märkning")))
    assert not has_all("Klassmärkningen saknas", " ".join(stems("märkning driftstart")))
    assert not has_all(None, "x")


def test_hits_are_marked_and_everything_is_escaped() -> None:
    assert "&lt;b&gt; <mark>Journalsystemet</mark>" == marked(
        "<b> Journalsystemet", ["journalsystem"]
    )


def test_an_excerpt_starts_near_its_first_hit() -> None:
    text = "Ord " * 100 + "Kompass är märkt. " + "Mer " * 100

    told = excerpt(text, ["kompass"])

    assert told.startswith("… ")
    assert told.endswith(" …")
    assert "<mark>Kompass</mark>" in told
    assert len(told) < 260


def test_an_excerpt_without_a_hit_is_the_beginning() -> None:
    assert "Kort text." == excerpt("Kort text.", ["kompass"])
    assert "" == excerpt(None, [])
