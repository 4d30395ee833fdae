"""W4: names and titles long at first, short after that."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from incidents.report.check import Context, Paragraph, Section, check
from incidents.report.wording import Name, NameKind, Person

MV_URL = "https://mv.example/1"
CONTEXT = Context(
    kind="extra",
    compiled_at=datetime(2026, 3, 10, 19, tzinfo=UTC),
    names=(
        Name("Region Västmark", "RVM", NameKind.OWN),
        Name("Morgonbladet Väst", "MV", NameKind.OUTLET, MV_URL),
        Name("Vårdtidningen Puls", "Puls", NameKind.OUTLET),
        Name("Statens produktverk", "SPV", NameKind.AUTHORITY),
    ),
    people=(
        Person(
            "Karin Almgren",
            "ordförande i programstyrgrupp Kompass",
            "styrgruppsordförande Kompass RVM",
        ),
    ),
)


def remarks(*texts: str, section: Section = Section.INCIDENT) -> list[tuple[str, str | None]]:
    paragraphs = [Paragraph(number, section, text) for number, text in enumerate(texts)]
    return [(one.found, one.proposal) for one in check(paragraphs, CONTEXT) if one.rule == "W4"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["MV har frågat."], [("MV", f"[Morgonbladet Väst]({MV_URL}) (MV)")]),
        (
            [f"[MV]({MV_URL}) har frågat."],
            [(f"[MV]({MV_URL})", f"[Morgonbladet Väst]({MV_URL}) (MV)")],
        ),
        (["RVM svarade MV:s fråga."], [("MV:s", f"[Morgonbladet Västs]({MV_URL}) (MV:s)")]),
        (["SPV frågade.", "Sedan svarade SPV."], [("SPV", "Statens produktverk (SPV)")]),
        (
            ["Morgonbladet Väst har frågat."],
            [("Morgonbladet Väst", f"[Morgonbladet Väst]({MV_URL}) (MV)")],
        ),
        (
            ["Statens produktverk frågade.", "SPV fick svar."],
            [("Statens produktverk", "Statens produktverk (SPV)")],
        ),
        (
            ["Statens produktverk (SPV) frågade.", "Statens produktverks fråga är besvarad."],
            [("Statens produktverks", "SPV:s")],
        ),
        (
            ["RVM frågade.", "Region Västmark (RVM) svarade."],
            [("RVM", "Region Västmark (RVM)")],
        ),
        (
            ["Karin Almgren har svarat."],
            [("Karin Almgren", "Karin Almgren, ordförande i programstyrgrupp Kompass,")],
        ),
        (
            ["Svaret kom från Karin Almgren."],
            [("Karin Almgren", "Karin Almgren, ordförande i programstyrgrupp Kompass")],
        ),
        (["Karin Almgrens svar är skickat."], [("Karin Almgrens", None)]),
        (
            [
                "Karin Almgren, ordförande i programstyrgrupp Kompass, svarade.",
                "Sedan ringde Karin Almgren, styrgruppsordförande Kompass RVM, igen.",
            ],
            [("Karin Almgren, styrgruppsordförande Kompass RVM,", "Karin Almgren")],
        ),
    ],
)  # fmt: skip
def test_a_name_out_of_order_is_told(
    texts: list[str], expected: list[tuple[str, str | None]]
) -> None:
    assert remarks(*texts) == expected


@pytest.mark.parametrize(
    "texts",
    [
        [f"[Morgonbladet Väst]({MV_URL}) (MV) frågade.", "RVM svarade MV.", "MV:s fråga."],
        [f"[Morgonbladet Väst]({MV_URL}) har frågat."],
        ["Statens produktverk frågade och fick svar."],
        [f"[Morgonbladet Västs]({MV_URL}) (MV:s) fråga är besvarad.", "MV har frågat."],
        ["RVM frågade.", "RVM ringde."],
        ["Beslutet har diarienummer RVM 2026-0311.", "Region Västmark (RVM) frågade."],
        ["Beslutet (dnr RVM 2026-0311) gäller.", "Region Västmark (RVM) frågade."],
        ["Region Västmarks (RVM:s) avtal gäller.", "RVM frågade."],
        ["Impulsen kom från MVH, och pulsen steg."],
        ["Ekvall svarade: ”MV har fel.”"],
        ["Karin Almgren, ordförande i programstyrgrupp Kompass, svarade.", "Karin Almgren ringde."],
        ["Enligt ordförande i programstyrgrupp Kompass Karin Almgren är det klart."],
    ],
)
def test_names_in_order_are_left_alone(texts: list[str]) -> None:
    assert remarks(*texts) == []


def test_the_list_of_spokespersons_has_short_titles_and_counts_for_nothing() -> None:
    assert (
        remarks("Karin Almgren, styrgruppsordförande Kompass RVM.", section=Section.SPOKESPERSONS)
        == []
    )


def test_a_first_mention_is_sought_in_printed_order() -> None:
    texts = ["Statens produktverk (SPV) frågade.", "SPV svarade."]

    assert remarks(*texts) == []
    assert remarks(*reversed(texts))[0] == ("SPV", "Statens produktverk (SPV)")
