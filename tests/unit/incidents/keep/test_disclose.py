from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from incidents.keep import disclose, purge, purge_decisions
from incidents.keep.disclose_grounds import chosen, grounds
from incidents.keep.disclose_kinds import KINDS
from incidents.keep.disclose_masks import fingerprint, suggestions
from monitor.core.actors import ROLES, Actor, system
from monitor.core.clock import HeldClock
from monitor.core.errors import (
    ConflictError,
    InputError,
    NotFoundError,
    PermissionDeniedError,
    RuleError,
)
from monitor.core.settings import Settings
from monitor.core.store import Row, Store

GROUND = "31 kap. 16 § OSL"
MONDAY = datetime(2026, 3, 8, 23, 0, tzinfo=UTC)
THURSDAY = datetime(2026, 3, 11, 23, 0, tzinfo=UTC)
SECRET = "Ring Nordlys på 070-174 06 05 eller stab@nordlys.example om avtalet?"


@pytest.fixture
def clock() -> HeldClock:
    """Thursday 12 March 2026, 10.05 in Sweden."""
    return HeldClock(datetime(2026, 3, 12, 9, 5, tzinfo=UTC))


@pytest.fixture
def archivist(store: Store) -> Actor:
    row = {"username": "ingrid", "display_name": "Ingrid Vall", "role": "archivist"}
    user_id = store.insert("users", {**row, "created_at": store.now()})
    return Actor("ingrid", "archivist", user_id, "Ingrid Vall")


@pytest.fixture
def enquiries(store: Store) -> list[int]:
    """Three within the period, one before it."""
    with store.writing(system("test")):
        store.insert(
            "organisations", {"name": "Region Västmark", "short_name": "RVM", "kind": "own"}
        )
        outlet = store.insert("outlets", {"name": "Morgonbladet Väst", "short_name": "MV"})
        return [
            _enquiry(store, outlet, "2026-03-08T22:59:00Z", "Före perioden?"),
            _enquiry(store, outlet, "2026-03-08T23:00:00Z", "Först i perioden?"),
            _enquiry(
                store, outlet, "2026-03-09T09:40:00Z", SECRET, reply_contact="stina@mv.example"
            ),
            _enquiry(store, outlet, "2026-03-11T22:59:00Z", "=SUM(A1) sist?"),
        ]


def _enquiry(store: Store, outlet: int, at: str, question: str, **other: Any) -> int:
    return store.insert(
        "enquiries",
        {"asker": "media", "outlet_id": outlet, "question": question, "happened_at": at,
         "known_at": at, "entered_at": at, **other},
    )  # fmt: skip


def ask(store: Store, actor: Actor, **other: Any) -> Row:
    new = disclose.NewRequest(kinds=["enquiries"], period_from=MONDAY, period_to=THURSDAY)
    key = disclose.request(store, actor, dataclasses.replace(new, **other))
    return store.get("disclosures", key)


def hand_out(store: Store, actor: Actor, request: Row) -> disclose.Released:
    seen = fingerprint(disclose.records(store, request))
    return disclose.release(store, actor, request["id"], seen=seen)


def cover(store: Store, actor: Actor, request: Row, row_id: int, **part: Any) -> int:
    new = disclose.NewMask(kind="enquiries", row_id=row_id, field="question", ground=GROUND, **part)
    return disclose.mask(store, actor, request["id"], new)


def outputs(store: Store, request: Row) -> dict[str, str]:
    row = disclose.by_number(store, request["number"])
    forms = ("html", "text", "csv", "json")
    return {form: disclose.file_of(store, row, form).decode("utf-8-sig") for form in forms}


