"""W8, W9 and W12: judging words, officialese, long sentences and loose references.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from incidents.report.finding import HEAD, Finding, Manuscript, Prose, Section
from monitor.core.text import WORD

#: Words that may simply go, unless they open the sentence (Swedish then needs a new word order).
_STRIKE = re.compile(
    r"\b(?:(?:helt|fullt|alldeles)\s+(?:korrekt|riktigt|felaktigt|självklart)|självklart|givetvis|"
    r"naturligtvis|tyvärr|dessvärre|beklagligtvis|glädjande\s+nog|förstås|intensiv[at]?|"
    r"synnerligen|oerhört|lyckligtvis|olyckligtvis)\b",
    re.IGNORECASE,
)
_JUDGE = re.compile(
    r"\b(?:på\s+(?:stort|största|yttersta)\s+allvar|försöker\s+alltid|fantastisk[at]?|utmärkt[a]?|"
    r"framgångsrik[at]?|beklaglig[at]?|glädjande|orimlig[at]?|absurd[at]?|grundlös[at]?|"
    r"överdriv(?:en|et|na)|missvisande|smutskastning\w*|häxjakt\w*|mediedrev\w*|drevet|skandalös[at]?|"
    r"pinsam[mt]?\w*|olycklig[at]?|imponerande|världsledande|banbrytande)\b",
    re.IGNORECASE,
)


def judging_words(report: Manuscript) -> Iterator[Finding]:
    """W8: no praise, regret or defence outside the organisation's own comment."""
    for prose in report.own_words:
        if prose.section in {Section.COMMENT, Section.TITLE, Section.COMPILED}:
            continue
        for found in _STRIKE.finditer(prose.words):
            sentence = prose.sentence_at(found.start())[0]
            opens = found.start() <= sentence + 1
            yield prose.finding(
                "W8",
                found.span(),
                f"”{found[0].lower()}” värderar. Rapporten återger; värderingar hör hemma i "
                "verksamhetens kommentar.",
                None if opens else "",
            )
        for found in _JUDGE.finditer(prose.words):
            yield prose.finding(
                "W8",
                found.span(),
                f"”{found[0].lower()}” värderar eller försvarar. Beskriv vad som har hänt.",
            )


#: Officialese and what an ordinary reader says.
PLAIN = {
    "skyndsamt": "snabbt", "skyndsam": "snabb", "skyndsamma": "snabba",
    "avseende": "om", "beträffande": "om", "rörande": "om", "angående": "om",
    "tillse": "se till", "tillser": "ser till", "tillsåg": "såg till", "tillsett": "sett till",
    "erhålla": "få", "erhåller": "får", "erhöll": "fick", "erhållit": "fått",
    "inkomma": "komma in", "inkommer": "kommer in", "inkom": "kom in", "inkommit": "kommit in",
    "nyttja": "använda", "nyttjar": "använder", "nyttjas": "används", "nyttjat": "använt",
    "ombesörja": "ordna", "ombesörjer": "ordnar", "ombesörjt": "ordnat",
    "föreligger": "finns", "förelåg": "fanns",
    "erfordras": "behövs", "erforderlig": "nödvändig", "erforderliga": "nödvändiga",
    "erforderligt": "nödvändigt",
    "huruvida": "om", "emedan": "eftersom", "ävensom": "och", "medelst": "med",
    "härvid": "då", "därvid": "då", "vidtaga": "vidta", "samtliga": "alla",
    "omgående": "genast", "innehar": "har", "anmodar": "uppmanar", "anmodade": "uppmanade",
    "i syfte att": "för att", "i enlighet med": "enligt", "vad avser": "i fråga om",
    "såvitt avser": "i fråga om", "med avseende på": "i fråga om", "för det fall att": "om",
    "på grund av det faktum att": "eftersom", "i dagsläget": "nu",
    "implementera": "införa", "implementerar": "inför", "implementerade": "införde",
    "implementerat": "infört", "implementeras": "införs",
}  # fmt: skip
_OFFICIAL = re.compile(
    r"\b(?:"
    + "|".join(w.replace(" ", r"\s+") for w in sorted(PLAIN, key=len, reverse=True))
    + r")\b",
    re.IGNORECASE,
)
#: The same letters as a noun or another word: "i detta avseende", "rörande eniga".
_NOT_OFFICIAL = re.compile(
    r"\b(?:detta|vissa|alla|flera|något|inget|varje|samma|andra|ett|det|fäst\w*)\s+avseende\b"
    r"|\bavseende\s+vid\b|\brörande\s+(?:enig|överens)|\b(?:en|så|mycket|den)\s+rörande\b",
    re.IGNORECASE,
)
#: domain.md section 5.
LONGEST_SENTENCE_WORDS = 25


def officialese(report: Manuscript) -> Iterator[Finding]:
    """W9: plain words, and sentences of at most 25 words."""
    for prose in report.own_words:
        if prose.section in HEAD:
            continue
        other = [found.span() for found in _NOT_OFFICIAL.finditer(prose.words)]
        for found in _OFFICIAL.finditer(prose.words):
            if any(start <= found.start() < end for start, end in other):
                continue
            plain = PLAIN[" ".join(found[0].lower().split())]
            yield prose.finding(
                "W9", found.span(), f"”{plain}” är enklare än ”{found[0].lower()}”.", plain
            )
        if prose.section not in {Section.SPOKESPERSONS, Section.ABOUT}:
            yield from _long_sentences(prose)


def _long_sentences(prose: Prose) -> Iterator[Finding]:
    for start, end in prose.sentences:
        count = sum(1 for _ in WORD.finditer(prose.words, start, end))
        if count > LONGEST_SENTENCE_WORDS:
            yield prose.finding(
                "W9",
                (start, end),
                f"Meningen har {count} ord. Dela den gärna i två.",
            )


#: Definite nouns that need something to point at, with the stem that would be it.
_POINTING = {
    "direktivet": "direktiv", "förordningen": "förordning", "kommentaren": "komment",
    "uttalandet": "uttal", "skrivelsen": "skrivelse", "deklarationen": "deklaration",
    "intyget": "intyg", "artikeln": "artik", "intervjun": "intervju",
    "mejlet": "mejl", "brevet": "brev", "anmärkningen": "anmärkning",
}  # fmt: skip
_DEFINITE = re.compile(rf"(?<![\w-])(?:{'|'.join(_POINTING)})s?\b", re.IGNORECASE)
#: What follows tells which one is meant.
_SPECIFIED = re.compile(
    r"\s*(?:\(|\d|[A-ZÅÄÖ]|(?:om|mellan|som|från|av|för|till|i|hos|den|att|klockan|med|"
    r"på|under)\b)"
)


def references(report: Manuscript) -> Iterator[Finding]:
    """W12: "direktivet" and "kommentaren" point at something that has been told."""
    before = report.context.earlier.lower()
    for prose in report.paragraphs:
        if prose.section in HEAD:
            continue
        if not prose.is_quote:
            yield from _loose(prose, before)
        before += " \n" + prose.plain.lower()


def _loose(prose: Prose, before: str) -> Iterator[Finding]:
    for found in _DEFINITE.finditer(prose.words):
        noun = found[0].lower()
        stem = _POINTING.get(noun) or _POINTING[noun.removesuffix("s")]
        earlier = before + prose.plain[: found.start()].lower()
        if stem in earlier or _SPECIFIED.match(prose.words[found.end() :]):
            continue
        yield prose.finding(
            "W12",
            found.span(),
            f"”{noun}” är inte nämnt tidigare i rapporten. Skriv vilket som avses.",
        )
