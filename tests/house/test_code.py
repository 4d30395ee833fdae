"""The numbers that the project keeps about its own code."""

from __future__ import annotations

import ast
import importlib.util
import re
import statistics
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Where a blind ``except`` may stand: the per-source loop, the page boundary, the CLI main.
BLIND_ALLOWED = {"monitor/intake/poll.py", "incidents/desk/boundary.py", "incidents/cli/main.py"}
#: Each third-party library's one door: top-level import -> modules that may import it.
DOORS = {
    "feedparser": ("monitor/intake/",),
    "trafilatura": ("monitor/intake/",),
    "sklearn": ("monitor/judge/",),
    "pypdf": ("monitor/intake/document.py",),
    "pycurl": ("monitor/intake/fetch.py",),
    "datasette": ("incidents/desk/",),
    "docx": ("incidents/report/render/",),
    "typst": ("incidents/report/render/",),
    "argon2": ("monitor/core/signin.py",),
    "holidays": ("monitor/core/calendar.py",),
    "smtplib": ("monitor/core/send.py",),
    "apprise": ("monitor/core/hook.py",),
    "markdown": ("incidents/desk/handbook_page.py",),
}


@cache
def modules() -> dict[str, ast.Module]:
    files = sorted([*ROOT.glob("monitor/**/*.py"), *ROOT.glob("incidents/**/*.py")])
    return {
        str(file.relative_to(ROOT)): ast.parse(file.read_text(encoding="utf-8")) for file in files
    }


def lengths() -> dict[str, int]:
    return {name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in modules()}


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_no_file_is_longer_than_400_lines() -> None:
    too_long = {name: lines for name, lines in lengths().items() if lines > 400}

    assert {} == too_long


def test_the_median_file_is_at_most_150_lines() -> None:
    counted = [lines for name, lines in lengths().items() if not name.endswith("__init__.py")]

    assert statistics.median(counted) <= 150


def test_no_function_is_longer_than_50_lines() -> None:
    too_long = [
        f"{name}:{node.name}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 50
    ]

    assert [] == too_long


def test_a_blind_except_stands_only_in_the_three_named_places() -> None:
    blind = {
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        )
        # Cleaning up and raising on is not swallowing.
        and not (node.body and isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)
    }

    assert set() == blind - BLIND_ALLOWED


def test_each_library_has_one_door() -> None:
    wrong = [
        f"{name} imports {module}"
        for name, tree in modules().items()
        for module in imports(tree)
        for library, doors in DOORS.items()
        if module.split(".")[0] == library and not name.startswith(doors)
    ]

    assert [] == wrong


def test_only_the_clock_reads_the_time_of_day() -> None:
    pattern = re.compile(r"datetime\.now\(|utcnow\(|date\.today\(|time\.time\(")
    readers = {
        name
        for name in modules()
        if name != "monitor/core/clock.py" and pattern.search((ROOT / name).read_text())
    }

    assert set() == readers


@pytest.mark.parametrize("package", ["rich"])
def test_what_breaks_the_desk_is_not_installed(package: str) -> None:
    assert importlib.util.find_spec(package) is None


def test_every_module_says_what_it_is() -> None:
    silent = [name for name, tree in modules().items() if not ast.get_docstring(tree)]

    assert [] == silent


def test_executescript_on_the_connection_is_never_used() -> None:
    users = [name for name in modules() if ".executescript(" in (ROOT / name).read_text()]

    assert [] == users


def test_no_host_or_path_of_a_developers_machine_is_in_the_repository() -> None:
    pattern = re.compile(r"/work/main|/root/|files\.pythonhosted|pypi\.org/simple|/tmp/w/")
    listed = [
        path
        for folder in ("monitor", "incidents", "tests", "docs", "data", "requirements", ".ci")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "var" not in path.parts and path.suffix not in {".png", ".pyc"}
    ]

    told = [
        str(p.relative_to(ROOT)) for p in listed if pattern.search(p.read_text(errors="ignore"))
    ]

    assert [] == [name for name in told if name != "tests/house/test_code.py"]
