"""Find what people are quoted as saying in Swedish press text.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from monitor.core.text import sentences
from monitor.judge import speakers
from monitor.judge.cast import Cast, mentioned
from monitor.judge.speakers import Speaker

#: Verbs that tell that somebody says something, present and past.
VERBS: Final = (
    "säger|sa|sade|uppger|uppgav|skriver|skrev|berättar|berättade|menar|menade|anser|ansåg|hävdar|"
    "hävdade|förklarar|förklarade|konstaterar|konstaterade|svarar|svarade|tillägger|tillade|"
    "kommenterar|understryker|betonar|betonade|påpekar|påpekade|försäkrar|försäkrade|lovar|lovade|"
    "meddelar|meddelade|fortsätter|fortsatte|bekräftar|bekräftade|framhåller|varnar|varnade|"
    "utbrister|undrar|undrade|frågar|medger|medgav|tycker|tyckte|poängterar|resonerar|intygar|"
    "rapporterar|bedömer|bedömde|slår fast|slog fast|ropar|suckar|förtydligar|"
    "erkänner|erkände|upplyser|sammanfattar|minns|beklagar|heter det"
)
_CALLS = "kallar|kallade|beskriver|beskrev|betecknar|betecknade|talar om|talade om|dömer ut"
_DASH = re.compile(r"\s*\\?(?P<dash>[–—‒―]\s?|-\s)(?=[^\W\d_]|[”\"“»])")
_AFTER = re.compile(rf"[,!?…”\"]\s(?P<verb>{VERBS})\s")
#: After a dash nearly any verb will do before a name: ”– Mål, jublar N N”.
_ANY_VERB = re.compile(
    rf"[,!?…”\"]\s(?P<verb>[a-zåäö]{{2,}}(?:ar|er|år|ade|te))\s(?={speakers.RUN}|han\b|hon\b|"
    r"[a-zåäö-]+ens? |[a-zåäö]+s presstjänst)"
)
_ENDS = re.compile(r"[.:!?](?=\s|$)")
_MARKED = re.compile(r"[”“„\"»](?P<words>[^”“„\"»«\n]{1,2000})[”“\"»«]")
_SAID_AFTER = re.compile(rf"(?P<comma>,?)\s*(?P<verb>{VERBS}|enligt)\s")
_SAID_BEFORE = re.compile(rf"\b(?P<verb>{VERBS})\b")
_THAT = re.compile(rf"(?P<who>.{{2,160}}?),? (?P<verb>{VERBS}) (?:[^.,:;”]{{0,60}}? )?att (?=\S)")
_LAST = re.compile(rf",\s(?P<verb>{VERBS}|enligt)\s|\s(?P<by>enligt)\s")
_PARTIAL = re.compile(rf"(?P<who>.{{2,120}}?),? (?P<verb>{_CALLS}|{VERBS})\b")
_WORK = re.compile(
    r"(?:\w*(?:bok|boken|film|filmen|artikel|artikeln|rapport|rapporten|rubrik|rubriken|ord|ordet|"
    r"serie|serien|låt|låten|projekt|projektet|utställning|utställningen|smeknamn|smeknamnet|"
    r"programmet|uttrycket|namnet|titeln|begreppet|temat|pjäsen|romanen|skivan|kallade|kallat))"
    r"(?: med titeln| om)?\s*$"
)
#: No paragraph is longer; what is, was not written as prose. Bounds the work on hostile pages.
_LONGEST_LINE = 20_000
_CONTEXT = 300
_BYLINE = re.compile(
    r"\s*(?:(?:text|foto|bild|text och foto|text & foto|av|reporter|redaktör|publicerad|uppdaterad|"
    r"kontakt|telefon|presskontakt|bildtext|arkivbild|läs mer|läs också)\b\s*:?)",
    re.IGNORECASE,
)
_BYLINE_NAME = re.compile(rf"(?P<name>{speakers.RUN})(?:, [a-zåäö/ ]+)?\.?")
_TOLD_OF = re.compile(r"(?:Han|Hon|Hen) (?:är|var|har|arbetar|jobbar|ler|skrattar|skakar|pekar)\b")
_COMES_FROM = re.compile(rf"(?:från|av) (?P<org>{speakers.ORG})|i (?P<own>{speakers.ORG}) \w")


@dataclass(frozen=True, slots=True)
class Quote:
    """One thing that somebody is quoted as saying.

    Attributes:
        start, end: where it stands in the text; an attribution in the middle is inside.
        words: what was said, without marks and attribution.
        verbatim: the article gives the very words; otherwise it retells them.
        speaker: full name; None for private and anonymous people, journalists and organisations.
        title: in lower case, as the article has it.
        organisation: whom the speaker stands for, as written.
        verb: säger, skriver, enligt ...; empty when nothing says who spoke.
    """

    start: int
    end: int
    words: str
    verbatim: bool
    speaker: str | None
    title: str | None
    organisation: str | None
    verb: str


def find_quotes(text: str) -> list[Quote]:
    """Return the quotations of an article's text, in order.

    Paragraphs are lines. ”Hon” is the one named last whom it may mean.
    """
    lines = list(_lines(text))
    reader = _Reader(text, Cast(_bylines(line for _, line in lines)))
    for start, line in lines:
        if not _is_byline(line):
            reader.read(start, line)
    return reader.found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        if line.strip() and len(line) <= _LONGEST_LINE:
            yield at, line
        at += len(line) + 1


def _is_byline(line: str) -> bool:
    if _BYLINE.match(line):
        after = _BYLINE.sub("", line, count=1).strip()
        short = len(line) < 80 and not _SAID_BEFORE.search(line)
        return short and (":" in line[:20] or _BYLINE_NAME.match(after) is not None)
    found = _BYLINE_NAME.fullmatch(line.strip())
    return found is not None and not speakers.is_organisation(found["name"])


def _bylines(lines: Iterable[str]) -> set[str]:
    names: set[str] = set()
    for line in lines:
        if _is_byline(line):
            names |= set(re.findall(speakers.RUN, _BYLINE.sub("", line, count=1)))
    return names


class _Reader:
    """Reads an article line by line and remembers who was named."""

    def __init__(self, text: str, cast: Cast) -> None:
        self._text = text
        self._cast = cast
        self.found: list[Quote] = []
        #: Who spoke in the line before, if it was a line of speech; who was led in by a colon.
        self._before: Speaker | None = None
        self._led: Speaker | None = None

    def read(self, start: int, line: str) -> None:
        """Read one paragraph."""
        dash = _DASH.match(line)
        if dash and self._dashed(start + dash.end(), line[dash.end() :].rstrip(), dash["dash"]):
            return
        self._before = None
        self._narrated(start, line)

    def _dashed(self, start: int, body: str, dash: str) -> bool:
        for after in (*_AFTER.finditer(body), *_ANY_VERB.finditer(body)):
            who = speakers.parse(body[after.end() : after.end() + _CONTEXT])
            if who is not None and not speakers.is_role(after["verb"]):
                self._attributed(start, body, after, who)
                return True
        if dash.startswith("-") or not _is_sentence(body):
            return False
        speaker = self._before or self._led
        if speaker is None:
            return False
        self._add(start, start + len(body), body, speaker, "")
        return True

    def _attributed(self, start: int, body: str, after: re.Match[str], who: Speaker) -> None:
        speaker = self._cast.resolve(who)
        mark = body[after.start()]
        until = after.start() + (mark in "!?…")
        words, end = body[:until].rstrip(), until
        clause = _ENDS.search(body, after.end() + who.end)
        rest = body[clause.end() :].strip() if clause else ""
        if rest and clause and not _TOLD_OF.match(rest):
            words = f"{words if words[-1] in '!?….' else words + '.'} {rest}"
            end = len(body)
        elif rest:
            self._mentions(rest)
        self._add(start, start + end, words.strip('”"“»« '), speaker, after["verb"])
        self._before = speaker

    def _add(
        self,
        start: int,
        end: int,
        words: str,
        speaker: Speaker,
        verb: str,
        *,
        verbatim: bool = True,
    ) -> None:
        title = speaker.title
        if title and speakers.is_role(title.split()[0]):
            title = title[:1].lower() + title[1:]
        self.found.append(
            Quote(start, end, words, verbatim, speaker.name, title, speaker.organisation, verb)
        )

    def _narrated(self, start: int, line: str) -> None:
        taken: list[tuple[int, int]] = []
        previous: Speaker | None = None
        for begin, end in _whole_sentences(line):
            sentence = line[begin:end]
            done = self._that(start + begin, sentence)
            if not done:
                previous, done = self._marked(start + begin, sentence, previous)
            if not done:
                done = self._indirect(start + begin, sentence)
            if not done:
                self._mentions(sentence)
            taken.append((begin, end))
        self._led = self._cast.last() if line.rstrip().endswith(":") else None

    def _that(self, start: int, sentence: str) -> bool:
        """Find ”N N säger att …”."""
        found = _THAT.match(sentence)
        if not found or any(mark in found.group() for mark in '”"»“:'):
            return False
        who = _whole(found["who"])
        if who is None:
            return False
        words = sentence[found.end() :].rstrip().rstrip(".")
        speaker = self._cast.resolve(who)
        end = start + found.end() + len(words)
        self._add(start + found.end(), end, words, speaker, found["verb"], verbatim=False)
        return True

    def _marked(
        self, start: int, sentence: str, previous: Speaker | None
    ) -> tuple[Speaker | None, bool]:
        """Find words within quotation marks that somebody is said to have said."""
        any_found = False
        for found in _MARKED.finditer(sentence):
            told = self._said_of(sentence, found, previous)
            if told is None:
                continue
            speaker, verb = told
            words = found["words"].strip()
            trimmed = words.rstrip(",").strip()
            at = start + found.start("words") + found["words"].index(trimmed)
            self._add(at, at + len(trimmed), trimmed, speaker, verb)
            previous, any_found = speaker, True
        return (previous if any_found else None), any_found

    def _said_of(
        self, sentence: str, found: re.Match[str], previous: Speaker | None
    ) -> tuple[Speaker, str] | None:
        before = sentence[max(0, found.start() - _CONTEXT) : found.start()]
        after = sentence[found.end() : found.end() + _CONTEXT]
        words = found["words"].strip()
        said = _SAID_AFTER.match(after)
        if said and (said["comma"] or words[-1] in ",.!?…"):
            if said["verb"].startswith("heter"):
                return _from_document(after), said["verb"]
            who = speakers.parse(after[said.end() :])
            if who is not None:
                return self._cast.resolve(who), said["verb"]
        if before.rstrip().endswith(":"):
            return self._led_in(before)
        if not before.strip() and previous is not None and _is_sentence(words):
            return previous, ""
        return self._partial(before, words)

    def _led_in(self, before: str) -> tuple[Speaker, str] | None:
        """Return who is named before a colon."""
        lead = before.rstrip().rstrip(":")
        if _WORK.search(lead):
            return None
        for verb in _SAID_BEFORE.finditer(lead):
            subject = _whole(lead[: verb.start()].rstrip(" ,"))
            who = subject or speakers.parse(lead[verb.end() :].lstrip())
            if who is not None:
                return self._cast.resolve(who), verb["verb"]
        who = _whole(lead)
        return (self._cast.resolve(who), "") if who is not None else None

    def _partial(self, before: str, words: str) -> tuple[Speaker, str] | None:
        """Return who used these words within a sentence of the article's own."""
        if len(words.split()) < 2 or _WORK.search(before):
            return None
        if before.startswith("Enligt "):
            who = speakers.parse(before[len("Enligt ") :])
            return (self._cast.resolve(who), "enligt") if who and self._named(who) else None
        found = _PARTIAL.match(before)
        who = _whole(found["who"]) if found else None
        if found is None or who is None:
            return None
        return self._cast.resolve(who), found["verb"]

    def _indirect(self, start: int, sentence: str) -> bool:
        """Find ”…, uppger N N”, ”…, enligt N N” and ”Enligt N N …”."""
        bare = sentence.rstrip()
        if bare.startswith("Enligt "):
            who = speakers.parse(bare[len("Enligt ") :])
            if who is None or not self._named(who):
                return False
            speaker = self._cast.resolve(who)
            self._add(start, start + len(bare), bare, speaker, "enligt", verbatim=False)
            return True
        for found in reversed(list(_LAST.finditer(bare))):
            who = speakers.parse(bare[found.end() :])
            verb = found["verb"] or found["by"]
            enough = len(bare[: found.start()].split()) >= 3
            if who is None or not enough or (verb == "enligt" and not self._named(who)):
                continue
            speaker = self._cast.resolve(who)
            self._add(
                start, start + found.start(), bare[: found.start()], speaker, verb, verbatim=False
            )
            return True
        return False

    def _named(self, who: Speaker) -> bool:
        """Tell whether ”enligt” stands before somebody, not before a forecast or a law."""
        if who.name and " " not in who.name:
            return self._cast.knows(who.name)
        return bool(who.name or who.organisation or who.pronoun)

    def _mentions(self, sentence: str) -> None:
        """Remember the people whom a sentence of the article's own names."""
        for who in mentioned(sentence):
            self._cast.resolve(who)


def _whole_sentences(line: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a line, those within one pair of quotation marks kept together."""
    marks = [found.span() for found in _MARKED.finditer(line)]
    begin: int | None = None
    for start, end in sentences(line):
        begin = start if begin is None else begin
        if any(low < end < high - 1 for low, high in marks):
            continue
        if any(high == end for _, high in marks) and re.match(rf"\s(?:{VERBS})\s", line[end:]):
            continue
        yield begin, end
        begin = None
    if begin is not None:
        yield begin, len(line.rstrip())


def _is_sentence(words: str) -> bool:
    return words[:1].isupper() and words[-1:] in ".!?…" and len(words.split()) >= 2


def _whole(phrase: str) -> Speaker | None:
    """Return who a phrase names, if it does nothing else."""
    who = speakers.parse(phrase)
    return who if who is not None and not phrase[who.end :].strip(" ,") else None


def _from_document(after: str) -> Speaker:
    found = _COMES_FROM.search(after)
    if not found:
        return Speaker()
    named = found["org"] or speakers.ungenitive(found["own"])
    return replace(Speaker(), organisation=named)
