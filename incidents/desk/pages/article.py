"""One article: what it said, in which versions, why it was flagged, and where it belongs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page, Undo
from incidents.desk.marks import changes, marked, passages
from incidents.desk.pages.review_card import Part, linked_incidents, open_incidents, why
from incidents.record import article_link, incident, suggest
from monitor.core.clock import from_text, to_text
from monitor.core.store import Row, Store
from monitor.intake.expiry import kept_until
from monitor.intake.substance import is_furniture
from monitor.judge import stories
from monitor.review import queue, verdicts


async def show(ctx: Context) -> Any:
    """Show an article and everything known about it."""
    key = int(ctx.var("id"))
    full = ctx.may("judge")

    def load(store: Store) -> dict[str, Any]:
        article = store.get("articles", key, kind="artikeln")
        return {
            "article": article,
            "outlet": store.get("outlets", article["outlet_id"], kind="mediet"),
            "versions": _versions(store, key, texts=_texts(store, key) if full else {}),
            "gone": _GONE.get(article["missing_as"], _GONE[None]) if article["removed_at"] else "",
            "text": _text(store, key) if full else None,
            "expired": kept_until(store, key),
            "evidence": _evidence(store, key),
            "flags": [_flag(store, row["id"]) for row in _flags(store, key)],
            "incidents": linked_incidents(store, key),
            "open_incidents": open_incidents(store),
            "perhaps": suggest.belongs_perhaps(store, key),
            "same_text": _others(store, article, "copy"),
            "same_story": _others(store, article, "story"),
            "in_company": _in_company(store, article),
            "other_stories": _other_stories(store, article) if full else [],
        }

    return await ctx.show("article.html", **await ctx.read(load))


def _flags(store: Store, article_id: int) -> list[Row]:
    return store.rows("SELECT id FROM flags WHERE article_id = ? ORDER BY score DESC", [article_id])


def _flag(store: Store, flag_id: int) -> tuple[Part, list[Row]]:
    return (
        why(queue.card(store, flag_id)),
        verdicts.verdict_history(store, flag_id),
    )


def _versions(store: Store, article_id: int, *, texts: dict[int, str]) -> list[dict[str, Any]]:
    """Return the versions, the newest first, each with what changed since the one before.

    Args:
        texts: the full texts that are kept, by version; empty for those who may not read them.
    """
    rows = store.rows(
        "SELECT v.*, e.status, e.kind AS shown_by FROM article_versions v LEFT JOIN evidence e"
        " ON e.id = (SELECT max(id) FROM evidence WHERE version_id = v.id)"
        " WHERE v.article_id = ? ORDER BY v.number",
        [article_id],
    )
    told: list[dict[str, Any]] = []
    text: str | None = None
    for before, row in zip([None, *rows], rows, strict=False):
        mark = row["change_kind"] in _MARKS
        now = None if mark else texts.get(row["id"])
        told.append(
            {
                **row,
                "label": _label(row),
                "mark": mark,
                "title_changes": changes(before["title"], row["title"]) if before else row["title"],
                "lede_changes": changes(before["lede"], row["lede"]) if before else row["lede"],
                "text_changes": passages(text, now) if text and now else [],
                "text_lost": bool(texts) and before is not None and not mark and not (text and now),
            }
        )
        text = text if mark else now
    return told[::-1]


def _label(row: Row) -> str:
    """Return what happened to the page, as it was seen."""
    if row["change_kind"] == "removed":
        refused = row["shown_by"] == "refusal"
        return f"sidan svarar {row['status']}" if refused else "sidan visar inte längre artikeln"
    return _CHANGED[row["change_kind"]]


def _texts(store: Store, article_id: int) -> dict[int, str]:
    """Return the texts that are kept, by version, without what stands around the article."""
    rows = store.rows(
        "SELECT version_id, text FROM article_texts JOIN article_versions v ON v.id = version_id"
        " WHERE v.article_id = ?",
        [article_id],
    )
    return {
        row["version_id"]: "\n".join(
            line for line in row["text"].split("\n") if not is_furniture(line)
        )
        for row in rows
    }


def _text(store: Store, article_id: int) -> Any:
    """Return the newest full text with names marked, or None when it is not kept."""
    row = store.row(
        "SELECT version_id, text FROM article_texts JOIN article_versions v ON v.id = version_id"
        " WHERE v.article_id = ? ORDER BY v.number DESC LIMIT 1",
        [article_id],
    )
    if row is None or not row["text"]:
        return None
    spans = store.rows(
        "SELECT start_at AS start, end_at AS end FROM mentions"
        " WHERE version_id = ? AND field = 'text' AND kind = 'name'",
        [row["version_id"]],
    )
    return marked(row["text"], spans)


def _evidence(store: Store, article_id: int) -> list[Row]:
    return store.rows(
        "SELECT evidence.* FROM evidence JOIN article_versions v ON v.id = version_id"
        " WHERE v.article_id = ? ORDER BY evidence.captured_at DESC, evidence.id DESC",
        [article_id],
    )


def _others(store: Store, article: Row, kind: str) -> list[Row]:
    first = article["copy_of"] or article["id"]
    where, values = (
        ("(copy_of = ? OR articles.id = ?)", [first, first])
        if kind == "copy"
        else ("story_id = ? AND copy_of IS NULL", [article["story_id"]])
    )
    return store.rows(
        "SELECT articles.id, title, outlets.name AS outlet, published_at, published_precision,"
        " first_seen_at FROM articles JOIN outlets ON outlets.id = outlet_id"
        f" WHERE {where} AND articles.id NOT IN (?, ?) ORDER BY first_seen_at LIMIT 50",
        [*values, article["id"], first if kind == "story" else article["id"]],
    )


def _in_company(store: Store, article: Row) -> bool:
    """Tell whether the article shares its story with others than its own copies."""
    found = store.value(
        "SELECT 1 FROM articles WHERE story_id = ?1 AND id <> ?2 AND copy_of IS NOT ?2",
        [article["story_id"], article["id"]],
    )
    return found is not None


def _other_stories(store: Store, article: Row) -> list[tuple[int, str]]:
    """Return the first article of each other story near in time: (id, headline and outlet)."""
    at = from_text(article["published_at"] or article["first_seen_at"])
    rows = store.rows(
        "SELECT min(articles.id) AS id, title, outlets.short_name AS outlet FROM articles"
        " JOIN outlets ON outlets.id = outlet_id JOIN stories ON stories.id = story_id"
        " WHERE story_id IS NOT ?1 AND last_at >= ?2 AND first_at <= ?3"
        " GROUP BY story_id ORDER BY last_at DESC LIMIT ?4",
        [article["story_id"], to_text(at - _NEAR), to_text(at + _NEAR), _MOST_STORIES],
    )
    return [(row["id"], f"{row['title']} ({row['outlet']})") for row in rows]


async def split(ctx: Context) -> Any:
    """Take the article out of its story."""
    key = int(ctx.var("id"))

    def write(store: Store) -> int | None:
        article = store.get("articles", key, kind="artikeln")
        stories.split(store, ctx.actor, key)
        left: int | None = store.value(
            "SELECT min(id) FROM articles WHERE story_id = ?", [article["story_id"]]
        )
        return left

    left = await ctx.write(write)
    back = Undo(action=f"{links.article(key)}/samma-nyhet", fields={"other": str(left)})
    return ctx.redirect(
        links.article(key), "Artikeln hör inte längre till nyheten.", undo=back if left else None
    )


async def merge(ctx: Context) -> Any:
    """Make the article's story and another one."""
    key = int(ctx.var("id"))
    other = ctx.form.whole("other", "Samma nyhet som")
    await ctx.write(lambda store: stories.merge(store, ctx.actor, key, other))
    return ctx.redirect(links.article(key), "Artiklarna är nu samma nyhet.")


