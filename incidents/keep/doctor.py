"""How is it? Figures, and the things that a person should see to."""

from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import timedelta
from typing import Any

from monitor.core.clock import from_text
from monitor.core.messages import explain_source
from monitor.core.settings import Settings
from monitor.core.store import Store

#: Less free disk than this is a warning, bytes.
_LOW_DISK = 1_000_000_000
#: No finished poll round for this long is a warning: the floor of the slowest default source twice.
_POLL_SILENCE = timedelta(hours=2)

_COUNTS = (
    "outlets", "sources", "articles", "article_versions", "flags", "verdicts",
    "incidents", "reports", "users", "audit",
)  # fmt: skip


def figures(store: Store, settings: Settings) -> dict[str, Any]:
    """Return what a machine or a person may want to know, JSON-ready.

    ``file``, ``article_table`` and ``guid_column`` say where the stored articles are found.
    """
    free = shutil.disk_usage(settings.state).free
    last = store.row(
        "SELECT * FROM poll_rounds WHERE finished_at IS NOT NULL ORDER BY id DESC LIMIT 1"
    )
    return {
        "file": str(settings.database),
        "article_table": "articles",
        "guid_column": "guid",
        "sqlite": sqlite3.sqlite_version,
        "bytes": settings.database.stat().st_size,
        "free_bytes": free,
        "counts": {table: store.value(f"SELECT count(*) FROM {table}") for table in _COUNTS},
        "last_round": last,
        "failing_sources": _failing(store),
        "warnings": warnings(store, free),
    }


def warnings(store: Store, free_bytes: int) -> list[str]:
    """Return Swedish sentences, each something a person should see to; empty when all is well."""
    told = []
    if free_bytes < _LOW_DISK:
        told.append(f"Disken har bara {free_bytes // 1_000_000} MB kvar. Frigör utrymme.")
    last = store.value("SELECT max(finished_at) FROM poll_rounds")
    if store.value("SELECT count(*) FROM sources WHERE enabled = 1"):
        if last is None:
            told.append("Inga flöden har hämtats än. Starta ”lagesbild serve”.")
        elif store.clock.now() - from_text(last) > _POLL_SILENCE:
            told.append(f"Inga flöden har hämtats sedan {last}. Starta om ”lagesbild serve”.")
    for source in _failing(store):
        told.append(f"{source['title']}: {source['why']}")
    if not store.value(
        "SELECT count(*) FROM users WHERE role = 'administrator' AND disabled_at IS NULL"
    ):
        told.append(
            "Det finns ingen administratör. Starta ”lagesbild serve” och använd engångslänken."
        )
    if store.value("SELECT count(*) FROM audit WHERE hash IS NULL"):
        told.append("Någon har skrivit direkt i databasfilen. Raderna syns i ändringsloggen.")
    return told


def _failing(store: Store) -> list[dict[str, Any]]:
    rows = store.rows(
        "SELECT sources.id, title, url, failures, error_key, error_facts, error_at"
        " FROM sources JOIN source_state ON source_id = sources.id"
        " WHERE enabled = 1 AND status IN ('failing', 'gone') ORDER BY failures DESC, title"
    )
    return [
        {
            "id": row["id"],
            "title": row["title"],
            "url": row["url"],
            "failures": row["failures"],
            "since": row["error_at"],
            "why": explain_source(row["error_key"] or "unknown", json.loads(row["error_facts"])),
        }
        for row in rows
    ]
