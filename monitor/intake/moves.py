"""Let a source's address follow a permanent move that was seen to hold."""

from __future__ import annotations

from monitor.core import log
from monitor.core.actors import system
from monitor.core.store import Row, Store
from monitor.intake.schedule import MOVE_AFTER_SEEN
from monitor.intake.states import Calm


def follow(store: Store, source: Row, state: Calm) -> bool:
    """Write the new address when the move has been seen often enough; tell whether it was.

    An address that another source has already is left alone: a person has to choose.
    """
    if state.moved_to is None or state.moved_seen < MOVE_AFTER_SEEN:
        return False
    if store.value("SELECT id FROM sources WHERE url = ?", [state.moved_to]):
        return False
    with store.writing(system("poller"), "Webbplatsen har flyttat flödet för gott."):
        store.update("sources", source["id"], {"url": state.moved_to})
        store.execute(
            "UPDATE source_state SET moved_to = NULL, moved_seen = 0 WHERE source_id = ?",
            [source["id"]],
        )
    log.event("source_moved", source=source["id"])
    return True
