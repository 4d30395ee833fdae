"""Taking in an incident document: what is not there is added, what is there is left as it is.

Everything is one transaction and goes through the same functions as a person's entries, so every
rule holds. Importing an export changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incidents.record import article_link, incident, people
from incidents.record.document_check import at_place, checked, where
from incidents.record.document_names import NameReader
from incidents.record.document_parts import Imported, Part, moment_in, time_in
from incidents.record.document_records import RecordReader
from incidents.record.entry import save
from incidents.record.incident import NewIncident
from incidents.record.manual_article import NewArticle, find_by_address
from incidents.record.manual_article import add as add_article
from incidents.record.words import free_text
from monitor.core.actors import Actor
from monitor.core.clock import to_text
from monitor.core.errors import InputError
from monitor.core.store import Store


def import_document(store: Store, actor: Actor, data: Any) -> Imported:
    """Take in an incident document, whole or not at all.

    An incident with the same reference is added to. Without a reference a new one is opened,
    unless there is one with the same title that became known at the same time.

    Our own statements come in as approved only by the hand of somebody who may approve them and
    did not write them here: taken in by anybody else they wait for an approval.

    Raises:
        InputError: the document does not hold; ``field`` tells where.
        RuleError, ConflictError, PermissionDeniedError.
    """
    actor.require("record")
    document = checked(data)
    done = Imported()
    with store.writing(actor, reason="Inläst ur ett händelsedokument"):
        names = NameReader(store, actor, done.count)
        names.read(document)
        incident_id, fresh = _incident(store, actor, document, done)
        ids = {**names.ids, **_articles(store, actor, document, names.ids, done)}
        RecordReader(store, actor, ids, done).read(document)
        _spokespersons(store, actor, document, ids, done)
        _relations(store, actor, document, done)
        if fresh:
            with at_place("incident"):
                _settle(store, document["incident"], incident_id)
    return done


def _incident(store: Store, actor: Actor, document: Part, done: Imported) -> tuple[int, bool]:
    told = document["incident"]
    ref = told.get("ref")
    known = incident.by_ref(store, ref) if ref else _same(store, told, done)
    if known is not None:
        done.incident_id, done.ref = known, store.get("incidents", known)["ref"]
        return known, False
    with at_place("incident"):
        return _opened(store, actor, document, done), True


def _same(store: Store, told: Part, done: Imported) -> int | None:
    """Return the incident that a document without a reference was taken in as before."""
    with at_place("incident"):
        known_at = to_text(time_in(told["known_at"], "known_at"))
    row = store.row(
        "SELECT id, ref FROM incidents WHERE title = ? AND known_at = ? AND status <> 'dismissed'"
        " ORDER BY id LIMIT 1",
        [free_text("Titel", told["title"]), known_at],
    )
    if row is None:
        return None
    done.notices.append(
        f"Dokumentet saknar ref. Händelsen finns redan som {row['ref']}, med samma titel och tid, "
        "och kompletterades."
    )
    return int(row["id"])


def _opened(store: Store, actor: Actor, document: Part, done: Imported) -> int:
    told = document["incident"]
    ref = told.get("ref")
    series_name = document.get("series", {}).get("name")
    new = NewIncident(
        title=told["title"],
        topic=told.get("topic", ""),
        severity=told.get("severity", "watching"),
        series_id=store.value("SELECT id FROM series WHERE name = ?", [series_name]),
        owner_id=_user(store, told.get("owner")),
        registry_number=told.get("registry_number"),
        moment=moment_in(told.get("happened")),
        known_at=time_in(told["known_at"], "known_at"),
    )
    incident_id = incident.open_from_nothing(store, actor, new)
    if ref:
        store.update("incidents", incident_id, {"ref": ref})
    done.count("incidents")
    done.incident_id = incident_id
    done.ref = store.get("incidents", incident_id)["ref"]
    return incident_id


def _user(store: Store, username: str | None) -> int | None:
    found = store.value("SELECT id FROM users WHERE username = ?", [username])
    return None if found is None else int(found)


def _settle(store: Store, told: Part, incident_id: int) -> None:
    """Give a new incident the status that the document tells, last: records need an open one."""
    status = told.get("status", "new")
    if status == "new":
        return
    values: dict[str, Any] = {"status": status}
    if status == "closed":
        if not (told.get("closing_note") or "").strip() or not told.get("closed_at"):
            raise InputError(
                field="fältet status", why="En avslutad händelse har closed_at och closing_note."
            )
        closed = time_in(told["closed_at"], "closed_at")
        if closed > store.clock.now():
            raise InputError(field="fältet closed_at", why="Tiden ligger i framtiden.")
        values |= {"closed_at": to_text(closed), "closing_note": told["closing_note"]}
    if status == "proposed":
        values |= {"confirmed_at": None, "confirmed_by": None, "entered_by": None}
    save(store, incident.NOUN, store.get("incidents", incident_id), values)
    ids = incident.article_ids(store, incident_id)
    article_link.watch_closely(store, ids, closing=status == "closed")


def _articles(
    store: Store, actor: Actor, document: Part, names: Mapping[str, int], done: Imported
) -> dict[str, int]:
    incident_id = done.incident_id
    ids = {}
    linked = set(incident.article_ids(store, incident_id))
    for number, told in enumerate(document.get("articles", [])):
        with at_place("articles", number):
            outlet = names[told["outlet"]]
            known = _find_article(store, told, outlet)
            article_id = known or add_article(store, actor, _new_article(told, outlet))
            if known is None:
                done.count("articles")
            if article_id not in linked:
                article_link.attach(store, actor, incident_id, article_id, told["role"])
                linked.add(article_id)
                done.count("incident_articles")
        ids[told["key"]] = article_id
    return ids


def _find_article(store: Store, told: Part, outlet: int) -> int | None:
    if told.get("url"):
        return find_by_address(store, told["url"])
    published = told.get("published")
    found = store.value(
        "SELECT id FROM articles WHERE url IS NULL AND outlet_id = ? AND title = ? AND medium = ?"
        " AND published_at IS ?",
        [
            outlet,
            told["title"],
            told.get("medium", "web"),
            to_text(time_in(published["at"], "published")) if published else None,
        ],
    )
    return None if found is None else int(found)


def _new_article(told: Part, outlet: int) -> NewArticle:
    return NewArticle(
        outlet_id=outlet,
        title=told["title"],
        medium=told.get("medium", "web"),
        own_summary=told.get("own_summary", ""),
        lede=told.get("lede", ""),
        url=told.get("url"),
        published=moment_in(told.get("published"), "published"),
        clip_start_s=told.get("clip_start_s"),
        clip_end_s=told.get("clip_end_s"),
        opinion=told.get("opinion", False),
        seen_at=time_in(told["first_seen_at"], "first_seen_at"),
    )


def _spokespersons(
    store: Store, actor: Actor, document: Part, ids: Mapping[str, int], done: Imported
) -> None:
    for number, told in enumerate(document.get("spokespersons", [])):
        with at_place("spokespersons", number):
            _spokesperson(store, actor, told, ids[told["position"]], done)


def _spokesperson(store: Store, actor: Actor, told: Part, position_id: int, done: Imported) -> None:
    start, end = time_in(told["valid_from"], "valid_from"), told.get("valid_to")
    there = store.value(
        "SELECT 1 FROM incident_spokespersons WHERE incident_id = ? AND position_id = ?"
        " AND valid_from = ?",
        [done.incident_id, position_id, to_text(start)],
    )
    if there:
        return
    people.assign_spokesperson(
        store,
        actor,
        done.incident_id,
        position_id,
        valid_from=start,
        valid_to=None if end is None else time_in(end, "valid_to"),
    )
    done.count("incident_spokespersons")


def _relations(store: Store, actor: Actor, document: Part, done: Imported) -> None:
    for number, told in enumerate(document.get("relations", [])):
        other = incident.by_ref(store, told["incident"])
        if other is None:
            done.notices.append(
                f"Sambandet med {told['incident']} togs inte in: den händelsen finns inte här."
            )
            continue
        if other == done.incident_id:
            raise InputError(
                field=where(["relations", number]), why="Händelsen pekar på sig själv."
            )
        before = store.value("SELECT count(*) FROM incident_relations")
        incident.relate(store, actor, done.incident_id, told["kind"], other)
        if store.value("SELECT count(*) FROM incident_relations") != before:
            done.count("incident_relations")
