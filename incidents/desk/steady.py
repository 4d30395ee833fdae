"""Our database as Datasette sees it: asked once how its tables look, for nobody changes that.

Datasette asks anew for every page how each of some eighty tables looks, one trip to a thread each.
Only a migration changes it, and migrations run before the desk starts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette.database import Database


class Steady(Database):  # type: ignore[misc] # Datasette is untyped
    """A database whose tables stay as they are while the desk runs. Rows are counted each time."""

    def __init__(self, datasette: Any, path: str) -> None:
        super().__init__(datasette, path=path, is_mutable=True)
        self._kept: dict[tuple[str, str], Any] = {}

    async def _once(self, what: str, table: str, ask: Callable[..., Awaitable[Any]]) -> Any:
        key = (what, table)
        if key not in self._kept:
            self._kept[key] = await (ask(table) if table else ask())
        return self._kept[key]

    async def table_names(self) -> Any:
        """Return the names of the tables."""
        return list(await self._once("names", "", super().table_names))

    async def table_columns(self, table: str) -> Any:
        """Return the names of a table's columns."""
        return list(await self._once("columns", table, super().table_columns))

    async def primary_keys(self, table: str) -> Any:
        """Return the names of the columns of a table's key."""
        return list(await self._once("keys", table, super().primary_keys))

    async def fts_table(self, table: str) -> Any:
        """Return the table that a table is searched in, or None."""
        return await self._once("fts", table, super().fts_table)

    async def foreign_keys_for_table(self, table: str) -> Any:
        """Return where a table's columns point."""
        return list(await self._once("foreign", table, super().foreign_keys_for_table))

    async def get_all_foreign_keys(self) -> Any:
        """Return what points where, by table."""
        return await self._once("all_foreign", "", super().get_all_foreign_keys)

    async def table_counts(self, limit: int = 10) -> dict[str, int | None]:  # noqa: ARG002 - so few rows are counted in no time
        """Return how many rows each table has, at most :attr:`count_limit` and one more."""
        names = await self.table_names()

        def count(connection: sqlite3.Connection) -> dict[str, int | None]:
            return {name: _count(connection, name, self.count_limit + 1) for name in names}

        counted: dict[str, int | None] = await self.execute_fn(count)
        return counted


def _count(connection: sqlite3.Connection, name: str, most: int) -> int | None:
    quoted = name.replace('"', '""')
    sql = f'SELECT count(*) FROM (SELECT 1 FROM "{quoted}" LIMIT {most})'
    try:
        found: int = connection.execute(sql).fetchone()[0]
    except sqlite3.DatabaseError:  # a search index has parts that cannot be read by themselves
        return None
    return found
