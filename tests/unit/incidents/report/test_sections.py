from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from incidents.report.finding import Section as Linted
from incidents.report.pen import DraftParagraph
from incidents.report.sections import (
    ORDER,
    Head,
    block_of,
    build_document,
    is_table,
    reason_line,
    table_source,
)
from incidents.report.tree import ListBlock, Paragraph, Quote, Strong, TableBlock, Text
from monitor.core.messages import labels

HEAD = Head(
    number="2026-E01",
    kind="extra",
    series="Regional rapport Kompass 2026",
    producer="Kommunikationsstaben",
    own_short="RVM",
    compiled_at=datetime(2026, 3, 9, 19, 30, tzinfo=UTC),
    reason="uppgifter i MV om Kompass",
)


def _paragraph(section: str, text: str) -> DraftParagraph:
    return DraftParagraph(section, text, ())


def test_an_empty_required_section_says_so_and_an_optional_one_is_left_out() -> None:
    document = build_document(HEAD, [])

    headings = [section.heading for section in document.sections]
    first = document.sections[0].blocks

    assert headings == [
        "Beskrivning av händelse",
        "Kända omständigheter",
        "Vidtagna åtgärder",
        "Verksamhetens kommentar",
        "Talespersoner RVM",
        "Om Regional rapport Kompass 2026",
    ]
    assert first == (Paragraph((Text("Inga kända uppgifter klockan 20.30."),)),)


def test_sections_stand_in_their_order_whatever_order_they_were_written_in() -> None:
    written = [_paragraph("questions", "Fråga?"), _paragraph("correction", "**Rättelse:** Fel.")]

    document = build_document(HEAD, written)

    assert [one.key for one in document.sections][:2] == ["correction", "incident"]
    assert document.sections[0].heading is None
    assert document.sections[0].blocks == (Paragraph((Strong("Rättelse:"), Text(" Fel."))),)


def test_a_blank_paragraph_and_one_of_another_kind_s_section_are_not_printed() -> None:
    written = [_paragraph("incident", "  "), _paragraph("media", "Sju nyheter.")]

    assert build_document(HEAD, written) == build_document(HEAD, [])


def test_the_weekly_tells_its_period() -> None:
    period = (datetime(2026, 3, 5, 14, tzinfo=UTC), datetime(2026, 3, 12, 14, tzinfo=UTC))
    head = replace(HEAD, kind="weekly", reason=None, period=period, compiled_at=period[1])

    document = build_document(head, [])

    assert document.reason is None
    assert document.period == (
        "Avser perioden 5 mars klockan 15 till 12 mars klockan 15 (vecka 11)"
    )
    assert document.compiled == "Sammanställd: 2026-03-12 klockan 15.00"


@pytest.mark.parametrize(
    "clause",
    [
        "uppgifter i MV om Kompass",
        "med anledning av uppgifter i MV om Kompass",
        "Extrainsatt rapport med anledning av uppgifter i MV om Kompass",
    ],
)
def test_the_reason_may_be_written_with_or_without_its_start(clause: str) -> None:
    assert reason_line(clause) == ("Extrainsatt rapport med anledning av uppgifter i MV om Kompass")


def test_a_paragraph_may_be_a_quote_a_list_or_a_table() -> None:
    table = table_source("Per medium", [("Medium", "Antal"), ("MV|VA", "2")])

    assert block_of("”Ja.”", "quote") == Quote((Text("”Ja.”"),))
    assert block_of("- ett\n- två") == ListBlock(((Text("ett"),), (Text("två"),)))
    assert block_of(table) == TableBlock("Per medium", ("Medium", "Antal"), (("MV/VA", "2"),))
    assert is_table(table)


@pytest.mark.parametrize("text", ["- ett", "|+ x", "|+ x\n| a | b |\n| c |", "rad\n- punkt", ""])
def test_what_is_no_list_or_table_is_words(text: str) -> None:
    assert isinstance(block_of(text), Paragraph)
    assert not is_table(text)


def test_every_section_has_a_heading_and_is_known_to_the_linter() -> None:
    keys = {key for order in ORDER.values() for key in order}

    assert keys <= set(labels("section"))
    assert keys <= {one.value for one in Linted}
