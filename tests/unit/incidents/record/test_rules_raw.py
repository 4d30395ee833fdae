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
from incidents.report import edits, redraft
from monitor.core.schema import statements
from monitor.review.verdicts import give_verdict

APPROVED = "status='approved', document='{}', digest='2', approved_at='2026-03-09T19:06:00Z'"
SOURCE = (
    "INSERT INTO paragraph_sources (paragraph_id, table_name, row_id, digest)"
    " VALUES (3, 'circumstances', 1, '0')"
)


def refused() -> list[tuple[str, str]]:
    """Return (rule, statement) for every statement of refused.sql."""
    text = Path(__file__).with_name("refused.sql").read_text(encoding="utf-8")
    groups = re.split(r"^-- (D\d+|TEXT)$", text, flags=re.MULTILINE)[1:]
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
    assert 4 == ours(world)
    statement.approve(store, world.lena, ours(world, verbatim=False), revision=1)
    circumstance.add(store, sara, 1, NewCircumstance(basis="own_check", wording="Kontrollerat."))
    claim.add(store, sara, 1, NewClaim(wording="något saknas", article_id=world.article))
    now = {"entered_at": store.now()}
    answer = {"statement_id": 2, "kind": "answers", "other_statement_id": 1}
    store.insert("statement_relations", {**answer, **now})
    against = {"claim_id": 1, "circumstance_id": 1, "known_at": store.now()}
    store.insert("contradictions", {**against, **now})
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
    press(world)
    store.execute("UPDATE report_paragraphs SET position = 2 WHERE id = 4")


def press(world: World) -> None:
    """A page that was read, and a verdict on its article."""
    store, at = world.store, world.store.now()
    body = {"url": "https://mv.example/kompass-1", "captured_at": at, "digest": "d", "bytes": 1}
    store.insert("evidence", {"version_id": 1, **body})
    watch = {"slug": "kompass", "name": "Kompass", "kind": "programme", "definition": "{}"}
    watch_id = store.insert("watches", {**watch, "changed_at": at})
    flag = {"article_id": 1, "watch_id": watch_id, "version_id": 1, "band": "flag", "score": 0.9}
    flag_id = store.insert("flags", {**flag, "rule": "name", "flagged_at": at})
    give_verdict(store, flag_id, "relevant", actor=world.sara)


@pytest.mark.parametrize(
    ("rule", "sql"), REFUSED, ids=[f"{r}-{n}" for n, (r, _) in enumerate(REFUSED)]
)
def test_plain_sql_is_refused_with_a_reason(raw: sqlite3.Connection, rule: str, sql: str) -> None:
    before = dump(raw)
    with pytest.raises(sqlite3.IntegrityError) as caught:
        raw.execute(sql)
    told = str(caught.value)
    assert told.startswith("Texten" if rule == "TEXT" else f"{rule}: ")
    assert told.endswith(".")
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
    assert {*(f"D{n}" for n in range(1, 14)), "TEXT"} == {rule for rule, _ in REFUSED}


def test_d8_is_tested_on_the_sources_own_row_again_at_approval(
    world: World, raw: sqlite3.Connection
) -> None:
    with world.store.writing(world.sara):
        world.store.execute(SOURCE)
        world.store.update("circumstances", 1, {"known_at": "2026-03-09T19:30:00Z"})
    with pytest.raises(sqlite3.IntegrityError, match="D8"):
        raw.execute(f"UPDATE reports SET {APPROVED}, approved_by = 2 WHERE id = 3")
    with world.store.writing(world.sara):
        world.store.update("reports", 3, {"compiled_at": "2026-03-09T19:30:00Z"})
    raw.execute(f"UPDATE reports SET {APPROVED}, approved_by = 2 WHERE id = 3")


