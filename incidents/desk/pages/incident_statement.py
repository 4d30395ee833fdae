"""What was said in an incident: statements of ours, to us and between others."""

from __future__ import annotations

import re
from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page
from incidents.desk.pages import enquiry, incident
from incidents.desk.pages.incident_forms import at_field, belongs, incident_id, known, moment
from incidents.desk.pages.incident_records import (
    Kind,
    Values,
    adding,
    at_row,
    changing,
    is_there,
    posting,
)
from incidents.record import statement
from incidents.record.statement import NewStatement
from monitor.core.errors import InputError
from monitor.core.messages import labels
from monitor.core.store import Store
from monitor.core.times import Moment

#: The first letters of a choice such as "claim:7" -> the relation's field.
_TARGETS = {
    "statement": "other_statement_id",
    "claim": "claim_id",
    "enquiry": "enquiry_id",
    "question": "question_id",
}
_WHOLE = {
    "speaker_id": "Talare",
    "organisation_id": "Organisation",
    "addressee_outlet_id": "Till medium",
    "addressee_organisation_id": "Till organisation",
    "addressee_person_id": "Till person",
    "refers_to_id": "Hänvisar till",
    "article_id": "Artikel",
}


def _statement(ctx: Context) -> Values:
    form = ctx.form
    direction = form.choice("direction", "Riktning", labels("direction"))
    ours = direction == "out"
    said = moment(ctx, "happened_at", "När")
    values: Values = {
        "wording": form.text("wording", "Ordalydelse"),
        "channel": form.choice("channel", "Kanal", labels("channel")),
        "verbatim": form.checked("verbatim"),
        "translated": form.checked("translated"),
        "organisation_comment": form.checked("organisation_comment"),
        "registry_number": form.optional("registry_number", "Diarienummer"),
        "moment": said,
        "known_at": known(ctx, said, ours=ours),
        **{name: form.optional_whole(name, text) for name, text in _WHOLE.items() if name in form},
    }
    if not is_there(ctx):
        values["direction"] = direction
        values["approval"] = form.get("approval") or None
    return values


def _add(ctx: Context, store: Store, incident_key: int, values: Values) -> int:
    key = statement.add(store, ctx.actor, incident_key, NewStatement(**values))
    answers = _target(ctx.form.get("answers"), "answers")
    if answers:
        statement.relate(store, ctx.actor, key, "answers", **answers)
    return key


def _target(chosen: str, name: str) -> dict[str, int]:
    """Return {"claim_id": 7} for "claim:7"; empty for nothing chosen."""
    if not chosen:
        return {}
    kind, _, key = chosen.partition(":")
    if kind not in _TARGETS or not key.isdigit():
        raise InputError(field="Hör ihop med", why="Välj ett av alternativen.", name=name)
    return {_TARGETS[kind]: int(key)}


STATEMENT = Kind(
    slug="uttalanden",
    anchor="uttalande",
    noun=statement.NOUN,
    read=_statement,
    add=_add,
    change=lambda store, actor, key, revision, changes: statement.change(
        store, actor, key, revision=revision, changes=changes
    ),
    added="Uttalandet är infört.",
    changed="Uttalandet är ändrat.",
    names={"Verksamhetens kommentar": "organisation_comment", "Hör ihop med": "answers"},
)


async def relate(ctx: Context) -> Any:
    """Say that a statement answers, contradicts, replaces or forwards something."""
    ref, key = ctx.var("ref"), int(ctx.var("id"))
    kind = ctx.form.choice("kind", "Samband", labels("statement_relation"))
    other = _target(ctx.form.text("other", "Hör ihop med"), "other")

    def write(store: Store) -> None:
        belongs(store, "statements", key, incident_id(store, ref))
        statement.relate(store, ctx.actor, key, kind, **other)

    await at_field(ctx.write(write), {"Hör ihop med": "other", "Samband": "kind"})
    return ctx.redirect(at_row(ref, "uttalande", key), "Sambandet är infört.")


async def request(ctx: Context) -> Any:
    """Ask for the approval of our own statement."""
    key, revision = int(ctx.var("id")), ctx.form.whole("revision", "Version")
    await ctx.write(
        lambda store: statement.request_approval(store, ctx.actor, key, revision=revision)
    )
    return _back(ctx, key, "Uttalandet väntar på godkännande.")


async def approve(ctx: Context) -> Any:
    """Approve our own statement; alone only with a reason."""
    key, revision = int(ctx.var("id")), ctx.form.whole("revision", "Version")
    reason = ctx.form.text("duty_reason", "Skäl", required=ctx.form.checked("jour"))
    await ctx.write(
        lambda store: statement.approve(
            store, ctx.actor, key, revision=revision, duty_reason=reason
        )
    )
    return _back(ctx, key, "Uttalandet är godkänt.")


async def give(ctx: Context) -> Any:
    """Mark our approved statement as said or sent."""
    key, revision = int(ctx.var("id")), ctx.form.whole("revision", "Version")
    when = moment(ctx, "happened_at", "Lämnat")

    def write(store: Store) -> None:
        said: Moment | None = when if when.at else None
        statement.give(store, ctx.actor, key, revision=revision, moment=said)

    await at_field(ctx.write(write), {"Hände": "happened_at"})
    return _back(ctx, key, "Uttalandet är lämnat.")


def _back(ctx: Context, key: int, message: str) -> Any:
    to = ctx.back(links.page("fragor"))
    return ctx.redirect(f"{to}#uttalande-{key}", message)


async def again(ctx: Context) -> Any:
    """Show the page that a step of a statement stood on: its incident's, or the enquiries'."""
    found = re.fullmatch(rf"{links.ROOT}/{incident.ONE}", ctx.form.get("nasta"))
    if found:
        return await incident.show_ref(ctx, found["ref"])
    return await enquiry.show(ctx)


def _step(path: str, post: Any, needs: str = "record") -> Page:
    return Page(
        path=rf"uttalanden/(?P<id>\d+)/{path}", post=post, post_needs=needs, again=again,
        nav="handelser",
    )  # fmt: skip


PAGES = (
    posting(STATEMENT.slug, adding(STATEMENT)),
    posting(rf"{STATEMENT.slug}/(?P<id>\d+)", changing(STATEMENT)),
    posting(r"uttalanden/(?P<id>\d+)/samband", relate),
    _step("begar", request),
    _step("godkann", approve),
    _step("lamna", give),
)
