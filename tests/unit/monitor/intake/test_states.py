from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from monitor.core.actors import system
from monitor.core.clock import HeldClock, to_text
from monitor.core.errors import FetchError
from monitor.core.store import Row, Store
from monitor.intake.answer import NotModified
from monitor.intake.known import source_rows
from monitor.intake.opml import SourceLine
from monitor.intake.sources import import_sources
from monitor.intake.states import Brought, calm, trouble, write_states

URL = "https://mv.example/rss"


@pytest.fixture
def source(store: Store) -> int:
    return import_sources(store, system("test"), [SourceLine("MV", URL)]).added[0]


def answered(store: Store, source: int, brought: Brought) -> Row:
    row = next(source_rows(store, [source]))
    answer = NotModified(permanent_url=URL)
    with store.atomic():
        write_states(store, [calm(row, answer, store.clock.now(), Random(1), brought)])
    return store.rows("SELECT * FROM source_state WHERE source_id = ?", [source])[0]


def failed(store: Store, source: int) -> Row:
    row = next(source_rows(store, [source]))
    error = FetchError(url=URL, reason="timeout")
    with store.atomic():
        write_states(store, [trouble(row, error, store.clock.now(), Random(1))])
    return store.rows("SELECT * FROM source_state WHERE source_id = ?", [source])[0]


def test_a_document_that_becomes_empty_is_noted_once_and_until_it_holds_items_again(
    store: Store, source: int, clock: HeldClock
) -> None:
    noted = []
    for present in (2, 0, None, 0, 3):
        told = answered(store, source, Brought(items=int(present == 2), present=present))
        noted.append(told["empty_since"])
        clock.set(clock.now() + timedelta(hours=1))

    assert [None, "2026-03-09T15:00:00Z", *["2026-03-09T15:00:00Z"] * 2, None] == noted
    assert 1 == store.value("SELECT empty_times FROM source_state")


def test_a_document_that_never_held_anything_does_not_become_empty(
    store: Store, source: int
) -> None:
    assert answered(store, source, Brought(present=0))["empty_since"] is None


def test_failures_in_a_row_keep_the_time_of_the_first(
    store: Store, source: int, clock: HeldClock
) -> None:
    first = to_text(clock.now())
    failed(store, source)
    clock.set(clock.now() + timedelta(hours=3))

    assert first == failed(store, source)["failing_since"]
    assert answered(store, source, Brought())["failing_since"] is None
    assert to_text(clock.now()) == failed(store, source)["failing_since"]
