"""How well the shipped model judges headlines of our own that nothing was learnt from.

They were written before whoever wrote them had read the shipped labels. Half of them, settled by
the digest of the title, is kept back while the judging is being mended.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from monitor.core.resources import shipped
from monitor.judge.features import document
from monitor.judge.judging import band_of
from monitor.judge.measures import average_precision, brier, calibration_error, f1
from monitor.judge.mentions import scan
from monitor.judge.registry import SHIPPED
from monitor.judge.rules import Band, Sight
from monitor.judge.scoring import load
from monitor.judge.watches import from_toml

Json = dict[str, Any]

SOURCE: Final = "data/judged_headlines.jsonl"
#: Draws with replacement behind an interval, and the share of them that it holds.
DRAWS: Final = 1000
HOLDS: Final = 0.95


@dataclass(frozen=True, slots=True)
class Told:
    """One headline, whether it is relevant, and what the model made of it."""

    title: str
    relevant: bool
    hard: bool
    score: float
    band: Band


MEASURES: Final[dict[str, Callable[[Sequence[Told]], float]]] = {
    "ap": lambda all_told: average_precision(*_columns(all_told)),
    "f1": lambda all_told: f1([t.relevant for t in all_told], [t.band == "flag" for t in all_told]),
    "brier": lambda all_told: brier(*_columns(all_told)),
    "ece": lambda all_told: calibration_error(*_columns(all_told)),
}


def source() -> Path:
    """Return the file that holds the headlines."""
    return shipped(SOURCE)


def judged() -> list[Told]:
    """Return the headlines as the shipped watch and model judge them."""
    toml = shipped("data/watches/millennium.toml").read_text(encoding="utf-8")
    watch = replace(from_toml(toml), active=True)
    model = load(shipped(SHIPPED).read_bytes())
    found = []
    for line in source().read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        fields = scan(watch, row["title"], row["lede"], "")
        score = model.probability(document(fields))
        band = band_of(Sight.of(fields).rule(), score, taught=model.taught)
        found.append(Told(row["title"], row["label"] == "relevant", row["hard"], score, band))
    return found


def kept_back(title: str) -> bool:
    """Return whether a headline is in the half that nobody looks at while mending."""
    return int(hashlib.sha256(title.encode()).hexdigest()[0], 16) >= 8


def score_unseen() -> Json:
    """Return the key ``unseen``: each figure with its interval, and for parts of the set."""
    told = judged()
    found: Json = {"texts": len(told), "relevant": sum(t.relevant for t in told)}
    for name, measure in MEASURES.items():
        low, high = interval(told, measure)
        found |= {name: measure(told), f"{name}_low": low, f"{name}_high": high}
    found["false_flags"] = sum(t.band == "flag" and not t.relevant for t in told)
    found["relevant_dropped"] = sum(t.band == "drop" and t.relevant for t in told)
    parts = {
        "seen_half": [t for t in told if not kept_back(t.title)],
        "kept_back_half": [t for t in told if kept_back(t.title)],
        "difficult": [t for t in told if t.hard],
    }
    return found | {
        part: {name: measure(own) for name, measure in MEASURES.items()}
        for part, own in parts.items()
    }


def interval(
    told: Sequence[Told], measure: Callable[[Sequence[Told]], float]
) -> tuple[float, float]:
    """Return between what a measure lies in :data:`HOLDS` of draws with replacement."""
    chance = random.Random(0)
    found = sorted(measure(chance.choices(told, k=len(told))) for _ in range(DRAWS))
    cut = round(DRAWS * (1 - HOLDS) / 2)
    return found[cut], found[-1 - cut]


def _columns(told: Sequence[Told]) -> tuple[list[bool], list[float]]:
    return [t.relevant for t in told], [t.score for t in told]
