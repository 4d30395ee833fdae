from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from incidents.keep import backup, doctor, verify
from incidents.record.schema import open_whole
from monitor.core import accounts, signin
from monitor.core.actors import system
from monitor.core.clock import HeldClock
from monitor.core.errors import InputError, NotFoundError, SchemaError, StoreDamagedError
from monitor.core.messages import explain
from monitor.core.settings import Settings
from monitor.core.store import Store
from monitor.intake import evidence


@pytest.fixture
def settings(tmp_path: Path, store: Store) -> Settings:
    """The folder that the ``store`` fixture's database lies in."""
    return Settings(state=tmp_path)


def an_article(store: Store) -> int:
    with store.writing(system("test")):
        outlet = store.insert("outlets", {"name": "Morgonbladet Väst", "short_name": "MV"})
        return store.insert(
            "articles", {"outlet_id": outlet, "title": "Kompass", "first_seen_at": store.now()}
        )


def wrong(store: Store, settings: Settings) -> list[str]:
    return [text for finding in verify.verify(store, settings) for text in finding.wrong]


def test_a_backup_taken_while_the_database_is_open_is_whole(
    store: Store, settings: Settings
) -> None:
    an_article(store)

    copy = backup.back_up(store, settings)

    assert (1, 0, 0) == (copy.articles, copy.incidents, copy.reports)
    assert {copy.path, copy.path.with_suffix(".json")} == set(settings.backups.iterdir())


def test_a_second_backup_in_the_same_second_does_not_replace_the_first(
    store: Store, settings: Settings
) -> None:
    first = backup.back_up(store, settings)
    second = backup.back_up(store, settings)

    assert first.path != second.path
    assert first.path.exists()


def test_a_restored_backup_holds_what_it_held_and_the_replaced_file_is_kept(
    store: Store, settings: Settings, clock: HeldClock
) -> None:
    an_article(store)
    copy = backup.back_up(store, settings)
    with store.writing(system("test")):
        store.update("articles", 1, {"title": "Annan rubrik"})
    store.close()

    moved = backup.restore(copy.path, settings)

    opened = open_whole(settings.database, clock)
    assert "Kompass" == opened.value("SELECT title FROM articles")
    assert [] == wrong(opened, settings)
    assert moved is not None
    assert (1, 0, 0) == backup.check(moved)


def test_a_restore_brings_no_ended_session_or_used_link_to_life(
    store: Store, settings: Settings, clock: HeldClock
) -> None:
    by = system("test")
    user_id = accounts.add_user(store, by, "per", display_name="Per", role="editor")
    link = accounts.invite(store, by, user_id)
    session = signin.start_session(store, user_id, hours=12)
    copy = backup.back_up(store, settings)
    store.close()

    backup.restore(copy.path, settings)

    opened = open_whole(settings.database, clock)
    assert signin.find_session(opened, session, idle_minutes=120) is None
    with pytest.raises(NotFoundError):
        accounts.invitation(opened, link)


def test_a_restore_while_the_desk_is_running_is_refused(store: Store, settings: Settings) -> None:
    copy = backup.back_up(store, settings)

    with pytest.raises(InputError):
        backup.restore(copy.path, settings)


def test_a_damaged_backup_is_refused_and_changes_nothing(store: Store, settings: Settings) -> None:
    copy = backup.back_up(store, settings)
    body = bytearray(copy.path.read_bytes())
    body[4096 * 2 : 4096 * 3] = b"\x00" * 4096
    copy.path.write_bytes(body)
    an_article(store)
    store.close()

    with pytest.raises(StoreDamagedError):
        backup.restore(copy.path, settings)

    assert (1, 0, 0) == backup.check(settings.database)


def test_a_backup_of_a_newer_version_is_refused_and_changes_nothing(
    store: Store, settings: Settings
) -> None:
    copy = backup.back_up(store, settings)
    with closing(sqlite3.connect(copy.path)) as connection, connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('monitor', '9999_later', '2030-01-01T00:00:00Z')"
        )
    an_article(store)
    store.close()

    with pytest.raises(SchemaError) as refused:
        backup.restore(copy.path, settings)

    assert "nyare version" in explain(refused.value)
    assert (1, 0, 0) == backup.check(settings.database)
    assert [] == list(settings.state.glob("*.arriving*"))


def test_a_backup_that_is_not_there_is_said_so(settings: Settings) -> None:
    with pytest.raises(NotFoundError):
        backup.restore(settings.state / "saknas.db", settings)


def test_a_damaged_database_can_be_replaced_by_its_backup(
    store: Store, settings: Settings, clock: HeldClock
) -> None:
    an_article(store)
    copy = backup.back_up(store, settings)
    store.close()
    settings.database.write_bytes(b"\x00" * 8192)

    backup.restore(copy.path, settings)

    assert 1 == open_whole(settings.database, clock).value("SELECT count(*) FROM articles")


