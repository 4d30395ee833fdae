from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from incidents.alert import choices, outbox
from incidents.alert.choices import Preferences
from incidents.cli.main import main
from incidents.record.schema import open_whole
from monitor.core.accounts import actor_named
from monitor.core.settings import load_settings
from tests.unit.incidents.cli.conftest import Shell


def a_person(state: Path) -> None:
    """Add an editor with an address who wants the digest and new flags."""
    with closing(open_whole(load_settings(state).database)) as store:
        row = {"username": "sara", "display_name": "Sara Holm", "role": "editor"}
        stamp = {"email": "sara@rvm.example", "created_at": store.now()}
        store.insert("users", {**row, **stamp})
        wants = Preferences(chosen=frozenset({("flag", None)}))
        choices.choose(store, actor_named(store, "sara"), wants)


def test_a_turn_with_nothing_to_tell_says_so(shell: Shell) -> None:
    a_person(shell.state)

    assert {"sent": 0, "planned": 0, "failed": 0} == shell.json("alert", "send")
    assert [] == shell.json("alert", "rota")
    assert "Inga aviseringar än." in shell("alert", "list")[1]


def test_a_test_and_a_digest_land_in_the_outbox_when_there_is_no_server(shell: Shell) -> None:
    a_person(shell.state)

    tested = shell("alert", "test", "--to", "sara")
    told = shell("alert", "digest", "--to", "sara")
    letters = sorted((shell.state / "outbox").glob("avisering.*.eml"))

    assert (0, "Provet är skickat.\n", "") == tested
    assert (0, "Morgonbrevet är skickat till sara.\n", "") == told
    assert 2 == len(letters)
    assert "Inget har hänt och inget väntar." in letters[1].read_text(encoding="utf-8").replace(
        "=C3=A4", "ä"
    )


def test_a_test_needs_one_address(shell: Shell) -> None:
    a_person(shell.state)

    assert 2 == shell("alert", "test")[0]
    assert (
        "Hittar inte kanalen Presskanalen."
        in shell("alert", "test", "--channel", "Presskanalen")[2]
    )


def test_the_watch_runs_until_it_is_asked_to_stop(tmp_path: Path) -> None:
    state = tmp_path / "state"
    a_person(state)
    with closing(open_whole(load_settings(state).database)) as store:
        outbox.queue_one(store, "user:1", "test")
    child = subprocess.Popen(
        [sys.executable, "-m", "incidents", "--state", str(state), "alert", "watch"],
        stderr=subprocess.PIPE,
        text=True,
    )
    while child.poll() is None and not list((state / "outbox").glob("*.eml")):
        time.sleep(0.1)
    child.send_signal(signal.SIGTERM)
    _, errors = child.communicate(timeout=300)

    assert (0, "") == (child.returncode, errors)
    assert 0 == main(["--state", str(state), "alert", "list"])
