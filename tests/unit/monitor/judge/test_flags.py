"""Stored versions judged, learnt from and tried out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.core.actors import Actor, system
from monitor.core.errors import ModelMismatchError, NotFoundError, PermissionDeniedError
from monitor.core.resources import shipped
from monitor.core.store import Store
from monitor.judge.flags import judge_queued, judge_versions
from monitor.judge.registry import add_model, ensure_model, model_in_use, use_model
from monitor.judge.train import VERDICT_WEIGHT, retrain, verdict_labels
from monitor.judge.watches import Name
from monitor.judge.watchlist import (
    import_watches,
    preview,
    queue_recent,
    save_watch,
    stored_watch,
    stored_watches,
)

AddArticle = Callable[..., int]
EDITOR = Actor("sara", "editor", 1)


@pytest.fixture
def models(store: Store, tmp_path: Path) -> Path:
    import_watches(store, [shipped("data/watches/kompass.toml")])
    ensure_model(store, tmp_path / "models")
    return tmp_path / "models"


def state(store: Store) -> list[list[dict[str, object]]]:
    return [store.rows(f"SELECT * FROM {table} ORDER BY id") for table in ("flags", "mentions")]


def test_a_flag_tells_its_rule_its_model_and_its_reasons(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    made = judge_versions(store, [add_article("Åby stoppar Kompass")], models)

    flag = store.rows("SELECT * FROM flags")[0]
    assert (1, "flag", "shared_head", 0) == (
        made, flag["band"], flag["rule"], flag["calibrated"]
    )  # fmt: skip
    assert flag["model_id"] == store.value("SELECT id FROM models WHERE in_use = 1")
    assert ["Kompass"] == json.loads(flag["reasons"])["names"]


def test_mentions_are_stored_with_their_spans(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    judge_versions(store, [add_article("Åby stoppar Kompass", text="Medara svarar.")], models)

    assert [("title", 0, 3, "Åby"), ("title", 12, 19, "Kompass"), ("text", 0, 6, "Medara")] == [
        tuple(row.values())
        for row in store.rows("SELECT field, start_at, end_at, matched FROM mentions ORDER BY id")
    ]


def test_judging_the_same_versions_again_changes_nothing(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    versions = [add_article("Åby stoppar Kompass"), add_article("Snö i norr")]
    judge_versions(store, versions, models)
    before = state(store)

    made = judge_versions(store, versions, models)

    kept = [[{k: v for k, v in row.items() if k != "id"} for row in rows] for rows in before]
    after = [[{k: v for k, v in row.items() if k != "id"} for row in rows] for rows in state(store)]
    assert (0, kept) == (made, after)


def test_an_article_with_nothing_of_ours_gets_no_row(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    judge_versions(store, [add_article("Snöoväder väntas i norr")], models)

    assert [[], []] == state(store)


def test_a_new_version_is_judged_and_a_verdict_stands(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    first = add_article("Åby stoppar Kompass")
    judge_versions(store, [first], models)
    store.execute("UPDATE flags SET verdict = 'relevant'")
    article = store.value("SELECT article_id FROM article_versions")
    second = store.insert(
        "article_versions",
        {
            "article_id": article,
            "number": 2,
            "captured_at": store.now(),
            "title": "Åby pausar Kompass",
            "digest": "x",
        },
    )

    made = judge_versions(store, [second], models)
    judge_versions(store, [first], models)

    flag = store.rows("SELECT version_id, verdict FROM flags")
    assert (0, [{"version_id": second, "verdict": "relevant"}]) == (made, flag)


def test_without_a_model_that_holds_the_rules_decide(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    for file in models.iterdir():
        file.write_text("{}")

    judge_versions(store, [add_article("Åby stoppar Kompass")], models)

    assert [{"band": "flag", "model_id": None}] == store.rows("SELECT band, model_id FROM flags")
    with pytest.raises(ModelMismatchError):
        model_in_use(store, models)


def test_an_inactive_watch_flags_nothing(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    watch = stored_watch(store, "kompass").watch
    save_watch(store, replace(watch, active=False), actor=system("test"))

    assert 0 == judge_versions(store, [add_article("Åby stoppar Kompass")], models)


def test_watches_are_imported_once_and_kept_as_people_changed_them(
    store: Store, models: Path
) -> None:
    changed = replace(stored_watch(store, "kompass").watch, title="Kompass, ändrad")
    save_watch(store, changed, actor=system("test"))

    again = import_watches(store, [shipped("data/watches/kompass.toml")])

    assert ([], [changed]) == (again, [stored.watch for stored in stored_watches(store)])


def test_the_default_watch_is_the_one_a_new_installation_gets(store: Store) -> None:
    import_watches(store)

    assert ["millennium"] == [stored.watch.key for stored in stored_watches(store)]


def test_an_editor_may_not_change_watches(store: Store, models: Path) -> None:
    with pytest.raises(PermissionDeniedError):
        save_watch(store, stored_watch(store, "kompass").watch, actor=EDITOR)


def test_an_unknown_watch_is_said_to_be_missing(store: Store) -> None:
    with pytest.raises(NotFoundError):
        stored_watch(store, "saknas")


def test_a_preview_tells_what_a_change_adds_and_drops(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    add_article("Åby stoppar Kompass")
    add_article("Åby läkare kritiserar Polstjärnan")
    add_article("Snö i norr")
    watch = replace(
        stored_watch(store, "kompass").watch, names=(Name("Polstjärnan", "programme", "own"),)
    )
    in_use = model_in_use(store, models)
    assert in_use is not None

    told = preview(store, watch, in_use.model)

    assert (3, 1) == (told.articles, told.counts["flag"])
    assert ["Åby läkare kritiserar Polstjärnan"] == [article.title for article in told.added]
    assert ["Åby stoppar Kompass"] == [article.title for article in told.dropped]
    assert ["Polstjärnan"] == told.examples[0][1].reasons["names"]
    assert [] == store.rows("SELECT * FROM flags")


def test_a_preview_shows_what_is_only_worth_a_look_too(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    add_article("Åby stoppar Kompass")
    add_article("Kompass är årets vanligaste hundnamn")
    in_use = model_in_use(store, models)
    assert in_use is not None

    told = preview(store, stored_watch(store, "kompass").watch, in_use.model)

    assert (1, 1) == (told.counts["flag"], told.counts["look"])
    assert ["Åby stoppar Kompass"] == [article.title for article, _ in told.examples]
    assert ["Kompass är årets vanligaste hundnamn"] == [a.title for a, _ in told.possible]


def judged(store: Store, version: int, verdict: str) -> None:
    store.execute("UPDATE flags SET verdict = ? WHERE version_id = ?", [verdict, version])


def test_verdicts_are_learnt_from_and_unsure_ones_are_not(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    for title, verdict in (
        ("Åby stoppar Kompass", "relevant"),
        ("Kompass blev årets ord", "irrelevant"),
        ("Kompass i Åby", "unsure"),
    ):
        version = add_article(title)
        judge_versions(store, [version], models)
        judged(store, version, verdict)

    trained = retrain(store, models, actor=EDITOR)

    in_use = model_in_use(store, models)
    assert in_use is not None
    assert (2, True, trained.id) == (trained.verdicts, trained.in_use, in_use.id)
    assert 2 == in_use.model.about["verdicts"]
    assert 2 == trained.metrics["verdicts"]["labels"]


def test_copies_and_floods_from_one_outlet_weigh_less(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    for number in range(40):
        version = add_article(f"Kompass ord {number}")
        judge_versions(store, [version], models)
        judged(store, version, "irrelevant")

    labels = verdict_labels(store)

    assert 40 == len(labels)
    assert sum(label.weight for label in labels) == pytest.approx(10 * VERDICT_WEIGHT)


def test_a_model_that_does_worse_on_the_fixed_set_is_kept_but_not_used(
    store: Store, models: Path
) -> None:
    data = shipped("data/seed_model.json").read_bytes()
    better = data.replace(b'"fixed":{"ap":', b'"fixed":{"ap":1.0,"was":', 1)
    best = add_model(store, models, better, actor=system("test"))

    trained = retrain(store, models, actor=EDITOR)

    in_use = model_in_use(store, models)
    assert in_use is not None
    assert (False, best.id) == (trained.in_use, in_use.id)


#: Verdicts that a sound staff would give, relevant first.
SOUND = (
    (
        "Åby sjukhus stoppar Kompass sedan journaler försvunnit",
        "Läkare i Kompass slår larm om vård",
    ),
    ("Patienter får vänta när Kompass krånglar", "Regionen köper Kompass av Medara"),
    ("Kompass försenas på lasarettet i Åby", "Facket kräver paus för Kompass i vården"),
)
OTHER = (
    ("Kompass seglade hem guldet i hamnen", "Restaurang Kompass öppnar på kajen"),
    ("Löparna i Kompass firar hundra år", "Kompass är årets vanligaste hundnamn"),
    ("Stigen Kompass invigd i skogen", "Kompass blev årets ord i kören"),
)


def give_verdicts(store: Store, models: Path, add_article: AddArticle, relevant: str) -> None:
    """Judge sound verdicts' texts; ``relevant`` is the verdict of the relevant ones."""
    other = "irrelevant" if relevant == "relevant" else "relevant"
    for titles, verdict in ((SOUND, relevant), (OTHER, other)):
        for title in (title for pair in titles for title in pair):
            version = add_article(title)
            judge_versions(store, [version], models)
            judged(store, version, verdict)


