from __future__ import annotations

import pytest

from monitor.core.spreadsheet import as_text, sheet


@pytest.mark.parametrize(
    "cell", ["=1+1", '=HYPERLINK("http://x")', "+46", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"]
)
def test_what_a_spreadsheet_would_run_is_quoted(cell: str) -> None:
    assert f"'{cell}" == as_text(cell)


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("Vård;=1+1;x", "Vård;'=1+1;x"),
        ('Vård;"=1+1', "Vård;\"'=1+1"),
        ("Vård,=1+1", "Vård,'=1+1"),
        ("Vård\n@SUM(A1)", "Vård\n'@SUM(A1)"),
        ("Vård\t-2+3", "Vård\t'-2+3"),
    ],
)
def test_no_formula_waits_behind_another_mark_between_the_cells(cell: str, safe: str) -> None:
    assert safe == as_text(cell)


@pytest.mark.parametrize(
    "cell",
    ["", "Åby lasarett", "-12", "-0,5", "2026-03-09", "1=1", "25,-", "a\n- b", "x; =y", "a, +b"],
)
def test_words_and_numbers_stand_as_they_are(cell: str) -> None:
    assert cell == as_text(cell)


def test_a_sheet_has_a_mark_semicolons_decimal_commas_and_no_formula() -> None:
    body = sheet(["Rubrik", "Poäng", "Antal"], [["=1+1; ja", 0.5, 3], [None, -2, "-ja"]])

    assert "\ufeffRubrik;Poäng;Antal\r\n\"'=1+1; ja\";0,5;3\r\n;-2;'-ja\r\n" == body.decode()
