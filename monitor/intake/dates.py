"""Read the dates that feeds and pages print, and say how far each can be trusted.

The rule: never a silent wrong hour. A time without zone is the outlet's local time; a time that
exists twice, or not at all, because clocks were moved is marked ``hour``; a bare date is marked
``day``; what cannot be read, or lies in the future, is marked ``unknown``.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from monitor.intake.datewords import MONTHS, SHORT_ZONES
from monitor.intake.entry import Precision

#: A publisher's clock may run this far ahead of ours before its times are disbelieved.
AHEAD: Final = timedelta(minutes=10)
#: Older than the web: a default value that nobody set, not a date.
_OLDEST = date(1971, 1, 1)
_DEFAULT_ZONE = ZoneInfo("Europe/Stockholm")
_WINTER_NAMES = frozenset({"cet", "met", "mez"})
_LONGEST_TEXT = 120

_TIME = (
    r"(?P<H>\d{1,2})[:.](?P<M>\d{2})(?:[:.](?P<S>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<ap>[ap]\.?m\.?(?![a-z]))?\s*(?P<z>[+\-\u2212]\s?\d{1,2}:?\d{2}\b|"
    r"(?:utc|gmt)\s?[+\-\u2212]\s?\d{1,2}(?::?\d{2})?\b|[+\-]\d{2}\b|\(?[a-z]{1,5}\)?)?"
)
_CLOCK_WORD = r"(?:\s*[,t_|/–-]?\s*|\s+)(?:(?:kl|klockan|at|um|um|à|a|på|om|den)\b\.?:?\s*)?"
_TAIL = rf"(?:{_CLOCK_WORD}{_TIME})?"
_FORMS = (
    # 2024-11-08T20:30:00+01:00, 2024-11-08 20.30, 2024/11/08
    rf"(?<!\d)(?P<y>\d{{4}})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d){_TAIL}",
    # 20241108T203000Z, 20241108
    (
        r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:t?(?P<H>\d{2})(?P<M>\d{2})"
        r"(?P<S>\d{2})?(?P<ap>)(?P<z>z|[+-]\d{4})?)?(?!\d)"
    ),
    # Fri, 08 Nov 2024 20:30:00 +0100; fredag den 8 november 2024 klockan 20.30; 8. nov 24
    (
        r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th|:?e|:?a|\.|º|er)?[\s\-/.]+(?:de\s+|of\s+)?"
        rf"(?P<mon>[^\W\d_]{{3,12}})\.?,?[\s\-/.]+(?:de\s+)?(?P<y>\d{{4}}|\d{{2}})(?!\d){_TAIL}"
    ),
    # November 8, 2024 8:30 PM
    (
        r"(?P<mon>[^\W\d_]{3,12})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+"
        rf"(?P<y>\d{{4}})(?!\d){_TAIL}"
    ),
    # Fri Nov  8 20:30:00 CET 2024
    (
        r"(?P<mon>[^\W\d_]{3,9})\s+(?P<d>\d{1,2})\s+(?P<H>\d{1,2}):(?P<M>\d{2}):(?P<S>\d{2})"
        r"(?P<ap>)\s*(?P<z>[a-z]{1,5}|[+-]\d{4})?\s+(?P<y>\d{4})"
    ),
    # 08-11-2024, 8.11.2024: day first, as in all of Europe; 08/11/2024: see _ambiguous
    (
        r"(?<!\d)(?P<d>\d{1,2})(?P<mark>[-/]|\.\s?)(?P<m>\d{1,2})(?P=mark)"
        rf"\s?(?P<y>\d{{4}})(?!\d){_TAIL}"
    ),
)
_PATTERNS = tuple(re.compile(form, re.IGNORECASE) for form in _FORMS)
_EPOCH = re.compile(r"^(\d{10}|\d{13})(?:\.\d+)?$")
_JUNK = re.compile(r"[\u200b-\u200f\u202a-\u202e\ufeff\u00ad\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Dated:
    """An instant (aware, UTC) and how far it can be trusted.

    With precision ``day`` the instant is that day's local midnight; show the day only.
    """

    instant: datetime | None
    precision: Precision


UNKNOWN: Final = Dated(None, "unknown")


def parse_date(
    text: str | None,
    *,
    default_zone: tzinfo = _DEFAULT_ZONE,
    first_seen: datetime | None = None,
) -> Dated:
    """Return the instant that ``text`` names.

    Args:
        text: what the source printed, in any of the forms met in feeds and pages.
        default_zone: the outlet's zone, for times printed without one.
        first_seen: when we first saw the article (aware). A later time becomes ``first_seen``
            itself, ``unknown``. None: leave such times as they are, for :func:`settle`.
    """
    if not text:
        return UNKNOWN
    text = " ".join(_JUNK.sub(" ", text[:_LONGEST_TEXT]).split())
    dated = _from_epoch(text) or _from_forms(text, default_zone)
    return dated if first_seen is None else settle(dated, first_seen)


def settle(dated: Dated, first_seen: datetime) -> Dated:
    """Return ``dated``, or ``first_seen`` with precision unknown when it lies after that."""
    if dated.instant is None:
        return dated
    # A bare date is a local midnight: tomorrow's is in the future, today's never.
    if dated.instant > first_seen + AHEAD:
        return Dated(first_seen.astimezone(UTC), "unknown")
    return dated


def _from_epoch(text: str) -> Dated | None:
    match = _EPOCH.match(text)
    if match is None:
        return None
    seconds = int(match[1]) / (1000 if len(match[1]) == 13 else 1)
    instant = datetime.fromtimestamp(seconds, UTC).replace(microsecond=0)
    return Dated(instant, "minute") if instant.date() >= _OLDEST else UNKNOWN


def _from_forms(text: str, default_zone: tzinfo) -> Dated:
    for pattern in _PATTERNS:
        match = pattern.search(text)
        if match is not None:
            dated = _from_match(match.groupdict(), default_zone)
            if dated is not None:
                return dated
    return UNKNOWN


def _from_match(part: dict[str, str | None], default_zone: tzinfo) -> Dated | None:
    day = _day(part)
    if day is None:
        return None
    if day < _OLDEST or _ambiguous(part):
        return UNKNOWN
    clock = _clock(part)
    zone, spelled = _zone(part.get("z"), default_zone)
    if clock is None or zone is None:
        # With a nonsensical zone the hour is lost, the day is right.
        return Dated(_midnight(day, default_zone), "day")
    return _placed(datetime.combine(day, clock), zone, spelled)


def _ambiguous(part: dict[str, str | None]) -> bool:
    """Say whether 08/11/2024 could as well be the eleventh of August."""
    return part.get("mark") == "/" and part["d"] != part["m"] and int(part["d"] or 0) <= 12


def _day(part: dict[str, str | None]) -> date | None:
    year = int(part["y"] or 0)
    if len(part["y"] or "") == 2:
        year += 2000 if year < 70 else 1900
    name = part.get("mon")
    month = MONTHS.get(name.lower().rstrip(".")) if name else int(part["m"] or 0)
    if month is None:
        return None
    try:
        return date(year, month, int(part["d"] or 0))
    except ValueError:
        return None


def _clock(part: dict[str, str | None]) -> time | None:
    if part.get("H") is None:
        return None
    hour, minute, second = (int(part.get(key) or 0) for key in ("H", "M", "S"))
    half = (part.get("ap") or "").lower()[:1]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute, min(second, 59))  # a leap second is not a minute later
    except ValueError:
        return None


def _zone(text: str | None, default_zone: tzinfo) -> tuple[tzinfo | None, str]:
    """Return the zone that ``text`` names (None: nonsense) and its name; "" when it names none."""
    name = (text or "").strip("() ").lower().replace("\u2212", "-").replace(" ", "")
    name = re.sub(r"^(utc|gmt)(?=[+-])", "", name)
    if not name or (name[0] not in "+-" and name not in SHORT_ZONES):
        return default_zone, ""
    if name[0] not in "+-":
        return timezone(timedelta(minutes=SHORT_ZONES[name])), name
    digits = name[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 14 or minutes > 59:
        return None, name
    minutes_east = (60 * hours + minutes) * (-1 if name[0] == "-" else 1)
    return timezone(timedelta(minutes=minutes_east)), name


def _placed(naive: datetime, zone: tzinfo, spelled: str) -> Dated:
    """Return the instant of a wall-clock time; of two such instants, the earlier."""
    early, late = naive.replace(tzinfo=zone, fold=0), naive.replace(tzinfo=zone, fold=1)
    # Differing offsets: the clock showed this time twice, or jumped over it.
    doubtful = early.utcoffset() != late.utcoffset()
    if spelled in _WINTER_NAMES and naive.replace(tzinfo=_DEFAULT_ZONE).dst():
        doubtful = True  # "CET" in July: taken by the word, but many systems never say CEST
    try:
        return Dated(min(early.astimezone(UTC), late.astimezone(UTC)), _sure(not doubtful))
    except OverflowError:
        return UNKNOWN


def _sure(is_sure: bool) -> Precision:  # noqa: FBT001 - one fact in, one word out
    return "minute" if is_sure else "hour"


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
