"""Every kind of record in every form that staff write it in, one sentence at a time."""

from __future__ import annotations

from typing import Any

import pytest
from kompass_week import Week, at, ground, when

from incidents.report.compose import (
    DraftParagraph,
    compose_extra,
    compose_weekly,
    propose_reason,
)
from incidents.report.load import load_material
from monitor.core.store import Store


@pytest.fixture
def week(store: Store) -> Week:
    """An incident with nothing in it."""
    week = ground(store)
    week.add(
        "incidents",
        "h",
        ref="H-2026-011",
        title="Driftstörning",
        severity="raised",
        status="ongoing",
        series_id=week["series"],
        known_at=at("må 06.00"),
        entered_at=at("må 06.00"),
    )
    return week


def extra(week: Week, compiled: str = "må 20.00") -> list[DraftParagraph]:
    return compose_extra(load_material(week.store, week["h"], when(compiled)))


def section(paragraphs: list[DraftParagraph], key: str) -> list[str]:
    return [one.text for one in paragraphs if one.section == key]


def fact(week: Week, basis: str, wording: str, **more: Any) -> list[str]:
    week.entry("circumstances", "", "h", "må 12.00", basis=basis, wording=wording, **more)
    return section(extra(week), "circumstances")


@pytest.mark.parametrize(
    "wording",
    [
        "ansvarar leverantören för märkningen",
        "leverantören ansvarar för märkningen",
        "Leverantören ansvarar för märkningen.",
        "att leverantören ansvarar för märkningen",
    ],
)
def test_a_contract_reads_the_same_however_it_was_written(week: Week, wording: str) -> None:
    assert fact(week, "contract", wording, organisation_id=week["Nordlys Health"]) == [
        (
            "Enligt avtalet mellan Region Västmark (RVM) och Nordlys Health ansvarar leverantören "
            "för märkningen."
        )
    ]


@pytest.mark.parametrize(
    ("basis", "wording", "expected"),
    [
        ("contract", "allt ansvar vilar där", "Av avtalet framgår att allt ansvar vilar där."),
        (
            "procurement",
            "märkning var ett obligatoriskt krav",
            "Enligt upphandlingen var märkning ett obligatoriskt krav.",
        ),
        (
            "procurement",
            "I upphandlingen var märkning ett krav.",
            "I upphandlingen var märkning ett krav.",
        ),
        ("decision", "starten är den 11 mars", "Enligt beslutet är starten den 11 mars."),
        ("authority", "tillsyn pågår", "En myndighet uppger att tillsyn pågår."),
        ("own_check", "ord saknas", "RVM:s egen kontroll visar att ord saknas."),
        ("party", "allt är klart", "En part uppger att allt är klart."),
        ("media", "allt är klart", "Enligt medieuppgifter gäller att allt är klart."),
    ],
)
def test_a_circumstance_stands_under_its_basis(
    week: Week, basis: str, wording: str, expected: str
) -> None:
    assert fact(week, basis, wording) == [expected]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "Produktverket uppger att tillsyn pågår."),
        (
            {"verification": "verified", "reference": "Mejl 9 mars"},
            "Produktverket bekräftar att tillsyn pågår.",
        ),
        (
            {"verification": "verified", "reference": "Samtal med Produktverkets jurist"},
            "Produktverkets jurist bekräftar att tillsyn pågår.",
        ),
        (
            {"verification": "disputed"},
            "Produktverket uppger att tillsyn pågår. Uppgiften är ifrågasatt.",
        ),
    ],
)
def test_an_authority_confirms_only_what_it_has_said_itself(
    week: Week, more: dict[str, Any], expected: str
) -> None:
    found = fact(week, "authority", "tillsyn pågår", organisation_id=week["Produktverket"], **more)

    assert found == [expected]


def test_an_authority_s_statement_makes_it_confirm(week: Week) -> None:
    said = week.said(
        "s",
        "h",
        "må 11.00",
        direction="in",
        channel="phone",
        organisation_id=week["Produktverket"],
        wording="Tillsyn pågår.",
    )

    found = fact(
        week,
        "authority",
        "tillsyn pågår",
        organisation_id=week["Produktverket"],
        statement_id=said,
    )

    assert found[0] == "Produktverket bekräftar att tillsyn pågår."


