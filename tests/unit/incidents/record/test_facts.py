"""Circumstances, claims and what speaks against them."""

from __future__ import annotations

import pytest
from record_world import World, add_article, at, on, theirs

from incidents.record import circumstance, claim
from incidents.record.circumstance import NewCircumstance
from incidents.record.claim import NewClaim, NewContradiction
from monitor.core.errors import InputError, RuleError, StaleEditError
from monitor.core.store import Row


def add(world: World, basis: str = "authority", **other: object) -> int:
    new = NewCircumstance(basis=basis, wording="Inget hade kommit in till klockan 14.45.", **other)  # type: ignore[arg-type]
    return circumstance.add(world.store, world.sara, world.incident, new)


def status(world: World, claim_id: int) -> str:
    return str(world.store.value("SELECT status FROM claims WHERE id = ?", [claim_id]))


def of_theirs(world: World) -> int:
    new = NewClaim(wording="handlingarna är skickade", statement_id=theirs(world))
    return claim.add(world.store, world.sara, world.incident, new)


def test_a_circumstance_keeps_three_times(world: World) -> None:
    row = world.store.get(
        "circumstances", add(world, moment=on(9, "14.45"), known_at=at(9, "14.50"))
    )
    expected = ("2026-03-09T13:45:00Z", "2026-03-09T13:50:00Z", "2026-03-09T14:00:00Z")
    assert expected == (row["happened_at"], row["known_at"], row["entered_at"])


@pytest.mark.parametrize("basis", ["party", "media"])
def test_d7_a_partys_or_a_mediums_word_is_never_verified(world: World, basis: str) -> None:
    with pytest.raises(RuleError, match="D7"):
        add(world, basis, verification="verified", reference="Avtal 3")
    added = add(world, basis)
    with pytest.raises(RuleError, match="D7"):
        changes = {"verification": "verified", "reference": "Avtal 3"}
        circumstance.change(world.store, world.sara, added, revision=1, changes=changes)


def test_d7_verified_needs_a_reference(world: World) -> None:
    with pytest.raises(RuleError, match="D7"):
        add(world, verification="verified", reference=" ")
    add(world, verification="verified", reference="Dnr 6.1-2026-88")


def test_an_authoritys_word_contradicts_a_claim_and_a_mediums_disputes_it(world: World) -> None:
    first, second = of_theirs(world), of_theirs(world)
    article = add_article(world, "Inget har kommit in", "rv")
    for claim_id in (first, second):
        new = NewContradiction(claim_id=claim_id, article_id=article)
        claim.contradict(world.store, world.sara, new)
        assert "disputed" == status(world, claim_id)
    claim.contradict(
        world.store, world.sara, NewContradiction(claim_id=first, circumstance_id=add(world))
    )
    assert ("contradicted", "disputed") == (status(world, first), status(world, second))
    media = NewContradiction(claim_id=first, circumstance_id=add(world, "media"))
    claim.contradict(world.store, world.sara, media)
    assert "contradicted" == status(world, first)


def test_a_contradiction_is_known_with_what_speaks_against_and_kept_once(world: World) -> None:
    said, fact = theirs(world), add(world, known_at=at(9, "14.50"))
    new = NewContradiction(statement_id=said, circumstance_id=fact)
    first = claim.contradict(world.store, world.sara, new)
    assert first == claim.contradict(world.store, world.sara, new)
    row = world.store.get("contradictions", first)
    assert "2026-03-09T13:50:00Z" == row["known_at"]
    assert (
        "Vi har lämnat in en försäkran för Kompass."
        == world.store.get("statements", said)["wording"]
    )


@pytest.mark.parametrize(
    "new",
    [
        NewContradiction(circumstance_id=1),
        NewContradiction(claim_id=1, statement_id=1, circumstance_id=1),
        NewContradiction(claim_id=1),
        NewContradiction(claim_id=1, circumstance_id=1, article_id=1),
    ],
)
def test_a_contradiction_has_two_ends(world: World, new: NewContradiction) -> None:
    with pytest.raises(InputError):
        claim.contradict(world.store, world.sara, new)


def test_a_superseded_circumstance_stays(world: World) -> None:
    old, new = add(world, "party"), add(world)
    circumstance.supersede(world.store, world.sara, old, revision=1, by_id=new)
    row: Row = world.store.get("circumstances", old)
    assert (new, 2) == (row["superseded_by"], row["revision"])
    for wrong in (old, new):
        with pytest.raises(InputError):
            circumstance.supersede(world.store, world.sara, new, revision=1, by_id=wrong)


def test_an_articles_claims_are_numbered_within_the_incident(world: World) -> None:
    ids = [
        claim.add(
            world.store,
            world.sara,
            world.incident,
            NewClaim(wording=words, article_id=world.article),
        )
        for words in ("Kompass saknar registrering", "starten skjuts upp")
    ]
    rows = [world.store.get("claims", each) for each in ids]
    assert [1, 2] == [row["number"] for row in rows]
    assert {"2026-03-09T13:13:00Z"} == {row["known_at"] for row in rows}
    changes = {"status": "confirmed"}
    claim.change(world.store, world.sara, ids[0], revision=1, changes=changes)
    with pytest.raises(StaleEditError):
        claim.change(world.store, world.per, ids[0], revision=1, changes=changes)
    with pytest.raises(InputError):
        claim.change(world.store, world.per, ids[0], revision=2, changes={"article_id": 1})


def test_a_claim_stands_in_one_place(world: World) -> None:
    for new in (NewClaim(wording="x"), NewClaim(wording="x", article_id=1, statement_id=1)):
        with pytest.raises(InputError):
            claim.add(world.store, world.sara, world.incident, new)
