"""Somebody with the file and sqlite3 goes round the rules; every way leaves a mark."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from incidents.keep import backup, manifest, verify, verify_schema
from incidents.record.schema import open_whole
from monitor.core.actors import Actor, system
from monitor.core.clock import HeldClock
from monitor.core.errors import InputError
from monitor.core.settings import Settings
from monitor.core.store import Store
from monitor.intake import evidence
from monitor.intake.decide import version_digest

FORMATS = ("html", "pdf", "docx", "text", "markdown", "eml")


@pytest.fixture
def settings(tmp_path: Path, store: Store) -> Settings:
    return Settings(state=tmp_path)


@pytest.fixture
def record(store: Store, settings: Settings) -> Store:
    """A medium, an article with text and evidence, a user and a sent report."""
    with store.writing(system("test")):
        outlet = store.insert("outlets", {"name": "Morgonbladet Väst", "short_name": "MV"})
        article = store.insert(
            "articles", {"outlet_id": outlet, "title": "Kompass", "first_seen_at": store.now()}
        )
        for number in (1, 2):
            version = store.insert(
                "article_versions",
                {
                    "article_id": article,
                    "number": number,
                    "captured_at": store.now(),
                    "title": "Kompass",
                    "digest": version_digest("Kompass", "", f"Text {number}."),
                },
            )
            store.insert(
                "article_texts",
                {"version_id": version, "text": f"Text {number}.", "expires_at": store.now()},
            )
        store.update("articles", article, {"latest_version": 2})
        for body in (b"<p>ett</p>", b"<p>tv\xc3\xa5</p>"):
            store.insert(
                "evidence",
                {
                    "version_id": version,
                    "url": "https://mv.example/1",
                    "captured_at": store.now(),
                    "digest": evidence.keep(settings.evidence, body),
                    "bytes": len(body),
                },
            )
    _report(store)
    return store


def _report(store: Store) -> None:
    with store.writing(system("test")):
        user = store.insert(
            "users",
            {"username": "sara", "display_name": "Sara Holm", "role": "editor",
             "created_at": store.now()},
        )  # fmt: skip
        other = store.insert(
            "users",
            {"username": "lena", "display_name": "Lena", "role": "approver",
             "created_at": store.now()},
        )  # fmt: skip
        series = store.insert(
            "series",
            {"name": "Mediebild", "programme": "Kompass", "producer": "Staben",
             "commissioner": "Regiondirektören", "cadence": "vid behov", "purpose": "lägesbild",
             "distribution": "ledningen"},
        )  # fmt: skip
    with store.writing(Actor("sara", "editor", user)):
        report = store.insert(
            "reports",
            {"number": "2026-E01", "kind": "extra", "series_id": series, "reason_clause": "Kompass",
             "compiled_at": store.now(), "created_at": store.now(), "created_by": user},
        )  # fmt: skip
        store.insert(
            "report_paragraphs",
            {"report_id": report, "section": "incident", "position": 1, "text": "En artikel."},
        )
        store.update(
            "reports", report,
            {"status": "in_review", "submitted_at": store.now(), "submitted_by": user},
        )  # fmt: skip
    with store.writing(Actor("lena", "approver", other)):
        for form in FORMATS:
            store.insert(
                "report_files",
                {"report_id": report, "format": form, "content": b"x", "made_at": store.now(),
                 "digest": hashlib.sha256(b"x").hexdigest()},
            )  # fmt: skip
        store.update(
            "reports", report,
            {"status": "approved", "approved_at": store.now(), "approved_by": other,
             "document": "{}", "digest": hashlib.sha256(b"{}").hexdigest()},
        )  # fmt: skip


def wrong(store: Store, settings: Settings) -> list[str]:
    return [text for finding in verify.verify(store, settings) for text in finding.wrong]


def without_triggers(store: Store, *statements: str) -> None:
    """Run SQL with every trigger dropped, and put the triggers back as they were."""
    connection = sqlite3.connect(_path(store))
    made = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type='trigger'").fetchall()
    for name, _ in made:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in made:
        connection.execute(sql)
    connection.commit()
    connection.close()


def _path(store: Store) -> str:
    return str(store.rows("PRAGMA database_list")[0]["file"])


def test_an_untouched_record_is_whole(record: Store, settings: Settings) -> None:
    assert [] == wrong(record, settings)


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        (["DELETE FROM audit_values WHERE audit_id = (SELECT max(id) FROM audit)",
          "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)"],
         "1 rader saknas i ändringsloggen"),
        (["DELETE FROM audit_values WHERE audit_id = 1"], "Rad 1 i ändringsloggen"),
        (["UPDATE audit_values SET before = NULL, after = NULL WHERE audit_id = 1"],
         "1 rader i outlets är borta utan gallring"),
        (["UPDATE audit SET actor = 'lena' WHERE id = 3"], "Rad 3 i ändringsloggen"),
        (["UPDATE audit_head SET row_count = row_count + 1"], "rader saknas i ändringsloggen"),
        (["UPDATE outlets SET name = 'Kvällsbladet'"], "Rad 1 i outlets är ändrad utan"),
        (["UPDATE users SET role = 'administrator' WHERE id = 1"], "Rad 1 i users är ändrad utan"),
        (["DELETE FROM report_paragraphs"], "Rad 1 i report_paragraphs har tagits bort utan"),
        (["INSERT INTO outlets (name, short_name) VALUES ('Ny', 'N')"],
         "Rad 2 i outlets har lagts till utan"),
        (["UPDATE report_paragraphs SET text = 'Något annat.'"],
         "Rad 1 i report_paragraphs är ändrad utan"),
        (["UPDATE reports SET document = '{\"a\": 1}'"], "Rapport 2026-E01 är inte den som"),
        (["UPDATE report_files SET content = x'79' WHERE format = 'pdf'"],
         "Rapport 2026-E01 som pdf är inte den som frystes"),
        (["DELETE FROM report_files WHERE format = 'eml'"], "saknar sin frysta fil som eml"),
        (["UPDATE article_versions SET title = 'Annat' WHERE number = 1"],
         "Version 1 av artikel 1 är inte den som sparades"),
        (["DELETE FROM article_texts", "UPDATE article_versions SET title='X' WHERE number = 2"],
         "Version 2 av artikel 1 är inte den som sparades"),
        (["DELETE FROM evidence WHERE id = 2"], "Det borde finnas 2 rader i evidence"),
        (["DELETE FROM evidence WHERE id = 2",
          "UPDATE row_marks SET removed = 1 WHERE table_name = 'evidence'"],
         "1 rader i evidence är borttagna utan gallring"),
    ],
)  # fmt: skip
def test_what_was_done_with_the_triggers_away_is_found(
    record: Store, settings: Settings, tampering: list[str], said: str
) -> None:
    without_triggers(record, *tampering)

    told = wrong(record, settings)

    assert any(said in sentence for sentence in told), told


def test_the_trail_stays_broken_after_its_end_was_cut_off_and_work_went_on(
    record: Store, settings: Settings
) -> None:
    last = record.value("SELECT max(id) FROM audit")
    without_triggers(
        record,
        f"DELETE FROM audit_values WHERE audit_id = {last}",
        f"DELETE FROM audit WHERE id = {last}",
    )
    with record.writing(system("test")):
        record.update("outlets", 1, {"kind": "regional"})

    assert any("stämmer inte med kedjan" in text for text in wrong(record, settings))


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("DROP TRIGGER d6_paragraph_update", "Spärren d6_paragraph_update saknas i databasen."),
        ("DROP TRIGGER audit_outlets_update", "Spärren audit_outlets_update saknas i databasen."),
        ("CREATE TRIGGER x AFTER INSERT ON users BEGIN SELECT 1; END",
         "Spärren x hör inte till Lägesbild."),
        ("CREATE VIEW v AS SELECT 1", "Vyn v hör inte till Lägesbild."),
        ("DROP INDEX audit_row", "Indexet audit_row saknas i databasen."),
    ],
)  # fmt: skip
def test_a_database_built_otherwise_is_found(
    store: Store, settings: Settings, tampering: str, said: str
) -> None:
    store.execute(tampering)

    assert [said] == wrong(store, settings)


def test_an_altered_trigger_is_found(store: Store, settings: Settings) -> None:
    sql = store.value("SELECT sql FROM sqlite_schema WHERE name = 'd6_frozen'")
    store.execute("DROP TRIGGER d6_frozen")
    store.execute(sql.replace("OLD.status IN ('approved', 'sent')", "OLD.status IN ('sent')"))

    assert ["Spärren d6_frozen är inte den som programmet lade in."] == wrong(store, settings)


def test_an_index_of_the_administrators_own_is_no_fault(store: Store, settings: Settings) -> None:
    store.execute("CREATE INDEX own ON articles(language)")

    assert [] == wrong(store, settings)


def test_a_locked_report_changed_with_only_its_lock_away_is_found(
    record: Store, settings: Settings
) -> None:
    sql = record.value("SELECT sql FROM sqlite_schema WHERE name = 'd6_paragraph_update'")
    record.execute("DROP TRIGGER d6_paragraph_update")
    record.execute("UPDATE report_paragraphs SET text = 'Något annat.'")
    record.execute(sql)

    assert ["Rapport 2026-E01 har ändrats medan den var låst."] == wrong(record, settings)


def test_writes_round_the_program_are_told_but_no_fault(record: Store, settings: Settings) -> None:
    record.execute("UPDATE outlets SET kind = 'regional'")

    found = verify.verify(record, settings)

    assert [] == [text for one in found for text in one.wrong]
    assert ["1 ändringar är gjorda utanför programmet. De syns i ändringsloggen."] == [
        note for one in found for note in one.notes
    ]


def test_a_body_without_a_row_is_told(record: Store, settings: Settings) -> None:
    evidence.keep(settings.evidence, b"ensam")

    notes = [note for one in verify.verify(record, settings) for note in one.notes]

    assert notes[0].startswith("1 underlag i ")


def test_what_was_written_down_is_compared_with_the_trail(
    record: Store, settings: Settings
) -> None:
    written = verify.receipt(record)

    assert verify.against(record, written) is None
    assert verify.against(record, written[:-1] + ("0" if written[-1] != "0" else "1"))
    assert verify.against(record, "9999:" + "a" * 64)


def test_what_nobody_can_have_written_down_is_refused(record: Store) -> None:
    with pytest.raises(InputError):
        verify.against(record, "sju")


def test_a_rewritten_trail_does_not_match_the_backups_manifest(
    record: Store, settings: Settings
) -> None:
    copy = backup.back_up(record, settings)
    _forge(record)

    told = wrong(record, settings)

    assert 1 == len(told)
    assert f"inte den som fanns när {copy.path.name} togs" in told[0]


def _forge(store: Store) -> None:
    """Cut off the end of the trail, head and all, and do the last change anew."""
    last = store.value("SELECT max(id) FROM audit")
    before = store.value("SELECT hash FROM audit WHERE id = ?", [last - 1])
    without_triggers(
        store,
        "UPDATE reports SET approved_by = NULL, approved_at = NULL, status = 'in_review',"
        " document = NULL, digest = NULL",
        f"DELETE FROM audit_values WHERE audit_id = {last}",
        f"DELETE FROM audit WHERE id = {last}",
        "DELETE FROM report_files",
        f"UPDATE audit_head SET last_id = {last - 1}, row_count = {last - 1}, hash = '{before}'",
    )
    with store.writing(system("test")):
        store.update("outlets", 1, {"kind": "local"})


def test_a_manifest_tells_the_digest_of_its_backup(store: Store, settings: Settings) -> None:
    copy = backup.back_up(store, settings)

    written = manifest.read(manifest.path_of(copy.path))

    assert written is not None
    assert (manifest.digest_of(copy.path), copy.head) == (written.digest, written.head)
    assert backup.as_taken(copy.path)


def test_a_backup_that_was_altered_since_is_noticed(store: Store, settings: Settings) -> None:
    copy = backup.back_up(store, settings)
    with copy.path.open("ab") as file:
        file.write(b"\0")

    assert not backup.as_taken(copy.path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"file": 1}'])
def test_a_file_that_is_no_manifest_is_let_be(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lagesbild-1.json"
    path.write_text(text)

    assert [] == manifest.all_in(tmp_path)


def test_an_older_backup_restored_verifies_and_later_manifests_are_put_aside(
    record: Store, settings: Settings, clock: HeldClock
) -> None:
    first = backup.back_up(record, settings)
    with record.writing(system("test")):
        record.update("outlets", 1, {"kind": "local"})
    second = backup.back_up(record, settings)
    record.close()

    backup.restore(first.path, settings)

    opened = open_whole(settings.database, clock)
    assert [] == wrong(opened, settings)
    assert (settings.backups / f"ersatt-{second.path.stem}.json").exists()


def test_the_answer_for_programs_tells_the_end_of_the_trail(
    record: Store, settings: Settings
) -> None:
    told = json.loads(verify.as_json(verify.verify(record, settings), verify.receipt(record)))

    assert told["ok"]
    assert verify.receipt(record) == told["head"]


def test_the_long_checks_tell_how_far_they_are(record: Store, settings: Settings) -> None:
    heard: list[str] = []
    tell: Callable[[str], None] = heard.append

    verify.verify(record, settings, tell)

    assert {"Ändringsloggen", "Underlag 0 av 2", "Registret: outlets"} <= set(heard)


def test_the_tables_under_audit_are_read_from_the_shipped_schema() -> None:
    found = verify_schema.audited(verify_schema.shipped())

    assert {"users", "outlets", "reports", "report_paragraphs", "purges"} <= set(found)
