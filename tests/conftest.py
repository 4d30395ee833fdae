"""What every test may ask for: a clock that stands still and a fresh database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from incidents.record.schema import open_whole
from monitor.core.clock import HeldClock
from monitor.core.store import Store

# Speed is measured by ./run bench, never by a test's clock: a busy machine is no fault.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture
def clock() -> HeldClock:
    """Monday 9 March 2026, 15.00 in Sweden."""
    return HeldClock(datetime(2026, 3, 9, 14, 0, tzinfo=UTC))


@pytest.fixture
def store(tmp_path: Path, clock: HeldClock) -> Iterator[Store]:
    """A database with the whole schema, on disk, empty."""
    opened = open_whole(tmp_path / "lagesbild.db", clock)
    yield opened
    opened.close()
