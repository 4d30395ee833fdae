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


def changes(before: str, after: str) -> Markup:
    """Return the later text with ``ins`` and ``del`` around the words that changed."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    out = Markup("")
    for action, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        if action == "equal":
            out += Markup("{}").format(come)
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
