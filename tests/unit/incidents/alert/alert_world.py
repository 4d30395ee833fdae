"""What happens in the tests of alerts: flags, an enquiry, an action, a report in review."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from incidents.alert import choices, shifts
from incidents.alert.choices import Preferences
from incidents.alert.rules import KINDS
from incidents.record import action, enquiry
from incidents.record.action import NewAction
from incidents.record.enquiry import NewEnquiry
from monitor.core.actors import Actor, system
from monitor.core.clock import to_text
from tests.unit.incidents.record.record_world import World, add_article

EVERYTHING = frozenset((kind, None) for kind in KINDS)


def wants(world: World, actor: Actor, *kinds: str, **other: Any) -> None:
    chosen = other.pop("chosen", frozenset((kind, None) for kind in kinds))
    choices.choose(world.store, actor, Preferences(chosen=chosen, **other))


def on_duty(world: World, actor: Actor, hours: float = 12) -> None:
    assert actor.user_id is not None
    now = world.clock.now()
    shifts.add(world.store, system("test"), actor.user_id, now, now + timedelta(hours=hours))


def add_flag(
    world: World, title: str, *, story: int | None = None, outlet: int | None = None
) -> int:
    """Add a surely flagged article and return its id."""
    article = add_article(world, title, title.lower().replace(" ", "-"), outlet=outlet)
    store = world.store
    if story is not None:
        store.execute(
            "INSERT OR IGNORE INTO stories (id, first_at, last_at) VALUES (?, ?, ?)",
            [story, store.now(), store.now()],
        )
        store.update("articles", article, {"story_id": story})
    store.execute(
        "INSERT INTO watches (id, slug, name, kind, definition, changed_at)"
        " SELECT 1, 'kompass', 'Kompass', 'programme', '{}', ?"
        " WHERE NOT EXISTS (SELECT 1 FROM watches)",
        [store.now()],
    )
    version = store.value("SELECT id FROM article_versions WHERE article_id = ?", [article])
    store.execute("DELETE FROM flags WHERE article_id = ?", [article])
    store.insert(
        "flags",
        {
            "article_id": article,
            "watch_id": 1,
            "version_id": version,
            "band": "flag",
            "score": 0.9,
            "rule": "name",
            "flagged_at": store.now(),
        },
    )
    return article


def add_enquiry(world: World, due: datetime) -> int:
    new = NewEnquiry(asker="media", outlet_id=world.mv, question="Varför?", deadline_at=due)
    return enquiry.add(world.store, world.sara, world.incident, new)


def add_action(world: World, due: datetime, owner: Actor) -> int:
    new = NewAction(wording="Ringa Nordlys.", status="planned", owner_id=owner.user_id, due_at=due)
    return action.add(world.store, world.sara, world.incident, new)


def change_article(world: World) -> None:
    """Let the triggering article get a second version."""
    store = world.store
    store.insert(
        "article_versions",
        {
            "article_id": world.article,
            "number": 2,
            "captured_at": to_text(world.clock.now()),
            "title": "Ny rubrik",
            "change_kind": "headline",
            "digest": "x",
        },
    )
