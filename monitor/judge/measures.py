"""How good scores are against labels.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

Numbers = Sequence[float]


def average_precision(
    labels: Sequence[bool], scores: Numbers, weights: Numbers | None = None
) -> float:
    """Return the mean precision over the relevant ones, ties taken together; 0 without any."""
    weighed = weights or [1.0] * len(labels)
    ranked = sorted(zip(scores, labels, weighed, strict=True), key=lambda item: -item[0])
    total = sum(weight for _, label, weight in ranked if label)
    hits = seen = area = caught = 0.0
    for at, (score, label, weight) in enumerate(ranked):
        seen += weight
        hits += weight if label else 0.0
        if at + 1 == len(ranked) or ranked[at + 1][0] != score:
            area += (hits - caught) * hits / seen if seen else 0.0
            caught = hits
    return area / total if total else 0.0


def brier(labels: Sequence[bool], scores: Numbers, weights: Numbers | None = None) -> float:
    """Return the mean squared difference between score and label."""
    weighed = weights or [1.0] * len(labels)
    parts = (w * (s - y) ** 2 for y, s, w in zip(labels, scores, weighed, strict=True))
    return sum(parts) / (sum(weighed) or 1.0)


def f1(labels: Sequence[bool], chosen: Sequence[bool], weights: Numbers | None = None) -> float:
    """Return the harmonic mean of precision and recall of what was chosen."""
    weighed = weights or [1.0] * len(labels)
    both = sum(w for y, c, w in zip(labels, chosen, weighed, strict=True) if y and c)
    either = sum(w * (y + c) for y, c, w in zip(labels, chosen, weighed, strict=True))
    return 2 * both / either if either else 0.0


def calibration_error(labels: Sequence[bool], scores: Numbers, bins: int = 10) -> float:
    """Return the expected calibration error over equally wide bins of the score."""
    sums = [[0.0, 0.0] for _ in range(bins)]
    for label, score in zip(labels, scores, strict=True):
        held = sums[min(int(score * bins), bins - 1)]
        held[0] += score
        held[1] += label
    return sum(abs(told - true) for told, true in sums) / max(len(labels), 1)


def recall_at_precision(labels: Sequence[bool], scores: Numbers, least: float) -> float:
    """Return the largest share of the relevant found while precision is at least ``least``."""
    ranked = [label for _, label in sorted(zip(scores, labels, strict=True), key=lambda p: -p[0])]
    hits = list(accumulate(ranked))
    total = hits[-1] if hits else 0
    kept = [hit for at, hit in enumerate(hits, 1) if hit / at >= least]
    return max(kept, default=0) / total if total else 0.0


def measures(
    labels: Sequence[bool], scores: Numbers, weights: Numbers | None = None
) -> dict[str, float]:
    """Return the measures kept with a model: ap, f1 (at a half), brier and the number of labels."""
    chosen = [score >= 0.5 for score in scores]
    told = {
        "ap": average_precision(labels, scores, weights),
        "f1": f1(labels, chosen, weights),
        "brier": brier(labels, scores, weights),
    }
    return {name: round(value, 4) for name, value in told.items()} | {"labels": len(labels)}
