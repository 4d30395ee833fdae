from __future__ import annotations

import errno
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from incidents.record.schema import open_whole
from monitor.core.actors import Actor, system
from monitor.core.clock import HeldClock, RunningClock, SystemClock, from_text
from monitor.core.errors import (
    NotFoundError,
    RuleError,
    SchemaError,
    SetupError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
)
from monitor.core.messages import explain
from monitor.core.schema import MIGRATIONS
from monitor.core.store import (
    APPLICATION_ID,
    Store,
    connect,
    open_store,
    refusal_of,
    stored_clock,
    translated,
)

OUTLET = {"name": "Morgonbladet Väst", "short_name": "MV"}


def test_every_table_is_strict_and_foreign_keys_are_on(store: Store) -> None:
    loose = store.rows(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0"
        " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_fts%' AND name <> '_sqlite_migrations'"
    )

    assert [] == loose
    assert 1 == store.value("PRAGMA foreign_keys")
    assert "wal" == store.value("PRAGMA journal_mode")


def test_opening_a_second_time_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lagesbild.db"
    open_whole(path).close()
    before = connect(path).execute("SELECT * FROM _sqlite_migrations").fetchall()

    open_whole(path).close()

    assert before == connect(path).execute("SELECT * FROM _sqlite_migrations").fetchall()


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "annat.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE things (id INTEGER)")
    other.commit()

    with pytest.raises(SchemaError):
        open_whole(path)

    assert [("things",)] == other.execute("SELECT name FROM sqlite_master").fetchall()


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lagesbild.db"
    store = open_whole(path)
    store.insert(
        "_sqlite_migrations",
        {"migration_set": "monitor", "name": "m0999_future", "applied_at": "2030"},
    )
    store.close()

    with pytest.raises(SchemaError) as caught:
        open_whole(path)

    assert "nyare version" in caught.value.facts["why"]


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "lagesbild.db"
    path.write_bytes(b"this is not a database, not at all" * 100)

    with pytest.raises(StoreDamagedError):
        open_whole(path)


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = Migrations("broken")

    @broken()
    def m0001_half(database: Database) -> None:
        database.conn.execute("CREATE TABLE half (id INTEGER PRIMARY KEY) STRICT")
        database.conn.execute("CREATE TABLE half (id INTEGER PRIMARY KEY) STRICT")

    with pytest.raises(SchemaError):
        open_store(tmp_path / "x.db", [MIGRATIONS, broken])

    found = connect(tmp_path / "x.db").execute("SELECT name FROM sqlite_master WHERE name = 'half'")
    assert [] == found.fetchall()


def test_the_file_carries_our_application_id(store: Store) -> None:
    assert APPLICATION_ID == store.value("PRAGMA application_id")


def test_a_write_that_fails_halfway_is_undone_whole(store: Store) -> None:
    with pytest.raises(StoreError), store.writing(system("test")):
        store.insert("outlets", OUTLET)
        store.insert("outlets", OUTLET)

    assert 0 == store.value("SELECT count(*) FROM outlets")
    assert 0 == store.value("SELECT count(*) FROM audit")


def test_a_nested_write_is_a_savepoint(store: Store) -> None:
    with store.writing(system("outer")):
        store.insert("outlets", OUTLET)
        with pytest.raises(StoreError), store.writing(system("inner")):
            store.insert("outlets", OUTLET | {"name": "Radio Väst"})
            store.insert("outlets", OUTLET)
        store.insert("outlets", OUTLET | {"name": "Telegrammet"})

    names = [row["name"] for row in store.rows("SELECT name FROM outlets ORDER BY id")]
    actors = [row["actor"] for row in store.rows("SELECT actor FROM audit ORDER BY id")]
    assert ["Morgonbladet Väst", "Telegrammet"] == names
    assert ["system:outer", "system:outer"] == actors


def test_a_missing_row_names_its_kind(store: Store) -> None:
    with pytest.raises(NotFoundError) as caught:
        store.get("outlets", 7, kind="mediet")

    assert {"kind": "mediet", "id": 7} == caught.value.facts


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (sqlite3.OperationalError("database is locked"), StoreBusyError),
        (sqlite3.OperationalError("database or disk is full"), StoreFullError),
        (sqlite3.OperationalError("disk I/O error"), StoreError),
        (sqlite3.DatabaseError("file is not a database"), StoreDamagedError),
        (sqlite3.DatabaseError("database disk image is malformed"), StoreDamagedError),
        (sqlite3.IntegrityError("D6: Rapporten är låst."), RuleError),
        (sqlite3.IntegrityError("UNIQUE constraint failed: outlets.name"), StoreError),
    ],
)
def test_sqlite_errors_become_ours(raised: sqlite3.Error, expected: type[Exception]) -> None:
    with pytest.raises(expected), translated():
        raise raised


