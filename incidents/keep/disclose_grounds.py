"""The legal grounds that a mask or a refusal may rest on, and what each protects in plain words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from incidents.record.words import free_text
from monitor.core.errors import InputError
from monitor.core.resources import shipped

#: What a person chooses when the ground is not on the list.
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Ground:
    """One provision.

    Attributes:
        key: "25-1", as forms and commands name it.
        ground: "25 kap. 1 § OSL", as it is stored and printed.
        title: what it is about.
        text: what it protects, as it follows a colon.
    """

    key: str
    ground: str
    title: str
    text: str


@cache
def grounds() -> tuple[Ground, ...]:
    """Return the shipped list (data/osl.toml), in its order."""
    with shipped("data/osl.toml").open("rb") as file:
        return tuple(Ground(**row) for row in tomllib.load(file)["ground"])


def chosen(key: str, other: str = "") -> str:
    """Return the ground as it is stored.

    Args:
        key: of the list, or :data:`OTHER`.
        other: chapter, section and law in the person's own words.

    Raises:
        InputError: nothing was chosen, or the chosen is not on the list.
    """
    if key == OTHER:
        return free_text("Annan bestämmelse", other, needed=True)
    found = next((one.ground for one in grounds() if one.key == key), None)
    if found is None:
        raise InputError(
            field="Bestämmelse", why="Välj en bestämmelse, eller skriv en annan.", name="ground"
        )
    return found


def told(ground: str) -> str:
    """Return a stored ground with what it protects, where the list knows."""
    found = next((one.text for one in grounds() if one.ground == ground), "")
    return f"{ground}: {found}" if found else ground
