"""The list of incidents, those proposed on top, and opening one from nothing or from an article."""

from __future__ import annotations

from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page
from incidents.desk.pages.incident_forms import at_field, known, moment, names_of
from incidents.desk.pages.incident_load import choices
from incidents.record import circumstance, incident, proposal
from incidents.record.circumstance import NewCircumstance
from incidents.record.incident import NewIncident
from monitor.core.messages import labels
from monitor.core.store import Row, Store
from monitor.review.verdicts import give_verdict

#: Closed incidents on a page.
PAGE = 25
_LIST = links.page("handelser")

#: Every incident with its counts and when something was last entered.
_SELECT = """
SELECT i.*, u.display_name AS owner,
    (SELECT count(*) FROM incident_articles l WHERE l.incident_id = i.id) AS articles,
    (SELECT count(*) FROM enquiries e WHERE e.incident_id = i.id AND e.answered_at IS NULL)
        AS waiting,
    (SELECT min(deadline_at) FROM enquiries e WHERE e.incident_id = i.id
        AND e.answered_at IS NULL) AS deadline,
    (SELECT count(*) FROM statements s WHERE s.incident_id = i.id AND s.approval = 'requested')
        AS to_approve,
    max(i.entered_at, coalesce(i.confirmed_at, ''), coalesce(i.closed_at, ''),
        coalesce((SELECT max(linked_at) FROM incident_articles WHERE incident_id = i.id), ''),
        coalesce((SELECT max(entered_at) FROM statements WHERE incident_id = i.id), ''),
        coalesce((SELECT max(entered_at) FROM circumstances WHERE incident_id = i.id), ''),
        coalesce((SELECT max(entered_at) FROM actions WHERE incident_id = i.id), ''),
        coalesce((SELECT max(entered_at) FROM decisions WHERE incident_id = i.id), ''),
        coalesce((SELECT max(entered_at) FROM questions WHERE incident_id = i.id), ''),
        coalesce((SELECT max(entered_at) FROM enquiries WHERE incident_id = i.id), '')) AS last_at
FROM incidents i LEFT JOIN users u ON u.id = i.owner_id
"""
_WORST_FIRST = (
    " ORDER BY CASE i.severity WHEN 'crisis' THEN 0 WHEN 'serious' THEN 1 WHEN 'raised' THEN 2"
    " ELSE 3 END, last_at DESC, i.id DESC"
)
_TRIGGER = """
SELECT a.id, a.title, a.lede, a.url, a.published_at, a.published_precision, o.name AS outlet
FROM incident_articles l JOIN articles a ON a.id = l.article_id JOIN outlets o ON o.id = a.outlet_id
WHERE l.incident_id = ? ORDER BY l.role <> 'trigger', l.id LIMIT 1
"""


async def show(ctx: Context) -> Any:
    """Show the incidents: proposed, then followed with the worst first, then closed."""
    query = ctx.query
    page = max(1, query.optional_whole("sida", "Sida") or 1)
    where, params = _where(ctx)

    def read(store: Store) -> dict[str, Any]:
        proposed = store.rows(f"{_SELECT} WHERE i.status = 'proposed' ORDER BY i.id DESC")
        closed = store.rows(
            f"SELECT i.* FROM incidents i WHERE i.status = 'closed'{where}"
            " ORDER BY i.closed_at DESC, i.id DESC LIMIT ? OFFSET ?",
            [*params, PAGE + 1, (page - 1) * PAGE],
        )
        return {
            "proposed": [{**row, "trigger": store.row(_TRIGGER, [row["id"]])} for row in proposed],
            "followed": store.rows(
                f"{_SELECT} WHERE i.status IN ('new', 'ongoing', 'stable'){where}{_WORST_FIRST}",
                params,
            ),
            "closed": closed[:PAGE],
            "more": len(closed) > PAGE,
            "choices": choices(store, store.now()),
        }

    return await ctx.show(
        "incidents.html", **await ctx.read(read), page=page, filtered=bool(params)
    )


def _where(ctx: Context) -> tuple[str, list[Any]]:
    sql = ""
    params: list[Any] = []
    for name, column in (("allvar", "severity"), ("lage", "status")):
        if ctx.query.get(name):
            sql += f" AND i.{column} = ?"
            params.append(ctx.query.get(name))
    owner = ctx.query.optional_whole("handlaggare", "Handläggare")
    if owner is not None:
        sql += " AND i.owner_id = ?"
        params.append(owner)
    if ctx.query.get("ord").strip():
        sql += " AND (i.title LIKE ? OR i.topic LIKE ? OR i.ref LIKE ?)"
        params += [f"%{ctx.query.get('ord').strip()}%"] * 3
    return sql, params


