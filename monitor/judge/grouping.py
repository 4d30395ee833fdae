"""Which articles carry the same text, and which tell the same story.

Pure: no clock, no store, no network.

*Same text*: one article's word runs stand in the other's, which finds a telegram that a paper
carries under its own headline. *Same story*: the words, weighed by how rare they are, point the
same way, on average over the story's articles. Short texts of one story share fewer words than
long ones, so what is asked of them is less.

Articles are placed one after the other in the order of their time, each against what lies within
the window before it. An index from words to articles keeps that to the few articles that share
telling words.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest, nsmallest
from typing import Final
from zlib import crc32

from monitor.core.text import words

#: How far back an article can belong to the same story. A story that moves on becomes a new one.
WINDOW_S: Final = 3 * 86_400
#: Share of the shorter text's word runs that must stand in the longer: below it a rewritten
#: telegram is a story of its own outlet's making, above it a copy.
SAME_TEXT_AT: Final = 0.8
#: Fewer runs than this are a stock phrase, not a text.
_LEAST_RUNS: Final = 8
#: Average cosine to a story's articles that makes an article part of it: for texts of so many
#: words, with a straight line between. In full texts, follow-ups about the same matter lie below
#: .5 and several outlets' articles about one event at .8 and above; two headlines with a sentence
#: about one event share about a quarter.
_SHORT, _LONG = (40, 0.24), (120, 0.6)
_RUN: Final = 4
#: Of a text with more runs than this, one in four is looked up: enough to find a text of twenty
#: runs in it ninety-nine times in a hundred.
_EVERY, _WHOLE = 4, 64
#: What adding in another order may change a cosine by.
_ROUNDING: Final = 1e-9
#: Articles whose likeness to the window is reckoned at once.
_BLOCK: Final = 1000
#: Swedish inflects at the end; the first letters stand for the word.
_STEM: Final = 7
#: Where texts are all alike every one shares words and runs with most others. So many places in
#: the indexes are looked at, the rarest words' first; so many articles are then compared as a
#: text, and as a story; and so many stories, the most alike first. Other texts come nowhere near.
_LOOKED: Final = 20_000
_TEXTS: Final = 50
_ALIKE: Final = 100
_STORIES: Final = 20
#: A story's latest articles stand for it.
_LATEST: Final = 50
#: The words that tell most are kept.
_WORDS: Final = 32


@dataclass(frozen=True, slots=True)
class Told:
    """An article as grouping sees it: its stored vector.

    Attributes:
        at: seconds; None when no time is known, and then everything is near.
        weights: word -> weight, of length 1.
        runs: numbers of the text's runs of four words, ascending.
        length: words.
    """

    id: int
    at: float | None
    weights: Mapping[str, float]
    runs: array[int]
    length: int


@dataclass(frozen=True, slots=True)
class Rarity:
    """How telling words are: the logarithm of how rarely they occur."""

    known: Mapping[str, float]
    unknown: float

    def of(self, word: str) -> float:
        """Return the weight of a word."""
        return self.known.get(word, self.unknown)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article belongs.

    Attributes:
        story: the story it joins; None when it starts one.
        copy_of: the earlier article whose text it carries.
    """

    story: int | None = None
    copy_of: int | None = None


def rarity(texts: Iterable[str]) -> Rarity:
    """Return how rare words are in texts."""
    seen: Counter[str] = Counter()
    total = 1
    for text in texts:
        total += 1
        seen.update({word[:_STEM] for word in words(text)})
    known = {word: max(math.log(total / (n + 0.5)), 0.0) + 0.1 for word, n in seen.items()}
    return Rarity(known, math.log(total / 0.5))


def told(article_id: int, at: float | None, head: str, body: str, rare: Rarity) -> Told:
    """Return an article as grouping sees it.

    Args:
        head: the headline, which a copy may change.
        body: ingress and text.
    """
    below = words(body)
    counts = Counter(word[:_STEM] for word in (*words(head), *below))
    weighed = [(word, (1 + math.log(count)) * rare.of(word)) for word, count in counts.items()]
    weighed.sort(key=lambda item: (-item[1], item[0]))
    kept = weighed[:_WORDS]
    norm = math.sqrt(sum(weight * weight for _, weight in kept)) or 1.0
    return Told(
        article_id,
        at,
        {word: weight / norm for word, weight in kept},
        _runs(below),
        sum(counts.values()),
    )


