"""What a card of the review queue shows: a story, what each watch says of it, and its incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from incidents.desk.marks import marked
from incidents.record import suggest
from monitor.core.store import Row, Store
from monitor.review import queue
from monitor.review.queue import Card, Story
from monitor.review.verdicts import less_sure


@dataclass(frozen=True)
class Pile:
    """Flags that one press judges.

    Attributes:
        keys: their ids; the first stands in the address.
        seen: the newest verdict that stands on them, 0 for none: a later one is news.
        verdict: the verdict that stands on all of them, "" when they differ.
    """

    keys: tuple[int, ...]
    seen: int
    verdict: str

    @property
    def also(self) -> str:
        """The ids after the first."""
        return ",".join(map(str, self.keys[1:]))


@dataclass(frozen=True)
class Part:
    """What one watch says of a story.

    Attributes:
        card: its flag that leads.
        sentence: the sentence that decided, names marked.
        told: whether the sentence is to be read on the card already.
        pile: its flags.
        next_key: the flag that leads the card when this watch's are judged; 0 for none.
    """

    card: Card
    sentence: Markup
    pile: Pile
    told: bool = False
    next_key: int = 0


@dataclass(frozen=True)
class Shown:
    """A story with what its card shows.

    Attributes:
        title, lede: of the article that leads, names marked where they decided.
        parts: one for each watch, that of the leading flag first.
        pile: all its flags.
        undo: the verdicts that its latest press gave.
        also: the story's other articles, judged together with the first.
        outlets: short names of the outlets that carry the same text.
        incidents: the incidents that the article is linked to.
        suggested: reference of the open incident that it perhaps belongs to; "" for none.
        meant, spared: the watches that "relevant" is said for, and those that it leaves unsure.
    """

    card: Card
    title: str | Markup
    lede: str | Markup
    parts: Sequence[Part]
    pile: Pile
    undo: str
    settled: Sequence[Row]
    also: Sequence[Row]
    outlets: Sequence[str]
    incidents: Sequence[Row]
    suggested: str
    meant: str
    spared: str

    @property
    def watches(self) -> str:
        """The names of the watches that flagged it: "Kompass och Nordlys Health"."""
        return listed([part.card.row["watch_title"] for part in self.parts])


def listed(names: Sequence[str]) -> str:
    """Return "A", "A och B", "A, B och C"."""
    return " och ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def shown(store: Store, story: Story) -> Shown:
    """Return a story's card with its marked sentences, its incidents and its copies."""
    lead = story.cards[0]
    row = lead.row
    perhaps = suggest.belongs_perhaps(store, row["article_id"])
    found = _found(store, row["version_id"])
    said = {
        row[field]: _marked(story.cards, row[field], found[field])
        for field in ("title", "lede")
        if row[field]
    }
    less = less_sure([card.row for card in story.cards])
    watches = {card.row["watch_id"]: card.row["watch_title"] for card in story.cards}
    also = {card.row["article_id"]: card.row for card in story.cards}
    del also[row["article_id"]]
    return Shown(
        card=lead,
        title=said[row["title"]],
        lede=said.get(row["lede"], ""),
        parts=_parts(story.cards, set(said)),
        pile=pile(story.cards),
        undo=_latest_press(story.cards),
        settled=story.settled,
        also=tuple(also.values()),
        outlets=_outlets(store, row["article_id"]),
        incidents=linked_incidents(store, row["article_id"]),
        suggested=perhaps["ref"] if perhaps else "",
        meant=listed([name for watch, name in watches.items() if watch not in less]),
        spared=listed([name for watch, name in watches.items() if watch in less]),
    )


