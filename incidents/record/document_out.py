"""An incident as one document: everything that is linked to it, by keys instead of ids."""

from __future__ import annotations

from collections.abc import Iterable

from incidents.record.document_parts import (
    Keys,
    Part,
    moment_out,
    picked,
    time_out,
    without_nothing,
)
from monitor.core.store import Row, Store

#: Form of the document, raised when a field changes its meaning.
FORM = 1

#: Tables of records -> how their keys start.
_RECORDS = {
    "claims": "pastaende",
    "statements": "uttalande",
    "circumstances": "omstandighet",
    "actions": "atgard",
    "decisions": "beslut",
    "questions": "oppen-fraga",
    "enquiries": "mediefraga",
}
_RELATED = {
    "other_statement_id": "statements",
    "claim_id": "claims",
    "enquiry_id": "enquiries",
    "question_id": "questions",
}
_FLAGS = ("verbatim", "translated", "organisation_comment")
_PEOPLE = ("speaker_id", "addressee_person_id")
_OUTLETS = ("outlet_id", "addressee_outlet_id")
_BODIES = (
    "organisation_id",
    "addressee_organisation_id",
    "refers_to_id",
    "reported_by_id",
    "put_to_id",
)


def export_incident(store: Store, incident_id: int) -> Part:
    """Return an incident with all that is linked to it; see ``incident.schema.json``.

    Reply contacts and full texts are never part of it.

    Raises:
        NotFoundError: no such incident.
    """
    row = store.get("incidents", incident_id, kind="händelsen")
    return _Export(store, row).document()


