"""The weekly report: every incident touched in the period, worst first.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from statistics import median

from incidents.report import wording
from incidents.report.compose_actions import action_text, decision_text
from incidents.report.compose_event import article_paragraphs
from incidents.report.compose_facts import STANDING, fact_paragraphs
from incidents.report.compose_standing import (
    about_paragraphs,
    comment_paragraphs,
    spokesperson_paragraphs,
)
from incidents.report.material import (
    Action,
    Article,
    Enquiry,
    Incident,
    Issue,
    Material,
    Statement,
)
from incidents.report.pen import DraftParagraph, Pen, refs, sentence
from incidents.report.sections import table_source
from monitor.core.messages import label
from monitor.core.times import duration_text

_OTHERS = ("authority", "own_check", "party", "media")


def write_weekly(material: Material, pen: Pen) -> list[DraftParagraph]:
    """Return the paragraphs of all sections, in printed order."""
    paragraphs = _summary(material)
    for incident in material.incidents:
        paragraphs += _standing(incident, pen)
    for incident in material.incidents:
        paragraphs += _incident(incident, pen)
    paragraphs += _decisions(material, pen)
    paragraphs += _actions(material, pen)
    paragraphs += _media(material)
    return [
        *paragraphs,
        *comment_paragraphs(material, pen),
        *spokesperson_paragraphs(material),
        *about_paragraphs(material),
    ]


def _summary(material: Material) -> list[DraftParagraph]:
    incidents = material.incidents
    if not incidents:
        text = "Inga händelser har följts under perioden."
        return [DraftParagraph("summary", text, refs(material.series))]
    many = wording.counted(len(incidents), "händelse", "händelser")
    texts = [sentence(many, "har följts under perioden")]
    worst = incidents[0]
    texts.append(
        f"{'Den' if len(incidents) == 1 else 'Den allvarligaste'} är {worst.code}: "
        + sentence(worst.title)
    )
    decided = sum(len(_new(one, one.decisions)) for one in incidents)
    if decided:
        texts.append(
            sentence(wording.counted(decided, "beslut", "beslut", neuter=True), "har fattats")
        )
    return [DraftParagraph("summary", " ".join(texts), refs(incidents))]


def _new(incident: Incident, records: Iterable[object]) -> list[object]:
    return [one for one in records if incident.is_new(one)]  # type: ignore[arg-type]


def _standing(incident: Incident, pen: Pen) -> list[DraftParagraph]:
    """Return the papers that still hold; what became known in the period is marked."""
    paragraphs = []
    for circumstance in incident.circumstances:
        if circumstance.basis not in STANDING:
            continue
        chosen = circumstance
        for one in fact_paragraphs(
            incident,
            pen,
            section="standing",
            bases=STANDING,
            keep=lambda row, c=chosen: row is c,  # type: ignore[misc]
        ):
            mark = "**Nytt:** " if incident.is_new(circumstance) else ""
            paragraphs.append(DraftParagraph("standing", f"{mark}{one.text}", one.sources))
    return paragraphs


def _incident(incident: Incident, pen: Pen) -> list[DraftParagraph]:
    severity, status = label("severity", incident.severity), label("status", incident.status)
    head = f"**{incident.title}** ({incident.code}). Allvar: {severity}. Läge: {status}."
    if incident.follows:
        head += f" Händelsen följer av {wording.join(list(incident.follows))}."
    if incident.closing_note:
        head += f" {sentence(incident.closing_note)}"
    head += _issues(incident, pen)
    return [
        DraftParagraph("incidents", head, refs(incident, _told_issues(incident, pen))),
        *article_paragraphs(incident, pen, "incidents"),
        *fact_paragraphs(incident, pen, section="incidents", bases=_OTHERS, quotes=False),
        *_overtaken(incident, pen),
    ]


def _told_issues(incident: Incident, pen: Pen) -> list[Issue]:
    period = pen.material.period
    return [
        one
        for one in incident.issues
        if one.kind == "extra" and (period is None or one.compiled_at > period[0])
    ]


def _issues(incident: Incident, pen: Pen) -> str:
    told = [_issue(one, pen) for one in _told_issues(incident, pen)]
    if not told:
        return ""
    what = "Extrainsatt rapport" if len(told) == 1 else "Extrainsatta rapporter"
    return f" {what}: {wording.join(told)}."


def _issue(issue: Issue, pen: Pen) -> str:
    base = pen.material.link_base
    text = wording.linked(issue.number, f"{base}{issue.number}" if base else None)
    return f"{text} (rättad av {issue.corrected_by})" if issue.corrected_by else text


def _overtaken(incident: Incident, pen: Pen) -> list[DraftParagraph]:
    """Return statements of the period that later facts speak against: kept, and said so."""
    return [
        DraftParagraph("incidents", _overtaken_text(one, pen), refs(one, one.overtaken))
        for one in incident.statements
        if one.overtaken and incident.is_new(one)
    ]


def _overtaken_text(statement: Statement, pen: Pen) -> str:
    by = pen.clock(statement.overtaken[0].known_at, beside=statement.when.at)
    if statement.speaker is not None:
        who = pen.person(statement.speaker)
    elif statement.organisation is not None:
        who = pen.body(statement.organisation)
    else:
        who = "En företrädare"
    when = pen.when(statement.when)
    words = f"Det uttalandet är överspelat av uppgifter {by}."
    return f"{sentence(who, 'gjorde ett uttalande', when)} {words}"


def _decisions(material: Material, pen: Pen) -> list[DraftParagraph]:
    found = [
        one for incident in material.incidents for one in incident.decisions if incident.is_new(one)
    ]
    found.sort(key=lambda one: one.when.at or one.fresh_at)
    return [DraftParagraph("decisions", decision_text(one, pen), refs(one)) for one in found]


def _actions(material: Material, pen: Pen) -> list[DraftParagraph]:
    """Return actions taken in the period, then those still planned."""
    found = [
        (incident, one)
        for incident in material.incidents
        for one in incident.actions
        if one.status != "cancelled" and (incident.is_new(one) or one.status == "planned")
    ]
    found.sort(key=lambda pair: (pair[1].status == "planned", _order(pair[1])))
    return [DraftParagraph("planned", _action(one, pen), refs(one)) for _, one in found]


def _order(action: Action) -> object:
    return action.done_at or action.when.at or action.due_at or action.fresh_at


def _action(action: Action, pen: Pen) -> str:
    text = action_text(action, pen)
    return f"Planerat: {text}" if action.status == "planned" else text


def _media(material: Material) -> list[DraftParagraph]:
    articles = _articles(material)
    news = [one for one in articles if one.role != "opinion"]
    opinions = [one for one in articles if one.role == "opinion"]
    paragraphs = []
    if articles:
        stories = wording.counted(len({one.story for one in news}), "nyhet", "nyheter")
        published = wording.counted(len(news), "publicering", "publiceringar")
        texts = [f"Medierna hade {stories} i {published}."]
        if opinions:
            pieces = wording.counted(len(opinions), "debattartikel", "debattartiklar")
            texts.append(f"{wording.capitalise(pieces)} räknas för sig.")
        texts.append("En nyhet som flera medier hade räknas en gång i summan.")
        paragraphs.append(DraftParagraph("media", " ".join(texts), refs(articles)))
        paragraphs.append(DraftParagraph("media", _outlet_table(articles), refs(articles)))
    asked = [one for one in material.enquiries if one.asker == "media"]
    if asked:
        paragraphs.append(DraftParagraph("media", _enquiries(asked), refs(asked)))
    return paragraphs


def _articles(material: Material) -> list[Article]:
    """Return the period's articles of all incidents, each once, earliest first."""
    found = {
        one.id: one
        for incident in material.incidents
        for one in incident.articles
        if incident.is_new(one)
    }
    return sorted(found.values(), key=lambda one: (one.ref.known_at or one.fresh_at, one.id))


