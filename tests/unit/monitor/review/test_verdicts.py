"""Verdicts and the queue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.core.actors import Actor
from monitor.core.clock import HeldClock
from monitor.core.errors import ConflictError, InputError, NotFoundError, PermissionDeniedError
from monitor.core.resources import shipped
from monitor.core.store import Store
from monitor.judge.flags import judge_versions
from monitor.judge.registry import ensure_model
from monitor.judge.watchlist import import_watches
from monitor.review.queue import Filter, card, cards, count
from monitor.review.verdicts import give_verdict, standing_verdict, undo_verdict, verdict_history

AddArticle = Callable[..., int]


@pytest.fixture
def sara(store: Store) -> Actor:
    key = store.insert(
        "users",
        {
            "username": "sara",
            "display_name": "Sara Holm",
            "role": "editor",
            "created_at": store.now(),
        },
    )
    return Actor("sara", "editor", key, "Sara Holm")


@pytest.fixture
def flag(store: Store, tmp_path: Path, add_article: AddArticle) -> int:
    import_watches(store, [shipped("data/watches/kompass.toml")])
    ensure_model(store, tmp_path / "models")
    judge_versions(store, [add_article("Åby stoppar Kompass")], tmp_path / "models")
    return int(store.value("SELECT id FROM flags"))


def test_a_verdict_stands_on_its_flag_and_in_the_audit_trail(
    store: Store, flag: int, sara: Actor
) -> None:
    key = give_verdict(store, flag, "relevant", actor=sara)

    assert "relevant" == store.value("SELECT verdict FROM flags WHERE id = ?", [flag])
    assert ("sara", "insert") == tuple(
        store.rows(
            "SELECT actor, action FROM audit WHERE table_name = 'verdicts' AND row_id = ?", [key]
        )[0].values()
    )


def test_the_same_verdict_again_changes_nothing(store: Store, flag: int, sara: Actor) -> None:
    first = give_verdict(store, flag, "relevant", actor=sara)

    assert first == give_verdict(store, flag, "relevant", actor=sara)
    assert 1 == len(verdict_history(store, flag))


def test_a_new_verdict_replaces_the_old_and_undo_brings_it_back(
    store: Store, flag: int, sara: Actor, clock: HeldClock
) -> None:
    give_verdict(store, flag, "relevant", actor=sara)
    clock.set(clock.now() + timedelta(minutes=1))
    give_verdict(store, flag, "irrelevant", actor=sara)
    clock.set(clock.now() + timedelta(minutes=1))

    back = undo_verdict(store, flag, actor=sara)

    standing = standing_verdict(store, flag)
    assert standing is not None
    assert ("relevant", "relevant") == (back, standing["verdict"])
    assert 2 == len(verdict_history(store, flag))


def test_undoing_the_only_verdict_leaves_the_flag_unjudged(
    store: Store, flag: int, sara: Actor
) -> None:
    give_verdict(store, flag, "unsure", actor=sara)

    assert undo_verdict(store, flag, actor=sara) is None
    assert standing_verdict(store, flag) is None
    assert 1 == count(store)


def test_an_undone_verdict_is_not_brought_back_by_a_later_undo(
    store: Store, flag: int, sara: Actor, clock: HeldClock
) -> None:
    give_verdict(store, flag, "relevant", actor=sara)
    clock.set(clock.now() + timedelta(minutes=1))
    undo_verdict(store, flag, actor=sara)
    clock.set(clock.now() + timedelta(minutes=1))
    give_verdict(store, flag, "irrelevant", actor=sara)

    assert undo_verdict(store, flag, actor=sara) is None


def test_within_one_second_what_was_taken_back_stays_so_and_what_was_replaced_comes_back(
    store: Store, flag: int, sara: Actor
) -> None:
    give_verdict(store, flag, "relevant", actor=sara)
    undo_verdict(store, flag, actor=sara)
    give_verdict(store, flag, "unsure", actor=sara)
    give_verdict(store, flag, "irrelevant", actor=sara)

    assert "unsure" == undo_verdict(store, flag, actor=sara)
    assert undo_verdict(store, flag, actor=sara) is None


def test_there_must_be_a_verdict_to_undo(store: Store, flag: int, sara: Actor) -> None:
    with pytest.raises(ConflictError):
        undo_verdict(store, flag, actor=sara)


def test_a_reader_may_not_judge(store: Store, flag: int) -> None:
    with pytest.raises(PermissionDeniedError):
        give_verdict(store, flag, "relevant", actor=Actor("lena", "reader", 1))


def test_an_unknown_verdict_and_an_unknown_flag_are_refused(
    store: Store, flag: int, sara: Actor
) -> None:
    with pytest.raises(InputError):
        give_verdict(store, flag, "kanske", actor=sara)
    with pytest.raises(NotFoundError):
        give_verdict(store, flag + 1, "relevant", actor=sara)


def test_unjudged_and_probably_serious_stand_first_then_the_newest(
    store: Store, flag: int, sara: Actor, tmp_path: Path, add_article: AddArticle
) -> None:
    versions = [
        add_article("Medara byter namn i Västmark", minutes=1),
        add_article("Produktverket granskar Kompass", minutes=2),
        add_article("Kompass nämns här", minutes=3),
    ]
    judge_versions(store, versions, tmp_path / "models")
    doubtful = {"band": "look", "score": 0.3}
    key = store.value("SELECT id FROM flags WHERE version_id = ?", [versions[2]])
    store.update("flags", key, doubtful)
    give_verdict(store, flag, "relevant", actor=sara)

    shown = [each.row["title"] for each in cards(store, Filter(state="all"))]

    assert ["Produktverket granskar Kompass", "Medara byter namn i Västmark"] == shown[:2]
    assert ["Kompass nämns här", "Åby stoppar Kompass"] == shown[2:]


def test_filters_narrow_the_queue(
    store: Store, flag: int, sara: Actor, tmp_path: Path, add_article: AddArticle
) -> None:
    judge_versions(
        store, [add_article("Åby pausar Kompass", outlet="Radio Västmark")], tmp_path / "models"
    )
    give_verdict(store, flag, "relevant", actor=sara)

    assert 1 == count(store)
    assert 1 == count(store, Filter(state="judged"))
    assert 2 == count(store, Filter(state="all"))
    assert 1 == count(store, Filter(state="all", outlet="Radio Västmark"))
    assert 0 == count(store, Filter(state="all", watch="millennium"))


def test_copies_of_one_text_are_one_card_that_counts_them(
    store: Store, flag: int, tmp_path: Path, add_article: AddArticle
) -> None:
    version = add_article("Åby stoppar Kompass", outlet="Nyhetsbyrån Telegram")
    judge_versions(store, [version], tmp_path / "models")
    first = store.get("flags", flag)["article_id"]
    store.execute("UPDATE articles SET copy_of = ? WHERE id <> ?", [first, first])

    shown = cards(store)

    assert [1] == [each.row["copies"] for each in shown]
    assert 2 == count(store, Filter(folded=False))


def test_a_card_tells_why_in_swedish_and_shows_no_percentage_yet(store: Store, flag: int) -> None:
    shown = card(store, flag)

    assert shown.percentage is None
    assert any("Kompass" in sentence for sentence in shown.why)
    with pytest.raises(NotFoundError):
        card(store, flag + 1)
