"""What is known and claimed in an incident: circumstances, claims, what speaks against what."""

from __future__ import annotations

from typing import Any

from incidents.desk.http import Context
from incidents.desk.pages.incident_forms import at_field, belongs, incident_id, known, moment
from incidents.desk.pages.incident_records import Kind, Values, at_row, is_there, pages_of, posting
from incidents.record import circumstance, claim
from incidents.record.circumstance import NewCircumstance
from incidents.record.claim import NewClaim, NewContradiction
from monitor.core.actors import Actor
from monitor.core.errors import InputError
from monitor.core.messages import labels
from monitor.core.store import Store

#: The first letters of a choice such as "claim:7" -> the contradiction's field.
_SIDES = {
    "claim": "claim_id",
    "statement": "statement_id",
    "circumstance": "circumstance_id",
    "article": "article_id",
}


def _circumstance(ctx: Context) -> Values:
    form = ctx.form
    happened = moment(ctx, "happened_at", "När")
    return {
        "basis": form.choice("basis", "Grund", labels("basis")),
        "wording": form.text("wording", "Omständighet"),
        "organisation_id": form.optional_whole("organisation_id", "Organisation"),
        "statement_id": form.optional_whole("statement_id", "Uttalande"),
        "article_id": form.optional_whole("article_id", "Artikel"),
        "verification": form.choice("verification", "Bekräftelse", labels("verification")),
        "reference": form.text("reference", "Hänvisning", required=False),
        "moment": happened,
        "known_at": known(ctx, happened),
    }


def _add_circumstance(ctx: Context, store: Store, incident: int, values: Values) -> int:
    key = circumstance.add(store, ctx.actor, incident, NewCircumstance(**values))
    against = _side(ctx.form.get("contradicts"), "contradicts", {"claim", "statement"})
    if against:
        claim.contradict(store, ctx.actor, NewContradiction(circumstance_id=key, **against))
    older = ctx.form.optional_whole("supersedes", "Ersätter")
    if older is not None:
        row = belongs(store, "circumstances", older, incident)
        circumstance.supersede(store, ctx.actor, older, revision=row["revision"], by_id=key)
    return key


CIRCUMSTANCE = Kind(
    slug="omstandigheter",
    anchor="omstandighet",
    noun=circumstance.NOUN,
    read=_circumstance,
    add=_add_circumstance,
    change=lambda store, actor, key, revision, changes: circumstance.change(
        store, actor, key, revision=revision, changes=changes
    ),
    added="Omständigheten är införd.",
    changed="Omständigheten är ändrad.",
)


async def supersede(ctx: Context) -> Any:
    """Say that another circumstance supersedes this one."""
    ref, key = ctx.var("ref"), int(ctx.var("id"))
    revision = ctx.form.whole("revision", "Version")
    newer = ctx.form.whole("by_id", "Ersätts av")

    def write(store: Store) -> None:
        belongs(store, "circumstances", key, incident_id(store, ref))
        circumstance.supersede(store, ctx.actor, key, revision=revision, by_id=newer)

    await at_field(ctx.write(write), {"Ersätts av": "by_id"})
    return ctx.redirect(at_row(ref, "omstandighet", key), "Omständigheten är ersatt och står kvar.")


def _claim(ctx: Context) -> Values:
    form, there = ctx.form, is_there(ctx)
    values: Values = {
        "wording": form.text("wording", "Påstående"),
        "status": form.choice("status", "Läge", labels("claim_status"))
        if there or "status" in form
        else "unanswered",
    }
    if not there:
        values["article_id"] = form.optional_whole("article_id", "Artikel")
        values["statement_id"] = form.optional_whole("statement_id", "Uttalande")
    return values


def _change_claim(store: Store, actor: Actor, key: int, revision: int, changes: Values) -> None:
    claim.change(store, actor, key, revision=revision, changes=changes)


CLAIM = Kind(
    slug="pastaenden",
    anchor="pastaende",
    noun=claim.NOUN,
    read=_claim,
    add=lambda ctx, store, key, values: claim.add(store, ctx.actor, key, NewClaim(**values)),
    change=_change_claim,
    added="Påståendet är infört.",
    changed="Påståendet är ändrat.",
)


def _side(chosen: str, name: str, allowed: set[str]) -> dict[str, Any]:
    """Return {"claim_id": 7} for "claim:7"; empty for nothing chosen."""
    if not chosen:
        return {}
    kind, _, key = chosen.partition(":")
    if kind not in allowed or not key.isdigit():
        raise InputError(field="Motsäger", why="Välj ett av alternativen.", name=name)
    return {_SIDES[kind]: int(key)}


async def contradict(ctx: Context) -> Any:
    """Say that a circumstance or an article speaks against a claim or a statement."""
    ref = ctx.var("ref")
    what = _side(ctx.form.text("what", "Motsägs"), "what", {"claim", "statement"})
    by = _side(ctx.form.text("by", "Motsägs av"), "by", {"circumstance", "article"})

    def write(store: Store) -> None:
        incident = incident_id(store, ref)
        for side, table in (("claim_id", "claims"), ("statement_id", "statements")):
            if side in what:
                belongs(store, table, what[side], incident)
        claim.contradict(store, ctx.actor, NewContradiction(**what, **by))

    await at_field(ctx.write(write), {"Motsägs av": "by", "Motsäger": "what"})
    anchor = "pastaende" if "claim_id" in what else "uttalande"
    told = "Det är infört vad som talar emot. Uppgiften står kvar."
    return ctx.redirect(at_row(ref, anchor, next(iter(what.values()))), told)


PAGES = (
    *pages_of(CIRCUMSTANCE),
    posting(r"omstandigheter/(?P<id>\d+)/ersatt", supersede),
    *pages_of(CLAIM),
    posting("motsagelser", contradict),
)
