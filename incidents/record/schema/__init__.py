"""The schema of incidents: one readable SQL file per migration, never edited after release."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from sqlite_utils import Database, Migrations

from monitor.core.clock import Clock
from monitor.core.schema import MIGRATIONS as MONITOR_MIGRATIONS
from monitor.core.schema import audit_tables, keep_places, run_file
from monitor.core.store import Store, open_store

MIGRATIONS = Migrations("incidents")

#: Tables whose every change goes to the audit trail, with the columns that are left out of it.
AUDITED: dict[str, frozenset[str]] = {
    "organisations": frozenset(),
    "people": frozenset(),
    "positions": frozenset(),
    "series": frozenset(),
    "incidents": frozenset(),
    "incident_relations": frozenset(),
    "incident_articles": frozenset(),
    "statements": frozenset(),
    "circumstances": frozenset(),
    "claims": frozenset(),
    "actions": frozenset(),
    "decisions": frozenset(),
    "questions": frozenset(),
    "enquiries": frozenset({"reply_contact"}),
    "statement_relations": frozenset(),
    "contradictions": frozenset(),
    "incident_spokespersons": frozenset(),
    "reports": frozenset(),
    "report_incidents": frozenset(),
    "report_paragraphs": frozenset(),
    "paragraph_sources": frozenset(),
    "report_overrides": frozenset(),
    "distribution_lists": frozenset(),
    "recipients": frozenset(),
    "deliveries": frozenset(),
    "dismissed_proposals": frozenset(),
}


@MIGRATIONS()
def m0001_record(database: Database) -> None:
    """Create the record, the reports and the distribution lists."""
    run_file(database, Path(__file__).with_name("0001_record.sql"))
    audit_tables(database, AUDITED)


@MIGRATIONS()
def m0002_rules(database: Database) -> None:
    """Create the triggers that hold rules D1-D13 whoever writes."""
    run_file(database, Path(__file__).with_name("0002_rules.sql"))


#: What 0003 adds to the audit trail: decisions to dispose, disposals, requests, masks.
AUDITED_KEEP: dict[str, frozenset[str]] = {
    "purge_decisions": frozenset(),
    "purges": frozenset(),
    "disclosures": frozenset(),
    "disclosure_masks": frozenset(),
}


@MIGRATIONS()
def m0003_keep(database: Database) -> None:
    """Create the logs of disposal and of what was handed out."""
    run_file(database, Path(__file__).with_name("0003_keep.sql"))
    audit_tables(database, AUDITED_KEEP)


@MIGRATIONS()
def m0004_second_look(database: Database) -> None:
    """Create the list of who changed what of a report, and close what plain SQL could still do."""
    run_file(database, Path(__file__).with_name("0004_second_look.sql"))
    audit_tables(database, {"report_edits": frozenset(), "statements": AUDITED["statements"]})


@cache
def whole() -> tuple[Migrations, ...]:
    """Return every set there is, lowest floor first.

    The rooms above bring theirs by having a ``schema`` folder, and are found by lying there: the
    arrow of imports goes down, and a file of ours holds every table whoever opened it.
    """
    house = Path(__file__).parents[2]
    above = sorted(
        folder.parent.parent.name
        for folder in house.glob("*/schema/__init__.py")
        if folder != Path(__file__)
    )
    found: list[Migrations] = [
        import_module(f"{house.name}.{room}.schema").MIGRATIONS for room in above
    ]
    return (MONITOR_MIGRATIONS, MIGRATIONS, *found)


#: What 0005 adds to the audit trail: who may read flags through a feed. Its use is no record.
AUDITED_DESK: dict[str, frozenset[str]] = {
    "feed_tokens": frozenset({"token_hash", "last_used_at"}),
}


@MIGRATIONS()
def m0005_desk(database: Database) -> None:
    """Create what the desk remembers for each person."""
    run_file(database, Path(__file__).with_name("0005_desk.sql"))
    audit_tables(database, AUDITED_DESK)


#: What 0006 adds to the audit trail: who is reached by a hook, never its secret address.
AUDITED_HOOKS: dict[str, frozenset[str]] = {"recipient_hooks": frozenset({"address"})}


@MIGRATIONS()
def m0006_webhooks(database: Database) -> None:
    """Let reports be told of in Teams and to webhooks."""
    run_file(database, Path(__file__).with_name("0006_webhooks.sql"))
    audit_tables(database, {**AUDITED_HOOKS, "recipients": AUDITED["recipients"]})


@MIGRATIONS()
def m0007_lean_indexes(database: Database) -> None:
    """Let what corrects a report be found without reading every report."""
    run_file(database, Path(__file__).with_name("0007_lean_indexes.sql"))


@MIGRATIONS()
def m0008_meeting(database: Database) -> None:
    """Let weekly periods meet whoever writes, and an answer noted by mistake be taken back."""
    run_file(database, Path(__file__).with_name("0008_meeting.sql"))


#: Tables that 0002 and 0004 let nobody insert over.
_GUARDED = (
    *("statements", "incidents", "circumstances", "claims", "actions", "decisions", "questions"),
    *("enquiries", "deliveries", "reports", "report_paragraphs", "report_edits", "purges"),
    "purge_decisions",
)


@MIGRATIONS()
def m0009_places(database: Database) -> None:
    """Let no row of the record take another's place, and what it points at stay."""
    kept = (*AUDITED, *AUDITED_HOOKS, "purge_decisions", "purges", "report_edits")
    keep_places(database, kept, guarded=_GUARDED)
    run_file(database, Path(__file__).with_name("0009_places.sql"))


@MIGRATIONS()
def m0010_relations(database: Database) -> None:
    """Let nobody rewrite who answered, contradicted or replaced what."""
    run_file(database, Path(__file__).with_name("0010_relations.sql"))


@MIGRATIONS()
def m0011_first_incident(database: Database) -> None:
    """Let words said before there was an incident be tied to it."""
    run_file(database, Path(__file__).with_name("0011_first_incident.sql"))


def open_whole(path: Path, clock: Clock | None = None) -> Store:
    """Open or create the whole database: press, record and what the rooms above keep.

    Raises:
        SchemaError, StoreError: see :func:`monitor.core.store.open_store`.
    """
    return open_store(path, whole(), clock)
