from __future__ import annotations

import re

from incidents.desk.forms import Form
from incidents.desk.pages.incident_line import line
from incidents.record import action
from incidents.record.action import NewAction
from monitor.core.times import Moment
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.incident_world import EDITOR, PAGE, REF, at, world


async def test_the_header_is_changed_in_place_and_the_timeline_tells_it(desk: Desk) -> None:
    world(desk)

    answer = await desk.post(PAGE, severity="serious", status="ongoing", revision="1")
    shown = (await desk.get(PAGE)).text

    assert 303 == answer.status_code
    assert {"severity": "serious", "status": "ongoing"} == desk.store.row(
        "SELECT severity, status FROM incidents"
    )
    assert "Nytt allvar" in shown


async def test_two_people_never_overwrite_each_other_and_see_both_texts(desk: Desk) -> None:
    w = world(desk)
    await desk.post(PAGE, role="approver", title="Lenas rubrik", revision="1")

    answer = await desk.post(PAGE, title="Saras rubrik", revision="1", _formular="andra")

    assert 409 == answer.status_code
    assert "Lenas rubrik" == w.only("incidents")["title"]
    assert 'value="Saras rubrik"' in answer.text
    assert "<pre>Lenas rubrik</pre>" in answer.text
    assert '<a href="#andra">Till formuläret med din text</a>' in answer.text
    assert 'name="revision" value="2"' in answer.text


async def test_a_reader_sees_the_incident_without_any_form(desk: Desk) -> None:
    w = world(desk)
    w.said("in")

    shown = (await desk.get(PAGE, role="reader")).text
    refused = await desk.post(PAGE, role="reader", title="Ny", revision="1")

    assert "Leverantören svarar för märkningen." in shown
    assert "Lägg till" not in shown
    assert 403 == refused.status_code


async def test_closing_needs_a_note_and_a_closed_one_can_be_opened_again(desk: Desk) -> None:
    world(desk)

    refused = await desk.post(f"{PAGE}/avsluta", note=" ", revision="1", _formular="avsluta")
    await desk.post(f"{PAGE}/avsluta", note="Felet är rättat.", revision="1")
    closed = (await desk.get(PAGE)).text
    await desk.post(f"{PAGE}/oppna", revision="2")

    assert 400 == refused.status_code
    assert 'id="avsluta-note-fel"' in refused.text
    assert "Felet är rättat." in closed
    assert "ny-atgard" not in closed
    assert "ongoing" == desk.store.value("SELECT status FROM incidents")


async def test_the_timeline_is_filtered_by_address_alone(desk: Desk) -> None:
    w = world(desk)
    w.said("in")

    everything = (await desk.get(PAGE)).text
    only = (await desk.get(f"{PAGE}?slag=uttalanden")).text

    kinds = re.compile(r'class="kind">([^<]+)<')
    assert {"Uttalande till oss", "Utlösande artikel", "Händelsen öppnad"} == set(
        kinds.findall(everything)
    )
    assert ["Uttalande till oss"] == kinds.findall(only)


async def test_a_late_entry_shows_when_it_happened_and_when_it_was_entered(desk: Desk) -> None:
    w = world(desk)
    new = NewAction(wording="RVM ringer.", moment=Moment(at(9, "11.05")), known_at=at(9, "11.05"))
    action.add(desk.store, EDITOR, w.incident, new)

    shown = (await desk.get(f"{PAGE}?slag=atgarder")).text

    assert ">11.05</time>" in shown
    assert "Infört 20.00 av Editor" in shown
    assert "infört i efterhand" in shown


async def test_the_picture_tells_its_contents_in_words(desk: Desk) -> None:
    w = world(desk)
    w.said("in", moment=Moment(at(9, "19.10")))

    shown = (await desk.get(PAGE)).text

    assert 2 == shown.count('class="mark"')
    assert (
        "Händelseförlopp från 9 mars klockan 14.10 till 9 mars klockan 19.10, 5 h: "
        "artiklar 1, uttalanden 1." in shown
    )


