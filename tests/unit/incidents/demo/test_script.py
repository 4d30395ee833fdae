"""The script of the demo week: in order, and about things that exist."""

from __future__ import annotations

from datetime import timedelta

import pytest

from incidents.demo.content import load_press
from incidents.demo.script import Week, load_week
from monitor.core.actors import ROLES
from monitor.core.clock import local
from monitor.core.resources import shipped


@pytest.fixture(scope="module")
def week() -> Week:
    return load_week(shipped("data/demo/week"))


def test_the_steps_are_in_order_of_time(week: Week) -> None:
    times = [step.at for step in week.steps]

    assert sorted(times) == times
    assert week.opened < times[0]


def test_six_people_sign_in_and_every_role_is_among_them(week: Week) -> None:
    roles = [user["role"] for user in week.ground["user"]]

    assert len(roles) == 6
    assert set(roles) == set(ROLES)


def test_everyone_who_acts_has_an_account(week: Week) -> None:
    names = {user["username"] for user in week.ground["user"]}
    acting = {step.by for step in week.steps if step.do != "poll"}

    assert acting <= names


def test_names_are_given_once_and_before_they_are_used(week: Week) -> None:
    known: set[str] = set()
    for step in week.steps:
        for fact in ("incident", "enquiry", "statement", "answers", "report", "action", "follows"):
            used = step.facts.get(fact)
            assert used is None or used in known, (step.at, fact, used)
        if "id" in step.facts:
            assert step.facts["id"] not in known
            known.add(step.facts["id"])


def test_nothing_is_entered_before_it_happened(week: Week) -> None:
    for step in week.steps:
        for fact in ("happened", "known", "compiled"):
            told = step.facts.get(fact)
            assert told is None or told <= step.at, (step.at, fact)


def test_every_article_that_people_handle_exists_and_is_seen_first(week: Week) -> None:
    published = {a.url: a.published for a in load_press(shipped("data/demo/press")).articles}
    polls = [step.at for step in week.steps if step.do == "poll"]

    for step in week.steps:
        one = step.facts.get("article")
        for url in [*step.facts.get("articles", ()), *([one] if one else ())]:
            assert any(published[url] <= poll <= step.at for poll in polls), (step.at, url)


def test_the_first_article_is_seen_three_minutes_after_publication(week: Week) -> None:
    press = load_press(shipped("data/demo/press"))
    first = next(article for article in press.articles if article.path == "/kompass-1")
    seen = next(step.at for step in week.steps if step.do == "poll" and step.at >= first.published)

    assert seen - first.published == timedelta(minutes=3)


def test_the_silent_change_is_fetched_on_tuesday(week: Week) -> None:
    polls = [f"{local(step.at):%d %H.%M}" for step in week.steps if step.do == "poll"]

    assert "10 11.18" in polls


def test_nine_media_enquiries_are_answered_with_the_median_that_the_weekly_tells(
    week: Week,
) -> None:
    asked = {s.facts["id"]: s.facts for s in week.steps if s.do == "enquiry"}
    answers = {s.facts["answers"]: s.facts for s in week.steps if "answers" in s.facts}
    waits = sorted(answers[name]["given"] - facts["happened"] for name, facts in asked.items())
    late = [name for name, facts in asked.items() if answers[name]["given"] > facts["deadline"]]

    assert len(waits) == 9
    assert waits[4] == timedelta(hours=1, minutes=35)
    assert len(late) == 1


def test_ten_incidents_came_before_the_weeks_first(week: Week) -> None:
    opened = [step.facts["id"] for step in week.steps if step.do in {"open", "confirm"}]

    assert opened.index("markning") == 10
    assert opened.index("provsvar") == 11
