from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from record_world import World, at

from incidents.record import metrics
from incidents.record.metrics import Scope
from monitor.core.actors import system
from monitor.core.clock import to_text


def text(day: int, clock: str) -> str:
    return to_text(at(day, clock))


def insert(world: World, table: str, **values: Any) -> int:
    with world.store.writing(system("test")):
        return world.store.insert(table, values)


def enquiry(world: World, came: str, answered: str | None = None, **other: Any) -> int:
    return insert(
        world, "enquiries", asker="media", outlet_id=world.mv, question="Vad har hänt?",
        happened_at=came, known_at=came, entered_at=came, answered_at=answered,
        **{"incident_id": world.incident, **other},
    )  # fmt: skip


def report(world: World, number: str, compiled: str, sent: str, corrects: int | None = None) -> int:
    key = insert(
        world, "reports", number=number, kind="extra", series_id=world.series,
        reason_clause="uppgifter", compiled_at=compiled, created_at=compiled, corrects_id=corrects,
    )  # fmt: skip
    insert(world, "report_incidents", report_id=key, incident_id=world.incident)
    if corrects:
        insert(
            world, "report_paragraphs", report_id=key, section="correction", position=1,
            text="**Rättelse:** så här var det.", composed_text="**Rättelse:** så här var det.",
        )  # fmt: skip
    with world.store.writing(system("test")):
        world.store.update("reports", key, {"status": "in_review"})
        world.store.update(
            "reports",
            key,
            {"status": "approved", "approved_at": sent, "approved_by": world.lena.user_id,
             "document": "{}", "digest": "x"},
        )  # fmt: skip
        world.store.update("reports", key, {"status": "sent", "sent_at": sent})
    return key


def measured(world: World, kind: str, **scope: Any) -> list[metrics.Measure]:
    return list(metrics.measures(world.store, Scope(**scope))[kind])


def test_from_publication_to_first_seen(world: World) -> None:
    found = measured(world, "first_seen")

    assert [timedelta(minutes=3)] == [one.length for one in found]
    assert ["H-2026-001"] == [one.ref for one in found]


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"published_at": None, "published_precision": "unknown"}, metrics.NOT_PUBLISHED_WHEN),
        ({"published_precision": "day"}, metrics.NOT_PUBLISHED_WHEN),
        ({"published_at": "2026-03-09T18:00:00Z"}, metrics.ODD_PUBLICATION),
    ],
)
def test_what_cannot_be_measured_in_minutes_is_told_in_words(
    world: World, changes: dict[str, Any], note: str
) -> None:
    world.store.update("articles", world.article, changes)

    found = measured(world, "first_seen")

    assert [(None, note)] == [(one.length, one.note) for one in found]


def test_an_answer_before_the_article_is_never_negative(world: World) -> None:
    enquiry(world, text(9, "10.40"), text(9, "12.50"), deadline_at=text(9, "13.00"))

    found = measured(world, "answer")

    assert [(timedelta(hours=2, minutes=10), True, metrics.BEFORE_PUBLICATION)] == [
        (one.length, one.kept, one.note) for one in found
    ]


@pytest.mark.parametrize(
    ("answered", "deadline", "kept"),
    [
        ("12.50", "13.00", True),
        ("13.00", "13.00", True),
        ("13.01", "13.00", False),
        ("12.50", None, None),
        (None, "13.00", False),
        (None, "23.00", None),
        (None, None, None),
    ],
)
def test_a_deadline_is_kept_missed_or_still_ahead(
    world: World, answered: str | None, deadline: str | None, kept: bool | None
) -> None:
    enquiry(
        world,
        text(9, "10.40"),
        text(9, answered) if answered else None,
        deadline_at=text(9, deadline) if deadline else None,
    )

    one = measured(world, "answer")[0]

    assert kept is one.kept
    assert (one.length is None) == (answered is None)


