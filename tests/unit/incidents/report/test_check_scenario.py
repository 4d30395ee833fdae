"""The fictional week: what the linter must say of its texts, and what it must leave alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from incidents.report.check import Context, Finding, Paragraph, Section, Source, check
from incidents.report.wording import Basis, Name, NameKind, Person

CONTEXT = Context(
    kind="extra",
    compiled_at=datetime(2026, 3, 9, 19, tzinfo=UTC),
    names=(
        Name("Region Västmark", "RVM", NameKind.OWN),
        Name("Morgonbladet Väst", "MV", NameKind.OUTLET, "https://mv.example/kompass-1"),
        Name("Nyhetsbyrån Telegram", "NT", NameKind.OUTLET, "https://nt.example/kompass"),
        Name("Västmarks Allehanda", "VA", NameKind.OUTLET, "https://va.example/kompass"),
        Name("Radio Västmark", "RV", NameKind.OUTLET, "https://rv.example/kompass"),
        Name("Vårdtidningen Puls", "Puls", NameKind.OUTLET, "https://puls.example/1"),
        Name("Nordlys Health", None, NameKind.PARTY),
        Name("Produktverket", None, NameKind.AUTHORITY),
        Name("Kompass", None, NameKind.PROGRAMME),
    ),
    people=(
        Person(
            "Karin Almgren",
            "ordförande i programstyrgrupp Kompass",
            "styrgruppsordförande Kompass RVM",
        ),
        Person("Jonas Ekvall", "sjukhusdirektör Åby lasarett", "sjukhusdirektör Åby lasarett"),
    ),
)
MEDIA = Source(Basis.MEDIA, "MV", said_it=True)
PARTY = Source(Basis.PARTY, "Nordlys Health", said_it=True)
AUTHORITY = Source(Basis.AUTHORITY, "Produktverket", said_it=True)
CONTRACT = Source(Basis.CONTRACT, "Nordlys Health")
OWN = Source()


def report(*parts: tuple[Section, str, tuple[Source, ...]]) -> list[Paragraph]:
    return [
        Paragraph(
            number,
            section,
            text,
            "quote" if text.startswith("”") else "text",
            sources,
        )
        for number, (section, text, sources) in enumerate(parts, 1)
    ]


E01 = report(
    (
        Section.REASON,
        "Extrainsatt rapport med anledning av uppgifter i MV om Kompass och klassmärkning",
        (),
    ),
    (Section.TITLE, "Regional rapport Kompass 2026", ()),
    (Section.COMPILED, "Sammanställd: 2026-03-09 klockan 20.00", ()),
    (
        Section.INCIDENT,
        (
            "En artikel i [Morgonbladet Väst](https://mv.example/kompass-1) (MV), publicerad "
            "eftermiddagen 9 mars, beskriver att journalsystemet Kompass saknar registrering hos "
            "Produktverket. [Nyhetsbyrån Telegram](https://nt.example/kompass) och "
            "[Västmarks Allehanda](https://va.example/kompass) har publicerat samma uppgift."
        ),
        (MEDIA,),
    ),
    (
        Section.INCIDENT,
        (
            "Karin Almgren, ordförande i programstyrgrupp Kompass, har svarat skriftligt till MV "
            "och hänvisat till Nordlys Health."
        ),
        (OWN,),
    ),
    (
        Section.CIRCUMSTANCES,
        (
            "Enligt avtalet mellan Region Västmark (RVM) och Nordlys Health ansvarar leverantören "
            "för att Kompass följer gällande regler."
        ),
        (CONTRACT,),
    ),
    (
        Section.CIRCUMSTANCES,
        "Under måndagskvällen mottog Karin Almgren ett svar från Nordlys Health:",
        (PARTY,),
    ),
    (
        Section.CIRCUMSTANCES,
        (
            "”Vi har lämnat in en försäkran för Kompass. Handlingarna är skickade till "
            "Produktverket. Beslutsstödet är godkänt enligt europeiska regler.”"
        ),
        (PARTY,),
    ),
    (
        Section.ACTIONS,
        "RVM bad under måndagen Nordlys Health om besked om märkningen.",
        (OWN,),
    ),
    (
        Section.ACTIONS,
        "RVM besvarade MV:s fråga klockan 12.50, före den begärda tiden klockan 13.",
        (OWN,),
    ),
    (
        Section.COMMENT,
        "Vi utgår från avtalets krav och följer upp dem med leverantören.",
        (OWN,),
    ),
    (Section.SPOKESPERSONS, "Karin Almgren, styrgruppsordförande Kompass RVM.", ()),
)
E02 = report(
    (
        Section.REASON,
        "Extrainsatt rapport med anledning av uppgifter i RV om Kompass och Produktverket",
        (),
    ),
    (Section.COMPILED, "Sammanställd: 2026-03-10 klockan 09.00", ()),
    (
        Section.CORRECTION,
        (
            "**Rättelse:** I rapporten som sammanställdes den 9 mars klockan 20.00 återgavs "
            "Nordlys Healths uppgift att handlingarna är skickade till Produktverket. "
            "Produktverket uppgav den 10 mars klockan 08.20 att inget hade kommit in "
            "till och med klockan 08.15."
        ),
        (PARTY, AUTHORITY),
    ),
    (
        Section.INCIDENT,
        (
            "[Radio Västmark](https://rv.example/kompass) (RV) rapporterade på tisdagsmorgonen den "
            "10 mars att Produktverket inte har fått några handlingar om Kompass."
        ),
        (MEDIA,),
    ),
    (
        Section.CIRCUMSTANCES,
        (
            "Produktverkets registrator bekräftar att inga handlingar om Kompass hade kommit in "
            "till och med klockan 08.15. Nordlys Health uppger att handlingarna är skickade."
        ),
        (AUTHORITY, PARTY),
    ),
    (Section.ACTIONS, "RVM frågade Produktverkets registrator klockan 08.20.", (OWN,)),
    (
        Section.QUESTIONS,
        (
            "Vilken dag och till vilken adress skickades handlingarna? Ställd till Nordlys Health "
            "klockan 08.40, svar väntas klockan 11."
        ),
        (OWN,),
    ),
    (Section.NEXT_UPDATE, "Senast den 10 mars klockan 12.", ()),
)


def remarks(
    text: str,
    section: Section = Section.ACTIONS,
    *,
    sources: tuple[Source, ...] = (),
    names: bool = False,
) -> list[Finding]:
    context = CONTEXT if names else replace(CONTEXT, names=_unlinked(), people=())
    return check([Paragraph(1, section, text, sources=sources)], context)


def _unlinked() -> tuple[Name, ...]:
    """Names without short forms and addresses, so that first mentions are not the point."""
    found = []
    for name in CONTEXT.names:
        found.append(Name(name.long, None, name.kind))
        if name.short:
            found.append(Name(name.short, None, name.kind))
    return tuple(found)


def test_the_first_extra_report_has_no_remarks() -> None:
    assert check(E01, CONTEXT) == []


def test_the_second_extra_report_has_no_remarks() -> None:
    context = replace(CONTEXT, compiled_at=datetime(2026, 3, 10, 8, tzinfo=UTC))

    assert check(E02, context) == []


@pytest.mark.parametrize(
    ("text", "rule", "found", "proposal"),
    [
        ("Under måndagen kvällen kom svaret.", "W13", "måndagen kvällen", "måndagskvällen"),
        ("De talade om en “citat” i svaret.", "W7", "“citat”", "”citat”"),
        ("Enligt RVMs avtal gäller det.", "W5", "RVMs", "RVM:s"),
        ("RVM har helt korrekt hänvisat frågan.", "W8", "helt korrekt", ""),
        ("Svaret finns i ovan kommentar.", "W3", "ovan kommentar", None),
        ("Svaret kom klockan 20:00.", "W1", "20:00", "20.00"),
        ("MV avslöjar att Kompass är olagligt.", "W6", "avslöjar", "skriver"),
        ("Vem har läckt detta?", "W10", "Vem har läckt detta?", ""),
        ("RVM svarade MV i går.", "W3", "i går", "den 8 mars"),
        ("RVM svarade MV", "W11", "MV", "MV."),
        ("Kompass följer direktivet.", "W12", "direktivet", None),
        ("Frågan gäller 811218-9876.", "W14", "811218-9876", "[personnummer borttaget]"),
    ],
)
def test_each_fault_of_the_week_is_found_once(
    text: str, rule: str, found: str, proposal: str | None
) -> None:
    (finding,) = remarks(text)

    assert (finding.rule, finding.found, finding.proposal) == (rule, found, proposal)
    assert finding.blocks == (rule in {"W6", "W10", "W14"})
    assert text[finding.start : finding.end] == found


def test_a_short_title_at_the_first_mention_should_be_the_long_one() -> None:
    text = "Karin Almgren, styrgruppsordförande Kompass RVM, har svarat."

    (finding,) = remarks(text, names=True)

    assert (finding.rule, finding.proposal) == (
        "W4",
        "Karin Almgren, ordförande i programstyrgrupp Kompass",
    )


@pytest.mark.parametrize(
    ("section", "text"),
    [
        (Section.CIRCUMSTANCES, "Karin svarade MV: ”Vi har bett Nordlys Health om besked i dag.”"),
        (Section.ACTIONS, "Ett läckage av provvätska stoppade analysen."),
        (Section.ACTIONS, "Driftstarten började klockan 05.30."),
        (Section.REASON, "Extrainsatt rapport med anledning av uppgifter i MV om Kompass"),
    ],
)
def test_what_the_week_holds_to_be_right_is_left_alone(section: Section, text: str) -> None:
    assert remarks(text, section) == []


def test_the_reason_clause_does_not_count_as_a_first_mention() -> None:
    paragraphs = [E01[0], Paragraph(9, Section.INCIDENT, "En artikel i MV beskriver en brist.")]

    (finding,) = check(paragraphs, CONTEXT)

    assert (finding.rule, finding.paragraph_id, finding.found) == ("W4", 9, "MV")
    assert finding.proposal == "[Morgonbladet Väst](https://mv.example/kompass-1) (MV)"
