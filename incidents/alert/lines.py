"""A thing in words: what stands in a mail, and what may stand in somebody else's system.

Written when it is sent, from the rows as they are then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from incidents.record import addresses
from monitor.core.clock import from_text, local
from monitor.core.store import Row, Store
from monitor.core.times import Calendar, clock_text, date_text
from monitor.intake.alarms import alarms


@dataclass(frozen=True, slots=True)
class Line:
    """One thing, or a group of them.

    Attributes:
        text: for the person's own mailbox.
        bare: the same without anybody's words or name, for webhooks.
        path: the desk's page, below its root.
        note: more about it, for the mailbox.
    """

    text: str
    bare: str
    path: str
    note: str = ""


def lines(store: Store, items: Iterable[Mapping[str, Any]]) -> list[Line]:
    """Return the lines of a message's items; flags of one story are one line.

    Args:
        items: rows of ``alert_items``.
    """
    stories: dict[str, list[Mapping[str, Any]]] = {}
    found = []
    for item in items:
        if item["kind"] == "flag":
            stories.setdefault(item["group_key"], []).append(item)
        else:
            found.append(_WRITE[item["kind"]](store, item))
    return [*(_story(store, group) for group in stories.values()), *found]


def _when(store: Store, text: str) -> str:
    """Return "klockan 16.00", with the date when that is not today."""
    at, now = from_text(text), store.clock.now()
    if local(at).date() == local(now).date():
        return clock_text(at)
    return f"{date_text(at, Calendar(local(now).year))} {clock_text(at)}"


def _story(store: Store, items: list[Mapping[str, Any]]) -> Line:
    marks = ", ".join("?" * len(items))
    rows = store.rows(
        "SELECT a.id, a.title, o.short_name, o.name FROM articles a"
        f" JOIN outlets o ON o.id = a.outlet_id WHERE a.id IN ({marks})"
        " ORDER BY a.first_seen_at, a.id",
        [item["row_id"] for item in items],
    )
    if not rows:
        return Line("Träffen är gallrad", "En träff", "granska")
    outlets = list(dict.fromkeys(row["name"] for row in rows))
    said = outlets[0] if len(outlets) == 1 else f"{outlets[0]} och {len(outlets) - 1} till"
    path = addresses.article(rows[0]["id"])
    more = f"{len(rows)} artiklar om samma nyhet" if len(rows) > 1 else ""
    return Line(f"Ny träff: {rows[0]['title']} ({said})", f"Ny träff i {said}", path, more)


def _approval(store: Store, item: Mapping[str, Any]) -> Line:
    key = item["row_id"]
    if key > 0:
        row = store.row("SELECT number FROM reports WHERE id = ?", [key])
        number = row["number"] if row else ""
        said = f"Rapport {number} väntar på godkännande"
        return Line(said, said, addresses.report(number) if row else "rapporter",
                    "Den går att läsa och godkänna i telefonen.")  # fmt: skip
    row = store.row(
        "SELECT s.id, i.ref FROM statements s LEFT JOIN incidents i ON i.id = s.incident_id"
        " WHERE s.id = ?",
        [-key],
    )
    ref = row["ref"] if row else None
    said = f"Ett uttalande väntar på godkännande{f' i {ref}' if ref else ''}"
    return Line(said, said, addresses.incident(ref, f"uttalande-{-key}"))


def _changed(store: Store, item: Mapping[str, Any]) -> Line:
    row = store.row(
        "SELECT a.title, o.short_name, (SELECT i.ref FROM incident_articles l JOIN incidents i"
        " ON i.id = l.incident_id WHERE l.article_id = a.id AND i.status <> 'dismissed'"
        " ORDER BY i.id DESC LIMIT 1) AS ref FROM articles a"
        " JOIN outlets o ON o.id = a.outlet_id WHERE a.id = ?",
        [item["row_id"]],
    )
    if row is None:
        return Line("En ändrad artikel är gallrad", "En ändrad artikel", "handelser")
    where = f"{row['short_name']} har ändrat en artikel i {row['ref'] or 'en händelse'}"
    return Line(f"{where}: {row['title']}", where, addresses.article(item["row_id"]))


def _enquiry(store: Store, item: Mapping[str, Any]) -> Line:
    row = store.row(
        "SELECT e.deadline_at, e.answered_at, o.name, i.ref FROM enquiries e"
        " LEFT JOIN outlets o ON o.id = e.outlet_id LEFT JOIN incidents i ON i.id = e.incident_id"
        " WHERE e.id = ?",
        [item["row_id"]],
    )
    if row is None:
        return Line("En mediefråga är gallrad", "En mediefråga", "fragor")
    asker = f"frågan från {row['name']}" if row["name"] else "en fråga till oss"
    said = _deadline(store, "Svar", asker, row["deadline_at"], item["thing"])
    return Line(said, said, addresses.incident(row["ref"]))


def _action(store: Store, item: Mapping[str, Any]) -> Line:
    row = store.row(
        "SELECT a.wording, a.due_at, i.ref FROM actions a JOIN incidents i"
        " ON i.id = a.incident_id WHERE a.id = ?",
        [item["row_id"]],
    )
    if row is None:
        return Line("En åtgärd är borttagen", "En åtgärd", "handelser")
    said = _deadline(store, "Klar", f"en åtgärd i {row['ref']}", row["due_at"], item["thing"])
    path = addresses.incident(row["ref"], f"atgard-{item['row_id']}")
    return Line(said, said, path, row["wording"])


def _deadline(store: Store, verb: str, what: str, due: str | None, thing: str) -> str:
    told = _when(store, due or thing[-20:])
    if ":passed:" in thing:
        return f"Tiden har gått ut för {what}. {verb} senast {told}"
    return f"{verb} senast {told}: {what}"


def _silent(store: Store, item: Mapping[str, Any]) -> Line:
    key = item["row_id"]
    found = [one for one in alarms(store, store.clock.now()) if (one.source_id or 0) == key]
    title = store.value("SELECT title FROM sources WHERE id = ?", [key])
    said = f"Flödet {title} går inte att lita på just nu" if title else "Flödena behöver ses över"
    return Line(said, said, addresses.source(key if title else 0),
                found[0].sentence if found else "Det är bra igen.")  # fmt: skip


def _gap(store: Store, item: Mapping[str, Any]) -> Line:
    stamp = str(item["thing"]).removeprefix("gap:")
    when = f" från {_when(store, stamp)}" if stamp.endswith("Z") else ""
    said = f"Ingen har jouren{when}"
    return Line(said, said, "jour", "Lägg till någon i jourlistan.")


def _taken(store: Store, item: Mapping[str, Any]) -> Line:
    row = store.row(
        "SELECT t.group_key, u.display_name FROM alert_taken t JOIN users u ON u.id = t.taken_by"
        " WHERE t.id = ?",
        [item["row_id"]],
    )
    if row is None:
        return Line("Någon har tagit en avisering", "En avisering är tagen", "aviseringar")
    same = store.rows(
        "SELECT DISTINCT thing, group_key, kind, row_id FROM alert_items WHERE group_key = ?"
        " AND kind <> 'taken' GROUP BY thing",
        [row["group_key"]],
    )
    about = lines(store, same)
    if not about:
        return Line("Någon har tagit en avisering", "En avisering är tagen", "aviseringar")
    first = about[0]
    return Line(f"{row['display_name']} tar den: {first.text}", f"Tagen: {first.bare}", first.path)


_WRITE = {
    "approval": _approval,
    "changed": _changed,
    "enquiry": _enquiry,
    "action": _action,
    "silent": _silent,
    "gap": _gap,
    "taken": _taken,
}


def items_of(store: Store, message_id: int) -> list[Row]:
    """Return what a message is about, the most urgent kind first."""
    return store.rows(
        "SELECT * FROM alert_items WHERE message_id = ? ORDER BY CASE kind"
        " WHEN 'enquiry' THEN 0 WHEN 'approval' THEN 1 WHEN 'changed' THEN 2 WHEN 'flag' THEN 3"
        " WHEN 'action' THEN 4 WHEN 'silent' THEN 5 ELSE 6 END, thing",
        [message_id],
    )
