"""The forms of an incident's record, filled in by the people of the demo week."""

from __future__ import annotations

from typing import Final

from incidents.demo.stage import Facts, Stage, Verb, moment
from incidents.record import (
    action,
    circumstance,
    claim,
    decision,
    enquiry,
    incident,
    people,
    proposal,
    question,
    statement,
)
from monitor.core.actors import Actor
from monitor.core.errors import NotFoundError


def _open(stage: Stage, actor: Actor, facts: Facts) -> int:
    new = incident.NewIncident(
        title=facts["title"],
        topic=facts.get("topic", ""),
        severity=facts["severity"],
        moment=moment(facts["happened"]),
    )
    made = incident.open_from_nothing(stage.store, actor, new)
    if "follows" in facts:
        incident.relate(stage.store, actor, made, "follows", stage.made[facts["follows"]])
    return made


def _confirm(stage: Stage, actor: Actor, facts: Facts) -> int:
    found = proposed_for(stage, stage.article(facts["article"])["id"])
    if found is None:
        raise NotFoundError(kind="förslaget till händelse för", id=facts["article"])
    changes = {name: facts[name] for name in ("title", "topic", "severity")}
    revision = stage.revision("incidents", found)
    proposal.confirm(stage.store, actor, found, revision=revision, changes=changes)
    return found


def proposed_for(stage: Stage, article_id: int) -> int | None:
    """Return the proposed incident that holds an article, or None."""
    found = stage.store.value(
        "SELECT i.id FROM incidents i JOIN incident_articles l ON l.incident_id = i.id"
        " WHERE l.article_id = ? AND i.status = 'proposed'",
        [article_id],
    )
    return None if found is None else int(found)


def _status(stage: Stage, actor: Actor, facts: Facts) -> None:
    row = stage.row("incidents", facts["incident"])
    changes = {name: facts[name] for name in ("status", "severity") if name in facts}
    incident.change(stage.store, actor, row["id"], revision=row["revision"], changes=changes)


def _close(stage: Stage, actor: Actor, facts: Facts) -> None:
    row = stage.row("incidents", facts["incident"])
    incident.close(stage.store, actor, row["id"], revision=row["revision"], note=facts["note"])


def _enquiry(stage: Stage, actor: Actor, facts: Facts) -> int:
    new = enquiry.NewEnquiry(
        asker="media",
        outlet_id=stage.outlet(facts["outlet"]),
        question=facts["question"],
        deadline_at=facts["deadline"],
        moment=moment(facts["happened"]),
    )
    return enquiry.add(stage.store, actor, stage.named(facts.get("incident")), new)


def _attach_enquiry(stage: Stage, actor: Actor, facts: Facts) -> None:
    row = stage.row("enquiries", facts["enquiry"])
    enquiry.attach(
        stage.store,
        actor,
        row["id"],
        revision=row["revision"],
        incident_id=stage.made[facts["incident"]],
    )


def _answer(stage: Stage, actor: Actor, facts: Facts) -> None:
    row = stage.row("enquiries", facts["enquiry"])
    enquiry.answer(
        stage.store,
        actor,
        row["id"],
        revision=row["revision"],
        statement_id=stage.made[facts["statement"]],
    )


def _statement(stage: Stage, actor: Actor, facts: Facts) -> int:
    new = statement.NewStatement(
        direction=facts["direction"],
        wording=facts["wording"],
        channel=facts["channel"],
        speaker_id=stage.person(facts.get("speaker")),
        organisation_id=stage.organisation(facts.get("organisation")),
        addressee_outlet_id=stage.outlet(facts.get("addressee_outlet")),
        addressee_person_id=stage.person(facts.get("addressee_person")),
        refers_to_id=stage.organisation(facts.get("refers_to")),
        verbatim=facts.get("verbatim", False),
        organisation_comment=facts.get("comment", False),
        approval="requested" if facts["direction"] == "out" else None,
        registry_number=facts.get("registry_number"),
        moment=moment(facts.get("happened"), facts.get("precision", "minute")),
        known_at=facts.get("known"),
    )
    incident_id = stage.named(facts.get("incident"))
    made = statement.add(stage.store, actor, incident_id, new)
    for number, wording in enumerate(facts.get("claims", ()), start=1):
        assert incident_id is not None
        told = claim.NewClaim(wording=wording, statement_id=made)
        stage.made[f"{facts['id']}:{number}"] = claim.add(stage.store, actor, incident_id, told)
    return made


