from __future__ import annotations

from incidents.desk.pages.report_sources import Told, tell_sources
from incidents.report import paragraphs
from incidents.report.digests import SOURCE_TABLES
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.report_world import e01, paragraph, report


def told(desk: Desk, start: str) -> list[Told]:
    row = paragraph(desk, start)
    rows = paragraphs.of_report(desk.store, report(desk)["id"])
    return tell_sources(desk.store, rows)[row["id"]]


async def test_a_source_tells_whose_word_it_is_and_when_it_was_known(desk: Desk) -> None:
    e01(desk)

    letter = told(desk, "”Vi har lämnat")[0]

    assert ("uttalande", "Nordlys Health", "ordagrant") == (letter.kind, letter.whose, letter.note)
    assert "2026-03-09T18:15:00Z" == letter.known_at
    assert "/handelser/H-2026-" in letter.href
    assert "" == letter.state


async def test_a_source_that_changed_says_so(desk: Desk) -> None:
    e01(desk)
    desk.store.execute("UPDATE actions SET wording = 'RVM bad om svar'")

    assert ["changed"] == [one.state for one in told(desk, "RVM bad")]


async def test_every_kind_of_source_can_be_told(desk: Desk) -> None:
    for table in SOURCE_TABLES:
        row = {"id": 1, "sources": [{"table_name": table, "row_id": 99, "known_at": None}]}

        assert "gone" == tell_sources(desk.store, [row])[1][0].state
