"""What the forms of a report share: exact times, and where a refusal lands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from incidents.desk import links
from incidents.desk.http import Context, Page
from incidents.desk.pages.incident_forms import at_field, moment, this_minute
from incidents.desk.pages.report_load import report_row
from monitor.core.errors import InputError
from monitor.core.store import Row, Store
from monitor.core.times import Precision

T = TypeVar("T")

#: Swedish field name of a refusal -> the form's field.
NAMES = {
    "Anledning": "reason_clause",
    "Sammanställd": "compiled_at",
    "Diarienummer": "registry_number",
    "Rättelse": "correction",
    "Händelse": "handelse",
    "Period": "period_from",
    "Stycke": "text",
    "Skäl": "reason",
    "Sändlista": "list",
    "Orsak": "why",
}


def instant(ctx: Context, name: str, label: str) -> datetime | None:
    """Return the typed instant; None for nothing. The present minute means this very second.

    Raises:
        InputError: not readable, or no time of day.
    """
    typed = moment(ctx, name, label)
    if typed.at is None:
        return None
    if typed.precision is not Precision.MINUTE:
        raise InputError(field=label, why="Skriv också ett klockslag.", name=name)
    return ctx.now if typed.at == this_minute(ctx).at else typed.at


async def on_report(ctx: Context, fn: Callable[[Store, Row, int], T], *, slow: bool = False) -> T:
    """Do something to the report of the address; ``fn`` gets its row and the form's revision.

    Args:
        slow: it composes, renders or sends: no transaction around it.
    """
    number, revision = ctx.var("number"), ctx.form.whole("revision", "Version")

    def run(store: Store) -> T:
        return fn(store, report_row(store, number), revision)

    return await at_field(ctx.work(run) if slow else ctx.write(run), NAMES)


def at_paragraph(number: str, key: int | str) -> str:
    """Return the address of a paragraph in the editor."""
    return f"{links.report(number)}#stycke-{key}"


async def go(ctx: Context) -> Any:
    """Send whoever reads the address of a form to the report's page."""
    return ctx.redirect(links.report(ctx.var("number")))


def posting(path: str, post: Any, again: Any, needs: str = "report") -> Page:
    """Return the page of a form on a report's page; refused, that page is shown again."""
    return Page(path=path, get=go, post=post, post_needs=needs, again=again, nav="rapporter")
