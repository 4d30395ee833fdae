"""Articles of incidents: attached, entered by hand, given a role, taken away."""

from __future__ import annotations

import re
from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page, Undo
from incidents.desk.pages import incident_list
from incidents.desk.pages.incident_forms import at_field, chosen_incident, incident_id, moment
from incidents.desk.pages.incident_load import choices, followed
from incidents.desk.pages.incident_records import at_row, posting
from incidents.desk.pasting import read_now, trouble_with
from incidents.record import article_link, manual_article
from incidents.record.manual_article import NewArticle
from monitor.core.errors import ConflictError, InputError, NotFoundError
from monitor.core.messages import labels
from monitor.core.store import Row, Store
from monitor.intake.pasted import Pasted
from monitor.review.verdicts import give_verdict

_CLIP = re.compile(r"(?:(\d{1,2})[.:])?(\d{1,3})[.:](\d{2})")


async def attach(ctx: Context) -> Any:
    """Attach an article to the incident of the address, or of the field ``handelse``."""
    form = ctx.form
    ref = ctx.request.url_vars.get("ref") or form.text("handelse", "Händelse")
    article_id = form.optional_whole("article_id", "Artikel")
    address = form.optional("url", "Adress")
    role = form.choice("role", "Roll", labels("article_role")) if form.get("role") else None
    flag_id = form.optional_whole("flag_id", "Träff")
    if article_id is None and address is None:
        raise InputError(field="Adress", why="Klistra in artikelns adress.", name="url")

    def write(store: Store) -> tuple[int, int] | None:
        key = article_id or manual_article.find_by_address(store, address or "")
        if key is None:
            return None
        link_id = article_link.attach(store, ctx.actor, incident_id(store, ref), key, role)
        if flag_id is not None and ctx.may("judge"):
            give_verdict(store, flag_id, "relevant", actor=ctx.actor)
        return key, link_id

    done = await at_field(ctx.write(write), {"Roll": "role"})
    if done is None:
        came = await at_field(read_now(ctx, address or ""), _NAMES)
        if came.article_id is None:
            return _by_hand(ctx, address or "", ref, came)
        article_id = came.article_id
        done = await at_field(ctx.write(write), {"Roll": "role"})
        assert done is not None
    undo = Undo(action=f"{links.incident(ref)}/artiklar/{done[1]}/bort")
    to = ctx.back(at_row(ref, "artikel", done[0]))
    return ctx.redirect(to, f"Artikeln hör nu till {ref}.", undo=undo)


async def show_attach(ctx: Context) -> Any:
    """Ask for the incident again, when the choice of a page elsewhere was refused."""
    article_id = ctx.form.optional_whole("article_id", "Artikel")

    def read(store: Store) -> dict[str, Any]:
        if article_id is None:
            raise NotFoundError(kind="artikeln", id="")
        return {
            "article": store.get("articles", article_id, kind="artikeln"),
            "incidents": followed(store),
        }

    return await ctx.show("incident_attach.html", **await ctx.read(read))


def _link(store: Store, ref: str, link_id: int) -> Row:
    row = store.get("incident_articles", link_id, kind="kopplingen")
    if row["incident_id"] != incident_id(store, ref):
        raise NotFoundError(kind="kopplingen", id=link_id)
    return row


async def change_role(ctx: Context) -> Any:
    """Give an attached article another role."""
    ref, link_id = ctx.var("ref"), int(ctx.var("id"))
    role = ctx.form.choice("role", "Roll", labels("article_role"))

    def write(store: Store) -> int:
        row = _link(store, ref, link_id)
        article_link.change_role(store, ctx.actor, link_id, role)
        return int(row["article_id"])

    key = await at_field(ctx.write(write), {"Roll": "role"})
    return ctx.redirect(at_row(ref, "artikel", key), "Artikelns roll är ändrad.")


async def detach(ctx: Context) -> Any:
    """Take an article away from an incident."""
    ref, link_id = ctx.var("ref"), int(ctx.var("id"))

    def write(store: Store) -> Row:
        row = _link(store, ref, link_id)
        used = store.value(
            "SELECT count(*) FROM claims WHERE article_id = ? AND incident_id = ?",
            [row["article_id"], row["incident_id"]],
        )
        if used:
            raise ConflictError(
                why="Artikeln har påståenden i händelsen och kan inte tas bort. "
                "Ändra rollen till bakgrund i stället."
            )
        article_link.detach(store, ctx.actor, link_id)
        return row

    row = await ctx.write(write)
    fields = {"article_id": str(row["article_id"]), "role": row["role"]}
    undo = Undo(action=f"{links.incident(ref)}/artiklar", fields=fields)
    to = ctx.back(f"{links.incident(ref)}#artiklar")
    return ctx.redirect(to, f"Artikeln hör inte längre till {ref}.", undo=undo)


