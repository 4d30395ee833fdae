"""``lagesbild users``: accounts, for the one who has the machine."""

from __future__ import annotations

from contextlib import closing

import click

from monitor.core import accounts
from monitor.core.actors import ROLES, Actor
from monitor.core.command_line import Group, Runtime, acting_user, operator, print_listing
from monitor.core.messages import label
from monitor.core.store import Store


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


def _actor(store: Store, username: str | None) -> Actor:
    # Whoever can run commands on the machine can read the file; accounts are theirs to make.
    return acting_user(store, username) if username else operator()


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
        actor = _actor(store, as_user)
        with store.writing(actor):
            key = accounts.add_user(
                store, actor, username, display_name=display_name, role=role, email=email
            )
            secret = accounts.invite(store, actor, key)
    click.echo(f"/-/lagesbild/inbjudan/{secret}")


@users.command("disable")
@click.argument("username")
@click.option("--as", "as_user", help="Vem som stänger av.")
@click.pass_obj
def disable(runtime: Runtime, username: str, as_user: str | None) -> None:
    """Stäng av en användare; pågående inloggningar upphör genast."""
    with closing(runtime.open_store(runtime.settings)) as store:
        actor = _actor(store, as_user)
        accounts.disable(store, actor, accounts.actor_named(store, username).user_id or 0)
    click.echo(f"{username} är avstängd.")
