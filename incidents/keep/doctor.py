"""How is it? Figures, and the things that a person should see to."""

from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import timedelta
from typing import Any

from monitor.core.clock import from_text, local, to_text
from monitor.core.messages import explain_source
from monitor.core.settings import Settings
from monitor.core.store import Store
from monitor.core.times import Calendar, Moment, moment_text
from monitor.intake.alarms import alarms

#: Less free disk than this is a warning, bytes.
_LOW_DISK = 1_000_000_000
#: How far back an alert that was given up is still news.
_LATELY = timedelta(days=7)
#: How long an alert may be tried in vain before anybody is troubled: a mail server restarts.
_PATIENCE = timedelta(minutes=15)

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
        "alarms": [
            {
                "source_id": one.source_id,
                "kind": one.kind,
                "since": to_text(one.since),
                "sentence": one.sentence,
            }
            for one in alarms(store, store.clock.now())
        ],
        "warnings": warnings(store, free) + odd_settings(settings),
    }


def odd_settings(settings: Settings) -> list[str]:
    """Return Swedish sentences about settings that each hold but do not go together."""
    if settings.desk_url.startswith("https:") and not settings.secure_cookies:
        told = (
            "Skrivbordet nås över https, men inloggningens kaka är inte låst till det. "
            "Sätt LAGESBILD_SECURE_COOKIES till true."
        )
        return [told]
    return []


def warnings(store: Store, free_bytes: int) -> list[str]:
    """Return Swedish sentences, each something a person should see to; empty when all is well."""
    told = []
    if free_bytes < _LOW_DISK:
        told.append(f"Disken har bara {free_bytes // 1_000_000} MB kvar. Frigör utrymme.")
    never = store.value("SELECT max(finished_at) FROM poll_rounds") is None
    if never and store.value("SELECT count(*) FROM sources WHERE enabled = 1"):
        told.append("Inga flöden har hämtats än. Starta ”lagesbild serve”.")
    told += [alarm.sentence for alarm in alarms(store, store.clock.now())]
    told += _undelivered(store)
    if not store.value(
        "SELECT count(*) FROM users WHERE role = 'administrator' AND disabled_at IS NULL"
    ):
        told.append(
            "Det finns ingen administratör. Starta ”lagesbild serve” och använd engångslänken."
        )
    if store.value("SELECT count(*) FROM audit WHERE hash IS NULL"):
        told.append("Någon har skrivit direkt i databasfilen. Raderna syns i ändringsloggen.")
    return told


def _undelivered(store: Store) -> list[str]:
    """Tell of alerts that nobody got: given up lately, or tried in vain for a while."""
    now = store.clock.now()
    rows = store.rows(
        "SELECT planned_at, error FROM alert_messages WHERE kind <> 'test' AND error IS NOT NULL"
        " AND (status = 'failed' AND planned_at > :lately"
        " OR status = 'planned' AND attempts > 0 AND planned_at < :patient)"
        " ORDER BY planned_at DESC",
        {"lately": to_text(now - _LATELY), "patient": to_text(now - _PATIENCE)},
    )
    if not rows:
        return []
    many = "1 avisering har" if len(rows) == 1 else f"{len(rows)} aviseringar har"
    latest = moment_text(Moment(from_text(rows[0]["planned_at"])), Calendar(local(now).year))
    return [f"{many} inte gått att skicka, den senaste från {latest}: {rows[0]['error']}"]


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
