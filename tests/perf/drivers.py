"""One driver, one process: polls the farm cycle by cycle and tells what each cycle cost it.

``python -m tests.perf.drivers NAME --port P --feeds N --cycles first:etag,etag:etag`` prints one
JSON object. CPU seconds are the process's own and its children's, imports and set-up left out.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

PARALLEL = 50


class Driver(Protocol):
    """Something that can poll all feeds once."""

    def cycle(self) -> int:
        """Poll every feed once and return how many items it has stored or read by now."""
        ...


class Product:
    """Lägesbild's own round: everything it stores of a feed, article pages not fetched."""

    def __init__(self, urls: list[str], folder: Path) -> None:
        from monitor.core.actors import system  # noqa: PLC0415 - imports belong to the driver
        from monitor.core.schema import MIGRATIONS  # noqa: PLC0415
        from monitor.core.settings import Settings  # noqa: PLC0415
        from monitor.core.store import open_store  # noqa: PLC0415
        from monitor.intake import poll, sources  # noqa: PLC0415
        from monitor.intake.opml import SourceLine  # noqa: PLC0415

        place = urls[0].split("/")[2]
        self._poll = poll
        self._settings = Settings(state=folder, allow_private=(place,), fetch_parallel=PARALLEL)
        self._options = poll.Options(forced=True, fetch_pages=False, per_host=PARALLEL)
        self._store = open_store(folder / "lagesbild.db", [MIGRATIONS])
        sources.import_sources(self._store, system("bench"), [SourceLine(u, u) for u in urls])

    def cycle(self) -> int:
        summary = self._poll.run_round(self._store, self._settings, options=self._options)
        assert not summary.failed, summary
        return int(self._store.value("SELECT count(*) FROM articles"))


class Fetch:
    """The limit: libcurl alone, validators kept, bodies thrown away."""

    def __init__(self, urls: list[str], folder: Path) -> None:
        self._pycurl: Any = importlib.import_module("pycurl")
        self._urls = urls
        self._etags: dict[str, str] = {}
        self._multi = self._pycurl.CurlMulti()

    def cycle(self) -> int:
        curl, multi, rest = self._pycurl, self._multi, iter(self._urls)
        idle = [curl.Curl() for _ in range(PARALLEL)]
        under_way = 0
        while True:
            while idle and (url := next(rest, None)):
                self._start(idle.pop(), url)
                under_way += 1
            if not under_way:
                return 0
            multi.select(0.05)
            multi.perform()
            _, done, failed = multi.info_read()
            assert not failed
            for handle in done:
                multi.remove_handle(handle)
                self._done(handle)
                idle.append(handle)
                under_way -= 1

    def _start(self, handle: Any, url: str) -> None:
        headers: list[bytes] = []
        curl, body = self._pycurl, io.BytesIO()
        told = [f"If-None-Match: {self._etags[url]}"] if url in self._etags else []
        handle.setopt(curl.URL, url)
        handle.setopt(curl.HTTPHEADER, told)
        handle.setopt(curl.ACCEPT_ENCODING, "gzip")
        handle.setopt(curl.HEADERFUNCTION, headers.append)
        handle.setopt(curl.WRITEFUNCTION, body.write)
        handle.kept = url, headers, body
        self._multi.add_handle(handle)

    def _done(self, handle: Any) -> None:
        url, headers, _ = handle.kept
        for line in headers:
            if line.lower().startswith(b"etag:"):
                self._etags[url] = line[5:].strip().decode()


class Feedparser:
    """feedparser with addresses, as its documentation shows it: validators kept, nothing stored."""

    def __init__(self, urls: list[str], folder: Path) -> None:
        self._feedparser: Any = importlib.import_module("feedparser")
        self._urls = urls
        self._kept: dict[str, tuple[Any, Any]] = {}
        self._items = 0

    def cycle(self) -> int:
        for url in self._urls:
            etag, modified = self._kept.get(url, (None, None))
            found = self._feedparser.parse(url, etag=etag, modified=modified)
            if found.get("status") == 200:
                self._kept[url] = found.get("etag"), found.get("modified")
                self._items += len(found.entries)
        return self._items


