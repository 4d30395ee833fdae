"""A new watch proposed from a text about its subject, such as an old report, and a few names.

Pure: no clock, no store, no network. A proposal is a draft that a person reads, tries and saves.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from monitor.core.errors import InputError
from monitor.core.text import fold, sentences, stem
from monitor.judge.mentions import scan
from monitor.judge.watches import Kind, Name, Strength, Watch

#: Most words, names and people proposed.
CONTEXT: Final = 30
GENERIC: Final = 6
PLACES: Final = 12
PEOPLE: Final = 10
NEAR: Final = 12
#: Letters under which a word says too little to be context.
_LEAST: Final = 5

#: Repeated words from which words that stand once are left aside.
_FEW: Final = 8
#: Sentences that name the subject, from which the rest of the text is left aside.
_ENOUGH: Final = 8

_ADDRESS: Final = re.compile(r"https?://\S+|\S+@\S+")
_WORD: Final = re.compile(r"(?<!\w)[^\W\d_]+(?:-[^\W\d_]+)*(?![\w-])")
_UPPER: Final = "A-ZÅÄÖÉÜ"
_CAPITAL: Final = rf"[{_UPPER}][\w-]+"
_COMPANY: Final = r"(?:AB|Inc|Oy|ASA?|A/S|GmbH|Ltd|Health|Systems?|Software|Group|Solutions|Care)"
_SUPPLIER: Final = re.compile(rf"\b{_COMPANY}$")
_HOUSE: Final = "(?:universitets)?(?:sjukhus|lasarett|kommun|vårdcentral)"
#: Places and organisations that are somebody's own.
_OURS: Final = re.compile(
    rf"\bRegion {_CAPITAL}(?: {_CAPITAL})?|\b{_CAPITAL}(?: {_CAPITAL})?s?regionen\b"
    rf"|\b{_CAPITAL}s? {_HOUSE}(?:et)?\b"
)
#: A word with a capital after one that leads to a place.
_WHERE: Final = re.compile(rf"\b(?:i|på|från|till) ({_CAPITAL})\b(?! [{_UPPER}]| {_HOUSE})")
_AUTHORITY: Final = re.compile(
    rf"\b{_CAPITAL}(?:verket|myndigheten|inspektionen|förbundet|nämnden|rådet|styrelsen)\b"
)
#: People are proposed only with an office beside the name; private persons never.
_OFFICE: Final = (
    r"\w*(?:direktör|ordförande|chef|råd|minister|talesperson|ledare|generaldirektör|vd)"
)
_PERSON: Final = re.compile(
    rf"\b{_OFFICE}(?:en)? ({_CAPITAL} {_CAPITAL})"
    rf"|\b({_CAPITAL} {_CAPITAL}), [\w ]{{0,30}}?{_OFFICE}\b"
)
_GENERIC: Final = re.compile(
    r"\b([a-zåäö-]{4,}(?:system|plattform|program|stöd))(?:et|s|ets|en|ens|men|met)?\b"
)
#: Common in every text, and so no sign of what it is about.
_COMMON: Final = frozenset(
    fold(
        """
    aktuell aktuella aktuellt alla allt andra annan annat använda använde används april arbete
    arbetet artikel artikeln artiklar augusti bara begär begärde begärt behöver berätta berättar
    bland blev blir blivit både bättre börja började december den denna dessa dessutom detta
    direkt dock därför efter eftersom egen eget egna eller enligt februari fick finns fler flera
    flest fortsätter fram framför framöver fredag fredagen fråga frågan frågor från fyra får
    första genom gick gjorde gjort gången gånger gäller gör göra hade handlar hela heller helt
    hittills hur håller igen igår inför ingen inget innan innebär inom inte istället januari
    juli juni just klockan kommer kunde kunna kvar ligger liksom lite lägger lördag lördagen
    mars mellan mening mest minst mycket månad månader måndag måndagen många måste människor
    november nyheter närmaste också oktober olika onsdag onsdagen personer rapport rapporten
    redan rörande sade samma samtidigt sedan senast senaste september sista ska skrev skriver
    skulle startade startar stilla stor stora står stället större störst svara svarar säger
    söndag söndagen tidigare tidningen tillbaka tisdag tisdagen torsdag torsdagen totalt tredje
    trots under upp uppger utan utanför vara varit varje vecka veckan veckor vid vidare vilka
    vilken vilket vill visade visar åren året åtta även över
    """
    ).split()
)


@dataclass(frozen=True, slots=True)
class Background:
    """How common words are in other texts.

    Attributes:
        documents: number of texts.
        words: folded word -> how many of them hold it.
        titles: headlines and ledes, as written, in which near-names may stand.
        context: words that watches already look for beside a name; those in the text are right
            at once for another subject of the same field.
    """

    documents: int = 0
    words: Mapping[str, int] = field(default_factory=dict)
    titles: Sequence[str] = ()
    context: Sequence[str] = ()

    def rarity(self, word: str) -> float:
        """Return the weight of a word, higher the fewer texts hold it."""
        return math.log((self.documents + 1) / (self.words.get(word, 0) + 1)) + 1.0


def background(texts: Iterable[tuple[str, str]], context: Sequence[str] = ()) -> Background:
    """Count the words of (headline and lede, whole text) pairs; see :class:`Background`."""
    counts: Counter[str] = Counter()
    titles: list[str] = []
    for head, text in texts:
        titles.append(head)
        counts.update(set(_folded(f"{head} {text}")))
    return Background(len(titles), counts, titles, context)


def propose(
    text: str, names: Sequence[str], *, title: str = "", other: Background | None = None
) -> Watch:
    """Return a watch for what the text is about.

    Args:
        text: about the subject, as long as there is; an old report, a few articles.
        names: what the subject is called, the most usual name first.
        title: what people call the watch; left out, the first name.
        other: texts about other things, to tell which words are rare.

    Raises:
        InputError: no name, or one too short to be watched.
    """
    called = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if not called:
        raise InputError(field="Namn", why="Skriv minst ett namn att söka efter.", name="names")
    short = next((name for name in called if sum(map(str.isalnum, name)) < 2), None)
    if short is not None:
        raise InputError(field="Namn", why=f"”{short}” är för kort.", name="names")
    told = other or Background()
    kinds = {name: _kind(name, called, text) for name in called}
    sought = [Name(name, kind, _strength(name, kind, told)) for name, kind in kinds.items()]
    people = _people(text, called)
    places = _ours(text, called)
    described = _described(text, called)
    taken = [*called, *people, *places, *(name.text for name in described)]
    return Watch(
        key="ny",
        title=title.strip() or called[0],
        kind=sought[0].kind,
        names=(*sought, *described),
        context=tuple(_context(_about(text, called), taken, told)),
        near=tuple(_near(text, sought, told)),
        people=tuple(people),
        places=tuple(places),
    )


def _about(text: str, names: Sequence[str]) -> str:
    """Return the sentences that name the subject and their neighbours; all when few do."""
    plain = _ADDRESS.sub(" ", text)
    parts = [plain[start:end] for start, end in sentences(plain)]
    named = {at for at, part in enumerate(parts) if any(name in part for name in names)}
    if len(named) < _ENOUGH:
        return plain
    return " ".join(part for at, part in enumerate(parts) if named & {at - 1, at, at + 1})


def _kind(name: str, names: Sequence[str], text: str) -> Kind:
    longer = [other for other in names if other.startswith(name)]
    own = re.escape(name)
    said = re.search(
        rf"(?i:leverantör\w*(?: är| heter| blir|:)?) {own}\b|\b{own} {_COMPANY}\b", text
    )
    return "supplier" if said or any(map(_SUPPLIER.search, longer)) else "programme"


def _strength(name: str, kind: Kind, other: Background) -> Strength:
    """Guess whether others bear the name too.

    Programmes are named by ordinary words, and the archive need not hold them yet: a name in one
    word wants words about the matter beside it, until somebody says that it is ours alone.
    """
    if " " in name:
        return "own"
    elsewhere = other.words.get(fold(name), 0)
    ordinary = kind == "programme" or elsewhere or len(name) < 4 or not other.documents
    return "shared" if ordinary else "own"


def _people(text: str, names: Sequence[str]) -> list[str]:
    found = Counter(first or second for first, second in _PERSON.findall(text))
    return [name for name, _ in found.most_common(PEOPLE) if name not in names]


def _ours(text: str, names: Sequence[str]) -> list[str]:
    found = Counter(match.group() for match in _OURS.finditer(text))
    alone = Counter(place.removeprefix("Region ") for place in found if place.startswith("Region "))
    towns = Counter(match.group(1) for match in _WHERE.finditer(text))
    found.update({town: count for town, count in towns.items() if count > 1})
    places = [*(place for place, _ in found.most_common(PLACES)), *alone]
    return [place for place in dict.fromkeys(places) if place not in names][:PLACES]


def _described(text: str, names: Sequence[str]) -> list[Name]:
    """Return what the thing is called without its name, such as journalsystem."""
    found = Counter(match.group(1) for match in _GENERIC.finditer(text.lower()))
    known = {name.lower() for name in names}
    return [
        Name(word, "programme", "generic")
        for word, count in found.most_common(GENERIC)
        if word not in known and count > 1
    ]


def _context(text: str, taken: Sequence[str], other: Background) -> list[str]:
    """Return the words that tell the subject from other news, the most telling first."""
    out = {stem(form) for name in taken for word in _folded(name) for form in (word, f"{word}s")}
    authorities = Counter(match.group() for match in _AUTHORITY.finditer(text))
    shown: dict[str, Counter[str]] = {}
    for word in _WORD.findall(text):
        plain = fold(word)
        base = stem(plain)
        if len(word) >= _LEAST and plain not in _COMMON and base not in out:
            shown.setdefault(base, Counter())[word.lower()] += 1
    often = [forms for forms in shown.values() if forms.total() > 1]
    # A short text says each thing once.
    chosen = often if len(often) >= _FEW else shown.values()
    weighed = {
        min(forms, key=lambda form: (-forms[form], len(form), form)): _weight(forms, other)
        for forms in chosen
    }
    ranked = sorted(weighed, key=lambda word: (-weighed[word], word))
    said = [*_known(text, out, other), *(name for name, _ in authorities.most_common(6))]
    told = {stem(fold(word)) for word in said}
    rest = (word for word in ranked if stem(fold(word)) not in told)
    return [*dict.fromkeys(said), *rest][:CONTEXT]


def _known(text: str, out: Collection[str], other: Background) -> list[str]:
    """Return the words of other watches that the text holds, the most usual first."""
    seek = Watch("known", "", "programme", (), context=tuple(other.context))
    hits = Counter(hit.term.text for hit in scan(seek, "", "", text)[2].hits)
    return [word for word, _ in hits.most_common(CONTEXT // 2) if stem(fold(word)) not in out]


def _weight(forms: Counter[str], other: Background) -> float:
    rarity = min(other.rarity(fold(form)) for form in forms)
    return (1 + math.log(forms.total())) * rarity


def _near(text: str, names: Sequence[Name], other: Background) -> list[str]:
    """Return names in other texts that hold a shared one and stand nowhere in this text."""
    found: Counter[str] = Counter()
    for name in names:
        if name.strength != "shared":
            continue
        # A headline begins with a capital anyhow, so its first word tells nothing.
        sought = re.escape(name.text)
        longer = re.compile(rf"(?<=\w ){_CAPITAL} {sought}\b|\b{sought} {_CAPITAL}\b")
        for title in other.titles:
            found.update(match.group() for match in longer.finditer(title))
    own = {name.text for name in names}
    return [
        near for near, _ in found.most_common(2 * NEAR) if near not in text and near not in own
    ][:NEAR]


def _folded(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(text)]