def _runs(body: list[str]) -> array[int]:
    found = {crc32(" ".join(body[at : at + _RUN]).encode()) for at in range(len(body) - _RUN + 1)}
    return array("I", sorted(found))


def same_text(one: Told, other: Told, runs: set[int] | None = None) -> bool:
    """Tell whether one article's text stands in the other's; a stock phrase is no text.

    Args:
        runs: those of ``one`` as a set, from a caller that asks of many others.
    """
    least = min(len(one.runs), len(other.runs))
    if least < _LEAST_RUNS:
        return False
    return len((runs or set(one.runs)).intersection(other.runs)) >= SAME_TEXT_AT * least


def likeness(one: Told, other: Told) -> float:
    """Return the cosine of two articles' words, 0 to 1."""
    few, many = sorted((one.weights, other.weights), key=len)
    return sum(weight * many.get(word, 0.0) for word, weight in few.items())


def asked(length: int) -> float:
    """Return the cosine that two articles need, of which the shorter has so many words."""
    (short, low), (long, high) = _SHORT, _LONG
    share = min(max((length - short) / (long - short), 0.0), 1.0)
    return low + share * (high - low)


class Window:
    """The articles placed so far, found by their words; quickest when added as time goes.

    Args:
        by_word: keep the index of words; without it the caller tells which articles are alike.
    """

    def __init__(self, *, by_word: bool = True) -> None:
        self._keeps_words = by_word
        self._articles: list[Told] = []
        self._times: list[float] = []
        self._ordered = True
        self._stories: list[int] = []
        self._originals: list[int] = []
        self._by_word: dict[str, tuple[list[int], list[float]]] = {}
        self._by_run: dict[int, list[int]] = {}
        self._members: dict[int, list[int]] = {}

    def add(self, article: Told, story: int, copy_of: int | None = None) -> None:
        """Add an article to a story."""
        at, time = len(self._articles), self._time(article)
        self._ordered = self._ordered and (not self._times or time >= self._times[-1])
        self._articles.append(article)
        self._times.append(time)
        self._stories.append(story)
        self._originals.append(article.id if copy_of is None else copy_of)
        self._members.setdefault(story, []).append(at)
        for word, weight in article.weights.items() if self._keeps_words else ():
            where, weights = self._by_word.setdefault(word, ([], []))
            where.append(at)
            weights.append(weight)
        for run in _looked_up(article):
            self._by_run.setdefault(run, []).append(at)

    def place(
        self,
        article: Told,
        refused: Collection[int] = (),
        alike: Collection[int] | None = None,
    ) -> Placement:
        """Return where an article belongs among those added.

        Args:
            refused: stories that it must not join.
            alike: where the articles that may be alike stand, the most alike first; sought
                when left out.
        """
        time = self._time(article)
        first = bisect_left(self._times, time - WINDOW_S) if self._ordered else 0
        copied = self._copied(article, time, first, refused)
        if copied is not None:
            return Placement(self._stories[copied], self._originals[copied])
        if alike is None:
            alike = self._alike(article, first)
        return Placement(self._best(article, time, alike, refused))

    def _time(self, article: Told) -> float:
        if article.at is not None:
            return article.at
        return self._times[-1] if self._times else 0.0

    def _is_near(self, at: int, time: float) -> bool:
        return abs(self._times[at] - time) <= WINDOW_S

    def _copied(
        self, article: Told, time: float, first: int, refused: Collection[int]
    ) -> int | None:
        """Return the earliest article that has the same text."""
        lists = [self._by_run[run] for run in _looked_up(article) if run in self._by_run]
        found: Counter[int] = Counter()
        left = _LOOKED
        for where in sorted(lists, key=len):
            start = bisect_left(where, first)
            found.update(where[start : start + left])
            left -= min(len(where) - start, left)
        if not found:
            return None
        runs = set(article.runs)
        most = nsmallest(_TEXTS, found, key=lambda at: (-found[at], self._times[at], at))
        for at in sorted(most, key=lambda at: (self._times[at], at)):
            if (
                self._stories[at] not in refused
                and self._is_near(at, time)
                and same_text(article, self._articles[at], runs)
            ):
                return at
        return None

    def _best(
        self, article: Told, time: float, alike: Collection[int], refused: Collection[int]
    ) -> int | None:
        """Return the story whose articles are most like this one on average, if like enough."""
        stories: set[int] = set(refused)
        asked_of = len(stories) + _STORIES
        for at in alike:
            story = self._stories[at]
            if story not in stories and likeness(article, self._articles[at]) >= _SHORT[1]:
                stories.add(story)
            if len(stories) == asked_of:
                break
        best, most = None, 1.0
        for story in sorted(stories.difference(refused)):
            near = [at for at in self._members[story][-_LATEST:] if self._is_near(at, time)]
            total = sum(self._share(article, self._articles[at]) for at in near)
            if near and total >= most * len(near):
                best, most = story, total / len(near)
        return best

    @staticmethod
    def _share(article: Told, other: Told) -> float:
        """Return how alike two articles are, as a share of what is asked of them."""
        return likeness(article, other) / asked(min(article.length, other.length))

    def _alike(self, article: Told, first: int) -> list[int]:
        """Return the articles since ``first`` that may be as alike as is asked of short ones.

        A story whose articles are like enough on average holds one of them. Words are taken from
        the most telling and rarest on, until those left cannot make two articles alike.
        """
        terms = [
            (len(self._by_word[word][0]) / (weight * weight), word)
            for word, weight in article.weights.items()
            if word in self._by_word
        ]
        terms.sort()
        least = _SHORT[1]
        left = sum(article.weights[word] ** 2 for _, word in terms)
        found: dict[int, float] = {}
        looked = 0
        for _, word in terms:
            if left < least * least / 9 or looked >= _LOOKED:
                break
            weight = article.weights[word]
            where, weights = self._by_word[word]
            start = max(bisect_left(where, first), len(where) - _LOOKED + looked)
            looked += len(where) - start
            for at, other in zip(where[start:], weights[start:], strict=True):
                found[at] = found.get(at, 0.0) + weight * other
            left -= weight * weight
        bound = least - math.sqrt(max(left, 0.0)) - _ROUNDING
        enough = [at for at, cosine in found.items() if cosine >= bound]
        return nlargest(_ALIKE, enough, key=lambda at: (found[at], at))


