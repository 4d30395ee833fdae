from __future__ import annotations

from monitor.core.resources import shipped
from monitor.judge.judging import judge_article
from monitor.judge.reasons import FUNCTION_WORDS, in_swedish
from monitor.judge.scoring import load
from monitor.judge.watches import from_toml

TEXT = (
    "På medicinmottagningen är stämningen god efter de första timmarna med Kompass, och "
    "enhetschefen säger att det har gått som det skulle. Vi har haft tid för patienterna."
)


def test_small_words_are_never_given_as_reasons() -> None:
    watch = from_toml(shipped("data/watches/kompass.toml").read_text(encoding="utf-8"))
    model = load(shipped("data/seed_model.json").read_bytes())

    told = judge_article(watch, model, "Kompass i gång på Åby lasarett", "", TEXT).reasons

    words = {item["word"] for side in ("for", "against") for item in told[side]}
    assert words
    assert set() == words & FUNCTION_WORDS
    assert any(sentence.startswith("Talade ") for sentence in in_swedish(told))


def test_the_place_that_makes_a_text_ours_is_named() -> None:
    watch = from_toml(shipped("data/watches/kompass.toml").read_text(encoding="utf-8"))

    told = judge_article(watch, None, "Nya journalsystemet stoppas i Åby", "", "").reasons

    assert "Våra platser och personer: ”Åby”." in in_swedish(told)
    assert "Våra" not in " ".join(in_swedish({**told, "ours": []}))
