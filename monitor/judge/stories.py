"""Group articles: same text across outlets, and same story.

Only articles that are flags or looks are grouped, since only they are shown together; that keeps
the work to tens of articles a day whatever the number of sources.

Two levels. *Same text*: one article's word runs stand in the other's, which finds a telegram that
a paper carries under its own headline. *Same story*: the words, weighed by how rare they are in
the latest news, point the same way, on average over the story's articles. What a person merged or
split stands (``story_words``).
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from monitor.core.clock import from_text, to_text
from monitor.core.store import Row, Store
from monitor.core.text import words
from monitor.judge.articles import ArticleText, texts_of

#: How far back an article can belong to the same story. A story that moves on becomes a new one.
WINDOW = timedelta(days=3)
#: Share of the shorter text's word runs that must stand in the longer: below it a rewritten
#: telegram is a story of its own outlet's making, above it a copy.
SAME_TEXT_AT = 0.8
#: Average cosine to a story's articles. In the demo week's press, follow-ups about the same matter
#: lie below .5 and several outlets' articles about one event at .8 and above.
SAME_STORY_AT = 0.6
#: Articles that one is compared with, the nearest in time: days of heavy news hold fewer.
NEAREST = 300
_RUN = 4
#: Swedish inflects at the end; the first letters stand for the word.
_STEM = 7
_SAMPLE = 500
_PLACED = """
    a.id, a.story_id, a.copy_of, coalesce(a.published_at, a.first_seen_at) AS at,
    latest.id AS version_id
    FROM articles a JOIN article_versions latest
    ON latest.article_id = a.id AND latest.number = a.latest_version
"""


@dataclass(frozen=True, slots=True)
class Told:
    """An article as grouping sees it.

    Attributes:
        weights: word -> weight, of length 1.
        runs: runs of words of the body.
    """

    id: int
    weights: Mapping[str, float]
    runs: frozenset[int]
    length: int


def same_text(one: Told, other: Told) -> bool:
    """Tell whether one article's text stands in the other's.

    Pure: no clock, no store, no network.
    """
    if not one.runs or not other.runs:
        return False
    shared = len(one.runs & other.runs)
    return shared / min(len(one.runs), len(other.runs)) >= SAME_TEXT_AT


def likeness(one: Told, other: Told) -> float:
    """Return the cosine of two articles' words, 0 to 1."""
    few, many = sorted((one.weights, other.weights), key=len)
    return sum(weight * many.get(word, 0.0) for word, weight in few.items())


