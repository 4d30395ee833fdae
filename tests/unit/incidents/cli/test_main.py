from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from incidents.record.schema import open_whole
from tests.unit.incidents.cli.conftest import Shell


def with_users(shell: Shell) -> None:
    for name, role in {"sara": "editor", "lena": "approver", "ulla": "reader"}.items():
        shell.user(name, role)


@pytest.mark.parametrize(
    "arguments",
    [
        ["hej"],
        ["--flaggan"],
        ["poll", "--flaggan"],
        ["report", "export"],
        ["users", "add", "sara", "--name", "Sara", "--role", "kung"],
        ["incident", "import"],
    ],
)
def test_wrong_usage_is_told_in_one_swedish_line_and_exits_with_2(
    shell: Shell, arguments: list[str]
) -> None:
    code, out, err = shell(*arguments)

    assert (2, "") == (code, out)
    assert 1 == len(err.strip().splitlines())
    assert not {"Error", "Usage", "Missing", "Invalid"} & set(err.replace(":", " ").split())


def test_help_is_swedish_all_the_way(shell: Shell) -> None:
    _, out, _ = shell("--help")

    assert "Användning:" in out
    assert "Kommandon" in out
    assert not {"Usage:", "Options:", "Commands:", "Show"} & set(out.split())


@pytest.mark.parametrize(
    "listing",
    [
        ["sources", "list"],
        ["users", "list"],
        ["incident", "list"],
        ["report", "list"],
        ["watches", "list"],
    ],
)
def test_every_listing_gives_json(shell: Shell, listing: list[str]) -> None:
    assert isinstance(shell.json(*listing), list)


def test_a_write_without_a_name_is_refused(shell: Shell) -> None:
    code, _, err = shell("report", "draft", "--incident", "H-2026-001")

    assert 1 == code
    assert "--as" in err


def test_a_write_obeys_the_role_of_the_one_named(shell: Shell) -> None:
    with_users(shell)

    code, _, err = shell("sources", "add", "https://mv.example/rss", "--as", "ulla")

    assert 1 == code
    assert "Du har inte behörighet" in err
    assert [] == shell.json("sources", "list")


def test_an_unknown_user_is_told(shell: Shell) -> None:
    code, _, err = shell("sources", "add", "https://mv.example/rss", "--as", "ingen")

    assert 1 == code
    assert "ingen" in err


def test_sources_go_in_and_out_without_loss(shell: Shell, tmp_path: Path) -> None:
    shell("sources", "add", "https://mv.example/rss", "--title", "MV", "--outlet", "Morgonbladet")
    first, second = tmp_path / "a.opml", tmp_path / "b.opml"
    shell("sources", "export", "-o", str(first))
    other = Shell(tmp_path / "other", shell._capsys)

    code, out, _ = other("sources", "import", str(first))
    other("sources", "export", "-o", str(second))

    assert (0, "1 flöden tillagda, 0 fanns redan.\n") == (code, out)
    assert first.read_bytes() == second.read_bytes()


def test_a_list_that_cannot_be_read_is_told(shell: Shell, tmp_path: Path) -> None:
    code, _, err = shell("sources", "import", str(tmp_path / "saknas.opml"))

    assert 1 == code
    assert "går inte att läsa" in err


def test_a_headline_is_judged_with_reasons(shell: Shell) -> None:
    (told,) = shell.json("watches", "test", "Millennium saknar CE-märkning, skriver tidningen")

    assert "flag" == told["band"]
    assert ["Millennium"] == told["reasons"]["names"]


def test_a_watch_is_proposed_from_a_document_tried_and_saved(shell: Shell, tmp_path: Path) -> None:
    report, file = tmp_path / "rapport.txt", tmp_path / "ny.toml"
    report.write_text("Polstjärnan är ett schemasystem. Region Västmark inför schemasystemet.")

    _, proposed, _ = shell("watches", "new", "--name", "Polstjärnan", "--from", str(report))
    file.write_text(proposed)
    tried = shell.json("watches", "preview", str(file))
    code, said, _ = shell("watches", "save", str(file), "--as", "operatör")

    assert 'key = "polstjarnan"' in proposed
    assert '"Region Västmark",' in proposed
    assert 0 == tried["articles"]
    assert (0, True) == (code, "”Polstjärnan” är sparad" in said)
    assert "polstjarnan" in {each["key"] for each in shell.json("watches", "list")}