async def show_new(ctx: Context) -> Any:
    """Ask what happened; ``?article_id=`` fills in from an article."""
    source = ctx.form or ctx.query
    article_id = source.optional_whole("article_id", "Artikel")

    def read(store: Store) -> dict[str, Any]:
        return {"article": _article(store, article_id), "choices": choices(store, store.now())}

    return await ctx.show("incident_new.html", **await ctx.read(read))


def _article(store: Store, article_id: int | None) -> Row | None:
    if article_id is None:
        return None
    row = store.get("articles", article_id, kind="artikeln")
    return {
        **row,
        "outlet": store.value("SELECT name FROM outlets WHERE id = ?", [row["outlet_id"]]),
    }


async def add(ctx: Context) -> Any:
    """Open an incident from an article, from a flag's article, or from nothing.

    An article that belongs to an open incident already leads there instead, and one that is
    proposed is confirmed, so that nothing is followed twice.
    """
    form = ctx.form
    article_id = form.optional_whole("article_id", "Artikel")
    new = _new(ctx, title_needed=article_id is None)
    what = form.text("what", "Vad vi vet", required=False)
    basis = form.choice("basis", "Grund", labels("basis")) if what else ""

    def write(store: Store) -> tuple[str, str]:
        _relevant(ctx, store)
        known_one = _incident_of(store, article_id)
        if known_one is not None:
            return _into(ctx, store, known_one, new)
        key = _open(ctx, store, article_id, new)
        if what and new is not None:
            known_at = new.known_at
            circumstance.add(
                store, ctx.actor, key,
                NewCircumstance(basis=basis, wording=what, moment=new.moment, known_at=known_at),
            )  # fmt: skip
        ref = str(store.get("incidents", key)["ref"])
        return ref, f"{ref} är öppnad."

    ref, told = await at_field(
        ctx.write(write), {**names_of(incident.NOUN), "Omständighet": "what"}
    )
    return ctx.redirect(links.incident(ref), told)


def _open(ctx: Context, store: Store, article_id: int | None, new: NewIncident | None) -> int:
    if article_id is not None:
        return incident.open_from_article(store, ctx.actor, article_id, new)
    assert new is not None  # a title was needed
    return incident.open_from_nothing(store, ctx.actor, new)


def _new(ctx: Context, *, title_needed: bool) -> NewIncident | None:
    """Return what was typed; None when nothing was, because an article says it all."""
    form = ctx.form
    title = form.text("title", "Rubrik", required=title_needed)
    if not title:
        return None
    happened = moment(ctx, "happened_at", "När")
    return NewIncident(
        title=title,
        topic=form.text("topic", "Ämne", required=False),
        severity=form.choice("severity", "Allvar", labels("severity"))
        if "severity" in form
        else "watching",
        owner_id=form.optional_whole("owner_id", "Handläggare"),
        registry_number=form.optional("registry_number", "Diarienummer"),
        moment=happened,
        known_at=known(ctx, happened),
    )


def _incident_of(store: Store, article_id: int | None) -> Row | None:
    """Return the open incident that an article belongs to: a followed before a proposed one."""
    return store.row(
        "SELECT i.* FROM incident_articles l JOIN incidents i ON i.id = l.incident_id"
        " WHERE l.article_id = ? AND i.status IN ('proposed', 'new', 'ongoing', 'stable')"
        " ORDER BY i.status = 'proposed', i.id LIMIT 1",
        [article_id],
    )


def _into(ctx: Context, store: Store, row: Row, new: NewIncident | None) -> tuple[str, str]:
    ref = str(row["ref"])
    if row["status"] != "proposed":
        return ref, f"Artikeln hör redan till {ref}."
    changes: dict[str, Any] = {"title": new.title, "severity": new.severity} if new else {}
    if new and new.topic:
        changes["topic"] = new.topic
    proposal.confirm(store, ctx.actor, row["id"], revision=row["revision"], changes=changes)
    return ref, f"Artikeln hörde till den föreslagna {ref}, som nu är bekräftad."


def _relevant(ctx: Context, store: Store) -> None:
    """Judge the flag that led here as relevant, when the form names one."""
    flag_id = ctx.form.optional_whole("flag_id", "Träff")
    if flag_id is not None and ctx.may("judge"):
        give_verdict(store, flag_id, "relevant", actor=ctx.actor)


PAGES = (
    Page(path="handelser", get=show, nav="handelser"),
    Page(path="handelser/ny", needs="record", get=show_new, post=add, nav="handelser"),
)
