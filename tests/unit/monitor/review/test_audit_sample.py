"""Dropped articles drawn at random and read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from monitor.core.actors import Actor
from monitor.core.clock import local
from monitor.core.errors import ConflictError, PermissionDeniedError
from monitor.core.resources import shipped
from monitor.core.store import Store
from monitor.judge.flags import judge_versions
from monitor.judge.registry import ensure_model
from monitor.judge.watchlist import import_watches
from monitor.review.audit_sample import Place, judge_sample, sample, sampled

AddArticle = Callable[..., int]
SARA = Actor("sara", "editor", 1)
DAY = -24 * 60


@pytest.fixture
def models(store: Store, tmp_path: Path) -> Path:
    store.insert(
        "users",
        {"username": "sara", "display_name": "Sara", "role": "editor", "created_at": store.now()},
    )
    import_watches(store, [shipped("data/watches/kompass.toml")])
    ensure_model(store, tmp_path / "models")
    return tmp_path / "models"


def today(store: Store) -> date:
    return local(store.clock.now()).date()


def a_week(store: Store, models: Path, add_article: AddArticle) -> None:
    versions = [add_article(f"Snö väntas, dag {n}", minutes=DAY - n) for n in range(20)]
    versions.append(add_article("Åby stoppar Kompass", minutes=DAY))
    judge_versions(store, versions, models)


def place(row: dict[str, int]) -> Place:
    return Place(row["article_id"], row["watch_id"])


def test_five_dropped_articles_are_drawn_and_the_same_all_day(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    a_week(store, models, add_article)

    drawn = sample(store, today(store))

    assert 5 == len(drawn)
    assert drawn == sample(store, today(store))
    assert "Åby stoppar Kompass" not in [row["title"] for row in drawn]


def test_another_day_draws_others(store: Store, models: Path, add_article: AddArticle) -> None:
    a_week(store, models, add_article)

    first, second = (sample(store, today(store) + timedelta(days=n)) for n in (0, 1))

    assert {row["title"] for row in first} != {row["title"] for row in second}


def test_nothing_is_drawn_on_a_sunday(store: Store, models: Path, add_article: AddArticle) -> None:
    a_week(store, models, add_article)
    sunday = today(store) + timedelta(days=6 - today(store).weekday())

    assert [] == sample(store, sunday)


def test_a_verdict_is_stored_with_a_flag_in_the_dropped_band(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    a_week(store, models, add_article)
    drawn = sample(store, today(store))

    flag = judge_sample(store, place(drawn[0]), "irrelevant", models, actor=SARA)

    stored = store.get("flags", flag)
    assert ("drop", "irrelevant") == (stored["band"], stored["verdict"])
    again = sample(store, today(store))
    assert [row["title"] for row in drawn] == [row["title"] for row in again]
    assert ["irrelevant", None] == [row["verdict"] for row in again[:2]]


def test_a_changed_mind_is_one_article_read(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    a_week(store, models, add_article)
    first = place(sample(store, today(store))[0])

    judge_sample(store, first, "irrelevant", models, actor=SARA)
    judge_sample(store, first, "relevant", models, actor=SARA)

    told = sampled(store)
    assert (1, 1) == (told.read, told.missed)


def test_an_article_that_was_not_drawn_is_refused(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    a_week(store, models, add_article)

    with pytest.raises(ConflictError):
        judge_sample(store, Place(21, 1), "relevant", models, actor=SARA)


def test_a_reader_may_not_judge(store: Store, models: Path, add_article: AddArticle) -> None:
    a_week(store, models, add_article)
    drawn = sample(store, today(store))

    with pytest.raises(PermissionDeniedError):
        judge_sample(store, place(drawn[0]), "relevant", models, actor=Actor("l", "reader", 1))


def test_unsure_verdicts_are_not_counted_as_read(
    store: Store, models: Path, add_article: AddArticle
) -> None:
    a_week(store, models, add_article)
    drawn = [place(row) for row in sample(store, today(store))]
    for each, verdict in zip(drawn, ("unsure", "irrelevant", "relevant"), strict=False):
        judge_sample(store, each, verdict, models, actor=SARA)
    store.execute("UPDATE flags SET verdict = 'relevant' WHERE band = 'flag'")

    told = sampled(store)

    assert (2, 1, 20, 1, 0) == (told.read, told.missed, told.dropped, told.found, told.waiting)