def test_a_decision_of_another_is_told_with_its_number(week: Week) -> None:
    found = fact(
        week,
        "decision",
        "tillsynen ska vara klar i maj",
        organisation_id=week["Produktverket"],
        reference="PV 2026-14",
    )

    assert found == ["Enligt Produktverkets beslut (PV 2026-14) ska tillsynen vara klar i maj."]


def test_a_party_that_demands_and_a_refuted_claim(week: Week) -> None:
    party = {"organisation_id": week["Nordlys Health"]}

    fact(week, "party", "är inte sant", verification="refuted", **party)

    assert fact(week, "party", "kräver mer tid", **party) == ["Nordlys Health kräver mer tid."]


def test_a_medium_s_circumstance_is_linked_to_its_article(week: Week) -> None:
    article = week.article("https://rv.example/1", "RV", "må 08.00", "h", "background")

    found = fact(week, "media", "felet är känt sedan länge", article_id=article)

    assert found == [
        (
            "[Radio Västmark](https://rv.example/1) rapporterade under måndagsmorgonen att felet "
            "är känt sedan länge."
        )
    ]


def test_bases_stand_in_the_order_of_how_firm_they_are(week: Week) -> None:
    for basis in ("media", "party", "own_check", "authority", "decision", "procurement"):
        fact(week, basis, f"detta är {basis}")

    found = fact(week, "contract", "detta är contract")

    assert [one.split()[-1].rstrip(".") for one in found] == [
        "contract", "procurement", "decision", "authority", "own_check", "party", "media",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("written", "har svarat skriftligt till Morgonbladet Väst."),
        ("email", "har svarat Morgonbladet Väst i ett mejl."),
        ("phone", "har svarat Morgonbladet Väst per telefon."),
        ("interview", "har svarat i en intervju med Morgonbladet Väst."),
        ("web", "har svarat Morgonbladet Väst på webben."),
    ],
)
def test_an_answer_tells_its_channel(week: Week, channel: str, expected: str) -> None:
    week.said(
        "s",
        "h",
        "må 12.00",
        direction="out",
        channel=channel,
        organisation_id=week["RVM"],
        addressee_outlet_id=week["MV"],
        wording="Svar.",
    )

    assert section(extra(week), "incident") == [f"RVM {expected}"]


def test_an_approved_answer_that_nobody_has_given_is_not_told(week: Week) -> None:
    key = week.said(
        "s",
        "h",
        "må 12.00",
        direction="out",
        channel="phone",
        organisation_id=week["RVM"],
        addressee_outlet_id=week["MV"],
        wording="Svar.",
    )
    with week.store.atomic():
        week.store.update("statements", key, {"happened_at": None, "happened_precision": "unknown"})

    assert not section(extra(week), "incident")


def test_what_we_say_to_everybody_is_told_or_quoted(week: Week) -> None:
    said: dict[str, Any] = {"direction": "out", "organisation_id": week["RVM"]}
    week.said("a", "h", "må 12.00", channel="web", wording="Felet är rättat.", **said)
    week.said(
        "b", "h", "må 13.00", channel="press_conference", wording="Allt är bra.", verbatim=1, **said
    )

    assert section(extra(week), "incident") == [
        "RVM meddelade på webben klockan 12 att felet är rättat.",
        "RVM sade vid en pressträff klockan 13:",
        "”Allt är bra.”",
    ]


def test_our_answer_to_an_organisation_names_it(week: Week) -> None:
    week.said(
        "a",
        "h",
        "må 12.00",
        direction="out",
        channel="letter",
        organisation_id=week["RVM"],
        addressee_organisation_id=week["skyddsombuden"],
        wording="Svar.",
    )

    assert section(extra(week), "incident") == [
        "RVM har svarat skyddsombuden vid Åby lasarett i en skrivelse."
    ]


