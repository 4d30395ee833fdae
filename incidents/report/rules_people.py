"""W10 and W14: no hunting for sources, no identity numbers and no identifiable patients.

Pure: no clock, no store, no network. Both rules block and cannot be overridden, so each pattern
here is narrow: what it stops must be wrong.
Source for W10: TF 3 kap. and YGL 2 kap. (efterforskningsförbudet).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from incidents.report.finding import Finding, Manuscript, Prose
from monitor.core.identity import IDENTITY_LABELS, MASK, find_identities

_TELLERS = (
    r"(?:lämnat(?!\s+in\b)|lämnade(?!\s+in\b)|läckt|läckte|läcker|tipsat|tipsade|gett|gav|gått|gick|"
    r"pratat|pratade|talat|talade|berättat|berättade|kontaktat|kontaktade|skickat|skickade)"
)
_PRESS = (
    r"(?:press\w*|medier?\w*|media|tidning\w*|journalist\w*|report\w*|radio\w*|redaktion\w*|"
    r"uppgift\w*|utomstående)"
)
_SEEK = (
    r"(?:ta(?:r|git)?\s+reda\s+på|utred\w*|undersök\w*|kartlägg\w*|spåra\w*|identifiera\w*|"
    r"efterforska\w*|söker?|hitta\w*|avslöja\w*|fråga\w*|veta)"
)
_HUNTS = re.compile(
    r"\bvem\s+(?:i\s+\w+\s+|hos\s+oss\s+|på\s+\w+\s+)?(?:(?:som|det\s+är\s+som)\s+)?(?:har\s+)?"
    r"(?:lämnat(?!\s+in\b)|läckt|läckte|läcker|tipsat|tipsade)\b"
    rf"|\bvem\s+(?:som\s+)?(?:har\s+)?{_TELLERS}\b[^.?!]*\b{_PRESS}"
    rf"|\b{_SEEK}\s+[^.?!]{{0,40}}\b(?:vem|vilka)\s+(?:som\s+)?(?:har\s+)?{_TELLERS}\b[^.?!]*\b{_PRESS}"
    rf"|\b{_SEEK}\s+[^.?!]{{0,25}}\b(?:källan|källor|uppgiftslämnar\w*|meddelar(?:e|en)|visselblåsar\w*)\b"
    r"(?!\s+(?:till|av|för)\s+(?!uppgift|artikel|inslag|läck))"
    r"|\b(?:tidningens|artikelns|radions|journalistens|reporterns|mediets|[A-ZÅÄÖ]{2,}:s)\s+källa\b"
    r"|(?<![\w-])källan\s+(?:är|var|finns|måste|bör|kan|sitter|arbetar)\b"
    r"|(?<![\w-])källan\s+till\s+(?:uppgift|artikel|inslag|läck)\w*"
    r"|\bkällans\s+identitet\b|\bvem\s+(?:är\s+)?källan\b",
    re.IGNORECASE,
)
_LEAK = re.compile(
    r"(?<![\w-])(?:läck(?:t|te|ts|er|a|an|or|orna)|läckage(?:t|n)?)(?!\w)", re.IGNORECASE
)
#: A leak of a substance or of data is an event to report, not a source to hunt.
_THING = re.compile(
    r"vatten|vätsk|olja|oljan|gasen?\b|gasläck|\brör|tak(?:et)?\b|ledning(?:en|ar)?\b|kylmedel|"
    r"bränsle|ventil|slang|pump|värme|packning|behållare|provrör|infusion|dropp|avlopp|fukt|regn|"
    r"tank|blod|urin|strål|cistern|kran(?:en)?\b|element|fasad|kemikal|koldioxid|utsläpp|syra|köldmedi|drän|"
    r"personuppgift|patientuppgift|patientdata|journaluppgift|journaldata|dataläck|lösenord|"
    r"databas|intrång|angrepp|hacka|säkerhetsbrist|it-säkerhet|på\s+nätet|darknet",
    re.IGNORECASE,
)
_WHY_HUNT = (
    "Myndigheter får inte efterforska vem som har lämnat uppgifter till medier (TF 3 kap.). "
    "Stryk meningen."
)
_WHY_LEAK = (
    "Ordet antyder att vi söker en källa, och det får vi inte. Skriv vad som har publicerats, "
    "inte hur det kom ut."
)


def source_hunting(report: Manuscript) -> Iterator[Finding]:
    """W10: nothing that looks for who a journalist's source is, or seems to."""
    for prose in report.own_words:
        hunted = set()
        for found in _HUNTS.finditer(prose.words):
            start, end = prose.sentence_at(found.start())
            leak = _THING.search(prose.words[start:end]) and "läck" in found[0].lower()
            if (start, end) in hunted or (leak and not re.match(r"vem", found[0], re.IGNORECASE)):
                continue
            hunted.add((start, end))
            yield prose.finding("W10", (start, end), _WHY_HUNT, "")
        for found in _LEAK.finditer(prose.words):
            span = prose.sentence_at(found.start())
            around = prose.words[span[0] : span[1]]
            if span in hunted or _THING.search(around):
                continue
            if "läckage" not in found[0].lower() or re.search(
                rf"\b{_PRESS}", around, re.IGNORECASE
            ):
                yield prose.finding("W10", found.span(), _WHY_LEAK)


