"""Response times over time as two pictures: each answer, and each week's middle answer.

Pure: no clock, no store, no network. Geometry only; the template writes the SVG, and the tables
beside it hold the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from incidents.desk.pages.ticks import reach, readable
from incidents.record.metrics import Measure, Week
from monitor.core.clock import local
from monitor.core.times import Calendar, date_text, day_text, duration_text, midnight

#: Size of a picture, units of its view box.
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 900, 260, 70, 16, 12, 34
#: Heights that a scale may have, minutes.
_SCALES = (15, 30, 60, 120, 240, 480, 960, 1440, 2880, 5760, 10080, 20160, 43200)
#: Marks along time at most.
_TICKS = 9
#: More answers than this cover one another; the weeks tell of them.
DOTS = 400


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One answer: where, whether it was late, and what a pointer over it tells."""

    x: float
    y: float
    late: bool
    said: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One week: where, how high, and what a pointer over it tells; no height for a quiet week."""

    x: float
    y: float
    width: float
    height: float
    said: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What the SVG draws.

    Attributes:
        rungs: (y, Swedish length) of the lines across.
        ticks: (x, Swedish date) below.
        told: the text alternative, Swedish.
    """

    width: int
    height: int
    base: int
    rungs: list[tuple[float, str]]
    ticks: list[tuple[float, str]]
    dots: list[Dot]
    bars: list[Bar]
    told: str


def answers(found: Sequence[Measure]) -> Chart | None:
    """Return the picture of every answer, or None when they are too few or too many to compare."""
    timed = [(one, one.length) for one in found if one.length is not None]
    if not 2 <= len(timed) <= DOTS:
        return None
    top = _scale(max(length for _, length in timed))
    first, last = timed[0][0].start, timed[-1][0].start
    start = midnight(local(first).date())
    end = midnight(local(last).date() + timedelta(days=1))
    calendar = Calendar(local(last).year)

    def x(at: datetime) -> float:
        return round(LEFT + (at - start) / (end - start) * (WIDTH - LEFT - RIGHT), 1)

    dots = [
        Dot(
            x=x(one.start),
            y=_y(length, top),
            late=one.kept is False,
            said=f"{date_text(one.start, calendar)}: {duration_text(length)}. {one.what}",
        )
        for one, length in timed
    ]
    late = sum(1 for dot in dots if dot.late)
    longest = max(length for _, length in timed)
    return Chart(
        width=WIDTH, height=HEIGHT, base=HEIGHT - BOTTOM, rungs=_rungs(top),
        ticks=_ticks([(x(day), date_text(day, calendar)) for day in _days(start, end)]),
        dots=dots, bars=[],
        told=(
            f"{len(dots)} besvarade frågor från {date_text(first, calendar)} till "
            f"{date_text(last, calendar)}. Längsta tiden är {duration_text(longest)}. "
            f"{late} besvarades för sent. Siffrorna står i tabellen under."
        ),
    )  # fmt: skip


def weeks(found: Sequence[Week]) -> Chart | None:
    """Return the picture of the weeks' middle answers, or None without two weeks."""
    lengths = [week.summary.middle for week in found if week.summary.middle is not None]
    if len(found) < 2 or not lengths:
        return None
    top = _scale(max(lengths))
    step = (WIDTH - LEFT - RIGHT) / len(found)
    width = min(48.0, step * 0.7)
    bars = []
    for number, week in enumerate(found):
        middle = week.summary.middle
        y = _y(middle, top) if middle is not None else float(HEIGHT - BOTTOM)
        said = duration_text(middle) if middle is not None else "inga svar"
        bars.append(
            Bar(
                x=round(LEFT + step * number + (step - width) / 2, 1),
                y=y,
                width=round(width, 1),
                height=round(HEIGHT - BOTTOM - y, 1),
                said=f"Vecka {week.monday.isocalendar().week}: {said}",
            )
        )
    every = 1 + (len(found) - 1) // 13
    ticks = [
        (bar.x + bar.width / 2, f"v. {week.monday.isocalendar().week}")
        for number, (bar, week) in enumerate(zip(bars, found, strict=True))
        if number % every == 0
    ]
    calendar = Calendar(found[-1].monday.year)
    return Chart(
        width=WIDTH, height=HEIGHT, base=HEIGHT - BOTTOM, rungs=_rungs(top), ticks=ticks, dots=[],
        bars=bars,
        told=(
            f"Mediantid till svar, vecka för vecka från {day_text(found[0].monday, calendar.year)}"
            f" i {len(found)} veckor. Siffrorna står i tabellen under."
        ),
    )  # fmt: skip


def _ticks(found: list[tuple[float, str]]) -> list[tuple[float, str]]:
    within = [one for one in found if one[0] + reach(one[1]) <= WIDTH]
    return [within[at] for at in readable(within)]


def _scale(longest: timedelta) -> timedelta:
    minutes = longest / timedelta(minutes=1)
    return timedelta(minutes=next((step for step in _SCALES if step >= minutes), minutes or 1))


def _y(length: timedelta, top: timedelta) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (length / top), 1)


def _rungs(top: timedelta) -> list[tuple[float, str]]:
    return [(_y(top * share / 4, top), duration_text(top * share / 4)) for share in range(1, 5)]


def _days(start: datetime, end: datetime) -> list[datetime]:
    number = round((end - start) / timedelta(days=1))
    step = 1 + (number - 1) // _TICKS
    days = [midnight(local(start).date() + timedelta(days=n)) for n in range(0, number + 1, step)]
    return [one for one, _ in pairwise([*days, end]) if one < end]
