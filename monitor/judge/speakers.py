"""Who is said to have said something: names, titles and organisations in Swedish press prose.

Pure: no clock, no store, no network. Private and anonymous speakers and journalists are
recognised so that they can be left nameless.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from monitor.judge.firstnames import MEN, WOMEN

FIRST: Final = WOMEN | MEN
_CAP = r"[A-ZÅÄÖÉÜØÆ][\w’']*(?::[a-zåäö]+)?(?:-[A-ZÅÄÖÉÜ]?\w+)*"
_PARTICLE = r"(?:von|af|de|van|der|den|el|al|bin|da|di|du|la|le|zu|och)"
#: A run of capitalised words; particles bind, but ”och” only between them is cut off below.
RUN = rf"{_CAP}(?: (?:(?:von|af|de|van|der|den|el|al|bin|da|di|du|la|le|zu) )*{_CAP})*"
_TAILS = (
    "lasarett|universitet|universitetssjukhus|sjukhus|kommun|högskola|tingsrätt|hovrätt|stift|"
    "församling|tidning|stadshus|energi|polisen|vårdcentral"
)
ORG = rf"{RUN}(?: (?:{_TAILS})s?\b)?"
_ORG_WORD = re.compile(
    r"(?:Region|Health|Healths|AB|ABs|HB|Group|Groups|Systems|Software|Care|Medical|Solutions|Data|"
    r"International|Nordic|Sverige|Sveriges|Technologies|Pharma|Energy|Energi|Energis|Bank|Media|News|"
    r"Consulting|Partners|Radio|SVT|Nyheter|Allehanda|Bageri|Sweden|Stiftelsen|Föreningen|Polisen|"
    r"Regeringen|Riksdagen|Karolinska|Universitetet|Lasarettet|Kommunal|Socialdemokraterna|Moderaterna|"
    r"Centerpartiet|Liberalerna|Vänsterpartiet|Kristdemokraterna|Inc|Ltd|Corporation|Corp)"
    r"|\w+(?:verket|myndigheten|styrelsen|nämnden|inspektionen|förbundet|bolaget|partiet|tjänsten|"
    r"banken|rådet|byrån|högskolan|universitetet|regionen|kommunen|sjukhuset|institutet|kammaren|"
    r"domstolen|radion|bladet|posten|kuriren|tidningen|kansliet|polisen|revisionen|bolagen|verkets|"
    r"myndighetens|styrelsens|förbundets|inspektionens|bolagets|rådets|tjänstens|partiets)"
    r"|[A-ZÅÄÖ]{2,}\d*(?::s)?"
)
_ROLE = re.compile(
    r"\w*(?:direktör|chef|råd|ordförande|minister|läkare|professor|utredare|talesperson|talesman|"
    r"sekreterare|ombud|revisor|ledare|tränare|sköterska|barnmorska|advokat|forskare|åklagare|"
    r"handläggare|rektor|jurist|ombudsman|politiker|samordnare|strateg|förvaltare|expert|analytiker|"
    r"befäl|ingenjör|arkitekt|doktor|docent|lektor|lärare|ekonom|kommissarie|polis|inspektör|vd|"
    r"kapten|dirigent|förare|antikvarie|terapeut|psykolog|ledamot|borgmästare|general|överste|"
    r"utvecklare|specialist|rådgivare|kommunikatör|ägare|grundare|tjänst|ambassadör|kommissionär|kontrollant|präst|biskop|kyrkoherde)"
    r"(?:n|en|et|an|:n|:en|ns|ens|ets)?"
)
#: People who speak for nobody but themselves, with what may end the word.
_PRIVATE = re.compile(
    r"(?:mamma|mor|mormor|farmor|pappa|far|morfar|farfar|dotter|son|syster|bror|fru|hustru|make|"
    r"maka|sambo|flickvän|pojkvän|partner|kusin|moster|faster|farbror|änka|änkling|förälder|"
    r"granne|patient|anhörig|närstående|boende|hyresgäst|vittne|ögonvittne|pensionär|kund|resenär|"
    r"passagerare|besökare|elev|student|läsare|tonåring|flicka|pojke|kvinna|man|person|vän|väninna|"
    r"kompis|villaägare|köpare|bilist|cyklist|medborgare|småbarnsförälder|invånare|källa|anställd|"
    r"medarbetare|kollega|visselblåsare|anmälare|bybo|turist|publik|supporter|barnbarn|familj)"
    r"(?:n|en|t|et|na|arna|a|e|rn|er|erna|s|ns|ens|ar|or|orna|ma)?"
)
_JOURNALIST = re.compile(
    r"(?:\w*(?:reporter|journalist|skribent|krönikör|kolumnist|korrespondent|fotograf|recensent)|"
    r"redaktör|ledarredaktör|programledare)(?:n|en)?"
)
_ADVERB = re.compile(
    r"(?:(?:också|även|nu|vidare|själv|dock|däremot|därför|alltså|sedan|i dag|bland annat|"
    r"skriftligt|skriftligen|i ett mejl|i ett sms|i ett uttalande|till sist) )+"
)
_PRONOUN = re.compile(r"(han|hon|hen|honom|henne|den?n[ea](?! \w)|de(?=[.,]|$))\b")
_ANONYMOUS = re.compile(
    r"(?:en av (?:de |dem\b|\w+s )?|en|ett|flera|två|tre|fyra|fem|några|någon|ytterligare en)\b ?"
    r"(?P<noun>[\w-]+)?(?P<second> [\w-]+)?",
    re.IGNORECASE,
)
_OWNED = re.compile(
    rf"(?P<owner>{ORG}(?:- och {_CAP})?(?: [a-zåäö]\w+s)?) "
    r"(?P<title>[a-zåäö][\w:-]*(?: [a-zåäö][\w-]*){0,4}?)"
    rf"(?:,? (?P<name>{RUN})|(?=[.,]|$| för\b| till\b| i\b| när\b))"
)
_TITLED = re.compile(
    rf"(?P<title>[a-zåäö][\w:-]*(?:(?:,? (?:och|samt)|-?,)? [a-zåäö][\w:-]*){{0,6}}?"
    rf"(?: {_CAP}(?=,))?),? (?P<name>{RUN})"
)
_FIRST_WORDS = re.compile(
    r"(?:till|i|på|vid|efter|under|om|när|som|och|att|men|för|med|samtidigt|där|då|sedan|medan|"
    r"inför|från|via|trots|vars|inte|ja|nej|det|upp|av|bara|helt|mot|sig|så|genom|samt|vilket|båda?|eller|"
    r"utan|enligt|liksom)\b"
)
_AGE = re.compile(r",? \(?(\d{1,2}|1[01]\d)\)?(?: år)?(?=[\s,.]|$)")
_PARTY = re.compile(r" \((?:[A-ZÅÄÖ]{1,3}|[a-zåäö]{1,3}|-)\)")
_TAIL_TITLE = re.compile(
    r"(?:,? som (?:är|arbetar som|jobbar som)|,) (?P<title>[a-zåäö][^,.:;!?”\"–]*)"
)
_TAIL_ORG = re.compile(rf" (?:på|vid|hos|från) (?P<org>{ORG})")
_TITLE_END = re.compile(
    r" (?:till (?=[A-ZÅÄÖ])|i (?:ett|en|sitt|sin)\b|efter|under|när|som|där|sedan|inför|om|"
    r"(?:och|samt) (?:\w+er|\w+ar|\w+te|\w+de)\b)"
)
_AT = re.compile(
    rf"(?P<title>.+?) (?P<word>på|vid|hos|för|i|inom|från) (?:[a-zåäö]+(?:en|et) )?(?P<org>{ORG})$"
)
_KIND_OF_ORGANISATION = re.compile(
    r"[a-zåäö]*(?:förbundet|bolaget|företaget|myndigheten|leverantören|koncernen|organisationen|"
    r"stiftelsen|partiet|tidningen|byrån|föreningen|kommunen|regionen|sjukhuset|kanalen)"
)
_OFFICIAL = re.compile(
    rf"(?P<title>\w*(?:talesperson|talesman|företrädare|representant)) (?:för|hos|på|vid|från) "
    rf"(?P<org>{ORG})"
)
#: A definite noun that ends the phrase: ”säger testaren.”
_DEFINITE = re.compile(r"[a-zåäö-]+(?:en|et|an|aren|ören|na)(?=[.,!?]|$| till\b| och\b)")
_HEADS = re.compile(r"\w*(?:vd|direktör|ordförande|koncernchef|generaldirektör|talesperson|ombud)")
_NOT_ORGANISATIONS = frozenset({"Facebook", "Instagram", "Linkedin", "LinkedIn", "Twitter", "X"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said something, as the text tells it.

    Attributes:
        name: full name; None for private and anonymous people, journalists and organisations.
        private: the name, if there was one, is not ours to keep.
        pronoun: what stood in place of a name.
        end: offset in the parsed phrase where the naming ends.
    """

    name: str | None = None
    title: str | None = None
    organisation: str | None = None
    private: bool = False
    pronoun: str = ""
    end: int = 0


