"""How often a living source alarms for nothing, and how soon a dead one is noticed.

``python -m tests.perf.silence --each 10`` plays sources of six kinds for 65 weeks, with holidays,
weekends, slow Julys, uneven days and several articles at once, and prints one JSON object: false
alarms per source and year, and hours from death to alarm (median and the slowest tenth). The
rhythm is learnt anew every third day from the thirteen weeks before, as the poller does daily.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from monitor.core.calendar import holidays_of
from monitor.core.clock import from_text, local, to_text
from monitor.intake.rhythm import Hour, Rhythm, hours_from, learn

_START = datetime(2025, 1, 6, tzinfo=UTC)
_HOURS = 65 * 168
_WINDOW = 13 * 168
_DEATHS = 12
_OFFICE = (*[0.0] * 7, 0.3, 0.8, 1, 1, 0.8, 0.7, 1, 1, 0.8, 0.4, 0.2, *[0.05] * 6)
_NEWS = (0.15, 0.1, 0.08, 0.08, 0.1, 0.4, 0.8, *[1.0] * 10, 0.9, 0.9, 0.8, 0.7, 0.6, 0.5, 0.3)


@dataclass(frozen=True)
class Kind:
    """A kind of source.

    Attributes:
        a_day: articles on a working day.
        hours: how they are spread over the day.
        saturday, sunday, july: shares of a working day's articles.
        even: how alike days are, the shape of a gamma distribution.
        at_once: articles that come together, on average.
    """

    a_day: float
    hours: tuple[float, ...]
    saturday: float
    sunday: float
    even: float
    july: float
    at_once: float


KINDS = {
    "rikstidning": Kind(60, _NEWS, 0.6, 0.55, 20, 0.8, 1.5),
    "regional": Kind(18, _NEWS, 0.4, 0.35, 10, 0.7, 1.5),
    "lokal": Kind(6, _NEWS, 0.25, 0.2, 5, 0.6, 1.3),
    "fackpress": Kind(3, _OFFICE, 0.03, 0.03, 5, 0.3, 1.5),
    "myndighet": Kind(1.2, _OFFICE, 0.01, 0.01, 4, 0.35, 1.3),
    "blogg": Kind(0.5, _NEWS, 0.5, 0.5, 2, 0.7, 1.2),
}


def play(kind: Kind, hours: list[Hour], chance: Random) -> dict[str, int]:
    """Return hour key -> articles of one source that lives all the time."""
    found, day, pace = {}, "", 1.0
    for hour in hours:
        if hour.day != day:
            day, weekday = hour.day, hour.slot // 24
            pace = chance.gammavariate(kind.even, 1 / kind.even)
            pace *= {5: kind.saturday, 6: kind.sunday}.get(weekday, 1.0)
            pace *= kind.july if day[5:7] == "07" else 1.0
        mean = kind.a_day * kind.hours[hour.slot % 24] / sum(kind.hours) * pace / kind.at_once
        count = sum(_together(kind, chance) for _ in range(_poisson(mean, chance)))
        if count:
            found[hour.key] = count
    return found


def _poisson(mean: float, chance: Random) -> int:
    least, product, count = math.exp(-mean), chance.random(), 0
    while product > least:
        product *= chance.random()
        count += 1
    return count


def _together(kind: Kind, chance: Random) -> int:
    count = 1
    while chance.random() > 1 / kind.at_once:
        count += 1
    return count


def false_alarms(hours: list[Hour], items: dict[str, int]) -> int:
    """Return how many of a living source's silences would have raised an alarm."""
    found, silence, told = 0, 0.0, False
    rhythm: Rhythm | None = None
    for at in range(_WINDOW, len(hours)):
        if (at - _WINDOW) % 72 == 0:
            rhythm = learn(hours[at - _WINDOW : at], items)
        if hours[at].key in items:
            silence, told = 0.0, False
        elif rhythm:
            silence -= math.log1p(-rhythm.chances[hours[at].slot])
            if silence > rhythm.limit and not told:
                told, found = True, found + 1
    return found


def noticed(hours: list[Hour], items: dict[str, int], death: int) -> float:
    """Return the hours from a source's death to its alarm."""
    rhythm = learn(hours[death - _WINDOW : death], items)
    if rhythm is None:
        return math.inf
    last = max(at for at in range(death) if hours[at].key in items)
    silence = 0.0
    for at in range(last + 1, len(hours)):
        silence -= math.log1p(-rhythm.chances[hours[at].slot])
        if silence > rhythm.limit:
            return float(max(0, at - death))
    return math.inf


def measure(each: int, seed: int = 1) -> dict[str, Any]:
    """Return false alarms per source and year and hours until death is noticed, by kind."""
    chance = Random(seed)
    days_off = frozenset(day.isoformat() for day in holidays_of((2025, 2026)))
    hours = hours_from((to_text(_START + timedelta(hours=n)) for n in range(_HOURS)), days_off)
    assert date(2025, 1, 6) == local(from_text(f"{hours[0].key}:00:00Z")).date()
    found = {}
    for name, kind in KINDS.items():
        alarms, took = 0, []
        for _ in range(each):
            items = play(kind, hours, chance)
            alarms += false_alarms(hours, items)
            deaths = (chance.randrange(_WINDOW, len(hours) - 60 * 24) for _ in range(_DEATHS))
            took += [noticed(hours, items, death) for death in deaths]
        took.sort()
        found[name] = {
            "false_per_year": round(alarms / (each * (len(hours) - _WINDOW) / 8766), 2),
            "hours_median": took[len(took) // 2],
            "hours_p90": took[len(took) * 9 // 10],
        }
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", type=int, default=10, help="sources of each kind")
    json.dump(measure(parser.parse_args().each), sys.stdout, indent=1)
