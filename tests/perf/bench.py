"""Run drivers against a farm in turn, several times over, and gather what each cycle cost.

Machines differ and are shared: the drivers alternate within each repetition, every run starts its
own farm, and the smallest time of the repetitions is kept, since other programs only add.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

#: The cycles of the comparison, in order, as label:mode. Ten in a hundred feeds change in each.
CYCLES = ("first:etag", "etag:etag", "plain0:plain", "plain:plain", "stamp0:stamp", "stamp:stamp")
#: Those worth showing: the others only let a driver meet a mode for the first time.
SHOWN = ("first", "etag", "plain", "stamp")


@dataclass
class Cost:
    """What one driver's cycles cost: seconds per repetition, by label."""

    cpu: dict[str, list[float]] = field(default_factory=dict)
    wall: dict[str, list[float]] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    peak_mb: float = 0.0

    def add(self, told: dict[str, Any]) -> None:
        for cycle in told["cycles"]:
            self.cpu.setdefault(cycle["cycle"], []).append(cycle["cpu_s"])
            self.wall.setdefault(cycle["cycle"], []).append(cycle["wall_s"])
            self.items[cycle["cycle"]] = cycle["items"]
        self.peak_mb = max(self.peak_mb, told["peak_mb"])

    def figures(self) -> dict[str, Any]:
        return {
            "peak_mb": self.peak_mb,
            "items": self.items,
            "cpu_s": {label: round(min(found), 4) for label, found in self.cpu.items()},
            "cpu_median_s": {
                label: round(statistics.median(found), 4) for label, found in self.cpu.items()
            },
            "wall_s": {label: round(min(found), 4) for label, found in self.wall.items()},
        }


@contextmanager
def farm(feeds: int, items: int) -> Iterator[int]:
    """Serve a farm from a process of its own and give its port."""
    command = [sys.executable, "-m", "tests.perf.farm", "--feeds", str(feeds)]
    process = subprocess.Popen([*command, "--items", str(items)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


def run(name: str, feeds: int, items: int, cycles: Sequence[str]) -> dict[str, Any]:
    """Run one driver once, against a farm of its own."""
    with farm(feeds, items) as port:
        command = [sys.executable, "-m", "tests.perf.drivers", name, "--port", str(port)]
        command += ["--feeds", str(feeds), "--cycles", ",".join(cycles)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def compare(
    names: Sequence[str], *, feeds: int, items: int, repeat: int, told: Callable[[str], None]
) -> dict[str, Cost]:
    """Return what the drivers' cycles cost, run A B C, A B C, … ``repeat`` times."""
    costs = {name: Cost() for name in names}
    for number in range(repeat):
        for name in names:
            told(f"{number + 1}/{repeat} {name}")
            costs[name].add(run(name, feeds, items, CYCLES))
    return costs


def times_cheaper(costs: dict[str, Cost]) -> dict[str, dict[str, float]]:
    """Return, by driver and cycle, how many times the product's CPU seconds it takes.

    ``first_wall`` compares wall time. Each repetition is a pair; the median of the pairs counts.
    """
    ours = costs["product"]
    found = {}
    for name, cost in costs.items():
        ratios = {label: _ratio(cost.cpu[label], ours.cpu[label]) for label in SHOWN}
        found[name] = ratios | {"first_wall": _ratio(cost.wall["first"], ours.wall["first"])}
    return found


def flatness(sizes: Sequence[int], repeat: int, told: Callable[[str], None]) -> dict[str, Any]:
    """Return CPU microseconds per unchanged source and peak memory, by number of sources."""
    found: dict[str, Any] = {}
    cycles = ["first:etag", "still1:etag", "still2:etag", "still3:etag"]
    for size in sizes:
        cost = Cost()
        for _ in range(repeat):
            told(f"{size} flöden")
            cost.add(run("product", size, 3, cycles))
        best = min(second for label in cost.cpu if label != "first" for second in cost.cpu[label])
        found[str(size)] = {"us_per_source": round(best / size * 1e6), "peak_mb": cost.peak_mb}
    return found


def _ratio(theirs: list[float], ours: list[float]) -> float:
    pairs = (one / other for one, other in zip(theirs, ours, strict=True))
    return round(statistics.median(pairs), 2)
