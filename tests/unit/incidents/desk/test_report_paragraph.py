from __future__ import annotations

from typing import Any

from incidents.report import paragraphs
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.report_world import N, e01, paragraph, report, step


async def change(desk: Desk, start: str, text: str, role: str = "editor", **more: Any) -> Any:
    row = paragraph(desk, start)
    fields = {"revision": row["revision"], "text": text, **more}
    return await desk.post(f"{N}/stycken/{row['id']}", role=role, **fields)


async def test_a_paragraph_is_changed_in_place_and_says_by_whom(desk: Desk) -> None:
    e01(desk)
    before = paragraph(desk, "RVM bad")["text"]

    answer = await change(desk, "RVM bad", "RVM har bett Nordlys Health om besked.")
    shown = (await desk.get(N)).text

    assert 303 == answer.status_code
    assert "för hand av Editor" in shown
    assert before in shown  # what the program wrote, on demand


async def test_two_editors_see_both_texts_and_lose_nothing(desk: Desk) -> None:
    e01(desk)
    row = paragraph(desk, "RVM bad")
    form = f"text-{row['id']}"
    await change(desk, "RVM bad", "Min kollegas text.")

    answer = await desk.post(
        f"{N}/stycken/{row['id']}", _formular=form, revision=row["revision"], text="Min egen text."
    )

    assert 409 == answer.status_code
    assert "Min egen text.</textarea>" in answer.text
    assert "Min kollegas text.</pre>" in answer.text
    assert "Editor ändrade samma stycke" in answer.text
    assert "Min kollegas text." == paragraph(desk, "Min kollegas")["text"]


async def test_an_edited_paragraph_is_restored(desk: Desk) -> None:
    e01(desk)
    before = paragraph(desk, "RVM bad")["text"]
    await change(desk, "RVM bad", "Annat.")
    row = paragraph(desk, "Annat.")

    await desk.post(f"{N}/stycken/{row['id']}/aterstall", revision=row["revision"])

    assert before == paragraph(desk, "RVM bad")["text"]


async def test_a_paragraph_is_left_out_put_back_and_moved(desk: Desk) -> None:
    e01(desk)
    row = paragraph(desk, "RVM bad")

    await desk.post(f"{N}/stycken/{row['id']}/utelamna", revision=row["revision"])
    out = (await desk.get(N)).text
    await desk.post(f"{N}/stycken/{row['id']}/ta-med", revision=row["revision"] + 1)
    await desk.post(f"{N}/stycken/{row['id']}/ned", revision=row["revision"] + 2)
    order = [
        one["id"]
        for one in paragraphs.of_report(desk.store, report(desk)["id"])
        if one["section"] == "actions"
    ]

    assert "utelämnat, trycks inte" in out
    assert row["id"] == order[1]


async def test_an_own_paragraph_may_be_a_list_and_opens_an_optional_section(desk: Desk) -> None:
    e01(desk)

    answer = await step(desk, "stycken", section="questions", text="- Vem?\n- När?")
    shown = (await desk.get(N)).text

    assert 303 == answer.status_code
    assert "<li>Vem?</li><li>När?</li>" in shown
    assert "Skrivet för hand av Editor" in shown


async def test_a_paragraph_of_another_report_is_not_found(desk: Desk) -> None:
    e01(desk)
    row = paragraph(desk, "RVM bad")
    path = f"rapporter/2026-E02/stycken/{row['id']}"

    answer = await desk.post(path, revision=1, text="Fel rapport.")

    assert 404 == answer.status_code


async def test_a_remark_marks_the_words_and_its_proposal_is_taken_by_one_button(
    desk: Desk,
) -> None:
    e01(desk)
    await change(desk, "RVM bad", "RVM bad om besked klockan 11:05.")
    row = paragraph(desk, "RVM bad om besked")

    shown = (await desk.get(N)).text
    answer = await desk.post(
        f"{N}/anmarkningar/godta",
        paragraph=row["id"], rule="W1", found="11:05", start=26, revision=row["revision"],
    )  # fmt: skip

    assert "<mark>11:05</mark>" in shown
    assert "<q>11.05</q>" in shown
    assert 303 == answer.status_code
    assert "RVM bad om besked klockan 11.05." == paragraph(desk, "RVM bad om besked")["text"]


