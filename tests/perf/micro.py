"""Small measurements of the product alone: start-up, a long report, readers beside the poller.

``python -m tests.perf.micro NAME`` measures in a process of its own and prints one JSON object.
"""

from __future__ import annotations

import copy
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).parents[1] / "golden" / "founding-incident.json"
RECORDS = 500
_COMPILED = datetime(2024, 11, 8, 19, 30, tzinfo=UTC)


def startup() -> dict[str, float]:
    """Return what it takes to import the poller's command: CPU seconds and MB."""
    begun = time.process_time()
    import monitor.cli.polling  # noqa: F401, PLC0415 - the import is what is measured

    seconds = time.process_time() - begun
    return {"import_cpu_s": round(seconds, 3), "rss_mb": _peak_mb()}


def report() -> dict[str, float]:
    """Return CPU seconds for a report on an incident with 500 records, step by step."""
    from incidents.record import document  # noqa: PLC0415 - imports are not measured
    from incidents.record.schema import open_whole  # noqa: PLC0415
    from incidents.report import draft, freeze  # noqa: PLC0415
    from incidents.report.render.docx import render_docx  # noqa: PLC0415
    from incidents.report.render.html import render_html  # noqa: PLC0415
    from incidents.report.render.markdown import render_markdown  # noqa: PLC0415
    from incidents.report.render.pdf import render_pdf  # noqa: PLC0415
    from incidents.report.render.text import render_text  # noqa: PLC0415
    from monitor.core.actors import Actor  # noqa: PLC0415
    from monitor.core.clock import HeldClock  # noqa: PLC0415

    took: dict[str, float] = {}

    def timed(name: str, step: Callable[[], Any]) -> Any:
        begun = time.process_time()
        made = step()
        took[f"{name}_s"] = round(time.process_time() - begun, 3)
        return made

    with tempfile.TemporaryDirectory(prefix="lagesbild-bench-") as folder:
        clock = HeldClock(_COMPILED + timedelta(days=7))
        store = open_whole(Path(folder) / "lagesbild.db", clock)
        row = {"username": "ed", "display_name": "Ed", "role": "editor", "created_at": store.now()}
        editor = Actor("ed", "editor", store.insert("users", row), "Ed")
        facts = document.from_json(json.dumps(_many(json.loads(GOLDEN.read_text("utf-8")))))
        done = timed("import", lambda: document.import_document(store, editor, facts))
        new = draft.NewExtra(incident_ids=[done.incident_id], compiled_at=_COMPILED)
        made = timed("compose", lambda: draft.draft_extra(store, editor, new))
        tree = timed("load", lambda: freeze.document_of(store, made))
        timed("html", lambda: render_html(tree, standalone=True))
        timed("docx", lambda: render_docx(tree))
        timed("pdf", lambda: render_pdf(tree))
        timed("text", lambda: render_text(tree))
        timed("markdown", lambda: render_markdown(tree))
        timed("eml", lambda: freeze.render_one(tree, "eml", "lagesbild@region.example"))
        store.close()
    return took | {"total_s": round(sum(took.values()), 3), "records": RECORDS}


def readers() -> dict[str, Any]:
    """Return how long a reader waits, in ms, while a first round is stored at full speed.

    Beside it stands the same reader with nobody writing, right afterwards: what is left of the
    difference is the poller's doing, the rest is the machine's other work.
    """
    from tests.perf.bench import farm  # noqa: PLC0415 - only this one needs a farm

    waits: list[float] = []
    locked = 0
    with farm(300, 30) as served, tempfile.TemporaryDirectory(prefix="lagesbild-bench-") as folder:
        command = [sys.executable, "-m", "tests.perf.drivers", "product"]
        command += ["--port", str(served.port)]
        command += ["--feeds", "300", "--cycles", "first:etag", "--folder", folder]
        poller = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        database = Path(folder) / "lagesbild.db"
        while poller.poll() is None:
            if database.exists():
                found, refused = _asked(database, lambda: poller.poll() is None)
                waits += found
                locked += refused
            time.sleep(0.01)
        left = iter(range(len(waits)))
        alone, _ = _asked(database, lambda: next(left, None) is not None)
    return {
        "queries": len(waits),
        "median_ms": _part(waits, 0.5),
        "p99_ms": _part(waits, 0.99),
        "alone_p99_ms": _part(alone, 0.99),
        "locked": locked,
    }


