"""Vidtagna åtgärder, beslut och svar i tidsordning; öppna frågor.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from incidents.report import wording
from incidents.report.material import Action, Decision, Enquiry, Incident, Question
from incidents.report.pen import DraftParagraph, Pen, refs, sentence
from incidents.report.phrases import (
    clause,
    has_finite_verb,
    is_attributed,
    is_infinitive,
    is_sentence,
    is_timed,
    is_told_whole,
    may_follow_om,
    minutes_text,
    starts_with_verb,
)
from monitor.core.times import Precision

_ASKERS = {
    "media": "ett medium",
    "politician": "en politiker",
    "union": "en facklig organisation",
    "authority": "en myndighet",
    "public": "allmänheten",
}


def taken_paragraphs(
    incident: Incident, pen: Pen, section: str = "actions"
) -> list[DraftParagraph]:
    """Return the new actions taken, decisions and answers to enquiries, earliest first."""
    paragraphs: list[DraftParagraph] = []
    records: list[tuple[datetime, Action | Decision | Enquiry]] = []
    records += [
        (_at(one), one)
        for one in incident.actions
        if one.status in {"done", "ongoing"} and incident.is_new(one)
    ]
    records += [(_at(one), one) for one in incident.decisions if incident.is_new(one)]
    records += [
        (one.answered_at, one)
        for one in incident.enquiries
        if one.answered_at is not None and incident.is_new(one)
    ]
    for _, record in sorted(records, key=lambda pair: pair[0]):
        met = pen.introduced()
        text = pen.shortened(_taken(record, pen), met)
        paragraphs.append(DraftParagraph(section, text, refs(record)))
    return paragraphs


def _taken(record: Action | Decision | Enquiry, pen: Pen) -> str:
    if isinstance(record, Action):
        return action_text(record, pen)
    if isinstance(record, Decision):
        return decision_text(record, pen)
    return answered_text(record, pen)


def _at(record: Action | Decision) -> datetime:
    if isinstance(record, Action) and record.done_at is not None and record.due_at is not None:
        return record.done_at
    return record.when.at or record.fresh_at


def action_text(action: Action, pen: Pen) -> str:
    """Return what was done; second-hand it is told as the teller's."""
    words = action.wording
    if action.reported_by is not None:
        if is_attributed(words):
            return sentence(words)
        who = pen.body(action.reported_by)
        told = clause(words, pen.proper)
        itself = f"{action.reported_by.name.again} "
        if told.startswith(itself):
            told = f"de {told.removeprefix(itself)}"
        elif starts_with_verb(told):
            told = f"de {told}"
        return sentence(who, "uppger att", told)
    if starts_with_verb(words) and not words[:1].isupper():
        words = f"{pen.own} {words}"
    text = _with_time(words, action, pen)
    if action.status == "ongoing" and not is_told_whole(words):
        return sentence(text.removesuffix("."), "pågår")
    if action.status == "ongoing":
        return f"{text} Arbetet pågår."
    if action.status == "planned":
        return f"{text}{_due(action, pen)}"
    return f"{text}{_late(action, pen)}"


def _with_time(words: str, action: Action, pen: Pen) -> str:
    """Return the sentence with its time: after the verb if it is coarse, last if it is a clock.

    A clock after "bad … att svara" would be when to answer: it stands after the verb, too.
    """
    if is_timed(words) or action.status != "done" or action.due_at is not None:
        return sentence(pen.placed(words, action.when))
    when = pen.when(action.when)
    if not when:
        return sentence(words)
    opening = re.match(rf"({re.escape(pen.own)} \w+) (.+)", words)
    coarse = action.when.precision is not Precision.MINUTE
    if opening and (coarse or " att " in opening[2]):
        return sentence(opening[1], when, opening[2])
    return sentence(words.removesuffix("."), when)


def _late(action: Action, pen: Pen) -> str:
    if action.due_at is None or action.done_at is None:
        return ""
    done = pen.clock(action.done_at)
    minutes = int((action.done_at - action.due_at).total_seconds()) // 60
    if minutes > 0:
        return f" Klart {done}, {minutes_text(minutes)} efter utsatt tid."
    return f" Klart {done}, före utsatt tid."


def _due(action: Action, pen: Pen) -> str:
    return "" if action.due_at is None else f" Ska vara klart {pen.clock(action.due_at)}."


def decision_text(decision: Decision, pen: Pen) -> str:
    """Return "Regiondirektören beslutade klockan 11 att … (diarienummer RVM 2026-0313)."."""
    who, when = wording.capitalise(decision.decided_by), pen.when(decision.when)
    words = decision.wording
    number = f"(diarienummer {decision.registry_number})" if decision.registry_number else ""
    if words.lower().startswith("om "):
        return sentence(who, "beslutade", when, words.removesuffix("."), number)
    after_att = is_infinitive(words) or is_sentence(words) or has_finite_verb(words)
    if after_att or words.lower().startswith("att "):
        return sentence(who, "beslutade", when, "att", clause(words, pen.proper), number)
    if may_follow_om(words):
        return sentence(who, "beslutade", when, "om", clause(words, pen.proper), number)
    return sentence(who, "fattade", when, "beslut:", words.removesuffix("."), number)


def answered_text(enquiry: Enquiry, pen: Pen) -> str:
    """Return "RVM besvarade MV:s fråga klockan 12.50, före den begärda tiden klockan 13."."""
    assert enquiry.answered_at is not None
    answered = pen.clock(enquiry.answered_at)
    text = f"{pen.own} besvarade {_question_of(enquiry, pen)} {answered}"
    if enquiry.deadline_at is not None:
        side = "före" if enquiry.in_time else "efter"
        deadline = pen.clock(enquiry.deadline_at, beside=enquiry.answered_at)
        text = f"{text}, {side} den begärda tiden {deadline}"
    return sentence(text)


def _question_of(enquiry: Enquiry, pen: Pen) -> str:
    if enquiry.outlet is not None:
        return f"{pen.outlet_genitive(enquiry.outlet)} fråga"
    if enquiry.organisation is not None:
        return f"{pen.genitive(enquiry.organisation)} fråga"
    return f"en fråga från {_ASKERS[enquiry.asker]}"


def question_paragraphs(questions: Iterable[Question], pen: Pen) -> list[DraftParagraph]:
    """Return each open question: what, asked of whom and when, and when an answer is due."""
    return [
        DraftParagraph("questions", _question(one, pen), refs(one))
        for one in sorted(questions, key=lambda one: one.when.at or one.fresh_at)
    ]


def _question(question: Question, pen: Pen) -> str:
    words = question.wording
    if not words.endswith(("?", ".", "!")):
        words = f"{words}?"
    if question.put_to is None:
        asked = f"Frågan ställdes {pen.when(question.when)}".rstrip()
    else:
        asked = f"Ställd till {pen.body(question.put_to)} {pen.when(question.when)}".rstrip()
    if question.due_at is None:
        return sentence(wording.capitalise(words), asked)
    tense = "väntas" if question.due_at >= pen.material.compiled_at else "väntades"
    due = f"{asked}, svar {tense} {pen.clock(question.due_at)}"
    return sentence(wording.capitalise(words), due)
