from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from monitor.core import signin
from monitor.core.clock import HeldClock
from monitor.core.errors import ConflictError, InputError, NotFoundError
from monitor.core.messages import explain
from monitor.core.schema import MIGRATIONS
from monitor.core.settings import Settings
from monitor.core.store import Store, open_store

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
HERE = "192.0.2.1"
ELSEWHERE = "192.0.2.2"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "lagesbild.db", [MIGRATIONS], HeldClock(NOW))
    opened.insert(
        "users",
        {
            "username": "sara",
            "display_name": "Sara Holm",
            "role": "editor",
            "password_hash": "x",
            "created_at": opened.now(),
        },
    )
    yield opened
    opened.close()


def advance(store: Store, by: timedelta) -> None:
    assert isinstance(store.clock, HeldClock)
    store.clock.set(store.clock.now() + by)


def fail(store: Store, times: int, username: str = "sara", address: str = HERE) -> None:
    for _ in range(times):
        signin.begin_sign_in(store, username, address)


def test_a_right_password_fits_and_a_wrong_one_does_not() -> None:
    hashed = signin.hash_password("fyra torra ekar")

    assert signin.password_fits(hashed, "fyra torra ekar")
    assert not signin.password_fits(hashed, "fyra torra ekor")


def test_passwords_are_hashed_with_argon2id() -> None:
    assert signin.hash_password("fyra torra ekar").startswith("$argon2id$")


def test_a_name_nobody_has_costs_a_real_check_too() -> None:
    assert not signin.password_fits(None, "fyra torra ekar")
    assert signin.password_fits(PasswordHasher().hash("å" * 12), "å" * 12)


def test_a_letter_typed_in_two_ways_is_the_same_password() -> None:
    assert signin.password_fits(
        signin.hash_password("blå ekar i vår"), "bla\u030a ekar i va\u030ar"
    )


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("kort", "minst 12"),
        ("elva tecken", "minst 12"),
        ("ab" * 10, "upprepar"),
        ("sara.holm.2026", "användarnamnet"),
        ("x y z " * 60, "högst"),
        ("Sommaren2026!", "lätt att gissa"),
        ("VästraGötaland1", "lätt att gissa"),
    ],
)
def test_a_weak_password_is_refused_with_what_is_wanted(password: str, word: str) -> None:
    with pytest.raises(InputError) as refused:
        signin.hash_password(password, "sara.holm")

    assert word in explain(refused.value)
    assert "password" == refused.value.facts["name"]


def test_signing_in_starts_a_session(store: Store) -> None:
    attempt = signin.begin_sign_in(store, "Sara", HERE)
    secret = signin.finish_sign_in(store, attempt, hours=12)

    found = signin.find_session(store, secret, idle_minutes=120)

    assert found
    assert ("sara", "editor", "Sara Holm") == (
        found.actor.name,
        found.actor.role,
        found.actor.display,
    )


def test_a_session_ends_by_itself(store: Store) -> None:
    secret = signin.finish_sign_in(store, signin.begin_sign_in(store, "sara", HERE), hours=12)
    advance(store, timedelta(hours=12) - timedelta(minutes=1))
    signin.note_seen(store, secret)
    advance(store, timedelta(minutes=1))

    assert signin.find_session(store, secret, idle_minutes=120) is None


def test_a_session_left_alone_ends_before_its_hours_are_out(store: Store) -> None:
    secret = signin.finish_sign_in(store, signin.begin_sign_in(store, "sara", HERE), hours=12)
    advance(store, timedelta(minutes=119))
    used = signin.find_session(store, secret, idle_minutes=120)
    signin.note_seen(store, secret)
    advance(store, timedelta(minutes=119))

    still = signin.find_session(store, secret, idle_minutes=120)
    advance(store, timedelta(minutes=1))

    assert used
    assert used.unseen
    assert still
    assert signin.find_session(store, secret, idle_minutes=120) is None


def test_turning_pages_is_not_noted_each_time(store: Store) -> None:
    secret = signin.finish_sign_in(store, signin.begin_sign_in(store, "sara", HERE), hours=12)
    advance(store, timedelta(minutes=4))

    found = signin.find_session(store, secret, idle_minutes=120)

    assert found
    assert not found.unseen


def test_signing_in_again_ends_the_session_before(store: Store) -> None:
    first = signin.finish_sign_in(store, signin.begin_sign_in(store, "sara", HERE), hours=12)

    attempt = signin.begin_sign_in(store, "sara", HERE)
    second = signin.finish_sign_in(store, attempt, hours=12, before=first)

    assert signin.find_session(store, first, idle_minutes=120) is None
    assert signin.find_session(store, second, idle_minutes=120)


def test_a_session_ends_when_the_person_signs_out(store: Store) -> None:
    secret = signin.finish_sign_in(store, signin.begin_sign_in(store, "sara", HERE), hours=12)

    signin.end_session(store, secret)

    assert signin.find_session(store, secret, idle_minutes=120) is None