def is_organisation(run: str) -> bool:
    """Tell whether a run of capitalised words names an organisation."""
    found = run.split()
    if re.search(rf" (?:{_TAILS})s?$", run):
        return True
    if found[0] in FIRST or (len(found) > 1 and is_role(found[0])):
        return False
    return any(_ORG_WORD.fullmatch(word) for word in found)


def is_role(word: str) -> bool:
    """Tell whether a word is what somebody is by profession or office."""
    return _ROLE.fullmatch(word.lower()) is not None


def is_private(title: str) -> bool:
    """Tell whether a title makes its bearer a private person."""
    first = re.sub(r"^(?:en av |en |ett )", "", title).split(" ", 1)[0]
    return _PRIVATE.fullmatch(first.lower()) is not None


def is_journalist(title: str) -> bool:
    """Tell whether a title is a journalist's."""
    return any(_JOURNALIST.fullmatch(word.lower()) for word in re.split(r"[ /,]", title))


def parse(phrase: str) -> Speaker | None:
    """Return who a phrase names, when it starts with a naming.

    ``Karin Almgren (S), ordförande i X, till Y``, ``Nordlys Healths vd Petter Hagelin``,
    ``en undersköterska``, ``hon``.
    """
    skipped = _ADVERB.match(phrase)
    at = skipped.end() if skipped else 0
    rest = phrase[at:]
    found = (
        _official(rest)
        or _without_name(rest)
        or _owned(rest)
        or _titled(rest)
        or _role(rest)
        or _plain(rest)
    )
    return replace(found, end=found.end + at) if found else None


