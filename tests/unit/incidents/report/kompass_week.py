"""The fictional week's record, written straight into a fresh database.

``at("ti 08.20")`` is the instant that people in Sweden call Tuesday 10 March 2026, 08.20.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from monitor.core.actors import Actor
from monitor.core.clock import STOCKHOLM, to_text
from monitor.core.store import Store

_DAYS = {"to0": 5, "må": 9, "ti": 10, "on": 11, "to": 12, "fr": 13}


def when(text: str) -> datetime:
    day, hour, minute = re.fullmatch(r"(\w+) (\d\d)\.(\d\d)", text).groups()  # type: ignore[union-attr]
    return datetime(2026, 3, _DAYS[day], int(hour), int(minute), tzinfo=STOCKHOLM)


def at(text: str) -> str:
    return to_text(when(text))


class Week:
    """The ids of what was written, by name."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.ids: dict[str, int] = {}
        self.writer = Actor("sara", "editor")

    def add(self, table: str, name: str, /, **values: Any) -> int:
        with self.store.writing(self.writer):
            key = self.store.insert(table, values)
        if name:
            self.ids[name] = key
        return key

    def __getitem__(self, name: str) -> int:
        return self.ids[name]

    def organisation(self, name: str, short: str, kind: str) -> int:
        return self.add("organisations", short, name=name, short_name=short, kind=kind)

    def outlet(self, name: str, short: str) -> int:
        return self.add("outlets", short, name=name, short_name=short)

    def person(self, name: str, organisation: str, title: str, short_title: str) -> int:
        key = self.add("people", name, name=name, organisation_id=self[organisation])
        self.add(
            "positions",
            f"{name}:position",
            person_id=key,
            title=title,
            short_title=short_title,
            spokesperson=1,
            valid_from="2026-01-01T00:00:00Z",
        )
        return key

    def article(
        self, url: str, /, outlet: str, published: str, incident: str, role: str, **more: Any
    ) -> int:
        seen = to_text(when(published) + timedelta(minutes=3))
        title = more.pop("title", "Rubrik")
        values: dict[str, Any] = {
            "outlet_id": self[outlet],
            "url": url,
            "title": title,
            "published_at": at(published),
            "published_precision": "minute",
            "first_seen_at": seen,
        }
        key = self.add("articles", url, **{**values, **more})
        self.add(
            "article_versions",
            "",
            article_id=key,
            number=1,
            captured_at=seen,
            title=title,
            digest=url,
        )
        self.add(
            "incident_articles",
            "",
            incident_id=self[incident],
            article_id=key,
            role=role,
            linked_at=seen,
        )
        return key

    def entry(self, table: str, name: str, incident: str, happened: str, **more: Any) -> int:
        known = more.pop("known", happened)
        values = {
            "incident_id": self[incident],
            "happened_at": at(happened),
            "known_at": at(known),
            "entered_at": at(more.pop("entered", known)),
        }
        return self.add(table, name, **{**values, **more})

    def said(self, name: str, incident: str, happened: str, **more: Any) -> int:
        claims = more.pop("claims", ())
        if more["direction"] == "out":
            approved = more.pop("approved", happened)
            more["approval"] = "requested"
        key = self.entry("statements", name, incident, happened, **more)
        if more["direction"] == "out":
            stamp = {"approved_by": self["lena"], "approved_at": at(approved)}
            with self.store.atomic():
                self.store.update("statements", key, {"approval": "approved", **stamp})
        for number, wording in enumerate(claims, 1):
            self.claim(f"{name}:{number}", incident, happened, wording, number, statement_id=key)
        return key

    def claim(
        self, name: str, incident: str, known: str, wording: str, number: int = 1, **of: int
    ) -> int:
        return self.add(
            "claims",
            name,
            incident_id=self[incident],
            number=number,
            wording=wording,
            known_at=at(known),
            entered_at=at(known),
            **of,
        )

    def enquiry(
        self, name: str, incident: str, times: tuple[str, str, str | None], outlet: str
    ) -> int:
        asked, deadline, answered = times
        return self.entry(
            "enquiries",
            name,
            incident,
            asked,
            asker="media",
            outlet_id=self[outlet],
            question="Vad säger ni?",
            deadline_at=at(deadline),
            answered_at=None if answered is None else at(answered),
        )

    def report(self, number: str, kind: str, compiled: str, *incidents: str, **more: Any) -> int:
        key = self.add(
            "reports",
            number,
            number=number,
            kind=kind,
            series_id=self["series"],
            reason_clause="uppgifter" if kind == "extra" else None,
            compiled_at=at(compiled),
            created_at=at(compiled),
            **more,
        )
        for incident in incidents:
            self.add("report_incidents", "", report_id=key, incident_id=self[incident])
        return key

    def printed(
        self, number: str, table: str, row_id: int, known: str, section: str = "circumstances"
    ) -> None:
        paragraph = self.add(
            "report_paragraphs",
            "",
            report_id=self[number],
            section=section,
            position=1,
            text="x",
        )
        self.add(
            "paragraph_sources",
            "",
            paragraph_id=paragraph,
            table_name=table,
            row_id=row_id,
            digest="x",
            known_at=at(known),
        )

    def send(self, number: str, sent: str) -> None:
        """Take the report through its steps, as the release would."""
        steps: tuple[dict[str, Any], ...] = (
            {"status": "in_review", "submitted_by": self["sara"]},
            {
                "status": "approved",
                "approved_at": at(sent),
                "approved_by": self["lena"],
                "document": "{}",
                "digest": "x",
            },
            {"status": "sent", "sent_at": at(sent)},
        )
        for values in steps:
            with self.store.atomic():
                self.store.update("reports", self[number], values)


