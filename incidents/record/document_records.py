"""Taking in the records of a document: each through its own noun's functions, each only once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from incidents.record import (
    action,
    circumstance,
    claim,
    decision,
    enquiry,
    question,
    statement,
)
from incidents.record.action import NewAction
from incidents.record.circumstance import NewCircumstance
from incidents.record.claim import NewClaim, NewContradiction
from incidents.record.decision import NewDecision
from incidents.record.document_check import at_place, keys_of
from incidents.record.document_parts import Imported, Part, moment_in, time_in
from incidents.record.enquiry import NewEnquiry
from incidents.record.entry import NewEntry, save
from incidents.record.question import NewQuestion
from incidents.record.statement import NewStatement
from monitor.core.actors import Actor
from monitor.core.clock import to_text
from monitor.core.errors import InputError
from monitor.core.store import Row, Store

Add = Callable[[Store, Actor, int, Any], int]


class RecordReader:
    """Adds the records that the incident lacks.

    A record is there already when one of the same incident has the same words, the same kind and
    the same times.

    Args:
        ids: key in the document -> row id, of everything that was taken in before.
        done: which incident it is, and where what is added is counted.
    """

    def __init__(self, store: Store, actor: Actor, ids: dict[str, int], done: Imported) -> None:
        self.store = store
        self.actor = actor
        self.incident_id = done.incident_id
        self.ids = ids
        self.done = done
        self.count = done.count
        self.parts: dict[str, str] = {}
        self._fresh_claims: set[int] = set()
        self._matched: set[tuple[str, int]] = set()
        self._waiting = 0
        self._just_approved: set[int] = set()

    def read(self, document: Part) -> None:
        """Take in every record: first those that others point at."""
        self.parts = keys_of(document)
        self._each(document, "articles", lambda told: self._claims(told, "article_id"))
        self._each(document, "statements", self._statement)
        self._each(document, "circumstances", self._circumstance)
        self._each(document, "actions", self._action)
        self._each(document, "decisions", self._decision)
        self._each(document, "questions", self._question)
        self._each(document, "enquiries", self._enquiry)
        self._each(document, "statements", self._relations)
        self._each(document, "circumstances", self._superseded)
        self._each(document, "contradictions", self._contradiction)
        for part in ("articles", "statements"):
            for told in document.get(part, []):
                self._claim_statuses(told)
        self._tell_waiting()

    def _each(self, document: Part, part: str, read: Callable[[Part], None]) -> None:
        for number, told in enumerate(document.get(part, [])):
            with at_place(part, number):
                read(told)

    def _id(self, told: Part, field: str) -> int | None:
        return self.ids[told[field]] if told.get(field) else None

    def _time(self, told: Part, field: str) -> datetime | None:
        return time_in(told[field], field) if told.get(field) else None

    def _user(self, username: str | None) -> int | None:
        found = self.store.value("SELECT id FROM users WHERE username = ?", [username])
        return None if found is None else int(found)

    def _times(self, told: Part) -> dict[str, Any]:
        known_at = time_in(told["known_at"], "known_at")
        return {"moment": moment_in(told.get("happened")), "known_at": known_at}

    def _known(self, table: str, same: Mapping[str, Any], new: NewEntry) -> Row | None:
        """Return the record that says the same of the same times."""
        at = new.moment.at
        marks = {**same, "happened_at": None if at is None else to_text(at)}
        test = " AND ".join(f"[{column}] IS ?" for column in marks)
        rows = self.store.rows(
            f"SELECT * FROM [{table}] WHERE incident_id = ? AND {test} AND known_at = ?"
            " ORDER BY id",
            [self.incident_id, *marks.values(), to_text(new.known_at) if new.known_at else None],
        )
        return self._unmatched(table, rows)

    def _unmatched(self, table: str, rows: list[Row]) -> Row | None:
        """Return the first row that nothing else in the document is: twins stay two."""
        for row in rows:
            if (table, row["id"]) not in self._matched:
                self._matched.add((table, row["id"]))
                return row
        return None

    def _add(self, table: str, told: Part, add: Add, new: NewEntry, *same: str) -> bool:
        """Find or add a record, remember its id, and tell whether it was added."""
        marks = {name: getattr(new, name) for name in same}
        known = self._known(table, marks, new)
        if known is not None:
            self.ids[told["key"]] = int(known["id"])
            return False
        self.ids[told["key"]] = add(self.store, self.actor, self.incident_id, new)
        self._matched.add((table, self.ids[told["key"]]))
        self.count(table)
        return True

    def _row(self, table: str, told: Part) -> Row:
        return self.store.get(table, self.ids[told["key"]])

    def _statement(self, told: Part) -> None:
        new = NewStatement(
            direction=told["direction"],
            wording=told["wording"],
            channel=told["channel"],
            speaker_id=self._id(told, "speaker"),
            organisation_id=self._id(told, "organisation"),
            addressee_outlet_id=self._id(told, "addressee_outlet"),
            addressee_organisation_id=self._id(told, "addressee_organisation"),
            addressee_person_id=self._id(told, "addressee_person"),
            verbatim=told.get("verbatim", False),
            translated=told.get("translated", False),
            refers_to_id=self._id(told, "refers_to"),
            article_id=self._id(told, "article"),
            organisation_comment=told.get("organisation_comment", False),
            approval="requested" if told.get("approval") in {"requested", "approved"} else None,
            registry_number=told.get("registry_number"),
            **self._times(told),
        )
        if new.direction == "out" and told.get("approval") == "not_needed":
            raise InputError(field="approval", why="Ett eget uttalande måste ha ett godkännande.")
        if new.direction == "out" and new.moment.at and new.known_at:
            new = replace(new, known_at=max(new.known_at, new.moment.at))
        if new.direction != "out" and told.get("approval") in {"draft", "requested", "approved"}:
            raise InputError(field="approval", why="Bara våra egna uttalanden godkänns.")
        if new.direction != "out":
            new = replace(new, approval=None)
        self._add("statements", told, statement.add, new, "direction", "channel", "wording")
        if told.get("approval") == "approved":
            self._approved(told)
        self._claims(told, "statement_id")

    def _approved(self, told: Part) -> None:
        """Approve words that the document calls approved, if it is this person's to do (D3)."""
        row = self._row("statements", told)
        if row["approval"] == "approved":
            return
        wrote = {row["entered_by"], statement.wrote_last(self.store, row)}
        if not self.actor.may("approve") or self.actor.user_id in wrote:
            self._waiting += 1
            return
        field = "approved_at" if told.get("approved_at") else "known_at"
        at = time_in(told[field], field)
        if at > self.store.clock.now():
            raise InputError(field=f"fältet {field}", why="Tiden ligger i framtiden.")
        stamp = {"approved_by": self.actor.user_id, "approved_at": to_text(at)}
        save(self.store, statement.NOUN, row, {"approval": "approved", **stamp})
        self.count("approved")
        self._just_approved.add(row["id"])

    def _tell_waiting(self) -> None:
        if not self._waiting:
            return
        told = "Ett eget uttalande" if self._waiting == 1 else f"{self._waiting} egna uttalanden"
        self.done.notices.append(
            f"{told} står som godkända i dokumentet men väntar här på godkännande: det ger någon "
            "annan än den som läste in dem, på händelsens sida eller genom att läsa in samma "
            "dokument."
        )

    def _claims(self, told: Part, column: str) -> None:
        for number, one in enumerate(told.get("claims", [])):
            with at_place("claims", number):
                self._claim(one, column, self.ids[told["key"]])

    def _claim(self, one: Part, column: str, place: int) -> None:
        rows = self.store.rows(
            f"SELECT * FROM claims WHERE incident_id = ? AND [{column}] = ? AND wording = ?"
            " ORDER BY number",
            [self.incident_id, place, one["wording"]],
        )
        known = self._unmatched("claims", rows)
        found = self._new_claim(one, column, place) if known is None else int(known["id"])
        if one.get("key"):
            self.ids[one["key"]] = found

    def _new_claim(self, told: Part, column: str, place: int) -> int:
        stands_in: dict[str, Any] = {column: place}
        new = NewClaim(wording=told["wording"], known_at=self._time(told, "known_at"), **stands_in)
        claim_id = claim.add(self.store, self.actor, self.incident_id, new)
        self.count("claims")
        self._fresh_claims.add(claim_id)
        self._matched.add(("claims", claim_id))
        return claim_id

    def _claim_statuses(self, told: Part) -> None:
        """Give new claims the status of the document, after contradictions have had their say."""
        for one in told.get("claims", []):
            if one.get("key") and self.ids[one["key"]] in self._fresh_claims:
                row = self._row("claims", one)
                save(self.store, claim.NOUN, row, {"status": one.get("status", row["status"])})

    def _circumstance(self, told: Part) -> None:
        new = NewCircumstance(
            basis=told["basis"],
            wording=told["wording"],
            organisation_id=self._id(told, "organisation"),
            statement_id=self._id(told, "statement"),
            article_id=self._id(told, "article"),
            verification=told.get("verification", "unverified"),
            reference=told.get("reference", ""),
            **self._times(told),
        )
        self._add("circumstances", told, circumstance.add, new, "basis", "wording")

    def _superseded(self, told: Part) -> None:
        by_id = self._id(told, "superseded_by")
        row = self._row("circumstances", told)
        if by_id is not None and row["superseded_by"] is None:
            circumstance.supersede(
                self.store, self.actor, row["id"], revision=row["revision"], by_id=by_id
            )
            self.count("superseded")

    def _contradiction(self, told: Part) -> None:
        found = self.store.value("SELECT count(*) FROM contradictions")
        against, by = told["against"], told["by"]
        new = NewContradiction(
            known_at=self._time(told, "known_at"),
            **{_COLUMNS[self.parts[against]]: self.ids[against]},
            **{_COLUMNS[self.parts[by]]: self.ids[by]},
        )
        claim.contradict(self.store, self.actor, new)
        if self.store.value("SELECT count(*) FROM contradictions") != found:
            self.count("contradictions")

    def _action(self, told: Part) -> None:
        new = NewAction(
            wording=told["wording"],
            status=told.get("status", "done"),
            owner_id=self._user(told.get("owner")),
            reported_by_id=self._id(told, "reported_by"),
            statement_id=self._id(told, "statement"),
            due_at=self._time(told, "due_at"),
            done_at=self._time(told, "done_at"),
            **self._times(told),
        )
        self._add("actions", told, action.add, new, "wording")

    def _decision(self, told: Part) -> None:
        new = NewDecision(
            decided_by=told["decided_by"],
            wording=told["wording"],
            registry_number=told.get("registry_number"),
            **self._times(told),
        )
        self._add("decisions", told, decision.add, new, "decided_by", "wording")

    def _question(self, told: Part) -> None:
        new = NewQuestion(
            wording=told["wording"],
            put_to_id=self._id(told, "put_to"),
            answer_due_at=self._time(told, "answer_due_at"),
            **self._times(told),
        )
        if self._add("questions", told, question.add, new, "wording") and told.get("answered_at"):
            row = self._row("questions", told)
            question.answer(
                self.store,
                self.actor,
                row["id"],
                revision=row["revision"],
                statement_id=self._id(told, "answer"),
                at=self._time(told, "answered_at"),
            )

    def _enquiry(self, told: Part) -> None:
        new = NewEnquiry(
            asker=told["asker"],
            question=told["question"],
            outlet_id=self._id(told, "outlet"),
            organisation_id=self._id(told, "organisation"),
            deadline_at=self._time(told, "deadline_at"),
            **self._times(told),
        )
        added = self._add("enquiries", told, enquiry.add, new, "asker", "question", "outlet_id")
        if told.get("answered_at") and self._answered(told, added=added):
            row = self._row("enquiries", told)
            enquiry.answer(
                self.store,
                self.actor,
                row["id"],
                revision=row["revision"],
                statement_id=self._id(told, "answer"),
                at=self._time(told, "answered_at"),
            )

    def _answered(self, told: Part, *, added: bool) -> bool:
        """Tell whether the answer was given: our words need their approval first."""
        answer = self._id(told, "answer")
        if answer is None:
            return added
        row = self.store.get("statements", answer)
        ready = row["direction"] != "out" or row["approval"] == "approved"
        return ready and (added or answer in self._just_approved)

    def _relations(self, told: Part) -> None:
        for one in told.get("relations", []):
            before = self.store.value("SELECT count(*) FROM statement_relations")
            column = _RELATED[self.parts[one["to"]]]
            statement.relate(
                self.store,
                self.actor,
                self.ids[told["key"]],
                one["kind"],
                **{column: self.ids[one["to"]]},
            )
            if self.store.value("SELECT count(*) FROM statement_relations") != before:
                self.count("statement_relations")


_COLUMNS = {
    "claims": "claim_id",
    "statements": "statement_id",
    "circumstances": "circumstance_id",
    "articles": "article_id",
}
_RELATED = {
    "statements": "other_statement_id",
    "claims": "claim_id",
    "enquiries": "enquiry_id",
    "questions": "question_id",
}
