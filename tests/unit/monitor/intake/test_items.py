from __future__ import annotations

import csv
import io
import random
from pathlib import Path
from typing import Any

import feedparser
import pytest

from monitor.intake import items, parse
from monitor.intake.charset import to_utf8, unpack
from tests.unit.monitor.intake.feedtext import atom, item, rss

CORPUS = Path(__file__).parents[4] / "../shared/data/feeds_pages/feeds"
URL = "https://nyheter.example/flode.xml"
OWN = [
    rss(item(1), item(2), item(3)),
    rss(
        item(1, extra="<content:encoded><![CDATA[<p>a</p>\n<!--more-->]]></content:encoded>"),
        item(2),
    ),
    atom(*(f"<entry><id>urn:{n}</id><title>T{n}</title></entry>" for n in range(4))),
    atom(
        "<entry xml:base='https://a.example/'><id>1</id><link href='x'/></entry>",
        "<entry><id>2</id><link href='y'/></entry>",
    ),
]


def _plain(value: Any) -> Any:
    """Without the dates that feedparser parsed: those are ours."""
    if isinstance(value, dict):
        return {
            key: _plain(inner) for key, inner in dict.items(value) if not key.endswith("_parsed")
        }
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _feedparsers_own(body: bytes) -> list[Any]:
    result = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-location": URL} if parse.has_base(body) else {},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return [_plain(entry) for entry in result.entries]


def _ours(document: bytes, whole: bytes) -> list[Any]:
    entries, _, _ = parse.raw_entries(document, URL if parse.has_base(whole) else "")
    return [_plain(entry) for entry in entries]


def _check_slices(document: bytes, want: list[Any]) -> None:
    whole = items.cut(document)
    if whole is None or len(whole.digests) != len(want) or not items.is_strict_xml(document):
        return
    for seed in (1, 2):
        chance = random.Random(seed)
        seen = frozenset(digest for digest in whole.digests if chance.random() < 0.5)
        kept = [one for one, digest in zip(want, whole.digests, strict=True) if digest not in seen]
        if kept:
            assert kept == _ours(whole.without(seen), document)


@pytest.mark.parametrize("text", OWN)
def test_entries_of_a_cut_document_are_feedparsers_own(text: str) -> None:
    want = _feedparsers_own(text.encode())

    assert want == _ours(text.encode(), text.encode())
    assert items.cut(text.encode()) is not None
    _check_slices(text.encode(), want)


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the folder with real feeds is not beside the project"
)
def test_entries_of_real_feeds_are_feedparsers_own() -> None:
    with (CORPUS / "manifest.csv").open(encoding="utf-8") as file:
        names = [row["file"] for row in csv.DictReader(file)]
    # Every seventh, so that the test stays short; scoring reads them all.
    for name in names[::7]:
        body = unpack((CORPUS / name).read_bytes())
        document = to_utf8(body, None)
        if document[:1] in {b"{", b"["}:
            continue

        want = _feedparsers_own(body)

        assert want == _ours(document, document), name
        _check_slices(document, want)


def test_the_frame_keeps_everything_but_the_items() -> None:
    whole = items.cut(rss(item(1), "<ttl>5</ttl>", item(2)).encode())

    assert whole is not None
    assert rss("<ttl>5</ttl>").encode() == whole.frame()


@pytest.mark.parametrize(
    "text",
    [
        rss(),
        rss("<item><title>a</title><item><title>b</title></item></item>"),
        rss("<item><description><![CDATA[</item><item>]]></description></item>"),
        rss("<!-- <item>x</item> -->", "<item/>"),
        rss(item(1), "<item><title>open"),
        rss(item(1), doctype='<!DOCTYPE rss [<!ENTITY a "b">]>'),
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry>x</a:entry></a:feed>',
        "<html><item>x</item></html>",
        "",
    ],
)
def test_odd_documents_are_not_cut(text: str) -> None:
    assert items.cut(text.encode()) is None


def test_the_roots_attributes_are_part_of_a_digest() -> None:
    one = items.cut(atom("<entry>x</entry>").encode())
    other = items.cut(
        atom("<entry>x</entry>", attributes=' xml:base="https://b.example/"').encode()
    )

    assert one is not None
    assert other is not None
    assert one.digests != other.digests


def test_digests_do_not_depend_on_neighbours() -> None:
    one = items.cut(rss(item(1), item(2)).encode())
    other = items.cut(rss(item(3), item(2), head="<ttl>9</ttl>").encode())

    assert one is not None
    assert other is not None
    assert one.digests[1] == other.digests[1]
