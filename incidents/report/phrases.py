"""How a record's own words become part of a Swedish sentence.

Pure: no clock, no store, no network.

People write a wording as a clause ("leverantören ansvarar för …"), as it follows a paper
("ansvarar leverantören för …") or as a sentence ("RVM bad …"). Each form is recognised, and what
is not recognised is printed in a form that is right for any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from monitor.core.text import sentences
from monitor.core.times import day_text

#: Finite verbs that open a clause or follow its subject, as staff write them.
_FINITE = frozenset(
    "är var blir blev har hade ska skall skulle kan kunde får fick måste bör vill ville "
    "ansvarar ansvarade svarar svarade gäller gällde kräver krävde krävs innebär innebar omfattar "
    "ingår levererar garanterar förbinder åtar uppfyller följer ger gav gör gjorde tar tog "
    "äger betalar bad ber begär begärde skickade skickar kontaktade kontaktar informerade "
    "informerar beslutade beslutar bekräftade bekräftar besvarade publicerade ringde ringer "
    "frågade frågar startade stoppade pausade inför införde öppnade stängde kallade beställde "
    "granskade granskar kontrollerade kontrollerar utreder utredde inledde inleder tillsatte "
    "finns fanns saknar saknade saknas saknades hölls håller höll går gick kom kommer blivit "
    "används hanteras pausas stoppas införs skjuts gör sker skedde anger visar".split()
)
#: A past tense that is no noun, as staff start a note with it: bytte, ringde, startade.
_PAST = re.compile(r"(?!\w*(?:ande|ende)$)[a-zåäö]+(?:ade|rde|lde|nde|gde|vde|tte|kte|pte|ste|fte)")
#: The first word of "pausa införandet", and of "nya rutiner", which looks like it.
_INFINITIVES = frozenset(
    "pausa stoppa stänga starta införa inrätta avbryta avvakta begära inleda tillsätta förlänga "
    "återuppta återgå skjuta senarelägga granska utreda anmäla avsluta bemanna informera kalla "
    "öppna polisanmäla inte upphäva ersätta utse".split()
)
_ADJECTIVE = re.compile(
    r"(?:nya|extra|alla|flera|egna|fasta|\w+(?:iga|ala|iska|ade|ta))\b", re.IGNORECASE
)
#: Small words that end as a present tense does.
_NO_VERB = frozenset("för över under efter per eller när där här var bär ner mer fler".split())
_OURS = {
    "vi": "de", "oss": "dem", "vår": "deras", "vårt": "deras", "våra": "deras",
}  # fmt: skip
_WE = re.compile(rf"\b(?:{'|'.join(_OURS)})\b", re.IGNORECASE)
_ATTRIBUTED = re.compile(
    r"\b(?:enligt|uppger|uppgav|bekräftar|bekräftade|skriver|skrev|säger|sade|anger|angav|visar|"
    r"visade|kräver|krävde|begär|begärde|beskriver|rapporterade|meddelar|meddelade|framgår|"
    r"anser|hävdar|svarar|svarade)\b",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"^(?:enligt|i|av|genom|under)\s+(?:\w+s\s+)?\w*(?:avtal|upphandling|beslut)", re.IGNORECASE
)
_TIMED = re.compile(
    r"\bklockan\b|\b(?:mån|tis|ons|tors|fre|lör|sön)dag|\b\d{1,2} (?:januari|februari|mars|april|"
    r"maj|juni|juli|augusti|september|oktober|november|december)\b|\bvecka \d",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\b\d{1,2} (?:jan|feb|mars|apr|maj|jun|jul|aug|sep|okt|nov|dec)|\b\d{4}-\d\d-\d\d|\bvecka \d",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\b(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en|s(?:natten|morgonen|förmiddagen|eftermiddagen|"
    r"kvällen))\b"
)
_AGEING = re.compile(
    r"\b(?:i dag|idag|i går|igår|i morgon|imorgon|i kväll|ikväll|i natt|i eftermiddag|"
    r"i förmiddag|i fjol|nyligen|just nu|inom kort)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b\w{3,}(?:as|es|ts|rs)\b")
_MARKS = '”“„"»«'


def clause(wording: str, proper: Iterable[str]) -> str:
    """Return the wording as it may follow "att": no capital, no stop, no "att".

    Args:
        proper: names that keep their capital at the start.
    """
    words = wording.strip().removesuffix(".").strip()
    words = re.sub(r"^att\s+", "", words, flags=re.IGNORECASE)
    first = words.split(" ", 1)[0]
    if any(words.startswith(name) for name in proper) or (first[1:] and not first[1:].islower()):
        return words
    return words[:1].lower() + words[1:]


def starts_with_verb(wording: str) -> bool:
    """Return whether the wording starts with its verb, as after "Enligt avtalet"."""
    first = wording.split(" ", 1)[0]
    return first.lower() in _FINITE or _PAST.fullmatch(first) is not None


def is_infinitive(wording: str) -> bool:
    """Return whether it says what to do, as "pausa införandet"."""
    return wording.split(" ", 1)[0].lower() in _INFINITIVES


def may_follow_om(wording: str) -> bool:
    """Return whether it is surely a noun phrase: its first word can be no infinitive."""
    first = wording.split(" ", 1)[0]
    return not first.endswith("a") or _ADJECTIVE.match(first) is not None


def is_told_whole(wording: str) -> bool:
    """Return whether it may follow "att" in any case: "vi utreder", not "ring som vanligt"."""
    if has_finite_verb(wording):
        return True
    second = wording.rstrip(".").lower().split(" ")[1:4]
    return any(word.endswith("r") and word not in _NO_VERB for word in second)


def indirect(wording: str) -> str:
    """Return others' own words as they stand in ours: "vi utreder" is "de utreder"."""
    return _WE.sub(lambda found: _OURS[found[0].lower()], wording)


