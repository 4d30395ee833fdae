"""Learn anew from the shipped labels and the staff's verdicts.

Imports scikit-learn, so the poller and the pages keep away from here: training runs on its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import Any

from monitor.core.actors import Actor
from monitor.core.store import Store
from monitor.core.text import decimal
from monitor.judge.articles import recent_texts, texts_of
from monitor.judge.background import Archive, company
from monitor.judge.features import document
from monitor.judge.flags import usable_model
from monitor.judge.guard import refusal
from monitor.judge.labels import Label, digest, seed_labels
from monitor.judge.measures import measures
from monitor.judge.mentions import scan
from monitor.judge.model import Example, Fitted, fit
from monitor.judge.registry import InUse, add_model, metrics_in_use
from monitor.judge.watchlist import stored_watches

#: Articles of the archive that are learnt from beside the labels.
UNJUDGED = 1500
_JUDGED = "SELECT DISTINCT article_id FROM flags WHERE verdict IS NOT NULL"
#: A new model may score this much less on the fixed set than the one in use: less is chance.
SLACK = 0.01
#: Largest share of all weight that one outlet's articles with the same verdict may hold, so that
#: a flood from one place does not move the model.
OUTLET_SHARE = 0.1
#: A verdict of the staff's own counts as this many shipped labels.
VERDICT_WEIGHT = 3.0
#: Verdicts from one outlet that always count in full.
OUTLET_FREE = 10


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of training.

    Attributes:
        in_use: the model is now in use; else it did worse on the fixed set and is only kept.
        refused: Swedish, why it is not in use; "" when it is.
        metrics: out of fold: ``fixed`` on the shipped labels, ``verdicts`` on the staff's.
    """

    id: int
    in_use: bool
    labels: int
    verdicts: int
    metrics: Mapping[str, Any]
    refused: str = ""


def learn(labels: Sequence[Label], archive: Archive | None = None) -> Fitted:
    """Fit a model to labels and note what it scores on them out of fold.

    Args:
        archive: what nobody has judged; see :mod:`monitor.judge.background`.

    Raises:
        NotEnoughLabelsError: too few labels of either kind.
    """
    examples = [
        Example(label.document(), label.relevant, label.group, label.weight) for label in labels
    ]
    about: dict[str, Any] = {
        "training_digest": digest(labels),
        "verdicts": sum(not label.seed for label in labels),
    }
    return fit(examples, about, lambda scores: _metrics(labels, scores), archive)


def archive_of(store: Store) -> Archive | None:
    """Return the newest articles that nobody has judged; None while they are too few to teach.

    Each is read as one of the watches in use would read it, so that rules count as they do there.
    """
    watches = [stored.watch for stored in stored_watches(store, active_only=True)]
    judged = {row["article_id"] for row in store.rows(_JUDGED)}
    texts = [text for text in recent_texts(store, UNJUDGED) if text.article_id not in judged]
    found = company(f"{text.title}. {text.lede} {text.text}" for text in texts)
    if found is None or not watches:
        return None
    documents = [
        document(scan(watch, text.title, text.lede, text.text))
        for watch, text in zip(cycle(watches), texts, strict=False)
    ]
    return Archive(documents, found)


def _metrics(labels: Sequence[Label], scores: Sequence[float]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, seed in (("fixed", True), ("verdicts", False)):
        pairs = zip(labels, scores, strict=True)
        part = [(label, score) for label, score in pairs if label.seed is seed]
        if part:
            told[name] = measures(
                [label.relevant for label, _ in part],
                [score for _, score in part],
                [label.weight for label, _ in part],
            )
    return told


def verdict_labels(store: Store) -> list[Label]:
    """Return the standing verdicts as labels; unsure ones teach nothing.

    Copies of one text count as one label together, and one outlet's flood is damped.
    """
    watches = {stored.id: stored.watch for stored in stored_watches(store)}
    rows = store.rows(
        "SELECT version_id, watch_id, verdict FROM flags"
        " WHERE verdict IN ('relevant', 'irrelevant') ORDER BY id"
    )
    texts = {text.version_id: text for text in texts_of(store, [row["version_id"] for row in rows])}
    found: list[tuple[int, Label]] = []
    for row in rows:
        text = texts[row["version_id"]]
        label = Label(
            watches[row["watch_id"]],
            text.title,
            text.lede,
            text.text,
            row["verdict"] == "relevant",
            text.group,
        )
        found.append((text.outlet_id, label))
    return _damped(found)


def _damped(found: Sequence[tuple[int, Label]]) -> list[Label]:
    same = Counter((label.group, label.relevant) for _, label in found)
    outlets = Counter((outlet, label.relevant) for outlet, label in found)
    most = max(OUTLET_FREE, OUTLET_SHARE * len(found))
    return [
        replace(
            label,
            weight=VERDICT_WEIGHT
            * min(1.0, most / outlets[outlet, label.relevant])
            / same[label.group, label.relevant] ** 0.5,
        )
        for outlet, label in found
    ]


def retrain(store: Store, folder: Path, *, actor: Actor, only_own: bool | None = None) -> Trained:
    """Learn from shipped labels and verdicts; put the model to use unless it does worse.

    The fixed set is the shipped labels, each scored by a model that had not seen it, or for a
    model without them the headlines of :mod:`monitor.judge.guard`. Takes seconds; nothing is
    locked meanwhile.

    Args:
        only_own: leave the shipped labels out, for a subject that is not theirs, and learn from
            the verdicts and the archive. Left out: as the model in use was learnt.

    Raises:
        PermissionDeniedError: the actor may not judge.
        NotEnoughLabelsError: too few labels of either kind.
    """
    actor.require("judge")
    own = verdict_labels(store)
    held = metrics_in_use(store)
    if only_own is None:
        only_own = bool(held) and "fixed" not in held
    fitted = learn(own, archive_of(store)) if only_own else learn([*seed_labels(), *own])
    about = fitted.model.about
    refused = _own_refusal(store, folder, fitted, held) if only_own else _refusal(about, held)
    added: InUse = add_model(store, folder, fitted.data, actor=actor, in_use=not refused)
    told = (int(about["labels"]), len(own), about["metrics"])
    return Trained(added.id, not refused, *told, refused=refused)


def _refusal(about: Mapping[str, Any], held: Mapping[str, Any]) -> str:
    found, before = _fixed_ap(about["metrics"]), _fixed_ap(held)
    if found >= before - SLACK:
        return ""
    told = f"medelprecision {decimal(found)} mot {decimal(before)} för modellen som används"
    return f"Den var sämre på de medföljande exemplen: {told}."


def _own_refusal(store: Store, folder: Path, fitted: Fitted, held: Mapping[str, Any]) -> str:
    before = usable_model(store, folder) if held and "fixed" not in held else None
    return refusal(fitted.model, before.model if before else None)


def _fixed_ap(metrics: Mapping[str, Any]) -> float:
    found: float = metrics.get("fixed", {}).get("ap", 0.0)
    return found


def ship(path: Path) -> Fitted:
    """Train on the shipped labels alone and write the model that is shipped."""
    fitted = learn(seed_labels())
    path.write_bytes(fitted.data)
    return fitted
