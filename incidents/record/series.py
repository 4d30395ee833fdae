"""Report series: the name and the standing facts that weekly and extra reports share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from incidents.record.entry import Noun, checked
from monitor.core.actors import Actor
from monitor.core.errors import InputError
from monitor.core.store import Store

NOUN = Noun(
    table="series",
    name="serie",
    definite="serien",
    texts={
        "name": "Namn",
        "programme": "Handlar om",
        "producer": "Producent",
        "commissioner": "Uppdragsgivare",
        "cadence": "Utgivning",
        "purpose": "Syfte",
        "distribution": "Spridning",
        "weekly_time": "Klockslag",
    },
    flags=frozenset({"weekday"}),
)
_TIME = re.compile(r"([01]\d|2[0-3])\.[0-5]\d")


@dataclass(frozen=True, kw_only=True)
class NewSeries:
    """A series to add.

    Attributes:
        programme: what it is about, as in "uppgifter om Kompass".
        weekday: of the weekly, ISO (4 = Thursday).
        weekly_time: local time of the weekly, "15.00".
    """

    name: str
    programme: str
    producer: str
    commissioner: str
    cadence: str
    purpose: str
    distribution: str
    weekday: int = 4
    weekly_time: str = "15.00"


def add(store: Store, actor: Actor, new: NewSeries) -> int:
    """Add a series and return its id.

    Raises:
        InputError: the name is taken, or a value does not hold.
    """
    actor.require("record")
    with store.writing(actor):
        if store.value("SELECT 1 FROM series WHERE name = ?", [new.name.strip()]):
            raise InputError(field="Namn", why="Det finns redan en serie med det namnet.")
        return store.insert("series", _checked(store, asdict(new)))


def change(store: Store, actor: Actor, series_id: int, changes: Mapping[str, Any]) -> None:
    """Change fields of a series.

    Raises:
        InputError, PermissionDeniedError, NotFoundError.
    """
    actor.require("record")
    unknown = set(changes) - NOUN.columns()
    if unknown:
        raise InputError(field=min(unknown), why="Uppgiften går inte att ändra här.")
    with store.writing(actor):
        store.get("series", series_id, kind="serien")
        store.update("series", series_id, _checked(store, changes))


def _checked(store: Store, values: Mapping[str, Any]) -> dict[str, Any]:
    out = checked(store, NOUN, values)
    if "weekly_time" in out and not _TIME.fullmatch(out["weekly_time"]):
        raise InputError(field="Klockslag", why="Skriv klockslaget som 15.00.")
    if "weekday" in out and out["weekday"] not in range(1, 8):
        raise InputError(field="Veckodag", why="Välj måndag till söndag.")
    return out


def default_series(store: Store) -> int | None:
    """Return the series of new incidents: the newest one, or None when there is none."""
    found = store.value("SELECT id FROM series ORDER BY id DESC LIMIT 1")
    return None if found is None else int(found)
