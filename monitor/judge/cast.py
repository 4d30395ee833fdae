"""The people of an article, so that ”hon”, ”Almgren” and ”sjukhusdirektören” find theirs.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from monitor.judge.firstnames import could_be
from monitor.judge.speakers import (
    FIRST,
    RUN,
    Speaker,
    is_journalist,
    is_organisation,
    is_private,
    is_role,
    titled_after,
)

_MENTION = re.compile(
    rf"(?:(?<![\w-])(?P<before>[a-zåäö][\w-]*) )?(?P<name>{RUN})(?:,| är) "
    r"(?P<title>[a-zåäö][^,.:;!?”\"]*)|"
    rf"(?:(?<![\w-])(?P<role>[a-zåäö][\w-]*) )?(?P<bare>{RUN})"
)


class Cast:
    """The people named so far in an article, the latest last."""

    def __init__(self, bylines: Iterable[str] = ()) -> None:
        self._bylines = frozenset(bylines)
        self._people: list[Speaker] = []

    def resolve(self, speaker: Speaker) -> Speaker:
        """Return who is meant, with what was told earlier about them, and remember them."""
        if speaker.pronoun:
            return self._by_pronoun(speaker.pronoun)
        if speaker.organisation and speaker.name is None and not speaker.title:
            return speaker
        return self.remember(self._known(speaker))

    def remember(self, speaker: Speaker) -> Speaker:
        """Make this the person named last."""
        kept = [each for each in self._people if each.name is None or each.name != speaker.name]
        self._people = [*kept, speaker]
        return speaker

    def knows(self, name: str) -> bool:
        """Tell whether somebody with that name, or surname, was named in full."""
        return any(f" {name} " in f" {person.name or ''} " for person in self._people)

    def last(self) -> Speaker | None:
        """Return the person named last."""
        return self._people[-1] if self._people else None

    def _by_pronoun(self, pronoun: str) -> Speaker:
        for person in reversed(self._people[-6:]):
            if person.name is None or could_be(person.name, pronoun):
                return self.remember(person) if person.name else person
        return Speaker()

    def _known(self, speaker: Speaker) -> Speaker:
        title = speaker.title or ""
        name = speaker.name
        if is_private(title):
            noun = title.split()[0]
            return replace(speaker, name=None, title=noun, private=True, organisation=None)
        if speaker.private:
            if title and name and is_role(title.split()[-1]):
                return self._by_surname(speaker)
            return replace(speaker, name=None, organisation=None)
        if is_journalist(title) or name in self._bylines:
            return replace(speaker, name=None, private=True, organisation=None)
        return self._public(speaker, name)

    def _public(self, speaker: Speaker, name: str | None) -> Speaker:
        if name is None:
            return self._by_title(speaker)
        if len(name.split()) == 1 or name[0].islower():
            return self._by_surname(speaker)
        return self._merged(speaker)

    def _by_surname(self, speaker: Speaker) -> Speaker:
        """Return the person a single name stands for; nobody when it is a first name only."""
        for person in reversed(self._people):
            if speaker.name and f" {speaker.name} " in f" {person.name or ''} ":
                return replace(
                    person,
                    title=person.title or speaker.title,
                    organisation=person.organisation or speaker.organisation,
                )
        return replace(speaker, name=None, private=True, organisation=None)

    def _by_title(self, speaker: Speaker) -> Speaker:
        stem = re.sub(r"(?:en|et|n|t)$", "", speaker.title or "")
        for person in reversed(self._people):
            if stem and person.name and (person.title or "").lower().startswith(stem.lower()):
                return person
        return speaker

    def _merged(self, speaker: Speaker) -> Speaker:
        for person in reversed(self._people):
            if person.name == speaker.name:
                return replace(
                    speaker,
                    title=speaker.title or person.title,
                    organisation=speaker.organisation or person.organisation,
                )
        return speaker


def mentioned(sentence: str) -> Iterable[Speaker]:
    """Yield the people a sentence names in full, with the titles it gives them."""
    for found in _MENTION.finditer(sentence):
        run = found["name"] or found["bare"]
        role = found["before"] or found["role"] or ""
        start = found.start("name") if found["name"] else found.start("bare")
        head, _, rest = run.partition(" ")
        if rest and head not in FIRST and (is_role(head) or is_private(head)):
            run, role, start = rest, head, start + len(head) + 1
        if len(run.split()) < 2 or is_organisation(run):
            continue
        titled = role if is_role(role) or is_private(role) or is_journalist(role) else None
        given = found["title"] or ""
        first = given.split(" ", 1)[0]
        tells = is_role(first) or is_private(first) or is_journalist(first)
        if not (titled or tells or run.split()[0] in FIRST):
            continue
        person = Speaker(run, titled, end=start + len(run))
        if tells and not titled:
            person = titled_after(person, given, found.start("title"))
        yield person
