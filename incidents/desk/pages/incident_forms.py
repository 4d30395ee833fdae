"""What the forms of an incident share: times as staff type them, and refusals at their field."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from incidents.desk.http import Context
from incidents.record.entry import UNKNOWN, Noun
from monitor.core.clock import from_text, local
from monitor.core.errors import InputError, NotFoundError
from monitor.core.store import Row, Store
from monitor.core.times import Calendar, Moment, Precision, form_text, span, week_of

T = TypeVar("T")

_NEVER = frozenset({"okänd", "okänt", "okänd tid", "vet inte"})


def moment(ctx: Context, name: str, label: str, *, empty: Moment = UNKNOWN) -> Moment:
    """Return the typed moment, no finer than it was typed.

    "nu" is the present minute, "okänd" no time at all.

    Args:
        empty: what an empty field means.

    Raises:
        InputError: not readable.
    """
    typed = " ".join(ctx.form.get(name).split())
    if not typed:
        return empty
    if typed.lower() in _NEVER:
        return UNKNOWN
    return ctx.form.time(name, label).moment


def this_minute(ctx: Context) -> Moment:
    """Return the present, as exact as a form shows it."""
    return Moment(ctx.now.replace(second=0, microsecond=0))


def known(ctx: Context, happened: Moment, *, ours: bool = False) -> datetime | None:
    """Return when we learnt it; None leaves that to the record, which takes the present.

    Args:
        ours: our own doing, which we knew of when it happened if nothing else is typed.

    Raises:
        InputError: not readable.
    """
    typed = moment(ctx, "known_at", "Känt av oss")
    if typed.at is None:
        exact = happened.at is not None and happened.precision is Precision.MINUTE
        return happened.at if ours and exact and happened.at <= ctx.now else None  # type: ignore[operator]
    if typed.precision is Precision.MINUTE:
        return typed.at
    # No earlier than we can vouch for: a report as of that morning must not print it.
    return min(_last_minute(typed), ctx.now)


def deadline(ctx: Context, name: str, label: str) -> datetime | None:
    """Return a latest time: a day or a part of one means its last minute.

    Raises:
        InputError: not readable.
    """
    typed = moment(ctx, name, label)
    return None if typed.at is None else _last_minute(typed)


def _last_minute(typed: Moment) -> datetime:
    lasts = span(typed)
    assert lasts is not None
    return lasts[1] - timedelta(minutes=1)


def typed_text(at: str | None, precision: str = "minute") -> str:
    """Return what a time field shows for a stored time, and reads back as the same."""
    if not at:
        return ""
    instant, exact = from_text(at), Precision(precision)
    day = local(instant).date().isoformat()
    match exact:
        case Precision.MINUTE:
            return form_text(instant)
        case Precision.PART_OF_DAY:
            return f"{Calendar().part(instant).definite} {day}"
        case Precision.WEEK:
            year, week = week_of(instant)
            return f"vecka {week} {year}"
        case _:
            return day


def shown_times(row: Row) -> Row:
    """Return a stored record with its times as its form shows them."""
    told = dict(row)
    for column, value in row.items():
        if column == "happened_at":
            told[column] = typed_text(value, row["happened_precision"])
        elif column.endswith("_at"):
            told[column] = typed_text(value)
    return told


def changed_only(ctx: Context, row: Row, values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave the times out that the person did not touch, with the seconds that no form shows."""
    shown = shown_times(row)
    fields = {"moment": "happened_at", "known_at": "known_at"}
    return {
        name: value
        for name, value in values.items()
        if not (name in fields and ctx.form.get(fields[name]).strip() == shown[fields[name]])
        and not (name == "known_at" and value is None)
        and not (name.endswith("_at") and ctx.form.get(name).strip() == shown.get(name, ""))
    }


def names_of(noun: Noun) -> dict[str, str]:
    """Return the Swedish field names that the record uses -> the columns, which name the fields."""
    named: dict[str, str] = {"Hände": "happened_at", "Känt": "known_at"}
    for kept in (noun.texts, noun.notes, noun.instants):
        named |= {swedish: column for column, swedish in kept.items()}
    for told in (noun.choices, noun.links):
        named |= {swedish: column for column, (swedish, _) in told.items()}
    return named


async def at_field(writing: Awaitable[T], names: Mapping[str, str]) -> T:
    """Let a refusal of the record land at the form's field.

    Args:
        names: Swedish field name of the refusal -> name of the form's field.

    Raises:
        InputError: with ``name``.
    """
    try:
        return await writing
    except InputError as error:
        name = names.get(str(error.facts.get("field", "")))
        if name is None or "name" in error.facts:
            raise
        raise InputError(error.detail, **error.facts, name=name) from error


def incident_id(store: Store, ref: str) -> int:
    """Return the id of the incident with a reference.

    Raises:
        NotFoundError: there is none.
    """
    found = store.value("SELECT id FROM incidents WHERE ref = ?", [ref.strip().upper()])
    if found is None:
        raise NotFoundError(kind="händelsen", id=ref)
    return int(found)


def opens(ctx: Context, prefix: str) -> bool:
    """Tell whether such a form stands open: asked for by ``?oppna=``, or refused."""
    return ctx.query.get("oppna").startswith(prefix) or ctx.form.name.startswith(prefix)


def chosen_incident(ctx: Context, store: Store) -> int | None:
    """Return the id of the incident that the field ``handelse`` names, if any."""
    ref = ctx.form.get("handelse").strip()
    return incident_id(store, ref) if ref else None


def belongs(store: Store, table: str, row_id: int, incident: int) -> Row:
    """Return a record of this incident.

    Raises:
        NotFoundError: it is another's, or none.
    """
    row = store.get(table, row_id)
    if row["incident_id"] != incident:
        raise NotFoundError(kind="posten", id=row_id)
    return row
