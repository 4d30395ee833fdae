from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from incidents.desk.pages import coverage_load, coverage_picture
from incidents.desk.pages.coverage_load import Choice
from incidents.record import statement
from monitor.core.clock import HeldClock, to_text
from monitor.core.store import Store
from monitor.review import audit_sample, recall
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.incident_world import APPROVER

START = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
NOW = "2026-03-09T13:00:00Z"


@pytest.fixture
def press(desk: Desk) -> Desk:
    """Three publications in two outlets, one incident, a sent report and what we said."""
    insert = desk.store.insert
    for name in ("Morgonbladet Väst", "Radio Västmark"):
        insert("outlets", {"name": name, "short_name": name[:2]})
    watch = {"slug": "kompass", "name": "Kompass", "kind": "programme", "definition": "{}"}
    insert("watches", {**watch, "changed_at": NOW})
    times = {"known_at": NOW, "entered_at": NOW}
    insert("incidents", {"ref": "H-2026-011", "title": "Märkningen", "status": "ongoing", **times})
    for number, (outlet, at, verdict) in enumerate(
        [
            (1, "2026-03-09T09:10:00Z", "relevant"),
            (1, "2026-03-09T12:10:00Z", "relevant"),
            (2, "2026-03-08T12:10:00Z", None),
            (2, "2026-03-07T12:10:00Z", "irrelevant"),
        ],
        1,
    ):
        article(desk, number, outlet, at, verdict)
    linked = {"incident_id": 1, "role": "trigger", "linked_at": NOW}
    insert("incident_articles", {**linked, "article_id": 3})
    said = {"direction": "out", "channel": "email", "wording": "Vi utreder.", **times}
    when = {"happened_at": "2026-03-09T11:00:00Z", "approval": "requested"}
    key = insert("statements", {**said, **when, "incident_id": 1})
    statement.approve(desk.store, APPROVER, key, revision=1)
    insert("statements", {**said, "incident_id": 1, "wording": "Utkast", "approval": "draft"})
    return desk


def article(desk: Desk, key: int, outlet: int, at: str, verdict: str | None) -> None:
    insert = desk.store.insert
    seen = {"first_seen_at": at, "published_at": at, "published_precision": "minute"}
    insert("articles", {"id": key, "outlet_id": outlet, "title": "Kompass", **seen})
    version = {"article_id": key, "number": 1, "captured_at": at, "title": "K", "digest": "x"}
    flag = {"article_id": key, "watch_id": 1, "version_id": insert("article_versions", version)}
    given = {"band": "flag", "score": 1.0, "rule": "name", "flagged_at": at, "verdict": verdict}
    insert("flags", {**flag, **given})


async def test_the_page_counts_what_was_judged_relevant_or_belongs_to_an_incident(
    press: Desk,
) -> None:
    page = (await press.get("genomslag", role="reader")).text

    assert "3 publiceringar." in page
    assert "1 träff i perioden är inte bedömd och räknas inte." in page
    assert "Morgonbladet Väst: 2" in page
    assert "Radio Västmark: 1" in page
    assert "Vi utreder." in page
    assert "Utkast" not in page
    drawn = page.count("<svg")
    assert 3 == drawn
    assert drawn == len(re.findall(r'<svg[^>]* role="img" aria-label="[^"]+"', page))
    assert drawn == page.count("<summary>Som tabell</summary>")


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("bevakning=kompass", 3),
        ("medium=1", 2),
        ("handelse=H-2026-011", 1),
        ("fran=2026-03-09&till=2026-03-09", 2),
        ("fran=2026-03-08&till=2026-03-08&dela=bevakning", 1),
        ("medium=1&handelse=H-2026-011", 0),
        ("dela=handelse", 3),
        ("dela=nonsens&bevakning=okänd", 3),
    ],
)
async def test_a_choice_narrows_what_is_counted(press: Desk, query: str, number: int) -> None:
    answer = await press.get(f"genomslag?{query}")

    told = re.search(r"<p>(\d+) publicering", answer.text)
    assert 200 == answer.status_code
    assert number == (int(told[1]) if told else 0)


async def test_marks_follow_the_incidents_of_the_chosen_outlet(press: Desk) -> None:
    without = (await press.get("genomslag?medium=1")).text
    within = (await press.get("genomslag?medium=2")).text

    assert "Vi utreder." not in without
    assert "Vi utreder." in within


async def test_an_empty_period_and_a_wrong_one_are_told(press: Desk) -> None:
    assert (
        "Inget publicerades" in (await press.get("genomslag?fran=2025-01-01&till=2025-02-01")).text
    )
    assert "slutar innan" in (await press.get("genomslag?fran=2026-03-09&till=2026-03-02")).text


async def test_an_incident_with_two_publications_has_a_small_picture(press: Desk) -> None:
    before = (await press.get("handelser/H-2026-011")).text
    linked = {"incident_id": 1, "role": "follow_up", "linked_at": NOW}
    press.store.insert("incident_articles", {**linked, "article_id": 1})
    after = (await press.get("handelser/H-2026-011")).text

    assert 'id="genomslag"' not in before
    assert 'id="genomslag"' in after
    assert "genomslag?handelse=H-2026-011" in after