def told(article: ArticleText, rarity: Mapping[str, float], unknown: float) -> Told:
    """Return an article as grouping sees it: the headline counts twice, the lede half again."""
    counts: Counter[str] = Counter()
    for text, weight in ((article.title, 2.0), (article.lede, 1.5), (article.text, 1.0)):
        for word in words(text):
            counts[word[:_STEM]] += weight  # type: ignore[assignment]
    weights = {
        word: (1 + math.log(max(count, 1.0))) * rarity.get(word, unknown)
        for word, count in counts.items()
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    body = words(f"{article.lede} {article.text}")
    runs = frozenset(hash(tuple(body[at : at + _RUN])) for at in range(len(body) - _RUN + 1))
    return Told(
        article.article_id,
        {word: weight / length for word, weight in weights.items()},
        runs,
        len(body),
    )


def group_new(store: Store, version_ids: Sequence[int]) -> None:
    """Put newly judged articles into stories; the same again changes nothing.

    Only first placements are made: an article that has a story keeps it.
    """
    marks = ", ".join("?" * len(version_ids))
    fresh = store.rows(
        f"SELECT DISTINCT {_PLACED} JOIN article_versions v ON v.article_id = a.id"
        " JOIN flags f ON f.article_id = a.id AND f.band IN ('flag', 'look')"
        f" WHERE v.id IN ({marks}) AND a.story_id IS NULL ORDER BY at, a.id",
        list(version_ids),
    )
    if not fresh:
        return
    news = _News(store, fresh)
    for article in fresh:
        with store.atomic():
            near = news.around(article)
            if near is not None:
                _place(store, article, near, news.read([article, *near]))
                news.add(article)


class _News:
    """The grouped articles around some new ones, read once for all of them.

    What others write meanwhile is read anew, so that nothing is placed by what has ceased to be.
    """

    def __init__(self, store: Store, fresh: Sequence[Row]) -> None:
        self._store = store
        self._span = (
            to_text(from_text(fresh[0]["at"]) - WINDOW),
            to_text(from_text(fresh[-1]["at"]) + WINDOW),
        )
        self._rarity, self._unknown = _rarity(store)
        self._told: dict[int, Told] = {}
        self._rows: list[Row] = []
        self._as_of: int | None = None

    def around(self, article: Row) -> list[Row] | None:
        """Return the grouped articles near one in time, earliest first; None if it has a story.

        Must be called in a write transaction.
        """
        self._keep_up()
        if self._store.value("SELECT story_id FROM articles WHERE id = ?", [article["id"]]):
            return None
        at = from_text(article["at"])
        first = bisect_left(self._rows, to_text(at - WINDOW), key=_at)
        last = bisect_right(self._rows, to_text(at + WINDOW), key=_at)
        last = min(last, bisect_right(self._rows, article["at"], key=_at) + NEAREST // 2)
        return self._rows[max(first, last - NEAREST) : last]

    def add(self, article: Row) -> None:
        """Count an article that was just placed among the grouped ones."""
        placed = self._store.row(f"SELECT {_PLACED} WHERE a.id = ?", [article["id"]])
        assert placed is not None
        insort(self._rows, placed, key=lambda row: (row["at"], row["id"]))

    def read(self, rows: Sequence[Row]) -> dict[int, Told]:
        """Return the articles' words, by article id."""
        unread = [row["version_id"] for row in rows if row["version_id"] not in self._told]
        for each in texts_of(self._store, unread):
            self._told[each.version_id] = told(each, self._rarity, self._unknown)
        versions = {row["id"]: row["version_id"] for row in rows}
        return {key: self._told[at] for key, at in versions.items() if at in self._told}

    def _keep_up(self) -> None:
        """Read the articles anew when another connection has written since."""
        as_of = self._store.value("PRAGMA data_version")
        if as_of != self._as_of:
            self._as_of = as_of
            self._rows = self._store.rows(
                f"SELECT {_PLACED} WHERE a.story_id IS NOT NULL AND at BETWEEN ? AND ?"
                " ORDER BY at, a.id",
                self._span,
            )


def _at(row: Row) -> str:
    return str(row["at"])


def _rarity(store: Store) -> tuple[dict[str, float], float]:
    """Return how telling each word is in the latest headlines, and what an unknown word gets."""
    rows = store.rows(
        "SELECT title, lede FROM articles ORDER BY first_seen_at DESC, id DESC LIMIT ?", [_SAMPLE]
    )
    seen: Counter[str] = Counter()
    for row in rows:
        seen.update({word[:_STEM] for word in words(f"{row['title']} {row['lede']}")})
    total = len(rows) + 1
    return {word: math.log(total / (n + 0.5)) + 0.1 for word, n in seen.items()}, math.log(
        total / 0.5
    )


def _place(store: Store, article: Row, near: Sequence[Row], read: Mapping[int, Told]) -> None:
    others = [row for row in near if row["id"] in read]
    if article["id"] not in read:
        return
    mine = read[article["id"]]
    apart = _said(store, article["id"], together=False)
    joined = _said(store, article["id"], together=True)
    copies = [row for row in others if row["id"] not in apart and same_text(mine, read[row["id"]])]
    if copies:
        first = copies[0]
        original = first["copy_of"] or first["id"]
        store.update("articles", article["id"], {"copy_of": original})
    story = _story_said(others, joined) or _story_of(copies) or _best(mine, others, read, apart)
    if story is None:
        story = store.insert("stories", {"first_at": article["at"], "last_at": article["at"]})
    store.update("articles", article["id"], {"story_id": story})
    store.execute(
        "UPDATE stories SET last_at = max(last_at, ?) WHERE id = ?",
        [article["at"], story],
    )


def _said(store: Store, article_id: int, *, together: bool) -> set[int]:
    """Return the articles that people said are, or are not, the same story as this one."""
    rows = store.rows(
        "SELECT article_id, other_id FROM story_words"
        " WHERE together = ? AND ? IN (article_id, other_id)",
        [int(together), article_id],
    )
    return {row["article_id"] + row["other_id"] - article_id for row in rows}


def _story_said(others: Iterable[Row], joined: set[int]) -> int | None:
    return _story_of(row for row in others if row["id"] in joined)


def _story_of(rows: Iterable[Row]) -> int | None:
    return next((int(row["story_id"]) for row in rows if row["story_id"]), None)


def _best(
    mine: Told, others: Sequence[Row], read: Mapping[int, Told], apart: set[int]
) -> int | None:
    """Return the story whose articles are most like this one on average, if like enough."""
    members: dict[int, list[float]] = {}
    refused = {row["story_id"] for row in others if row["id"] in apart}
    for row in others:
        if row["story_id"] not in refused:
            members.setdefault(row["story_id"], []).append(likeness(mine, read[row["id"]]))
    average = {story: sum(found) / len(found) for story, found in members.items()}
    best = max(average, key=lambda story: average[story], default=None)
    return best if best is not None and average[best] >= SAME_STORY_AT else None
