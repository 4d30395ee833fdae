"""One card for each story, whatever watches flagged it, and verdicts that stay each watch's own."""

from __future__ import annotations

import pytest

from incidents.alert import things
from incidents.record import suggest
from monitor.core.actors import system
from monitor.review import queue
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.test_review import a_flag


def _two_watches(desk: Desk) -> tuple[int, int]:
    """Return two flags on one article, of different watches."""
    first = a_flag(desk)
    return first, a_flag(desk, watch_name="Nordlys", article=_article(desk, first), score=0.7)


def _article(desk: Desk, flag: int) -> int:
    return int(desk.store.get("flags", flag)["article_id"])


def _one_story(desk: Desk) -> None:
    at = desk.store.now()
    with desk.store.atomic():
        story = desk.store.insert("stories", {"first_at": at, "last_at": at})
        desk.store.execute("UPDATE articles SET story_id = ?", [story])


def _verdicts(desk: Desk) -> list[str | None]:
    return [row["verdict"] for row in desk.store.rows("SELECT verdict FROM flags ORDER BY id")]


def _given(desk: Desk) -> str:
    rows = desk.store.rows("SELECT id FROM verdicts WHERE undone_at IS NULL")
    return ",".join(str(row["id"]) for row in rows)


async def test_an_article_that_two_watches_flagged_is_one_card_that_tells_why_for_each(
    desk: Desk,
) -> None:
    _two_watches(desk)

    shown = (await desk.get("granska")).text

    assert 1 == shown.count('class="card flag"')
    assert "· Kompass och Nordlys<" in shown
    assert "Varför det är en träff för Kompass" in shown
    assert "Varför det är en träff för Nordlys" in shown
    assert 1 == queue.count(desk.store)
    assert '<span class="count">1</span>' in shown


async def test_one_press_judges_for_every_watch_and_undo_takes_all_of_it_back(desk: Desk) -> None:
    first, second = _two_watches(desk)

    answer = await desk.post(f"granska/{first}", verdict="irrelevant", med=str(second), sedd="0")
    judged, told = _verdicts(desk), desk.told(answer)["text"]
    await desk.post("granska/angra", bedomningar=_given(desk))

    assert ["irrelevant", "irrelevant"] == judged
    assert "är bedömd som inte relevant för 2 bevakningar." in told
    assert [None, None] == _verdicts(desk)


@pytest.mark.parametrize(
    ("of_the_original", "shown"), [(None, True), ("drop", True), ("look", True), ("flag", False)]
)
async def test_a_copy_that_is_more_surely_about_us_than_its_original_is_not_hidden_by_it(
    desk: Desk, of_the_original: str | None, shown: bool
) -> None:
    original = _article(desk, a_flag(desk, "En brist i vården", band=of_the_original or "drop"))
    if of_the_original is None:
        with desk.store.atomic():
            desk.store.execute("DELETE FROM flags")
    copy = _article(desk, a_flag(desk, "En brist i vården, också i Kompass"))
    with desk.store.writing(system("test")):
        desk.store.update("articles", copy, {"copy_of": original})

    cards = [card.row["article_id"] for card in queue.cards(desk.store)]
    told = [thing.row_id for thing in things.present(desk.store, desk.store.clock.now())]

    assert shown == (copy in cards)
    assert shown == (copy in told)


def _sure_and_possible(desk: Desk) -> tuple[int, int]:
    """Return two flags on one article: a hit for one watch, only a possible one for another."""
    sure = a_flag(desk)
    article = _article(desk, sure)
    return sure, a_flag(desk, watch_name="Nordlys", article=article, score=0.4, band="look")


async def test_relevant_is_not_said_for_a_watch_to_which_it_was_only_a_possible_hit(
    desk: Desk,
) -> None:
    sure, possible = _sure_and_possible(desk)
    page = (await desk.get("granska")).text

    answer = await desk.post(f"granska/{sure}", verdict="relevant", med=str(possible), sedd="0")

    assert "Relevant gäller Kompass. För Nordlys blir den osäker." in page
    assert ["relevant", "unsure"] == _verdicts(desk)
    assert desk.told(answer)["text"].endswith(
        "är bedömd som relevant för Kompass och osäker för Nordlys."
    )


async def test_what_was_said_for_a_less_sure_watch_stands(desk: Desk) -> None:
    sure, possible = _sure_and_possible(desk)
    await desk.post(f"granska/{possible}", verdict="relevant", for_sig="1")

    await desk.post(f"granska/{sure}", verdict="relevant", med=str(possible))

    assert ["relevant", "relevant"] == _verdicts(desk)


async def test_irrelevant_is_said_for_every_watch(desk: Desk) -> None:
    sure, possible = _sure_and_possible(desk)

    await desk.post(f"granska/{sure}", verdict="irrelevant", med=str(possible), sedd="0")

    assert ["irrelevant", "irrelevant"] == _verdicts(desk)


async def test_a_doubtful_card_is_judged_for_the_watch_that_doubts(desk: Desk) -> None:
    sure, possible = _sure_and_possible(desk)

    await desk.post(f"granska/{possible}", verdict="relevant", med=str(sure), sedd="0")

    assert ["relevant", "relevant"] == _verdicts(desk)


