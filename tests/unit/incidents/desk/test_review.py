from __future__ import annotations

import json
from typing import Any

from monitor.core.actors import system
from tests.unit.incidents.desk.conftest import Desk

REASONS: dict[str, Any] = {
    "sentence": {
        "field": "title",
        "text": "Kompass saknar <rätt> märkning",
        "marks": [{"start": 0, "end": 7, "kind": "name", "term": "Kompass"}],
    },
    "names": ["Kompass"],
    "context": ["märkning"],
    "near": [],
    "for": [],
    "against": [],
    "rule": "shared_head",
    "model": None,
    "score": 0.9,
    "percentage": False,
}


def a_flag(
    desk: Desk,
    title: str = "Kompass saknar <rätt> märkning",
    score: float = 0.9,
    band: str = "flag",
    watch_name: str = "Kompass",
    article: int | None = None,
) -> int:
    """Return the id of a new flag, on an article that is there already or on a new one."""
    store = desk.store
    with store.writing(system("test")):
        outlet = store.value("SELECT id FROM outlets") or store.insert(
            "outlets", {"name": "Morgonbladet Väst", "short_name": "MV"}
        )
        slug = watch_name.lower()
        watch = store.value("SELECT id FROM watches WHERE slug = ?", [slug]) or store.insert(
            "watches",
            {
                "slug": slug,
                "name": watch_name,
                "kind": "programme",
                "definition": "{}",
                "changed_at": store.now(),
            },
        )
        known = article
        article = known or store.insert(
            "articles",
            {
                "outlet_id": outlet,
                "title": title,
                "lede": "Dagar före start finns ingen registrering.",
                "url": "https://mv.example/kompass-1",
                "published_at": "2026-03-09T13:10:00Z",
                "published_precision": "minute",
                "first_seen_at": "2026-03-09T13:13:00Z",
            },
        )
        version = known or store.insert(
            "article_versions",
            {
                "article_id": article,
                "number": 1,
                "captured_at": store.now(),
                "title": title,
                "digest": "x",
            },
        )
        return store.insert(
            "flags",
            {
                "article_id": article,
                "watch_id": watch,
                "version_id": version,
                "band": band,
                "score": score,
                "rule": str(REASONS["rule"]),
                "reasons": json.dumps(REASONS),
                "flagged_at": store.now(),
            },
        )


def _given(desk: Desk) -> str:
    rows = desk.store.rows("SELECT id FROM verdicts WHERE undone_at IS NULL")
    return ",".join(str(row["id"]) for row in rows)


async def test_a_flag_shows_its_sentence_with_the_name_marked_and_nothing_unescaped(
    desk: Desk,
) -> None:
    a_flag(desk)

    shown = (await desk.get("granska")).text

    assert "<mark>Kompass</mark> saknar &lt;rätt&gt; märkning" in shown
    assert "<rätt>" not in shown
    assert "Namn som hittades: ”Kompass”" in shown


async def test_a_verdict_moves_on_to_the_next_card_and_can_be_undone(desk: Desk) -> None:
    key = a_flag(desk)

    answer = await desk.post(f"granska/{key}", verdict="relevant", nasta="/-/lagesbild/granska#x")
    judged = desk.store.value("SELECT verdict FROM flags")
    given = desk.store.value("SELECT id FROM verdicts")
    await desk.post("granska/angra", bedomningar=given)

    assert "/-/lagesbild/granska#x" == answer.headers["location"]
    assert "relevant" == judged
    assert desk.store.value("SELECT verdict FROM flags") is None
    assert 1 == desk.store.value("SELECT count(*) FROM verdicts WHERE undone_at IS NOT NULL")


async def test_judged_cards_leave_the_queue_and_stand_among_the_judged(desk: Desk) -> None:
    key = a_flag(desk)
    await desk.post(f"granska/{key}", verdict="irrelevant")

    assert "Allt är granskat." in (await desk.get("granska")).text
    assert f'id="traff-{key}"' in (await desk.get("granska?visa=bedomda")).text


