"""What is written beside a backup: its digest, and where the audit trail ended when it was taken.

Kept elsewhere, on paper or in another system, it lets an outsider tell whether the trail was
rewritten afterwards: the trail's own file cannot vouch for itself.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from monitor.core.audit import Head

#: Read at a time when a file is digested, bytes.
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """One backup's.

    Attributes:
        name: the backup's file name.
        taken_at: instant as database text.
        digest: SHA-256 of the file.
        head: where the audit trail ended.
    """

    name: str
    taken_at: str
    digest: str
    head: Head


def path_of(backup: Path) -> Path:
    """Return where a backup's manifest lies."""
    return backup.with_suffix(".json")


def write(backup: Path, taken_at: str, head: Head) -> Manifest:
    """Write a backup's manifest beside it."""
    made = Manifest(backup.name, taken_at, digest_of(backup), head)
    told = {
        "file": made.name,
        "taken_at": made.taken_at,
        "sha256": made.digest,
        "audit_last_id": head.last_id,
        "audit_rows": head.row_count,
        "audit_hash": head.hash,
    }
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    path_of(backup).write_text(text, encoding="utf-8")
    return made


def read(path: Path) -> Manifest | None:
    """Return a manifest, or None when the file is none."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        head = Head(told["audit_last_id"], told["audit_rows"], told["audit_hash"])
        return Manifest(str(told["file"]), str(told["taken_at"]), str(told["sha256"]), head)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def all_in(folder: Path) -> list[Manifest]:
    """Return every manifest in the folder of backups, oldest first."""
    found = (read(path) for path in sorted(folder.glob("lagesbild-*.json")))
    return [one for one in found if one is not None]


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            whole.update(piece)
    return whole.hexdigest()
