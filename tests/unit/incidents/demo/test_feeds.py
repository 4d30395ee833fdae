"""The feeds of the demo press, read back as the poller reads them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import fromstring

import pytest

from incidents.demo.content import Article, Item, Outlet, Version
from incidents.demo.feeds import WINDOW, changed_at, feed, guid
from monitor.intake.entry import Entry
from monitor.intake.parse import parse_feed

OUTLET = Outlet(
    key="MV",
    name="Morgonbladet Väst",
    kind="regional",
    host="mv.example",
    feed="rss",
    feed_path="/rss.xml",
    tagline="Morgontidning & mer",
    newsroom="Redaktionen",
)
START = datetime(2026, 3, 9, 13, 10, tzinfo=UTC)


def _read(document: bytes) -> list[Entry]:
    return parse_feed(document, url=OUTLET.feed_url, content_type=None).entries


def _item(number: int = 0, *titles: str) -> Item:
    versions = tuple(
        Version(
            START + timedelta(hours=number, minutes=step), title, "Ingress <1> & 2.", ("Text.",)
        )
        for step, title in enumerate(titles or (f"Rubrik {number}",))
    )
    article = Article(OUTLET, f"/nr-{number}", "Nyheter", "news", "Redaktionen", versions)
    return Item(article, versions[-1])


@pytest.mark.parametrize("kind", ["rss", "atom", "json", "sitemap"])
def test_the_poller_finds_the_same_facts(kind: str) -> None:
    document = feed(OUTLET, [_item()], kind)  # type: ignore[arg-type]

    (entry,) = _read(document)

    assert (entry.title, entry.link) == ("Rubrik 0", "https://mv.example/nr-0")
    assert (entry.published, entry.published_precision) == (START, "minute")


@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
def test_an_ingress_arrives_as_text(kind: str) -> None:
    (entry,) = _read(feed(OUTLET, [_item()], kind))  # type: ignore[arg-type]

    assert entry.summary_html == "Ingress &lt;1&gt; &amp; 2."
    assert entry.guid == guid(_item())


def test_the_json_feed_says_its_version_and_items() -> None:
    document = json.loads(feed(OUTLET, [_item()], "json"))

    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["items"][0]["date_published"] == "2026-03-09T14:10:00+01:00"


def test_the_sitemap_names_address_title_and_time() -> None:
    root = fromstring(feed(OUTLET, [_item()], "sitemap"))
    words = [element.text for element in root.iter() if element.text]

    assert "https://mv.example/nr-0" in words
    assert "2026-03-09T14:10:00+01:00" in words
    assert "Rubrik 0" in words


def test_a_changed_headline_keeps_the_identity_and_the_publication_time() -> None:
    (entry,) = _read(feed(OUTLET, [_item(0, "Först", "Sedan")]))

    assert entry.title == "Sedan"
    assert entry.guid == guid(_item())
    assert entry.published == START


def test_only_the_newest_stand_in_the_document() -> None:
    items = [_item(number) for number in reversed(range(WINDOW + 5))]

    entries = _read(feed(OUTLET, items))

    assert len(entries) == WINDOW
    assert entries[0].title == f"Rubrik {WINDOW + 4}"


def test_a_document_changes_when_its_newest_version_does() -> None:
    assert changed_at([]) is None
    assert changed_at([_item(1), _item(0, "Först", "Sedan")]) == START + timedelta(hours=1)


@pytest.mark.parametrize("kind", ["rss", "atom", "json", "sitemap"])
def test_an_outlet_without_news_serves_an_empty_document(kind: str) -> None:
    document = feed(OUTLET, [], kind)  # type: ignore[arg-type]

    assert b"nr-0" not in document
