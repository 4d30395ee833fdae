"""The audit sample: dropped articles drawn at random and read, and what they tell about recall.

What is counted is an article for a watch, as flags are. Each working day has its own sample from
the week before it, the same for everybody who asks that day; a day may be skipped.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from monitor.core.actors import Actor
from monitor.core.clock import STOCKHOLM, local, to_text
from monitor.core.errors import ConflictError
from monitor.core.store import Row, Store
from monitor.judge.articles import texts_of
from monitor.judge.flags import usable_model
from monitor.judge.judging import judge_article
from monitor.judge.watchlist import stored_watches
from monitor.review.queue import unfolded
from monitor.review.verdicts import give_verdict

#: Articles in a day's sample: what is read in two minutes.
DAILY: Final = 5
#: What a day's sample is drawn from: articles first seen this long before the day.
WINDOW: Final = timedelta(days=7)
#: How far back verdicts on samples count.
PERIOD: Final = timedelta(days=90)

_DROPPED: Final = """
    FROM articles AS article JOIN watches AS watch ON watch.active = 1
    LEFT JOIN flags AS flag ON flag.article_id = article.id AND flag.watch_id = watch.id
    LEFT JOIN audit_samples AS sample ON sample.flag_id = flag.id
    WHERE article.first_seen_at >= :since AND article.first_seen_at < :until
    AND article.copy_of IS NULL AND (flag.id IS NULL OR flag.band = 'drop')
"""
_ROW: Final = """
    SELECT article.id AS article_id, watch.id AS watch_id, watch.name AS watch_title,
           article.title, article.lede, article.url, article.first_seen_at, article.published_at,
           article.published_precision, outlet.name AS outlet, flag.id AS flag_id, flag.verdict
    FROM articles AS article JOIN outlets AS outlet ON outlet.id = article.outlet_id
    JOIN watches AS watch ON watch.id = :watch
    LEFT JOIN flags AS flag ON flag.article_id = article.id AND flag.watch_id = watch.id
    WHERE article.id = :article