async def test_watches_can_be_judged_apart_and_the_rest_of_the_card_stays(desk: Desk) -> None:
    first, second = _two_watches(desk)
    page = (await desk.get("granska")).text

    answer = await desk.post(
        f"granska/{first}", verdict="relevant", sedd="0", for_sig="1",
        nasta=f"/-/lagesbild/granska?visa=nya#traff-{second}",
    )  # fmt: skip
    after = (await desk.get("granska")).text
    await desk.post(f"granska/{second}", verdict="irrelevant", sedd="0")
    judged = (await desk.get("granska?visa=bedomda")).text

    assert "Bedöm bevakningarna var för sig" in page
    assert f"#traff-{second}" in answer.headers["location"]
    assert f'id="traff-{second}"' in after
    assert desk.told(answer)["text"].endswith("är bedömd som relevant för Kompass.")
    assert "Nyheten är bedömd som relevant för Kompass av Editor" in after
    assert ["relevant", "irrelevant"] == _verdicts(desk)
    assert 1 == judged.count('class="card flag"')
    assert "Kompass: relevant" in judged
    assert "Nordlys: inte relevant" in judged


async def test_a_colleagues_verdict_for_one_watch_is_never_overruled_by_a_press_for_all(
    desk: Desk,
) -> None:
    first, second = _two_watches(desk)
    await desk.post(f"granska/{second}", role="approver", verdict="irrelevant", sedd="0")

    answer = await desk.post(f"granska/{first}", verdict="relevant", med=str(second), sedd="0")

    assert 409 == answer.status_code
    assert "som inte relevant för Nordlys medan du läste" in answer.text
    assert [None, "irrelevant"] == _verdicts(desk)


async def test_undo_leaves_what_a_colleague_has_judged_anew(desk: Desk) -> None:
    first, second = _two_watches(desk)
    await desk.post(f"granska/{first}", verdict="relevant", med=str(second), sedd="0")
    mine = _given(desk)
    await desk.post(f"granska/{second}", role="approver", verdict="irrelevant")

    answer = await desk.post("granska/angra", bedomningar=mine)
    again = await desk.post("granska/angra", bedomningar=mine)

    assert [None, "irrelevant"] == _verdicts(desk)
    assert "Det som en kollega har bedömt om står kvar." in desk.told(answer)["text"]
    assert 409 == again.status_code


async def test_a_batch_counts_cards_and_takes_their_watches_along(desk: Desk) -> None:
    first, second = _two_watches(desk)
    third = a_flag(desk, "En annan nyhet om Kompass")

    answer = await desk.post(
        "granska", verdict="irrelevant", flag=[f"{first},{second}", str(third)]
    )

    assert ["irrelevant"] * 3 == _verdicts(desk)
    assert "2 träffar är bedömda som inte relevanta." == desk.told(answer)["text"]


async def test_a_story_stands_on_one_page_only_whatever_order_its_flags_have(desk: Desk) -> None:
    for number in range(30):
        a_flag(desk, f"Kompass {number}", score=0.9 - number / 100)
    _one_story(desk)

    found = queue.stories(desk.store, limit=25)

    assert [30] == [len(story.cards) for story in found]
    assert [] == queue.stories(desk.store, limit=25, offset=25)


async def test_a_doubtful_card_has_its_sure_flag_too_and_is_the_same_card(desk: Desk) -> None:
    sure = a_flag(desk)
    a_flag(desk, watch_name="Nordlys", article=_article(desk, sure), score=0.4, band="look")

    doubtful = queue.stories(desk.store, queue.Filter(bands=("look",), order="doubtful"))

    assert [2] == [len(story.cards) for story in doubtful]
    assert 1 == queue.count(desk.store, queue.Filter(bands=("look",)))


async def test_a_storys_articles_are_attached_together_and_undone_together(desk: Desk) -> None:
    first, second = a_flag(desk), a_flag(desk, "Samma nyhet i ett annat medium", score=0.8)
    _one_story(desk)
    other = await desk.post("artiklar/1/ny-handelse")
    ref = other.headers["location"].rsplit("/", 1)[1]
    third = a_flag(desk, "En tredje artikel")

    answer = await desk.post(f"granska/{second}/handelse", incident=ref, med=str(third))
    linked = desk.store.value("SELECT count(*) FROM incident_articles")
    links = desk.store.rows("SELECT id FROM incident_articles WHERE article_id <> 1")
    await desk.post(
        "granska/angra", bedomningar=_given(desk),
        kopplingar=",".join(str(row["id"]) for row in links),
    )  # fmt: skip

    assert 3 == linked
    assert f"2 artiklar är knutna till händelsen {ref}." == desk.told(answer)["text"]
    assert [_article(desk, first)] == [
        row["article_id"] for row in desk.store.rows("SELECT article_id FROM incident_articles")
    ]
    assert [None, None, None] == _verdicts(desk)


async def test_a_proposed_incident_is_taken_on_from_its_card(desk: Desk) -> None:
    first, second = _two_watches(desk)
    suggest.propose(desk.store)
    ref = desk.store.value("SELECT ref FROM incidents")
    page = (await desk.get("granska")).text

    answer = await desk.post(
        f"granska/{first}/bekrafta", med=str(second), incident=ref, revision="1"
    )

    assert "Bekräfta händelsen" in page
    assert answer.headers["location"].endswith(f"handelser/{ref}")
    assert "new" == desk.store.value("SELECT status FROM incidents")
    assert ["relevant", "relevant"] == _verdicts(desk)


async def test_the_start_page_and_the_alert_count_a_story_once(desk: Desk) -> None:
    first, _ = _two_watches(desk)

    start = (await desk.get("")).text
    told = [thing for thing in things.present(desk.store, desk.clock.now()) if thing.kind == "flag"]

    waiting = start.partition("Obedömda träffar</a>")[2].partition("</article>")[0]
    assert '<span class="badge info">1</span>' in waiting
    assert f"/granska#traff-{first}" in waiting
    assert 1 == len(told)
