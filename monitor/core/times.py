"""Swedish times with precision: how an instant reads in prose, headers and form fields.

Pure: no clock, no store, no network. Instants are aware UTC; people read Europe/Stockholm.
What people type is read by :mod:`monitor.core.time_input`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from monitor.core.clock import STOCKHOLM, local
from monitor.core.errors import SettingsError

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


class Precision(StrEnum):
    """How much of an instant is known, finest first. Stored in the ``*_precision`` columns."""

    MINUTE = "minute"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    WEEK = "week"
    UNKNOWN = "unknown"


_ORDER = tuple(Precision)

#: What the precisions are called in forms.
PRECISION_LABELS = {
    Precision.MINUTE: "på minuten",
    Precision.PART_OF_DAY: "del av dagen",
    Precision.DAY: "dagen",
    Precision.WEEK: "veckan",
    Precision.UNKNOWN: "okänd tid",
}


def coarser(one: Precision, other: Precision) -> Precision:
    """Return the one that says less, so that no phrase claims more than is known."""
    return max(one, other, key=_ORDER.index)


@dataclass(frozen=True)
class Part:
    """A part of the day, from ``start`` (whole hour, local) until the next part starts."""

    name: str
    start: int

    @property
    def definite(self) -> str:
        """Return the definite form: kvällen, morgonen, natten."""
        return f"{self.name}en"


#: The report's own use of the words is a guess (domain.md section 4), so the table is a setting.
PARTS = (
    Part("natt", 0),
    Part("morgon", 5),
    Part("förmiddag", 9),
    Part("eftermiddag", 12),
    Part("kväll", 18),
)


def parts_from(hours: Sequence[int]) -> tuple[Part, ...]:
    """Return the table with other bounds: the hours at which the five parts start.

    Raises:
        SettingsError: not five whole hours that rise from 0 to at most 23.
    """
    rises = all(a < b for a, b in pairwise(hours))
    if len(hours) != len(PARTS) or not rises or hours[0] != 0 or hours[-1] > 23:
        raise SettingsError(
            name="dygnets delar",
            why="Ange fem hela timmar i stigande ordning från 0, till exempel 0, 5, 9, 12, 18.",
        )
    return tuple(Part(part.name, hour) for part, hour in zip(PARTS, hours, strict=True))


@dataclass(frozen=True)
class Moment:
    """An instant and how much of it is known.

    A coarse moment stands at the start of its part, day or week; :func:`span` tells how long
    that lasts. An unknown time has no instant.
    """

    at: datetime | None
    precision: Precision = Precision.MINUTE

    def shown_as(self, precision: Precision) -> Moment:
        """Return the same moment told no finer than ``precision``."""
        return Moment(self.at, coarser(self.precision, precision))


@dataclass(frozen=True)
class Calendar:
    """What prose needs to know beside the instant: the report's year and the parts of the day.

    With ``year`` None every date carries its year.
    """

    year: int | None = None
    parts: tuple[Part, ...] = PARTS

    def part(self, at: datetime) -> Part:
        """Return the part of the local day in which the instant falls."""
        hour = local(at).hour
        return [part for part in self.parts if part.start <= hour][-1]


def calendar_for(compiled_at: datetime, parts: tuple[Part, ...] = PARTS) -> Calendar:
    """Return the calendar of a report compiled at this instant."""
    return Calendar(local(compiled_at).year, parts)


def clock_text(at: datetime, *, short: bool = False) -> str:
    """Return "klockan 20.30"; with ``short`` a whole hour is "klockan 13"."""
    there = local(at)
    if short and there.minute == 0:
        return f"klockan {there.hour}"
    return f"klockan {there:%H.%M}"


def header_text(at: datetime) -> str:
    """Return the form of report headers: "2026-03-09 klockan 20.00"."""
    return f"{local(at):%Y-%m-%d} {clock_text(at)}"


def iso_date(at: datetime) -> str:
    """Return the local date, "2026-03-09"."""
    return f"{local(at):%Y-%m-%d}"


def day_text(day: date, year: int | None) -> str:
    """Return "9 mars", or "9 mars 2025" when ``year`` (the report's) is another or None."""
    text = f"{day.day} {MONTHS[day.month - 1]}"
    return text if day.year == year else f"{text} {day.year}"


def date_text(at: datetime, calendar: Calendar) -> str:
    """Return the local date in prose: "9 mars"."""
    return day_text(local(at).date(), calendar.year)


def week_of(at: datetime) -> tuple[int, int]:
    """Return (ISO year, ISO week) of the local date; the ISO year may differ near New Year."""
    iso = local(at).isocalendar()
    return iso.year, iso.week


def week_text(at: datetime, calendar: Calendar) -> str:
    """Return "vecka 11", with the ISO year when it is not the report's."""
    year, week = week_of(at)
    return f"vecka {week}" if year == calendar.year else f"vecka {week} {year}"


def weekday(at: datetime) -> str:
    """Return the local weekday, "måndag"."""
    return WEEKDAYS[local(at).weekday()]


def weekday_part(at: datetime, calendar: Calendar, *, dated: bool = False) -> str:
    """Return "måndagskvällen", dated "tisdagsmorgonen den 10 mars".

    Night belongs to the day it leads to: "natten till tisdagen", since "tisdagsnatten" is read
    both ways.
    """
    part = calendar.part(at)
    if part.start == 0:
        text = f"{part.definite} till {weekday(at)}en"
    else:
        text = f"{weekday(at)}s{part.definite}"
    return f"{text} den {date_text(at, calendar)}" if dated else text


def dated_text(at: datetime, calendar: Calendar, *, short: bool = True) -> str:
    """Return "den 10 mars klockan 08.20"; whole hours short unless told otherwise."""
    return f"den {date_text(at, calendar)} {clock_text(at, short=short)}"


def published_text(moment: Moment, calendar: Calendar) -> str:
    """Return what follows an article: "publicerad eftermiddagen 9 mars".

    A minute is told as a part of the day, as the report does.
    """
    if moment.at is None or moment.precision is Precision.UNKNOWN:
        return "utan känd publiceringstid"
    if moment.precision is Precision.WEEK:
        return f"publicerad {week_text(moment.at, calendar)}"
    day = date_text(moment.at, calendar)
    if moment.precision is Precision.DAY:
        return f"publicerad {day}"
    part = calendar.part(moment.at)
    return f"publicerad {part.definite} {'till ' if part.start == 0 else ''}{day}"


def during_text(moment: Moment, calendar: Calendar, *, dated: bool = False) -> str:
    """Return "under måndagskvällen", "under måndagen", "under vecka 11" or "klockan 12.50".

    A whole hour is short. Ask for a coarser phrase with ``moment.shown_as``.
    """
    return _phrase("under", moment, calendar, dated=dated)


def on_text(moment: Moment, calendar: Calendar, *, dated: bool = True) -> str:
    """Return "på tisdagsmorgonen den 10 mars", "på tisdagen den 10 mars" or "vecka 11"."""
    return _phrase("på", moment, calendar, dated=dated)


def _phrase(preposition: str, moment: Moment, calendar: Calendar, *, dated: bool) -> str:
    at = moment.at
    if at is None or moment.precision is Precision.UNKNOWN:
        return "vid okänd tidpunkt"
    match moment.precision:
        case Precision.MINUTE:
            return dated_text(at, calendar) if dated else clock_text(at, short=True)
        case Precision.PART_OF_DAY:
            text = weekday_part(at, calendar, dated=dated)
            return text if calendar.part(at).start == 0 else f"{preposition} {text}"
        case Precision.DAY:
            day = f"{preposition} {weekday(at)}en"
            return f"{day} den {date_text(at, calendar)}" if dated else day
        case _:
            week = week_text(at, calendar)
            return f"under {week}" if preposition == "under" else week


def moment_text(moment: Moment, calendar: Calendar) -> str:
    """Return a moment for lists and timelines: "9 mars klockan 12.50", "eftermiddagen 9 mars"."""
    at = moment.at
    if at is None or moment.precision is Precision.UNKNOWN:
        return "okänd tid"
    day = date_text(at, calendar)
    match moment.precision:
        case Precision.MINUTE:
            return f"{day} {clock_text(at)}"
        case Precision.PART_OF_DAY:
            part = calendar.part(at)
            return f"{part.definite} {'till ' if part.start == 0 else ''}{day}"
        case Precision.DAY:
            return day
        case _:
            return week_text(at, calendar)


def period_text(start: datetime, end: datetime, calendar: Calendar) -> str:
    """Return "5 mars klockan 15 till 12 mars klockan 15 (vecka 11)"; the week is the end's."""
    first, last = (f"{date_text(at, calendar)} {clock_text(at, short=True)}" for at in (start, end))
    return f"{first} till {last} ({week_text(end, calendar)})"


def duration_text(length: timedelta) -> str:
    """Return "3 min", "2 h 10 min" or "1 dygn 4 h"; seconds are dropped.

    A negative length, such as an answer given before the article, starts with a minus sign.
    """
    minutes = int(abs(length).total_seconds()) // 60
    sign = "−" if length < timedelta(0) and minutes else ""
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    pieces = [(days, "dygn"), (hours, "h"), (left, "min")]
    return sign + (" ".join(f"{n} {unit}" for n, unit in pieces if n) or "0 min")


def midnight(day: date) -> datetime:
    """Return the instant at which the local day starts."""
    return datetime.combine(day, time(), STOCKHOLM).astimezone(UTC)


def span(moment: Moment, parts: tuple[Part, ...] = PARTS) -> tuple[datetime, datetime] | None:
    """Return the instants (from, before) between which the moment lies, or None when unknown.

    Days of a clock change are 23 or 25 hours long here.
    """
    at = moment.at
    if at is None or moment.precision is Precision.UNKNOWN:
        return None
    if moment.precision is Precision.MINUTE:
        start = at.astimezone(UTC).replace(second=0, microsecond=0)
        return start, start + timedelta(minutes=1)
    day = local(at).date()
    if moment.precision is Precision.PART_OF_DAY:
        here = parts.index(Calendar(parts=parts).part(at))
        end = parts[here + 1].start if here + 1 < len(parts) else 24
        return _hour(day, parts[here].start), _hour(day, end)
    first, days = day, 1
    if moment.precision is Precision.WEEK:
        first, days = day - timedelta(days=day.weekday()), 7
    return midnight(first), midnight(first + timedelta(days=days))


def _hour(day: date, hour: int) -> datetime:
    if hour == 24:
        return midnight(day + timedelta(days=1))
    return datetime.combine(day, time(hour), STOCKHOLM).astimezone(UTC)


def form_text(at: datetime) -> str:
    """Return what a text field shows and :func:`time_input.parse_local` reads back.

    "2026-03-09 20.00"; in the hour that comes twice with "sommartid" or "vintertid".
    """
    there = local(at)
    text = f"{there:%Y-%m-%d %H.%M}"
    if there.replace(fold=0).utcoffset() == there.replace(fold=1).utcoffset():
        return text
    return f"{text} {'vintertid' if there.fold else 'sommartid'}"


def html_local(at: datetime) -> str:
    """Return the value of an ``<input type="datetime-local">``: "2026-03-09T20:00"."""
    return f"{local(at):%Y-%m-%dT%H:%M}"
