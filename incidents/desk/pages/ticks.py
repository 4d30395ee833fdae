"""Which times stand under a picture: as many as can be read, none over another.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

#: Width of a character of the pictures' text, units of the view box, and the room between two.
_CHARACTER, _ROOM = 7.6, 8.0


def readable(places: Sequence[tuple[float, str]]) -> list[int]:
    """Return the indexes of the labels to show: every one, or every second or third.

    Args:
        places: (where its middle or its start stands, what it says), from left to right.
    """
    for step in range(1, len(places)):
        chosen = list(range(0, len(places), step))
        pairs = pairwise(places[at] for at in chosen)
        if all(_clear(left, right) for left, right in pairs):
            return chosen
    return list(range(min(1, len(places))))


def reach(said: str) -> float:
    """Return how wide a label is."""
    return len(said) * _CHARACTER


def _clear(left: tuple[float, str], right: tuple[float, str]) -> bool:
    # The wider of the two: true for labels around their middle and from their start alike.
    return right[0] - left[0] >= max(reach(left[1]), reach(right[1])) + _ROOM
