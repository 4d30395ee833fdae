"""What the unjudged archive teaches: which words stand together, and how texts look at large.

Pure: no clock, no store, no network. Imports scikit-learn: import it only where training happens.

Two things help when labels are few. A word that no label held gets its weight from the words it
stands with in the archive. And the archive's texts count faintly as irrelevant, together as much
as a quarter of the labels. Both leave a plain weight for each word, so scoring is as before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack
from scipy.sparse.linalg import svds
from sklearn.linear_model import Ridge

from monitor.core.text import WORD, fold
from monitor.judge.features import STEM, Document

Numbers = np.ndarray[Any, np.dtype[np.float64]]

#: Sentences a stem must stand in to be known, and the most stems known, the commonest first.
SEEN_IN: Final = 4
MOST: Final = 12_000
#: Numbers that tell in what company a stem stands.
WIDTH: Final = 100
#: Characters of each archive text that are read for that; what matters in news stands early.
CHARACTERS: Final = 5000
#: Weight of all the archive's texts together, as a share of the labels'.
SHARE: Final = 0.25
#: Mean squared length of the company's part of a vector, as a share of the words' own.
COMPANY: Final = 1.0
#: Regularisation, as a share of a vector's mean squared length.
STRENGTH: Final = 0.1

_SENTENCE: Final = re.compile(r"[.!?]\s|\n")


@dataclass(frozen=True, slots=True)
class Line:
    """A fitted linear classifier: the logit of a row is its product with ``weights``, and bias."""

    weights: Numbers
    bias: float

    def decision_function(self, values: csr_matrix) -> Numbers:
        """Return the uncalibrated scores of rows."""
        scores: Numbers = values @ self.weights + self.bias
        return scores


@dataclass(frozen=True, slots=True)
class Company:
    """In what company each stem stands: rows of length one, near for stems with like company."""

    stems: Mapping[str, int]
    rows: Numbers


@dataclass(frozen=True, slots=True)
class Archive:
    """Texts that nobody has judged."""

    documents: Sequence[Document]
    company: Company


def company(texts: Iterable[str]) -> Company | None:
    """Return in what company stems stand in the sentences of texts; None when there are too few.

    Pointwise mutual information above chance, brought down to :data:`WIDTH` numbers a stem.
    """
    held = [list(dict.fromkeys(sentence)) for sentence in _sentences(texts)]
    counts = Counter(stem for sentence in held for stem in sentence)
    common = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    stems = {stem: at for at, (stem, count) in enumerate(common) if count >= SEEN_IN}
    if len(stems) <= WIDTH:
        return None
    telling = _mutual_information(held, stems)
    left, sizes, _ = svds(telling, k=WIDTH, v0=np.ones(len(stems)))
    rows = left * np.sqrt(sizes)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return Company(stems, rows)


def _sentences(texts: Iterable[str]) -> Iterator[list[str]]:
    for text in texts:
        for sentence in _SENTENCE.split(fold(text[:CHARACTERS])):
            yield [word[:STEM] for word in WORD.findall(sentence)]


def _mutual_information(held: Sequence[Sequence[str]], stems: Mapping[str, int]) -> csr_matrix:
    columns: list[int] = []
    starts = [0]
    for sentence in held:
        columns += [stems[stem] for stem in sentence if stem in stems]
        starts.append(len(columns))
    table = csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(held), len(stems)))
    together = (table.T @ table).tocoo()
    apart = together.row != together.col
    row, col, seen = together.row[apart], together.col[apart], together.data[apart]
    often = np.bincount(row, weights=seen, minlength=len(stems))
    # Rare stems would else look telling by chance alone.
    smooth = often**0.75
    chance = often[row] * smooth[col] / smooth.sum()
    weight = np.log(np.maximum(seen, 1e-9) / np.maximum(chance, 1e-9))
    kept = weight > 0
    shape = (len(stems), len(stems))
    return csr_matrix((weight[kept], (row[kept], col[kept])), shape=shape)


def line(
    labels: Sequence[bool],
    weights: Sequence[float],
    values: csr_matrix,
    unjudged: csr_matrix,
    stood: Numbers,
) -> Line:
    """Return the ridge regression that labels and archive give together.

    Args:
        values: the labelled documents' vectors, unjudged those of the archive.
        stood: for each of the last columns, the company of the stem that it counts.
    """
    every = vstack([values, unjudged]).tocsr()
    plain = every.shape[1] - len(stood)
    rows, near = every[:, :plain], every[:, plain:] @ stood
    mean = near.mean(axis=0)
    near -= mean
    length = _mean_square(rows)
    scale = np.sqrt(COMPANY * length / max(float((near**2).sum(axis=1).mean()), 1e-9))
    both = hstack([rows, csr_matrix(near * scale)]).tocsr()
    told = np.array([*weights, *[SHARE * sum(weights) / unjudged.shape[0]] * unjudged.shape[0]])
    wanted = np.where([*labels, *[False] * unjudged.shape[0]], 1.0, -1.0)
    bias = float((told * wanted).sum() / told.sum())
    ridge = Ridge(alpha=STRENGTH * _mean_square(both), fit_intercept=False, solver="cholesky")
    ridge.fit(both, wanted - bias, sample_weight=told)
    company_weights = scale * ridge.coef_[plain:]
    folded = np.concatenate([ridge.coef_[:plain], stood @ company_weights])
    return Line(folded, bias - float(mean @ company_weights))


def _mean_square(rows: csr_matrix) -> float:
    return float((rows.data**2).sum() / rows.shape[0])
