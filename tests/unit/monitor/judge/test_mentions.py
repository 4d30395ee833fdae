"""Where a text names what a watch looks for."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.resources import shipped
from monitor.judge.mentions import find_mentions
from monitor.judge.watches import Name, Watch, from_toml

WATCH = from_toml(shipped("data/watches/kompass.toml").read_text(encoding="utf-8"))
DEFAULT = from_toml(shipped("data/watches/millennium.toml").read_text(encoding="utf-8"))


def found(watch: Watch, text: str, kind: str = "name") -> list[str]:
    return [m.matched for m in find_mentions(watch, text, "", "") if m.kind == kind]


@pytest.mark.parametrize(
    ("written", "matched"),
    [
        ("Kompass stoppas", "Kompass"),
        ("Kompassinförandet stoppas", "Kompassinförandet"),
        ("Kompassprojektets chef", "Kompassprojektets"),
        ("Kompass-chefen svarar", "Kompass-chefen"),
        ("anti-Kompass-rörelsen", "Kompass-rörelsen"),
        ("Nordlys Healths svar", "Nordlys Healths"),
        ("Nordlys\u00a0Health svarar", "Nordlys\u00a0Health"),
        ("Nordlys-Health svarar", "Nordlys-Health"),
        ("Kom\u00adpass stoppas", "Kom\u00adpass"),
        ("Medara:s svar", "Medara:s"),
        ("vad kostar kompass i region vastmark", "kompass"),
        ("PATIENTJOURNALSYSTEMET LIGGER NERE", "PATIENTJOURNALSYSTEMET"),
    ],
)
def test_a_name_is_found_in_its_swedish_forms(written: str, matched: str) -> None:
    assert [matched] == found(WATCH, written)


@pytest.mark.parametrize(
    "written",
    [
        "Kompassion och omtanke",
        "En kompass pekar mot norr",
        "Moralkompassen",
        "moralisk kompass",
        "Medaradion",
        "Nordlysande himmel",
    ],
)
def test_a_name_is_not_found_inside_other_words_or_as_a_common_word(written: str) -> None:
    assert [] == found(WATCH, written)


def test_a_group_of_companies_holds_no_supplier() -> None:
    assert [] == found(DEFAULT, "Koncernerna och koncernchefen i dotterkoncernen")


@pytest.mark.parametrize("written", ["Millenium", "Milennium", "Millenniumm", "Millennuim"])
def test_a_long_name_is_found_misspelt_by_one_edit(written: str) -> None:
    assert [written] == found(DEFAULT, f"Notan för {written} växer")


def test_a_misspelt_name_may_begin_a_compound() -> None:
    assert ["Milleniumprojektet"] == found(DEFAULT, "Milleniumprojektet försenas")


@pytest.mark.parametrize(
    "written", ["Milenium", "Milleninmu", "Illennium", "millenniet", "Millenniemålen"]
)
def test_two_edits_or_another_first_letter_are_another_word(written: str) -> None:
    assert [] == found(DEFAULT, f"Om {written} igen")


@pytest.mark.parametrize("written", ["Nordlys Energi", "Kompassros", "karta och kompass"])
def test_a_near_name_that_covers_a_name_cancels_it(written: str) -> None:
    assert [] == found(WATCH, f"Om {written} i dag")
    assert [written] == found(WATCH, f"Om {written} i dag", "near")


@pytest.mark.parametrize(
    "written",
    [
        "tränaren Martin Medara tar över",
        "apotekaren Hans Medara dog i går",
        "Linnea Medaras nya skiva",
        "Kompass Jansson spelar på fredag",
        "med Kompass Engström i målet",
    ],
)
def test_a_name_that_is_part_of_a_persons_is_no_programme_or_supplier(written: str) -> None:
    assert [] == found(WATCH, written)
    assert 1 == len(found(WATCH, written, "near"))


@pytest.mark.parametrize(
    "written",
    [
        "Vi frågade Martin: Kompass stoppas",
        "Medara svarar Martin Engström",
        "Hans Kompass-larm hördes inte",
        "Per Kompass: så mycket kostar varje del",
        "Region Kompass",
    ],
)
def test_a_person_who_only_stands_near_takes_no_name_away(written: str) -> None:
    assert 1 == len(found(WATCH, written))


def test_an_abbreviation_wants_its_capitals_unless_nothing_has_any() -> None:
    assert ["RVM:s"] == found(WATCH, "RVM:s svar", "place")
    assert ["rvm"] == found(WATCH, "svar fran rvm", "place")
    assert [] == found(WATCH, "Svar från rvm", "place")


def test_a_term_without_dots_is_not_found_in_a_word_with_them() -> None:
    watch = Watch("k", "T", "programme", (Name("Kompass", "programme"),), near=("stallet",))

    assert [] == found(watch, "Köp Kompass i stället", "near")
    assert ["stallet"] == found(watch, "Hästen i stallet på gården", "near")


def test_a_long_context_term_is_found_inside_a_compound() -> None:
    watch = Watch("k", "T", "programme", (Name("Kompass", "programme"),), context=("beslutsstöd",))

    assert ["läkarbeslutsstödet"] == found(watch, "Nya läkarbeslutsstödet", "context")


def test_a_name_outside_its_days_is_not_sought() -> None:
    watch = Watch("k", "T", "supplier", (Name("Medara", "supplier", valid_to=date(2025, 12, 31)),))

    before = find_mentions(watch, "Medara", "", "", day=date(2025, 6, 1))
    after = find_mentions(watch, "Medara", "", "", day=date(2026, 6, 1))

    assert (1, 0) == (len(before), len(after))


def test_spans_lead_back_to_the_words_as_written() -> None:
    title, lede = "Kompass\u00adhaveriet", "Region Västmarks läkare"
    text = "Inledning. Nordlys Health svarar på frågor om Kompass."

    spans = {
        (m.matched, {"title": title, "lede": lede, "text": text}[m.field][m.start : m.end])
        for m in find_mentions(WATCH, title, lede, text)
    }

    assert all(matched == cut for matched, cut in spans)
    assert {"Kompass\u00adhaveriet", "Region Västmarks", "Nordlys Health"} <= {m for m, _ in spans}


def test_a_lede_repeated_in_the_text_is_counted_once_and_offsets_hold() -> None:
    lede = "Kompass stoppas."
    text = lede + " Medara svarar."

    mentions = [m for m in find_mentions(WATCH, "", lede, text) if m.kind == "name"]

    assert [("lede", "Kompass"), ("text", "Medara")] == [(m.field, m.matched) for m in mentions]
    assert "Medara" == text[mentions[1].start : mentions[1].end]
