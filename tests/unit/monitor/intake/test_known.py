from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from monitor.core.actors import system
from monitor.core.clock import HeldClock
from monitor.core.schema import MIGRATIONS
from monitor.core.store import open_store
from monitor.intake import sources
from monitor.intake.known import due_ids
from monitor.intake.opml import SourceLine

NOW = datetime(2026, 3, 9, 13, 10, tzinfo=UTC)


def test_those_that_failed_are_asked_after_the_others(tmp_path: Path) -> None:
    store = open_store(tmp_path / "lagesbild.db", [MIGRATIONS], HeldClock(NOW))
    lines = [SourceLine(str(n), f"https://mv.example/{n}") for n in range(4)]
    first, second, third, fourth = sources.import_sources(store, system("test"), lines).added
    for source, due, failures in (
        (first, "2026-03-09T12:00:00Z", 3), (second, "2026-03-09T13:00:00Z", 0),
        (third, "2026-03-09T12:30:00Z", 0), (fourth, "2026-03-09T14:00:00Z", 0),
    ):  # fmt: skip
        store.execute(
            "UPDATE source_state SET next_due_at = ?, failures = ? WHERE source_id = ?",
            [due, failures, source],
        )

    assert [third, second, first] == due_ids(store, NOW, forced=False)
    store.close()
