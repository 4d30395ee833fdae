"""Every table and column is explained in Swedish, and nothing that is gone still is."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from datasette.utils import parse_metadata

from incidents.record.schema import open_whole
from monitor.core.store import Store

METADATA = Path(__file__).parents[2] / "metadata.yml"
#: Tables that grow with the press, not with our own work.
LARGE = ("articles", "article_versions", "evidence", "mentions", "flags", "audit")
#: What SQLite and sqlite-utils keep for themselves.
MACHINERY = re.compile(r"sqlite_|_sqlite_|articles_fts_")


@pytest.fixture(scope="module")
def explained() -> dict[str, Any]:
    whole = parse_metadata(METADATA.read_text(encoding="utf-8"))
    found: dict[str, Any] = whole["databases"]["lagesbild"]
    return found


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    store = open_whole(tmp_path_factory.mktemp("schema") / "lagesbild.db")
    found = {name: _columns(store, name) for name in _tables(store)}
    store.close()
    return found


def _tables(store: Store) -> list[str]:
    rows = store.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    return [row["name"] for row in rows if not MACHINERY.match(row["name"])]


def _columns(store: Store, table: str) -> list[str]:
    return [row["name"] for row in store.rows(f"PRAGMA table_info([{table}])")]


def test_every_table_is_explained_and_no_other(
    explained: dict[str, Any], columns: dict[str, list[str]]
) -> None:
    assert set(columns) == set(explained["tables"])


def test_every_column_is_explained_and_no_other(
    explained: dict[str, Any], columns: dict[str, list[str]]
) -> None:
    told = {name: list(table["columns"]) for name, table in explained["tables"].items()}

    assert columns == told


def test_every_explanation_starts_with_a_short_name_of_its_own(explained: dict[str, Any]) -> None:
    for name, table in explained["tables"].items():
        short = [text.partition(":")[0] for text in table["columns"].values()]

        assert [] == [one for one, times in Counter(short).items() if times > 1], name
        assert all(0 < len(one) <= 32 for one in short), name
        assert all(text.endswith((".", "JSON.")) for text in table["columns"].values()), name


def test_names_facets_and_orders_are_columns(explained: dict[str, Any]) -> None:
    for name, table in explained["tables"].items():
        known = set(table["columns"])
        named = {table[key] for key in ("label_column", "sort", "sort_desc") if key in table}

        assert named | set(table.get("facets", ())) <= known, name


def test_every_order_and_facet_of_a_large_table_has_an_index(
    explained: dict[str, Any], tmp_path: Path
) -> None:
    store = open_whole(tmp_path / "lagesbild.db")
    for name in LARGE:
        table = explained["tables"][name]
        used = {table[key] for key in ("sort", "sort_desc") if key in table} - {"id"}
        used |= set(table.get("facets", ()))
        indexed = {
            column["name"]
            for index in store.rows(f"PRAGMA index_list([{name}])")
            for column in store.rows(f"PRAGMA index_info([{index['name']}])")[:2]
        }

        assert used <= indexed, name
    store.close()


def test_there_are_a_dozen_saved_questions_and_each_runs_on_an_empty_database(
    explained: dict[str, Any], tmp_path: Path
) -> None:
    store = open_whole(tmp_path / "lagesbild.db")

    for name, question in explained["queries"].items():
        given = dict.fromkeys(re.findall(r":(fran|till)\b", question["sql"]), "")
        store.rows(question["sql"], given)
        assert "LIMIT" in question["sql"], name
        assert question["title"] != name
        assert question["description"].endswith("."), name

    assert 12 <= len(explained["queries"])
    store.close()