def _approve_statement(stage: Stage, actor: Actor, facts: Facts) -> None:
    row = stage.row("statements", facts["statement"])
    statement.approve(stage.store, actor, row["id"], revision=row["revision"])


def _give(stage: Stage, actor: Actor, facts: Facts) -> None:
    row = stage.row("statements", facts["statement"])
    statement.give(stage.store, actor, row["id"], revision=row["revision"])


def _claim(stage: Stage, actor: Actor, facts: Facts) -> int:
    article_id = stage.article(facts["article"])["id"]
    new = claim.NewClaim(wording=facts["wording"], article_id=article_id)
    return claim.add(stage.store, actor, stage.made[facts["incident"]], new)


def _circumstance(stage: Stage, actor: Actor, facts: Facts) -> int:
    new = circumstance.NewCircumstance(
        basis=facts["basis"],
        wording=facts["wording"],
        organisation_id=stage.organisation(facts.get("organisation")),
        statement_id=stage.named(facts.get("statement")),
        verification=facts.get("verification", "unverified"),
        reference=facts.get("reference", ""),
        moment=moment(facts.get("happened")),
        known_at=facts.get("known"),
    )
    made = circumstance.add(stage.store, actor, stage.made[facts["incident"]], new)
    if "contradicts" in facts:
        _contradict(stage, actor, facts["contradicts"], made)
    if "superseded_by" in facts:
        newer = stage.made[facts["superseded_by"]]
        revision = stage.revision("circumstances", made)
        circumstance.supersede(stage.store, actor, made, revision=revision, by_id=newer)
    return made


def _contradict(stage: Stage, actor: Actor, name: str, circumstance_id: int) -> None:
    """Speak against a claim (``statement:number``) or a whole statement."""
    target = stage.made[name]
    against = claim.NewContradiction(
        claim_id=target if ":" in name else None,
        statement_id=None if ":" in name else target,
        circumstance_id=circumstance_id,
    )
    claim.contradict(stage.store, actor, against)


def _action(stage: Stage, actor: Actor, facts: Facts) -> int:
    owner = facts.get("owner")
    new = action.NewAction(
        wording=facts["wording"],
        status=facts.get("status", "done"),
        owner_id=stage.actor(owner).user_id if owner else None,
        reported_by_id=stage.organisation(facts.get("reported_by")),
        due_at=facts.get("due"),
        moment=moment(facts.get("happened"), facts.get("precision", "minute")),
        known_at=facts.get("known"),
    )
    return action.add(stage.store, actor, stage.made[facts["incident"]], new)


def _finish_action(stage: Stage, actor: Actor, facts: Facts) -> None:
    row = stage.row("actions", facts["action"])
    action.finish(stage.store, actor, row["id"], revision=row["revision"])


def _decision(stage: Stage, actor: Actor, facts: Facts) -> int:
    new = decision.NewDecision(
        decided_by=facts["decided_by"],
        wording=facts["wording"],
        registry_number=facts["registry_number"],
        moment=moment(facts["happened"]),
        known_at=facts.get("known"),
    )
    return decision.add(stage.store, actor, stage.made[facts["incident"]], new)


def _question(stage: Stage, actor: Actor, facts: Facts) -> int:
    new = question.NewQuestion(
        wording=facts["wording"],
        put_to_id=stage.organisation(facts["put_to"]),
        answer_due_at=facts["due"],
        moment=moment(facts.get("happened", stage.clock.now())),
    )
    return question.add(stage.store, actor, stage.made[facts["incident"]], new)


def _spokesperson(stage: Stage, actor: Actor, facts: Facts) -> int:
    person_id = stage.person(facts["person"])
    assert person_id is not None
    position = people.position_at(stage.store, person_id, stage.store.now())
    assert position is not None
    return people.assign_spokesperson(
        stage.store, actor, stage.made[facts["incident"]], position["id"]
    )


VERBS: Final[dict[str, Verb]] = {
    "open": _open,
    "confirm": _confirm,
    "status": _status,
    "close": _close,
    "enquiry": _enquiry,
    "attach_enquiry": _attach_enquiry,
    "answer": _answer,
    "statement": _statement,
    "approve_statement": _approve_statement,
    "give": _give,
    "claim": _claim,
    "circumstance": _circumstance,
    "action": _action,
    "finish_action": _finish_action,
    "decision": _decision,
    "question": _question,
    "spokesperson": _spokesperson,
}
