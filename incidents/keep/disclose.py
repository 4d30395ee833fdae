"""Handing out public records (utlämnande av allmän handling): a request from first to last.

A request says which kinds of records and which period. The archivist reads what it comes to,
covers what the law protects, each mask with its ground, and hands out or refuses. What was handed
out is kept as it was, with its digest. Who asks, and why, is never noted: there is no place for it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from incidents.keep import disclose_render
from incidents.keep.disclose_kinds import KINDS, Record, load
from incidents.keep.disclose_masks import cover, fingerprint, misplaced, text_digest
from incidents.keep.disclose_render import Package
from incidents.record.words import free_text
from monitor.core.actors import Actor
from monitor.core.clock import local, to_text
from monitor.core.errors import ConflictError, InputError, NotFoundError
from monitor.core.messages import label
from monitor.core.store import Row, Store

#: Records at most in one request; more than a person can read through is several requests.
LIMIT: Final = 20_000


@dataclass(frozen=True, kw_only=True)
class NewRequest:
    """A request for records.

    Attributes:
        kinds: keys of :data:`incidents.keep.disclose_kinds.KINDS`.
        period_from, period_to: instants, the second exclusive.
        incident_id, outlet_id: only what belongs to it.
        words: only records that hold these words.
        asked_at: when it came; now when left out.
    """

    kinds: Sequence[str]
    period_from: datetime
    period_to: datetime
    incident_id: int | None = None
    outlet_id: int | None = None
    words: str = ""
    asked_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class NewMask:
    """A field, or a part of one, to cover.

    Attributes:
        kind, row_id, field: which field of which record.
        ground: as it is stored, "25 kap. 1 § OSL".
        start, end: characters; both None: the whole field.
    """

    kind: str
    row_id: int
    field: str
    ground: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """What was handed out: digest of the JSON form, how many records, how many masks."""

    digest: str
    records: int
    masks: int


def request(store: Store, actor: Actor, new: NewRequest) -> int:
    """Enter a request and return its id.

    Raises:
        InputError: no kind, an empty period, a time ahead.
        PermissionDeniedError.
    """
    actor.require("disclose")
    kinds = [kind for kind in KINDS if kind in new.kinds]
    if not kinds or set(new.kinds) - set(KINDS):
        raise InputError(field="Slag", why="Välj minst ett slag av handlingar.", name="kinds")
    if new.period_from >= new.period_to:
        raise InputError(field="Period", why="Perioden slutar innan den börjar.", name="period_to")
    asked = new.asked_at or store.clock.now()
    if asked > store.clock.now():
        raise InputError(field="Begärd", why="Tiden ligger i framtiden.", name="asked_at")
    with store.writing(actor):
        return store.insert(
            "disclosures",
            {
                "number": _next_number(store),
                "kinds": json.dumps(kinds),
                "period_from": to_text(new.period_from),
                "period_to": to_text(new.period_to),
                "incident_id": new.incident_id,
                "outlet_id": new.outlet_id,
                "words": free_text("Ord", new.words),
                "asked_at": to_text(asked),
                "entered_at": store.now(),
                "entered_by": actor.user_id,
            },
        )


def _next_number(store: Store) -> str:
    start = f"U-{local(store.clock.now()).year}-"
    last = store.value(
        "SELECT max(CAST(substr(number, 8) AS INTEGER)) FROM disclosures WHERE number LIKE ?",
        [f"{start}%"],
    )
    return f"{start}{int(last or 0) + 1:02d}"


def by_number(store: Store, number: str) -> Row:
    """Return a request with ``asked_for``, ``decided_name``, ``incident`` and ``outlet``.

    Raises:
        NotFoundError: there is none of that number.
    """
    found = [row for row in requests(store) if row["number"] == number.strip().upper()]
    if not found:
        raise NotFoundError(kind="begäran", id=number)
    return found[0]


def requests(store: Store) -> list[Row]:
    """Return every request, the latest first; see :func:`by_number`."""
    rows = store.rows(
        "SELECT d.*, u.display_name AS decided_name, i.ref AS incident, o.name AS outlet,"
        " (SELECT count(*) FROM disclosure_masks m WHERE m.disclosure_id = d.id) AS masks"
        " FROM disclosures d LEFT JOIN users u ON u.id = d.decided_by"
        " LEFT JOIN incidents i ON i.id = d.incident_id LEFT JOIN outlets o ON o.id = d.outlet_id"
        " ORDER BY d.id DESC"
    )
    for row in rows:
        kinds = json.loads(row["kinds"])
        row["asked_for"] = ", ".join(label("disclosure_kind", kind) for kind in kinds)
    return rows


def records(store: Store, disclosure: Row) -> list[Record]:
    """Return what a request comes to now, kind by kind, oldest first.

    Raises:
        InputError: it comes to more than :data:`LIMIT` records.
    """
    found: list[Record] = []
    words = disclosure["words"].casefold()
    for kind in json.loads(disclosure["kinds"]):
        found += [
            record
            for record in load(
                store,
                kind,
                (disclosure["period_from"], disclosure["period_to"]),
                incident_id=disclosure["incident_id"],
                outlet_id=disclosure["outlet_id"],
                limit=LIMIT + 1,
            )
            if not words or any(words in text.casefold() for text in record.fields.values())
        ]
        if len(found) > LIMIT:
            raise InputError(
                field="Period",
                why=f"Begäran omfattar mer än {LIMIT} poster. Dela upp perioden.",
                name="period_to",
            )
    return found


def masks(store: Store, disclosure_id: int) -> list[Row]:
    """Return a request's masks, oldest first."""
    return store.rows(
        "SELECT * FROM disclosure_masks WHERE disclosure_id = ? ORDER BY id", [disclosure_id]
    )


