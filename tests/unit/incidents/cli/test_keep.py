"""Disposal and disclosure from the command line, under the rules of the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from incidents.record.schema import open_whole
from monitor.core.actors import system
from tests.unit.incidents.cli.conftest import Shell

OLD = "2020-03-09T09:40:00Z"
DECIDE = (
    "purge", "decide", "--rule", "login_attempts", "--keep-days", "180", "--reference",
    "RVM 2025-1140", "--decided-by", "Regionarkivarien", "--decided-at", "2020-01-07",
)  # fmt: skip


@pytest.fixture
def manned(started: Shell) -> Shell:
    """An archivist, an editor, one old enquiry and one old attempt to sign in."""
    started.user("ingrid", "archivist", "Ingrid Vall")
    started.user("sara", "editor", "Sara Holm")
    store = open_whole(started.state / "lagesbild.db")
    with store.writing(system("test")):
        outlet = store.insert("outlets", {"name": "Morgonbladet Väst", "short_name": "MV"})
        store.insert(
            "enquiries",
            {"asker": "media", "outlet_id": outlet, "question": "Ring 031-390 06 10 om Kompass?",
             "happened_at": OLD, "known_at": OLD, "entered_at": OLD},
        )  # fmt: skip
        store.insert(
            "login_attempts", {"username": "x", "address": "192.0.2.1", "at": OLD, "succeeded": 0}
        )
    store.close()
    return started


def a_request(shell: Shell) -> dict[str, Any]:
    code, out, err = shell(
        "disclose", "request", "--kind", "enquiries", "--from", "2020-03-09", "--to", "2020-03-09",
        "--as", "ingrid",
    )  # fmt: skip
    assert (0, "") == (code, err), err
    assert "1 poster" in out
    (row,) = shell.json("disclose", "list")
    found: dict[str, Any] = row
    return found


def test_without_a_decision_disposal_fails_with_a_sentence(manned: Shell) -> None:
    code, out, err = manned("purge", "run", "--rule", "login_attempts", "--as", "ingrid")

    assert (1, "") == (code, out)
    assert "inget gallringsbeslut" in err


def test_under_a_decision_it_is_done_logged_and_told_with_the_backups(manned: Shell) -> None:
    manned(*DECIDE, "--as", "ingrid")
    plan = {one["rule"]: one["total"] for one in manned.json("purge", "plan")}

    code, out, _ = manned("purge", "run", "--rule", "login_attempts", "--as", "ingrid")

    (row,) = manned.json("purge", "log")
    assert (0, 1) == (code, plan["login_attempts"])
    assert "1 gallrade (inloggningsförsök) efter beslut RVM 2025-1140" in out
    assert "90 dagar" in out
    assert {"login_attempts": 1} == row["tables"]
    assert 0 == manned("verify")[0]
    assert "inget att gallra" in manned("purge", "run", "--rule", "login_attempts", "--as",
                                        "ingrid")[1]  # fmt: skip


def test_an_editor_neither_decides_nor_disposes_nor_hands_out(manned: Shell) -> None:
    refused = [
        manned(*DECIDE, "--as", "sara"),
        manned("purge", "finish", "--as", "sara"),
        manned(
            "disclose", "request", "--kind", "enquiries", "--from", "2020-03-09", "--to",
            "2020-03-09", "--as", "sara",
        ),
    ]  # fmt: skip

    assert [1, 1, 1] == [code for code, _, _ in refused]
    assert all("behörighet" in err for _, _, err in refused)


def test_a_decision_ends(manned: Shell) -> None:
    manned(*DECIDE, "--as", "ingrid")

    assert 0 == manned("purge", "end", "1", "--as", "ingrid")[0]
    assert 1 == manned("purge", "run", "--rule", "login_attempts", "--as", "ingrid")[0]
    assert "inget beslut" in manned("purge", "plan")[1]
    assert "login_attempts" in manned("purge", "decisions")[1]


def test_a_request_is_read_masked_and_handed_out_as_files(manned: Shell, tmp_path: Path) -> None:
    number = a_request(manned)["number"]
    (look,) = manned.json("disclose", "show", number)["suggested"]
    manned(
        "disclose", "mask", number, look["kind"], str(look["row"]), look["field"],
        "--start", str(look["start"]), "--end", str(look["end"]), "--ground", "21-3",
        "--as", "ingrid",
    )  # fmt: skip
    seen = manned.json("disclose", "show", number)["seen"]

    code, out, _ = manned(
        "disclose", "release", number, "--seen", seen, "-o", str(tmp_path / "ut"), "--as", "ingrid"
    )

    written = sorted(path.name for path in (tmp_path / "ut").iterdir())
    text = (tmp_path / "ut" / f"{number}.txt").read_text(encoding="utf-8")
    assert 0 == code
    assert "1 poster utlämnade, 1 maskningar" in out
    assert [f"{number}.{suffix}" for suffix in ("csv", "html", "json", "txt")] == written
    assert "031-390" not in text
    assert "21 kap. 3 § OSL" in text


def test_what_was_not_read_is_not_handed_out(manned: Shell) -> None:
    number = a_request(manned)["number"]

    code, _, err = manned("disclose", "release", number, "--seen", "x", "--as", "ingrid")

    assert 1 == code
    assert "Läs igenom" in err


def test_a_refusal_prints_how_to_appeal(manned: Shell) -> None:
    number = a_request(manned)["number"]

    code, out, _ = manned("disclose", "refuse", number, "--ground", "25-1", "--as", "ingrid")

    assert 0 == code
    assert "25 kap. 1 § OSL" in out
    assert "kammarrätten" in out


def test_the_grounds_are_listed(manned: Shell) -> None:
    assert "25-1" in manned("disclose", "grounds")[1]
