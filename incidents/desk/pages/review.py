"""The review queue: judge a flag, take it back, open an incident from it or attach it to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from incidents.desk import links
from incidents.desk.http import Context, Page, Undo
from incidents.desk.marks import marked
from incidents.record import article_link, incident, suggest
from monitor.core.errors import ConflictError
from monitor.core.messages import label
from monitor.core.store import Row, Store
from monitor.review import queue, verdicts

#: Cards on a page: what one person gets through before the queue has changed anyway.
PAGE = 25

#: Most flags that are judged in one step.
MOST = 200

#: The tabs: key -> Swedish name and the filter it stands for.
TABS: dict[str, tuple[str, queue.Filter]] = {
    "nya": ("Att granska", queue.Filter()),
    "senaste": ("Senaste först", queue.Filter(order="newest")),
    "tveksamma": ("Tveksamma", queue.Filter(bands=("look",), order="doubtful")),
    "bedomda": ("Bedömda", queue.Filter(state="judged", bands=("flag", "look", "drop"))),
}


@dataclass(frozen=True)
class Shown:
    """A card with what its template shows.

    Attributes:
        sentence: the sentence that decided, names marked.
        incidents: the incidents that the article is linked to.
        outlets: short names of the outlets that carry the same text.
        suggested: reference of the open incident that it perhaps belongs to; "" for none.
        also: the other cards of the same story, judged together with this one.
    """

    card: queue.Card
    sentence: Markup
    incidents: Sequence[Row] = ()
    outlets: Sequence[str] = ()
    suggested: str = ""
    also: Sequence[Row] = ()


def by_story(found: Sequence[queue.Card]) -> list[tuple[queue.Card, list[Row]]]:
    """Return one card for each story and watch, with the rows of the story's others, in order."""
    groups: dict[tuple[Any, Any, Any], tuple[queue.Card, list[Row]]] = {}
    for card in found:
        row = card.row
        alone = row["story_id"] is None
        key = (row["watch_key"], row["verdict"], row["id"] if alone else f"s{row['story_id']}")
        if key in groups:
            groups[key][1].append(row)
        else:
            groups[key] = (card, [])
    return list(groups.values())


async def show(ctx: Context) -> Any:
    """Show a page of the queue."""
    chosen = ctx.query.get("visa") or "nya"
    chosen = chosen if chosen in TABS else "nya"
    at = max(0, ctx.query.optional_whole("fran", "Från") or 0)

    def load(store: Store) -> dict[str, Any]:
        found = queue.cards(store, TABS[chosen][1], limit=PAGE + 1, offset=at)
        return {
            "cards": [
                replace(shown(store, card), also=also) for card, also in by_story(found[:PAGE])
            ],
            "more": len(found) > PAGE,
            "counts": {key: queue.count(store, chosen) for key, (_, chosen) in TABS.items()},
            "open_incidents": open_incidents(store),
        }

    return await ctx.show(
        "review.html", **await ctx.read(load), chosen=chosen, at=at, tabs=TABS, size=PAGE
    )


def shown(store: Store, card: queue.Card) -> Shown:
    """Return a card with its marked sentence, its incidents and its copies."""
    sentence = card.reasons.get("sentence")
    article = card.row["article_id"]
    perhaps = suggest.belongs_perhaps(store, article)
    return Shown(
        card,
        marked(sentence["text"], sentence["marks"]) if sentence else Markup(""),
        linked_incidents(store, article),
        [
            row["short_name"]
            for row in store.rows(
                "SELECT DISTINCT short_name FROM articles JOIN outlets ON outlets.id = outlet_id"
                " WHERE copy_of = ? ORDER BY short_name COLLATE SWEDISH",
                [article],
            )
        ],
        perhaps["ref"] if perhaps else "",
    )


def linked_incidents(store: Store, article_id: int) -> list[Row]:
    """Return the incidents that an article is linked to: ref, title, status, role."""
    return store.rows(
        "SELECT ref, title, status, role FROM incident_articles"
        " JOIN incidents ON incidents.id = incident_id"
        " WHERE article_id = ? AND status <> 'dismissed' ORDER BY incidents.id DESC",
        [article_id],
    )


def open_incidents(store: Store) -> list[tuple[str, str]]:
    """Return (ref, "ref title") of the incidents that an article can be attached to."""
    rows = store.rows(
        "SELECT ref, title FROM incidents WHERE status NOT IN ('closed', 'dismissed')"
        " ORDER BY known_at DESC LIMIT 50"
    )
    return [(row["ref"], f"{row['ref']} {row['title']}") for row in rows]


#: What the keys of static/granska.js do.
KEYS = (
    ("J", "Nästa kort"),
    ("K", "Föregående kort"),
    ("R", "Relevant"),
    ("I", "Inte relevant"),
    ("O", "Osäker"),
    ("U", "Ångra bedömningen"),
    ("H", "Knyt till händelsen som föreslås, annars välj en"),
    ("N", "Öppna en ny händelse"),
    ("E", "Öppna artikeln"),
    ("X", "Markera kortet för att bedöma flera på en gång"),
    ("?", "Visa den här listan"),
)


async def show_keys(ctx: Context) -> Any:
    """List the keys."""
    return await ctx.show("review_keys.html", keys=KEYS)


