"""Put back the parts of an article that lie in further boxes of the same kind.

Many outlets cut an article into boxes with advertisements between them; extractors take the first.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from lxml import html as lxml_html

from monitor.intake.headline import fold
from monitor.intake.metadata import line

#: Shorter paragraphs are captions and labels.
_PARAGRAPH_MIN: Final = 40
#: Paragraphs that a kind of box must have in the text already, to be the article's.
_KNOWN_MIN: Final = 3
#: A teaser box holds one paragraph; a part of an article more.
_PER_BOX_MIN: Final = 2
_OUTSIDE: Final = frozenset({"aside", "nav", "footer", "form", "figure", "li", "label", "header"})


def with_missing_chunks(tree: lxml_html.HtmlElement, text: str) -> str:
    """Return ``text`` with the paragraphs it lacks from boxes named as those that it came from."""
    boxes: dict[lxml_html.HtmlElement, list[str]] = {}
    for paragraph in tree.iter("p"):
        box = paragraph.getparent()
        if box is None or not box.get("class"):
            continue
        said = line(paragraph)
        if len(said) >= _PARAGRAPH_MIN:
            boxes.setdefault(box, []).append(said)
    if len(boxes) < 2:
        return text
    have = fold(text)
    known = Counter(
        _kind(box) for box, said in boxes.items() for one in said if fold(one)[:50] in have
    )
    wanted = [
        (box, said)
        for box, said in boxes.items()
        if known[_kind(box)] >= _KNOWN_MIN and len(said) >= _PER_BOX_MIN
    ]
    if len(wanted) < 2 or all(fold(one)[:50] in have for _, said in wanted for one in said):
        return text
    return _merged(text, [one for box, said in wanted if _is_inside(box) for one in said])


def _merged(text: str, paragraphs: list[str]) -> str:
    """Return the lines of ``text`` with missing ``paragraphs`` after the ones they follow."""
    lines = text.split("\n")
    folded = [fold(one) for one in lines]
    at = 0
    for paragraph in paragraphs:
        start = fold(paragraph)[:50]
        found = next((place for place, one in enumerate(folded) if start in one), None)
        if found is None:
            lines.insert(at, paragraph)
            folded.insert(at, fold(paragraph))
            at += 1
        else:
            at = max(at, found + 1)
    return "\n".join(lines)


def _kind(box: lxml_html.HtmlElement) -> tuple[str, str]:
    return str(box.tag), str(box.get("class"))


def _is_inside(box: lxml_html.HtmlElement) -> bool:
    return not any(holder.tag in _OUTSIDE for holder in (box, *box.iterancestors()))
