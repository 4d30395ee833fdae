"""What it costs to put articles in stories, from vectors that are made beforehand.

The texts are made up: four in ten articles stand alone, the others belong to stories of two to
thirty articles within two days, a third of those copied word for word under another headline.
What was found is held against how they were made, so that nobody is quick by finding nothing.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, product

from monitor.judge import grouping
from monitor.judge.grouping import Told, Window

ARTICLES = 100_000
#: Articles written from a handful of sentences, the worst there is: each is like most others.
UNIFORM, _SENTENCES, _USED = 10_000, 40, 8
#: What a busy watch list lets through a day; the window holds three days of it.
_A_DAY = 1000
_DAY_S = 86_400
_SPREAD_S = 1.5 * _DAY_S
_SIZES = (2, 2, 2, 3, 3, 4, 5, 8, 15, 30)
#: Of all matters so many are told by one article only: four in ten of the articles.
_ALONE, _COPIED = 0.83, 1 / 3
_PROBES, _SAMPLE = 500, 500
#: Words that a story is about.
_MATTER = 14
_ONSETS = "b br d f fl fr g gr h j k kl kn l m n p r s sk sl st str t tr v".split()
_VOWELS = "aeiouyåäö"
_MIDDLES = "ck d g l ll m n nd ng r rk s st t v".split()
_ENDS = ("", "n", "r", "rna", "lig", "skt", "ning", "t")
Text = tuple[float, str, str, int]


def measure(articles: int = ARTICLES, uniform: int = UNIFORM) -> dict[str, float]:
    """Return CPU seconds for grouping all of them, and CPU ms for one against the window."""
    texts = sorted(_texts(random.Random(14), articles))
    vectors, found, took, one = _grouped(texts)
    told = {number: story for number, (_, _, _, story) in enumerate(texts, 1)}
    _, alike, all_took, alike_one = _grouped(list(_uniform(random.Random(14), uniform)))
    return {
        "articles": len(vectors),
        "stories": len(set(found.values())),
        "words_an_article": round(sum(each.length for each in vectors) / len(vectors)),
        "pair_f1": round(pair_f1(found, told), 3),
        "group_cpu_s": round(took, 2),
        "one_p50_ms": _quantile(one, 0.5),
        "one_p99_ms": _quantile(one, 0.99),
        "uniform_articles": len(alike),
        "uniform_cpu_s": round(all_took, 2),
        "uniform_one_p50_ms": _quantile(alike_one, 0.5),
        "uniform_one_p99_ms": _quantile(alike_one, 0.99),
    }


def _quantile(seconds: Sequence[float], share: float) -> float:
    return round(1000 * sorted(seconds)[int(len(seconds) * share)], 2)


def _grouped(texts: Sequence[Text]) -> tuple[list[Told], dict[int, int], float, list[float]]:
    """Return vectors, the story of each, CPU seconds for all and for each of the last."""
    sample = texts[:: max(len(texts) // _SAMPLE, 1)]
    rare = grouping.rarity(f"{head} {body}" for _, head, body, _ in sample)
    vectors = [
        grouping.told(number, at, head, body, rare)
        for number, (at, head, body, _) in enumerate(texts, 1)
    ]
    begun = time.process_time()
    placed = grouping.group(vectors)
    took = time.process_time() - begun
    found = {number: placement.story or number for number, placement in placed.items()}
    return vectors, found, took, list(_one_by_one(vectors, found))


def _uniform(chance: random.Random, articles: int) -> Iterator[Text]:
    """Yield texts that are put together from the same few sentences, each a story of its own."""
    known = ["".join(parts) for parts in product(_ONSETS, _VOWELS, _MIDDLES)]
    chance.shuffle(known)
    said = [" ".join(chance.choices(known[:400], k=15)) for _ in range(_SENTENCES)]
    for number in range(articles):
        head = " ".join(chance.choices(known[:400], k=6))
        body = " ".join(chance.sample(said, _USED))
        yield number * _DAY_S / _A_DAY, head, body, number


def _texts(chance: random.Random, articles: int) -> Iterator[Text]:
    """Yield time, headline, text and the story they were made for.

    A few words are common and most are rare, as in real texts (Zipf); a third of a story's words
    are about its matter.
    """
    known = ["".join(parts) for parts in product(_ONSETS, _VOWELS, _MIDDLES, _VOWELS, _ENDS)]
    chance.shuffle(known)
    common = list(accumulate(1 / (rank + 3) for rank in range(len(known))))
    left, story = articles, 0
    while left:
        story += 1
        size = min(1 if chance.random() < _ALONE else chance.choice(_SIZES), left)
        left -= size
        begun = chance.uniform(0, articles / _A_DAY * _DAY_S)
        matter = chance.choices(known, k=_MATTER)
        body = ""
        for _ in range(size):
            drawn = chance.choices(known, cum_weights=common, k=chance.randint(30, 300))
            fresh = [chance.choice(matter) if chance.random() < 1 / 3 else word for word in drawn]
            body = body if body and chance.random() < _COPIED else " ".join(fresh[8:])
            yield begun + chance.uniform(0, _SPREAD_S), " ".join(fresh[:8]), body, story


def _one_by_one(vectors: list[Told], stories: Mapping[int, int]) -> Iterator[float]:
    """Yield the CPU seconds that each of the last articles takes against the window before it."""
    probes = vectors[-_PROBES:]
    first = (probes[0].at or 0.0) - grouping.WINDOW_S
    window = Window()
    for article in vectors[:-_PROBES]:
        if (article.at or 0.0) >= first:
            window.add(article, stories[article.id])
    for article in probes:
        begun = time.process_time()
        window.place(article)
        window.add(article, stories[article.id])
        yield time.process_time() - begun


def pair_f1(found: Mapping[int, int], told: Mapping[int, int]) -> float:
    """Return F1 over pairs of articles that are in one story."""
    both = _pairs((found[number], told[number]) for number in told)
    return 2 * both / max(_pairs(found.values()) + _pairs(told.values()), 1)


def _pairs(groups: Iterable[object]) -> int:
    return sum(size * (size - 1) // 2 for size in Counter(groups).values())
