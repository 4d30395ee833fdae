"""Articles linked to incidents, each with its role; an open incident keeps them closely watched."""

from __future__ import annotations

from datetime import timedelta

from monitor.core.actors import Actor
from monitor.core.clock import to_text
from monitor.core.errors import ConflictError, InputError
from monitor.core.messages import labels
from monitor.core.store import Row, Store

#: ``articles.close_watch_until`` while an open incident holds the article.
HELD = "9999-12-31T23:59:59Z"
#: How long an article is watched closely after its last open incident was closed.
AFTER_CLOSING = timedelta(days=2)
#: Statuses of incidents that hold their articles.
OPEN = ("proposed", "new", "ongoing", "stable")


def attach(
    store: Store, actor: Actor, incident_id: int, article_id: int, role: str | None = None
) -> int:
    """Link an article to an incident and return the link's id.

    Args:
        role: trigger, same_story, follow_up, opinion, correction or background; ``opinion`` or
            ``follow_up`` by the article's own nature when left out.

    Raises:
        ConflictError: it is linked already, or the incident is dismissed or closed.
        RuleError: D1, a second trigger.
    """
    actor.require("record")
    with store.writing(actor):
        incident = store.get("incidents", incident_id, kind="händelsen")
        article = store.get("articles", article_id, kind="artikeln")
        if incident["status"] not in OPEN:
            raise ConflictError(why=f"{incident['ref']} är inte öppen. Öppna händelsen igen först.")
        known = store.value(
            "SELECT id FROM incident_articles WHERE incident_id = ? AND article_id = ?",
            [incident_id, article_id],
        )
        if known is not None:
            raise ConflictError(why=f"Artikeln hör redan till {incident['ref']}.")
        link_id = store.insert(
            "incident_articles",
            {
                "incident_id": incident_id,
                "article_id": article_id,
                "role": _role(role or ("opinion" if article["opinion"] else "follow_up")),
                "linked_at": store.now(),
                "linked_by": actor.user_id,
            },
        )
        watch_closely(store, [article_id])
        return link_id


def _role(role: str) -> str:
    if role not in labels("article_role"):
        raise InputError(field="Roll", why=f"”{role}” går inte att välja.")
    return role


def change_role(store: Store, actor: Actor, link_id: int, role: str) -> None:
    """Give a linked article another role.

    Raises:
        RuleError: D1, a second trigger.
        InputError, NotFoundError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        store.get("incident_articles", link_id, kind="kopplingen")
        store.update("incident_articles", link_id, {"role": _role(role)})


def detach(store: Store, actor: Actor, link_id: int) -> None:
    """Take an article away from an incident; the program does not link it there again.

    Raises:
        NotFoundError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = store.get("incident_articles", link_id, kind="kopplingen")
        store.delete("incident_articles", link_id)
        watch_closely(store, [row["article_id"]])


def watch_closely(store: Store, article_ids: list[int], *, closing: bool = False) -> None:
    """Set how long articles are re-read often: as long as an open incident holds them.

    Args:
        closing: their incident was just closed; they are watched two days more.
    """
    marks = ", ".join("?" * len(OPEN))
    after = to_text(store.clock.now() + AFTER_CLOSING) if closing else None
    for article_id in article_ids:
        held = store.value(
            "SELECT 1 FROM incident_articles l JOIN incidents i ON i.id = l.incident_id"
            f" WHERE l.article_id = ? AND i.status IN ({marks})",
            [article_id, *OPEN],
        )
        until = HELD if held else after
        store.update("articles", article_id, {"close_watch_until": until})


def linked(store: Store, incident_id: int) -> list[Row]:
    """Return an incident's articles with role and outlet names, in the order they were seen.

    Rows hold every column of ``articles`` and ``link_id``, ``role``, ``linked_at``,
    ``linked_by``, ``outlet``, ``outlet_short``.
    """
    return store.rows(
        "SELECT a.*, l.id AS link_id, l.role, l.linked_at, l.linked_by,"
        " o.name AS outlet, o.short_name AS outlet_short"
        " FROM incident_articles l JOIN articles a ON a.id = l.article_id"
        " JOIN outlets o ON o.id = a.outlet_id WHERE l.incident_id = ?"
        " ORDER BY l.role <> 'trigger', coalesce(a.published_at, a.first_seen_at), a.id",
        [incident_id],
    )
