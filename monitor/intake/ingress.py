"""Find the ingress: the paragraph under the headline that extractors so often leave out.

In Swedish news the ingress often holds the only mention of a name.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from lxml import html as lxml_html

from monitor.intake.clean import strip_unseen
from monitor.intake.headline import fold
from monitor.intake.metadata import line

_SHORTEST: Final = 25
_LONGEST: Final = 1500
#: How many elements after the headline are looked at.
_REACH: Final = 300
_PARTS_MAX: Final = 5
_CHILDREN_MAX: Final = 40
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:article|post|entry|story|page|text|c|m|o)?[\s_-]*(?:ingress|preamble|lead|lede|"
    r"leadtext|leadin|standfirst|intro|introduction|dek|deck|subtitle|subheadline|subheading|subhead|"
    r"subline|vorspann|teaser|teasertext|chapo|chapeau|entradilla|bajada|sommario|abstract|excerpt|"
    r"summary|description|manchet|perex|spot|preface|underline|epigraph|sumario)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"©|foto:|bild:|photo|cookie|kakor|javascript|prenumer|subscribe|subscription|newsletter|"
    r"nyhetsbrev|dela artikeln|advertisement|annons|getty images|\bAP\)|/AFP|/AP|logga in|sign up|"
    r"sign in|reuters\)",
    re.IGNORECASE,
)
#: Elements around pictures and people, whose sentences are not the article's.
_BESIDE = re.compile(
    r"caption|credit|byline|author|contributor|gallery|bildtext|image|photo|media|promo|related|"
    r"newsletter|subscri|footer|social|share|comment|video|player|advert|\bads?\b|teaser-?list|bio",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HOLDERS = frozenset(
    {"p", "div", "h2", "h3", "h4", "span", "strong", "section", "header", "ul", "em"}
)
_OUTSIDE = frozenset({"aside", "nav", "footer", "figure", "figcaption", "form", "table", "button"})


@dataclass(frozen=True, slots=True)
class Ingress:
    """The ingress, one line per paragraph; "" when there is none.

    ``sure`` says that the page marks it as one, by name or by repeating it in its description.
    """

    text: str
    sure: bool


def find_ingress(
    tree: lxml_html.HtmlElement, headline: str, description: str, text: str
) -> Ingress:
    """Return the ingress that readers see.

    Looked for between the h1 that holds ``headline`` and the place where ``text`` begins: what
    is named as an ingress or begins as the page's ``description`` does; without such, the first
    full sentence that stands alone there.
    """
    start = _headline_element(tree, headline)
    if start is None:
        return Ingress("", sure=False)
    opening, first_line = fold(description)[:40], _first_line(text, headline)
    parts: list[str] = []
    loose = ""
    taken: lxml_html.HtmlElement | None = None
    has_begun = False
    for element in _after(start):
        if element.tag not in _HOLDERS or (taken is not None and taken in element.iterancestors()):
            continue
        is_kind = _is_kind(element, opening)
        begun = _begins(element, first_line)
        if has_begun and not is_kind and element.tag == "p":
            break  # the text may begin with the ingress, whose later parts follow
        has_begun = has_begun or begun
        if is_kind:
            said = _said(element, headline)
            if said and len("".join(parts)) + len(said) <= _LONGEST:
                parts.append(said)
                taken = element
        elif not (begun or loose or parts) and _may_stand_alone(element):
            said = _said(element, headline)
            loose = said if _is_sentence(element, said) else ""
        if (begun and not is_kind) or len(parts) >= _PARTS_MAX:
            break
    shown = "\n".join(dict.fromkeys(parts))
    return Ingress(shown or loose, bool(shown))


def with_ingress(ingress: str, text: str) -> str:
    """Return ``text`` with the parts of ``ingress`` that it lacks in front."""
    have = fold(text)
    missing = [part for part in ingress.split("\n") if fold(part)[:80] not in have]
    return "\n".join([*missing, text]).strip()


def _headline_element(tree: lxml_html.HtmlElement, headline: str) -> lxml_html.HtmlElement | None:
    wanted = fold(headline)
    first = None
    for heading in tree.iter("h1"):
        first = heading if first is None else first
        text = fold("".join(heading.itertext()))
        if text and (text in wanted or wanted in text):
            return heading
    return first


def _after(start: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    """Yield the elements that follow ``start`` in document order, :data:`_REACH` at most."""
    left = _REACH
    here = start
    while here is not None:
        for sibling in here.itersiblings():
            for element in sibling.iter():
                left -= 1
                if left < 0:
                    return
                yield element
        here = here.getparent()


def _first_line(text: str, headline: str) -> str:
    """Return the beginning of the first line that is not the headline, folded."""
    for first in text.split("\n")[:4]:
        folded = fold(first)
        if len(folded) > _SHORTEST and folded not in fold(headline):
            return folded[:60]
    return ""


def _begins(element: lxml_html.HtmlElement, first_line: str) -> bool:
    """Say whether the article's text begins with this element's own."""
    if not first_line:
        return False
    if element.tag in {"p", "h2", "h3", "h4"}:
        own = fold("".join(islice(element.itertext(), 6))[:120])
    else:
        own = fold((element.text or "")[:120])
    return len(own) >= 15 and (own[:60] in first_line or first_line in own)


def _is_kind(element: lxml_html.HtmlElement, opening: str) -> bool:
    """Say whether the element is named as an ingress, or begins as the description does."""
    if _NAMED.search(_names(element)):
        return True
    if len(opening) < 20:
        return False
    own = element.text or ""
    if not own.strip() and element.tag not in {"p", "h2", "h3", "strong"}:
        return False
    begin = fold(own[:120] if own.strip() else "".join(element.itertext())[:200])
    return len(begin) >= 20 and (opening.startswith(begin[:40]) or begin.startswith(opening))


def _said(element: lxml_html.HtmlElement, headline: str) -> str:
    """Return the element's text when it can be an ingress, else ""."""
    if len(element) > _CHILDREN_MAX:
        return ""
    text = _text(element)
    if not _SHORTEST <= len(text) <= _LONGEST or fold(text) == fold(headline):
        return ""
    outside = any(holder.tag in _OUTSIDE for holder in element.iterancestors())
    return "" if outside or _NOISE.search(text) or _is_links(element, text) else text


