"""What must hold of the database after every disturbance, whatever was going on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

#: Queries that must return no row.
RULES: Final = {
    "an item is stored twice": "SELECT guid FROM articles WHERE guid LIKE 'sanning-%'"
    " GROUP BY guid HAVING count(*) > 1",
    "an article without a version": "SELECT id FROM articles"
    " WHERE id NOT IN (SELECT article_id FROM article_versions)",
    "an article whose latest version is missing": "SELECT id FROM articles a WHERE NOT EXISTS"
    " (SELECT 1 FROM article_versions WHERE article_id = a.id AND number = a.latest_version)",
    "an article without a name": "SELECT id FROM articles WHERE guid IS NOT NULL"
    " AND id NOT IN (SELECT article_id FROM article_aliases)",
    "an article in an incident twice": "SELECT article_id FROM incident_articles"
    " GROUP BY incident_id, article_id HAVING count(*) > 1",
    "an article triggers two incidents": "SELECT article_id FROM incident_articles"
    " WHERE role = 'trigger' GROUP BY article_id HAVING count(*) > 1",
    "a proposal without an article": "SELECT id FROM incidents WHERE status = 'proposed'"
    " AND id NOT IN (SELECT incident_id FROM incident_articles)",
    "a change without who made it": "SELECT id FROM audit"
    " WHERE actor IN ('', 'utanför programmet')",
    "someone is still said to act": "SELECT * FROM audit_context",
    "a time in the future": "SELECT source_id FROM source_state WHERE last_success_at >"
    " strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+5 minutes')",
}


def faults(state: Path) -> list[str]:
    """Open the database as anyone would and return what is wrong; nothing is repaired first."""
    path = state / "lagesbild.db"
    if not path.exists():
        return []
    try:
        with closing(sqlite3.connect(path, timeout=20, isolation_level=None)) as connection:
            return [
                *_damage(connection),
                *_broken_rules(connection),
                *_no_evidence(connection, state),
            ]
    except sqlite3.DatabaseError as error:
        return [f"cannot be read: {error}"]


def stored(state: Path) -> list[str]:
    """Return the guids of the published items that are stored."""
    with closing(sqlite3.connect(state / "lagesbild.db", timeout=20)) as connection:
        rows = connection.execute("SELECT guid FROM articles WHERE guid LIKE 'sanning-%'")
        return [row[0] for row in rows]


def unjudged(state: Path) -> int:
    """Return how many stored versions still wait to be judged."""
    with closing(sqlite3.connect(state / "lagesbild.db", timeout=20)) as connection:
        return int(connection.execute("SELECT count(*) FROM judge_queue").fetchone()[0])


def _damage(connection: sqlite3.Connection) -> Iterator[str]:
    found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    if found != ["ok"]:
        yield f"integrity_check: {found[:3]}"
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        yield f"foreign_key_check: {broken[:3]}"
    indexes = connection.execute(
        "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5(%'"
    ).fetchall()
    for (name,) in indexes:
        try:
            # Rank 1: compare the index with the table that it is made from.
            connection.execute(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            yield f"{name}: {error}"


def _broken_rules(connection: sqlite3.Connection) -> Iterator[str]:
    for rule, query in RULES.items():
        rows = connection.execute(query).fetchmany(3)
        if rows:
            yield f"{rule}: {rows}"


def _no_evidence(connection: sqlite3.Connection, state: Path) -> Iterator[str]:
    rows = connection.execute("SELECT digest FROM evidence WHERE removed_at IS NULL").fetchall()
    for (digest,) in rows:
        if not (state / "evidence" / digest[:2] / f"{digest}.gz").exists():
            yield f"evidence is missing: {digest[:12]}"
