"""Swedish personal identity numbers in free text.

Pure: no clock, no store, no network.
Source: Skatteverket, SKV 704 (personnummer) and SKV 707 (samordningsnummer): the last digit is a
Luhn checksum over the nine before it, and a coordination number adds 60 to the day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from enum import StrEnum


class IdentityKind(StrEnum):
    """Which sort of number it is."""

    PERSONAL = "personal"
    COORDINATION = "coordination"


#: What the kinds are called on the screen.
IDENTITY_LABELS = {
    IdentityKind.PERSONAL: "personnummer",
    IdentityKind.COORDINATION: "samordningsnummer",
}

#: What stands in place of a number that was taken out.
MASK = "[personnummer borttaget]"


@dataclass(frozen=True)
class Identity:
    """A number found: its characters are ``text[start:end]``; the number itself is not kept."""

    start: int
    end: int
    kind: IdentityKind


_NUMBER = re.compile(
    r"(?<![\w+])(?<!\d[-.:/])"
    r"(?P<century>18|19|20)?(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d)"
    r"(?P<mark> ?[-+\u2010-\u2015\u2212] ?|[ \u00a0])?(?P<last>\d{4})"
    r"(?![\w])(?![-./:]\d)",
    re.ASCII,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SAYS_IDENTITY = re.compile(
    r"person-?(?:nr|n?ummer)|samordningsn|\bpnr|född|patient|identitet", re.IGNORECASE
)
#: Characters before a bare ten-digit number in which a word may tell what it is.
_NEAR = 40


def find_identities(text: str) -> list[Identity]:
    """Return the personal identity and coordination numbers of a text, in order.

    Ten or twelve digits, with or without a hyphen, plus sign or space. The date must exist and
    the checksum hold. Bare ten digits that start with 0 are a telephone number unless a word
    before them says otherwise, and bare digits within a web address are a part of it.
    """
    if not any(character.isdigit() for character in text):
        return []
    addresses = [found.span() for found in _ADDRESS.finditer(text)]
    identities = []
    for found in _NUMBER.finditer(text):
        kind = _kind(found)
        if kind is None or (found["mark"] is None and _is_other(text, found, addresses)):
            continue
        identities.append(Identity(found.start(), found.end(), kind))
    return identities


def holds_identity(text: str) -> bool:
    """Return whether the text holds any such number."""
    return bool(find_identities(text))


def mask_identities(text: str) -> str:
    """Return the text with each number replaced by :data:`MASK`."""
    for identity in reversed(find_identities(text)):
        text = text[: identity.start] + MASK + text[identity.end :]
    return text


def _kind(found: re.Match[str]) -> IdentityKind | None:
    digits = found["year"] + found["month"] + found["day"] + found["last"]
    if not checksum_holds(digits):
        return None
    month, day = int(found["month"]), int(found["day"])
    coordination = day > 60
    if not 1 <= month <= 12 or not 1 <= day - 60 * coordination <= _days(found, month):
        return None
    return IdentityKind.COORDINATION if coordination else IdentityKind.PERSONAL


def _days(found: re.Match[str], month: int) -> int:
    """Return how many days the month has; without a century any leap year will do."""
    century = found["century"]
    year = int(century + found["year"]) if century else 2000 + int(found["year"])
    return monthrange(year, month)[1]


def checksum_holds(digits: str) -> bool:
    """Return whether ten digits end in their Luhn checksum."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _is_other(text: str, found: re.Match[str], addresses: list[tuple[int, int]]) -> bool:
    if any(start <= found.start() < end for start, end in addresses):
        return True
    if found["century"] or not found["year"].startswith("0"):
        return False
    before = text[max(0, found.start() - _NEAR) : found.start()]
    return _SAYS_IDENTITY.search(before) is None
