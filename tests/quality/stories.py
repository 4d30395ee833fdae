"""How well articles are grouped: the keys ``near_duplicates`` and ``stories`` of the quality run.

Pairs are counted: two articles that belong together and are put together. In the silver set an
article without a story is one that its site left ungrouped, which says neither that it stands
alone nor with whom it belongs; it takes part in the grouping, and ``pair_f1`` counts the pairs of
articles whose story is told. ``pair_f1_ungrouped_alone`` counts it as a story of its own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.judge.grouping import Placement, Told, group, rarity, told

Json = dict[str, Any]


def score_near_duplicates(corpus_dir: Path) -> Json | None:
    """Return the key ``near_duplicates``; None when the set is absent."""
    rows = _rows(corpus_dir / "text" / "neardup_revisions.jsonl")
    if not rows:
        return None
    placed = _grouped(rows, lambda row: (row["title"], row["text"]))
    found = [place.copy_of or number for number, place in enumerate(placed, 1)]
    return {"articles": len(rows), **_pairs(found, [row["story"] for row in rows])}


def score_stories(corpus_dir: Path) -> Json | None:
    """Return the key ``stories``; None when the set is absent."""
    rows = _rows(corpus_dir / "text" / "stories_silver.jsonl")
    if not rows:
        return None
    placed = _grouped(rows, lambda row: (row["title"], row["text"]))
    found = [place.story for place in placed]
    known = [(story, row["story"]) for story, row in zip(found, rows, strict=True) if row["story"]]
    alone = [row["story"] or f"alone {number}" for number, row in enumerate(rows)]
    return {
        "articles": len(rows),
        "with_a_story": len(known),
        **_pairs([story for story, _ in known], [truth for _, truth in known]),
        "pair_f1_ungrouped_alone": _pairs(found, alone)["pair_f1"],
    }


def _grouped(rows: Sequence[Json], parts: Callable[[Json], tuple[str, str]]) -> list[Placement]:
    rare = rarity(" ".join(parts(row)) for row in rows)
    articles: list[Told] = [
        told(number, _seconds(row["published"]), *parts(row), rare)
        for number, row in enumerate(rows, 1)
    ]
    placed = group(articles)
    return [placed[article.id] for article in articles]


def _seconds(published: float | str | None) -> float | None:
    """Return seconds for seconds or for a month such as 2023-09."""
    if isinstance(published, str):
        year, month = map(int, published.split("-")[:2])
        return datetime(year, month, 1, tzinfo=UTC).timestamp()
    return published


def _pairs(found: Iterable[Hashable], truth: Iterable[Hashable]) -> Json:
    both = Counter(zip(found, truth, strict=True))
    told_of: Counter[Hashable] = Counter()
    there: Counter[Hashable] = Counter()
    for (mine, its), count in both.items():
        told_of[mine] += count
        there[its] += count
    right, put, wanted = (_choose(counts) for counts in (both, told_of, there))
    return {
        "pair_f1": 2 * right / (put + wanted) if put + wanted else 0.0,
        "pair_precision": right / put if put else 0.0,
        "pair_recall": right / wanted if wanted else 0.0,
    }


def _choose(counts: Counter[Any]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


def _rows(path: Path) -> list[Json]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
