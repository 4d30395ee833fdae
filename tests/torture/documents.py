"""Feeds and pages that the cases are made of. Every name and event in them is invented."""

from __future__ import annotations

import zlib

MONDAY = "Mon, 09 Mar 2026 13:00:00 GMT"
PARAGRAPHS = """
<p>Styrgruppen för journalsystemet Kompass möttes på Åby lasarett under förmiddagen för att gå
igenom vad som hände när läkemedelslistorna stannade natten till måndagen.</p>
<p>Leverantören Nordlys Health skriver i ett svar till redaktionen att felet är rättat, och att det
rörde en tjänst som hämtar listor från ett äldre register hos regionen.</p>
<p>Verksamheten har arbetat enligt sina reservrutiner med papper och penna, och enligt chefläkaren
har ingen patient kommit till skada så vitt man vet i dag.</p>
<p>Frågan tas upp igen när styrgruppen möts nästa vecka. Då ska en första genomgång av händelsen
vara klar, och den kommer att vara en allmän handling.</p>
"""
ARTICLE = f"<article><h1>Läkemedelslistorna stod stilla i natt</h1>{PARAGRAPHS}</article>"


def item(
    number: int | str,
    *,
    title: str = "",
    link: str | None = None,
    guid: str | None = None,
    text: str = "Ingress",
    date: str = MONDAY,
    more: str = "",
) -> str:
    """Return one item; what is given stands there unescaped, as broken as the case likes."""
    return (
        f"<item><title>{title or f'Rubrik {number} om Åby lasarett'}</title>"
        f"<link>{f'https://mv.example/a/{number}' if link is None else link}</link>"
        f"<guid isPermaLink='false'>{guid or f'mv-{number}'}</guid>"
        f"<description>{text}</description><pubDate>{date}</pubDate>{more}</item>"
    )


def feed(*items: str, doctype: str = "", encoding: str = "utf-8") -> str:
    """Return an RSS document."""
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>{doctype}<rss version="2.0"><channel>'
        f"<title>Mälarviks Tidning</title><link>https://mv.example/</link>{''.join(items)}"
        "</channel></rss>"
    )


def page(body: str = ARTICLE, head: str = "", title: str = "Läkemedelslistorna stod stilla") -> str:
    """Return an HTML page."""
    return (
        f'<!doctype html><html lang="sv"><head><title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def bomb(megabytes: int, begin: str) -> bytes:
    """Return gzip of a text followed by that many megabytes of spaces."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(begin.encode())]
    parts += [packer.compress(b" " * 1_000_000) for _ in range(megabytes)]
    return b"".join([*parts, packer.flush()])


TWO = feed(item(1), item(2))
