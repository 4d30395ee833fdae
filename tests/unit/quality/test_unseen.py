"""The headlines that nothing is learnt from, and that they stay so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from monitor.core.resources import shipped
from monitor.core.text import fold
from tests.quality.__main__ import raised_parts
from tests.quality.unseen import MEASURES, Told, interval, kept_back, source

#: Share of two headlines' words, names masked, from which they are too much alike.
NEAR = 0.6

_NAMES = re.compile(r"mill?enn?ium|\bsdv\b|\bfvm\b|oracle health|oracle|cerner")
_MASKS = re.compile(r"programme|supplier|place|person")


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in shipped(name).read_text(encoding="utf-8").splitlines()]


HEADLINES = rows("data/judged_headlines.jsonl")


def words(title: str) -> frozenset[str]:
    masked = _NAMES.sub(" x ", _MASKS.sub(" x ", fold(title)))
    return frozenset(re.findall(r"\w+", masked))


def near(titles: list[str], others: list[str]) -> Iterator[tuple[str, str]]:
    known = [(other, words(other)) for other in others]
    for title in titles:
        own = words(title)
        for other, held in known:
            if len(own & held) >= NEAR * len(own | held):
                yield title, other


def test_no_shipped_label_is_one_of_the_headlines_or_near_one() -> None:
    seeds = [row["title"] for row in rows("data/seed_labels.jsonl")]

    assert [] == list(near([row["title"] for row in HEADLINES], seeds))


def test_a_headline_that_only_changes_a_name_or_a_word_is_seen_to_be_near() -> None:
    ours = ["Så gick första dygnet med Millennium i Borås", "Matchen flyttas"]

    assert ["Så gick första dygnet med Millennium i Borås"] == [
        title for title, _ in near(ours, ["Så gick första dygnet med PROGRAMME"])
    ]


def test_the_set_is_large_has_both_kinds_and_a_third_of_it_is_difficult() -> None:
    relevant = sum(row["label"] == "relevant" for row in HEADLINES)

    assert source().name == "judged_headlines.jsonl"
    assert len(HEADLINES) >= 300
    assert len(HEADLINES) / 4 < relevant < len(HEADLINES) / 2
    assert sum(row["hard"] for row in HEADLINES) >= len(HEADLINES) / 3
    assert len({(row["title"], row["lede"]) for row in HEADLINES}) == len(HEADLINES)


def test_the_same_title_is_always_in_the_same_half_and_the_halves_are_alike() -> None:
    back = [row["label"] for row in HEADLINES if kept_back(row["title"])]

    assert 0.4 < len(back) / len(HEADLINES) < 0.6
    assert 0.4 < back.count("relevant") / sum(r["label"] == "relevant" for r in HEADLINES) < 0.6


def test_an_interval_holds_the_figure_and_is_narrower_the_more_texts_there_are() -> None:
    few = [Told(str(at), at % 3 == 0, False, (at % 7) / 7, "look") for at in range(30)]
    many = few * 10
    measure = MEASURES["ap"]

    low, high = interval(few, measure)
    tight_low, tight_high = interval(many, measure)

    assert low < measure(few) < high
    assert tight_high - tight_low < high - low


def test_the_floors_of_the_headlines_are_kept_apart_from_the_corpus() -> None:
    floors = {"unseen.ap": 0.9, "relevance.ap": 0.8, "unseen.kept_back_half.f1": 0.7}

    assert (
        {"unseen.ap": 0.9, "unseen.kept_back_half.f1": 0.7},
        {"relevance.ap": 0.8},
    ) == raised_parts(floors)
