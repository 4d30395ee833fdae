"""Judge stored article versions for every active watch, and store what was found and why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.core import log
from monitor.core.errors import ModelMismatchError
from monitor.core.store import Row, Store
from monitor.judge.articles import ArticleText, texts_of
from monitor.judge.judging import Judgement, judge_article
from monitor.judge.registry import InUse, model_in_use
from monitor.judge.watchlist import StoredWatch, stored_watches

#: Articles judged between two write transactions.
_BATCH = 100


@dataclass(frozen=True, slots=True)
class _Decided:
    article: ArticleText
    stored: StoredWatch
    judgement: Judgement


def judge_versions(store: Store, version_ids: Sequence[int], models: Path) -> int:
    """Judge versions and store mentions and flags; return how many articles became flags.

    Judging the same versions again changes nothing. An older version than the one judged last
    is left alone. A verdict stands whatever a new version says. Articles in which nothing of a
    watch stands get no row: they are the dropped band.

    Args:
        models: folder of trained models; without a model that holds, the rules decide.
    """
    watches = stored_watches(store, active_only=True)
    if not watches or not version_ids:
        return 0
    in_use = usable_model(store, models)
    model = in_use.model if in_use else None
    decided = [
        _Decided(
            article,
            stored,
            judge_article(
                stored.watch, model, article.title, article.lede, article.text, day=article.day
            ),
        )
        for article in texts_of(store, version_ids)
        for stored in watches
    ]
    with store.atomic():
        return sum(_keep(store, each, in_use) for each in decided)


def usable_model(store: Store, models: Path) -> InUse | None:
    """Return the model in use if its file holds, else None: the rules then decide alone."""
    try:
        return model_in_use(store, models)
    except ModelMismatchError as error:
        # Better the rules than nothing; doctor tells, and train mends it.
        log.trouble("model_refused", **error.facts)
        return None


def judge_queued(store: Store, models: Path, limit: int) -> int:
    """Judge the newest of what waits to be judged; return how many articles became flags.

    What was judged stays in the queue, for the poller also groups it and plans to read it again.
    """
    rows = store.rows(
        "SELECT version_id FROM judge_queue ORDER BY version_id DESC LIMIT ?", [limit]
    )
    ids = [row["version_id"] for row in rows]
    parts = (ids[at : at + _BATCH] for at in range(0, len(ids), _BATCH))
    return sum(judge_versions(store, part, models) for part in parts)


def _keep(store: Store, decided: _Decided, in_use: InUse | None) -> bool:
    """Store one judgement; tell whether it made a flag that was none before."""
    article, stored, judgement = decided.article, decided.stored, decided.judgement
    before = store.row(
        "SELECT id, version_id, band FROM flags WHERE article_id = ? AND watch_id = ?",
        [article.article_id, stored.id],
    )
    if before is None and not _worth_a_row(judgement):
        return False
    if before is not None and before["version_id"] > article.version_id:
        return False
    raised = judgement.band == "flag" and (before is None or before["band"] != "flag")
    values = _values(judgement, in_use) | {"version_id": article.version_id}
    if before is None:
        told = {"article_id": article.article_id, "watch_id": stored.id}
        store.insert("flags", values | told | {"flagged_at": store.now()})
    else:
        store.update(
            "flags", before["id"], values | ({"flagged_at": store.now()} if raised else {})
        )
    _keep_mentions(store, decided)
    return raised


def _worth_a_row(judgement: Judgement) -> bool:
    named = any(mention.kind == "name" for mention in judgement.mentions)
    return judgement.band != "drop" or named


def _values(judgement: Judgement, in_use: InUse | None) -> Row:
    return {
        "band": judgement.band,
        "score": judgement.score,
        "calibrated": int(judgement.calibrated),
        "rule": judgement.rule,
        "reasons": json.dumps(judgement.reasons, ensure_ascii=False),
        "model_id": in_use.id if in_use else None,
    }


def _keep_mentions(store: Store, decided: _Decided) -> None:
    version, watch = decided.article.version_id, decided.stored.id
    store.execute("DELETE FROM mentions WHERE version_id = ? AND watch_id = ?", [version, watch])
    store.insert_many(
        "mentions",
        [
            {
                "version_id": version,
                "watch_id": watch,
                "field": mention.field,
                "start_at": mention.start,
                "end_at": mention.end,
                "kind": mention.kind,
                "term": mention.term,
                "matched": mention.matched,
            }
            for mention in decided.judgement.mentions
        ],
    )
