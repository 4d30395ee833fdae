"""The Swedish of reports: names, genitives, lists, numbers and who says what.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from monitor.core.text import genitive as core_genitive

_NUMBERS = (
    "noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv",
)  # fmt: skip


class NameKind(StrEnum):
    """What bears the name; decides how it is introduced and which verbs it may take."""

    OWN = "own"
    OUTLET = "outlet"
    PARTY = "party"
    AUTHORITY = "authority"
    PROGRAMME = "programme"


@dataclass(frozen=True)
class Name:
    """A name with its long and short form: Morgonbladet Väst, MV.

    Attributes:
        short: None when the long form is always used.
        url: where a first mention leads, for outlets the article.
        irregular: genitive of the form used again, when the rules give the wrong one.
    """

    long: str
    short: str | None = None
    kind: NameKind = NameKind.PARTY
    url: str | None = None
    irregular: str | None = None

    @property
    def again(self) -> str:
        """Return the form after the first mention."""
        return self.short or self.long

    @property
    def again_genitive(self) -> str:
        """Return the genitive of the form after the first mention."""
        return self.irregular or genitive(self.again)


@dataclass(frozen=True)
class Person:
    """A person with the title of a first mention and the one of the list of spokespersons."""

    name: str
    title: str = ""
    short_title: str = ""


class Basis(StrEnum):
    """What a known circumstance rests on."""

    CONTRACT = "contract"
    PROCUREMENT = "procurement"
    DECISION = "decision"
    AUTHORITY = "authority"
    OWN_CHECK = "own_check"
    PARTY = "party"
    MEDIA = "media"


def genitive(name: str) -> str:
    """Return the genitive: RVM:s, Nordlys Healths, Puls, Region Västmarks (RVM:s)."""
    head, bracket, tail = name.partition(" (")
    if bracket and tail.endswith(")"):
        return f"{core_genitive(head)} ({core_genitive(tail[:-1])})"
    return core_genitive(name)


def join(items: Sequence[str], word: str = "och") -> str:
    """Return "A", "A och B" or "A, B och C"; an empty list gives an empty text."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def capitalise(text: str) -> str:
    """Return the text with its first letter large and the rest untouched."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return the text as a sentence: a capital first and a full stop unless it has an end."""
    found = capitalise(text.strip())
    return found if not found or found.endswith((".", "?", "!", ":", "”")) else f"{found}."


def quote(words: str) -> str:
    """Return verbatim words in Swedish quote marks; marks they already stand in are dropped."""
    bare = words.strip().strip("”“„«»" + chr(34))
    return f"”{bare}”"


def number(count: int, *, neuter: bool = False) -> str:
    """Return numbers up to twelve in words, larger ones in digits grouped by no-break spaces."""
    if count == 1 and neuter:
        return "ett"
    if 0 <= count < len(_NUMBERS):
        return _NUMBERS[count]
    return f"{count:,}".replace(",", "\u00a0").replace("-", "−")


def counted(count: int, singular: str, plural: str, *, neuter: bool = False) -> str:
    """Return "en fråga", "två frågor", "25 frågor"."""
    return f"{number(count, neuter=neuter)} {singular if count == 1 else plural}"


def linked(text: str, url: str | None) -> str:
    """Return a Markdown link, or the bare text without an address."""
    return f"[{text}]({url})" if url else text


def introduced(name: Name, *, used_again: bool = True, url: str | None = None) -> str:
    """Return the first mention: "[Morgonbladet Väst](https://…) (MV)".

    Args:
        name: its own address is the link unless ``url`` is given.
        used_again: False leaves out the bracket, when the short form is never used.
        url: another address than the name's own.
    """
    text = linked(name.long, url or name.url)
    return f"{text} ({name.short})" if name.short and used_again else text


def introduced_person(person: Person) -> str:
    """Return "Karin Almgren, ordförande i programstyrgrupp Kompass" without a closing comma."""
    return f"{person.name}, {person.title}" if person.title else person.name


