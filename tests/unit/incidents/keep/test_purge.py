from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from incidents.keep import backup, purge, purge_decisions, purge_plan, verify
from incidents.record.schema import open_whole
from monitor.core.actors import Actor, system
from monitor.core.clock import HeldClock, to_text
from monitor.core.errors import ConflictError, InputError, PermissionDeniedError, RuleError
from monitor.core.settings import Settings
from monitor.core.store import Store
from monitor.intake import evidence

NOW = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
WORD = "Kvackelibacken"
OLD = "2020-01-07T08:00:00Z"


@pytest.fixture
def settings(tmp_path: Path, store: Store) -> Settings:
    return Settings(state=tmp_path)


@pytest.fixture
def archivist(store: Store) -> Actor:
    row = {"username": "ingrid", "display_name": "Ingrid Vall", "role": "archivist"}
    user_id = store.insert("users", {**row, "created_at": store.now()})
    return Actor("ingrid", "archivist", user_id, "Ingrid Vall")


def decide(store: Store, actor: Actor, rule: str, days: int = 30) -> int:
    return purge_decisions.add(
        store,
        actor,
        purge_decisions.NewDecision(
            rule=rule,
            reference="RVM 2026-0107",
            decided_by="Regionarkivarien",
            decided_at=NOW - timedelta(days=60),
            keep_days=days,
        ),
    )


def outlet(store: Store) -> int:
    found = store.value("SELECT id FROM outlets")
    return found or store.insert("outlets", {"name": "Morgonbladet Väst", "short_name": "MV"})


def an_article(store: Store, settings: Settings, title: str, seen: str = OLD, **other: Any) -> int:
    body = f"<p>{title}</p>".encode()
    digest = evidence.keep(settings.evidence, body)
    with store.writing(system("test")):
        key = store.insert(
            "articles",
            {"outlet_id": outlet(store), "title": title, "lede": title, "url":
             f"https://mv.example/{title}", "first_seen_at": seen, **other},
        )  # fmt: skip
        version = store.insert(
            "article_versions",
            {"article_id": key, "number": 1, "captured_at": seen, "title": title, "digest": ""},
        )
        store.insert(
            "article_texts",
            {"version_id": version, "text": f"{title} i brödtexten", "expires_at": "2027"},
        )
        store.insert(
            "evidence",
            {"version_id": version, "url": f"https://mv.example/{title}", "captured_at": seen,
             "digest": digest, "bytes": len(body)},
        )  # fmt: skip
        store.insert(
            "article_aliases",
            {"kind": "url", "scope": 0, "alias": f"https://mv.example/{title}", "article_id": key},
        )
    return key


def flag(store: Store, article: int, band: str, verdict: str | None = None) -> int:
    watch = store.value("SELECT id FROM watches") or store.insert(
        "watches",
        {"slug": "k", "name": "K", "kind": "programme", "definition": "{}", "changed_at": OLD},
    )
    version = store.value("SELECT id FROM article_versions WHERE article_id = ?", [article])
    return store.insert(
        "flags",
        {"article_id": article, "watch_id": watch, "version_id": version, "band": band,
         "score": 0.5, "rule": "x", "flagged_at": OLD, "verdict": verdict},
    )  # fmt: skip


def an_incident(store: Store, ref: str, status: str, **other: Any) -> int:
    closed = {"closed_at": OLD, "closing_note": "Klart."} if status == "closed" else {}
    with store.writing(system("test")):
        return store.insert(
            "incidents",
            {"ref": ref, "title": ref, "status": status, "known_at": OLD, "entered_at": OLD,
             **closed, **other},
        )  # fmt: skip


def an_enquiry(store: Store, question: str, incident: int | None, **other: Any) -> int:
    with store.writing(system("test")):
        return store.insert(
            "enquiries",
            {"incident_id": incident, "asker": "media", "outlet_id": outlet(store),
             "question": question, "happened_at": OLD, "known_at": OLD, "entered_at": OLD, **other},
        )  # fmt: skip


def wrong(store: Store, settings: Settings) -> list[str]:
    return [text for finding in verify.verify(store, settings) for text in finding.wrong]


def holds(settings: Settings, word: str) -> list[str]:
    """Return the files of the state folder in which the word's bytes stand, unpacked or packed."""
    found = []
    for path in settings.state.rglob("*"):
        if path.is_file():
            body = path.read_bytes()
            if path.suffix == ".gz":
                body = evidence.load(settings.evidence, path.stem)
            if word.lower().encode() in body.lower():
                found.append(path.name)
    return found


