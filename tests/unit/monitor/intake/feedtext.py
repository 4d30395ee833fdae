"""Small feeds in the words of a fictional region, as broken as a test needs them."""

from __future__ import annotations


def item(number: int, *, title: str | None = None, extra: str = "", date: str | None = None) -> str:
    return (
        f"<item><title>{title or f'Rubrik {number}: journalsystemet'}</title>"
        f"<link>https://nyheter.example/artikel/{number}</link>"
        f"<description>Ingress {number}.</description>"
        f"<pubDate>{date or 'Fri, 08 Nov 2024 19:30:00 +0100'}</pubDate>"
        f'<guid isPermaLink="false">urn:nyheter:{number}</guid>{extra}</item>'
    )


def rss(*items: str, head: str = "", doctype: str = "", encoding: str = "utf-8") -> str:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>{doctype}<rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        "<title>Nordbladet</title><link>https://nyheter.example/</link>"
        f"<description>Nytt</description>{head}{''.join(items)}</channel></rss>"
    )


def atom(*entries: str, attributes: str = "") -> str:
    return (
        f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"{attributes}>'
        "<title>Nordbladet</title><id>urn:a</id><updated>2024-11-08T19:30:00Z</updated>"
        f"{''.join(entries)}</feed>"
    )
