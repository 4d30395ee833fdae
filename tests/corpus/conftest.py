"""The corpus: real feeds that other people wrote, in a folder beside the repository or elsewhere.

``LAGESBILD_TEST_CORPUS`` names another folder. Without one these tests are skipped and say so.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder with ``feeds_pages/feeds`` and ``text``."""
    folder = Path(os.environ.get("LAGESBILD_TEST_CORPUS") or _BESIDE)
    if not (folder / "feeds_pages" / "feeds" / "manifest.csv").is_file():
        pytest.skip("no corpus of real feeds here: set LAGESBILD_TEST_CORPUS to its folder")
    return folder


@pytest.fixture(scope="session")
def feeds(corpus: Path) -> dict[str, Path]:
    """The feed files by name, in order."""
    folder = corpus / "feeds_pages" / "feeds"
    return {row["file"]: folder / row["file"] for row in _manifest(corpus)}


@pytest.fixture(scope="session")
def with_entries(corpus: Path) -> set[str]:
    """Names of the files in which an independent count (strict XML, or JSON) finds entries."""
    return {
        row["file"]
        for row in _manifest(corpus)
        if int(row["ref_entries"] or 0) or int(row["json_entries"] or 0)
    }


def _manifest(corpus: Path) -> list[dict[str, str]]:
    file = corpus / "feeds_pages" / "feeds" / "manifest.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
