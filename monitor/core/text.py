"""Swedish words: folding, words, stems, genitives and sentences.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import snowballstemmer

#: Runs of letters and digits; hyphens, colons and apostrophes part words.
WORD = re.compile(r"[^\W_]+")

#: Invisible characters that newspapers put inside long words, and loose combining marks.
_DROPPED = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f]")

_SINGLES = {"ø": "o", "æ": "a", "ð": "d", "þ": "t", "ß": "s", "ł": "l", "đ": "d", "ı": "i"}
_MARKS = {"\u2010": "-", "\u2011": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'"}


def _table() -> dict[int, str]:
    table = {ord(letter): plain for letter, plain in (_SINGLES | _MARKS).items()}
    for code in range(0x00C0, 0x0250):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table[code] = base.lower()
    return table


_TABLE = _table()


@dataclass(frozen=True, slots=True)
class Folded:
    """A text folded for comparing, and the way back to the text as it was written.

    Attributes:
        text: lower case, without diacritics, soft hyphens and invisible characters.
        origin: for each character of ``text`` its offset in the original, with the original's
            length last; None where the two agree character by character.
    """

    text: str
    origin: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that ``text[start:end]`` came from."""
        if self.origin is None or start == end:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1


def fold_mapped(text: str) -> Folded:
    """Fold a text and remember where each character came from."""
    lowered = text.lower()
    if len(lowered) == len(text) and _DROPPED.search(lowered) is None:
        return Folded(_without_marks(lowered), None)
    letters: list[str] = []
    origin: list[int] = []
    for offset, letter in enumerate(text):
        plain = _DROPPED.sub("", letter.lower()).translate(_TABLE)
        letters.append(plain)
        origin += [offset] * len(plain)
    return Folded("".join(letters), (*origin, len(text)))


_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


def _without_marks(lowered: str) -> str:
    """Return what ``str.translate`` would with our table, five times faster on Swedish."""
    if lowered.isascii():
        return lowered
    plain = lowered.replace("å", "a").replace("ä", "a").replace("ö", "o")
    return _BEYOND_ASCII.sub(lambda found: _TABLE.get(ord(found[0]), found[0]), plain)


def fold(text: str) -> str:
    """Return the text in lower case, without diacritics and invisible characters.

    ``Vårdsystem`` and the ``vardsystem`` of an address become one word.
    """
    return fold_mapped(text).text


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return WORD.findall(fold(text))


_STEMMER = snowballstemmer.stemmer("swedish")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the Swedish stem of one word, lower case with its diacritics kept."""
    return str(_STEMMER.stemWord(unicodedata.normalize("NFC", word).lower()))


def prefix_query(text: str) -> str:
    """Return an FTS5 query that finds each word's stem with any ending; empty for no words.

    ``journalsystemen haverera`` becomes ``"journalsystem"* "haverer"*``: every word must occur.
    """
    found = WORD.findall(unicodedata.normalize("NFC", text))
    return " ".join(f'"{stem(word)}"*' for word in found)


_ABBREVIATION = re.compile(r"(?:^|[\s-])[A-ZÅÄÖ0-9]*[A-ZÅÄÖ][A-ZÅÄÖ0-9]+$")


def is_abbreviation(name: str) -> bool:
    """Tell whether the last word of a name is an abbreviation in capitals (``VGR``)."""
    return _ABBREVIATION.search(name) is not None


def genitive(name: str) -> str:
    """Return the Swedish genitive of a name: ``VGR:s``, ``Produktverkets``, ``Nordlys``.

    A name that ends in s, x or z takes none, unless it is an abbreviation.
    """
    if not name:
        return name
    if is_abbreviation(name):
        return f"{name}:s"
    return name if name[-1].lower() in "sxz" else f"{name}s"


#: Abbreviations whose full stop does not end a sentence, without the stop, lower case.
_STOPS = frozenset(
    "t.ex bl.a d.v.s dvs m.m m.fl o.s.v osv kl ca st nr s.k f.d fr.o.m t.o.m p.g.a pga jfr resp "
    "inkl exkl tel mån tis ons tors tor fre lör sön jan feb mar apr aug sep sept okt nov dec "
    "dr prof doc adj e.d o.d i.e sid kap f.n t.v e.kr f.kr mr mrs ung enl obs dir".split()
)
_END = re.compile(r"[.!?…]+[\"'”»)\]]*(?=\s)|\n\s*\n")
_LAST_WORD = re.compile(r"[\w.]+$")


def decimal(number: float) -> str:
    """Return a number with two decimals as Swedes write it: 0,87."""
    return f"{number:.2f}".replace(".", ",")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences of a text, in order, without the space around them.

    A blank line parts two sentences. ``20.30``, ``t.ex.`` and initials do not end one.
    """
    cuts = [0]
    cuts += [found.end() for found in _END.finditer(text) if _ends_sentence(text, found)]
    cuts.append(len(text))
    spans = (_stripped(text, start, end) for start, end in pairwise(cuts))
    return [(start, end) for start, end in spans if start < end]


def _ends_sentence(text: str, found: re.Match[str]) -> bool:
    mark = found.group()
    if not mark.startswith(".") or mark.startswith(".."):
        return _continues(text, found.end()) is False
    before = _LAST_WORD.search(text, max(0, found.start() - 20), found.start())
    word = before.group() if before else ""
    if word.lower() in _STOPS or (len(word) == 1 and word.isupper()):
        return False
    return not _continues(text, found.end())


def _continues(text: str, offset: int) -> bool:
    """Tell whether the next word starts in lower case, so that the sentence goes on."""
    rest = text[offset : offset + 40].lstrip()
    return bool(rest) and rest[0].islower()


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
