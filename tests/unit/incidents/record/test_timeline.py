from __future__ import annotations

import pytest
from record_world import World, at, on, ours, theirs

from incidents.record import action, circumstance, enquiry, incident
from incidents.record.action import NewAction
from incidents.record.circumstance import NewCircumstance
from incidents.record.enquiry import NewEnquiry
from incidents.record.timeline import timeline
from monitor.core.errors import NotFoundError
from monitor.core.times import Moment, Precision


def test_everything_stands_in_the_order_it_happened(world: World) -> None:
    enquiry.add(
        world.store, world.sara, world.incident,
        NewEnquiry(
            asker="media", outlet_id=world.mv, question="Rätt klass?", moment=on(9, "10.40")
        ),
    )  # fmt: skip
    theirs(world)
    action.add(
        world.store, world.sara, world.incident,
        NewAction(wording="RVM bad om besked", moment=on(9, "14.50")),
    )  # fmt: skip
    told = [(entry.heading, entry.text) for entry in timeline(world.store, world.incident)]
    expected = [
        ("Mediefråga", "Morgonbladet Väst: Rätt klass?"),
        ("Utlösande artikel", "Morgonbladet Väst: Nytt journalsystem saknar rätt märkning"),
        ("Uttalande till oss", "Vi har lämnat in en försäkran för Kompass."),
        ("Åtgärd", "RVM bad om besked"),
        ("Händelsen öppnad", "H-2026-001 Nytt journalsystem saknar rätt märkning"),
    ]
    assert expected == told


def test_an_entry_made_long_after_it_was_known_is_late(world: World) -> None:
    for known in ("13.59", "14.00"):
        circumstance.add(
            world.store, world.sara, world.incident,
            NewCircumstance(basis="authority", wording="Inget inkommet.",
                            moment=on(9, "13.00"), known_at=at(9, known)),
        )  # fmt: skip
    entries = [e for e in timeline(world.store, world.incident) if e.kind == "circumstances"]
    assert [True, False] == [entry.late for entry in entries]
    assert ["Sara Holm"] * 2 == [entry.by for entry in entries]


def test_the_incidents_own_steps_are_told(world: World) -> None:
    world.later(1)
    changes = {"severity": "raised", "status": "ongoing"}
    incident.change(world.store, world.per, world.incident, revision=1, changes=changes)
    world.later(1)
    incident.close(world.store, world.sara, world.incident, revision=2, note="Rättat.")
    told = [(e.heading, e.text, e.by) for e in timeline(world.store, world.incident)][-3:]
    expected = [
        ("Nytt allvar", "förhöjd", "Per Rudin"),
        ("Nytt läge", "pågår", "Per Rudin"),
        ("Händelsen avslutad", "Rättat.", ""),
    ]
    assert expected == told


def test_a_quiet_change_of_headline_stands_in_the_timeline(world: World) -> None:
    world.store.insert(
        "article_versions",
        {
            "article_id": world.article, "number": 2, "captured_at": "2026-03-10T10:15:00Z",
            "title": "Nytt journalsystem kan sakna rätt märkning", "change_kind": "headline",
            "digest": "x",
        },
    )  # fmt: skip
    last = timeline(world.store, world.incident)[-1]
    assert ("Ny rubrik", True) == (last.heading, last.automatic)
    assert "Morgonbladet Väst: Nytt journalsystem kan sakna rätt märkning" == last.text


def test_an_unknown_incident_has_no_timeline(world: World) -> None:
    with pytest.raises(NotFoundError):
        timeline(world.store, 99)


def test_a_time_is_told_as_exactly_as_it_is_known(world: World) -> None:
    for words, moment in (
        ("minut", on(9, "14.10")),
        ("del", Moment(at(9, "12.00"), Precision.PART_OF_DAY)),
        ("dag", Moment(at(9, "00.00"), Precision.DAY)),
        ("vecka", Moment(at(9, "00.00"), Precision.WEEK)),
        ("ingen", Moment(None, Precision.UNKNOWN)),
    ):
        new = NewCircumstance(basis="own_check", wording=words, moment=moment)
        circumstance.add(world.store, world.sara, world.incident, new)
    entries = timeline(world.store, world.incident)
    told = {entry.text: entry.when for entry in entries if entry.kind == "circumstances"}
    expected = {
        "minut": "2026-03-09 klockan 14.10",
        "del": "2026-03-09 eftermiddagen",
        "dag": "2026-03-09",
        "vecka": "vecka 11 2026",
        "ingen": "2026-03-09 klockan 15.00 (ingen tid angiven, känt då)",
    }
    assert expected == told


def test_what_has_no_time_of_its_own_says_why(world: World) -> None:
    ours(world)
    new = NewAction(wording="Rapport till nämnden", status="planned", due_at=at(12, "09.00"))
    action.add(world.store, world.sara, world.incident, new)
    told = {entry.heading: entry.untimed for entry in timeline(world.store, world.incident)}
    assert ("inte lämnat än", "inte gjord än") == (
        told["Uttalande från oss"], told["Planerad åtgärd"]
    )  # fmt: skip
    assert "" == told["Utlösande artikel"]
