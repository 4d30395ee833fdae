"""A document as JSON and back, and its digest: the form that is frozen.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from incidents.report.tree import (
    Block,
    Document,
    Emphasis,
    Language,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Runs,
    Section,
    Strong,
    TableBlock,
    Text,
)
from monitor.core.errors import InputError

#: Raised when a field changes its meaning; a document of a later form is refused.
FORM = 1

_RUN_NAMES: dict[type[Run], str] = {
    Text: "text",
    Strong: "strong",
    Emphasis: "emphasis",
    Language: "language",
    Link: "link",
}
_RUN_TYPES: dict[str, Callable[..., Run]] = {name: kind for kind, name in _RUN_NAMES.items()}


def to_json(document: Document) -> str:
    """Return the document's one canonical JSON text: sorted keys, no spaces, no ASCII escapes."""
    data = asdict(document)
    data["form"] = FORM
    data["sections"] = [
        {
            "key": section.key,
            "heading": section.heading,
            "blocks": [_block_out(block) for block in section.blocks],
        }
        for section in document.sections
    ]
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Document:
    """Return the document that :func:`to_json` wrote.

    Raises:
        InputError: the text is no document of this form.
    """
    try:
        data = json.loads(text)
        if data.pop("form") != FORM:
            raise InputError(
                field="rapport", why="Rapporten är sparad i en form som inte känns igen."
            )
        data["sections"] = tuple(_section_in(section) for section in data["sections"])
        return Document(**data)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError(field="rapport", why="Texten är ingen sparad rapport.") from error


def digest(document: Document) -> str:
    """Return the SHA-256 of :func:`to_json` in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(to_json(document).encode()).hexdigest()


def _block_out(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(runs=runs):
            return {"type": "paragraph", "runs": _runs_out(runs)}
        case Quote(runs=runs):
            return {"type": "quote", "runs": _runs_out(runs)}
        case ListBlock(items=items):
            return {"type": "list", "items": [_runs_out(item) for item in items]}
        case TableBlock():
            return {"type": "table", **asdict(block)}


def _runs_out(runs: Runs) -> list[dict[str, str]]:
    return [{"type": _RUN_NAMES[type(run)], **asdict(run)} for run in runs]


def _section_in(data: dict[str, Any]) -> Section:
    return Section(data["key"], data["heading"], tuple(map(_block_in, data["blocks"])))


def _block_in(data: dict[str, Any]) -> Block:
    match data["type"]:
        case "paragraph":
            return Paragraph(_runs_in(data["runs"]))
        case "quote":
            return Quote(_runs_in(data["runs"]))
        case "list":
            return ListBlock(tuple(map(_runs_in, data["items"])))
        case "table":
            rows = tuple(tuple(row) for row in data["rows"])
            return TableBlock(data["caption"], tuple(data["header"]), rows)
        case other:
            raise ValueError(other)


def _runs_in(data: list[dict[str, str]]) -> Runs:
    return tuple(
        _RUN_TYPES[run["type"]](**{k: v for k, v in run.items() if k != "type"}) for run in data
    )
