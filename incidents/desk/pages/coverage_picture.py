"""Coverage over time as pictures: publications with what we sent and said, shares, the recall.

Pure: no clock, no store, no network. Geometry only; the template writes the SVG, and the tables
beside it hold the same numbers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from incidents.desk.pages.coverage_load import Estimate, Hours
from monitor.core.clock import from_text, local
from monitor.core.store import Row
from monitor.core.times import MONTHS, Calendar, Moment, day_text, midnight, moment_text

#: Size of a picture, units of its view box.
WIDTH, LEFT, RIGHT, TOP, PLOT, BELOW = 900, 160, 16, 10, 170, 30
#: More room for names where they stand alone beside their bars.
NAMED = 80
#: Height of a lane of marks, and of one strip among several.
LANE, STRIP = 26, 40
#: Bars of a picture are hours, days, weeks or months: the first that gives no more than this.
_MOST = 63
#: Words below a picture at most.
_TICKS = 9
#: Strips drawn and shares told apart at most; the rest is added up.
STRIPS, SHARES = 8, 15
#: Heights that a scale may have, publications; above them whole thousands.
_SCALES = (2, 4, 8, 12, 20, 40, 80, 120, 200, 400, 800)


@dataclass(frozen=True, kw_only=True)
class Bin:
    """One bar's stretch of time."""

    start: datetime
    end: datetime
    said: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar, and what a pointer over it tells."""

    x: float
    y: float
    width: float
    height: float
    said: str


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One report or statement: where, and what a pointer over it tells."""

    x: float
    y: float
    kind: str
    said: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What the SVG draws.

    Attributes:
        rungs: (y, words) of the lines across.
        ticks: (x, words) below.
        lanes: (y, words) of the lines of marks or strips.
        told: the text alternative, Swedish.
    """

    width: int = WIDTH
    height: int
    base: int
    rungs: list[tuple[float, str]] = field(default_factory=list)
    ticks: list[tuple[float, str]] = field(default_factory=list)
    lanes: list[tuple[float, str]] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    told: str


def bins(start: datetime, end: datetime) -> list[Bin]:
    """Return hours, days, weeks or months that cover the period, the finest that fit."""
    first, last = local(start).date(), local(end - timedelta(seconds=1)).date()
    year = last.year
    days = (last - first).days + 1
    if days * 24 <= _MOST + 9:
        return _hours(start, end, year)
    if days <= _MOST:
        cuts = [first + timedelta(days=n) for n in range(days + 1)]
        said = [day_text(day, year) for day in cuts]
    elif days / 7 <= 2 * _MOST:
        monday = first - timedelta(days=first.weekday())
        cuts = [monday + timedelta(weeks=n) for n in range((last - monday).days // 7 + 2)]
        said = [f"vecka {day.isocalendar().week} {day.isocalendar().year}" for day in cuts]
    else:
        number = (last.year - first.year) * 12 + last.month - first.month + 2
        months = [first.month - 1 + n for n in range(number)]
        cuts = [date(first.year + n // 12, n % 12 + 1, 1) for n in months]
        said = [f"{MONTHS[day.month - 1]} {day.year}" for day in cuts]
    return [
        Bin(start=midnight(day), end=midnight(after), said=words)
        for day, after, words in zip(cuts, cuts[1:], said, strict=False)
    ]


def _hours(start: datetime, end: datetime, year: int) -> list[Bin]:
    at = start.replace(minute=0, second=0, microsecond=0)
    found = []
    while at < end:
        there = local(at)
        said = f"{day_text(there.date(), year)} klockan {there:%H}–{local(at + _HOUR):%H}"
        found.append(Bin(start=at, end=at + _HOUR, said=said))
        at += _HOUR
    return found


_HOUR = timedelta(hours=1)


def counted(hours: Hours, within: Sequence[Bin]) -> list[int]:
    """Return how many publications each stretch of time holds."""
    starts = [one.start for one in within]
    numbers = [0] * len(within)
    for hour, number in hours.items():
        at = from_text(f"{hour}:00:00Z")
        place = bisect_right(starts, at) - 1
        if place >= 0 and at < within[place].end:
            numbers[place] += number
    return numbers


def volume(
    numbers: Sequence[int], within: Sequence[Bin], marks: Mapping[str, Sequence[Row]]
) -> Chart | None:
    """Return the publications as bars, with reports and statements on lanes above them.

    None when there is nothing to compare.
    """
    if len(within) < 2 or not (sum(numbers) or any(marks.values())):
        return None
    lanes = [(name, said) for name, said in _LANES.items() if marks.get(name)]
    roof = TOP + LANE * len(lanes)
    base = roof + PLOT
    scale = _scale(max(numbers))
    at = _places(within)
    dots = [
        Dot(
            x=at(from_text(row["at"])),
            y=TOP + LANE * (number + 0.5),
            kind=name,
            said=f"{_when(row['at'], within)}: {row['text']}",
        )
        for number, (name, _) in enumerate(lanes)
        for row in marks[name]
    ]
    counts = ", ".join(f"{said.lower()} {len(marks[name])}" for name, said in lanes)
    busiest = max(range(len(numbers)), key=lambda place: numbers[place])
    most = f" Flest under {within[busiest].said}: {numbers[busiest]}." if any(numbers) else ""
    return Chart(
        height=base + BELOW, base=base,
        rungs=[
            (round(base - (PLOT - 8) * share / 2, 1), str(scale * share // 2)) for share in (1, 2)
        ],
        ticks=_ticks(within), lanes=[(TOP + LANE * (n + 0.5), s) for n, (_, s) in enumerate(lanes)],
        bars=_bars(numbers, within, base=base, room=PLOT - 8, scale=scale), dots=dots,
        told=(
            f"{_publications(sum(numbers))} från {within[0].said} till {within[-1].said}.{most}"
            + (f" Utmärkt: {counts}." if counts else "")
            + " Siffrorna står i tabellen under."
        ),
    )  # fmt: skip


_LANES = {"reports": "Rapporter", "statements": "Uttalanden"}


def strips(found: Mapping[str, Sequence[int]], within: Sequence[Bin]) -> Chart | None:
    """Return one strip of bars for each name, on the same scale; None with too little to draw."""
    if len(within) < 2 or not found:
        return None
    scale = max((max(numbers) for numbers in found.values()), default=0) or 1
    bars: list[Bar] = []
    lanes = []
    for place, (name, numbers) in enumerate(found.items()):
        base = TOP + STRIP * (place + 1)
        lanes.append((float(base), name))
        bars += [
            Bar(x=bar.x, y=bar.y, width=bar.width, height=bar.height, said=f"{name}, {bar.said}")
            for bar in _bars(numbers, within, base=base, room=STRIP - 8, scale=scale)
        ]
    base = TOP + STRIP * len(found)
    return Chart(
        height=base + BELOW, base=base, ticks=_ticks(within), lanes=lanes, bars=bars,
        told=(
            "; ".join(f"{name} {sum(numbers)}" for name, numbers in found.items())
            + f". Högsta stapeln är {scale}. Siffrorna står i tabellen under."
        ),
    )  # fmt: skip


def shares(found: Mapping[str, int]) -> Chart | None:
    """Return one lying bar for each name, most first; None with fewer than two."""
    if len(found) < 2:
        return None
    top = max(found.values())
    lanes, bars = [], []
    for place, (name, number) in enumerate(found.items()):
        y = TOP + LANE * place
        lanes.append((y + LANE / 2, name))
        width = round((WIDTH - LEFT - NAMED - RIGHT - 60) * number / top, 1)
        bars.append(
            Bar(x=LEFT + NAMED, y=y + 4, width=width, height=LANE - 8, said=f"{name}: {number}")
        )
    base = TOP + LANE * len(found)
    told = "; ".join(f"{name} {number}" for name, number in found.items())
    return Chart(
        height=base + 8, base=base, lanes=lanes, bars=bars,
        told=f"{told}. Siffrorna står i tabellen under.",
    )  # fmt: skip


def recalled(found: Sequence[Estimate]) -> Chart | None:
    """Return the recall's interval at each day as an upright bar; None when nothing is known."""
    if len(found) < 2 or not any(one.told for one in found):
        return None
    base, room = TOP + PLOT, PLOT - 8
    step = (WIDTH - LEFT - RIGHT) / len(found)
    width = round(min(22.0, step * 0.6), 1)
    bars = [
        Bar(
            x=round(LEFT + step * (place + 0.5) - width / 2, 1),
            y=round(base - room * one.told.high, 1),
            width=width,
            height=max(2.0, round(room * (one.told.high - one.told.low), 1)),
            said=f"{_day(one)}: mellan {_percent(one.told.low)} och {_percent(one.told.high)}",
        )
        for place, one in enumerate(found)
        if one.told
    ]
    every = 1 + (len(found) - 1) // _TICKS
    last = next(one for one in reversed(found) if one.told)
    assert last.told is not None  # chosen for it
    return Chart(
        height=base + BELOW, base=base, bars=bars,
        rungs=[(round(base - room * s / 4, 1), f"{s * 25} %") for s in range(1, 5)],
        ticks=[
            (round(LEFT + step * (n + 0.5), 1), _day(one))
            for n, one in enumerate(found) if n % every == 0
        ],
        told=(
            "Uppskattad andel funna, varje stapel från lägsta till högsta värde."
            f" Senast, {_day(last)}: mellan {_percent(last.told.low)}"
            f" och {_percent(last.told.high)}."
            " Siffrorna står i tabellen under."
        ),
    )  # fmt: skip


