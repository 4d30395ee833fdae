"""A small sample of ``./run kill``."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.core.store import Store
from tests.kill import wholeness
from tests.kill.disturb import MODES, Trial
from tests.kill.truth import TruthServer


@pytest.mark.slow
def test_a_disturbed_poller_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with TruthServer(feeds=3) as truth:
        trial = Trial(truth, tmp_path)
        trial.begin()

        outcomes = [*trial.disturb(MODES, 5), trial.end()]

    assert [] == [f"{one.mode}: {fault}" for one in outcomes for fault in one.faults]
    assert truth.published() == set(wholeness.stored(tmp_path))


def test_harm_is_seen(store: Store, tmp_path: Path) -> None:
    with store.atomic():
        outlet = store.insert("outlets", {"name": "Mälarviks Tidning", "short_name": "MT"})
        for _ in range(2):
            article = {"outlet_id": outlet, "guid": "sanning-0-1", "title": "Åby lasarett"}
            store.insert("articles", article | {"first_seen_at": "2026-03-09T13:00:00Z"})
        store.execute("INSERT INTO articles_fts(articles_fts) VALUES ('delete-all')")

    found = " ".join(wholeness.faults(tmp_path))

    assert "an item is stored twice" in found
    assert "an article without a version" in found
    assert "articles_fts" in found
    assert "a change without who made it" in found
