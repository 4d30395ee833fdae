from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.core.actors import Actor, system
from monitor.core.clock import HeldClock
from monitor.core.errors import ConflictError, InputError, NotFoundError, PermissionDeniedError
from monitor.core.schema import MIGRATIONS
from monitor.core.store import Store, open_store
from monitor.intake import sources
from monitor.intake.opml import SourceLine, read_csv, read_opml, write_csv, write_opml

ADMIN = system("test")
MV = SourceLine(
    "MV Senaste", "https://www.mv.example/rss", outlet="Morgonbladet Väst", short_name="MV",
    outlet_kind="regional", homepage="https://mv.example/", licence="avtal", text_days=30,
    certainty="A", folder="Press/Regionalt", floor_s=600,
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    clock = HeldClock(datetime(2026, 3, 9, 13, 10, tzinfo=UTC))
    opened = open_store(tmp_path / "lagesbild.db", [MIGRATIONS], clock)
    yield opened
    opened.close()


def test_a_source_is_listed_with_its_outlet_and_that_it_has_not_been_fetched(store: Store) -> None:
    number = sources.add_source(store, ADMIN, MV)

    row = sources.get_source(store, number)

    assert (row["title"], row["outlet"], row["short_name"], row["status"], row["trouble"]) == (
        "MV Senaste", "Morgonbladet Väst", "MV", "new", None,
    )  # fmt: skip


def test_sources_of_one_site_belong_to_one_outlet(store: Store) -> None:
    sources.import_sources(
        store,
        ADMIN,
        [
            MV,
            SourceLine("MV Sport", "https://rss.mv.example/sport"),
            SourceLine("VA", "https://va.example/rss"),
            SourceLine("VA Kultur", "http://www.va.example/kultur/rss"),
        ],
    )

    outlets = {row["title"]: row["outlet"] for row in sources.list_sources(store)}

    assert outlets == {
        "MV Senaste": "Morgonbladet Väst",
        "MV Sport": "Morgonbladet Väst",
        "VA": "va.example",
        "VA Kultur": "va.example",
    }


def test_importing_again_changes_nothing(store: Store) -> None:
    first = sources.import_sources(store, ADMIN, [MV, MV])
    again = sources.import_sources(store, ADMIN, [MV])

    assert (len(first.added), first.existing) == (1, 1)
    assert (len(again.added), again.existing) == (0, 1)


def test_an_export_imported_elsewhere_gives_the_same_export(store: Store, tmp_path: Path) -> None:
    sources.import_sources(store, ADMIN, [MV, SourceLine("VA", "https://va.example/rss")])
    other = open_store(tmp_path / "other.db", [MIGRATIONS])
    lines = sources.export_sources(store)

    sources.import_sources(other, ADMIN, read_opml(write_opml(lines)))

    assert lines == sources.export_sources(other)
    assert lines == read_csv(write_csv(sources.export_sources(other)))
    other.close()


def test_an_address_that_is_none_or_taken_is_refused(store: Store) -> None:
    sources.add_source(store, ADMIN, MV)

    with pytest.raises(ConflictError):
        sources.add_source(store, ADMIN, MV)
    with pytest.raises(InputError):
        sources.add_source(store, ADMIN, SourceLine("x", "mv.example"))


def test_only_those_who_may_change_sources(store: Store) -> None:
    reader = Actor("lena", "editor")

    with pytest.raises(PermissionDeniedError):
        sources.add_source(store, reader, MV)


def test_trouble_is_told_in_swedish(store: Store) -> None:
    number = sources.add_source(store, ADMIN, MV)
    store.execute(
        "UPDATE source_state SET error_key = 'http_5xx', error_facts = ? WHERE source_id = ?",
        [json.dumps({"status": 502}), number],
    )

    assert "502" in str(sources.get_source(store, number)["trouble"])


def test_a_changed_address_is_asked_afresh(store: Store) -> None:
    number = sources.add_source(store, ADMIN, MV)
    store.execute("UPDATE source_state SET etag = 'x', next_due_at = '2099-01-01T00:00:00Z'")

    sources.change_source(store, ADMIN, number, {"url": "https://mv.example/nytt"})

    state = store.row("SELECT etag, next_due_at FROM source_state")
    assert state == {"etag": None, "next_due_at": None}
    with pytest.raises(InputError):
        sources.change_source(store, ADMIN, number, {"url": "nej"})
    with pytest.raises(InputError):
        sources.change_source(store, ADMIN, number, {"id": 9})


def test_a_source_is_paused_resumed_and_removed(store: Store) -> None:
    number = sources.add_source(store, ADMIN, MV)

    sources.set_enabled(store, ADMIN, number, enabled=False)
    assert sources.get_source(store, number)["status"] == "paused"
    sources.set_enabled(store, ADMIN, number, enabled=True)
    assert sources.get_source(store, number)["status"] == "new"
    sources.remove_source(store, ADMIN, number)
    with pytest.raises(NotFoundError):
        sources.get_source(store, number)
