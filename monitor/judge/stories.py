"""Keep articles in stories: new ones as they are judged, and as people say.

Only articles that are flags or looks are grouped, since only they are shown together; that keeps
the work to tens of articles a day whatever the number of sources. How, is told in
:mod:`monitor.judge.grouping`. What a person merged or split stands (``story_words``): two articles
said to be together are, two said to be apart never meet in one story again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from monitor.core.actors import Actor
from monitor.core.clock import from_text, to_text
from monitor.core.errors import ConflictError, InputError
from monitor.core.store import Row, Store
from monitor.judge import grouping
from monitor.judge.articles import texts_of
from monitor.judge.grouping import Placement, Told, Window

_SAMPLE = 500
_ORDER = "COALESCE(a.published_at, a.first_seen_at), a.id"
_LATEST = (
    "SELECT a.*, v.id AS version_id FROM articles a"
    " LEFT JOIN article_versions v ON v.article_id = a.id AND v.number = a.latest_version"
)


def group_new(store: Store, version_ids: Sequence[int]) -> None:
    """Put newly judged articles into stories; the same again changes nothing.

    Only first placements are made: an article that has a story keeps it.
    """
    marks = ", ".join("?" * len(version_ids))
    fresh = store.rows(
        "SELECT DISTINCT a.id FROM article_versions v JOIN articles a ON a.id = v.article_id"
        " JOIN flags f ON f.article_id = a.id AND f.band IN ('flag', 'look')"
        f" WHERE v.id IN ({marks}) AND a.story_id IS NULL",
        list(version_ids),
    )
    _place(store, [row["id"] for row in fresh])


def merge(store: Store, actor: Actor, article_id: int, other_id: int) -> int:
    """Say that two articles tell the same story; return the story, the older of the two.

    All articles of both stories are then one, but those that people said are apart. What was said
    before about this article and the other's story no longer stands.

    Raises:
        InputError: an article and itself.
        NotFoundError, PermissionDeniedError.
    """
    actor.require("judge")
    if article_id == other_id:
        raise InputError(field="Samma nyhet som", why="Välj en annan artikel än den här.")
    with store.writing(actor):
        mine = store.get("articles", article_id, kind="artikeln")
        its = store.get("articles", other_id, kind="artikeln")
        old = sorted({row["story_id"] for row in (mine, its) if row["story_id"]})
        story = int(old[0]) if old else _new_story(store, its)
        members = [*_members(store, its), *_members(store, mine)]
        _unsay(store, article_id, [row["id"] for row in _members(store, its)])
        _unsay(store, other_id, [row["id"] for row in _members(store, mine)])
        _say(store, actor, article_id, other_id, together=True)
        for row in members:
            refused = _said(store, row["id"], together=False)
            if row["id"] in {article_id, other_id} or not refused & {
                each["id"] for each in members
            }:
                _move(store, row, story)
        _tidy(store, {*old, story})
        return story


def split(store: Store, actor: Actor, article_id: int) -> int:
    """Say that an article does not belong to its story; return the story it has instead.

    Its own copies go with it, and never does it come back to the articles it was taken from.

    Raises:
        ConflictError: it is alone in its story.
        NotFoundError, PermissionDeniedError.
    """
    actor.require("judge")
    with store.writing(actor):
        article = store.get("articles", article_id, kind="artikeln")
        following = {
            row["id"]
            for row in store.rows("SELECT id FROM articles WHERE copy_of = ?", [article_id])
        }
        left = [
            row for row in _members(store, article) if row["id"] not in {article_id, *following}
        ]
        if not left:
            raise ConflictError(why="Artikeln är redan ensam i sin nyhet.")
        for row in left:
            for moved in (article_id, *following):
                _say(store, actor, moved, row["id"], together=False)
        for row in _members(store, article):
            if row["id"] == article_id:
                store.update("articles", row["id"], {"story_id": None, "copy_of": None})
            elif row["id"] in following:
                store.update("articles", row["id"], {"story_id": None})
        _place(store, [article_id, *sorted(following)])
        _tidy(store, [article["story_id"]])
        return int(store.value("SELECT story_id FROM articles WHERE id = ?", [article_id]))


def _place(store: Store, article_ids: Collection[int]) -> None:
    """Give articles their first story, the earliest first."""
    if not article_ids:
        return
    rows = _near(store, article_ids)
    read = _read(store, rows, _rarity(store))
    window = Window()
    fresh = []
    for row in rows:
        if row["id"] in article_ids:
            fresh.append(row)
        else:
            window.add(read[row["id"]], row["story_id"], row["copy_of"])
    with store.atomic():
        for row in fresh:
            found = _found(store, row, read[row["id"]], window)
            story = _new_story(store, row) if found.story is None else found.story
            if found.copy_of is not None:
                store.update("articles", row["id"], {"copy_of": found.copy_of})
            _move(store, row, story)
            window.add(read[row["id"]], story, found.copy_of)


def _found(store: Store, row: Row, article: Told, window: Window) -> Placement:
    """Return where an article belongs, people's words before likeness."""
    refused = _stories(store, _said(store, row["id"], together=False))
    found = window.place(article, refused)
    together = _stories(store, _said(store, row["id"], together=True)) - refused
    return Placement(min(together), found.copy_of) if together else found


