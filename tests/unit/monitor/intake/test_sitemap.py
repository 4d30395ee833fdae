from __future__ import annotations

from datetime import UTC, datetime

from monitor.intake.parse import ParsedFeed, parse_feed

URL = "https://nyheter.example/sitemap-news.xml"
NAMES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def url(number: int) -> str:
    return (
        f"<url><loc>https://nyheter.example/a/{number}</loc><news:news><news:publication>"
        "<news:name>Nordbladet</news:name><news:language>sv</news:language></news:publication>"
        "<news:publication_date>2024-11-08T20:30:00+01:00</news:publication_date>"
        f"<news:title>Rubrik {number} &amp; mer</news:title><news:keywords>vård, it</news:keywords>"
        "</news:news><image:image><image:loc>https://b.example/i.jpg</image:loc>"
        "<image:title>Bild</image:title></image:image></url>"
    )


def parse(*urls: str, seen: frozenset[str] = frozenset()) -> ParsedFeed:
    body = f'<?xml version="1.0"?><urlset {NAMES}>{"".join(urls)}</urlset>'
    return parse_feed(body.encode(), url=URL, content_type="text/xml", seen=seen)


def test_a_news_sitemap_tells_its_articles() -> None:
    parsed = parse(url(1), url(2))

    entry = parsed.entries[0]
    assert ("sitemap", "Nordbladet", "sv", 2) == (
        parsed.kind,
        parsed.title,
        parsed.language,
        len(parsed.entries),
    )
    assert ("https://nyheter.example/a/1", "Rubrik 1 & mer") == (entry.link, entry.title)
    assert datetime(2024, 11, 8, 19, 30, tzinfo=UTC) == entry.published
    assert ("vård", "it") == entry.categories


def test_seen_articles_are_left_out() -> None:
    first = parse(url(1), url(2))

    second = parse(url(3), url(1), seen=frozenset(first.item_digests))

    assert (["https://nyheter.example/a/3"], 1) == (
        [entry.link for entry in second.entries],
        second.seen_count,
    )


def test_a_plain_sitemap_is_dated_by_its_last_changes() -> None:
    parsed = parse("<url><loc>https://nyheter.example/b</loc><lastmod>2024-11-08</lastmod></url>")

    assert ("day", "") == (parsed.entries[0].published_precision, parsed.entries[0].title)


def test_an_index_names_its_children() -> None:
    body = (
        f"<sitemapindex {NAMES}><sitemap><loc>https://nyheter.example/s1.xml</loc></sitemap>"
        "<sitemap><loc>file:///etc/passwd</loc></sitemap></sitemapindex>"
    )

    parsed = parse_feed(body.encode(), url=URL, content_type=None)

    assert (["https://nyheter.example/s1.xml"], []) == (parsed.children, parsed.entries)


def test_entities_reach_nothing() -> None:
    body = (
        '<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"<urlset {NAMES}><url><loc>https://nyheter.example/a</loc><news:title>&x;</news:title>"
        "</url></urlset>"
    )

    assert "root:" not in repr(parse_feed(body.encode(), url=URL, content_type=None))


def test_a_broken_sitemap_gives_what_can_be_read() -> None:
    body = f"<urlset {NAMES}>{url(1)}<url><loc>https://nyheter.example/2"

    assert "https://nyheter.example/a/1" == (
        parse_feed(body.encode(), url=URL, content_type=None).entries[0].link
    )


def test_nothing_but_a_root_is_no_error() -> None:
    assert [] == parse().entries
