"""Parts that the incident document is made of: keys, times, and values that say something."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from incidents.record.entry import UNKNOWN
from monitor.core.clock import from_text, local
from monitor.core.errors import InputError
from monitor.core.store import Row
from monitor.core.text import fold
from monitor.core.times import Moment, Precision

Part = dict[str, Any]
_PLAIN = re.compile(r"[^a-z0-9]+")


class Keys:
    """Gives every row one key within the document, the same at every export."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, int], str] = {}
        self._taken: set[str] = set()

    def named(self, table: str, row_id: int, name: str) -> str:
        """Return a key made of a name: "nordlys-health"."""
        base = _PLAIN.sub("-", fold(name)).strip("-") or table
        return self._give(table, row_id, base)

    def counted(self, table: str, row_id: int, start: str) -> str:
        """Return a key made of a number: "uttalande-3"."""
        number = 1
        while f"{start}-{number}" in self._taken:
            number += 1
        return self._give(table, row_id, f"{start}-{number}")

    def _give(self, table: str, row_id: int, base: str) -> str:
        if (table, row_id) not in self._keys:
            key, number = base, 2
            while key in self._taken:
                key, number = f"{base}-{number}", number + 1
            self._taken.add(key)
            self._keys[table, row_id] = key
        return self._keys[table, row_id]

    def of(self, table: str, row_id: int | None) -> str | None:
        """Return the key that a row was given; None for None and for rows outside."""
        return None if row_id is None else self._keys.get((table, row_id))


def time_out(text: str | None) -> str | None:
    """Return database text as a Swedish time with its zone: 2026-03-09T14:10:00+01:00."""
    return None if text is None else local(from_text(text)).isoformat()


def moment_out(row: Row, prefix: str = "happened") -> Part | None:
    """Return the moment of a row, None when nobody knows it."""
    at = row[f"{prefix}_at"]
    if at is None:
        return None
    return {"at": time_out(at), "precision": row[f"{prefix}_precision"]}


def without_nothing(part: Part) -> Part:
    """Return the part without what is not said."""
    return {
        name: value
        for name, value in part.items()
        if value is not None and value is not False and value not in ("", [])
    }


def picked(row: Row, names: str) -> Part:
    """Return the named columns of a row; names are parted by spaces."""
    return {name: row[name] for name in names.split()}


def time_in(text: str, field_name: str = "") -> datetime:
    """Return the instant of a time with its zone, whole seconds.

    Args:
        field_name: the document's field that holds it.

    Raises:
        InputError: there is no such time.
    """
    try:
        return datetime.fromisoformat(text).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError) as error:
        place = f"fältet {field_name}" if field_name else "tid"
        raise InputError(field=place, why=f"”{text}” finns inte i kalendern.") from error


def moment_in(told: Part | None, field_name: str = "happened") -> Moment:
    """Return the moment that a part tells; unknown when there is none."""
    if told is None:
        return UNKNOWN
    return Moment(time_in(told["at"], field_name), Precision(told.get("precision", "minute")))


@dataclass
class Imported:
    """What an import did.

    Attributes:
        added: table -> number of rows that were not there before.
        notices: Swedish sentences about what could not be taken in as it stood.
    """

    incident_id: int = 0
    ref: str = ""
    added: dict[str, int] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Return whether anything was added."""
        return bool(self.added)

    def count(self, table: str) -> None:
        """Add one row."""
        self.added[table] = self.added.get(table, 0) + 1
