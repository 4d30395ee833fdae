"""Signing in and out, and choosing a password through a one-time link."""

from __future__ import annotations

import asyncio
from typing import Any

from incidents.desk import links, session
from incidents.desk.http import Context, Page
from monitor.core import accounts, log, signin
from monitor.core.errors import CredentialsError, InputError
from monitor.core.store import Store


async def show_sign_in(ctx: Context) -> Any:
    """Ask for name and password."""
    if ctx.signed_in:
        return ctx.redirect(ctx.back(links.page()))
    return await ctx.show("sign_in.html", nasta=ctx.back(""), refused="Du är inte inloggad.")


async def sign_in(ctx: Context) -> Any:
    """Start a session; every refusal says the same, and takes as long."""
    username = ctx.form.text("username", "Användarnamn", limit=80)
    password = ctx.form.get("password")
    address = session.address_of(ctx.request, ctx.desk)
    attempt = await ctx.write(lambda store: signin.begin_sign_in(store, username, address))
    if attempt.wait_s:
        await asyncio.sleep(attempt.wait_s)
    fits = await asyncio.to_thread(signin.password_fits, attempt.password_hash, password)
    if not fits:
        # Who it was stands in login_attempts, for as long as that is kept.
        log.trouble("sign_in_refused", attempt=attempt.row_id, address=address)
        raise CredentialsError(name="username")
    hours = ctx.desk.settings.session_hours
    before = session.secret_of(ctx.request, ctx.desk)
    secret = await ctx.write(
        lambda store: signin.finish_sign_in(store, attempt, hours=hours, before=before)
    )
    answer = ctx.redirect(ctx.back(links.page()))
    session.set_cookie(answer, ctx.desk, secret)
    return answer


async def sign_out(ctx: Context) -> Any:
    """End the session on the server, too."""
    secret = session.secret_of(ctx.request, ctx.desk)
    await ctx.write(lambda store: signin.end_session(store, secret))
    answer = ctx.redirect(links.page("logga-in"), "Du är utloggad.")
    session.clear_cookie(answer, ctx.desk)
    return answer


async def show_invitation(ctx: Context) -> Any:
    """Let the holder of a one-time link choose a password."""
    found = await ctx.read(lambda store: accounts.invitation(store, ctx.var("secret")))
    return await ctx.show("invitation.html", invitation=found, shortest=signin.SHORTEST)


async def accept(ctx: Context) -> Any:
    """Store the password and sign the person in."""
    secret, form = ctx.var("secret"), ctx.form
    found = await ctx.read(lambda store: accounts.invitation(store, secret))
    first = found.user_id is None
    username = form.text("username", "Användarnamn", limit=40) if first else found.username
    name = form.text("display_name", "Namn", limit=80) if first else found.display_name
    if form.get("password") != form.get("password_again"):
        raise InputError(
            field="Lösenordet igen", why="Lösenorden är inte lika.", name="password_again"
        )
    hashed = await asyncio.to_thread(signin.hash_password, form.get("password"), username, name)
    hours, before = ctx.desk.settings.session_hours, session.secret_of(ctx.request, ctx.desk)

    def use(store: Store) -> str:
        user_id = accounts.accept(store, secret, hashed, username=username, display_name=name)
        signin.end_session(store, before)
        return signin.start_session(store, user_id, hours=hours)

    answer = ctx.redirect(links.page(), "Välkommen. Du är inloggad.")
    session.set_cookie(answer, ctx.desk, await ctx.write(use))
    return answer


PAGES = (
    Page(path="logga-in", needs=None, get=show_sign_in, post=sign_in),
    Page(path="logga-ut", needs=None, post=sign_out),
    Page(path=r"inbjudan/(?P<secret>[\w-]{20,80})", needs=None, get=show_invitation, post=accept),
)
