from __future__ import annotations

from datetime import date

import pytest

from incidents.report.phrases import (
    ages,
    clause,
    has_finite_verb,
    inverted,
    is_attributed,
    is_timed,
    minutes_text,
    office_of,
    quoted,
    sentences_of,
    starts_with_verb,
    with_date,
    without_ageing,
)

PROPER = ("Kompass", "Produktverket", "RVM")


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("Införandet av Kompass pausas.", "införandet av Kompass pausas"),
        ("att införandet pausas", "införandet pausas"),
        ("Kompass saknar registrering.", "Kompass saknar registrering"),
        ("RVM:s avtal gäller", "RVM:s avtal gäller"),
        ("NMI-märkning saknas", "NMI-märkning saknas"),
        ("Å andra sidan", "å andra sidan"),
    ],
)
def test_a_wording_as_it_follows_att(wording: str, expected: str) -> None:
    assert expected == clause(wording, PROPER)


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        (
            "leverantören ansvarar för att Kompass följer gällande regler",
            "ansvarar leverantören för att Kompass följer gällande regler",
        ),
        ("de som leverantör har ansvar", "har de som leverantör ansvar"),
        ("full efterlevnad, som krävs, är lovad", None),
        ("leverantören skramlar med kraven", None),
    ],
)
def test_a_clause_is_turned_only_where_its_verb_is_sure(wording: str, expected: str | None) -> None:
    assert expected == inverted(wording)


def test_a_wording_that_starts_with_its_verb_is_seen() -> None:
    assert starts_with_verb("ansvarar leverantören för")
    assert not starts_with_verb("handlingar om Kompass saknas")
    assert has_finite_verb("Införandet pausas.")
    assert not has_finite_verb("pappersrutin för provsvar tills vidare")


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("Nordlys Health uppger att felsökning pågår.", True),
        ("Enligt avtalet svarar leverantören.", True),
        ("I upphandlingen var kravet obligatoriskt.", True),
        ("Kompass saknar märkning.", False),
    ],
)
def test_attribution_is_seen(wording: str, expected: bool) -> None:
    assert expected == is_attributed(wording)


def test_a_time_in_the_wording_is_seen() -> None:
    assert is_timed("RVM bad under måndagen om besked.")
    assert is_timed("RVM ringde klockan 08.20.")
    assert not is_timed("RVM ringde Produktverket.")


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("RVM bad under måndagen om besked.", "RVM bad under måndagen den 9 mars om besked."),
        ("RVM bad på måndagskvällen om det.", "RVM bad på måndagskvällen den 9 mars om det."),
        ("RVM ringde klockan 08.20.", "RVM ringde den 9 mars klockan 08.20."),
        ("RVM ringde klockan 08.25.", "RVM ringde klockan 08.25."),
        ("RVM ringde 10 mars klockan 08.20.", "RVM ringde 10 mars klockan 08.20."),
        ("RVM ringde.", "RVM ringde."),
    ],
)
def test_a_wording_gets_its_date(wording: str, expected: str) -> None:
    assert expected == with_date(wording, ("klockan 08.20",), "9 mars")


def test_another_clock_that_starts_alike_is_left_alone() -> None:
    assert with_date("Det var klockan 13.30.", ("klockan 13",), "9 mars") == (
        "Det var klockan 13.30."
    )


def test_words_that_age_become_dates() -> None:
    words = "I dag är det fler än i går. I morgon jämförs det med i fjol."

    assert without_ageing(words, date(2026, 3, 1), 2026) == (
        "Den 1 mars är det fler än den 28 februari. Den 2 mars jämförs det med under 2025."
    )
    assert ages("Vi återkommer i kväll.")
    assert not ages("Vi återkommer den 9 mars.")


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("Vi samarbetar.", "”Vi samarbetar.”"),
        ("“Vi samarbetar.”", "”Vi samarbetar.”"),
        ('"Vi samarbetar."', "”Vi samarbetar.”"),
        ("”Ja” är svaret, inte ”nej”", "””Ja” är svaret, inte ”nej””"),
        ("”", "”””"),
    ],
)
def test_verbatim_words_get_swedish_marks_and_keep_their_own(wording: str, expected: str) -> None:
    assert expected == quoted(wording)


def test_the_office_is_read_out_of_the_reference() -> None:
    forms = ("Produktverkets", "PV:s")

    assert office_of(forms, "Samtal med Produktverkets registrator 10 mars") == "registrator"
    assert office_of(forms, "Samtal med PV:s jurist") == "jurist"
    assert office_of(forms, "Mejl från Produktverket") is None


def test_sentences_are_parted_and_minutes_told() -> None:
    assert sentences_of("Kl. 8 hände det. Sedan inget.") == ["Kl. 8 hände det.", "Sedan inget."]
    assert [minutes_text(n) for n in (0, 1, 25, 60, 125)] == [
        "0 minuter",
        "1 minut",
        "25 minuter",
        "1 timme",
        "2 timmar och 5 minuter",
    ]