def test_a_period_is_whole_days_on_the_swedish_clock(
    store: Store, archivist: Actor, enquiries: list[int]
) -> None:
    request = ask(store, archivist)

    found = disclose.records(store, request)

    assert enquiries[1:] == [record.row_id for record in found]
    assert "9 mars 2026 klockan 00.00" == found[0].fields["happened_at"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_be_asked_for_even_where_there_is_nothing(
    store: Store, archivist: Actor, kind: str
) -> None:
    request = ask(store, archivist, kinds=[kind], words="finns inte någonstans")

    assert [] == disclose.records(store, request)
    with pytest.raises(ConflictError):
        hand_out(store, archivist, request)


def test_the_trail_tells_who_did_what_and_when_without_the_values(
    store: Store, archivist: Actor, enquiries: list[int]
) -> None:
    tomorrow = store.clock.now() + timedelta(days=1)
    request = ask(store, archivist, kinds=["audit"], period_to=tomorrow)

    found = disclose.records(store, request)

    told = {(one.fields["table_name"], one.fields["action"]) for one in found}
    texts = "".join(text for one in found for text in one.fields.values())
    assert ("enquiries", "nytt") in told
    assert "system:test" in texts
    assert "avtalet" not in texts


def test_a_reply_contact_is_never_read(
    store: Store, archivist: Actor, enquiries: list[int]
) -> None:
    request = ask(store, archivist)
    hand_out(store, archivist, request)

    assert [] == [form for form, text in outputs(store, request).items() if "stina@" in text]


def test_a_masked_word_is_in_none_of_the_files_and_its_ground_is_in_all(
    store: Store, archivist: Actor, enquiries: list[int]
) -> None:
    request = ask(store, archivist)
    start = SECRET.index("070")
    cover(store, archivist, request, enquiries[2], start=start, end=start + 13)
    cover(store, archivist, request, enquiries[1])

    hand_out(store, archivist, request)

    files = outputs(store, request)
    assert [] == [form for form, text in files.items() if "070-174" in text]
    assert [] == [form for form, text in files.items() if "Först i perioden" in text]
    assert [] == [form for form, text in files.items() if f"[maskat enligt {GROUND}]" not in text]
    assert all("om avtalet" in text for text in files.values())


def test_what_was_handed_out_is_logged_with_its_digest(
    store: Store, archivist: Actor, enquiries: list[int]
) -> None:
    request = ask(store, archivist)
    cover(store, archivist, request, enquiries[2])

    done = hand_out(store, archivist, request)

    row = disclose.by_number(store, "u-2026-01")
    body = disclose.file_of(store, row, "json")
    assert ("released", 3, 1) == (row["status"], row["row_count"], row["masks"])
    assert done.digest == row["digest"] == hashlib.sha256(body).hexdigest()
    assert 3 == store.value("SELECT count(*) FROM disclosure_rows")
    assert "Ingrid Vall" == row["decided_name"]


def test_nowhere_is_there_a_place_for_who_asks_or_why(store: Store) -> None:
    columns = {row["name"] for row in store.rows("PRAGMA table_info(disclosures)")}

    assert set() == columns & {"name", "requester", "purpose", "contact", "email", "note"}


def test_the_letter_says_what_is_covered_by_what_law_and_how_to_appeal(
    store: Store, archivist: Actor, enquiries: list[int]
) -> None:
    request = ask(store, archivist)
    cover(store, archivist, request, enquiries[2])
    hand_out(store, archivist, request)

    said = disclose.letter(store, disclose.by_number(store, request["number"]))

    assert "En uppgift i handlingarna lämnas inte ut och är maskad." in said
    assert "31 kap. 16 § OSL: uppgift om affärs- eller driftförhållanden" in said
    assert "kammarrätten" in said
    assert "tre veckor" in said
    assert "skriftligt beslut av Region Västmark" in said
    assert "9 mars 2026 till och med 11 mars 2026" in said


def test_without_masks_no_letter_is_due(
    store: Store, archivist: Actor, enquiries: list[int]
) -> None:
    request = ask(store, archivist)
    hand_out(store, archivist, request)

    assert "" == disclose.letter(store, disclose.by_number(store, request["number"]))


def test_a_refusal_has_its_ground_and_its_letter(
    store: Store, archivist: Actor, enquiries: list[int]
) -> None:
    request = ask(store, archivist)
    with pytest.raises(InputError):
        disclose.refuse(store, archivist, request["id"], " ")

    disclose.refuse(store, archivist, request["id"], chosen("25-1"))

    row = disclose.by_number(store, request["number"])
    assert ("refused", "25 kap. 1 § OSL") == (row["status"], row["refusal_ground"])
    assert "lämnas inte ut" in disclose.letter(store, row)
    with pytest.raises(NotFoundError):
        disclose.file_of(store, row, "html")


def test_what_changed_after_it_was_read_is_not_handed_out(
    store: Store, archivist: Actor, enquiries: list[int]
) -> None:
    request = ask(store, archivist)
    seen = fingerprint(disclose.records(store, request))
    with store.writing(system("test")):
        store.update("enquiries", enquiries[1], {"question": "En annan fråga?"})

    with pytest.raises(ConflictError, match="Läs igenom"):
        disclose.release(store, archivist, request["id"], seen=seen)


def test_a_mask_on_words_that_have_changed_stops_the_release(
    store: Store, archivist: Actor, enquiries: list[int]
) -> None:
    request = ask(store, archivist)
    made = cover(store, archivist, request, enquiries[2], start=0, end=4)
    with store.writing(system("test")):
        store.update("enquiries", enquiries[2], {"question": "Nu står det något annat här?"})

    with pytest.raises(ConflictError, match="maskad uppgift"):
        hand_out(store, archivist, request)

    disclose.unmask(store, archivist, made)
    assert 3 == hand_out(store, archivist, request).records


def test_a_decided_request_is_closed_to_everything(
    store: Store, archivist: Actor, enquiries: list[int]
) -> None:
    request = ask(store, archivist)
    made = cover(store, archivist, request, enquiries[2])
    hand_out(store, archivist, request)

    with pytest.raises(ConflictError):
        hand_out(store, archivist, request)
    with pytest.raises(ConflictError):
        cover(store, archivist, request, enquiries[1])
    with pytest.raises(ConflictError):
        disclose.unmask(store, archivist, made)
    with pytest.raises(ConflictError):
        disclose.refuse(store, archivist, request["id"], GROUND)
    with pytest.raises(ConflictError):
        disclose.withdraw(store, archivist, request["id"])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE disclosures SET digest = 'x'",
        "UPDATE disclosures SET status = 'open'",
        "DELETE FROM disclosures",
        "DELETE FROM disclosure_masks",
        "UPDATE disclosure_masks SET ground = 'x'",
        "DELETE FROM disclosure_rows",
        "UPDATE disclosure_files SET content = NULL",
        "DELETE FROM disclosure_files",
        "INSERT OR REPLACE INTO disclosures SELECT * FROM disclosures",
        "INSERT OR REPLACE INTO disclosure_files SELECT * FROM disclosure_files",
        "INSERT OR REPLACE INTO disclosure_masks SELECT * FROM disclosure_masks",
    ],
)
def test_plain_sql_changes_nothing_of_what_was_handed_out(
    store: Store, archivist: Actor, enquiries: list[int], statement: str
) -> None:
    request = ask(store, archivist)
    cover(store, archivist, request, enquiries[2])
    hand_out(store, archivist, request)

    with pytest.raises(RuleError) as refused:
        store.execute(statement)

    assert "D11" == refused.value.facts["rule"]


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"archivist"}))
def test_only_an_archivist_hands_out(
    store: Store, archivist: Actor, enquiries: list[int], role: str
) -> None:
    request = ask(store, archivist)
    other = Actor("x", role)

    with pytest.raises(PermissionDeniedError):
        ask(store, other)
    with pytest.raises(PermissionDeniedError):
        cover(store, other, request, enquiries[2])
    with pytest.raises(PermissionDeniedError):
        hand_out(store, other, request)
    with pytest.raises(PermissionDeniedError):
        disclose.refuse(store, other, request["id"], GROUND)


