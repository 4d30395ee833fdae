"""One article judged, with and without a model."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from monitor.core.resources import shipped
from monitor.judge.judging import band_alone, judge_article
from monitor.judge.reasons import in_swedish
from monitor.judge.scoring import Model, load
from monitor.judge.watches import from_toml

WATCH = from_toml(shipped("data/watches/kompass.toml").read_text(encoding="utf-8"))

#: Title, lede and where the article should stand.
WEEK = [
    ("Nytt journalsystem saknar rätt märkning", "Kompass är inte registrerat, skriver MV.", "flag"),
    ("Tveksam märkning på journalsystem", "Region Västmark startar Kompass på onsdag.", "flag"),
    ("Medara byter namn och vinner affär i väst", "", "flag"),
    ("Stoppa Kompass", "Debatt om Region Västmarks journalsystem.", "flag"),
    ("Produktverket inleder tillsyn av Kompass", "", "flag"),
    ("Kompassen räddade orienteraren i dimman", "Loppet vanns i Åby.", "drop"),
    ("Starkt nordlys över fjällen", "", "drop"),
    ("Nordlys Energi höjer utdelningen", "", "drop"),
    ("Politik utan moralisk kompass", "", "drop"),
    ("Snöoväder väntas i norr", "", "drop"),
]


@pytest.fixture(scope="module")
def model() -> Model:
    return load(shipped("data/seed_model.json").read_bytes())


@pytest.mark.parametrize(("title", "lede", "band"), WEEK)
def test_the_fictional_week_is_judged_as_told(
    model: Model, title: str, lede: str, band: str
) -> None:
    assert band == judge_article(WATCH, model, title, lede, "").band


@pytest.mark.parametrize(("title", "lede", "band"), WEEK)
def test_without_a_model_the_rules_decide(title: str, lede: str, band: str) -> None:
    assert band == judge_article(WATCH, None, title, lede, "").band


def test_a_headline_without_the_name_is_flagged_when_the_text_names_it(model: Model) -> None:
    text = (
        "Sköterskor på Åby lasarett är oroliga. Kompass tar tid, säger de. Kompass startade i går."
    )

    judged = judge_article(WATCH, model, "Det nya journalsystemet oroar sköterskor", "", text)

    assert "flag" == judged.band


def test_the_reasons_are_json_and_mark_the_names_in_their_sentence(model: Model) -> None:
    judged = judge_article(WATCH, model, "Åby stoppar Kompass", "Läkarna larmar.", "")

    sentence = json.loads(json.dumps(judged.reasons))["sentence"]
    marked = [sentence["text"][m["start"] : m["end"]] for m in sentence["marks"]]

    assert ["Åby", "Kompass"] == marked
    assert ["Kompass"] == judged.reasons["names"]
    assert model.version == judged.reasons["model"]


def test_the_words_that_weighed_are_told_as_the_reader_saw_them(model: Model) -> None:
    judged = judge_article(WATCH, model, "Åby stoppar Kompass efter läkarnas larm", "", "")

    told = {item["word"] for item in judged.reasons["for"] + judged.reasons["against"]}

    assert told
    assert told <= {"läkarnas", "larm", "stoppar", "efter"}


def test_a_name_never_stands_among_the_words_for_it_would_gainsay_the_rule(model: Model) -> None:
    title = "Medara om Kompass: Karin Almgren besöker Åby"
    judged = judge_article(WATCH, model, title, "", "")

    told = {item["word"] for item in judged.reasons["for"] + judged.reasons["against"]}

    assert not any("namn" in word or "våra" in word or word.isupper() for word in told)


def test_the_reasons_read_as_swedish_without_a_percentage_below_a_hundred_labels(
    model: Model,
) -> None:
    judged = judge_article(WATCH, model, "Åby stoppar Kompass", "", "")

    told = in_swedish(judged.reasons)

    assert "”Kompass”" in told[1]
    assert "Procent visas först" in told[-1]
    assert not judged.calibrated
    assert all(sentence.endswith(".") for sentence in told)


def test_without_a_model_the_reasons_say_that_the_rule_decided() -> None:
    judged = judge_article(WATCH, None, "Åby stoppar Kompass", "", "")

    assert "Ingen inlärd bedömning fanns; regeln avgjorde." == in_swedish(judged.reasons)[-1]


def test_a_long_sentence_is_cut_around_its_name() -> None:
    text = "ord " * 300 + "Kompass " + "ord " * 300

    sentence = judge_article(WATCH, None, "", "", text).reasons["sentence"]

    assert len(sentence["text"]) <= 400
    assert ["Kompass"] == [
        sentence["text"][mark["start"] : mark["end"]] for mark in sentence["marks"]
    ]


def test_judging_does_not_import_scikit_learn() -> None:
    code = (
        "import sys, monitor.judge.flags; from monitor.judge.judging import judge_article;"
        "print([m for m in ('sklearn', 'scipy') if m in sys.modules])"
    )

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "[]" == told.stdout.strip()


@pytest.mark.parametrize(("title", "lede", "band"), WEEK)
def test_the_band_alone_is_the_band(model: Model, title: str, lede: str, band: str) -> None:
    ruled = judge_article(WATCH, None, title, lede, "").band

    assert (band, ruled) == (
        band_alone(WATCH, model, title, lede, ""),
        band_alone(WATCH, None, title, lede, ""),
    )