def test_a_whole_record_verifies(store: Store, settings: Settings) -> None:
    an_article(store)

    assert [] == wrong(store, settings)


def test_evidence_that_is_missing_unreadable_or_changed_is_found(
    store: Store, settings: Settings
) -> None:
    article = an_article(store)
    version = store.insert(
        "article_versions",
        {
            "article_id": article,
            "number": 1,
            "captured_at": store.now(),
            "title": "Kompass",
            "digest": "",
        },
    )
    for name, stored in {
        "saknad": None,
        "trasig": b"no gzip",
        "ändrad": gzip.compress(b"x"),
    }.items():
        digest = hashlib.sha256(name.encode()).hexdigest()
        store.insert(
            "evidence",
            {
                "version_id": version,
                "url": f"https://mv.example/{name}",
                "captured_at": store.now(),
                "digest": digest,
                "bytes": 1,
            },
        )
        if stored is not None:
            path = evidence.path_of(settings.evidence, digest)
            path.parent.mkdir(parents=True)
            path.write_bytes(stored)

    told = wrong(store, settings)

    assert 3 == len(told)
    assert ["saknas", "sparades", "sparades"] == [text.split()[-1].rstrip(".") for text in told]


def test_a_search_index_out_of_step_is_found(store: Store, settings: Settings) -> None:
    an_article(store)
    store.execute("DROP TRIGGER articles_fts_update")
    store.execute("UPDATE articles SET title = 'Annan rubrik'")

    assert any("articles_fts" in text for text in wrong(store, settings))


def test_the_doctor_names_where_the_articles_are(store: Store, settings: Settings) -> None:
    told = json.loads(json.dumps(doctor.figures(store, settings)))

    assert str(settings.database) == told["file"]
    assert [] == store.rows(f"SELECT {told['guid_column']} FROM {told['article_table']}")


def test_the_doctor_warns_of_a_failing_source_in_swedish(store: Store, settings: Settings) -> None:
    an_article(store)
    source = store.insert(
        "sources",
        {"outlet_id": 1, "title": "MV", "url": "https://mv.example/rss", "added_at": store.now()},
    )
    store.insert(
        "source_state",
        {
            "source_id": source,
            "status": "failing",
            "failures": 3,
            "error_key": "not_found",
            "failing_since": "2026-03-09T08:00:00Z",
        },
    )

    told = doctor.warnings(store, 10**12)

    assert any(
        "”MV”" in text and "Sidan finns inte (svar 404)." in text and "klockan 09.00" in text
        for text in told
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"status": "failed"}, True),
        ({"status": "failed", "planned_at": "2026-02-01T08:00:00Z"}, False),
        ({"status": "planned", "attempts": 3}, True),
        ({"status": "planned", "attempts": 1, "planned_at": "2026-03-09T13:55:00Z"}, False),
        ({"status": "failed", "kind": "test"}, False),
        ({"status": "sent", "error": None}, False),
    ],
)
def test_the_doctor_tells_of_alerts_that_nobody_got(
    store: Store, row: dict[str, object], told: bool
) -> None:
    at = "2026-03-09T13:00:00Z"
    message = {"recipient": "user:1", "kind": "flag", "planned_at": at, "next_try_at": at}
    store.insert("alert_messages", {**message, "error": "Servern svarar inte.", **row})

    said = "1 avisering har inte gått att skicka, den senaste från 9 mars klockan 14.00: Servern"

    assert told == any(said in text for text in doctor.warnings(store, 10**12))


def test_the_doctor_tells_of_settings_that_do_not_go_together() -> None:
    address = "https://lagesbild.region.example"

    assert 1 == len(doctor.odd_settings(Settings(desk_url=address)))
    assert [] == doctor.odd_settings(Settings(desk_url=address, secure_cookies=True))
    assert [] == doctor.odd_settings(Settings(desk_url="http://127.0.0.1:8000"))


def test_a_damaged_backup_says_to_take_another_one(store: Store, settings: Settings) -> None:
    copy = backup.back_up(store, settings)
    copy.path.write_bytes(b"\0" * 8192)

    with pytest.raises(StoreDamagedError) as refused:
        backup.restore(copy.path, settings)

    assert "Välj en annan kopia" in explain(refused.value)


def test_backups_are_nobody_elses_to_read(store: Store, settings: Settings) -> None:
    copy = backup.back_up(store, settings)

    assert 0o600 == copy.path.stat().st_mode & 0o777
    assert 0o700 == settings.backups.stat().st_mode & 0o777


def test_a_restored_database_and_the_replaced_one_are_nobody_elses_to_read(
    store: Store, settings: Settings
) -> None:
    copy = backup.back_up(store, settings)
    store.close()

    moved = backup.restore(copy.path, settings)

    assert moved is not None
    assert [0o600, 0o600] == [path.stat().st_mode & 0o777 for path in (settings.database, moved)]
    assert not settings.database.with_suffix(".arriving").exists()
