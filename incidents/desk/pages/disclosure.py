"""Public records: requests, what each comes to, masks with their grounds, handing out, refusing."""

from __future__ import annotations

from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page, Undo
from incidents.desk.pages.disclosure_view import shown
from incidents.keep import disclose, disclose_render
from incidents.keep.disclose import NewMask, NewRequest
from incidents.keep.disclose_grounds import OTHER, chosen, grounds
from incidents.keep.disclose_kinds import KINDS
from monitor.core.errors import InputError
from monitor.core.messages import labels
from monitor.core.store import Row, Store
from monitor.core.times import span

_LIST = links.page("utlamning")


def _page(number: str) -> str:
    return links.page(f"utlamning/{number}")


async def show_list(ctx: Context) -> Any:
    """Show every request, open ones first, and the form for a new one."""

    def load(store: Store) -> dict[str, Any]:
        return {
            "requests": [
                {**row, "scope": disclose_render.scope(row)} for row in disclose.requests(store)
            ],
            "incidents": [
                (row["id"], f"{row['ref']} {row['title']}")
                for row in store.rows(
                    "SELECT id, ref, title FROM incidents WHERE status <> 'proposed'"
                    " ORDER BY known_at DESC, id DESC"
                )
            ],
            "outlets": [
                (row["id"], row["name"])
                for row in store.rows("SELECT id, name FROM outlets ORDER BY name COLLATE SWEDISH")
            ],
        }

    return await ctx.show(
        "disclosures.html", **await ctx.read(load), kinds=labels("disclosure_kind"), here=_LIST
    )


async def add(ctx: Context) -> Any:
    """Enter a request."""
    form = ctx.form
    start = form.time("period_from", "Från och med")
    end = form.time("period_to", "Till och med")
    covered = span(end.moment)
    asked = form.optional_time("asked_at", "Begärd")
    new = NewRequest(
        kinds=form.all("kinds"),
        period_from=start.at,
        period_to=covered[1] if covered else end.at,
        incident_id=form.optional_whole("incident_id", "Händelse"),
        outlet_id=form.optional_whole("outlet_id", "Medium"),
        words=form.text("words", "Ord", required=False, limit=200),
        asked_at=asked.at if asked else None,
    )

    def write(store: Store) -> str:
        key = disclose.request(store, ctx.actor, new)
        return str(store.get("disclosures", key)["number"])

    number = await ctx.write(write)
    return ctx.redirect(_page(number), f"Begäran {number} är införd. Läs igenom och maska.")


async def show_one(ctx: Context) -> Any:
    """Show what a request comes to, page by page, with a way to cover each field."""
    number = ctx.var("number")
    asked = ctx.form if "sida" in ctx.form else ctx.query  # a refused mask stays on its page
    place = asked.optional_whole("sida", "Sida") or 1

    def load(store: Store) -> dict[str, Any]:
        row = disclose.by_number(store, number)
        data: dict[str, Any] = {
            "row": row,
            "scope": disclose_render.scope(row),
            "letter": disclose.letter(store, row),
            "masks": [
                {**mask, "name": KINDS[mask["kind"]].names[mask["field"]]}
                for mask in disclose.masks(store, row["id"])
            ],
            "files": _files(store, row),
        }
        if row["status"] == "open":
            data["view"] = shown(store, row, place)
        return data

    return await ctx.show(
        "disclosure.html",
        **await ctx.read(load),
        here=_page(number),
        grounds=[(one.key, f"{one.ground} {one.title}") for one in grounds()]
        + [(OTHER, "annan bestämmelse")],
        kinds=labels("disclosure_kind"),
        writable=ctx.may("disclose"),
    )


def _files(store: Store, row: Row) -> list[Row]:
    return store.rows(
        "SELECT format, digest, content IS NOT NULL AS kept, length(content) AS bytes"
        " FROM disclosure_files WHERE disclosure_id = ? ORDER BY id",
        [row["id"]],
    )


def _ground(ctx: Context) -> str:
    typed = ctx.form.text("other", "Annan bestämmelse", required=False, limit=200)
    key = ctx.form.get("ground")
    if key == OTHER and not typed:
        raise InputError(
            field="Annan bestämmelse", why="Skriv kapitel, paragraf och lag.", name="other"
        )
    return chosen(key, typed)


