"""A desk on a real database, and a browser-like client per role."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from datasette.app import DatasetteClient

from incidents.desk.app import build
from incidents.desk.links import DATABASE
from incidents.desk.vocabulary import Vocabulary
from incidents.record.schema import open_whole
from monitor.core import signin
from monitor.core.clock import HeldClock
from monitor.core.settings import Settings
from monitor.core.store import Store
from tests.unit.monitor.intake.conftest import Web

NOW = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)
ROLES = ("reader", "editor", "approver", "archivist", "administrator")


@dataclass
class Desk:
    """The served desk and a store on the same file."""

    datasette: Any
    store: Store
    clock: HeldClock
    sessions: dict[str, str]

    async def get(self, path: str, role: str = "editor") -> Any:
        """Ask for one of our pages (``granska``) or any address that starts with a slash."""
        return await self.datasette.client.get(self._path(path), cookies=self._cookies(role))

    async def post(self, path: str, role: str = "editor", **fields: Any) -> Any:
        """Send a form."""
        return await self.datasette.client.post(
            self._path(path), data=fields, cookies=self._cookies(role)
        )

    async def send(self, path: str, files: dict[str, Any], role: str, **fields: Any) -> Any:
        """Send a form that carries files: name -> (file name, content)."""
        return await self.datasette.client.post(
            self._path(path), data=fields, files=files, cookies=self._cookies(role)
        )

    def told(self, answer: Any) -> dict[str, Any]:
        """Return the message that an answered form brings to the next page."""
        ((told, _),) = self.datasette.unsign(answer.cookies["ds_messages"], "messages")
        return dict(told)

    def _path(self, path: str) -> str:
        return path if path.startswith("/") else f"/-/lagesbild/{path}"

    def _cookies(self, role: str) -> dict[str, str]:
        return {"lagesbild": self.sessions[role]} if role else {}


class _Client(DatasetteClient):
    """Datasette's client on an app that is made once, as a server makes it.

    Its own makes routes and wrappers anew for every request, a quarter of what a page costs.
    """

    app = None

    def __init__(self, datasette: Any) -> None:
        super().__init__(datasette)
        self.app = datasette.app()


@dataclass
class _Stage:
    """What all tests share: starting Datasette takes a second, restoring the file none."""

    datasette: Any
    settings: Settings
    empty: sqlite3.Connection
    sessions: dict[str, str]

    def settle(self) -> None:
        """Wait for what pages have noted for later, or it would be written in the next test."""
        database = self.datasette.get_database(DATABASE)
        loop = asyncio.new_event_loop()
        loop.run_until_complete(database.execute_write_fn(lambda _: None, transaction=False))
        loop.close()


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[_Stage]:
    settings = Settings(state=tmp_path_factory.mktemp("desk"))
    shutil.copy(migrated, settings.database)
    store = open_whole(settings.database, HeldClock(NOW))
    sessions = {}
    for role in ROLES:
        user = {"username": role, "display_name": role.title(), "role": role}
        user_id = store.insert("users", {**user, "password_hash": "x", "created_at": store.now()})
        sessions[role] = signin.start_session(store, user_id, hours=12)
    empty = sqlite3.connect(":memory:")
    store.connection.backup(empty)
    store.close()
    datasette = build(settings, HeldClock(NOW))
    asyncio.run(datasette.invoke_startup())
    datasette.client = _Client(datasette)
    yield _Stage(datasette, settings, empty, sessions)
    datasette.close()
    empty.close()


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock(NOW)


@pytest.fixture
def desk(stage: _Stage, clock: HeldClock) -> Iterator[Desk]:
    """A desk with one user per role, named after it; user ids 1–5 in the order of ROLES."""
    held = stage.datasette.lagesbild
    held.settings, held.clock, held.demo = stage.settings, clock, False
    held.vocabulary = Vocabulary(stage.settings.database)
    connection = sqlite3.connect(stage.settings.database)
    stage.empty.backup(connection)
    connection.close()
    store = open_whole(stage.settings.database, clock)
    yield Desk(stage.datasette, store, clock, dict(stage.sessions))
    store.close()
    stage.settle()


@pytest.fixture
def web(desk: Desk) -> Iterator[Any]:
    """A web server that the desk may ask although it is a private address."""
    server = Web()
    held = desk.datasette.lagesbild
    held.settings = replace(held.settings, allow_private=(f"{server.host}:{server.port}",))
    yield server
    server.close()
