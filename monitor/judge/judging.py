"""One article judged for one watch: score, band and reasons.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from monitor.judge.features import document
from monitor.judge.mentions import Mention, scan
from monitor.judge.reasons import reasons
from monitor.judge.rules import Band, Rule, Sight
from monitor.judge.scoring import Model
from monitor.judge.watches import Watch

#: Lowest score at which an article is worth a look; found on the seed labels, where it lets one
#: relevant text in fifty through.
LOOK_AT = 0.15

#: Scores that stand in for a model's when there is none, so that the queue has an order.
WITHOUT_MODEL: dict[Band, float] = {"flag": 0.75, "look": 0.35, "drop": 0.05}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was decided about an article, and why.

    Attributes:
        score: between 0 and 1; a probability only when ``calibrated``.
        reasons: see :func:`monitor.judge.reasons.reasons`.
        mentions: every mention, by field and place.
        calibrated: enough verdicts stand behind the score to show it as a percentage.
    """

    band: Band
    score: float
    rule: str
    reasons: dict[str, Any]
    mentions: list[Mention]
    calibrated: bool


def judge_article(
    watch: Watch,
    model: Model | None,
    title: str,
    lede: str,
    text: str,
    *,
    day: date | None = None,
) -> Judgement:
    """Judge one article; without a model the rule alone decides.

    Args:
        day: publication day; names whose valid dates exclude it do not count.
    """
    fields = scan(watch, title, lede, text, day=day)
    rule = Sight.of(fields).rule()
    if model is None:
        band, score = rule.band, WITHOUT_MODEL[rule.band]
    else:
        score = model.probability(document(fields))
        band = band_of(rule, score, taught=model.taught)
    return Judgement(
        band=band,
        score=score,
        rule=rule.name,
        reasons=reasons(fields, rule, model, score, words=band != "drop"),
        mentions=[mention for field in fields for mention in field.mentions()],
        calibrated=model is not None and model.shows_percentage,
    )


def band_alone(
    watch: Watch,
    model: Model | None,
    title: str,
    lede: str,
    text: str,
    *,
    day: date | None = None,
) -> Band:
    """Return the band that :func:`judge_article` would give, without reasons, several times faster.

    Most articles hold nothing of a watch, and their rule settles that before the model is asked.
    """
    fields = scan(watch, title, lede, text, day=day)
    rule = Sight.of(fields).rule()
    if model is None or rule.flag_at is None:
        return rule.band if model is None else "drop"
    return band_of(rule, model.probability(document(fields)), taught=model.taught)


def band_of(rule: Rule, score: float, *, taught: bool) -> Band:
    """Return the band of a score under a rule.

    A name that is only ours, in title or lede, is always worth a look.

    Args:
        taught: the model has learnt from verdicts of the staff's own.
    """
    least = rule.flag_at if taught else rule.untaught_at
    if least is None:
        return "drop"
    if score >= least:
        return "flag"
    return "look" if score >= LOOK_AT or rule.name == "own_head" else "drop"
