"""How much of what is relevant is found, from a sample of what was dropped.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

#: Probability left outside the interval, half on either side.
ALPHA: Final = 0.05
#: An interval wider than this says too little to be read as a result.
WIDE: Final = 0.3
#: What one would like to be able to say: at least this share is found.
WISHED: Final = 0.8
#: Halvings of an interval: more than a float holds.
_STEPS: Final = 60


@dataclass(frozen=True, slots=True)
class Recall:
    """Between which shares the recall lies, with 95 % confidence.

    Attributes:
        more: dropped articles still to be read, all irrelevant, before one can say that at least
            :data:`WISHED` is found; 0 when one can already.
    """

    low: float
    high: float
    more: int

    @property
    def says_enough(self) -> bool:
        """Tell whether the interval is narrow enough to be read as a result."""
        return self.high - self.low <= WIDE


def recall(*, found: int, dropped: int, read: int, missed: int) -> Recall | None:
    """Return the interval of the recall; None when nothing can be said at all.

    Found articles are counted, missed ones are reckoned from the sample with Clopper and
    Pearson's interval, which never promises more than it holds.

    Args:
        found: relevant among the flagged.
        dropped: all that were dropped.
        read: of them, drawn by chance and judged.
        missed: of the read, the relevant.
    """
    if not read or not found:
        return None
    low, high = share_between(missed, read)
    least = max(float(missed), low * dropped)
    most = max(least, high * dropped)
    bounds = found / (found + most), found / (found + least)
    return Recall(*bounds, more=_more(found, dropped, read) if bounds[0] < WISHED else 0)


def share_between(hits: int, tries: int) -> tuple[float, float]:
    """Return Clopper and Pearson's interval of a share, from ``hits`` of ``tries``."""
    low = _root(lambda p: 1 - _at_most(hits - 1, tries, p) - ALPHA / 2) if hits else 0.0
    high = _root(lambda p: ALPHA / 2 - _at_most(hits, tries, p)) if hits < tries else 1.0
    return low, high


def _at_most(hits: int, tries: int, share: float) -> float:
    """Return the probability of at most so many hits."""
    if share <= 0 or share >= 1:
        return 1.0 if share <= 0 or hits >= tries else 0.0
    return math.fsum(
        math.exp(
            math.lgamma(tries + 1)
            - math.lgamma(k + 1)
            - math.lgamma(tries - k + 1)
            + k * math.log(share)
            + (tries - k) * math.log1p(-share)
        )
        for k in range(hits + 1)
    )


def _root(rising: Callable[[float], float]) -> float:
    """Return where a rising function of a share crosses zero."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2


def _more(found: int, dropped: int, read: int) -> int:
    # With no miss in n, the share is below 1 - (ALPHA / 2) ** (1 / n).
    share = found * (1 - WISHED) / WISHED / max(dropped, 1)
    if share >= 1:
        return 0
    need = math.ceil(math.log(ALPHA / 2) / math.log1p(-share))
    return max(0, min(need, dropped) - read)
