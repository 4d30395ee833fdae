"""Every figure of ``./run quality`` as one object, over a corpus folder or over our own texts."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.quality import intake, judge, quotes

Json = dict[str, Any]

#: In the order in which they are printed.
SETS = (
    "feeds", "pages", "relevance", "topics", "near_duplicates", "stories", "quotes", "speed",
)  # fmt: skip
#: Decimals that are kept; more would only be noise.
DIGITS = 4


def scores(
    corpus: Path, train: Sequence[Path] = (), *, told: Callable[[str], None], fresh: int = 0
) -> Json:
    """Return the figures of a corpus; a set whose files are absent is None.

    Args:
        train: files of labelled headlines that are learnt from beside the shipped labels.
        fresh: draws of the topics' labels beside the ones that are held.
        told: is given the name of each set before it is scored, which may take a minute.
    """
    text = corpus / "text"
    makers: dict[str, Callable[[], Json | None]] = {
        "feeds": lambda: intake.score_feeds(corpus),
        "pages": lambda: intake.score_pages(corpus),
        "relevance": lambda: judge.relevance(text, train),
        "topics": lambda: judge.topics(text, fresh),
        "near_duplicates": lambda: grouping("score_near_duplicates", corpus),
        "stories": lambda: grouping("score_stories", corpus),
        "quotes": quotes.score_quotes,
        "speed": lambda: judge.speed(text),
    }
    found: Json = {}
    for name in SETS:
        told(name)
        found[name] = rounded(makers[name]())
    return found


def grouping(name: str, corpus: Path) -> Json | None:
    """Return what the module that scores grouping says; None where it is absent."""
    if importlib.util.find_spec("tests.quality.stories") is None:
        return None
    found: Json | None = getattr(importlib.import_module("tests.quality.stories"), name)(corpus)
    return found


def rounded(value: Any) -> Any:
    """Return the figures with as many decimals as mean something."""
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items()}
    return round(value, DIGITS) if isinstance(value, float) else value


def digest(paths: Sequence[Path]) -> str:
    """Return the SHA-256 over files and folders: names below them and contents."""
    total = hashlib.sha256()
    for root in paths:
        files = [root] if root.is_file() else sorted(p for p in root.rglob("*") if p.is_file())
        for path in files:
            name = path.name if path == root else path.relative_to(root).as_posix()
            with path.open("rb") as file:
                total.update(
                    f"{name}\0{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode()
                )
    return total.hexdigest()
