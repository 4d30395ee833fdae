"""How well articles are judged, on texts that nobody on this project wrote.

Each function takes the corpus folder ``text`` and returns figures, or None where files are absent.
The real code is scored: the shipped labels, watch, features, thresholds and model.
"""

from __future__ import annotations

import json
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from monitor.core.resources import shipped
from monitor.judge import model as fitting
from monitor.judge.background import Company, company
from monitor.judge.features import Document, document
from monitor.judge.judging import band_of, judge_article
from monitor.judge.labels import Label, seed_labels
from monitor.judge.measures import (
    average_precision,
    brier,
    calibration_error,
    f1,
    recall_at_precision,
)
from monitor.judge.mentions import scan
from monitor.judge.rules import Rule, Sight
from monitor.judge.scoring import Model, load
from monitor.judge.train import VERDICT_WEIGHT, learn
from monitor.judge.watches import Watch, from_toml, renamed

Json = dict[str, Any]

#: Programme and supplier put in the place of the watch's own, to see what a new name costs.
OTHER_NAMES = (
    ("Polstjärnan", "Medvik Health"),
    ("Linnea", "Cordia"),
    ("Horisont", "Vitalis Systems"),
    ("Helhet", "Norrdata"),
    ("Kompass", "Nordlys Health"),
)
#: The pool that is reviewed: titles drawn from the press releases, and verdicts per round.
POOL_TITLES = 1700
ROUND = 10
RUNS = 3
#: Draws of labels that nothing was chosen on; the topics' settings were chosen on draws 0 to 2.
FRESH = 100
#: Labels a new topic is learnt from: relevant and not.
TOPIC_LABELS = (10, 20)
TOPIC_LEAST = 20


@dataclass(frozen=True, slots=True)
class Scored:
    """Texts with labels and what the model says."""

    labels: list[bool]
    scores: list[float]
    flagged: list[bool]


def relevance(text: Path, train: Sequence[Path] = ()) -> Json | None:
    """Return the key ``relevance``.

    Args:
        train: files of labelled headlines that are learnt from beside the shipped labels.
    """
    headlines, blog = _rows(text, "relevance_headlines"), _rows(text, "ehealth_blog")
    background = [*_rows(text, "background_press"), *_rows(text, "police_events")]
    if not headlines or not background:
        return None
    watch = _watch()
    own = [row for path in train for row in _read(path)]
    model = learn([*seed_labels(), *(_label(row, watch) for row in own)]).model
    near = _scored(model, watch, [*headlines, *blog])
    far = _scored(model, watch, background)
    labels, scores = near.labels + far.labels, near.scores + far.scores
    flagged = near.flagged + far.flagged
    told = {
        "labels": int(model.about["labels"]),
        "texts": len(labels),
        "relevant": sum(labels),
        "ap": average_precision(labels, scores),
        "ap_headlines": average_precision(
            near.labels[: len(headlines)], near.scores[: len(headlines)]
        ),
        "f1": f1(labels, flagged),
        "flagged": sum(flagged),
        "recall_at_precision_90": recall_at_precision(labels, scores, 0.9),
        "brier": brier(labels, scores),
        "ece": calibration_error(labels, scores),
        "false_flags_on_background": sum(far.flagged),
        "renamed_ap_loss": _renamed_loss(model, watch, [*headlines, *blog], far, labels, scores),
    }
    return told | _reading(watch, [*own, *headlines], text)


def _renamed_loss(
    model: Model,
    watch: Watch,
    near: Sequence[Json],
    far: Scored,
    labels: Sequence[bool],
    scores: Sequence[float],
) -> float:
    """Return the mean loss of AP over other names; the background holds none of ours."""
    losses = []
    for programme, supplier in OTHER_NAMES:
        change = _renaming(programme, supplier)
        rows = [{**row, "title": change(row["title"]), "text": change(row["text"])} for row in near]
        again = _scored(model, renamed(watch, change), rows)
        losses.append(
            average_precision(labels, scores)
            - average_precision(again.labels + far.labels, again.scores + far.scores)
        )
    return statistics.fmean(losses)


