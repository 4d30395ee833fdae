from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.core import accounts, signin
from monitor.core.actors import Actor, system
from monitor.core.clock import HeldClock
from monitor.core.errors import (
    ConflictError,
    InputError,
    NotFoundError,
    PermissionDeniedError,
)
from monitor.core.schema import MIGRATIONS
from monitor.core.store import Store, open_store

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
PASSWORD = "fyra torra ekar"
EDITOR = Actor("sara", "editor", 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "lagesbild.db", [MIGRATIONS], HeldClock(NOW))
    yield opened
    opened.close()


@pytest.fixture
def administrator(store: Store) -> Actor:
    secret = accounts.first_invitation(store)
    assert secret
    accounts.accept(store, secret, "x", username="anna", display_name="Anna Berg")
    return accounts.actor_named(store, "anna")


def advance(store: Store, by: timedelta) -> None:
    assert isinstance(store.clock, HeldClock)
    store.clock.set(store.clock.now() + by)


def add(store: Store, administrator: Actor, role: str = "editor") -> int:
    return accounts.add_user(store, administrator, "sara", display_name="Sara Holm", role=role)


def test_the_first_link_makes_an_administrator(store: Store) -> None:
    secret = accounts.first_invitation(store)

    assert secret
    accounts.accept(store, secret, "x", username="anna", display_name="Anna Berg")

    assert "administrator" == accounts.actor_named(store, "anna").role
    assert accounts.has_administrator(store)


def test_there_is_no_first_link_once_somebody_manages_accounts(
    store: Store, administrator: Actor
) -> None:
    assert accounts.first_invitation(store) is None


def test_a_new_first_link_ends_the_earlier_one(store: Store) -> None:
    earlier = accounts.first_invitation(store)
    accounts.first_invitation(store)

    assert earlier
    with pytest.raises(NotFoundError):
        accounts.invitation(store, earlier)


def test_a_link_works_once(store: Store, administrator: Actor) -> None:
    secret = accounts.invite(store, administrator, add(store, administrator))
    accounts.accept(store, secret, "x")

    with pytest.raises(NotFoundError):
        accounts.accept(store, secret, "y")


def test_a_link_grows_too_old(store: Store, administrator: Actor) -> None:
    secret = accounts.invite(store, administrator, add(store, administrator))
    advance(store, accounts.INVITATION_LIFE)

    with pytest.raises(NotFoundError):
        accounts.invitation(store, secret)


def test_a_new_link_ends_running_sessions_when_it_is_used(
    store: Store, administrator: Actor
) -> None:
    user_id = add(store, administrator)
    session = signin.start_session(store, user_id, hours=1)
    secret = accounts.invite(store, administrator, user_id)

    accounts.accept(store, secret, "new")

    assert signin.find_session(store, session, idle_minutes=120) is None


def test_secrets_are_not_stored(store: Store, administrator: Actor) -> None:
    secret = accounts.invite(store, administrator, add(store, administrator))

    kept = [row["token_hash"] for row in store.rows("SELECT token_hash FROM invitations")]

    assert secret not in kept


def test_a_new_account_has_no_password(store: Store, administrator: Actor) -> None:
    add(store, administrator)

    assert store.value("SELECT password_hash FROM users WHERE username = 'sara'") is None


@pytest.mark.parametrize("username", ["", "a", "sara holm", "../etc", "x" * 41])
def test_a_badly_formed_name_is_refused(store: Store, administrator: Actor, username: str) -> None:
    with pytest.raises(InputError) as refused:
        accounts.add_user(store, administrator, username, display_name="S", role="editor")

    assert "username" == refused.value.facts["name"]


def test_a_taken_name_is_refused_whatever_its_case(store: Store, administrator: Actor) -> None:
    add(store, administrator)

    with pytest.raises(InputError):
        accounts.add_user(store, administrator, "SARA", display_name="S", role="editor")


def test_only_who_may_manage_accounts_can(store: Store) -> None:
    with pytest.raises(PermissionDeniedError):
        accounts.add_user(store, EDITOR, "per", display_name="Per", role="administrator")


def test_the_last_administrator_can_neither_leave_nor_step_down(
    store: Store, administrator: Actor
) -> None:
    assert administrator.user_id
    with pytest.raises(ConflictError):
        accounts.disable(store, administrator, administrator.user_id)
    with pytest.raises(ConflictError):
        accounts.set_role(store, administrator, administrator.user_id, "reader")


def test_a_closed_account_is_signed_out_and_stays_out(store: Store, administrator: Actor) -> None:
    user_id = add(store, administrator)
    session = signin.start_session(store, user_id, hours=1)

    accounts.disable(store, administrator, user_id)

    assert signin.find_session(store, session, idle_minutes=120) is None
    with pytest.raises(NotFoundError):
        accounts.actor_named(store, "sara")


def test_a_role_holds_from_the_next_look(store: Store, administrator: Actor) -> None:
    user_id = add(store, administrator)
    session = signin.start_session(store, user_id, hours=1)

    accounts.set_role(store, administrator, user_id, "reader")

    found = signin.find_session(store, session, idle_minutes=120)
    assert found
    assert "reader" == found.actor.role


def test_every_change_of_an_account_is_on_the_audit_trail_without_its_password(
    store: Store, administrator: Actor
) -> None:
    user_id = add(store, administrator)
    accounts.set_role(store, administrator, user_id, "reader")

    rows = store.rows(
        "SELECT actor, action, after FROM audit JOIN audit_values ON audit_id = audit.id"
        " WHERE table_name = 'users' AND row_id = ? ORDER BY audit.id",
        [user_id],
    )

    assert [("anna", "insert"), ("anna", "update")] == [(r["actor"], r["action"]) for r in rows]
    assert all("password" not in row["after"] for row in rows)


def test_the_system_is_not_an_account(store: Store) -> None:
    with pytest.raises(NotFoundError):
        accounts.actor_named(store, system("poller").name)
