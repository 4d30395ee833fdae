"""Monday of the fictional week, entered through the record's own functions, up to report E01."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "record"))

from record_world import World, at, build, on

from incidents.record import (
    action,
    circumstance,
    claim,
    enquiry,
    incident,
    people,
    statement,
)
from incidents.record.action import NewAction
from incidents.record.circumstance import NewCircumstance
from incidents.record.claim import NewClaim
from incidents.record.enquiry import NewEnquiry
from incidents.record.statement import NewStatement
from incidents.report import draft, paragraphs, recipients, release
from incidents.report.draft import NewExtra
from incidents.report.recipients import NewRecipient
from monitor.core.clock import HeldClock
from monitor.core.settings import Settings
from monitor.core.store import Store

LETTER = (
    "Vi har lämnat in en försäkran för Kompass. Handlingarna är skickade till Produktverket. "
    "Beslutsstödet är godkänt enligt europeiska regler."
)

__all__ = ["LETTER", "Desk", "at", "draft_e01", "monday", "on", "paragraph", "ready", "revision"]


@dataclass
class Desk:
    """The world, its settings, and the ids that tests speak of."""

    world: World
    settings: Settings
    letter: int
    claims: list[int]
    board: int
    chiefs: int

    @property
    def store(self) -> Store:
        return self.world.store

    def go(self, day: int, clock: str) -> None:
        self.world.clock.set(at(day, clock))


def monday(store: Store, clock: HeldClock, state: Path) -> Desk:
    clock.set(at(9, "10.45"))
    clock.set(at(9, "14.20"))
    world = build(store, clock)
    sara, lena, h = world.sara, world.lena, world.incident
    changes = {"topic": "Kompass och klassmärkning", "severity": "raised", "status": "ongoing"}
    incident.change(store, sara, h, revision=1, changes=changes)
    claim.add(
        store, sara, h,
        NewClaim(wording="journalsystemet Kompass saknar registrering hos Produktverket",
                 article_id=world.article),
    )  # fmt: skip
    asked = enquiry.add(
        store, sara, h,
        NewEnquiry(asker="media", outlet_id=world.mv, question="Är Kompass märkt i rätt klass?",
                   deadline_at=at(9, "13.00"), moment=on(9, "10.40")),
    )  # fmt: skip
    action.add(
        store, sara, h,
        NewAction(wording="RVM bad Nordlys Health om besked om märkningen", moment=on(9, "11.05"),
                  known_at=at(9, "11.05")),
    )  # fmt: skip
    answer = statement.add(
        store, sara, h,
        NewStatement(direction="out", channel="written", verbatim=True, speaker_id=world.karin,
                     addressee_outlet_id=world.mv, refers_to_id=world.nordlys,
                     wording="Enligt avtalet svarar leverantören för märkningen.",
                     moment=on(9, "12.50")),
    )  # fmt: skip
    statement.approve(store, lena, answer, revision=1)
    enquiry.answer(store, sara, asked, revision=1, statement_id=answer)
    circumstance.add(
        store, sara, h,
        NewCircumstance(basis="contract", organisation_id=world.nordlys, reference="Avtal 4.2",
                        verification="verified",
                        wording="leverantören ansvarar för att Kompass följer gällande regler"),
    )  # fmt: skip
    people.assign_spokesperson(
        store,
        sara,
        h,
        world.karin_position,
        valid_from=at(9, "14.20"),
    )
    comment = statement.add(
        store, sara, h,
        NewStatement(direction="out", channel="written", organisation_comment=True,
                     wording="Vi utgår från avtalets krav och följer upp dem med leverantören."),
    )  # fmt: skip
    statement.approve(store, lena, comment, revision=1)
    clock.set(at(9, "19.15"))
    letter = statement.add(
        store, sara, h,
        NewStatement(direction="in", channel="email", verbatim=True, organisation_id=world.nordlys,
                     addressee_person_id=world.karin, wording=LETTER, moment=on(9, "19.10")),
    )  # fmt: skip
    claims = [
        claim.add(store, sara, h, NewClaim(wording=words, statement_id=letter))
        for words in ("en försäkran är inlämnad", "handlingarna är skickade till Produktverket")
    ]
    store.update("users", lena.user_id or 0, {"email": "lena@rvm.example"})
    board, chiefs = (recipients.add_list(store, world.admin, n) for n in ("Ledning", "Chefer"))
    for name in ("ett", "tva"):
        add_recipient(world, board, name)
    for name in ("tre", "studs", "fyra"):
        add_recipient(world, chiefs, name)
    clock.set(at(9, "20.00"))
    settings = Settings(state=state, mail_from="rapport@rvm.example")
    return Desk(world, settings, letter, claims, board, chiefs)


def add_recipient(world: World, list_id: int, name: str) -> int:
    new = NewRecipient(name=name, channel="email", address=f"{name}@rvm.example")
    return recipients.add(world.store, world.admin, list_id, new)


def revision(desk: Desk, report: int) -> int:
    return desk.world.revision("reports", report)


def draft_e01(desk: Desk) -> int:
    return draft.draft_extra(
        desk.store, desk.world.sara, NewExtra(incident_ids=[desk.world.incident])
    )


def ready(desk: Desk) -> int:
    """Return a report that is approved by Lena."""
    report = draft_e01(desk)
    release.submit(desk.store, desk.world.sara, report, revision=revision(desk, report))
    release.approve(
        desk.store, desk.world.lena, report, revision=revision(desk, report), settings=desk.settings
    )
    return report


def paragraph(desk: Desk, report: int, start: str) -> tuple[int, int]:
    """Return (id, revision) of the paragraph whose text starts so."""
    for row in paragraphs.of_report(desk.store, report):
        if row["text"].startswith(start):
            return int(row["id"]), int(row["revision"])
    raise AssertionError(start)
