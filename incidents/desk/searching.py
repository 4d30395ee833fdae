"""Swedish search: words in any form, and the words around a hit.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from markupsafe import Markup

from monitor.core.text import WORD, stem

#: How much of a text is shown around the first hit, characters.
AROUND = 180


#: Words of a query that are looked up in compounds; the rest by their beginnings alone.
_LOOKED_UP = 6
_JOINED = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)+")


def escape_fts(query: str | None, compounds: Callable[[str], list[str]] | None = None) -> str:
    """Return an FTS5 query that finds each word in any of its forms, and within compounds.

    Every word must occur. One written with a hyphen is found written together, too. A query
    without a single word finds nothing.

    Args:
        compounds: words that hold a stem after their beginning; None: beginnings alone.
    """
    text = unicodedata.normalize("NFC", query or "")
    parts, last = [], 0
    for found in _JOINED.finditer(text):
        parts += _each(text[last : found.start()], compounds)
        apart = " AND ".join(_each(found.group(), compounds))
        whole = stem("".join(WORD.findall(found.group())))
        parts.append(f'(({apart}) OR "{whole}"*)')
        last = found.end()
    parts += _each(text[last:], compounds)
    return " AND ".join(parts) or '""'


def _each(text: str, compounds: Callable[[str], list[str]] | None) -> list[str]:
    return [
        _one(stem(word), compounds if place < _LOOKED_UP else None)
        for place, word in enumerate(WORD.findall(text))
    ]


def _one(root: str, compounds: Callable[[str], list[str]] | None) -> str:
    if len(root) == 1:
        # Half the archive begins with it: as a word of its own.
        return f'"{root}"'
    others = compounds(root) if compounds else []
    if not others:
        return f'"{root}"*'
    return "(" + " OR ".join([f'"{root}"*', *(f'"{word}"' for word in others)]) + ")"


def stems(query: str) -> list[str]:
    """Return the stems of a query's words, lower case, in order."""
    return [stem(word) for word in WORD.findall(unicodedata.normalize("NFC", query))]


def has_all(text: str | None, wanted: str) -> int:
    """Return 1 when a text holds every stem, also inside compounds; an SQL function.

    Args:
        wanted: the stems, each after a space.
    """
    lowered = (text or "").lower()
    return int(all(one in lowered for one in wanted.split()))


def excerpt(text: str | None, wanted: list[str]) -> Markup:
    """Return the part of a text around its first hit, escaped, with every hit marked."""
    whole = " ".join((text or "").split())
    pattern = _pattern(wanted)
    found = pattern.search(whole) if pattern else None
    start = max(0, found.start() - AROUND // 3) if found else 0
    if start:
        start = whole.find(" ", start) + 1
    cut = whole[start : start + AROUND]
    if start + AROUND < len(whole):
        cut = cut.rpartition(" ")[0] or cut
    said = marked(cut, wanted)
    before = Markup("… ") if start else Markup("")
    return before + said + (Markup(" …") if start + len(cut) < len(whole) else Markup(""))


def marked(text: str, wanted: list[str]) -> Markup:
    """Return a text, escaped, with the words that hold a stem marked."""
    pattern = _pattern(wanted)
    if pattern is None:
        return Markup("{}").format(text)
    parts = []
    last = 0
    for found in pattern.finditer(text):
        parts += [
            Markup("{}").format(text[last : found.start()]),
            Markup("<mark>{}</mark>").format(found.group()),
        ]
        last = found.end()
    parts.append(Markup("{}").format(text[last:]))
    return Markup("").join(parts)


def _pattern(wanted: list[str]) -> re.Pattern[str] | None:
    kept = sorted({re.escape(one) for one in wanted if one}, key=len, reverse=True)
    if not kept:
        return None
    return re.compile(rf"[^\W_]*(?:{'|'.join(kept)})[^\W_]*", re.IGNORECASE)