async def test_a_reader_sees_the_queue_but_cannot_judge(desk: Desk) -> None:
    key = a_flag(desk)

    page = await desk.get("granska", role="reader")
    refused = await desk.post(f"granska/{key}", role="reader", verdict="relevant")

    assert "Inte relevant" not in page.text
    assert 403 == refused.status_code
    assert 0 == desk.store.value("SELECT count(*) FROM verdicts")


async def test_ticked_cards_are_judged_together(desk: Desk) -> None:
    keys = [a_flag(desk, f"Kompass {number}") for number in range(3)]

    await desk.post("granska", verdict="irrelevant", flag=[str(key) for key in keys[:2]])

    assert ["irrelevant", "irrelevant", None] == [
        row["verdict"] for row in desk.store.rows("SELECT verdict FROM flags ORDER BY id")
    ]


async def test_an_incident_opened_from_a_flag_has_its_article_as_trigger(desk: Desk) -> None:
    key = a_flag(desk)

    answer = await desk.post(f"granska/{key}/ny-handelse")

    ref = answer.headers["location"].rsplit("/", 1)[1]
    assert [(ref, "trigger")] == [
        (row["ref"], row["role"])
        for row in desk.store.rows(
            "SELECT ref, role FROM incident_articles JOIN incidents ON incidents.id = incident_id"
        )
    ]
    assert "relevant" == desk.store.value("SELECT verdict FROM flags")


async def test_a_flag_is_attached_to_an_open_incident(desk: Desk) -> None:
    first, second = a_flag(desk), a_flag(desk, "Kompass igen")
    opened = await desk.post(f"granska/{first}/ny-handelse")
    ref = opened.headers["location"].rsplit("/", 1)[1]

    await desk.post(f"granska/{second}/handelse", incident=ref)

    assert 2 == desk.store.value("SELECT count(*) FROM incident_articles")
    assert ref in (await desk.get("artiklar/2")).text


async def test_a_verdict_that_does_not_exist_is_refused(desk: Desk) -> None:
    key = a_flag(desk)

    answer = await desk.post(f"granska/{key}", verdict="kanske")

    assert 400 == answer.status_code
    assert "Välj ett av alternativen." in answer.text


async def test_the_article_shows_versions_with_the_changed_words(desk: Desk) -> None:
    a_flag(desk, "Nytt journalsystem saknar rätt märkning")
    desk.store.insert(
        "article_versions",
        {
            "article_id": 1,
            "number": 2,
            "captured_at": desk.store.now(),
            "title": "Nytt journalsystem kan sakna rätt märkning",
            "change_kind": "headline",
            "digest": "y",
        },
    )

    shown = (await desk.get("artiklar/1")).text

    assert "<del>saknar</del> <ins>kan sakna</ins> rätt märkning" in shown
    assert "rubriken ändrad" in shown


async def test_the_full_text_is_for_those_who_judge(desk: Desk) -> None:
    a_flag(desk)
    desk.store.insert(
        "article_texts",
        {"version_id": 1, "text": "Kompass är ett system.", "expires_at": "2026-04-01T00:00:00Z"},
    )

    assert "är ett system." in (await desk.get("artiklar/1")).text
    assert "är ett system." not in (await desk.get("artiklar/1", role="reader")).text


async def test_an_article_that_is_not_there_is_said_in_swedish(desk: Desk) -> None:
    answer = await desk.get("artiklar/99")

    assert 404 == answer.status_code
    assert "Hittar inte artikeln 99." in answer.text


async def test_news_about_an_open_incident_is_attached_with_one_button(desk: Desk) -> None:
    first, second = a_flag(desk), a_flag(desk, "Kompass igen")
    opened = await desk.post(f"granska/{first}/ny-handelse")
    ref = opened.headers["location"].rsplit("/", 1)[1]

    shown = (await desk.get("granska")).text

    assert f"Knyt till {ref}" in shown
    assert f"/granska/{second}/handelse" in shown
    article = desk.store.value("SELECT article_id FROM flags WHERE id = ?", [second])
    assert f"Knyt till {ref}" in (await desk.get(f"artiklar/{article}")).text
    await desk.post(f"artiklar/{article}/handelse", incident=ref)
    assert "Knyt till H-" not in (await desk.get(f"artiklar/{article}")).text


