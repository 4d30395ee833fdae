"""How well quotations are found: the key ``quotes`` of the quality run, over sentences of our own.

A quotation is found when its words are; the speaker is right when the name is, or its absence.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from monitor.judge.quotes import find_quotes

GOLDEN = Path(__file__).parents[1] / "golden" / "quotes.jsonl"
_PARTS = ("speaker", "title", "organisation")


def score_quotes(path: Path = GOLDEN) -> dict[str, Any]:
    """Return how many of the quotations are found, and how many of the found are right."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = wanted = both = 0
    right = dict.fromkeys(_PARTS, 0)
    for row in rows:
        quotes = find_quotes(row["text"])
        found += len(quotes)
        wanted += len(row["quotes"])
        told = {quote.words: quote for quote in quotes}
        for truth in row["quotes"]:
            quote = told.get(truth["words"])
            if quote is None:
                continue
            both += 1
            for part in _PARTS:
                right[part] += getattr(quote, part) == truth[part]
    names = {"title": "office"}
    shares = {f"{names.get(part, part)}_right_share": count / both for part, count in right.items()}
    return {
        "sentences": len(rows),
        "precision": both / found,
        "recall": both / wanted,
        **shares,
    }
