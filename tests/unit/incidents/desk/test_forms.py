from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from incidents.desk.forms import LONGEST, Fields, Form, Problem, problem_from
from monitor.core.errors import InputError, RuleError, StaleEditError
from monitor.core.messages import labels
from monitor.core.times import Precision

NOW = datetime(2026, 3, 9, 19, 0, 42, tzinfo=UTC)


def form(**values: str) -> Form:
    return Form(list(values.items()), now=NOW)


@pytest.mark.parametrize("typed", ["nu", " Just nu "])
def test_now_is_the_present_minute(typed: str) -> None:
    assert datetime(2026, 3, 9, 19, 0, tzinfo=UTC) == form(at=typed).time("at", "När").at


def test_text_comes_trimmed_with_plain_line_breaks() -> None:
    assert "en\ntvå" == form(wording="  en\r\ntvå ").text("wording", "Lydelse")


@pytest.mark.parametrize(
    "read",
    [
        lambda one: one.text("x", "Fält"),
        lambda one: one.whole("x", "Fält"),
        lambda one: one.choice("x", "Fält", labels("severity")),
        lambda one: one.time("x", "Fält"),
    ],
)
def test_what_is_missing_is_told_at_its_field(read: Callable[[Form], Any]) -> None:
    with pytest.raises(InputError) as refused:
        read(form())

    assert ("Fält", "x") == (refused.value.facts["field"], refused.value.facts["name"])


@pytest.mark.parametrize(
    ("read", "nothing"),
    [
        (lambda one: one.optional("x", "Fält"), None),
        (lambda one: one.optional_whole("x", "Fält"), None),
        (lambda one: one.optional_time("x", "Fält"), None),
        (lambda one: one.text("x", "Fält", required=False), ""),
    ],
)
def test_what_is_optional_may_be_missing(read: Callable[[Form], Any], nothing: Any) -> None:
    assert nothing == read(form(x="  "))


def test_a_text_has_a_length() -> None:
    with pytest.raises(InputError):
        form(x="a" * (LONGEST + 1)).text("x", "Fält")


@pytest.mark.parametrize("typed", ["x", "1.5", "1e3", "9" * 30, "--1", "²"])
def test_only_whole_numbers_are_whole(typed: str) -> None:
    with pytest.raises(InputError):
        form(x=typed).whole("x", "Fält")


def test_a_choice_is_one_of_those_offered() -> None:
    assert "serious" == form(x="serious").choice("x", "Allvar", labels("severity"))
    with pytest.raises(InputError):
        form(x="drop table").choice("x", "Allvar", labels("severity"))


def test_a_time_is_read_as_staff_type_it() -> None:
    typed = form(x="eftermiddagen 9 mars").time("x", "När")

    assert datetime(2026, 3, 9, 11, tzinfo=UTC) == typed.at
    assert Precision.PART_OF_DAY is typed.moment.precision


def test_boxes_come_as_a_list() -> None:
    sent = Form([("id", "1"), ("id", "2")])

    assert ["1", "2"] == sent.all("id")
    assert sent.checked("id")
    assert not sent.checked("other")


def test_a_problem_keeps_its_field_apart_from_its_sentence() -> None:
    problem = problem_from(InputError(field="Lydelse", why="Fältet är fel.", name="wording"))

    assert Problem("Lydelse: Fältet är fel.", "Fältet är fel.", "wording") == problem


def test_a_rule_is_about_the_whole_form() -> None:
    assert Problem("Nej.", "Nej.") == problem_from(RuleError(rule="D2", why="Nej."))


def test_a_fresh_form_shows_what_is_stored() -> None:
    fields = Fields("a", {"x": 1, "at": "2026-03-09T19:00:00Z", "none": None}, Form(), None)

    assert ("1", "2026-03-09 20.00", "") == (
        fields.value("x"),
        fields.time("at"),
        fields.value("none"),
    )


def test_a_refused_form_shows_what_was_typed_and_only_that_one() -> None:
    typed = form(_formular="a", x="typed")
    problem = Problem("fel", "fel", "x")

    assert "typed" == Fields("a", {"x": "stored"}, typed, problem).value("x")
    assert "stored" == Fields("b", {"x": "stored"}, typed, problem).value("x")
    assert "" == Fields("b", {}, typed, problem).error("x")


def test_a_stale_form_shows_both() -> None:
    typed = form(_formular="a", x="mine", y="same")
    problem = problem_from(StaleEditError(kind="post", by="Lena", at="10.00"))
    fields = Fields("a", {"x": "hers", "y": "same"}, typed, problem)

    assert ("mine", "hers", "") == (fields.value("x"), fields.other("x"), fields.other("y"))


def test_boxes_are_ticked_as_stored_or_as_typed() -> None:
    assert Fields("a", {"x": 1}, Form(), None).checked("x")
    assert Fields("a", {"x": ["p", "q"]}, Form(), None).checked("x", "q")
    typed = Form([("_formular", "a"), ("x", "q")])
    assert not Fields("a", {"x": ["p"]}, typed, Problem("f", "f")).checked("x", "p")
