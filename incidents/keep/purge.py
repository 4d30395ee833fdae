"""Disposal (gallring): rows, indexes, evidence and the trail's values go, and the words with them.

First the rows go, in batches of one transaction each, under a standing decision that the database
itself asks for; the log keeps counts and digests, never words. Then the files of evidence go, and
the database is rewritten so that no page of it, and no page of its log, holds what was removed.
An interrupted disposal is finished by the next one, or by :func:`finish`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from incidents.keep.purge_decisions import required
from incidents.keep.purge_plan import Part, Rule, cutoff, rule_named
from monitor.core import audit
from monitor.core.actors import Actor
from monitor.core.errors import StoreBusyError
from monitor.core.settings import Settings
from monitor.core.store import BUSY_WAIT_S, Row, Store
from monitor.intake import evidence

#: Root rows per transaction, so that the poller waits for seconds at most.
BATCH: Final = 2_000

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Purged:
    """What was disposed of.

    Attributes:
        purge_id: its row in the log; None when there was nothing.
        decision: the decision it was done under.
        total: things, as the rule counts them.
        counts: table -> rows.
        bodies: evidence files removed.
    """

    purge_id: int | None
    decision: Row
    total: int
    counts: dict[str, int]
    bodies: int


def run(
    store: Store,
    actor: Actor,
    settings: Settings,
    rule: str,
    *,
    progress: Progress = lambda _: None,
) -> Purged:
    """Dispose of what a rule takes under the decision that stands now.

    Needs a connection of its own with no transaction open: the file is rewritten at the end.

    Args:
        progress: is told in Swedish what begins.

    Raises:
        ConflictError: no decision stands for the rule; nothing was touched.
        StoreBusyError, StoreFullError: the rows are gone but the file could not be rewritten;
            :func:`finish` does what is left.
        InputError, PermissionDeniedError.
    """
    actor.require("purge")
    plan = rule_named(rule)
    decision = required(store, rule)
    before = cutoff(store, decision)
    progress("Tar bort rader")
    purge_id = None
    batch = 0
    batches = _Batches(store, plan, before)
    while True:
        with store.writing(actor):
            doomed = batches.next()
            if not doomed:
                break
            if purge_id is None:
                purge_id = _open(store, actor, decision, before)
            batch += 1
            _take(store, plan, purge_id, batch)
            store.execute("UPDATE purges SET total = total + ? WHERE id = ?", [doomed, purge_id])
    finish(store, actor, settings, progress=progress)
    if purge_id is None:
        return Purged(None, decision, 0, {}, 0)
    row = store.get("purges", purge_id)
    return Purged(purge_id, decision, row["total"], counts_of(store, purge_id), row["bodies"])


def finish(
    store: Store, actor: Actor, settings: Settings, *, progress: Progress = lambda _: None
) -> int:
    """Do what is left of every disposal that is not finished; return how many there were.

    Raises:
        StoreBusyError: somebody held the file all the time; try again.
    """
    actor.require("purge")
    left = store.rows("SELECT id FROM purges WHERE finished_at IS NULL ORDER BY id")
    if not left:
        return 0
    progress("Tar bort underlag")
    _remove_bodies(store, actor, settings)
    progress("Skriver om databasfilen")
    scrub(store)
    with store.writing(actor):
        for row in left:
            store.update("purges", row["id"], {"finished_at": store.now()})
    return len(left)


def scrub(store: Store) -> None:
    """Rewrite the file so that nothing removed is left in it, in its indexes or in its log.

    ``secure_delete`` blanks what is deleted, but rows that moved between pages before may have
    left their shadow behind; VACUUM copies only what is alive, and the checkpoint empties the log.

    Raises:
        StoreBusyError: another connection is reading an older state.
    """
    store.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
    if store.value("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat4'"):
        store.execute("ANALYZE")  # its samples hold keys, and a key may be an address
    store.execute("VACUUM")
    busy, _, _ = store.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise StoreBusyError(waited_s=BUSY_WAIT_S)


def counts_of(store: Store, purge_id: int) -> dict[str, int]:
    """Return table -> rows of one disposal."""
    rows = store.rows(
        "SELECT table_name, sum(row_count) AS n FROM purge_parts WHERE purge_id = ?"
        " GROUP BY table_name ORDER BY table_name",
        [purge_id],
    )
    return {row["table_name"]: row["n"] for row in rows}


def log(store: Store) -> list[Row]:
    """Return every disposal with its decision's ``reference`` and ``done_name``, latest first."""
    return store.rows(
        "SELECT p.*, d.reference, d.decided_by AS office, u.display_name AS done_name"
        " FROM purges p JOIN purge_decisions d ON d.id = p.decision_id"
        " LEFT JOIN users u ON u.id = p.done_by ORDER BY p.id DESC"
    )


def backup_note(settings: Settings) -> str:
    """Return in Swedish what the disposal does not reach, and how long that lasts."""
    copies = sorted(settings.backups.glob("*.db")) if settings.backups.is_dir() else []
    days = settings.backup_days
    if not copies:
        return (
            f"Säkerhetskopior som ligger utanför {settings.backups} nås inte av gallringen. "
            f"De får sparas högst {days} dagar."
        )
    kept = "En säkerhetskopia" if len(copies) == 1 else f"{len(copies)} säkerhetskopior"
    return (
        f"{kept} i {settings.backups} kan hålla det gallrade. En kopia sparas högst {days} dagar "
        "och tas bort när en ny tas; kopior på andra platser ska följa samma tid."
    )


