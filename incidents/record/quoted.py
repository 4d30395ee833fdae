"""What an incident's articles quote people as saying, offered as statements.

Nothing is entered unasked, and nobody becomes a person by being quoted: a speaker is linked only
if already kept as the representative of an organisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from incidents.record import article_link, statement
from incidents.record.statement import NewStatement
from monitor.core.actors import Actor
from monitor.core.clock import from_text
from monitor.core.errors import ConflictError
from monitor.core.store import Row, Store
from monitor.core.text import genitive, words
from monitor.core.times import Moment, Precision
from monitor.judge.quotes import Quote, find_quotes

_WRITTEN = re.compile(
    r"\b(?:skri(?:ver|vit|ftlig\w*)|skrev|mejl\w*|e-post\w*|sms|brev\w*|heter det)\b"
)
#: Characters around a quotation in which its channel is told.
_NEAR = 90


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A quotation that can become a statement.

    Attributes:
        article: the row of ``articles`` with ``outlet``; the earliest that has the words.
        also: other outlets that have the same words.
        speaker: row of ``people``, if kept there; organisation: row of ``organisations``.
        written: it was said in writing, as far as the words around it tell.
        entered: the statement of the incident that already has these words.
    """

    article: Row
    version_id: int
    quote: Quote
    speaker: Row | None
    organisation: Row | None
    entered: int | None
    written: bool
    also: list[str] = field(default_factory=list)

    @property
    def ours(self) -> bool:
        """Tell whether it is our own organisation that speaks."""
        return self.organisation is not None and self.organisation["kind"] == "own"


def suggestions(store: Store, incident_id: int) -> list[Suggestion]:
    """Return the quotations of an incident's articles whose text is kept, in order.

    The same words in several articles are told once.
    """
    names = _Names(store)
    said = _said(store, incident_id)
    found: dict[tuple[str, ...], Suggestion] = {}
    for article, version_id, text in _texts(store, incident_id):
        for quote in find_quotes(text):
            key = tuple(words(quote.words))
            if key in found:
                _tell_also(found[key], article)
                continue
            speaker, organisation = names.of(quote)
            found[key] = Suggestion(
                article=article,
                version_id=version_id,
                quote=quote,
                speaker=speaker,
                organisation=organisation,
                entered=_entered(said, key),
                written=_is_written(text, quote),
            )
    return [each for key, each in found.items() if key]


def accept(
    store: Store, actor: Actor, incident_id: int, version_id: int, start: int, end: int
) -> int:
    """Write down one quotation as a statement and return its id.

    Our own becomes an outgoing draft, which still needs an approval; everybody else's is between
    others. Its time is the article's. Said twice, it is kept once.

    Raises:
        ConflictError: the article no longer has these words, or is no longer linked.
        InputError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        chosen = next(
            (
                each
                for each in suggestions(store, incident_id)
                if (each.version_id, each.quote.start, each.quote.end) == (version_id, start, end)
            ),
            None,
        )
        if chosen is None:
            raise ConflictError(why="Citatet finns inte längre i artikeln. Läs in sidan igen.")
        if chosen.entered is not None:
            return chosen.entered
        return statement.add(store, actor, incident_id, _statement(chosen))


def _statement(chosen: Suggestion) -> NewStatement:
    article, quote = chosen.article, chosen.quote
    published = article["published_at"]
    seen = from_text(article["first_seen_at"])
    said = (
        Moment(from_text(published), Precision(article["published_precision"]))
        if published and from_text(published) <= seen
        else Moment(None, Precision.UNKNOWN)
    )
    return NewStatement(
        direction="out" if chosen.ours else "third_party",
        wording=quote.words,
        channel="written" if chosen.written else "interview",
        speaker_id=chosen.speaker["id"] if chosen.speaker else None,
        organisation_id=chosen.organisation["id"] if chosen.organisation else None,
        verbatim=quote.verbatim,
        article_id=article["id"],
        moment=said,
        known_at=seen,
    )


def _is_written(text: str, quote: Quote) -> bool:
    line = text.rfind("\n", 0, quote.start) + 1
    before = text[max(line, quote.start - _NEAR) : quote.start]
    after = text[quote.end : quote.end + _NEAR].split("\n", 1)[0]
    return _WRITTEN.search(f"{before} {after}") is not None


def _tell_also(first: Suggestion, article: Row) -> None:
    outlet = article["outlet"]
    if outlet != first.article["outlet"] and outlet not in first.also:
        first.also.append(outlet)


def _texts(store: Store, incident_id: int) -> Iterator[tuple[Row, int, str]]:
    """Yield each linked article with the newest text that is kept, the earliest article first."""
    linked = article_link.linked(store, incident_id)
    for article in sorted(linked, key=lambda row: (row["first_seen_at"], row["id"])):
        kept = store.row(
            "SELECT t.version_id, t.text FROM article_texts t"
            " JOIN article_versions v ON v.id = t.version_id"
            " WHERE v.article_id = ? AND t.text <> '' ORDER BY v.number DESC LIMIT 1",
            [article["id"]],
        )
        if kept is not None:
            yield article, kept["version_id"], kept["text"]


def _said(store: Store, incident_id: int) -> list[tuple[int, str]]:
    rows = store.rows("SELECT id, wording FROM statements WHERE incident_id = ?", [incident_id])
    return [(row["id"], f" {' '.join(words(row['wording']))} ") for row in rows]


def _entered(said: list[tuple[int, str]], key: tuple[str, ...]) -> int | None:
    """Return the statement whose words hold these."""
    wanted = f" {' '.join(key)} "
    return next((statement_id for statement_id, wording in said if wanted in wording), None)


class _Names:
    """The people and organisations that are kept, by the names they go by."""

    def __init__(self, store: Store) -> None:
        self._people: dict[str, list[Row]] = {}
        for row in store.rows("SELECT * FROM people ORDER BY id"):
            self._people.setdefault(row["name"].casefold(), []).append(row)
        self._organisations: dict[str, Row] = {}
        self._by_id: dict[int, Row] = {}
        for row in store.rows("SELECT * FROM organisations ORDER BY id DESC"):
            self._by_id[row["id"]] = row
            former = (name.strip() for name in row["former_names"].split(","))
            for name in (row["name"], row["short_name"], *former):
                for form in (name, genitive(name)) if name else ():
                    self._organisations[form.casefold()] = row

    def of(self, quote: Quote) -> tuple[Row | None, Row | None]:
        """Return the speaker and the organisation, each None unless kept already."""
        told = self._organisations.get((quote.organisation or "").casefold())
        people = self._people.get((quote.speaker or "").casefold(), [])
        of_it = [row for row in people if told and row["organisation_id"] == told["id"]]
        if not of_it and (len(people) != 1 or (told and told["kind"] == "own")):
            return None, told
        speaker = (of_it or people)[0]
        return speaker, self._by_id[speaker["organisation_id"]]
