"""Where a text names what a watch looks for, with spans.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from monitor.core.text import Folded, fold, fold_mapped
from monitor.judge.forms import Form, misspelt, name_form, proper_form, term_form
from monitor.judge.namesakes import person
from monitor.judge.watches import Name, Watch

Field = Literal["title", "lede", "text"]
MentionKind = Literal["name", "context", "near", "person", "place"]

FIELDS: tuple[Field, ...] = ("title", "lede", "text")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text names something of a watch.

    Attributes:
        start: offset of the first character in the field, as written.
        end: offset after the last character, compounds and endings included.
        term: the watch's own word that was found.
        matched: the characters as written.
    """

    field: Field
    start: int
    end: int
    term: str
    kind: MentionKind
    matched: str


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a watch ready to be sought.

    Attributes:
        role: what stands in its place for the model: programme, supplier, person, place or "".
        strength: own, shared or generic for names, else "".
    """

    text: str
    kind: MentionKind
    form: Form
    role: str = ""
    strength: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One found term, in offsets of the folded text; ``base`` ends the term without its tail."""

    start: int
    base: int
    end: int
    term: Term


@dataclass(frozen=True, slots=True)
class Scanned:
    """One field with its hits, in order and without overlap."""

    field: Field
    written: str
    folded: Folded
    hits: tuple[Hit, ...]

    def mentions(self) -> list[Mention]:
        """Return the hits as mentions in the text as written."""
        return [self._mention(hit) for hit in self.hits]

    def _mention(self, hit: Hit) -> Mention:
        start, end = self.folded.span(hit.start, hit.end)
        matched = self.written[start:end]
        return Mention(self.field, start, end, hit.term.text, hit.term.kind, matched)


class Finder:
    """A watch's terms on one day, indexed by their first letters."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._by_head: dict[str, list[Term]] = {}
        self._inside = [term for term in terms if term.form.inside]
        self._fuzzy = [term for term in terms if term.form.fuzzy]
        for term in terms:
            self._by_head.setdefault(term.form.head, []).append(term)
        # A shorter head may begin a longer one: both are then tried at the same place.
        self._heads = {
            head: [
                term
                for other, found in self._by_head.items()
                if head.startswith(other)
                for term in found
            ]
            for head in self._by_head
        }
        self._starts = _starts(self._heads)
        self._long_words = _long_words(self._fuzzy)

    def scan(self, field: Field, written: str) -> Scanned:
        """Find the terms in one field."""
        folded = fold_mapped(written)
        hits = self._candidates(folded.text)
        if hits and written != written.lower():
            hits = [hit for hit in hits if _cased(hit, written, folded)]
        if hits and _RINGS.search(written):
            hits = [hit for hit in hits if _spelt(hit, written, folded)]
        found = (_namesake(hit, written, folded) for hit in _without_overlap(hits))
        return Scanned(field, written, folded, tuple(found))

    def _candidates(self, text: str) -> list[Hit]:
        found: list[Hit] = []
        for match in self._starts.finditer(text):
            found += _matches(self._heads[match.group()], text, match.start())
        for match in self._long_words.finditer(text):
            found += self._misspelt(match.group(), match.start())
        for term in self._inside:
            found += _inside(term, text)
        return found

    def _misspelt(self, word: str, start: int) -> Iterable[Hit]:
        for term in self._fuzzy:
            length = misspelt(word, term.form.fuzzy)
            if length:
                yield Hit(start, start + length, start + len(word), term)


_NEVER = re.compile("(?!)")


def _starts(heads: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds the beginnings of words where a term may stand."""
    by_first: dict[str, list[str]] = {}
    for head in sorted(heads, key=lambda head: (-len(head), head)):
        by_first.setdefault(head[0], []).append(re.escape(head[1:]))
    if not by_first:
        return _NEVER
    branches = "|".join(
        f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items()
    )
    first = "".join(map(re.escape, by_first))
    return re.compile(f"(?<![^\\W_])(?=[{first}])(?:{branches})")


def _long_words(fuzzy: Sequence[Term]) -> re.Pattern[str]:
    """Return a pattern that finds the words that may misspell a name."""
    if not fuzzy:
        return _NEVER
    first = "".join(sorted({term.form.fuzzy[0] for term in fuzzy}))
    shortest = min(len(term.form.fuzzy) for term in fuzzy) - 1
    return re.compile(f"(?<![^\\W_])[{first}][^\\W_]{{{shortest - 1},}}")


def _matches(terms: Iterable[Term], text: str, start: int) -> Iterable[Hit]:
    for term in terms:
        match = term.form.pattern.match(text, start)
        if match:
            yield Hit(start, match.end("base"), match.end(), term)


