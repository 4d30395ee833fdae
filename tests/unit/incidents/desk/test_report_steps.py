from __future__ import annotations

from dataclasses import replace

from incidents.record import statement
from incidents.record.statement import NewStatement
from incidents.report import deliver, draft
from incidents.report.draft import NewExtra
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.report_world import (
    N,
    approved,
    e01,
    monday,
    paragraph,
    report,
    step,
)
from tests.unit.incidents.report.release_world import at

FORMATS = ["docx", "eml", "html", "markdown", "pdf", "text"]


async def test_a_draft_goes_through_review_to_a_frozen_sent_report(desk: Desk) -> None:
    world = e01(desk)
    await approved(desk)
    files = desk.store.rows("SELECT format FROM report_files ORDER BY format")

    answer = await step(desk, "skicka", list=[world.board, world.chiefs])
    shown = (await desk.get(N)).text

    assert FORMATS == [row["format"] for row in files]
    assert 303 == answer.status_code
    assert "sent" == report(desk)["status"]
    assert 5 == shown.count('<span class="badge good">skickad</span>')
    assert f'action="/-/lagesbild/{N}/stycken' not in shown


async def test_whoever_reads_for_approval_sees_the_tools_for_changing_when_asked_for(
    desk: Desk,
) -> None:
    e01(desk)
    draft = (await desk.get(N)).text
    await step(desk, "granskning")

    read = (await desk.get(N, role="approver")).text
    changing = (await desk.get(f"{N}?andra=1", role="approver")).text

    assert "Flytta, utelämna" in draft
    assert "Flytta, utelämna" not in read
    assert "Bygger på" in read
    assert f'href="/-/lagesbild/{N}?andra=1"' in read
    assert "Flytta, utelämna" in changing


async def test_an_editor_may_not_approve_and_is_told_so(desk: Desk) -> None:
    e01(desk)
    await step(desk, "granskning")

    answer = await step(desk, "godkann")

    assert 403 == answer.status_code
    assert "in_review" == report(desk)["status"]


async def test_one_who_submitted_is_told_to_let_another_approve(desk: Desk) -> None:
    e01(desk)
    await step(desk, "granskning", role="approver")

    shown = (await desk.get(N, role="approver")).text
    answer = await step(desk, "godkann", role="approver")

    assert "Du lämnade själv rapporten för granskning." in shown
    assert 409 == answer.status_code


async def test_the_duty_officer_approves_alone_with_a_reason_and_is_countersigned(
    desk: Desk,
) -> None:
    e01(desk)
    await step(desk, "granskning")

    refused = await step(desk, "godkann", jour="1", reason="", _formular="jour")
    done = await step(desk, "godkann", jour="1", reason="Ingen godkännare svarar.")
    waiting = (await desk.get("rapporter?jour=1")).text
    signed = await step(desk, "kontrasignera", role="approver")
    shown = (await desk.get(N)).text

    assert (400, 303, 303) == (refused.status_code, done.status_code, signed.status_code)
    assert "Fältet måste fyllas i." in refused.text
    assert "väntar på kontrasignering" in waiting
    assert "Kontrasignerad" in shown


async def test_a_blocked_report_is_not_approved_and_says_why(desk: Desk) -> None:
    e01(desk)
    row = paragraph(desk, "RVM bad")
    await desk.post(
        f"{N}/stycken/{row['id']}", revision=row["revision"], text="Kompass är olagligt."
    )
    await step(desk, "granskning")

    answer = await step(desk, "godkann", role="approver")

    assert 400 == answer.status_code
    assert "skrivhjälpen stoppar 1" in answer.text


async def test_own_words_that_wait_for_approval_are_told_with_the_way_there(desk: Desk) -> None:
    world = monday(desk).world
    later = {"known_at": at(9, "20.00"), "direction": "out", "channel": "written"}
    keys = [
        statement.add(
            desk.store, world.sara, world.incident,
            NewStatement(wording="Vi följer upp avtalet i veckan.", organisation_comment=True,
                         approval="draft", **later),
        ),
        statement.add(
            desk.store, world.sara, world.incident,
            NewStatement(wording="Vi väntar på besked.", approval="requested",
                         addressee_outlet_id=world.mv, **later),
        ),
    ]  # fmt: skip
    draft.draft_extra(desk.store, world.sara, NewExtra(incident_ids=[world.incident]))
    desk.clock.set(at(9, "20.05"))
    statement.add(
        desk.store, world.sara, world.incident,
        NewStatement(direction="out", channel="written", wording="Det här kom senare."),
    )  # fmt: skip

    shown = (await desk.get(N)).text
    await step(desk, "granskning")
    done = await step(desk, "godkann", role="approver")

    assert "Två egna uttalanden väntar på godkännande och är inte med:" in shown
    for key in keys:
        assert f'visa=uttalanden#uttalande-{key}"><q>Vi ' in shown
    assert "Det här kom senare." not in shown
    assert "Inga anmärkningar." not in shown
    assert 303 == done.status_code