def test_a_document_that_cannot_be_read_is_said(shell: Shell, tmp_path: Path) -> None:
    picture = tmp_path / "bild.png"
    picture.write_bytes(b"\x89PNG\x00")

    code, _, err = shell("watches", "new", "--name", "Polstjärnan", "--from", str(picture))

    assert 1 == code
    assert "”bild.png” är inget dokument som går att läsa" in err


def test_a_round_without_sources_is_a_round(shell: Shell) -> None:
    told = shell.json("poll", "--once")

    assert {
        "sources", "not_modified", "unchanged", "failed", "articles_new", "articles_changed",
        "flags_new", "seconds",
    } == set(told)  # fmt: skip
    assert 0 == told["sources"]


def test_a_wrong_setting_stops_with_one_line(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAGESBILD_SMTP_PORT", "tjugofem")

    code, _, err = shell("doctor")

    assert 1 == code
    assert 1 == len(err.strip().splitlines())
    assert "LAGESBILD_SMTP_PORT" in err


def test_a_database_of_a_newer_version_stops_with_one_line(shell: Shell) -> None:
    shell("doctor")
    store = open_whole(shell.state / "lagesbild.db")
    store.insert(
        "_sqlite_migrations", {"migration_set": "monitor", "name": "m9999", "applied_at": "2030"}
    )
    store.close()

    code, _, err = shell("doctor")

    assert 1 == code
    assert "nyare version" in err


def test_a_busy_port_stops_with_one_line(shell: Shell) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        code, _, err = shell("serve", "--port", str(taken.getsockname()[1]))

    assert 1 == code
    assert "upptagen" in err
    assert not shell.state.exists()


def test_the_doctor_names_where_things_are(shell: Shell) -> None:
    told = shell.json("doctor")

    assert str(shell.state / "lagesbild.db") == told["file"]
    assert ("articles", "guid") == (told["article_table"], told["guid_column"])


def test_a_backup_restores(shell: Shell) -> None:
    with_users(shell)
    path = shell.json("backup")["path"]
    shell("users", "disable", "sara")

    code, _, _ = shell("restore", path)

    assert 0 == code
    assert {"sara", "lena", "ulla"} == {
        row["username"] for row in shell.json("users", "list") if row["disabled_at"] is None
    }


def test_a_whole_record_verifies(shell: Shell) -> None:
    with_users(shell)

    assert shell.json("verify")["ok"]


def test_tampering_makes_verify_fail(shell: Shell) -> None:
    with_users(shell)
    store = open_whole(shell.state / "lagesbild.db")
    store.execute("DROP TRIGGER audit_no_update")
    store.execute("UPDATE audit SET actor = 'någon annan' WHERE id = 1")
    store.close()

    code, _, err = shell("verify")

    assert 1 == code
    assert "Rad 1 i ändringsloggen" in err


def test_an_unknown_report_or_incident_is_told(shell: Shell) -> None:
    assert "2026-E99" in shell("report", "check", "2026-E99")[2]
    assert "H-2026-099" in shell("incident", "show", "H-2026-099")[2]


def test_the_incident_documents_schema_is_printed(shell: Shell) -> None:
    code, out, _ = shell("incident", "import", "--schema")

    assert 0 == code
    assert json.loads(out)["$schema"].startswith("https://json-schema.org/")


def test_a_document_that_is_no_json_says_where(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "h.json"
    path.write_text('{"incident": \n !}')

    code, _, err = shell("incident", "import", str(path), "--as", "sara")

    assert 1 == code
    assert "rad 2" in err


def test_a_demo_on_a_busy_port_replaces_nothing(shell: Shell) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        code, _, err = shell("demo", "--port", str(taken.getsockname()[1]))

    assert 1 == code
    assert "upptagen" in err
    assert not (shell.state / "lagesbild.db").exists()


def test_the_list_of_sources_says_what_is_wrong_with_each(shell: Shell) -> None:
    shell("sources", "add", "http://127.0.0.1:9/rss", "--title", "Inne", "--as", "operatör")
    _, polled, _ = shell("poll", "--once")

    _, out, _ = shell("sources", "list")

    assert "se ”lagesbild sources list”" in polled
    assert "1 Inne: Adressen leder till ett privat nät och hämtas inte." in out


def test_a_full_disk_under_the_answer_is_told_in_one_line(shell: Shell) -> None:
    shell("sources", "list")
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "incidents", "--state", str(shell.state), "sources", "export"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env={name: told for name, told in os.environ.items() if name != "PYTHONUNBUFFERED"},
        )  # fmt: skip

    assert 1 == ended.returncode
    assert "Disken är full. Inget har ändrats. Frigör utrymme och försök igen.\n" == ended.stderr