def _part(waits: list[float], share: float) -> float:
    return round(1000 * sorted(waits)[int(len(waits) * share)], 2)


def extraction() -> dict[str, float]:
    """Return the CPU that reading a page takes, beside trafilatura's two modes."""
    from monitor.intake.extract import extract, plain_trafilatura  # noqa: PLC0415
    from tests.perf.workers import pages  # noqa: PLC0415

    url = "https://mv.example/1"
    steps: dict[str, Callable[[bytes], Any]] = {
        "ours": lambda body: extract(body, url=url, content_type="text/html"),
        "trafilatura_default": lambda body: plain_trafilatura(body, url, fast=False),
        "trafilatura_fast": lambda body: plain_trafilatura(body, url, fast=True),
    }
    bodies = pages()
    spent = dict.fromkeys(steps, 0.0)
    for number, body in enumerate(bodies):
        # Whoever comes first finds cold caches: they take turns at it.
        for name in sorted(steps, reverse=bool(number % 2)):
            begun = time.process_time()
            steps[name](body)
            spent[name] += time.process_time() - begun
    found = {f"{name}_ms": round(1000 * took / len(bodies), 1) for name, took in spent.items()}
    return found | {"to_default": round(spent["ours"] / spent["trafilatura_default"], 2)}


def workers() -> dict[str, Any]:
    """Return what a second worker gives; see :mod:`tests.perf.workers`."""
    from tests.perf import workers as two  # noqa: PLC0415 - only this one reads pages

    return two.measure()


def grouping() -> dict[str, float]:
    """Return what a hundred thousand articles in stories cost; see :mod:`tests.perf.grouping`."""
    from tests.perf import grouping as stories  # noqa: PLC0415 - only this one makes texts

    return stories.measure()


def _asked(database: Path, goes_on: Callable[[], bool]) -> tuple[list[float], int]:
    """Ask for the newest articles until told; return the waits and how often it was locked."""
    found, locked = [], 0
    sql = "SELECT title FROM articles ORDER BY id DESC LIMIT 20"
    # While the file is being made there is nothing to read; after that nobody may keep us waiting.
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as first:
        made = first.execute("SELECT 1 FROM sqlite_master WHERE name = 'poll_rounds'").fetchone()
        if not made or not first.execute("SELECT 1 FROM poll_rounds").fetchone():
            return [], 0
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=0)
    while goes_on():
        begun = time.perf_counter()
        try:
            shown = connection.execute(sql).fetchall()
        except sqlite3.OperationalError:
            locked += 1
            continue
        if shown:
            found.append(time.perf_counter() - begun)
        time.sleep(0.002)
    connection.close()
    return found, locked


def _many(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts with as many actions as make 500 records."""
    first = facts["actions"][0]
    for number in range(RECORDS - sum(len(facts[kind]) for kind in ("statements", "actions"))):
        more = copy.deepcopy(first)
        more["key"] = f"mer-{number}"
        more["wording"] = f"{first['wording']} ({number})"
        facts["actions"].append(more)
    return facts


def _peak_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


MEASURES: dict[str, Callable[[], dict[str, Any]]] = {
    "startup": startup, "report": report, "readers": readers, "workers": workers,
    "extraction": extraction, "grouping": grouping,
}  # fmt: skip


def measured(name: str) -> dict[str, Any]:
    """Return a measurement made in a process of its own."""
    command = [sys.executable, "-m", "tests.perf.micro", name]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    json.dump(MEASURES[sys.argv[1]](), sys.stdout)