@pytest.mark.parametrize(
    ("days", "first"),
    [(1, "9 mars klockan 10–11"), (30, "9 mars"), (200, "vecka 11 2026"), (2000, "mars 2026")],
)
def test_stretches_of_time_follow_the_period(days: int, first: str) -> None:
    end = START + timedelta(days=days)

    within = coverage_picture.bins(START, end)

    assert within[0].said.removesuffix(" 2026") == first.removesuffix(" 2026")
    assert within[0].start <= START
    assert end <= within[-1].end
    assert len(within) <= 130
    assert all(one.end == after.start for one, after in pairwise(within))


def test_every_publication_lands_in_the_stretch_that_holds_its_hour() -> None:
    within = coverage_picture.bins(START, START + timedelta(days=10))
    hours = Counter({"2026-03-09T22": 2, "2026-03-09T23": 3, "2027-01-01T00": 9})

    numbers = coverage_picture.counted(hours, within)

    assert [2, 3] == numbers[:2]
    assert 5 == sum(numbers)


def test_everything_drawn_lies_within_the_picture() -> None:
    within = coverage_picture.bins(START, START + timedelta(days=90))
    numbers = [7 * n % 23 for n in range(len(within))]
    rows = [{"at": to_text(START + timedelta(days=n)), "text": "2026-E01"} for n in (-1, 5, 200)]
    pictures = [
        coverage_picture.volume(numbers, within, {"reports": rows, "statements": rows}),
        coverage_picture.strips({"MV": numbers, "RV": numbers[::-1]}, within),
        coverage_picture.shares({"MV": 40, "RV": 1}),
    ]

    for picture in pictures:
        assert picture is not None
        bars = picture.bars
        assert all(0 <= bar.x and bar.x + bar.width <= picture.width for bar in bars)
        assert all(0 <= bar.y and bar.y + bar.height <= picture.base + 1 for bar in bars)
        assert all(0 <= dot.x <= picture.width for dot in picture.dots)


def test_too_little_is_not_drawn() -> None:
    within = coverage_picture.bins(START, START + timedelta(days=10))

    assert coverage_picture.volume([0] * len(within), within, {"reports": []}) is None
    assert coverage_picture.strips({}, within) is None
    assert coverage_picture.shares({"MV": 4}) is None
    assert coverage_picture.recalled([]) is None


def sampled_press(press: Desk) -> None:
    for key in range(10, 22):
        article(press, key, 1, f"2026-02-{key:02}T09:00:00Z", "irrelevant" if key < 20 else None)
        if key < 20:
            press.store.execute("UPDATE flags SET band = 'drop' WHERE article_id = ?", [key])
            flag = press.store.value("SELECT id FROM flags WHERE article_id = ?", [key])
            day = {"flag_id": flag, "day": f"2026-02-{key:02}", "drawn_at": NOW}
            press.store.insert("audit_samples", day)


def test_the_recall_of_today_is_the_one_that_the_learning_page_tells(press: Desk) -> None:
    sampled_press(press)
    press.clock.set(datetime(2026, 3, 11, 12, 0, tzinfo=UTC))
    store = Store(press.store.connection, HeldClock(datetime(2026, 3, 11, 12, 0, tzinfo=UTC)))
    told = audit_sample.sampled(store)

    found = coverage_load.estimates(store, weeks=4)

    expected: Any = recall.recall(
        found=told.found, dropped=told.dropped, read=told.read, missed=told.missed
    )
    assert expected is not None
    assert expected == found[-1].told
    assert 5 == len(found)


async def test_the_recall_is_drawn_and_told_or_said_to_be_unknown(press: Desk) -> None:
    before = (await press.get("genomslag/funna", role="reader")).text
    sampled_press(press)
    after = (await press.get("genomslag/funna", role="reader")).text

    assert "Stickproven säger inget än" in before
    assert 'role="img" aria-label="Uppskattad andel funna över tid.' in after
    assert '<th scope="row">2026-03-09</th>' in after


def test_the_number_of_queries_does_not_grow_with_the_period(press: Desk) -> None:
    seen: list[str] = []
    press.store.connection.set_trace_callback(seen.append)
    coverage_load.publications(press.store, Choice(), "medium")
    press.store.connection.set_trace_callback(None)

    assert 1 == len(seen)


@pytest.mark.parametrize(
    ("older", "opened", "chosen"),
    [
        (None, "2026-03-03", "1 vecka"),
        ("2026-02-25T09:00:00Z", "2026-02-24", "2 veckor"),
        ("2026-02-20T09:00:00Z", "2026-02-10", "4 veckor"),
        ("2026-01-20T09:00:00Z", "2025-12-16", "12 veckor"),
        ("2025-09-01T09:00:00Z", "2026-03-03", "1 vecka"),
    ],
)
async def test_the_page_opens_on_the_shortest_span_that_leaves_out_nothing(
    press: Desk, older: str | None, opened: str, chosen: str
) -> None:
    press.clock.set(START)
    if older:
        article(press, 9, 1, older, "relevant")

    page = (await press.get("genomslag")).text

    assert re.search(rf'name="fran"[^>]* value="{opened}"', page)
    assert re.search(rf'aria-current="true">{chosen}<', page)


async def test_with_nothing_published_the_page_opens_on_the_longest_span(desk: Desk) -> None:
    desk.clock.set(START)

    assert 'aria-current="true">12 veckor<' in (await desk.get("genomslag")).text


async def test_a_span_that_was_chosen_stays_with_all_else_that_was_chosen(press: Desk) -> None:
    press.clock.set(START)

    page = (await press.get("genomslag?medium=1&fran=2026-02-10")).text

    assert 'aria-current="true">4 veckor<' in page
    assert "genomslag?medium=1&amp;fran=2025-12-16" in page
