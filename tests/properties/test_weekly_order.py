"""Weekly periods meet in whatever order the reports are drafted, moved and thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.record.schema import open_whole
from incidents.report import draft, redraft
from monitor.core.actors import system
from monitor.core.clock import STOCKHOLM, HeldClock, to_text
from monitor.core.errors import ConflictError, InputError, RuleError
from monitor.core.store import Store

ACTOR = system("test")
START = datetime(2026, 3, 1, 15, tzinfo=STOCKHOLM)
#: Over the night without a 02.30, and several weeks on each side.
INSTANTS = st.integers(0, 90).map(lambda half: START + timedelta(hours=12 * half))
STEPS = st.lists(
    st.tuples(st.sampled_from(["draft", "draft", "draft", "move", "discard", "sql"]), INSTANTS),
    min_size=2, max_size=12,
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("order") / "lagesbild.db"
    made = open_whole(path, HeldClock(datetime(2026, 8, 1, tzinfo=STOCKHOLM)))
    with made.atomic():
        made.insert(
            "organisations", {"name": "Region Västmark", "short_name": "RVM", "kind": "own"}
        )
        made.insert(
            "series",
            dict.fromkeys(
                ("name", "programme", "producer", "commissioner", "cadence", "purpose",
                 "distribution"), "Kompass",
            ),
        )  # fmt: skip
    yield made
    made.close()


def weeklies(store: Store) -> list[dict[str, Any]]:
    return store.rows("SELECT * FROM reports WHERE kind = 'weekly' ORDER BY period_to")


def take(store: Store, step: str, at: datetime) -> None:
    rows = weeklies(store)
    if step == "draft":
        draft.draft_weekly(store, ACTOR, compiled_at=at)
    elif rows:
        row = rows[at.hour % len(rows) if len(rows) < 3 else at.day % len(rows)]
        if step == "move":
            redraft.change(
                store, ACTOR, row["id"], revision=row["revision"], changes={"compiled_at": at}
            )
        elif step == "discard":
            redraft.discard(store, ACTOR, row["id"], revision=row["revision"])
        else:
            with store.writing(ACTOR):
                store.update("reports", row["id"], {"period_from": to_text(at)})


@settings(max_examples=60)
@given(STEPS)
def test_no_order_of_steps_leaves_a_gap_or_an_overlap(
    store: Store, steps: list[tuple[str, datetime]]
) -> None:
    for step, at in steps:
        with suppress(ConflictError, InputError, RuleError):
            take(store, step, at)
        rows = weeklies(store)
        for before, after in pairwise(rows):
            assert before["period_to"] == after["period_from"]
        assert all(row["period_from"] < row["period_to"] == row["compiled_at"] for row in rows)
    for row in reversed(weeklies(store)):
        redraft.discard(store, ACTOR, row["id"], revision=row["revision"])


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (17, "Perioden ingår till en del i veckorapport 2026-V11"),
        (3, "Perioden måste sluta där veckorapport 2026-V11 börjar"),
    ],
)
def test_what_does_not_meet_is_refused_in_swedish(store: Store, at: int, why: str) -> None:
    made = [
        draft.draft_weekly(store, ACTOR, compiled_at=datetime(2026, 3, day, 15, tzinfo=STOCKHOLM))
        for day in (12, 26)
    ]
    with pytest.raises(RuleError) as refused:
        draft.draft_weekly(store, ACTOR, compiled_at=datetime(2026, 3, at, 9, tzinfo=STOCKHOLM),
                           period_from=datetime(2026, 3, 2, 9, tzinfo=STOCKHOLM))  # fmt: skip
    for key in reversed(made):
        redraft.discard(store, ACTOR, key, revision=1)
    assert why in str(refused.value)