def ground(store: Store) -> Week:
    """People, organisations, media and the series: what is there before the week."""
    week = Week(store)
    for name, role in (("sara", "editor"), ("lena", "approver")):
        week.add(
            "users", name, username=name, display_name=name, role=role, created_at=at("to0 08.00")
        )
    week.writer = Actor("sara", "editor", week["sara"])
    week.organisation("Region Västmark", "RVM", "own")
    week.organisation("Nordlys Health", "Nordlys Health", "supplier")
    week.organisation("Produktverket", "Produktverket", "authority")
    week.organisation("Åby lasarett", "Åby lasarett", "hospital")
    week.organisation("skyddsombuden vid Åby lasarett", "skyddsombuden", "union")
    week.outlet("Morgonbladet Väst", "MV")
    week.outlet("Nyhetsbyrån Telegram", "NT")
    week.outlet("Västmarks Allehanda", "VA")
    week.outlet("Radio Västmark", "RV")
    week.outlet("Vårdtidningen Puls", "Puls")
    week.outlet("IT-Nytt", "IT-Nytt")
    week.person(
        "Karin Almgren",
        "RVM",
        "ordförande i programstyrgrupp Kompass",
        "styrgruppsordförande Kompass RVM",
    )
    week.person("Jonas Ekvall", "Åby lasarett", "sjukhusdirektör Åby lasarett", "sjukhusdirektör")
    week.add(
        "series",
        "series",
        name="Regional rapport Kompass 2026",
        programme="Kompass",
        producer="Kommunikationsstaben",
        commissioner="Särskild organisation Kompass 2026",
        cadence="varje vecka, i första hand på torsdagar, och extra när något händer",
        purpose="förutsättningar, händelser och beslut",
        distribution="politisk ledning, chefer och intranätet",
    )
    return week


