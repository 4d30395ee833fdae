"""The review queue: what a person should look at next, in order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from monitor.core.errors import NotFoundError
from monitor.core.store import Row, Store
from monitor.judge.reasons import in_swedish

Order = Literal["serious", "newest", "doubtful"]
State = Literal["unjudged", "judged", "all"]

#: Most cards on a page.
PAGE = 50

#: Bands that a person is asked about, and all that a verdict may stand on (a sample's, too); the
#: surest first.
SHOWN_BANDS = ("flag", "look")
ALL_BANDS = ("flag", "look", "drop")

#: Scores from which an unjudged flag is probably serious; those stand first, the newest on top.
SERIOUS_AT = 0.5

_FROM = """
FROM flags AS flag
JOIN articles AS article ON article.id = flag.article_id
JOIN outlets AS outlet ON outlet.id = article.outlet_id
JOIN watches AS watch ON watch.id = flag.watch_id
"""

_SELECT = f"""
SELECT flag.id, flag.article_id, flag.version_id, flag.band, flag.score, flag.calibrated,
       flag.rule, flag.reasons, flag.flagged_at, flag.verdict, flag.watch_id,
       watch.slug AS watch_key, watch.name AS watch_title,
       article.title, article.lede, article.url, article.published_at,
       article.published_precision, article.first_seen_at, article.story_id, article.copy_of,
       article.opinion, article.medium, outlet.name AS outlet, outlet.short_name AS outlet_short,
       (SELECT count(*) FROM articles AS other WHERE other.copy_of = article.id) AS copies,
       given.id AS verdict_id, given.given_by AS judged_by_id,
       person.display_name AS judged_by, given.given_at AS judged_at
{_FROM}
LEFT JOIN verdicts AS given ON given.id = (
    SELECT max(id) FROM verdicts WHERE flag_id = flag.id AND undone_at IS NULL)
LEFT JOIN users AS person ON person.id = given.given_by
"""

#: What is judged together: the articles of a story, and an article of none by itself. Ids of
#: stories are turned so that they never meet one of an article.
_STORY = "coalesce(-article.story_id, article.id)"

_ORDERS: dict[Order, str] = {
    "serious": (
        f"flag.verdict IS NOT NULL, flag.band <> 'flag', flag.score < {SERIOUS_AT},"
        " coalesce(article.published_at, article.first_seen_at) DESC, flag.score DESC, flag.id DESC"
    ),
    "newest": "article.first_seen_at DESC, flag.id DESC",
    # Nearest to a half teaches most.
    "doubtful": "abs(flag.score - 0.5), flag.id DESC",
}


def unfolded(flag: str = "flag", article: str = "article") -> str:
    """Return the SQL condition that no other flag stands for a flag already.

    A copy's is shown with the text that it copies, unless that was not flagged as surely for the
    same watch: a paper's own paragraph under a wire text is often the one that is about us.

    Args:
        flag, article: what the tables ``flags`` and ``articles`` are called in the query.
    """
    return (
        f"({article}.copy_of IS NULL OR NOT EXISTS (SELECT 1 FROM flags AS first"
        f" WHERE first.article_id = {article}.copy_of AND first.watch_id = {flag}.watch_id"
        f" AND first.band IN ('flag', {flag}.band)))"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What to show.

    Attributes:
        bands: bands shown.
        watch: key of a watch; "" for all.
        outlet: long name of an outlet; "" for all.
        story: id of a story; None for all.
        folded: leave out copies of one text, which are counted on the card they are copies of.
    """

    state: State = "unjudged"
    bands: tuple[str, ...] = SHOWN_BANDS
    watch: str = ""
    outlet: str = ""
    story: int | None = None
    folded: bool = True
    order: Order = "serious"


@dataclass(frozen=True, slots=True)
class Card:
    """One flag with what a person needs to judge it.

    Attributes:
        row: flag, article, outlet, watch and latest standing verdict, as columns of those names;
            ``copies`` is the number of articles with the same text.
        reasons: see :func:`monitor.judge.reasons.reasons`.
    """

    row: Row
    reasons: dict[str, Any]

    @property
    def why(self) -> list[str]:
        """The reasons as Swedish sentences."""
        return in_swedish(self.reasons)

    @property
    def percentage(self) -> int | None:
        """The score as a percentage, None while too few verdicts stand behind it."""
        return round(100 * self.row["score"]) if self.row["calibrated"] else None


@dataclass(frozen=True, slots=True)
class Story:
    """One card of the queue: a story, with everything that is to be judged together.

    Attributes:
        cards: its flags in the queue's order, of all watches; the first one leads.
        settled: what is judged of the story already, when the rest is not: the latest verdict of
            each watch as ``watch_title``, ``verdict``, ``judged_by`` and ``judged_at``.
    """

    cards: tuple[Card, ...]
    settled: tuple[Row, ...] = ()


