"""Does the audit trail hold, is it whole, and does it tell what the record says now?"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from incidents.keep.manifest import Manifest
from monitor.core import audit
from monitor.core.store import Row, Store

Progress = Callable[[str], None]
Found = tuple[int, list[str]]

#: So many rows are named one by one; the rest are counted.
_NAMED = 20


def few(sentences: list[str]) -> list[str]:
    """Return the first sentences, and how many more there are."""
    if len(sentences) <= _NAMED:
        return sentences
    return [*sentences[:_NAMED], f"… och {len(sentences) - _NAMED} fel till av samma slag."]


def chain(store: Store, told: Progress) -> Found:
    """Check every link, that no row is missing within, and that none is missing at the end."""
    broken = audit.broken_links(
        store.connection, lambda number: told(f"Ändringsloggen, rad {number}")
    )
    wrong = few([f"Rad {number} i ändringsloggen stämmer inte med kedjan." for number in broken])
    head = audit.head(store.connection)
    row = store.row(
        "SELECT count(*) AS n, coalesce(min(id), 1) AS low, coalesce(max(id), 0) AS high"
        " FROM audit WHERE hash IS NOT NULL"
    )
    assert row is not None
    if row["n"] < head.row_count:
        wrong.append(f"{head.row_count - row['n']} rader saknas i ändringsloggen.")
    elif (row["n"], row["high"]) != (head.row_count, head.last_id):
        wrong.append("Ändringsloggen slutar inte där den slutade när den senast skrevs.")
    elif _hash_at(store, head.last_id) != (head.hash or None):
        wrong.append("Ändringsloggens sista rad är inte den som skrevs.")
    missing = row["high"] - row["low"] + 1 - row["n"]
    if row["low"] > 1 or missing > 0:
        wrong.append("Ändringsloggens nummer har luckor: rader är borttagna.")
    return row["n"], wrong


def written_down(store: Store, manifests: list[Manifest]) -> Found:
    """Check that the trail still holds every end that was written down when a backup was taken."""
    wrong = [
        f"Ändringsloggen är inte den som fanns när {one.name} togs: rad {one.head.last_id} "
        "saknas eller har bytts ut."
        for one in manifests
        if one.head.last_id and _hash_at(store, one.head.last_id) != one.head.hash
    ]
    return len(manifests), wrong


def holds(store: Store, last_id: int, digest: str) -> bool:
    """Tell whether a row of the trail has the hash that somebody wrote down."""
    return _hash_at(store, last_id) == digest


def _hash_at(store: Store, row_id: int) -> str | None:
    found: str | None = store.value("SELECT hash FROM audit WHERE id = ?", [row_id])
    return found


def emptied(store: Store) -> list[str]:
    """Return sentences about values that are gone from the trail without a disposal."""
    rows = store.rows(
        "SELECT table_name, count(DISTINCT row_id) AS n,"
        " coalesce((SELECT sum(row_count) FROM purge_parts p"
        "  WHERE p.table_name = audit.table_name), 0) AS purged"
        " FROM audit JOIN audit_values ON audit_id = audit.id"
        " WHERE (digest_before IS NOT NULL AND before IS NULL)"
        " OR (digest_after IS NOT NULL AND after IS NULL) GROUP BY table_name"
    )
    return [
        f"Ändringsloggens värden för {row['n'] - row['purged']} rader i {row['table_name']} är "
        "borta utan gallring."
        for row in rows
        if row["n"] > row["purged"]
    ]


def outside(store: Store) -> list[str]:
    """Return what a reader should know of writes made round the program; they are no fault."""
    number = store.value("SELECT count(*) FROM audit WHERE actor = ?", [audit.OUTSIDE])
    if not number:
        return []
    return [f"{number} ändringar är gjorda utanför programmet. De syns i ändringsloggen."]


def live(store: Store, tables: list[str], told: Progress) -> Found:
    """Compare every audited row as it is with what the trail last said of it."""
    checked = 0
    wrong: list[str] = []
    for table in tables:
        told(f"Registret: {table}")
        columns = [row["name"] for row in store.rows(f"PRAGMA table_info([{table}])")]
        if "id" not in columns:
            continue
        faults = []
        for row in store.rows(_compared(table, columns), {"table": table}):
            checked += 1
            said = _difference(row)
            if said:
                faults.append(f"Rad {row['row_id']} i {table} {said}")
        wrong += few(faults)
    return checked, wrong


def _compared(table: str, columns: list[str]) -> str:
    pairs = ", ".join(f"'{name}', t.[{name}]" for name in columns)
    return f"""
        WITH latest AS (
            SELECT row_id, max(id) AS audit_id FROM audit WHERE table_name = :table GROUP BY row_id)
        SELECT latest.row_id, action, digest_after, after,
            CASE WHEN t.id IS NULL THEN NULL ELSE json_object({pairs}) END AS live
        FROM latest JOIN audit ON audit.id = latest.audit_id
        LEFT JOIN audit_values v ON v.audit_id = latest.audit_id
        LEFT JOIN [{table}] t ON t.id = latest.row_id
        UNION ALL
        SELECT t.id, NULL, NULL, NULL, '' FROM [{table}] t
        WHERE t.id NOT IN (SELECT row_id FROM latest)"""


def _difference(row: Row) -> str:
    """Return what is wrong with one row, or an empty string."""
    if row["action"] is None:
        return "har lagts till utan att ändringsloggen vet om det."
    if row["live"] is None:
        gone = row["action"] == "delete"
        return "" if gone else "har tagits bort utan att ändringsloggen vet om det."
    if row["action"] == "delete":
        return "finns, fast ändringsloggen säger att den är borttagen."
    if row["after"] is None:
        return "" if row["digest_after"] else "saknar värden i ändringsloggen."
    changed = _changed(row["after"], row["live"])
    if not changed:
        return ""
    return f"är ändrad utan att ändringsloggen vet om det ({', '.join(changed)})."


def _changed(said: str, live: str) -> list[str]:
    """Return the columns whose values differ between two rows as JSON."""
    if said == live:
        return []
    found: dict[str, Any] = json.loads(live)
    # A column that came later is not in older rows of the trail.
    return [
        name for name, value in json.loads(said).items() if name in found and found[name] != value
    ]
