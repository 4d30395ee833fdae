"""Incidents (händelser): opening, confirming, changing, closing, relating.

Status goes proposed → new or dismissed; new, ongoing and stable freely between them; from any of
those to closed, with a note (D2); from closed back to ongoing. What the program proposes is
decided in :mod:`incidents.record.proposal`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from incidents.record import article_link
from incidents.record.entry import (
    NewEntry,
    Noun,
    checked,
    column_values,
    fresh,
    past,
    save,
    split_changes,
    times,
)
from incidents.record.series import default_series
from incidents.record.words import free_text
from monitor.core.actors import Actor
from monitor.core.clock import from_text, local
from monitor.core.errors import InputError, MoveError
from monitor.core.messages import label, labels
from monitor.core.store import Row, Store
from monitor.core.times import Moment, Precision

NOUN = Noun(
    table="incidents",
    name="händelse",
    definite="händelsen",
    texts={"title": "Rubrik", "topic": "Ämne"},
    notes={"registry_number": "Diarienummer"},
    choices={"severity": ("Allvar", "severity"), "status": ("Läge", "status")},
    links={"series_id": ("Serie", "series"), "owner_id": ("Handläggare", "users")},
)
#: Statuses that a person may choose between while an incident is followed.
FOLLOWED = ("new", "ongoing", "stable")


@dataclass(frozen=True, kw_only=True)
class NewIncident(NewEntry):
    """An incident to open.

    Attributes:
        topic: for the reason clause, "Kompass och klassmärkning"; what the series is about, else
            the title, when left out.
        series_id: the newest series when left out.
        owner_id: who handles it; the one who opens it when left out.
    """

    title: str
    topic: str = ""
    severity: str = "watching"
    series_id: int | None = None
    owner_id: int | None = None
    registry_number: str | None = None


def open_from_nothing(store: Store, actor: Actor, new: NewIncident, *, status: str = "new") -> int:
    """Open an incident that no article started and return its id.

    Args:
        status: ``proposed`` for the program's own proposals.

    Raises:
        InputError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        series_id = new.series_id or default_series(store)
        values = column_values(new) | {
            "series_id": series_id,
            "topic": new.topic or _topic(store, series_id) or new.title,
            "owner_id": new.owner_id or actor.user_id,
            "status": status,
        }
        stamps = times(store, actor, new)
        if status != "proposed":
            stamps |= {"confirmed_at": store.now(), "confirmed_by": actor.user_id}
        row = {"ref": next_ref(store), **checked(store, NOUN, values), **stamps}
        return store.insert("incidents", row)


def open_from_article(
    store: Store, actor: Actor, article_id: int, new: NewIncident | None = None
) -> int:
    """Open an incident with an article as its trigger and return the incident's id.

    Args:
        new: what the person wrote; the article's headline and publishing time when left out. An
            unknown moment becomes when the article was published.

    Raises:
        InputError, NotFoundError, PermissionDeniedError.
    """
    with store.writing(actor):
        article = store.get("articles", article_id, kind="artikeln")
        given = new or NewIncident(title=article["title"])
        if given.known_at is None:
            given = replace(given, known_at=from_text(article["first_seen_at"]))
        if given.moment.at is None:
            given = replace(given, moment=published(article))
        if (given.known_at or store.clock.now()) < (given.moment.at or store.clock.now()):
            given = replace(given, known_at=given.moment.at)
        incident_id = open_from_nothing(store, actor, given)
        article_link.attach(store, actor, incident_id, article_id, "trigger")
        return incident_id


def published(article: Row) -> Moment:
    """Return when an article was published, no later than when we saw it."""
    if not article["published_at"]:
        return Moment(None, Precision.UNKNOWN)
    at = min(article["published_at"], article["first_seen_at"])
    return Moment(from_text(at), Precision(article["published_precision"]))


def _topic(store: Store, series_id: int | None) -> str:
    found = store.value("SELECT programme FROM series WHERE id = ?", [series_id])
    return str(found or "")


def next_ref(store: Store) -> str:
    """Return the next free reference of this Stockholm year, "H-2026-011".

    Numbers start at 1, or at ``meta.first_incident_YYYY`` (:func:`set_first_number`).
    """
    year = local(store.clock.now()).year
    last = store.value(
        "SELECT max(CAST(substr(ref, 8) AS INTEGER)) FROM incidents WHERE ref LIKE ?",
        [f"H-{year}-%"],
    )
    first = store.value("SELECT value FROM meta WHERE key = ?", [f"first_incident_{year}"])
    return f"H-{year}-{max(int(last or 0) + 1, int(first or 1)):03d}"


