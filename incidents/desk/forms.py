"""What a person typed: reading it, and showing it again when it was refused.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.core.clock import from_text
from monitor.core.errors import InputError, LagesbildError
from monitor.core.messages import explain
from monitor.core.time_input import Typed, parse_local, read_at
from monitor.core.times import form_text

#: The hidden field that says which of a page's forms was sent.
FORM_NAME = "_formular"
_WHOLE = re.compile(r"-?[0-9]{1,18}")


#: Longest text that one field takes, characters.
LONGEST = 20_000


class Form:
    """The fields of one request, from a form's body or from the query string.

    Every reader takes the field's name and its Swedish label, and raises
    :class:`~monitor.core.errors.InputError` with both, so that the message lands at the field.
    """

    def __init__(
        self, pairs: Sequence[tuple[str, str]] = (), *, now: datetime | None = None
    ) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value.replace("\r\n", "\n"))
        self._now = now

    def __bool__(self) -> bool:
        return bool(self._values)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    @property
    def name(self) -> str:
        """Return which of the page's forms this is."""
        return self.get(FORM_NAME)

    def pairs(self) -> list[tuple[str, str]]:
        """Return every name and value, as they were sent."""
        return [(name, value) for name, values in self._values.items() for value in values]

    def get(self, name: str, default: str = "") -> str:
        """Return the first value as typed, or the default."""
        values = self._values.get(name)
        return values[0] if values else default

    def all(self, name: str) -> list[str]:
        """Return every value of a field that may come several times, such as ticked boxes."""
        return list(self._values.get(name, ()))

    def checked(self, name: str) -> bool:
        """Tell whether a box was ticked."""
        return name in self._values

    def text(self, name: str, label: str, *, required: bool = True, limit: int = LONGEST) -> str:
        """Return trimmed text; empty only when it is not required.

        Args:
            limit: longest text, characters.
        """
        value = self.get(name).strip()
        if required and not value:
            raise InputError(field=label, why="Fältet måste fyllas i.", name=name)
        if len(value) > limit:
            raise InputError(
                field=label,
                why=f"Texten är {len(value)} tecken. Den får vara högst {limit}.",
                name=name,
            )
        return value

    def optional(self, name: str, label: str) -> str | None:
        """Return trimmed text, or None when nothing was typed."""
        return self.text(name, label, required=False) or None

    def whole(self, name: str, label: str) -> int:
        """Return a whole number."""
        number = self.optional_whole(name, label)
        if number is None:
            raise InputError(field=label, why="Välj eller skriv ett värde.", name=name)
        return number

    def optional_whole(self, name: str, label: str) -> int | None:
        """Return a whole number, or None when nothing was chosen."""
        value = self.get(name).strip()
        if not value:
            return None
        if not _WHOLE.fullmatch(value):
            raise InputError(field=label, why=f"”{value}” är inget heltal.", name=name)
        return int(value)

    def choice(self, name: str, label: str, allowed: Collection[str]) -> str:
        """Return one of the allowed words.

        Args:
            allowed: stored words, for example ``labels("severity")``.
        """
        value = self.get(name)
        if value not in allowed:
            raise InputError(field=label, why="Välj ett av alternativen.", name=name)
        return value

    def time(self, name: str, label: str) -> Typed:
        """Return the typed moment, Stockholm time, as precise as it was typed; "nu" is now."""
        typed, now = self.get(name), self._now
        try:
            return read_at(now, typed, field=label) if now else parse_local(typed, field=label)
        except InputError as error:
            raise InputError(field=label, why=error.facts.get("why", ""), name=name) from error

    def optional_time(self, name: str, label: str) -> Typed | None:
        """Return the typed moment, or None when nothing was typed."""
        return self.time(name, label) if self.get(name).strip() else None


@dataclass(frozen=True)
class Problem:
    """Why a form was refused.

    Attributes:
        text: Swedish, for the top of the page.
        why: Swedish, for the field; the text without the field's label.
        field: name of the field, empty when it is about the whole.
        stale: somebody else changed the same thing meanwhile.
    """

    text: str
    why: str
    field: str = ""
    stale: bool = False


def problem_from(error: LagesbildError) -> Problem:
    """Return what a person is shown of a refused write."""
    field = str(error.facts.get("name", "")) if isinstance(error, InputError) else ""
    text = explain(error)
    why = str(error.facts.get("why", "")) if field else text
    return Problem(text=text, why=why or text, field=field, stale=error.key == "stale_edit")


class Fields:
    """One form on a page, as the template macros see it.

    Shows what is stored, or what was typed when this very form was refused.

    Args:
        name: names the form among the page's forms; part of every field's id.
        stored: the row that the form changes, empty for a new one.
        typed: the request's form.
        problem: why it was refused, if it was.
    """

    def __init__(
        self, name: str, stored: Mapping[str, Any], typed: Form, problem: Problem | None
    ) -> None:
        self.name = name
        self.stored = stored
        self.refused = problem is not None and typed.name == name
        self._typed = typed
        self._problem = problem if self.refused else None

    def ident(self, field: str) -> str:
        """Return the id of a field's input."""
        return f"{self.name}-{field}"

    def value(self, field: str) -> str:
        """Return what the input shows."""
        if self.refused:
            return self._typed.get(field)
        return _shown(self.stored.get(field))

    def time(self, field: str) -> str:
        """Return what a time input shows: typed words, or "2026-03-09 20.00"."""
        if self.refused:
            return self._typed.get(field)
        stored = self.stored.get(field)
        return form_text(from_text(str(stored))) if stored else ""

    def checked(self, field: str, value: str = "1") -> bool:
        """Tell whether a box is ticked, or a choice made."""
        if self.refused:
            return value in self._typed.all(field)
        stored = self.stored.get(field)
        if isinstance(stored, list | tuple | set | frozenset):
            return value in {_shown(one) for one in stored}
        return _shown(stored) == value

    def error(self, field: str) -> str:
        """Return why the field was refused, or an empty string."""
        return self._problem.why if self._problem and self._problem.field == field else ""

    def other(self, field: str) -> str:
        """Return what is stored now where somebody else's change differs from what was typed."""
        if not (self._problem and self._problem.stale):
            return ""
        stored = _shown(self.stored.get(field))
        return stored if stored != self._typed.get(field) else ""


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
