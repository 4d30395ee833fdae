"""An incident as one document: out, in again, and what is refused."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from document_world import KOMPASS
from jsonschema import Draft202012Validator
from record_world import World, add_user, build, theirs
from record_world import ours as our_words

from incidents.record import claim, document, incident
from incidents.record.claim import NewClaim
from incidents.record.schema import open_whole
from monitor.core.actors import Actor
from monitor.core.clock import HeldClock
from monitor.core.errors import ConflictError, InputError, PermissionDeniedError, RuleError
from monitor.core.messages import explain, labels
from monitor.core.store import Row, Store

Doc = dict[str, Any]


@pytest.fixture
def kompass() -> Doc:
    return copy.deepcopy(KOMPASS)


@pytest.fixture
def empty(store: Store, clock: HeldClock) -> Store:
    """A database where only Sara, Lena and Rolf have accounts, on Tuesday evening."""
    clock.set(datetime(2026, 3, 10, 18, 0, tzinfo=UTC))
    for name, role in (("sara", "editor"), ("lena", "approver"), ("rolf", "reader")):
        add_user(store, name, name.title(), role)
    return store


def sara(store: Store) -> Actor:
    key = store.value("SELECT id FROM users WHERE username = 'sara'")
    return Actor("sara", "editor", key, "Sara")


def lena(store: Store) -> Actor:
    key = store.value("SELECT id FROM users WHERE username = 'lena'")
    return Actor("lena", "approver", key, "Lena")


def test_the_schema_is_a_valid_schema_with_swedish_descriptions() -> None:
    Draft202012Validator.check_schema(document.schema())
    assert "description" in document.schema()["properties"]["statements"]


def test_the_choices_of_the_schema_are_those_of_the_record() -> None:
    whole = document.schema()["properties"]

    def choices(part: str, name: str) -> set[str]:
        return set(whole[part]["items"]["properties"][name]["enum"])

    for part, name, vocabulary in (
        ("statements", "channel", "channel"), ("statements", "direction", "direction"),
        ("statements", "approval", "approval"), ("circumstances", "basis", "basis"),
        ("circumstances", "verification", "verification"), ("actions", "status", "action_status"),
        ("articles", "role", "article_role"), ("articles", "medium", "medium"),
        ("enquiries", "asker", "asker"), ("organisations", "kind", "organisation_kind"),
        ("relations", "kind", "incident_relation"),
    ):  # fmt: skip
        assert set(labels(vocabulary)) == choices(part, name)
    told = whole["incident"]["properties"]
    assert set(labels("severity")) == set(told["severity"]["enum"])
    assert set(labels("status")) == set(told["status"]["enum"])


def test_a_document_becomes_an_incident_with_all_its_records(empty: Store, kompass: Doc) -> None:
    done = document.import_document(empty, sara(empty), kompass)
    assert "H-2026-011" == done.ref
    expected = {
        "statements": 3, "circumstances": 3, "claims": 3, "actions": 2, "decisions": 1,
        "questions": 1, "enquiries": 1, "contradictions": 1, "articles": 2,
        "incident_spokespersons": 1,
    }  # fmt: skip
    assert expected == {table: done.added.get(table, 0) for table in expected}
    waiting, relation = done.notices
    assert waiting.startswith("2 egna uttalanden står som godkända i dokumentet men väntar här")
    assert "Sambandet med H-2026-012 togs inte in: den händelsen finns inte här." == relation
    status = "SELECT status FROM claims WHERE wording LIKE 'handlingarna%'"
    assert "contradicted" == empty.value(status)
    assert "verified" == empty.value(
        "SELECT verification FROM circumstances WHERE basis = 'authority'"
    )


def test_importing_again_changes_nothing(empty: Store, kompass: Doc) -> None:
    document.import_document(empty, sara(empty), kompass)
    before = empty.value("SELECT count(*) FROM audit")
    done = document.import_document(empty, sara(empty), kompass)
    assert not done.changed
    assert before == empty.value("SELECT count(*) FROM audit")


def test_importing_an_export_changes_nothing(empty: Store, kompass: Doc) -> None:
    done = document.import_document(empty, sara(empty), kompass)
    out = document.export_incident(empty, done.incident_id)
    before = empty.value("SELECT count(*) FROM audit")
    again = document.import_document(empty, sara(empty), document.from_json(document.to_json(out)))
    assert {} == again.added
    assert before == empty.value("SELECT count(*) FROM audit")


def test_an_export_taken_in_elsewhere_is_exported_alike(
    empty: Store, kompass: Doc, tmp_path: Path
) -> None:
    done = document.import_document(empty, sara(empty), kompass)
    out = document.export_incident(empty, done.incident_id)
    other = open_whole(tmp_path / "annan.db", empty.clock)
    for name, role in (("sara", "editor"), ("lena", "approver")):
        add_user(other, name, name.title(), role)
    there = document.import_document(other, sara(other), out)
    assert out == document.export_incident(other, there.incident_id)
    other.close()


def test_a_plan_that_was_carried_out_later_comes_in_as_known_when_it_was_made(
    empty: Store, kompass: Doc
) -> None:
    plan = {
        "key": "svar-till-medarbetare", "wording": "Svar till medarbetare publiceras.",
        "status": "done", "known_at": "2026-03-09T21:25:00+01:00",
        "due_at": "2026-03-10T07:00:00+01:00", "done_at": "2026-03-10T07:25:00+01:00",
        "happened": {"at": "2026-03-10T07:25:00+01:00", "precision": "minute"},
    }  # fmt: skip
    kompass["actions"].append(plan)

    done = document.import_document(empty, sara(empty), kompass)

    out = document.export_incident(empty, done.incident_id)["actions"]
    assert ["2026-03-09T21:25:00+01:00"] == [
        one["known_at"] for one in out if one["wording"] == plan["wording"]
    ]


def test_claims_are_numbered_as_they_are_read_whatever_order_they_came_in(
    empty: Store, kompass: Doc
) -> None:
    done = document.import_document(empty, sara(empty), kompass)
    first = empty.value("SELECT id FROM articles ORDER BY first_seen_at LIMIT 1")
    claim.add(empty, sara(empty), done.incident_id, NewClaim(wording="sist", article_id=first))

    out = document.export_incident(empty, done.incident_id)

    read = [one["key"] for name in ("articles", "statements") for each in out[name]
            for one in each.get("claims", [])]  # fmt: skip
    assert [f"pastaende-{n}" for n in range(1, len(read) + 1)] == read


def test_what_people_entered_is_exported_whole(world: World) -> None:
    our_words(world)
    theirs(world)
    out = document.export_incident(world.store, world.incident)
    assert ["in", "out"] == sorted(one["direction"] for one in out["statements"])
    assert {"Region Västmark", "Nordlys Health"} == {one["name"] for one in out["organisations"]}
    assert not document.import_document(world.store, world.sara, out).changed


def test_a_reply_contact_is_never_exported(empty: Store, kompass: Doc) -> None:
    done = document.import_document(empty, sara(empty), kompass)
    empty.execute("UPDATE enquiries SET answered_at = NULL, answer_id = NULL")
    empty.execute("UPDATE enquiries SET reply_contact = 'anknytning 12'")
    out = document.to_json(document.export_incident(empty, done.incident_id))
    assert "anknytning" not in out


def test_a_document_adds_to_the_incident_that_is_there(empty: Store, kompass: Doc) -> None:
    done = document.import_document(empty, sara(empty), kompass)
    kompass["decisions"].append(
        {
            "key": "beslut-2", "decided_by": "Regiondirektören", "wording": "Starten skjuts upp.",
            "known_at": "2026-03-10T15:00:00+01:00",
        }
    )  # fmt: skip
    again = document.import_document(empty, sara(empty), kompass)
    assert (done.incident_id, {"decisions": 1}) == (again.incident_id, again.added)


def test_a_closed_incident_comes_in_closed_and_takes_no_more(empty: Store, kompass: Doc) -> None:
    told = kompass["incident"]
    told |= {
        "status": "closed", "closed_at": "2026-03-10T16:00:00+01:00", "closing_note": "Rättat.",
    }  # fmt: skip
    done = document.import_document(empty, sara(empty), kompass)
    assert "closed" == empty.get("incidents", done.incident_id)["status"]
    kompass["actions"].append(
        {"key": "ny", "wording": "Mer.", "known_at": "2026-03-10T15:00:00+01:00"}
    )
    with pytest.raises(ConflictError):
        document.import_document(empty, sara(empty), kompass)


def test_without_a_reference_the_same_incident_is_opened_once(empty: Store, kompass: Doc) -> None:
    del kompass["incident"]["ref"]
    assert "H-2026-001" == document.import_document(empty, sara(empty), kompass).ref
    again = document.import_document(empty, sara(empty), kompass)
    assert ("H-2026-001", {}) == (again.ref, again.added)
    assert any("saknar ref" in told and "H-2026-001" in told for told in again.notices)
    kompass["incident"]["title"] = "En annan sak"
    assert "H-2026-002" == document.import_document(empty, sara(empty), kompass).ref


def test_d3_nobody_takes_in_her_own_approval(empty: Store, kompass: Doc) -> None:
    for who in (sara(empty), lena(empty)):
        kompass["incident"]["ref"] = f"H-2026-0{who.user_id}0"
        document.import_document(empty, who, kompass)
        document.import_document(empty, who, kompass)
    states = {row["approval"] for row in ours(empty)}
    assert {"requested"} == states
    answered = "SELECT count(*) FROM enquiries WHERE answered_at IS NOT NULL"
    assert 0 == empty.value(answered)


def test_an_approver_approves_by_taking_in_what_somebody_else_took_in(
    empty: Store, kompass: Doc
) -> None:
    document.import_document(empty, sara(empty), kompass)
    done = document.import_document(empty, lena(empty), kompass)
    assert {"approved": 2} == done.added
    assert {("approved", 1, 2, None)} == {
        (row["approval"], row["entered_by"], row["approved_by"], row["override_reason"])
        for row in ours(empty)
    }
    assert "2026-03-09T11:41:00Z" == ours(empty)[0]["approved_at"]
    assert 1 == empty.value("SELECT count(*) FROM enquiries WHERE answered_at IS NOT NULL")
    assert {} == document.import_document(empty, lena(empty), kompass).added


def ours(store: Store) -> list[Row]:
    return store.rows("SELECT * FROM statements WHERE direction = 'out' ORDER BY known_at")


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    json.loads(Path(__file__).with_name("broken_documents.json").read_text(encoding="utf-8")),
)
def test_a_broken_document_is_refused_with_where_and_why(
    empty: Store, kompass: Doc, path: list[str | int], value: Any, sentence: str
) -> None:
    *way, last = path
    part: Any = kompass
    for step in way:
        part = part[step]
    part[last] = value
    if value is None:
        del part[last]
    with pytest.raises(InputError) as caught:
        document.import_document(empty, sara(empty), kompass)
    assert sentence == explain(caught.value)
    assert 0 == empty.value("SELECT count(*) FROM incidents")
    assert 0 == empty.value("SELECT count(*) FROM organisations")


def test_a_document_of_a_newer_program_says_to_upgrade(empty: Store, kompass: Doc) -> None:
    kompass["form"] = 2

    with pytest.raises(InputError) as caught:
        document.import_document(empty, sara(empty), kompass)

    assert "nyare version av Lägesbild" in explain(caught.value)
    assert 0 == empty.value("SELECT count(*) FROM incidents")


def test_all_faults_are_told_at_once(empty: Store, kompass: Doc) -> None:
    del kompass["statements"][0]["wording"]
    del kompass["decisions"][0]["decided_by"]
    with pytest.raises(InputError) as caught:
        document.import_document(empty, sara(empty), kompass)
    assert 2 == len(caught.value.facts["errors"])


def test_a_file_that_is_no_json_is_told_by_line() -> None:
    with pytest.raises(InputError) as caught:
        document.from_json('{\n "form": 1,,\n}')
    assert "rad 2" in explain(caught.value)


def test_the_rules_hold_for_documents_too(empty: Store, kompass: Doc) -> None:
    kompass["circumstances"][1] |= {"verification": "verified", "reference": "Brevet"}
    with pytest.raises(RuleError, match="D7"):
        document.import_document(empty, sara(empty), kompass)
    kompass = copy.deepcopy(KOMPASS)
    kompass["articles"][1]["role"] = "trigger"
    with pytest.raises(RuleError, match="D1") as caught:
        document.import_document(empty, sara(empty), kompass)
    assert explain(caught.value).startswith("Artikel 2: Händelsen har redan en utlösande artikel.")
    assert 0 == empty.value("SELECT count(*) FROM articles")


def test_a_reader_imports_nothing(world: World) -> None:
    with pytest.raises(PermissionDeniedError):
        document.import_document(world.store, world.reader, KOMPASS)


def test_relations_between_incidents_come_along_where_both_exist(
    world: World, clock: HeldClock, tmp_path: Path
) -> None:
    new = incident.NewIncident(title="Provsvar")
    other = incident.open_from_nothing(world.store, world.sara, new)
    incident.relate(world.store, world.sara, world.incident, "follows", other)
    out = document.export_incident(world.store, world.incident)
    assert [{"kind": "follows", "incident": "H-2026-002"}] == out["relations"]
    second = build(open_whole(tmp_path / "annan.db", clock), clock)
    incident.open_from_nothing(second.store, second.sara, new)
    done = document.import_document(second.store, second.sara, out)
    assert {"incident_relations": 1} == done.added
    second.store.close()


def test_the_export_is_plain_json(world: World) -> None:
    text = document.to_json(document.export_incident(world.store, world.incident))
    assert json.loads(text) == document.from_json(text)
    assert "Nytt journalsystem saknar rätt märkning" in text
