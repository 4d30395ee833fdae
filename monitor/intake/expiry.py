"""Full texts and frozen bodies go when the licence's days are over; the chain stays whole.

The row of an article, its versions, their digests and the evidence's digest remain, so that what
was said of it can still be traced. Texts of flags are kept longer than others.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from monitor.core.store import Store
from monitor.intake import evidence

#: Rows per call, so that the poller is never kept from its work by a large backlog.
BATCH = 500

#: A body without a row is left alone for so long: its row may be on its way. Seconds.
_STRAY_FOR_S: Final = 24 * 3600
#: Folders that bodies lie in, by the first two digits of their digest.
_SHELVES: Final = 256

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
    """How many full texts and frozen bodies were removed, and bodies that belonged to nothing."""

    texts: int
    bodies: int
    strays: int = 0


def expire(store: Store, folder: Path, *, batch: int = BATCH) -> Expired:
    """Remove what may no longer be kept.

    Args:
        folder: where evidence lies.
        batch: texts and bodies at most, of each.
    """
    now, strays = store.now(), _remove_strays(store, folder, store.clock.now())
    if not store.value(
        "SELECT EXISTS (SELECT 1 FROM article_texts WHERE expires_at <= ?1)"
        " OR EXISTS (SELECT 1 FROM evidence WHERE removed_at IS NULL AND expires_at <= ?1)",
        [now],
    ):
        return Expired(0, 0, strays)
    with store.atomic():
        _prolong(store, now)
        texts = store.execute(
            "DELETE FROM article_texts WHERE version_id IN ("
            " SELECT version_id FROM article_texts WHERE expires_at <= ? LIMIT ?)",
            [now, batch],
        ).rowcount
    return Expired(texts, _remove_bodies(store, folder, now, batch), strays)


def kept_until(store: Store, article_id: int) -> str | None:
    """Return when the newest full text of an article goes, or None when it is gone already."""
    until: str | None = store.value(
        "SELECT max(max(t.expires_at, COALESCE((SELECT strftime('%Y-%m-%dT%H:%M:%SZ',"
        f" captured_at, '+' || flagged_text_days || ' days') FROM ({_WANTED}) AS w"
        " WHERE w.version_id = t.version_id), ''))) FROM article_texts t"
        " JOIN article_versions v ON v.id = t.version_id WHERE v.article_id = ?",
        [article_id],
    )
    return until


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


def _remove_strays(store: Store, folder: Path, now: datetime) -> int:
    """Remove bodies that no row tells of: pages read again that said nothing new, interruptions.

    One folder of them at a time, another one each minute, so that no round waits for it.
    """
    shelf = folder / f"{int(now.timestamp()) // 60 % _SHELVES:02x}"
    before = now.timestamp() - _STRAY_FOR_S
    # Half-written ones, too: their names begin with a dot.
    old = [path for path in shelf.glob("*") if path.stat().st_mtime < before]
    kept = _promised(store, [path.stem for path in old])
    strays = [path for path in old if path.stem not in kept]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)


def _promised(store: Store, digests: Sequence[str]) -> frozenset[str]:
    rows = store.rows(
        "SELECT digest FROM evidence WHERE removed_at IS NULL"
        " AND digest IN (SELECT value FROM json_each(?))",
        [json.dumps(digests)],
    )
    return frozenset(row["digest"] for row in rows)
