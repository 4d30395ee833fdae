"""Learning, the model's file, and scoring without scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from monitor.core.errors import ModelMismatchError, NotEnoughLabelsError
from monitor.core.resources import shipped
from monitor.judge import model as fitting
from monitor.judge.features import document, pieces
from monitor.judge.labels import Label, digest, seed_labels
from monitor.judge.mentions import scan
from monitor.judge.reasons import contributions
from monitor.judge.scoring import RULE_WEIGHT, load
from monitor.judge.train import learn


@pytest.fixture(scope="module")
def labels() -> list[Label]:
    return seed_labels()


@pytest.fixture(scope="module")
def learnt(labels: list[Label]) -> fitting.Fitted:
    return learn(labels)


def test_the_shipped_model_was_learnt_from_the_shipped_labels(labels: list[Label]) -> None:
    model = load(shipped("data/seed_model.json").read_bytes())

    assert digest(labels) == model.about["training_digest"]


def test_the_shipped_model_is_what_training_gives_today(
    labels: list[Label], learnt: fitting.Fitted
) -> None:
    model = load(shipped("data/seed_model.json").read_bytes())

    documents = [label.document() for label in labels]
    apart = [abs(model.logit(each) - learnt.model.logit(each)) for each in documents]

    assert max(apart) < 1e-3


def test_the_plain_score_equals_scikit_learns_own(labels: list[Label]) -> None:
    examples = [
        fitting.Example(label.document(), label.relevant, label.group, label.weight)
        for label in labels
    ]
    documents = [example.document for example in examples]
    counted = fitting.counted(documents)
    values = fitting.matrix(counted, documents)
    theirs = fitting.classifier(examples, values).decision_function(values)

    model = load(fitting.fit(examples).data)
    ours = [model.logit(example.document) for example in examples]

    assert np.abs(theirs - ours).max() < 1e-9


def test_pieces_are_cut_as_scikit_learn_cuts_them() -> None:
    theirs = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5)).build_analyzer()

    assert [theirs(word) for word in ("a", "om", "vard", "journalsystem")] == [
        list(pieces(word)) for word in ("a", "om", "vard", "journalsystem")
    ]


def test_the_same_labels_give_the_same_bytes(labels: list[Label], learnt: fitting.Fitted) -> None:
    assert learnt.data == learn(labels).data


def test_unseen_seed_labels_are_ranked_well(learnt: fitting.Fitted) -> None:
    assert learnt.model.about["metrics"]["fixed"]["ap"] >= 0.95


def test_a_model_is_small(learnt: fitting.Fitted) -> None:
    assert len(learnt.data) < 2_000_000


def test_a_changed_file_is_refused(learnt: fitting.Fitted) -> None:
    changed = learnt.data.replace(b'"bias":', b'"bias": ', 1)

    with pytest.raises(ModelMismatchError) as caught:
        load(changed, learnt.model.digest)

    assert learnt.model.digest == caught.value.facts["expected"]


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"format": 99}', b"\xff\xfe"])
def test_what_is_no_model_is_refused(data: bytes) -> None:
    with pytest.raises(ModelMismatchError):
        load(data)


def test_too_few_labels_of_one_kind_are_refused(labels: list[Label]) -> None:
    with pytest.raises(NotEnoughLabelsError) as caught:
        learn([label for label in labels if label.relevant])

    assert {"have": 0, "need": fitting.NEED} == caught.value.facts


def test_names_are_masked_so_that_a_rename_changes_no_score(labels: list[Label]) -> None:
    label = next(label for label in labels if "PROGRAMME" in label.title)
    renamed = label.title.replace("PROGRAMME", "Polstjärnan")
    watch = label.watch
    other = type(watch)(
        watch.key,
        watch.title,
        watch.kind,
        tuple(
            type(name)(name.text.replace("PROGRAMME", "Polstjärnan"), name.kind, name.strength)
            for name in watch.names
        ),
        watch.context,
        watch.near,
        watch.people,
        watch.places,
    )

    assert document(scan(watch, label.title, "", "")) == document(scan(other, renamed, "", ""))


def test_the_words_contributions_and_the_rules_add_up_to_the_score(
    learnt: fitting.Fitted, labels: list[Label]
) -> None:
    label = next(label for label in labels if label.lede and label.relevant)
    fields = scan(label.watch, label.title, label.lede, label.text)
    counted = document(fields)
    model = learnt.model

    words = sum(contributions(fields, model).values())
    rules = sum(value * model.weights["rule"][name] for name, value in counted.rules.items())

    assert model.logit(counted) == pytest.approx(model.bias + words + RULE_WEIGHT * rules)
