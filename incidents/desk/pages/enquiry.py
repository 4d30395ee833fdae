"""Enquiries: what media and others ask us, across incidents, by deadline."""

from __future__ import annotations

import re
from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page, Undo
from incidents.desk.pages import incident
from incidents.desk.pages.incident_forms import (
    at_field,
    changed_only,
    chosen_incident,
    deadline,
    incident_id,
    moment,
    names_of,
    opens,
    shown_times,
    this_minute,
)
from incidents.desk.pages.incident_load import ENQUIRIES, answers, choices
from incidents.desk.pages.incident_picks import statement_choices
from incidents.record import enquiry, statement
from incidents.record.enquiry import NewEnquiry
from incidents.record.statement import NewStatement
from monitor.core.messages import labels
from monitor.core.store import Row, Store
from monitor.core.times import Moment

_LIST = links.page("fragor")
#: Answered enquiries on a page.
PAGE = 25


async def show(ctx: Context) -> Any:
    """Show the unanswered enquiries, the nearest deadline first, and the answered below."""
    page = max(1, ctx.query.optional_whole("sida", "Sida") or 1)

    def read(store: Store) -> dict[str, Any]:
        waiting = store.rows(
            f"{ENQUIRIES} WHERE e.answered_at IS NULL"
            " ORDER BY e.deadline_at IS NULL, e.deadline_at, e.happened_at, e.id"
        )
        done = store.rows(
            f"{ENQUIRIES} WHERE e.answered_at IS NOT NULL"
            " ORDER BY e.answered_at DESC, e.id DESC LIMIT ? OFFSET ?",
            [PAGE + 1, (page - 1) * PAGE],
        )
        return {
            "waiting": waiting,
            "done": done[:PAGE],
            "more": len(done) > PAGE,
            "answers": answers(store, [*waiting, *done]),
            "said_before": enquiry.said_before(store, waiting),
            "choices": choices(store, store.now()),
            "reusable": statement_choices(statement.reusable(store))
            if opens(ctx, "svara-")
            else [],
        }

    return await ctx.show(
        "enquiries.html",
        **await ctx.read(read),
        page=page,
        opened=ctx.query.get("oppna"),
        here=_LIST,
        writable=ctx.may("record"),
        shown_times=shown_times,
    )


async def again(ctx: Context) -> Any:
    """Show the page that the refused form stood on: an incident's, or the enquiries'."""
    found = re.fullmatch(rf"{links.ROOT}/{incident.ONE}", ctx.form.get("nasta"))
    return await (incident.show_ref(ctx, found["ref"]) if found else show(ctx))


def _values(ctx: Context) -> dict[str, Any]:
    form = ctx.form
    came = moment(ctx, "happened_at", "När frågan kom", empty=this_minute(ctx))
    return {
        "asker": form.choice("asker", "Från", labels("asker")),
        "outlet_id": form.optional_whole("outlet_id", "Medium"),
        "organisation_id": form.optional_whole("organisation_id", "Organisation"),
        "question": form.text("question", "Fråga"),
        "deadline_at": deadline(ctx, "deadline_at", "Svar önskas senast"),
        "reply_contact": form.optional("reply_contact", "Svarskontakt"),
        "moment": came,
    }


async def add(ctx: Context) -> Any:
    """Write down an enquiry, of an incident or of none yet."""
    values = _values(ctx)

    def write(store: Store) -> int:
        return enquiry.add(store, ctx.actor, chosen_incident(ctx, store), NewEnquiry(**values))

    key = await at_field(ctx.write(write), names_of(enquiry.NOUN))
    return _back(ctx, key, "Frågan är införd.")


async def change(ctx: Context) -> Any:
    """Change an enquiry."""
    key, values = int(ctx.var("id")), _values(ctx)
    revision = ctx.form.whole("revision", "Version")

    def write(store: Store) -> None:
        row = store.get("enquiries", key, kind="mediefrågan")
        told = changed_only(ctx, row, values)
        if row["answered_at"]:
            told.pop("reply_contact", None)
        enquiry.change(store, ctx.actor, key, revision=revision, changes=told)

    await at_field(ctx.write(write), names_of(enquiry.NOUN))
    return _back(ctx, key, "Frågan är ändrad.")


async def attach(ctx: Context) -> Any:
    """Let an enquiry belong to an incident, with its answers."""
    key, revision = int(ctx.var("id")), ctx.form.whole("revision", "Version")
    ref = ctx.form.text("handelse", "Händelse")

    def write(store: Store) -> None:
        to = incident_id(store, ref)
        enquiry.attach(store, ctx.actor, key, revision=revision, incident_id=to)

    await ctx.write(write)
    return ctx.redirect(f"{links.incident(ref)}#mediefraga-{key}", f"Frågan hör nu till {ref}.")