@dataclass
class Mentions:
    """Remembers who has been introduced while a report is written from top to bottom.

    A class since the first mention differs from the rest. The reason clause does not count:
    leave it out. ``reused`` holds the long names whose short form comes later; None means all.
    """

    reused: frozenset[str] | None = None
    seen: set[str] = field(default_factory=set)

    def name(self, name: Name, *, url: str | None = None) -> str:
        """Return the long form with link and bracket at first, then the short form."""
        if name.long in self.seen:
            return name.again
        self.seen.add(name.long)
        again = self.reused is None or name.long in self.reused
        return introduced(name, used_again=again, url=url)

    def genitive(self, name: Name) -> str:
        """Return the genitive of :meth:`name`, without a link."""
        if name.long in self.seen:
            return name.again_genitive
        self.seen.add(name.long)
        if name.short is None:
            return name.again_genitive
        if self.reused is None or name.long in self.reused:
            return f"{genitive(name.long)} ({name.again_genitive})"
        return genitive(name.long)

    def person(self, person: Person, *, comma: bool = True) -> str:
        """Return name and title at first, then the name.

        ``comma`` closes the title, as when a verb follows: "Karin Almgren, ordförande i …,".
        """
        if person.name in self.seen:
            return person.name
        self.seen.add(person.name)
        text = introduced_person(person)
        return f"{text}," if comma and person.title else text


def verb(basis: Basis, *, own_statement: bool = False, spoken: bool = False) -> str:
    """Return the verb that a source of this kind may take before "att".

    Args:
        basis: media, party and authority speak; the other bases are papers (:func:`according`).
        own_statement: the authority itself has said it; else it only "uppger".
        spoken: radio or television, which "rapporterade" and does not describe.
    """
    if basis is Basis.MEDIA:
        return "rapporterade" if spoken else "beskriver"
    if basis is Basis.AUTHORITY and own_statement:
        return "bekräftar"
    return "uppger"


def attributed(
    who: str, claim: str, basis: Basis, *, own_statement: bool = False, spoken: bool = False
) -> str:
    """Return a sentence that says whose claim it is: "Nordlys Health uppger att …".

    Args:
        who: as it is to stand, such as "En artikel i …, publicerad …,".
        claim: an "att" clause without "att".
        basis: what the source is, as for :func:`verb`.
        own_statement: see :func:`verb`.
        spoken: see :func:`verb`.
    """
    says = verb(basis, own_statement=own_statement, spoken=spoken)
    words = claim.strip().removeprefix("att ")
    return sentence(f"{who} {says} att {words}")


def contract(parties: Iterable[str]) -> str:
    """Return "avtalet mellan Region Västmark (RVM) och Nordlys Health"."""
    names = join(list(parties))
    return f"avtalet mellan {names}" if names else "avtalet"


def according(paper: str, clause: str) -> str:
    """Return "Enligt avtalet mellan … ansvarar leverantören för …".

    ``clause`` must start with its verb, since Swedish puts the verb second; use :func:`appears`
    for a clause in ordinary word order.
    """
    return sentence(f"enligt {paper} {clause.strip()}")


def appears(paper: str, clause: str) -> str:
    """Return "Av avtalet mellan … framgår att leverantören ansvarar för …"."""
    return sentence(f"av {paper} framgår att {clause.strip().removeprefix('att ')}")


def reason(topics: Sequence[str], outlets: Sequence[str]) -> str:
    """Return the reason clause for press claims: "uppgifter i MV om Kompass och klassmärkning"."""
    about = f" om {join(list(topics))}" if topics else ""
    return f"uppgifter i {join(list(outlets))}{about}" if outlets else f"uppgifter{about}"


def message_from(authority: str, topic: str) -> str:
    """Return the reason clause for an authority: "besked från Produktverket om tillsyn av …"."""
    return f"besked från {authority} om {topic}"