def _received(week: Week, **more: Any) -> list[str]:
    values: dict[str, Any] = {
        "direction": "in",
        "channel": "email",
        "organisation_id": week["Nordlys Health"],
        "wording": "Vi arbetar.",
    }
    week.said("s", "h", more.pop("time", "må 19.00"), **{**values, **more})
    return section(extra(week), "incident")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "Under måndagskvällen mottog RVM ett mejl från Nordlys Health:"),
        (
            {"channel": "letter", "registry_number": "RVM 2026-1"},
            (
                "Under måndagskvällen mottog RVM en skrivelse med diarienummer RVM 2026-1 "
                "från Nordlys Health:"
            ),
        ),
        (
            {"channel": "phone", "time": "må 02.00"},
            "Natten till måndagen mottog RVM ett besked från Nordlys Health:",
        ),
        (
            {"translated": 1},
            "Under måndagskvällen mottog RVM ett mejl från Nordlys Health (vår översättning):",
        ),
        (
            {"happened_precision": "unknown"},
            "RVM har mottagit ett mejl från Nordlys Health:",
        ),
        (
            {"direction": "third_party", "addressee_outlet": "RV"},
            "Nordlys Health sade under måndagskvällen till Radio Västmark:",
        ),
    ],
)
def test_verbatim_words_are_introduced(week: Week, more: dict[str, Any], expected: str) -> None:
    outlet = more.pop("addressee_outlet", None)
    if outlet:
        more = {**more, "addressee_outlet_id": week[outlet]}

    assert _received(week, verbatim=1, **more) == [expected, "”Vi arbetar.”"]


def test_an_answer_to_our_open_question_is_called_an_answer(week: Week) -> None:
    week.entry("questions", "", "h", "må 10.00", put_to_id=week["Nordlys Health"], wording="När?")

    assert "mottog RVM ett svar från" in _received(week, verbatim=1)[0]


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("Felsökning pågår.", "Nordlys Health uppger att felsökning pågår."),
        ("kräver mer tid", "Nordlys Health kräver mer tid."),
        ("Nordlys Health kräver mer tid.", "Nordlys Health kräver mer tid."),
        (
            "Starten skjuts upp. I dag pausas allt.",
            (
                "Nordlys Health uppger att starten skjuts upp. "
                "Nordlys Health uppger att den 9 mars pausas allt."
            ),
        ),
    ],
)
def test_words_told_in_ours_stay_theirs(week: Week, wording: str, expected: str) -> None:
    assert _received(week, wording=wording) == [expected]


def test_a_replaced_statement_is_not_told(week: Week) -> None:
    old = week.said(
        "old", "h", "må 18.00", direction="in", channel="email", verbatim=1,
        organisation_id=week["Nordlys Health"], wording="Fel ord.",
    )  # fmt: skip
    new = week.said(
        "new", "h", "må 19.00", direction="in", channel="email", verbatim=1,
        organisation_id=week["Nordlys Health"], wording="Rätt ord.",
    )  # fmt: skip
    week.add(
        "statement_relations", "", statement_id=new, kind="replaces", other_statement_id=old,
        entered_at=at("må 19.01"),
    )  # fmt: skip

    assert section(extra(week), "incident")[1:] == ["”Rätt ord.”"]
    assert section(extra(week, "må 18.30"), "incident")[1:] == ["”Fel ord.”"]


def _action(week: Week, wording: str, **more: Any) -> list[str]:
    week.entry("actions", "", "h", more.pop("time", "må 12.30"), wording=wording, **more)
    return section(extra(week), "actions")


@pytest.mark.parametrize(
    ("wording", "more", "expected"),
    [
        ("RVM ringde Produktverket.", {}, "RVM ringde Produktverket klockan 12.30."),
        ("ringde Produktverket", {}, "RVM ringde Produktverket klockan 12.30."),
        (
            "RVM ringde Produktverket",
            {"happened_precision": "day"},
            "RVM ringde under måndagen Produktverket.",
        ),
        (
            "RVM ringde Produktverket",
            {"happened_precision": "part_of_day"},
            "RVM ringde under måndagseftermiddagen Produktverket.",
        ),
        (
            "RVM ringde Produktverket.",
            {"happened_precision": "unknown"},
            "RVM ringde Produktverket.",
        ),
        (
            "RVM bad leverantören att svara.",
            {},
            "RVM bad klockan 12.30 leverantören att svara.",
        ),
        ("RVM ringde klockan 12.15.", {}, "RVM ringde klockan 12.15."),
        ("RVM felsöker.", {"status": "ongoing"}, "RVM felsöker. Arbetet pågår."),
        ("Felsökning på sjukhuset", {"status": "ongoing"}, "Felsökning på sjukhuset pågår."),
        ("bytte kabel", {}, "RVM bytte kabel klockan 12.30."),
        ("pågående felsökning", {}, "Pågående felsökning klockan 12.30."),
    ],
)
def test_an_action_gets_its_time(
    week: Week, wording: str, more: dict[str, Any], expected: str
) -> None:
    assert _action(week, wording, **more) == [expected]


