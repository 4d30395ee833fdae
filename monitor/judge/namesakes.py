"""Whether a watched name, where it stands, is part of a person's name.

Pure: no clock, no store, no network.

Programmes and suppliers are often named like people, or like what people are named after: "Linnea
Karlsson" is no programme and "Hans Cerner" no supplier.
"""

from __future__ import annotations

import re
from typing import Final

from monitor.judge.firstnames import MEN, WOMEN

#: The word before, on the same line, and whether it begins its sentence.
_BEFORE: Final = re.compile(r"(?P<first>^|[.!?:–—\n] *|[”\"])?(?<!\w)(?P<word>[A-ZÅÄÖ][\w-]+) $")
#: A surname after: only endings that neither places nor words have.
_SURNAME: Final = re.compile(r" [A-ZÅÄÖ][a-zåäöé]+(?:sson|ström|kvist|qvist|gren|blom)s?\b")
#: First names that are also words, and so say nothing at the beginning of a sentence.
_WORDS: Final = frozenset({"Hans", "Love", "Max", "Per", "Sten"})
#: Characters before a name that are read.
_NEAR: Final = 40


def person(written: str, start: int, end: int) -> bool:
    """Tell whether the name at ``start`` to ``end`` has a first name before or a surname after."""
    if _SURNAME.match(written, end):
        return True
    before = _BEFORE.search(written[max(0, start - _NEAR) : start])
    if before is None or before["word"] not in MEN | WOMEN:
        return False
    return before["first"] is None or before["word"] not in _WORDS
