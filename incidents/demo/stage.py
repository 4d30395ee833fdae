"""What the demo's verbs share: the store, the held clock, and names for what was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from incidents.demo.script import Step
from monitor.core.accounts import actor_named
from monitor.core.actors import Actor
from monitor.core.clock import HeldClock
from monitor.core.errors import NotFoundError
from monitor.core.settings import Settings
from monitor.core.store import Row, Store
from monitor.core.times import Moment, Precision

Facts = Mapping[str, Any]


@dataclass(slots=True)
class Stage:
    """Where the week is played. One per build.

    Attributes:
        clock: the store's own; every step sets it.
        story: addresses of the articles that somebody handles by name later in the script.
        made: name in the script -> id of the row it became.
    """

    store: Store
    clock: HeldClock
    settings: Settings
    story: frozenset[str] = frozenset()
    made: dict[str, int] = field(default_factory=dict)

    def actor(self, username: str) -> Actor:
        """Return the account that acts."""
        return actor_named(self.store, username)

    def named(self, name: str | None) -> int | None:
        """Return the id of what the script made under a name; None for None."""
        return None if name is None else self.made[name]

    def row(self, table: str, name: str) -> Row:
        """Return the present row of what the script made under a name."""
        return self.store.get(table, self.made[name])

    def revision(self, table: str, row_id: int) -> int:
        """Return the revision that a person sees just now."""
        return int(self.store.get(table, row_id)["revision"])

    def outlet(self, short_name: str | None) -> int | None:
        """Return the id of an outlet by its short name; None for None."""
        return self._lookup("outlets", "short_name", short_name)

    def organisation(self, name: str | None) -> int | None:
        """Return the id of an organisation by its long name; None for None."""
        return self._lookup("organisations", "name", name)

    def person(self, name: str | None) -> int | None:
        """Return the id of a person by name; None for None."""
        return self._lookup("people", "name", name)

    def list(self, name: str) -> int:
        """Return the id of a distribution list by name."""
        found = self._lookup("distribution_lists", "name", name)
        assert found is not None
        return found

    def article(self, url: str) -> Row:
        """Return the stored article at an address."""
        found = self.store.row("SELECT * FROM articles WHERE url = ?", [url])
        if found is None:
            raise NotFoundError(kind="artikeln", id=url)
        return found

    def _lookup(self, table: str, column: str, value: str | None) -> int | None:
        if value is None:
            return None
        found = self.store.value(f"SELECT id FROM [{table}] WHERE [{column}] = ?", [value])
        if found is None:
            raise NotFoundError(kind="posten", id=value)
        return int(found)


#: A verb does one thing for one person and returns the id of what it made, if anything.
Verb = Callable[[Stage, Actor, Facts], int | None]


def perform(stage: Stage, verbs: Mapping[str, Verb], step: Step) -> None:
    """Set the clock to the step's moment and do what it says.

    Raises:
        KeyError: the script uses a verb or a name that does not exist.
        LagesbildError: the product refused what a person tried.
    """
    stage.clock.set(step.at)
    made = verbs[step.do](stage, stage.actor(step.by), step.facts)
    if made is not None and "id" in step.facts:
        stage.made[step.facts["id"]] = made


def moment(at: datetime | None, precision: str = "minute") -> Moment:
    """Return a moment as a form gives it; an unknown one without an instant."""
    if at is None:
        return Moment(None, Precision.UNKNOWN)
    return Moment(at, Precision(precision))
