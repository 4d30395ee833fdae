"""Covering what may not be read: masks on records, and what a person should look at first.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from incidents.keep.disclose_kinds import Record
from monitor.core.identity import IDENTITY_LABELS, find_identities
from monitor.core.store import Row

_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: A Swedish number as people write it: +46 70 123 45 67, 0701-23 45 67, 08-123 456 78.
_PHONE: Final = re.compile(
    r"(?<![\w./:-])(?:(?:\+|00)46[ -]?(?:\(0\))?|0)\d{1,3}[ /–-]{0,3}\d{2,4}(?:[ -]?\d{2,3}){1,3}"
    r"(?![\w]|[-./:]\d)"
)
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
#: Fewer digits are a time or a part of something else.
_FEWEST_DIGITS: Final = 8

Place = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that may have to be covered; the person decides.

    Attributes:
        record: where it stands.
        field: its column.
        start, end: the characters.
        what: Swedish: personnummer, e-postadress, telefonnummer.
    """

    record: Record
    field: str
    start: int
    end: int
    what: str

    @property
    def found(self) -> str:
        """Return the words themselves, for the person who decides."""
        return self.record.fields[self.field][self.start : self.end]


def text_digest(text: str) -> str:
    """Return the SHA-256 of a field's text, which tells later whether it is still the same."""
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(records: Iterable[Record]) -> str:
    """Return one digest over records, so that nothing is released that nobody has read."""
    whole = hashlib.sha256()
    for record in records:
        told = [record.kind, record.row_id, record.at, dict(record.fields)]
        whole.update(json.dumps(told, ensure_ascii=False, sort_keys=True).encode())
    return whole.hexdigest()


def by_place(masks: Iterable[Row]) -> dict[Place, list[Row]]:
    """Return (kind, row id, field) -> its masks, in the order of their places."""
    found: dict[Place, list[Row]] = {}
    ordered = sorted(masks, key=lambda mask: (mask["start_at"] or 0, mask["id"]))
    for mask in ordered:
        found.setdefault((mask["kind"], mask["row_id"], mask["field"]), []).append(mask)
    return found


def covered(text: str, masks: Sequence[Row]) -> str:
    """Return a field's text with what is masked replaced by its ground."""
    whole = next((mask for mask in masks if mask["start_at"] is None), None)
    if whole is not None:
        return token(whole["ground"])
    pieces = []
    here = 0
    for mask in masks:
        if mask["end_at"] <= here:
            continue
        pieces += [text[here : max(here, mask["start_at"])], token(mask["ground"])]
        here = mask["end_at"]
    return "".join([*pieces, text[here:]])


def token(ground: str) -> str:
    """Return what stands in place of what is covered."""
    return f"[maskat enligt {ground}]"


def cover(records: Sequence[Record], masks: Iterable[Row]) -> list[Record]:
    """Return the records as they may be read."""
    places = by_place(masks)
    return [
        Record(
            record.kind,
            record.row_id,
            record.at,
            {
                name: covered(text, places.get((record.kind, record.row_id, name), ()))
                for name, text in record.fields.items()
            },
        )
        for record in records
    ]


def misplaced(records: Iterable[Record], masks: Iterable[Row]) -> list[Row]:
    """Return the masks whose field is not there any more, or reads otherwise than it did."""
    texts = {
        (record.kind, record.row_id, name): text
        for record in records
        for name, text in record.fields.items()
    }
    return [
        mask
        for mask in masks
        if text_digest(texts.get((mask["kind"], mask["row_id"], mask["field"]), ""))
        != mask["digest"]
    ]


def suggestions(records: Iterable[Record], masks: Iterable[Row]) -> list[Suggestion]:
    """Return what may have to be covered and is not, in the order of the records.

    Personal identity numbers, e-mail addresses and telephone numbers; web addresses are left out.
    """
    places: Mapping[Place, Sequence[Row]] = by_place(masks)
    return [
        Suggestion(record, name, start, end, what)
        for record in records
        for name, text in record.fields.items()
        for start, end, what in _worth_a_look(text)
        if not _is_covered(start, end, places.get((record.kind, record.row_id, name), ()))
    ]


def _worth_a_look(text: str) -> list[tuple[int, int, str]]:
    found = [(one.start, one.end, IDENTITY_LABELS[one.kind]) for one in find_identities(text)]
    addresses = [one.span() for one in _ADDRESS.finditer(text)]
    for pattern, what in ((_MAIL, "e-postadress"), (_PHONE, "telefonnummer")):
        for one in pattern.finditer(text):
            digits = sum(letter.isdigit() for letter in one[0])
            inside = any(start <= one.start() < end for start, end in addresses)
            taken = any(start < one.end() and one.start() < end for start, end, _ in found)
            if inside or taken or (what == "telefonnummer" and digits < _FEWEST_DIGITS):
                continue
            found.append((one.start(), one.end(), what))
    return sorted(found)


def _is_covered(start: int, end: int, masks: Sequence[Row]) -> bool:
    return any(
        mask["start_at"] is None or (mask["start_at"] <= start and end <= mask["end_at"])
        for mask in masks
    )
