"""Circumstances, claims, actions, decisions and open questions, each added in place."""

from __future__ import annotations

from incidents.record import incident
from incidents.record.incident import NewIncident
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.incident_world import EDITOR, PAGE, at, world

FACT = {"basis": "authority", "wording": "Inget har kommit in.", "verification": "unverified"}


async def test_a_circumstance_carries_its_three_times_as_precisely_as_typed(desk: Desk) -> None:
    w = world(desk)

    await desk.post(
        f"{PAGE}/omstandigheter", **FACT, happened_at="eftermiddagen 9 mars", known_at="19.40"
    )

    row = w.only("circumstances")
    assert ("2026-03-09T11:00:00Z", "part_of_day", "2026-03-09T18:40:00Z") == (
        row["happened_at"], row["happened_precision"], row["known_at"]
    )  # fmt: skip
    assert "2026-03-09T19:00:00Z" == row["entered_at"]


async def test_yesterday_and_nobody_knows_are_times_too(desk: Desk) -> None:
    w = world(desk)

    await desk.post(f"{PAGE}/omstandigheter", **FACT, happened_at="i går 14.30")
    yesterday = w.only("circumstances")
    await desk.post(f"{PAGE}/omstandigheter", **FACT, happened_at="i morse")
    morning = w.only("circumstances")
    await desk.post(f"{PAGE}/omstandigheter", **FACT, happened_at="i morse 07.30")
    exact = w.only("circumstances")
    await desk.post(f"{PAGE}/omstandigheter", **FACT, happened_at="okänd")

    assert ("2026-03-09T04:00:00Z", "part_of_day") == (
        morning["happened_at"], morning["happened_precision"]
    )  # fmt: skip
    assert "2026-03-09T06:30:00Z" == exact["happened_at"]
    assert "2026-03-08T13:30:00Z" == yesterday["happened_at"]
    assert "unknown" == w.only("circumstances")["happened_precision"]


async def test_a_time_that_cannot_be_read_keeps_the_words(desk: Desk) -> None:
    world(desk)

    answer = await desk.post(
        f"{PAGE}/omstandigheter", **FACT, happened_at="snart", _formular="ny-omstandighet"
    )

    assert 400 == answer.status_code
    assert 'id="ny-omstandighet-happened_at-fel"' in answer.text
    assert 'value="snart"' in answer.text
    assert "Inget har kommit in." in answer.text


async def test_the_cursor_stands_in_the_field_that_was_refused_and_nowhere_else(desk: Desk) -> None:
    world(desk)

    answer = await desk.post(
        f"{PAGE}/omstandigheter", **FACT, happened_at="snart", _formular="ny-omstandighet"
    )

    before, _, after = answer.text.partition(" autofocus")
    assert before[before.rindex("<input ") :].count('id="ny-omstandighet-happened_at"')
    assert " autofocus" not in after


async def test_what_was_added_offers_the_same_form_once_more(desk: Desk) -> None:
    world(desk)

    answer = await desk.post(f"{PAGE}/omstandigheter", **FACT, _formular="ny-omstandighet")
    told = desk.told(answer)
    form = (await desk.get(told["more"]["href"].removeprefix("/-/lagesbild/"))).text

    assert "Lägg till en till" == told["more"]["text"]
    assert 'id="ny-omstandighet"' in form


async def test_a_time_ahead_is_refused_at_its_field(desk: Desk) -> None:
    world(desk)

    answer = await desk.post(
        f"{PAGE}/omstandigheter", **FACT, happened_at="23.00", _formular="ny-omstandighet"
    )

    assert 'id="ny-omstandighet-happened_at-fel">Tiden ligger i framtiden.' in answer.text


async def test_an_identity_number_is_refused_at_its_field(desk: Desk) -> None:
    world(desk)

    answer = await desk.post(
        f"{PAGE}/atgarder", wording="Ringde 811228-9874.", status="done", _formular="ny-atgard"
    )

    assert 400 == answer.status_code
    assert 'id="ny-atgard-wording-fel"' in answer.text


async def test_a_partys_word_is_never_verified(desk: Desk) -> None:
    w = world(desk)

    answer = await desk.post(
        f"{PAGE}/omstandigheter", basis="party", wording="Allt är klart.",
        verification="verified", reference="mejl", organisation_id=w.nordlys,
    )  # fmt: skip

    assert 409 == answer.status_code
    assert 0 == desk.store.value("SELECT count(*) FROM circumstances")


async def test_an_authoritys_word_contradicts_a_claim_and_supersedes_in_one_step(
    desk: Desk,
) -> None:
    w = world(desk)
    said = w.said("in")
    await desk.post(f"{PAGE}/pastaenden", statement_id=said, wording="handlingarna är skickade")
    await desk.post(f"{PAGE}/omstandigheter", **{**FACT, "wording": "Ovisst."})
    claim, older = w.only("claims")["id"], w.only("circumstances")["id"]

    await desk.post(
        f"{PAGE}/omstandigheter", **FACT, contradicts=f"claim:{claim}", supersedes=older
    )
    shown = (await desk.get(PAGE)).text

    assert "contradicted" == w.only("claims")["status"]
    assert w.only("circumstances")["id"] == desk.store.value(
        "SELECT superseded_by FROM circumstances WHERE id = ?", [older]
    )
    assert "Motsägs av omständigheten" in shown


async def test_an_article_speaks_against_a_statement_which_stays(desk: Desk) -> None:
    w = world(desk)
    said = w.said("in")

    await desk.post(f"{PAGE}/motsagelser", what=f"statement:{said}", by=f"article:{w.article}")
    nonsense = await desk.post(f"{PAGE}/motsagelser", what="claim:x", by="article:1")

    assert "Motsägs av MV" in (await desk.get(PAGE)).text
    assert 400 == nonsense.status_code