def _renaming(programme: str, supplier: str) -> Callable[[str], str]:
    pattern = re.compile(r"(?i)\b(?:(mill?enn?ium)|oracle health|oracle|cerner)")

    def swap(found: re.Match[str]) -> str:
        name = programme if found[1] else supplier
        return name if found.group()[0].isupper() else name.lower()

    return lambda text: pattern.sub(swap, text)


def _reading(watch: Watch, headlines: Sequence[Json], text: Path) -> Json:
    """Return how much of the pool is read until 95 % of the relevant texts are found."""
    drawn = random.Random(1).sample(_rows(text, "background_press"), POOL_TITLES)
    pool = [*headlines, *({**row, "text": ""} for row in drawn), *_rows(text, "police_events")]
    pool = [{**row, "text": ""} for row in pool]
    labels = [row["label"] == "relevant" for row in pool]
    documents = [_seen(watch, row)[0] for row in pool]
    told: Json = {"pool": len(pool)}
    for name, seeds in (("", _examples(seed_labels())), ("_without_seeds", [])):
        read = [_read_until(documents, labels, seeds, run) for run in range(RUNS)]
        share = statistics.fmean(read) / len(pool)
        told |= {
            f"read_for_95_of_pool{name}": statistics.fmean(read),
            f"read_share{name}": share,
            f"wss_at_95{name}": 0.95 - share,
        }
    return told


