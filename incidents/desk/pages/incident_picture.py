"""The course of events as a picture: one lane for each kind, marks along time.

Pure: no clock, no store, no network. Geometry only; the template writes the SVG, and the timeline
beside it is the same as a list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from incidents.desk.pages.incident_line import KINDS
from incidents.desk.pages.ticks import reach, readable
from incidents.record.timeline import TimelineEntry
from monitor.core.clock import local
from monitor.core.times import Calendar, Precision, date_text, duration_text, midnight, moment_text

#: Size of the picture, units of the view box.
WIDTH, LANE, TOP, LEFT, RIGHT = 900, 30, 12, 160, 16
_STEPS = (1, 2, 3, 6, 12)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One entry: where, and what a pointer over it tells."""

    x: float
    y: float
    said: str


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A line across the lanes with a time below it."""

    x: float
    said: str
    day: bool

    @property
    def anchor(self) -> str:
        """Return how the words stand: around the line, or before it at the right edge."""
        return "end" if self.x + reach(self.said) / 2 > WIDTH else "middle"


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What the SVG draws.

    Attributes:
        lanes: (Swedish name, y of its line, number of marks).
        told: the text alternative, Swedish.
    """

    width: int
    height: int
    lanes: list[tuple[str, float, int]]
    marks: list[Mark]
    ticks: list[Tick]
    told: str


def picture(entries: list[TimelineEntry]) -> Picture | None:
    """Return the picture of a course of events, or None when there is too little to draw."""
    exact = [one for one in entries if one.moment.precision is not Precision.UNKNOWN]
    used = [one for one in exact if one.kind != "incidents"]
    if len(used) < 2 or used[0].at == used[-1].at:
        return None
    start, end = used[0].at, used[-1].at
    lanes = [
        (said, [one for one in used if one.kind in kinds])
        for said, kinds in KINDS.values()
        if any(one.kind in kinds for one in used)
    ]
    calendar = Calendar(local(end).year)

    def x(at: datetime) -> float:
        share = (at - start) / (end - start)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    marks = [
        Mark(
            x=x(one.at),
            y=_y(number),
            said=f"{moment_text(one.moment, calendar)}: {one.heading}. {one.text}",
        )
        for number, (_, lane) in enumerate(lanes)
        for one in lane
    ]
    counted = ", ".join(f"{said.lower()} {len(lane)}" for said, lane in lanes)
    return Picture(
        width=WIDTH,
        height=TOP + LANE * len(lanes) + 28,
        lanes=[(said, _y(number), len(lane)) for number, (said, lane) in enumerate(lanes)],
        marks=marks,
        ticks=_ticks([_tick(at, x(at), calendar) for at in _instants(start, end)]),
        told=(
            f"Händelseförlopp från {moment_text(used[0].moment, calendar)} till "
            f"{moment_text(used[-1].moment, calendar)}, {duration_text(end - start)}: {counted}. "
            "Samma uppgifter står i tidslinjen."
        ),
    )


def _y(lane: int) -> float:
    return TOP + LANE * lane + LANE / 2


def _instants(start: datetime, end: datetime) -> list[datetime]:
    """Return the whole hours or midnights to mark, at most about ten."""
    days = [
        midnight(local(start).date() + timedelta(days=n)) for n in range((end - start).days + 3)
    ]
    if end - start > timedelta(days=3):
        step = 1 + len(days) // 10
        return [day for day in days[::step] if start <= day <= end]
    hours = next((h for h in _STEPS if (end - start) / timedelta(hours=h) <= 9), 24)
    steps = [
        day + timedelta(hours=hour)
        for day, after in pairwise([*days, days[-1] + timedelta(days=1)])
        for hour in range(0, 24, hours)
        if day + timedelta(hours=hour) < after
    ]
    return [at for at in steps if start <= at <= end]


def _ticks(found: list[Tick]) -> list[Tick]:
    return [found[at] for at in readable([(one.x, one.said) for one in found])]


def _tick(at: datetime, x: float, calendar: Calendar) -> Tick:
    there = local(at)
    new_day = there.hour == 0
    return Tick(x=x, said=date_text(at, calendar) if new_day else f"{there:%H.%M}", day=new_day)
