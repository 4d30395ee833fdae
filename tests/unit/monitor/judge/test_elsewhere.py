"""A place that is not ours is somebody else's."""

from __future__ import annotations

import pytest

from monitor.judge.elsewhere import elsewhere
from monitor.judge.features import document
from monitor.judge.mentions import scan
from monitor.judge.watches import Name, Watch

WATCH = Watch(
    "kompass",
    "Kompass",
    "programme",
    (Name("Kompass", "programme", "shared"),),
    context=("journalsystem",),
    places=("Västerbotten",),
)


@pytest.mark.parametrize("word", ["stockholm", "stockholmsvarden", "hallands", "ostergotland"])
def test_a_place_is_known_with_endings_and_in_compounds(word: str) -> None:
    assert elsewhere([word]) == 1


@pytest.mark.parametrize("word", ["PLACE", "halla", "journalsystem", "upphandling"])
def test_other_words_are_no_places(word: str) -> None:
    assert elsewhere([word]) == 0


def test_somebody_elses_place_in_the_headline_is_a_feature() -> None:
    told = document(scan(WATCH, "Nytt journalsystem i Halland", "Dalarna följer efter", "")).rules

    assert told["elsewhere in title"] == 1.0
    assert told["elsewhere in lede"] == 1.0


def test_a_place_of_the_watch_is_not_elsewhere() -> None:
    told = document(scan(WATCH, "Nytt journalsystem i Västerbotten", "", "")).rules

    assert "elsewhere in title" not in told
