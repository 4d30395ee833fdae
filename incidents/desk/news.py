"""What is new in an incident to one reader.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from dataclasses import dataclass

from incidents.record.timeline import TimelineEntry
from monitor.core.clock import from_text


@dataclass(frozen=True, kw_only=True)
class News:
    """What is new to somebody.

    Attributes:
        since: when they last looked, database text; "" on the first visit.
        added: (table, row id) of what came, other people's and the program's.
        changed: (table, row id) of what was changed, articles changed by their outlet among them.
        told: "2 artiklar", "1 uttalande" ... what came, then what was changed.
        reader: the reader's name; what they did themselves is not new to them.
    """

    since: str = ""
    added: frozenset[tuple[str, int]] = frozenset()
    changed: frozenset[tuple[str, int]] = frozenset()
    told: tuple[str, ...] = ()
    reader: str = ""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed)

    def mark(self, table: str, row_id: int) -> str:
        """Return the Swedish mark of a record: "nytt", "ändrat" or an empty string."""
        if (table, row_id) in self.added:
            return "nytt"
        return "ändrat" if (table, row_id) in self.changed else ""

    def has(self, entry: TimelineEntry) -> bool:
        """Tell whether an entry of the timeline is new."""
        late = bool(self.since) and entry.entered_at > from_text(self.since)
        return late and entry.by != self.reader
