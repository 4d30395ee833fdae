"""The record of a large archive: incidents with all that belongs to them, and their reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from incidents.record import people, series
from incidents.record.people import NewOrganisation, NewPosition
from incidents.record.series import NewSeries
from incidents.report import draft, freeze, serial
from incidents.report.draft import NewExtra
from monitor.core.actors import Actor
from monitor.core.clock import HeldClock, from_text, to_text
from monitor.core.store import Row, Store
from tests.perf.archive_press import Press
from tests.perf.archive_words import Words

if TYPE_CHECKING:
    from tests.perf.archive import Size, Told

#: Incidents that are still followed, and those proposed and not yet confirmed.
_FOLLOWED, _PROPOSED = 40, 6
#: The last reports are not sent yet.
_UNSENT = ("draft", "draft", "in_review", "approved")
#: Every so many incidents is a long one, with this many times as many records.
_LONG_EVERY, _LONG = 50, 12
_WEEK = timedelta(days=7)
_FORMATS = ("html", "text", "markdown")
_BASES = ("contract", "procurement", "decision", "authority", "own_check", "party", "media")


class Record:
    """Builds the record on what the press brought."""

    def __init__(
        self, store: Store, words: Words, accounts: dict[str, Actor], press: Press
    ) -> None:
        self._store = store
        self._words = words
        self._editor, self._approver = accounts["editor"], accounts["approver"]
        self._press = press
        self._now = store.clock.now()
        self._last_key = 0

    def build(self, size: Size, told: Told) -> None:
        """Build all of it, telling how far it has come."""
        self._ground()
        for number in range(size.incidents):
            if number % 100 == 0:
                told(f"händelse {number} av {size.incidents}")
            self._incident(number, size)
        weeklies = min(150, size.reports // 6)
        for number in range(size.reports - weeklies):
            if number % 100 == 0:
                told(f"rapport {number} av {size.reports}")
            self._extra(number, size, size.reports - weeklies)
        for number in range(weeklies):
            self._weekly(number, weeklies)
        self._store.clock = HeldClock(self._now)

    def _ground(self) -> None:
        store, editor = self._store, self._editor
        self._own, self._supplier, self._authority = (
            people.add_organisation(
                store, editor, NewOrganisation(name=name, short_name=short, kind=kind)
            )
            for name, short, kind in (
                ("Region Västmark", "RVM", "own"),
                ("Nordlys Health", "Nordlys", "supplier"),
                ("Produktverket", "Produktverket", "authority"),
            )
        )
        self._speakers = [
            people.add_person(
                store, editor, name, organisation_id=self._own,
                position=NewPosition(
                    title=f"ordförande i {name}s styrgrupp", short_title="styrgruppsordförande",
                    spokesperson=True, valid_from=self._now - timedelta(days=1500),
                ),
            )
            for name in ("Karin Almgren", "Nils Åberg", "Maja Lund", "Olof Sten")
        ]  # fmt: skip
        self._theirs = people.add_person(store, editor, "Ida Berg", organisation_id=self._supplier)
        series.add(
            store, editor,
            NewSeries(
                name="Regional rapport Kompass", programme="Kompass",
                producer="Kommunikationsstaben", commissioner="Särskild organisation Kompass",
                cadence="en gång i veckan, på torsdagar",
                purpose="förutsättningar, händelser och beslut",
                distribution="politisk ledning, chefer och intranätet",
            ),
        )  # fmt: skip
        with store.writing(editor):
            lists = store.insert("distribution_lists", {"name": "Politisk ledning"})
            for number in range(9):
                store.insert(
                    "recipients",
                    {
                        "list_id": lists, "name": f"Mottagare {number}", "channel": "email",
                        "address": f"m{number}@region.example",
                        "valid_from": "2020-01-01T00:00:00Z",
                    },
                )  # fmt: skip

    def _incident(self, number: int, size: Size) -> None:
        """Write one incident and its records on the articles of its days."""
        many = _LONG if number % _LONG_EVERY == _LONG_EVERY - 1 else 1
        share = len(self._press.flagged) / size.incidents
        first = int(number * share)
        articles = self._press.flagged[first : first + 4 * many] or self._press.flagged[-4:]
        seen = from_text(articles[0]["first_seen_at"]) + timedelta(minutes=9)
        known = min(seen, self._now - timedelta(hours=4))  # so that its records have happened, too
        self._store.clock = HeldClock(min(known + timedelta(hours=3), self._now))
        with self._store.writing(self._editor):
            key = self._header(number, size, known, articles)
            statements = self._statements(key, known, articles, many)
            self._facts(key, known, articles, many)
            self._deeds(key, known, statements, many)
        with self._store.writing(self._approver):
            self._store.execute(
                "UPDATE statements SET approval = 'approved', approved_by = ?, approved_at = ?,"
                " revision = 2 WHERE incident_id = ? AND approval = 'requested'",
                [self._approver.user_id, self._store.now(), key],
            )

    def _header(self, number: int, size: Size, known: datetime, articles: list[Row]) -> int:
        left = size.incidents - number
        status = "closed" if left > _FOLLOWED + _PROPOSED else "ongoing"
        status = "proposed" if left <= _PROPOSED else status
        closed = {
            "closed_at": to_text(known + timedelta(days=4)),
            "closing_note": "Leverantören har svarat och inget mer väntas.",
        }
        key = self._store.insert(
            "incidents",
            {
                "ref": f"H-{known.year}-{number + 1:03d}", "series_id": 1,
                "title": articles[0]["title"], "topic": "Kompass och märkningen",
                "severity": ("watching", "raised", "serious")[number % 3], "status": status,
                "owner_id": self._editor.user_id, **self._times(known),
                "happened_precision": "minute",
                **(closed if status == "closed" else {}),
            },
        )  # fmt: skip
        for place, article in enumerate(articles):
            self._store.insert(
                "incident_articles",
                {
                    "incident_id": key, "article_id": article["id"],
                    "role": "trigger" if place == 0 else "same_story",
                    "linked_at": self._store.now(), "linked_by": self._editor.user_id,
                },
            )  # fmt: skip
        return key

    def _times(self, at: datetime) -> Row:
        return {
            "happened_at": to_text(at), "known_at": to_text(at),
            "entered_at": self._store.now(), "entered_by": self._editor.user_id,
        }  # fmt: skip

    def _each(self, known: datetime, count: int) -> Iterator[tuple[int, Row]]:
        """Yield numbers and times of records, a few minutes apart."""
        for number in range(count):
            yield number, self._times(known + timedelta(minutes=min(3 * number, 170)))

    def _statements(self, key: int, known: datetime, articles: list[Row], many: int) -> list[int]:
        made = []
        for number, times in self._each(known, 4 * many):
            ours = number % 2 == 0
            told = {
                "incident_id": key, "direction": "out" if ours else "in",
                "speaker_id": self._speakers[number % 4] if ours else self._theirs,
                "organisation_id": self._own if ours else self._supplier,
                "addressee_outlet_id": articles[0]["outlet_id"] if ours else None,
                "channel": "email", "wording": f"{self._words.sentence()}.",
                "approval": "requested" if ours else "not_needed",
            }  # fmt: skip
            made.append(self._store.insert("statements", told | times))
        return made

    def _facts(self, key: int, known: datetime, articles: list[Row], many: int) -> None:
        for number, times in self._each(known, 5 * many):
            basis = _BASES[number % len(_BASES)]
            own = basis in {"party", "media"}
            told = {
                "incident_id": key, "basis": basis, "wording": self._words.sentence(),
                "organisation_id": self._supplier,
                "verification": "unverified" if own else "verified",
                "reference": "" if own else f"RVM 2026-{number}",
            }  # fmt: skip
            self._store.insert("circumstances", told | times)
        for number, times in self._each(known, 3 * many):
            del times["happened_at"]
            told = {
                "incident_id": key, "article_id": articles[0]["id"], "number": number + 1,
                "wording": self._words.sentence(), "status": "unanswered" if number else "disputed",
            }  # fmt: skip
            self._store.insert("claims", told | times)

    def _deeds(self, key: int, known: datetime, statements: list[int], many: int) -> None:
        store, words = self._store, self._words
        done = to_text(known + timedelta(hours=2))
        old = self._now - known > timedelta(days=20)
        for number, times in self._each(known, 4 * many):
            open_one = number == 0 and not old
            told: dict[str, Any] = {
                "incident_id": key, "wording": f"{words.sentence()}.",
                "status": "planned" if open_one else "done",
                "done_at": None if open_one else times["happened_at"],
                "due_at": to_text(known + timedelta(days=1)),
            }  # fmt: skip
            store.insert("actions", told | times)
        for _, times in self._each(known, many):
            told = {"incident_id": key, "decided_by": "Regiondirektören"}
            store.insert("decisions", told | {"wording": f"{words.sentence()}."} | times)
            told = {"incident_id": key, "put_to_id": self._supplier}
            told |= {"answered_at": done if old else None}
            store.insert("questions", told | {"wording": f"{words.sentence()}?"} | times)
        for number, times in self._each(known, 3 * many):
            answered = old or number > 0
            told = {
                "incident_id": key, "asker": "media", "outlet_id": number % 10 + 1,
                "question": f"{words.sentence()}?", "deadline_at": done,
                "answered_at": done if answered else None,
                "answer_id": statements[0] if answered else None,
            }  # fmt: skip
            store.insert("enquiries", told | times)

    def _extra(self, number: int, size: Size, count: int) -> None:
        """Compose the report of an incident and take it as far as it has come."""
        key = size.incidents - (count - number) * size.incidents // count
        incident = self._store.get("incidents", key + 1)
        at = min(from_text(incident["known_at"]) + timedelta(hours=3), self._now)
        self._store.clock = HeldClock(at)
        report = draft.draft_extra(
            self._store, self._editor, NewExtra(incident_ids=[incident["id"]], compiled_at=at)
        )
        self._onwards(report, _UNSENT[number - count] if count - number <= len(_UNSENT) else "sent")

    def _weekly(self, number: int, count: int) -> None:
        # Thursdays at two, the last one of them last week.
        at = self._now - _WEEK * (count - number) + timedelta(hours=5)
        self._store.clock = HeldClock(at)
        report = draft.draft_weekly(
            self._store, self._editor, compiled_at=at, period_from=at - _WEEK
        )
        self._onwards(report, "sent")

    def _onwards(self, report: int, status: str) -> None:
        if status == "draft":
            return
        store, now = self._store, self._store.now()
        with store.writing(self._editor):
            told = {"submitted_at": now, "submitted_by": self._editor.user_id}
            store.update("reports", report, {"status": "in_review", **told})
        if status == "in_review":
            return
        document = freeze.document_of(store, report)
        with store.writing(self._approver):
            freeze.store_files(
                store, report,
                {form: freeze.render_one(document, form, "lagesbild@region.example")
                 for form in _FORMATS},
            )  # fmt: skip
            told = {"approved_at": now, "approved_by": self._approver.user_id}
            frozen = {"document": serial.to_json(document), "digest": serial.digest(document)}
            store.update("reports", report, {"status": "approved", **told, **frozen})
        if status == "approved":
            return
        with store.writing(self._editor):
            told = {"sent_at": now, "sent_by": self._editor.user_id}
            store.update("reports", report, {"status": "sent", **told})
            store.insert_many("deliveries", self._deliveries(report, now))

    def _deliveries(self, report: int, now: str) -> Iterator[Row]:
        for recipient in self._store.rows("SELECT * FROM recipients ORDER BY id"):
            yield {
                "report_id": report, "recipient_id": recipient["id"], "format": "eml",
                "address": recipient["address"], "status": "sent", "attempts": 1,
                "message_id": f"<{report}.{recipient['id']}@region.example>",
                "queued_at": now, "changed_at": now,
            }  # fmt: skip
