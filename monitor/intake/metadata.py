"""What a page's head says of its article: address, headline, date, paywall, opinion.

Bylines are read nowhere, so that they cannot be kept.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import html as lxml_html

from monitor.intake import jsonld
from monitor.intake.clean import to_text

_META_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class Head:
    """A page's head and the few places in its body that repeat it.

    Attributes:
        metas: name, property or itemprop (lower case) -> first non-empty content.
        described: what JSON-LD says.
        headings: the texts of the page's h1 elements, in order, at most ten.
        title: the text of the title element.
        canonical: href of ``link rel=canonical``; "" when none.
        language: the html element's lang; "" when none.
    """

    metas: dict[str, str]
    described: jsonld.Described
    headings: list[str]
    title: str
    canonical: str
    language: str

    def meta(self, *names: str) -> str:
        """Return the content of the first of ``names`` that has one, else ""."""
        return next((value for name in names if (value := self.metas.get(name))), "")


def read_head(tree: lxml_html.HtmlElement) -> Head:
    """Return the head of a parsed page; the tree is not changed."""
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        if not content or len(metas) >= _META_MAX:
            continue
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(key) or "").strip().lower()
            if name:
                metas.setdefault(name, content)
    canonical = ""
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            canonical = canonical or (link.get("href") or "").strip()
    blocks = [
        script.text
        for script in tree.iter("script")
        if script.text and "ld+json" in (script.get("type") or "").lower()
    ]
    headings = [line(heading) for heading, _ in zip(tree.iter("h1"), range(10), strict=False)]
    title = next(iter(tree.iter("title")), None)
    return Head(
        metas=metas,
        described=jsonld.read(blocks),
        headings=[heading for heading in headings if heading],
        title=line(title) if title is not None else "",
        canonical=canonical,
        language=(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""),
    )


def line(element: lxml_html.HtmlElement) -> str:
    """Return the text under an element as one line; style sheets and scripts are no text."""
    if next(element.iter("style", "script"), None) is None:
        return " ".join("".join(element.itertext()).split())
    parts = (
        part
        for node in element.iter()
        for part in (None if node.tag in {"style", "script"} else node.text, node.tail)
    )
    return " ".join("".join(part for part in parts if part).split())


def description(head: Head) -> str:
    """Return the page's own summary of the article, plain text; "" when it gives none."""
    candidates = (
        head.described.description,
        head.meta("og:description"),
        head.meta("description", "dc.description", "twitter:description"),
    )
    texts = [" ".join(to_text(one).split()) for one in candidates if one]
    return max(texts, key=len, default="")[:2000]