def test_disposal_without_a_decision_is_refused_in_swedish_and_touches_nothing(
    store: Store, settings: Settings, archivist: Actor
) -> None:
    an_article(store, settings, WORD)

    with pytest.raises(ConflictError) as refused:
        purge.run(store, archivist, settings, "unflagged_articles")

    assert "inget gallringsbeslut" in refused.value.facts["why"]
    assert 1 == store.value("SELECT count(*) FROM articles")
    assert 0 == store.value("SELECT count(*) FROM purges")


@pytest.mark.parametrize("role", ["reader", "editor", "approver", "administrator"])
def test_only_an_archivist_disposes_and_decides(
    store: Store, settings: Settings, archivist: Actor, role: str
) -> None:
    decide(store, archivist, "login_attempts")
    other = Actor("x", role, None)

    with pytest.raises(PermissionDeniedError):
        purge.run(store, other, settings, "login_attempts")
    with pytest.raises(PermissionDeniedError):
        decide(store, other, "login_attempts")


def test_a_disposed_article_is_gone_from_every_byte_and_the_record_still_verifies(
    store: Store, settings: Settings, archivist: Actor
) -> None:
    for number in range(40):
        an_article(store, settings, f"{WORD}{number}", id=1000 + number)
    story = store.insert("stories", {"first_at": OLD, "last_at": OLD})
    store.execute("UPDATE articles SET story_id = ? WHERE id = 1001", [story])
    an_article(store, settings, "Behållen", seen=to_text(NOW))
    decide(store, archivist, "unflagged_articles")
    assert holds(settings, WORD)

    done = purge.run(store, archivist, settings, "unflagged_articles")

    assert [] == holds(settings, WORD)
    assert ["Behållen"] == [row["title"] for row in store.rows("SELECT title FROM articles")]
    assert [] == wrong(store, settings)
    assert (40, 40, 40) == (done.total, done.counts["article_versions"], done.bodies)
    assert 0 == store.value("SELECT count(*) FROM stories")


def test_a_disposed_enquiry_is_gone_with_its_history_and_the_chain_holds(
    store: Store, settings: Settings, archivist: Actor
) -> None:
    closed = an_incident(store, "H-2020-001", "closed")
    key = an_enquiry(store, f"Vad är {WORD}?", closed)
    with store.writing(system("test")):
        store.update("enquiries", key, {"question": f"Vad var {WORD}?"})
    decide(store, archivist, "enquiries")

    purge.run(store, archivist, settings, "enquiries")

    trail = store.rows(
        "SELECT action, digest_before, digest_after, before, after FROM audit"
        " JOIN audit_values ON audit_id = audit.id WHERE table_name = 'enquiries' ORDER BY id"
    )
    assert [] == holds(settings, WORD)
    assert [] == wrong(store, settings)
    assert ["insert", "update", "delete"] == [row["action"] for row in trail]
    assert {(None, None)} == {(row["before"], row["after"]) for row in trail}
    assert all(row["digest_before"] or row["digest_after"] for row in trail)


def test_what_somebody_uses_stays(store: Store, settings: Settings, archivist: Actor) -> None:
    flagged = an_article(store, settings, "träff")
    flag(store, flagged, "flag")
    attached = an_article(store, settings, "knuten")
    incident = an_incident(store, "H-2020-001", "ongoing")
    store.insert(
        "incident_articles",
        {"incident_id": incident, "article_id": attached, "role": "trigger", "linked_at": OLD},
    )
    original = an_article(store, settings, "original")
    kept = an_article(store, settings, "kopia", copy_of=original)
    flag(store, kept, "look")
    gone = an_article(store, settings, "bortvald")
    flag(store, gone, "drop")
    decide(store, archivist, "unflagged_articles")

    done = purge.run(store, archivist, settings, "unflagged_articles")

    left = {row["id"] for row in store.rows("SELECT id FROM articles")}
    assert {flagged, attached, original, kept} == left
    assert 1 == done.total


def test_an_original_and_its_copy_go_together_whatever_their_order(
    store: Store, settings: Settings, archivist: Actor
) -> None:
    original = an_article(store, settings, "original", id=9)
    an_article(store, settings, "kopia", copy_of=original, id=3)
    decide(store, archivist, "unflagged_articles")

    assert 2 == purge.run(store, archivist, settings, "unflagged_articles").total