def _may_stand_alone(element: lxml_html.HtmlElement) -> bool:
    """Say, cheaply, whether an unnamed element may hold a sentence of the article."""
    if element.tag not in {"p", "div", "h2", "h3", "strong", "span"}:
        return False
    nearby = (element, *islice(element.iterancestors(), 3))
    return not any(_BESIDE.search(_names(one)) for one in nearby)


def _is_sentence(element: lxml_html.HtmlElement, said: str) -> bool:
    """Say whether the text of an unnamed element reads as an ingress."""
    if len(said) < 60 or "\n" in said:
        return False
    return element.tag in {"h2", "h3"} or said[-1] in '.!?…”“"»'


def _names(element: lxml_html.HtmlElement) -> str:
    given = (
        element.get(key) or "" for key in ("class", "id", "itemprop", "data-testid", "data-qa")
    )
    return _CAMEL.sub("-", " ".join(given))[:600]


def _text(element: lxml_html.HtmlElement) -> str:
    """Return the element's text, one line per paragraph or list item in it."""
    holders = [part for part in element.iter("p", "li") if part is not element] or [element]
    lines = (strip_unseen(line(part)) for part in holders)
    return "\n".join(one for one in lines if one)[: _LONGEST + 1]


def _is_links(element: lxml_html.HtmlElement, text: str) -> bool:
    linked = sum(len("".join(anchor.itertext())) for anchor in element.iter("a"))
    return linked > 0.5 * len(text) or any(
        holder.tag in {"a", "li"} for holder in element.iterancestors()
    )
