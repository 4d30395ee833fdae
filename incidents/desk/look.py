"""What every template can use: navigation, times, labels, numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from incidents.desk import catalogue, links
from incidents.desk.handbook import handbook
from incidents.desk.http import Desk, actor_of
from monitor.core.clock import from_text, local
from monitor.core.messages import explain_source, label, labels
from monitor.core.text import decimal
from monitor.core.times import (
    Calendar,
    Moment,
    Precision,
    clock_text,
    date_text,
    duration_text,
    moment_text,
)

#: Numbers of reports, incidents and requests: 2026-E01, H-2026-011, U-2026-01.
_NUMBER = re.compile(r"\b(?:[0-9]{4}-[EV][0-9]{2,}|[HU]-[0-9]{4}-[0-9]{2,})\b")
_WHOLE = r'<span class="nowrap">\g<0></span>'


@dataclass(frozen=True)
class Item:
    """One item of the navigation.

    Attributes:
        key: what ``Page.nav`` names.
        permission: who sees it.
        narrow: only where the box beside the brand has no room.
    """

    key: str
    text: str
    href: str
    permission: str = "read"
    narrow: bool = False


NAVIGATION = (
    Item("laget", "Läget", links.page()),
    Item("granska", "Granska", links.page("granska")),
    Item("handelser", "Händelser", links.page("handelser")),
    Item("rapporter", "Rapporter", links.page("rapporter")),
    Item("genomslag", "Genomslag", links.page("genomslag")),
    Item("historik", "Historik", f"/{links.DATABASE}"),
    Item("floden", "Flöden", links.page("floden")),
    Item("aviseringar", "Aviseringar", links.page("aviseringar"), "alerts"),
    Item("sok", "Sök", links.page("sok"), narrow=True),
    Item("anvandare", "Användare", links.page("anvandare"), "users"),
    Item("installningar", "Inställningar", links.page("installningar"), "settings"),
    Item("hjalp", "Hjälp", links.page("hjalp")),
)


class _Times:
    """The filters that need to know what time it is."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def tid(self, text: str | None, precision: str = "minute") -> Markup:
        """A moment as people read it, in a ``time`` element; nothing known: "okänd tid"."""
        if not text:
            return Markup("okänd tid")
        year = local(self._desk.clock.now()).year
        said = moment_text(Moment(from_text(text), Precision(precision)), Calendar(year))
        return Markup('<time datetime="{}">{}</time>').format(text, said)

    def nar(self, text: str | None) -> Markup:
        """Today "klockan 20.30", else "9 mars klockan 20.30": for lists of recent things."""
        if not text:
            return Markup("")
        at = from_text(text)
        if local(at).date() != local(self._desk.clock.now()).date():
            return self.tid(text)
        return Markup('<time datetime="{}">{}</time>').format(text, clock_text(at))

    def datum(self, text: str | None) -> str:
        """9 mars; with the year when it is not this one."""
        year = local(self._desk.clock.now()).year
        return date_text(from_text(text), Calendar(year)) if text else ""

    def sedan(self, text: str | None) -> str:
        """Time passed, "2 h 10 min", or left with a minus before it."""
        return duration_text(self._desk.clock.now() - from_text(text)) if text else ""

    def forfallen(self, text: str | None) -> bool:
        """Tell whether a deadline has passed."""
        return bool(text) and from_text(str(text)) < self._desk.clock.now()


def prepare(env: Any, desk: Desk) -> None:
    """Give Datasette's Jinja environment our filters and globals."""
    times = _Times(desk)
    env.filters.update(
        tid=times.tid,
        nar=times.nar,
        datum=times.datum,
        sedan=times.sedan,
        forfallen=times.forfallen,
        klockslag=klockslag,
        etikett=etikett,
        tal=tal,
        stycken=stycken,
        hel=hel,
    )
    env.globals.update(
        links=links,
        cat=catalogue,
        labels=labels,
        label=label,
        explain_source=explain_source,
        chapter_about=handbook().about,
        demo=desk.demo,
        demo_now=lambda: _headline(desk.clock.now()),
    )


def klockslag(text: str | None) -> str:
    """Return "klockan 20.30"."""
    return clock_text(from_text(text)) if text else ""


def _headline(at: datetime) -> str:
    there = local(at)
    return f"{date_text(at, Calendar())} {clock_text(there)}"


def etikett(word: str | None, section: str) -> str:
    """Return the Swedish label of a stored word."""
    return label(section, word) if word else ""


def tal(number: float | None) -> str:
    """Return a number as Swedes write it: 12 345, 0,87."""
    if number is None:
        return ""
    if isinstance(number, float) and not number.is_integer():
        return decimal(number)
    return f"{int(number):,}".replace(",", "\u00a0")


def stycken(text: str | None) -> Markup:
    """Return escaped text as paragraphs; a blank line parts them, a line break stays."""
    parts = [part.strip() for part in (text or "").split("\n\n") if part.strip()]
    rows = (Markup("<br>").join(part.split("\n")) for part in parts)
    return Markup("").join(Markup("<p>{}</p>").format(row) for row in rows)


def hel(text: str | Markup) -> Markup:
    """Return escaped text in which no line breaks within a report's or an incident's number.

    By style and not by another hyphen: what is copied from the page is found elsewhere.
    """
    return Markup(_NUMBER.sub(_WHOLE, str(escape(text))))  # noqa: S704 - escaped the word before


def visible(may: Any) -> list[Mapping[str, Any]]:
    """Return the navigation items that somebody may use."""
    return [
        {"key": item.key, "text": item.text, "href": item.href, "narrow": item.narrow}
        for item in NAVIGATION
        if may(item.permission)
    ]


def for_datasette(request: Any) -> dict[str, Any]:
    """Return what base.html needs on every page, Datasette's own included."""
    who = actor_of(request)
    return {
        "who": who,
        "signed_in": who.user_id is not None,
        "menu": visible(who.may),
        "path": request.path if request else "",
    }