def _looked_up(article: Told) -> Iterable[int]:
    if len(article.runs) <= _WHOLE:
        return article.runs
    return [run for run in article.runs if run % _EVERY == 0]


def group(articles: Iterable[Told]) -> dict[int, Placement]:
    """Place all articles, the earliest first; return each id's story and original.

    A story is named by the id of its first article. The outcome is that of placing them one by
    one; which may be alike is found for all at once.
    """
    ordered = sorted(articles, key=lambda each: (each.at or 0.0, each.id))
    window = Window(by_word=False)
    placed: dict[int, Placement] = {}
    for article, alike in zip(ordered, _neighbours(ordered), strict=True):
        found = window.place(article, alike=alike)
        story = article.id if found.story is None else found.story
        placed[article.id] = Placement(story, found.copy_of)
        window.add(article, story, found.copy_of)
    return placed


def _neighbours(ordered: Sequence[Told]) -> Iterator[list[int]]:
    """Yield for each article the earlier ones as alike as short ones need, the most alike first."""
    # A second of loading that the poller, which places one article at a time, does without.
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    number: dict[str, int] = {}
    columns = array("l")
    values = array("d")
    starts = array("l", [0])
    for article in ordered:
        columns.extend([number.setdefault(word, len(number)) for word in article.weights])
        values.extend(article.weights.values())
        starts.append(len(columns))
    table = csr_matrix((values, columns, starts), shape=(len(ordered), max(len(number), 1)))
    times = [article.at or 0.0 for article in ordered]
    for start in range(0, len(ordered), _BLOCK):
        end = min(start + _BLOCK, len(ordered))
        first = bisect_left(times, times[start] - WINDOW_S)
        cosines = table[start:end] @ table[first:end].T
        enough = cosines.data >= _SHORT[1] - _ROUNDING
        near, values_of = cosines.indices[enough] + first, cosines.data[enough]
        ends = np.concatenate(([0], np.cumsum(enough)))[cosines.indptr].tolist()
        for row in range(end - start):
            part = slice(ends[row], ends[row + 1])
            earlier = near[part] < start + row
            found, cosine = near[part][earlier], values_of[part][earlier]
            yield found[np.lexsort((found, cosine))[: -_ALIKE - 1 : -1]].tolist()