def monday(week: Week) -> None:
    """Everything that stands in E01."""
    week.add(
        "incidents",
        "märkning",
        ref="H-2026-011",
        title="Uppgifter om märkningen av Kompass",
        topic="Kompass och klassmärkning",
        severity="raised",
        status="ongoing",
        series_id=week["series"],
        known_at=at("må 14.13"),
        entered_at=at("må 14.13"),
    )
    week.enquiry("mv-fråga", "märkning", ("må 10.40", "må 13.00", "må 12.50"), "MV")
    mv = week.article("https://mv.example/kompass-1", "MV", "må 14.10", "märkning", "trigger")
    week.article(
        "https://nt.example/kompass", "NT", "må 15.05", "märkning", "same_story", copy_of=mv
    )
    week.article(
        "https://va.example/kompass", "VA", "må 15.20", "märkning", "same_story", copy_of=mv
    )
    week.entry(
        "actions",
        "bett",
        "märkning",
        "må 11.05",
        wording="RVM bad under måndagen Nordlys Health om besked om märkningen.",
    )
    week.said(
        "almgren",
        "märkning",
        "må 12.50",
        direction="out",
        channel="written",
        speaker_id=week["Karin Almgren"],
        organisation_id=week["RVM"],
        addressee_outlet_id=week["MV"],
        refers_to_id=week["Nordlys Health"],
        verbatim=1,
        wording="Enligt avtalet svarar leverantören för märkningen. Vi har bett om besked i dag.",
        approved="må 12.41",
    )
    week.claim(
        "mv:1",
        "märkning",
        "må 14.28",
        "journalsystemet Kompass saknar registrering hos Produktverket",
        article_id=mv,
    )
    week.entry(
        "circumstances",
        "avtalet",
        "märkning",
        "må 11.20",
        known="må 14.35",
        basis="contract",
        organisation_id=week["Nordlys Health"],
        wording="ansvarar leverantören för att Kompass följer gällande regler",
        verification="verified",
        reference="Avtal RVM 2023-1187, avsnitt 7.2",
    )
    week.add(
        "incident_spokespersons",
        "",
        incident_id=week["märkning"],
        position_id=week["Karin Almgren:position"],
        valid_from=at("må 14.37"),
        entered_at=at("må 14.37"),
    )
    week.said(
        "nordlys",
        "märkning",
        "må 19.10",
        direction="in",
        channel="email",
        organisation_id=week["Nordlys Health"],
        addressee_person_id=week["Karin Almgren"],
        verbatim=1,
        wording="Vi har lämnat in en försäkran för Kompass. Handlingarna är skickade till "
        "Produktverket. Beslutsstödet är godkänt enligt europeiska regler.",
        claims=(
            "en försäkran för Kompass är inlämnad",
            "handlingarna är skickade till Produktverket",
            "beslutsstödet är godkänt enligt europeiska regler",
        ),
    )
    week.said(
        "kommentar",
        "märkning",
        "må 19.40",
        direction="out",
        channel="written",
        organisation_id=week["RVM"],
        organisation_comment=1,
        wording="Vi utgår från avtalets krav och följer upp dem med leverantören.",
        approved="må 19.48",
    )
    week.report("2026-E01", "extra", "må 20.00", "märkning")
    week.printed("2026-E01", "statements", week["nordlys"], "må 19.10")
    week.send("2026-E01", "må 20.09")


