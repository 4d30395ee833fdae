"""The rules hold against plain SQL on the file: D1-D13, each refused with a Swedish sentence."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import raw_report
from record_world import World, add_article, ours, theirs

from incidents.record import circumstance, claim, statement
from incidents.record.circumstance import NewCircumstance
from incidents.record.claim import NewClaim
from monitor.core.schema import statements

APPROVED = "status='approved', document='{}', digest='2', approved_at='2026-03-09T19:06:00Z'"
SOURCE = (
    "INSERT INTO paragraph_sources (paragraph_id, table_name, row_id, digest)"
    " VALUES (3, 'circumstances', 1, '0')"
)


def refused() -> list[tuple[str, str]]:
    """Return (rule, statement) for every statement of refused.sql."""
    text = Path(__file__).with_name("refused.sql").read_text(encoding="utf-8")
    groups = re.split(r"^-- (D\d+)$", text, flags=re.MULTILINE)[1:]
    pairs = zip(groups[::2], groups[1::2], strict=True)
    return [(rule, sql) for rule, group in pairs for sql in statements(group)]


REFUSED = refused()


@pytest.fixture
def raw(world: World) -> Iterator[sqlite3.Connection]:
    """A connection that knows nothing of Lägesbild, on a file with a report of each state."""
    reports = [raw_report.draft(world, f"2026-E0{n}") for n in (1, 2, 3, 4)]
    for report in reports[:3]:
        raw_report.submit(world, report)
    for report in reports[:2]:
        raw_report.approve(world, report)
    raw_report.send(world.store, 1)
    assert [1, 2, 3, 4] == reports
    fill(world)
    path = world.store.value("SELECT file FROM pragma_database_list WHERE name = 'main'")
    connection = sqlite3.connect(path, isolation_level=None)
    yield connection
    connection.close()


def fill(world: World) -> None:
    store, sara = world.store, world.sara
    second, _ = add_article(world, "Två", "2"), add_article(world, "Tre", "3")
    link = {"incident_id": 1, "article_id": second, "role": "same_story", "linked_at": store.now()}
    store.insert("incident_articles", link)
    assert (1, 2) == (ours(world), theirs(world))
    statement.approve(store, world.lena, ours(world), revision=1)
    circumstance.add(store, sara, 1, NewCircumstance(basis="own_check", wording="Kontrollerat."))
    claim.add(store, sara, 1, NewClaim(wording="något saknas", article_id=world.article))
    names = store.insert("distribution_lists", {"name": "Chefer"})
    recipient = store.insert(
        "recipients",
        {
            "list_id": names, "name": "Chef", "channel": "email", "address": "c@rvm.example",
            "valid_from": store.now(),
        },
    )  # fmt: skip
    store.insert(
        "deliveries",
        {
            "report_id": 1, "recipient_id": recipient, "format": "eml", "address": "c@rvm.example",
            "status": "sent", "message_id": "<1@x>", "queued_at": store.now(),
            "changed_at": store.now(),
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "sql"), REFUSED, ids=[f"{r}-{n}" for n, (r, _) in enumerate(REFUSED)]
)
def test_plain_sql_is_refused_with_a_reason(raw: sqlite3.Connection, rule: str, sql: str) -> None:
    before = dump(raw)
    with pytest.raises(sqlite3.IntegrityError) as caught:
        raw.execute(sql)
    assert str(caught.value).startswith(f"{rule}: ")
    assert str(caught.value).endswith(".")
    assert before == dump(raw)


def dump(raw: sqlite3.Connection) -> list[object]:
    tables = (
        "reports",
        "report_paragraphs",
        "paragraph_sources",
        "statements",
        "incidents",
        "audit",
    )
    return [raw.execute(f"SELECT * FROM {table}").fetchall() for table in tables]


def test_every_rule_is_tried() -> None:
    assert {f"D{n}" for n in range(1, 14)} == {rule for rule, _ in REFUSED}


def test_d8_is_tested_on_the_sources_own_row_again_at_approval(raw: sqlite3.Connection) -> None:
    raw.execute(SOURCE)
    raw.execute("UPDATE circumstances SET known_at = '2026-03-09T19:30:00Z' WHERE id = 1")
    with pytest.raises(sqlite3.IntegrityError, match="D8"):
        raw.execute(f"UPDATE reports SET {APPROVED}, approved_by = 2 WHERE id = 3")
    raw.execute("UPDATE reports SET compiled_at = '2026-03-09T19:30:00Z' WHERE id = 3")
    raw.execute(f"UPDATE reports SET {APPROVED}, approved_by = 2 WHERE id = 3")


def test_d5_an_approver_who_edited_waits_for_confirmation(raw: sqlite3.Connection) -> None:
    raw.execute("UPDATE report_paragraphs SET text = 'Nytt.', edited_by = 2 WHERE id = 3")
    with pytest.raises(sqlite3.IntegrityError, match="D5"):
        raw.execute(f"UPDATE reports SET {APPROVED}, approved_by = 2 WHERE id = 3")
    raw.execute("UPDATE report_paragraphs SET confirmed_by = 1 WHERE id = 3")
    raw.execute(f"UPDATE reports SET {APPROVED}, approved_by = 2 WHERE id = 3")


def test_a_sent_report_may_still_get_its_registry_number(raw: sqlite3.Connection) -> None:
    raw.execute("UPDATE reports SET registry_number = 'RVM 2026-0400' WHERE id = 1")
    raw.execute("UPDATE reports SET countersigned_by = 1, countersigned_at = '2026' WHERE id = 1")


def test_what_went_round_the_program_is_in_the_audit_trail(raw: sqlite3.Connection) -> None:
    raw.execute("UPDATE circumstances SET wording = 'Ändrad.' WHERE id = 1")
    (actor,) = raw.execute("SELECT actor FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    assert "utanför programmet" == actor