def mask(store: Store, actor: Actor, disclosure_id: int, new: NewMask) -> int:
    """Cover a field or a part of it, and return the mask's id.

    Raises:
        ConflictError: the request is decided.
        InputError: no such field, or no ground.
    """
    actor.require("disclose")
    if not new.ground.strip():
        raise InputError(field="Bestämmelse", why="Varje maskning anger sin bestämmelse.")
    with store.writing(actor):
        row = _open(store, disclosure_id)
        text = _text(store, row, new)
        outside = new.start is not None and not 0 <= new.start < (new.end or 0) <= len(text)
        if not text or outside or (new.start is None) != (new.end is None):
            raise InputError(field="Maskning", why="Uppgiften finns inte i begäran.")
        return store.insert(
            "disclosure_masks",
            {
                "disclosure_id": disclosure_id,
                "kind": new.kind,
                "row_id": new.row_id,
                "field": new.field,
                "start_at": new.start,
                "end_at": new.end,
                "digest": text_digest(text),
                "ground": new.ground.strip(),
                "entered_at": store.now(),
                "entered_by": actor.user_id,
            },
        )


def _text(store: Store, disclosure: Row, new: NewMask) -> str:
    for record in records(store, disclosure):
        if (record.kind, record.row_id) == (new.kind, new.row_id):
            return record.fields.get(new.field, "")
    return ""


def unmask(store: Store, actor: Actor, mask_id: int) -> None:
    """Take a mask away again.

    Raises:
        ConflictError: the request is decided.
        NotFoundError, PermissionDeniedError.
    """
    actor.require("disclose")
    with store.writing(actor):
        row = store.get("disclosure_masks", mask_id, kind="maskningen")
        _open(store, row["disclosure_id"])
        store.delete("disclosure_masks", mask_id)