def test_from_the_article_to_the_first_report_sent(world: World) -> None:
    report(world, "2026-E01", text(9, "20.00"), text(9, "20.09"))
    report(world, "2026-E02", text(10, "09.00"), text(10, "09.12"))

    assert [("2026-E01", timedelta(hours=5, minutes=59))] == [
        (one.what, one.length) for one in measured(world, "report")
    ]
    assert [timedelta(minutes=9), timedelta(minutes=12)] == [
        one.length for one in measured(world, "sending")
    ]


def test_a_report_before_its_article_is_told_so(world: World) -> None:
    report(world, "2026-E01", text(9, "13.00"), text(9, "13.30"))

    found = measured(world, "report")

    assert [(None, metrics.BEFORE_PUBLICATION)] == [(one.length, one.note) for one in found]


def test_from_the_first_word_against_a_claim_to_the_compiled_correction(world: World) -> None:
    claim = insert(
        world, "claims", incident_id=world.incident, article_id=world.article, number=1,
        wording="handlingarna är skickade", known_at=text(9, "19.10"), entered_at=text(9, "19.10"),
    )  # fmt: skip
    radio = insert(
        world, "articles", outlet_id=world.nt, title="Inget har kommit", medium="radio",
        published_at=text(10, "07.30"), published_precision="minute",
        first_seen_at=text(10, "07.33"),
    )  # fmt: skip
    first = report(world, "2026-E01", text(9, "20.00"), text(9, "20.09"))
    insert(
        world, "contradictions", claim_id=claim, article_id=radio, known_at=text(10, "07.33"),
        entered_at=text(10, "07.40"),
    )  # fmt: skip
    report(world, "2026-E02", text(10, "09.00"), text(10, "09.12"), corrects=first)

    found = measured(world, "correction")

    assert [("2026-E02", timedelta(minutes=90))] == [(one.what, one.length) for one in found]


@pytest.mark.parametrize(
    ("status", "done", "late"),
    [
        ("done", "07.25", timedelta(minutes=25)),
        ("done", "06.50", timedelta(0)),
        ("planned", None, timedelta(hours=8)),
    ],
)
def test_a_task_is_late_by_what_it_is_late(
    world: World, status: str, done: str | None, late: timedelta
) -> None:
    insert(
        world, "actions", incident_id=world.incident, wording="Frågor och svar", status=status,
        due_at=text(9, "07.00"), done_at=text(9, done) if done else None,
        known_at=text(8, "21.00"), entered_at=text(8, "21.00"),
    )  # fmt: skip

    one = measured(world, "task")[0]

    assert (late, not late) == (one.length, one.kept)


def test_a_cancelled_task_is_never_late(world: World) -> None:
    insert(
        world, "actions", incident_id=world.incident, wording="x", status="cancelled",
        due_at=text(9, "07.00"), known_at=text(8, "21.00"), entered_at=text(8, "21.00"),
    )  # fmt: skip

    assert [] == measured(world, "task")


def test_a_period_and_an_incident_narrow_what_is_measured(world: World) -> None:
    enquiry(world, text(2, "10.00"), text(2, "11.00"), incident_id=None)
    enquiry(world, text(9, "10.00"), text(9, "11.00"))

    assert 1 == len(measured(world, "answer", start=at(9, "00.00")))
    assert 1 == len(measured(world, "answer", end=at(9, "10.00")))
    assert 1 == len(measured(world, "answer", incident_id=world.incident))


def test_weeks_follow_each_other_without_a_gap(world: World) -> None:
    enquiry(world, text(2, "10.00"), text(2, "11.00"), incident_id=None)
    enquiry(world, text(16, "10.00"), text(16, "13.00"), incident_id=None)
    enquiry(world, text(17, "10.00"), text(17, "11.00"), incident_id=None)

    weeks = metrics.measures(world.store, Scope())["answer"].by_week()

    assert [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)] == [
        week.monday for week in weeks
    ]
    assert [timedelta(hours=1), None, timedelta(hours=2)] == [week.summary.middle for week in weeks]
    assert [] == metrics.Found("answer", []).by_week()
