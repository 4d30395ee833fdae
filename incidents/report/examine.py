"""What stands between a draft and its approval: remarks, changed sources, late or unseen words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from incidents.report.check import Finding, Override, Verdicts, check, settle
from incidents.report.digests import reworded_after, source_digest
from incidents.report.draft import material_of
from incidents.report.edits import Edit, unconfirmed
from incidents.report.finding import Paragraph, Section, Source
from incidents.report.freeze import document_of
from incidents.report.lint_material import linter_context, linter_sources
from incidents.report.paragraphs import of_report
from incidents.report.render.pdf import undrawable
from incidents.report.sections import is_table
from incidents.report.tree import Document
from incidents.report.wording import number
from monitor.core.store import Row, Store


@dataclass(frozen=True, kw_only=True)
class ChangedSource:
    """A row that reads otherwise than when the paragraph was written.

    Attributes:
        gone: it was removed.
        late: its words, or since when we knew them, were changed after compiled_at.
    """

    paragraph_id: int
    table: str
    row_id: int
    gone: bool
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class WaitingStatement:
    """Our own words on an incident of the report, left out because nobody has approved them."""

    row_id: int
    ref: str
    wording: str


@dataclass(frozen=True, kw_only=True)
class Examination:
    """A report held against its rules.

    Attributes:
        verdicts: the linter's findings: blocking, open and let stand.
        changed: sources that changed since the paragraph was written: a warning.
        too_new: paragraphs that rest on what was learnt after compiled_at (D8): it blocks.
        unconfirmed: changes that nobody has confirmed, each holding back who made it (D5).
        empty: sections that must be there and have nothing to say: a warning.
        undrawable: characters that the PDF cannot show: a warning.
        waiting: our own statements that are left out until somebody approves them: a warning.
    """

    verdicts: Verdicts
    changed: tuple[ChangedSource, ...]
    too_new: tuple[int, ...]
    unconfirmed: tuple[Edit, ...]
    empty: tuple[str, ...] = ()
    undrawable: tuple[str, ...] = ()
    waiting: tuple[WaitingStatement, ...] = ()

    @property
    def ready(self) -> bool:
        """Return whether the report may be approved by somebody who edited none of it."""
        return not self.verdicts.blocking and not self.too_new


def examine(store: Store, report_id: int) -> Examination:
    """Hold a report against the linter, D5, D8 and its sources as they are now.

    What waits for somebody is told of a report that can still be changed, and of no other.

    Raises:
        NotFoundError: no such report.
    """
    row = store.get("reports", report_id, kind="rapporten")
    printed = [one for one in of_report(store, report_id) if not one["left_out"]]
    writable = row["status"] in ("draft", "in_review")
    return Examination(
        verdicts=settle(_findings(store, row, printed), _overrides(store, report_id)),
        changed=tuple(_changed(store, row, printed)),
        too_new=_too_new(store, row, printed),
        unconfirmed=unconfirmed(store, report_id) if writable else (),
        empty=_empty_sections(row, printed) if writable else (),
        undrawable=undrawable(document_of(store, report_id)),
        waiting=waiting_statements(store, row) if writable else (),
    )


def waiting_statements(store: Store, row: Row) -> tuple[WaitingStatement, ...]:
    """Return our own statements of a report's incidents that were known and are not approved.

    What has been replaced waits for nothing: its replacement does.
    """
    found = store.rows(
        """SELECT s.id AS row_id, i.ref, s.wording FROM report_incidents r
        JOIN incidents i ON i.id = r.incident_id JOIN statements s ON s.incident_id = i.id
        WHERE r.report_id = ? AND s.direction = 'out' AND s.approval IN ('draft', 'requested')
            AND s.known_at <= ? AND NOT EXISTS (SELECT 1 FROM statement_relations n
                WHERE n.kind = 'replaces' AND n.other_statement_id = s.id)
        ORDER BY r.id, s.known_at, s.id""",
        [row["id"], row["compiled_at"]],
    )
    return tuple(WaitingStatement(**one) for one in found)


def told_waiting(waiting: Sequence[WaitingStatement]) -> str:
    """Return in Swedish that own statements are left out, up to where they are named."""
    many = len(waiting) > 1
    how_many = number(len(waiting), neuter=True).capitalize()
    whose = "egna uttalanden" if many else "eget uttalande"
    return f"{how_many} {whose} väntar på godkännande och är inte med"


def findings(store: Store, report_id: int) -> list[Finding]:
    """Return the linter's remarks in reading order; the lines above have ids such as "reason".

    Raises:
        NotFoundError: no such report.
    """
    row = store.get("reports", report_id, kind="rapporten")
    return _findings(store, row, [p for p in of_report(store, report_id) if not p["left_out"]])


#: The id of a paragraph that is being written, in :func:`trial`.
UNWRITTEN = 0


def trial(
    store: Store, report_id: int, text: str, *, section: str = "", paragraph_id: int = UNWRITTEN
) -> list[Finding]:
    """Return the linter's remarks on words that are not saved yet.

    Args:
        section: where a new paragraph would stand, last.
        paragraph_id: the paragraph whose text they would replace.

    Raises:
        NotFoundError: no such report.
    """
    row = store.get("reports", report_id, kind="rapporten")
    rows = [one for one in of_report(store, report_id) if not one["left_out"]]
    printed = [{**one, "text": text} if one["id"] == paragraph_id else one for one in rows]
    if paragraph_id == UNWRITTEN:
        at = max((n for n, one in enumerate(rows, 1) if one["section"] == section), default=0)
        new = {"id": UNWRITTEN, "section": section, "text": text, "style": "text", "sources": []}
        printed.insert(at, new)
    return [one for one in _findings(store, row, printed) if one.paragraph_id == paragraph_id]


def _findings(store: Store, row: Row, printed: Sequence[Row]) -> list[Finding]:
    material = material_of(store, row)
    kind: Literal["extra", "weekly"] = "weekly" if row["kind"] == "weekly" else "extra"
    known = linter_sources(material)
    paragraphs = _head(document_of(store, row["id"]))
    for one in printed:
        if is_table(one["text"]):
            continue
        keys = [(source["table_name"], source["row_id"]) for source in one["sources"]]
        paragraphs.append(
            Paragraph(
                one["id"],
                Section(one["section"]),
                one["text"],
                "quote" if one["style"] == "quote" else "text",
                tuple(known.get(key, Source()) for key in keys),
            )
        )
    return check(paragraphs, linter_context(material, kind, earlier=_earlier(store, row)))


def _head(document: Document) -> list[Paragraph]:
    lines = {
        Section.REASON: document.reason,
        Section.TITLE: document.series,
        Section.COMPILED: document.compiled,
        Section.PERIOD: document.period,
    }
    return [Paragraph(str(part), part, text) for part, text in lines.items() if text]


def _earlier(store: Store, row: Row) -> str:
    """Return the words of the report that is corrected: its names count as mentioned."""
    if row["corrects_id"] is None:
        return ""
    return " ".join(one["text"] for one in of_report(store, row["corrects_id"])).lower()


def _overrides(store: Store, report_id: int) -> list[Override]:
    rows = store.rows("SELECT * FROM report_overrides WHERE report_id = ?", [report_id])
    head = [str(part) for part in (Section.REASON, Section.TITLE, Section.COMPILED, Section.PERIOD)]
    return [
        Override(row["rule"], place, row["found"], row["reason"])
        for row in rows
        for place in ([row["paragraph_id"]] if row["paragraph_id"] is not None else head)
    ]


def _changed(store: Store, row: Row, printed: Sequence[Row]) -> list[ChangedSource]:
    found = []
    late = reworded_after(store, row["id"], row["compiled_at"])
    for one in printed:
        for source in one["sources"]:
            now = source_digest(store, source["table_name"], source["row_id"])
            key = (source["table_name"], source["row_id"])
            if now != source["digest"] or key in late:
                found.append(
                    ChangedSource(
                        paragraph_id=one["id"],
                        table=source["table_name"],
                        row_id=source["row_id"],
                        gone=now is None,
                        late=key in late,
                    )
                )
    return found


#: What an extra report is there to tell.
_TOLD = ("incident", "circumstances", "actions")


def _empty_sections(row: Row, printed: Sequence[Row]) -> tuple[str, ...]:
    """Return what an extra report leaves untold; a correction may hold just what is put right."""
    if row["kind"] != "extra":
        return ()
    there = {one["section"] for one in printed if one["text"].strip()}
    if row["corrects_id"] is not None and there & {*_TOLD, "correction"}:
        return ()
    return tuple(section for section in _TOLD if section not in there)


_LEARNT = {"articles": "first_seen_at", "positions": None, "series": None, "reports": None}


def _too_new(store: Store, row: Row, printed: Sequence[Row]) -> tuple[int, ...]:
    """Return the paragraphs that rest on what was learnt later, by the sources' own rows."""
    late = []
    for one in printed:
        for source in one["sources"]:
            column = _LEARNT.get(source["table_name"], "known_at")
            learnt = source["known_at"] or ""
            if column is not None:
                now = store.value(
                    f"SELECT [{column}] FROM [{source['table_name']}] WHERE id = ?",
                    [source["row_id"]],
                )
                learnt = max(learnt, now or "")
            if learnt > row["compiled_at"]:
                late.append(one["id"])
                break
    return tuple(late)
