"""Reading the times that staff type, in the forms Swedes use.

Pure: no clock, no store, no network. A typed time is on the Stockholm clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from monitor.core.clock import STOCKHOLM, local
from monitor.core.errors import InputError
from monitor.core.times import MONTHS, PARTS, Moment, Part, Precision, day_text, midnight


class Fold(StrEnum):
    """Which one is meant in the hour that comes twice when summer time ends."""

    FIRST = "first"
    SECOND = "second"
    ASK = "ask"


@dataclass(frozen=True)
class Typed:
    """What was typed: the moment, and a Swedish note when something was assumed."""

    moment: Moment
    note: str | None = None

    @property
    def at(self) -> datetime:
        """Return the instant; a typed time always has one."""
        assert self.moment.at is not None
        return self.moment.at


_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in MONTHS)
_DATE = (
    r"(?:(?P<iso>\d{4}-\d{1,2}-\d{1,2})"
    rf"|(?:den\s+)?(?P<d>\d{{1,2}})(?::?e)?\s+(?P<m>{_MONTH})\.?(?:\s+(?P<y>\d{{4}}))?"
    r"|(?:den\s+)?(?P<sd>\d{1,2})/(?P<sm>\d{1,2})(?:[\s-]+(?P<sy>\d{4}))?)"
)
_TIME = (
    r"(?:(?:klockan|kl\.?)\s*(?P<h1>\d{1,2})(?![\d.:])"
    r"|(?:(?:klockan|kl\.?)\s*)?(?P<h>\d{1,2})[.:](?P<min>\d{2})(?:[.:]\d{2}(?:\.\d+)?)?)"
    r"(?:\s*\(?(?P<season>sommartid|vintertid|normaltid)\)?)?"
)
_PART = r"(?P<part>natt|morgon|förmiddag|eftermiddag|kväll)(?:en)?(?:\s+till)?"
_WEEKDAY = r"(?:(?:må|ti|ons|tors|fre|lör|sön)(?:n|s)?dag(?:en)?,?\s+)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_WEEKDAY}(?:{_DATE}(?:,?\s+|T))?{_TIME}",
        rf"{_WEEKDAY}{_DATE}(?:,?\s+(?:på\s+)?{_PART})?",
        rf"{_PART}(?:\s+{_WEEKDAY}{_DATE})?",
    )
)
_WEEK = re.compile(r"(?:(\d{4})-?[vw]|v(?:ecka|\.)?\s*)(\d{1,2})(?:[\s,]+(\d{4}))?", re.IGNORECASE)
_DAYS = {"i förrgår": -2, "i går": -1, "igår": -1, "i dag": 0, "idag": 0, "i morgon": 1}
_RELATIVE = re.compile(rf"\b({'|'.join(_DAYS)})\b", re.IGNORECASE)
_PARTS_OF_TODAY = {
    "i natt": "natten till",
    "i morse": "morgonen",
    "i förmiddags": "förmiddagen",
    "i eftermiddags": "eftermiddagen",
    "i kväll": "kvällen",
}
#: So much of what was typed is said back, characters.
_QUOTED = 40
_HELP = "Skriv till exempel 2026-03-09 20.00, 9 mars klockan 20.00, eller bara 20.00."


#: The present minute, in people's words.
_NOW = frozenset({"nu", "just nu"})


def parse_local(
    text: str,
    *,
    field: str = "tid",
    today: date | None = None,
    fold: Fold = Fold.FIRST,
    parts: tuple[Part, ...] = PARTS,
) -> Typed:
    """Return the moment that a person typed, as precise as it was typed.

    Args:
        text: "2026-03-09 20.00", "20:30", "9 mars", "eftermiddagen 9 mars", "vecka 11", "i går
            14.30", "i morse", or the value of a datetime-local field.
        field: named in the error.
        today: local date that lends a bare time its day, "i går" its date, and a date without year
            the year that lands nearest.
        fold: what to do in the hour that comes twice; "sommartid" or "vintertid" after the time
            decides by itself.
        parts: bounds of the parts of the day.

    Raises:
        InputError: not readable, no such date or time, or (``Fold.ASK``) two readings.
    """
    typed = " ".join(text.split())
    week = _WEEK.fullmatch(typed)
    if week:
        return _week(week, field, today)
    dated = typed if today is None else _dated(typed, today)
    for form in _FORMS:
        found = form.fullmatch(dated)
        if found:
            return _build(found.groupdict(), field, today, fold, parts)
    said = f"Tiden {_quoted(typed)} går inte att läsa." if typed else "Ange en tid."
    raise InputError(field=field, why=f"{said} {_HELP}")


def read_at(now: datetime, text: str, *, field: str) -> Typed:
    """Return the moment that a person typed at an instant: also "nu", "i går 14.30", "20.00".

    Raises:
        InputError: see :func:`parse_local`.
    """
    if text.strip().lower() in _NOW:
        return Typed(Moment(now.replace(second=0, microsecond=0)))
    return parse_local(text, field=field, today=local(now).date())


def _dated(typed: str, today: date) -> str:
    """Return "2026-03-08 14.30" for "i går 14.30", "morgonen 2026-03-09" for "i morse"."""
    for word, part in _PARTS_OF_TODAY.items():
        if typed.lower() == word:
            return f"{part} {today}"
        if typed.lower().startswith(f"{word} "):
            return f"{today} {typed[len(word) :].strip()}"
    return _RELATIVE.sub(lambda found: str(today + timedelta(_DAYS[found[1].lower()])), typed)


def _quoted(typed: str) -> str:
    """Return what was typed in quotes, without its own and no longer than a time could be."""
    plain = typed.strip("”“\"'’")
    return f"”{plain[:_QUOTED]}…”" if len(plain) > _QUOTED else f"”{plain}”"


def _build(
    got: dict[str, str | None],
    field: str,
    today: date | None,
    fold: Fold,
    parts: tuple[Part, ...],
) -> Typed:
    day = _day(got, field, today)
    if "h" in got:
        return _minute(day, got, field, fold)
    name = got.get("part")
    if name is None:
        return Typed(Moment(midnight(day), Precision.DAY))
    start = next(part.start for part in parts if part.name == name.lower())
    at = datetime.combine(day, time(start), STOCKHOLM).astimezone(UTC)
    return Typed(Moment(at, Precision.PART_OF_DAY))


def _day(got: dict[str, str | None], field: str, today: date | None) -> date:
    if iso := got.get("iso"):
        year, month, day = (int(piece) for piece in iso.split("-"))
        return _date(year, month, day, field)
    month_text = got.get("m")
    if month_text:
        month = [name[:3] for name in MONTHS].index(month_text[:3].lower()) + 1
    elif got.get("sm"):
        month = int(got["sm"] or 0)
    else:
        if today is None:
            raise InputError(field=field, why=f"Ange även datum. {_HELP}")
        return today
    day = int(got.get("d") or got.get("sd") or 0)
    typed_year = got.get("y") or got.get("sy")
    if typed_year:
        return _date(int(typed_year), month, day, field)
    if today is None:
        raise InputError(field=field, why=f"Ange även år. {_HELP}")
    return _nearest(month, day, today, field)


def _nearest(month: int, day: int, today: date, field: str) -> date:
    """Return the nearest such date: 31 December typed in January is last year's."""
    found = []
    for year in (today.year, today.year - 1, today.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    if not found:
        return _date(today.year, month, day, field)
    return min(found, key=lambda one: abs((one - today).days))


def _date(year: int, month: int, day: int, field: str) -> date:
    if not 1900 <= year <= 2200:
        raise InputError(field=field, why=f"Årtalet {year} kan inte stämma.")
    try:
        return date(year, month, day)
    except ValueError:
        said = (
            f"{day} {MONTHS[month - 1]} {year}"
            if 1 <= month <= 12
            else f"{year}-{month:02}-{day:02}"
        )
        raise InputError(field=field, why=f"Datumet {said} finns inte.") from None


def _minute(day: date, got: dict[str, str | None], field: str, fold: Fold) -> Typed:
    hour, minute = int(got["h"] or got["h1"] or 0), int(got["min"] or 0)
    if hour == 24 and minute == 0:
        raise InputError(field=field, why="Skriv 00.00 och nästa dags datum i stället för 24.00.")
    if hour > 23 or minute > 59:
        raise InputError(field=field, why=f"Klockslaget {hour:02}.{minute:02} finns inte.")
    season = (got["season"] or "").lower()
    wall = datetime.combine(day, time(hour, minute), STOCKHOLM)
    at = wall.astimezone(UTC)
    said = f"{wall:%H.%M}"
    if at.astimezone(STOCKHOLM).replace(tzinfo=None) != wall.replace(tzinfo=None):
        later = (wall + timedelta(hours=1)).strftime("%H.%M")
        raise InputError(
            field=field,
            why=f"Klockan {said} finns inte den {day_text(day, None)}: då ställs klockan om till "
            f"sommartid. Menar du {later}?",
        )
    second = wall.replace(fold=1)
    if second.utcoffset() == wall.utcoffset():
        return Typed(Moment(at))
    return _folded(wall, season, field, fold)


def _folded(wall: datetime, season: str, field: str, fold: Fold) -> Typed:
    """Choose between the two instants of an hour that comes twice."""
    said = f"Klockan {wall:%H.%M} inföll två gånger den {day_text(wall.date(), None)}"
    if season:
        late = season != "sommartid"
    elif fold is Fold.ASK:
        raise InputError(field=field, why=f"{said}. Skriv sommartid eller vintertid efter tiden.")
    else:
        late = fold is Fold.SECOND
    note = None
    if not season:
        took = "andra gången (vintertid)" if late else "första gången (sommartid)"
        note = f"{said}. Tiden räknas som {took}."
    return Typed(Moment(wall.replace(fold=int(late)).astimezone(UTC)), note)


def _week(found: re.Match[str], field: str, today: date | None) -> Typed:
    year_text = found[1] or found[3]
    if year_text is None and today is None:
        raise InputError(field=field, why="Ange även år, till exempel vecka 11 2026.")
    year = int(year_text) if year_text else (today or date.min).isocalendar().year
    try:
        monday = date.fromisocalendar(year, int(found[2]), 1)
    except ValueError:
        raise InputError(field=field, why=f"Vecka {found[2]} finns inte {year}.") from None
    return Typed(Moment(midnight(monday), Precision.WEEK))