async def mask(ctx: Context) -> Any:
    """Cover a field, or the words of it that were pointed out."""
    form = ctx.form
    number = ctx.var("number")
    ground = _ground(ctx)
    kind = form.choice("kind", "Slag", KINDS)
    row_id, column = form.whole("row_id", "Rad"), form.get("field")
    words = form.get("words")

    def write(store: Store) -> int:
        row = disclose.by_number(store, number)
        start, end = form.optional_whole("start", "Från"), form.optional_whole("end", "Till")
        if words.strip() and start is None:
            start, end = _found(store, row, (kind, row_id, column), words.strip())
        new = NewMask(kind=kind, row_id=row_id, field=column, ground=ground, start=start, end=end)
        return disclose.mask(store, ctx.actor, row["id"], new)

    made = await ctx.write(write)
    back = f"{_page(number)}?sida={form.optional_whole('sida', 'Sida') or 1}#{kind}-{row_id}"
    undo = Undo(action=f"{_page(number)}/maska/{made}/bort", fields={})
    return ctx.redirect(back, f"Uppgiften är maskad enligt {ground}.", undo=undo)


def _found(store: Store, row: Row, place: tuple[str, int, str], words: str) -> tuple[int, int]:
    """Return where the typed words stand in the field."""
    kind, row_id, column = place
    for record in disclose.records(store, row):
        if (record.kind, record.row_id) == (kind, row_id):
            start = record.fields.get(column, "").find(words)
            if start >= 0:
                return start, start + len(words)
    raise InputError(
        field="Ord att täcka",
        why="Orden står inte så i fältet. Kopiera dem därifrån.",
        name="words",
    )


async def unmask(ctx: Context) -> Any:
    """Take a mask away."""
    key = int(ctx.var("id"))
    await ctx.write(lambda store: disclose.unmask(store, ctx.actor, key))
    return ctx.redirect(_page(ctx.var("number")), "Maskningen är borttagen.")


async def release(ctx: Context) -> Any:
    """Hand out what was read."""
    number = ctx.var("number")
    seen = ctx.form.get("seen")
    if not ctx.form.checked("read"):
        raise InputError(field="Genomläst", why="Kryssa i att du har prövat allt.", name="read")

    def write(store: Store) -> disclose.Released:
        row = disclose.by_number(store, number)
        return disclose.release(store, ctx.actor, row["id"], seen=seen)

    done = await ctx.write(write)
    return ctx.redirect(_page(number), f"{done.records} poster är utlämnade och sparade.")


async def refuse(ctx: Context) -> Any:
    """Refuse the whole request."""
    number = ctx.var("number")
    ground = _ground(ctx)

    def write(store: Store) -> None:
        disclose.refuse(store, ctx.actor, disclose.by_number(store, number)["id"], ground)

    await ctx.write(write)
    return ctx.redirect(_page(number), "Begäran är nekad. Svaret står här.")


async def withdraw(ctx: Context) -> Any:
    """Close a request that was taken back."""
    number = ctx.var("number")

    def write(store: Store) -> None:
        disclose.withdraw(store, ctx.actor, disclose.by_number(store, number)["id"])

    await ctx.write(write)
    return ctx.redirect(_LIST, f"Begäran {number} är avslutad utan utlämnande.")


async def download(ctx: Context) -> Any:
    """Give a file of what was handed out, as it was."""
    form = ctx.var("form")

    def load(store: Store) -> tuple[str, bytes]:
        row = disclose.by_number(store, ctx.var("number"))
        return row["number"], disclose.file_of(store, row, form)

    number, body = await ctx.read(load)
    content_type, suffix = disclose_render.FORMATS[form]
    return ctx.download(body, content_type, f"{number}.{suffix}")


_ONE = r"utlamning/(?P<number>U-\d{4}-\d{2,6})"
_CHANGE: dict[str, Any] = {"post_needs": "disclose", "again": show_one, "nav": "laget"}

PAGES = (
    Page(
        path="utlamning",
        get=show_list,
        post=add,
        needs="disclose",
        post_needs="disclose",
        nav="laget",
    ),
    Page(path=_ONE, get=show_one, needs="disclose", nav="laget"),
    Page(path=f"{_ONE}/maska", post=mask, **_CHANGE),
    Page(path=rf"{_ONE}/maska/(?P<id>\d{{1,9}})/bort", post=unmask, **_CHANGE),
    Page(path=f"{_ONE}/lamna-ut", post=release, **_CHANGE),
    Page(path=f"{_ONE}/neka", post=refuse, **_CHANGE),
    Page(path=f"{_ONE}/avsluta", post=withdraw, **_CHANGE),
    Page(
        path=rf"{_ONE}/fil\.(?P<form>{'|'.join(disclose_render.FORMATS)})",
        get=download,
        needs="disclose",
    ),
)
