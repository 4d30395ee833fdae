from __future__ import annotations

from monitor.intake.discover import feed_links

URL = "https://nyheter.example/lokalt/"


def test_declared_feeds_are_found_in_order_and_once() -> None:
    html = """
    <link rel="alternate" type="application/rss+xml" title="Nytt &amp; lokalt" href="rss.xml">
    <LINK REL='alternate' TYPE='application/atom+xml; charset=utf-8' HREF='/atom'>
    <link rel=alternate type=application/feed+json href=https://b.example/feed.json>
    <link rel="alternate" type="application/rss+xml" href="rss.xml">
    <link rel="alternate" hreflang="en" href="/en"><link rel="stylesheet" href="/feed.css">
    <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
    <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">"""

    assert [
        ("https://nyheter.example/lokalt/rss.xml", "Nytt & lokalt", "application/rss+xml"),
        ("https://nyheter.example/atom", "", "application/atom+xml"),
        ("https://b.example/feed.json", "", "application/feed+json"),
    ] == feed_links(html, URL)


def test_links_that_look_like_feeds_count_only_when_none_is_declared() -> None:
    anchors = '<a href="/rss/ekonomi">RSS</a><a href="/feed.xml">f</a><a href="/rssfrukost">x</a>'
    declared = '<link rel="alternate" type="application/rss+xml" href="/d">'

    assert ["https://nyheter.example/rss/ekonomi", "https://nyheter.example/feed.xml"] == [
        address for address, _, _ in feed_links(anchors, URL)
    ]
    assert ["https://nyheter.example/d"] == [
        address for address, _, _ in feed_links(anchors + declared, URL)
    ]


def test_hostile_markup_is_quick() -> None:
    assert [] == feed_links("<link " * 200_000 + "<a href=" * 200_000, URL)
