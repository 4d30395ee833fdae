from __future__ import annotations

from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.incident_world import PAGE, World, world

SAID = {"wording": "Leverantören svarar för märkningen.", "channel": "written", "direction": "out"}


async def test_our_statement_waits_for_approval_and_another_approves_it(desk: Desk) -> None:
    w = world(desk)
    await desk.post(f"{PAGE}/uttalanden", **SAID, speaker_id=w.karin, approval="requested")
    key = w.only("statements")["id"]

    own = await desk.post(f"uttalanden/{key}/godkann", revision="1", nasta=f"/-/lagesbild/{PAGE}")
    other = await desk.post(
        f"uttalanden/{key}/godkann", role="approver", revision="1", nasta=f"/-/lagesbild/{PAGE}"
    )

    assert 403 == own.status_code
    assert f"/-/lagesbild/{PAGE}#uttalande-{key}" == other.headers["location"]
    assert ("approved", 3) == tuple(
        w.only("statements")[name] for name in ("approval", "approved_by")
    )


async def test_the_duty_officer_approves_alone_with_a_reason(desk: Desk) -> None:
    w = world(desk)
    key = w.said(approval="requested")
    where = {"revision": "1", "nasta": f"/-/lagesbild/{PAGE}", "_formular": f"jour-{key}"}

    refused = await desk.post(f"uttalanden/{key}/godkann", jour="1", duty_reason="", **where)
    await desk.post(f"uttalanden/{key}/godkann", jour="1", duty_reason="Ingen nås.", **where)

    assert 400 == refused.status_code
    assert f'id="jour-{key}-duty_reason-fel"' in refused.text
    assert "approved" == w.only("statements")["approval"]
    assert "Ingen nås." == desk.store.value(
        "SELECT reason FROM audit WHERE table_name = 'statements' ORDER BY id DESC LIMIT 1"
    )


async def test_a_draft_is_asked_for_approved_and_given(desk: Desk) -> None:
    w = world(desk)
    key = w.said()

    await desk.post(f"uttalanden/{key}/begar", revision="1", nasta=f"/-/lagesbild/{PAGE}")
    await desk.post(f"uttalanden/{key}/godkann", role="approver", revision="2")
    await desk.post(f"uttalanden/{key}/lamna", revision="3")

    row = w.only("statements")
    assert ("approved", "2026-03-09T19:00:00Z") == (row["approval"], row["happened_at"])


async def test_our_own_words_are_known_when_they_were_said(desk: Desk) -> None:
    w = world(desk)

    await desk.post(f"{PAGE}/uttalanden", **SAID, happened_at="12.50", known_at="")

    row = w.only("statements")
    assert ("2026-03-09T11:50:00Z",) * 2 == (row["happened_at"], row["known_at"])


async def test_what_others_said_is_known_now_unless_told(desk: Desk) -> None:
    w = world(desk)
    fields = {**SAID, "direction": "in", "organisation_id": w.nordlys, "happened_at": "19.10"}

    await desk.post(f"{PAGE}/uttalanden", **fields)
    now = w.only("statements")["known_at"]
    await desk.post(f"{PAGE}/uttalanden", **fields, known_at="19.40")
    told = w.only("statements")["known_at"]

    assert ("2026-03-09T19:00:00Z", "2026-03-09T18:40:00Z") == (now, told)


async def test_a_statement_without_a_sender_is_refused_at_its_field(desk: Desk) -> None:
    world(desk)

    answer = await desk.post(
        f"{PAGE}/uttalanden", **{**SAID, "direction": "in"}, _formular="ny-uttalande-in"
    )

    assert 400 == answer.status_code
    assert 'id="ny-uttalande-in-organisation_id-fel"' in answer.text
    assert "Leverantören svarar för märkningen." in answer.text


async def test_a_statement_answers_a_claim_in_one_step(desk: Desk) -> None:
    w = world(desk)
    await desk.post(f"{PAGE}/pastaenden", article_id=w.article, wording="Kompass saknar märkning")
    claim = w.only("claims")["id"]

    await desk.post(f"{PAGE}/uttalanden", **SAID, answers=f"claim:{claim}")

    row = w.only("statement_relations")
    assert ("answers", claim) == (row["kind"], row["claim_id"])


async def test_one_statement_replaces_another_which_stays_and_is_marked(desk: Desk) -> None:
    w = world(desk)
    old, new = w.said("in"), w.said("in")

    await desk.post(f"{PAGE}/uttalanden/{new}/samband", kind="replaces", other=f"statement:{old}")
    shown = (await desk.get(PAGE)).text

    assert f'class="record old" id="uttalande-{old}"' in shown
    assert "Ersätter uttalandet" in shown


async def test_a_verbatim_statement_is_not_reworded_but_other_fields_are(desk: Desk) -> None:
    w = world(desk)
    key = w.said("in", verbatim=True)
    same = {**SAID, "direction": "in", "verbatim": "1", "organisation_id": w.nordlys}

    reworded = await desk.post(
        f"{PAGE}/uttalanden/{key}", **{**same, "wording": "Annat."}, revision="1"
    )
    changed = await desk.post(
        f"{PAGE}/uttalanden/{key}", **same, registry_number="RVM 7", revision="1"
    )

    assert (409, 303) == (reworded.status_code, changed.status_code)
    assert "Lägg in ett nytt som ersätter det." in reworded.text
    assert "RVM 7" == w.only("statements")["registry_number"]


async def test_a_form_that_is_saved_untouched_changes_nothing(desk: Desk) -> None:
    w = world(desk)
    key = w.said("in")
    before = w.only("statements")
    shown = (await desk.get(f"{PAGE}?oppna=andra-uttalande-{key}")).text

    await desk.post(
        f"{PAGE}/uttalanden/{key}", direction="in", wording=before["wording"], channel="email",
        organisation_id=w.nordlys, happened_at="", known_at="2026-03-09 20.00", revision="1",
    )  # fmt: skip

    assert 'value="2026-03-09 20.00"' in shown
    assert before == w.only("statements")


async def test_a_statement_of_another_incident_is_not_reached(desk: Desk) -> None:
    w: World = world(desk)
    key = w.said("in")
    await desk.post("handelser/ny", title="Annat", severity="watching")

    answer = await desk.post(
        f"handelser/H-2026-002/uttalanden/{key}", **{**SAID, "direction": "in"}, revision="1"
    )

    assert 404 == answer.status_code
