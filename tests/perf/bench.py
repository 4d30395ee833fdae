"""Run drivers against a farm in turn, several times over, and gather what each cycle cost.

Machines differ and are shared: the drivers alternate within each repetition, every run starts its
own farm, and the smallest time of the repetitions is kept, since other programs only add.
"""

from __future__ import annotations

import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.perf.drivers import interpreter

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


#: Another farm of the same shape, in a folder beside the repository, is taken when it is there.
_OTHER_FARM = Path(__file__).parents[3] / "shared" / "bench" / "feedfarm.py"


@dataclass(frozen=True)
class Served:
    """A farm that runs: its port, and where it is told its cycle."""

    port: int
    control: str


@contextmanager
def farm(feeds: int, items: int, *, own: bool = True) -> Iterator[Served]:
    """Serve a farm from a process of its own."""
    told = ["--feeds", str(feeds), "--items", str(items)]
    if own or not _OTHER_FARM.exists():
        command = [sys.executable, "-m", "tests.perf.farm", *told]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        served = Served(int(process.stdout.readline()), "step")
    else:
        served = Served(_free_port(), "_ctl")
        command = [sys.executable, str(_OTHER_FARM), "--port", str(served.port), *told]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, text=True)
        _await(served.port)
    try:
        yield served
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _await(port: int) -> None:
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)


def farm_in_use(*, own: bool) -> str:
    """Return the name of the farm that :func:`farm` would serve."""
    return "tests/perf/farm.py" if own or not _OTHER_FARM.exists() else _OTHER_FARM.name


def run(
    name: str, feeds: int, items: int, cycles: Sequence[str], *, own: bool = True
) -> dict[str, Any]:
    """Run one driver once, against a farm of its own."""
    with farm(feeds, items, own=own) as served:
        command = [interpreter(name), "-m", "tests.perf.drivers", name]
        command += ["--port", str(served.port), "--control", served.control]
        command += ["--feeds", str(feeds), "--cycles", ",".join(cycles)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def lying(feeds: int, items: int) -> dict[str, int]:
    """Return how many articles a farm held whose validators lie, and how many of them were lost."""
    labels = ("first", "second", "third", "fourth")
    honest = run("product", feeds, items, [f"{label}:etag" for label in labels])
    lied_to = run("patient", feeds, items, [f"{label}:lying" for label in labels])
    there, found = (told["cycles"][-1]["items"] for told in (honest, lied_to))
    return {"articles": there, "lost": there - found}


def compare(
    names: Sequence[str], size: tuple[int, int], repeat: int, told: Callable[[str], None], *,
    own: bool = True,
) -> dict[str, Cost]:  # fmt: skip
    """Return what the drivers' cycles cost, run A B C, A B C, … ``repeat`` times.

    Args:
        size: feeds, and items in each.
    """
    costs = {name: Cost() for name in names}
    for number in range(repeat):
        for name in names:
            told(f"{number + 1}/{repeat} {name}")
            costs[name].add(run(name, *size, CYCLES, own=own))
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


def to_fetch(costs: dict[str, Cost]) -> dict[str, float]:
    """Return how many times the raw fetch by the fastest client the product takes, by cycle."""
    if "fetch" not in costs:
        return {}
    return {
        label: _ratio(costs["product"].cpu[label], costs["fetch"].cpu[label]) for label in SHOWN
    }


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
