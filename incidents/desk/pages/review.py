"""The review queue: judge a flag, take it back, open an incident from it or attach it to one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page, Undo, Way
from incidents.desk.pages import review_card
from incidents.desk.pages.incident_forms import incident_id
from incidents.desk.pages.review_card import listed
from incidents.record import article_link, incident, proposal
from monitor.core.errors import ConflictError
from monitor.core.messages import label
from monitor.core.store import Row, Store
from monitor.review import queue, verdicts

#: Cards on a page: what one person gets through before the queue has changed anyway.
PAGE = 25

#: Most flags that are judged in one step.
MOST = 200

#: How much of a title a message tells, characters.
_LONGEST = 60

#: The tabs: key -> Swedish name and the filter it stands for.
TABS: dict[str, tuple[str, queue.Filter]] = {
    "nya": ("Att granska", queue.Filter()),
    "senaste": ("Senaste först", queue.Filter(order="newest")),
    "tveksamma": ("Tveksamma", queue.Filter(bands=("look",), order="doubtful")),
    "bedomda": ("Bedömda", queue.Filter(state="judged", bands=("flag", "look", "drop"))),
}


async def show(ctx: Context) -> Any:
    """Show a page of the queue."""
    chosen = ctx.query.get("visa") or "nya"
    chosen = chosen if chosen in TABS else "nya"
    at = max(0, ctx.query.optional_whole("fran", "Från") or 0)

    def load(store: Store) -> dict[str, Any]:
        cards, more = review_card.page(store, TABS[chosen][1], size=PAGE, at=at)
        return {
            "cards": cards,
            "more": more,
            "counts": {key: queue.count(store, chosen) for key, (_, chosen) in TABS.items()},
            "open_incidents": review_card.open_incidents(store),
        }

    return await ctx.show(
        "review.html", **await ctx.read(load), chosen=chosen, at=at, tabs=TABS, size=PAGE
    )


#: What the keys of static/granska.js do.
KEYS = (
    ("J", "Nästa kort"),
    ("K", "Föregående kort"),
    ("R", "Relevant"),
    ("I", "Inte relevant"),
    ("O", "Osäker"),
    ("V", "Bedöm bevakningarna var för sig, när flera har hittat nyheten"),
    ("U", "Ångra bedömningen"),
    ("H", "Knyt till händelsen som föreslås, annars välj en"),
    ("N", "Öppna en ny händelse, eller bekräfta den som är föreslagen"),
    ("E", "Öppna artikeln"),
    ("X", "Markera kortet; R, I och O gäller då alla markerade"),
    ("?", "Visa den här listan"),
)


async def show_keys(ctx: Context) -> Any:
    """List the keys."""
    return await ctx.show("review_keys.html", keys=KEYS)


async def judge(ctx: Context) -> Any:
    """Give a verdict on a card: all its articles, for all its watches or the one that is named."""
    keys = _card_keys(ctx)
    verdict = ctx.form.choice("verdict", "Bedömning", verdicts.VERDICTS)

    def give(store: Store) -> tuple[str, list[int]]:
        rows = [queue.card(store, key).row for key in keys]
        for row in rows:
            _not_meanwhile(ctx, row, verdict)
        given = verdicts.give_together(store, keys, verdict, actor=ctx.actor)
        return _said(rows, verdict, apart=ctx.form.checked("for_sig")), given

    said, given = await ctx.write(give)
    return ctx.redirect(
        ctx.back(links.page("granska")),
        said,
        undo=_undo(given, _here(keys)) if given else None,
    )


def _card_keys(ctx: Context) -> list[int]:
    """Return the flags of the card that was pressed, the leading one first."""
    return list(dict.fromkeys([int(ctx.var("flag")), *_keys(ctx.form.get("med"))]))


def _said(rows: Sequence[Row], verdict: str, *, apart: bool) -> str:
    """Return what is told of a press: of which story, and for which watches where it matters."""
    spared = verdicts.less_sure(rows) if verdict == "relevant" else frozenset()
    watches = {row["watch_id"]: row["watch_title"] for row in rows}
    told = [title for watch, title in watches.items() if watch not in spared]
    whom = f" för {len(told)} bevakningar" if len(told) > 1 else ""
    if apart or spared:
        whom = f" för {listed(told)}"
    if spared:
        unsure = listed([watches[watch] for watch in watches if watch in spared])
        whom += f" och {label('verdict', 'unsure')} för {unsure}"
    return f"”{_short(rows[0]['title'])}” är bedömd som {label('verdict', verdict)}{whom}."


def _short(title: str) -> str:
    """Return a title as long as it takes to know it again: the message stands over the cards."""
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST].rsplit(' ', 1)[0]} …"


def _not_meanwhile(ctx: Context, row: Row, verdict: str) -> None:
    """Refuse a verdict that would overrule a colleague's, given while the card was being read.

    The card says in ``sedd`` which verdict was the newest that the person saw; 0 is none.
    """
    seen = ctx.form.get("sedd")
    if not seen.isdigit() or row["verdict_id"] is None or row["verdict_id"] <= int(seen):
        return
    if row["judged_by_id"] == ctx.actor.user_id or row["verdict"] == verdict:
        return
    raise ConflictError(
        why=f"{row['judged_by']} bedömde ”{row['title']}” som {label('verdict', row['verdict'])}"
        f" för {row['watch_title']} medan du läste. Din bedömning är inte sparad."
        " Träffen står under Bedömda."
    )


def _here(keys: Sequence[int]) -> str:
    return f"{links.page('granska')}#traff-{keys[0]}"


def _keys(text: str) -> list[int]:
    return [int(one) for one in text.split(",")[:MOST] if one.isdigit()]


def _undo(given: Sequence[int], nasta: str, linked: Sequence[int] = ()) -> Undo:
    """Return the button that takes a whole press back: its verdicts, and what it attached."""
    fields = {"bedomningar": ",".join(map(str, given)), "nasta": nasta}
    if linked:
        fields["kopplingar"] = ",".join(map(str, linked))
    return Undo(action=links.page("granska/angra"), fields=fields)


async def judge_many(ctx: Context) -> Any:
    """Give the ticked cards one verdict; those that a colleague has judged meanwhile stay."""
    verdict = ctx.form.choice("verdict", "Bedömning", verdicts.VERDICTS)
    ticked = [keys for text in ctx.form.all("flag") if (keys := _keys(text))][:MOST]

    def give(store: Store) -> tuple[int, list[int]]:
        waiting = [[key for key in keys if _waits(store, key)] for keys in ticked]
        given = [
            one
            for keys in waiting
            for one in verdicts.give_together(store, keys, verdict, actor=ctx.actor)
        ]
        return sum(map(bool, waiting)), given

    judged, given = await ctx.write(give)
    back = ctx.back(links.page("granska"))
    if not ticked:
        return ctx.redirect(back, "Kryssa först för de träffar det gäller.")
    how = label("verdict", verdict) if judged == 1 else _MANY[verdict]
    told = f"{judged} {'träff är bedömd' if judged == 1 else 'träffar är bedömda'} som {how}."
    if judged < len(ticked):
        told += f" {len(ticked) - judged} hade en kollega redan bedömt; de är orörda."
    return ctx.redirect(back, told, undo=_undo(given, back) if given else None)


#: A verdict on several.
_MANY = {"relevant": "relevanta", "irrelevant": "inte relevanta", "unsure": "osäkra"}


def _waits(store: Store, key: int) -> bool:
    return bool(store.value("SELECT 1 FROM flags WHERE id = ? AND verdict IS NULL", [key]))


async def undo(ctx: Context) -> Any:
    """Take back what one press did: its verdicts, and the articles that it attached."""
    given, linked = _keys(ctx.form.get("bedomningar")), _keys(ctx.form.get("kopplingar"))

    def take_back(store: Store) -> int:
        for link in linked:
            article_link.detach(store, ctx.actor, link)
        return verdicts.undo_together(store, given, actor=ctx.actor) if given else 0

    undone = await ctx.write(take_back)
    said = "Artikeln är inte längre knuten till händelsen." if linked else "Bedömningen är ångrad."
    if undone < len(given):
        said += " Det som en kollega har bedömt om står kvar."
    return ctx.redirect(ctx.back(links.page("granska")), said)


async def open_incident(ctx: Context) -> Any:
    """Open an incident from a card; that says the story is relevant, too.

    The leading article is its trigger, and the story's others come along.
    """
    keys = _card_keys(ctx)

    def write(store: Store) -> str:
        articles = _articles(store, keys)
        verdicts.give_together(store, keys, "relevant", actor=ctx.actor)
        opened = incident.open_from_article(store, ctx.actor, articles[0])
        for other in articles[1:]:
            article_link.attach(store, ctx.actor, opened, other, "same_story")
        return str(store.get("incidents", opened)["ref"])

    ref = await ctx.write(write)
    return ctx.redirect(links.incident(ref), f"Händelsen {ref} är öppnad.")


async def confirm_incident(ctx: Context) -> Any:
    """Take on the incident that was proposed from a card; that says the story is relevant, too."""
    keys = _card_keys(ctx)
    ref, revision = ctx.form.text("incident", "Händelse"), ctx.form.whole("revision", "Version")

    def write(store: Store) -> None:
        verdicts.give_together(store, keys, "relevant", actor=ctx.actor)
        proposal.confirm(store, ctx.actor, incident_id(store, ref), revision=revision)

    await ctx.write(write)
    return ctx.redirect(links.incident(ref), f"{ref} är bekräftad och du är handläggare.")


async def attach(ctx: Context) -> Any:
    """Attach a card's articles to an open incident; that says the story is relevant, too."""
    keys = _card_keys(ctx)
    known = dict(await ctx.read(review_card.open_incidents))
    ref = ctx.form.choice("incident", "Händelse", known)

    def write(store: Store) -> tuple[list[int], list[int]]:
        given = verdicts.give_together(store, keys, "relevant", actor=ctx.actor)
        to = incident.by_ref(store, ref) or 0
        linked = [
            article_link.attach(store, ctx.actor, to, article) for article in _articles(store, keys)
        ]
        return given, linked

    given, linked = await ctx.write(write)
    said = "Artikeln är knuten" if len(linked) == 1 else f"{len(linked)} artiklar är knutna"
    return ctx.redirect(
        ctx.back(links.page("granska")),
        f"{said} till händelsen {ref}.",
        undo=_undo(given, _here(keys), linked),
        more=Way(links.incident(ref), "Gå till händelsen"),
    )


def _articles(store: Store, keys: Sequence[int]) -> list[int]:
    """Return the articles of a card: the leading one, and the others that belong nowhere yet."""
    first, *others = dict.fromkeys(queue.card(store, key).row["article_id"] for key in keys)
    free = [other for other in others if not review_card.linked_incidents(store, other)]
    return [first, *free]


_FLAG = r"granska/(?P<flag>\d+)"

PAGES = (
    Page(path="granska", get=show, post=judge_many, post_needs="judge", nav="granska"),
    Page(path="granska/tangenter", get=show_keys, nav="granska"),
    Page(path="granska/angra", post=undo, post_needs="judge", again=show, nav="granska"),
    Page(path=_FLAG, post=judge, post_needs="judge", again=show, nav="granska"),
    Page(
        path=f"{_FLAG}/ny-handelse",
        post=open_incident,
        post_needs="record",
        again=show,
        nav="granska",
    ),
    Page(
        path=f"{_FLAG}/bekrafta",
        post=confirm_incident,
        post_needs="record",
        again=show,
        nav="granska",
    ),
    Page(path=f"{_FLAG}/handelse", post=attach, post_needs="record", again=show, nav="granska"),
)
