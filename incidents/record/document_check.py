"""The JSON Schema of the incident document, and what is wrong with a document, in Swedish.

Pure apart from reading the schema file beside it: no clock, no store, no network.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from monitor.core.errors import InputError, RuleError

_FILE = Path(__file__).with_name("incident.schema.json")
#: What the parts of a document are called when one of them is wrong.
_NOUNS = {
    "incident": "Händelsen", "series": "Serien", "outlets": "Medium",
    "organisations": "Organisation", "people": "Person", "positions": "titel",
    "articles": "Artikel", "statements": "Uttalande", "claims": "påstående",
    "circumstances": "Omständighet", "contradictions": "Motsägelse", "actions": "Åtgärd",
    "decisions": "Beslut", "questions": "Öppen fråga", "enquiries": "Mediefråga",
    "relations": "Samband", "spokespersons": "Talesperson",
}  # fmt: skip
_TYPES = {
    "string": "text", "integer": "ett heltal", "boolean": "true eller false",
    "object": "ett objekt", "array": "en lista", "null": "null",
}  # fmt: skip
_LIMIT = 20
#: Faults that are looked for: a file in which everything is wrong is not read to its end.
_ENOUGH = 500
#: Longest text of a document, characters: five times what any form takes.
_LONGEST = 100_000
#: Deepest brackets within brackets; the schema itself goes seven deep.
_DEEPEST = 50
Way = tuple[str | int, ...]


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the incident document."""
    loaded: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return loaded


def parse(text: str) -> dict[str, Any]:
    """Return the document that a file holds, checked.

    Raises:
        InputError: it is no JSON, or no incident document; ``errors`` holds every sentence.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = ""
        if isinstance(error, json.JSONDecodeError):
            where = f" Felet står på rad {error.lineno}, tecken {error.colno}."
        raise InputError(
            field="Dokumentet", why=f"Filen går inte att läsa som JSON.{where}"
        ) from error
    return checked(data)


def checked(data: Any) -> dict[str, Any]:
    """Return the document if it follows the schema and its keys hold together.

    Raises:
        InputError: ``field`` and ``why`` tell the first fault, ``errors`` at most twenty.
    """
    _require_keepable(data)
    _require_known_form(data)
    found = sorted(
        islice(Draft202012Validator(schema()).iter_errors(data), _ENOUGH),
        key=lambda error: list(map(str, error.path)),
    )
    faults = [_told(error) for error in found]
    if not faults:
        faults = list(_broken_keys(data))
    if faults:
        place, why = faults[0]
        told = [f"{place}: {why}" for place, why in faults[:_LIMIT]]
        raise InputError(field=place, why=why, errors=told, count=len(faults))
    whole: dict[str, Any] = data
    return whole


def _require_known_form(data: Any) -> None:
    """Refuse a document of a later form in words that say what to do.

    Raises:
        InputError: a newer program wrote it.
    """
    form = data.get("form") if isinstance(data, dict) else None
    if isinstance(form, int) and form > schema()["properties"]["form"]["const"]:
        why = "Det är skrivet av en nyare version av Lägesbild. Uppgradera den här och läs in igen."
        raise InputError(field="Dokumentet", why=why)


def _require_keepable(data: Any) -> None:
    """Refuse what the database cannot hold, or nobody could read.

    Raises:
        InputError: says where.
    """
    left: list[tuple[Way, Any]] = [((), data)]
    while left:
        way, part = left.pop()
        if len(way) > _DEEPEST:
            raise InputError(field="Dokumentet", why="Det är för många klamrar inom klamrar.")
        if isinstance(part, str):
            why = _unkeepable(part)
            if why:
                raise InputError(field=where(way), why=why)
        elif isinstance(part, dict):
            left += [(way, key) for key in part]
            left += [((*way, key), value) for key, value in part.items()]
        elif isinstance(part, list):
            left += [((*way, number), value) for number, value in enumerate(part)]


def _unkeepable(text: str) -> str:
    if len(text) > _LONGEST:
        return f"Texten är {len(text)} tecken. Den får vara högst {_LONGEST}."
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        return "Texten har tecken som inte går att spara."
    return ""


def _told(error: ValidationError) -> tuple[str, str]:
    return where(list(error.absolute_path)), _sentence(error)


def where(path: Iterable[str | int]) -> str:
    """Return in Swedish where in the document a path leads: "Uttalande 3, fältet wording"."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts[-1:] = [f"{parts[-1] if parts else 'Del'} {step + 1}"]
        else:
            parts.append(_NOUNS.get(step, f"fältet {step}"))
    return ", ".join(parts) or "Dokumentet"


