"""Which patterns for articles' addresses a person may give a watched page.

Python's regular expressions have no time limit, and the addresses they meet are written by
strangers. A repeated group, or many repetitions, can take years on one address; what is left is
quick on every address of at most :data:`ADDRESS_MAX` characters.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from typing import Final

from monitor.core.errors import InputError

#: Longest address that a pattern is held against, in characters.
ADDRESS_MAX: Final = 500
#: Longest pattern, in characters, and most repetitions in it: the shipped ones have one each.
_PATTERN_MAX: Final = 200
_REPEATS_MAX: Final = 2
_REPEATED_GROUP: Final = re.compile(r"(?<!\\)\)[*+{]")
_REPEAT: Final = re.compile(r"(?<!\\)[*+]|(?<!\\)\{\d*,\d*\}")
_FIELD: Final = "Mönster för artiklars adresser"


def checked(pattern: str) -> str:
    """Return the pattern.

    Raises:
        InputError: it is no regular expression, or one that an address could make slow.
    """
    why = _trouble(pattern)
    if why:
        raise InputError(field=_FIELD, why=why, name="link_pattern")
    return pattern


def _trouble(pattern: str) -> str:
    if len(pattern) > _PATTERN_MAX:
        return f"högst {_PATTERN_MAX} tecken."
    try:
        re.compile(pattern)
    except re.error:
        return "det är inget reguljärt uttryck. Skriv till exempel /nyheter/.+"
    if _REPEATED_GROUP.search(pattern):
        return "en parentes får inte följas av * eller +. Skriv till exempel /(nyheter|press)/.+"
    if len(_REPEAT.findall(pattern)) > _REPEATS_MAX:
        return f"använd * och + högst {_REPEATS_MAX} gånger."
    return ""
