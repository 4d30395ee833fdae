"""Words marked in a text: the names that were found, and what changed between two versions.

Pure: no clock, no store, no network. Everything that comes out is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any

from markupsafe import Markup

#: A word with what stands around it, or the space between.
_TOKEN = re.compile(r"\s+|[^\s]+")
#: Letters that are too few to keep two changes apart.
_SMALL = 3
#: Words shown on each side of a change in a long text.
_AROUND = 12


def marked(text: str, marks: Iterable[Mapping[str, Any]]) -> Markup:
    """Return the text with ``mark`` elements around the spans.

    Args:
        marks: mappings with ``start`` and ``end``, characters from 0; overlapping ones are joined.
    """
    out = Markup("")
    at = 0
    for start, end in _joined((int(mark["start"]), int(mark["end"])) for mark in marks):
        if start >= len(text):
            break
        out += Markup("{}<mark>{}</mark>").format(text[at:start], text[start:end])
        at = min(end, len(text))
    return out + Markup("{}").format(text[at:])


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), end) for start, end in spans):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def changes(before: str, after: str, *, around: int | None = None) -> Markup:
    """Return the later text with ``ins`` and ``del`` around the words that changed.

    Args:
        around: words shown on each side of a change; the whole text when left out.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    steps = _steps(old, new)
    out = Markup("")
    for number, (gone, come) in enumerate(steps):
        if gone == come:
            ends = number == 0, number == len(steps) - 1
            out += Markup("{}").format(come if around is None else _shortened(come, around, ends))
            continue
        if come[:1].isspace() or gone[:1].isspace():
            out += " "
        if gone.strip():
            out += Markup("<del>{}</del> ").format(gone.strip())
        if come.strip():
            out += Markup("<ins>{}</ins>").format(come.strip())
        if come[-1:].isspace() or gone[-1:].isspace():
            out += " "
    return out


def passages(before: str, after: str) -> list[Markup]:
    """Return the paragraphs that changed, as :func:`changes` does, shortened where nothing did."""
    old, new = before.split("\n"), after.split("\n")
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found = [
        changes("\n".join(old[i1:i2]), "\n".join(new[j1:j2]), around=_AROUND)
        for action, i1, i2, j1, j2 in matcher.get_opcodes()
        if action != "equal"
    ]
    return [passage for passage in found if passage.strip()]


def _steps(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Return (words before, words after) in order; a short word kept between two changes is theirs.

    "den är av" for "de var i" is easier to read as one change than as three around the spaces.
    """
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    steps = [("".join(old[i1:i2]), "".join(new[j1:j2])) for _, i1, i2, j1, j2 in opcodes]
    joined: list[tuple[str, str]] = []
    for number, (gone, come) in enumerate(steps):
        kept = gone == come
        inside = 0 < number < len(steps) - 1
        small = kept and inside and len(come.strip()) <= _SMALL
        if joined and (small or not kept) and joined[-1][0] != joined[-1][1]:
            joined[-1] = joined[-1][0] + gone, joined[-1][1] + come
        else:
            joined.append((gone, come))
    return joined


def _shortened(text: str, around: int, ends: tuple[bool, bool]) -> str:
    """Return the words next to the changes; ``ends`` says that none comes before, or after."""
    tokens = _TOKEN.findall(text)
    head = [] if ends[0] else tokens[: 2 * around]
    tail = [] if ends[1] else tokens[-2 * around :]
    if len(head) + len(tail) >= len(tokens):
        return text
    return f"{''.join(head)} … {''.join(tail)}"
