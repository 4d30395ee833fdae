"""Reads a report with everything that its pages show, in one snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from incidents.desk.pages.report_sources import tell_sources
from incidents.desk.pages.report_text import printed
from incidents.report import deliver, edits, paragraphs, recipients, release
from incidents.report.examine import Examination, examine, told_waiting
from incidents.report.finding import HEAD, RULE_LABELS, Finding
from incidents.report.sections import OPTIONAL, ORDER
from monitor.core.actors import Actor
from monitor.core.errors import NotFoundError
from monitor.core.messages import label
from monitor.core.store import Row, Store

#: Address of one report, and of everything below it.
ONE = r"rapporter/(?P<number>\d{4}-[EVev]\d{2,4})"
#: Statuses in which words may be changed.
OPEN = frozenset({"draft", "in_review"})
#: Records whose known_at says that the incident has moved on since the report was compiled.
_RECORDS = (
    "statements", "circumstances", "actions", "decisions", "questions", "enquiries",
)  # fmt: skip


@dataclass(frozen=True)
class Remark:
    """A finding as the page shows it.

    Attributes:
        name: unique on the page; names its forms.
        state: blocking, open or stands.
        reason: why it was let stand.
    """

    finding: Finding
    name: str
    state: str
    reason: str = ""

    @property
    def label(self) -> str:
        """Return what the rule is called."""
        return RULE_LABELS[self.finding.rule]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A paragraph as the page shows it.

    Attributes:
        html: as it will be printed, words with remarks marked.
        edited_by: display name; empty when nobody changed it.
        late: it rests on what was learnt after compiled_at (D8).
        to_confirm: an approver's edit that keeps her from approving (D5).
    """

    row: Row
    html: Markup
    remarks: Sequence[Remark]
    sources: Sequence[Any]
    edited_by: str = ""
    confirmed_by: str = ""
    late: bool = False
    to_confirm: bool = False

    @property
    def moved_on(self) -> bool:
        """Return whether a source changed since the paragraph was written."""
        return any(one.state for one in self.sources)


def report_row(store: Store, number: str) -> Row:
    """Return the report with a number.

    Raises:
        NotFoundError: there is none.
    """
    row = store.row("SELECT * FROM reports WHERE number = ?", [number.upper()])
    if row is None:
        raise NotFoundError(kind="rapporten", id=number)
    return row


def load(store: Store, number: str, actor: Actor) -> dict[str, Any]:
    """Return what the editor shows.

    Raises:
        NotFoundError: no such report.
    """
    row = report_row(store, number)
    names = people(store)
    found = examine(store, row["id"]) if row["status"] in OPEN else None
    remarks = _remarks(found)
    rows = paragraphs.of_report(store, row["id"])
    changed = found.changed if found else ()
    late = frozenset((one.table, one.row_id) for one in changed if one.late)
    told = tell_sources(store, rows, late)
    held = _to_confirm(store, found)
    places = [
        _place(one, remarks, told[one["id"]], names, found=found, held=one["id"] in held)
        for one in rows
    ]
    return {
        "report": row,
        "names": names,
        "examined": found,
        "waiting_told": told_waiting(found.waiting) if found else "",
        "remarks": remarks,
        "head_remarks": [one for one in remarks if one.finding.paragraph_id in HEAD],
        "sections": _sections(row, places),
        "to_confirm": [one for one in places if one.to_confirm],
        "changed": [one for one in places if one.moved_on and not one.row["left_out"]],
        "own_words": own_words(found, row, actor),
        "other_edits": _other_edits(found, names, actor),
        **around(store, row),
    }


def people(store: Store) -> dict[int, str]:
    """Return the users' display names: id -> name."""
    return {row["id"]: row["display_name"] for row in store.rows("SELECT * FROM users")}


def around(store: Store, row: Row) -> dict[str, Any]:
    """Return what stands around a report's paragraphs: incidents, corrections, deliveries."""
    corrects = row["corrects_id"]
    locked = row["status"] not in OPEN
    return {
        "incidents": store.rows(
            "SELECT i.* FROM incidents i JOIN report_incidents r ON r.incident_id = i.id"
            " WHERE r.report_id = ? ORDER BY r.id",
            [row["id"]],
        ),
        "corrects": store.get("reports", corrects)["number"] if corrects else None,
        "corrections": [one["number"] for one in release.corrections(store, row["id"])],
        "deliveries": deliver.of_report(store, row["id"]) if locked else [],
        "lists": _lists(store) if locked else [],
        "already": _already(store, row) if corrects and locked else [],
        "newer": 0 if locked else _newer(store, row),
    }


def _lists(store: Store) -> list[Row]:
    found = recipients.lists(store)
    return [{**one, "people": recipients.current(store, [one["id"]])} for one in found]