@pytest.mark.parametrize(
    "wording",
    [
        "de har skickat svaret till MV",
        "Nordlys Health har skickat svaret till MV.",
        "Nordlys Health uppger att de har skickat svaret till MV",
    ],
)
def test_a_second_hand_action_stays_the_teller_s(week: Week, wording: str) -> None:
    assert _action(week, wording, reported_by_id=week["Nordlys Health"]) == [
        "Nordlys Health uppger att de har skickat svaret till MV."
    ]


def test_a_second_hand_action_without_its_subject_gets_one(week: Week) -> None:
    assert _action(week, "bytte kabel", reported_by_id=week["Nordlys Health"]) == [
        "Nordlys Health uppger att de bytte kabel."
    ]


@pytest.mark.parametrize(
    ("status", "done", "expected"),
    [
        ("done", "må 12.30", "Sidan publiceras. Klart klockan 12.30, före utsatt tid."),
        (
            "done",
            "må 14.05",
            "Sidan publiceras. Klart klockan 14.05, 1 timme och 5 minuter efter utsatt tid.",
        ),
    ],
)
def test_a_task_tells_whether_it_was_late(
    week: Week, status: str, done: str, expected: str
) -> None:
    found = _action(
        week, "Sidan publiceras.", status=status, due_at=at("må 13.00"), done_at=at(done)
    )

    assert found == [expected]


def test_planned_actions_stand_only_in_the_weekly(week: Week) -> None:
    assert not _action(week, "Sidan publiceras.", status="planned", due_at=at("ti 13.00"))
    assert not _action(week, "Inget alls.", status="cancelled")

    material = load_material(week.store, week["h"], when("må 20.00"), period_from=when("to0 15.00"))

    assert section(compose_weekly(material), "planned") == [
        "Planerat: Sidan publiceras. Ska vara klart den 10 mars klockan 13."
    ]


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("Införandet pausas.", "Regiondirektören beslutade klockan 11 att införandet pausas."),
        ("att pausa införandet", "Regiondirektören beslutade klockan 11 att pausa införandet."),
        ("om pappersrutin", "Regiondirektören beslutade klockan 11 om pappersrutin."),
        (
            "pappersrutin för provsvar",
            "Regiondirektören beslutade klockan 11 om pappersrutin för provsvar.",
        ),
        ("Pausa införandet", "Regiondirektören beslutade klockan 11 att pausa införandet."),
        ("Nya rutiner för larm", "Regiondirektören beslutade klockan 11 om nya rutiner för larm."),
        ("Lugna alla", "Regiondirektören fattade klockan 11 beslut: Lugna alla."),
    ],
)
def test_a_decision_reads_well_however_it_was_written(
    week: Week, wording: str, expected: str
) -> None:
    week.entry("decisions", "", "h", "må 11.00", decided_by="regiondirektören", wording=wording)

    assert section(extra(week), "actions") == [expected]


