"""The review queue: judge a flag, take it back, open an incident from it or attach it to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from incidents.desk import links
from incidents.desk.http import Context, Page, Undo
from incidents.desk.marks import marked
from incidents.record import article_link, incident, suggest
from monitor.core.messages import label
from monitor.core.store import Row, Store
from monitor.review import queue, verdicts

#: Cards on a page: what one person gets through before the queue has changed anyway.
PAGE = 25

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
    """

    card: queue.Card
    sentence: Markup
    incidents: Sequence[Row] = ()
    outlets: Sequence[str] = ()
    suggested: str = ""


async def show(ctx: Context) -> Any:
    """Show a page of the queue."""
    chosen = ctx.query.get("visa") or "nya"
    chosen = chosen if chosen in TABS else "nya"
    at = max(0, ctx.query.optional_whole("fran", "Från") or 0)

    def load(store: Store) -> dict[str, Any]:
        found = queue.cards(store, TABS[chosen][1], limit=PAGE + 1, offset=at)
        return {
            "cards": [shown(store, card) for card in found[:PAGE]],
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
                " WHERE copy_of = ? ORDER BY short_name",
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


async def judge(ctx: Context) -> Any:
    """Give a verdict and go on where the person was."""
    key = int(ctx.var("flag"))
    verdict = ctx.form.choice("verdict", "Bedömning", verdicts.VERDICTS)
    await ctx.write(lambda store: verdicts.give_verdict(store, key, verdict, actor=ctx.actor))
    title = await ctx.read(lambda store: queue.card(store, key).row["title"])
    return ctx.redirect(
        ctx.back(links.page("granska")),
        f"”{title}” är bedömd som {label('verdict', verdict)}.",
        undo=Undo(
            action=links.page(f"granska/{key}/angra"),
            fields={"nasta": f"{links.page('granska')}#traff-{key}"},
        ),
    )


async def judge_many(ctx: Context) -> Any:
    """Give the ticked cards one verdict."""
    verdict = ctx.form.choice("verdict", "Bedömning", verdicts.VERDICTS)
    keys = [int(key) for key in ctx.form.all("flag") if key.isdigit()]

    def give(store: Store) -> None:
        for key in keys:
            verdicts.give_verdict(store, key, verdict, actor=ctx.actor)

    await ctx.write(give)
    said = f"{len(keys)} träffar är bedömda som {label('verdict', verdict)}."
    return ctx.redirect(
        ctx.back(links.page("granska")), said if keys else "Kryssa först för de träffar det gäller."
    )


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
