"""Every case of ``./run torture``, through the real fetch, parse and store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture.case import Case, attempt, faults
from tests.torture.cases import CASES
from tests.torture.server import HostileServer


@pytest.fixture(scope="module")
def hostile() -> Iterator[HostileServer]:
    with HostileServer({case.path: case.answer for case in CASES}) as server:
        yield server


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_hostile_answer_costs_little_and_changes_nothing_that_stands(
    case: Case, hostile: HostileServer, tmp_path: Path
) -> None:
    seen = attempt(case, hostile, tmp_path)

    assert [] == faults(case, seen)


def test_a_case_that_comes_to_something_else_is_told_of(
    hostile: HostileServer, tmp_path: Path
) -> None:
    empty = next(case for case in CASES if case.name == "empty")
    plain = next(case for case in CASES if case.name == "plain")

    seen = attempt(empty, hostile, tmp_path)

    assert ["came to 'empty'", "0 articles"] == faults(plain, seen)
