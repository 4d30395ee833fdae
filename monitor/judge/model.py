"""The door to scikit-learn: fitting a linear model to labelled documents.

Pure: no clock, no store, no network. Import it only where training happens: scikit-learn costs
0.7 s and 120 MB. Scoring needs :mod:`monitor.judge.scoring` alone.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from monitor.core.errors import NotEnoughLabelsError
from monitor.judge.background import Archive, Company, Line, line
from monitor.judge.features import Document, rarity, stemmed
from monitor.judge.scoring import Model, Space, digest_of, dump, sigmoid

#: Inverse strength of the regularisation; chosen on the seed labels, out of fold.
STRENGTH = 20.0
#: A word counts as known when this many documents hold it.
SEEN_IN = 2
#: Most features kept of each kind, the most common first; holds the file under 2 MB.
MOST = 20_000
FOLDS = 5
_KINDS = ("word", "piece", "stem", "rule")
#: Labels of each kind without which nothing is fitted.
NEED = 3


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled document.

    Attributes:
        group: examples that tell the same story share it and are never parted by a fold.
        weight: how much the example counts.
    """

    document: Document
    relevant: bool
    group: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model, its file, and what it scored on labels it had not seen.

    Attributes:
        out_of_fold: calibrated score of each example, from a model that had not seen it.
    """

    model: Model
    data: bytes
    out_of_fold: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Counted:
    """The features of a set of examples: how many hold each, and its column."""

    space: Space
    counts: dict[str, dict[str, int]]
    documents: int
    index: dict[tuple[str, str], int]


def fit(
    examples: Sequence[Example],
    about: Mapping[str, Any] | None = None,
    metrics: Callable[[Sequence[float]], Mapping[str, Any]] | None = None,
    archive: Archive | None = None,
) -> Fitted:
    """Fit and calibrate a model; the same examples in the same order give the same bytes.

    Args:
        about: kept with the model.
        metrics: makes what is kept as ``about["metrics"]`` from the scores out of fold.
        archive: what nobody has judged; see :mod:`monitor.judge.background`.

    Raises:
        NotEnoughLabelsError: fewer than :data:`NEED` examples of either label.
    """
    labels = [example.relevant for example in examples]
    have = min(sum(labels), len(labels) - sum(labels))
    if have < NEED:
        raise NotEnoughLabelsError(have=have, need=NEED)
    logits = _out_of_fold(examples, archive)
    slope, offset = _calibrated(logits, examples)
    scores = [sigmoid(slope * float(logit) + offset) for logit in logits]
    known, fitted = learnt(examples, archive)
    told = {"labels": len(examples), "relevant": sum(labels)} | dict(about or {})
    told |= {"metrics": metrics(scores)} if metrics else {}
    plain = _plain(known, fitted, (slope, offset), told)
    data = dump(plain, known.documents, known.counts)
    model = replace(plain, digest=digest_of(data))
    return Fitted(model, data, scores)


def _documents(examples: Iterable[Example]) -> list[Document]:
    return [example.document for example in examples]


def _out_of_fold(
    examples: Sequence[Example], archive: Archive | None
) -> np.ndarray[Any, np.dtype[np.float64]]:
    labels = np.array([example.relevant for example in examples])
    groups = [example.group for example in examples]
    parts = {
        label: len({g for g, y in zip(groups, labels, strict=True) if y == label})
        for label in (True, False)
    }
    folds = StratifiedGroupKFold(
        n_splits=max(2, min(FOLDS, *parts.values())), shuffle=True, random_state=0
    )
    logits = np.zeros(len(examples))
    for train, test in folds.split(labels, labels, groups):
        seen = [examples[i] for i in train]
        if len({example.relevant for example in seen}) < 2:
            continue
        known, fitted = learnt(seen, archive)
        asked = _documents(examples[i] for i in test)
        logits[test] = fitted.decision_function(matrix(known, asked))
    return logits


def _calibrated(
    logits: np.ndarray[Any, np.dtype[np.float64]], examples: Sequence[Example]
) -> tuple[float, float]:
    labels = [example.relevant for example in examples]
    weights = [example.weight for example in examples]
    line = LogisticRegression(C=10.0).fit(logits.reshape(-1, 1), labels, weights)
    return max(float(line.coef_[0, 0]), 0.01), float(line.intercept_[0])


def learnt(examples: Sequence[Example], archive: Archive | None) -> tuple[Counted, Line]:
    """Return the features of the examples and a classifier fitted to them, calibration left out."""
    own = _documents(examples)
    if archive is None:
        known = counted(own)
        plain = classifier(examples, matrix(known, own))
        return known, Line(plain.coef_[0], float(plain.intercept_[0]))
    known = counted([*own, *archive.documents], archive.company.stems)
    return known, with_archive(examples, known, matrix(known, archive.documents), archive.company)


def with_archive(
    examples: Sequence[Example], known: Counted, unjudged: csr_matrix, company: Company
) -> Line:
    """Return a classifier fitted to the examples and the vectors of texts that nobody judged."""
    stood = company.rows[[company.stems[stem] for stem in sorted(known.counts["stem"])]]
    return line(
        [example.relevant for example in examples],
        [example.weight for example in examples],
        matrix(known, _documents(examples)),
        unjudged,
        stood,
    )


def classifier(examples: Sequence[Example], values: csr_matrix) -> LogisticRegression:
    """Return scikit-learn's classifier fitted to the examples' vectors."""
    labels = [example.relevant for example in examples]
    weights = [example.weight for example in examples]
    line = LogisticRegression(C=STRENGTH, solver="liblinear", tol=1e-6, max_iter=1000)
    return line.fit(values, labels, weights)


def counted(documents: Sequence[Document], stems: Collection[str] = ()) -> Counted:
    """Count the features of documents; the most common are kept, in a settled order.

    Args:
        stems: those whose company is known.
    """
    counts = {
        "word": _seen(doc.words for doc in documents),
        "piece": _seen(doc.pieces for doc in documents),
        "stem": _held(documents, stems) if stems else {},
    }
    rules = frozenset(name for doc in documents for name in doc.rules)
    size = len(documents)
    rarities = {
        kind: {name: rarity(size, count) for name, count in found.items()}
        for kind, found in counts.items()
    }
    space = Space(rarities["word"], rarities["piece"], rules, rarities["stem"])
    keys = [(kind, name) for kind in ("word", "piece") for name in sorted(counts[kind])]
    keys += [("rule", name) for name in sorted(rules)]
    keys += [("stem", name) for name in sorted(counts["stem"])]
    return Counted(space, counts, size, {key: at for at, key in enumerate(keys)})


def _seen(documents: Iterable[Sequence[Mapping[str, int]]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for fields in documents:
        counts.update({name for field_counts in fields for name in field_counts})
    common = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return {name: count for name, count in common[:MOST] if count >= SEEN_IN}


def _held(documents: Iterable[Document], stems: Collection[str]) -> dict[str, int]:
    counts = Counter(
        stem
        for document in documents
        for stem in {stem for found in document.words for stem in stemmed(found)}
    )
    return {stem: count for stem, count in counts.items() if stem in stems}


def matrix(counted: Counted, documents: Sequence[Document]) -> csr_matrix:
    """Return the documents' vectors as rows."""
    values: list[float] = []
    columns: list[int] = []
    starts = [0]
    for document in documents:
        vector = counted.space.vector(document)
        columns += [counted.index[key] for key in vector]
        values += vector.values()
        starts.append(len(values))
    return csr_matrix((values, columns, starts), shape=(len(documents), len(counted.index)))


def _plain(
    counted: Counted,
    fitted: Line,
    calibration: tuple[float, float],
    about: Mapping[str, Any],
) -> Model:
    weights: dict[str, dict[str, float]] = {kind: {} for kind in _KINDS}
    for (kind, name), at in counted.index.items():
        weights[kind][name] = float(fitted.weights[at])
    return Model(
        space=counted.space,
        weights=weights,
        bias=fitted.bias,
        slope=calibration[0],
        offset=calibration[1],
        about=json.loads(json.dumps(about)),
    )