async def test_a_remark_that_no_longer_holds_is_refused(desk: Desk) -> None:
    e01(desk)
    row = paragraph(desk, "RVM bad")

    answer = await desk.post(
        f"{N}/anmarkningar/godta",
        paragraph=row["id"], rule="W1", found="11:05", start=0, revision=row["revision"],
    )  # fmt: skip

    assert 409 == answer.status_code
    assert "gäller inte längre" in answer.text


async def test_a_remark_on_the_reason_changes_the_reason(desk: Desk) -> None:
    e01(desk)
    await desk.post(N, revision=1, reason_clause="uppgifter i MV klockan 11:05")

    answer = await step(
        desk, "anmarkningar/godta", paragraph="reason", rule="W1", found="11:05", start=0
    )

    assert 303 == answer.status_code
    assert "uppgifter i MV klockan 11.05" == report(desk)["reason_clause"]


async def test_a_remark_stands_with_a_reason_and_never_without(desk: Desk) -> None:
    e01(desk)
    await change(desk, "RVM bad", "RVM bad om besked klockan 11:05.")
    row = paragraph(desk, "RVM bad om besked")
    remark = {"paragraph": row["id"], "rule": "W1", "found": "11:05"}

    refused = await step(desk, "anmarkningar/lat-sta", **remark, reason=" ")
    kept = await step(desk, "anmarkningar/lat-sta", **remark, reason="Så står det i protokollet.")
    shown = (await desk.get(N)).text

    assert (400, 303) == (refused.status_code, kept.status_code)
    assert "Skäl: Så står det i protokollet." in shown
    assert "<mark>11:05</mark>" not in shown


async def test_blocking_remarks_stand_apart_and_have_no_way_around(desk: Desk) -> None:
    e01(desk)

    await change(desk, "RVM bad", "Kompass är olagligt.")
    shown = (await desk.get(N)).text

    assert "Skrivhjälpen stoppar 1 ställe" in shown
    assert '<li class="remark blocking">' in shown


async def test_an_approvers_edit_is_confirmed_by_the_editor(desk: Desk) -> None:
    e01(desk)
    await step(desk, "granskning")
    await change(desk, "RVM bad", "RVM bad Nordlys Health om besked.", role="approver")
    row = paragraph(desk, "RVM bad Nordlys")

    told = (await desk.get(N, role="approver")).text
    asked = (await desk.get(N)).text
    answer = await desk.post(f"{N}/stycken/{row['id']}/bekrafta", revision=row["revision"])
    after = (await desk.get(N, role="approver")).text

    assert "Du har själv ändrat rapporten: ett styckes text." in told
    assert "Bekräfta det, så kan Approver godkänna rapporten." in asked
    assert 303 == answer.status_code
    assert "bekräftat av Editor" in after
    assert "Du har själv ändrat i texten." not in after


async def test_words_are_read_along_before_they_are_saved(desk: Desk) -> None:
    e01(desk)
    row = paragraph(desk, "RVM bad")

    mine = await desk.post(
        f"{N}/prova", paragraph=row["id"], section="actions", text="RVM bad om besked kl 11:05."
    )
    new = await desk.post(f"{N}/prova", section="actions", text="Kompass är olagligt.")
    clean = await desk.post(f"{N}/prova", section="actions", text="")

    assert 'data-text="RVM bad om besked klockan 11.05."' in mine.text
    assert '<li class="remark blocking">' in new.text
    assert "Inga anmärkningar." in clean.text
    assert row["text"] == paragraph(desk, "RVM bad")["text"]
