from __future__ import annotations

import json

import pytest

from incidents.record.schema import AUDITED as RECORD_AUDITED
from monitor.core import audit
from monitor.core.actors import system
from monitor.core.errors import RuleError
from monitor.core.schema import AUDITED
from monitor.core.store import Store

OUTLET = {"name": "Morgonbladet Väst", "short_name": "MV"}
DECISION = {
    "reference": "RVM 2026-0107",
    "decided_by": "Regionarkivarien",
    "decided_at": "2026-01-07T08:00:00Z",
    "rule": "enquiries",
    "keep_days": 30,
    "valid_from": "2026-01-07T08:00:00Z",
    "entered_at": "2026-01-07T08:00:00Z",
}


def write_three(store: Store) -> int:
    with store.writing(system("test")):
        key = store.insert("outlets", OUTLET)
        store.update("outlets", key, {"kind": "regional"})
        store.delete("outlets", key)
    return key


def test_every_change_is_kept_with_before_and_after(store: Store) -> None:
    write_three(store)

    rows = store.rows(
        "SELECT action, before, after FROM audit"
        " JOIN audit_values ON audit_id = audit.id ORDER BY id"
    )
    kinds = [
        (
            row["action"],
            *(json.loads(row[side] or "{}").get("kind") for side in ("before", "after")),
        )
        for row in rows
    ]
    assert [
        ("insert", None, "national"),
        ("update", "national", "regional"),
        ("delete", "regional", None),
    ] == kinds


def test_an_update_that_changes_nothing_leaves_no_trace(store: Store) -> None:
    with store.writing(system("test")):
        key = store.insert("outlets", OUTLET)
        store.update("outlets", key, {"short_name": "MV"})

    assert 1 == store.value("SELECT count(*) FROM audit")


def test_the_chain_holds_after_honest_writes(store: Store) -> None:
    write_three(store)
    write_three(store)

    assert [] == audit.broken_links(store.connection)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM audit",
        "UPDATE audit SET actor = 'någon annan'",
        "UPDATE audit SET hash = 'x'",
        "DELETE FROM audit_values",
        "UPDATE audit_values SET after = '{}'",
        "UPDATE audit_values SET after = NULL",
    ],
)
def test_the_trail_is_append_only_even_for_raw_sql(store: Store, sql: str) -> None:
    write_three(store)

    with pytest.raises(RuleError):
        store.execute(sql)

    assert [] == audit.broken_links(store.connection)


def test_tampering_past_the_triggers_is_found(store: Store) -> None:
    write_three(store)
    store.execute("DROP TRIGGER audit_values_no_update")

    store.execute("UPDATE audit_values SET after = '{\"id\":1}' WHERE audit_id = 2")

    assert [2] == audit.broken_links(store.connection)


def test_a_row_removed_past_the_triggers_breaks_the_chain(store: Store) -> None:
    write_three(store)
    store.execute("DROP TRIGGER audit_no_delete")
    store.execute("DROP TRIGGER audit_values_no_delete")
    store.execute("DELETE FROM audit_values WHERE audit_id = 2")

    store.execute("DELETE FROM audit WHERE id = 2")

    assert [3] == audit.broken_links(store.connection)


def test_a_write_made_round_the_program_is_logged_and_sealed_at_the_next_write(
    store: Store,
) -> None:
    store.execute("INSERT INTO outlets (name, short_name) VALUES ('Smygbladet', 'S')")
    unsealed = store.value("SELECT count(*) FROM audit WHERE hash IS NULL")

    write_three(store)

    assert 1 == unsealed
    assert audit.OUTSIDE == store.value("SELECT actor FROM audit ORDER BY id LIMIT 1")
    assert 0 == store.value("SELECT count(*) FROM audit WHERE hash IS NULL")
    assert [] == audit.broken_links(store.connection)


def test_values_can_be_purged_while_the_chain_holds(store: Store) -> None:
    write_three(store)
    decision = store.insert("purge_decisions", DECISION)
    with store.writing(system("purge")):
        purge = store.insert(
            "purges",
            {
                "decision_id": decision,
                "rule": "enquiries",
                "cutoff_at": "2026-01-01T00:00:00Z",
                "started_at": store.now(),
            },
        )
        audit.seal(store.connection)
        store.execute("UPDATE audit_context SET purge_id = ?", [purge])
        store.execute("UPDATE audit_values SET before = NULL, after = NULL")

    assert [] == audit.broken_links(store.connection)
    assert 0 == store.value("SELECT count(*) FROM audit_values WHERE after IS NOT NULL")


@pytest.mark.parametrize("table", sorted({**AUDITED, **RECORD_AUDITED}))
def test_each_audited_table_has_its_three_triggers(store: Store, table: str) -> None:
    found = store.value(
        "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN (?, ?, ?)",
        [f"audit_{table}_{action}" for action in ("insert", "update", "delete")],
    )

    assert 3 == found


def test_secrets_never_reach_the_trail(store: Store) -> None:
    with store.writing(system("test")):
        store.insert(
            "users",
            {
                "username": "sara",
                "display_name": "Sara Holm",
                "role": "editor",
                "password_hash": "HEMLIGT",
                "created_at": store.now(),
            },
        )

    assert 0 == store.value("SELECT count(*) FROM audit_values WHERE after LIKE '%HEMLIGT%'")
