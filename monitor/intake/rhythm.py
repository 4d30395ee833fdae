"""A source's own rhythm: how likely each hour of the week is to bring something new.

An hour of the week is a slot: Monday 00 is 0, Sunday 23 is 167, on the Stockholm clock; holidays
are Sundays. Only hours in which the poller listened count, so that neither a stopped poller nor a
clock that was set looks like silence, and the hours that summer time skips or repeats are no
exception.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from monitor.core.clock import from_text, local

SLOTS: Final = 7 * 24
#: Less history than this tells no rhythm: days listened to, and hours that brought something.
MIN_DAYS: Final = 14
MIN_ACTIVE: Final = 8
#: A silence is unlikely when its probability under the rhythm is below this …
CHANCE_LIMIT: Final = 0.001
#: … and low enough that a lively source with thousands of pauses a year seldom alarms for nothing.
FALSE_PER_YEAR: Final = 0.1
#: Nor is a silence told that is hardly longer than those the source came back from.
_LONGER: Final = 1.25
#: No single hour is taken to be surer than this: three silent hours at least before an alarm.
_SUREST: Final = 0.9
#: How many hours of a coarser picture a slot's own observations are mixed with.
_PRIOR_HOURS: Final = 4.0
#: The pace of the last days before the latest news, at most what it was: summers are slower.
_RECENT_DAYS: Final = 14
_HOURS_A_YEAR: Final = 8766.0
#: How alike days usually are, with what weight that counts, and the least that is believed.
_SHAPE_USUAL: Final = 8.0
_SHAPE_WEIGHT: Final = 40.0
_SHAPE_MIN: Final = 1.0


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour in which we listened: its first 13 characters in the database, and where it falls."""

    key: str
    slot: int
    day: str


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What was learnt of one source.

    Attributes:
        chances: per slot, the chance that the hour brings something new.
        listened, active: hours that it was learnt from, and how many of them brought something.
        items_per_hour: new articles in an hour that brings something.
        limit: a silence in which more active hours than this were expected is unlikely.
    """

    chances: tuple[float, ...]
    listened: int
    active: int
    items_per_hour: float
    limit: float


def hour_key(instant: str) -> str:
    """Return the part of a stored instant that names its hour."""
    return instant[:13]


def hours_from(instants: Iterable[str], days_off: AbstractSet[str]) -> list[Hour]:
    """Return the hours that stored instants begin, in order.

    Args:
        days_off: YYYY-MM-DD of holidays.
    """
    return [_hour(from_text(text), text, days_off) for text in sorted(instants)]


def _hour(instant: datetime, text: str, days_off: AbstractSet[str]) -> Hour:
    there = local(instant)
    day = there.date().isoformat()
    weekday = 6 if day in days_off else there.weekday()
    return Hour(hour_key(text), weekday * 24 + there.hour, day)


def learn(hours: Sequence[Hour], items: Mapping[str, int]) -> Rhythm | None:
    """Return the rhythm, or None when the history is too short to tell.

    Args:
        hours: those in which the source was listened to, in order.
        items: hour key -> how many new items it brought.
    """
    busy = [items.get(hour.key, 0) > 0 for hour in hours]
    active = sum(busy)
    if active < MIN_ACTIVE or len({hour.day for hour in hours}) < MIN_DAYS:
        return None
    chances = _chances(hours, busy)
    level = _recent_level(hours, busy, chances)
    chances = tuple(min(chance * level, _SUREST) for chance in chances)
    chances = _allowing_for_days(chances, _shape(hours, busy, chances))
    chance = min(CHANCE_LIMIT, FALSE_PER_YEAR / (active / len(hours) * _HOURS_A_YEAR))
    # The pace itself is known from so many observations only: a gamma distribution of that shape.
    limit = active * (chance ** (-1 / active) - 1)
    limit = max(limit, _LONGER * _usual_longest(hours, busy, chances))
    found = sum(items.get(hour.key, 0) for hour in hours)
    return Rhythm(chances, len(hours), active, found / active, limit)


def expected(chances: Sequence[float], slots: Iterable[int], enough: float = math.inf) -> float:
    """Return how many active hours were to be expected in these slots; stops at ``enough``.

    It is the logarithm of the chance of silence: with days of one pace, the chance that nothing
    came is ``exp(-expected)``.
    """
    total = 0.0
    for slot in slots:
        total -= math.log1p(-chances[slot])
        if total > enough:
            break
    return total


def _chances(hours: Sequence[Hour], busy: Sequence[bool]) -> tuple[float, ...]:
    """Return chances per slot: each slot's own count leaning on like days, these on all days."""
    heard, active = [0.0] * SLOTS, [0.0] * SLOTS
    for hour, brought in zip(hours, busy, strict=True):
        heard[hour.slot] += 1
        active[hour.slot] += brought
    overall = (sum(active) + 0.5) / (sum(heard) + 1)
    by_hour = [_mixed(sum(active[at::24]), sum(heard[at::24]), overall) for at in range(24)]
    found = [0.0] * SLOTS
    for days in ((0, 1, 2, 3, 4), (5,), (6,)):
        slots = [day * 24 + at for day in days for at in range(24)]
        foreseen = sum(heard[slot] * by_hour[slot % 24] for slot in slots)
        pace = (sum(active[slot] for slot in slots) + _PRIOR_HOURS * overall) / (
            foreseen + _PRIOR_HOURS * overall
        )
        for at in range(24):
            alike = [day * 24 + at for day in days]
            prior = _mixed(
                sum(active[slot] for slot in alike),
                sum(heard[slot] for slot in alike),
                min(1.0, by_hour[at] * pace),
            )
            for slot in alike:
                found[slot] = _mixed(active[slot], heard[slot], prior)
    return tuple(found)


