"""The watches in the database: stored, listed, and tried on the archive before they are saved."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from monitor.core.actors import Actor, system
from monitor.core.errors import NotFoundError
from monitor.core.resources import shipped
from monitor.core.store import Row, Store
from monitor.judge.articles import ArticleText, recent_texts
from monitor.judge.judging import Judgement, band_alone, judge_article
from monitor.judge.propose_watch import Background, background
from monitor.judge.rules import Band
from monitor.judge.scoring import Model
from monitor.judge.watches import Watch, from_mapping, from_toml, to_mapping

#: Watch that a new installation starts with.
DEFAULT = "data/watches/millennium.toml"
#: Articles that tell how rare a word is when a watch is proposed.
BACKGROUND = 1000


@dataclass(frozen=True, slots=True)
class StoredWatch:
    """A watch with the id of its row."""

    id: int
    watch: Watch


def stored_watches(store: Store, *, active_only: bool = False) -> list[StoredWatch]:
    """Return the watches by name."""
    where = "WHERE active = 1" if active_only else ""
    rows = store.rows(f"SELECT * FROM watches {where} ORDER BY name COLLATE SWEDISH, id")
    return [_stored(row) for row in rows]


def stored_watch(store: Store, key: str) -> StoredWatch:
    """Return the watch with a key.

    Raises:
        NotFoundError: no such watch.
    """
    row = store.row("SELECT * FROM watches WHERE slug = ?", [key])
    if row is None:
        raise NotFoundError(kind="bevakningen", id=key)
    return _stored(row)


def _stored(row: Row) -> StoredWatch:
    definition: dict[str, Any] = json.loads(row["definition"])
    told = {"key": row["slug"], "title": row["name"], "kind": row["kind"]}
    return StoredWatch(row["id"], from_mapping(definition | told | {"active": bool(row["active"])}))


def save_watch(store: Store, watch: Watch, *, actor: Actor) -> StoredWatch:
    """Store a watch under its key, new or changed; the audit trail keeps what it was.

    Raises:
        PermissionDeniedError: the actor may not change watches.
    """
    actor.require("watches")
    definition = to_mapping(watch)
    for column in ("key", "title", "kind", "active"):
        del definition[column]
    values = {
        "slug": watch.key,
        "name": watch.title,
        "kind": watch.kind,
        "active": int(watch.active),
        "definition": json.dumps(definition, ensure_ascii=False),
    }
    with store.writing(actor):
        found = store.row("SELECT * FROM watches WHERE slug = ?", [watch.key])
        if found is None:
            key = store.insert("watches", values | {"changed_at": store.now()})
        else:
            key = found["id"]
            if any(found[column] != value for column, value in values.items()):
                store.update("watches", key, values | {"changed_at": store.now()})
    return StoredWatch(key, watch)


def import_watches(store: Store, paths: Iterable[Path] = ()) -> list[StoredWatch]:
    """Store the watches of TOML files whose keys are new; the default watch without paths.

    Raises:
        InputError: a file does not read as a watch.
    """
    files = list(paths) or [shipped(DEFAULT)]
    watches = [from_toml(file.read_text(encoding="utf-8")) for file in files]
    known = {stored.watch.key for stored in stored_watches(store)}
    return [
        save_watch(store, watch, actor=system("start"))
        for watch in watches
        if watch.key not in known
    ]


def queue_recent(store: Store, *, limit: int = 2000) -> int:
    """Queue the latest articles to be judged anew, as after a changed watch; return how many.

    The poller works the queue off. Must be called in a write transaction.
    """
    cursor = store.execute(
        "INSERT OR IGNORE INTO judge_queue (version_id, queued_at)"
        " SELECT version.id, ? FROM articles AS article JOIN article_versions AS version"
        " ON version.article_id = article.id AND version.number = article.latest_version"
        " ORDER BY article.first_seen_at DESC, article.id DESC LIMIT ?",
        [store.now(), limit],
    )
    return cursor.rowcount


def archive_background(store: Store) -> Background:
    """Return how common words are in the newest stored articles, for a proposed watch."""
    context = [word for stored in stored_watches(store) for word in stored.watch.context]
    texts = ((f"{one.title}. {one.lede}", one.text) for one in recent_texts(store, BACKGROUND))
    return background(texts, list(dict.fromkeys(context)))


@dataclass(slots=True)
class Preview:
    """What a watch would have done with the stored archive.

    Attributes:
        counts: articles per band.
        added: articles that the saved watch does not flag and this one would.
        dropped: articles that the saved watch flags and this one would not.
        examples: flagged articles, the surest first.
        possible: the same of articles worth a look.
    """

    articles: int = 0
    counts: dict[Band, int] = field(default_factory=lambda: {"flag": 0, "look": 0, "drop": 0})
    added: list[ArticleText] = field(default_factory=list)
    dropped: list[ArticleText] = field(default_factory=list)
    examples: list[tuple[ArticleText, Judgement]] = field(default_factory=list)
    possible: list[tuple[ArticleText, Judgement]] = field(default_factory=list)


def preview(
    store: Store, watch: Watch, model: Model | None, *, limit: int = 2000, examples: int = 20
) -> Preview:
    """Judge the latest stored articles with a watch that need not be saved.

    Args:
        limit: number of articles, the newest first.
        examples: number of flagged articles returned with their reasons, and of possible ones.
    """
    saved = next((s.watch for s in stored_watches(store) if s.watch.key == watch.key), None)
    told = Preview()
    shown: dict[str, list[tuple[ArticleText, Judgement]]] = {"flag": [], "look": []}
    for article in recent_texts(store, limit):
        band = _band(watch, model, article)
        told.articles += 1
        told.counts[band] += 1
        before = saved is not None and _band(saved, model, article) == "flag"
        if band in shown:
            shown[band].append((article, _judge(watch, model, article)))
        if band == "flag" and not before:
            told.added.append(article)
        elif band != "flag" and before:
            told.dropped.append(article)
    for found in shown.values():
        found.sort(key=lambda pair: -pair[1].score)
    told.examples, told.possible = shown["flag"][:examples], shown["look"][:examples]
    return told


def _band(watch: Watch, model: Model | None, article: ArticleText) -> Band:
    return band_alone(watch, model, article.title, article.lede, article.text, day=article.day)


def _judge(watch: Watch, model: Model | None, article: ArticleText) -> Judgement:
    day: date | None = article.day
    return judge_article(watch, model, article.title, article.lede, article.text, day=day)