def _already(store: Store, row: Row) -> list[Row]:
    """Return who got the report that this one corrects: they get this one, too (D10)."""
    return store.rows(
        "SELECT DISTINCT r.name, d.address FROM deliveries d"
        " JOIN recipients r ON r.id = d.recipient_id WHERE d.report_id = ? ORDER BY d.id",
        [row["corrects_id"]],
    )


def _newer(store: Store, row: Row) -> int:
    """Return how many records of the report's incidents became known after compiled_at."""
    parts = [
        f"SELECT count(*) AS n FROM {table} WHERE known_at > :at AND incident_id IN"
        " (SELECT incident_id FROM report_incidents WHERE report_id = :id)"
        for table in _RECORDS
    ]
    parts.append(
        "SELECT count(*) FROM incident_articles l JOIN articles a ON a.id = l.article_id"
        " WHERE a.first_seen_at > :at AND l.incident_id IN"
        " (SELECT incident_id FROM report_incidents WHERE report_id = :id)"
    )
    sql = f"SELECT sum(n) FROM ({' UNION ALL '.join(parts)})"
    return int(store.value(sql, {"at": row["compiled_at"], "id": row["id"]}) or 0)


def own_words(found: Examination | None, row: Row, actor: Actor) -> str:
    """Return in Swedish why somebody may not approve by four eyes (D5); empty when she may."""
    if found is None:
        return ""
    if row["submitted_by"] == actor.user_id:
        return "Du lämnade själv rapporten för granskning. Någon annan behöver godkänna den."
    held = [one for one in found.unconfirmed if one.holds(actor.user_id)]
    mine = [one for one in held if one.edited_by is not None]
    if mine:
        return (
            f"Du har själv ändrat rapporten: {edits.told(mine)}. Redaktören behöver bekräfta dina "
            "ändringar, eller så godkänner någon annan."
        )
    if held:
        return (
            f"Rapporten har ändrats utanför programmet: {edits.told(held)}. Någon annan än den som "
            "godkänner behöver bekräfta ändringen."
        )
    return ""


def _other_edits(
    found: Examination | None, names: dict[int, str], actor: Actor
) -> list[tuple[str, str]]:
    """Return who changed what that this person may confirm, beside words of a paragraph."""
    if found is None:
        return []
    waiting: dict[int | None, list[edits.Edit]] = {}
    for one in found.unconfirmed:
        by_paragraph = one.what in edits.WORDS and one.edited_by is not None
        if one.edited_by != actor.user_id and one.confirmed_by is None and not by_paragraph:
            waiting.setdefault(one.edited_by, []).append(one)
    return [
        (names.get(by, "Någon") if by else "Någon utanför programmet", edits.told(their))
        for by, their in waiting.items()
    ]


def _to_confirm(store: Store, found: Examination | None) -> set[int]:
    """Return the paragraphs whose words somebody who might approve has changed."""
    if found is None:
        return set()
    rows = store.rows("SELECT id FROM users WHERE role = 'approver'")
    approvers = {row["id"] for row in rows}
    return {
        one.paragraph_id
        for one in found.unconfirmed
        if one.paragraph_id is not None and one.what in edits.WORDS and one.edited_by in approvers
    }


def _remarks(found: Examination | None) -> list[Remark]:
    if found is None:
        return []
    verdicts = found.verdicts
    told = [
        *((one, "blocking", "") for one in verdicts.blocking),
        *((one, "open", "") for one in verdicts.open),
        *((one, "stands", override.reason) for one, override in verdicts.overridden),
    ]
    return [
        Remark(finding, f"{finding.paragraph_id}-{number}", state, reason)
        for number, (finding, state, reason) in enumerate(told, 1)
    ]


def _place(
    row: Row,
    remarks: Sequence[Remark],
    sources: Sequence[Any],
    names: dict[int, str],
    *,
    found: Examination | None,
    held: bool,
) -> Place:
    mine = [one for one in remarks if one.finding.paragraph_id == row["id"]]
    spans = [(one.finding.start, one.finding.end) for one in mine if one.state != "stands"]
    return Place(
        row=row,
        html=printed(row["text"], row["style"], spans),
        remarks=mine,
        sources=sources,
        edited_by=names.get(row["edited_by"], ""),
        confirmed_by=names.get(row["confirmed_by"], ""),
        late=found is not None and row["id"] in found.too_new,
        to_confirm=held,
    )


def _sections(row: Row, places: Sequence[Place]) -> list[dict[str, Any]]:
    """Return the sections in printed order, also the empty ones."""
    kind = "weekly" if row["kind"] == "weekly" else "extra"
    return [
        {
            "key": key,
            "heading": label("section", key),
            "optional": key in OPTIONAL,
            "places": [one for one in places if one.row["section"] == key],
            "printed": any(one.row["section"] == key and not one.row["left_out"] for one in places),
        }
        for key in ORDER[kind]  # type: ignore[index]
    ]
