"""Which outlet a source belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from monitor.core import urls
from monitor.core.actors import Actor
from monitor.core.errors import InputError
from monitor.core.store import Store
from monitor.intake.opml import SourceLine

#: Longest time that full texts are kept, days.
MOST_DAYS: Final = 3650
_CHANGED: Final = {"name": "Mediets namn", "short_name": "Kortform", "licence": "Avtal och licens"}
_DAYS: Final = {
    "text_days": "Dagar som hel text sparas",
    "flagged_text_days": "Dagar som en träffs text sparas",
}
#: Parts of a host that tell nothing about whose it is.
_PLAIN_HOSTS: Final = ("www.", "feeds.", "feed.", "rss.", "api.", "news.", "m.")


def site_of(url: str) -> str:
    """Return the host of an address without what is the same everywhere (``www.``, ``rss.``)."""
    name = urls.host(url)
    for plain in _PLAIN_HOSTS:
        if name.startswith(plain) and name.count(".") > 1:
            name = name.removeprefix(plain)
    return name


def change_outlet(store: Store, actor: Actor, outlet_id: int, values: Mapping[str, Any]) -> None:
    """Change name, short_name, licence, text_days or flagged_text_days of an outlet.

    Days count for texts that are stored from now on; those of flags also for texts that are there,
    when their time is out.

    Raises:
        PermissionDeniedError, NotFoundError
        InputError: a name is missing or taken, or a number of days cannot be kept.
    """
    actor.require("sources")
    if not values.keys() <= _CHANGED.keys() | _DAYS.keys():
        raise InputError(field="Medium", why="fältet går inte att ändra.")
    for name, said in _CHANGED.items():
        if name in values and not str(values[name]).strip():
            raise InputError(field=said, why="Fältet måste fyllas i.", name=name)
    for name, said in _DAYS.items():
        if name in values and not 0 <= values[name] <= MOST_DAYS:
            raise InputError(field=said, why=f"Välj 0 till {MOST_DAYS} dagar.", name=name)
    with store.writing(actor):
        store.get("outlets", outlet_id, kind="mediet")
        if store.value(
            "SELECT 1 FROM outlets WHERE name = ? AND id <> ?", [values.get("name"), outlet_id]
        ):
            raise InputError(
                field=_CHANGED["name"], why="Det finns redan ett medium som heter så.", name="name"
            )
        store.update("outlets", outlet_id, values)


class Outlets:
    """The outlets there are, for the length of one write transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names = {
            str(row["name"]): int(row["id"]) for row in store.rows("SELECT id, name FROM outlets")
        }
        self._sites: dict[str, int] = {}
        for row in store.rows(
            "SELECT id, homepage AS url FROM outlets WHERE homepage IS NOT NULL"
            " UNION ALL SELECT outlet_id, url FROM sources"
        ):
            self._sites.setdefault(site_of(str(row["url"])), int(row["id"]))

    def find_or_make(self, line: SourceLine, url: str) -> int:
        """Return the id of the outlet that the line names, else of the one at the same site."""
        site = site_of(url)
        name = line.outlet or site
        found = self._names.get(line.outlet) if line.outlet else self._sites.get(site)
        found = found or self._names.get(name)
        if found is None:
            found = self._make(line, name)
            self._names[name] = found
        self._sites.setdefault(site, found)
        return found

    def _make(self, line: SourceLine, name: str) -> int:
        told: dict[str, Any] = {
            "homepage": line.homepage,
            "licence": line.licence,
            "kind": line.outlet_kind,
            "text_days": line.text_days,
            "flagged_text_days": line.flagged_text_days,
        }
        return self._store.insert(
            "outlets",
            {"name": name, "short_name": line.short_name or name}
            | {key: value for key, value in told.items() if value not in {"", None}},
        )
