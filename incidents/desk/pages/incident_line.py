"""The timeline as the page shows it: filtered, in either order, with happened beside entered.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from incidents.desk.forms import Form
from incidents.record.timeline import TimelineEntry
from monitor.core.clock import to_text

#: Longest timeline that is shown unasked, entries.
SHORT = 25

#: What a person may choose -> Swedish, and the timeline's kinds behind it.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "artiklar": ("Artiklar", ("articles",)),
    "fragor": ("Frågor", ("enquiries", "questions")),
    "uttalanden": ("Uttalanden", ("statements", "contradictions")),
    "omstandigheter": ("Omständigheter", ("circumstances",)),
    "atgarder": ("Åtgärder och beslut", ("actions", "decisions")),
    "rapporter": ("Rapporter", ("reports",)),
    "steg": ("Händelsens steg", ("incidents",)),
}
#: The record's tables -> the ids of their rows on the page.
ANCHORS = {
    "statements": "uttalande",
    "circumstances": "omstandighet",
    "actions": "atgard",
    "decisions": "beslut",
    "questions": "oppen-fraga",
    "enquiries": "mediefraga",
    "articles": "artikel",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """The timeline's shown part.

    Attributes:
        entries: what the template prints, in order.
        counts: (key, Swedish, number) of every kind that has any, all of them first.
        chosen: the kind chosen, "alla" for all.
        oldest_first: the order.
        hidden: how many more there are.
    """

    entries: list[dict[str, Any]]
    counts: list[tuple[str, str, int]]
    chosen: str
    oldest_first: bool
    hidden: int


def line(entries: list[TimelineEntry], query: Form) -> Line:
    """Return what to show of a timeline; ``?slag=``, ``?ordning=aldst`` and ``?allt=1`` choose."""
    chosen = query.get("slag") if query.get("slag") in KINDS else "alla"
    kept = [one for one in entries if chosen == "alla" or one.kind in KINDS[chosen][1]]
    oldest = query.get("ordning") == "aldst"
    ordered = kept if oldest else kept[::-1]
    shown = ordered if query.get("allt") else ordered[:SHORT]
    counts = [
        (key, said, sum(one.kind in kinds for one in entries))
        for key, (said, kinds) in KINDS.items()
    ]
    return Line(
        entries=[_shown(one) for one in shown],
        counts=[("alla", "Allt", len(entries)), *[each for each in counts if each[2]]],
        chosen=chosen,
        oldest_first=oldest,
        hidden=len(ordered) - len(shown),
    )


def _shown(entry: TimelineEntry) -> dict[str, Any]:
    happened = to_text(entry.moment.at) if entry.moment.at else None
    known, entered = to_text(entry.known_at), to_text(entry.entered_at)
    anchor = ANCHORS.get(entry.kind)
    return {
        "kind": entry.heading,
        "text": entry.text,
        "href": f"#{anchor}-{entry.row_id}" if anchor else "",
        "number": entry.text if entry.kind == "reports" else "",
        "at": happened,
        "precision": str(entry.moment.precision),
        "known": known if happened is None or known[:16] != happened[:16] else None,
        "entered": entered if not entry.automatic and entered[:16] != known[:16] else None,
        "by": entry.by,
        "automatic": entry.automatic,
        "late": entry.late,
        "tone": _tone(entry),
    }


def _tone(entry: TimelineEntry) -> str:
    if entry.kind == "contradictions":
        return "bad"
    return "good" if entry.kind == "reports" else ""
