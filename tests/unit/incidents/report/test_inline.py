from __future__ import annotations

import pytest

from incidents.report.inline import escape_inline, format_inline, parse_inline
from incidents.report.tree import Emphasis, Language, Link, Run, Strong, Text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", ()),
        ("bara ord", (Text("bara ord"),)),
        (
            "En artikel i [Morgonbladet Väst](https://mv.example/1) (MV)",
            (
                Text("En artikel i "),
                Link("Morgonbladet Väst", "https://mv.example/1"),
                Text(" (MV)"),
            ),
        ),
        ("**Rättelse:** I *rapporten*", (Strong("Rättelse:"), Text(" I "), Emphasis("rapporten"))),
        ("[receipt]{en} kom", (Language("receipt", "en"), Text(" kom"))),
        (r"\*inte kursivt\* och \[klammer\]", (Text("*inte kursivt* och [klammer]"),)),
        ("2 * 3 * 4 och 5**6", (Text("2 * 3 * 4 och 5**6"),)),
        ("[x](javascript:alert(1))", (Text("[x](javascript:alert(1))"),)),
        ("[x](https://)", (Text("[x](https://)"),)),
        ("[öppen klammer", (Text("[öppen klammer"),)),
        ("[…] kortat", (Text("[…] kortat"),)),
        ("rad\nbruten", (Text("rad bruten"),)),
        ("<b>x</b>", (Text("<b>x</b>"),)),
    ],
)
def test_the_notation_reads_as(source: str, expected: tuple[Run, ...]) -> None:
    assert expected == parse_inline(source)


def test_words_from_the_record_never_become_marks() -> None:
    words = "[x](https://x.example) **fet** *kursiv* [y]{en} \\*"

    assert (Text(words),) == parse_inline(escape_inline(words))


def test_marks_beside_each_other_are_kept_apart() -> None:
    runs = (Strong("a"), Emphasis("b"), Strong("c"), Strong("*d*"), Text("{en}"))

    assert runs == parse_inline(format_inline(runs))


def test_a_long_text_of_open_marks_is_read_at_once() -> None:
    source = ("[a *b " * 20_000).strip()

    assert (Text(source),) == parse_inline(source)
