"""The review queue: what a person should look at next, in order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from monitor.core.errors import NotFoundError
from monitor.core.store import Row, Store
from monitor.judge.reasons import in_swedish

Order = Literal["serious", "newest", "doubtful"]
State = Literal["unjudged", "judged", "all"]

#: Most cards on a page.
PAGE = 50

#: Scores from which an unjudged flag is probably serious; those stand first, the newest on top.
SERIOUS_AT = 0.5

_SELECT = """
SELECT flag.id, flag.article_id, flag.version_id, flag.band, flag.score, flag.calibrated,
       flag.rule, flag.reasons, flag.flagged_at, flag.verdict,
       watch.slug AS watch_key, watch.name AS watch_title,
       article.title, article.lede, article.url, article.published_at,
       article.published_precision, article.first_seen_at, article.story_id, article.copy_of,
       article.opinion, article.medium, outlet.name AS outlet, outlet.short_name AS outlet_short,
       (SELECT count(*) FROM articles AS other WHERE other.copy_of = article.id) AS copies,
       person.display_name AS judged_by, given.given_at AS judged_at
FROM flags AS flag
JOIN articles AS article ON article.id = flag.article_id
JOIN outlets AS outlet ON outlet.id = article.outlet_id
JOIN watches AS watch ON watch.id = flag.watch_id
LEFT JOIN verdicts AS given ON given.id = (
    SELECT max(id) FROM verdicts WHERE flag_id = flag.id AND undone_at IS NULL)
LEFT JOIN users AS person ON person.id = given.given_by
"""

_ORDERS: dict[Order, str] = {
    "serious": (
        f"flag.verdict IS NOT NULL, flag.band <> 'flag', flag.score < {SERIOUS_AT},"
        " coalesce(article.published_at, article.first_seen_at) DESC, flag.score DESC, flag.id DESC"
    ),
    "newest": "article.first_seen_at DESC, flag.id DESC",
    # Nearest to a half teaches most.
    "doubtful": "abs(flag.score - 0.5), flag.id DESC",
}


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
    bands: tuple[str, ...] = ("flag", "look")
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


def cards(
    store: Store, chosen: Filter | None = None, *, limit: int = PAGE, offset: int = 0
) -> list[Card]:
    """Return a page of the queue.

    The usual order: unjudged before judged, flags before looks, probably serious before not,
    then the newest.
    """
    shown = chosen or Filter()
    where, values = _where(shown)
    sql = f"{_SELECT} WHERE {where} ORDER BY {_ORDERS[shown.order]} LIMIT ? OFFSET ?"
    return [_card(row) for row in store.rows(sql, [*values, limit, offset])]


def count(store: Store, chosen: Filter | None = None) -> int:
    """Return how many cards the filter leaves."""
    where, values = _where(chosen or Filter())
    sql = (
        "SELECT count(*) FROM flags AS flag JOIN articles AS article"
        " ON article.id = flag.article_id JOIN outlets AS outlet ON outlet.id = article.outlet_id"
        f" JOIN watches AS watch ON watch.id = flag.watch_id WHERE {where}"
    )
    return int(store.value(sql, values))


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
    marks = ", ".join("?" * len(chosen.bands))
    parts = [f"flag.band IN ({marks})"]
    values: list[Any] = list(chosen.bands)
    if chosen.state != "all":
        judged = "IS NULL" if chosen.state == "unjudged" else "IS NOT NULL"
        parts.append(f"flag.verdict {judged}")
    if chosen.folded and chosen.story is None:
        parts.append("article.copy_of IS NULL")
    for column, value in (
        ("watch.slug", chosen.watch or None),
        ("outlet.name", chosen.outlet or None),
        ("article.story_id", chosen.story),
    ):
        if value is not None:
            parts.append(f"{column} = ?")
            values.append(value)
    return " AND ".join(parts), values