async def read(ctx: Context) -> Any:
    """Read the article at an address, and attach it to an incident when one is chosen."""
    address, ref = ctx.form.text("url", "Artikelns adress"), ctx.form.get("handelse").strip()
    await ctx.read(lambda store: chosen_incident(ctx, store))  # before anybody is asked
    came = await at_field(read_now(ctx, address), _NAMES)
    key = came.article_id
    if key is None:
        return _by_hand(ctx, address, ref, came)
    told = "Artikeln är läst." if came.is_new else "Artikeln fanns redan här och är läst igen."
    if not ref:
        return ctx.redirect(links.article(key), told)

    def write(store: Store) -> None:
        article_link.attach(store, ctx.actor, incident_id(store, ref), key, None)

    await ctx.write(write)
    return ctx.redirect(at_row(ref, "artikel", key), f"{told} Den hör nu till {ref}.")


def _by_hand(ctx: Context, address: str, ref: str, came: Pasted) -> Any:
    """Lead to the form for what cannot be read, and say why it could not."""
    to = links.page("artiklar/ny", handelse=ref, url=address, medium="web")
    return ctx.redirect(to, trouble_with(came))


async def show_new(ctx: Context) -> Any:
    """Ask for an article that no source brings: print, radio, TV, behind a paywall."""
    found = await ctx.read(lambda store: choices(store, store.now()))
    query = ctx.query
    stored = {
        "medium": query.get("medium") or "print",
        "url": query.get("url"),
        "handelse": query.get("handelse"),
    }
    return await ctx.show("incident_article_new.html", choices=found, stored=stored)


async def add(ctx: Context) -> Any:
    """Enter an article by hand, and attach it to an incident when one is chosen."""
    form = ctx.form
    medium = form.choice("medium", "Slag", labels("medium"))
    role = form.choice("role", "Roll", labels("article_role")) if form.get("role") else None
    outlet_id = form.optional_whole("outlet_id", "Medium")
    outlet = form.text("outlet", "Nytt medium", required=False)
    if outlet_id is None and not outlet:
        raise InputError(field="Medium", why="Välj medium, eller skriv ett nytt.", name="outlet_id")
    values: dict[str, Any] = {
        "title": form.text("title", "Rubrik"),
        "medium": medium,
        "own_summary": form.text("own_summary", "Egen sammanfattning", required=medium != "web"),
        "lede": form.text("lede", "Ingress", required=False),
        "url": form.optional("url", "Adress"),
        "published": moment(ctx, "published_at", "Publicerad"),
        "clip_start_s": _clip(ctx, "clip_start", "Klippet börjar"),
        "clip_end_s": _clip(ctx, "clip_end", "Klippet slutar"),
        "opinion": form.checked("opinion"),
        "seen_at": moment(ctx, "seen_at", "Känd av oss").at,
    }

    def write(store: Store) -> tuple[int, str | None, bool]:
        known = outlet_id or _outlet(store, outlet, form.get("short_name").strip())
        before = store.value("SELECT coalesce(max(id), 0) FROM articles")
        key = manual_article.add(store, ctx.actor, NewArticle(outlet_id=known, **values))
        incident = chosen_incident(ctx, store)
        if incident is not None:
            article_link.attach(store, ctx.actor, incident, key, role)
        return key, form.get("handelse").strip() or None, key <= before

    key, ref, there = await at_field(ctx.write(write), _NAMES)
    told = "Artikeln fanns redan här." if there else "Artikeln är införd."
    if ref:
        return ctx.redirect(at_row(ref, "artikel", key), f"{told} Den hör nu till {ref}.")
    return ctx.redirect(links.article(key), told)


def _outlet(store: Store, name: str, short_name: str) -> int:
    """Return the id of the outlet with a name, made if there is none yet."""
    found = store.value("SELECT id FROM outlets WHERE name = ?", [name])
    if found is not None:
        return int(found)
    return store.insert("outlets", {"name": name, "short_name": short_name or name})


_NAMES = {
    "Adress": "url",
    "Slag": "medium",
    "Medium": "outlet_id",
    "Publicerad": "published_at",
    "Klipp": "clip_end",
    "Rubrik": "title",
    "Ingress": "lede",
    "Egen sammanfattning": "own_summary",
    "Först sedd": "seen_at",
    "Roll": "role",
}


def _clip(ctx: Context, name: str, label: str) -> int | None:
    """Return seconds into the programme for "12.30" or "1.02.15"."""
    typed = ctx.form.get(name).strip()
    if not typed:
        return None
    found = _CLIP.fullmatch(typed)
    if found is None or int(found[3]) > 59:
        raise InputError(
            field=label, why="Skriv minuter och sekunder, till exempel 12.30.", name=name
        )
    return 3600 * int(found[1] or 0) + 60 * int(found[2]) + int(found[3])


PAGES = (
    posting("artiklar", attach),
    posting(r"artiklar/(?P<id>\d+)", change_role),
    posting(r"artiklar/(?P<id>\d+)/bort", detach),
    Page(
        path="handelser/artiklar", get=incident_list.show, post=attach, post_needs="record",
        again=show_attach, nav="handelser",
    ),
    Page(path="artiklar/ny", needs="record", get=show_new, post=add, nav="handelser"),
    Page(path="artiklar/las", needs="record", post=read, again=show_new, nav="handelser"),
)  # fmt: skip