def release(store: Store, actor: Actor, disclosure_id: int, *, seen: str) -> Released:
    """Hand out what a request comes to, as it was read, and keep it.

    Args:
        seen: :func:`~incidents.keep.disclose_masks.fingerprint` of the records that were read.

    Raises:
        ConflictError: decided already, nothing to hand out, or the records have changed since
            they were read or masked.
    """
    actor.require("disclose")
    with store.writing(actor):
        row = _open(store, disclosure_id)
        found = records(store, row)
        if not found:
            raise ConflictError(why="Det finns inget att lämna ut i begäran.")
        if fingerprint(found) != seen:
            raise ConflictError(
                why="Handlingarna har ändrats sedan du läste dem. Läs igenom dem igen."
            )
        covering = masks(store, disclosure_id)
        if misplaced(found, covering):
            raise ConflictError(
                why="En maskad uppgift har ändrats. Ta bort maskningen och gör den på nytt."
            )
        when = store.now()
        row = {**by_number(store, row["number"]), "decided_at": when}
        package = Package(row, tuple(cover(found, covering)), tuple(covering), _own(store))
        files = disclose_render.files(package)
        digests = {form: hashlib.sha256(body).hexdigest() for form, body in files.items()}
        _keep(store, disclosure_id, found, files)
        store.update(
            "disclosures",
            disclosure_id,
            {
                "status": "released",
                "decided_at": when,
                "decided_by": actor.user_id,
                "row_count": len(found),
                "digest": digests["json"],
            },
        )
    return Released(digests["json"], len(found), len(covering))


def _keep(
    store: Store, disclosure_id: int, found: Sequence[Record], files: dict[str, bytes]
) -> None:
    store.insert_many(
        "disclosure_rows",
        [{"disclosure_id": disclosure_id, "kind": one.kind, "row_id": one.row_id} for one in found],
    )
    store.insert_many(
        "disclosure_files",
        [
            {
                "disclosure_id": disclosure_id,
                "format": form,
                "content": body,
                "digest": hashlib.sha256(body).hexdigest(),
            }
            for form, body in files.items()
        ],
    )


def refuse(store: Store, actor: Actor, disclosure_id: int, ground: str) -> None:
    """Refuse the whole of a request.

    Args:
        ground: the provision, as it is stored.

    Raises:
        ConflictError, InputError, PermissionDeniedError.
    """
    actor.require("disclose")
    if not ground.strip():
        raise InputError(field="Bestämmelse", why="Ett nekande anger sin bestämmelse.")
    _close(store, actor, disclosure_id, status="refused", refusal_ground=ground.strip())


def withdraw(store: Store, actor: Actor, disclosure_id: int) -> None:
    """Close a request that was taken back.

    Raises:
        ConflictError, PermissionDeniedError.
    """
    actor.require("disclose")
    _close(store, actor, disclosure_id, status="withdrawn")


def _close(store: Store, actor: Actor, disclosure_id: int, **values: Any) -> None:
    with store.writing(actor):
        _open(store, disclosure_id)
        decided = {"decided_at": store.now(), "decided_by": actor.user_id}
        store.update("disclosures", disclosure_id, {**values, **decided})


def letter(store: Store, disclosure: Row) -> str:
    """Return the text that goes with a refusal or with masked records; empty where none is due."""
    covering = masks(store, disclosure["id"])
    return disclose_render.letter(Package(disclosure, (), tuple(covering), _own(store)))


def file_of(store: Store, disclosure: Row, form: str) -> bytes:
    """Return what was handed out, as it was.

    Args:
        form: html, text, csv or json.

    Raises:
        NotFoundError: nothing was handed out.
        ConflictError: the copy is disposed of; its digest stays.
    """
    row = store.row(
        "SELECT content FROM disclosure_files WHERE disclosure_id = ? AND format = ?",
        [disclosure["id"], form],
    )
    if row is None:
        raise NotFoundError(kind="filen till", id=disclosure["number"])
    if row["content"] is None:
        raise ConflictError(why="Kopian är gallrad. Kontrollsumman finns kvar.")
    return bytes(row["content"])


def _own(store: Store) -> str:
    return store.value("SELECT name FROM organisations WHERE kind = 'own'") or "myndigheten"


def _open(store: Store, disclosure_id: int) -> Row:
    row = store.get("disclosures", disclosure_id, kind="begäran")
    if row["status"] != "open":
        state = label("disclosure_status", row["status"])
        raise ConflictError(why=f"Begäran {row['number']} är redan {state}.")
    return row
