"""Are sent reports, versions of articles and evidence what they were?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from incidents.keep.verify_trail import Found, Progress, few
from monitor.core.errors import NotFoundError, StoreDamagedError
from monitor.core.store import Row, Store
from monitor.intake import evidence
from monitor.intake.decide import version_digest

#: What an approval freezes.
_FORMATS = {"html", "pdf", "docx", "text", "markdown", "eml"}
_LOCKED = ("approved", "sent")
#: Things between two words about how far a check has come.
_TOLD_EVERY = 500


def reports(store: Store) -> Found:
    """Check documents and files against their digests, and that locked reports were let be."""
    wrong = []
    frozen = store.rows(
        "SELECT id, number, document, digest FROM reports WHERE status IN ('approved', 'sent')"
        " OR digest IS NOT NULL"
    )
    checked = len(frozen)
    for report in frozen:
        if report["digest"] is None or report["document"] is None:
            wrong.append(f"Rapport {report['number']} är låst men saknar sitt dokument.")
            continue
        if _sha(report["document"].encode()) != report["digest"]:
            wrong.append(f"Rapport {report['number']} är inte den som godkändes.")
        formats = set()
        for file in _rows(
            store,
            "SELECT format, content, digest FROM report_files WHERE report_id = ?",
            [report["id"]],
        ):
            formats.add(file["format"])
            if _sha(file["content"]) != file["digest"]:
                wrong.append(
                    f"Rapport {report['number']} som {file['format']} är inte den som frystes."
                )
        wrong += [
            f"Rapport {report['number']} saknar sin frysta fil som {form}."
            for form in sorted(_FORMATS - formats)
        ]
        checked += len(formats)
    return checked, wrong + _changed_when_locked(store)


def _changed_when_locked(store: Store) -> list[str]:
    """Return the locked reports whose parts the trail saw change while they were locked."""
    status: dict[int, str] = {}
    place: dict[int, int] = {}  # paragraph -> report
    touched: set[int] = set()
    for row in _rows(
        store,
        "SELECT table_name, action, row_id, coalesce(after, before) AS told"
        " FROM audit JOIN audit_values ON audit_id = audit.id WHERE table_name IN"
        " ('reports', 'report_paragraphs', 'paragraph_sources', 'report_incidents')"
        " ORDER BY audit.id",
    ):
        told: dict[str, Any] = json.loads(row["told"] or "{}")
        if row["table_name"] == "reports":
            status[row["row_id"]] = told.get("status", "")
            continue
        if row["table_name"] == "paragraph_sources":
            report = place.get(told.get("paragraph_id", 0), 0)
        else:
            report = told.get("report_id", 0)
        if row["table_name"] == "report_paragraphs":
            place[row["row_id"]] = report
        if status.get(report) in _LOCKED:
            touched.add(report)
    return [
        f"Rapport {store.value('SELECT number FROM reports WHERE id = ?', [report])} har ändrats "
        "medan den var låst."
        for report in sorted(touched)
    ]


def versions(store: Store, told: Progress) -> Found:
    """Check the words of versions against their digests, where the whole text is still kept.

    The digest covers headline, lede and text. When the licence's days are over the text is gone,
    and what is left can only be checked where there never was one.
    """
    checked = 0
    wrong = []
    rows = _rows(
        store,
        "SELECT v.id, v.article_id, v.number, v.title, v.lede, v.digest, t.text,"
        " a.title AS shown, a.latest_version AS latest FROM article_versions v"
        " JOIN articles a ON a.id = v.article_id"
        " LEFT JOIN article_texts t ON t.version_id = v.id WHERE v.digest <> ''",
    )
    for number, row in enumerate(rows):
        if number % (_TOLD_EVERY * 40) == 0:
            told(f"Artiklarnas versioner, {number}")
        checked += 1
        digest = version_digest(row["title"], row["lede"], row["text"] or "")
        changed = row["text"] is not None and digest != row["digest"]
        if row["number"] == row["latest"] and row["title"] != row["shown"]:
            changed = True
        if changed:
            wrong.append(
                f"Version {row['number']} av artikel {row['article_id']} är inte den som sparades."
            )
    return checked, few(wrong) + _counted(store, "article_versions")


def bodies(store: Store, folder: Path, told: Progress) -> Found:
    """Check that every promised body is there and is what was served, and that no row is gone."""
    rows = store.rows("SELECT id, url, digest FROM evidence WHERE removed_at IS NULL ORDER BY id")
    return len(rows), few(list(_faults(rows, folder, told))) + _counted(store, "evidence")


def _faults(rows: list[Row], folder: Path, told: Progress) -> Iterator[str]:
    for number, row in enumerate(rows):
        if number % _TOLD_EVERY == 0:
            told(f"Underlag {number} av {len(rows)}")
        try:
            evidence.load(folder, row["digest"])
        except NotFoundError:
            yield f"Underlaget till {row['url']} saknas."
        except StoreDamagedError:
            yield f"Underlaget till {row['url']} är inte det som sparades."


def left_over(store: Store, folder: Path) -> list[str]:
    """Return what a reader should know of bodies without a row: an interruption leaves one."""
    known = {row["digest"] for row in store.rows("SELECT DISTINCT digest FROM evidence")}
    lost = sum(path.stem not in known for path in folder.glob("??/*.gz"))
    if not lost:
        return []
    told = f"{lost} underlag i {folder} hör inte till någon artikel i databasen."
    return [f"{told} Hämtningen tar bort dem inom två dygn."]


def _counted(store: Store, table: str) -> list[str]:
    """Return sentences when rows are fewer than were added and disposed of."""
    mark = store.row("SELECT added, removed FROM row_marks WHERE table_name = ?", [table])
    if mark is None:
        return [f"Räkneverket för {table} saknas."]
    wrong = []
    there = store.value(f"SELECT count(*) FROM [{table}]")
    if there != mark["added"] - mark["removed"]:
        wanted = mark["added"] - mark["removed"]
        wrong.append(f"Det borde finnas {wanted} rader i {table}. Det finns {there}.")
    purged = store.value(
        "SELECT coalesce(sum(row_count), 0) FROM purge_parts WHERE table_name = ?", [table]
    )
    if mark["removed"] > purged:
        wrong.append(f"{mark['removed'] - purged} rader i {table} är borttagna utan gallring.")
    return wrong


def _rows(store: Store, sql: str, params: list[Any] | None = None) -> Iterator[Row]:
    """Yield rows one by one: what is checked may be larger than the memory."""
    cursor = store.execute(sql, params or [])
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
