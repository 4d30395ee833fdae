"""Weekly periods meet without gap or overlap, in whatever order the reports are drafted (D4)."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.core.clock import STOCKHOLM, from_text, local, to_text
from monitor.core.errors import RuleError
from monitor.core.store import Row, Store
from monitor.core.times import calendar_for, dated_text


def proposed_start(store: Store, compiled_at: datetime) -> datetime:
    """Return where the period of a weekly begins unless somebody says otherwise (exclusive).

    It is the previous weekly's end, else seven days before on the Swedish clock.
    """
    before = _neighbours(store, to_text(compiled_at), None)[0]
    return _week_before(compiled_at) if before is None else from_text(before["period_to"])


def _week_before(at: datetime) -> datetime:
    wall = local(at).replace(tzinfo=None) - timedelta(days=7)
    return wall.replace(tzinfo=STOCKHOLM)


def ensure_meets(store: Store, start: str, end: str, *, but: int | None = None) -> None:
    """Refuse a period that does not meet those of the other weeklies.

    Args:
        start: exclusive, stored form.
        end: inclusive.
        but: the report whose period it is to be.

    Raises:
        RuleError: D4; it overlaps another, or leaves out time beside it.
    """
    other = store.row(
        "SELECT * FROM reports WHERE kind = 'weekly' AND id IS NOT ? AND period_from < ?"
        " AND period_to > ? ORDER BY period_from LIMIT 1",
        [but, end, start],
    )
    if other is not None:
        raise RuleError(
            rule="D4",
            why=f"Perioden ingår till en del i veckorapport {other['number']}, som avser "
            f"{_told(other['period_from'], end)} till {_told(other['period_to'], end)}.",
        )
    before, after = _neighbours(store, end, but)
    if before is not None and before["period_to"] != start:
        raise RuleError(
            rule="D4",
            why=f"Perioden måste börja där veckorapport {before['number']} slutade, "
            f"{_told(before['period_to'], end)}.",
        )
    if after is not None and after["period_from"] != end:
        raise RuleError(
            rule="D4",
            why=f"Perioden måste sluta där veckorapport {after['number']} börjar, "
            f"{_told(after['period_from'], end)}.",
        )


def ensure_removable(store: Store, row: Row) -> None:
    """Refuse to throw away a weekly that stands between two others.

    Raises:
        RuleError: D4.
    """
    before, after = _neighbours(store, row["period_to"], row["id"])
    if before is not None and after is not None:
        raise RuleError(
            rule="D4",
            why=f"Veckorapport {after['number']} börjar där den här slutar, så en vecka skulle "
            "saknas. Ta bort den först.",
        )


def _neighbours(store: Store, end: str, but: int | None) -> tuple[Row | None, Row | None]:
    """Return the weeklies that end before an instant last, and at it or after it first."""
    weekly = "SELECT * FROM reports WHERE kind = 'weekly' AND id IS NOT ? AND"
    return (
        store.row(f"{weekly} period_to < ? ORDER BY period_to DESC LIMIT 1", [but, end]),
        store.row(f"{weekly} period_to >= ? ORDER BY period_to LIMIT 1", [but, end]),
    )


def _told(at: str, beside: str) -> str:
    return dated_text(from_text(at), calendar_for(from_text(beside)))
