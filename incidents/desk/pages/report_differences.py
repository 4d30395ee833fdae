"""What differs between two reports: section by section, paragraph by paragraph, word by word.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup

from incidents.desk.marks import changes
from incidents.report.sections import ORDER
from incidents.report.tree import Block, Document, ListBlock, TableBlock, plain

_HEADS = {"reason": "Anledning", "compiled": "Sammanställd", "period": "Period"}
#: Share of words in common from which two paragraphs are the same one, changed.
_ALIKE = 0.5


@dataclass(frozen=True)
class Part:
    """A section, or a line above them, that either report has.

    Attributes:
        lines: the later report's paragraphs, with ``ins`` and ``del``.
        same: nothing differs.
    """

    heading: str
    lines: tuple[Markup, ...]
    same: bool


def differences(before: Document, after: Document) -> list[Part]:
    """Return the parts of two reports in printed order."""
    old, new = _parts(before), _parts(after)
    keys = [*_HEADS, *dict.fromkeys([*ORDER["extra"], *ORDER["weekly"]])]
    found = []
    for key in keys:
        was, becomes = old.get(key, ("", [])), new.get(key, ("", []))
        if was[1] or becomes[1]:
            lines = tuple(_compared(was[1], becomes[1]))
            found.append(Part(becomes[0] or was[0], lines, was[1] == becomes[1]))
    return found


def _parts(document: Document) -> dict[str, tuple[str, list[str]]]:
    """Return key -> (heading, paragraphs as plain text) of everything that a report says."""
    parts: dict[str, tuple[str, list[str]]] = {}
    for key, heading in _HEADS.items():
        line = getattr(document, key)
        parts[key] = (heading, [line] if line else [])
    for section in document.sections:
        words = [line for block in section.blocks for line in _words(block)]
        parts[section.key] = (section.heading or "Rättelse", words)
    return parts


def _words(block: Block) -> list[str]:
    match block:
        case ListBlock(items=items):
            return [f"– {plain(item)}" for item in items]
        case TableBlock(caption=caption, header=header, rows=rows):
            return [caption, *(" · ".join(row) for row in (header, *rows))]
        case _:
            return [plain(block.runs)]


def _compared(old: Sequence[str], new: Sequence[str]) -> list[Markup]:
    out: list[Markup] = []
    for action, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if action == "equal":
            out += [Markup("{}").format(line) for line in new[j1:j2]]
        else:
            out += _changed(old[i1:i2], new[j1:j2])
    return out


def _changed(old: Sequence[str], new: Sequence[str]) -> list[Markup]:
    """Pair each new paragraph with the most like of the old ones that are left."""
    left = list(old)
    out: list[Markup] = []
    for line in new:
        twin = max(left, key=lambda one, line=line: _likeness(one, line), default=None)  # type: ignore[misc]
        if twin is None or _likeness(twin, line) < _ALIKE:
            out.append(Markup("<ins>{}</ins>").format(line))
            continue
        at = left.index(twin)
        out += [Markup("<del>{}</del>").format(gone) for gone in left[:at]]
        out.append(changes(twin, line))
        del left[: at + 1]
    return out + [Markup("<del>{}</del>").format(gone) for gone in left]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()
