"""The extra report: what is new of one incident since it was last reported.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from datetime import datetime

from incidents.report import wording
from incidents.report.compose_actions import question_paragraphs, taken_paragraphs
from incidents.report.compose_event import article_paragraphs, reply_paragraphs
from incidents.report.compose_facts import fact_paragraphs
from incidents.report.compose_standing import (
    about_paragraphs,
    comment_paragraphs,
    spokesperson_paragraphs,
)
from incidents.report.inline import parse_inline
from incidents.report.material import Article, Circumstance, Claim, Incident, Material, Statement
from incidents.report.pen import DraftParagraph, Pen, refs, sentence
from incidents.report.phrases import clause
from incidents.report.tree import plain
from monitor.core.times import dated_text

#: What an authority does, between its name and what it does it to: "inleder tillsyn av …".
_OPENING = re.compile(
    r"^(?:har\s+)?(?:inleder|inlett|inledde|öppnar|öppnat|startar|startat|beslutar om|beslutat om|"
    r"begär|begärt)\s+(.+)$"
)


def write_extra(
    material: Material, pen: Pen, next_update_at: datetime | None, correction: str | None
) -> list[DraftParagraph]:
    """Return the paragraphs of all sections, in printed order."""
    incident = material.incidents[0]
    return [
        *_correction(material, incident, pen, correction),
        *article_paragraphs(incident, pen),
        *reply_paragraphs(incident, pen),
        *fact_paragraphs(incident, pen),
        *taken_paragraphs(incident, pen),
        *question_paragraphs(incident.questions, pen),
        *_next_update(next_update_at, pen),
        *comment_paragraphs(material, pen),
        *spokesperson_paragraphs(material),
        *about_paragraphs(material),
    ]


def propose_reason(material: Material) -> str:
    """Return the reason clause after "med anledning av", for a person to accept or change.

    Plain words, not notation. Press claims are "uppgifter i"; a claim about an authority's own
    step is "besked från" it; without an article it is the decision or the incident itself.
    """
    return plain(parse_inline(_reason(material)))


def _reason(material: Material) -> str:
    incident = material.incidents[0]
    topic = incident.topic or incident.title
    articles = sorted(
        (
            one
            for one in incident.articles
            if incident.is_new(one) and one.role in {"trigger", "follow_up"}
        ),
        key=lambda one: one.role != "trigger",
    )
    for article in articles:
        step = _authority_step(material, article)
        if step is not None:
            return step
    if articles:
        lead = articles[0]
        topics = [topic] if incident.since is None else _topics(material, lead, topic)
        return wording.reason(topics, [lead.outlet.name.again])
    put_right = [
        one for one in incident.articles if one.role == "correction" and incident.is_new(one)
    ]
    if put_right:
        return f"rättelse i {put_right[0].outlet.name.again} om {topic}"
    if any(incident.is_new(one) for one in incident.decisions):
        return f"beslut om {topic}"
    return f"händelse som gäller {topic}"


def _authority_step(material: Material, article: Article) -> str | None:
    for claim in article.claims:
        for body in material.bodies:
            if body.kind != "authority" or not claim.wording.startswith(body.name.long):
                continue
            found = _OPENING.match(claim.wording[len(body.name.long) :].strip().removesuffix("."))
            if found:
                return wording.message_from(body.name.long, found[1])
    return None


def _topics(material: Material, article: Article, topic: str) -> list[str]:
    """Return the programme and the others that the article's claims name, else the topic."""
    words = " ".join(claim.wording for claim in article.claims)
    names = [body.name.long for body in material.bodies if body.kind in {"authority", "supplier"}]
    named = [name for name in [material.series.programme, *names] if name in words]
    return named or [topic]


def _correction(
    material: Material, incident: Incident, pen: Pen, given: str | None
) -> list[DraftParagraph]:
    issue = material.corrects
    if issue is None:
        return []
    told = [
        (statement, claim, circumstance)
        for statement in incident.statements
        if ("statements", statement.id) in issue.printed
        for claim in statement.claims
        for circumstance in incident.circumstances
        if circumstance.id in claim.contradicted_by
    ]
    sources = refs(issue, [[claim, circumstance] for _, claim, circumstance in told])
    texts = [given] if given else [_corrected(one, pen) for one in told]
    if not texts:
        texts = [f"Uppgifter i rapport {issue.number} har ändrats"]
    return [
        DraftParagraph("correction", f"**Rättelse:** {sentence(one)}", sources) for one in texts
    ]


def _corrected(told: tuple[Statement, Claim, Circumstance], pen: Pen) -> str:
    statement, claim, circumstance = told
    issue = pen.material.corrects
    assert issue is not None
    at = dated_text(issue.compiled_at, pen.calendar, short=False)
    body = statement.organisation
    whose = "en" if body is None else pen.genitive(body)
    words = clause(claim.wording, pen.proper)
    first = sentence(f"I rapporten som sammanställdes {at} återgavs {whose} uppgift att {words}")
    who = (
        "En annan källa"
        if circumstance.organisation is None
        else circumstance.organisation.name.long
    )
    known = circumstance.ref.known_at
    when = "" if known is None else dated_text(known, pen.calendar)
    second = sentence(who, "uppgav", when, "att", clause(circumstance.wording, pen.proper))
    return f"{first} {second}"


def _next_update(at: datetime | None, pen: Pen) -> list[DraftParagraph]:
    if at is None:
        return []
    return [DraftParagraph("next_update", f"Senast {dated_text(at, pen.calendar)}.", ())]
