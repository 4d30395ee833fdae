from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.judge import grouping
from monitor.judge.grouping import Placement, Told, Window, group, rarity, told

DAY = 86_400.0
WORDS = (
    "region system märkning register start lasarett brygga hamn is vinter arbete vecka kommun "
    "leverantör besked klass plan onsdag morgon svar"
).split()


def article(number: int, text: str, at: float | None = 0.0, head: str = "") -> Told:
    return told(number, at, head or text, text, rarity(["ett annat", "ett tredje"]))


LONG = " ".join(f"ord{number}" for number in range(100))
OTHER = " ".join(f"sak{number}" for number in range(100))


def test_a_text_that_stands_in_a_longer_one_is_the_same() -> None:
    longer = f"{LONG} {' '.join(f'tillägg{number}' for number in range(60))}"

    placed = group([article(1, LONG), article(2, longer, 60, "Egen rubrik")])

    assert {1: Placement(1, None), 2: Placement(1, 1)} == placed


def test_a_stock_phrase_is_no_text() -> None:
    phrase = "läs hela artikeln i morgonens tidning nu"

    one, other = article(1, phrase, 0, "Ny brygga"), article(2, phrase, 0, "Kompass pausas")

    assert not grouping.same_text(one, other)


def test_after_the_window_the_same_text_is_a_new_story() -> None:
    placed = group([article(1, LONG), article(2, LONG, 4 * DAY)])

    assert {1: Placement(1, None), 2: Placement(2, None)} == placed


def test_short_texts_are_asked_less_than_long_ones() -> None:
    assert grouping.asked(20) < grouping.asked(80) < grouping.asked(120) == grouping.asked(900)


def test_a_refused_story_is_not_joined() -> None:
    window = Window()
    window.add(article(1, LONG), 7)

    assert Placement(None, None) == window.place(article(2, LONG), {7})


def test_a_story_is_joined_for_its_average_not_for_its_best() -> None:
    half = " ".join([*LONG.split()[:50], *OTHER.split()[:50]])
    window = Window()
    window.add(article(1, LONG), 1)
    for number in range(2, 12):
        window.add(article(number, OTHER), 1)

    assert Placement(None, None) == window.place(article(99, half))


def test_a_copy_is_found_among_hundreds_written_from_the_same_sentences() -> None:
    chance = random.Random(3)
    said = [" ".join(f"s{at}ord{number}" for number in range(15)) for at in range(40)]
    texts = [" ".join(chance.sample(said, 8)) for _ in range(400)]

    placed = group(article(number, text, number, f"h{number}") for number, text in enumerate(texts))
    copied = group(
        article(number, text, number, f"h{number}")
        for number, text in enumerate([*texts, texts[150], texts[397]])
    )

    assert [None, None] == [placed[number].copy_of for number in (150, 397)]
    assert [150, 397] == [copied[number].copy_of for number in (400, 401)]


def test_nothing_groups_to_nothing() -> None:
    assert {} == group([])
    assert {1: Placement(1, None)} == group([article(1, "")])


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(WORDS), min_size=0, max_size=30), st.floats(0, 10 * DAY)
        ),
        max_size=25,
    )
)
def test_all_at_once_is_the_same_as_one_by_one(texts: list[tuple[list[str], float]]) -> None:
    rare = rarity(" ".join(words) for words, _ in texts)
    articles = [
        told(number, at, " ".join(words[:5]), " ".join(words), rare)
        for number, (words, at) in enumerate(texts, 1)
    ]
    window = Window()
    single: dict[int, Placement] = {}
    for each in sorted(articles, key=lambda item: (item.at or 0.0, item.id)):
        found = window.place(each)
        story = each.id if found.story is None else found.story
        single[each.id] = Placement(story, found.copy_of)
        window.add(each, story, found.copy_of)

    assert single == group(articles)
