"""A desk with Monday of the fictional week in it, and a draft of 2026-E01."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from incidents.report import draft, paragraphs
from incidents.report.draft import NewExtra
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.report import release_world

N = "rapporter/2026-E01"


def monday(desk: Desk) -> release_world.Desk:
    """Enter Monday's record; the desk's clock then shows 20.00."""
    return release_world.monday(
        desk.store, desk.clock, Path(desk.datasette.lagesbild.settings.state)
    )


def e01(desk: Desk) -> release_world.Desk:
    """Enter Monday and draft 2026-E01 as Sara."""
    world = monday(desk)
    draft.draft_extra(desk.store, world.world.sara, NewExtra(incident_ids=[world.world.incident]))
    return world


def report(desk: Desk, number: str = "2026-E01") -> dict[str, Any]:
    row = desk.store.row("SELECT * FROM reports WHERE number = ?", [number])
    assert row is not None
    return row


def paragraph(desk: Desk, start: str, number: str = "2026-E01") -> dict[str, Any]:
    for row in paragraphs.of_report(desk.store, report(desk, number)["id"]):
        if row["text"].startswith(start):
            return row
    raise AssertionError(start)


async def step(desk: Desk, name: str, role: str = "editor", **fields: Any) -> Any:
    """Press a button of 2026-E01 as its page stands."""
    return await desk.post(f"{N}/{name}", role=role, revision=report(desk)["revision"], **fields)


async def approved(desk: Desk) -> None:
    await step(desk, "granskning")
    answer = await step(desk, "godkann", role="approver")
    assert 303 == answer.status_code, answer.text
