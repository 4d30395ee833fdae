"""Monday and Tuesday of the fictional week as an incident document."""

from __future__ import annotations

from typing import Any

KOMPASS: dict[str, Any] = {
    "form": 1,
    "incident": {
        "ref": "H-2026-011",
        "title": "Uppgifter om att Kompass saknar rätt märkning",
        "topic": "Kompass och klassmärkning",
        "severity": "raised",
        "status": "ongoing",
        "owner": "sara",
        "happened": {"at": "2026-03-09T14:10:00+01:00"},
        "known_at": "2026-03-09T14:13:00+01:00",
    },
    "series": {
        "name": "Regional rapport Kompass 2026",
        "programme": "Kompass",
        "producer": "Kommunikationsstaben",
        "commissioner": "Särskild organisation Kompass 2026",
        "cadence": "en gång i veckan, på torsdagar",
        "purpose": "förutsättningar, händelser och beslut",
        "distribution": "politisk ledning, chefer och intranätet",
    },
    "outlets": [
        {"key": "mv", "name": "Morgonbladet Väst", "short_name": "MV"},
        {"key": "rv", "name": "Radio Västmark", "short_name": "RV", "kind": "regional"},
    ],
    "organisations": [
        {"key": "rvm", "name": "Region Västmark", "short_name": "RVM", "kind": "own"},
        {
            "key": "nordlys-health",
            "name": "Nordlys Health",
            "short_name": "Nordlys Health",
            "kind": "supplier",
            "former_names": "Medara",
        },
        {
            "key": "produktverket",
            "name": "Produktverket",
            "short_name": "Produktverket",
            "kind": "authority",
        },
    ],
    "people": [
        {
            "key": "karin",
            "name": "Karin Almgren",
            "organisation": "rvm",
            "positions": [
                {
                    "key": "karin-ordforande",
                    "title": "ordförande i programstyrgrupp Kompass",
                    "short_title": "styrgruppsordförande Kompass RVM",
                    "spokesperson": True,
                    "valid_from": "2026-01-01T00:00:00+01:00",
                }
            ],
        }
    ],
    "articles": [
        {
            "key": "artikel-mv",
            "outlet": "mv",
            "url": "https://mv.example/kompass-1",
            "title": "Nytt journalsystem saknar rätt märkning",
            "lede": "Dagar före start finns ingen registrering, skriver MV.",
            "published": {"at": "2026-03-09T14:10:00+01:00"},
            "first_seen_at": "2026-03-09T14:13:00+01:00",
            "role": "trigger",
            "claims": [
                {
                    "key": "saknas",
                    "wording": "journalsystemet Kompass saknar registrering hos Produktverket",
                }
            ],
        },
        {
            "key": "inslag-rv",
            "outlet": "rv",
            "title": "Inget har kommit in om Kompass",
            "medium": "radio",
            "own_summary": "En utredare säger att inget dokument har kommit in.",
            "clip_start_s": 0,
            "clip_end_s": 95,
            "published": {"at": "2026-03-10T07:30:00+01:00"},
            "first_seen_at": "2026-03-10T07:35:00+01:00",
            "role": "follow_up",
        },
    ],
    "statements": [
        {
            "key": "svaret",
            "direction": "out",
            "channel": "written",
            "wording": "Enligt avtalet svarar leverantören för märkningen.",
            "verbatim": True,
            "speaker": "karin",
            "addressee_outlet": "mv",
            "refers_to": "nordlys-health",
            "approval": "approved",
            "approved_by": "lena",
            "approved_at": "2026-03-09T12:41:00+01:00",
            "happened": {"at": "2026-03-09T12:50:00+01:00"},
            "known_at": "2026-03-09T12:50:00+01:00",
            "relations": [{"kind": "answers", "to": "fragan"}],
        },
        {
            "key": "brevet",
            "direction": "in",
            "channel": "email",
            "wording": "Vi har lämnat in en försäkran. Handlingarna är skickade.",
            "verbatim": True,
            "organisation": "nordlys-health",
            "addressee_person": "karin",
            "happened": {"at": "2026-03-09T19:10:00+01:00"},
            "known_at": "2026-03-09T19:10:00+01:00",
            "claims": [
                {"key": "inlamnad", "wording": "en försäkran är inlämnad"},
                {
                    "key": "skickade",
                    "wording": "handlingarna är skickade till Produktverket",
                    "status": "contradicted",
                },
            ],
        },
        {
            "key": "kommentaren",
            "direction": "out",
            "channel": "written",
            "wording": "Vi utgår från avtalets krav och följer upp dem med leverantören.",
            "organisation_comment": True,
            "approval": "approved",
            "approved_by": "lena",
            "known_at": "2026-03-09T19:30:00+01:00",
        },
    ],
    "circumstances": [
        {
            "key": "avtalet",
            "basis": "contract",
            "wording": "leverantören ansvarar för att Kompass följer gällande regler",
            "organisation": "nordlys-health",
            "verification": "verified",
            "reference": "Avtalet, avsnitt 4.2",
            "known_at": "2026-03-09T15:00:00+01:00",
        },
        {
            "key": "skickat",
            "basis": "party",
            "wording": "handlingarna är skickade till Produktverket",
            "organisation": "nordlys-health",
            "statement": "brevet",
            "verification": "refuted",
            "superseded_by": "inget-inkommet",
            "known_at": "2026-03-09T19:10:00+01:00",
        },
        {
            "key": "inget-inkommet",
            "basis": "authority",
            "wording": "inget hade kommit in till och med klockan 08.15",
            "organisation": "produktverket",
            "verification": "verified",
            "reference": "Samtal med registrator",
            "happened": {"at": "2026-03-10T08:15:00+01:00"},
            "known_at": "2026-03-10T08:20:00+01:00",
        },
    ],
    "contradictions": [{"against": "skickade", "by": "inget-inkommet"}],
    "actions": [
        {
            "key": "besked",
            "wording": "RVM bad Nordlys Health om besked om märkningen",
            "happened": {"at": "2026-03-09T11:05:00+01:00"},
            "known_at": "2026-03-09T11:05:00+01:00",
        },
        {
            "key": "faq",
            "wording": "Frågor och svar till medarbetare",
            "status": "planned",
            "owner": "sara",
            "due_at": "2026-03-12T07:00:00+01:00",
            "known_at": "2026-03-10T16:00:00+01:00",
        },
    ],
    "decisions": [
        {
            "key": "beslutet",
            "decided_by": "Regiondirektören",
            "wording": "en extern granskning av märkningen",
            "registry_number": "RVM 2026-0309",
            "happened": {"at": "2026-03-10T00:00:00+01:00", "precision": "day"},
            "known_at": "2026-03-10T16:00:00+01:00",
        }
    ],
    "questions": [
        {
            "key": "vart",
            "wording": "Vilken dag och till vilken adress skickades handlingarna?",
            "put_to": "nordlys-health",
            "answer_due_at": "2026-03-10T11:00:00+01:00",
            "happened": {"at": "2026-03-10T08:40:00+01:00"},
            "known_at": "2026-03-10T08:40:00+01:00",
        }
    ],
    "enquiries": [
        {
            "key": "fragan",
            "asker": "media",
            "outlet": "mv",
            "question": "Är Kompass beslutsstöd märkt i rätt klass?",
            "deadline_at": "2026-03-09T13:00:00+01:00",
            "answered_at": "2026-03-09T12:50:00+01:00",
            "answer": "svaret",
            "happened": {"at": "2026-03-09T10:40:00+01:00"},
            "known_at": "2026-03-09T10:40:00+01:00",
        }
    ],
    "relations": [{"kind": "follows", "incident": "H-2026-012"}],
    "spokespersons": [{"position": "karin-ordforande", "valid_from": "2026-03-09T14:20:00+01:00"}],
}
