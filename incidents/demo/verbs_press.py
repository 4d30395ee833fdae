"""What the people of the demo week do with flags and articles."""

from __future__ import annotations

from typing import Final

from incidents.demo.stage import Facts, Stage, Verb
from incidents.demo.verbs_record import proposed_for
from incidents.record import article_link, proposal
from monitor.core.actors import Actor
from monitor.core.store import Row
from monitor.review import queue
from monitor.review.verdicts import give_verdict


def _verdict(stage: Stage, actor: Actor, facts: Facts) -> None:
    article = stage.article(facts["article"])
    for flag in stage.store.rows("SELECT id FROM flags WHERE article_id = ?", [article["id"]]):
        give_verdict(stage.store, flag["id"], facts["verdict"], actor=actor)


def _attach(stage: Stage, actor: Actor, facts: Facts) -> None:
    """Judge articles as relevant and put them into an incident, in the role that is told."""
    for url in facts["articles"]:
        _verdict(stage, actor, {"article": url, "verdict": "relevant"})
        _put(stage, actor, stage.article(url)["id"], facts)


def _put(stage: Stage, actor: Actor, article_id: int, facts: Facts) -> None:
    store, incident_id = stage.store, stage.made[facts["incident"]]
    proposed = proposed_for(stage, article_id)
    if proposed is not None:
        revision = stage.revision("incidents", proposed)
        proposal.attach_elsewhere(store, actor, proposed, revision=revision, other_id=incident_id)
    link = _link(stage, incident_id, article_id)
    if link is None:
        article_link.attach(store, actor, incident_id, article_id, facts["role"])
    elif link["role"] != facts["role"]:
        article_link.change_role(store, actor, link["id"], facts["role"])


def _link(stage: Stage, incident_id: int, article_id: int) -> Row | None:
    return stage.store.row(
        "SELECT * FROM incident_articles WHERE incident_id = ? AND article_id = ?",
        [incident_id, article_id],
    )


def _clear(stage: Stage, actor: Actor, facts: Facts) -> None:  # noqa: ARG001 - every verb's form
    """Judge the rest of the queue as irrelevant: what nobody handles by name in the script."""
    for card in queue.cards(stage.store, queue.Filter(folded=False)):
        if card.row["url"] in stage.story:
            continue
        give_verdict(stage.store, card.row["id"], "irrelevant", actor=actor)
        proposed = proposed_for(stage, card.row["article_id"])
        if proposed is not None:
            revision = stage.revision("incidents", proposed)
            proposal.dismiss(stage.store, actor, proposed, revision=revision)


VERBS: Final[dict[str, Verb]] = {"verdict": _verdict, "attach": _attach, "clear": _clear}
