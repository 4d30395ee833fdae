"""What the history is called in Swedish: tables, columns, saved questions, stored words.

Read from metadata.yml, the schema's own explanation, and from ``locale/sv.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from datasette.utils import parse_metadata

from incidents.desk.links import DATABASE
from monitor.core.messages import label
from monitor.core.order import swedish_key
from monitor.core.resources import shipped

_WORDS = Path(__file__).with_name("locale") / "sv.toml"

#: (table or saved question, column) -> section of the words that the column stores.
_SECTIONS: dict[tuple[str, str], str] = {
    ("articles", "medium"): "medium",
    ("articles", "published_precision"): "precision",
    ("article_versions", "change_kind"): "change_kind",
    ("article_aliases", "kind"): "alias_kind",
    ("outlets", "kind"): "outlet_kind",
    ("sources", "kind"): "source_kind",
    ("source_state", "status"): "source_status",
    ("watches", "kind"): "watch_kind",
    ("mentions", "kind"): "mention_kind",
    ("mentions", "field"): "mention_field",
    ("flags", "band"): "band",
    ("flags", "verdict"): "verdict",
    ("verdicts", "verdict"): "verdict",
    ("organisations", "kind"): "organisation_kind",
    ("incidents", "severity"): "severity",
    ("incidents", "status"): "status",
    ("incident_relations", "kind"): "incident_relation",
    ("incident_articles", "role"): "article_role",
    ("statements", "direction"): "direction",
    ("statements", "channel"): "channel",
    ("statements", "approval"): "approval",
    ("circumstances", "basis"): "basis",
    ("circumstances", "verification"): "verification",
    ("claims", "status"): "claim_status",
    ("actions", "status"): "action_status",
    ("enquiries", "asker"): "asker",
    ("statement_relations", "kind"): "statement_relation",
    ("reports", "kind"): "report_kind",
    ("reports", "status"): "report_status",
    ("report_paragraphs", "section"): "section",
    ("report_paragraphs", "style"): "paragraph_style",
    ("recipients", "channel"): "recipient_channel",
    ("recipients", "format"): "recipient_format",
    ("deliveries", "format"): "recipient_format",
    ("deliveries", "status"): "delivery_status",
    ("users", "role"): "role",
    ("audit", "action"): "audit_action",
    ("purge_decisions", "rule"): "purge_rule",
    ("purges", "rule"): "purge_rule",
    ("disclosures", "status"): "disclosure_status",
    ("disclosure_masks", "kind"): "disclosure_kind",
    ("disclosure_rows", "kind"): "disclosure_kind",
    ("alert_channels", "kind"): "alert_channel",
    ("alert_choices", "kind"): "alert_kind",
    ("alert_messages", "kind"): "alert_kind",
    ("alert_messages", "status"): "alert_status",
    ("alert_items", "kind"): "alert_kind",
    ("oppna_handelser", "Allvar"): "severity",
    ("oppna_handelser", "Läge"): "status",
    ("obesvarade_mediefragor", "Frågar"): "asker",
    ("obekraftade_partsuppgifter", "Grund"): "basis",
    ("obekraftade_partsuppgifter", "Bekräftelse"): "verification",
    ("atgarder_kvar", "Läge"): "action_status",
    ("rapporter_och_rattelser", "Slag"): "report_kind",
    ("rapporter_och_rattelser", "Läge"): "report_status",
    ("misslyckade_utskick", "Läge"): "delivery_status",
    ("andrade_artiklar", "Ändring"): "change_kind",
    ("floden_med_fel", "Läge"): "source_status",
    ("andringar", "Slag"): "audit_action",
}
#: Columns that hold 0 or 1, whatever the table.
_YES_NO = frozenset(
    {
        "opinion",
        "enabled",
        "active",
        "calibrated",
        "in_use",
        "together",
        "spokesperson",
        "verbatim",
        "translated",
        "organisation_comment",
        "left_out",
        "quiet_weekends",
        "digest_weekends",
    }
)
#: Columns that name a table.
_TABLE_NAMES = frozenset(
    {("audit", "table_name"), ("paragraph_sources", "table_name"), ("purge_parts", "table_name")}
)


@dataclass(frozen=True)
class Question:
    """A saved question about the history."""

    name: str
    title: str
    description: str


@cache
def _metadata() -> dict[str, Any]:
    text = shipped("metadata.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = parse_metadata(text)["databases"][DATABASE]
    return found


@cache
def _words() -> dict[str, dict[str, str]]:
    with _WORDS.open("rb") as file:
        return tomllib.load(file)


def said(section: str, key: str) -> str:
    """Return a word or a sentence of the history's own, or the key."""
    return _words().get(section, {}).get(str(key), str(key))


