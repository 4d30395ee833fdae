"""The web pages of the fictional press: articles as newspapers serve them, and front pages.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from string import Template
from typing import Final

from incidents.demo.content import Item, Outlet
from incidents.demo.feeds import CONTENT_TYPES
from monitor.core.clock import local

#: Headlines in the box beside an article. They are older than the article, so that the page is
#: the same bytes until the article itself changes.
RELATED: Final = 4

_SCHEMA_TYPES: Final = {
    "news": "NewsArticle",
    "opinion": "OpinionNewsArticle",
    "correction": "NewsArticle",
}
_MONTHS: Final = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti")


def article_page(template: str, item: Item, older: Sequence[Item]) -> bytes:
    """Return the page of one article.

    Args:
        template: ``data/demo/press/page.html``.
        older: what the outlet had published before, newest first.
    """
    article, version = item.article, item.version
    values = {
        "title": version.title,
        "lede": version.lede,
        "outlet": article.outlet.name,
        "tagline": article.outlet.tagline,
        "section": article.section,
        "byline": article.byline,
        "url": article.url,
        "feed_url": article.outlet.feed_url,
        "feed_type": CONTENT_TYPES[article.outlet.feed].partition(";")[0],
        "published": local(article.published).isoformat(),
        "published_words": _moment(item),
    }
    safe = {name: escape(value) for name, value in values.items()}
    safe["paragraphs"] = "\n".join(f"<p>{escape(text)}</p>" for text in version.paragraphs)
    safe["related"] = "\n".join(_headline(other) for other in older[:RELATED])
    safe["json_ld"] = _json_ld(item)
    return Template(template).substitute(safe).encode()


def front_page(outlet: Outlet, items: Sequence[Item]) -> bytes:
    """Return an outlet's front page: its headlines, newest first."""
    headlines = "\n".join(_headline(item) for item in items)
    kind = CONTENT_TYPES[outlet.feed].partition(";")[0]
    name = escape(outlet.name)
    return (
        f'<!DOCTYPE html>\n<html lang="sv"><head><meta charset="utf-8"><title>{name}</title>\n'
        f'<link rel="alternate" type="{kind}" title="{name}" href="{escape(outlet.feed_url)}">'
        f"</head>\n<body><main><h1>{name}</h1><p>{escape(outlet.tagline)}</p>\n"
        f"<ul>\n{headlines}\n</ul></main></body></html>\n"
    ).encode()


def missing_page() -> bytes:
    """Return what an outlet shows where nothing has been published."""
    return (
        '<!DOCTYPE html>\n<html lang="sv"><head><meta charset="utf-8"><title>Sidan finns inte'
        "</title></head>\n<body><main><h1>Sidan finns inte</h1>"
        "<p>Kanske har den flyttats. Gå till startsidan.</p></main></body></html>\n"
    ).encode()


def _headline(item: Item) -> str:
    return f'<li><a href="{escape(item.article.url)}">{escape(item.version.title)}</a></li>'


def _moment(item: Item) -> str:
    at = local(item.article.published)
    return f"Publicerad {at.day} {_MONTHS[at.month - 1]} {at.year} klockan {at:%H.%M}"


def _json_ld(item: Item) -> str:
    article = item.article
    document = {
        "@context": "https://schema.org",
        "@type": _SCHEMA_TYPES[article.role],
        "mainEntityOfPage": article.url,
        "headline": item.version.title,
        "description": item.version.lede,
        "datePublished": local(article.published).isoformat(),
        "articleSection": article.section,
        "inLanguage": "sv-SE",
        "author": {"@type": "Person", "name": article.byline},
        "publisher": {"@type": "NewsMediaOrganization", "name": article.outlet.name},
    }
    return json.dumps(document, ensure_ascii=False).replace("<", "\\u003c")