_PATIENT_NAMED = re.compile(
    r"\b(?:[Pp]atienten|[Pp]atient)\s+(?P<name>[A-ZÅÄÖ][a-zåäöé]+(?:\s+[A-ZÅÄÖ][a-zåäöé-]+)+)"
)
_AGED = re.compile(
    r"\b(?:(?:en|ett|den|det)\s+)?\d{1,3}[-\s]?årig(?:a|t)?\s+"
    r"(?:kvinna|kvinnan|man|mannen|pojke|pojken|flicka|flickan|patient|patienten|barn|barnet|person|"
    r"personen)\b",
    re.IGNORECASE,
)
_CARE = re.compile(
    r"\b(?:patient\w*|vårda\w*|operera\w*|avled|avlidit|dog|behandla\w*|inlagd\w*|provsvar\w*|"
    r"diagnos\w*|sjukhus\w*|lasarett\w*|avdelning\w*|remiss\w*|journal(?:en)?|remittera\w*|medicinera\w*)"
    r"\b",
    re.IGNORECASE,
)


def private_people(report: Manuscript) -> Iterator[Finding]:
    """W14: identity numbers and identifiable patients, in quotations and everywhere else."""
    known = {name.long for name in report.context.names}
    known |= {person.name for person in report.context.people}
    for prose in report.paragraphs:
        for identity in find_identities(prose.text):
            label = IDENTITY_LABELS[identity.kind]
            where = (identity.start, identity.end)
            yield prose.finding(
                "W14",
                where,
                f"Ett {label} får inte stå här. Stryk det.",
                "[…]" if _verbatim(prose, identity.start) else MASK,
            )
        yield from _patients(prose, known)


def _patients(prose: Prose, known: set[str]) -> Iterator[Finding]:
    why = "En patient går att känna igen. Skriv bara ”en patient”."
    for found in _PATIENT_NAMED.finditer(prose.plain):
        if found["name"] not in known:
            yield prose.finding("W14", found.span(), why, _replacement(prose, found.start()))
    for found in _AGED.finditer(prose.plain):
        start, end = prose.sentence_at(found.start())
        around = prose.plain[start : found.start()] + prose.plain[found.end() : end]
        if _CARE.search(around) or "patient" in found[0].lower():
            yield prose.finding("W14", found.span(), why, _replacement(prose, found.start()))


def _replacement(prose: Prose, offset: int) -> str:
    """Return what may stand instead: verbatim words are cut, never reworded."""
    return "[…]" if _verbatim(prose, offset) else "en patient"


def _verbatim(prose: Prose, offset: int) -> bool:
    return prose.is_quote or any(start <= offset < end for start, end in prose.quotes)
