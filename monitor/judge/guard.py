"""What keeps a worse model out: headlines that everybody agreed on and nothing is learnt from.

Names are masked and rules weigh alike whatever the subject is, so a sound model orders these
headlines well above chance even if it has learnt about something else; one that was taught wrong
labels does not. See decision 14.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from monitor.core.text import decimal
from monitor.judge.features import Document
from monitor.judge.judging import WITHOUT_MODEL
from monitor.judge.labels import judged_headlines
from monitor.judge.measures import average_precision
from monitor.judge.mentions import scan
from monitor.judge.rules import Sight
from monitor.judge.scoring import Model

#: A model of the staff's verdicts alone may order the headlines this much worse than the one
#: before it: as much as two draws of 60 verdicts usually differ.
OWN_SLACK: Final = 0.05


def order(model: Model) -> float:
    """Return the average precision with which a model orders the headlines."""
    labels, documents, _ = _headlines()
    return average_precision(labels, [model.probability(each) for each in documents])


def least_order() -> float:
    """Return what the first model of the staff's verdicts alone must reach.

    Halfway from chance to what the rules reach without a model.
    """
    labels, _, by_rule = _headlines()
    return (sum(labels) / len(labels) + average_precision(labels, by_rule)) / 2


def refusal(model: Model, held: Model | None) -> str:
    """Return in Swedish why a model of the staff's verdicts alone is not put to use, or "".

    Args:
        held: the model in use, when it was learnt in the same way.
    """
    found = order(model)
    wanted = least_order() if held is None else order(held) - OWN_SLACK
    if found >= wanted:
        return ""
    told = f"Den ordnade de fasta rubrikerna med medelprecision {decimal(found)}"
    if held is None:
        return (
            f"{told}. Minst {decimal(wanted)} krävs för att lära utan de medföljande exemplen."
            " Oftast är bedömningarna för få, eller så är några av dem fel."
        )
    return (
        f"{told}, och modellen som används med {decimal(order(held))}."
        " Se efter om några bedömningar sedan dess är fel."
    )


@lru_cache(maxsize=1)
def _headlines() -> tuple[Sequence[bool], Sequence[Document], Sequence[float]]:
    """Return of each headline whether it is relevant, its document and what its rule alone says."""
    labels = judged_headlines()
    rules = [Sight.of(scan(each.watch, each.title, each.lede, "")).rule() for each in labels]
    return (
        [each.relevant for each in labels],
        [each.document() for each in labels],
        [WITHOUT_MODEL[rule.band] for rule in rules],
    )
