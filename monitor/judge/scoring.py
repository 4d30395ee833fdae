"""A trained model as plain data: loading it, checking its digest, scoring with it.

Pure: no clock, no store, no network; scikit-learn is not needed here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, sqrt
from typing import Any

from monitor.core.errors import ModelMismatchError
from monitor.judge.features import Document, damped, rarity, stemmed

#: Weight of title, lede and text. Each is normalised apart, so that a long text does not drown
#: the headline; chosen on the seed labels.
FIELD_WEIGHTS = (1.0, 0.7, 0.5)
#: Weight of a rule feature beside the words, which have length one together.
RULE_WEIGHT = 1.5
#: Verdicts of the staff's own from which a score may be shown as a percentage.
ENOUGH_VERDICTS = 100
#: Verdicts from which the model's word on a text without any name is trusted.
TAUGHT_VERDICTS = 50

FORMAT = 1
_NONE: Mapping[str, Any] = {"names": "", "counts": [], "weights": []}
#: A kind of feature, the rarities of those known, and how often each stands in each field.
Part = tuple[str, Mapping[str, float], Sequence[Mapping[str, int]]]


@dataclass(frozen=True, slots=True)
class Space:
    """The features that a model knows.

    Attributes:
        words: rarity of each known word and pair of words.
        pieces: rarity of each known piece of a word.
        rules: names of the known rule features.
        stems: rarity of each stem known from the archive; empty when nothing was learnt there.
    """

    words: Mapping[str, float]
    pieces: Mapping[str, float]
    rules: frozenset[str]
    stems: Mapping[str, float] = field(default_factory=dict)

    def parts(self, document: Document) -> list[Part]:
        """Return for each kind of word feature its rarities and its counts in each field."""
        found: list[Part] = [
            ("word", self.words, document.words),
            ("piece", self.pieces, document.pieces),
        ]
        if self.stems:
            found.append(("stem", self.stems, tuple(map(stemmed, document.words))))
        return found

    def vector(self, document: Document) -> dict[tuple[str, str], float]:
        """Return the value of each known feature, keyed by kind and name."""
        found: dict[tuple[str, str], float] = {}
        for kind, rarities, fields in self.parts(document):
            for weight, counts in zip(FIELD_WEIGHTS, fields, strict=False):
                for name, value in normalised(counts, rarities).items():
                    found[kind, name] = found.get((kind, name), 0.0) + weight * value
        for name, value in document.rules.items():
            if name in self.rules:
                found["rule", name] = RULE_WEIGHT * value
        return found


def normalised(counts: Mapping[str, int], rarities: Mapping[str, float]) -> dict[str, float]:
    """Return the known words' weights (damped count times rarity), together of length one."""
    values = {
        name: damped(count) * rarities[name] for name, count in counts.items() if name in rarities
    }
    length = sqrt(sum(value * value for value in values.values()))
    return {name: value / length for name, value in values.items()} if length else {}


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model over a :class:`Space`, with its calibration.

    Attributes:
        weights: by kind (word, piece, stem, rule) and feature name.
        slope: calibration: probability = sigmoid(slope * logit + offset).
        about: labels, verdicts, training_digest, metrics and the like.
        digest: SHA-256 of the file that the model was read from or written to.
    """

    space: Space
    weights: Mapping[str, Mapping[str, float]]
    bias: float
    slope: float
    offset: float
    about: Mapping[str, Any]
    digest: str = ""

    @property
    def shows_percentage(self) -> bool:
        """Whether enough verdicts stand behind the score to show it as a percentage."""
        return int(self.about.get("verdicts", 0)) >= ENOUGH_VERDICTS

    @property
    def taught(self) -> bool:
        """Whether enough verdicts stand behind the score to flag a text without a name by it."""
        return int(self.about.get("verdicts", 0)) >= TAUGHT_VERDICTS

    @property
    def version(self) -> str:
        """Short name of the model: the beginning of its digest."""
        return self.digest[:12]

    def logit(self, document: Document) -> float:
        """Return the uncalibrated score."""
        total = self.bias
        for kind, rarities, fields in self.space.parts(document):
            weights = self.weights[kind]
            for field_weight, counts in zip(FIELD_WEIGHTS, fields, strict=False):
                total += field_weight * _dot(counts, rarities, weights)
        weights = self.weights["rule"]
        rules = sum(value * weights.get(name, 0.0) for name, value in document.rules.items())
        return total + RULE_WEIGHT * rules

    def probability(self, document: Document) -> float:
        """Return the calibrated score, between 0 and 1."""
        return sigmoid(self.slope * self.logit(document) + self.offset)


def _dot(
    counts: Mapping[str, int], rarities: Mapping[str, float], weights: Mapping[str, float]
) -> float:
    total = squares = 0.0
    for name, count in counts.items():
        rarity_of = rarities.get(name)
        if rarity_of is not None:
            value = rarity_of if count == 1 else damped(count) * rarity_of
            squares += value * value
            total += value * weights[name]
    return total / sqrt(squares) if squares else 0.0


def sigmoid(value: float) -> float:
    """Return 1 / (1 + exp(-value)) without overflow."""
    if value < 0:
        grown = exp(max(value, -700.0))
        return grown / (1 + grown)
    return 1 / (1 + exp(-min(value, 700.0)))


def dump(model: Model, documents: int, counts: Mapping[str, Mapping[str, int]]) -> bytes:
    """Return the model as a JSON file.

    Args:
        documents: how many texts the rarities were counted over.
        counts: for word, piece and stem, how many of them hold each feature.
    """
    raw = {
        "format": FORMAT,
        "documents": documents,
        "bias": model.bias,
        "slope": model.slope,
        "offset": model.offset,
        "about": dict(model.about),
        "word": _columns(counts["word"], model.weights["word"]),
        "piece": _columns(counts["piece"], model.weights["piece"]),
        "stem": _columns(counts["stem"], model.weights["stem"]),
        "rule": dict(sorted(model.weights["rule"].items())),
    }
    text = json.dumps(raw, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode() + b"\n"


def _columns(counts: Mapping[str, int], weights: Mapping[str, float]) -> dict[str, Any]:
    names = sorted(counts)
    return {
        "names": "\n".join(names),
        "counts": [counts[name] for name in names],
        "weights": [weights[name] for name in names],
    }


def load(data: bytes, expected_digest: str | None = None) -> Model:
    """Read a model from the bytes of its file.

    Args:
        expected_digest: SHA-256 that the bytes must have; None takes them as they are.

    Raises:
        ModelMismatchError: another digest, or no model of this format.
    """
    digest = digest_of(data)
    if expected_digest is not None and digest != expected_digest:
        raise ModelMismatchError(expected=expected_digest, found=digest)
    try:
        raw = json.loads(data)
        if raw["format"] != FORMAT:
            raise ModelMismatchError(expected=f"format {FORMAT}", found=str(raw["format"]))
        return _model(raw, digest)
    except (ValueError, KeyError, TypeError) as error:
        raise ModelMismatchError(expected="model", found=digest) from error


def _model(raw: Mapping[str, Any], digest: str) -> Model:
    rarities: dict[str, dict[str, float]] = {}
    weights: dict[str, dict[str, float]] = {"rule": raw["rule"]}
    known = {count: rarity(raw["documents"], count) for count in _counts(raw)}
    for kind in ("word", "piece", "stem"):
        column = _column(raw, kind)
        names = column["names"].split("\n") if column["counts"] else []
        rarities[kind] = {
            name: known[count] for name, count in zip(names, column["counts"], strict=True)
        }
        weights[kind] = dict(zip(names, column["weights"], strict=True))
    return Model(
        space=Space(rarities["word"], rarities["piece"], frozenset(raw["rule"]), rarities["stem"]),
        weights=weights,
        bias=raw["bias"],
        slope=raw["slope"],
        offset=raw["offset"],
        about=raw["about"],
        digest=digest,
    )


def _counts(raw: Mapping[str, Any]) -> set[int]:
    kinds = ("word", "piece", "stem")
    return {count for kind in kinds for count in _column(raw, kind)["counts"]}


def _column(raw: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    """Return the names, counts and weights of a kind; models before stems have none of those."""
    found: Mapping[str, Any] = raw[kind] if kind != "stem" else raw.get("stem", _NONE)
    return found


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hex."""
    return hashlib.sha256(data).hexdigest()
