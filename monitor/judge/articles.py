"""The words of stored articles, as judging reads them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.core.clock import from_text, local
from monitor.core.store import Row, Store

_COLUMNS = """
    version.id AS version_id, version.article_id, version.title, version.lede,
    version.summary_html, coalesce(kept.text, '') AS text, article.own_summary,
    article.published_at, article.outlet_id, article.story_id, article.copy_of
"""
_FROM = """
    FROM article_versions AS version
    JOIN articles AS article ON article.id = version.article_id
    LEFT JOIN article_texts AS kept ON kept.version_id = version.id
"""
#: Ids asked for at a time; SQLite takes 999 in old builds.
_BATCH = 500
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class ArticleText:
    """One version of an article.

    Attributes:
        text: the full text; when it is not kept, the feed's summary or our own.
        day: publication day in Sweden; None when unknown.
        group: articles that tell the same story share it.
    """

    version_id: int
    article_id: int
    title: str
    lede: str
    text: str
    day: date | None
    outlet_id: int
    group: str


def texts_of(store: Store, version_ids: Sequence[int]) -> Iterator[ArticleText]:
    """Yield the versions with the given ids, in the order of the ids; unknown ids are left out."""
    for start in range(0, len(version_ids), _BATCH):
        ids = version_ids[start : start + _BATCH]
        marks = ", ".join("?" * len(ids))
        rows = store.rows(f"SELECT {_COLUMNS} {_FROM} WHERE version.id IN ({marks})", ids)
        found = {row["version_id"]: row for row in rows}
        yield from (_text(found[key]) for key in ids if key in found)


def recent_texts(store: Store, limit: int) -> Iterable[ArticleText]:
    """Return the latest version of the latest articles, newest first."""
    rows = store.rows(
        f"SELECT {_COLUMNS} {_FROM} WHERE version.number = article.latest_version"
        " ORDER BY article.first_seen_at DESC, article.id DESC LIMIT ?",
        [limit],
    )
    return [_text(row) for row in rows]


def _text(row: Row) -> ArticleText:
    published = row["published_at"]
    story = row["story_id"] or f"a{row['copy_of'] or row['article_id']}"
    return ArticleText(
        version_id=row["version_id"],
        article_id=row["article_id"],
        title=row["title"],
        lede=row["lede"],
        text=row["text"] or plain(row["summary_html"]) or row["own_summary"],
        day=local(from_text(published)).date() if published else None,
        outlet_id=row["outlet_id"],
        group=f"story:{story}",
    )


def plain(fragment: str) -> str:
    """Return the words of a cleaned piece of HTML."""
    return " ".join(html.unescape(_TAG.sub(" ", fragment)).split())