def stories(
    store: Store, chosen: Filter | None = None, *, limit: int = PAGE, offset: int = 0
) -> list[Story]:
    """Return a page of the queue, one card for each story, whatever watches flagged it.

    A story stands where its first flag in the filter's order does. It has all its flags that are
    judged, or all that are not: also those in a band that the filter leaves out.
    """
    shown = chosen or Filter()
    keys = _first_of(store, shown, offset + limit)[offset:]
    if not keys:
        return []
    whole = replace(shown, bands=ALL_BANDS if shown.state == "judged" else SHOWN_BANDS)
    where, values = _where(whole)
    # Two lists, so that each is found by its index: the stories, and the articles of no story.
    rows = store.rows(
        f"{_SELECT} WHERE {where} AND (article.story_id IN ({_marks(keys)})"
        f" OR (article.story_id IS NULL AND article.id IN ({_marks(keys)})))"
        f" ORDER BY {_ORDERS[shown.order]}",
        [*values, *(-key for key in keys), *keys],
    )
    found: dict[int, list[Card]] = {key: [] for key in keys}
    for row in rows:
        own = row["story_id"]
        found[row["article_id"] if own is None else -own].append(_card(row))
    settled = _settled(store, keys) if shown.state == "unjudged" else {}
    return [Story(tuple(found[key]), tuple(settled.get(key, ()))) for key in keys]


def _first_of(store: Store, chosen: Filter, most: int) -> list[int]:
    """Return the first stories in the filter's order."""
    where, values = _where(chosen)
    size = 2 * most
    while True:
        rows = store.rows(
            f"SELECT {_STORY} AS story {_FROM} WHERE {where}"
            f" ORDER BY {_ORDERS[chosen.order]} LIMIT ?",
            [*values, size],
        )
        found = list(dict.fromkeys(row["story"] for row in rows))
        if len(found) >= most or len(rows) < size:
            return found[:most]
        size *= 4


def _settled(store: Store, keys: Sequence[int]) -> dict[int, list[Row]]:
    """Return the latest verdict of each watch on stories that wait for one."""
    found: dict[int, list[Row]] = {}
    for row in store.rows(
        f"SELECT {_STORY} AS story, watch.name AS watch_title, flag.verdict,"
        " person.display_name AS judged_by, given.given_at AS judged_at, max(given.id)"
        f" {_FROM} JOIN verdicts AS given ON given.flag_id = flag.id AND given.undone_at IS NULL"
        " JOIN users AS person ON person.id = given.given_by"
        f" WHERE article.story_id IN ({_marks(keys)})"
        f" OR (article.story_id IS NULL AND article.id IN ({_marks(keys)}))"
        " GROUP BY story, watch.id ORDER BY watch.name COLLATE SWEDISH",
        [*(-key for key in keys), *keys],
    ):
        found.setdefault(row["story"], []).append(row)
    return found


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def cards(
    store: Store, chosen: Filter | None = None, *, limit: int = PAGE, offset: int = 0
) -> list[Card]:
    """Return a page of flags, one by one.

    The usual order: unjudged before judged, flags before looks, probably serious before not,
    then the newest.
    """
    shown = chosen or Filter()
    where, values = _where(shown)
    sql = f"{_SELECT} WHERE {where} ORDER BY {_ORDERS[shown.order]} LIMIT ? OFFSET ?"
    return [_card(row) for row in store.rows(sql, [*values, limit, offset])]


def count(store: Store, chosen: Filter | None = None) -> int:
    """Return how many stories the filter leaves: as many as there are cards."""
    where, values = _where(chosen or Filter())
    return int(store.value(f"SELECT count(DISTINCT {_STORY}) {_FROM} WHERE {where}", values))


def card(store: Store, flag_id: int) -> Card:
    """Return one flag's card.

    Raises:
        NotFoundError: no such flag.
    """
    row = store.row(f"{_SELECT} WHERE flag.id = ?", [flag_id])
    if row is None:
        raise NotFoundError(kind="träffen", id=flag_id)
    return _card(row)


def _card(row: Row) -> Card:
    return Card(row, json.loads(row.pop("reasons")))


def _where(chosen: Filter) -> tuple[str, list[Any]]:
    parts = [f"flag.band IN ({_marks(chosen.bands)})"]
    values: list[Any] = list(chosen.bands)
    if chosen.state != "all":
        judged = "IS NULL" if chosen.state == "unjudged" else "IS NOT NULL"
        parts.append(f"flag.verdict {judged}")
    if chosen.folded and chosen.story is None:
        parts.append(unfolded())
    for column, value in (
        ("watch.slug", chosen.watch or None),
        ("outlet.name", chosen.outlet or None),
        ("article.story_id", chosen.story),
    ):
        if value is not None:
            parts.append(f"{column} = ?")
            values.append(value)
    return " AND ".join(parts), values