def _near(store: Store, article_ids: Collection[int]) -> list[Row]:
    """Return the articles and the grouped articles near them in time, earliest first."""
    marks = ", ".join("?" * len(article_ids))
    span = store.row(
        "SELECT min(COALESCE(published_at, first_seen_at)) AS low,"
        f" max(COALESCE(published_at, first_seen_at)) AS high FROM articles WHERE id IN ({marks})",
        list(article_ids),
    )
    assert span is not None
    window = timedelta(seconds=grouping.WINDOW_S)
    low, high = from_text(span["low"]) - window, from_text(span["high"]) + window
    return store.rows(
        f"{_LATEST} WHERE a.id IN ({marks}) OR (a.story_id IS NOT NULL"
        " AND COALESCE(a.published_at, a.first_seen_at) BETWEEN ? AND ?)"
        f" ORDER BY {_ORDER}",
        [*article_ids, to_text(low), to_text(high)],
    )


def _read(store: Store, rows: Sequence[Row], rare: grouping.Rarity) -> dict[int, Told]:
    """Return the rows' articles as grouping sees them; one entered by hand has only its head."""
    versions = [row["version_id"] for row in rows if row["version_id"] is not None]
    bodies = {text.article_id: f"{text.lede} {text.text}" for text in texts_of(store, versions)}
    return {
        row["id"]: grouping.told(
            row["id"],
            from_text(_at(row)).timestamp(),
            row["title"],
            bodies.get(row["id"]) or row["lede"],
            rare,
        )
        for row in rows
    }


def _rarity(store: Store) -> grouping.Rarity:
    """Return how telling each word is in the latest headlines."""
    rows = store.rows(
        "SELECT title, lede FROM articles ORDER BY first_seen_at DESC, id DESC LIMIT ?", [_SAMPLE]
    )
    return grouping.rarity(f"{row['title']} {row['lede']}" for row in rows)


def _at(row: Row) -> str:
    return str(row["published_at"] or row["first_seen_at"])


def _new_story(store: Store, row: Row) -> int:
    return store.insert("stories", {"first_at": _at(row), "last_at": _at(row)})


def _move(store: Store, row: Row, story: int) -> None:
    store.update("articles", row["id"], {"story_id": story})
    store.execute(
        "UPDATE stories SET first_at = min(first_at, ?1), last_at = max(last_at, ?1) WHERE id = ?2",
        [_at(row), story],
    )


def _tidy(store: Store, stories: Iterable[int]) -> None:
    """Remove stories that nothing is left of."""
    for story in stories:
        if store.value("SELECT 1 FROM articles WHERE story_id = ?", [story]) is None:
            store.delete("stories", story)


def _members(store: Store, article: Row) -> list[Row]:
    """Return the articles of an article's story, itself among them, earliest first."""
    return store.rows(
        f"SELECT a.* FROM articles a WHERE a.id = ? OR a.story_id = ? ORDER BY {_ORDER}",
        [article["id"], article["story_id"]],
    )


def _stories(store: Store, article_ids: Iterable[int]) -> set[int]:
    ids = list(article_ids)
    marks = ", ".join("?" * len(ids))
    rows = store.rows(
        f"SELECT DISTINCT story_id FROM articles WHERE id IN ({marks}) AND story_id IS NOT NULL",
        ids,
    )
    return {row["story_id"] for row in rows}


def _said(store: Store, article_id: int, *, together: bool) -> set[int]:
    """Return the articles that people said are, or are not, the same story as this one."""
    rows = store.rows(
        "SELECT article_id, other_id FROM story_words"
        " WHERE together = ? AND ? IN (article_id, other_id)",
        [int(together), article_id],
    )
    return {row["article_id"] + row["other_id"] - article_id for row in rows}


def _say(store: Store, actor: Actor, article_id: int, other_id: int, *, together: bool) -> None:
    """Keep a person's word about two articles; the latest stands."""
    if actor.user_id is None:
        raise InputError(field="Samma nyhet som", why="Det här avgörs av en person.")
    _unsay(store, article_id, [other_id])
    store.insert(
        "story_words",
        {
            "article_id": article_id,
            "other_id": other_id,
            "together": int(together),
            "said_by": actor.user_id,
            "said_at": store.now(),
        },
    )


def _unsay(store: Store, article_id: int, others: Iterable[int]) -> None:
    for other in others:
        store.execute(
            "DELETE FROM story_words WHERE (article_id = ?1 AND other_id = ?2)"
            " OR (article_id = ?2 AND other_id = ?1)",
            [article_id, other],
        )