def inverted(wording: str) -> str | None:
    """Return the clause with its verb first, or None when its verb is not surely found."""
    words = wording.split(" ")
    for at in range(1, min(len(words), 6)):
        if words[at - 1].endswith((",", ":")):
            return None
        if words[at].lower() in _FINITE:
            return " ".join([words[at], *words[:at], *words[at + 1 :]])
    return None


def is_sentence(wording: str) -> bool:
    """Return whether somebody wrote it as a whole sentence."""
    return wording[:1].isupper() and wording.endswith((".", "?", "!"))


def has_finite_verb(wording: str) -> bool:
    """Return whether it may follow "att": some word is surely a finite verb."""
    words = wording.rstrip(".").lower().split(" ")
    return any(word in _FINITE for word in words) or _PASSIVE.search(wording) is not None


def is_attributed(wording: str) -> bool:
    """Return whether the wording itself says whose word or which paper it is."""
    return _ATTRIBUTED.search(wording) is not None or _PAPER.match(wording) is not None


def is_timed(wording: str) -> bool:
    """Return whether the wording itself says when."""
    return _TIMED.search(wording) is not None


def with_date(wording: str, clocks: Iterable[str], day_words: str) -> str:
    """Return the wording with its date: "under måndagen den 9 mars", "den 10 mars klockan 8".

    Args:
        clocks: the forms of the row's own time; another time in the wording is left alone.
        day_words: as "9 mars".
    """
    if _DATED.search(wording):
        return wording
    day = _DAY.search(wording)
    if day is not None:
        return f"{wording[: day.end()]} den {day_words}{wording[day.end() :]}"
    for clock in clocks:
        found = re.search(rf"\b{re.escape(clock)}(?![\d.]\d|\d)", wording)
        if found is not None:
            return f"{wording[: found.start()]}den {day_words} {wording[found.start() :]}"
    return wording


def without_ageing(wording: str, day: date, year: int) -> str:
    """Return our own words with "i dag", "i går", "i morgon" and "i fjol" told as dates.

    Args:
        day: the local day on which they were said.
        year: the report's, which dates of that year leave out.
    """
    days = {"i dag": 0, "idag": 0, "i går": -1, "igår": -1, "i morgon": 1, "imorgon": 1}
    for words, shift in days.items():
        told = f"den {day_text(day + timedelta(days=shift), year)}"
        wording = re.sub(rf"\b{words}\b", told, wording)
        wording = re.sub(rf"\b{words.capitalize()}\b", told.capitalize(), wording)
    return re.sub(r"\bi fjol\b", f"under {day.year - 1}", wording)


def ages(wording: str) -> bool:
    """Return whether it holds words that are wrong on another day: i dag, i kväll."""
    return _AGEING.search(wording) is not None


def sentences_of(wording: str) -> list[str]:
    """Return the sentences of a wording."""
    return [wording[start:end] for start, end in sentences(wording)]


def quoted(wording: str) -> str:
    """Return verbatim words in Swedish quote marks; marks around the whole are replaced."""
    words = wording.strip()
    inner = words[1:-1]
    whole = len(words) > 1 and words[0] in _MARKS and words[-1] in _MARKS
    if whole and not any(mark in inner for mark in _MARKS):
        words = inner.strip()
    return f"”{words}”"


def office_of(genitives: Iterable[str], reference: str) -> str | None:
    """Return "registrator" where the reference names Produktverkets registrator."""
    for name in genitives:
        found = re.search(rf"\b{re.escape(name)}\s+([a-zåäö]{{4,}})\b", reference)
        if found:
            return found[1]
    return None


def minutes_text(minutes: int) -> str:
    """Return "25 minuter", "1 timme och 5 minuter", "2 timmar"."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(f"{hours} {'timme' if hours == 1 else 'timmar'}")
    if rest or not hours:
        parts.append(f"{rest} {'minut' if rest == 1 else 'minuter'}")
    return " och ".join(parts)
