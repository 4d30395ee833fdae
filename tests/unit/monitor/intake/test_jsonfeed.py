from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.core.errors import ParseError
from monitor.intake.parse import ParsedFeed, parse_feed

URL = "https://nyheter.example/feed.json"
ITEM = {
    "id": "1",
    "url": "/artikel/1",
    "title": "Rubrik",
    "summary": "Kort & gott",
    "content_html": "<p onclick=x>Text <a href='/b'>b</a></p>",
    "date_published": "2024-11-08T20:30:00+01:00",
    "tags": ["vård", "vård", "it"],
    "author": {"name": "Ulla Byline"},
}


def parse(*items: dict[str, Any], seen: frozenset[str] = frozenset(), **top: Any) -> ParsedFeed:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Nordbladet",
        "home_page_url": "https://nyheter.example/",
        "language": "sv",
        "items": list(items),
    } | top
    body = json.dumps(document).encode()
    return parse_feed(body, url=URL, content_type="application/feed+json", seen=seen)


def test_a_json_feed_tells_its_entries() -> None:
    parsed = parse(ITEM)

    entry = parsed.entries[0]
    assert ("json", "Nordbladet", "sv") == (parsed.kind, parsed.title, parsed.language)
    assert ("1", "https://nyheter.example/artikel/1", "Rubrik") == (
        entry.guid,
        entry.link,
        entry.title,
    )
    assert "Kort &amp; gott" == entry.summary_html
    link = '<a href="https://nyheter.example/b" rel="noopener noreferrer">b</a>'
    assert f"<p>Text {link}</p>" == entry.content_html
    assert datetime(2024, 11, 8, 19, 30, tzinfo=UTC) == entry.published
    assert ("vård", "it") == entry.categories
    assert "Byline" not in repr(parsed)


def test_plain_content_is_escaped() -> None:
    parsed = parse({"id": "1", "content_text": "1 < 2 <script>"})

    assert "1 &lt; 2 &lt;script&gt;" == parsed.entries[0].content_html


def test_an_address_or_number_as_id_is_understood() -> None:
    parsed = parse({"id": "https://nyheter.example/7"}, {"id": 8})

    assert ["https://nyheter.example/7", ""] == [entry.link for entry in parsed.entries]
    assert [True, False] == [entry.guid_is_permalink for entry in parsed.entries]
    assert "8" == parsed.entries[1].guid


def test_seen_items_are_left_out_whatever_the_order_of_their_keys() -> None:
    first = parse(ITEM, {"id": "2"})
    turned = dict(reversed(ITEM.items()))

    second = parse({"id": "3"}, turned, seen=frozenset(first.item_digests))

    assert (["3"], 1) == ([entry.guid for entry in second.entries], second.seen_count)


@pytest.mark.parametrize(
    "body",
    [b"[]", b"{}", b'{"items": 3}', b'{"version": "x", "items": []}', b"{" * 100_000, b'{"a":'],
)
def test_other_json_is_no_feed(body: bytes) -> None:
    with pytest.raises(ParseError) as caught:
        parse_feed(body, url=URL, content_type=None)

    assert "json" == caught.value.facts["looks"]


def test_odd_values_are_passed_over() -> None:
    parsed = parse(
        {"id": None, "title": ["x"], "tags": "y", "url": 5, "date_published": {}}, hubs=[3]
    )

    assert ("", "", None) == (
        parsed.entries[0].guid,
        parsed.entries[0].title,
        parsed.entries[0].published,
    )