async def test_words_that_others_have_replaced_wait_for_nothing(desk: Desk) -> None:
    world = monday(desk).world
    own = NewStatement(direction="out", channel="written", wording="Den första lydelsen.")
    first = statement.add(desk.store, world.sara, world.incident, own)
    then = replace(own, wording="Den andra lydelsen.")
    second = statement.add(desk.store, world.sara, world.incident, then)
    statement.relate(desk.store, world.sara, second, kind="replaces", other_statement_id=first)
    draft.draft_extra(desk.store, world.sara, NewExtra(incident_ids=[world.incident]))

    shown = (await desk.get(N)).text

    assert "Ett eget uttalande väntar på godkännande och är inte med:" in shown
    assert "Den första lydelsen." not in shown


async def test_changed_sources_are_read_again_before_approval(desk: Desk) -> None:
    e01(desk)
    await step(desk, "granskning")
    desk.store.execute("UPDATE actions SET wording = 'RVM bad om svar'")

    shown = (await desk.get(N, role="approver")).text
    refused = await step(desk, "godkann", role="approver")
    done = await step(desk, "godkann", role="approver", accept_changed="1")

    assert "ändrad sedan stycket skrevs" in shown
    assert 'name="accept_changed"' in shown
    assert (409, 303) == (refused.status_code, done.status_code)


async def test_what_changes_beneath_a_locked_report_is_told_before_and_after_it_is_sent(
    desk: Desk,
) -> None:
    world = e01(desk)
    await approved(desk)
    with desk.store.writing(world.world.sara):
        desk.store.execute("UPDATE articles SET title = 'Ny rubrik' WHERE id = 1")

    before = (await desk.get(N)).text
    await step(desk, "skicka", list=[world.board])
    after = (await desk.get(N)).text

    assert "har ändrats i registret sedan texten skrevs" in before
    assert "öppna rapporten igen om något i den är fel" in before
    assert "rätta rapporten om något i den var fel" in after


async def test_reopening_voids_the_approval(desk: Desk) -> None:
    e01(desk)
    await approved(desk)

    answer = await step(desk, "oppna")

    assert 303 == answer.status_code
    assert ("draft", None) == (report(desk)["status"], report(desk)["approved_at"])
    assert 0 == desk.store.value("SELECT count(*) FROM report_files")


async def test_sending_to_nobody_is_refused_at_the_lists(desk: Desk) -> None:
    e01(desk)
    await approved(desk)

    answer = await step(desk, "skicka", _formular="skicka")

    assert 400 == answer.status_code
    assert "Välj minst en sändlista" in answer.text
    assert "approved" == report(desk)["status"]


async def test_a_bounce_is_noted_and_the_message_sent_again(desk: Desk) -> None:
    world = e01(desk)
    await approved(desk)
    await step(desk, "skicka", list=[world.chiefs])
    key = deliver.of_report(desk.store, report(desk)["id"])[1]["id"]

    await desk.post(f"{N}/utskick/{key}/studs", why="Brevlådan är full.")
    bounced = (await desk.get(N)).text
    again = await desk.post(f"{N}/utskick/{key}/igen")

    assert "Brevlådan är full." in bounced
    assert 303 == again.status_code
    assert "sent" == desk.store.value("SELECT status FROM deliveries WHERE id = ?", [key])


async def test_a_correction_is_a_new_report_in_the_persons_words(desk: Desk) -> None:
    world = e01(desk)
    await approved(desk)
    await step(desk, "skicka", list=[world.board])
    words = "Handlingarna var inte skickade när rapporten lämnades."

    form = (await desk.get("rapporter/ny?rattar=2026-E01")).text
    answer = await desk.post(
        "rapporter/ny", kind="extra", rattar="2026-E01", correction=words,
        handelse=desk.store.value("SELECT ref FROM incidents"), compiled_at="nu",
    )  # fmt: skip
    shown = (await desk.get("rapporter/2026-E02")).text

    assert "Rätta 2026-E01" in form
    assert answer.headers["location"].endswith("2026-E02")
    assert f"<strong>Rättelse:</strong> {words}" in shown
    assert 'Rättar <a href="/-/lagesbild/rapporter/2026-E01">' in shown


async def test_nobody_sends_into_an_outbox_unknowingly(desk: Desk) -> None:
    e01(desk)
    await approved(desk)
    held = desk.datasette.lagesbild
    told = "Ingen e-postserver är inställd. Breven läggs i mappen outbox"

    without = (await desk.get(N)).text
    held.settings = replace(held.settings, smtp_host="mail.example")
    served = (await desk.get(N)).text

    assert told in without
    assert told not in served
