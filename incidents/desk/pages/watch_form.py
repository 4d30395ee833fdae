"""A watch as a form: what is shown of it, and what was typed read back.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from incidents.desk.forms import Form
from monitor.core.clock import local
from monitor.core.errors import InputError
from monitor.core.messages import labels
from monitor.core.time_input import parse_local
from monitor.judge.watches import Name, Watch, from_mapping

#: How a name's strength is written in the form.
STRENGTHS: Final = {"eget": "own", "delat": "shared", "allmänt": "generic"}
KINDS: Final = {"program": "programme", "leverantör": "supplier"}
#: Lists of words: field -> Swedish label.
LISTS: Final = {
    "context": "Ord som visar att namnet är vårt",
    "near": "Närliggande namn som gäller annat",
    "people": "Personer",
    "places": "Platser och organisationer",
}
_NAMES: Final = "Namn som söks"


def values(watch: Watch) -> dict[str, Any]:
    """Return a watch as the form's fields hold it."""
    lists = {name: "\n".join(getattr(watch, name)) for name in LISTS}
    names = "\n".join(line(name) for name in watch.names)
    return {"title": watch.title, "kind": watch.kind, "names": names, **lists}


def line(name: Name) -> str:
    """Return a name as one line: ”Kompass; program; delat; från 2026-03-01”."""
    said = {stored: word for word, stored in (STRENGTHS | KINDS).items()}
    parts = [name.text, said[name.kind], said[name.strength]]
    for word, day in (("från", name.valid_from), ("till", name.valid_to)):
        if day is not None:
            parts.append(f"{word} {day.isoformat()}")
    return "; ".join(parts)


def read(form: Form, key: str, *, active: bool, today: date) -> Watch:
    """Return the watch that was typed.

    Raises:
        InputError: at the field that cannot be read.
    """
    title = form.text("title", "Namn på bevakningen", limit=120)
    kind = form.choice("kind", "Slag", labels("watch_kind"))
    lines = [one for one in form.text("names", _NAMES).split("\n") if one.strip()]
    raw: dict[str, Any] = {
        "key": key,
        "title": title,
        "kind": kind,
        "active": active,
        "names": [_name(one, kind, today) for one in lines],
    }
    for name, label in LISTS.items():
        raw[name] = form.text(name, label, required=False, limit=100_000).split("\n")
    try:
        return from_mapping(raw)
    except InputError as error:
        why = str(error.facts.get("why", ""))
        at = str(error.facts.get("field", ""))
        field, name = (LISTS[at], at) if at in LISTS else (_NAMES, "names")
        raise InputError(field=field, why=why, name=name) from error


def _name(typed: str, kind: str, today: date) -> dict[str, Any]:
    text, *words = (part.strip() for part in typed.split(";"))
    found: dict[str, Any] = {"text": text, "kind": kind, "strength": "own"}
    for word in words:
        folded = word.casefold()
        if folded in KINDS:
            found["kind"] = KINDS[folded]
        elif folded in STRENGTHS:
            found["strength"] = STRENGTHS[folded]
        elif folded.startswith(("från ", "till ")):
            field = "valid_from" if folded.startswith("från ") else "valid_to"
            found[field] = _day(word[5:], today)
        elif word:
            raise _unknown(word, text)
    return found


def _day(typed: str, today: date) -> date:
    try:
        moment = parse_local(typed, field=_NAMES, today=today)
    except InputError as error:
        why = str(error.facts.get("why", ""))
        raise InputError(field=_NAMES, why=why, name="names") from error
    return local(moment.at).date()


def _unknown(word: str, text: str) -> InputError:
    why = (
        f"”{word}” på raden för {text} går inte att tolka. Skriv program eller leverantör, "
        "eget, delat eller allmänt, från eller till med datum."
    )
    return InputError(field=_NAMES, why=why, name="names")
