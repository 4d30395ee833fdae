"""One command that shows that the record is whole: file, chain, frozen reports, evidence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor.core import audit
from monitor.core.errors import NotFoundError, StoreDamagedError, StoreError
from monitor.core.settings import Settings
from monitor.core.store import Store
from monitor.intake import evidence

#: Full-text indexes that must agree with their tables.
_INDEXES = ("articles_fts",)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes:
        name: Swedish name of the check.
        checked: how many things were looked at.
        wrong: Swedish sentences, one per fault; empty when all is well.
    """

    name: str
    checked: int
    wrong: list[str]


def verify(
    store: Store, settings: Settings, progress: Callable[[str], None] = lambda _: None
) -> list[Finding]:
    """Run every check and return what each found.

    Args:
        progress: is told the name of each check as it begins.
    """
    checks: list[tuple[str, Callable[[], tuple[int, list[str]]]]] = [
        ("Databasfilen", lambda: _file(store)),
        ("Ändringsloggen", lambda: _chain(store)),
        ("Utgivna rapporter", lambda: _reports(store)),
        ("Underlag", lambda: _evidence(store, settings.evidence)),
    ]
    findings = []
    for name, check in checks:
        progress(name)
        checked, wrong = check()
        findings.append(Finding(name, checked, wrong))
    return findings


def _file(store: Store) -> tuple[int, list[str]]:
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


def _chain(store: Store) -> tuple[int, list[str]]:
    broken = audit.broken_links(store.connection)
    count = store.value("SELECT count(*) FROM audit WHERE hash IS NOT NULL")
    return count, [f"Rad {number} i ändringsloggen stämmer inte med kedjan." for number in broken]


def _reports(store: Store) -> tuple[int, list[str]]:
    wrong = []
    frozen = store.rows("SELECT id, number, document, digest FROM reports WHERE digest IS NOT NULL")
    for report in frozen:
        if hashlib.sha256(report["document"].encode()).hexdigest() != report["digest"]:
            wrong.append(f"Rapport {report['number']} är inte den som godkändes.")
    files = store.rows(
        "SELECT number, format, content, report_files.digest FROM report_files"
        " JOIN reports ON reports.id = report_id"
    )
    for file in files:
        if hashlib.sha256(file["content"]).hexdigest() != file["digest"]:
            wrong.append(f"Rapport {file['number']} som {file['format']} är inte den som frystes.")
    return len(frozen) + len(files), wrong


def _evidence(store: Store, folder: Path) -> tuple[int, list[str]]:
    rows = store.rows("SELECT id, url, digest FROM evidence WHERE removed_at IS NULL")
    return len(rows), list(_faults(rows, folder))


def _faults(rows: list[dict[str, str]], folder: Path) -> Iterator[str]:
    for row in rows:
        try:
            evidence.load(folder, row["digest"])
        except NotFoundError:
            yield f"Underlaget till {row['url']} saknas."
        except StoreDamagedError:
            yield f"Underlaget till {row['url']} är inte det som sparades."


def as_json(findings: list[Finding]) -> str:
    """Return the findings as one JSON object."""
    return json.dumps(
        {
            "ok": not any(finding.wrong for finding in findings),
            "checks": [
                {"name": finding.name, "checked": finding.checked, "wrong": finding.wrong}
                for finding in findings
            ],
        },
        ensure_ascii=False,
    )
