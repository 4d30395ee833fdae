"""One command that shows that the record is whole: file, schema, trail, reports, evidence."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from incidents.keep import manifest, verify_content, verify_schema, verify_trail
from incidents.keep.verify_trail import Found, Progress
from monitor.core import audit
from monitor.core.errors import InputError, StoreError
from monitor.core.settings import Settings
from monitor.core.store import Store

#: Full-text indexes that must agree with their tables.
_INDEXES = ("articles_fts",)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes:
        name: Swedish name of the check.
        checked: how many things were looked at.
        wrong: Swedish sentences, one per fault; empty when all is well.
        notes: Swedish sentences about what is no fault but worth knowing.
    """

    name: str
    checked: int
    wrong: list[str]
    notes: list[str] = field(default_factory=list)


def verify(store: Store, settings: Settings, progress: Progress = lambda _: None) -> list[Finding]:
    """Run every check and return what each found.

    Args:
        progress: is told the name of each check as it begins, and how far the long ones are.
    """
    expected = verify_schema.shipped()
    checks: list[tuple[str, Callable[[], Found], Callable[[], list[str]]]] = [
        ("Databasfilen", lambda: _file(store), list),
        ("Uppbyggnaden", lambda: verify_schema.differences(store, expected), list),
        ("Ändringsloggen", lambda: _trail(store, progress), lambda: verify_trail.outside(store)),
        (
            "Säkerhetskopiornas intyg",
            lambda: verify_trail.written_down(store, manifest.all_in(settings.backups)),
            list,
        ),
        (
            "Registret mot ändringsloggen",
            lambda: verify_trail.live(store, verify_schema.audited(expected), progress),
            list,
        ),
        ("Utgivna rapporter", lambda: verify_content.reports(store), list),
        ("Artiklarnas versioner", lambda: verify_content.versions(store, progress), list),
        (
            "Underlag",
            lambda: verify_content.bodies(store, settings.evidence, progress),
            lambda: verify_content.left_over(store, settings.evidence),
        ),
    ]
    findings = []
    for name, check, remarks in checks:
        progress(name)
        try:
            checked, wrong = check()
            notes = remarks()
        except StoreError as error:
            # The file is too damaged for this check; the others still tell what they can.
            checked, wrong, notes = 0, [f"{name} går inte att läsa: {type(error).__name__}."], []
        findings.append(Finding(name, checked, wrong, notes))
    return findings


def receipt(store: Store) -> str:
    """Return the end of the audit trail in the form that people write down: ``row:hash``."""
    head = audit.head(store.connection)
    return f"{head.last_id}:{head.hash}" if head.hash else "0:"


def against(store: Store, written: str) -> str | None:
    """Return a Swedish sentence when the trail does not hold what was written down, else None.

    Args:
        written: what :func:`receipt` returned at some time.

    Raises:
        InputError: it is not on that form.
    """
    number, _, digest = written.strip().partition(":")
    if not number.isdigit() or (digest and len(digest) != 64):
        raise InputError(field="--against", why="skriv det som verify skrev: nummer:kontrollsumma.")
    if not digest or verify_trail.holds(store, int(number), digest.lower()):
        return None
    return f"Ändringsloggen är inte den som antecknades: rad {number} saknas eller har bytts ut."


def _trail(store: Store, progress: Progress) -> Found:
    checked, wrong = verify_trail.chain(store, progress)
    return checked, wrong + verify_trail.emptied(store)


def _file(store: Store) -> Found:
    wrong = [
        f"SQLite: {row['integrity_check']}"
        for row in store.rows("PRAGMA integrity_check")
        if row["integrity_check"] != "ok"
    ]
    for row in store.rows("PRAGMA foreign_key_check"):
        wrong.append(f"En rad i {row['table']} pekar på en rad i {row['parent']} som inte finns.")
    for index in _INDEXES:
        try:
            store.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        except StoreError:
            wrong.append(f"Sökregistret {index} stämmer inte med sin tabell.")
    return len(store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")), wrong


def as_json(findings: list[Finding], head: str) -> str:
    """Return the findings as one JSON object.

    Args:
        head: see :func:`receipt`.
    """
    return json.dumps(
        {
            "ok": not any(finding.wrong for finding in findings),
            "head": head,
            "checks": [
                {
                    "name": finding.name,
                    "checked": finding.checked,
                    "wrong": finding.wrong,
                    "notes": finding.notes,
                }
                for finding in findings
            ],
        },
        ensure_ascii=False,
    )
