"""What every test may ask for: a clock that stands still and a fresh database."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from incidents.record.schema import open_whole
from monitor.core.clock import HeldClock
from monitor.core.store import Store

# Speed is measured by ./run bench, never by a test's clock: a busy machine is no fault.
_UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("house", _UNHURRIED)
#: The same examples every time: what lands is decided by the change, not by the draw.
settings.register_profile("ci", _UNHURRIED, derandomize=True)
#: For a hunt: ./run test tests/properties --hypothesis-profile=hunt
settings.register_profile("hunt", _UNHURRIED, max_examples=3000)
settings.load_profile("ci" if os.environ.get("CI") else "house")


@pytest.fixture
def clock() -> HeldClock:
    """Monday 9 March 2026, 15.00 in Sweden."""
    return HeldClock(datetime(2026, 3, 9, 14, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with the whole schema, closed: to be copied, never opened.

    All the migrations take a quarter of a second, and a thousand tests begin where they end.
    """
    path = tmp_path_factory.mktemp("migrated") / "lagesbild.db"
    open_whole(path, HeldClock(datetime(2026, 3, 9, 14, 0, tzinfo=UTC))).close()
    return path


@pytest.fixture
def store(tmp_path: Path, clock: HeldClock, migrated: Path) -> Iterator[Store]:
    """A database with the whole schema, on disk, empty."""
    shutil.copy(migrated, tmp_path / "lagesbild.db")
    opened = open_whole(tmp_path / "lagesbild.db", clock)
    yield opened
    opened.close()
