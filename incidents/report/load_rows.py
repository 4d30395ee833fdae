"""The rows of one incident as they stood at an instant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from incidents.report.digests import row_digest
from incidents.report.load_names import Names, words
from incidents.report.material import (
    Action,
    Article,
    Circumstance,
    Claim,
    Decision,
    Enquiry,
    Incident,
    Issue,
    Overtaking,
    Question,
    SourceRef,
    Statement,
)
from monitor.core.clock import from_text, to_text
from monitor.core.store import Row, Store
from monitor.core.times import Moment, Precision


def ref(table: str, row: Row, known_at: datetime | None) -> SourceRef:
    """Return the reference of a whole row of the table."""
    return SourceRef(table, int(row["id"]), row_digest(table, row), known_at)


class IncidentReader:
    """Reads incidents as of an instant; a class because every reading needs the same three."""

    def __init__(self, store: Store, names: Names, at: datetime) -> None:
        self.store = store
        self.names = names
        self.at = at

    def incident(self, row: Row, since: datetime | None, issues: tuple[Issue, ...]) -> Incident:
        """Return the incident of the row with all that was known of it."""
        key = int(row["id"])
        claims = self._claims(key)
        closed = row["closed_at"] is not None and self._instant(row["closed_at"]) is not None
        was_closed_later = row["status"] == "closed" and not closed
        follows = self.store.rows(
            """SELECT i.ref FROM incident_relations r JOIN incidents i ON i.id = r.other_id
            WHERE r.incident_id = ? AND r.kind = 'follows' AND r.entered_at <= ? ORDER BY i.ref""",
            [key, to_text(self.at)],
        )
        return Incident(
            ref=ref("incidents", row, from_text(row["known_at"])),
            code=row["ref"],
            title=words(row["title"]),
            topic=words(row["topic"]),
            severity=row["severity"],
            status="ongoing" if was_closed_later else row["status"],
            closing_note=words(row["closing_note"]) if closed else "",
            when=_moment(row),
            since=since,
            follows=tuple(one["ref"] for one in follows),
            articles=self._articles(key, claims),
            statements=self._statements(key, claims),
            circumstances=self._circumstances(key),
            actions=tuple(map(self._action, self._known("actions", key))),
            decisions=tuple(map(self._decision, self._known("decisions", key))),
            questions=self._questions(key),
            enquiries=tuple(map(self._enquiry, self._known("enquiries", key))),
            issues=issues,
        )

    def enquiries_between(self, after: datetime, until: datetime) -> tuple[Enquiry, ...]:
        """Return every enquiry that reached us in the period, of any incident or none."""
        rows = self.store.rows(
            "SELECT * FROM enquiries WHERE known_at > ? AND known_at <= ? ORDER BY known_at, id",
            [to_text(after), to_text(until)],
        )
        return tuple(map(self._enquiry, rows))

    def _known(self, table: str, incident_id: int) -> list[Row]:
        return self.store.rows(
            f"""SELECT * FROM [{table}] WHERE incident_id = ? AND known_at <= ?
            ORDER BY coalesce(happened_at, known_at), id""",
            [incident_id, to_text(self.at)],
        )

    def _instant(self, text: str | None) -> datetime | None:
        """Return the instant if it had come."""
        if text is None:
            return None
        at = from_text(text)
        return at if at <= self.at else None

    def _claims(self, incident_id: int) -> dict[tuple[str, int], list[Claim]]:
        against = defaultdict(list)
        for row in self.store.rows(
            """SELECT x.claim_id, x.circumstance_id FROM contradictions x
            JOIN claims c ON c.id = x.claim_id JOIN circumstances k ON k.id = x.circumstance_id
            WHERE c.incident_id = ? AND x.known_at <= ? AND k.known_at <= ? ORDER BY x.id""",
            [incident_id, to_text(self.at), to_text(self.at)],
        ):
            against[row["claim_id"]].append(int(row["circumstance_id"]))
        found = defaultdict(list)
        for row in self.store.rows(
            "SELECT * FROM claims WHERE incident_id = ? AND known_at <= ? ORDER BY number, id",
            [incident_id, to_text(self.at)],
        ):
            kind = "article" if row["article_id"] else "statement"
            source = ref("claims", row, from_text(row["known_at"]))
            claim = Claim(source, row["id"], words(row["wording"]), tuple(against[row["id"]]))
            found[kind, row[f"{kind}_id"]].append(claim)
        return found

    def _articles(
        self, incident_id: int, claims: dict[tuple[str, int], list[Claim]]
    ) -> tuple[Article, ...]:
        rows = self.store.rows(
            """SELECT a.*, l.role AS link_role, l.linked_at AS link_at, (
                SELECT v.title FROM article_versions v
                WHERE v.article_id = a.id AND v.captured_at <= :at
                ORDER BY v.number DESC LIMIT 1) AS title_then
            FROM incident_articles l JOIN articles a ON a.id = l.article_id
            WHERE l.incident_id = :incident AND a.first_seen_at <= :at
            ORDER BY coalesce(a.published_at, a.first_seen_at), a.id""",
            {"incident": incident_id, "at": to_text(self.at)},
        )
        return tuple(self._article(row, claims) for row in rows)

    def _article(self, row: Row, claims: dict[tuple[str, int], list[Claim]]) -> Article:
        role, linked_at, title = (row.pop(key) for key in ("link_role", "link_at", "title_then"))
        seen = from_text(row["first_seen_at"])
        outlet = self.names.outlet(row["outlet_id"], row["medium"])
        assert outlet is not None
        return Article(
            ref=ref("articles", row, seen),
            id=row["id"],
            outlet=outlet,
            url=row["url"],
            title=words(title or row["title"]),
            when=_moment(row, "published_at", "published_precision"),
            role=role,
            # A copy belongs with what it copies, also where nobody has grouped the news.
            story=row["story_id"] or -(row["copy_of"] or row["id"]),
            fresh_at=max(seen, from_text(linked_at)),
            claims=tuple(claims[("article", row["id"])]),
        )

    def _statements(
        self, incident_id: int, claims: dict[tuple[str, int], list[Claim]]
    ) -> tuple[Statement, ...]:
        now = to_text(self.at)
        answers: set[int] = set()
        replaced: set[int] = set()
        for row in self.store.rows(
            """SELECT r.kind, r.statement_id, r.other_statement_id
            FROM statement_relations r JOIN statements s ON s.id = r.statement_id
            WHERE s.incident_id = ? AND s.known_at <= ?""",
            [incident_id, now],
        ):
            if row["kind"] == "answers":
                answers.add(row["statement_id"])
            elif row["kind"] == "replaces" and row["other_statement_id"]:
                replaced.add(row["other_statement_id"])
        overtaken = defaultdict(list)
        for row in self.store.rows(
            """SELECT x.* FROM contradictions x JOIN statements s ON s.id = x.statement_id
            WHERE s.incident_id = ? AND x.known_at <= ? ORDER BY x.known_at, x.id""",
            [incident_id, now],
        ):
            known_at = from_text(row["known_at"])
            overtaken[row["statement_id"]].append(
                Overtaking(ref("contradictions", row, known_at), known_at)
            )
        return tuple(
            self._statement(
                row,
                is_answer=row["id"] in answers,
                replaced=row["id"] in replaced,
                claims=tuple(claims[("statement", row["id"])]),
                overtaken=tuple(overtaken[row["id"]]),
            )
            for row in self._known("statements", incident_id)
            if row["direction"] != "out" or self._was_said(row)
        )

    def _was_said(self, row: Row) -> bool:
        """Return whether our own words were approved and, but for a comment, given to somebody."""
        if row["approval"] != "approved" or self._instant(row["approved_at"]) is None:
            return False
        return bool(row["organisation_comment"]) or self._instant(row["happened_at"]) is not None

    def _statement(self, row: Row, **more: Any) -> Statement:
        names = self.names
        known_at = from_text(row["known_at"])
        return Statement(
            ref=ref("statements", row, known_at),
            id=row["id"],
            direction=row["direction"],
            channel=row["channel"],
            wording=words(row["wording"]),
            verbatim=bool(row["verbatim"]),
            translated=bool(row["translated"]),
            comment=bool(row["organisation_comment"]),
            speaker=names.person(row["speaker_id"]),
            organisation=names.body(row["organisation_id"]),
            to_outlet=names.outlet(row["addressee_outlet_id"]),
            to_organisation=names.body(row["addressee_organisation_id"]),
            to_person=names.person(row["addressee_person_id"]),
            refers_to=names.body(row["refers_to_id"]),
            registry_number=row["registry_number"] and words(row["registry_number"]),
            when=_moment(row),
            known_at=known_at,
            fresh_at=_fresh(row),
            **more,
        )

    def _circumstances(self, incident_id: int) -> tuple[Circumstance, ...]:
        rows = self._known("circumstances", incident_id)
        known = {row["id"] for row in rows}
        return tuple(
            Circumstance(
                ref=ref("circumstances", row, from_text(row["known_at"])),
                id=row["id"],
                basis=row["basis"],
                wording=words(row["wording"]),
                organisation=self.names.body(row["organisation_id"]),
                statement_id=row["statement_id"],
                article_id=row["article_id"],
                verification=row["verification"],
                reference=words(row["reference"]),
                superseded_by=row["superseded_by"] if row["superseded_by"] in known else None,
                when=_moment(row),
                fresh_at=_fresh(row),
            )
            for row in rows
        )

    def _action(self, row: Row) -> Action:
        done_at = self._instant(row["done_at"])
        status = row["status"]
        if status == "done" and row["done_at"] is not None and done_at is None:
            status = "ongoing"
        return Action(
            ref=ref("actions", row, from_text(row["known_at"])),
            wording=words(row["wording"]),
            status=status,
            reported_by=self.names.body(row["reported_by_id"]),
            due_at=None if row["due_at"] is None else from_text(row["due_at"]),
            done_at=done_at,
            when=_moment(row),
            fresh_at=_latest(_fresh(row), done_at),
        )

    def _decision(self, row: Row) -> Decision:
        return Decision(
            ref=ref("decisions", row, from_text(row["known_at"])),
            decided_by=words(row["decided_by"]),
            wording=words(row["wording"]),
            registry_number=row["registry_number"] and words(row["registry_number"]),
            when=_moment(row),
            fresh_at=_fresh(row),
        )

    def _questions(self, incident_id: int) -> tuple[Question, ...]:
        return tuple(
            Question(
                ref=ref("questions", row, from_text(row["known_at"])),
                wording=words(row["wording"]),
                put_to=self.names.body(row["put_to_id"]),
                due_at=None if row["answer_due_at"] is None else from_text(row["answer_due_at"]),
                when=_moment(row),
                fresh_at=_fresh(row),
            )
            for row in self._known("questions", incident_id)
            if self._instant(row["answered_at"]) is None
        )

    def _enquiry(self, row: Row) -> Enquiry:
        known_at = from_text(row["known_at"])
        answered_at = self._instant(row["answered_at"])
        return Enquiry(
            ref=ref("enquiries", row, known_at),
            asker=row["asker"],
            outlet=self.names.outlet(row["outlet_id"]),
            organisation=self.names.body(row["organisation_id"]),
            deadline_at=None if row["deadline_at"] is None else from_text(row["deadline_at"]),
            answered_at=answered_at,
            when=_moment(row),
            known_at=known_at,
            fresh_at=_latest(_fresh(row), answered_at),
        )


def _moment(row: Row, at: str = "happened_at", precision: str = "happened_precision") -> Moment:
    if row[at] is None:
        return Moment(None, Precision.UNKNOWN)
    return Moment(from_text(row[at]), Precision(row[precision]))


def _fresh(row: Row) -> datetime:
    return _latest(from_text(row["known_at"]), from_text(row["entered_at"]))


def _latest(*instants: datetime | None) -> datetime:
    found: Iterable[datetime] = (one for one in instants if one is not None)
    return max(found)
