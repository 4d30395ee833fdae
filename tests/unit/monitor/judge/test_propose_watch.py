"""A watch proposed from a text and a few names."""

from __future__ import annotations

import pytest

from monitor.core.errors import InputError
from monitor.judge.judging import judge_article
from monitor.judge.propose_watch import Background, background, propose
from monitor.judge.watches import from_toml, to_toml

REPORT = """
Region Västmark inför schemasystemet Vintergatan på Åby lasarett. Leverantören Timra AB uppger att
schemasystemet är klart. Vintergatan ska ge bemanning och passbyten i mobilen. Bemanningen på Åby
lasarett blir enklare, säger regiondirektör Lena Frid. Produktverket granskar inte Vintergatan.
Passbyten i Vintergatan prövades i höstas. Per Rudin, som är patient, är nöjd.
Mer på https://rvm.example/vintergatan och info@rvm.example.
"""
OTHER = background(
    [
        ("Vintergatan syns bäst i augusti.", "Stjärnhimlen är klar och mörk."),
        ("Stora Vintergatan Runt lockar löpare.", "Loppet är klart."),
        ("Snö i norr.", "Bemanningen på plogbilarna är klar."),
    ]
)


def test_the_given_names_come_first_and_a_name_that_others_bear_is_shared() -> None:
    watch = propose(REPORT, ["Vintergatan", "Timra AB"], other=OTHER)

    assert [("Vintergatan", "programme", "shared"), ("Timra AB", "supplier", "own")] == [
        (name.text, name.kind, name.strength) for name in watch.names[:2]
    ]


def test_what_the_thing_is_called_without_its_name_is_general() -> None:
    watch = propose(REPORT, ["Vintergatan"], other=OTHER)

    assert ("schemasystem", "generic") in [(name.text, name.strength) for name in watch.names]


def test_places_authorities_and_rare_words_are_found() -> None:
    watch = propose(REPORT, ["Vintergatan"], other=OTHER)

    assert ("Region Västmark", "Åby lasarett", "Västmark") == watch.places
    assert {"Produktverket", "passbyten"} <= set(watch.context)
    assert not {"vintergatan", "https", "säger"} & set(watch.context)


def test_a_town_that_the_text_comes_back_to_is_a_place_and_no_context() -> None:
    text = "Nya Lyktan startar i Holmsala. Sköterskor på Holmsala sjukhus väntar. Åk till Holmsala."

    watch = propose(text, ["Lyktan"], other=OTHER)

    assert {"Holmsala sjukhus", "Holmsala"} == set(watch.places)
    assert "holmsala" not in watch.context


@pytest.mark.parametrize(
    "text",
    ["Leverantör är Farmita.", "Avtalet med Farmita AB löper ut.", "leverantören Farmita uppger"],
)
def test_a_supplier_is_known_by_what_the_text_calls_it(text: str) -> None:
    watch = propose(f"Lyktan startar. {text}", ["Lyktan", "Farmita"], other=OTHER)

    assert [("programme", "shared"), ("supplier", "own")] == [
        (name.kind, name.strength) for name in watch.names
    ]


def test_a_programme_named_by_an_ordinary_word_wants_words_about_the_matter() -> None:
    text = "Ordinationsstödet Lyktan startar på Sundmarks lasarett. Läkare väntar på ordinationer."
    watch = propose(text, ["Lyktan"], other=OTHER)

    ours = judge_article(watch, None, "Lyktan stoppar ordinationer på lasarettet", "", "")
    theirs = judge_article(watch, None, "Restaurang Lyktan får ny ägare", "", "")

    assert ("flag", "look") == (ours.band, theirs.band)


def test_only_people_with_an_office_are_proposed() -> None:
    watch = propose(REPORT, ["Vintergatan"], other=OTHER)

    assert ("Lena Frid",) == watch.people


def test_longer_names_of_others_are_near_names() -> None:
    watch = propose(REPORT, ["Vintergatan"], other=OTHER)

    assert ("Vintergatan Runt",) == watch.near


def test_words_of_other_watches_in_the_text_come_along() -> None:
    other = Background(context=["bemanning", "upphandling"])

    watch = propose(REPORT, ["Vintergatan"], other=other)

    assert "bemanning" == watch.context[0]
    assert "upphandling" not in watch.context


def test_the_proposal_flags_the_subject_and_not_the_near_name() -> None:
    watch = propose(REPORT, ["Vintergatan"], other=OTHER)

    ours = judge_article(watch, None, "Vintergatan ger passbyten i mobilen", "", "")
    theirs = judge_article(watch, None, "Stora Vintergatan Runt lockar löpare", "", "")

    assert ("flag", "flag") != (ours.band, theirs.band)
    assert "flag" == ours.band


def test_a_proposal_can_be_written_and_read() -> None:
    watch = propose(REPORT, ["Vintergatan"], title="Scheman", other=OTHER)

    assert watch == from_toml(to_toml(watch))


def test_names_alone_are_enough() -> None:
    assert "Timra AB" == propose("", ["Timra AB", " "]).title


@pytest.mark.parametrize("names", [[], [" "], ["K"]])
def test_without_a_name_that_can_be_sought_nothing_is_proposed(names: list[str]) -> None:
    with pytest.raises(InputError):
        propose(REPORT, names)