def _mixed(active: float, heard: float, prior: float) -> float:
    return (active + _PRIOR_HOURS * prior) / (heard + _PRIOR_HOURS)


def _recent_level(hours: Sequence[Hour], busy: Sequence[bool], chances: Sequence[float]) -> float:
    """Return the pace of the days up to the latest news beside the rhythm's, at most 1."""
    last = max(number for number, brought in enumerate(busy) if brought)
    first = max(0, last - _RECENT_DAYS * 24)
    foreseen = sum(chances[hour.slot] for hour in hours[first:last])
    return min(1.0, (sum(busy[first:last]) + MIN_ACTIVE) / (foreseen + MIN_ACTIVE))


def _shape(hours: Sequence[Hour], busy: Sequence[bool], chances: Sequence[float]) -> float:
    """Return how alike days are: small when some days bring far more or less than foreseen.

    It is the shape of a gamma distribution of the days' paces, by their variance; what few days
    tell leans on :data:`_SHAPE_USUAL`.
    """
    came: dict[str, float] = {}
    foreseen: dict[str, float] = {}
    noise = 0.0
    for hour, brought in zip(hours, busy, strict=True):
        chance = chances[hour.slot]
        came[hour.day] = came.get(hour.day, 0.0) + brought
        foreseen[hour.day] = foreseen.get(hour.day, 0.0) + chance
        noise += chance * (1 - chance)
    excess = sum((came[day] - foreseen[day]) ** 2 for day in foreseen) - noise
    weight = sum(value**2 for value in foreseen.values())
    excess = max(0.0, excess) + _SHAPE_WEIGHT / _SHAPE_USUAL
    return max(_SHAPE_MIN, (weight + _SHAPE_WEIGHT) / excess)


def _allowing_for_days(chances: Sequence[float], shape: float) -> tuple[float, ...]:
    """Return lower chances, so that a silence over a slow day is as likely as it really is."""
    a_day = -sum(math.log1p(-chance) for chance in chances) / 7
    factor = shape * math.log1p(a_day / shape) / a_day
    return tuple(-math.expm1(factor * math.log1p(-chance)) for chance in chances)


def _usual_longest(hours: Sequence[Hour], busy: Sequence[bool], chances: Sequence[float]) -> float:
    """Return the longest silence that the source came back from, but for one that was a fault."""
    gaps, gap = [0.0, 0.0], 0.0
    for hour, brought in zip(hours, busy, strict=True):
        if brought:
            gaps.append(gap)
            gap = 0.0
        else:
            gap -= math.log1p(-chances[hour.slot])
    return sorted(gaps)[-2]