class _Batches:
    """The doomed rows, some at a time, in the temporary table ``doomed``.

    The whole list is made once, and anew when somebody else has written since: what was attached
    to an incident a second ago stays.
    """

    def __init__(self, store: Store, plan: Rule, before: str) -> None:
        self.store, self.plan, self.before = store, plan, before
        self.version: int | None = None
        for table in ("doomed", "candidates"):
            store.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} (id INTEGER PRIMARY KEY)")

    def next(self) -> int:
        """Fill the table with the next batch and return its size. Call inside ``writing``."""
        version = self.store.value("PRAGMA data_version")
        if version != self.version:
            self.version = version
            self.store.execute("DELETE FROM candidates")
            self.store.execute(
                f"INSERT INTO candidates SELECT id FROM ({self.plan.select})",
                {"cutoff": self.before},
            )
        self.store.execute("DELETE FROM doomed")
        # Copies came after what they are copies of.
        self.store.execute(
            f"INSERT INTO doomed SELECT id FROM candidates ORDER BY id DESC LIMIT {BATCH}"
        )
        self.store.execute("DELETE FROM candidates WHERE id IN (SELECT id FROM doomed)")
        return int(self.store.value("SELECT count(*) FROM doomed"))


def _open(store: Store, actor: Actor, decision: Row, before: str) -> int:
    return store.insert(
        "purges",
        {
            "decision_id": decision["id"],
            "rule": decision["rule"],
            "cutoff_at": before,
            "started_at": store.now(),
            "done_by": actor.user_id,
        },
    )


def _take(store: Store, plan: Rule, purge_id: int, batch: int) -> None:
    """Remove one batch with everything that hangs on it. Call inside ``store.writing``."""
    store.execute("UPDATE audit_context SET purge_id = ?", [purge_id])
    named: dict[str, list[Any]] = {}
    for part in plan.parts:
        keys, digest = _digest(store, part)
        if not keys:
            continue
        if part.audited:
            named[part.table] = keys
        store.insert(
            "purge_parts",
            {
                "purge_id": purge_id,
                "batch": batch,
                "table_name": part.table,
                "row_count": len(keys),
                "digest": digest,
            },
        )
    _remember_bodies(store, plan, purge_id)
    _empty_copies(store, plan)
    _remove(store, plan)
    # Sealed first: the chain keeps the digests of the values that are then emptied.
    audit.seal(store.connection)
    for table, keys in named.items():
        _forget(store, table, keys)
    store.execute("UPDATE audit_context SET purge_id = NULL")


def _digest(store: Store, part: Part) -> tuple[list[Any], str]:
    """Return the first key column of the part's rows, and one digest over the rows."""
    whole = hashlib.sha256()
    keys = []
    cursor = store.execute(f"SELECT * FROM [{part.table}] WHERE {part.where} ORDER BY {part.key}")
    columns = [column[0] for column in cursor.description]
    place = columns.index(part.key.partition(",")[0])
    for row in cursor:
        values = [value.hex() if isinstance(value, bytes) else value for value in row]
        told = json.dumps(values, ensure_ascii=False)
        whole.update(hashlib.sha256(told.encode()).digest())
        keys.append(row[place])
    return keys, whole.hexdigest()


def _remember_bodies(store: Store, plan: Rule, purge_id: int) -> None:
    if any(part.table == "evidence" for part in plan.parts):
        store.execute(
            "INSERT OR IGNORE INTO purge_bodies (digest, purge_id)"
            " SELECT DISTINCT digest, ? FROM evidence WHERE version_id IN ("
            "  SELECT id FROM article_versions WHERE article_id IN (SELECT id FROM doomed))",
            [purge_id],
        )


def _empty_copies(store: Store, plan: Rule) -> None:
    """Empty the copies of disclosures that hold the words of what goes; their digests stay."""
    for kind in plan.copies:
        store.execute(
            "UPDATE disclosure_files SET content = NULL WHERE content IS NOT NULL"
            " AND disclosure_id IN (SELECT disclosure_id FROM disclosure_rows"
            "  WHERE kind = ? AND row_id IN (SELECT id FROM doomed))",
            [kind],
        )


def _remove(store: Store, plan: Rule) -> None:
    if plan.empties:
        store.execute(
            f"UPDATE [{plan.root.table}] SET [{plan.empties}] = NULL WHERE {plan.root.where}"
        )
        return
    if plan.root.table == "articles":
        # A copy left for a later batch goes then: a copy that stays keeps what it is a copy of.
        store.execute("UPDATE articles SET copy_of = NULL WHERE copy_of IN (SELECT id FROM doomed)")
    for part in plan.parts:
        store.execute(f"DELETE FROM [{part.table}] WHERE {part.where}")
    if plan.root.table == "articles":
        store.execute(
            "DELETE FROM stories"
            " WHERE NOT EXISTS (SELECT 1 FROM articles WHERE story_id = stories.id)"
        )


def _forget(store: Store, table: str, keys: list[Any]) -> None:
    """Empty the values that the audit trail holds of rows; the chain and its digests stay."""
    for key in keys:
        store.execute(
            "UPDATE audit_values SET before = NULL, after = NULL WHERE audit_id IN ("
            " SELECT id FROM audit WHERE table_name = ? AND row_id = ?)",
            [table, key],
        )


def _remove_bodies(store: Store, actor: Actor, settings: Settings) -> None:
    for row in store.rows("SELECT digest, purge_id FROM purge_bodies"):
        kept = store.value(
            "SELECT 1 FROM evidence WHERE digest = ? AND removed_at IS NULL", [row["digest"]]
        )
        removed = 0 if kept else int(evidence.remove(settings.evidence, row["digest"]))
        with store.writing(actor):
            store.execute("DELETE FROM purge_bodies WHERE digest = ?", [row["digest"]])
            store.execute(
                "UPDATE purges SET bodies = bodies + ? WHERE id = ?", [removed, row["purge_id"]]
            )
