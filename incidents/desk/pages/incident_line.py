"""The timeline as the page shows it: filtered, in either order, with happened beside entered.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incidents.desk.forms import Form
from incidents.desk.news import News
from incidents.record.timeline import TimelineEntry
from monitor.core.clock import local, to_text
from monitor.core.times import Calendar, Moment, Precision, date_text, weekday

#: Longest timeline that is shown unasked, entries.
SHORT = 12

#: The choice that shows only what is new to the reader.
NEW = "nytt"
#: What a person may choose -> Swedish, and the timeline's kinds behind it.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "artiklar": ("Artiklar", ("articles",)),
    "fragor": ("Frågor", ("enquiries", "questions")),
    "uttalanden": ("Uttalanden", ("statements", "contradictions")),
    "omstandigheter": ("Omständigheter", ("circumstances",)),
    "atgarder": ("Åtgärder och beslut", ("actions", "decisions")),
    "rapporter": ("Rapporter", ("reports",)),
    "steg": ("Händelsens steg", ("incidents",)),
}
#: The record's tables -> the ids of their rows on the page.
ANCHORS = {
    "statements": "uttalande",
    "circumstances": "omstandighet",
    "actions": "atgard",
    "decisions": "beslut",
    "questions": "oppen-fraga",
    "enquiries": "mediefraga",
    "articles": "artikel",
}


#: A reader to whom nothing is new.
NOTHING = News()


@dataclass(frozen=True, kw_only=True)
class Line:
    """The timeline's shown part.

    Attributes:
        days: what the template prints, by local day ("Tisdag 10 mars"), in order.
        counts: (key, Swedish, number) of every kind that has any, all of them first.
        chosen: the kind chosen, "alla" for all.
        oldest_first: the order.
        hidden: how many more there are.
    """

    days: list[tuple[str, list[dict[str, Any]]]]
    counts: list[tuple[str, str, int]]
    chosen: str
    oldest_first: bool
    hidden: int


def line(entries: list[TimelineEntry], query: Form, news: News = NOTHING) -> Line:
    """Return what to show of a timeline; ``?slag=``, ``?ordning=aldst`` and ``?allt=1`` choose."""
    fresh = [one for one in entries if news.has(one)]
    chosen = query.get("slag") if query.get("slag") in {*KINDS, NEW} else "alla"
    wanted = KINDS[chosen][1] if chosen in KINDS else ()
    kept = fresh if chosen == NEW else [one for one in entries if one.kind in wanted or not wanted]
    oldest = query.get("ordning") == "aldst"
    ordered = kept if oldest else kept[::-1]
    shown = ordered if query.get("allt") else ordered[:SHORT]
    counts = [
        (key, said, sum(one.kind in kinds for one in entries))
        for key, (said, kinds) in KINDS.items()
    ]
    return Line(
        days=_by_day(shown, news),
        counts=[
            ("alla", "Allt", len(entries)),
            *([(NEW, "Nytt", len(fresh))] if fresh else []),
            *[each for each in counts if each[2]],
        ],
        chosen=chosen,
        oldest_first=oldest,
        hidden=len(ordered) - len(shown),
    )


def _by_day(entries: list[TimelineEntry], news: News) -> list[tuple[str, list[dict[str, Any]]]]:
    calendar = Calendar(local(max(one.at for one in entries)).year) if entries else Calendar()
    days: list[tuple[str, list[dict[str, Any]]]] = []
    for entry in entries:
        day = f"{weekday(entry.at).capitalize()} {date_text(entry.at, calendar)}"
        if not days or days[-1][0] != day:
            days.append((day, []))
        days[-1][1].append({**_shown(entry), "fresh": news.has(entry)})
    return days


def _shown(entry: TimelineEntry) -> dict[str, Any]:
    happened = entry.moment.at
    known, entered = _minute(entry.known_at), _minute(entry.entered_at)
    anchor = ANCHORS.get(entry.kind)
    return {
        "kind": entry.heading,
        "text": entry.text,
        "href": f"#{anchor}-{entry.row_id}" if anchor else "",
        "number": entry.text if entry.kind == "reports" else "",
        "when": _when(entry.moment) or entry.untimed,
        "iso": to_text(entry.at),
        "known": _beside(known, entry.at) if not happened or known != _minute(happened) else "",
        "entered": _beside(entered, entry.at) if not entry.automatic and entered != known else "",
        "by": entry.by,
        "automatic": entry.automatic,
        "late": entry.late,
        "tone": _tone(entry),
    }


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _when(moment: Moment) -> str:
    """Return the time within its day: "08.15", "eftermiddagen"; empty where there is none."""
    if moment.at is None:
        return ""
    match moment.precision:
        case Precision.MINUTE:
            return f"{local(moment.at):%H.%M}"
        case Precision.PART_OF_DAY:
            return Calendar().part(moment.at).definite
        case Precision.WEEK:
            return "under veckan"
        case _:
            return "under dagen"


def _beside(at: datetime, day: datetime) -> str:
    """Return a time beside another: the clock, and the date when it is another day's."""
    clock = f"{local(at):%H.%M}"
    same = local(at).date() == local(day).date()
    return clock if same else f"{date_text(at, Calendar(local(day).year))} {clock}"


def _tone(entry: TimelineEntry) -> str:
    if entry.kind == "contradictions":
        return "bad"
    return "good" if entry.kind == "reports" else ""