def tuesday(week: Week) -> None:
    """Everything that stands in E02."""
    rv = week.article("https://rv.example/kompass", "RV", "ti 07.30", "märkning", "follow_up")
    week.claim(
        "rv:1",
        "märkning",
        "ti 07.44",
        "Produktverket inte har fått några handlingar om Kompass",
        article_id=rv,
    )
    week.entry(
        "actions",
        "frågat",
        "märkning",
        "ti 08.20",
        wording="RVM frågade Produktverkets registrator klockan 08.20.",
    )
    week.entry(
        "circumstances",
        "inget",
        "märkning",
        "ti 08.15",
        known="ti 08.20",
        basis="authority",
        organisation_id=week["Produktverket"],
        wording="inga handlingar om Kompass hade kommit in till och med klockan 08.15",
        verification="verified",
        reference="Samtal med Produktverkets registrator 10 mars, RVM 2026-0298",
    )
    week.add(
        "contradictions",
        "",
        claim_id=week["nordlys:2"],
        circumstance_id=week["inget"],
        known_at=at("ti 08.24"),
        entered_at=at("ti 08.24"),
    )
    week.entry(
        "circumstances",
        "part",
        "märkning",
        "må 19.10",
        entered="ti 08.26",
        basis="party",
        organisation_id=week["Nordlys Health"],
        statement_id=week["nordlys"],
        wording="handlingarna är skickade",
        superseded_by=week["inget"],
    )
    week.entry(
        "questions",
        "vilken-dag",
        "märkning",
        "ti 08.40",
        put_to_id=week["Nordlys Health"],
        wording="Vilken dag och till vilken adress skickades handlingarna?",
        answer_due_at=at("ti 11.00"),
    )
    week.report("2026-E02", "extra", "ti 09.00", "märkning", corrects_id=week["2026-E01"])
    week.printed("2026-E02", "reports", week["2026-E01"], "må 20.00", "correction")
    week.send("2026-E02", "ti 09.12")
    week.said(
        "skyddsombud",
        "märkning",
        "ti 13.00",
        direction="in",
        channel="letter",
        organisation_id=week["skyddsombuden"],
        registry_number="RVM 2026-0305",
        wording="Skyddsombuden kräver att driftstarten av Kompass skjuts upp. "
        "Övertiden i februari var nästan dubbelt så stor som i fjol.",
        claims=("övertiden i februari var nästan dubbelt så stor som i fjol",),
    )
    week.article(
        "https://puls.example/skyddsombud", "Puls", "ti 15.40", "märkning", "follow_up",
        title="Skyddsombud vill skjuta upp starten",
    )  # fmt: skip


def wednesday(week: Week) -> None:
    """The start, and the second incident."""
    week.entry(
        "actions", "start", "märkning", "on 05.30",
        wording="Åby lasarett startade Kompass klockan 05.30.",
    )  # fmt: skip
    week.said(
        "pressträff", "märkning", "on 09.00", direction="out", channel="press_conference",
        speaker_id=week["Jonas Ekvall"], organisation_id=week["Åby lasarett"], verbatim=1,
        wording="Starten har gått enligt plan.", approved="on 08.40",
    )  # fmt: skip
    story = week.add("stories", "start", first_at=at("on 09.43"), last_at=at("on 10.08"))
    for outlet, host, time in (("MV", "mv", "09.40"), ("VA", "va", "10.00"), ("RV", "rv", "10.05")):
        week.article(
            f"https://{host}.example/start", outlet, f"on {time}", "märkning", "follow_up",
            title="Kompass i drift på Åby lasarett", story_id=story,
        )  # fmt: skip
    for url, outlet, time, role in (
        ("https://rv.example/nojd", "RV", "10.15", "follow_up"),
        ("https://puls.example/oro", "Puls", "12.30", "follow_up"),
        ("https://itnytt.example/medara", "IT-Nytt", "14.00", "background"),
    ):
        week.article(url, outlet, f"on {time}", "märkning", role, title="En annan nyhet")
    week.add(
        "incidents", "provsvar", ref="H-2026-012", title="Provsvar saknar enstaka ord i Kompass",
        topic="provsvar i Kompass", severity="serious", status="ongoing",
        series_id=week["series"], known_at=at("on 16.45"), entered_at=at("on 16.45"),
    )  # fmt: skip
    week.add(
        "incident_relations", "", incident_id=week["provsvar"], kind="follows",
        other_id=week["märkning"], entered_at=at("on 16.45"),
    )  # fmt: skip
    week.entry(
        "circumstances", "ord", "provsvar", "on 16.20", known="on 16.45", basis="own_check",
        organisation_id=week["Åby lasarett"], verification="verified",
        reference="Avvikelserapport Åby lasarett 11 mars",
        wording="Enstaka ord saknas i provsvar som visas i Kompass på Åby lasarett.",
    )  # fmt: skip
    week.add(
        "contradictions", "", statement_id=week["pressträff"], circumstance_id=week["ord"],
        known_at=at("on 16.45"), entered_at=at("on 16.48"),
    )  # fmt: skip
    week.said(
        "väntbesked", "provsvar", "on 16.58", direction="out", channel="written",
        organisation_id=week["RVM"], organisation_comment=1, approved="on 17.05",
        wording="Vi har upptäckt att enstaka ord saknas i en del provsvar. Vi återkommer i kväll.",
    )  # fmt: skip
    week.entry(
        "actions", "felsökning", "provsvar", "on 17.00", status="ongoing",
        reported_by_id=week["Nordlys Health"], wording="felsökning pågår",
    )  # fmt: skip
    week.entry(
        "decisions", "papper", "provsvar", "on 21.15", decided_by="Regiondirektören",
        wording="Provsvar på Åby lasarett hanteras med pappersrutin tills vidare.",
        registry_number="RVM 2026-0311",
    )  # fmt: skip
    week.entry(
        "actions", "frågor-och-svar", "provsvar", "on 21.25", status="done",
        wording="Frågor och svar till medarbetare publiceras på intranätet.",
        due_at=at("to 07.00"), done_at=at("to 07.25"),
    )  # fmt: skip


