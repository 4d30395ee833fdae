"""The fictional week's nasty cases, as far as they meet a report."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from release_world import Desk, at, draft_e01, monday, on, ready, revision

from incidents.record import action
from incidents.record.action import NewAction
from incidents.report import draft, paragraphs, redraft, release
from incidents.report.examine import examine
from incidents.report.freeze import document_of
from monitor.core.clock import STOCKHOLM, HeldClock
from monitor.core.errors import ConflictError, RuleError
from monitor.core.messages import explain
from monitor.core.store import Store


@pytest.fixture
def desk(store: Store, clock: HeldClock, tmp_path: Path) -> Desk:
    return monday(store, clock, tmp_path)


def _article(desk: Desk, **values: str | None) -> None:
    with desk.store.writing(desk.world.sara):
        desk.store.update("articles", desk.world.article, values)


def _texts(desk: Desk, report: int) -> list[str]:
    return [row["text"] for row in paragraphs.of_report(desk.store, report)]


def test_an_article_without_a_time_says_so_and_draws_no_remark(desk: Desk) -> None:
    _article(desk, published_at=None, published_precision="unknown")

    report = draft_e01(desk)

    assert "utan känd publiceringstid" in " ".join(_texts(desk, report))
    assert not examine(desk.store, report).verdicts.open


def test_an_article_removed_before_the_approval_is_a_changed_source(desk: Desk) -> None:
    report = draft_e01(desk)
    _article(desk, removed_at="2026-03-09T18:30:00Z")

    assert {("articles", desk.world.article)} == {
        (one.table, one.row_id) for one in examine(desk.store, report).changed
    }


def test_an_article_removed_after_the_sending_changes_nothing_that_was_sent(desk: Desk) -> None:
    report = ready(desk)
    release.send(
        desk.store,
        desk.world.sara,
        report,
        revision=revision(desk, report),
        settings=desk.settings,
        list_ids=[desk.board],
    )
    frozen = desk.store.rows("SELECT format, digest FROM report_files ORDER BY format")
    _article(desk, removed_at="2026-03-09T20:30:00Z")

    assert frozen == desk.store.rows("SELECT format, digest FROM report_files ORDER BY format")
    assert "Morgonbladet Väst" in str(document_of(desk.store, report))


def test_what_was_done_before_and_learnt_after_waits_for_the_next_report(desk: Desk) -> None:
    desk.go(9, "20.30")
    late = NewAction(wording="RVM ringde Produktverket", moment=on(9, "18.00"))
    action.add(desk.store, desk.world.sara, desk.world.incident, late)
    at_eight = draft.NewExtra(incident_ids=[desk.world.incident], compiled_at=at(9, "20.00"))

    report = draft.draft_extra(desk.store, desk.world.sara, at_eight)

    assert "ringde Produktverket" not in " ".join(_texts(desk, report))


@pytest.mark.parametrize(
    "changes",
    [{"wording": "RVM bad om besked, och klockan 20.15 kom det"}, {"known_at": at(9, "10.00")}],
)
def test_news_written_into_an_older_row_after_the_time_is_told_to_the_approver(
    desk: Desk, changes: dict[str, Any]
) -> None:
    store, sara = desk.store, desk.world.sara
    row = store.rows("SELECT * FROM actions WHERE wording LIKE 'RVM bad%'")[0]
    desk.go(9, "20.30")
    action.change(store, sara, row["id"], revision=row["revision"], changes=changes)
    at_eight = draft.NewExtra(incident_ids=[desk.world.incident], compiled_at=at(9, "20.00"))

    report = draft.draft_extra(store, sara, at_eight)
    release.submit(store, sara, report, revision=revision(desk, report))
    with pytest.raises(ConflictError) as held:
        approve(desk, report)

    assert "Läs det igen och godkänn sedan." in explain(held.value)
    assert [("actions", row["id"], True)] == [
        (one.table, one.row_id, one.late) for one in held.value.facts["changed"]
    ]
    approve(desk, report, accept_changed=True)
    assert "approved" == store.get("reports", report)["status"]


def test_a_change_before_the_time_or_of_nobodys_words_holds_nobody_up(desk: Desk) -> None:
    store, sara = desk.store, desk.world.sara
    row = store.rows("SELECT * FROM actions WHERE wording LIKE 'RVM bad%'")[0]
    reworded = {"wording": "RVM bad leverantören om besked"}
    action.change(store, sara, row["id"], revision=row["revision"], changes=reworded)
    desk.go(9, "20.30")
    report = draft.draft_extra(
        store, sara, draft.NewExtra(incident_ids=[desk.world.incident], compiled_at=at(9, "20.00"))
    )
    release.submit(store, sara, report, revision=revision(desk, report))

    approve(desk, report)

    assert "approved" == store.get("reports", report)["status"]


def approve(desk: Desk, report: int, *, accept_changed: bool = False) -> None:
    release.approve(
        desk.store, desk.world.lena, report, revision=revision(desk, report),
        settings=desk.settings, signature=release.Signature(accept_changed=accept_changed),
    )  # fmt: skip


def test_the_time_does_not_move_back_past_what_the_draft_says(desk: Desk) -> None:

    report = draft_e01(desk)

    with pytest.raises(RuleError) as refused:
        redraft.change(
            desk.store,
            desk.world.sara,
            report,
            revision=revision(desk, report),
            changes={"compiled_at": at(9, "15.00")},
        )

    assert "D8" == refused.value.facts["rule"]


@pytest.mark.parametrize(
    ("first", "second", "number", "period"),
    [
        (
            datetime(2026, 3, 26, 15, tzinfo=STOCKHOLM),
            datetime(2026, 4, 2, 15, tzinfo=STOCKHOLM),  # skärtorsdag, after a night of 23 hours
            "2026-V14",
            "Avser perioden 26 mars klockan 15 till 2 april klockan 15 (vecka 14)",
        ),
        (
            datetime(2026, 5, 7, 15, tzinfo=STOCKHOLM),
            datetime(2026, 5, 13, 15, tzinfo=STOCKHOLM),  # the Thursday is a holiday
            "2026-V20",
            "Avser perioden 7 maj klockan 15 till 13 maj klockan 15 (vecka 20)",
        ),
        (
            datetime(2026, 10, 22, 15, tzinfo=STOCKHOLM),
            datetime(2026, 10, 29, 15, tzinfo=STOCKHOLM),  # after a night of 25 hours
            "2026-V44",
            "Avser perioden 22 oktober klockan 15 till 29 oktober klockan 15 (vecka 44)",
        ),
        (
            datetime(2026, 12, 30, 15, tzinfo=STOCKHOLM),  # New Year's Eve counts as a holiday
            datetime(2027, 1, 7, 15, tzinfo=STOCKHOLM),
            "2027-V01",
            "Avser perioden 30 december 2026 klockan 15 till 7 januari klockan 15 (vecka 1)",
        ),
    ],
)
def test_weeklies_over_a_clock_change_a_holiday_and_new_year_meet(
    desk: Desk, first: datetime, second: datetime, number: str, period: str
) -> None:
    sara = desk.world.sara
    desk.world.clock.set(first)
    before = draft.draft_weekly(desk.store, sara)
    desk.world.clock.set(second)

    report = draft.draft_weekly(desk.store, sara)

    row, earlier = desk.store.get("reports", report), desk.store.get("reports", before)
    assert number == row["number"]
    assert earlier["period_to"] == row["period_from"]
    assert period == document_of(desk.store, report).period
    assert not examine(desk.store, report).verdicts.open
