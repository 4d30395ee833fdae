"""The facts of the report that the product was founded on, entered as an incident document."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from incidents.record import document
from incidents.report import draft, examine, freeze, paragraphs
from incidents.report.draft import NewExtra
from incidents.report.tree import Document, Link, plain
from monitor.core.actors import Actor
from monitor.core.clock import HeldClock
from monitor.core.store import Store

FACTS = Path(__file__).parents[3] / "golden" / "founding-incident.json"
COMPILED = datetime(2024, 11, 8, 19, 30, tzinfo=UTC)


@pytest.fixture
def editor(store: Store, clock: HeldClock) -> Actor:
    clock.set(datetime(2024, 11, 15, 9, 0, tzinfo=UTC))
    row = {"username": "ed", "display_name": "Ed", "role": "editor", "created_at": store.now()}
    return Actor("ed", "editor", store.insert("users", row), "Ed")


def facts() -> dict[str, Any]:
    return document.from_json(FACTS.read_text(encoding="utf-8"))


def drafted(store: Store, editor: Actor, data: dict[str, Any]) -> int:
    done = document.import_document(store, editor, data)
    row = {"username": "ap", "display_name": "Ap", "role": "approver", "created_at": store.now()}
    approver = Actor("ap", "approver", store.insert("users", row), "Ap")
    data["incident"]["ref"] = done.ref
    document.import_document(store, approver, data)
    new = NewExtra(incident_ids=[done.incident_id], compiled_at=COMPILED)
    return draft.draft_extra(store, editor, new)


def words(document: Document) -> dict[str, list[str]]:
    """Return section -> its paragraphs' words."""
    return {
        section.key: [plain(block.runs) for block in section.blocks if hasattr(block, "runs")]
        for section in document.sections
    }


def test_the_sections_stand_in_the_founding_reports_order(store: Store, editor: Actor) -> None:
    made = freeze.document_of(store, drafted(store, editor, facts()))
    expected = ["incident", "circumstances", "actions", "comment", "spokespersons", "about"]
    assert expected == [section.key for section in made.sections]
    assert "Extrainsatt rapport med anledning av uppgifter i DN om Millennium och CE-märkning" == (
        made.reason
    )
    assert ("Regional rapport Millennium 2024", "Sammanställd: 2024-11-08 klockan 20.30") == (
        made.series,
        made.compiled,
    )
    assert ["Talespersoner VGR", "Om Regional rapport Millennium 2024"] == [
        section.heading for section in made.sections[-2:]
    ]


def test_every_fact_stands_in_its_section_under_its_attribution(
    store: Store, editor: Actor
) -> None:
    made = freeze.document_of(store, drafted(store, editor, facts()))
    told = words(made)
    article, reply = told["incident"]
    assert article.startswith(
        "En artikel i Dagens Nyheter (DN), publicerad eftermiddagen 8 november, beskriver att"
    )
    assert "Boel Mörck, ordförande i programstyrgrupp Millennium, har svarat skriftligt" in reply
    assert reply.endswith("hänvisat till Oracle.")
    contract, procurement, claim = told["circumstances"]
    assert contract.startswith("Enligt avtalet mellan Västra Götalandsregionen (VGR) och Oracle")
    assert procurement.startswith("Enligt upphandlingen")
    assert claim.startswith("Oracle uppger att")
    assert any(text.startswith("Oracle uppger att") for text in told["actions"])
    assert any("ledningen för Oracle" in text for text in told["actions"])
    assert 3 == len(told["actions"])
    assert told["comment"][0].startswith("Vi räknar med")
    assert ["Boel Mörck, styrgruppsordförande Millennium VGR."] == told["spokespersons"]
    (link,) = (run for run in _runs(made, "incident") if isinstance(run, Link))
    assert ("Dagens Nyheter", "https://dn.example/millennium") == (link.text, link.url)


def _runs(made: Document, key: str) -> list[object]:
    (section,) = (one for one in made.sections if one.key == key)
    return [run for block in section.blocks if hasattr(block, "runs") for run in block.runs]


def test_the_linter_finds_nothing(store: Store, editor: Actor) -> None:
    report = drafted(store, editor, facts())
    found = examine.examine(store, report)
    assert ((), (), ()) == (found.verdicts.blocking, found.verdicts.open, found.too_new)


def test_nothing_from_after_the_compiled_time_gets_in(store: Store, editor: Actor) -> None:
    data = facts()
    later = "2024-11-08T20:31:00+01:00"
    data["circumstances"].append(
        {"key": "tillsyn", "basis": "authority", "organisation": "lakemedelsverket",
         "wording": "tillsynen har inletts", "known_at": later}
    )  # fmt: skip
    data["actions"].append({"key": "paus", "wording": "Införandet pausas", "known_at": later})
    data["statements"].append(
        {"key": "ursakt", "direction": "in", "channel": "email", "organisation": "oracle",
         "wording": "Vi beklagar starten.", "verbatim": True, "known_at": later}
    )  # fmt: skip
    report = drafted(store, editor, data)
    printed = " ".join(row["text"] for row in paragraphs.of_report(store, report))
    for word in ("tillsynen", "pausas", "beklagar"):
        assert word not in printed


def test_importing_the_export_of_the_facts_changes_nothing(store: Store, editor: Actor) -> None:
    done = document.import_document(store, editor, facts())
    again = document.import_document(
        store, editor, document.export_incident(store, done.incident_id)
    )
    assert {} == again.added
