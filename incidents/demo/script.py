"""The script of the fictional week as values: who does what at which minute.

Read from ``data/demo/week``: ``ground.toml`` (what is in place before) and one file per day, in
which times are on the Stockholm clock.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from incidents.demo.content import local_instant


@dataclass(frozen=True, slots=True)
class Step:
    """One moment of the week.

    Attributes:
        at: when it is done, aware, UTC.
        do: name of a verb; ``poll`` is the poller's.
        by: user name; empty for the poller.
        facts: what the verb is told; times among them are aware, UTC.
    """

    at: datetime
    do: str
    by: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Week:
    """Everything that is played.

    Attributes:
        opened: when the accounts and the ground data are entered.
        ground: ``ground.toml`` as read.
        steps: in the order of time; at the same minute polls go first.
    """

    opened: datetime
    ground: Mapping[str, Any]
    steps: tuple[Step, ...]


def load_week(folder: Path) -> Week:
    """Read the whole script.

    Raises:
        OSError, KeyError, ValueError: the shipped files are incomplete or unreadable.
    """
    ground = _read(folder / "ground.toml")
    steps = [step for row in ground["earlier"] for step in _earlier(row)]
    for path in sorted(folder.glob("2*.toml")):
        steps += _day(_read(path))
    steps.sort(key=lambda step: (step.at, step.do != "poll"))
    return Week(ground["opened"].astimezone(UTC), ground, tuple(steps))


def _day(page: Mapping[str, Any]) -> Iterator[Step]:
    day: date = page["day"]
    for at in page["polls"]:
        yield Step(local_instant(day, at), "poll")
    for row in page["moment"]:
        facts = {name: _instant(day, value) for name, value in row.items()}
        step = Step(facts.pop("at"), facts.pop("do"), facts.pop("by"), facts)
        yield step
        if "approved_by" in facts:
            yield from _until_given(step)


def _until_given(drafted: Step) -> Iterator[Step]:
    """Yield what happens to our own drafted statement: approved, given, and what it answers."""
    facts = drafted.facts
    told = {"statement": facts["id"]}
    yield Step(facts["approved"], "approve_statement", facts["approved_by"], told)
    yield Step(facts["given"], "give", drafted.by, told)
    if "answers" in facts:
        yield Step(facts["given"], "answer", drafted.by, {"enquiry": facts["answers"], **told})


def _earlier(row: Mapping[str, Any]) -> Iterator[Step]:
    """Yield the life of an incident that was closed before the week began."""
    opened, closed = row["at"].astimezone(UTC), row["closed"].astimezone(UTC)
    name, by = row["title"], row["by"]
    yield Step(
        opened,
        "open",
        by,
        {"id": name, "title": name, "severity": row["severity"], "happened": opened},
    )
    yield Step(opened, "action", by, {"incident": name, "wording": row["action"]})
    yield Step(closed, "close", by, {"incident": name, "note": row["note"]})


def _instant(day: date, value: Any) -> Any:
    """Return times of day and zoned times as UTC instants, and everything else as it is."""
    if isinstance(value, time):
        return local_instant(day, value)
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return value


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)
