from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.intake.substance import corrections, is_furniture, substance

ARTICLE = "Styrgruppen för Kompass möttes på Åby lasarett.\nMötet varade i två timmar."
FURNITURE = [
    "12 kommentarer", "Kommentarer (12)", "Visa 7 kommentarer", "1,2 tn delningar",
    "Delad 12 gånger", "Lästid: 3 min", "4 minuters läsning", "312 personer läser just nu",
    "Dela", "Dela artikeln", "Facebook Twitter E-post", "Dela på Facebook | Kopiera länk",
    "Läs även: Kritiken mot regionen växer", "LÄS MER: Så fungerar Kompass", "Se även", "– Annons",
    "Missa inte: Fredagens quiz", "Publicerad 9 mars 2026 kl. 14.10", "Uppdaterad 14:10",
    "Senast uppdaterad i dag 14.10", "Uppdaterades för 5 minuter sedan", "9 mars 2026", "17",
]  # fmt: skip
WORDS = [
    "Uppdaterad med kommentar från regionen", "Rättelse: mötet hölls på eftermiddagen.",
    "Regionen fick 12 kommentarer på förslaget.", "Dela med dig av ansvaret, säger direktören.",
    "I maj 2026 byts systemet ut", "Läsarna reagerade på beskedet",
    "Läs även: " + "det här är ett helt stycke som handlar om saken " * 5,
]  # fmt: skip


@pytest.mark.parametrize("line", FURNITURE)
def test_what_stands_around_the_article_is_no_part_of_it(line: str) -> None:
    assert is_furniture(line)
    assert substance(ARTICLE) == substance(ARTICLE.replace("\n", f"\n{line}\n"))


@pytest.mark.parametrize("line", WORDS)
def test_what_somebody_wrote_is_a_part_of_it(line: str) -> None:
    assert not is_furniture(line)
    assert substance(ARTICLE) != substance(f"{ARTICLE}\n{line}")


def test_a_box_of_other_articles_goes_with_its_headlines_and_the_text_goes_on_after_it() -> None:
    box = "Läs även\nKritiken mot regionen växer\n- Tre svar om journalsystemet\n"

    assert substance(ARTICLE) == substance(ARTICLE.replace("\n", f"\n{box}"))


def test_a_correction_below_a_box_is_read() -> None:
    assert "Rättelse i efterhand" in substance("Läs även\nEn annan nyhet\nRättelse i efterhand")


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_white_space_makes_no_difference_and_nothing_is_made_up(text: str) -> None:
    told = substance(text)

    assert told == substance(told.replace(" ", "  ")) or is_furniture(told) or "\n" in text
    assert set(told.split()) <= set(text.split())


def test_plain_words_are_left_as_they_are() -> None:
    assert "Styrgruppen för Kompass möttes. Den var enig." == substance(
        "Styrgruppen  för\tKompass\xa0möttes.\n\nDen var enig."
    )


@pytest.mark.parametrize(
    "text",
    [
        "RÄTTELSE: uppgiften var fel.", "Mötet var långt. Rättelse: det var kort.",
        "I en tidigare version av artikeln stod fel ort.", "Texten har rättats.",
        "Förtydligande\nBolaget har svarat.",
    ],
)  # fmt: skip
def test_notes_of_correction_are_seen(text: str) -> None:
    assert 1 == corrections(text)


@pytest.mark.parametrize(
    "text", ["Tillsynen kräver rättelse inom en månad.", "Bolaget har begärt att få rättelse."]
)
def test_the_authoritys_word_for_putting_right_is_no_correction(text: str) -> None:
    assert 0 == corrections(text)
