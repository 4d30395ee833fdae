"""The life of a report through the API: rules D4-D13 as people meet them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from release_world import Desk, at, draft_e01, monday, on, paragraph, ready, revision

from incidents.record import circumstance, claim, statement
from incidents.record.circumstance import NewCircumstance
from incidents.record.claim import NewContradiction
from incidents.report import draft, freeze, paragraphs, redraft, release
from incidents.report.check import Override
from incidents.report.draft import NewExtra
from incidents.report.examine import examine, findings
from incidents.report.load import load_material
from incidents.report.release import Signature
from incidents.report.serial import digest
from incidents.report.tree import plain
from monitor.core.clock import HeldClock
from monitor.core.errors import (
    BlockedError,
    ConflictError,
    InputError,
    IssuedError,
    MoveError,
    PermissionDeniedError,
    RuleError,
    StaleEditError,
)
from monitor.core.messages import explain
from monitor.core.store import Row, Store


@pytest.fixture
def desk(store: Store, clock: HeldClock, tmp_path: Path) -> Desk:
    return monday(store, clock, tmp_path)


def get(desk: Desk, report: int) -> Row:
    return desk.store.get("reports", report)


def submitted(desk: Desk) -> int:
    report = draft_e01(desk)
    release.submit(desk.store, desk.world.sara, report, revision=1)
    return report


def approve(desk: Desk, report: int, signature: Signature | None = None) -> release.Approval:
    return release.approve(
        desk.store, desk.world.lena, report,
        revision=revision(desk, report), settings=desk.settings, signature=signature,
    )  # fmt: skip


def edit(desk: Desk, report: int, start: str, text: str, who: str = "sara") -> None:
    key, seen = paragraph(desk, report, start)
    actor = getattr(desk.world, who)
    paragraphs.edit(desk.store, actor, key, revision=seen, text=text)


def test_the_draft_tells_monday_in_its_sections(desk: Desk) -> None:
    document = freeze.document_of(desk.store, draft_e01(desk))
    expected = ["incident", "circumstances", "actions", "comment", "spokespersons", "about"]
    assert expected == [section.key for section in document.sections]
    assert "2026-E01" == document.number
    assert "Extrainsatt rapport med anledning av uppgifter i MV om Kompass och klassmärkning" == (
        document.reason
    )


def test_every_paragraph_carries_its_sources(desk: Desk) -> None:
    report = draft_e01(desk)
    tables = {
        source["table_name"]
        for row in paragraphs.of_report(desk.store, report)
        for source in row["sources"]
    }
    expected = {"articles", "claims", "statements", "circumstances", "actions", "enquiries"}
    assert expected <= tables
    assert all(row["sources"] for row in paragraphs.of_report(desk.store, report))


def test_a_report_goes_from_draft_to_sent_and_is_frozen_whole(desk: Desk) -> None:
    report = ready(desk)
    desk.world.later(9)
    release.send(
        desk.store, desk.world.sara, report,
        revision=revision(desk, report), settings=desk.settings, list_ids=[desk.board],
    )  # fmt: skip
    row = get(desk, report)
    assert ("sent", "2026-03-09T19:00:00Z", "2026-03-09T19:09:00Z") == (
        row["status"], row["compiled_at"], row["sent_at"]
    )  # fmt: skip
    assert row["digest"] == digest(freeze.document_of(desk.store, report))
    files = desk.store.rows("SELECT * FROM report_files WHERE report_id = ?", [report])
    assert set(freeze.ENDINGS) == {file["format"] for file in files}
    for file in files:
        assert file["digest"] == hashlib.sha256(file["content"]).hexdigest()


def test_d4_a_reason_clause_cannot_be_emptied(desk: Desk) -> None:
    report = draft_e01(desk)
    with pytest.raises(InputError):
        changes = {"reason_clause": "  "}
        redraft.change(desk.store, desk.world.sara, report, revision=1, changes=changes)


def test_d5_nobody_approves_what_she_handed_in(desk: Desk) -> None:
    report = draft_e01(desk)
    release.submit(desk.store, desk.world.lena, report, revision=1)
    with pytest.raises(RuleError) as caught:
        approve(desk, report)
    assert "någon annan än den som lämnade den" in explain(caught.value)


def test_d5_an_approver_who_edited_needs_the_editors_confirmation(desk: Desk) -> None:
    report = submitted(desk)
    edit(desk, report, "RVM bad", "RVM bad Nordlys Health om besked klockan 11.05.", who="lena")
    with pytest.raises(RuleError, match="D5"):
        approve(desk, report)
    key, seen = paragraph(desk, report, "RVM bad")
    with pytest.raises(RuleError, match="D5"):
        paragraphs.confirm(desk.store, desk.world.lena, key, revision=seen)
    paragraphs.confirm(desk.store, desk.world.sara, key, revision=seen)
    approve(desk, report)
    assert "approved" == get(desk, report)["status"]


def test_d5_the_duty_officer_gives_a_reason_the_approver_is_told_and_countersigns(
    desk: Desk, tmp_path: Path
) -> None:
    report, world = submitted(desk), desk.world
    reason = "Fredag förmiddag, ingen godkännare går att nå."
    signature = Signature(override_reason=reason)
    approval = release.approve(
        desk.store, world.sara, report,
        revision=2, settings=desk.settings, signature=signature,
    )  # fmt: skip
    assert ("Lena Frid",) == approval.told
    (letter,) = (tmp_path / "outbox").glob("jour*.eml")
    assert "kontrasignera" in letter.read_text(encoding="utf-8")
    assert [report] == [row["id"] for row in release.to_countersign(desk.store)]
    seen = revision(desk, report)
    with pytest.raises(PermissionDeniedError):
        release.countersign(desk.store, world.sara, report, revision=seen)
    release.countersign(desk.store, world.lena, report, revision=seen)
    assert [] == release.to_countersign(desk.store)
    logged = desk.store.value("SELECT count(*) FROM audit WHERE reason = ?", [reason])
    assert logged > 0


def test_d5_one_does_not_countersign_oneself(desk: Desk) -> None:
    report = submitted(desk)
    approve(desk, report, Signature(override_reason="Jour."))
    with pytest.raises(RuleError, match="D5"):
        release.countersign(desk.store, desk.world.lena, report, revision=revision(desk, report))


@pytest.mark.parametrize("who", ["sara", "per", "reader", "admin"])
def test_only_an_approver_approves(desk: Desk, who: str) -> None:
    report = submitted(desk)
    with pytest.raises(PermissionDeniedError):
        release.approve(
            desk.store, getattr(desk.world, who), report, revision=2, settings=desk.settings
        )


def test_d6_nothing_in_a_locked_report_can_be_changed(desk: Desk) -> None:
    report, world = ready(desk), desk.world
    key, seen = paragraph(desk, report, "RVM bad")
    now = revision(desk, report)
    with pytest.raises(RuleError, match="D6"):
        paragraphs.edit(desk.store, world.sara, key, revision=seen, text="Annat.")
    with pytest.raises(RuleError, match="D6"):
        paragraphs.leave_out(desk.store, world.sara, key, revision=seen)
    with pytest.raises(RuleError, match="D6"):
        paragraphs.move(desk.store, world.sara, key, revision=seen, steps=1)
    with pytest.raises(RuleError, match="D6"):
        paragraphs.write(desk.store, world.sara, report, "actions", "Nytt.")
    with pytest.raises(RuleError, match="D6"):
        redraft.recompose(desk.store, world.sara, report, revision=now)
    with pytest.raises(RuleError, match="D6"):
        redraft.discard(desk.store, world.sara, report, revision=now)
    with pytest.raises(RuleError, match="D6"):
        changes = {"reason_clause": "annat"}
        redraft.change(desk.store, world.sara, report, revision=now, changes=changes)
    redraft.change(
        desk.store, world.sara, report, revision=now, changes={"registry_number": "RVM 2026-0400"}
    )


def test_d6_a_sent_report_is_never_opened(desk: Desk) -> None:
    report = sent(desk)
    with pytest.raises(IssuedError) as caught:
        release.reopen(desk.store, desk.world.sara, report, revision=revision(desk, report))
    assert "Rapport 2026-E01 är utgiven" in explain(caught.value)


def test_d8_what_is_learnt_later_gets_in_neither_by_draft_nor_by_approval(desk: Desk) -> None:
    report = submitted(desk)
    desk.go(10, "08.20")
    late = circumstance.add(
        desk.store, desk.world.sara, desk.world.incident,
        NewCircumstance(basis="authority", organisation_id=desk.world.authority,
                        wording="inga handlingar om Kompass hade kommit in till klockan 08.15",
                        moment=on(10, "08.15"), known_at=at(10, "08.20")),
    )  # fmt: skip
    release.take_back(desk.store, desk.world.sara, report, revision=2)
    redraft.recompose(desk.store, desk.world.sara, report, revision=3)
    text = " ".join(row["text"] for row in paragraphs.of_report(desk.store, report))
    assert "08.15" not in text
    key, _ = paragraph(desk, report, "RVM bad")
    with pytest.raises(RuleError, match="D8"):
        desk.store.insert(
            "paragraph_sources",
            {"paragraph_id": key, "table_name": "circumstances", "row_id": late, "digest": "0"},
        )


def test_d8_the_time_cannot_move_back_past_what_is_printed(desk: Desk) -> None:
    report = draft_e01(desk)
    with pytest.raises(RuleError, match="D8"):
        changes = {"compiled_at": at(9, "19.00")}
        redraft.change(desk.store, desk.world.sara, report, revision=1, changes=changes)
    with pytest.raises(InputError, match="framtiden"):
        changes = {"compiled_at": at(9, "20.30")}
        redraft.change(desk.store, desk.world.sara, report, revision=1, changes=changes)
    for start in ("Under måndagskvällen", "”Vi har"):
        key, seen = paragraph(desk, report, start)
        paragraphs.leave_out(desk.store, desk.world.sara, key, revision=seen)
    changes = {"compiled_at": at(9, "19.00")}
    seen = revision(desk, report)
    redraft.change(desk.store, desk.world.sara, report, revision=seen, changes=changes)


def test_d8_is_tested_again_at_approval_on_the_source_itself(desk: Desk) -> None:
    report = submitted(desk)
    desk.go(9, "21.00")
    letter = desk.world.revision("statements", desk.letter)
    changes = {"known_at": at(9, "20.30")}
    statement.change(desk.store, desk.world.sara, desk.letter, revision=letter, changes=changes)
    assert 2 == len(examine(desk.store, report).too_new)
    with pytest.raises(RuleError, match="D8"):
        approve(desk, report)


def test_a_source_that_changed_warns_once(desk: Desk) -> None:
    report = submitted(desk)
    desk.store.update("articles", desk.world.article, {"title": "Nytt system kan sakna märkning"})
    assert examine(desk.store, report).changed
    with pytest.raises(ConflictError) as caught:
        approve(desk, report)
    assert "Underlaget till ett stycke i 2026-E01 har ändrats" in explain(caught.value)
    approve(desk, report, Signature(accept_changed=True))
    assert "approved" == get(desk, report)["status"]


def test_the_linter_blocks_what_it_must_and_remarks_can_stand(desk: Desk) -> None:
    report = submitted(desk)
    edit(desk, report, "RVM bad", "RVM frågade 11:05. Vem har läckt detta?")
    with pytest.raises(BlockedError):
        approve(desk, report)
    edit(desk, report, "RVM frågade", "RVM frågade leverantören 11:05.")
    (left,) = examine(desk.store, report).verdicts.open
    remark = Override(left.rule, left.paragraph_id, left.found, "Citat ur loggen.")
    paragraphs.let_stand(desk.store, desk.world.sara, report, remark)
    assert () == examine(desk.store, report).verdicts.open
    assert [left.rule] == [one.rule for one in findings(desk.store, report)]
    with pytest.raises(InputError):
        nothing = Override(left.rule, left.paragraph_id, left.found, " ")
        paragraphs.let_stand(desk.store, desk.world.sara, report, nothing)
    approve(desk, report)


def test_an_approver_approves_exactly_what_she_saw(desk: Desk) -> None:
    report = submitted(desk)
    seen = revision(desk, report)
    edit(desk, report, "RVM bad", "RVM bad om besked klockan 11.05.")
    with pytest.raises(StaleEditError):
        release.approve(desk.store, desk.world.lena, report, revision=seen, settings=desk.settings)


def test_two_editors_never_overwrite_each_other(desk: Desk) -> None:
    report = draft_e01(desk)
    key, seen = paragraph(desk, report, "RVM bad")
    paragraphs.edit(desk.store, desk.world.per, key, revision=seen, text="Pers text.")
    with pytest.raises(StaleEditError) as caught:
        paragraphs.edit(desk.store, desk.world.sara, key, revision=seen, text="Saras text.")
    facts = caught.value.facts
    assert ("Saras text.", "Pers text.", "Per Rudin") == (
        facts["yours"], facts["theirs"], facts["by"]
    )  # fmt: skip


def test_d12_reopening_voids_the_approval(desk: Desk) -> None:
    report = ready(desk)
    release.reopen(desk.store, desk.world.sara, report, revision=revision(desk, report))
    row = get(desk, report)
    assert ("draft", None, None, None) == (
        row["status"], row["approved_by"], row["document"], row["digest"]
    )  # fmt: skip
    assert 0 == desk.store.value("SELECT count(*) FROM report_files")
    with pytest.raises(MoveError):
        approve(desk, report)


def test_what_is_approved_but_not_sent_has_been_told_to_nobody(desk: Desk) -> None:
    report = ready(desk)
    desk.world.later(5)
    at_once = load_material(desk.store, desk.world.incident, desk.store.clock.now())
    release.send(
        desk.store, desk.world.sara, report,
        revision=revision(desk, report), settings=desk.settings, list_ids=[desk.board],
    )  # fmt: skip
    after = load_material(desk.store, desk.world.incident, desk.store.clock.now())

    (before_sending,), (told,) = at_once.incidents, after.incidents
    assert (None, ()) == (before_sending.since, before_sending.issues)
    assert (at(9, "20.00"), ["2026-E01"]) == (told.since, [one.number for one in told.issues])


def test_d5_words_that_another_changed_after_her_are_no_longer_hers(desk: Desk) -> None:
    report = submitted(desk)
    edit(desk, report, "RVM bad", "RVM bad Nordlys Health om besked klockan 11.05.", who="lena")
    edit(desk, report, "RVM bad", "RVM bad om besked klockan 11.05.", who="sara")
    approve(desk, report)
    assert "approved" == get(desk, report)["status"]


def test_d5_a_reason_of_her_own_in_the_draft_is_an_edit(desk: Desk) -> None:
    new = NewExtra(incident_ids=[desk.world.incident], reason_clause="uppgifter i MV om annat")
    report = draft.draft_extra(desk.store, desk.world.lena, new)
    release.submit(desk.store, desk.world.sara, report, revision=1)
    with pytest.raises(RuleError, match="D5"):
        approve(desk, report)


def sent(desk: Desk) -> int:
    report = ready(desk)
    release.send(
        desk.store, desk.world.sara, report,
        revision=revision(desk, report), settings=desk.settings, list_ids=[desk.board],
    )  # fmt: skip
    return report


def tuesday(desk: Desk) -> None:
    """The authority contradicts what the letter said."""
    desk.go(10, "08.20")
    fact = circumstance.add(
        desk.store, desk.world.sara, desk.world.incident,
        NewCircumstance(basis="authority", organisation_id=desk.world.authority,
                        wording="inget hade kommit in till och med klockan 08.15",
                        moment=on(10, "08.15")),
    )  # fmt: skip
    against = NewContradiction(claim_id=desk.claims[1], circumstance_id=fact)
    claim.contradict(desk.store, desk.world.sara, against)
    desk.go(10, "09.00")


def test_d10_a_correction_says_what_it_corrects_and_reaches_the_same_people(desk: Desk) -> None:
    first = sent(desk)
    tuesday(desk)
    second = draft.correct(desk.store, desk.world.sara, first)
    release.submit(desk.store, desk.world.sara, second, revision=1)
    approve(desk, second)
    release.send(
        desk.store, desk.world.sara, second,
        revision=revision(desk, second), settings=desk.settings, list_ids=[desk.chiefs],
    )  # fmt: skip
    document = freeze.document_of(desk.store, second)
    (block,) = document.sections[0].blocks
    assert "2026-E02" == document.number
    assert hasattr(block, "runs")
    words = plain(block.runs)
    assert words.startswith("Rättelse: I rapporten som sammanställdes den 9 mars klockan 20.00")
    assert "inget hade kommit in till och med klockan 08.15" in words
    assert [second] == [row["id"] for row in release.corrections(desk.store, first)]
    got = "SELECT count(*) FROM deliveries WHERE report_id = ? AND status = 'sent'"
    assert (2, 5) == (desk.store.value(got, [first]), desk.store.value(got, [second]))


def test_d10_a_correction_without_the_correction_is_not_approved(desk: Desk) -> None:
    first = sent(desk)
    tuesday(desk)
    second = draft.correct(desk.store, desk.world.sara, first)
    key, seen = paragraph(desk, second, "**Rättelse:**")
    paragraphs.leave_out(desk.store, desk.world.sara, key, revision=seen)
    release.submit(desk.store, desk.world.sara, second, revision=revision(desk, second))
    with pytest.raises(RuleError, match="D10"):
        approve(desk, second)


def test_d10_only_a_sent_report_is_corrected(desk: Desk) -> None:
    report = ready(desk)
    with pytest.raises(RuleError, match="D10"):
        draft.correct(desk.store, desk.world.sara, report)
    with pytest.raises(RuleError, match="D10"):
        new = NewExtra(incident_ids=[desk.world.incident], corrects_id=report)
        draft.draft_extra(desk.store, desk.world.sara, new)


@pytest.mark.parametrize(
    "step",
    [release.submit, release.take_back, release.reopen],
)
def test_steps_are_taken_in_their_order(desk: Desk, step: object) -> None:
    report = draft_e01(desk)
    if step is release.submit:
        release.submit(desk.store, desk.world.sara, report, revision=1)
    with pytest.raises(MoveError):
        step(desk.store, desk.world.sara, report, revision=revision(desk, report))  # type: ignore[operator]


def test_a_draft_is_not_sent(desk: Desk) -> None:
    report = draft_e01(desk)
    with pytest.raises(MoveError) as caught:
        release.send(
            desk.store, desk.world.sara, report,
            revision=1, settings=desk.settings, list_ids=[desk.board],
        )  # fmt: skip
    assert "Rapporten kan inte gå från ”utkast” till ”utskickad”." == explain(caught.value)


def test_the_weekly_period_starts_where_the_last_one_ended(desk: Desk) -> None:
    desk.go(12, "15.00")
    first = draft.draft_weekly(desk.store, desk.world.sara)
    with pytest.raises(ConflictError):
        draft.draft_weekly(desk.store, desk.world.sara)
    desk.go(19, "14.00")
    second = draft.draft_weekly(desk.store, desk.world.sara)
    rows = [get(desk, report) for report in (first, second)]
    assert ["2026-V11", "2026-V12"] == [row["number"] for row in rows]
    assert "2026-03-05T14:00:00Z" == rows[0]["period_from"]
    assert rows[0]["period_to"] == rows[1]["period_from"]


def test_a_week_is_seven_days_on_the_wall_also_when_summer_time_starts(desk: Desk) -> None:
    desk.go(31, "15.00")
    report = draft.draft_weekly(desk.store, desk.world.sara)
    assert ("2026-03-24T14:00:00Z", "2026-03-31T13:00:00Z") == (
        get(desk, report)["period_from"], get(desk, report)["period_to"]
    )  # fmt: skip


def test_paragraphs_are_moved_left_out_restored_and_written(desk: Desk) -> None:
    report, sara = draft_e01(desk), desk.world.sara
    key, seen = paragraph(desk, report, "RVM bad")
    paragraphs.move(desk.store, sara, key, revision=seen, steps=5)
    actions = [
        r["id"] for r in paragraphs.of_report(desk.store, report) if r["section"] == "actions"
    ]
    assert key == actions[-1]
    edit(desk, report, "RVM bad", "Annat.")
    _, seen = paragraph(desk, report, "Annat.")
    paragraphs.restore(desk.store, sara, key, revision=seen)
    row = desk.store.get("report_paragraphs", key)
    assert (row["composed_text"], None) == (row["text"], row["edited_by"])
    own = paragraphs.write(desk.store, sara, report, "questions", "Vad händer nu?")
    assert own in [r["id"] for r in paragraphs.of_report(desk.store, report)]
    with pytest.raises(ConflictError):
        paragraphs.restore(desk.store, sara, own, revision=1)
    with pytest.raises(InputError):
        paragraphs.write(desk.store, sara, report, "media", "Fel avsnitt.")
    with pytest.raises(InputError):
        paragraphs.edit(desk.store, sara, own, revision=1, text="Patient 811228-9874.")


def test_composing_anew_keeps_what_people_wrote(desk: Desk) -> None:
    report, sara = draft_e01(desk), desk.world.sara
    edit(desk, report, "RVM bad", "RVM bad om besked redan klockan 11.05.")
    paragraphs.write(desk.store, sara, report, "actions", "RVM har bjudit in facken.")
    redraft.recompose(desk.store, sara, report, revision=revision(desk, report))
    texts = [row["text"] for row in paragraphs.of_report(desk.store, report)]
    assert 1 == sum(text.startswith("RVM bad") for text in texts)
    assert "RVM har bjudit in facken." in texts
    assert 1 == sum(text.startswith("”Vi har") for text in texts)


def test_a_discarded_draft_frees_its_number(desk: Desk) -> None:
    report = draft_e01(desk)
    redraft.discard(desk.store, desk.world.sara, report, revision=1)
    assert "2026-E01" == get(desk, draft_e01(desk))["number"]


@pytest.mark.parametrize("who", ["reader", "admin"])
def test_readers_and_administrators_write_no_reports(desk: Desk, who: str) -> None:
    report, actor = draft_e01(desk), getattr(desk.world, who)
    key, seen = paragraph(desk, report, "RVM bad")
    with pytest.raises(PermissionDeniedError):
        draft.draft_extra(desk.store, actor, NewExtra(incident_ids=[desk.world.incident]))
    with pytest.raises(PermissionDeniedError):
        paragraphs.edit(desk.store, actor, key, revision=seen, text="X.")
    with pytest.raises(PermissionDeniedError):
        release.submit(desk.store, actor, report, revision=1)
    with pytest.raises(PermissionDeniedError):
        release.send(
            desk.store, actor, report, revision=1, settings=desk.settings, list_ids=[desk.board]
        )
    assert ("draft", 1) == (get(desk, report)["status"], revision(desk, report))


def test_a_correction_in_a_persons_words_stays_when_composed_anew(desk: Desk) -> None:
    report = ready(desk)
    release.send(
        desk.store, desk.world.sara, report,
        revision=revision(desk, report), settings=desk.settings, list_ids=[desk.board],
    )  # fmt: skip
    words = "Handlingarna var inte skickade."
    key = draft.correct(desk.store, desk.world.sara, report, NewExtra(correction=words))

    redraft.recompose(desk.store, desk.world.sara, key, revision=1)

    corrections = [
        (row["text"], row["edited_by"])
        for row in paragraphs.of_report(desk.store, key)
        if row["section"] == "correction"
    ]
    assert [(f"**Rättelse:** {words}", desk.world.sara.user_id)] == corrections


def test_the_weekly_links_to_its_extra_reports_when_the_desk_has_an_address(desk: Desk) -> None:
    sent(desk)
    desk.go(12, "15.00")
    base = "https://lagesbild.example/rapporter/"

    key = draft.draft_weekly(desk.store, desk.world.sara, link_base=base)
    redraft.recompose(desk.store, desk.world.sara, key, revision=1, link_base=base)

    texts = " ".join(row["text"] for row in paragraphs.of_report(desk.store, key))
    assert f"[2026-E01]({base}2026-E01)" in texts


def test_the_linter_reads_no_tables_and_the_pdf_tells_what_it_cannot_draw(desk: Desk) -> None:
    report = draft_e01(desk)
    table = "|+ Tider\n| När | Vad |\n| 11:05 | i går |"
    paragraphs.write(desk.store, desk.world.sara, report, "actions", table)
    paragraphs.write(desk.store, desk.world.sara, report, "actions", "Tecknet 中 står här.")

    found = examine(desk.store, report)

    assert [] == [one for one in found.verdicts.open if one.found in {"11:05", "i går"}]
    assert ("中",) == found.undrawable