@contextmanager
def at_place(*path: str | int) -> Generator[None, None, None]:
    """Let every refusal within tell where in the document it was met, the innermost place last."""
    try:
        yield
    except InputError as error:
        field = error.facts["field"]
        # Each level adds its own step in front of what the deeper ones said.
        raise InputError(**{**error.facts, "field": f"{where(path)}, {field}"}) from error
    except RuleError as error:
        raise RuleError(**{**error.facts, "why": f"{where(path)}: {error.facts['why']}"}) from error


def _sentence(error: ValidationError) -> str:
    tell = _TELL.get(str(error.validator))
    return "Värdet går inte att använda." if tell is None else tell(error)


def _missing(error: ValidationError) -> str:
    return (
        f"Fältet {_listed([n for n in error.validator_value if n not in error.instance])} saknas."
    )


def _unknown(error: ValidationError) -> str:
    known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    return f"Fältet {_listed([name for name in error.instance if name not in known])} är okänt."


def _choice(error: ValidationError) -> str:
    choices = _listed(error.validator_value, "eller")
    return f"”{error.instance}” går inte att välja. Välj {choices}."


def _type(error: ValidationError) -> str:
    kinds = error.validator_value
    told = [_TYPES.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    return f"Värdet ska vara {_listed(told, 'eller')}."


def _first_of_any(error: ValidationError) -> str:
    """Return what is wrong by the alternative that is not null."""
    for inner in error.context or ():
        if inner.validator_value != "null":
            return _sentence(inner)
    return "Värdet går inte att använda."


def _pattern(error: ValidationError) -> str:
    if error.validator_value == r"\S":
        return "Fältet får inte vara tomt."
    described = error.schema.get("description", "") if isinstance(error.schema, dict) else ""
    if "Tid med zon" in described:
        return f"”{error.instance}” är ingen tid med zon, som 2026-03-09T14:10:00+01:00."
    return f"”{error.instance}” har fel form."


def _listed(words: Iterable[Any], last: str = "och") -> str:
    told = [str(word) for word in words]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} {last} {told[-1]}"


_TELL: dict[str, Callable[[ValidationError], str]] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "enum": _choice,
    "const": lambda error: f"Värdet ska vara {error.validator_value}.",
    "type": _type,
    "minLength": lambda _: "Fältet får inte vara tomt.",
    "anyOf": _first_of_any,
    "pattern": _pattern,
}

#: Field -> the parts whose keys it may name.
_POINTS: dict[str, tuple[str, ...]] = {
    "outlet": ("outlets",),
    "addressee_outlet": ("outlets",),
    "organisation": ("organisations",),
    "addressee_organisation": ("organisations",),
    "refers_to": ("organisations",),
    "reported_by": ("organisations",),
    "put_to": ("organisations",),
    "speaker": ("people",),
    "addressee_person": ("people",),
    "position": ("positions",),
    "article": ("articles",),
    "statement": ("statements",),
    "answer": ("statements",),
    "superseded_by": ("circumstances",),
    "to": ("statements", "claims", "enquiries", "questions"),
    "against": ("claims", "statements"),
    "by": ("circumstances", "articles"),
}


def keys_of(data: dict[str, Any]) -> dict[str, str]:
    """Return key -> the part of the document where it is given."""
    return {key: part for _, part, key in _given(data)}


def _given(
    node: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[list[str | int], str, str]]:
    """Yield (path, part, key) of every key that the document gives."""
    if isinstance(node, dict):
        if isinstance(node.get("key"), str):
            part = next(str(step) for step in reversed(path) if isinstance(step, str))
            yield [*path, "key"], part, node["key"]
        for name, value in node.items():
            yield from _given(value, (*path, name))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _given(value, (*path, number))


def _broken_keys(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    parts: dict[str, str] = {}
    for path, part, key in _given(data):
        if key in parts:
            yield where(path), f"Nyckeln ”{key}” används två gånger."
        parts[key] = part
    for path, field, key in _pointers(data):
        if parts.get(key) not in _POINTS[field]:
            named = _listed([_NOUNS[name].lower() for name in _POINTS[field]], "eller")
            yield where(path), f"”{key}” pekar inte på något i dokumentet som är {named}."


def _pointers(
    node: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[list[str | int], str, str]]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name in _POINTS and isinstance(value, str):
                yield [*path, name], name, value
            else:
                yield from _pointers(value, (*path, name))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _pointers(value, (*path, number))
