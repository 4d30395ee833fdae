"""The sources that are polled, grouped by outlet: add, list, import, export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from monitor.core import urls
from monitor.core.actors import Actor
from monitor.core.errors import ConflictError, InputError
from monitor.core.messages import explain_source
from monitor.core.store import Row, Store
from monitor.intake import patterns
from monitor.intake.opml import SourceLine
from monitor.intake.outlets import Outlets

_LIST: Final = """
SELECT sources.id, sources.title, sources.url, sources.kind, sources.enabled, sources.folder,
    sources.certainty, sources.note, sources.link_pattern, sources.floor_s, sources.ceiling_s,
    outlets.id AS outlet_id, outlets.name AS outlet, outlets.short_name,
    COALESCE(state.status, 'new') AS status, state.next_due_at, state.interval_s,
    state.last_polled_at, state.last_success_at, state.last_item_at, state.failures,
    state.error_key, COALESCE(state.error_facts, '{}') AS error_facts, state.error_at,
    state.format, state.remark
FROM sources JOIN outlets ON outlets.id = outlet_id
LEFT JOIN source_state AS state ON state.source_id = sources.id
"""
_ORDER: Final = " ORDER BY outlets.name COLLATE SWEDISH, sources.title COLLATE SWEDISH, sources.id"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: ids of added sources, and how many were there already."""

    added: tuple[int, ...]
    existing: int


def list_sources(store: Store) -> list[Row]:
    """Return every source with its outlet and state, by outlet and title.

    ``trouble`` is the last failure in Swedish, or why the last document was only read in part
    (status ``partial``), or None when the last poll worked.
    """
    rows = store.rows(_LIST + _ORDER)
    return [_explained(row) for row in rows]


def get_source(store: Store, source_id: int) -> Row:
    """Return one source as :func:`list_sources` does.

    Raises:
        NotFoundError: no such source.
    """
    store.get("sources", source_id, kind="flödet")
    return _explained(store.rows(_LIST + " WHERE sources.id = ?", [source_id])[0])


def add_source(store: Store, actor: Actor, line: SourceLine) -> int:
    """Add one source and return its id; the outlet is found or made.

    Raises:
        PermissionDeniedError: the actor may not change sources.
        InputError: the address is no web address.
        ConflictError: the address is polled already.
    """
    imported = import_sources(store, actor, [line])
    if not imported.added:
        raise ConflictError(why="Adressen finns redan bland flödena.")
    return imported.added[0]


def import_sources(store: Store, actor: Actor, lines: Iterable[SourceLine]) -> Imported:
    """Add the sources whose address is not there yet, in one transaction.

    What is there already is left as people have set it.

    Raises:
        PermissionDeniedError: the actor may not change sources.
        InputError: an address is no web address, or a pattern cannot be used.
    """
    actor.require("sources")
    added: list[int] = []
    existing = 0
    with store.writing(actor):
        known = {str(row["url"]) for row in store.rows("SELECT url FROM sources")}
        outlets = Outlets(store)
        for line in lines:
            url = urls.request_form(line.url)
            if url is None:
                raise InputError(field="Adress", why=f"”{line.url}” är ingen webbadress.")
            if url in known:
                existing += 1
                continue
            known.add(url)
            added.append(_insert(store, line, url, outlets.find_or_make(line, url)))
    return Imported(tuple(added), existing)


def export_sources(store: Store) -> list[SourceLine]:
    """Return every source with all that a list can carry, by outlet and title."""
    rows = store.rows(
        "SELECT sources.*, outlets.name AS outlet, outlets.short_name, outlets.licence,"
        " outlets.kind AS outlet_kind, outlets.homepage, outlets.text_days,"
        " outlets.flagged_text_days FROM sources JOIN outlets ON outlets.id = outlet_id" + _ORDER
    )
    return [_line(row) for row in rows]


def set_enabled(store: Store, actor: Actor, source_id: int, *, enabled: bool) -> None:
    """Pause a source, or let it be polled again at once, also one that was told to be gone.

    Raises:
        PermissionDeniedError, NotFoundError
    """
    actor.require("sources")
    with store.writing(actor):
        store.get("sources", source_id, kind="flödet")
        store.update("sources", source_id, {"enabled": int(enabled)})
        store.execute(
            "UPDATE source_state SET status = ?, next_due_at = NULL, failures = 0"
            " WHERE source_id = ?",
            ["new" if enabled else "paused", source_id],
        )