def test_articles_judged_irrelevant_go_with_their_verdicts(
    store: Store, settings: Settings, archivist: Actor
) -> None:
    article = an_article(store, settings, WORD)
    chosen = flag(store, article, "flag", "irrelevant")
    with store.writing(archivist):
        store.insert(
            "verdicts",
            {"flag_id": chosen, "verdict": "irrelevant", "given_by": archivist.user_id,
             "given_at": OLD},
        )  # fmt: skip
    other = an_article(store, settings, "relevant")
    flag(store, other, "flag", "relevant")
    decide(store, archivist, "irrelevant_articles")

    purge.run(store, archivist, settings, "irrelevant_articles")

    assert [other] == [row["id"] for row in store.rows("SELECT id FROM articles")]
    assert 0 == store.value("SELECT count(*) FROM verdicts")
    assert [] == wrong(store, settings)


def test_enquiries_of_open_incidents_and_of_drafts_stay(
    store: Store, settings: Settings, archivist: Actor
) -> None:
    open_one = an_enquiry(store, "Öppen?", an_incident(store, "H-2020-001", "ongoing"))
    loose = an_enquiry(store, "Utan händelse, obesvarad?", None)
    answered = an_enquiry(store, "Utan händelse, besvarad?", None, answered_at=OLD)
    decide(store, archivist, "enquiries")

    purge.run(store, archivist, settings, "enquiries")

    left = {row["id"] for row in store.rows("SELECT id FROM enquiries")}
    assert {open_one, loose} == left
    assert answered not in left


def test_dismissed_incidents_go_and_closed_ones_stay(
    store: Store, settings: Settings, archivist: Actor
) -> None:
    an_incident(store, "H-2020-001", "dismissed")
    an_incident(store, "H-2020-002", "closed")
    with_record = an_incident(store, "H-2020-003", "dismissed")
    an_enquiry(store, "Finns det något?", with_record)
    decide(store, archivist, "dismissed_incidents")

    purge.run(store, archivist, settings, "dismissed_incidents")

    refs = [row["ref"] for row in store.rows("SELECT ref FROM incidents ORDER BY ref")]
    assert ["H-2020-002", "H-2020-003"] == refs
    assert [] == wrong(store, settings)


def test_the_preview_counts_what_the_disposal_takes(
    store: Store, settings: Settings, archivist: Actor
) -> None:
    for number in range(3):
        an_article(store, settings, f"gammal{number}")
    decide(store, archivist, "unflagged_articles")
    foreseen = purge_plan.preview(store, "unflagged_articles")

    done = purge.run(store, archivist, settings, "unflagged_articles")

    assert (3, dict(foreseen.counts)) == (done.total, done.counts)
    assert foreseen.decision is not None
    assert "RVM 2026-0107" == foreseen.decision["reference"]
    assert 0 == purge_plan.preview(store, "unflagged_articles").total


def test_without_a_decision_the_preview_says_so(store: Store) -> None:
    shown = purge_plan.previews(store)

    assert set(purge_decisions.RULES) == {one.rule for one in shown}
    assert {None} == {one.decision for one in shown}


def test_more_than_a_batch_is_disposed_of_whole(
    store: Store, settings: Settings, archivist: Actor
) -> None:
    row = {"username": "x", "address": "192.0.2.1", "at": OLD, "succeeded": 0}
    store.insert_many("login_attempts", [row] * (purge.BATCH + 1))
    decide(store, archivist, "login_attempts")

    done = purge.run(store, archivist, settings, "login_attempts")

    assert purge.BATCH + 1 == done.total
    parts = store.rows("SELECT batch, row_count FROM purge_parts ORDER BY batch")
    assert [(1, purge.BATCH), (2, 1)] == [(one["batch"], one["row_count"]) for one in parts]


def test_nothing_to_dispose_of_leaves_no_line_in_the_log(
    store: Store, settings: Settings, archivist: Actor
) -> None:
    decide(store, archivist, "poll_log")

    assert purge.run(store, archivist, settings, "poll_log").purge_id is None
    assert [] == purge.log(store)


