"""How fast we were: answers, reports, corrections and tasks, per incident and over time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page
from incidents.desk.pages import metrics_picture
from incidents.record import metrics
from incidents.record.metrics import Scope, Summary
from monitor.core.clock import local, to_text
from monitor.core.errors import InputError
from monitor.core.messages import label
from monitor.core.store import Row, Store
from monitor.core.times import duration_text, midnight, span

#: How far back the page looks when nobody says.
_WEEKS = 12
#: Rows of one table before the rest is folded away.
_SHOWN = 12
#: Rows that are folded away at most: more is for a shorter period, or for the history.
_FOLDED = 24
#: Incidents to choose between; any other by its reference in the address.
_CHOICES = 100


async def show(ctx: Context) -> Any:
    """Show the measures of a period, or of one incident from first to last."""
    ref = ctx.query.get("handelse")
    period = _period(ctx, whole=bool(ref))

    def load(store: Store) -> dict[str, Any]:
        incidents: list[Row] = store.rows(
            "SELECT id, ref, title FROM incidents WHERE status NOT IN ('proposed', 'dismissed')"
            " ORDER BY ref IS ? DESC, known_at DESC, id DESC LIMIT ?",
            [ref, _CHOICES],
        )
        chosen = next((row for row in incidents if row["ref"] == ref), None)
        scope = Scope(*period, incident_id=chosen["id"] if chosen else None)
        return {
            "found": metrics.measures(store, scope),
            "incidents": [(row["ref"], f"{row['ref']} {row['title']}") for row in incidents],
            "chosen": chosen,
        }

    data = await ctx.read(load)
    found = data.pop("found")
    few = found["answer"].summary().measured <= metrics_picture.DOTS
    weekly = found["answer"].by_week()
    return await ctx.show(
        "metrics.html",
        **data,
        tables=[_table(kind, found[kind]) for kind in metrics.KINDS],
        weeks=[_week(week) for week in reversed(weekly)],
        answers=metrics_picture.answers(found["answer"]) if few else None,
        bars=metrics_picture.weeks(weekly),
        start=period[0],
        typed={"fran": _shown(ctx, period[0]), "till": _last(ctx, period[1])},
        here=links.page("matt"),
    )


def _period(ctx: Context, *, whole: bool) -> tuple[Any, Any]:
    start = ctx.query.optional_time("fran", "Från och med")
    end = ctx.query.optional_time("till", "Till och med")
    first = start.at if start else None
    if first is None and not whole:
        monday = ctx.today - timedelta(days=ctx.today.weekday())
        first = midnight(monday - timedelta(weeks=_WEEKS - 1))
    last = None
    if end:
        covered = span(end.moment)
        last = covered[1] if covered else end.at
    if first and last and first >= last:
        raise InputError(field="Till och med", why="Perioden slutar innan den börjar.", name="till")
    return first, last


def _shown(ctx: Context, at: Any) -> str:
    return ctx.query.get("fran") or (f"{local(at):%Y-%m-%d}" if at else "")


def _last(ctx: Context, at: Any) -> str:
    return ctx.query.get("till") or (f"{local(at):%Y-%m-%d}" if at else "")


def _table(kind: str, found: metrics.Found) -> dict[str, Any]:
    rows = [
        {
            "what": one.what,
            "ref": one.ref,
            "report": one.what if kind in {"report", "sending", "correction"} else "",
            "start": to_text(one.start),
            "length": duration_text(one.length) if one.length is not None else "",
            "kept": one.kept,
            "note": one.note,
        }
        for one in found[: -1 - _SHOWN - _FOLDED : -1]
    ]
    return {
        "kind": kind,
        "title": label("metric", kind),
        "summary": _told(found.summary()),
        "rows": rows[:_SHOWN],
        "more": rows[_SHOWN : _SHOWN + _FOLDED],
        "left": max(0, len(found) - _SHOWN - _FOLDED),
    }


def _told(summary: Summary) -> dict[str, Any]:
    return {
        "count": summary.count,
        "middle": duration_text(summary.middle) if summary.middle is not None else "–",
        "longest": duration_text(summary.longest) if summary.longest is not None else "–",
        "kept": summary.kept,
        "asked": summary.asked,
    }


def _week(week: metrics.Week) -> dict[str, Any]:
    year, number, _ = week.monday.isocalendar()
    return {"name": f"vecka {number} {year}", **_told(week.summary)}


PAGES = (Page(path="matt", get=show, nav="rapporter"),)
