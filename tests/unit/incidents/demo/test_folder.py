"""The demo takes its place whole or not at all, and never a real Lägesbild's."""

from __future__ import annotations

from pathlib import Path

import pytest

from incidents.demo.folder import check_replaceable, is_demo, move_in, shown, workshop
from incidents.record.schema import open_whole
from monitor.core.errors import ConflictError
from monitor.core.settings import FILE


def _database(state: Path, *, demo: bool) -> None:
    store = open_whole(state / "lagesbild.db")
    if demo:
        store.execute("INSERT INTO meta (key, value) VALUES ('demo_now', '2026-03-13T15:40:00Z')")
    store.close()


def test_a_new_an_empty_and_an_earlier_demos_folder_may_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / FILE).write_text("", encoding="utf-8")
    _database(tmp_path / "demo", demo=True)

    for name in ("none", "empty", "settings", "demo"):
        check_replaceable(tmp_path / name)


def test_a_real_state_folder_is_refused(tmp_path: Path) -> None:
    _database(tmp_path, demo=False)

    with pytest.raises(ConflictError):
        check_replaceable(tmp_path)


def test_a_folder_with_other_files_and_a_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "brev.txt").write_text("hej", encoding="utf-8")

    with pytest.raises(ConflictError):
        check_replaceable(tmp_path)
    with pytest.raises(ConflictError):
        check_replaceable(tmp_path / "brev.txt")


def test_a_file_that_is_no_database_is_no_demo(tmp_path: Path) -> None:
    (tmp_path / "lagesbild.db").write_text("hej", encoding="utf-8")

    assert not is_demo(tmp_path)


def test_an_interrupted_build_leaves_the_old_demo_and_no_workshop(tmp_path: Path) -> None:
    state = tmp_path / "demo"
    _database(state, demo=True)

    with pytest.raises(KeyboardInterrupt), workshop(state) as folder:
        (folder / "lagesbild.db").write_text("halv", encoding="utf-8")
        raise KeyboardInterrupt

    assert is_demo(state)
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_what_a_killed_build_left_is_swept_away(tmp_path: Path) -> None:
    state = tmp_path / "demo"
    with workshop(state) as folder:
        left = folder
    left.mkdir()
    (left / "lagesbild.db").write_text("halv", encoding="utf-8")

    with workshop(state) as folder:
        assert list(folder.iterdir()) == []


def test_a_finished_build_replaces_the_old_and_keeps_the_settings(tmp_path: Path) -> None:
    state = tmp_path / "demo"
    _database(state, demo=True)
    (state / "evidence").mkdir()
    (state / FILE).write_text("contact = 'x'", encoding="utf-8")

    with workshop(state) as folder:
        (folder / "new").write_text("", encoding="utf-8")
        move_in(folder, state)

    assert sorted(path.name for path in state.iterdir()) == [FILE, "new"]
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_a_demo_that_is_being_shown_is_not_replaced(tmp_path: Path) -> None:
    state = tmp_path / "demo"
    _database(state, demo=True)

    with shown(state):
        with pytest.raises(ConflictError, match="visas redan"):
            check_replaceable(state)
        with workshop(state) as folder, pytest.raises(ConflictError, match="visas redan"):
            move_in(folder, state)

    check_replaceable(state)
    assert is_demo(state)
