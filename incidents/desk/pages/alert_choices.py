"""What a person wants to be told, when and where; a test of each address."""

from __future__ import annotations

from typing import Any

from incidents.alert import choices, outbox
from incidents.alert.choices import Preferences
from incidents.alert.rules import KINDS
from incidents.desk import links
from incidents.desk.http import Context, Page
from monitor.core.errors import NotFoundError
from monitor.core.store import Row, Store

_HERE = links.page("aviseringar/val")


async def show(ctx: Context) -> Any:
    """Show the person's choices, or what the role is born with."""
    user_id = ctx.actor.user_id
    assert user_id is not None

    def read(store: Store) -> dict[str, Any]:
        return {
            "wants": choices.of_person(store, user_id),
            "channels": choices.own_channels(store, user_id),
            "email": store.value("SELECT email FROM users WHERE id = ?", [user_id]) or "",
            "last": store.rows(
                "SELECT channel_id, status, sent_at, error FROM alert_messages WHERE id IN"
                " (SELECT max(id) FROM alert_messages WHERE user_id = ? GROUP BY recipient)",
                [user_id],
            ),
        }

    found = await ctx.read(read)
    wants: Preferences = found["wants"]
    stored = {
        "val": {_word(kind, channel) for kind, channel in wants.chosen},
        "quiet_from": wants.quiet_from,
        "quiet_to": wants.quiet_to,
        "quiet_weekends": int(wants.quiet_weekends),
        "per_hour": wants.per_hour,
        "digest_at": wants.digest_at,
        "digest_weekends": int(wants.digest_weekends),
    }
    places: list[Row] = [{"id": None, "name": "e-post"}, *found["channels"]]
    last = {row["channel_id"]: row for row in found["last"]}
    return await ctx.show(
        "alert_choices.html",
        stored=stored,
        kinds=KINDS,
        places=places,
        word=_word,
        email=found["email"],
        last=last,
    )


def _word(kind: str, channel: int | None) -> str:
    return kind if channel is None else f"{kind}:{channel}"


async def save(ctx: Context) -> Any:
    """Keep the person's choices."""
    form = ctx.form
    new = Preferences(
        chosen=frozenset(_pair(word) for word in form.all("val")),
        quiet_from=form.text("quiet_from", "Tyst från", required=False, limit=20),
        quiet_to=form.text("quiet_to", "Tyst till", required=False, limit=20),
        quiet_weekends=form.checked("quiet_weekends"),
        per_hour=form.whole("per_hour", "Högst per timme"),
        digest_at=form.text("digest_at", "Morgonbrev", required=False, limit=20),
        digest_weekends=form.checked("digest_weekends"),
    )
    await ctx.write(lambda store: choices.choose(store, ctx.actor, new))
    return ctx.redirect(_HERE, "Dina val är sparade.")


def _pair(word: str) -> tuple[str, int | None]:
    kind, _, channel = word.partition(":")
    return kind, int(channel) if channel.isdigit() else None


async def test(ctx: Context) -> Any:
    """Send a test to one of the person's own addresses, and tell how it went."""
    channel = ctx.form.optional_whole("kanal", "Kanal")
    user_id = ctx.actor.user_id
    assert user_id is not None

    def send(store: Store) -> str:
        if channel is not None and channel not in {
            row["id"] for row in choices.own_channels(store, user_id)
        }:
            raise NotFoundError(kind="kanalen", id=channel)
        key = choices.person_key(user_id, channel)
        return outbox.send_test(store, ctx.desk.settings, key).error

    error = await ctx.work(send)
    told = f"Provet gick inte fram. {error}" if error else "Provet är skickat. Kom det fram?"
    if not error and channel is None and not ctx.desk.settings.smtp_host:
        told = "Provet ligger i mappen outbox. Ingen e-postserver är inställd, så det når ingen."
    return ctx.redirect(_HERE, told)


PAGES = (
    Page(path="aviseringar/val", needs="alerts", get=show, post=save, nav="aviseringar"),
    Page(path="aviseringar/prov", needs="alerts", post=test, again=show, nav="aviseringar"),
)