def test_numbers_and_addresses_of_people_are_suggested_until_they_are_covered(
    store: Store, archivist: Actor, enquiries: list[int]
) -> None:
    request = ask(store, archivist)
    found = disclose.records(store, request)

    before = suggestions(found, disclose.masks(store, request["id"]))
    cover(store, archivist, request, enquiries[2], start=before[0].start, end=before[0].end)
    after = suggestions(found, disclose.masks(store, request["id"]))

    told = [(one.what, one.found) for one in before]
    assert [
        ("telefonnummer", "070-174 06 05"), ("e-postadress", "stab@nordlys.example")
    ] == told  # fmt: skip
    assert ["e-postadress"] == [one.what for one in after]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Patienten 640823-3234 fick vänta.", ["personnummer"]),
        ("Ring 08-123 456 78.", ["telefonnummer"]),
        ("Ring +46 70 174 06 05.", ["telefonnummer"]),
        ("Ring 0701740605 i kväll.", ["telefonnummer"]),
        ("Beslutet har diarienummer RVM 2026-0311.", []),
        ("Klockan 08.15 den 10 mars 2026.", []),
        ("Se https://va.example/0701740605/x@y.example i kväll.", []),
        ("Siffrorna 0,5 och 12 000 000 stämmer.", []),
    ],
)
def test_what_is_suggested_is_what_a_person_would_look_at(
    store: Store, archivist: Actor, enquiries: list[int], text: str, what: list[str]
) -> None:
    with store.writing(system("test")):
        store.update("enquiries", enquiries[1], {"question": text})
    found = disclose.records(store, ask(store, archivist, words=text[:12]))

    assert what == [one.what for one in suggestions(found, [])]


