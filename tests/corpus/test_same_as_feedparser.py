"""What is read of real feeds is what feedparser itself reads, dates aside, and slices are as good.

The product reads ordinary documents with a reader of its own, hands feedparser only what it has
not seen, and gives it a SAX reader and no date grammars. None of that may be noticed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.core.errors import ParseError
from monitor.intake.entry import Channel, Entry, ParsedFeed
from monitor.intake.fromfeedparser import Reading, to_entry
from monitor.intake.parse import parse_feed
from tests.corpus.stock_feedparser import ADDRESS

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
#: Files of which feedparser gives something else, and why ours is kept.
OTHERWISE = {
    # The file stops inside its only item's title: half an item is no article.
    "feedparser__rss_incomplete_cdata.xml",
}


@pytest.fixture(scope="session")
def stock(feeds: dict[str, Path]) -> dict[str, Any]:
    """What feedparser as installed says of each file, by name."""
    command = [sys.executable, "-m", "tests.corpus.stock_feedparser", *map(str, feeds.values())]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    return {told["file"]: told for told in map(json.loads, done.stdout.splitlines())}


def read(path: Path, seen: frozenset[str] = frozenset()) -> ParsedFeed:
    return parse_feed(path.read_bytes(), url=ADDRESS, content_type=None, seen=seen, first_seen=NOW)


def without_dates(entries: list[Entry]) -> list[Entry]:
    """Leave out dates, which are ours, and digests and languages, which feedparser has not."""
    nothing: dict[str, Any] = {"published": None, "published_precision": "unknown", "updated": None}
    return [replace(one, **nothing, item_digest="", language=None) for one in entries]


def as_feedparser_says(told: dict[str, Any]) -> list[Entry]:
    reading = Reading(ADDRESS, says_what_is_text=told["version"].startswith("atom"))
    return without_dates([to_entry(raw, "", reading, Channel()) for raw in told["entries"]])


def test_every_file_is_read_as_feedparser_reads_it(
    feeds: dict[str, Path], stock: dict[str, Any]
) -> None:
    other = set()
    for name, told in stock.items():
        if told["entries"] and without_dates(read(feeds[name]).entries) != as_feedparser_says(told):
            other.add(name)

    assert OTHERWISE == other


def test_a_document_half_of_which_was_seen_gives_the_other_half_unchanged(
    feeds: dict[str, Path],
) -> None:
    other = []
    for name, path in feeds.items():
        try:
            whole = read(path)
        except ParseError:
            continue
        seen = frozenset(whole.item_digests[::2])
        rest = [one for one in whole.entries if one.item_digest not in seen]
        if read(path, seen).entries != rest:
            other.append(name)

    assert [] == other


def test_a_document_all_of_which_was_seen_gives_nothing(feeds: dict[str, Path]) -> None:
    talkative = []
    for name, path in feeds.items():
        try:
            digests = frozenset(read(path).item_digests)
        except ParseError:
            continue
        if read(path, digests).entries:
            talkative.append(name)

    assert [] == talkative