async def judge(ctx: Context) -> Any:
    """Give a verdict, also to the card's other articles of the story, and go on."""
    key = int(ctx.var("flag"))
    verdict = ctx.form.choice("verdict", "Bedömning", verdicts.VERDICTS)
    keys = [key, *_keys(ctx.form.get("med"))]

    def give(store: Store) -> str:
        row = queue.card(store, key).row
        _not_meanwhile(ctx, row, verdict)
        for one in keys:
            verdicts.give_verdict(store, one, verdict, actor=ctx.actor)
        return str(row["title"])

    title = await ctx.write(give)
    return ctx.redirect(
        ctx.back(links.page("granska")),
        f"”{title}” är bedömd som {label('verdict', verdict)}.",
        undo=_undo(keys, f"{links.page('granska')}#traff-{key}"),
    )


def _not_meanwhile(ctx: Context, row: Row, verdict: str) -> None:
    """Refuse a verdict that would overrule a colleague's, given while the card was being read.

    The card says in ``sedd`` when the verdict was given that the person saw; "" is none.
    """
    if "sedd" not in ctx.form or _known_to(ctx, row) or row["verdict"] == verdict:
        return
    raise ConflictError(
        why=f"{row['judged_by']} bedömde ”{row['title']}” som {label('verdict', row['verdict'])}"
        " medan du läste. Din bedömning är inte sparad. Träffen står under Bedömda."
    )


def _known_to(ctx: Context, row: Row) -> bool:
    seen = (row["judged_at"] or "") == ctx.form.get("sedd")
    return seen or row["verdict"] is None or row["judged_by"] == ctx.actor.display


def _keys(text: str) -> list[int]:
    return [int(one) for one in text.split(",")[:MOST] if one.isdigit()]


def _undo(keys: Sequence[int], nasta: str) -> Undo:
    fields = {"flaggor": ",".join(map(str, keys)), "nasta": nasta}
    return Undo(action=links.page("granska/angra"), fields=fields)


async def judge_many(ctx: Context) -> Any:
    """Give the ticked cards one verdict; those that a colleague has judged meanwhile stay."""
    verdict = ctx.form.choice("verdict", "Bedömning", verdicts.VERDICTS)
    ticked = [one for text in ctx.form.all("flag") for one in _keys(text)][:MOST]

    def give(store: Store) -> list[int]:
        marks = ", ".join("?" * len(ticked))
        rows = store.rows(f"SELECT id FROM flags WHERE verdict IS NULL AND id IN ({marks})", ticked)
        keys = [row["id"] for row in rows]
        for key in keys:
            verdicts.give_verdict(store, key, verdict, actor=ctx.actor)
        return keys

    given = await ctx.write(give)
    back = ctx.back(links.page("granska"))
    if not given:
        return ctx.redirect(back, "Kryssa först för de träffar det gäller.")
    said = f"{len(given)} {'träff' if len(given) == 1 else 'träffar'}"
    told = f"{said} är bedömda som {label('verdict', verdict)}."
    if len(given) < len(ticked):
        told += f" {len(ticked) - len(given)} hade en kollega redan bedömt; de är orörda."
    return ctx.redirect(back, told, undo=_undo(given, back))


async def undo_many(ctx: Context) -> Any:
    """Take back the verdicts that were given together."""
    keys = _keys(ctx.form.get("flaggor"))

    def take_back(store: Store) -> None:
        for key in keys:
            verdicts.undo_verdict(store, key, actor=ctx.actor)

    await ctx.write(take_back)
    said = "Bedömningen är ångrad." if len(keys) == 1 else "Bedömningarna är ångrade."
    return ctx.redirect(ctx.back(links.page("granska")), said)


async def undo(ctx: Context) -> Any:
    """Take the latest verdict back."""
    key = int(ctx.var("flag"))
    await ctx.write(lambda store: verdicts.undo_verdict(store, key, actor=ctx.actor))
    return ctx.redirect(ctx.back(links.page("granska")), "Bedömningen är ångrad.")


async def open_incident(ctx: Context) -> Any:
    """Open an incident with the flag's article as its trigger; that says it is relevant, too."""
    key = int(ctx.var("flag"))

    def write(store: Store) -> str:
        article = queue.card(store, key).row["article_id"]
        verdicts.give_verdict(store, key, "relevant", actor=ctx.actor)
        opened = incident.open_from_article(store, ctx.actor, article)
        return str(store.get("incidents", opened)["ref"])

    ref = await ctx.write(write)
    return ctx.redirect(links.incident(ref), f"Händelsen {ref} är öppnad.")


async def attach(ctx: Context) -> Any:
    """Attach the flag's article to an open incident; that says it is relevant, too."""
    key = int(ctx.var("flag"))
    known = dict(await ctx.read(open_incidents))
    ref = ctx.form.choice("incident", "Händelse", known)

    def write(store: Store) -> None:
        article = queue.card(store, key).row["article_id"]
        verdicts.give_verdict(store, key, "relevant", actor=ctx.actor)
        article_link.attach(store, ctx.actor, incident.by_ref(store, ref) or 0, article)

    await ctx.write(write)
    return ctx.redirect(
        ctx.back(links.page("granska")), f"Artikeln är knuten till händelsen {ref}."
    )


_FLAG = r"granska/(?P<flag>\d+)"

PAGES = (
    Page(path="granska", get=show, post=judge_many, post_needs="judge", nav="granska"),
    Page(path="granska/tangenter", get=show_keys, nav="granska"),
    Page(path="granska/angra", post=undo_many, post_needs="judge", again=show, nav="granska"),
    Page(path=_FLAG, post=judge, post_needs="judge", again=show, nav="granska"),
    Page(path=f"{_FLAG}/angra", post=undo, post_needs="judge", again=show, nav="granska"),
    Page(
        path=f"{_FLAG}/ny-handelse",
        post=open_incident,
        post_needs="record",
        again=show,
        nav="granska",
    ),
    Page(path=f"{_FLAG}/handelse", post=attach, post_needs="record", again=show, nav="granska"),
)
