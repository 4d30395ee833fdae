"""The press of a large archive: media, feeds, articles with their versions, flags and verdicts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from monitor.core.actors import system
from monitor.core.clock import to_text
from monitor.core.resources import shipped
from monitor.core.store import Row, Store
from monitor.judge.watchlist import import_watches
from tests.perf import archive
from tests.perf.archive_words import PLACES, Words

if TYPE_CHECKING:
    from tests.perf.archive import Size, Told

_EACH = 20_000
_KINDS = ("national", "regional", "local", "trade", "authority")
#: Of a hundred articles: changed once, copied from another, opinion, with a frozen copy.
_CHANGED, _COPIED, _OPINION, _FROZEN = 6, 3, 4, 2
#: How long full texts are kept, days.
_TEXT_DAYS = 7
#: Flags that nobody has judged yet: what a staff that lags behind has before it.
_WAITING = 300


class Press:
    """Builds the press, and remembers what incidents are made of.

    Attributes:
        flagged: id, outlet_id and first_seen_at of the flagged articles, oldest first.
    """

    def __init__(
        self, store: Store, words: Words, size: Size, now: datetime, years: timedelta
    ) -> None:
        self._store = store
        self._words = words
        self._size = size
        self._now = now
        self._start = now - years
        self._step = years / size.articles
        self._flag_every = size.articles // size.flags
        self.flagged: list[Row] = []

    def build(self, told: Told) -> None:
        """Build all of it, telling how far it has come."""
        self._media()
        for batch in archive.batches(self._size.articles, _EACH):
            told(f"artikel {batch.start} av {self._size.articles}")
            self._articles(batch)
        told("träffar")
        self._flags()
        self._rounds()

    def seen(self, number: int) -> str:
        """Return when the article was first seen; the last one just now."""
        return to_text((self._start + self._step * (number + 1)).replace(microsecond=0))

    def _media(self) -> None:
        store, chance = self._store, self._words.chance
        with store.writing(system("bench")):
            for number in range(self._size.outlets):
                place = f"{PLACES[number % len(PLACES)]} {number}"
                store.insert(
                    "outlets",
                    {
                        "name": f"{place} Allehanda",
                        "short_name": f"{place[:3].upper()}{number}",
                        "kind": chance.choice(_KINDS),
                        "homepage": f"https://m{number}.example/",
                    },
                )
            for number in range(2 * self._size.outlets):
                self._source(number)
        import_watches(
            store, [shipped(f"data/watches/{name}.toml") for name in ("kompass", "linneporten")]
        )

    def _source(self, number: int) -> None:
        outlet = number // 2 + 1
        key = self._store.insert(
            "sources",
            {
                "outlet_id": outlet,
                "title": f"Flöde {number}",
                "url": f"https://m{outlet}.example/{number}.xml",
                "kind": "sitemap" if number % 10 == 9 else "feed",
                "added_at": to_text(self._start),
            },
        )
        failing = number % 40 == 3
        self._store.insert(
            "source_state",
            {
                "source_id": key,
                "status": "failing" if failing else "ok",
                "next_due_at": to_text(self._now + timedelta(minutes=number % 15)),
                "last_polled_at": to_text(self._now - timedelta(minutes=number % 15)),
                "last_success_at": to_text(self._now - timedelta(minutes=number % 15)),
                "last_item_at": to_text(self._now - timedelta(minutes=7 * number)),
                "failures": 7 if failing else 0,
                "error_key": "timeout" if failing else None,
                "failing_since": to_text(self._now - timedelta(hours=5)) if failing else None,
                "format": "rss",
            },
        )

    def _articles(self, batch: range) -> None:
        made = [self._article(number) for number in batch]
        store = self._store
        with store.atomic():
            if batch.start == 0:
                store.insert_many("stories", self._stories())
            store.insert_many("articles", (one for one, _ in made))
            store.insert_many("article_aliases", self._aliases(made))
            store.insert_many("article_versions", self._versions(made))
            store.insert_many("article_texts", self._texts(made))
            store.insert_many("evidence", self._evidence(made))
            store.insert_many("source_items", self._items(made))
        self.flagged += [
            {name: one[name] for name in ("id", "outlet_id", "first_seen_at")} | {"title": title}
            for one, named in made
            if named
            for title in [one["title"]]
        ]

    def _stories(self) -> Iterator[Row]:
        """Yield a story for every third article."""
        for number in range(0, self._size.articles, 3):
            last = min(number + 2, self._size.articles - 1)
            yield {"first_at": self.seen(number), "last_at": self.seen(last)}

    def _article(self, number: int) -> tuple[Row, bool]:
        named = number % self._flag_every == self._flag_every - 1
        percent = self._words.chance.randrange(100)
        source = self._words.chance.randrange(2 * self._size.outlets)
        key, seen = number + 1, self.seen(number)
        return {
            "id": key,
            "outlet_id": source // 2 + 1,
            "source_id": source + 1,
            "guid": f"tag:{source}:{key}",
            "url": f"https://m{source // 2 + 1}.example/nyheter/{key}",
            "title": self._words.headline(named=named),
            "lede": self._words.lede(named=named),
            "medium": "paywalled" if percent == 0 else "web",
            "language": "sv",
            "opinion": int(percent < _OPINION),
            "published_at": seen,
            "published_precision": "minute",
            "first_seen_at": seen,
            "latest_version": 2 if 10 <= percent < 10 + _CHANGED else 1,
            "story_id": number // 3 + 1,
            "copy_of": key - 1 if number % 3 and not named and percent >= 100 - _COPIED else None,
        }, named

    def _aliases(self, made: list[tuple[Row, bool]]) -> Iterator[Row]:
        for one, _ in made:
            key = {"article_id": one["id"]}
            yield {"kind": "guid", "scope": one["source_id"], "alias": one["guid"], **key}
            yield {"kind": "url", "scope": 0, "alias": one["url"].partition("//")[2], **key}

    def _versions(self, made: list[tuple[Row, bool]]) -> Iterator[Row]:
        """Yield the first versions with the articles' own ids, then the changed ones."""
        for one, _ in made:
            yield self._version(one, one["id"], 1, one["title"])
        for one, _ in made:
            if one["latest_version"] == 2:
                yield self._version(one, one["id"] + 10_000_000, 2, f"{one['title']} – uppdateras")

    def _version(self, one: Row, key: int, number: int, title: str) -> Row:
        return {
            "id": key,
            "article_id": one["id"],
            "number": number,
            "captured_at": one["first_seen_at"],
            "title": title,
            "lede": one["lede"],
            "change_kind": "first" if number == 1 else "headline",
            "digest": archive.digest(one["id"], number),
        }

    def _texts(self, made: list[tuple[Row, bool]]) -> Iterator[Row]:
        kept = to_text(self._now - timedelta(days=_TEXT_DAYS))
        for one, named in made:
            if named or one["first_seen_at"] > kept:
                yield {
                    "version_id": one["id"],
                    "text": self._words.text(24),
                    "expires_at": to_text(self._now + timedelta(days=90 if named else 7)),
                }

    def _evidence(self, made: list[tuple[Row, bool]]) -> Iterator[Row]:
        for one, named in made:
            if named or one["id"] % 100 < _FROZEN:
                yield {
                    "version_id": one["id"],
                    "url": one["url"],
                    "captured_at": one["first_seen_at"],
                    "status": 200,
                    "digest": archive.digest("evidence", one["id"]),
                    "bytes": 61_000,
                }

    def _items(self, made: list[tuple[Row, bool]]) -> Iterator[Row]:
        """Yield what still stands in the feeds: the last fortieth."""
        for one, _ in made:
            if one["id"] > self._size.articles - self._size.articles // 40:
                seen = {"source_id": one["source_id"], "seen_at": to_text(self._now)}
                yield {**seen, "digest": archive.digest("item", one["id"])}

    def _flags(self) -> None:
        chance, store = self._words.chance, self._store
        waiting = len(self.flagged) - min(_WAITING, len(self.flagged) // 3)
        watches = [row["id"] for row in store.rows("SELECT id FROM watches ORDER BY id")]
        rows: list[tuple[Row, Row | None]] = []
        for place, article in enumerate(self.flagged):
            score = round(chance.uniform(0.3, 0.98), 3)
            verdict = "relevant" if score > 0.6 else chance.choice(["irrelevant", "unsure"])
            judged = place < waiting
            flag = self._flag(article, watches[place % 20 == 19], score)
            rows.append((flag | {"verdict": verdict if judged else None}, article))
        with store.writing(system("bench")):
            store.insert_many("flags", (flag for flag, _ in rows))
            store.insert_many("mentions", self._mentions([flag for flag, _ in rows]))
            store.insert_many("verdicts", self._verdicts([flag for flag, _ in rows]))

    def _flag(self, article: Row, watch: int, score: float) -> Row:
        told: dict[str, Any] = {
            "sentence": {
                "field": "title", "text": article["title"],
                "marks": [{"start": 0, "end": 7, "kind": "name", "term": "Kompass"}],
            },
            "names": ["Kompass"], "context": ["journalsystem"], "near": [],
            "for": [{"word": "journalsystem", "weight": 1.2}, {"word": "driftstart", "weight": 1}],
            "against": [{"word": "match", "weight": -0.3}], "rule": "shared_head", "model": 1,
            "score": score, "percentage": False,
        }  # fmt: skip
        return {
            "id": article["id"],
            "article_id": article["id"],
            "watch_id": watch,
            "version_id": article["id"],
            "band": "flag" if score > 0.5 else "look",
            "score": score,
            "rule": told["rule"],
            "reasons": json.dumps(told, ensure_ascii=False),
            "flagged_at": article["first_seen_at"],
        }

    def _mentions(self, flags: list[Row]) -> Iterator[Row]:
        for flag in flags:
            for field, at in (("title", 0), ("lede", 20), ("text", 120)):
                yield {
                    "version_id": flag["version_id"], "watch_id": flag["watch_id"], "field": field,
                    "start_at": at, "end_at": at + 7, "kind": "name", "term": "Kompass",
                    "matched": "Kompass",
                }  # fmt: skip

    def _verdicts(self, flags: list[Row]) -> Iterator[Row]:
        for flag in flags:
            if flag["verdict"]:
                yield {
                    "flag_id": flag["id"], "verdict": flag["verdict"], "given_by": 2,
                    "given_at": flag["flagged_at"],
                }  # fmt: skip

    def _rounds(self) -> None:
        """Write a year of rounds, every quarter of an hour, and what each source did each day."""
        store, count = self._store, min(35_000, self._size.articles)
        first = self._now - timedelta(minutes=15 * count)
        starts = [to_text(first + timedelta(minutes=15 * n)) for n in range(count)]
        rounds = (
            {
                "started_at": at, "finished_at": at, "sources": 2 * self._size.outlets,
                "not_modified": 500, "articles_new": 10, "seconds": 8.0,
            }
            for at in starts
        )  # fmt: skip
        days = (
            {"source_id": source + 1, "day": day, "polls": 96, "items": 2}
            for source in range(2 * self._size.outlets)
            for day in sorted({at[:10] for at in starts})
        )
        with store.atomic():
            store.insert_many("poll_rounds", rounds)
            store.insert_many("source_days", days)
            store.execute(
                "INSERT OR IGNORE INTO poll_hours (hour)"
                " SELECT DISTINCT substr(started_at, 1, 13) || ':00:00Z' FROM poll_rounds"
            )
