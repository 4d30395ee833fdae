"""What the report linter reads and what it says.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Literal

from incidents.report.wording import Basis, Name, NameKind, Person
from monitor.core.clock import local
from monitor.core.text import sentences
from monitor.core.times import PARTS, Calendar, Part, calendar_for

#: Findings of these rules stop an approval; the rest may be overridden with a reason.
BLOCKING = frozenset({"W6", "W10", "W14"})

#: What the rules are called on the screen.
RULE_LABELS = {
    "W1": "klockslag",
    "W2": "datum",
    "W3": "ord som åldras",
    "W4": "långt namn först",
    "W5": "genitiv",
    "W6": "tillskrivning",
    "W7": "citattecken",
    "W8": "värderande ord",
    "W9": "klarspråk",
    "W10": "källskydd",
    "W11": "avslutning och länkar",
    "W12": "syftning",
    "W13": "veckodag",
    "W14": "personuppgifter",
}


class Section(StrEnum):
    """Where a paragraph stands: the sections of the schema, and the parts above them."""

    REASON = "reason"
    TITLE = "title"
    COMPILED = "compiled"
    PERIOD = "period"
    CORRECTION = "correction"
    INCIDENT = "incident"
    CIRCUMSTANCES = "circumstances"
    ACTIONS = "actions"
    QUESTIONS = "questions"
    NEXT_UPDATE = "next_update"
    COMMENT = "comment"
    SPOKESPERSONS = "spokespersons"
    ABOUT = "about"
    SUMMARY = "summary"
    STANDING = "standing"
    INCIDENTS = "incidents"
    DECISIONS = "decisions"
    PLANNED = "planned"
    MEDIA = "media"


#: Lines above the sections: no sentences, and no first mentions.
HEAD = frozenset({Section.REASON, Section.TITLE, Section.COMPILED, Section.PERIOD})


@dataclass(frozen=True)
class Source:
    """What a paragraph rests on.

    Attributes:
        basis: None for the organisation's own doings and words.
        holder: name of the outlet, party or authority whose word it is.
        said_it: the holder said it itself, as in a statement; else somebody told it of them.
    """

    basis: Basis | None = None
    holder: str = ""
    said_it: bool = False

    @property
    def is_claim(self) -> bool:
        """Return whether it is a party's or a medium's claim, which nobody here may vouch for."""
        return self.basis in {Basis.PARTY, Basis.MEDIA}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph in the notation of :mod:`incidents.report.inline`."""

    id: int | str
    section: Section
    text: str
    style: Literal["text", "quote"] = "text"
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Context:
    """What the linter must know of the report.

    Attributes:
        names: outlets, parties, authorities, the programme and the organisation itself.
        people: with the titles they hold at ``compiled_at``.
        dead_links: addresses known not to resolve.
        earlier: lower-case texts that count as mentioned before, such as the corrected report.
    """

    kind: Literal["extra", "weekly"]
    compiled_at: datetime
    names: tuple[Name, ...] = ()
    people: tuple[Person, ...] = ()
    dead_links: frozenset[str] = frozenset()
    earlier: str = ""
    parts: tuple[Part, ...] = PARTS

    @cached_property
    def calendar(self) -> Calendar:
        """Return the report's calendar."""
        return calendar_for(self.compiled_at, self.parts)

    @cached_property
    def here(self) -> datetime:
        """Return compiled_at on the Stockholm clock."""
        return local(self.compiled_at)

    def of(self, *kinds: NameKind) -> tuple[Name, ...]:
        """Return the names of these kinds."""
        return tuple(name for name in self.names if name.kind in kinds)


@dataclass(frozen=True)
class Finding:
    """A remark: where, what, why and the proposed wording of ``text[start:end]``.

    An empty proposal means "strike it"; None means that only a person can tell.
    """

    rule: str
    paragraph_id: int | str
    start: int
    end: int
    found: str
    why: str
    proposal: str | None = None
    blocks: bool = False


@dataclass(frozen=True)
class Link:
    """A link: ``text[start:end]`` in all, its words at ``words_start`` to ``words_end``."""

    start: int
    end: int
    words_start: int
    words_end: int
    url: str


_LINK = re.compile(r"\[((?:\\.|[^\\\[\]])*)\]\(([^()\s]*)\)")
_LANGUAGE = re.compile(r"\[((?:\\.|[^\\\[\]])+)\](\{[A-Za-z-]+\})")
_BARE_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s)\]]+|[\w.+-]{1,64}@[\w-]+\.[\w.]+")
_STARS = re.compile(r"(?<!\\)\*{1,2}")
_QUOTED = re.compile(r"[”“„«»\"][^”“„«»\"]*[”“„«»\"]")
_FILLER = "\ufffc"


class Prose:
    """A paragraph as the rules see it; every view has the offsets of the text itself.

    ``plain`` has notation and addresses blanked; ``words`` has verbatim quotations filled too.
    """

    def __init__(self, paragraph: Paragraph) -> None:
        self.paragraph = paragraph
        self.text = paragraph.text
        self.section = paragraph.section
        self.is_quote = paragraph.style == "quote"

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Return the links in order."""
        return tuple(
            Link(found.start(), found.end(), *found.span(1), found[2])
            for found in _LINK.finditer(self.text)
        )

    @cached_property
    def plain(self) -> str:
        """Return the text without notation and addresses."""
        plain = self.text
        for link in self.links:
            plain = _blank(plain, link.start, link.words_start)
            plain = _blank(plain, link.words_end, link.end)
        for pattern, group in ((_LANGUAGE, 2), (_BARE_ADDRESS, 0), (_STARS, 0)):
            for found in pattern.finditer(plain):
                plain = _blank(plain, *found.span(group))
        return plain

    @cached_property
    def quotes(self) -> tuple[tuple[int, int], ...]:
        """Return the spans of quotations, marks included, whichever marks were used."""
        return tuple(found.span() for found in _QUOTED.finditer(self.plain))

    @cached_property
    def words(self) -> str:
        """Return the plain text with quotations filled; their closing stop stays."""
        words = self.plain
        for start, end in self.quotes:
            inner = end - 2 if words[end - 2] in ".?!" else end - 1
            words = words[: start + 1] + _FILLER * max(0, inner - start - 1) + words[inner:]
        return words

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Return the spans of the sentences."""
        return tuple(sentences(self.words))

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """Return the span of the sentence around an offset."""
        for start, end in self.sentences:
            if start <= offset < end:
                return start, end
        return 0, len(self.text)

    def finding(
        self, rule: str, where: tuple[int, int], why: str, proposal: str | None = None
    ) -> Finding:
        """Return a finding on a span; the proposal takes over a first capital."""
        start, end = where
        found = self.text[start:end]
        if proposal and found[:1].isupper() and proposal[:1].islower():
            proposal = proposal[:1].upper() + proposal[1:]
        blocks = rule in BLOCKING
        return Finding(rule, self.paragraph.id, start, end, found, why, proposal, blocks)


@dataclass(frozen=True)
class Manuscript:
    """The whole report under the linter's eyes."""

    paragraphs: tuple[Prose, ...]
    context: Context

    @cached_property
    def own_words(self) -> tuple[Prose, ...]:
        """Return the paragraphs that are not verbatim quotations."""
        return tuple(prose for prose in self.paragraphs if not prose.is_quote)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
