"""W4 and W5: long names first, titles once, and genitives.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from incidents.report.finding import HEAD, Finding, Link, Manuscript, Prose, Section
from incidents.report.wording import (
    Basis,
    Name,
    NameKind,
    Person,
    genitive,
    introduced,
    linked,
)

#: Sections whose names are set by the record, and where a short title is right.
_NO_MENTIONS = HEAD | {Section.SPOKESPERSONS, Section.ABOUT}

_GENITIVE_S = re.compile(r":?s\b")
_REGISTRY = re.compile(r"\s+\d{4}-\d")


@dataclass(frozen=True)
class _Mention:
    """A name in a paragraph; ``start`` to ``end`` holds the link around it, if any."""

    prose: Prose
    start: int
    end: int
    is_long: bool
    bracket: bool
    link: Link | None
    inflected: bool


@lru_cache(maxsize=512)
def _pattern(long: str, short: str | None) -> re.Pattern[str]:
    """Return the pattern of either form; the long one wins where both could start."""
    words = r"\s+".join(map(re.escape, long.split()))
    brief = rf"|(?P<short>{re.escape(short)})(?=(?::?s)?(?![\w])|-)" if short else ""
    return re.compile(rf"(?<![\w-])(?:(?P<long>{words})(?P<s>:?s)?(?![\w-]){brief})")


@lru_cache(maxsize=512)
def _bracket(name: Name) -> re.Pattern[str]:
    short = re.escape(name.short or "")
    return re.compile(rf"\s*\((?:{short}(?::s)?|{re.escape(name.again_genitive)})\)")


def mentions(report: Manuscript) -> Iterator[Finding]:
    """W4: long name, link and bracket at the first mention, the short name after that."""
    paragraphs = [one for one in report.own_words if one.section not in _NO_MENTIONS]
    for name in report.context.names:
        if name.short or (name.kind is NameKind.OUTLET and name.url):
            yield from _name(name, [m for prose in paragraphs for m in _found(name, prose)])
    for person in report.context.people:
        yield from _person(person, paragraphs, report.context.names)


def _found(name: Name, prose: Prose) -> Iterator[_Mention]:
    if name.long not in prose.text and (not name.short or name.short not in prose.text):
        return
    for found in _pattern(name.long, name.short).finditer(prose.words):
        start, end = found.span()
        if _REGISTRY.match(prose.words, end):
            continue  # a registry number: RVM 2026-0311
        link = next((one for one in prose.links if one.start <= start and end <= one.end), None)
        if link and prose.plain[link.words_start : link.words_end].strip() == found[0]:
            start, end = link.start, link.end
        is_long = found["long"] is not None
        bracket = _bracket(name).match(prose.plain, end) if name.short else None
        if bracket and is_long:
            end = bracket.end()
        yield _Mention(
            prose, start, end, is_long, bool(bracket), link, is_long and bool(found["s"])
        )


def _name(name: Name, found: list[_Mention]) -> Iterator[Finding]:
    """Look at the mentions of one name in the order of the report."""
    shorts = _outside_brackets(found)
    longs = [one for one in found if one.is_long]
    if not longs and name.kind is NameKind.OWN:
        return  # the readers work there
    first = (longs + shorts)[0] if longs or shorts else None
    if first is None:
        return
    if shorts and found.index(shorts[0]) < (found.index(longs[0]) if longs else len(found)):
        first = shorts[0]
        yield _remark(name, first, f"”{name.short}” står innan läsaren har fått veta vad det är.")
    elif name.short and shorts and not first.bracket:
        yield _remark(name, first, f"Sätt kortformen {name.short} inom parentes efter namnet.")
    elif first.link is None and _article_of(name, first):
        yield _remark(name, first, "Länka artikeln vid första omnämnandet.")
    if not name.short:
        return
    for again in longs:
        if again is not longs[0] and (longs[0].bracket or shorts[:1] == [first]):
            short = name.again_genitive if again.inflected else name.short
            url = again.link.url if again.link else None
            yield again.prose.finding(
                "W4",
                (again.start, again.end),
                f"Namnet är redan presenterat. Kortformen {name.short} räcker.",
                linked(short, url),
            )


def _article_of(name: Name, mention: _Mention) -> str | None:
    """Return the article that a mention should lead to.

    A medium that only asked, or was answered, has written nothing there to link to.
    """
    sources = mention.prose.paragraph.sources
    told = not sources or any(one.basis is Basis.MEDIA for one in sources)
    return name.url if told and name.kind is NameKind.OUTLET else None


def _outside_brackets(found: list[_Mention]) -> list[_Mention]:
    """Return the short mentions that are not the bracket of a long one."""
    covered = {(id(one.prose), at) for one in found if one.is_long for at in (one.end,)}
    return [
        one
        for one in found
        if not one.is_long
        and not any((id(one.prose), end) in covered for end in range(one.end, one.end + 4))
    ]


def _remark(name: Name, mention: _Mention, why: str) -> Finding:
    """Return the finding whose proposal is a first mention in the case the text needs."""
    given = mention.link.url if mention.link else None
    url = given if given and given != "#" else _article_of(name, mention)
    end = mention.end
    tail = None if mention.is_long else _GENITIVE_S.match(mention.prose.words, end)
    if tail or mention.inflected:
        end = tail.end() if tail else end
        bracket = f" ({name.again_genitive})" if name.short else ""
        proposal = linked(genitive(name.long), url) + bracket
    else:
        proposal = introduced(name, used_again=bool(name.short), url=url)
    return mention.prose.finding("W4", (mention.start, end), why, proposal)


def _person(person: Person, paragraphs: list[Prose], names: tuple[Name, ...]) -> Iterator[Finding]:
    if not person.title:
        return
    seen = False
    pattern = _person_pattern(person.name)
    for prose in paragraphs:
        if person.name.split()[-1] not in prose.text:
            continue
        for found in pattern.finditer(prose.words):
            rest = prose.words[found.end() :]
            title, length = _title_after(person, rest, names)
            if not seen and title != person.title and not _titled_before(person, prose, found):
                yield _first_person(person, prose, found.span(), length)
            elif seen and title:
                end = found.end() + length
                end += 1 if prose.words[end : end + 1] == "," else 0
                yield prose.finding(
                    "W4",
                    (found.start(), end),
                    f"{person.name} är redan presenterad. Namnet räcker.",
                    person.name,
                )
            seen = True


@lru_cache(maxsize=256)
def _person_pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?:s)?(?!\w)")


def _title_after(person: Person, rest: str, names: tuple[Name, ...]) -> tuple[str, int]:
    """Return the title that stands as an apposition after the name and where it ends in ``rest``.

    An organisation in it may stand in either of its forms.
    """
    for title in (person.title, person.short_title):
        found = _title_pattern(title, names).match(rest) if title else None
        if found:
            return title, found.end()
    return "", 0


@lru_cache(maxsize=512)
def _title_pattern(title: str, names: tuple[Name, ...]) -> re.Pattern[str]:
    words = re.escape(title)
    for name in names:
        if name.short:
            long, short = re.escape(name.long), re.escape(name.short)
            words = words.replace(long, rf"(?:{long}(?:\s+\({short}\))?|{short})")
    return re.compile(rf",\s+{words}(?!\w)")


def _titled_before(person: Person, prose: Prose, found: re.Match[str]) -> bool:
    before = prose.words[: found.start()].rstrip().lower()
    return before.endswith(person.title.lower())


def _first_person(person: Person, prose: Prose, where: tuple[int, int], length: int) -> Finding:
    """Return the finding that introduces a person; ``length`` is that of a short title there."""
    start, end = where
    full = f"{person.name}, {person.title}"
    if length:
        why = "Skriv den långa titeln första gången, den korta hör till listan över talespersoner."
        return prose.finding("W4", (start, end + length), why, full)
    after = prose.words[end : end + 1]
    closed = full if after in {",", ".", ":", ";", "?", "!", ")", ""} else f"{full},"
    is_genitive = prose.text[start:end] != person.name
    return prose.finding(
        "W4",
        where,
        f"Skriv vem {person.name} är första gången.",
        None if is_genitive else closed,
    )


_ABBREVIATION = re.compile(r"(?<![\w-])([A-ZÅÄÖ]{2,}\d?)(?:s|['’´`]s|-s)(?![\w-])")
_APOSTROPHE = re.compile(r"(?<![\w-])([A-ZÅÄÖ][\w-]+)['’´`]s(?!\w)")


def genitives(report: Manuscript) -> Iterator[Finding]:
    """W5: RVM:s with a colon, and no apostrophe in any genitive."""
    known = tuple(name.long for name in report.context.names)
    known += tuple(person.name for person in report.context.people)
    for prose in report.own_words:
        for found in _ABBREVIATION.finditer(prose.words):
            yield prose.finding(
                "W5",
                found.span(),
                "Förkortningar får kolon före genitivens s.",
                f"{found[1]}:s",
            )
        for found in _APOSTROPHE.finditer(prose.words):
            if not found[1].isupper() and prose.words[: found.end(1)].endswith(known):
                yield prose.finding(
                    "W5",
                    found.span(),
                    "Svensk genitiv skrivs utan apostrof.",
                    genitive(found[1]),
                )
