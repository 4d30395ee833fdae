"""The Swedish forms of a watched term, as patterns over folded text.

Pure: no clock, no store, no network.

A pattern starts at the beginning of a word, so that ``koncerner`` never holds ``Cerner``; only
long context terms (``patientjournalsystem``) may begin inside one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from monitor.core.text import fold, is_abbreviation

#: Letters from which a term is rare enough to be read with any tail, or inside a compound.
LONG = 8
#: Letters under which a term is read with its own endings only.
SHORT = 5
#: Letters by which a term is sought; more letters, fewer tries.
HEAD = 5

#: First parts of words that make a compound with a name. A name under LONG letters takes only
#: these without a hyphen, so that Kompass is not found in "kompassionen".
_HEADS = """
    affar aktor anstalld anvand app arbet avbrott avtal bank beslut bolag brak brist bud bygg byte
    chef data debatt debakel dokument drift effekt fara fel fiasko foretag forsening forhand fraga
    fragor frag garanti grans grupp handling haveri hot infor info inkop installation journal
    kaos kampanj klass kod konflikt konsult kontor kontrakt kost krasch krav kris kritik kund kurs
    kop lager lagen lansering larm ledning leverans leverantor licens losen losning lakare lage
    management markning miljard miljo miljon modul mote myndighet nota notan ny nyhet oro
    organisation overtag paus personal pilot plan plattform problem process produkt program projekt
    rapport ras register rektor rutin sajt samarbete satsning sida sjukhus skandal skepsis skepti
    skift skydd sparr stab start start stopp storning strid strul styr support svar system team
    teknik test tid tillsyn tjanst topp tvist uppdatering upphandling uppgorelse upplag upprop
    utbildning utred utrull utveck vard varning verktyg version vinn vite vision ager agare arende
"""
_HEAD = "|".join(sorted(set(_HEADS.split()), key=lambda head: (-len(head), head)))

#: Genitive (with or without colon or apostrophe) and definite endings of a name.
_ENDING = "(?:[':]?s|:[a-z]{1,4}|en|ens|et|ets|n|ns|t|ts)?"
#: Endings of a short common noun.
_NOUN_ENDING = (
    "(?:s|n|ns|t|ts|en|ens|et|ets|ar|ars|er|ers|or|ors|arna|arnas|erna|ernas|orna|ornas|na|nas)?"
)
_STOP = r"(?![^\W_])"
_HYPHENATED = r"(?:-[^\W_]+)*"
_GAP = r"[\s\-]+"


@dataclass(frozen=True, slots=True)
class Form:
    """How one term may stand in a folded text.

    Attributes:
        head: first letters of every match, at most :data:`HEAD`; sought at the start of words.
        pattern: matches from the start of a word; group ``base`` holds the term without its tail.
        inside: folded term that may also stand inside a longer word, else empty.
        capital: the match must begin with a capital in the text as written.
        capitals: every letter of the base must be a capital in the text as written.
        fuzzy: folded name whose misspellings by one edit count, else empty.
    """

    head: str
    pattern: re.Pattern[str]
    inside: str = ""
    capital: bool = False
    capitals: bool = False
    fuzzy: str = ""


def name_form(text: str, *, shared: bool = False, common: bool = False) -> Form:
    """Return the form of a name.

    Args:
        shared: the name is also borne by other things; it must be written with a capital.
        common: a description such as "det nya journalsystemet", inflected like a common noun.
    """
    folded = fold(text)
    if common:
        return _common_form(folded)
    letters = sum(letter.isalnum() for letter in folded)
    if is_abbreviation(text) and letters < SHORT:
        tail = f"{_ENDING}{_HYPHENATED}"
        return Form(_head(folded), _compiled(_body(folded), tail), capitals=True)
    tail = f"(?:{_name_compound(letters)}|{_ENDING}){_HYPHENATED}"
    fuzzy = folded if letters >= LONG and folded.isalpha() else ""
    pattern = _compiled(_body(folded), tail)
    return Form(_head(folded), pattern, capital=shared, fuzzy=fuzzy)


def term_form(text: str, *, within: bool = True) -> Form:
    """Return the form of a context term or near-name; compounds as its length allows.

    Args:
        within: a long term is also found inside compounds.
    """
    folded = fold(text)
    if is_abbreviation(text) and len(folded) < SHORT:
        tail = f"{_ENDING}{_HYPHENATED}"
        return Form(_head(folded), _compiled(_body(folded), tail), capitals=True)
    form = _common_form(folded)
    return form if within else replace(form, inside="")


def proper_form(text: str) -> Form:
    """Return the form of a person or place: its genitive, and compounds with a hyphen."""
    folded = fold(text)
    capitals = is_abbreviation(text) and len(folded) < SHORT
    pattern = _compiled(_body(folded), f"{_ENDING}{_HYPHENATED}")
    return Form(_head(folded), pattern, capital=not capitals, capitals=capitals)


def _common_form(folded: str) -> Form:
    parts = re.split(_GAP, folded)
    last = len(parts[-1])
    tail = "[^\\W_]*" if last >= SHORT else _NOUN_ENDING
    inside = folded if len(parts) == 1 and last >= LONG and folded.isalpha() else ""
    return Form(_head(folded), _compiled(_body(folded), tail + _HYPHENATED), inside=inside)


def _name_compound(letters: int) -> str:
    if letters >= LONG:
        return "[^\\W_]{3,}"
    return f"s?(?:{_HEAD})[^\\W_]*" if letters >= SHORT else "(?!)"


def _head(folded: str) -> str:
    return re.split(r"[\W_]", folded, maxsplit=1)[0][:HEAD]


def _body(folded: str) -> str:
    return _GAP.join(re.escape(part) for part in re.split(_GAP, folded) if part)


def _compiled(body: str, tail: str) -> re.Pattern[str]:
    return re.compile(f"(?P<base>{body}){tail}{_STOP}")


_FUZZY_TAIL = re.compile(f"(?:s?(?:{_HEAD})[^\\W_]*|{_ENDING})$")


def misspelt(word: str, name: str) -> int:
    """Return how many letters of a folded word are a misspelling of a folded name, else 0.

    One letter is missing, extra, exchanged or swapped with its neighbour; the first is right.
    What follows must be an ending or the beginning of a common compound.
    """
    size = len(name)
    if not word.startswith(name[0]) or len(word) < size - 1:
        return 0
    if word.startswith(name):  # rightly spelt, unless its last letter is doubled
        doubled = word.startswith(name[-1], size) and _FUZZY_TAIL.match(word, size + 1)
        return size + 1 if doubled else 0
    at = next((i for i, letter in enumerate(name) if i >= len(word) or word[i] != letter), size)
    rest = name[at:]
    tries = (
        (word.startswith(rest[1:], at), size - 1),  # missing
        (word.startswith(rest[1:], at + 1), size),  # exchanged
        (rest[:2][::-1] == word[at : at + 2] and word.startswith(rest[2:], at + 2), size),
        (word.startswith(rest, at + 1), size + 1),  # extra
    )
    lengths = (length for fits, length in tries if fits and length <= len(word))
    return next((length for length in lengths if _FUZZY_TAIL.match(word, length)), 0)