async def test_a_verdict_never_overrules_a_colleagues_unknowingly(desk: Desk) -> None:
    key = a_flag(desk)
    await desk.post(f"granska/{key}", role="approver", verdict="relevant", sedd="0")

    answer = await desk.post(f"granska/{key}", verdict="irrelevant", sedd="0")

    assert 409 == answer.status_code
    assert "Approver bedömde" in answer.text
    assert "Din bedömning är inte sparad." in answer.text
    assert "relevant" == desk.store.value("SELECT verdict FROM flags")


async def test_whoever_has_seen_a_colleagues_verdict_may_change_it(desk: Desk) -> None:
    key = a_flag(desk)
    await desk.post(f"granska/{key}", role="approver", verdict="relevant", sedd="0")
    given = desk.store.value("SELECT id FROM verdicts")

    await desk.post(f"granska/{key}", verdict="irrelevant", sedd=given)

    assert "irrelevant" == desk.store.value("SELECT verdict FROM flags")


async def test_articles_of_one_story_are_one_card_judged_and_undone_together(desk: Desk) -> None:
    first, second = a_flag(desk), a_flag(desk, "Samma nyhet i ett annat medium", score=0.8)
    at = desk.store.now()
    with desk.store.atomic():
        story = desk.store.insert("stories", {"first_at": at, "last_at": at})
        desk.store.execute("UPDATE articles SET story_id = ?", [story])

    shown = (await desk.get("granska")).text
    lead, other = (first, second) if f'id="traff-{first}"' in shown else (second, first)
    await desk.post(f"granska/{lead}", verdict="relevant", med=str(other), sedd="0")
    judged = desk.store.value("SELECT count(*) FROM flags WHERE verdict = 'relevant'")
    await desk.post("granska/angra", bedomningar=_given(desk))

    assert 1 == shown.count('class="card flag"')
    assert "1 till om samma nyhet" in shown
    assert 2 == judged
    assert 0 == desk.store.value("SELECT count(*) FROM flags WHERE verdict IS NOT NULL")


async def test_a_batch_leaves_what_a_colleague_has_judged(desk: Desk) -> None:
    first, second = a_flag(desk), a_flag(desk, "En till")
    await desk.post(f"granska/{first}", role="approver", verdict="relevant")

    await desk.post("granska", verdict="irrelevant", flag=f"{first},{second}")

    rows = desk.store.rows("SELECT verdict FROM flags ORDER BY id")
    assert ["relevant", "irrelevant"] == [row["verdict"] for row in rows]


async def test_the_words_are_marked_where_they_stand_and_not_told_twice(desk: Desk) -> None:
    a_flag(desk)

    shown = (await desk.get("granska")).text

    assert 1 == shown.count("<mark>Kompass</mark>")
    assert "<blockquote" not in shown.partition("<h2")[2].partition("</h2>")[0]


async def test_names_are_marked_in_the_lede_too_where_the_heading_decided(desk: Desk) -> None:
    flag = desk.store.row("SELECT * FROM flags WHERE id = ?", [a_flag(desk)])
    assert flag is not None
    with desk.store.writing(system("test")):
        desk.store.execute(
            "UPDATE articles SET lede = 'Dagar före start av Kompass' WHERE id = ?",
            [flag["article_id"]],
        )
        for start, matched in ((20, "Kompass"), (0, "Kompass")):
            desk.store.insert(
                "mentions",
                {
                    "version_id": flag["version_id"],
                    "watch_id": flag["watch_id"],
                    "field": "lede",
                    "start_at": start,
                    "end_at": start + 7,
                    "term": "Kompass",
                    "matched": matched,
                    "kind": "name",
                },
            )

    shown = (await desk.get("granska")).text

    assert "<p>Dagar före start av <mark>Kompass</mark></p>" in shown
