"""Kända omständigheter: what is known, on whose word, in the order of how firm it is.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from incidents.report import wording
from incidents.report.compose_event import is_circumstance, received
from incidents.report.material import Circumstance, Incident, Statement
from incidents.report.pen import DraftParagraph, Pen, refs, sentence
from incidents.report.phrases import (
    clause,
    indirect,
    inverted,
    is_attributed,
    is_sentence,
    office_of,
    starts_with_verb,
)
from monitor.core.times import Precision

_SECTION = "circumstances"
#: Printed order (domain.md section 2).
_ORDER = ("contract", "procurement", "decision", "authority", "own_check", "party", "media")
#: Papers: standing facts, told under Förutsättningar in a weekly.
STANDING = frozenset({"contract", "procurement", "decision"})
_ADDED = {
    "disputed": "Uppgiften är ifrågasatt.",
    "partly": "Uppgiften är delvis bekräftad.",
}


def fact_paragraphs(
    incident: Incident,
    pen: Pen,
    *,
    section: str = _SECTION,
    bases: Iterable[str] = _ORDER,
    keep: Callable[[Circumstance], bool] | None = None,
    quotes: bool = True,
) -> list[DraftParagraph]:
    """Return the circumstances of these bases, new ones unless ``keep`` says otherwise.

    What was overtaken stands only beside what overtook it, and what a verbatim statement says
    stands only there.
    """
    wanted = keep or incident.is_new
    paragraphs: list[DraftParagraph] = []
    for basis in [one for one in _ORDER if one in set(bases)]:
        found = [one for one in incident.circumstances if one.basis == basis and wanted(one)]
        statements = _new_statements(incident) if basis == "party" else []
        spoken = {one.id for one in statements if one.verbatim and quotes}
        for statement in statements:
            if quotes or not statement.verbatim:
                paragraphs += received(statement, incident, pen, section)
        paragraphs += [
            _paragraph(one, incident, pen, section) for one in found if _is_told(one, spoken)
        ]
    return paragraphs


def _is_told(one: Circumstance, spoken: set[int]) -> bool:
    return (
        one.superseded_by is None
        and one.verification != "refuted"
        and one.statement_id not in spoken
    )


def _new_statements(incident: Incident) -> list[Statement]:
    return [
        one
        for one in incident.statements
        if one.direction != "out"
        and not one.replaced
        and is_circumstance(one, incident)
        and incident.is_new(one)
    ]


def _paragraph(one: Circumstance, incident: Incident, pen: Pen, section: str) -> DraftParagraph:
    met = pen.introduced()
    texts = [pen.shortened(pen.placed(_text(one, incident, pen), one.when), met)]
    if one.verification in _ADDED:
        texts.append(_ADDED[one.verification])
    overtaken = [old for old in incident.circumstances if old.superseded_by == one.id]
    texts += [_text(old, incident, pen) for old in overtaken]
    shown = {old.statement_id for old in overtaken}
    claims = []
    for statement in incident.statements:
        spoken_against = [claim for claim in statement.claims if one.id in claim.contradicted_by]
        if not spoken_against:
            continue
        claims += spoken_against
        if statement.id not in shown:
            words = [clause(claim.wording, pen.proper) for claim in spoken_against]
            texts.append(sentence(_holder(statement, pen), "uppger att", wording.join(words)))
    return DraftParagraph(section, " ".join(texts), refs(one, overtaken, claims))


def _holder(statement: Statement, pen: Pen) -> str:
    if statement.organisation is not None:
        return pen.body(statement.organisation)
    return "Avsändaren" if statement.speaker is None else statement.speaker.name


def _text(one: Circumstance, incident: Incident, pen: Pen) -> str:
    if is_sentence(one.wording) and is_attributed(one.wording):
        return one.wording
    writer = _WRITERS[one.basis]
    return writer(one, incident, pen)


def _contract(one: Circumstance, incident: Incident, pen: Pen) -> str:  # noqa: ARG001 - as its kin
    parties = []
    if one.organisation is not None:
        parties = [pen.own_in_full(), pen.body(one.organisation)]
    return _paper(wording.contract(parties), one, pen)


def _procurement(one: Circumstance, incident: Incident, pen: Pen) -> str:  # noqa: ARG001 - as its kin
    return _paper("upphandlingen", one, pen)


def _decision(one: Circumstance, incident: Incident, pen: Pen) -> str:  # noqa: ARG001 - as its kin
    whose = "" if one.organisation is None else f"{pen.genitive(one.organisation)} "
    number = f" ({one.reference})" if one.reference else ""
    return _paper(f"{whose}beslut{'' if whose else 'et'}{number}", one, pen)


def _paper(paper: str, one: Circumstance, pen: Pen) -> str:
    words = one.wording
    if starts_with_verb(words):
        return wording.according(paper, words[:1].lower() + words[1:])
    plain = clause(words, pen.proper)
    turned = inverted(plain)
    if turned is not None:
        return wording.according(paper, turned)
    return wording.appears(paper, plain)


def _authority(one: Circumstance, incident: Incident, pen: Pen) -> str:
    if one.organisation is None:
        return sentence("En myndighet uppger att", clause(one.wording, pen.proper))
    body = one.organisation
    forms = [wording.genitive(form) for form in (body.name.long, body.name.again)]
    office = office_of(forms, one.reference)
    who = pen.body(body) if office is None else f"{pen.genitive(body)} {office}"
    itself = one.verification == "verified" or _own_statement(one, incident)
    return wording.attributed(
        who, clause(one.wording, pen.proper), wording.Basis.AUTHORITY, own_statement=itself
    )


def _own_statement(one: Circumstance, incident: Incident) -> bool:
    return any(
        statement.id == one.statement_id
        and statement.organisation is not None
        and statement.organisation.kind == "authority"
        for statement in incident.statements
    )


def _own_check(one: Circumstance, incident: Incident, pen: Pen) -> str:  # noqa: ARG001 - as its kin
    whose = pen.material.own if one.organisation is None else one.organisation
    who = pen.genitive(whose)
    return sentence(who, "egen kontroll visar att", clause(one.wording, pen.proper))


def _party(one: Circumstance, incident: Incident, pen: Pen) -> str:
    statement = next((s for s in incident.statements if s.id == one.statement_id), None)
    if one.organisation is not None:
        who = pen.body(one.organisation)
    elif statement is not None:
        who = _holder(statement, pen)
    else:
        who = "En part"
    if starts_with_verb(one.wording):
        return sentence(who, one.wording)
    words = indirect(clause(one.wording, pen.proper))
    return wording.attributed(who, words, wording.Basis.PARTY)


def _media(one: Circumstance, incident: Incident, pen: Pen) -> str:
    article = next((a for a in incident.articles if a.id == one.article_id), None)
    if article is None:
        return sentence("Enligt medieuppgifter gäller att", clause(one.wording, pen.proper))
    who = pen.publisher(article.outlet, article.url)
    when = pen.when(article.when, Precision.PART_OF_DAY)
    says = "rapporterade" if article.outlet.spoken else "skrev"
    return sentence(who, says, when, "att", clause(one.wording, pen.proper))


_WRITERS: dict[str, Callable[[Circumstance, Incident, Pen], str]] = {
    "contract": _contract,
    "procurement": _procurement,
    "decision": _decision,
    "authority": _authority,
    "own_check": _own_check,
    "party": _party,
    "media": _media,
}
