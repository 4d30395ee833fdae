"""Names of organisations, media and people as they were at an instant, escaped for the notation."""

from __future__ import annotations

import re
from datetime import datetime

from incidents.report.inline import escape_inline
from incidents.report.material import Body, Outlet
from incidents.report.tree import clean
from incidents.report.wording import Name, NameKind, Person
from monitor.core.clock import to_text
from monitor.core.errors import InputError
from monitor.core.store import Row, Store

_KINDS = {"own": NameKind.OWN, "authority": NameKind.AUTHORITY}
#: A medium that is heard: told by its kind, or by its name.
_SPOKEN = re.compile(r"\b(?:radio|tv\d?|television|svt|p\d)\b|radio\b", re.IGNORECASE)


class Names:
    """Looks names up; a class because every lookup is by id and asked for again and again."""

    def __init__(self, store: Store, at: datetime) -> None:
        self._bodies = {row["id"]: _body(row) for row in store.rows("SELECT * FROM organisations")}
        self._outlets = {row["id"]: row for row in store.rows("SELECT * FROM outlets")}
        self._people = {row["id"]: row["name"] for row in store.rows("SELECT id, name FROM people")}
        # The title held at the instant; one that starts later is better than none.
        self._positions = {
            row["person_id"]: row
            for row in store.rows(
                """SELECT * FROM positions ORDER BY
                    valid_from <= :at AND (valid_to IS NULL OR valid_to > :at), valid_from""",
                {"at": to_text(at)},
            )
        }

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Return every organisation."""
        return tuple(self._bodies.values())

    @property
    def own(self) -> Body:
        """Return our own organisation.

        Raises:
            InputError: none is set up.
        """
        for body in self._bodies.values():
            if body.kind == "own":
                return body
        raise InputError(field="organisation", why="Lägg upp den egna organisationen först.")

    def body(self, key: int | None) -> Body | None:
        """Return the organisation, or None."""
        return None if key is None else self._bodies[key]

    def outlet(self, key: int | None, medium: str = "web") -> Outlet | None:
        """Return the medium, or None; ``medium`` is the article's."""
        if key is None:
            return None
        row = self._outlets[key]
        heard = bool(_SPOKEN.search(row["name"])) or row["kind"] in {"radio", "tv"}
        spoken = medium in {"radio", "tv"} or (medium == "web" and heard)
        return Outlet(_name(row, NameKind.OUTLET), spoken)

    def person(self, key: int | None) -> Person | None:
        """Return the person with the title held at the instant, or None."""
        if key is None:
            return None
        row = self._positions.get(key)
        if row is None:
            return Person(words(self._people[key]))
        return self.person_in(row)

    def person_in(self, position: Row) -> Person:
        """Return the person who holds a position."""
        name = self._people[position["person_id"]]
        return Person(words(name), words(position["title"]), words(position["short_title"]))

    @staticmethod
    def texts(row: Row) -> dict[str, str]:
        """Return the row's texts, escaped; see :func:`words`."""
        return {name: words(value) for name, value in row.items() if isinstance(value, str)}


def words(text: str | None) -> str:
    """Return text from the record as it may stand in a paragraph: one line, nothing a mark."""
    return escape_inline(clean(text or "").strip())


def _body(row: Row) -> Body:
    kind = _KINDS.get(row["kind"], NameKind.PARTY)
    return Body(row["id"], _name(row, kind), row["kind"])


def _name(row: Row, kind: NameKind) -> Name:
    long, short = words(row["name"]), words(row["short_name"])
    return Name(long, short if short and short != long else None, kind)
