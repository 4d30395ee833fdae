"""What a composer holds while it writes a report from top to bottom.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from incidents.report import wording
from incidents.report.material import Body, Material, Outlet, SourceRef
from incidents.report.phrases import with_date, without_ageing
from incidents.report.sections import Style
from incidents.report.tree import web_address
from incidents.report.wording import Mentions, Name, Person
from monitor.core.clock import local
from monitor.core.times import (
    Calendar,
    Moment,
    Precision,
    calendar_for,
    clock_text,
    date_text,
    dated_text,
    during_text,
)


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A paragraph as the program writes it, and the rows that it came from.

    Attributes:
        section: key of the section.
        text: in the notation of :mod:`incidents.report.inline`; see ``sections.block_of``.
    """

    section: str
    text: str
    sources: tuple[SourceRef, ...]
    style: Style = "text"


@dataclass
class _Counted(Mentions):
    """Mentions that also count, so that a second writing knows which short forms come back."""

    counts: Counter[str] = field(default_factory=Counter)
    names: dict[str, Name] = field(default_factory=dict)

    def name(self, name: Name, *, url: str | None = None) -> str:
        """Return the name; see :meth:`Mentions.name`."""
        self._note(name)
        return super().name(name, url=url)

    def genitive(self, name: Name) -> str:
        """Return the genitive; see :meth:`Mentions.genitive`."""
        self._note(name)
        return super().genitive(name)

    def _note(self, name: Name) -> None:
        self.counts[name.long] += 1
        self.names[name.long] = name


class Pen:
    """Knows the report's instant and who has been introduced. One per writing."""

    def __init__(
        self, material: Material, *, dated: bool = False, reused: frozenset[str] | None = None
    ) -> None:
        self.material = material
        self.calendar: Calendar = calendar_for(material.compiled_at)
        self.dated = dated
        self._mentions = _Counted(reused)
        self._keeps = tuple(
            form
            for name in [*(body.name for body in material.bodies), Name(material.series.programme)]
            for form in (name.long, name.short)
            if form
        )

    @property
    def proper(self) -> tuple[str, ...]:
        """Return the names that keep their capital inside a sentence."""
        return self._keeps

    def introduced(self) -> tuple[Name, ...]:
        """Return the names that the reader has met with a short form."""
        return tuple(name for name in self._mentions.names.values() if name.short)

    def shortened(self, text: str, names: Iterable[Name]) -> str:
        """Return people's own wording with the short forms of names met before it."""
        for name in names:
            long = re.escape(name.long)
            forms = [(rf"{long}(?!\w)", name.again)]
            if not name.long.endswith("s"):
                forms.insert(0, (rf"{long}s(?!\w)", wording.genitive(name.again)))
            for form, short in forms:
                text = re.sub(rf"(?<![\w\[]){form}", short.replace("\\", r"\\"), text)
        return text

    def come_back(self) -> frozenset[str]:
        """Return the long names that were used more than once."""
        return frozenset(name for name, count in self._mentions.counts.items() if count > 1)

    @property
    def own(self) -> str:
        """Return our own short name: the readers work there."""
        return self.material.own.name.again

    def own_in_full(self) -> str:
        """Return our own name as it first stands in a contract."""
        return self._mentions.name(self.material.own.name)

    def body(self, body: Body) -> str:
        """Return an organisation, long at first."""
        return self.own if body.kind == "own" else self._mentions.name(body.name)

    def genitive(self, body: Body) -> str:
        """Return an organisation's genitive."""
        if body.kind == "own":
            return wording.genitive(self.own)
        return self._mentions.genitive(body.name)

    def outlet(self, outlet: Outlet) -> str:
        """Return a medium, long at first, never linked."""
        return self._mentions.name(outlet.name)

    def outlet_genitive(self, outlet: Outlet) -> str:
        """Return a medium's genitive."""
        return self._mentions.genitive(outlet.name)

    def publisher(self, outlet: Outlet, url: str | None) -> str:
        """Return a medium as the publisher of an article, linked to it each time."""
        address = None if url is None else web_address(url)
        again = outlet.name.long in self._mentions.seen
        name = self._mentions.name(outlet.name, url=address)
        return wording.linked(name, address) if again else name

    def person(self, person: Person) -> str:
        """Return a person before a verb: title and comma at first."""
        return self._mentions.person(person)

    def same_day(self, at: datetime) -> bool:
        """Return whether the instant is on the report's own day."""
        return local(at).date() == local(self.material.compiled_at).date()

    def when(self, moment: Moment, precision: Precision = Precision.MINUTE) -> str:
        """Return when it was, no finer than asked; with its date unless it is the report's."""
        shown = moment.shown_as(precision)
        if shown.at is None or shown.precision is Precision.UNKNOWN:
            return ""
        return during_text(shown, self.calendar, dated=self.dated or not self.same_day(shown.at))

    def settled(self, words: str, at: datetime) -> str:
        """Return our own words of that day without "i dag" and its like."""
        return without_ageing(words, local(at).date(), local(self.material.compiled_at).year)

    def placed(self, words: str, moment: Moment) -> str:
        """Return a wording that tells its own time, with the date where a reader needs it."""
        at = moment.at
        if at is None:
            return words
        words = self.settled(words, at)
        if self.same_day(at) and not self.dated:
            return words
        clocks = (clock_text(at), clock_text(at, short=True))
        return with_date(words, clocks, date_text(at, self.calendar))

    def clock(self, at: datetime, *, beside: datetime | None = None) -> str:
        """Return "klockan 13", with the date unless it is that of ``beside`` or the report."""
        day = beside or self.material.compiled_at
        if local(at).date() == local(day).date() and (beside is not None or not self.dated):
            return clock_text(at, short=True)
        return dated_text(at, self.calendar)


def refs(*records: object) -> tuple[SourceRef, ...]:
    """Return the rows of the records, each once, in order."""
    found: dict[tuple[str, int], SourceRef] = {}
    for one in _flat(records):
        source = one if isinstance(one, SourceRef) else getattr(one, "ref", None)
        if isinstance(source, SourceRef):
            found.setdefault((source.table, source.row_id), source)
    return tuple(found.values())


def _flat(records: Iterable[object]) -> Iterable[object]:
    for one in records:
        if isinstance(one, tuple | list):
            yield from _flat(one)
        elif one is not None:
            yield one


def sentence(*parts: str) -> str:
    """Return the parts joined by single spaces as one sentence."""
    return wording.sentence(" ".join(part for part in parts if part))