def test_a_rules_refusal_carries_the_rule_and_the_swedish_sentence(store: Store) -> None:
    store.insert("outlets", OUTLET)

    with pytest.raises(RuleError) as caught:
        store.execute("DELETE FROM audit")

    assert "D11" == caught.value.facts["rule"]
    assert caught.value.facts["why"].endswith(".")


def test_a_full_disk_is_said_and_changes_nothing(store: Store) -> None:
    pages = store.value("PRAGMA page_count")
    store.execute(f"PRAGMA max_page_count = {pages + 2}")

    with pytest.raises(StoreFullError), store.writing(system("test")):
        for number in range(2000):
            store.insert("outlets", OUTLET | {"name": f"Blad {number} " + "x" * 500})

    assert 0 == store.value("SELECT count(*) FROM outlets")
    assert "ok" == store.value("PRAGMA integrity_check")


def test_the_stored_clock_is_the_systems_until_the_demo_keeps_one(store: Store) -> None:
    assert isinstance(stored_clock(store.connection), SystemClock)

    store.insert("meta", {"key": "demo_now", "value": "2026-03-13T15:00:00Z"})
    held = stored_clock(store.connection)
    store.insert("meta", {"key": "demo_anchor", "value": store.now()})
    running = stored_clock(store.connection)

    assert isinstance(held, HeldClock)
    assert from_text("2026-03-13T15:00:00Z") == held.now()
    assert isinstance(running, RunningClock)
    assert running.now() != held.now()


def test_the_actor_of_an_audited_write_is_the_one_who_wrote(store: Store) -> None:
    sara = Actor(name="sara", role="editor", user_id=4, display="Sara Holm")

    with store.writing(sara, "provar"):
        store.insert("outlets", OUTLET)

    row = store.row("SELECT actor, user_id, reason, at FROM audit")
    assert {"actor": "sara", "user_id": 4, "reason": "provar", "at": store.now()} == row


def test_a_new_database_and_its_log_are_nobody_elses_to_read(tmp_path: Path) -> None:
    opened = open_store(tmp_path / "ny" / "lagesbild.db", [MIGRATIONS])
    opened.insert("outlets", OUTLET)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "ny").iterdir()}
    opened.close()

    assert {"lagesbild.db", "lagesbild.db-wal", "lagesbild.db-shm"} == set(modes)
    assert {0o600} == set(modes.values())
    assert 0o700 == (tmp_path / "ny").stat().st_mode & 0o777


@pytest.mark.parametrize(("before", "after"), [(0o644, 0o640), (0o640, 0o640), (0o666, 0o660)])
def test_what_others_may_is_taken_back_and_what_the_group_may_is_let_be(
    tmp_path: Path, before: int, after: int
) -> None:
    path = tmp_path / "lagesbild.db"
    open_store(path, [MIGRATIONS]).close()
    path.chmod(before)

    open_store(path, [MIGRATIONS]).close()

    assert after == path.stat().st_mode & 0o777


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "fil").touch()

    with pytest.raises(SetupError) as refused:
        open_store(tmp_path / "fil" / "lagesbild.db", [MIGRATIONS])

    assert "är en fil" in explain(refused.value)


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (OSError(errno.ENOSPC, "x"), "Disken är full"),
        (OSError(errno.EDQUOT, "x"), "Disken är full"),
        (PermissionError(errno.EACCES, "x", "/var/x"), "nekade åtkomst till /var/x"),
        (OSError(errno.EROFS, "x"), "Se över disken och rättigheterna"),
    ],
)
def test_what_the_machine_refuses_is_told_in_swedish(refusal: OSError, said: str) -> None:
    assert said in explain(refusal_of(refusal))


def test_what_is_written_after_other_programs_came_and_went_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "lagesbild.db"
    look = (
        "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone())"
    )

    def elsewhere(sql: str) -> str:
        command = [sys.executable, "-c", look, str(path), sql]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    ours = connect(path)
    ours.execute("CREATE TABLE t (x INTEGER)")
    connect(path).close()
    elsewhere("SELECT count(*) FROM t")

    ours.execute("INSERT INTO t VALUES (7)")

    assert "(7,)" == elsewhere("SELECT x FROM t")
    ours.close()