class Reader:
    """The peer: the PyPI package ``reader``, ten workers, its own database."""

    def __init__(self, urls: list[str], folder: Path) -> None:
        reader: Any = importlib.import_module("reader")
        self._reader = reader.make_reader(str(folder / "reader.db"), feed_root="")
        for url in urls:
            self._reader.add_feed(url)

    def cycle(self) -> int:
        for told in self._reader.update_feeds_iter(workers=10, scheduled=False):
            assert not isinstance(told.value, Exception), told
        return int(self._reader.get_entry_counts().total)


class Patient(Product):
    """Lägesbild over days: seven hours pass between its cycles, as they do between real polls."""

    def __init__(self, urls: list[str], folder: Path) -> None:
        from monitor.core.clock import HeldClock, SystemClock  # noqa: PLC0415

        super().__init__(urls, folder)
        self._clock = HeldClock(SystemClock().now())
        self._store.clock = self._clock

    def cycle(self) -> int:
        self._clock.set(self._clock.now() + timedelta(hours=7))
        return super().cycle()


DRIVERS: dict[str, type[Any]] = {
    "product": Product, "fetch": Fetch, "feedparser": Feedparser, "reader": Reader,
}  # fmt: skip
#: Those that are no rows of the comparison.
OTHERS: dict[str, type[Any]] = {"patient": Patient}

#: Where the peers are installed that the product must not depend on.
_PEERS = Path(__file__).parents[2] / ".bench" / "bin" / "python"
_VERSION = "import sys; from importlib.metadata import version; print(version(sys.argv[1]))"


def interpreter(name: str) -> str:
    """Return the Python that a driver runs in."""
    return str(_PEERS) if name == "reader" and _PEERS.exists() else sys.executable


def installed(name: str) -> str | None:
    """Return the version of a driver's package ("" for our own), or None when it is not there."""
    if name in {"product", "fetch"}:
        return ""
    command = [interpreter(name), "-c", _VERSION, name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def cpu_s() -> float:
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def run(
    name: str, port: int, feeds: int, cycles: list[str], *, kept: str = "", control: str = "step"
) -> dict[str, Any]:
    """Return wall and CPU seconds per cycle, in order, and the peak memory in MB.

    Args:
        kept: a folder for the driver's database; without one it is thrown away.
        control: where the farm is told its cycle.
    """
    base = f"http://127.0.0.1:{port}"
    found = []
    with tempfile.TemporaryDirectory(prefix="lagesbild-bench-") as folder:
        driver: Driver = (DRIVERS | OTHERS)[name](
            [f"{base}/f/{n}.xml" for n in range(feeds)], Path(kept or folder)
        )
        for number, cycle in enumerate(cycles):
            label, _, mode = cycle.partition(":")
            changed = 0.0 if label.startswith("still") else 0.1
            step = f"{base}/{control}?cycle={number}&mode={mode}&changed={changed}"
            with urllib.request.urlopen(step, timeout=600) as answer:
                answer.read()
            wall, cpu = time.perf_counter(), cpu_s()
            items = driver.cycle()
            found.append({
                "cycle": label,
                "wall_s": time.perf_counter() - wall,
                "cpu_s": cpu_s() - cpu,
                "items": items,
            })  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"driver": name, "cycles": found, "peak_mb": round(peak, 1)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=DRIVERS | OTHERS)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--feeds", type=int, required=True)
    parser.add_argument("--cycles", required=True, help="label:mode,label:mode …")
    parser.add_argument("--folder", default="", help="where the database stays")
    parser.add_argument("--control", default="step", help="where the farm is told its cycle")
    told = parser.parse_args()
    found = run(
        told.name, told.port, told.feeds, told.cycles.split(","),
        kept=told.folder, control=told.control,
    )  # fmt: skip
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
