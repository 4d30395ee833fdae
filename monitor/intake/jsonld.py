"""Read the schema.org description that most news pages carry as JSON-LD.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

#: Longest block that is read, in characters.
_BLOCK_MAX: Final = 1_500_000
_BLOCKS_MAX: Final = 30
_NODES_MAX: Final = 400
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)+|(?:-->|//\s*\]\]>|\]\]>)+\s*$"
)
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_ARTICLE_TYPES = re.compile(
    r"Article$|^BlogPosting$|^LiveBlogPosting$|^Report$|^NewsItem$|^CreativeWork$|^Posting$"
)
_PAGE_TYPES = frozenset({"WebPage", "ItemPage", "VideoObject", "Recipe", "Product", "AudioObject"})
_OPINION_TYPES = frozenset({"OpinionNewsArticle", "ReviewNewsArticle"})


@dataclass(frozen=True, slots=True)
class Described:
    """What JSON-LD says of the page's article; "" or None where it says nothing."""

    headline: str = ""
    description: str = ""
    published: str = ""
    url: str = ""
    body: str = ""
    section: str = ""
    language: str = ""
    publisher: str = ""
    is_free: bool | None = None
    is_opinion: bool = False
    is_article: bool = False


def read(blocks: list[str]) -> Described:
    """Return what the blocks (the text of each ``ld+json`` script, in order) say together.

    The first node of an article type decides; nodes of page types fill what it leaves open.
    """
    nodes = list(_nodes(blocks))
    articles = [node for node in nodes if _is_article(node)]
    others = [node for node in nodes if _types(node) & _PAGE_TYPES]
    ranked = articles[:3] + others[:3]
    return Described(
        headline=_first(ranked, "headline") or _first(articles, "name"),
        description=_first(ranked, "description"),
        published=_first(ranked, "datePublished") or _first(ranked, "dateCreated"),
        url=_address(articles),
        body=max((_text(node, "articleBody") for node in articles), key=len, default=""),
        section=_first(articles, "articleSection"),
        language=_first(articles, "inLanguage"),
        publisher=_first(articles, "publisher"),
        is_free=_is_free(ranked),
        is_opinion=any(_types(node) & _OPINION_TYPES for node in articles),
        is_article=bool(articles),
    )


def _nodes(blocks: list[str]) -> Iterator[dict[str, Any]]:
    """Yield every object of every block, outer before inner, a bounded number."""
    waiting: list[Any] = [_load(block) for block in blocks[:_BLOCKS_MAX]]
    given = 0
    while waiting and given < _NODES_MAX:
        part = waiting.pop(0)
        if isinstance(part, list):
            waiting = part[:_NODES_MAX] + waiting
        elif isinstance(part, dict):
            given += 1
            yield part
            inner = [part.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage")]
            waiting = [one for one in inner if isinstance(one, dict | list)] + waiting


def _load(block: str) -> Any:
    """Return the block's value, with the usual slips forgiven; None when it is no JSON."""
    if len(block) > _BLOCK_MAX:
        return None
    text = _WRAPPING.sub("", block).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            # Not strict: real pages carry raw line breaks inside strings.
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _types(node: dict[str, Any]) -> set[str]:
    kinds = node.get("@type")
    given = kinds if isinstance(kinds, list) else [kinds]
    return {str(kind).rpartition("/")[2] for kind in given if kind}


def _is_article(node: dict[str, Any]) -> bool:
    return any(_ARTICLE_TYPES.search(kind) for kind in _types(node))


def _text(node: dict[str, Any], name: str) -> str:
    value = node.get(name)
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str | dict) and one), "")
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    return value.strip() if isinstance(value, str) else ""


def _first(nodes: list[dict[str, Any]], name: str) -> str:
    return next((text for node in nodes if (text := _text(node, name))), "")


def _address(articles: list[dict[str, Any]]) -> str:
    for node in articles:
        page = node.get("mainEntityOfPage")
        if isinstance(page, dict):
            page = page.get("@id") or page.get("url")
        for candidate in (node.get("url"), page, node.get("@id")):
            if isinstance(candidate, str) and candidate.startswith("http"):
                return candidate
    return ""


def _is_free(nodes: list[dict[str, Any]]) -> bool | None:
    for node in nodes:
        value = node.get("isAccessibleForFree")
        if value is not None:
            return str(value).strip().lower() not in {"false", "0", "no", "http://schema.org/false"}
    return None
