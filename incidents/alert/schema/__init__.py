"""The schema of alerts: one readable SQL file per migration, never edited after release."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database, Migrations

from monitor.core.schema import audit_tables, run_file

MIGRATIONS = Migrations("alert")

#: What people set goes to the audit trail. A channel's address is a secret and is left out.
AUDITED: dict[str, frozenset[str]] = {
    "duty_shifts": frozenset(),
    "alert_channels": frozenset({"address"}),
    "alert_people": frozenset(),
    "alert_choices": frozenset(),
    "alert_taken": frozenset(),
}


@MIGRATIONS()
def m0001_alert(database: Database) -> None:
    """Create the rota, the channels, the choices and the outbox of alerts."""
    run_file(database, Path(__file__).with_name("0001_alert.sql"))
    audit_tables(database, AUDITED)
