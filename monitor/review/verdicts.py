"""What people decide about a flag: given, changed, undone, and always traceable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from monitor.core.actors import Actor
from monitor.core.errors import ConflictError, InputError
from monitor.core.store import Row, Store
from monitor.review.queue import ALL_BANDS

Verdict = Literal["relevant", "irrelevant", "unsure"]
VERDICTS: tuple[str, ...] = get_args(Verdict)


def give_verdict(store: Store, flag_id: int, verdict: str, *, actor: Actor) -> int:
    """Give a verdict on a flag and return the verdict's id.

    An earlier verdict is undone and kept. The same verdict again changes nothing.

    Raises:
        PermissionDeniedError: the actor may not judge.
        InputError: no such verdict.
        NotFoundError: no such flag.
    """
    actor.require("judge")
    if verdict not in VERDICTS:
        raise InputError(field="Bedömning", why="Välj relevant, inte relevant eller osäker.")
    with store.writing(actor):
        store.get("flags", flag_id, kind="träffen")
        standing = standing_verdict(store, flag_id)
        if standing is not None and standing["verdict"] == verdict:
            return int(standing["id"])
        _undo_standing(store, flag_id)
        replaced = None if standing is None else standing["id"]
        key = store.insert(
            "verdicts",
            {
                "flag_id": flag_id,
                "verdict": verdict,
                "given_by": _person(actor),
                "given_at": store.now(),
                "replaces_id": replaced,
            },
        )
        store.update("flags", flag_id, {"verdict": verdict})
    return key


def give_together(
    store: Store, flag_ids: Sequence[int], verdict: str, *, actor: Actor
) -> list[int]:
    """Judge a story's flags with one press; return the ids of the verdicts that are new.

    Whoever says "relevant" of a hit has not said it for a watch to which the story was only a
    possible one: see :func:`less_sure`. That watch is given "unsure", which teaches it nothing,
    unless it has a verdict already.

    Args:
        flag_ids: the leading flag first.

    Raises:
        as :func:`give_verdict`.
    """
    with store.writing(actor):
        last = int(store.value("SELECT coalesce(max(id), 0) FROM verdicts"))
        rows = [store.get("flags", flag_id, kind="träffen") for flag_id in flag_ids]
        spared = less_sure(rows) if verdict == "relevant" else frozenset()
        given = [
            give_verdict(
                store, row["id"], "unsure" if row["watch_id"] in spared else verdict, actor=actor
            )
            for row in rows
            if row["watch_id"] not in spared or row["verdict"] is None
        ]
    return [one for one in given if one > last]


def less_sure(flags: Sequence[Row]) -> frozenset[int]:
    """Return the watches to which a story is less surely a hit than to its leading flag's.

    Args:
        flags: rows with ``watch_id`` and ``band``, the leading one first.
    """
    best: dict[int, int] = {}
    for row in flags:
        rank = ALL_BANDS.index(row["band"])
        best[row["watch_id"]] = min(rank, best.get(row["watch_id"], rank))
    lead = next(iter(best.values()), 0)
    return frozenset(watch for watch, rank in best.items() if rank > lead)


def undo_together(store: Store, verdict_ids: Iterable[int], *, actor: Actor) -> int:
    """Take back verdicts that were given together; return how many still stood.

    What somebody has judged anew meanwhile is left as it is.

    Raises:
        PermissionDeniedError: the actor may not judge.
        ConflictError: none of them stands any more.
    """
    actor.require("judge")
    undone = 0
    with store.writing(actor):
        for verdict_id in verdict_ids:
            row = store.row("SELECT flag_id FROM verdicts WHERE id = ?", [verdict_id])
            standing = row and standing_verdict(store, row["flag_id"])
            if row and standing and standing["id"] == verdict_id:
                undo_verdict(store, row["flag_id"], actor=actor)
                undone += 1
        if not undone:
            raise ConflictError(why="Bedömningen är redan ångrad eller ändrad.")
    return undone


def undo_verdict(store: Store, flag_id: int, *, actor: Actor) -> str | None:
    """Take back the standing verdict; return the one that stands instead, if any.

    The verdict that the undone one replaced stands again.

    Raises:
        PermissionDeniedError: the actor may not judge.
        NotFoundError: no such flag.
        ConflictError: there is nothing to undo.
    """
    actor.require("judge")
    with store.writing(actor):
        store.get("flags", flag_id, kind="träffen")
        standing = standing_verdict(store, flag_id)
        if standing is None:
            raise ConflictError(why="Träffen har ingen bedömning att ångra.")
        store.update("verdicts", standing["id"], {"undone_at": store.now()})
        back = store.row("SELECT * FROM verdicts WHERE id = ?", [standing["replaces_id"]])
        if back is not None:
            store.update("verdicts", back["id"], {"undone_at": None})
        told: str | None = back["verdict"] if back else None
        store.update("flags", flag_id, {"verdict": told})
    return told


def standing_verdict(store: Store, flag_id: int) -> Row | None:
    """Return the verdict that stands, with the name of who gave it."""
    return store.row(
        "SELECT verdicts.*, users.display_name FROM verdicts JOIN users ON users.id = given_by"
        " WHERE flag_id = ? AND undone_at IS NULL ORDER BY verdicts.id DESC LIMIT 1",
        [flag_id],
    )


def verdict_history(store: Store, flag_id: int) -> list[Row]:
    """Return every verdict on a flag, the newest first, undone ones included."""
    return store.rows(
        "SELECT verdicts.*, users.display_name FROM verdicts JOIN users ON users.id = given_by"
        " WHERE flag_id = ? ORDER BY verdicts.id DESC",
        [flag_id],
    )


def _undo_standing(store: Store, flag_id: int) -> None:
    store.execute(
        "UPDATE verdicts SET undone_at = ? WHERE flag_id = ? AND undone_at IS NULL",
        [store.now(), flag_id],
    )


def _person(actor: Actor) -> int:
    if actor.user_id is None:
        raise InputError(field="Bedömning", why="En bedömning ges av en person.")
    return actor.user_id
