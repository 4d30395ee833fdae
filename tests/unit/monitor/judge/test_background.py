"""What the unjudged archive teaches, and that it leaves a plain model behind."""

from __future__ import annotations

import random

import numpy as np
import pytest

from monitor.judge import background, features
from monitor.judge import model as fitting
from monitor.judge.mentions import scan
from monitor.judge.reasons import contributions
from monitor.judge.scoring import RULE_WEIGHT, load
from monitor.judge.watches import Name, Watch

WATCH = Watch("hamn", "Hamnen", "programme", (Name("Polstjärnan", "programme", "shared"),))
SEA = "fartyg kaj farled lots ankare brygga segel hamnkapten"
SCHOOL = "elever lärare betyg klassrum läxor rektor skolgård prov"
#: Words in no telling company, so that there are more stems than numbers that tell of them.
OTHER = " ".join(f"ord{first}{second}" for first in "abcdefghij" for second in "klmnopqrst")


def texts(count: int = 400) -> list[str]:
    chance = random.Random(0)
    found = []
    for number in range(count):
        subject = (SEA if number % 2 else SCHOOL).split()
        found.append(" ".join(chance.sample(subject, 4) + chance.sample(OTHER.split(), 3)))
    return found


def document(text: str) -> features.Document:
    return features.document(scan(WATCH, text, "", ""))


@pytest.fixture(scope="module")
def archive() -> background.Archive:
    found = background.company(texts())
    assert found is not None
    return background.Archive([document(text) for text in texts()], found)


@pytest.fixture(scope="module")
def examples() -> list[fitting.Example]:
    told = {True: ("fartyg vid kaj", "farled och fartyg", "kaj och farled"),
            False: ("elever får betyg", "lärare och elever", "betyg av lärare")}  # fmt: skip
    return [fitting.Example(document(text), label, text) for label in told for text in told[label]]


def test_words_in_like_company_are_near(archive: background.Archive) -> None:
    rows, stems = archive.company.rows, archive.company.stems

    near = rows[stems["fartyg"]] @ rows[stems["ankare"]]
    far = rows[stems["fartyg"]] @ rows[stems["betyg"]]

    assert near > far + 0.2


def test_too_few_texts_tell_nothing_of_company() -> None:
    assert background.company(["ett fartyg vid kaj"]) is None


def test_a_word_that_no_label_held_is_known_from_its_company(
    archive: background.Archive, examples: list[fitting.Example]
) -> None:
    model = fitting.fit(examples, archive=archive).model

    assert model.logit(document("ankare brygga")) > model.logit(document("klassrum rektor"))


def test_the_plain_score_equals_that_of_the_fitted_line(
    archive: background.Archive, examples: list[fitting.Example]
) -> None:
    known, line = fitting.learnt(examples, archive)
    asked = [*archive.documents[:50], *(example.document for example in examples)]
    theirs = line.decision_function(fitting.matrix(known, asked))

    model = load(fitting.fit(examples, archive=archive).data)
    ours = [model.logit(each) for each in asked]

    assert np.abs(theirs - ours).max() < 1e-9


def test_the_line_equals_scikit_learns_own_ridge_where_company_tells_nothing(
    archive: background.Archive, examples: list[fitting.Example]
) -> None:
    from sklearn.linear_model import Ridge  # noqa: PLC0415 - beside the test that asks it

    known = fitting.counted([example.document for example in examples])
    values = fitting.matrix(known, [example.document for example in examples])
    unjudged = fitting.matrix(known, archive.documents)
    labels = [example.relevant for example in examples]

    line = background.line(labels, [1.0] * 6, values, unjudged, np.zeros((0, 3)))
    rows = np.vstack([values.toarray(), unjudged.toarray()])
    weight = np.array([1.0] * 6 + [background.SHARE * 6 / len(rows[6:])] * len(rows[6:]))
    wanted = np.where([*labels, *[False] * len(rows[6:])], 1.0, -1.0)
    bias = (weight * wanted).sum() / weight.sum()
    alpha = background.STRENGTH * (rows**2).sum() / len(rows)
    theirs = Ridge(alpha=alpha, fit_intercept=False).fit(rows, wanted - bias, weight)

    assert np.abs(theirs.predict(rows) + bias - line.decision_function(rows)).max() < 1e-9


def test_what_each_word_gave_adds_up_to_the_score(
    archive: background.Archive, examples: list[fitting.Example]
) -> None:
    model = fitting.fit(examples, archive=archive).model
    fields = scan(WATCH, "ankare vid kaj", "", "")
    counted = features.document(fields)

    words = sum(contributions(fields, model).values())
    rules = sum(value * model.weights["rule"][name] for name, value in counted.rules.items())

    assert model.logit(counted) == pytest.approx(model.bias + words + RULE_WEIGHT * rules)
    assert model.space.stems