def _read_until(
    documents: Sequence[Document],
    labels: Sequence[bool],
    seeds: Sequence[fitting.Example],
    run: int,
) -> int:
    chance = random.Random(run)
    relevant = [at for at, label in enumerate(labels) if label]
    other = [at for at, label in enumerate(labels) if not label]
    read = [chance.choice(relevant), *chance.sample(other, 5)]
    need = -(-95 * len(relevant) // 100)
    while sum(labels[at] for at in read) < need:
        own = [fitting.Example(documents[at], labels[at], str(at)) for at in read]
        examples = [*seeds, *own]
        seen = [example.document for example in examples]
        known = fitting.counted(seen)
        fitted = fitting.classifier(examples, fitting.matrix(known, seen))
        left = sorted(set(range(len(labels))) - set(read))
        scores = fitted.decision_function(fitting.matrix(known, [documents[at] for at in left]))
        ranked = sorted(zip(scores, left, strict=True), key=lambda pair: (-pair[0], pair[1]))
        for _, at in ranked[:ROUND]:
            read.append(at)
            if sum(labels[at] for at in read) >= need:
                break
    return len(read)


def topics(text: Path, fresh: int = 0) -> Json | None:
    """Return the key ``topics``: other subjects learnt from thirty labels each, no rules.

    Ten of the labels are relevant. The texts that a subject is sought in and the press releases,
    nobody's label on either, are the archive, as they are when a region learns anew.

    Args:
        fresh: number of draws of labels beside the ones that the settings were chosen on.
    """
    rows = _rows(text, "category_topics")
    if not rows:
        return None
    watch = Watch("topic", "Ämne", "programme", ())
    counts = Counter(topic for row in rows for topic in row["label"])
    chosen = sorted(topic for topic, count in counts.items() if count >= TOPIC_LEAST)
    documents = [
        replace(document(scan(watch, row["title"], row["text"], "")), rules={}) for row in rows
    ]
    archived = [*rows, *_rows(text, "background_press")]
    found_company = company(f"{row['title']}. {row['text']}" for row in archived)
    if found_company is None:
        return None
    known = fitting.counted(documents, found_company.stems)
    values = fitting.matrix(known, documents)
    found: dict[int, list[float]] = {run: [] for run in [*range(RUNS), *_fresh(fresh)]}
    for topic in chosen:
        labels = [topic in row["label"] for row in rows]
        examples = [
            fitting.Example(each, label, "") for each, label in zip(documents, labels, strict=True)
        ]
        for run, told in found.items():
            told.append(_topic_ap(examples, known, values, found_company, run))
    means = {run: statistics.fmean(told) for run, told in found.items()}
    scored: Json = {
        "topics": len(chosen),
        "macro_ap_30_labels": statistics.fmean(means[run] for run in range(RUNS)),
    }
    return scored | _spread([means[run] for run in _fresh(fresh)])


def _fresh(fresh: int) -> range:
    return range(FRESH, FRESH + fresh)


def _spread(means: Sequence[float]) -> Json:
    if len(means) < 2:
        return {}
    return {
        "fresh_draws": len(means),
        "fresh_macro_ap": statistics.fmean(means),
        "fresh_deviation": statistics.stdev(means),
        "fresh_low": min(means),
        "fresh_high": max(means),
    }


def _topic_ap(
    examples: Sequence[fitting.Example],
    known: fitting.Counted,
    values: Any,
    near: Company,
    run: int,
) -> float:
    chance = random.Random(run)
    taken: set[int] = set()
    for label, many in zip((True, False), TOPIC_LABELS, strict=True):
        like = [at for at, example in enumerate(examples) if example.relevant is label]
        taken |= set(chance.sample(like, many))
    rest = [at for at in range(len(examples)) if at not in taken]
    own = [examples[at] for at in sorted(taken)]
    line = fitting.with_archive(own, known, values[rest], near)
    scores = [float(score) for score in line.decision_function(values[rest])]
    return average_precision([examples[at].relevant for at in rest], scores)


def speed(text: Path) -> Json | None:
    """Return the key ``speed``, over press releases of 2,000 to 8,000 characters."""
    rows = [row for row in _rows(text, "background_press") if 2000 <= len(row["text"]) <= 8000]
    if not rows:
        return None
    watch, data = _watch(), shipped("data/seed_model.json").read_bytes()
    started = time.perf_counter()
    model = load(data)
    load_ms = 1000 * (time.perf_counter() - started)
    taken = []
    begun = time.process_time()
    for row in rows[:1000]:
        started = time.perf_counter()
        judge_article(watch, model, row["title"], row["text"].split("\n", 1)[0], row["text"])
        taken.append(1000 * (time.perf_counter() - started))
    used = time.process_time() - begun
    return {
        "docs_per_s_batched": len(taken) / used,
        "ms_per_doc_p50": statistics.median(taken),
        "model_mb": len(data) / 1e6,
        "load_ms": load_ms,
        "mean_characters": statistics.fmean(len(row["text"]) for row in rows[:1000]),
    }


def _scored(model: Model, watch: Watch, rows: Iterable[Json]) -> Scored:
    told = Scored([], [], [])
    for row in rows:
        counted, rule = _seen(watch, row)
        score = model.probability(counted)
        told.labels.append(row["label"] == "relevant")
        told.scores.append(score)
        told.flagged.append(band_of(rule, score, taught=model.taught) == "flag")
    return told


def _seen(watch: Watch, row: Json) -> tuple[Document, Rule]:
    fields = scan(watch, row["title"], "", row["text"])
    return document(fields), Sight.of(fields).rule()


def _label(row: Json, watch: Watch) -> Label:
    group = f"story:{row['story'] or row['id']}"
    relevant = row["label"] == "relevant"
    return Label(watch, row["title"], "", row["text"], relevant, group, VERDICT_WEIGHT)


def _examples(labels: Iterable[Label]) -> list[fitting.Example]:
    return [
        fitting.Example(label.document(), label.relevant, label.group, label.weight)
        for label in labels
    ]


def _watch() -> Watch:
    path = shipped("data/watches/millennium.toml")
    return replace(from_toml(path.read_text(encoding="utf-8")), active=True)


def _rows(text: Path, name: str) -> list[Json]:
    return _read(text / f"{name}.jsonl")


def _read(path: Path) -> list[Json]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