def _enquiry(week: Week, **more: Any) -> list[str]:
    values: dict[str, Any] = {
        "asker": "media",
        "outlet_id": week["MV"],
        "question": "?",
        "answered_at": at("må 12.50"),
    }
    week.entry("enquiries", "", "h", "må 10.00", **{**values, **more})
    return section(extra(week), "actions")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "RVM besvarade Morgonbladet Västs fråga klockan 12.50."),
        (
            {"deadline_at": "må 12.00"},
            (
                "RVM besvarade Morgonbladet Västs fråga klockan 12.50, efter den begärda tiden "
                "klockan 12."
            ),
        ),
        (
            {"deadline_at": "ti 08.00"},
            (
                "RVM besvarade Morgonbladet Västs fråga klockan 12.50, före den begärda tiden "
                "den 10 mars klockan 8."
            ),
        ),
        (
            {"asker": "public", "outlet_id": None},
            "RVM besvarade en fråga från allmänheten klockan 12.50.",
        ),
        (
            {"asker": "authority", "outlet_id": None, "organisation": "Produktverket"},
            "RVM besvarade Produktverkets fråga klockan 12.50.",
        ),
    ],
)
def test_an_answered_enquiry_is_an_action(week: Week, more: dict[str, Any], expected: str) -> None:
    values = dict(more)
    if "deadline_at" in values:
        values["deadline_at"] = at(values["deadline_at"])
    if "organisation" in values:
        values["organisation_id"] = week[values.pop("organisation")]

    assert _enquiry(week, **values) == [expected]


def test_open_questions_with_and_without_a_time(week: Week) -> None:
    week.entry("questions", "", "h", "må 10.00", wording="hur många svar gäller det")
    week.entry("questions", "", "h", "må 11.00", wording="När?", put_to_id=week["Nordlys Health"])

    assert section(extra(week), "questions") == [
        "Hur många svar gäller det? Frågan ställdes klockan 10.",
        "När? Ställd till Nordlys Health klockan 11.",
    ]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            {"published_precision": "unknown", "published_at": None},
            (
                "En artikel i [Morgonbladet Väst](https://mv.example/1) (MV), utan känd "
                "publiceringstid, har rubriken ”Kompass stoppas”."
            ),
        ),
        (
            {"medium": "print", "url": None},
            (
                "En artikel i Morgonbladet Väst (MV), publicerad morgonen 9 mars, har rubriken "
                "”Kompass stoppas”."
            ),
        ),
        (
            {"medium": "radio"},
            (
                "[Morgonbladet Väst](https://mv.example/1) (MV) rapporterade på måndagsmorgonen "
                "den 9 mars under rubriken ”Kompass stoppas”."
            ),
        ),
    ],
)
def test_an_article_without_claims_is_told_by_its_headline(
    week: Week, more: dict[str, Any], expected: str
) -> None:
    week.article(
        "https://mv.example/1", "MV", "må 08.00", "h", "trigger", title="Kompass stoppas", **more
    )

    assert section(extra(week), "incident") == [expected]


def test_several_claims_are_all_the_article_s(week: Week) -> None:
    article = week.article("https://mv.example/1", "MV", "må 08.00", "h", "trigger")
    week.claim("a", "h", "må 09.00", "Kompass saknar märkning", 1, article_id=article)
    week.claim("b", "h", "må 09.00", "Starten skjuts upp", 2, article_id=article)

    assert section(extra(week), "incident")[0].endswith(
        "beskriver att Kompass saknar märkning, och att starten skjuts upp."
    )


def test_several_articles_of_one_medium_are_one_voice(week: Week) -> None:
    week.article("https://mv.example/1", "MV", "må 08.00", "h", "trigger")
    for number, outlet in enumerate(("MV", "NT", "NT"), 2):
        address = f"https://{outlet.lower()}.example/{number}"
        week.article(address, outlet, f"må 08.0{number}", "h", "same_story")

    assert section(extra(week), "incident")[0].endswith(
        "[Nyhetsbyrån Telegram](https://nt.example/3) har publicerat samma uppgift."
    )


def test_a_copy_without_its_original_is_told_by_itself(week: Week) -> None:
    week.article("https://nt.example/1", "NT", "må 08.00", "h", "same_story", title="X")

    assert section(extra(week), "incident")[0].startswith(
        "En artikel i [Nyhetsbyrån Telegram](https://nt.example/1)"
    )


def test_everybody_who_may_speak_is_listed_when_the_incident_names_nobody(week: Week) -> None:
    assert section(extra(week), "spokespersons") == [
        "Karin Almgren, styrgruppsordförande Kompass RVM.",
        "Jonas Ekvall, sjukhusdirektör.",
    ]


def test_a_purpose_may_be_written_as_an_aim(week: Week) -> None:
    with week.store.atomic():
        week.store.update("series", week["series"], {"purpose": "att ge överblick"})

    assert section(extra(week), "about")[1] == (
        "Syftet är att ge överblick. Bilden gäller när rapporten sammanställs."
    )


