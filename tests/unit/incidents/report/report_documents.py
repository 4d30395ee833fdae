"""Report documents for the tests of the tree and its formats."""

from __future__ import annotations

from dataclasses import replace

from incidents.report.inline import parse_inline
from incidents.report.tree import (
    Block,
    Document,
    Language,
    ListBlock,
    Paragraph,
    Quote,
    Section,
    Strong,
    TableBlock,
    Text,
)

#: Marks of every format that we write, and characters that none can print.
HOSTILE = (
    '<script>alert(1)</script> & "x" \' [länk](javascript:alert(1)) ![b](x) **fet** `kod` '
    '#let x = 1 #link("https://x.example") $x^2$ @ref <etikett> \\ // /* */ | a | www.x.example '
    "https://x.example/?a=1&b=2 ]]> {{ x }} \r\nBcc: a@x.example \x00\x07\ud800\ufffe\u202e\u200b!"
)


def a_paragraph(source: str) -> Paragraph:
    return Paragraph(parse_inline(source))


def a_section(key: str, heading: str | None, *blocks: Block | str) -> Section:
    made = tuple(a_paragraph(block) if isinstance(block, str) else block for block in blocks)
    return Section(key, heading, made)


def an_extra() -> Document:
    return Document(
        number="2026-E01",
        kind="extra",
        series="Regional rapport Kompass 2026",
        compiled_at="2026-03-09T19:00:00Z",
        compiled="Sammanställd: 2026-03-09 klockan 20.00",
        producer="Kommunikationsstaben, Region Västmark",
        reason="Extrainsatt rapport med anledning av uppgifter i MV om Kompass och klassmärkning",
        registry_number="RVM 2026-0309",
        sections=(
            a_section(
                "event",
                "Beskrivning av händelse",
                "En artikel i [Morgonbladet Väst](https://mv.example/kompass-1) (MV), publicerad "
                "eftermiddagen 9 mars, beskriver att Kompass saknar registrering.",
            ),
            a_section(
                "circumstances",
                "Kända omständigheter",
                "Under måndagskvällen mottog Karin Almgren ett svar från Nordlys Health:",
                Quote((Text("”Vi har lämnat in en försäkran för Kompass.”"),)),
            ),
            a_section("spokespersons", "Talespersoner RVM", "Karin Almgren, styrgruppsordförande."),
        ),
    )


def a_weekly() -> Document:
    table = TableBlock(
        "Publiceringar per medium",
        ("Medium", "Nyheter", "Publiceringar"),
        (("Morgonbladet Väst", "2", "3"), ("Radio Västmark", "2", "2")),
    )
    items = ListBlock((parse_inline("Fråga *ett*."), parse_inline("Fråga **två**.")))
    return Document(
        number="2026-V11",
        kind="weekly",
        series="Regional rapport Kompass 2026",
        compiled_at="2026-03-12T14:00:00Z",
        compiled="Sammanställd: 2026-03-12 klockan 15.00",
        producer="Kommunikationsstaben, Region Västmark",
        period="Avser perioden 5 mars klockan 15 till 12 mars klockan 15 (vecka 11)",
        sections=(
            a_section("summary", "Sammanfattning", "Två händelser."),
            a_section("media", "Medieläge", "Sju nyheter i elva publiceringar.", table, items),
        ),
    )


def a_correction() -> Document:
    lead = Section(
        "correction",
        None,
        (Paragraph((Strong("Rättelse:"), Text(" Uppgiften om "), Language("receipt", "en"))),),
    )
    first = an_extra()
    return replace(first, number="2026-E02", sections=(lead, *first.sections))


def a_hostile() -> Document:
    table = TableBlock(HOSTILE, (HOSTILE, HOSTILE), ((HOSTILE, HOSTILE),))
    words = (Text(HOSTILE), Strong(HOSTILE), Language(HOSTILE, "en"))
    blocks: tuple[Block, ...] = (
        Paragraph(words),
        Quote((Text(HOSTILE),)),
        ListBlock(((Text(HOSTILE),),)),
        table,
        Paragraph((Text("# rubrik"),)),
        Paragraph((Text("1. punkt"),)),
        a_paragraph('[x](https://x.example/"><script>)'),
    )
    return Document(
        number="2026-E09",
        kind="extra",
        series=HOSTILE,
        compiled_at="2026-03-09T19:00:00Z",
        compiled=HOSTILE,
        producer=HOSTILE,
        reason=HOSTILE,
        registry_number=HOSTILE,
        sections=(Section("event", HOSTILE, blocks),),
    )
