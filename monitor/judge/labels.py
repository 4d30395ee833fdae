"""Labels to learn from: the shipped ones of our own, and what they look like to the model.

Pure: no clock, no store, no network, except that the shipped files are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor.core.resources import shipped
from monitor.judge.features import Document, document
from monitor.judge.mentions import scan
from monitor.judge.scoring import digest_of
from monitor.judge.watches import Watch, from_toml, to_mapping


@dataclass(frozen=True, slots=True)
class Label:
    """A text that somebody judged, with the watch it was judged for.

    Attributes:
        group: texts that tell the same story share it.
        weight: how much the label counts.
        seed: shipped with the product, not given by the staff.
    """

    watch: Watch
    title: str
    lede: str
    text: str
    relevant: bool
    group: str
    weight: float = 1.0
    seed: bool = False

    def document(self) -> Document:
        """Return the text as the model counts it."""
        return document(scan(self.watch, self.title, self.lede, self.text))


def seed_labels() -> list[Label]:
    """Return the shipped labels, each read as if its names were shared and as if they were ours.

    A wrong one that holds a name is read only as shared: a name that is only ours has no wrong
    use that we could have made up.
    """
    path = shipped("data/seed_labels.jsonl")
    shared, own = _seed_watches()
    found: list[Label] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        label = _seed(raw, shared)
        twice = label.relevant and any(mark in line for mark in ("PROGRAMME", "SUPPLIER"))
        weight = 0.5 if twice else 1.0
        found.append(replace(label, weight=weight))
        if twice:
            found.append(replace(label, watch=own, weight=weight))
    return found


def judged_headlines() -> list[Label]:
    """Return the headlines that nothing is learnt from, as the shipped watch reads them."""
    watch = from_toml(shipped("data/watches/millennium.toml").read_text(encoding="utf-8"))
    path = shipped("data/judged_headlines.jsonl")
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Label(watch, row["title"], row["lede"], "", row["label"] == "relevant", row["title"])
        for row in rows
    ]


def _seed(raw: Mapping[str, str], watch: Watch) -> Label:
    title, lede, text = (raw.get(field, "") for field in ("title", "lede", "text"))
    return Label(
        watch, title, lede, text, raw["label"] == "relevant", f"seed:{title}:{lede}", seed=True
    )


@lru_cache(maxsize=1)
def _seed_watches() -> tuple[Watch, Watch]:
    shared = from_toml(shipped("data/seed_watch.toml").read_text(encoding="utf-8"))
    names = tuple(
        replace(name, strength="own") if name.strength == "shared" else name
        for name in shared.names
    )
    return shared, replace(shared, names=names)


def digest(labels: Iterable[Label]) -> str:
    """Return the SHA-256 over labels and the watches they were read with, whatever their order."""
    watches: dict[Watch, str] = {}
    lines = []
    for label in labels:
        if label.watch not in watches:
            watches[label.watch] = _digest(_line(to_mapping(label.watch)))
        told = [watches[label.watch], label.title, label.lede, label.text]
        lines.append(_line([*told, label.relevant, label.weight]))
    lines.sort()
    return _digest("\n".join(lines))


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _digest(text: str) -> str:
    return digest_of(text.encode())
