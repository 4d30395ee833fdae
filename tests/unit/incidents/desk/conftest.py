"""A desk on a real database, and a browser-like client per role."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from incidents.desk.app import build
from incidents.record.schema import open_whole
from monitor.core import signin
from monitor.core.clock import HeldClock
from monitor.core.settings import Settings
from monitor.core.store import Store

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

    def _path(self, path: str) -> str:
        return path if path.startswith("/") else f"/-/lagesbild/{path}"

    def _cookies(self, role: str) -> dict[str, str]:
        return {"lagesbild": self.sessions[role]} if role else {}


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock(NOW)


@pytest.fixture
async def desk(tmp_path: Path, clock: HeldClock) -> AsyncIterator[Desk]:
    """A desk with one user per role, named after it; user ids 1–5 in the order of ROLES."""
    settings = Settings(state=tmp_path)
    store = open_whole(settings.database, clock)
    sessions = {}
    for role in ROLES:
        user_id = store.insert(
            "users",
            {
                "username": role,
                "display_name": role.title(),
                "role": role,
                "password_hash": "x",
                "created_at": store.now(),
            },
        )
        sessions[role] = signin.start_session(store, user_id, hours=12)
    datasette = build(settings, clock)
    await datasette.invoke_startup()
    yield Desk(datasette, store, clock, sessions)
    datasette.close()
    store.close()
