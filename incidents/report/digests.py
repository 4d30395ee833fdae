"""Digests of rows that paragraphs rest on, so that a source that changed can be told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from monitor.core.store import Row, Store

#: Columns that say nothing of what the row tells a reader.
_KEPT_OUT = frozenset(
    {"revision", "reminded_at", "reply_contact", "entered_by", "owner_id", "override_reason"}
)
#: An article's row also holds the poller's own notes: only these columns are told to a reader.
_ARTICLE = frozenset(
    {"outlet_id", "url", "title", "lede", "published_at", "published_precision", "removed_at"}
)
_INCIDENT = frozenset({"ref", "title", "topic", "severity", "status", "closing_note"})
_REPORT = frozenset({"number", "compiled_at", "digest"})
_ONLY: Mapping[str, frozenset[str]] = {
    "articles": _ARTICLE,
    "incidents": _INCIDENT,
    "reports": _REPORT,
}

#: Tables that a paragraph may rest on: the schema's own list.
SOURCE_TABLES = frozenset(
    {
        "articles", "statements", "circumstances", "claims", "actions", "decisions", "questions",
        "enquiries", "positions", "series", "reports", "incidents", "contradictions",
    }
)  # fmt: skip


def row_digest(table: str, row: Row) -> str:
    """Return the SHA-256 of what the row tells, 64 hexadecimal digits."""
    only = _ONLY.get(table)
    told: dict[str, Any] = {
        name: value
        for name, value in row.items()
        if name not in _KEPT_OUT and (only is None or name in only)
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def source_digest(store: Store, table: str, row_id: int) -> str | None:
    """Return the digest of the row as it is now, or None when it is gone.

    Raises:
        KeyError: no such source table.
    """
    if table not in SOURCE_TABLES:
        raise KeyError(table)
    row = store.row(f"SELECT * FROM [{table}] WHERE id = ?", [row_id])
    return None if row is None else row_digest(table, row)


def reworded_after(store: Store, report_id: int, at: str) -> frozenset[tuple[str, int]]:
    """Return the sources of a report whose words were changed after an instant: (table, row).

    A row keeps its known_at when somebody writes later news into it, and so do the rules; the
    trail knows. A known_at that was moved back is such a change, too.
    """
    rows = store.rows(
        "SELECT DISTINCT s.table_name, s.row_id FROM report_paragraphs p"
        " JOIN paragraph_sources s ON s.paragraph_id = p.id"
        " JOIN audit a ON a.table_name = s.table_name AND a.row_id = s.row_id"
        " JOIN audit_values v ON v.audit_id = a.id"
        " WHERE p.report_id = ? AND a.action = 'update' AND a.at > ?"
        " AND (json_extract(v.before, '$.wording') IS NOT json_extract(v.after, '$.wording')"
        "   OR json_extract(v.after, '$.known_at') < json_extract(v.before, '$.known_at'))",
        [report_id, at],
    )
    return frozenset((row["table_name"], int(row["row_id"])) for row in rows)