def _day(one: Estimate) -> str:
    return day_text(one.until, one.until.year)


def _percent(share: float) -> str:
    return f"{round(share * 100)} %"


def _publications(number: int) -> str:
    return "1 publicering" if number == 1 else f"{number} publiceringar"


def _scale(most: int) -> int:
    return next((step for step in _SCALES if step >= most), -(-most // 1000) * 1000)


def _bars(
    numbers: Sequence[int], within: Sequence[Bin], *, base: int, room: int, scale: int
) -> list[Bar]:
    at = _places(within)
    bars = []
    for number, one in zip(numbers, within, strict=True):
        if number:
            x, after = at(one.start), at(one.end)
            gap = min(2.0, (after - x) * 0.15)
            height = max(1.5, round(room * number / scale, 1))
            bars.append(
                Bar(
                    x=round(x + gap / 2, 1),
                    y=round(base - height, 1),
                    width=round(after - x - gap, 1),
                    height=height,
                    said=f"{one.said}: {_publications(number)}",
                )
            )
    return bars


class _places:  # noqa: N801 - reads as the function that it is
    """Where an instant lies across the picture."""

    def __init__(self, within: Sequence[Bin]) -> None:
        self._start, self._end = within[0].start, within[-1].end

    def __call__(self, at: datetime) -> float:
        share = (at - self._start) / (self._end - self._start)
        return round(LEFT + min(1.0, max(0.0, share)) * (WIDTH - LEFT - RIGHT), 1)


def _ticks(within: Sequence[Bin]) -> list[tuple[float, str]]:
    at = _places(within)
    every = 1 + (len(within) - 1) // _TICKS
    return [(at(one.start), _short(one)) for one in within[::every]]


def _short(one: Bin) -> str:
    there = local(one.start)
    if one.end - one.start <= _HOUR and there.hour:
        return f"{there:%H.%M}"
    if one.said.startswith("vecka"):
        return f"v. {there.isocalendar().week}"
    return one.said.partition(" klockan")[0]


def _when(text: str, within: Sequence[Bin]) -> str:
    return moment_text(Moment(from_text(text)), Calendar(local(within[-1].start).year))