def test_a_table_cell_is_never_a_formula(
    store: Store, archivist: Actor, enquiries: list[int]
) -> None:
    request = ask(store, archivist)
    hand_out(store, archivist, request)

    rows = list(csv.DictReader(io.StringIO(outputs(store, request)["csv"]), delimiter=";"))

    assert "'=SUM(A1) sist?" == rows[2]["Fråga"]
    assert "Morgonbladet Väst" == rows[2]["Medium"]


def test_the_page_is_swedish_and_escapes_what_it_shows(
    store: Store, archivist: Actor, enquiries: list[int]
) -> None:
    with store.writing(system("test")):
        store.update("enquiries", enquiries[1], {"question": "<script>alert(1)</script>"})
    request = ask(store, archivist)
    hand_out(store, archivist, request)

    page = outputs(store, request)["html"]

    assert '<html lang="sv">' in page
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_mask_needs_a_field_that_is_there_and_a_ground(
    store: Store, archivist: Actor, enquiries: list[int]
) -> None:
    request = ask(store, archivist)

    with pytest.raises(InputError):
        cover(store, archivist, request, enquiries[0])
    with pytest.raises(InputError):
        cover(store, archivist, request, enquiries[2], start=0, end=999)
    with pytest.raises(InputError):
        cover(store, archivist, request, enquiries[2], start=5, end=5)
    with pytest.raises(InputError):
        chosen("999-1")
    assert "annan lag" == chosen("other", " annan lag ")


def test_every_shipped_ground_names_chapter_section_and_what_it_protects() -> None:
    for one in grounds():
        chapter, section = one.key.split("-")

        assert f"{chapter} kap. {section} § OSL" == one.ground
        assert one.text.startswith(("uppgift", "personuppgift"))
        assert not one.text.endswith(".")


def test_what_is_public_unless_it_harms_is_not_told_as_secret_unless_it_is_harmless() -> None:
    """39 kap. 2 § asks whether harm can be assumed; 25 kap. 1 § asks whether it cannot."""
    said = {one.key: one.text for one in grounds()}
    turned = {key for key, text in said.items() if "inte står klart" in text}

    assert {"25-1", "39-3"} == turned
    assert all("antas" in text for key, text in said.items() if key not in turned)


@pytest.mark.parametrize("wrong", [{"kinds": []}, {"kinds": ["sessions"]}, {"period_to": MONDAY}])
def test_a_request_that_asks_for_nothing_is_refused(
    store: Store, archivist: Actor, wrong: dict[str, Any]
) -> None:
    with pytest.raises(InputError):
        ask(store, archivist, **wrong)


def test_a_purge_of_what_was_handed_out_empties_the_copy_and_keeps_its_digest(
    store: Store, archivist: Actor, enquiries: list[int], clock: HeldClock, tmp_path: Path
) -> None:
    request = ask(store, archivist)
    hand_out(store, archivist, request)
    decision = purge_decisions.NewDecision(
        rule="disclosure_copies",
        reference="RVM 2026-0107",
        decided_by="Regionarkivarien",
        decided_at=clock.now(),
        keep_days=365,
    )
    purge_decisions.add(store, archivist, decision)
    clock.set(datetime(2027, 4, 1, tzinfo=UTC))

    done = purge.run(store, archivist, Settings(state=tmp_path), "disclosure_copies")

    row = disclose.by_number(store, request["number"])
    assert 4 == done.total
    assert row["digest"] == store.value("SELECT digest FROM disclosure_files WHERE format = 'json'")
    with pytest.raises(ConflictError, match="gallrad"):
        disclose.file_of(store, row, "json")
    assert b"om avtalet" not in json.dumps(disclose.requests(store), default=str).encode()
