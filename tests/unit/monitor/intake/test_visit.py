"""Documents in which more items are printed than there are articles, and what is made of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.intake.answer import Fetched
from monitor.intake.decide import Known, decide
from monitor.intake.visit import Document, read_document
from tests.unit.monitor.intake.feedtext import atom, rss

CORPUS = Path(__file__).parents[4] / "../shared/data/feeds_pages/feeds"
URL = "https://mv.example/rss"
NOW = datetime(2026, 3, 9, 13, 10, tzinfo=UTC)
#: Articles in files of the corpus that print more items than that, and why.
FEWER = {
    "rome__os_sample1.xml": (10, 1),  # one search result, pasted ten times word for word
    "node-feedparser__illegally-nested.xml": (20, 10),  # an <item/> inside every item
    "SyndicationFeedReaderWriter__simpleAtomFeed.xml": (2, 1),  # the same entry twice
    "rss__rss092.xml": (22, 21),  # one note without names printed twice, word for word
    # Two pairs of notes share guid and address, and say other things at other times.
    "NetNewsWire__RSParserTests_Resources_scriptingNews.rss": (50, 50),
}


def read(body: str | bytes) -> Document:
    data = body.encode() if isinstance(body, str) else body
    answer = Fetched(200, data, {}, URL, URL, 0.1)
    return read_document({"url": URL, "kind": "feed"}, answer, frozenset(), NOW)


def articles(document: Document) -> int:
    return len(decide(document.entries, Known(), source_id=1))


def test_an_item_that_says_nothing_is_no_article_and_is_not_read_again() -> None:
    document = read(rss("<item/>", "<item><title>Kompass</title><item/></item>", "<item></item>"))

    assert ["Kompass"] == [entry.title for entry in document.entries]
    assert len(document.digests) > 1


def test_an_item_without_names_that_is_printed_twice_word_for_word_is_one_article() -> None:
    note = "<item><description>Regionens presschef svarar i morgon.</description></item>"
    other = "<item><description>Regionens presschef svarar i dag.</description></item>"

    assert 2 == articles(read(rss(note, other, note)))


def test_an_entry_with_the_same_identity_and_address_is_the_same_article() -> None:
    entry = "<entry><id>urn:1</id><title>Kompass</title><link href='https://mv.example/1'/></entry>"

    assert 1 == articles(read(atom(entry, entry)))


def test_notes_of_one_day_under_one_address_are_as_many_articles_as_they_are() -> None:
    note = (
        "<item><guid>https://mv.example/9.html#a1</guid><link>https://mv.example/9.html#a1</link>"
        "<description>{}</description><pubDate>Mon, 09 Mar 2026 {} GMT</pubDate></item>"
    )

    assert 2 == articles(read(rss(note.format("Ett", "12:27:31"), note.format("Två", "12:32:31"))))


@pytest.mark.parametrize("name", FEWER)
def test_files_that_print_more_items_than_articles(name: str) -> None:
    path = CORPUS / name
    if not path.exists():
        pytest.skip("the development corpus is not beside the repository")
    document = read(path.read_bytes())

    assert FEWER[name] == (len(document.digests), articles(document))
