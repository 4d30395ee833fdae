"""When somebody last looked at an incident, and what is new there since then.

Looks within one sitting count as one, so that the marks do not vanish at the first click.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final

from incidents.desk.news import News
from incidents.record.timeline import TimelineEntry
from monitor.core.clock import from_text, to_text
from monitor.core.messages import labels
from monitor.core.store import Row, Store

#: A longer pause than this begins a new sitting.
SITTING: Final = timedelta(minutes=30)
#: A look is not noted again within this, so that turning pages writes nothing.
_NOTED: Final = timedelta(minutes=1)

#: What the incident's page holds of each table -> its Swedish name in one and in several.
COUNTED: Final[dict[str, tuple[str, str]]] = {
    "articles": ("artikel", "artiklar"),
    "enquiries": ("mediefråga", "mediefrågor"),
    "statements": ("uttalande", "uttalanden"),
    "circumstances": ("omständighet", "omständigheter"),
    "actions": ("åtgärd", "åtgärder"),
    "questions": ("öppen fråga", "öppna frågor"),
    "decisions": ("beslut", "beslut"),
    "contradictions": ("motsägelse", "motsägelser"),
    "reports": ("steg för rapporter", "steg för rapporter"),
    "incidents": ("steg för händelsen", "steg för händelsen"),
}
#: Headings that tell of a new version of an article that was there before.
_VERSIONS: Final = frozenset(
    said for key, said in labels("timeline").items() if key.startswith("version_")
)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A stored visit: since when things are new, and whether this look should be noted."""

    since: str
    note: Mapping[str, Any] = field(default_factory=dict)


def visit(store: Store, user_id: int, incident_id: int) -> Visit:
    """Return since when things are new to somebody who looks now."""
    row = store.row(
        "SELECT looked_at, since_at FROM incident_visits WHERE user_id = ? AND incident_id = ?",
        [user_id, incident_id],
    )
    now = store.clock.now()
    key = {"user_id": user_id, "incident_id": incident_id, "looked_at": to_text(now)}
    if row is None:
        return Visit(since="", note={**key, "since_at": None})
    away = now - from_text(row["looked_at"])
    if away > SITTING:
        return Visit(since=row["looked_at"], note={**key, "since_at": row["looked_at"]})
    since = row["since_at"]
    return Visit(since=since or "", note={**key, "since_at": since} if away > _NOTED else {})


def note(store: Store, noted: Mapping[str, Any]) -> None:
    """Write a look down; a later one that is there already stays."""
    store.execute(
        "INSERT INTO incident_visits (user_id, incident_id, looked_at, since_at)"
        " VALUES (:user_id, :incident_id, :looked_at, :since_at)"
        " ON CONFLICT DO UPDATE SET looked_at = max(looked_at, excluded.looked_at),"
        " since_at = excluded.since_at",
        dict(noted),
    )


def read_all(store: Store, user_id: int, incident_id: int) -> None:
    """Say that somebody has seen everything until now."""
    now = store.now()
    note(
        store,
        {"user_id": user_id, "incident_id": incident_id, "looked_at": now, "since_at": now},
    )


def news(
    store: Store, entries: Sequence[TimelineEntry], since: str, *, user_id: int, display: str
) -> News:
    """Return what others and the program have added and changed since an instant."""
    here = News(since=since, reader=display)
    fresh = [one for one in entries if here.has(one)]
    if not since:
        return here
    outlet = {_key(one) for one in fresh if _is_change(one)}
    added = {_key(one) for one in fresh if not _is_change(one)}
    changed = (outlet | _edited(store, entries, since, user_id)) - added
    return replace(
        here,
        added=frozenset(added),
        changed=frozenset(changed),
        told=(*_counted(added), *_changes(changed)),
    )


def _key(entry: TimelineEntry) -> tuple[str, int]:
    return entry.kind, entry.row_id


def _is_change(entry: TimelineEntry) -> bool:
    return entry.kind == "articles" and entry.heading in _VERSIONS


def _edited(
    store: Store, entries: Sequence[TimelineEntry], since: str, user_id: int
) -> set[tuple[str, int]]:
    """Return the records that somebody else has edited since then."""
    keys: dict[str, list[int]] = {}
    for one in entries:
        if one.kind in COUNTED and one.kind not in {"articles", "incidents", "reports"}:
            keys.setdefault(one.kind, []).append(one.row_id)
    found: set[tuple[str, int]] = set()
    for table, ids in keys.items():
        marks = ", ".join("?" * len(ids))
        rows: list[Row] = store.rows(
            "SELECT DISTINCT row_id FROM audit WHERE table_name = ? AND action = 'update'"
            f" AND row_id IN ({marks}) AND at > ? AND user_id IS NOT ?",
            [table, *ids, since, user_id],
        )
        found |= {(table, row["row_id"]) for row in rows}
    return found


def _counted(keys: set[tuple[str, int]]) -> list[str]:
    told = []
    for table, (one, several) in COUNTED.items():
        number = sum(1 for name, _ in keys if name == table)
        if number:
            told.append(f"{number} {one if number == 1 else several}")
    return told


def _changes(keys: set[tuple[str, int]]) -> list[str]:
    articles = sum(1 for name, _ in keys if name == "articles")
    others = len(keys) - articles
    told = []
    if articles:
        told.append(
            "1 artikel ändrad av mediet" if articles == 1 else f"{articles} artiklar ändrade"
        )
    if others:
        told.append("1 uppgift ändrad" if others == 1 else f"{others} uppgifter ändrade")
    return told