def test_an_interrupted_disposal_is_finished_by_the_next(
    store: Store, settings: Settings, archivist: Actor
) -> None:
    an_article(store, settings, WORD)
    decide(store, archivist, "unflagged_articles")
    reader = open_whole(settings.database, HeldClock(NOW))
    reader.execute("BEGIN")
    reader.rows("SELECT 1 FROM articles")
    store.execute("PRAGMA busy_timeout = 50")
    with pytest.raises(Exception, match="StoreBusy"):
        purge.run(store, archivist, settings, "unflagged_articles")
    reader.close()

    waiting = [row["finished_at"] for row in purge.log(store)]
    finished = purge.finish(store, archivist, settings)

    assert [None] == waiting
    assert 1 == finished
    assert [True] == [row["finished_at"] is not None for row in purge.log(store)]


@pytest.mark.parametrize(
    "statement",
    [
        (
            "INSERT INTO purges (decision_id, rule, cutoff_at, started_at)"
            " VALUES (1, 'enquiries', '2026-01-01T00:00:00Z', '2026-03-09T14:00:00Z')"
        ),
        (
            "INSERT INTO purges (decision_id, rule, cutoff_at, started_at)"
            " VALUES (1, 'login_attempts', '2026-03-01T00:00:00Z', '2026-03-09T14:00:00Z')"
        ),
        "INSERT INTO audit_context (id, actor, at, purge_id) VALUES (1, 'x', '2026', 7)",
        "UPDATE purge_decisions SET keep_days = 1",
        "DELETE FROM purge_decisions",
        "DELETE FROM purges",
        "UPDATE purges SET total = 0",
        "DELETE FROM purge_parts",
    ],
)
def test_the_doors_that_a_disposal_opens_are_shut_to_plain_sql(
    store: Store, settings: Settings, archivist: Actor, statement: str
) -> None:
    store.insert(
        "login_attempts",
        {"username": "x", "address": "192.0.2.1", "at": OLD, "succeeded": 0},
    )
    decide(store, archivist, "login_attempts")
    purge.run(store, archivist, settings, "login_attempts")

    with pytest.raises(RuleError) as refused:
        store.execute(statement)

    assert "D11" == refused.value.facts["rule"]


def test_a_decision_that_has_ended_lets_nothing_go(
    store: Store, settings: Settings, archivist: Actor
) -> None:
    key = decide(store, archivist, "login_attempts")
    purge_decisions.end(store, archivist, key)

    with pytest.raises(ConflictError):
        purge.run(store, archivist, settings, "login_attempts")
    with pytest.raises(ConflictError):
        purge_decisions.end(store, archivist, key)
    assert [0] == [row["in_force"] for row in purge_decisions.all_decisions(store)]


@pytest.mark.parametrize("name", purge_decisions.RULES)
def test_every_table_that_points_at_what_goes_is_thought_of(store: Store, name: str) -> None:
    rule = purge_plan.rule_named(name)
    gone = {part.table for part in rule.parts} if rule.empties is None else set()
    tables = [row["name"] for row in store.rows("PRAGMA table_list") if row["type"] == "table"]
    forgotten = {
        f"{table} -> {link['table']}"
        for table in tables
        for link in store.rows(f"PRAGMA foreign_key_list([{table}])")
        if link["table"] in gone and table not in gone and table not in rule.select
    }

    assert set() == forgotten


def test_a_rule_that_does_not_exist_is_said_so(
    store: Store, settings: Settings, archivist: Actor
) -> None:
    with pytest.raises(InputError):
        purge.run(store, archivist, settings, "rapporter")
    with pytest.raises(InputError):
        decide(store, archivist, "rapporter")


def test_a_backup_that_has_had_its_days_goes_when_a_new_one_is_taken(
    store: Store, settings: Settings, clock: HeldClock
) -> None:
    settings.backups.mkdir()
    replaced = settings.backups / "ersatt.db"
    replaced.touch()
    first = backup.back_up(store, settings).path
    clock.set(clock.now() + timedelta(days=91))

    second = backup.back_up(store, settings).path

    assert {second, replaced} == set(settings.backups.glob("*.db"))
    assert not first.exists()


def test_the_note_about_backups_says_how_long_they_last(settings: Settings) -> None:
    empty = purge.backup_note(settings)
    settings.backups.mkdir()
    (settings.backups / "lagesbild-20260101T000000Z.db").touch()

    assert "90 dagar" in empty
    assert purge.backup_note(settings).startswith("En säkerhetskopia i ")
