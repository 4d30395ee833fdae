"""Rules of the record that hold for any values: frozen reports, as-of times, documents, numbers."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "incidents" / "record"))

import raw_report
from record_world import World, at, build

from incidents.record import circumstance, document, incident
from incidents.record.circumstance import NewCircumstance
from incidents.record.entry import NewEntry
from incidents.record.incident import NewIncident
from incidents.record.schema import open_whole
from monitor.core.clock import HeldClock
from monitor.core.errors import RuleError
from monitor.core.times import Moment, Precision, span

FEW = settings(max_examples=40)
#: What may still be said of a report that is locked.
OPEN = {"registry_number", "countersigned_at", "countersigned_by", "revision", "status"}
FROZEN_TABLES = ("reports", "report_paragraphs", "paragraph_sources", "report_files")


@cache
def built() -> tuple[bytes, World]:
    """Return a database with an approved report, as bytes: a fresh copy for every example."""
    with tempfile.TemporaryDirectory() as folder:
        clock = HeldClock(datetime(2026, 3, 9, 14, 0, tzinfo=UTC))
        store = open_whole(Path(folder) / "lagesbild.db", clock)
        world = build(store, clock)
        report = raw_report.draft(world)
        raw_report.submit(world, report)
        raw_report.approve(world, report)
        store.connection.execute("PRAGMA journal_mode = DELETE")  # memory knows no WAL
        return bytes(store.connection.serialize()), world


@contextmanager
def copied() -> Iterator[World]:
    content, first = built()
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.deserialize(content)
    connection.execute("PRAGMA foreign_keys = ON")
    clock = HeldClock(datetime(2026, 3, 9, 14, 0, tzinfo=UTC))
    store = type(first.store)(connection, clock)
    yield World(**{**vars(first), "store": store, "clock": clock})
    store.close()


VALUES = st.one_of(
    st.none(), st.integers(-3, 3), st.text(max_size=8), st.binary(max_size=4),
    st.sampled_from(["2026-03-09T19:00:00Z", "2027-01-01T00:00:00Z", "draft", "extra"]),
)  # fmt: skip


@FEW
@given(table=st.sampled_from(FROZEN_TABLES), pick=st.integers(0, 40), value=VALUES)
def test_no_value_of_a_frozen_report_can_be_overwritten(table: str, pick: int, value: Any) -> None:
    with copied() as world:
        before = world.store.rows(f"SELECT * FROM {table}")
        columns = [name for name in before[0] if name not in OPEN]
        column = columns[pick % len(columns)]
        with suppress(sqlite3.Error):
            world.store.connection.execute(f"UPDATE {table} SET [{column}] = ?", [value])
        assert before == world.store.rows(f"SELECT * FROM {table}")


@FEW
@given(known=st.integers(-3000, 3000), claimed=st.one_of(st.none(), st.integers(-3000, 3000)))
def test_d8_a_source_gets_in_only_if_it_was_known(known: int, claimed: int | None) -> None:
    compiled = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)
    with copied() as world:
        world.clock.set(compiled + timedelta(days=7))
        new = NewCircumstance(
            basis="own_check", wording="x", known_at=compiled + timedelta(seconds=known)
        )
        fact = circumstance.add(world.store, world.sara, world.incident, new)
        report = raw_report.draft(world, "2026-E02")
        paragraph = world.store.value(
            "SELECT id FROM report_paragraphs WHERE report_id = ?", [report]
        )
        row = {"paragraph_id": paragraph, "table_name": "circumstances", "row_id": fact}
        told = None
        if claimed is not None:
            told = f"{compiled + timedelta(seconds=claimed):%Y-%m-%dT%H:%M:%SZ}"
        got_in = False
        with suppress(RuleError):
            world.store.insert("paragraph_sources", {**row, "digest": "0", "known_at": told})
            got_in = True
        assert got_in == (known <= 0 and (claimed or 0) <= 0)


NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
INSTANTS = st.integers(0, 400 * 24 * 60).map(lambda minutes: NOON - timedelta(minutes=minutes))


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    """Any moment before the world's now, standing at the start of its part, day or week."""
    precision = draw(st.sampled_from(Precision))
    if precision is Precision.UNKNOWN:
        return Moment(None, precision)
    instant = draw(INSTANTS)
    whole = span(Moment(instant, precision))
    assert whole is not None
    return Moment(whole[0], precision)


WORDS = st.text(st.characters(exclude_categories=["C", "Nd", "Z"]), min_size=1, max_size=30).filter(
    str.strip
)


@FEW
@given(entries=st.lists(st.tuples(WORDS, moments(), st.booleans()), max_size=5))
def test_an_incident_goes_out_and_in_without_a_change(
    entries: list[tuple[str, Moment, bool]],
) -> None:
    with copied() as world:
        for words, moment, own in entries:
            new = NewCircumstance(
                basis="own_check" if own else "party", wording=words, moment=moment
            )
            circumstance.add(world.store, world.sara, world.incident, new)
        text = document.to_json(document.export_incident(world.store, world.incident))
        before = world.store.value("SELECT count(*) FROM audit")
        done = document.import_document(world.store, world.sara, document.from_json(text))
        assert {} == done.added
        assert before == world.store.value("SELECT count(*) FROM audit")


@FEW
@given(entries=st.lists(st.tuples(WORDS, moments()), min_size=1, max_size=4))
def test_an_incident_taken_in_elsewhere_is_the_same(entries: list[tuple[str, Moment]]) -> None:
    with copied() as world:
        for words, moment in entries:
            new = NewCircumstance(basis="party", wording=words, moment=moment)
            circumstance.add(world.store, world.sara, world.incident, new)
        out = document.export_incident(world.store, world.incident)
    with copied() as other:
        out["incident"]["ref"] = "H-2026-077"
        done = document.import_document(other.store, other.sara, out)
        back = document.export_incident(other.store, done.incident_id)
        assert _facts(out) == _facts(back)


def _facts(data: dict[str, Any]) -> list[tuple[str, str]]:
    told = data.get("circumstances", [])
    return sorted((one["wording"], str(one.get("happened"))) for one in told)


@FEW
@given(hours=st.lists(st.integers(0, 4000), min_size=1, max_size=6))
def test_references_are_never_given_twice_and_follow_the_swedish_year(hours: list[int]) -> None:
    with copied() as world:
        for hour in sorted(hours):
            world.clock.set(at(9, "15.00") + timedelta(hours=hour * 3))
            incident.open_from_nothing(world.store, world.sara, NewIncident(title="x"))
        rows = world.store.rows("SELECT ref, entered_at FROM incidents ORDER BY id")
        refs = [row["ref"] for row in rows]
        assert len(refs) == len(set(refs))
        assert refs == sorted(refs)


def test_new_records_tell_when_they_happened_and_when_we_knew() -> None:
    assert (None, Precision.UNKNOWN) == (NewEntry().moment.at, NewEntry().moment.precision)