async def test_no_style_and_no_script_stand_in_the_page(desk: Desk) -> None:
    w = world(desk)
    w.said("in", moment=Moment(at(9, "19.10")))

    shown = (await desk.get(PAGE)).text

    assert not re.search(r'\sstyle="|<script(?! src=)|\son[a-z]+="', shown)


async def test_an_incident_that_does_not_exist_is_said_to_be_missing(desk: Desk) -> None:
    answer = await desk.get("handelser/H-2026-999")

    assert 404 == answer.status_code
    assert "Hittar inte händelsen H-2026-999." in answer.text


async def test_the_address_of_a_form_leads_to_the_page(desk: Desk) -> None:
    world(desk)

    answer = await desk.get(f"{PAGE}/atgarder")

    assert (303, f"/-/lagesbild/handelser/{REF}") == (
        answer.status_code,
        answer.headers["location"],
    )


async def test_a_spokesperson_is_assigned_and_released(desk: Desk) -> None:
    w = world(desk)
    position = w.only("positions")["id"]

    await desk.post(f"{PAGE}/talespersoner", position_id=position, valid_from="nu")
    desk.clock.set(at(9, "20.30"))
    await desk.post(f"{PAGE}/talespersoner/1/avsluta")

    row = w.only("incident_spokespersons")
    assert ("2026-03-09T19:00:00Z", "2026-03-09T19:30:00Z") == (row["valid_from"], row["valid_to"])


async def test_incidents_are_tied_together_and_seen_from_both(desk: Desk) -> None:
    world(desk)
    await desk.post("handelser/ny", title="Provsvar saknar ord", severity="serious")

    await desk.post(f"{PAGE}/samband", kind="follows", handelse="H-2026-002")

    assert "Är en följd av" in (await desk.get(PAGE)).text
    assert "Har följden" in (await desk.get("handelser/H-2026-002")).text


def test_an_empty_timeline_is_no_trouble() -> None:
    assert [] == line([], Form()).days


async def test_every_id_is_unique_and_every_reference_leads_somewhere(desk: Desk) -> None:
    w = world(desk)
    said = w.approved()
    w.said("in")
    await desk.post(f"{PAGE}/atgarder", wording="Svara.", status="planned", due_at="21.00")
    await desk.post(f"{PAGE}/pastaenden", statement_id=said, wording="Leverantören svarar")
    await desk.post(
        "fragor/ny", asker="media", outlet_id=w.mv, question="Är det sant?", handelse=REF
    )
    await desk.post("fragor/1/svar", wording="Ja.", channel="email")

    shown = (await desk.get(f"{PAGE}?oppna=andra-uttalande-{said}", role="approver")).text

    ids = re.findall(r'\sid="([^"]+)"', shown)
    wanted = re.findall(r'(?:\sfor|aria-labelledby|aria-describedby)="([^"]+)"', shown)
    assert sorted(set(ids)) == sorted(ids)
    assert set() == {name for names in wanted for name in names.split()} - set(ids)
    assert set() == set(re.findall(r'href="#([^"]+)"', shown)) - set(ids)


async def test_other_articles_of_the_same_news_are_suggested_and_attached(desk: Desk) -> None:
    w = world(desk)
    other = w.article_titled("Tveksam märkning på journalsystem", "kompass")
    story = desk.store.insert("stories", {"first_at": "x", "last_at": "x"})
    desk.store.execute("UPDATE articles SET story_id = ?", [story])

    shown = (await desk.get(PAGE)).text
    await w.send(f"{PAGE}/artiklar", {"article_id": other, "role": "same_story"})

    assert "Samma nyhet i andra medier" in shown
    assert "Samma nyhet i andra medier" not in (await desk.get(PAGE)).text


async def test_an_enquiry_may_be_answered_with_words_approved_for_another_incident(
    desk: Desk,
) -> None:
    w = world(desk)
    said = w.approved()
    await desk.post("handelser/ny", title="Annat", severity="watching")
    await desk.post(
        "fragor/ny", asker="media", outlet_id=w.mv, question="Varför?", handelse="H-2026-002"
    )

    shown = (await desk.get("handelser/H-2026-002?oppna=svara-1")).text

    assert f'<option value="{said}" selected>' in shown
