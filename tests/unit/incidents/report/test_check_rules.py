"""The linter rule by rule, in both directions: a false alarm makes staff ignore the next one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from incidents.report.check import Context, Finding, Paragraph, Section, Source, check
from incidents.report.wording import Basis, Name, NameKind

CONTEXT = Context(
    kind="extra",
    compiled_at=datetime(2026, 3, 10, 19, tzinfo=UTC),  # Tuesday 20.00
    names=(
        Name("Region Västmark", None, NameKind.OWN),
        Name("RVM", None, NameKind.OWN),
        Name("MV", None, NameKind.OUTLET),
        Name("Radio Västmark", None, NameKind.OUTLET),
        Name("Nordlys Health", None, NameKind.PARTY),
        Name("Produktverket", None, NameKind.AUTHORITY),
        Name("Kompass", None, NameKind.PROGRAMME),
    ),
)


def remarks(
    text: str,
    section: Section = Section.ACTIONS,
    *,
    sources: tuple[Source, ...] = (),
    quote: bool = False,
) -> list[Finding]:
    style = "quote" if quote else "text"
    return check([Paragraph(1, section, text, style, sources)], CONTEXT)  # type: ignore[arg-type]


def pairs(found: list[Finding], rule: str) -> list[tuple[str, str | None]]:
    return [(one.found, one.proposal) for one in found if one.rule == rule]


@pytest.mark.parametrize(
    ("rule", "text", "found", "proposal"),
    [
        # W1
        ("W1", "Mötet börjar kl. 20.30 i huset.", "kl. 20.30", "klockan 20.30"),
        ("W1", "Mötet börjar kl 9:30 i huset.", "kl 9:30", "klockan 9.30"),
        ("W1", "Mötet börjar kl. 13.", "kl. 13", "klockan 13"),
        ("W1", "Kl. 13 började mötet.", "Kl. 13", "Klockan 13"),
        ("W1", "Svaret kom före 9:30.", "9:30", "9.30"),
        ("W1", "Mötet höll på 20:30–21.00.", "20:30", "20.30"),
        # W2
        ("W2", "Svaret kom 2026-03-09.", "2026-03-09", "9 mars"),
        ("W2", "Avtalet skrevs 2024-11-08.", "2024-11-08", "8 november 2024"),
        ("W2", "Svaret kom den 9 mars 2026.", "9 mars 2026", "9 mars"),
        ("W2", "Svaret kom den 9:e mars.", "9:e mars", "9 mars"),
        ("W2", "Svaret kom den 9 Mars.", "9 Mars", "9 mars"),
        ("W2", "Svaret kom 8 nov. från dem.", "8 nov.", "8 november"),
        ("W2", "Svaret kom den 9/3.", "9/3", "9 mars"),
        # W3: compiled on Tuesday 10 March in the evening
        ("W3", "I dag kom svaret.", "I dag", "Den 10 mars"),
        ("W3", "Svaret kom idag.", "idag", "den 10 mars"),
        ("W3", "Svaret kom i går kväll.", "i går kväll", "under måndagskvällen den 9 mars"),
        ("W3", "Svaret kom i morse.", "i morse", "på tisdagsmorgonen den 10 mars"),
        ("W3", "Svaret väntas i morgon.", "i morgon", "den 11 mars"),
        ("W3", "Driften övervakas i natt.", "i natt", "natten till onsdagen den 11 mars"),
        ("W3", "I kväll, 10 mars, hålls mötet.", "I kväll, 10 mars",
         "Under tisdagskvällen den 10 mars"),
        ("W3", "Rutinen gäller från i dag den 9 mars.", "i dag den 9 mars", "den 9 mars"),
        ("W3", "Svaret kom i måndags.", "i måndags", "den 9 mars"),
        ("W3", "Svaret kom i tisdags.", "i tisdags", "den 3 mars"),
        ("W3", "Frågan ställdes förra veckan.", "förra veckan", "under vecka 10"),
        ("W3", "Frågan ställs under nästa vecka.", "under nästa vecka", "under vecka 12"),
        ("W3", "Systemet införs i år.", "i år", "under 2026"),
        ("W3", "Avtalet tecknades i fjol.", "i fjol", "under 2025"),
        ("W3", "Nordlys Health svarade nyligen.", "nyligen", None),
        ("W3", "Se ovan.", "ovan", None),
        ("W3", "Frågorna nedan är öppna.", "nedan", None),
        ("W3", "Ovanstående kommentar gäller.", "Ovanstående kommentar", None),
        # W5
        ("W5", "Det är RVM's avtal.", "RVM's", "RVM:s"),
        ("W5", "Det är RVM-s avtal.", "RVM-s", "RVM:s"),
        ("W5", "Det är Nordlys Health's avtal.", "Health's", "Healths"),
        # W7
        ("W7", 'De kallar det "nytt" system.', '"nytt"', "”nytt”"),
        ("W7", "De kallar det „nytt“ system.", "„nytt“", "”nytt”"),
        ("W7", "De kallar det «nytt» system.", "«nytt»", "”nytt”"),
        ("W7", "De kallar det ‘nytt’ system.", "‘nytt’", "’nytt’"),
        # W8
        ("W8", "RVM har fört intensiva dialoger.", "intensiva", ""),
        ("W8", "RVM kunde tyvärr inte svara.", "tyvärr", ""),
        ("W8", "Självklart svarar RVM.", "Självklart", None),
        ("W8", "RVM tar det på största allvar.", "på största allvar", None),
        ("W8", "Det är en framgångsrik start.", "framgångsrik", None),
        # W9
        ("W9", "RVM svarade skyndsamt.", "skyndsamt", "snabbt"),
        ("W9", "RVM ställde frågor avseende avtalet.", "avseende", "om"),
        ("W9", "RVM ska tillse att det sker.", "tillse", "se till"),
        ("W9", "Beträffande avtalet gäller kraven.", "Beträffande", "Om"),
        ("W9", "Svaret inkom klockan 13.", "inkom", "kom in"),
        ("W9", "RVM ringde i syfte att få svar.", "i syfte att", "för att"),
        # W11
        ("W11", "RVM ringde Produktverket", "Produktverket", "Produktverket."),
        ("W11", "RVM ringde Produktverket,", "Produktverket,", "Produktverket."),
        ("W11", "Läs [svaret](https://rvm.example/a)", "[svaret](https://rvm.example/a)",
         "[svaret](https://rvm.example/a)."),
        ("W11", "Läs [svaret](#).", "[svaret](#)", "svaret"),
        ("W11", "Läs [svaret]().", "[svaret]()", "svaret"),
        # W12
        ("W12", "Kommentaren är skickad.", "Kommentaren", None),
        ("W12", "Kraven i direktivet ska uppfyllas.", "direktivet", None),
        # W13
        ("W13", "Fredagen kvällen var lugn.", "Fredagen kvällen", "Fredagskvällen"),
        ("W13", "Svaret kom måndags morgonen.", "måndags morgonen", "måndagsmorgonen"),
        ("W13", "Svaret kom under måndagkvällen.", "måndagkvällen", "måndagskvällen"),
    ],
)  # fmt: skip
def test_a_fault_is_found_with_its_remedy(
    rule: str, text: str, found: str, proposal: str | None
) -> None:
    assert pairs(remarks(text), rule) == [(found, proposal)]


@pytest.mark.parametrize(
    "text",
    [
        # W1
        "Svaret kom klockan 20.30.",
        "Lagen är 2025:1506.",
        "Se HSLF-FS 2022:42.",
        "Ritningen är i skala 1:50.",
        "Se 3 kap. 12:15 i boken.",
        "Mätvärdet var 20.30 gram.",
        "Läs [sidan](https://mv.example/20:30/2026-03-09).",
        # W2
        "Svaret kom den 8 november.",
        "Avtalet löper från den 9 mars 2026 till den 9 mars 2028.",
        "Beslutet har diarienummer RVM 2026-0311.",
        "Resultatet blev 3/4 av platserna.",
        "Två tredjedelar, 2/3, var klara.",
        "Avtalet skrevs den 8 november 2024.",
        # W3
        "Det tar två till tre dagar.",
        "Personalen är ovan vid systemet.",
        "Lokalen ligger ovanför mottagningen.",
        "Rutinen gäller i åratal.",
        "Han är en ovan användare.",
        "Svaret kom på måndagen.",
        # W5
        "Det är RVM:s avtal.",
        "MV-artikeln är läst av RVM.",
        "Läs om McDonald’s väg.",
        # W6
        "Mötet gällde organiserad brottslighet.",
        "Olagliga läkemedel togs om hand av Produktverket.",
        # W8
        "RVM svarar ytterst för vården.",
        "Det är Vårdtidningen Puls artikel.",
        # W7
        "De kallar det ”nytt” system.",
        'Skärmen är 24" stor.',
        # W8
        "Patienten ligger på intensivvården.",
        "Uppgiften är korrekt återgiven.",
        "Intensivvårdsavdelningen berörs.",
        # W9
        "I detta avseende gäller avtalet.",
        "Kompass följer gällande regler.",
        "De var rörande eniga.",
        # W10
        "Ett läckage av provvätska stoppade analysen.",
        "En vattenläcka stängde avdelningen.",
        "Röret läckte under natten till tisdagen.",
        "Taket läcker över receptionen.",
        "Personuppgifter har läckt ut på nätet.",
        "Ett läckage upptäcktes i provrummet.",
        "Källan till felet är inte känd.",
        "Vem har lämnat in handlingarna?",
        "RVM har frågat vem som ansvarar för systemet.",
        "Felkällan är hittad.",
        "Energikällan är ny.",
        "Vi påminner om att medarbetare får tala med medier.",
        "RVM utreder felet och söker orsaken.",
        "Vem har pratat med leverantören om märkningen?",
        # W11
        "Frågan är ställd?",
        "Svaret lyder:",
        "De svarade ”Vi återkommer.”",
        "Läs mer (avtalet finns i bilagan).",
        "**Beslutet är fattat.**",
        "Läs [svaret](https://rvm.example/svar).",
        "Skriv till [press](mailto:press@rvm.example).",
        # W12
        "Direktivet om medicinteknik gäller.",
        "Enligt förordningen (EU) 2017/745 gäller krav.",
        "Ett direktiv gäller. Direktivet ska följas.",
        "Kommentaren från leverantören är mottagen.",
        # W13
        "Svaret kom under måndagskvällen.",
        "Natten till tisdagen var lugn.",
        "Mötet hölls på fredagen, på kvällen.",
        # W14
        "Ring presstelefonen på 070-123 45 67.",
        "Ring 010-441 00 00.",
        "Organisationsnumret är 556012-5790.",
        "En 40-årig tradition bröts på sjukhuset.",
        "Patienten ska få besked.",
        "Patienter i Region Västmark berörs.",
    ],
)  # fmt: skip
def test_sound_prose_is_left_alone(text: str) -> None:
    assert [(one.rule, one.found) for one in remarks(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Vem har läckt detta?",
        "Vem har lämnat uppgifterna till MV?",
        "Vem hos oss har tipsat tidningen?",
        "Vem har pratat med journalisten?",
        "RVM utreder vem som har talat med medierna.",
        "Vi försöker ta reda på vem som lämnade uppgifterna till tidningen.",
        "Källan är en anställd på lasarettet.",
        "MV:s källa arbetar i regionen.",
        "RVM ska spåra uppgiftslämnaren.",
        "Uppgiften har läckt till MV.",
        "Ett läckage till medierna har skett.",
        "RVM ser allvarligt på läckan.",
        "Vem är källan?",
        "Källan till artikeln är okänd.",
    ],
)
def test_hunting_for_a_source_blocks(text: str) -> None:
    found = [one for one in remarks(text) if one.rule == "W10"]

    assert [one.blocks for one in found] == [True]


@pytest.mark.parametrize(
    ("text", "section", "sources", "blocks"),
    [
        ("Kompass saknar rätt märkning.", Section.INCIDENT, ("media",), [True]),
        ("Handlingarna är skickade till Produktverket.", Section.CIRCUMSTANCES, ("party",), [True]),
        ("Det uppges att handlingar saknas.", Section.INCIDENT, ("media",), []),
        ("MV skriver att Kompass saknar rätt märkning.", Section.INCIDENT, ("media",), []),
        ("Enligt MV saknas rätt märkning.", Section.INCIDENT, ("media",), []),
        ("RVM ringde leverantören.", Section.ACTIONS, ("own",), []),
        ("RVM ringde leverantören.", Section.ACTIONS, ("own", "media"), []),
        ("Leverantören ansvarar.", Section.CIRCUMSTANCES, ("contract",), []),
        ("Kompass är olagligt.", Section.INCIDENT, (), [True]),
        ("Kompass är inte olagligt.", Section.INCIDENT, (), []),
        ("Leverantören har brutit mot avtalet.", Section.CIRCUMSTANCES, ("own_check",), []),
        ("Puls skriver att starten bröt mot lagen.", Section.INCIDENT, (), []),
        ("Vi anser att uppgiften är vilseledande.", Section.COMMENT, (), []),
        ("Artikeln visar att Kompass brister.", Section.INCIDENT, (), [True]),
        ("Radio Västmark har avslöjat att Kompass brister.", Section.INCIDENT, (), [True]),
        ("Nordlys Health visar att allt är klart.", Section.INCIDENT, (), [True]),
        ("Loggarna visar att systemet svarade.", Section.CIRCUMSTANCES, (), []),
        ("RVM:s egen kontroll visar att systemet svarade.", Section.CIRCUMSTANCES, (), []),
        ("Produktverket konstaterar att handlingar saknas.", Section.CIRCUMSTANCES, (), []),
        ("Nordlys Health hävdar att allt är klart.", Section.INCIDENT, (), [False]),
        ("Nordlys Health bekräftar att allt är klart.", Section.INCIDENT, ("party",), [False]),
        ("MV påstår att allt brister.", Section.INCIDENT, (), [False]),
        ("Produktverket bekräftar att inget har kommit.", Section.INCIDENT, ("media",), [False]),
        ("Produktverket bekräftar att inget har kommit.", Section.INCIDENT, ("authority",), []),
        ("Produktverket bekräftar att inget har kommit.", Section.INCIDENT, (), []),
        ("Medieläget omfattar 7 nyheter.", Section.MEDIA, ("media",), []),
        ("", Section.INCIDENT, ("media",), []),
    ],
)
def test_an_allegation_needs_somebody_who_makes_it(
    text: str, section: Section, sources: tuple[str, ...], blocks: list[bool]
) -> None:
    given = tuple(
        Source() if name == "own" else Source(Basis(name), "MV", said_it=True) for name in sources
    )

    found = [one for one in remarks(text, section, sources=given) if one.rule == "W6"]

    assert [one.blocks for one in found] == blocks


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("Handlingarna är skickade.", "Nordlys Health uppger att handlingarna är skickade."),
        ("Kompass är godkänt.", "Nordlys Health uppger att Kompass är godkänt."),
        ("I mars skickades allt.", "Nordlys Health uppger följande: I mars skickades allt."),
        ("Allt är inte klart.", "Nordlys Health uppger följande: Allt är inte klart."),
    ],
)
def test_an_unattributed_claim_is_given_back_to_its_holder(text: str, proposal: str) -> None:
    source = Source(Basis.PARTY, "Nordlys Health", said_it=True)

    (finding,) = remarks(text, Section.CIRCUMSTANCES, sources=(source,))

    assert finding.proposal == proposal


def test_a_verbatim_quotation_gets_nothing_but_identity_remarks() -> None:
    words = "I dag kl 20:30 läckte RVMs intensiva källan är direktivet 811218-9876"

    inline = remarks(f"Ekvall svarade: ”{words}”")
    paragraph = remarks(f"”{words}”", quote=True)

    assert [(one.rule, one.found, one.proposal) for one in inline] == [
        ("W14", "811218-9876", "[…]")
    ]
    assert [one.rule for one in paragraph] == ["W14"]


def test_the_outer_marks_of_a_quotation_are_ours() -> None:
    found = remarks("“Vi tar det på stort allvar i dag”", quote=True)

    assert [(one.rule, one.found, one.proposal) for one in found] == [
        ("W7", "“", "”"),
    ]


def test_the_comment_may_judge() -> None:
    assert remarks("Vi beklagar självklart det inträffade.", Section.COMMENT) == []
    assert [one.rule for one in remarks("Vi beklagar självklart det inträffade.")] == ["W8"]


def test_a_sentence_over_25_words_is_told_its_length() -> None:
    fine = " ".join(["ord"] * 25) + "."
    long = " ".join(["ord"] * 26) + "."

    assert remarks(fine) == []
    (finding,) = remarks(long)
    assert (finding.rule, finding.why) == ("W9", "Meningen har 26 ord. Dela den gärna i två.")


def test_words_within_a_quotation_do_not_make_a_sentence_long() -> None:
    assert remarks(f"Ekvall svarade: ”{' '.join(['ord'] * 40)}.”") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Patienten Anna Berg har ringt.", "Patienten Anna Berg"),
        ("En 84-årig kvinna avled på lasarettet.", "En 84-årig kvinna"),
        ("Provsvaret gällde en 7-årig pojke.", "en 7-årig pojke"),
        ("En 43-årig patient berörs.", "En 43-årig patient"),
    ],
)
def test_an_identifiable_patient_blocks(text: str, found: str) -> None:
    (finding,) = remarks(text)

    assert (finding.rule, finding.found, finding.blocks) == ("W14", found, True)
    assert finding.proposal in {"en patient", "En patient"}


def test_the_compiled_line_has_one_form() -> None:
    good = remarks("Sammanställd: 2026-03-10 klockan 20.00", Section.COMPILED)
    bad = remarks("Sammanställd: 10 mars, kl. 20:00", Section.COMPILED)

    assert good == []
    assert ("Sammanställd: 2026-03-10 klockan 20.00") in {one.proposal for one in bad}


def test_a_dead_link_gets_the_outlets_article_when_it_is_known() -> None:
    names = (Name("Dagbladet Norr", None, NameKind.OUTLET, "https://dn.example/1"),)
    context = Context(
        "extra", CONTEXT.compiled_at, names, dead_links=frozenset({"https://x.example"})
    )
    texts = ["Läs [Dagbladet Norr](#).", "Läs [Dagbladet Norr](https://x.example)."]

    found = [pairs(check([Paragraph(1, Section.INCIDENT, one)], context), "W11") for one in texts]

    assert [one[0][1] for one in found] == ["[Dagbladet Norr](https://dn.example/1)"] * 2


def test_an_earlier_report_may_have_told_of_the_directive() -> None:
    context = Context("extra", CONTEXT.compiled_at, earlier="Ett direktiv gäller.")

    assert check([Paragraph(1, Section.ACTIONS, "RVM följer direktivet.")], context) == []


def test_an_empty_report_has_no_remarks() -> None:
    assert check([], CONTEXT) == []
    assert remarks("") == []
    assert remarks("   ") == []
