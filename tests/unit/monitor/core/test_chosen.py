from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from monitor.core.accounts import actor_named
from monitor.core.actors import system
from monitor.core.chosen import Following, at_start, choose, in_force
from monitor.core.errors import PermissionDeniedError
from monitor.core.schema import MIGRATIONS
from monitor.core.settings import FILE, Settings
from monitor.core.store import Store, open_store

FETCHING = "Hämtning"


def opened(settings: Settings) -> Store:
    return open_store(settings.database, [MIGRATIONS])


def test_a_process_that_runs_on_follows_what_is_chosen(tmp_path: Path) -> None:
    settings = Settings(state=tmp_path)
    with closing(opened(settings)) as store:
        following = Following(settings)
        before = following.now(store)
        choose(store, system("desk"), settings, FETCHING, {"fetch_max_mb": "3"}, 0)
        after = following.now(store)

        assert before is settings
        assert 3 == after.fetch_max_mb
        assert after is following.now(store)


def test_the_choice_is_in_force_before_the_file_is_opened_as_a_store(tmp_path: Path) -> None:
    settings = Settings(state=tmp_path)
    with closing(opened(settings)) as store:
        choose(store, system("desk"), settings, FETCHING, {"fetch_max_mb": "3"}, 0)

    assert 3 == at_start(settings).fetch_max_mb


@pytest.mark.parametrize("content", [None, b"", b"not a database"])
def test_a_file_that_holds_no_choices_changes_nothing(
    tmp_path: Path, content: bytes | None
) -> None:
    settings = Settings(state=tmp_path)
    if content is not None:
        settings.database.write_bytes(content)

    assert settings is at_start(settings)


def test_a_choice_that_no_longer_holds_is_left_out(tmp_path: Path) -> None:
    settings = Settings(state=tmp_path)
    with closing(opened(settings)) as store:
        choose(store, system("desk"), settings, FETCHING, {"fetch_max_mb": "3"}, 0)
        store.execute("UPDATE settings SET value = 'många'")

        assert settings == in_force(store, settings)


def test_a_file_in_the_middle_of_being_written_leaves_the_settings_as_they_were(
    tmp_path: Path,
) -> None:
    settings = Settings(state=tmp_path)
    with closing(opened(settings)) as store:
        following = Following(settings)
        choose(store, system("desk"), settings, FETCHING, {"fetch_max_mb": "3"}, 0)
        (tmp_path / FILE).write_text("fetch_max_mb = ", encoding="utf-8")
        halfway = following.now(store)
        (tmp_path / FILE).write_text("fetch_timeout_s = 9\n", encoding="utf-8")

        assert settings is halfway
        assert 3 == following.now(store).fetch_max_mb


def test_only_who_may_change_settings_chooses(tmp_path: Path) -> None:
    settings = Settings(state=tmp_path)
    with closing(opened(settings)) as store:
        store.execute(
            "INSERT INTO users (username, display_name, role, created_at)"
            " VALUES ('sara', 'Sara', 'editor', '2026-03-09T08:00:00Z')"
        )
        editor = actor_named(store, "sara")

        with pytest.raises(PermissionDeniedError):
            choose(store, editor, settings, FETCHING, {"fetch_max_mb": "3"}, 0)
