"""Full texts and frozen bodies go when the licence's days are over; the chain stays whole.

The row of an article, its versions, their digests and the evidence's digest remain, so that what
was said of it can still be traced. Texts of flags are kept longer than others.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from monitor.core.store import Store
from monitor.intake import evidence

#: Rows per call, so that the poller is never kept from its work by a large backlog.
BATCH = 500

#: Articles that somebody may still need: flagged or worth a look, and not said to be irrelevant.
_WANTED = """
SELECT v.id AS version_id, v.captured_at, o.flagged_text_days
FROM article_versions v
JOIN articles a ON a.id = v.article_id
JOIN outlets o ON o.id = a.outlet_id
WHERE EXISTS (
    SELECT 1 FROM flags f WHERE f.article_id = a.id AND f.band IN ('flag', 'look')
    AND f.verdict IS NOT 'irrelevant')
"""


@dataclass(frozen=True, slots=True)
class Expired:
    """How many full texts and frozen bodies were removed."""

    texts: int
    bodies: int


def expire(store: Store, folder: Path, *, batch: int = BATCH) -> Expired:
    """Remove what may no longer be kept.

    Args:
        folder: where evidence lies.
        batch: texts and bodies at most, of each.
    """
    now = store.now()
    if not store.value(
        "SELECT EXISTS (SELECT 1 FROM article_texts WHERE expires_at <= ?1)"
        " OR EXISTS (SELECT 1 FROM evidence WHERE removed_at IS NULL AND expires_at <= ?1)",
        [now],
    ):
        return Expired(0, 0)
    with store.atomic():
        _prolong(store, now)
        texts = store.execute(
            "DELETE FROM article_texts WHERE version_id IN ("
            " SELECT version_id FROM article_texts WHERE expires_at <= ? LIMIT ?)",
            [now, batch],
        ).rowcount
    return Expired(texts, _remove_bodies(store, folder, now, batch))


def _prolong(store: Store, now: str) -> None:
    """Give flagged articles the days that their outlet allows for flags."""
    for table, key in (("article_texts", "version_id"), ("evidence", "version_id")):
        store.execute(
            f"UPDATE [{table}] SET expires_at = w.until FROM ("
            " SELECT version_id, strftime('%Y-%m-%dT%H:%M:%SZ', captured_at,"
            f" '+' || flagged_text_days || ' days') AS until FROM ({_WANTED})) AS w"
            f" WHERE w.version_id = [{table}].{key} AND [{table}].expires_at <= ?"
            f" AND w.until > [{table}].expires_at",
            [now],
        )


def _remove_bodies(store: Store, folder: Path, now: str, batch: int) -> int:
    due = store.rows(
        "SELECT id, digest FROM evidence WHERE removed_at IS NULL AND expires_at <= ?"
        " ORDER BY id LIMIT ?",
        [now, batch],
    )
    removed = 0
    for row in due:
        # The row first: a body without a row is only left-over bytes, a row that promises a body
        # that is gone would be a fault.
        with store.atomic():
            store.update("evidence", row["id"], {"removed_at": now})
        kept = store.value(
            "SELECT 1 FROM evidence WHERE digest = ? AND removed_at IS NULL", [row["digest"]]
        )
        if not kept:
            removed += evidence.remove(folder, row["digest"])
    return removed