def questions() -> list[Question]:
    """Return the saved questions in the order of metadata.yml."""
    found = _metadata().get("queries", {})
    return [Question(name, one["title"], one["description"]) for name, one in found.items()]


@cache
def questions_about(tables: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the saved questions that read any of some tables."""
    reads = re.compile(rf"\b(?:{'|'.join(tables)})\b")
    found = _metadata().get("queries", {})
    return tuple(name for name, one in found.items() if reads.search(one["sql"]))


def columns(table: str) -> frozenset[str]:
    """Return the columns of a table; every one is explained, so they are known here."""
    return frozenset(_metadata()["tables"].get(table, {}).get("columns", ()))


def table_title(table: str) -> str:
    """Return what a table is called."""
    return str(_metadata()["tables"].get(table, {}).get("title", table))


def table_description(table: str) -> str:
    """Return what a table holds."""
    return str(_metadata()["tables"].get(table, {}).get("description", ""))


def table_order() -> list[str]:
    """Return the tables' names, alphabetically by their Swedish titles."""
    return sorted(_metadata()["tables"], key=lambda name: swedish_key(table_title(name)))


def _column(table: str, column: str) -> str:
    columns = _metadata()["tables"].get(table, {}).get("columns", {})
    return str(columns.get(column, ""))


def column_title(table: str | None, column: str) -> str:
    """Return the short Swedish name of a column: what its description says before the colon."""
    if column == "Link":
        return "Rad"
    described = _column(table or "", column)
    return described.partition(":")[0] or column


#: Columns that matter less than the others, and stand last.
_LAST = frozenset(
    {
        "guid",
        "url",
        "digest",
        "revision",
        "language",
        "hash",
        "digest_before",
        "digest_after",
        "close_watch_until",
        "next_reread_at",
        "etag",
        "last_modified",
        "body_digest",
        "error_facts",
        "document",
        "reply_contact",
        "password_hash",
        "email",
    }
)


def arranged(table: str, columns: list[str]) -> list[int]:
    """Return the places of a table's columns as people want them: key, name, the rest."""
    label = _metadata()["tables"].get(table, {}).get("label_column")

    def rank(place: int) -> int:
        name = columns[place]
        if place == 0:
            return 0
        if name == label:
            return 1
        return 3 if name in _LAST or name.endswith("_precision") else 2

    return sorted(range(len(columns)), key=rank)


def column_help(table: str, column: str) -> str:
    """Return what a column holds, capitalised: its description after the colon."""
    rest = _column(table, column).partition(":")[2].strip()
    return rest[:1].upper() + rest[1:]


def word(place: str | None, column: str, value: Any) -> str | None:
    """Return the Swedish of a stored word in a table or a saved question, or None."""
    if value is None or place is None:
        return None
    section = _SECTIONS.get((place, column))
    if section:
        ours = _words().get(section)
        return ours.get(str(value)) if ours else label(section, str(value))
    if column in _YES_NO and str(value) in {"0", "1"}:
        return said("yes_no", str(value))
    if column.endswith("_precision"):
        return label("precision", str(value))
    if (place, column) in _TABLE_NAMES or (place == "andringar" and column == "Tabell"):
        return table_title(str(value))
    return None


def lookups() -> dict[str, str]:
    """Return the Swedish of Datasette's filter operators."""
    return _words()["lookup"]


def described(table: str, search: str, selections: list[tuple[str, str, str]]) -> str:
    """Return in Swedish which rows a table page shows, or an empty string for all."""
    parts = [f"som innehåller ”{search}”"] if search else []
    for column, lookup, value in selections:
        operator = said("lookup", lookup)
        shown = word(table, column, value) or value
        bare = lookup in {"isnull", "notnull", "isblank", "notblank"}
        quoted = "" if bare else f" ”{shown}”"
        parts.append(f"där {column_title(table, column).lower()} {operator}{quoted}")
    return ", ".join(parts)
