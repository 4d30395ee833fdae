"""Watches as data: what a programme or supplier is called, and what it is not.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

from monitor.core.errors import InputError
from monitor.core.text import fold

#: Longest key of a watch, and keys that are addresses of other pages in the desk.
_KEY_LETTERS = 40
RESERVED = frozenset({"ny", "las-in"})

Kind = Literal["programme", "supplier"]

#: How much a name says by itself.
#: own: nothing else is called so; a hit is enough.
#: shared: other things bear it too (a novel, a compass); a hit needs context.
#: generic: describes the thing ("det nya journalsystemet"); needs one of our places or names.
Strength = Literal["own", "shared", "generic"]


@dataclass(frozen=True, slots=True)
class Name:
    """One name of what is watched.

    Attributes:
        kind: whether it names the programme or its supplier.
        valid_from: first day on which the name counts; None for always.
        valid_to: last day on which the name counts; None for still.
    """

    text: str
    kind: Kind
    strength: Strength = "own"
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date | None) -> bool:
        """Tell whether the name counts on a day; always when the day is unknown."""
        if day is None:
            return True
        after = self.valid_from is None or self.valid_from <= day
        return after and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Watch:
    """What to look for, as data that people edit.

    Attributes:
        key: short stable name in lower case, unique.
        title: what people call the watch, in Swedish.
        context: words that make a shared name ours.
        near: names that resemble ours or point elsewhere; one that covers a name cancels it.
        people: full names of people whose mention supports a hit.
        places: places and organisations that are ours.
    """

    key: str
    title: str
    kind: Kind
    names: tuple[Name, ...]
    context: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    active: bool = True


def from_toml(text: str) -> Watch:
    """Read a watch from TOML text.

    Raises:
        InputError: the text is no TOML, or a value is missing or wrong.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(field="bevakning", why=f"Filen går inte att läsa: {error}.") from error
    return from_mapping(raw)


def from_mapping(raw: Mapping[str, Any]) -> Watch:
    """Build a watch from plain values, checking each.

    Raises:
        InputError: a value is missing or wrong, or a word is unknown.
    """
    known = {"key", "title", "kind", "names", "active", *_LISTS}
    for word in raw:
        if word not in known:
            raise InputError(field=word, why="Ordet är okänt i en bevakning.")
    names = raw.get("names", [])
    if not isinstance(names, list) or not names:
        raise InputError(field="names", why="En bevakning behöver minst ett namn.")
    return Watch(
        key=_text(raw, "key"),
        title=_text(raw, "title"),
        kind=_one_of(raw, "kind", get_args(Kind), "programme"),
        names=tuple(_name(item) for item in names),
        active=bool(raw.get("active", True)),
        **{word: _list(raw, word) for word in _LISTS},
    )


_LISTS = ("context", "near", "people", "places")
_QUOTES = "\"'”“„»«’‘"


def _name(raw: object) -> Name:
    if not isinstance(raw, Mapping):
        raise InputError(field="names", why="Varje namn ska vara en tabell med text och kind.")
    text = _sought(_text(raw, "text"), "text")
    if sum(letter.isalnum() for letter in text) < 2:
        raise InputError(field="text", why=f"”{text}” är för kort för att bevakas.")
    name = Name(
        text=text,
        kind=_one_of(raw, "kind", get_args(Kind), "programme"),
        strength=_one_of(raw, "strength", get_args(Strength), "own"),
        valid_from=_day(raw, "valid_from"),
        valid_to=_day(raw, "valid_to"),
    )
    if name.valid_from and name.valid_to and name.valid_to < name.valid_from:
        raise InputError(field="valid_to", why=f"”{text}” slutar gälla innan det börjar gälla.")
    return name


def _sought(typed: str, field: str) -> str:
    """Return a word without the quotation marks it was pasted with; words are found by their start.

    Raises:
        InputError: it starts with a mark, and so would never be found.
    """
    text = typed.strip()
    if text.startswith(tuple(_QUOTES)):
        text = text.strip(_QUOTES).strip()
    if not text[:1].isalnum():
        why = f"”{typed.strip()}” ska börja med en bokstav eller en siffra."
        raise InputError(field=field, why=why)
    return text


def _text(raw: Mapping[str, Any], field: str) -> str:
    value = raw.get(field)
    if not isinstance(value, str) or not value.strip():
        raise InputError(field=field, why="Värdet saknas eller är inte text.")
    return value.strip()


def _list(raw: Mapping[str, Any], field: str) -> tuple[str, ...]:
    value = raw.get(field, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InputError(field=field, why="Värdet ska vara en lista med ord.")
    words = (_sought(item, field) for item in value if item.strip())
    return tuple(dict.fromkeys(words))


def _one_of(raw: Mapping[str, Any], field: str, allowed: tuple[str, ...], default: str) -> Any:
    value = raw.get(field, default)
    if value not in allowed:
        raise InputError(field=field, why=f"Välj ett av: {', '.join(allowed)}.")
    return value


def _day(raw: Mapping[str, Any], field: str) -> date | None:
    value = raw.get(field)
    if value is None or type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise InputError(field=field, why="Datum skrivs som 2026-03-09.") from error


def to_mapping(watch: Watch) -> dict[str, Any]:
    """Return a watch as plain values that :func:`from_mapping` reads back unchanged."""
    names: list[dict[str, str]] = []
    for name in watch.names:
        days = {"valid_from": name.valid_from, "valid_to": name.valid_to}
        told = {"text": name.text, "kind": name.kind, "strength": name.strength}
        names.append(told | {field: day.isoformat() for field, day in days.items() if day})
    plain: dict[str, Any] = {"key": watch.key, "title": watch.title, "kind": watch.kind}
    plain |= {"active": watch.active, "names": names}
    return plain | {word: list(getattr(watch, word)) for word in _LISTS}


def to_toml(watch: Watch) -> str:
    """Write a watch as TOML text that :func:`from_toml` reads back unchanged."""
    plain = to_mapping(watch)
    lines = [f"{field} = {_quoted(plain[field])}" for field in ("key", "title", "kind")]
    lines.append(f"active = {str(watch.active).lower()}")
    for word in _LISTS:
        lines += [f"{word} = [", *(f"    {_quoted(item)}," for item in plain[word]), "]"]
    for name in plain["names"]:
        lines += ["", "[[names]]", *(f"{field} = {_quoted(text)}" for field, text in name.items())]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    plain = (c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped)
    return '"' + "".join(plain) + '"'


def key_of(title: str, taken: frozenset[str]) -> str:
    """Return a short name in lower case that no other watch has: ”Åby kök” → ”aby-kok”."""
    plain = "".join(
        letter if letter.isascii() and letter.isalnum() else "-" for letter in fold(title)
    )
    base = "-".join(part for part in plain.split("-") if part)[:_KEY_LETTERS] or "bevakning"
    tries = (base, *(f"{base}-{number}" for number in range(2, 1000)))
    return next(key for key in tries if key not in taken | RESERVED)


def renamed(watch: Watch, change: Callable[[str], str]) -> Watch:
    """Return the watch with ``change`` applied to every name and near-name."""
    names = tuple(replace(name, text=change(name.text)) for name in watch.names)
    return replace(watch, names=names, near=tuple(change(item) for item in watch.near))
