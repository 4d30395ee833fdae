"""The parts of an incident's page: how many records each holds, and which stand open.

The page is long in a long week. A part stands open while it is short, while something in it waits
or is new, and while one of its forms is in use; the others show their heading until somebody opens
them. Everything works without scripts: the links above the page name the part in the address.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from incidents.desk.news import News
from monitor.core.store import Row

#: Most records that stand open unasked.
SHORT: Final = 3
#: What ``?visa=`` says to have everything open, for printing and for searching in the page.
ALL: Final = "allt"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the page.

    Attributes:
        key: its id on the page.
        fresh: how many of its records are new or changed to the reader.
        waits: how many of them wait for somebody.
    """

    key: str
    said: str
    count: int
    fresh: int
    waits: int
    open: bool


@dataclass(frozen=True)
class _Kind:
    said: str
    table: str
    rows: str
    waits: Callable[[Row], bool]
    forms: tuple[str, ...]


def _unanswered(row: Row) -> bool:
    return not row["answered_at"]


def _never(_: Row) -> bool:
    return False


#: Forms of claims stand below their article or statement, whichever it is.
_CLAIMS: Final = ("andra-pastaende-", "emot-pastaende-")
_KINDS: Final = {
    "mediefragor": _Kind(
        "Mediefrågor", "enquiries", "enquiries", _unanswered,
        ("ny-fraga", "svara-", "svar-", "andra-mediefraga-"),
    ),
    "uttalanden": _Kind(
        "Uttalanden", "statements", "statements",
        lambda row: row["approval"] in {"draft", "requested"},
        ("ny-uttalande-", "andra-uttalande-", "samband-", "nytt-pastaende-uttalande-",
         "emot-uttalande-", "jour-", *_CLAIMS),
    ),
    "omstandigheter": _Kind(
        "Kända omständigheter", "circumstances", "circumstances", _never,
        ("ny-omstandighet", "andra-omstandighet-", "ersatt-"),
    ),
    "atgarder": _Kind(
        "Åtgärder", "actions", "actions", lambda row: row["status"] in {"planned", "ongoing"},
        ("ny-atgard", "andra-atgard-"),
    ),
    "oppna-fragor": _Kind(
        "Öppna frågor", "questions", "questions", _unanswered,
        ("ny-oppen-fraga", "besvara-oppen-fraga-", "andra-oppen-fraga-"),
    ),
    "beslut": _Kind(
        "Beslut", "decisions", "decisions", _never, ("ny-beslut", "andra-beslut-")
    ),
    "artiklar": _Kind(
        "Artiklar", "articles", "articles", _never,
        ("ny-artikel", "roll-", "nytt-pastaende-artikel-", *_CLAIMS),
    ),
}  # fmt: skip


def parts(found: dict[str, Any], news: News, *, form: str, shown: str) -> dict[str, Part]:
    """Return the parts by their ids on the page, in order.

    Args:
        found: the incident's loaded records, see :func:`incident_load.load`.
        form: the form that is open or was refused, "" for none.
        shown: a part's id, :data:`ALL`, or "" for those that stand open by themselves.
    """
    return {key: _part(key, kind, found, news, form, shown) for key, kind in _KINDS.items()}


def _part(key: str, kind: _Kind, found: dict[str, Any], news: News, form: str, shown: str) -> Part:
    rows = found[kind.rows]
    fresh = sum(1 for row in rows if news.mark(kind.table, row["id"]))
    waits = sum(1 for row in rows if kind.waits(row))
    asked = shown in {key, ALL} or any(form.startswith(start) for start in kind.forms)
    return Part(
        key=key, said=kind.said, count=len(rows), fresh=fresh, waits=waits,
        open=asked or bool(fresh or waits) or len(rows) <= SHORT,
    )  # fmt: skip
