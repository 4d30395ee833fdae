"""The facts of the report that the product was founded on, taken in as a document and drafted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.incidents.cli.conftest import Shell

ROOT = Path(__file__).parents[4]
DOCUMENT = ROOT / "tests" / "golden" / "founding-incident.json"
#: The report itself, where somebody has laid it beside the repository.
ORIGINAL = ROOT.parent / "shared" / "reference" / "seed-report.md"
SECTIONS = [
    "Regional rapport Millennium 2024",
    "Beskrivning av händelse",
    "Kända omständigheter",
    "Vidtagna åtgärder",
    "Verksamhetens kommentar",
    "Talespersoner VGR",
    "Om Regional rapport Millennium 2024",
]


@pytest.fixture
def report(started: Shell, tmp_path: Path) -> str:
    """The draft as Markdown: an editor took the facts in, and an approver vouched for our words."""
    for name, role in {"sara": "editor", "lena": "approver"}.items():
        started.user(name, role)
    for name in ("sara", "lena"):
        told = started.json("incident", "import", str(DOCUMENT), "--as", name)
    started.json(
        "report", "draft", "--incident", told["ref"], "--kind", "extra",
        "--compiled-at", "2024-11-08 20.30", "--as", "sara",
    )  # fmt: skip
    path = tmp_path / "rapport.md"
    assert 0 == started("report", "export", "2024-E01", "--format", "markdown", "-o", str(path))[0]
    return path.read_text(encoding="utf-8")


def headings(markdown: str) -> list[str]:
    return [line.strip("#* ") for line in markdown.splitlines() if line.startswith("#")]


def test_the_facts_give_the_sections_in_their_order(report: str) -> None:
    assert SECTIONS == headings(report)


def test_the_sections_are_those_of_the_original(report: str) -> None:
    if not ORIGINAL.is_file():
        pytest.skip("the founding report is not beside the repository")

    assert headings(ORIGINAL.read_text(encoding="utf-8")) == headings(report)