def _parts(cards: Sequence[Card], told: set[str]) -> list[Part]:
    """Return what each watch says; a sentence that was told is not told again."""
    found: list[Part] = []
    for watch in dict.fromkeys(card.row["watch_id"] for card in cards):
        own = [card for card in cards if card.row["watch_id"] == watch]
        rest = next((card.row["id"] for card in cards if card.row["watch_id"] != watch), 0)
        text = _sentence(own[0])
        sentence = _marked(cards, text) if text else Markup("")
        found.append(Part(own[0], sentence, pile(own), not text or text in told, rest))
        told.add(text)
    return found


def _sentence(card: Card) -> str:
    return str((card.reasons.get("sentence") or {}).get("text", ""))


def _found(store: Store, version_id: int) -> dict[str, list[Row]]:
    """Return where title and lede name what any watch looks for."""
    rows = store.rows(
        "SELECT field, start_at AS start, end_at AS end, matched FROM mentions"
        " WHERE version_id = ? AND field <> 'text' AND kind <> 'near'",
        [version_id],
    )
    return {name: [row for row in rows if row["field"] == name] for name in ("title", "lede")}


def _marked(cards: Sequence[Card], text: str, found: Sequence[Row] = ()) -> Markup:
    """Return a text with the words marked that any of the flags was decided by.

    Args:
        found: mentions in it; one that another version of the text held is left out.
    """
    decided = [
        mark
        for card in cards
        if _sentence(card) == text
        for mark in card.reasons["sentence"]["marks"]
    ]
    held = (row for row in found if text[row["start"] : row["end"]] == row["matched"])
    return marked(text, [*decided, *held])


def pile(cards: Sequence[Card]) -> Pile:
    """Return flags as what one press judges."""
    stand = {card.row["verdict"] or "" for card in cards}
    return Pile(
        tuple(card.row["id"] for card in cards),
        max(card.row["verdict_id"] or 0 for card in cards),
        stand.pop() if len(stand) == 1 else "",
    )


def _latest_press(cards: Sequence[Card]) -> str:
    """Return the verdicts that somebody gave last, in one press."""
    judged = [card.row for card in cards if card.row["verdict_id"]]
    if not judged:
        return ""
    last = max(judged, key=lambda row: row["verdict_id"])
    press = last["judged_by_id"], last["judged_at"]
    return ",".join(
        str(row["verdict_id"]) for row in judged if (row["judged_by_id"], row["judged_at"]) == press
    )


def why(card: Card) -> Part:
    """Return what one flag says, by itself."""
    text = _sentence(card)
    return Part(card, _marked([card], text) if text else Markup(""), pile([card]), told=not text)


def _outlets(store: Store, article_id: int) -> list[str]:
    rows = store.rows(
        "SELECT DISTINCT short_name FROM articles JOIN outlets ON outlets.id = outlet_id"
        " WHERE copy_of = ? ORDER BY short_name COLLATE SWEDISH",
        [article_id],
    )
    return [row["short_name"] for row in rows]


def linked_incidents(store: Store, article_id: int) -> list[Row]:
    """Return the incidents that an article is linked to: ref, title, status, revision, role."""
    return store.rows(
        "SELECT ref, title, status, incidents.revision, role FROM incident_articles"
        " JOIN incidents ON incidents.id = incident_id"
        " WHERE article_id = ? AND status <> 'dismissed' ORDER BY incidents.id DESC",
        [article_id],
    )


def open_incidents(store: Store) -> list[tuple[str, str]]:
    """Return (ref, "ref title") of the incidents that an article can be attached to."""
    rows = store.rows(
        "SELECT ref, title FROM incidents WHERE status NOT IN ('closed', 'dismissed')"
        " ORDER BY known_at DESC LIMIT 50"
    )
    return [(row["ref"], f"{row['ref']} {row['title']}") for row in rows]


def page(store: Store, chosen: queue.Filter, *, size: int, at: int) -> tuple[list[Shown], bool]:
    """Return a page of cards, and whether there are more."""
    found = queue.stories(store, chosen, limit=size + 1, offset=at)
    return [shown(store, story) for story in found[:size]], len(found) > size
