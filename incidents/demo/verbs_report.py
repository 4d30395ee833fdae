"""Reports, written, approved and sent by the people of the demo week."""

from __future__ import annotations

from typing import Final

from incidents.demo.stage import Facts, Stage, Verb
from incidents.desk import links
from incidents.report import draft, paragraphs, release
from monitor.core.actors import Actor
from monitor.core.errors import NotFoundError
from monitor.core.store import Row


def _extra(stage: Stage, actor: Actor, facts: Facts) -> int:
    new = draft.NewExtra(
        incident_ids=[stage.made[facts["incident"]]],
        compiled_at=facts["compiled"],
        reason_clause=facts["reason"],
        next_update_at=facts.get("next_update"),
        corrects_id=stage.named(facts.get("corrects")),
    )
    return draft.draft_extra(stage.store, actor, new)


def _weekly(stage: Stage, actor: Actor, facts: Facts) -> int:
    return draft.draft_weekly(
        stage.store,
        actor,
        compiled_at=facts["compiled"],
        period_from=facts.get("period_from"),
        link_base=links.report_base(stage.settings.desk_url),
    )


def _edit(stage: Stage, actor: Actor, facts: Facts) -> None:
    row = _paragraph(stage, facts["report"], facts["section"], facts["starts"])
    paragraphs.edit(stage.store, actor, row["id"], revision=row["revision"], text=facts["text"])


def _leave_out(stage: Stage, actor: Actor, facts: Facts) -> None:
    for starts in facts["starts"]:
        row = _paragraph(stage, facts["report"], facts["section"], starts)
        paragraphs.leave_out(stage.store, actor, row["id"], revision=row["revision"])


def _paragraph(stage: Stage, report: str, section: str, starts: str) -> Row:
    """Return the paragraph that a person means by its section and first words."""
    for row in paragraphs.of_report(stage.store, stage.made[report]):
        if row["section"] == section and row["text"].startswith(starts):
            return row
    raise NotFoundError(kind="stycket", id=starts)


def _submit(stage: Stage, actor: Actor, facts: Facts) -> None:
    row = stage.row("reports", facts["report"])
    release.submit(stage.store, actor, row["id"], revision=row["revision"])


def _approve(stage: Stage, actor: Actor, facts: Facts) -> None:
    row = stage.row("reports", facts["report"])
    release.approve(
        stage.store,
        actor,
        row["id"],
        revision=row["revision"],
        settings=stage.settings,
        signature=release.Signature(override_reason=facts.get("duty_reason", "")),
    )


def _send(stage: Stage, actor: Actor, facts: Facts) -> None:
    row = stage.row("reports", facts["report"])
    release.send(
        stage.store,
        actor,
        row["id"],
        revision=row["revision"],
        settings=stage.settings,
        list_ids=[stage.list(name) for name in facts["lists"]],
    )


def _countersign(stage: Stage, actor: Actor, facts: Facts) -> None:
    row = stage.row("reports", facts["report"])
    release.countersign(stage.store, actor, row["id"], revision=row["revision"])


VERBS: Final[dict[str, Verb]] = {
    "extra": _extra,
    "weekly": _weekly,
    "edit": _edit,
    "leave_out": _leave_out,
    "submit": _submit,
    "approve": _approve,
    "send": _send,
    "countersign": _countersign,
}
