"""Watches: what is looked for; changed, tried on the archive before it is saved, and proposed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from incidents.desk import links
from incidents.desk.http import Context, Page, Undo
from incidents.desk.marks import marked
from incidents.desk.pages import watch_form
from incidents.record.entry import last_change
from monitor.core.errors import InputError, StaleEditError
from monitor.core.messages import labels
from monitor.core.store import Store
from monitor.intake.apart import document_text_apart
from monitor.intake.document import LARGEST, LONGEST
from monitor.judge import flags, watchlist
from monitor.judge.articles import ArticleText
from monitor.judge.judging import Judgement
from monitor.judge.propose_watch import propose
from monitor.judge.reasons import in_swedish
from monitor.judge.watches import Watch, from_toml, key_of, to_toml

_LIST = links.page("bevakningar")
#: Articles that a change is tried on, and of the newest how many are judged anew before the answer;
#: the poller judges the rest.
TRIED = 2000
AT_ONCE = 200
#: Examples shown of articles that are only worth a look.
POSSIBLE = 10


@dataclass(frozen=True)
class Example:
    """A flagged article of a preview, with why.

    Attributes:
        title: names marked where they decided.
        sentence: the one that decided, "" when it is the title.
    """

    id: int
    title: Markup
    sentence: Markup
    why: list[str]


def address(key: str) -> str:
    """Return the address of a watch."""
    return links.page(f"bevakningar/{key}")


async def show_list(ctx: Context) -> Any:
    """Show every watch, with how much it has found."""

    def load(store: Store) -> dict[str, Any]:
        counts = store.rows(
            "SELECT watch_id, band, count(*) AS number FROM flags"
            " WHERE band IN ('flag', 'look') GROUP BY watch_id, band"
        )
        return {
            "watches": watchlist.stored_watches(store),
            "counts": {(row["watch_id"], row["band"]): row["number"] for row in counts},
        }

    return await ctx.show("watches.html", **await ctx.read(load))


async def show_new(ctx: Context) -> Any:
    """Ask for a text and a few names."""
    return await ctx.show("watch_new.html", largest_mb=LARGEST // 1024 // 1024)


async def propose_new(ctx: Context) -> Any:
    """Show a proposed watch, tried on the archive; nothing is saved."""
    form = ctx.form
    title = form.text("title", "Namn på bevakningen", required=False, limit=120)
    names = form.text("names", "Namn att söka efter").split("\n")
    typed = form.text("text", "Text", required=False, limit=LONGEST)

    def work(store: Store) -> Watch:
        text = "\n".join((_chosen(ctx), typed))
        return propose(text, names, title=title, other=watchlist.archive_background(store))

    watch = await ctx.work(work)
    return await _show(ctx, watch, tried=await _tried(ctx, watch))


def _chosen(ctx: Context) -> str:
    """Return the words of the chosen file, if one was chosen."""
    upload = ctx.files.get("upload")
    return document_text_apart(upload.filename, upload.body) if upload else ""


async def add(ctx: Context) -> Any:
    """Try or save a new watch."""
    taken = await ctx.read(watchlist.stored_watches)
    title = ctx.form.text("title", "Namn på bevakningen", limit=120)
    key = key_of(title, frozenset(each.watch.key for each in taken))
    watch = watch_form.read(ctx.form, key, active=True, today=ctx.today)
    if ctx.form.get("gor") == "prova":
        return await _show(ctx, watch, tried=await _tried(ctx, watch))
    return await _saved(ctx, watch)


async def show_typed(ctx: Context) -> Any:
    """Show a refused new watch again."""
    return await _show(ctx, None)


async def show_one(ctx: Context) -> Any:
    """Show a watch as a form."""
    key = ctx.var("key")
    stored = await ctx.read(lambda store: watchlist.stored_watch(store, key))
    return await _show(ctx, stored.watch, key=key)


async def change(ctx: Context) -> Any:
    """Try or save a changed watch."""
    key = ctx.var("key")
    stored = await ctx.read(lambda store: watchlist.stored_watch(store, key))
    watch = watch_form.read(ctx.form, key, active=stored.watch.active, today=ctx.today)
    if ctx.form.get("gor") == "prova":
        return await _show(ctx, watch, key=key, tried=await _tried(ctx, watch))
    return await _saved(ctx, watch, revision=ctx.form.get("revision"))


async def _show(
    ctx: Context,
    watch: Watch | None,
    *,
    key: str = "",
    tried: dict[str, Any] | None = None,
) -> Any:
    """Show a watch as a form; one without ``key`` is new."""
    revision = ctx.form.get("revision") if tried else ""
    if key and not revision:
        revision = await ctx.read(lambda store: _revision(store, key))
    values = watch_form.values(watch) if watch else {}
    return await ctx.show(
        "watch.html",
        key=key,
        watch=watch,
        values=values | {"revision": revision},
        action=address(key) if key else links.page("bevakningar/ny/spara"),
        kinds=labels("watch_kind"),
        lists=watch_form.LISTS,
        tried=tried,
    )


def _revision(store: Store, key: str) -> str:
    return str(store.value("SELECT changed_at FROM watches WHERE slug = ?", [key]) or "")


async def _tried(ctx: Context, watch: Watch) -> dict[str, Any]:
    """Return what the watch would have flagged in the stored archive."""
    models = ctx.desk.settings.models

    def run(store: Store) -> watchlist.Preview:
        in_use = flags.usable_model(store, models)
        return watchlist.preview(store, watch, in_use.model if in_use else None, limit=TRIED)

    found = await ctx.work(run)
    return {
        "articles": found.articles,
        "counts": found.counts,
        "added": found.added[:20],
        "added_count": len(found.added),
        "dropped": found.dropped[:20],
        "dropped_count": len(found.dropped),
        "examples": [_example(*pair) for pair in found.examples],
        "possible": [_example(*pair) for pair in found.possible[:POSSIBLE]],
    }


def _example(article: ArticleText, judged: Judgement) -> Example:
    found = judged.reasons.get("sentence") or {"field": "title", "text": article.title, "marks": []}
    said = marked(found["text"], found["marks"])
    of_title = found["field"] == "title"
    return Example(
        article.article_id,
        said if of_title else marked(article.title, ()),
        Markup("") if of_title else said,
        in_swedish(judged.reasons),
    )


async def _saved(ctx: Context, watch: Watch, *, revision: str = "") -> Any:
    """Store the watch and judge the latest articles anew: some now, the rest by the poller."""

    def write(store: Store) -> int:
        if revision and _revision(store, watch.key) != revision:
            row = store.value("SELECT id FROM watches WHERE slug = ?", [watch.key])
            told = last_change(store, "watches", row)
            raise StaleEditError(kind="bevakning", id=watch.key, **told)
        watchlist.save_watch(store, watch, actor=ctx.actor)
        return watchlist.queue_recent(store, limit=TRIED)

    queued = await ctx.write(write)
    models = ctx.desk.settings.models
    raised = await ctx.work(lambda store: flags.judge_queued(store, models, AT_ONCE))
    said = f"Bevakningen ”{watch.title}” är sparad."
    if raised:
        said += f" {raised} nya träffar väntar på granskning."
    if queued > AT_ONCE:
        said += " Äldre artiklar bedöms om vid nästa hämtning."
    return ctx.redirect(address(watch.key), said)


async def switch(ctx: Context) -> Any:
    """Begin or stop looking for what a watch is about."""
    key = ctx.var("key")
    active = ctx.form.get("active") == "1"

    def write(store: Store) -> str:
        watch = watchlist.stored_watch(store, key).watch
        watchlist.save_watch(store, replace(watch, active=active), actor=ctx.actor)
        if active:
            watchlist.queue_recent(store, limit=TRIED)
        return watch.title

    title = await ctx.write(write)
    did = "används igen" if active else "är avstängd. Träffarna finns kvar"
    undo = Undo(action=f"{address(key)}/anvand", fields={"active": "0" if active else "1"})
    return ctx.redirect(address(key), f"Bevakningen ”{title}” {did}.", undo=undo)


async def export(ctx: Context) -> Any:
    """Give a watch as a file."""
    key = ctx.var("key")
    stored = await ctx.read(lambda store: watchlist.stored_watch(store, key))
    body = to_toml(stored.watch).encode()
    return ctx.download(body, "application/toml; charset=utf-8", f"{key}.toml")


async def load_file(ctx: Context) -> Any:
    """Show a watch pasted as a file, tried on the archive; nothing is saved yet."""
    # In a thread: a PDF takes long to read, and the desk answers others meanwhile.
    read = await ctx.work(lambda _: _chosen(ctx))
    text = read or ctx.form.text("file", "Fil", limit=LONGEST)
    try:
        watch = from_toml(text)
    except InputError as error:
        why = str(error.facts.get("why", ""))
        raise InputError(field="Fil", why=f"{error.facts['field']}: {why}", name="file") from error
    known = {each.watch.key for each in await ctx.read(watchlist.stored_watches)}
    key = watch.key if watch.key in known else ""
    return await _show(ctx, watch, key=key, tried=await _tried(ctx, watch))


_ONE = r"bevakningar/(?P<key>[a-z0-9][a-z0-9_-]*)"

PAGES = (
    Page(path="bevakningar", get=show_list, nav="granska"),
    Page(
        path="bevakningar/ny",
        needs="watches",
        get=show_new,
        post=propose_new,
        nav="granska",
        files=True,
    ),
    Page(path="bevakningar/ny/spara", needs="watches", post=add, again=show_typed, nav="granska"),
    Page(
        path="bevakningar/las-in",
        needs="watches",
        post=load_file,
        again=show_new,
        nav="granska",
        files=True,
    ),
    Page(path=rf"{_ONE}\.toml", get=export),
    Page(path=_ONE, get=show_one, post=change, post_needs="watches", nav="granska"),
    Page(path=f"{_ONE}/anvand", post=switch, post_needs="watches", again=show_one, nav="granska"),
)
