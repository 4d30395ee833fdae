"""Which model is in use: rows in ``models``, files in the models folder, digests in both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from monitor.core.actors import Actor, system
from monitor.core.errors import ModelMismatchError
from monitor.core.resources import shipped
from monitor.core.store import Row, Store
from monitor.judge.scoring import Model, load

#: The model that is shipped: learnt from the seed labels alone.
SHIPPED = "data/seed_model.json"


@dataclass(frozen=True, slots=True)
class InUse:
    """The model that judges now, with the id of its row."""

    id: int
    model: Model


def ensure_model(store: Store, folder: Path) -> None:
    """Put the shipped model to use when no model is; called at start, changes nothing later."""
    if store.value("SELECT 1 FROM models WHERE in_use = 1"):
        return
    data = shipped(SHIPPED).read_bytes()
    add_model(store, folder, data, actor=system("start"))


def add_model(
    store: Store, folder: Path, data: bytes, *, actor: Actor, in_use: bool = True
) -> InUse:
    """Write a model's file, then its row; in use at once unless said otherwise.

    The same bytes twice give one row.
    """
    model = load(data)
    name = f"{model.version}.json"
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / f"{name}.new"
    written.write_bytes(data)
    written.replace(folder / name)
    with store.writing(actor):
        found = store.value("SELECT id FROM models WHERE digest = ?", [model.digest])
        key = int(found) if found else store.insert("models", _row(store, model, name))
        if in_use:
            use_model(store, key, actor=actor)
    return InUse(key, model)


def _row(store: Store, model: Model, name: str) -> Row:
    about = model.about
    return {
        "created_at": store.now(),
        "training_digest": str(about.get("training_digest", "")),
        "labels": int(about.get("labels", 0)),
        "verdicts": int(about.get("verdicts", 0)),
        "file": name,
        "digest": model.digest,
        "metrics": json.dumps(about.get("metrics", {}), ensure_ascii=False),
        "in_use": 0,
    }


def use_model(store: Store, key: int, *, actor: Actor) -> None:
    """Put a stored model to use in place of the one that is; the way back from a bad one.

    Raises:
        NotFoundError: no such model.
    """
    store.get("models", key, kind="modellen")
    with store.writing(actor):
        store.execute("UPDATE models SET in_use = 0 WHERE in_use = 1 AND id <> ?", [key])
        store.update("models", key, {"in_use": 1})


def model_in_use(store: Store, folder: Path) -> InUse | None:
    """Return the model that judges now, or None when none has been put to use.

    Raises:
        ModelMismatchError: the file is missing, or is not the one its row describes.
    """
    row = store.row("SELECT id, file, digest FROM models WHERE in_use = 1")
    return None if row is None else InUse(row["id"], _loaded(folder / row["file"], row["digest"]))


@lru_cache(maxsize=4)
def _loaded(path: Path, digest: str) -> Model:
    try:
        return load(path.read_bytes(), digest)
    except OSError as error:
        raise ModelMismatchError(expected=digest, found="") from error


def metrics_in_use(store: Store) -> Mapping[str, Any]:
    """Return what the model in use scored out of fold when it was made; empty without one."""
    told = store.value("SELECT metrics FROM models WHERE in_use = 1")
    found: Mapping[str, Any] = json.loads(told) if told else {}
    return found