async def answer(ctx: Context) -> Any:
    """Note that an enquiry is answered, with one of our approved statements or without one."""
    key, revision = int(ctx.var("id")), ctx.form.whole("revision", "Version")
    said = ctx.form.optional_whole("statement_id", "Svar")
    when = moment(ctx, "answered_at", "Besvarad")

    def write(store: Store) -> Undo | None:
        before = store.get("enquiries", key, kind="mediefrågan")
        linked = said in {one["id"] for one in enquiry.answers(store, key)}
        enquiry.answer(store, ctx.actor, key, revision=revision, statement_id=said, at=when.at)
        if said is not None and _given(ctx, store, said, when):
            return None
        return _way_back(ctx, before, linked=linked)

    names = {"Besvarad": "answered_at", "Svar": "statement_id"}
    undo = await at_field(ctx.write(write), names)
    return _back(ctx, key, "Frågan är besvarad. Svarskontakten är raderad.", undo)


def _way_back(ctx: Context, before: Row, *, linked: bool) -> Undo:
    """Return the step back. What is erased lies meanwhile with the one who just saw it."""
    fields = {"revision": str(before["revision"] + 1), "nasta": ctx.back(_LIST)}
    if linked:
        fields["behall"] = "1"
    if before["reply_contact"]:
        fields["reply_contact"] = before["reply_contact"]
    return Undo(action=links.page(f"fragor/{before['id']}/angra"), fields=fields)


async def take_back(ctx: Context) -> Any:
    """Take back that an enquiry was answered."""
    key, revision = int(ctx.var("id")), ctx.form.whole("revision", "Version")
    contact = ctx.form.optional("reply_contact", "Svarskontakt")
    keep = ctx.form.get("behall") == "1"

    def write(store: Store) -> None:
        enquiry.take_back(
            store, ctx.actor, key, revision=revision, reply_contact=contact, keep=keep
        )

    await ctx.write(write)
    return _back(ctx, key, "Frågan är obesvarad igen.")


def _given(ctx: Context, store: Store, said: int, when: Moment) -> bool:
    """Mark the answer as given, too, if nobody had heard it before; tell whether it was."""
    row: Row = store.get("statements", said, kind="uttalandet")
    if row["happened_at"] is None:
        told = when if when.at else None
        statement.give(store, ctx.actor, said, revision=row["revision"], moment=told)
        return True
    return False


async def draft(ctx: Context) -> Any:
    """Write an answer and ask for its approval."""
    key, form = int(ctx.var("id")), ctx.form
    values: dict[str, Any] = {
        "wording": form.text("wording", "Ordalydelse"),
        "channel": form.choice("channel", "Kanal", labels("channel")),
        "speaker_id": form.optional_whole("speaker_id", "Talare"),
        "refers_to_id": form.optional_whole("refers_to_id", "Hänvisar till"),
        "verbatim": form.checked("verbatim"),
        "organisation_comment": form.checked("organisation_comment"),
    }

    def write(store: Store) -> None:
        asked = store.get("enquiries", key, kind="mediefrågan")
        new = NewStatement(
            direction="out", approval="requested", addressee_outlet_id=asked["outlet_id"],
            addressee_organisation_id=asked["organisation_id"], **values,
        )  # fmt: skip
        said = statement.add(store, ctx.actor, asked["incident_id"], new)
        statement.relate(store, ctx.actor, said, "answers", enquiry_id=key)

    await at_field(ctx.write(write), names_of(statement.NOUN))
    return _back(ctx, key, "Svaret väntar på godkännande.")


def _back(ctx: Context, key: int, message: str, undo: Undo | None = None) -> Any:
    return ctx.redirect(f"{ctx.back(_LIST)}#mediefraga-{key}", message, undo=undo)


def _posting(path: str, post: Any) -> Page:
    return Page(path=path, post=post, post_needs="record", again=again, nav="handelser")


_ONE = r"fragor/(?P<id>\d+)"

PAGES = (
    Page(path="fragor", get=show, nav="handelser"),
    _posting("fragor/ny", add),
    _posting(_ONE, change),
    _posting(f"{_ONE}/handelse", attach),
    _posting(f"{_ONE}/besvara", answer),
    _posting(f"{_ONE}/angra", take_back),
    _posting(f"{_ONE}/svar", draft),
)