def _without_name(rest: str) -> Speaker | None:
    if rest[:1] in {"”", '"', "“", "»"}:
        return Speaker(private=True, end=1)
    if found := _PRONOUN.match(rest):
        return Speaker(pronoun=found[1], end=found.end())
    if found := _PRONOUN.match(rest[:1].lower() + rest[1:5]):
        return Speaker(pronoun=found[1], end=found.end())
    if found := _ANONYMOUS.match(rest):
        noun = found["noun"]
        if noun and found["second"] and not is_role(noun) and not is_private(noun):
            second = found["second"].strip()
            noun = second if is_role(second) or is_private(second) else noun
        if noun and (not noun.islower() or not (is_role(noun) or is_private(noun))):
            noun = noun if noun.islower() and rest.lower().startswith("en av") else None
            if noun is None and not rest.lower().startswith(("en ", "ett ", "flera ", "någ")):
                return None
        return Speaker(title=noun, private=True, end=found.end("noun") if noun else found.end())
    return None


def _owned(rest: str) -> Speaker | None:
    """Read ”Nordlys Healths vd N N”, ”Europeiska rådets ordförande N N”, ”X:s presstjänst”."""
    found = _OWNED.match(rest)
    if not found or not _genitive(found["owner"]) or _FIRST_WORDS.match(found["title"]):
        return None
    owner = found["owner"]
    head, name = found["title"].split(), found["name"] or ""
    if head[0] in {"och", "att", "som"} or owner.split()[0] in FIRST:
        return None
    office = is_role(head[0]) or is_role(head[-1])
    kept = None if owner in {"Sveriges", "Europas"} else ungenitive(owner)
    if not name:
        alone = office and is_organisation(ungenitive(owner))
        return Speaker(None, " ".join(head), kept, end=found.end()) if alone else None
    if is_organisation(name) or " " not in name or not (office or name.split()[0] in FIRST):
        return None
    return _with_tail(Speaker(name, " ".join(head), kept, end=found.end()), rest)


def _genitive(run: str) -> bool:
    return run.endswith(("s", ":s", "x", "z"))


def ungenitive(run: str) -> str:
    """Return a name without its genitive ending."""
    if run.endswith(":s"):
        return run[:-2]
    return run.removesuffix("s")


def _titled(rest: str) -> Speaker | None:
    first = rest.split(" ", 1)[0]
    capital = first[:1].isupper() and _is_title(first) and first not in FIRST
    lowered = rest[:1].lower() + rest[1:] if capital else rest
    found = _TITLED.match(lowered)
    if not found or _FIRST_WORDS.match(lowered):
        return None
    title, name = found["title"], found["name"]
    head = title.split()
    if len(head) > 1 and re.fullmatch(r"\w{3,}(?:en|et|n|a)s", head[0]):
        head = head[1:]
    if head[-1] == "till":  # "säger ombudet till Puls": whom it was said to
        return None
    title = " ".join(head)
    if _KIND_OF_ORGANISATION.fullmatch(head[-1]):
        return Speaker(organisation=name, end=found.end())
    known = name.split()[0] in FIRST and len(head) <= 2
    if not known and not any(map(_is_title, re.split(r"[ -]", title))):
        return None
    if is_organisation(name):
        return None
    whole = Speaker(name, title, end=found.end())
    if len(name.split()) == 1:
        whole = replace(whole, name=name if is_role(head[-1]) else None, private=True)
    return _with_tail(whole, rest)


