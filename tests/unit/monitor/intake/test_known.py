from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.core.actors import system
from monitor.core.clock import HeldClock
from monitor.core.schema import MIGRATIONS
from monitor.core.store import Store, open_store
from monitor.intake import sources
from monitor.intake.known import due_ids
from monitor.intake.opml import SourceLine

NOW = datetime(2026, 3, 9, 13, 10, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "lagesbild.db", [MIGRATIONS], HeldClock(NOW))
    yield opened
    opened.close()


def subscribe(store: Store, *states: dict[str, Any]) -> list[int]:
    """Add a source for each state and return their ids."""
    lines = [SourceLine(str(n), f"https://mv.example/{n}") for n in range(len(states))]
    added = list(sources.import_sources(store, system("test"), lines).added)
    for source, state in zip(added, states, strict=True):
        for name, value in state.items():
            sql = f"UPDATE source_state SET {name} = ? WHERE source_id = ?"
            store.execute(sql, [value, source])
    return added


def worked(due: str, **more: Any) -> dict[str, Any]:
    at = f"2026-03-09T{due}:00Z"
    return {"next_due_at": at, "last_success_at": "2026-03-09T11:00:00Z", **more}


def test_those_that_failed_or_never_worked_are_asked_after_the_others(store: Store) -> None:
    failed, late, early, _, new = subscribe(
        store,
        worked("12:00", failures=3),
        worked("13:00"),
        worked("12:30"),
        worked("14:00"),
        {"next_due_at": None},
    )

    assert [early, late, new, failed] == due_ids(store, NOW, forced=False)


def test_who_asked_us_to_wait_is_left_alone_until_then_whoever_is_in_a_hurry(store: Store) -> None:
    waits, broken, over = subscribe(
        store,
        worked("14:00", failures=1, error_key="rate_limited"),
        worked("14:00", failures=1, error_key="http_5xx"),
        worked("13:00", failures=1, error_key="rate_limited"),
    )

    assert [over, broken] == due_ids(store, NOW, forced=True)
    assert waits not in due_ids(store, NOW, forced=True, only=[waits])
