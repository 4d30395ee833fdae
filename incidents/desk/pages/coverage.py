"""Coverage: how much was published over time, what we sent and said meanwhile, and what we find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, TypeVar

from incidents.desk import links
from incidents.desk.http import Context, Page
from incidents.desk.pages import coverage_load, coverage_picture
from incidents.desk.pages.coverage_load import SPLITS, Choice
from incidents.desk.pages.coverage_picture import SHARES, STRIPS, Bin
from monitor.core.clock import from_text, local
from monitor.core.errors import InputError
from monitor.core.order import swedish_key
from monitor.core.store import Row, Store
from monitor.core.times import midnight, span

T = TypeVar("T")

_HERE = links.page("genomslag")
#: How far back the page looks when nobody says and no incident is chosen: the shortest that holds
#: what the longest does, so that the picture of a new installation is not empty but for its edge.
WEEKS = {1: "1 vecka", 2: "2 veckor", 4: "4 veckor", 12: "12 veckor"}
#: How many Mondays the recall is told for.
RECALL_WEEKS = 26
#: Incidents to choose between, and the one that is shown; any other leads here from its own page.
_INCIDENTS = 100
_REST = "Övriga"
_TIMES = frozenset({"fran", "till"})


async def show(ctx: Context) -> Any:
    """Show the pictures of a period, a watch, an outlet or an incident."""
    asked, end = _period(ctx)
    split = ctx.query.get("dela") if ctx.query.get("dela") in SPLITS else "medium"

    def load(store: Store) -> dict[str, Any]:
        choices = _choices(store, ctx.query.get("handelse"))
        choice = _chosen(ctx, choices, asked, end)
        if asked is None and choice.incident is None:
            choice = _shortest(store, choice)
        return {
            "options": choices,
            "start": choice.start,
            **drawn(store, choice, split),
            "unjudged": coverage_load.unjudged(store, choice),
            "incident": next(
                (row for row in choices["handelse"] if row["id"] == choice.incident), None
            ),
        }

    data = await ctx.read(load)
    start = data.pop("start")
    return await ctx.show(
        "coverage.html",
        **data,
        spans=_spans(ctx, start),
        splits=SPLITS,
        split=split,
        here=_HERE,
        typed={"fran": _shown(ctx, "fran", start), "till": _shown(ctx, "till", end)},
    )


def _by_name(parts: Mapping[str, T]) -> list[tuple[str, T]]:
    return sorted(parts.items(), key=lambda item: swedish_key(item[0]))


def drawn(store: Store, choice: Choice, split: str) -> dict[str, Any]:
    """Return the pictures and the rows of their tables."""
    by_outlet = coverage_load.publications(store, choice, "medium")
    parted = by_outlet if split == "medium" else coverage_load.publications(store, choice, split)
    marks = coverage_load.marks(store, choice)
    within = _bins(store, choice, by_outlet, marks)
    by_name = {name: coverage_picture.counted(hours, within) for name, hours in _by_name(by_outlet)}
    numbers = [sum(column) for column in zip(*by_name.values(), strict=True)] or [0] * len(within)
    totals = _most({name: sum(row) for name, row in by_name.items()})
    lines = {name: coverage_picture.counted(hours, within) for name, hours in _by_name(parted)}
    ranked = dict(sorted(lines.items(), key=lambda item: -sum(item[1])))
    return {
        "total": sum(numbers),
        "chart": coverage_picture.volume(numbers, within, marks),
        "strips": coverage_picture.strips(dict(list(ranked.items())[:STRIPS]), within),
        "strip_rows": [_strip(name, row, within) for name, row in ranked.items()],
        "shares": coverage_picture.shares(totals),
        "share_rows": list(totals.items()),
        "rows": _rows(numbers, within, marks),
        "marks": marks,
    }


def of_incident(store: Store, key: int) -> coverage_picture.Chart | None:
    """Return the small picture on an incident's page; None with fewer than two publications."""
    choice = Choice(incident=key)
    found = coverage_load.publications(store, choice, "medium")
    if sum(sum(hours.values()) for hours in found.values()) < 2:
        return None
    marks = coverage_load.marks(store, choice)
    within = _bins(store, choice, found, marks)
    by_name = [coverage_picture.counted(hours, within) for hours in found.values()]
    return coverage_picture.volume(
        [sum(column) for column in zip(*by_name, strict=True)], within, marks
    )


def _period(ctx: Context) -> tuple[datetime | None, datetime | None]:
    start = ctx.query.optional_time("fran", "Från och med")
    end = ctx.query.optional_time("till", "Till och med")
    first, last = start.at if start else None, None
    if end:
        covered = span(end.moment)
        last = covered[1] if covered else end.at
    if first and last and first >= last:
        raise InputError(field="Till och med", why="Perioden slutar innan den börjar.", name="till")
    return first, last