def _is_title(word: str) -> bool:
    return is_role(word) or is_private(word) or is_journalist(word)


def _plain(rest: str) -> Speaker | None:
    found = re.match(ORG, rest)
    if found and is_organisation(found.group()):
        return _organisation(found.group(), rest)
    named = re.match(rf"(?:(?:af|von|de) )?{RUN}", rest)
    if named is None:
        return None
    head, _, name = named.group().partition(" ")
    if " " in name and is_role(head):
        return _with_tail(Speaker(name, head, end=named.end()), rest)
    return _with_tail(Speaker(named.group(), end=named.end()), rest)


def _organisation(run: str, rest: str) -> Speaker | None:
    """Read an organisation, or ”Läkarförbundets Kerstin Bohm”; not ”Produktverkets prognos”."""
    owner, _, name = run.partition(" ")
    if name.split(" ")[0] in FIRST and " " in name:
        whole = Speaker(name, None, ungenitive(owner), end=len(run))
        return _with_tail(whole, rest)
    owned = re.search(r"(?::s|[eé]ts|ens|ts|ans)$", run) is not None
    if owned and re.match(r" [a-zåäö]", rest[len(run) :]):
        return None
    return Speaker(organisation=run, end=len(run))


def _role(rest: str) -> Speaker | None:
    found = re.match(r"(?:[a-zåäö]+s |[a-zåäö]+- och )?(?P<title>[\w-]+)(?! [A-ZÅÄÖ])", rest)
    if found and found["title"] not in FIRST:
        title = found["title"]
        if is_role(title) and not is_organisation(title):
            return Speaker(title=title, end=found.end())
        if is_private(title):
            return Speaker(title=title, private=True, end=found.end())
    if (found := _DEFINITE.match(rest)) and not _FIRST_WORDS.match(rest):
        return Speaker(title=found.group(), private=True, end=found.end())
    return None


def _official(rest: str) -> Speaker | None:
    """Read ”en talesperson för Nordlys Health”: nameless, but the organisation's own voice."""
    found = re.compile(rf"(?:[Ee]n |[Ee]tt ){_OFFICIAL.pattern}").match(rest)
    if not found:
        return None
    return Speaker(title=found["title"], organisation=found["org"], end=found.end())


def _with_tail(speaker: Speaker, rest: str) -> Speaker:
    """Read what follows a name: party, age, title, organisation."""
    at = speaker.end
    if found := _PARTY.match(rest, at):
        at = found.end()
    if found := _AGE.match(rest, at):
        return replace(speaker, private=True, title=None, organisation=None, end=found.end())
    speaker = replace(speaker, end=at)
    if found := _TAIL_ORG.match(rest, at):
        if found["org"].split()[0] not in _NOT_ORGANISATIONS:
            speaker = replace(speaker, organisation=found["org"], end=found.end())
    elif (found := _TAIL_TITLE.match(rest, at)) and not _FIRST_WORDS.match(found["title"]):
        speaker = titled_after(speaker, found["title"], found.start("title"))
    elif re.match(r",? som egentligen heter|,? vars |,? som heter något annat", rest[at:]):
        return replace(speaker, private=True)
    return speaker


def titled_after(speaker: Speaker, phrase: str, start: int) -> Speaker:
    """Return the speaker with the title and organisation that follow the name.

    Args:
        phrase: what follows, in lower case; start: where it starts in what is parsed.
    """
    cut = _TITLE_END.search(phrase)
    phrase = phrase[: cut.start()] if cut else phrase
    end = start + len(phrase)
    found = _AT.match(phrase)
    if found and _is_their_organisation(found["title"], found["word"], found["org"]):
        title, organisation = found["title"], found["org"]
    else:
        title, organisation = phrase, speaker.organisation
    return replace(
        speaker, title=speaker.title or title.strip(), organisation=organisation, end=end
    )


def _is_their_organisation(title: str, word: str, run: str) -> bool:
    if is_organisation(run) or word in {"på", "vid", "hos", "från"}:
        return True
    return word == "för" and _HEADS.fullmatch(title.split(maxsplit=1)[0]) is not None