def _inside(term: Term, text: str) -> Iterable[Hit]:
    """Yield the hits of a long term that begin inside a word, from that word's beginning."""
    at = text.find(term.form.inside)
    while at >= 0:
        match = term.form.pattern.match(text, at)
        start = at
        while start and text[start - 1].isalnum():
            start -= 1
        if match and start < at:
            yield Hit(start, match.end("base"), match.end(), term)
        at = text.find(term.form.inside, at + 1)


#: Letters whose dots and ring a Swedish text keeps; an address or an English text has none.
_RINGS = re.compile("[åäöÅÄÖ]")


def _spelt(hit: Hit, written: str, folded: Folded) -> bool:
    """Tell whether a hit keeps the term's å, ä and ö, so that "stället" is not "stallet"."""
    if hit.term.form.fuzzy:
        return True
    start, end = folded.span(hit.start, hit.base)
    inside = len(hit.term.form.inside)
    start = end - inside if inside else start
    return len(_RINGS.findall(written, start, end)) == len(_RINGS.findall(hit.term.text))


def _cased(hit: Hit, written: str, folded: Folded) -> bool:
    form = hit.term.form
    if form.capital:
        return written[folded.span(hit.start, hit.start + 1)[0]].isupper()
    if form.capitals:
        start, end = folded.span(hit.start, hit.base)
        return written[start:end].isupper()
    return True


def _namesake(hit: Hit, written: str, folded: Folded) -> Hit:
    """Return a hit as it is, or as a near-name where the name is part of a person's."""
    if hit.term.strength not in {"own", "shared"} or " " in hit.term.text:
        return hit
    if not person(written, *folded.span(hit.start, hit.end)):
        return hit
    return replace(hit, term=replace(hit.term, kind="near", role="", strength=""))


#: Where two hits overlap the longer base wins; of equals the kind that stands first here.
_ORDER: dict[MentionKind, int] = {"near": 0, "name": 1, "person": 2, "place": 3, "context": 4}


def _without_overlap(hits: list[Hit]) -> list[Hit]:
    """Keep one hit per place. A near-name that covers a name's base cancels the name."""
    ranked = sorted(hits, key=_rank)
    kept: list[Hit] = []
    for hit in ranked:
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _rank(hit: Hit) -> tuple[int, int, int, str]:
    order = _ORDER[hit.term.kind]
    covers = 0 if order < 2 else 1  # names and near-names before all that supports them
    return covers, -(hit.base - hit.start), order, hit.term.text


#: Of one name listed twice the more careful reading holds.
_CAREFUL = {"own": 0, "generic": 1, "shared": 2}


def _names(watch: Watch, day: date | None) -> Iterable[Name]:
    found: dict[str, Name] = {}
    for name in sorted(watch.names, key=lambda name: _CAREFUL[name.strength]):
        if name.valid_on(day):
            found[fold(name.text)] = name
    return found.values()


def _name_term(name: Name) -> Term:
    common = name.strength == "generic"
    form = name_form(name.text, shared=name.strength == "shared", common=common)
    return Term(name.text, "name", form, "" if common else name.kind, name.strength)


@lru_cache(maxsize=64)
def finder(watch: Watch, day: date | None = None) -> Finder:
    """Return the finder of a watch; names that do not count on ``day`` are left out."""
    terms = [_name_term(name) for name in _names(watch, day)]
    terms += [Term(text, "context", term_form(text)) for text in watch.context]
    terms += [Term(text, "near", term_form(text, within=False)) for text in watch.near]
    terms += [Term(text, "person", proper_form(text), role="person") for text in watch.people]
    terms += [Term(text, "place", proper_form(text), role="place") for text in watch.places]
    return Finder(terms)


def scan(
    watch: Watch, title: str, lede: str, text: str, *, day: date | None = None
) -> tuple[Scanned, ...]:
    """Return title, lede and text with their hits, in that order.

    A lede that only repeats the beginning of the text is scanned with the text and left empty.
    """
    if lede and text.startswith(lede):
        text = text[len(lede) :].rjust(len(text))
    found = finder(watch, day)
    return tuple(
        found.scan(field, written)
        for field, written in zip(FIELDS, (title, lede, text), strict=True)
    )


def find_mentions(
    watch: Watch, title: str, lede: str, text: str, *, day: date | None = None
) -> list[Mention]:
    """Return every mention, by field and then by place.

    Args:
        day: publication day; names whose valid dates exclude it are not sought.
    """
    fields = scan(watch, title, lede, text, day=day)
    return [mention for field in fields for mention in field.mentions()]
