"""One browser and two demos for all journeys; every desk is a real child process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from monitor.core.clock import STOCKHOLM
from tests.journeys import desk
from tests.journeys.browser import PATIENCE_MS, Person, find_browser
from tests.journeys.desk import Demo, Served

#: Monday afternoon: the first article has just come, and an incident has been proposed from it.
MONDAY = datetime(2026, 3, 9, 14, 14, tzinfo=STOCKHOLM)

NewPerson = Callable[..., Person]


@pytest.fixture(scope="session")
def demos(tmp_path_factory: pytest.TempPathFactory) -> tuple[Demo, Demo]:
    """Return (the whole week, the week until Monday afternoon), built at the same time."""
    whole = desk.Building(tmp_path_factory.mktemp("whole") / "demo")
    monday = desk.build_until(tmp_path_factory.mktemp("monday") / "demo", MONDAY)
    return whole.wait(), monday


@pytest.fixture(scope="session")
def week(demos: tuple[Demo, Demo]) -> Iterator[tuple[Demo, Served]]:
    """Serve the whole week for everybody who only reads."""
    with desk.show(demos[0]) as served:
        yield demos[0], served


@pytest.fixture
def monday(demos: tuple[Demo, Demo], tmp_path: Path) -> Iterator[tuple[Demo, Served]]:
    """Serve a Monday afternoon of one's own, to write in."""
    mine = desk.copy(demos[1], tmp_path / "demo")
    with desk.show(mine) as served:
        yield mine, served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's chromium once."""
    path = find_browser()
    if path is None:
        pytest.skip(
            "Chromium saknas: installera paketet chromium. (No chromium: journeys were NOT run.)"
        )
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(
                executable_path=path, args=["--disable-dev-shm-usage"], timeout=PATIENCE_MS
            )
        except Error as error:  # a browser that does not start here tells why
            pytest.fail(f"{path} startar inte: {error}", pytrace=False)
        yield started
        started.close()


@pytest.fixture
def person(browser: Browser) -> Iterator[NewPerson]:
    """Return a function that seats somebody at a desk; they are seen out at the end."""
    seated: list[Person] = []

    def seat(url: str, *, kind: type[Person] = Person, **options: Any) -> Person:
        seated.append(kind(browser, url, **options))
        return seated[-1]

    yield seat
    for one in seated:
        one.close()