def change_source(store: Store, actor: Actor, source_id: int, values: dict[str, Any]) -> None:
    """Change title, url, kind, link_pattern, floor_s, ceiling_s, note or folder of a source.

    A new address is asked at once and without the old one's validators.

    Raises:
        PermissionDeniedError, NotFoundError
        InputError: the address is no web address, or the pattern cannot be used.
        ConflictError: another source has the address.
    """
    actor.require("sources")
    allowed = {"title", "url", "kind", "link_pattern", "floor_s", "ceiling_s", "note", "folder"}
    if not values.keys() <= allowed:
        raise InputError(field="Flöde", why="fältet går inte att ändra.")
    with store.writing(actor):
        before = store.get("sources", source_id, kind="flödet")
        patterns.checked(values.get("link_pattern") or "")
        if "url" in values:
            values = {**values, "url": _free_address(store, source_id, str(values["url"]))}
        store.update("sources", source_id, values)
        if values.get("url", before["url"]) != before["url"]:
            forget_state(store, source_id)


def forget_state(store: Store, source_id: int) -> None:
    """Forget validators and digests, so that the next poll asks for and reads everything.

    Must be called inside a write transaction.
    """
    store.execute("DELETE FROM source_items WHERE source_id = ?", [source_id])
    store.execute(
        "UPDATE source_state SET etag = NULL, last_modified = NULL, body_digest = NULL,"
        " moved_to = NULL, moved_seen = 0, next_due_at = NULL, status = 'new', failures = 0,"
        " last_full_get_at = NULL WHERE source_id = ?",
        [source_id],
    )


def remove_source(store: Store, actor: Actor, source_id: int) -> None:
    """Remove a source; its articles stay.

    Raises:
        PermissionDeniedError, NotFoundError
    """
    actor.require("sources")
    with store.writing(actor):
        store.get("sources", source_id, kind="flödet")
        store.execute("DELETE FROM article_aliases WHERE kind = 'guid' AND scope = ?", [source_id])
        store.delete("sources", source_id)


def _insert(store: Store, line: SourceLine, url: str, outlet_id: int) -> int:
    values: dict[str, Any] = {
        "outlet_id": outlet_id,
        "title": line.title or urls.host(url),
        "url": url,
        "kind": line.kind or "feed",
        "link_pattern": patterns.checked(line.link_pattern) or None,
        "certainty": line.certainty or None,
        "note": line.note or None,
        "folder": line.folder or None,
        "enabled": int(line.enabled),
        "added_at": store.now(),
    }
    values |= {
        name: value
        for name, value in (("floor_s", line.floor_s), ("ceiling_s", line.ceiling_s))
        if value is not None
    }
    source_id = store.insert("sources", values)
    store.insert(
        "source_state", {"source_id": source_id, "status": "new" if line.enabled else "paused"}
    )
    return source_id


def _free_address(store: Store, source_id: int, text: str) -> str:
    url = urls.request_form(text)
    if url is None:
        raise InputError(field="Adress", why=f"”{text}” är ingen webbadress.")
    if store.value("SELECT id FROM sources WHERE url = ? AND id <> ?", [url, source_id]):
        raise ConflictError(why="Adressen finns redan bland flödena.")
    return url


def _explained(row: Row) -> Row:
    facts = json.loads(row["error_facts"])
    key = row["error_key"] or row["remark"]
    status = "partial" if row["remark"] and row["status"] == "ok" else row["status"]
    trouble = explain_source(key, facts) if key else None
    return {**row, "status": status, "error_facts": facts, "trouble": trouble}


def _line(row: Row) -> SourceLine:
    texts: Sequence[str] = (
        "title", "url", "kind", "outlet", "short_name", "outlet_kind", "homepage", "licence",
        "certainty", "note", "folder", "link_pattern",
    )  # fmt: skip
    return SourceLine(
        **{name: row[name] or "" for name in texts},
        text_days=row["text_days"],
        flagged_text_days=row["flagged_text_days"],
        enabled=bool(row["enabled"]),
        floor_s=row["floor_s"],
        ceiling_s=row["ceiling_s"],
    )