class _Export:
    def __init__(self, store: Store, incident: Row) -> None:
        self.store = store
        self.incident = incident
        self.keys = Keys()

    def document(self) -> Part:
        rows = {table: self._rows(table) for table in _RECORDS}
        articles = self._articles()
        positions = self._positions(rows)
        names = self._names(rows, articles, positions)
        self._give_keys(rows, articles)
        return without_nothing(
            {
                "form": FORM,
                "incident": self._incident(),
                "series": self._series(),
                **names,
                "articles": [self._article(row, rows["claims"]) for row in articles],
                "statements": [self._statement(row, rows["claims"]) for row in rows["statements"]],
                "circumstances": [self._circumstance(row) for row in rows["circumstances"]],
                "contradictions": self._contradictions(),
                "actions": [self._action(row) for row in rows["actions"]],
                "decisions": [self._decision(row) for row in rows["decisions"]],
                "questions": [self._question(row) for row in rows["questions"]],
                "enquiries": [self._enquiry(row) for row in rows["enquiries"]],
                "relations": self._relations(),
                "spokespersons": self._spokespersons(),
            }
        )

    def _rows(self, table: str) -> list[Row]:
        order = "number" if table == "claims" else "known_at"
        return self.store.rows(
            f"SELECT * FROM [{table}] WHERE incident_id = ? ORDER BY [{order}], id",
            [self.incident["id"]],
        )

    def _articles(self) -> list[Row]:
        return self.store.rows(
            "SELECT a.*, l.role FROM incident_articles l JOIN articles a ON a.id = l.article_id"
            " WHERE l.incident_id = ? ORDER BY l.role <> 'trigger', a.first_seen_at, a.id",
            [self.incident["id"]],
        )

    def _positions(self, rows: dict[str, list[Row]]) -> list[Row]:
        """Return all titles of everybody who appears."""
        people = {row[name] for row in rows["statements"] for name in _PEOPLE if row[name]}
        spokes = self.store.rows(
            "SELECT p.person_id FROM incident_spokespersons s"
            " JOIN positions p ON p.id = s.position_id WHERE s.incident_id = ?",
            [self.incident["id"]],
        )
        people |= {row["person_id"] for row in spokes}
        self.people = self._by_id("people", people)
        ids = [row["id"] for row in self.people]
        return self.store.rows(
            f"SELECT * FROM positions WHERE person_id IN ({_marks(ids)}) ORDER BY valid_from, id",
            ids,
        )

    def _by_id(self, table: str, ids: Iterable[int]) -> list[Row]:
        wanted = sorted(ids)
        return self.store.rows(
            f"SELECT * FROM [{table}] WHERE id IN ({_marks(wanted)}) ORDER BY name", wanted
        )

    def _names(self, rows: dict[str, list[Row]], articles: list[Row], positions: list[Row]) -> Part:
        own = self.store.rows("SELECT id FROM organisations WHERE kind = 'own'")
        bodies = {row["id"] for row in own} | {row["organisation_id"] for row in self.people}
        outlets = {row["outlet_id"] for row in articles}
        for table in _RECORDS:
            for row in rows[table]:
                bodies |= {row[name] for name in _BODIES if row.get(name)}
                outlets |= {row[name] for name in _OUTLETS if row.get(name)}
        return {
            "outlets": [self._outlet(row) for row in self._by_id("outlets", outlets)],
            "organisations": [self._body(row) for row in self._by_id("organisations", bodies)],
            "people": [self._person(row, positions) for row in self.people],
        }

    def _outlet(self, row: Row) -> Part:
        key = self.keys.named("outlets", row["id"], row["short_name"])
        return without_nothing({"key": key, **picked(row, "name short_name kind homepage")})

    def _body(self, row: Row) -> Part:
        key = self.keys.named("organisations", row["id"], row["short_name"])
        named = picked(row, "name short_name kind genitive former_names")
        return without_nothing({"key": key, **named})

    def _person(self, row: Row, positions: list[Row]) -> Part:
        key = self.keys.named("people", row["id"], row["name"])
        held = [
            without_nothing(
                {
                    "key": self.keys.counted("positions", one["id"], f"{key}-titel"),
                    **picked(one, "title short_title"),
                    "spokesperson": bool(one["spokesperson"]),
                    "valid_from": time_out(one["valid_from"]),
                    "valid_to": time_out(one["valid_to"]),
                }
            )
            for one in positions
            if one["person_id"] == row["id"]
        ]
        body = self.keys.of("organisations", row["organisation_id"])
        return without_nothing(
            {"key": key, "name": row["name"], "organisation": body, "positions": held}
        )

    def _give_keys(self, rows: dict[str, list[Row]], articles: list[Row]) -> None:
        for row in articles:
            self.keys.counted("articles", row["id"], "artikel")
        places = {("article_id", row["id"]): at for at, row in enumerate(articles)}
        places |= {
            ("statement_id", row["id"]): at
            for at, row in enumerate(rows["statements"], len(articles))
        }

        # Claims in the order they are read, not of their ids: an import gives them other ids.
        def place(claim: Row) -> int:
            owner = "statement_id" if claim["article_id"] is None else "article_id"
            return places.get((owner, claim[owner]), -1)

        rows = {**rows, "claims": sorted(rows["claims"], key=place)}
        for table, start in _RECORDS.items():
            for row in rows[table]:
                self.keys.counted(table, row["id"], start)

    def _incident(self) -> Part:
        row = self.incident
        return without_nothing(
            {
                **picked(row, "ref title topic severity status registry_number"),
                "owner": self._user(row["owner_id"]),
                "happened": moment_out(row),
                "known_at": time_out(row["known_at"]),
                "closed_at": time_out(row["closed_at"]),
                "closing_note": row["closing_note"],
            }
        )

    def _user(self, user_id: int | None) -> str | None:
        found = self.store.value("SELECT username FROM users WHERE id = ?", [user_id])
        return None if found is None else str(found)

    def _series(self) -> Part | None:
        row = self.store.row("SELECT * FROM series WHERE id = ?", [self.incident["series_id"]])
        if row is None:
            return None
        names = "name programme producer commissioner cadence purpose distribution"
        return picked(row, f"{names} weekday weekly_time")

    def _article(self, row: Row, claims: list[Row]) -> Part:
        return without_nothing(
            {
                "key": self.keys.of("articles", row["id"]),
                "outlet": self.keys.of("outlets", row["outlet_id"]),
                **picked(row, "url title lede own_summary medium clip_start_s clip_end_s role"),
                "opinion": bool(row["opinion"]),
                "published": moment_out(row, "published"),
                "first_seen_at": time_out(row["first_seen_at"]),
                "claims": self._claims(claims, "article_id", row["id"]),
            }
        )

    def _claims(self, claims: list[Row], column: str, row_id: int) -> list[Part]:
        return [
            {
                "key": self.keys.of("claims", one["id"]),
                **picked(one, "wording status"),
                "known_at": time_out(one["known_at"]),
            }
            for one in claims
            if one[column] == row_id
        ]

    def _statement(self, row: Row, claims: list[Row]) -> Part:
        return without_nothing(
            {
                **self._common(row, "statements"),
                **picked(row, "direction channel wording approval registry_number"),
                **{name: bool(row[name]) for name in _FLAGS},
                "speaker": self.keys.of("people", row["speaker_id"]),
                "organisation": self.keys.of("organisations", row["organisation_id"]),
                "addressee_outlet": self.keys.of("outlets", row["addressee_outlet_id"]),
                "addressee_organisation": self.keys.of(
                    "organisations", row["addressee_organisation_id"]
                ),
                "addressee_person": self.keys.of("people", row["addressee_person_id"]),
                "refers_to": self.keys.of("organisations", row["refers_to_id"]),
                "article": self.keys.of("articles", row["article_id"]),
                "approved_by": self._user(row["approved_by"]),
                "approved_at": time_out(row["approved_at"]),
                "claims": self._claims(claims, "statement_id", row["id"]),
                "relations": self._statement_relations(row["id"]),
            }
        )

    def _common(self, row: Row, table: str) -> Part:
        return {
            "key": self.keys.of(table, row["id"]),
            "happened": moment_out(row),
            "known_at": time_out(row["known_at"]),
        }

    def _statement_relations(self, statement_id: int) -> list[Part]:
        found = []
        for row in self.store.rows(
            "SELECT * FROM statement_relations WHERE statement_id = ? ORDER BY id", [statement_id]
        ):
            for column, table in _RELATED.items():
                key = self.keys.of(table, row[column])
                if key is not None:
                    found.append({"kind": row["kind"], "to": key})
        return found

    def _circumstance(self, row: Row) -> Part:
        return without_nothing(
            {
                **self._common(row, "circumstances"),
                **picked(row, "basis wording verification reference"),
                "organisation": self.keys.of("organisations", row["organisation_id"]),
                "statement": self.keys.of("statements", row["statement_id"]),
                "article": self.keys.of("articles", row["article_id"]),
                "superseded_by": self.keys.of("circumstances", row["superseded_by"]),
            }
        )

    def _contradictions(self) -> list[Part]:
        found = []
        for row in self.store.rows(
            "SELECT c.* FROM contradictions c LEFT JOIN claims k ON k.id = c.claim_id"
            " LEFT JOIN statements s ON s.id = c.statement_id"
            " WHERE coalesce(k.incident_id, s.incident_id) = ? ORDER BY c.known_at, c.id",
            [self.incident["id"]],
        ):
            by = self.keys.of("circumstances", row["circumstance_id"]) or self.keys.of(
                "articles", row["article_id"]
            )
            against = self.keys.of("claims", row["claim_id"]) or self.keys.of(
                "statements", row["statement_id"]
            )
            if by and against:
                known = time_out(row["known_at"])
                found.append({"against": against, "by": by, "known_at": known})
        return found

    def _action(self, row: Row) -> Part:
        return without_nothing(
            {
                **self._common(row, "actions"),
                **picked(row, "wording status"),
                "owner": self._user(row["owner_id"]),
                "reported_by": self.keys.of("organisations", row["reported_by_id"]),
                "statement": self.keys.of("statements", row["statement_id"]),
                "due_at": time_out(row["due_at"]),
                "done_at": time_out(row["done_at"]),
            }
        )

    def _decision(self, row: Row) -> Part:
        told = picked(row, "decided_by wording registry_number")
        return without_nothing({**self._common(row, "decisions"), **told})

    def _question(self, row: Row) -> Part:
        return without_nothing(
            {
                **self._common(row, "questions"),
                "wording": row["wording"],
                "put_to": self.keys.of("organisations", row["put_to_id"]),
                "answer_due_at": time_out(row["answer_due_at"]),
                "answered_at": time_out(row["answered_at"]),
                "answer": self.keys.of("statements", row["answer_id"]),
            }
        )

    def _enquiry(self, row: Row) -> Part:
        return without_nothing(
            {
                **self._common(row, "enquiries"),
                **picked(row, "asker question"),
                "outlet": self.keys.of("outlets", row["outlet_id"]),
                "organisation": self.keys.of("organisations", row["organisation_id"]),
                "deadline_at": time_out(row["deadline_at"]),
                "answered_at": time_out(row["answered_at"]),
                "answer": self.keys.of("statements", row["answer_id"]),
            }
        )

    def _relations(self) -> list[Part]:
        return self.store.rows(
            "SELECT r.kind, i.ref AS incident FROM incident_relations r"
            " JOIN incidents i ON i.id = r.other_id WHERE r.incident_id = ? ORDER BY i.ref, r.kind",
            [self.incident["id"]],
        )

    def _spokespersons(self) -> list[Part]:
        rows = self.store.rows(
            "SELECT * FROM incident_spokespersons WHERE incident_id = ? ORDER BY valid_from, id",
            [self.incident["id"]],
        )
        return [
            without_nothing(
                {
                    "position": self.keys.of("positions", row["position_id"]),
                    "valid_from": time_out(row["valid_from"]),
                    "valid_to": time_out(row["valid_to"]),
                }
            )
            for row in rows
        ]


def _marks(ids: list[int]) -> str:
    return ", ".join("?" * len(ids)) or "NULL"