def set_first_number(store: Store, actor: Actor, year: int, number: int) -> None:
    """Let a year's references start at a number, when earlier ones were kept elsewhere.

    Raises:
        InputError: the number is not positive.
    """
    actor.require("settings")
    if number < 1:
        raise InputError(field="Första nummer", why="Numret måste vara minst 1.")
    with store.writing(actor):
        store.execute(
            "INSERT INTO meta (key, value) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [f"first_incident_{year}", str(number)],
        )


def by_ref(store: Store, ref: str) -> int | None:
    """Return the id of the incident with a reference, or None."""
    found = store.value("SELECT id FROM incidents WHERE ref = ?", [ref.strip().upper()])
    return None if found is None else int(found)


def change(
    store: Store, actor: Actor, incident_id: int, *, revision: int, changes: Mapping[str, Any]
) -> None:
    """Change title, topic, severity, status, owner, series, registry number or times.

    Raises:
        MoveError: the status cannot be chosen here; see :func:`close` and :func:`reopen`.
        StaleEditError, InputError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, incident_id, revision)
        to = changes.get("status", row["status"])
        if to != row["status"] and not (row["status"] in FOLLOWED and to in FOLLOWED):
            raise move(row, to)
        save(store, NOUN, row, split_changes(store, NOUN, changes))


def close(
    store: Store,
    actor: Actor,
    incident_id: int,
    *,
    revision: int,
    note: str,
    at: datetime | None = None,
) -> None:
    """Close an incident with a note on why (D2); its articles are watched two days more.

    Raises:
        InputError: no note.
        MoveError: it is proposed, dismissed or closed.
        StaleEditError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, incident_id, revision)
        if row["status"] not in FOLLOWED:
            raise move(row, "closed")
        values = {
            "status": "closed",
            "closed_at": past(store, at, "Avslutad"),
            "closing_note": free_text("Not om varför", note, needed=True),
        }
        save(store, NOUN, row, values)
        article_link.watch_closely(store, article_ids(store, incident_id), closing=True)


def reopen(store: Store, actor: Actor, incident_id: int, *, revision: int) -> None:
    """Open a closed incident again, as ongoing; the closing note stays in the audit trail.

    Raises:
        MoveError: it is not closed.
        StaleEditError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, incident_id, revision)
        if row["status"] != "closed":
            raise move(row, "ongoing")
        values = {"status": "ongoing", "closed_at": None, "closing_note": None}
        save(store, NOUN, row, values)
        article_link.watch_closely(store, article_ids(store, incident_id))


def article_ids(store: Store, incident_id: int) -> list[int]:
    """Return the ids of the articles linked to an incident."""
    rows = store.rows(
        "SELECT article_id FROM incident_articles WHERE incident_id = ? ORDER BY id", [incident_id]
    )
    return [int(row["article_id"]) for row in rows]


def relate(store: Store, actor: Actor, incident_id: int, kind: str, other_id: int) -> int:
    """Say how an incident belongs to another; return the relation's id, the old one if said before.

    Args:
        kind: follows (``incident_id`` is followed by ``other_id``), part_of, duplicates, related.

    Raises:
        InputError: the same incident, or an unknown kind.
    """
    actor.require("record")
    if kind not in labels("incident_relation"):
        raise InputError(field="Samband", why=f"”{kind}” går inte att välja.")
    if incident_id == other_id:
        raise InputError(field="Händelse", why="Händelsen kan inte höra ihop med sig själv.")
    with store.writing(actor):
        for each in (incident_id, other_id):
            store.get("incidents", each, kind="händelsen")
        keys = [incident_id, kind, other_id]
        found = store.value(
            "SELECT id FROM incident_relations WHERE incident_id = ? AND kind = ? AND other_id = ?",
            keys,
        )
        if found is not None:
            return int(found)
        row = dict(zip(("incident_id", "kind", "other_id"), keys, strict=True))
        stamp = {"entered_at": store.now(), "entered_by": actor.user_id}
        return store.insert("incident_relations", {**row, **stamp})


def unrelate(store: Store, actor: Actor, relation_id: int) -> None:
    """Take a relation between two incidents away.

    Raises:
        NotFoundError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        store.get("incident_relations", relation_id, kind="sambandet")
        store.delete("incident_relations", relation_id)


def move(row: Row, to: str) -> MoveError:
    """Return the error of a status that cannot be reached from where the incident is."""
    return MoveError(
        kind="Händelsen", frm=label("status", row["status"]), to=label("status", to), why=""
    )
