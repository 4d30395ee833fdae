"""The floors: what each figure was pinned at, per corpus; they only rise.

Pure, but for reading and writing the one file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Where the floors stand, in the repository.
FILE = Path(__file__).parents[2] / "data" / "quality_floors.json"

#: Figures that are held, and whether more is better. Times are not: they tell of the machine.
HELD: dict[str, bool] = {
    "feeds.exceptions": False,
    "feeds.entry_count_right_share": True,
    "feeds.first_title_right_share": True,
    "feeds.json_feeds_right": True,
    "pages.exceptions": False,
    "pages.lede_kept_share": True,
    "pages.title_right_share": True,
    **{
        f"pages.by_set.{name}.{figure}": True
        for name in ("fundus", "article-extraction-benchmark", "trafilatura", "own")
        for figure in ("word_f1", "snippet_f1", "date_right_share", "canonical_right_share")
    },
    "relevance.ap": True,
    "relevance.f1": True,
    "relevance.recall_at_precision_90": True,
    "relevance.brier": False,
    "relevance.ece": False,
    "relevance.false_flags_on_background": False,
    "relevance.renamed_ap_loss": False,
    "relevance.read_for_95_of_pool": False,
    "unseen.ap": True,
    "unseen.f1": True,
    "unseen.brier": False,
    "unseen.ece": False,
    "unseen.relevant_dropped": False,
    "unseen.kept_back_half.ap": True,
    "unseen.kept_back_half.f1": True,
    "topics.macro_ap_30_labels": True,
    "near_duplicates.pair_f1": True,
    "stories.pair_f1": True,
    "quotes.precision": True,
    "quotes.recall": True,
    "quotes.speaker_right_share": True,
    "quotes.office_right_share": True,
    "quotes.organisation_right_share": True,
    "speed.model_mb": False,
}
#: Libraries sum in another order on another machine: less than this share is no regression.
SLACK = 0.002
LEAST = 0.0001


@dataclass(frozen=True, slots=True)
class Fallen:
    """A figure that is worse than its floor."""

    name: str
    floor: float
    found: float | None


def figures(scores: Mapping[str, Any]) -> dict[str, float]:
    """Return the held figures that the scores have, by dotted name."""
    found: dict[str, float] = {}
    for name in HELD:
        value: Any = scores
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        if value is not None:
            found[name] = value
    return found


def fallen(scores: Mapping[str, Any], floors: Mapping[str, float]) -> list[Fallen]:
    """Return the figures that are worse than their floors; one that is gone is worse."""
    found = figures(scores)
    return [
        Fallen(name, floor, found.get(name))
        for name, floor in floors.items()
        if name not in found or _worse(name, found[name], floor)
    ]


def _worse(name: str, value: float, floor: float) -> bool:
    least = max(LEAST, SLACK * abs(floor)) if isinstance(value, float) else 0
    return value < floor - least if HELD[name] else value > floor + least


def raised(
    scores: Mapping[str, Any], floors: Mapping[str, float], *, lower: bool = False
) -> dict[str, float]:
    """Return the floors after a run: the better of old and new, or the new when ``lower``."""
    found = figures(scores)
    kept = {} if lower else dict(floors)
    for name, value in found.items():
        old = kept.get(name, value)
        kept[name] = max(old, value) if HELD[name] else min(old, value)
    return kept


def read(key: str, file: Path = FILE) -> dict[str, float] | None:
    """Return the floors of a corpus by its digest, None for a corpus without any."""
    floors: dict[str, float] | None = _all(file).get(key, {}).get("floors")
    return floors


def write(key: str, name: str, floors: Mapping[str, float], file: Path = FILE) -> None:
    """Store the floors of a corpus.

    Args:
        name: which corpus, for people; an older digest of the same name is forgotten.
    """
    told = {each: held for each, held in _all(file).items() if held["corpus"] != name}
    told[key] = {"corpus": name, "floors": dict(sorted(floors.items()))}
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _all(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found