def _since(today: date, weeks: int) -> datetime:
    return midnight(today - timedelta(days=7 * weeks - 1))


def _shortest(store: Store, choice: Choice) -> Choice:
    """Return the choice with the start of the shortest span that holds what the longest holds."""
    until = choice.end or store.clock.now()
    starts = [_since(local(until - timedelta(seconds=1)).date(), weeks) for weeks in WEEKS]
    for inner, outer in reversed(list(pairwise(starts))):
        if coverage_load.is_any(store, replace(choice, start=outer, end=inner)):
            return replace(choice, start=outer)
    newest = replace(choice, start=starts[0])
    return newest if coverage_load.is_any(store, newest) else replace(choice, start=starts[-1])


def _spans(ctx: Context, start: datetime | None) -> list[dict[str, Any]]:
    """Return the links to each span until now, with all else that was chosen."""
    kept = {name: value for name, value in ctx.query.pairs() if value and name not in _TIMES}
    return [
        {
            "said": said,
            "href": links.page("genomslag", **kept, fran=f"{local(at):%Y-%m-%d}"),
            "here": at == start and not ctx.query.get("till"),
        }
        for weeks, said in WEEKS.items()
        for at in [_since(ctx.today, weeks)]
    ]


def _shown(ctx: Context, name: str, at: datetime | None) -> str:
    return ctx.query.get(name) or (f"{local(at):%Y-%m-%d}" if at else "")


def _choices(store: Store, ref: str) -> dict[str, list[Row]]:
    return {
        "bevakning": store.rows(
            "SELECT id, slug AS key, name AS said FROM watches ORDER BY name COLLATE SWEDISH"
        ),
        "medium": store.rows(
            "SELECT id, id AS key, name AS said FROM outlets ORDER BY name COLLATE SWEDISH"
        ),
        "handelse": store.rows(
            "SELECT id, ref AS key, ref || ' ' || title AS said FROM incidents"
            " WHERE status NOT IN ('proposed', 'dismissed')"
            " ORDER BY ref IS ? DESC, known_at DESC, id DESC LIMIT ?",
            [ref, _INCIDENTS],
        ),
    }


def _chosen(
    ctx: Context, choices: Mapping[str, list[Row]], start: datetime | None, end: datetime | None
) -> Choice:
    def key(name: str) -> int | None:
        asked = ctx.query.get(name)
        return next((row["id"] for row in choices[name] if str(row["key"]) == asked), None)

    return Choice(
        watch=key("bevakning"),
        outlet=key("medium"),
        incident=key("handelse"),
        start=start,
        end=end,
    )


def _bins(
    store: Store,
    choice: Choice,
    found: Mapping[str, coverage_load.Hours],
    marks: Mapping[str, list[Row]],
) -> list[Bin]:
    """Return the stretches of time of the period, or of all that was found."""
    at = [from_text(f"{hour}:00:00Z") for hours in found.values() for hour in hours]
    at += [from_text(row["at"]) for rows in marks.values() for row in rows]
    now = store.clock.now()
    start = choice.start or min(at, default=now - timedelta(days=1))
    end = choice.end or max([*at, *([now] if choice.incident is None else [])], default=now)
    return coverage_picture.bins(start, max(end, start) + timedelta(hours=1))


def _most(totals: Mapping[str, int]) -> dict[str, int]:
    ranked = sorted(
        ((name, number) for name, number in totals.items() if number), key=lambda one: -one[1]
    )
    rest = sum(number for _, number in ranked[SHARES:])
    return dict(ranked[:SHARES]) | ({_REST: rest} if rest else {})


def _strip(name: str, row: list[int], within: list[Bin]) -> dict[str, Any]:
    most = max(range(len(row)), key=lambda place: row[place])
    return {"name": name, "total": sum(row), "most": row[most], "when": within[most].said}


def _rows(
    numbers: list[int], within: list[Bin], marks: Mapping[str, list[Row]]
) -> list[dict[str, Any]]:
    """Return the table of the first picture, newest first, without the quiet stretches."""
    found = [
        {
            "said": one.said,
            "number": number,
            **{
                name: [row for row in rows if one.start <= from_text(row["at"]) < one.end]
                for name, rows in marks.items()
            },
        }
        for number, one in zip(numbers, within, strict=True)
    ]
    return [row for row in reversed(found) if row["number"] or row["reports"] or row["statements"]]


async def show_recall(ctx: Context) -> Any:
    """Show how much of what is relevant was found, week by week, as the samples tell it."""
    found = await ctx.read(lambda store: coverage_load.estimates(store, weeks=RECALL_WEEKS))
    return await ctx.show(
        "coverage_recall.html",
        here=_HERE,
        chart=coverage_picture.recalled(found),
        rows=list(reversed(found)),
    )


PAGES = (
    Page(path="genomslag", get=show, nav="genomslag"),
    Page(path="genomslag/funna", get=show_recall, nav="genomslag"),
)