def thursday(week: Week) -> None:
    """The other eight enquiries and the opinion piece; then V11."""
    for number, (outlet, asked, deadline, answered) in enumerate(
        (
            ("VA", "ti 09.18", "ti 12.00", "ti 10.13"),
            ("RV", "ti 10.20", "ti 12.30", "ti 11.55"),
            ("Puls", "ti 14.05", "ti 15.30", "ti 15.00"),
            ("MV", "on 07.45", "on 09.30", "on 09.00"),
            ("VA", "on 10.35", "on 12.00", "on 10.55"),
            ("IT-Nytt", "on 13.15", "on 16.00", "on 15.55"),
            ("NT", "on 17.30", "on 20.00", "on 19.35"),
            ("RV", "to 08.20", "to 10.00", "to 11.30"),
        )
    ):
        week.enquiry(f"fråga{number}", "märkning", (asked, deadline, answered), outlet)
    week.article("https://va.example/debatt", "VA", "to 08.00", "märkning", "opinion", opinion=1)
    week.report(
        "2026-V11", "weekly", "to 15.00", "provsvar", "märkning",
        period_from=at("to0 15.00"), period_to=at("to 15.00"),
    )  # fmt: skip
    week.send("2026-V11", "to 15.40")


def friday(week: Week) -> None:
    """Everything that stands in E03, and the correction that may not."""
    rv = week.article("https://rv.example/tillsyn", "RV", "fr 09.20", "märkning", "follow_up")
    week.claim(
        "rv:2", "märkning", "fr 09.32", "Produktverket inleder tillsyn av Kompass", article_id=rv
    )
    week.said(
        "nordlys-tillsyn", "märkning", "fr 10.15", direction="in", channel="email", verbatim=1,
        organisation_id=week["Nordlys Health"], wording="Vi samarbetar med Produktverket.",
    )  # fmt: skip
    week.entry(
        "decisions", "paus", "märkning", "fr 11.00", decided_by="Regiondirektören",
        wording="Införandet av Kompass pausas.", registry_number="RVM 2026-0313",
    )  # fmt: skip
    week.article("https://mv.example/rattelse", "MV", "fr 14.00", "märkning", "correction")


def whole(store: Store) -> Week:
    week = ground(store)
    for day in (monday, tuesday, wednesday, thursday, friday):
        day(week)
    return week
