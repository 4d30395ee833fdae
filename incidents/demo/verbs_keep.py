"""The archivist of the demo week: decisions on disposal, and records handed out on request."""

from __future__ import annotations

from typing import Final

from incidents.demo.stage import Facts, Stage, Verb
from incidents.keep import disclose, purge_decisions
from incidents.keep.disclose_grounds import chosen
from incidents.keep.disclose_masks import fingerprint
from incidents.record import claim
from monitor.core.actors import Actor
from monitor.core.errors import NotFoundError


def _contradict(stage: Stage, actor: Actor, facts: Facts) -> None:
    against = claim.NewContradiction(
        claim_id=stage.made[facts["claim"]],
        article_id=stage.article(facts["article"])["id"],
    )
    claim.contradict(stage.store, actor, against)


def _purge_decision(stage: Stage, actor: Actor, facts: Facts) -> int:
    new = purge_decisions.NewDecision(
        rule=facts["rule"],
        reference=facts["reference"],
        decided_by=facts["decided_by"],
        decided_at=facts["decided"],
        keep_days=facts["keep_days"],
    )
    return purge_decisions.add(stage.store, actor, new)


def _request(stage: Stage, actor: Actor, facts: Facts) -> int:
    new = disclose.NewRequest(
        kinds=facts["kinds"],
        period_from=facts["start"],
        period_to=facts["end"],
        asked_at=facts["asked"],
    )
    return disclose.request(stage.store, actor, new)


def _mask(stage: Stage, actor: Actor, facts: Facts) -> None:
    """Cover the words that a person points out."""
    row = stage.row("disclosures", facts["request"])
    words = facts["words"]
    for record in disclose.records(stage.store, row):
        for name, text in record.fields.items():
            if words in text:
                start = text.index(words)
                new = disclose.NewMask(
                    kind=record.kind,
                    row_id=record.row_id,
                    field=name,
                    ground=chosen(facts["ground"]),
                    start=start,
                    end=start + len(words),
                )
                disclose.mask(stage.store, actor, row["id"], new)
                return
    raise NotFoundError(kind="orden", id=words)


def _release(stage: Stage, actor: Actor, facts: Facts) -> None:
    row = stage.row("disclosures", facts["request"])
    seen = fingerprint(disclose.records(stage.store, row))
    disclose.release(stage.store, actor, row["id"], seen=seen)


VERBS: Final[dict[str, Verb]] = {
    "contradict": _contradict,
    "purge_decision": _purge_decision,
    "request": _request,
    "mask": _mask,
    "release": _release,
}
