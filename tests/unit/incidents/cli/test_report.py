"""From an incident document to a sent report without the desk."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.core.clock import to_text
from monitor.core.time_input import read_at
from tests.unit.incidents.cli.conftest import Shell

ROOT = Path(__file__).parents[4]
DOCUMENT = ROOT / "tests" / "golden" / "founding-incident.json"
#: How each format begins.
BEGINS = {
    "html": b"<!DOCTYPE html>",
    "pdf": b"%PDF-",
    "docx": b"PK",
    "text": b"Extrainsatt",
    "markdown": b"*Extrainsatt",
    "eml": b"",
}


@pytest.fixture
def drafted(started: Shell) -> Shell:
    """The founding incident taken in and drafted as 2024-E01 at 20.30."""
    for name, role in {"sara": "editor", "lena": "approver"}.items():
        started.user(name, role)
    told = started.json("incident", "import", str(DOCUMENT), "--as", "sara")
    started.json(
        "report", "draft", "--incident", told["ref"], "--kind", "extra",
        "--compiled-at", "2024-11-08 20.30", "--as", "sara",
    )  # fmt: skip
    return started


def number(shell: Shell) -> str:
    (row,) = shell.json("report", "list")
    return str(row["number"])


def test_the_founding_facts_pass_the_linter(drafted: Shell) -> None:
    told = drafted.json("report", "check", number(drafted))

    assert (True, [], []) == (told["ready"], told["blocking"], told["too_new"])


def test_own_words_that_nobody_has_approved_are_told_at_the_draft_and_at_its_check(
    drafted: Shell,
) -> None:
    (row,) = drafted.json("incident", "list")
    again = ("report", "draft", "--incident", row["ref"], "--compiled-at", "2024-11-08 20.40")

    _, out, _ = drafted(*again, "--as", "sara")
    code, checked, _ = drafted("report", "check", "2024-E02")
    told = drafted.json("report", "check", "2024-E02")

    for text in (out, checked):
        assert "Två egna uttalanden väntar på godkännande och är inte med:\n" in text
        assert f"”Leverantören svarar på frågor om certifikat.” ({row['ref']})" in text
    assert 0 == code
    assert "har inga anmärkningar" not in checked
    assert [row["ref"]] * 2 == [each["ref"] for each in told["waiting"]]


def test_an_import_of_an_export_changes_nothing(drafted: Shell, tmp_path: Path) -> None:
    path = tmp_path / "ut.json"
    (row,) = drafted.json("incident", "list")
    drafted("incident", "export", row["ref"], "-o", str(path))

    told = drafted.json("incident", "import", str(path), "--as", "sara")

    assert {} == told["added"]


def test_the_writer_cannot_approve_and_the_approver_can(drafted: Shell) -> None:
    drafted("report", "submit", number(drafted), "--as", "sara")

    refused = drafted("report", "approve", number(drafted), "--as", "sara")
    done = drafted("report", "approve", number(drafted), "--as", "lena")

    assert 1 == refused[0]
    assert refused[2].strip()
    assert 0 == done[0]


def test_a_report_that_is_not_approved_is_not_sent(drafted: Shell) -> None:
    code, _, err = drafted("report", "send", number(drafted), "--as", "sara")

    assert 1 == code
    assert 1 == len(err.strip().splitlines())


@pytest.mark.parametrize("form", BEGINS)
def test_every_format_is_exported_and_frozen_at_approval(
    drafted: Shell, tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"rapport.{form}"
    drafted("report", "submit", number(drafted), "--as", "sara")
    drafted("report", "approve", number(drafted), "--as", "lena")

    code, _, err = drafted("report", "export", number(drafted), "--format", form, "-o", str(path))
    first = path.read_bytes()
    drafted("report", "export", number(drafted), "--format", form, "-o", str(path))

    assert (0, "") == (code, err)
    assert first.startswith(BEGINS[form])
    assert first == path.read_bytes()


@pytest.mark.parametrize(
    ("typed", "compiled"),
    [("nu", "2026-03-09T19:00:00Z"), ("20.00", "2026-03-09T19:00:00Z"),
     ("i går 19.55", "2026-03-08T18:55:00Z")],
)  # fmt: skip
def test_a_time_is_typed_on_the_command_line_as_in_the_desk(typed: str, compiled: str) -> None:
    evening = datetime(2026, 3, 9, 19, 0, 30, tzinfo=UTC)

    assert compiled == to_text(read_at(evening, typed, field="--compiled-at").at)
