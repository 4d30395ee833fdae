"""The numbers of reports: 2026-E01 for extra reports, 2026-V11 for weeklies."""

from __future__ import annotations

from datetime import datetime

from monitor.core.clock import local
from monitor.core.errors import ConflictError
from monitor.core.store import Store
from monitor.core.times import week_of


def next_extra(store: Store, compiled_at: datetime) -> str:
    """Return the next free number of the Stockholm year, as "2026-E01"."""
    start = f"{local(compiled_at).year}-E"
    last = store.value(
        "SELECT max(CAST(substr(number, 7) AS INTEGER)) FROM reports WHERE number LIKE ?",
        [f"{start}%"],
    )
    return f"{start}{int(last or 0) + 1:02d}"


def weekly(store: Store, compiled_at: datetime) -> str:
    """Return the number of the weekly of the ISO week, as "2026-V11".

    Raises:
        ConflictError: the week has its report.
    """
    year, week = week_of(compiled_at)
    number = f"{year}-V{week:02d}"
    if store.value("SELECT 1 FROM reports WHERE number = ?", [number]):
        raise ConflictError(
            why=f"Vecka {week} har redan en veckorapport, {number}. Öppna den, eller rätta den."
        )
    return number
