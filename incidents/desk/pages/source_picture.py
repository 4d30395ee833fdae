"""A source's rhythm as a picture: weekday by hour, and the same as text and as a table.

Pure: no clock, no store, no network. Geometry only; the template writes the SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.times import WEEKDAYS
from monitor.intake.rhythms import Kept

#: Size of a cell and the room for names, units of the view box.
_CELL_X, _CELL_Y, _LEFT, _BELOW, _GAP = 32, 26, 84, 24, 2
#: From which chance on a cell is a step darker.
_STEPS = (0.02, 0.15, 0.4, 0.7)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One hour of the week: where, how dark (0..4), and what a pointer over it tells."""

    x: int
    y: int
    level: int
    said: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What the SVG draws.

    Attributes:
        days, hours: (place, Swedish name) beside and below.
        rows: (hour, percent per weekday) of the table.
        told: the text alternative, Swedish.
        said: what the rhythm means for silence, Swedish.
    """

    width: int
    height: int
    side_x: int
    side_y: int
    cells: list[Cell]
    days: list[tuple[int, str]]
    hours: list[tuple[int, str]]
    rows: list[tuple[str, list[int]]]
    told: str
    said: str


def picture(kept: Kept | None) -> Picture | None:
    """Return the picture, or None when no rhythm is known."""
    if kept is None or not kept.chances:
        return None
    chances = kept.chances
    cells = [
        Cell(
            x=_LEFT + hour * _CELL_X,
            y=day * _CELL_Y,
            level=sum(chances[day * 24 + hour] >= step for step in _STEPS),
            said=f"{WEEKDAYS[day]} klockan {hour:02}: {round(100 * chances[day * 24 + hour])} %",
        )
        for day in range(7)
        for hour in range(24)
    ]
    return Picture(
        width=_LEFT + 24 * _CELL_X,
        height=7 * _CELL_Y + _BELOW,
        side_x=_CELL_X - _GAP,
        side_y=_CELL_Y - _GAP,
        cells=cells,
        days=[(day * _CELL_Y + 18, name.capitalize()) for day, name in enumerate(WEEKDAYS)],
        hours=[(_LEFT + hour * _CELL_X, f"{hour:02}") for hour in range(0, 24, 3)],
        rows=[
            (f"{hour:02}", [round(100 * chances[day * 24 + hour]) for day in range(7)])
            for hour in range(24)
        ],
        told=_told(chances),
        said=_said(kept),
    )


def _told(chances: Sequence[float]) -> str:
    by_day = [sum(chances[day * 24 : day * 24 + 24]) for day in range(7)]
    by_hour = [sum(chances[hour::24]) for hour in range(24)]
    most, least = by_day.index(max(by_day)), by_day.index(min(by_day))
    busiest = by_hour.index(max(by_hour))
    return (
        f"Rytm per veckodag och timme. Mest nytt kommer på {WEEKDAYS[most]}ar, minst på "
        f"{WEEKDAYS[least]}ar, och den livligaste timmen börjar klockan {busiest:02}. "
        "Siffrorna står i tabellen under."
    )


def _said(kept: Kept) -> str:
    listened, active = (f"{number:,}".replace(",", " ") for number in (kept.listened, kept.active))
    return (
        f"Rytmen bygger på {listened} timmars hämtning, av vilka {active} gav något nytt. Flödet "
        "larmar när det har varit tyst så länge att sannolikheten är mindre än 1 på 1 000 enligt "
        "rytmen."
    )
