"""W1, W2, W3 and W13: clock times, dates, words that rot and weekdays.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from incidents.report.finding import HEAD, Context, Finding, Manuscript, Prose, Section
from monitor.core.times import MONTHS, WEEKDAYS, day_text, header_text

_CLOCK = re.compile(
    r"(?<![\d:.,/])(?P<kl>\b[Kk]l\b\.?\s*)?\b(?P<h>\d{1,2})(?:(?P<sep>[:.])(?P<m>[0-5]\d))?"
    r"(?::[0-5]\d)?(?![\d:]|\.\d)"
)
_BEFORE = re.compile(r"([^\W\d_]+|§)[.\s]*$")
#: Words before figures with a colon that are no time.
_NOT_TIME = frozenset(
    "skala förhållande förhållandet kap kapitel § dnr nr version resultatet med vann sfs fs "
    "förordning vers prop bet".split()
)
#: Words that make a lone digit before a colon a time: "före 9:30".
_TIME_WORDS = frozenset(
    "klockan före efter till från mellan vid runt senast och sedan omkring strax".split()
)


def clock_times(report: Manuscript) -> Iterator[Finding]:
    """W1: "klockan 20.30" with a full stop."""
    for prose in report.own_words:
        for found in _CLOCK.finditer(prose.words):
            if not _is_odd_time(prose.words, found):
                continue
            minutes = f".{found['m']}" if found["m"] else ""
            time = f"{found['h']}{minutes}"
            yield prose.finding(
                "W1",
                found.span(),
                "Klockslag skrivs med punkt, och ordet klockan skrivs ut: klockan 20.30.",
                f"klockan {time}" if found["kl"] else time,
            )


def _is_odd_time(words: str, found: re.Match[str]) -> bool:
    if int(found["h"]) > 23:
        return False
    if found["kl"]:
        return True
    if found["sep"] != ":":
        return False
    before = _BEFORE.search(words, max(0, found.start() - 20), found.start())
    word = before[1].lower() if before else ""
    return word in _TIME_WORDS if len(found["h"]) == 1 else word not in _NOT_TIME


_SHORT_MONTHS = "jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec"
_ISO = re.compile(r"(?<![\w-])(\d{4})-(\d\d)-(\d\d)(?![\w-])")
_WORDED = re.compile(
    rf"\b(?P<d>\d{{1,2}})(?P<e>:?[ea])?\s+(?:(?P<m>{'|'.join(MONTHS)})|(?P<s>{_SHORT_MONTHS}))\b"
    r"(?P<dot>\.(?=\s+[a-zåäö\d]))?(?:\s+(?P<y>\d{4})\b(?!-\d))?",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    r"(?P<lead>\b(?:den|dag|dagen|sedan|till|från|före|efter|senast)\s+)"
    r"(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:[\s-]+(?P<y>\d{4}))?(?![\d/])"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COMPILED = re.compile(r"Sammanställd:? \d{4}-\d\d-\d\d klockan \d\d\.\d\d")


def dates(report: Manuscript) -> Iterator[Finding]:
    """W2: ISO dates in the header, "9 mars" in prose."""
    context = report.context
    for prose in report.own_words:
        if prose.section is Section.COMPILED:
            yield from _header(prose, context)
        elif prose.section is not Section.TITLE:
            yield from _iso_dates(prose, context)
            yield from _worded_dates(prose, context)
            yield from _slashed_dates(prose, context)


def _header(prose: Prose, context: Context) -> Iterator[Finding]:
    text = prose.plain.strip()
    if text and not _COMPILED.fullmatch(text):
        yield prose.finding(
            "W2",
            (0, len(prose.text)),
            "Raden skrivs med datum i siffror och klockslag med punkt.",
            f"Sammanställd: {header_text(context.compiled_at)}",
        )


def _iso_dates(prose: Prose, context: Context) -> Iterator[Finding]:
    for found in _ISO.finditer(prose.words):
        day = _date(found[1], found[2], found[3])
        if day:
            yield prose.finding(
                "W2",
                found.span(),
                "I löptext skrivs datum med månadens namn.",
                day_text(day, context.here.year),
            )


def _slashed_dates(prose: Prose, context: Context) -> Iterator[Finding]:
    for found in _SLASHED.finditer(prose.words):
        day = _date(found["y"] or str(context.here.year), found["m"], found["d"])
        if day:
            yield prose.finding(
                "W2",
                (found.start("d"), found.end()),
                "I löptext skrivs datum med månadens namn.",
                day_text(day, context.here.year),
            )


def _worded_dates(prose: Prose, context: Context) -> Iterator[Finding]:
    for found in _WORDED.finditer(prose.words):
        month = found["m"] or next(name for name in MONTHS if name[:3] == found["s"][:3].lower())
        year = found["y"]
        start, end = prose.sentence_at(found.start())
        others = set(_YEAR.findall(prose.words[start:end])) - {year}
        needless = year == str(context.here.year) and not others
        if found["e"] or found["s"] or month != month.lower():
            why = "Datum skrivs med siffra och månadens hela namn, utan ändelse."
        elif needless:
            why = f"Årtalet behövs inte: rapporten är från {year}."
        else:
            continue
        tail = f" {year}" if year and not needless else ""
        yield prose.finding("W2", found.span(), why, f"{found['d']} {month.lower()}{tail}")


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


_PARTS = r"morse|förmiddag|eftermiddag|kväll|natt"
_DAY_WORD = re.compile(
    rf"\bi\s?(?:(?P<far>övermorgon|förrgår)|(?P<day>dag|går|morgon)(?:\s+(?P<of>{_PARTS})(?:en)?)?"
    rf"|(?P<part>{_PARTS}))\b(?:,?\s+(?:den\s+)?(?P<date>\d{{1,2}})\s+(?P<month>{'|'.join(MONTHS)})\b)?",
    re.IGNORECASE,
)
_OFFSETS = {"dag": 0, "går": -1, "morgon": 1, "förrgår": -2, "övermorgon": 2}
_LAST_WEEKDAY = re.compile(
    rf"\bi\s+({'|'.join(WEEKDAYS)})s(?:\s+({_PARTS})(?:en)?)?\b", re.IGNORECASE
)
_WEEK = re.compile(
    r"\b(?:under\s+)?(?:(?P<last>förra)|(?P<this>denna|den\s+här|innevarande)|(?P<next>nästa))"
    r"\s+veckan?\b",
    re.IGNORECASE,
)
_YEAR_WORD = re.compile(
    r"\b(?:(?P<last>i\s?fjol|förra\s+året)|(?P<this>i\s+år)|(?P<next>nästa\s+år))\b", re.IGNORECASE
)
_POINTER = re.compile(
    r"\b(?:ovan|nedan)(?:stående|nämnd[ae]?)?\b(?!\s+vid\b|-)"
    r"(?:\s+(?:kommentar|uttalande|svar|citat|uppgift|text)(?:en|er|et|erna)?\b)?",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:nyligen|nyss|häromdagen|just\s+nu|för\s+närvarande|på\s+sistone|i\s?dagarna)\b",
    re.IGNORECASE,
)
_ROTS = "”{}” blir fel när rapporten läses en annan dag. Skriv datumet."


def rotting_words(report: Manuscript) -> Iterator[Finding]:
    """W3: words that no longer hold when the report is forwarded."""
    for prose in report.own_words:
        for pattern, proposed in _RELATIVE:
            for found in pattern.finditer(prose.words):
                why = _ROTS.format(found[0].strip().lower())
                yield prose.finding("W3", found.span(), why, proposed(found, report.context))
        for found in _POINTER.finditer(prose.words):
            if not re.search(r"\b(?:en|är|som)\s+$", prose.words[: found.start()]):
                yield prose.finding(
                    "W3",
                    found.span(),
                    f"”{found[0].split()[0].lower()}” tappar sitt mål när texten flyttas. "
                    "Peka ut uttalandet: vem sa vad, och när?",
                )
        for found in _VAGUE.finditer(prose.words):
            yield prose.finding("W3", found.span(), _ROTS.format(found[0].lower()))


def _day_word(found: re.Match[str], context: Context) -> str:
    today = context.here.date()
    part = found["part"] or found["of"]
    day = today + timedelta(days=_OFFSETS[(found["far"] or found["day"] or "dag").lower()])
    if part and part.lower() == "natt" and not found["of"] and context.here.hour >= 12:
        day += timedelta(days=1)  # said in the evening, "i natt" is the coming night
    if found["date"]:
        month = MONTHS.index(found["month"].lower()) + 1
        day = _date(str(today.year), str(month), found["date"]) or day
    return _on_day(day, part, context)


def _on_day(day: date, part: str | None, context: Context) -> str:
    text = f"den {day_text(day, context.here.year)}"
    if not part:
        return text
    weekday = WEEKDAYS[day.weekday()]
    match part.lower():
        case "natt":
            return f"natten till {weekday}en {text}"
        case "morse":
            return f"på {weekday}smorgonen {text}"
        case other:
            return f"under {weekday}s{other}en {text}"


def _last_weekday(found: re.Match[str], context: Context) -> str:
    today = context.here.date()
    back = (today.weekday() - WEEKDAYS.index(found[1].lower()) - 1) % 7 + 1
    return _on_day(today - timedelta(days=back), found[2], context)


def _step(found: re.Match[str]) -> int:
    return -1 if found["last"] else 1 if found["next"] else 0


def _week_word(found: re.Match[str], context: Context) -> str:
    day = context.here.date() + timedelta(weeks=_step(found))
    return f"under vecka {day.isocalendar().week}"


def _year_word(found: re.Match[str], context: Context) -> str:
    return f"under {context.here.year + _step(found)}"


_RELATIVE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Context], str]], ...] = (
    (_DAY_WORD, _day_word),
    (_LAST_WEEKDAY, _last_weekday),
    (_WEEK, _week_word),
    (_YEAR_WORD, _year_word),
)

_SPLIT_WEEKDAY = re.compile(
    rf"\b(?P<day>{'|'.join(WEEKDAYS)})(?:(?:en|ens|s)\s+(?P<part>{{0}}en)|(?P<joined>{{0}}en))\b"
    .replace("{0}", "(?:natt|morgon|förmiddag|middag|eftermiddag|kväll)"),
    re.IGNORECASE,
)  # fmt: skip


def weekdays(report: Manuscript) -> Iterator[Finding]:
    """W13: fredagskvällen, not fredagen kvällen."""
    for prose in report.own_words:
        if prose.section in HEAD - {Section.PERIOD, Section.REASON}:
            continue
        for found in _SPLIT_WEEKDAY.finditer(prose.words):
            part = found["part"] or found["joined"]
            yield prose.finding(
                "W13",
                found.span(),
                "Veckodag och tid på dagen skrivs ihop med s.",
                f"{found['day'].lower()}s{part.lower()}",
            )
