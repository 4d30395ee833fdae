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
_RUN = 4
#: Swedish inflects at the end; the first letters stand for the word.
_STEM = 7
_SAMPLE = 500


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
        "SELECT DISTINCT a.* FROM article_versions v JOIN articles a ON a.id = v.article_id"
        " JOIN flags f ON f.article_id = a.id AND f.band IN ('flag', 'look')"
        f" WHERE v.id IN ({marks}) AND a.story_id IS NULL"
        " ORDER BY COALESCE(a.published_at, a.first_seen_at), a.id",
        list(version_ids),
    )
    if not fresh:
        return
    rarity, unknown = _rarity(store)
    for article in fresh:
        near = _candidates(store, article)
        read = {
            each.article_id: told(each, rarity, unknown)
            for each in texts_of(store, [article["version_id"] for article in near])
        }
        with store.atomic():
            _place(store, article, near, read)


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


def _candidates(store: Store, article: Row) -> list[Row]:
    """Return the article itself and the grouped articles near it in time, earliest first."""
    at = from_text(article["published_at"] or article["first_seen_at"])
    return store.rows(
        "SELECT a.*, v.id AS version_id FROM articles a"
        " JOIN article_versions v ON v.article_id = a.id AND v.number = a.latest_version"
        " WHERE a.id = ?1 OR (a.story_id IS NOT NULL"
        " AND COALESCE(a.published_at, a.first_seen_at) BETWEEN ?2 AND ?3)"
        " ORDER BY COALESCE(a.published_at, a.first_seen_at), a.id",
        [article["id"], to_text(at - WINDOW), to_text(at + WINDOW)],
    )


def _place(store: Store, article: Row, near: Sequence[Row], read: Mapping[int, Told]) -> None:
    others = [row for row in near if row["id"] != article["id"] and row["id"] in read]
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
        at = article["published_at"] or article["first_seen_at"]
        story = store.insert("stories", {"first_at": at, "last_at": at})
    store.update("articles", article["id"], {"story_id": story})
    store.execute(
        "UPDATE stories SET last_at = max(last_at, ?) WHERE id = ?",
        [article["published_at"] or article["first_seen_at"], story],
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
