"""Taking in what a document names: series, outlets, organisations, people and their titles."""

from __future__ import annotations

from collections.abc import Callable

from incidents.record import people, series
from incidents.record.document_check import at_place
from incidents.record.document_parts import Part, time_in
from incidents.record.people import NewOrganisation, NewPosition
from incidents.record.series import NewSeries
from incidents.record.words import free_text
from monitor.core.actors import Actor
from monitor.core.clock import to_text
from monitor.core.store import Store


class NameReader:
    """Finds what a document names by its name, adds what is missing, changes nothing.

    Attributes:
        ids: key in the document -> row id here.
    """

    def __init__(self, store: Store, actor: Actor, count: Callable[[str], None]) -> None:
        self.store = store
        self.actor = actor
        self.count = count
        self.ids: dict[str, int] = {}

    def read(self, document: Part) -> None:
        """Take in every name of the document."""
        if "series" in document:
            with at_place("series"):
                self._series(document["series"])
        for part, take in (
            ("outlets", self._outlet),
            ("organisations", self._organisation),
            ("people", self._person),
        ):
            for number, told in enumerate(document.get(part, [])):
                with at_place(part, number):
                    self.ids[told["key"]] = take(told)

    def _found(self, table: str, name: str) -> int | None:
        found = self.store.value(f"SELECT id FROM [{table}] WHERE name = ?", [name])
        return None if found is None else int(found)

    def _series(self, told: Part) -> None:
        if self._found("series", told["name"]) is None:
            series.add(self.store, self.actor, NewSeries(**told))
            self.count("series")

    def _outlet(self, told: Part) -> int:
        known = self._found("outlets", told["name"])
        if known is not None:
            return known
        self.count("outlets")
        return self.store.insert(
            "outlets",
            {
                "name": free_text("Medium", told["name"], needed=True),
                "short_name": free_text("Medium", told["short_name"], needed=True),
                "kind": told.get("kind", "national"),
                "homepage": told.get("homepage"),
            },
        )

    def _organisation(self, told: Part) -> int:
        known = self._found("organisations", told["name"])
        if known is not None:
            return known
        self.count("organisations")
        facts = {name: value for name, value in told.items() if name != "key"}
        return people.add_organisation(self.store, self.actor, NewOrganisation(**facts))

    def _person(self, told: Part) -> int:
        body = self.ids[told["organisation"]]
        found = self.store.value(
            "SELECT id FROM people WHERE name = ? AND organisation_id = ?", [told["name"], body]
        )
        if found is None:
            found = people.add_person(self.store, self.actor, told["name"], organisation_id=body)
            self.count("people")
        for number, one in enumerate(told.get("positions", [])):
            with at_place("positions", number):
                self.ids[one["key"]] = self._position(int(found), one)
        return int(found)

    def _position(self, person_id: int, told: Part) -> int:
        start, end = time_in(told["valid_from"], "valid_from"), told.get("valid_to")
        known = self.store.value(
            "SELECT id FROM positions WHERE person_id = ? AND title = ? AND valid_from = ?",
            [person_id, told["title"], to_text(start)],
        )
        if known is not None:
            return int(known)
        self.count("positions")
        new = NewPosition(
            title=told["title"],
            short_title=told["short_title"],
            spokesperson=told.get("spokesperson", False),
            valid_from=start,
            valid_to=None if end is None else time_in(end, "valid_to"),
        )
        return people.add_position(self.store, self.actor, person_id, new)