async def open_incident(ctx: Context) -> Any:
    """Open an incident with this article as its trigger."""
    key = int(ctx.var("id"))

    def write(store: Store) -> str:
        opened = incident.open_from_article(store, ctx.actor, key)
        return str(store.get("incidents", opened)["ref"])

    ref = await ctx.write(write)
    return ctx.redirect(links.incident(ref), f"Händelsen {ref} är öppnad.")


async def attach(ctx: Context) -> Any:
    """Attach this article to an open incident."""
    key = int(ctx.var("id"))
    known = dict(await ctx.read(open_incidents))
    ref = ctx.form.choice("incident", "Händelse", known)
    await ctx.write(
        lambda store: article_link.attach(store, ctx.actor, incident.by_ref(store, ref) or 0, key)
    )
    return ctx.redirect(links.article(key), f"Artikeln är knuten till händelsen {ref}.")


#: How far from an article's time other stories are offered, and how many.
_NEAR = timedelta(days=7)
_MOST_STORIES = 30
#: Versions that hold no words of their own.
_MARKS = {"removed", "back"}
_CHANGED = {
    "first": "så såg den ut först",
    "headline": "rubriken ändrad",
    "lede": "ingressen ändrad",
    "text": "texten ändrad",
    "correction": "rättelse i artikeln",
    "back": "sidan svarar igen",
}
_GONE = {
    "404": "sidan svarar 404",
    "410": "sidan svarar 410",
    "front": "adressen leder till förstasidan",
    None: "sidan svarar inte",
}
_ONE = r"artiklar/(?P<id>\d+)"

PAGES = (
    Page(path=_ONE, get=show, nav="granska"),
    Page(
        path=f"{_ONE}/ny-handelse",
        post=open_incident,
        post_needs="record",
        again=show,
        nav="granska",
    ),
    Page(path=f"{_ONE}/annan-nyhet", post=split, post_needs="judge", again=show, nav="granska"),
    Page(path=f"{_ONE}/samma-nyhet", post=merge, post_needs="judge", again=show, nav="granska"),
    Page(path=f"{_ONE}/handelse", post=attach, post_needs="record", again=show, nav="granska"),
)