def _outlet_table(articles: list[Article]) -> str:
    """Return news, publications and opinion pieces per medium, most publications first."""
    news: dict[str, set[int]] = {}
    published: Counter[str] = Counter()
    opinions: Counter[str] = Counter()
    for one in articles:
        name = one.outlet.name.long
        news.setdefault(name, set())
        if one.role == "opinion":
            opinions[name] += 1
        else:
            news[name].add(one.story)
            published[name] += 1
    rows = [
        (name, str(len(stories)), str(published[name]), str(opinions[name]))
        for name, stories in sorted(news.items(), key=lambda item: (-published[item[0]], item[0]))
    ]
    header = ("Medium", "Nyheter", "Publiceringar", "Debattartiklar")
    return table_source("Publiceringar per medium", [header, *rows])


def _enquiries(enquiries: list[Enquiry]) -> str:
    asked = wording.counted(len(enquiries), "mediefråga", "mediefrågor")
    kept = sum(one.in_time for one in enquiries)
    texts = [sentence(asked, "kom in,", wording.number(kept), "besvarades i tid")]
    spans = [
        one.answered_at - (one.when.at or one.known_at)
        for one in enquiries
        if one.answered_at is not None
    ]
    if spans:
        middle = timedelta(seconds=median(span.total_seconds() for span in spans))
        texts.append(f"Mediantiden till svar var {duration_text(middle)}.")
    return " ".join(texts)
