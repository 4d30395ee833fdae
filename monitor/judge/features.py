"""What a scanned article looks like to the model: masked words, pieces of words and rules.

Pure: no clock, no store, no network.

Names, people and places are masked, so that what was learnt about one programme holds for another.
Words come from every field, pieces of words from title and lede only: on full texts they cost
5 ms each and told nothing more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, log1p

from monitor.core.text import WORD
from monitor.judge.elsewhere import elsewhere
from monitor.judge.mentions import Hit, Scanned
from monitor.judge.rules import Sight

#: Roles that are masked. A generic name keeps its words: they say what it is.
MASKS = {"programme": "PROGRAMME", "supplier": "SUPPLIER", "person": "PERSON", "place": "PLACE"}

#: Lengths of the pieces of words, in letters, the space on either side included.
PIECES = (3, 4, 5)

#: Letters of a word that stand for it where its company in the archive is asked about: Swedish
#: inflects and compounds at the end.
STEM = 8

#: Words of a text that are read; what matters in news stands early.
TEXT_WORDS = 700


@dataclass(frozen=True, slots=True)
class Word:
    """One masked word of a field.

    Attributes:
        start: offset in the text as written.
        end: offset after the last character.
    """

    text: str
    start: int
    end: int


def masked_words(scanned: Scanned) -> list[Word]:
    """Return the words of a field with masked names; a compound leaves its tail as a word.

    ``Kompassinförandet`` becomes PROGRAMME and ``inforandet``.
    """
    found: list[Word] = []
    at = 0
    for hit in scanned.hits:
        mask = MASKS.get(hit.term.role)
        if mask is None:
            continue
        found += _plain(scanned, at, hit.start)
        found.append(Word(mask, *scanned.folded.span(hit.start, hit.base)))
        found += [word for word in _plain(scanned, hit.base, hit.end) if len(word.text) > 2]
        at = hit.end
    return found + list(_plain(scanned, at, len(scanned.folded.text)))


def masked_texts(scanned: Scanned) -> list[str]:
    """Return the texts of :func:`masked_words`, several times faster."""
    folded = scanned.folded.text
    parts: list[str] = []
    at = 0
    for hit in scanned.hits:
        mask = MASKS.get(hit.term.role)
        if mask is None:
            continue
        tail = (word for word in WORD.findall(folded, hit.base, hit.end) if len(word) > 2)
        parts += [folded[at : hit.start], mask, *tail]
        at = hit.end
    parts.append(folded[at:])
    found: list[str] = WORD.findall(" ".join(parts))
    return found


def _plain(scanned: Scanned, start: int, end: int) -> Iterator[Word]:
    folded = scanned.folded
    for match in WORD.finditer(folded.text, start, end):
        yield Word(match.group(), *folded.span(*match.span()))


@lru_cache(maxsize=50_000)
def pieces(word: str) -> tuple[str, ...]:
    """Return the pieces of one word, as scikit-learn's ``char_wb`` analyser cuts it."""
    if word.isupper():
        return ()  # a mask is one thing, not letters
    padded = f" {word} "
    found: list[str] = []
    for size in PIECES:
        found.append(padded[:size])
        if size >= len(padded):
            break
        found += [padded[at : at + size] for at in range(1, len(padded) - size + 1)]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Document:
    """An article as the model counts it.

    Attributes:
        words: for each field, how often each word and each pair of words stands in it.
        pieces: for title and lede, how often each piece of a word stands in it.
        rules: value of each rule feature that is not zero.
    """

    words: tuple[dict[str, int], ...]
    pieces: tuple[dict[str, int], ...]
    rules: dict[str, float]


def document(fields: Sequence[Scanned]) -> Document:
    """Count the features of title, lede and text."""
    masked = [masked_texts(field) for field in fields]
    masked[2] = masked[2][:TEXT_WORDS]
    return Document(
        tuple(_word_counts(found) for found in masked),
        tuple(_piece_counts(found) for found in masked[:2]),
        rule_features(fields) | _elsewhere(masked[:2]),
    )


def _elsewhere(masked: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return the features of a headline and a lede that name somebody else's place."""
    found = zip(("title", "lede"), map(elsewhere, masked), strict=True)
    return {f"elsewhere in {field}": 1.0 for field, count in found if count}


def _word_counts(found: Sequence[str]) -> dict[str, int]:
    return Counter([*found, *map(" ".join, pairwise(found))])


def _piece_counts(found: Iterable[str]) -> dict[str, int]:
    return Counter(piece for word in found for piece in pieces(word))


def stemmed(counts: Mapping[str, int]) -> dict[str, int]:
    """Return how often each stem stands in a field; masks and pairs of words have none."""
    found: dict[str, int] = {}
    for word, count in counts.items():
        if " " not in word and not word.isupper():
            stem = word[:STEM]
            found[stem] = found.get(stem, 0) + count
    return found


def damped(count: int) -> float:
    """Return the weight of a word that stands ``count`` times: one, and slowly more."""
    return 1.0 + log(count)


def rarity(documents: int, with_it: int) -> float:
    """Return the weight of a word that ``with_it`` of ``documents`` hold (smoothed idf)."""
    return log((1 + documents) / (1 + with_it)) + 1.0


def rule_features(fields: Sequence[Scanned]) -> dict[str, float]:
    """Return the rule that holds and the graded counts of each kind of hit; zeros left out."""
    sight = Sight.of(fields)
    rule = sight.rule().name
    # A text about other things may hold such words in passing; graded counts tell how many.
    values = {f"rule:{'nothing' if rule in ('context_text', 'place') else rule}": 1.0}
    for field, shown in zip(fields, ("title", "lede", "text"), strict=True):
        values |= _graded(shown, field.hits)
    values["names in text"] = log1p(sum(hit.term.kind == "name" for hit in fields[2].hits)) / 2
    values["programme and supplier"] = float(sight.both_roles)
    return {name: value for name, value in values.items() if value}


def _graded(field: str, hits: Iterable[Hit]) -> dict[str, float]:
    kinds: dict[str, set[str]] = {}
    for hit in hits:
        for kind in {hit.term.strength or hit.term.kind, hit.term.role} - {""}:
            kinds.setdefault(kind, set()).add(hit.term.text)
    return {f"{kind} in {field}": min(len(terms), 3) / 3 for kind, terms in kinds.items()}
