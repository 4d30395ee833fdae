from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path

import pytest

from incidents.desk.poller import Supervisor
from incidents.desk.serve import serve
from incidents.record.schema import open_whole
from monitor.core import accounts
from monitor.core.errors import SchemaError, SetupError, StoreDamagedError
from monitor.core.messages import explain
from monitor.core.settings import Settings

SLEEPS = (sys.executable, "-c", "import time; time.sleep(60)")
ENDS = (sys.executable, "-c", "raise SystemExit(3)")


def stop_soon(seen: list[str]) -> None:
    """Ask the running desk for its health, then send this process SIGTERM."""
    while not seen:
        time.sleep(0.02)
    connection = HTTPConnection("127.0.0.1", int(seen[0].rpartition(":")[2]), timeout=300)
    connection.request("GET", "/-/lagesbild/health.json")
    seen.append(str(connection.getresponse().status))
    connection.close()
    os.kill(os.getpid(), signal.SIGTERM)


async def until(holds: Callable[[], bool]) -> None:
    while not holds():  # noqa: ASYNC110 - the supervisor tells nobody when its child has begun
        await asyncio.sleep(0.02)


def test_the_desk_answers_tells_the_first_link_and_stops_when_asked(tmp_path: Path) -> None:
    seen: list[str] = []
    links: list[str | None] = []

    def ready(address: str, link: str | None) -> None:
        links.append(link)
        seen.append(address)

    settings = Settings(state=tmp_path)
    helper = threading.Thread(target=stop_soon, args=(seen,), daemon=True)
    helper.start()
    serve(settings, port=0, poller=SLEEPS, ready=ready)
    helper.join()

    store = open_whole(settings.database)
    found = accounts.invitation(store, (links[0] or "").rpartition("/")[2])
    store.close()
    assert "200" == seen[1]
    assert found.user_id is None


def test_a_busy_port_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SetupError) as refused:
            serve(Settings(state=tmp_path), port=port, poller=())

    told = explain(refused.value)
    assert f"Porten {port} är upptagen av ett annat program." in told
    assert "\n" not in told


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 99999), ("inte-en-adress.invalid", 0)])
def test_an_impossible_address_is_told_in_one_line(tmp_path: Path, host: str, port: int) -> None:
    with pytest.raises(SetupError) as refused:
        serve(Settings(state=tmp_path), host=host, port=port, poller=())

    assert "Kontrollera --host och --port." in explain(refused.value)


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    settings = Settings(state=tmp_path)
    store = open_whole(settings.database)
    store.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('incidents', 'm9999_future', '2030-01-01')"
    )
    store.close()

    with pytest.raises(SchemaError) as refused:
        serve(settings, port=0, poller=())

    assert "nyare version" in explain(refused.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    settings = Settings(state=tmp_path)
    settings.database.write_bytes(b"inte en databas" * 1000)

    with pytest.raises(StoreDamagedError):
        serve(settings, port=0, poller=())


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("x")

    with pytest.raises(SetupError) as refused:
        serve(Settings(state=tmp_path / "fil" / "mapp"), port=0, poller=())

    assert "går inte att använda" in explain(refused.value)


async def test_a_poller_that_ends_is_started_again_with_growing_waits() -> None:
    supervisor = Supervisor(ENDS, first_wait_s=0.01)
    watching = asyncio.create_task(supervisor.run())
    await until(lambda: supervisor.starts == 3)

    await supervisor.stop()
    await watching

    assert 3 <= supervisor.starts
    assert not supervisor.alive()


async def test_a_running_poller_is_alive_until_it_is_stopped() -> None:
    supervisor = Supervisor(SLEEPS)
    watching = asyncio.create_task(supervisor.run())
    await until(supervisor.alive)

    await supervisor.stop()
    await watching

    assert not supervisor.alive()
    assert 1 == supervisor.starts


async def test_a_command_that_does_not_exist_harms_nobody() -> None:
    supervisor = Supervisor(("/finns/inte",), first_wait_s=0.01)
    watching = asyncio.create_task(supervisor.run())
    await asyncio.sleep(0.05)

    await supervisor.stop()
    await watching

    assert 0 == supervisor.starts


def test_no_poller_asked_for_counts_as_alive() -> None:
    assert Supervisor(()).alive()
