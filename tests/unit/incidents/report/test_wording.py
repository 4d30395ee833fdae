"""The Swedish of reports."""

from __future__ import annotations

import pytest

from incidents.report import wording
from incidents.report.wording import Basis, Mentions, Name, NameKind, Person

MV = Name("Morgonbladet Väst", "MV", NameKind.OUTLET, "https://mv.example/kompass-1")
RVM = Name("Region Västmark", "RVM", NameKind.OWN)
NORDLYS = Name("Nordlys Health")
ALMGREN = Person(
    "Karin Almgren", "ordförande i programstyrgrupp Kompass", "styrgruppsordförande Kompass RVM"
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("RVM", "RVM:s"),
        ("VGR", "VGR:s"),
        ("TV4", "TV4:s"),
        ("Nordlys Health", "Nordlys Healths"),
        ("Produktverket", "Produktverkets"),
        ("Medara", "Medaras"),
        ("Oracle", "Oracles"),
        ("IT-Nytt", "IT-Nytts"),
        ("Vårdtidningen Puls", "Vårdtidningen Puls"),
        ("Felix", "Felix"),
        ("Schweiz", "Schweiz"),
        ("Region Västmark (RVM)", "Region Västmarks (RVM:s)"),
        ("Kompass RVM", "Kompass RVM:s"),
    ],
)
def test_genitives(name: str, expected: str) -> None:
    assert wording.genitive(name) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], ""),
        (["MV"], "MV"),
        (["MV", "RV"], "MV och RV"),
        (["MV", "NT", "VA"], "MV, NT och VA"),
    ],
)
def test_lists_have_no_comma_before_och(items: list[str], expected: str) -> None:
    assert wording.join(items) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "noll"),
        (1, "en"),
        (2, "två"),
        (12, "tolv"),
        (13, "13"),
        (1200, "1\u00a0200"),
        (-3, "−3"),
    ],
)
def test_small_numbers_are_words(count: int, expected: str) -> None:
    assert wording.number(count) == expected


def test_counted_things_agree_with_their_number() -> None:
    assert wording.counted(1, "fråga", "frågor") == "en fråga"
    assert wording.counted(1, "svar", "svar", neuter=True) == "ett svar"
    assert wording.counted(9, "fråga", "frågor") == "nio frågor"
    assert wording.counted(25, "fråga", "frågor") == "25 frågor"


def test_a_name_is_long_with_its_link_first_and_short_after() -> None:
    mentions = Mentions()

    assert mentions.name(MV) == "[Morgonbladet Väst](https://mv.example/kompass-1) (MV)"
    assert mentions.name(MV) == "MV"
    assert mentions.genitive(MV) == "MV:s"


def test_the_bracket_is_left_out_when_the_short_name_never_returns() -> None:
    mentions = Mentions(reused=frozenset({"Region Västmark"}))

    assert mentions.name(MV) == "[Morgonbladet Väst](https://mv.example/kompass-1)"
    assert mentions.name(RVM) == "Region Västmark (RVM)"


def test_a_first_mention_may_be_a_genitive() -> None:
    mentions = Mentions()

    assert mentions.genitive(RVM) == "Region Västmarks (RVM:s)"
    assert mentions.genitive(NORDLYS) == "Nordlys Healths"
    assert mentions.name(RVM) == "RVM"


def test_an_irregular_genitive_is_the_records() -> None:
    mentions = Mentions()
    agency = Name("Statens produktverk", "SPV", irregular="SPV-verkets")

    assert mentions.genitive(agency) == "Statens produktverks (SPV-verkets)"
    assert mentions.genitive(agency) == "SPV-verkets"
    assert Mentions().genitive(Name("Puls", irregular="Puls’")) == "Puls’"


def test_a_person_has_the_title_once() -> None:
    mentions = Mentions()

    first = f"{mentions.person(ALMGREN)} har svarat skriftligt."

    assert first == "Karin Almgren, ordförande i programstyrgrupp Kompass, har svarat skriftligt."
    assert mentions.person(ALMGREN) == "Karin Almgren"


def test_a_person_without_a_title_gets_no_comma() -> None:
    assert Mentions().person(Person("Sara Holm")) == "Sara Holm"
    assert Mentions().person(ALMGREN, comma=False).endswith("Kompass")


@pytest.mark.parametrize(
    ("basis", "own", "spoken", "expected"),
    [
        (Basis.MEDIA, False, False, "beskriver"),
        (Basis.MEDIA, False, True, "rapporterade"),
        (Basis.PARTY, False, False, "uppger"),
        (Basis.PARTY, True, False, "uppger"),
        (Basis.AUTHORITY, True, False, "bekräftar"),
        (Basis.AUTHORITY, False, False, "uppger"),
    ],
)
def test_the_ladder_of_attribution(basis: Basis, own: bool, spoken: bool, expected: str) -> None:
    assert wording.verb(basis, own_statement=own, spoken=spoken) == expected


def test_a_claim_is_told_as_its_holders() -> None:
    found = wording.attributed("Nordlys Health", "att handlingarna är skickade", Basis.PARTY)

    assert found == "Nordlys Health uppger att handlingarna är skickade."


def test_papers_are_cited_in_either_word_order() -> None:
    paper = wording.contract(["Region Västmark (RVM)", "Nordlys Health"])

    assert wording.according(paper, "ansvarar leverantören för Kompass") == (
        "Enligt avtalet mellan Region Västmark (RVM) och Nordlys Health "
        "ansvarar leverantören för Kompass."
    )
    assert wording.appears("upphandlingen", "leverantören ansvarar") == (
        "Av upphandlingen framgår att leverantören ansvarar."
    )
    assert wording.contract([]) == "avtalet"


def test_reason_clauses() -> None:
    found = wording.reason(["Kompass", "klassmärkning"], ["MV"])

    assert found == "uppgifter i MV om Kompass och klassmärkning"
    assert wording.message_from("Produktverket", "tillsyn av Kompass") == (
        "besked från Produktverket om tillsyn av Kompass"
    )


def test_quote_marks_are_swedish_and_single() -> None:
    assert wording.quote("“Starten har gått enligt plan.”") == "”Starten har gått enligt plan.”"


def test_a_sentence_ends_once() -> None:
    assert wording.sentence("RVM bad om besked") == "RVM bad om besked."
    assert wording.sentence("vad skickades?") == "Vad skickades?"
    assert wording.sentence("") == ""
