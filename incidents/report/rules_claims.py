"""W6: every allegation has somebody who makes it.

Pure: no clock, no store, no network.
Only a claim without any attribution blocks; the choice of verb is advice (domain.md, section 5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from incidents.report.finding import HEAD, Context, Finding, Manuscript, Prose, Section
from incidents.report.wording import Basis, NameKind

_EXEMPT = HEAD | {
    Section.QUESTIONS,
    Section.NEXT_UPDATE,
    Section.COMMENT,
    Section.SPOKESPERSONS,
    Section.ABOUT,
}
_MEDIA_WORDS = (
    "artikeln|artikel|reportaget|inslaget|granskningen|tidningen|radion|nyhetsbyrån|"
    "medierna|medier|telegrammet"
)
#: Any of these says that somebody said it.
_ATTRIBUTED = re.compile(
    r"\b(?:enligt|uppge[rs]?|uppgav|uppgett|beskriver|beskrev|beskrivit|skriver|skrev|skrivit|"
    r"rapportera\w*|säger|sade|sa|sagt|meddela\w*|ange[rs]?|angav|angett|hävda\w*|anser|ansåg|"
    r"påstå[rs]?|påstod|påstått|menar|menade|berätta\w*|svara[rdt]\w*|svar|framhåll\w*|kräv\w*|"
    r"begär\w*|bekräfta\w*|uppmana\w*|hänvisa\w*|intyga\w*|försäkra\w*|påpeka\w*|uttala\w*|"
    r"besked(?:et)?|uppgift(?:en|er|erna)?|publicera\w*|intervju\w*|artikel|artikeln|inslaget|"
    r"debattartikel\w*|ledaren?|rubrik\w*|ifrågasätt\w*|kritisera\w*|konstatera\w*|framgår|"
    r"misstänk\w*|anmäl\w*|utred\w*|fråga\w*|bedöm\w*|varna\w*|mejl\w*|skrivelse\w*|yttra\w*|"
    r"förklara\w*|medge[rs]?|medgav|erkän\w*|citera\w*|redovisa\w*|återge\w*|återgav\w*|"
    r"redogör\w*|informera\w*|upplys\w*|larma\w*|slår\s+fast|slog\s+fast|motsäg\w*|motsa\w*)\b",
    re.IGNORECASE,
)
#: Verbs that vouch for what follows, with the neutral verb in the same tense.
_VOUCHING = {
    "avslöjar": "skriver", "avslöjade": "skrev", "avslöjat": "skrivit",
    "blottlägger": "skriver", "blottlade": "skrev",
    "bevisar": "skriver", "bevisade": "skrev", "bevisat": "skrivit",
    "påvisar": "skriver", "påvisade": "skrev", "påvisat": "skrivit",
    "visar": "skriver", "visade": "skrev", "visat": "skrivit",
}  # fmt: skip
_LOADED = {
    "bekräftar": "skriver", "bekräftade": "skrev",
    "konstaterar": "skriver", "konstaterade": "skrev",
    "påstår": "skriver", "påstod": "skrev",
    "hävdar": "skriver", "hävdade": "skrev",
    "försäkrar": "skriver", "försäkrade": "skrev",
    "intygar": "skriver", "intygade": "skrev",
    "garanterar": "skriver", "garanterade": "skrev",
    "medger": "skriver", "medgav": "skrev",
    "erkänner": "skriver", "erkände": "skrev",
}  # fmt: skip
_PARTY_VERB = {"skriver": "uppger", "skrev": "uppgav", "skrivit": "uppgett"}
#: Grave accusations, as predicates only: "organiserad brottslighet" accuses nobody.
_STRONG = re.compile(
    r"\b(?:(?:är|var|vore|varit)\s+(?:(?:direkt|helt|delvis|därför|därmed|även|också)\s+)?"
    r"(?:olaglig|lagstridig|brottslig|kriminell|korrupt|jävig)(?:t|a)?|"
    r"(?:bryter|bröt|brutit)\s+mot|begått\s+brott|fuska(?:r|de|t)|ljuger|ljög|ljugit|"
    r"mörka(?:r|de|t)|mörk(?:lägger|lade|lagt)|vilse(?:leder|ledde|lett))\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"\b(?:leverantören|regionen|lasarettet|sjukhuset|myndigheten|systemet|journalsystemet|"
    r"upphandlingen|avtalet|ledningen|beslutet)\b",
    re.IGNORECASE,
)
_CAREFUL_START = frozenset(
    "i på under efter före vid till från med för om när där då nu sedan av det den de hos inom "
    "samtidigt dessutom också även".split()
)
_ADVERB = re.compile(
    r"\b(?:inte|aldrig|inget|ingen|inga|också|redan|ännu|alltid|heller)\b", re.IGNORECASE
)


def attributions(report: Manuscript) -> Iterator[Finding]:
    """W6: block claims that nobody makes; advise on verbs that vouch too much."""
    for prose in report.own_words:
        if prose.section in _EXEMPT:
            continue
        found = [*_vouched(prose, report.context), *_unattributed(prose, report.context)]
        yield from found
        yield from _authority(prose, report.context)
        if not any(one.blocks for one in found):
            yield from _accusations(prose, report.context)


@lru_cache(maxsize=64)
def _speakers(names: tuple[str, ...], generic: str, verbs: tuple[str, ...]) -> re.Pattern[str]:
    """Return "speaker, perhaps an apposition, (har) VERB ... att"."""
    who = "|".join([*map(re.escape, sorted(names, key=len, reverse=True)), generic or r"(?!)"])
    return re.compile(
        rf"(?<![\w-])(?P<who>{who})(?:\s*\([^)]*\))?(?:\s*,[^,.]{{1,80}},)?\s+"
        rf"(?:(?:har|hade|kan|kunde)\s+)?(?:nu\s+|också\s+)?(?P<verb>{'|'.join(verbs)})"
        r"(?:\s+(?:\w+\s+){0,2}(?P<that>att|hur)\b)",
        re.IGNORECASE,
    )


def _names(context: Context, *kinds: NameKind) -> tuple[str, ...]:
    found = (form for name in context.of(*kinds) for form in (name.long, name.short) if form)
    return tuple(dict.fromkeys(found))


def _vouched(prose: Prose, context: Context) -> Iterator[Finding]:
    """Find "MV avslöjar att": a medium or party whose claim is passed on as a fact."""
    groups = (
        (_names(context, NameKind.OUTLET), _MEDIA_WORDS, False),
        (_names(context, NameKind.PARTY), "leverantören", True),
    )
    for names, generic, is_party in groups:
        for table, blocks in ((_VOUCHING, True), (_LOADED, False)):
            for found in _speakers(names, generic, tuple(table)).finditer(prose.words):
                verb = table[found["verb"].lower()]
                verb = _PARTY_VERB[verb] if is_party else verb
                why = (
                    f"”{found['verb']}” gör {found['who']}s påstående till vårt. "
                    "Säg vem som påstår det."
                    if blocks
                    else f"”{found['verb']}” är laddat. ”{verb}” låter läsaren döma själv."
                )
                finding = prose.finding("W6", found.span("verb"), _tidy(why), verb)
                yield replace(finding, blocks=blocks)


def _tidy(why: str) -> str:
    """Put right the genitive of an abbreviation in a sentence built around it."""
    return re.sub(r"\b([A-ZÅÄÖ]{2,})s\b", r"\1:s", why)


def _authority(prose: Prose, context: Context) -> Iterator[Finding]:
    """Find an authority that "bekräftar" without a statement of its own."""
    sources = prose.paragraph.sources
    if not sources or any(one.basis is Basis.AUTHORITY and one.said_it for one in sources):
        return
    verbs = {"bekräftar": "uppger", "bekräftade": "uppgav"}
    pattern = _speakers(_names(context, NameKind.AUTHORITY), "myndigheten", tuple(verbs))
    for found in pattern.finditer(prose.words):
        finding = prose.finding(
            "W6",
            found.span("verb"),
            f"{found['who']} har inte själv sagt det till oss. ”Bekräftar” kräver myndighetens "
            "eget besked.",
            verbs[found["verb"].lower()],
        )
        yield replace(finding, blocks=False)


def _unattributed(prose: Prose, context: Context) -> Iterator[Finding]:
    """Find a paragraph that rests on claims alone and says nowhere whose they are."""
    sources = prose.paragraph.sources
    if prose.section is Section.MEDIA or not any(one.is_claim for one in sources):
        return
    if not prose.text.strip() or _ATTRIBUTED.search(prose.words):
        return
    if _vouches(prose.words):
        return  # told more precisely by _vouched
    if not all(one.is_claim for one in sources) and not _STRONG.search(prose.words):
        return
    holders = {one.holder for one in sources if one.is_claim and one.holder}
    start, end = prose.sentences[0] if prose.sentences else (0, len(prose.text))
    holder = holders.pop() if len(holders) == 1 else None
    whose = f"Uppgiften kommer från {holder}" if holder else "Uppgiften är ett påstående"
    is_media = all(one.basis is Basis.MEDIA for one in sources if one.is_claim)
    proposal = None
    if holder:
        verb = "skriver" if is_media else "uppger"
        proposal = _told(holder, verb, prose.text[start:end], context)
    yield prose.finding("W6", (start, end), f"{whose}, men meningen säger inte det.", proposal)


def _vouches(words: str) -> bool:
    return re.search(rf"\b(?:{'|'.join(_VOUCHING)})\s+(?:\w+\s+){{0,2}}att\b", words) is not None


def _told(holder: str, verb: str, sentence: str, context: Context) -> str:
    """Return the sentence as the holder's; a colon where "att" would need another word order."""
    first, _, rest = sentence.partition(" ")
    if first.lower() in _CAREFUL_START or _ADVERB.search(sentence):
        return f"{holder} {verb} följande: {sentence}"
    named = sentence.startswith(tuple(name.long for name in context.names))
    keeps = named or len(first) < 2 or not first[1:].islower() or rest[:1].isupper()
    lower = sentence if keeps else first.lower() + sentence[len(first) :]
    return f"{holder} {verb} att {lower}"


def _accusations(prose: Prose, context: Context) -> Iterator[Finding]:
    """Find a grave accusation against somebody we know that nobody makes, of any origin."""
    firm = {Basis.CONTRACT, Basis.DECISION, Basis.AUTHORITY, Basis.OWN_CHECK, Basis.PROCUREMENT}
    if any(one.basis in firm for one in prose.paragraph.sources):
        return
    for start, end in prose.sentences:
        words = prose.words[start:end]
        found = _STRONG.search(words)
        known = _GENERIC.search(words) or any(name in words for name in _names(context, *NameKind))
        if found and known and not _ATTRIBUTED.search(words):
            yield prose.finding(
                "W6",
                (start + found.start(), start + found.end()),
                f"”{found[0]}” är ett allvarligt påstående. Säg vem som påstår det.",
            )