def test_a_session_is_stored_as_a_digest_only(store: Store) -> None:
    secret = signin.finish_sign_in(store, signin.begin_sign_in(store, "sara", HERE), hours=12)

    assert secret not in store.value("SELECT token_hash FROM sessions")


def test_an_unknown_name_is_an_attempt_like_any_other(store: Store) -> None:
    attempt = signin.begin_sign_in(store, "ingen", HERE)

    assert attempt.password_hash is None
    with pytest.raises(NotFoundError):
        signin.finish_sign_in(store, attempt, hours=12)


def test_five_misses_from_one_address_close_the_door_for_a_while(store: Store) -> None:
    fail(store, 5)

    with pytest.raises(ConflictError) as refused:
        signin.begin_sign_in(store, "sara", HERE)

    assert "Försök igen efter klockan 10.16, om 16 min." in explain(refused.value)


def test_the_door_opens_again(store: Store) -> None:
    fail(store, 5)
    advance(store, signin.WINDOW)

    assert signin.begin_sign_in(store, "sara", HERE).user_id


def test_misses_elsewhere_do_not_shut_the_person_out(store: Store) -> None:
    fail(store, 5, address=ELSEWHERE)

    assert signin.begin_sign_in(store, "sara", HERE).user_id


def test_many_addresses_against_one_name_slow_it_down_but_shut_nobody_out(store: Store) -> None:
    waits = []
    for number in range(200):
        waits.append(signin.begin_sign_in(store, "sara", f"198.51.100.{number}").wait_s)

    on_call = signin.begin_sign_in(store, "sara", HERE)

    assert on_call.user_id
    assert signin.SLOWEST_S == on_call.wait_s
    assert [0.0, 1.0, 2.0, 4.0, 8.0] == sorted(set(waits))


def test_the_slowness_passes_with_the_window(store: Store) -> None:
    for number in range(40):
        fail(store, 1, address=f"198.51.100.{number}")
    advance(store, signin.WINDOW)

    assert 0.0 == signin.begin_sign_in(store, "sara", HERE).wait_s


def test_a_name_nobody_has_is_slowed_down_and_shut_out_just_the_same(store: Store) -> None:
    for number in range(20):
        fail(store, 1, username="ingen", address=f"198.51.100.{number}")
    assert signin.SLOW_S == signin.begin_sign_in(store, "ingen", HERE).wait_s

    fail(store, 4, username="ingen")

    with pytest.raises(ConflictError):
        signin.begin_sign_in(store, "ingen", HERE)


def test_one_address_against_many_names_is_slowed_down_and_then_stopped(store: Store) -> None:
    for number in range(signin.ADDRESS_LIMIT):
        fail(store, 1, username=f"namn{number}")

    with pytest.raises(ConflictError):
        signin.begin_sign_in(store, "namn1000", HERE)


def test_who_has_signed_in_from_an_address_is_not_shut_out_by_a_colleague_there(
    store: Store,
) -> None:
    signin.finish_sign_in(store, signin.begin_sign_in(store, "sara", HERE), hours=1)
    advance(store, timedelta(days=1))
    for number in range(signin.ADDRESS_LIMIT):
        fail(store, 1, username=f"namn{number}")

    attempt = signin.begin_sign_in(store, "sara", HERE)

    assert attempt.user_id
    assert signin.SLOWEST_S == attempt.wait_s


def test_right_and_wrong_wait_alike(store: Store) -> None:
    for number in range(20):
        fail(store, 1, address=f"198.51.100.{number}")

    attempt = signin.begin_sign_in(store, "sara", HERE)

    assert signin.SLOW_S == attempt.wait_s
    assert signin.finish_sign_in(store, attempt, hours=1)


def test_a_success_wipes_the_slate_for_that_name_and_address(store: Store) -> None:
    fail(store, 4)
    advance(store, timedelta(seconds=1))
    signin.finish_sign_in(store, signin.begin_sign_in(store, "sara", HERE), hours=1)
    advance(store, timedelta(seconds=1))

    fail(store, 4)

    assert signin.begin_sign_in(store, "sara", HERE).user_id


def test_old_attempts_are_forgotten(store: Store) -> None:
    fail(store, 1, address=ELSEWHERE)
    advance(store, signin.ATTEMPTS_KEPT + timedelta(days=1))

    fail(store, 1)

    assert [HERE] == [row["address"] for row in store.rows("SELECT address FROM login_attempts")]


@pytest.mark.parametrize(
    ("proxy", "header", "on"),
    [("", "", ""), ("10.0.0.1", "", ""), ("10.0.0.1", "X-User", "10.0.0.1")],
)
def test_the_proxy_is_believed_only_when_both_settings_are_set(
    proxy: str, header: str, on: str
) -> None:
    settings = Settings(trusted_proxy=proxy, proxy_user_header=header)

    assert on == signin.proxy_sign_on(settings)