def test_names_that_the_reader_has_met_are_short_in_people_s_own_wording(week: Week) -> None:
    week.article("https://mv.example/1", "MV", "må 08.00", "h", "trigger")
    _action(week, "RVM ringde Morgonbladet Väst klockan 9.")

    assert _action(week, "RVM läste Morgonbladet Västs artikel klockan 10.") == [
        "RVM ringde MV klockan 9.",
        "RVM läste MV:s artikel klockan 10.",
    ]


def test_whole_sentences_about_the_series_are_printed_as_they_are(week: Week) -> None:
    with week.store.atomic():
        week.store.update("series", week["series"], {"distribution": "Alla chefer får den."})

    assert section(extra(week), "about")[-1] == "Alla chefer får den."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Vi kräver besked.", "Nordlys Health kräver besked."),
        ("vi utreder", "Nordlys Health uppger att de utreder."),
        ("Felet finns hos oss.", "Nordlys Health uppger att felet finns hos dem."),
        ("Våra kunder är nöjda.", "Nordlys Health uppger att deras kunder är nöjda."),
    ],
)
def test_we_in_others_words_is_they_in_ours(week: Week, words: str, expected: str) -> None:
    week.said(
        "", "h", "må 12.00", direction="in", channel="phone", wording=words,
        organisation_id=week["Nordlys Health"],
    )  # fmt: skip
    assert section(extra(week), "incident") == [expected]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Vi beklagar.", "RVM meddelade på webben klockan 12 att de beklagar."),
        ("Ring 112 som vanligt.", "RVM meddelade på webben klockan 12: ring 112 som vanligt."),
    ],
)
def test_what_tells_somebody_to_do_something_stands_after_a_colon(
    week: Week, words: str, expected: str
) -> None:
    week.said(
        "", "h", "må 12.00", direction="out", channel="web", wording=words,
        organisation_id=week["RVM"],
    )  # fmt: skip
    assert section(extra(week), "incident") == [expected]


def test_written_words_are_written_and_not_said(week: Week) -> None:
    week.said(
        "", "h", "må 12.00", direction="out", channel="web", wording="Vi beklagar.", verbatim=1,
        organisation_id=week["RVM"],
    )  # fmt: skip
    assert section(extra(week), "incident") == ["RVM skrev på webben klockan 12:", "”Vi beklagar.”"]


def test_three_claims_are_a_list_with_one_and(week: Week) -> None:
    key = week.article("https://mv.example/1", "MV", "må 12.00", "h", "trigger")
    for number, words in enumerate(("a är b", "c är d", "e är f"), 1):
        week.claim("", "h", "må 12.10", words, number, article_id=key)
    (text,) = section(extra(week), "incident")
    assert text.endswith("beskriver att a är b, att c är d och att e är f.")


def test_the_triggering_article_is_the_reason_though_another_was_published_before(
    week: Week,
) -> None:
    week.article("https://puls.example/1", "Puls", "må 08.00", "h", "follow_up")
    week.article("https://mv.example/1", "MV", "må 12.00", "h", "trigger")
    material = load_material(week.store, week["h"], when("må 20.00"))
    assert propose_reason(material).startswith("uppgifter i MV om")


def test_a_title_that_names_its_organisation_is_introduced_once(week: Week) -> None:
    week.organisation("Datahus Väst", "DHV", "supplier")
    week.person("Klas Ek", "DHV", "driftchef på Datahus Väst", "driftchef")
    for words in ("Vad hände?", "När är det lagat?"):
        week.entry("questions", "", "h", "må 09.00", put_to_id=week["DHV"], wording=words)
    for moment, words in (("må 12.00", "Felet är lagat."), ("må 13.00", "Orsaken utreds.")):
        week.said(
            "", "h", moment, direction="in", channel="phone", wording=words,
            speaker_id=week["Klas Ek"], organisation_id=week["DHV"],
        )  # fmt: skip
    assert section(extra(week), "incident") == [
        "Klas Ek, driftchef på Datahus Väst (DHV), uppger att felet är lagat.",
        "Klas Ek uppger att orsaken utreds.",
    ]
