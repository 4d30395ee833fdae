"""Free text from people: trimmed, composed, and without personal identity numbers (W14)."""

from __future__ import annotations

import unicodedata
from typing import Any

from monitor.core.errors import InputError
from monitor.core.identity import IDENTITY_LABELS, find_identities

#: Letters and symbols by their category that show nothing.
_BLANK_LETTERS = frozenset("\u2800\u3164\uffa0\u115f\u1160")


def free_text(name: str, text: Any, *, needed: bool = False) -> str:
    """Return the text as it is kept.

    Args:
        name: the field's Swedish name.
        needed: an empty text is refused.

    Raises:
        InputError: empty though needed, or it holds a personal identity number.
    """
    kept = unicodedata.normalize("NFC", str(text or "")).replace("\r\n", "\n").strip()
    if not any(map(_shows, kept)):
        kept = ""
    if needed and not kept:
        raise InputError(field=name, why="Fältet får inte vara tomt.")
    numbers = find_identities(kept)
    if numbers:
        what = IDENTITY_LABELS[numbers[0].kind]
        raise InputError(
            field=name, why=f"Texten innehåller ett {what}. Ta bort det och spara igen.", rule="W14"
        )
    return kept


def _shows(char: str) -> bool:
    """Tell whether a character leaves a mark on the page: no space, no format character."""
    return unicodedata.category(char)[0] not in "ZC" and char not in _BLANK_LETTERS
