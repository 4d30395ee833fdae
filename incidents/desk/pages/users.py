"""Accounts: who works here, in which role, and their one-time links."""

from __future__ import annotations

from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page, Undo
from monitor.core import accounts
from monitor.core.actors import ROLES
from monitor.core.messages import label
from monitor.core.signin import proxy_sign_on
from monitor.core.store import Row, Store

_HERE = links.page("anvandare")


async def show(ctx: Context, link: str = "", for_whom: str = "") -> Any:
    """List the accounts; a new link is shown once, right after it was made."""
    people = await ctx.read(accounts.people)
    roles = {
        role: [label("permissions", one) for one in sorted(permissions)]
        for role, permissions in ROLES.items()
    }
    return await ctx.show(
        "users.html",
        people=people,
        roles=roles,
        link=link,
        for_whom=for_whom,
        proxy=proxy_sign_on(ctx.desk.settings),
    )


async def add(ctx: Context) -> Any:
    """Add an account and show its link."""
    form = ctx.form
    username = form.text("username", "Användarnamn", limit=40)
    name = form.text("display_name", "Namn", limit=80)
    role = form.choice("role", "Roll", ROLES)
    email = form.text("email", "E-post", required=False, limit=200)

    def write(store: Store) -> str:
        user_id = accounts.add_user(
            store, ctx.actor, username, display_name=name, role=role, email=email
        )
        return accounts.invite(store, ctx.actor, user_id)

    return await _with_link(ctx, await ctx.write(write), name)


async def new_link(ctx: Context) -> Any:
    """Make a new link; for a forgotten password, too."""
    user_id = int(ctx.var("id"))
    secret = await ctx.write(lambda store: accounts.invite(store, ctx.actor, user_id))
    row = await ctx.read(lambda store: store.get("users", user_id, kind="användaren"))
    return await _with_link(ctx, secret, row["display_name"])


async def _with_link(ctx: Context, secret: str, name: str) -> Any:
    # Shown in the answer itself: a link in a redirect would stay in the browser's history.
    base = ctx.desk.settings.desk_url or f"{ctx.request.scheme}://{ctx.request.host}"
    link = f"{base.rstrip('/')}{links.page(f'inbjudan/{secret}')}"
    return await show(ctx, link=link, for_whom=name)


async def set_role(ctx: Context) -> Any:
    """Give an account another role."""
    user_id = int(ctx.var("id"))
    role = ctx.form.choice("role", "Roll", ROLES)

    def write(store: Store) -> Row:
        before = store.get("users", user_id, kind="användaren")
        accounts.set_role(store, ctx.actor, user_id, role)
        return before

    before = await ctx.write(write)
    undo = Undo(action=links.page(f"anvandare/{user_id}/roll"), fields={"role": before["role"]})
    told = f"{before['display_name']} är nu {label('role', role)}."
    return ctx.redirect(_HERE, told, undo=undo)


async def describe(ctx: Context) -> Any:
    """Change the name and the e-mail address of an account."""
    user_id = int(ctx.var("id"))
    name = ctx.form.text("display_name", "Namn", limit=80)
    email = ctx.form.text("email", "E-post", required=False, limit=200)
    await ctx.write(lambda store: accounts.describe(store, ctx.actor, user_id, name, email))
    return ctx.redirect(_HERE, f"Uppgifterna om {name} är ändrade.")


async def disable(ctx: Context) -> Any:
    """Close an account."""
    user_id = int(ctx.var("id"))
    await ctx.write(lambda store: accounts.disable(store, ctx.actor, user_id))
    undo = Undo(action=links.page(f"anvandare/{user_id}/oppna"))
    return ctx.redirect(_HERE, "Kontot är avstängt och personen utloggad.", undo=undo)


async def enable(ctx: Context) -> Any:
    """Open a closed account again."""
    user_id = int(ctx.var("id"))
    await ctx.write(lambda store: accounts.enable(store, ctx.actor, user_id))
    return ctx.redirect(_HERE, "Kontot är öppet igen.")


_ONE = r"anvandare/(?P<id>\d{1,9})"
PAGES = (
    Page(path="anvandare", needs="users", get=show, post=add, nav="anvandare"),
    Page(path=f"{_ONE}/roll", needs="users", post=set_role, again=show, nav="anvandare"),
    Page(path=f"{_ONE}/uppgifter", needs="users", post=describe, again=show, nav="anvandare"),
    Page(path=f"{_ONE}/lank", needs="users", post=new_link, again=show, nav="anvandare"),
    Page(path=f"{_ONE}/stang", needs="users", post=disable, again=show, nav="anvandare"),
    Page(path=f"{_ONE}/oppna", needs="users", post=enable, again=show, nav="anvandare"),
)