"""


def is_working_day(day: date) -> bool:
    """Tell whether a sample is drawn: Monday to Friday."""
    return day.weekday() < 5


def sample(store: Store, day: date) -> list[Row]:
    """Return the sample of a working day, judged ones included; empty on other days.

    Each row holds ``article_id``, ``watch_id``, ``watch_title``, ``title``, ``lede``, ``url``,
    ``outlet``, times, and ``flag_id`` and ``verdict``, None until somebody has judged it.
    """
    if not is_working_day(day):
        return []
    pairs = store.rows(
        f"SELECT article.id AS article_id, watch.id AS watch_id {_DROPPED}"
        " AND (flag.verdict IS NULL OR sample.day = :day)",
        _span(day - WINDOW, day) | {"day": day.isoformat()},
    )
    pairs.sort(key=lambda pair: _lot(day, pair))
    found = (
        store.row(_ROW, {"article": pair["article_id"], "watch": pair["watch_id"]})
        for pair in pairs[:DAILY]
    )
    return [row for row in found if row is not None]


def _lot(day: date, pair: Row) -> bytes:
    """Return what orders the pairs by chance, the same for everybody that day."""
    told = f"{day.isoformat()}:{pair['article_id']}:{pair['watch_id']}"
    return hashlib.sha256(told.encode()).digest()


def _span(first: date, after: date) -> dict[str, str]:
    days = {"since": first, "until": after}
    return {
        name: to_text(datetime.combine(day, time(), tzinfo=STOCKHOLM)) for name, day in days.items()
    }


@dataclass(frozen=True, slots=True)
class Place:
    """Which article is judged for which watch."""

    article_id: int
    watch_id: int


def judge_sample(store: Store, place: Place, verdict: str, models: Path, *, actor: Actor) -> int:
    """Give a verdict on an article of today's sample; return the id of its flag.

    The article gets a row in the dropped band, so that the verdict also teaches the model.

    Raises:
        PermissionDeniedError: the actor may not judge.
        InputError: no such verdict.
        ConflictError: the article is not in today's sample.
    """
    actor.require("judge")
    day = local(store.clock.now()).date()
    rows = {Place(row["article_id"], row["watch_id"]): row for row in sample(store, day)}
    row = rows.get(place)
    if row is None:
        raise ConflictError(why="Artikeln hör inte till dagens stickprov.")
    with store.writing(actor):
        flag = row["flag_id"] or _insert(store, place, models)
        store.execute(
            "INSERT OR IGNORE INTO audit_samples (flag_id, day, drawn_at) VALUES (?, ?, ?)",
            [flag, day.isoformat(), store.now()],
        )
        give_verdict(store, flag, verdict, actor=actor)
    return int(flag)


def _insert(store: Store, place: Place, models: Path) -> int:
    version = store.value(
        "SELECT version.id FROM article_versions AS version JOIN articles AS article"
        " ON article.id = article_id AND number = latest_version WHERE article.id = ?",
        [place.article_id],
    )
    article = next(iter(texts_of(store, [version])))
    watch = next(each.watch for each in stored_watches(store) if each.id == place.watch_id)
    in_use = usable_model(store, models)
    told = judge_article(
        watch,
        in_use.model if in_use else None,
        article.title,
        article.lede,
        article.text,
        day=article.day,
    )
    return store.insert(
        "flags",
        {
            "article_id": place.article_id,
            "watch_id": place.watch_id,
            "version_id": version,
            # Dropped when it was drawn, whatever the model of today thinks.
            "band": "drop",
            "score": told.score,
            "calibrated": int(told.calibrated),
            "rule": told.rule,
            "reasons": json.dumps(told.reasons, ensure_ascii=False),
            "model_id": in_use.id if in_use else None,
            "flagged_at": store.now(),
        },
    )


@dataclass(frozen=True, slots=True)
class Sampled:
    """What the samples of a period have shown.

    Attributes:
        since: first day of the period.
        read: dropped articles drawn and judged as relevant or not.
        missed: of them, those that were relevant.
        dropped: all dropped articles of the period, which the samples stand for.
        found: flags and looks judged as relevant.
        waiting: flags and looks not judged; they are not counted.
    """

    since: date
    read: int
    missed: int
    dropped: int
    found: int
    waiting: int


def sampled(store: Store) -> Sampled:
    """Count what the samples of the last :data:`PERIOD` have shown, for active watches."""
    today = local(store.clock.now()).date()
    since = today - PERIOD
    span = _span(since, today)
    active = "JOIN watches AS watch ON watch.id = flag.watch_id AND watch.active = 1"
    read = store.rows(
        f"SELECT flag.verdict, count(*) AS number FROM audit_samples AS sample"
        f" JOIN flags AS flag ON flag.id = sample.flag_id {active}"
        " WHERE sample.day >= ? GROUP BY flag.verdict",
        [since.isoformat()],
    )
    # One drawn by the sample is a miss, even if a later model has raised it.
    shown = store.rows(
        f"SELECT flag.verdict, count(*) AS number FROM flags AS flag {active}"
        " JOIN articles AS article ON article.id = flag.article_id"
        f" WHERE flag.band IN ('flag', 'look') AND {unfolded()}"
        " AND article.first_seen_at >= ? AND flag.id NOT IN (SELECT flag_id FROM audit_samples)"
        " GROUP BY flag.verdict",
        [span["since"]],
    )
    drawn = {row["verdict"]: row["number"] for row in read}
    flagged = {row["verdict"]: row["number"] for row in shown}
    missed = drawn.get("relevant", 0)
    return Sampled(
        since=since,
        read=missed + drawn.get("irrelevant", 0),
        missed=missed,
        dropped=int(store.value(f"SELECT count(*) {_DROPPED}", span)),
        found=flagged.get("relevant", 0),
        waiting=flagged.get(None, 0),
    )
