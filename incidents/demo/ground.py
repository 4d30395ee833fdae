"""What is in place before the demo week: accounts, watch, sources, organisations, series, lists.

Everything goes through the functions behind the desk's own forms, as the person who would do it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from incidents.demo.content import Press
from incidents.demo.stage import Stage
from incidents.record import people, series
from incidents.report import recipients
from monitor.core import accounts
from monitor.core.actors import Actor
from monitor.core.resources import shipped
from monitor.core.signin import hash_password
from monitor.intake.opml import SourceLine
from monitor.intake.sources import import_sources
from monitor.judge.registry import ensure_model
from monitor.judge.watches import from_toml
from monitor.judge.watchlist import save_watch

Ground = Mapping[str, Any]

_WATCHES = ("kompass", "linneporten")


@dataclass(frozen=True, slots=True)
class Login:
    """An account that can be signed in to, with the password made for this build."""

    user: str
    role: str
    password: str


def make_accounts(stage: Stage, ground: Ground) -> list[Login]:
    """Make the accounts through one-time links, as on any first day; return their logins."""
    first, *others = ground["user"]
    secret = accounts.first_invitation(stage.store)
    assert secret is not None
    logins = [_accept(stage, secret, first)]
    administrator = stage.actor(first["username"])
    for user in others:
        user_id = accounts.add_user(
            stage.store,
            administrator,
            user["username"],
            display_name=user["name"],
            role=user["role"],
            email=f"{user['username']}@rvm.example",
        )
        secret = accounts.invite(stage.store, administrator, user_id)
        logins.append(_accept(stage, secret, user))
    return logins


def _accept(stage: Stage, secret: str, user: Mapping[str, str]) -> Login:
    username, password = user["username"], secrets.token_urlsafe(12)
    accounts.accept(
        stage.store,
        secret,
        hash_password(password, username),
        username=username,
        display_name=user["name"],
    )
    return Login(username, user["role"], password)


def watch_the_press(stage: Stage, press: Press, administrator: Actor) -> None:
    """Add the watches, the model and the six media's feeds."""
    ensure_model(stage.store, stage.settings.models)
    for key in _WATCHES:
        watch = from_toml(shipped(f"data/watches/{key}.toml").read_text(encoding="utf-8"))
        save_watch(stage.store, watch, actor=administrator)
    lines = [
        SourceLine(
            title=outlet.name,
            url=outlet.feed_url,
            kind="sitemap" if outlet.feed == "sitemap" else "feed",
            outlet=outlet.name,
            short_name=outlet.key,
            outlet_kind=outlet.kind,
            homepage=outlet.url("/"),
        )
        for outlet in press.outlets
    ]
    import_sources(stage.store, administrator, lines)


def introduce(stage: Stage, ground: Ground, editor: Actor) -> None:
    """Enter the organisations and the persons who speak for them."""
    for row in ground["organisation"]:
        people.add_organisation(stage.store, editor, people.NewOrganisation(**row))
    for row in ground["person"]:
        organisation_id = stage.organisation(row["organisation"])
        assert organisation_id is not None
        position = people.NewPosition(
            title=row["title"], short_title=row["short_title"], spokesperson=row["spokesperson"]
        )
        people.add_person(
            stage.store, editor, row["name"], organisation_id=organisation_id, position=position
        )


def start_series(stage: Stage, ground: Ground, editor: Actor) -> None:
    """Start the report series."""
    series.add(stage.store, editor, series.NewSeries(**ground["series"]))


def make_lists(stage: Stage, ground: Ground, administrator: Actor) -> None:
    """Make the distribution lists."""
    for row in ground["list"]:
        list_id = recipients.add_list(stage.store, administrator, row["name"])
        for one in row["recipients"]:
            recipients.add(stage.store, administrator, list_id, recipients.NewRecipient(**one))