async def test_a_circumstance_is_changed_and_superseded(desk: Desk) -> None:
    w = world(desk)
    await desk.post(f"{PAGE}/omstandigheter", **FACT)
    await desk.post(f"{PAGE}/omstandigheter", **FACT)

    await desk.post(
        f"{PAGE}/omstandigheter/1", **{**FACT, "wording": "Inget kom."}, happened_at="",
        known_at="2026-03-09 20.00", revision="1",
    )  # fmt: skip
    await desk.post(f"{PAGE}/omstandigheter/1/ersatt", by_id="2", revision="2")

    row = desk.store.get("circumstances", 1)
    assert ("Inget kom.", 2) == (row["wording"], row["superseded_by"])
    assert 2 == w.only("circumstances")["id"]


async def test_a_claims_status_is_changed_by_hand(desk: Desk) -> None:
    w = world(desk)
    await desk.post(f"{PAGE}/pastaenden", article_id=w.article, wording="Kompass saknar märkning")

    await desk.post(
        f"{PAGE}/pastaenden/1", wording="Kompass saknar märkning", status="confirmed", revision="1"
    )

    assert "confirmed" == w.only("claims")["status"]


async def test_a_planned_action_is_due_waits_and_is_done_late(desk: Desk) -> None:
    w = world(desk)
    await desk.post(f"{PAGE}/atgarder", wording="Svara.", status="planned", due_at="20.10")
    desk.clock.set(at(9, "20.35"))

    waiting = (await desk.get(PAGE)).text
    await desk.post(f"{PAGE}/atgarder/1/klar", revision="1")

    assert "försenad 25 min" in waiting
    assert ("done", "2026-03-09T19:35:00Z") == tuple(
        w.only("actions")[name] for name in ("status", "done_at")
    )
    assert "klar efter utsatt tid" in (await desk.get(PAGE)).text


async def test_a_due_day_means_its_last_minute(desk: Desk) -> None:
    w = world(desk)

    await desk.post(f"{PAGE}/atgarder", wording="Svara.", status="planned", due_at="10 mars")

    assert "2026-03-10T22:59:00Z" == w.only("actions")["due_at"]


async def test_a_second_hand_action_says_whose_word_it_is(desk: Desk) -> None:
    w = world(desk)

    await desk.post(
        f"{PAGE}/atgarder", wording="Felsökning pågår.", status="ongoing",
        reported_by_id=w.nordlys, happened_at="12.00",
    )  # fmt: skip

    assert "2026-03-09T19:00:00Z" == w.only("actions")["known_at"]
    assert "Enligt Nordlys Health." in (await desk.get(PAGE)).text


async def test_a_decision_is_entered_and_changed(desk: Desk) -> None:
    w = world(desk)
    fields = {"decided_by": "Regiondirektören", "wording": "Införandet pausas."}

    await desk.post(f"{PAGE}/beslut", **fields, happened_at="11.00")
    await desk.post(f"{PAGE}/beslut/1", **fields, registry_number="RVM 2026-0313", revision="1",
                    happened_at="2026-03-09 11.00", known_at="2026-03-09 11.00")  # fmt: skip

    row = w.only("decisions")
    assert ("RVM 2026-0313", "2026-03-09T10:00:00Z", 2) == (
        row["registry_number"], row["happened_at"], row["revision"]
    )  # fmt: skip


async def test_a_question_is_answered_by_what_they_sent_us(desk: Desk) -> None:
    w = world(desk)
    await desk.post(
        f"{PAGE}/oppna-fragor", wording="Vilken dag?", put_to_id=w.nordlys,
        happened_at="08.40", answer_due_at="11.00",
    )  # fmt: skip
    said = w.said("in")

    await desk.post(f"{PAGE}/oppna-fragor/1/svar", statement_id=said, revision="1")

    row = w.only("questions")
    assert (said, "2026-03-09T10:00:00Z") == (row["answer_id"], row["answer_due_at"])
    assert row["answered_at"]


async def test_a_question_is_changed(desk: Desk) -> None:
    w = world(desk)
    await desk.post(f"{PAGE}/oppna-fragor", wording="Vilken dag?", happened_at="08.40")

    await desk.post(
        f"{PAGE}/oppna-fragor/1", wording="Vilken dag och vart?", revision="1",
        happened_at="2026-03-09 08.40", known_at="2026-03-09 08.40",
    )  # fmt: skip

    assert "Vilken dag och vart?" == w.only("questions")["wording"]


async def test_nothing_is_added_to_a_closed_incident(desk: Desk) -> None:
    world(desk)
    await desk.post(f"{PAGE}/avsluta", note="Klart.", revision="1")

    answer = await desk.post(f"{PAGE}/atgarder", wording="Ringde.", status="done")

    assert 409 == answer.status_code
    assert "är avslutad. Öppna händelsen igen först." in answer.text


async def test_a_form_without_organisations_says_where_they_are_added(desk: Desk) -> None:
    incident.open_from_nothing(desk.store, EDITOR, NewIncident(title="Driftstopp"))

    shown = (await desk.get(f"{PAGE}?oppna=ny-omstandighet")).text
    there = (await desk.get("personer?oppna=ny-organisation")).text

    assert "Organisation: inga organisationer är införda än." in shown
    assert 'href="/-/lagesbild/personer?oppna=ny-organisation#ny-organisation"' in shown
    assert 'name="organisation_id"' not in shown
    assert 'id="ny-organisation"' in there


async def test_a_form_offers_the_organisations_there_are(desk: Desk) -> None:
    world(desk)

    shown = (await desk.get(f"{PAGE}?oppna=ny-omstandighet")).text

    assert "inga organisationer är införda än" not in shown
    assert ">Nordlys Health</option>" in shown
