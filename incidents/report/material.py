"""What a report is composed from: the record as it was known at one instant.

Pure: no clock, no store, no network.

Every text here stands in the notation of :mod:`incidents.report.inline`, escaped: it may be put
into a paragraph as it is, and nothing in it is a mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from incidents.report.wording import Name, Person
from monitor.core.times import Moment


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A row that a paragraph came from.

    Attributes:
        digest: SHA-256 of the row as it was; see :func:`incidents.report.load.source_digest`.
        known_at: when the organisation learnt it (articles: first seen); None for standing facts.
    """

    table: str
    row_id: int
    digest: str
    known_at: datetime | None


class Known(Protocol):
    """A record that is new to a report if it was not known, or not entered, at the last one."""

    @property
    def ref(self) -> SourceRef:
        """Return the row it came from."""
        ...

    @property
    def fresh_at(self) -> datetime:
        """Return the later of when it was learnt and when it was entered."""
        ...


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation. ``kind``: own, supplier, authority, hospital, union or party."""

    id: int
    name: Name
    kind: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """A medium; a spoken one "rapporterade" where a paper "beskriver"."""

    name: Name
    spoken: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A numbered claim; ``contradicted_by`` holds circumstances known at compiled_at."""

    ref: SourceRef
    id: int
    wording: str
    contradicted_by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it read at compiled_at. ``story`` is alike for the same news."""

    ref: SourceRef
    id: int
    outlet: Outlet
    url: str | None
    title: str
    when: Moment
    role: str
    story: int
    fresh_at: datetime
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Overtaking:
    """What speaks against a statement: the contradiction, and when it was learnt."""

    ref: SourceRef
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said; an unapproved outgoing one is never here."""

    ref: SourceRef
    id: int
    direction: str
    channel: str
    wording: str
    verbatim: bool
    translated: bool
    comment: bool
    is_answer: bool
    speaker: Person | None
    organisation: Body | None
    to_outlet: Outlet | None
    to_organisation: Body | None
    to_person: Person | None
    refers_to: Body | None
    registry_number: str | None
    when: Moment
    known_at: datetime
    fresh_at: datetime
    claims: tuple[Claim, ...]
    overtaken: tuple[Overtaking, ...]
    replaced: bool


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A known circumstance; ``superseded_by`` only where that one was known too."""

    ref: SourceRef
    id: int
    basis: str
    wording: str
    organisation: Body | None
    statement_id: int | None
    article_id: int | None
    verification: str
    reference: str
    superseded_by: int | None
    when: Moment
    fresh_at: datetime


@dataclass(frozen=True, slots=True)
class Action:
    """An action as it stood: one done after compiled_at was then still under way."""

    ref: SourceRef
    wording: str
    status: str
    reported_by: Body | None
    due_at: datetime | None
    done_at: datetime | None
    when: Moment
    fresh_at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision, by an office."""

    ref: SourceRef
    decided_by: str
    wording: str
    registry_number: str | None
    when: Moment
    fresh_at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """A question of ours that was still open."""

    ref: SourceRef
    wording: str
    put_to: Body | None
    due_at: datetime | None
    when: Moment
    fresh_at: datetime


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A question put to us; ``answered_at`` is None when the answer came after compiled_at."""

    ref: SourceRef
    asker: str
    outlet: Outlet | None
    organisation: Body | None
    deadline_at: datetime | None
    answered_at: datetime | None
    when: Moment
    known_at: datetime
    fresh_at: datetime

    @property
    def in_time(self) -> bool:
        """Return whether it was answered, and before the time that was asked for."""
        if self.answered_at is None:
            return False
        return self.deadline_at is None or self.answered_at <= self.deadline_at


@dataclass(frozen=True, slots=True)
class Issue:
    """An earlier report that was sent, and the rows that it printed."""

    ref: SourceRef
    number: str
    kind: str
    compiled_at: datetime
    corrected_by: str | None
    printed: frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Spokesperson:
    """Somebody who may speak for the organisation at compiled_at."""

    ref: SourceRef
    person: Person


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident with all that was known of it.

    Attributes:
        code: as "H-2026-011".
        since: compiled_at of the last issue about it; None before the first.
        follows: codes of the incidents that it follows.
    """

    ref: SourceRef
    code: str
    title: str
    topic: str
    severity: str
    status: str
    closing_note: str
    when: Moment
    since: datetime | None
    follows: tuple[str, ...] = ()
    articles: tuple[Article, ...] = ()
    statements: tuple[Statement, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()
    actions: tuple[Action, ...] = ()
    decisions: tuple[Decision, ...] = ()
    questions: tuple[Question, ...] = ()
    enquiries: tuple[Enquiry, ...] = ()
    issues: tuple[Issue, ...] = ()

    def is_new(self, record: Known) -> bool:
        """Return whether the record has not been open to an earlier issue."""
        return self.since is None or record.fresh_at > self.since


@dataclass(frozen=True, slots=True)
class Series:
    """The report series and what is said of it under "Om …"."""

    ref: SourceRef
    name: str
    programme: str
    producer: str
    commissioner: str
    cadence: str
    purpose: str
    distribution: str


@dataclass(frozen=True, slots=True)
class Material:
    """All that a report may use.

    Attributes:
        own: our own organisation.
        bodies: every organisation, for names in free text.
        enquiries: those of the weekly's period, also without an incident.
        corrects: the issue that this report corrects.
        period: weekly: from (exclusive), to (inclusive).
        link_base: address that a report's number is added to; None prints numbers unlinked.
    """

    compiled_at: datetime
    own: Body
    series: Series
    incidents: tuple[Incident, ...]
    spokespersons: tuple[Spokesperson, ...]
    bodies: tuple[Body, ...]
    enquiries: tuple[Enquiry, ...] = ()
    corrects: Issue | None = None
    period: tuple[datetime, datetime] | None = None
    link_base: str | None = None