WRITTEN = (
    "INSERT INTO report_paragraphs (report_id, section, position, text, composed_text)"
    " VALUES (3, 'actions', 1, 'Nytt.', 'Nytt.')"
)
#: Every way to change what report 3 will print, by plain SQL in the approver's hands.
CHANGES = (
    "UPDATE report_paragraphs SET text = 'Nytt.', edited_by = 2 WHERE id = 3",
    "UPDATE report_paragraphs SET text = 'Nytt.' WHERE id = 3",
    "UPDATE report_paragraphs SET text = 'Nytt.', composed_text = 'Nytt.' WHERE id = 3",
    "UPDATE report_paragraphs SET text = 'Nytt.', edited_by = 1 WHERE id = 3",
    "UPDATE report_paragraphs SET left_out = 1 WHERE id = 3",
    "UPDATE report_paragraphs SET position = 7 WHERE id = 3",
    "UPDATE report_paragraphs SET section = 'actions' WHERE id = 3",
    "UPDATE report_paragraphs SET style = 'quote' WHERE id = 3",
    "UPDATE report_paragraphs SET report_id = 4 WHERE id = 3",
    WRITTEN,
    "DELETE FROM paragraph_sources WHERE paragraph_id = 3",
    SOURCE,
    "UPDATE reports SET reason_clause = 'annat' WHERE id = 3",
    "UPDATE reports SET compiled_at = '2026-03-09T19:30:00Z' WHERE id = 3",
    "UPDATE reports SET number = '2026-E77' WHERE id = 3",
    "UPDATE reports SET registry_number = 'RVM 1' WHERE id = 3",
    "UPDATE series SET name = 'Annan serie' WHERE id = 1",
)


@pytest.mark.parametrize("change", CHANGES)
def test_d5_a_change_round_the_program_waits_for_somebody_else(
    world: World, raw: sqlite3.Connection, change: str
) -> None:
    raw.execute(change)
    for cover in (
        "UPDATE report_paragraphs SET confirmed_by = 1 WHERE id = 3 AND edited_by IS NOT 1",
        "UPDATE report_paragraphs SET edited_by = NULL WHERE id = 3",
    ):
        raw.execute(cover)
    with pytest.raises(sqlite3.IntegrityError, match="D5"):
        raw.execute(f"UPDATE reports SET {APPROVED}, approved_by = 2 WHERE id = 3")

    edits.confirm_all(
        world.store, world.sara, 3, revision=world.revision("reports", 3)
    )  # by another person, in the program
    raw.execute(f"UPDATE reports SET {APPROVED}, approved_by = 2 WHERE id = 3")


def test_d5_a_confirmation_by_the_approver_herself_is_none(
    world: World, raw: sqlite3.Connection
) -> None:
    raw.execute("UPDATE report_paragraphs SET text = 'Nytt.' WHERE id = 3")
    edits.confirm_all(world.store, world.lena, 3, revision=world.revision("reports", 3))
    with pytest.raises(sqlite3.IntegrityError, match="D5"):
        raw.execute(f"UPDATE reports SET {APPROVED}, approved_by = 2 WHERE id = 3")


def test_d5_a_duty_officer_with_a_reason_still_approves_alone(raw: sqlite3.Connection) -> None:
    raw.execute("UPDATE report_paragraphs SET text = 'Nytt.' WHERE id = 3")
    raw.execute(f"UPDATE reports SET {APPROVED}, approved_by = 1, override_reason = 'Jour.'"
                " WHERE id = 3")  # fmt: skip


def test_a_discarded_report_leaves_no_edit_to_the_next_with_its_id(world: World) -> None:
    store = world.store
    report = raw_report.draft(world)
    store.execute("UPDATE report_paragraphs SET text = 'Nytt.' WHERE report_id = ?", [report])
    redraft.discard(store, world.sara, report, revision=1)
    assert 0 == store.value("SELECT count(*) FROM report_edits")
    assert report == raw_report.draft(world)


def test_a_sent_report_may_still_get_its_registry_number(raw: sqlite3.Connection) -> None:
    raw.execute("UPDATE reports SET registry_number = 'RVM 2026-0400' WHERE id = 1")
    raw.execute(
        "UPDATE reports SET countersigned_by = 1, countersigned_at = '2026-03-10T08:00:00Z'"
        " WHERE id = 1"
    )


def test_what_went_round_the_program_is_in_the_audit_trail(raw: sqlite3.Connection) -> None:
    raw.execute("UPDATE circumstances SET wording = 'Ändrad.' WHERE id = 1")
    (actor,) = raw.execute("SELECT actor FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    assert "utanför programmet" == actor


def test_words_said_before_there_was_an_incident_are_tied_to_it(
    world: World, raw: sqlite3.Connection
) -> None:
    early = world.store.insert(
        "statements",
        {"direction": "in", "channel": "email", "wording": "Tidigt.", "verbatim": 1,
         "known_at": world.store.now(), "entered_at": world.store.now(), "approval": "not_needed"},
    )  # fmt: skip

    raw.execute("UPDATE statements SET incident_id = 1 WHERE id = ?", [early])

    with pytest.raises(sqlite3.IntegrityError, match="D13"):
        raw.execute("UPDATE statements SET incident_id = NULL WHERE id = ?", [early])
