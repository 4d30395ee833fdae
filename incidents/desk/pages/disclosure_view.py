"""What an archivist reads of a request: its records some at a time, covered words marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from incidents.keep import disclose
from incidents.keep.disclose_kinds import KINDS, Record
from incidents.keep.disclose_masks import (
    Suggestion,
    by_place,
    covered,
    fingerprint,
    misplaced,
    suggestions,
)
from monitor.core.store import Row, Store

#: Records on a page.
PER_PAGE: Final = 40


@dataclass(frozen=True)
class Shown:
    """One field of one record.

    Attributes:
        column, name: the field and its Swedish name.
        text: as it is stored.
        masked: as it will be read; None while nothing of it is covered.
        masks: its masks.
        look: what may have to be covered.
    """

    column: str
    name: str
    text: str
    masked: str | None
    masks: Sequence[Row]
    look: Sequence[Suggestion]


def shown(store: Store, row: Row, page: int) -> dict[str, Any]:
    """Return what the page of an open request shows.

    Args:
        page: from 1; beyond the last the last is shown.
    """
    found = disclose.records(store, row)
    masks = disclose.masks(store, row["id"])
    look = suggestions(found, masks)
    pages = max(1, -(-len(found) // PER_PAGE))
    here = min(max(page, 1), pages)
    part = found[(here - 1) * PER_PAGE : here * PER_PAGE]
    return {
        "total": len(found),
        "page": here,
        "pages": pages,
        "seen": fingerprint(found),
        "records": [
            {"kind": one.kind, "id": one.row_id, "fields": _fields(one, masks, look)}
            for one in part
        ],
        "look": len(look),
        "places": _places(found, look),
        "stale": len(misplaced(found, masks)),
    }


def _fields(record: Record, masks: Sequence[Row], look: Sequence[Suggestion]) -> list[Shown]:
    places = by_place(masks)
    out = []
    for column, name in KINDS[record.kind].names.items():
        text = record.fields.get(column)
        if text is None:
            continue
        mine = places.get((record.kind, record.row_id, column), [])
        out.append(
            Shown(
                column,
                name,
                text,
                covered(text, mine) if mine else None,
                mine,
                [one for one in look if one.record is record and one.field == column],
            )
        )
    return out


def _places(found: Sequence[Record], look: Sequence[Suggestion]) -> list[dict[str, Any]]:
    """Return where the things to look at stand: page, anchor and what they are."""
    order = {(one.kind, one.row_id): number for number, one in enumerate(found)}
    return [
        {
            "what": one.what,
            "found": one.found,
            "page": 1 + order[one.record.kind, one.record.row_id] // PER_PAGE,
            "anchor": f"{one.record.kind}-{one.record.row_id}",
        }
        for one in look[:PER_PAGE]
    ]
