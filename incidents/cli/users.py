"""``lagesbild users``: accounts, for the one who has the machine."""

from __future__ import annotations

from contextlib import closing

import click

from monitor.core import accounts
from monitor.core.actors import ROLES
from monitor.core.command_line import Group, Runtime, print_listing, upkeep_user
from monitor.core.messages import label


@click.group(cls=Group)
def users() -> None:
    """Användare och roller."""


@users.command("list")
@click.option("--json", "as_json", is_flag=True, help="Skriv JSON.")
@click.pass_obj
def list_users(runtime: Runtime, *, as_json: bool) -> None:
    """Visa alla användare."""
    with closing(runtime.open_store(runtime.settings)) as store:
        rows = [
            {
                **person,
                "role_label": label("role", person["role"]),
                "state": _state(person["disabled_at"], invited=bool(person["invited"])),
            }
            for person in accounts.people(store)
        ]
    columns = {
        "username": "Användare",
        "display_name": "Namn",
        "role_label": "Roll",
        "state": "Läge",
    }
    print_listing(rows, columns, as_json=as_json, empty="Det finns inga användare.")


def _state(disabled_at: str | None, *, invited: bool) -> str:
    if disabled_at:
        return "avstängd"
    return "inbjuden" if invited else "aktiv"


@users.command("add")
@click.argument("username")
@click.option("--name", "display_name", required=True, help="Personens namn.")
@click.option("--role", type=click.Choice(list(ROLES)), required=True, help="Personens roll.")
@click.option("--email", default="", help="Personens e-postadress.")
@click.option("--as", "as_user", help="Vem som lägger till.")
@click.pass_obj
def add(
    runtime: Runtime,
    username: str,
    *,
    display_name: str,
    role: str,
    email: str,
    as_user: str | None,
) -> None:
    """Lägg till en användare och skriv ut engångslänken för att välja lösenord."""
    with closing(runtime.open_store(runtime.settings)) as store:
        actor = upkeep_user(runtime, store, as_user)
        with store.writing(actor):
            key = accounts.add_user(
                store, actor, username, display_name=display_name, role=role, email=email
            )
            secret = accounts.invite(store, actor, key)
    _tell_link(runtime, secret)


def _tell_link(runtime: Runtime, secret: str) -> None:
    click.echo(f"{runtime.settings.desk_url.rstrip('/')}/-/lagesbild/inbjudan/{secret}")


@users.command("invite")
@click.argument("username")
@click.option("--as", "as_user", help="Vem som bjuder in.")
@click.pass_obj
def invite(runtime: Runtime, username: str, as_user: str | None) -> None:
    """Skriv ut en ny engångslänk, för den som har glömt sitt lösenord eller låst sig ute."""
    with closing(runtime.open_store(runtime.settings)) as store:
        actor = upkeep_user(runtime, store, as_user)
        secret = accounts.invite(store, actor, accounts.actor_named(store, username).user_id or 0)
    _tell_link(runtime, secret)


@users.command("disable")
@click.argument("username")
@click.option("--as", "as_user", help="Vem som stänger av.")
@click.pass_obj
def disable(runtime: Runtime, username: str, as_user: str | None) -> None:
    """Stäng av en användare; pågående inloggningar upphör genast."""
    with closing(runtime.open_store(runtime.settings)) as store:
        actor = upkeep_user(runtime, store, as_user)
        accounts.disable(store, actor, accounts.actor_named(store, username).user_id or 0)
    click.echo(f"{username} är avstängd.")
