from __future__ import annotations

from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.incident_world import PAGE, REF, world


async def test_an_article_is_attached_and_taken_away_again(desk: Desk) -> None:
    w = world(desk)
    article = w.article_titled("Tveksam märkning", "kompass")

    await w.send(f"{PAGE}/artiklar", {"article_id": article, "role": "same_story"})
    tie = w.only("incident_articles")
    await desk.post(f"{PAGE}/artiklar/{tie['id']}/bort")

    assert (article, "same_story") == (tie["article_id"], tie["role"])
    assert 1 == desk.store.value("SELECT count(*) FROM incident_articles")


async def test_the_incident_may_be_chosen_in_the_form(desk: Desk) -> None:
    w = world(desk)
    article = w.article_titled("Tveksam märkning", "kompass")

    answer = await desk.post(
        "handelser/artiklar", article_id=article, handelse=REF, nasta="/-/lagesbild/granska"
    )

    assert "/-/lagesbild/granska" == answer.headers["location"]
    assert "follow_up" == w.only("incident_articles")["role"]


async def test_a_forgotten_choice_of_incident_asks_again_for_the_same_article(desk: Desk) -> None:
    w = world(desk)
    article = w.article_titled("Tveksam märkning", "kompass")

    answer = await desk.post("handelser/artiklar", article_id=article, handelse="")

    assert 400 == answer.status_code
    assert "Tveksam märkning" in answer.text
    assert f'name="article_id" value="{article}"' in answer.text


async def test_an_address_that_is_known_is_attached_and_an_unknown_one_is_asked_for(
    desk: Desk,
) -> None:
    w = world(desk)
    w.article_titled("Tveksam märkning", "kompass")

    known = await desk.post(f"{PAGE}/artiklar", url="https://va.example/kompass?utm_source=x")
    unknown = await desk.post(f"{PAGE}/artiklar", url="http://10.0.0.1/annat")

    assert known.headers["location"].startswith(f"/-/lagesbild/{PAGE}#artikel-")
    assert "/-/lagesbild/artiklar/ny?handelse=H-2026-001&url=http" in unknown.headers["location"]


async def test_a_second_trigger_is_refused_with_a_sentence(desk: Desk) -> None:
    w = world(desk)
    article = w.article_titled("Tveksam märkning", "kompass")

    answer = await w.send(f"{PAGE}/artiklar", {"article_id": article, "role": "trigger"})

    assert 409 == answer.status_code
    assert 1 == desk.store.value("SELECT count(*) FROM incident_articles")


async def test_a_radio_clip_is_entered_by_hand_straight_into_the_incident(desk: Desk) -> None:
    w = world(desk)

    answer = await w.send(
        "artiklar/ny",
        {
            "medium": "radio", "outlet_id": "", "outlet": "Radio Västmark", "short_name": "RV",
            "title": "Inget har kommit in", "own_summary": "Utredaren säger att inget kommit.",
            "published_at": "morgonen 9 mars", "clip_start": "12.30", "clip_end": "14.05",
            "handelse": REF, "role": "follow_up",
        },
    )  # fmt: skip

    row = w.only("articles")
    assert f"/-/lagesbild/{PAGE}#artikel-{row['id']}" == answer.headers["location"]
    assert ("radio", 750, 845, "part_of_day", "2026-03-09T19:00:00Z") == (
        row["medium"], row["clip_start_s"], row["clip_end_s"],
        row["published_precision"], row["first_seen_at"],
    )  # fmt: skip
    assert ("Radio Västmark", "RV") == tuple(
        w.only("outlets")[name] for name in ("name", "short_name")
    )


async def test_a_refused_article_keeps_what_was_typed(desk: Desk) -> None:
    w = world(desk)

    answer = await desk.post(
        "artiklar/ny", medium="print", outlet_id=w.mv, title="Bara i papperstidningen",
        own_summary="", published_at="igår någon gång", _formular="artikel",
    )  # fmt: skip

    assert 400 == answer.status_code
    assert 'value="Bara i papperstidningen"' in answer.text
    assert 'id="artikel-own_summary-fel"' in answer.text


async def test_an_article_with_claims_stays(desk: Desk) -> None:
    w = world(desk)
    tie = w.only("incident_articles")
    await desk.post(f"{PAGE}/pastaenden", article_id=w.article, wording="Kompass saknar märkning")

    answer = await desk.post(f"{PAGE}/artiklar/{tie['id']}/bort")

    assert 409 == answer.status_code
    assert "Ändra rollen till bakgrund i stället." in answer.text


async def test_a_role_is_changed(desk: Desk) -> None:
    w = world(desk)
    tie = w.only("incident_articles")

    await w.send(f"{PAGE}/artiklar/{tie['id']}", {"role": "background"})

    assert "background" == w.only("incident_articles")["role"]