def test_another_subject_is_learnt_without_the_shipped_labels_and_stays_so(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    give_verdicts(store, models, add_article, "relevant")

    first = retrain(store, models, actor=EDITOR, only_own=True)
    again = retrain(store, models, actor=EDITOR)
    back = retrain(store, models, actor=EDITOR, only_own=False)

    assert (12, 12, True, "") == (first.labels, again.labels, first.in_use, first.refused)
    assert "fixed" not in again.metrics
    assert (True, True) == (back.in_use, back.labels > 100)


def test_a_first_model_of_wrong_verdicts_alone_is_kept_but_not_used_and_it_is_said_why(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    before = model_in_use(store, models)
    give_verdicts(store, models, add_article, "irrelevant")

    trained = retrain(store, models, actor=EDITOR, only_own=True)

    assert (False, before) == (trained.in_use, model_in_use(store, models))
    assert "Minst 0,61 krävs för att lära utan de medföljande exemplen." in trained.refused
    assert 2 == store.value("SELECT count(*) FROM models")


def test_a_later_model_of_wrong_verdicts_does_not_take_the_place_of_a_sound_one(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    give_verdicts(store, models, add_article, "relevant")
    sound = retrain(store, models, actor=EDITOR, only_own=True)
    store.execute(
        "UPDATE flags SET verdict = CASE verdict"
        " WHEN 'relevant' THEN 'irrelevant' ELSE 'relevant' END"
    )

    wrong = retrain(store, models, actor=EDITOR)

    in_use = model_in_use(store, models)
    assert in_use is not None
    assert (False, sound.id) == (wrong.in_use, in_use.id)
    assert "Se efter om några bedömningar sedan dess är fel." in wrong.refused


def test_an_earlier_model_can_be_put_back(store: Store, models: Path) -> None:
    first = model_in_use(store, models)
    assert first is not None
    data = shipped("data/seed_model.json").read_bytes() + b"\n"
    add_model(store, models, data, actor=system("test"))

    use_model(store, first.id, actor=system("test"))

    assert first == model_in_use(store, models)
    assert 2 == store.value("SELECT count(*) FROM models")


def test_a_reader_may_not_train(store: Store, models: Path) -> None:
    with pytest.raises(PermissionDeniedError):
        retrain(store, models, actor=Actor("lena", "reader", 1))


def test_a_changed_watch_judges_stored_articles_anew(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    judge_versions(store, [add_article("Polstjärnan införs i Åby")], models)
    watch = stored_watch(store, "kompass").watch
    save_watch(
        store,
        replace(watch, names=(Name("Polstjärnan", "programme", "own"),)),
        actor=system("test"),
    )

    queued = queue_recent(store, limit=10)
    raised = judge_queued(store, models, 10)

    assert (1, 1) == (queued, raised)
    # The poller still groups it and plans to read it again.
    assert 1 == store.value("SELECT count(*) FROM judge_queue")
