"""Is the database built as the program built it? Compared with what the migrations make today.

A trigger that was dropped or altered is how somebody would get round the rules and the trail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from pathlib import Path

from incidents.record.schema import open_whole
from monitor.core.store import Store

Shape = Mapping[tuple[str, str], str]

_MEMORY = Path(":memory:")
#: Swedish nouns, in the definite form, of what a schema holds.
_NOUNS = {"table": "Tabellen", "trigger": "Spärren", "view": "Vyn", "index": "Indexet"}
_QUOTES = re.compile(r'["`\[\]]')


@cache
def shipped() -> Shape:
    """Return (type, name) -> SQL as this program's migrations make it.

    Making it takes a quarter of a second, and it is the same as long as the program runs.
    """
    with closing(open_whole(_MEMORY)) as store:
        return shape_of(store)


def shape_of(store: Store) -> Shape:
    """Return (type, name) -> SQL of a database, white space and quotes aside."""
    rows = store.rows(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return {
        (row["type"], row["name"]): " ".join(_QUOTES.sub("", row["sql"]).split()) for row in rows
    }


def audited(expected: Shape) -> list[str]:
    """Return the tables that the shipped triggers keep under audit."""
    found = (re.fullmatch(r"audit_(\w+)_insert", name) for _, name in expected)
    return sorted(match[1] for match in found if match)


def differences(store: Store, expected: Shape) -> tuple[int, list[str]]:
    """Return how many things were compared, and Swedish sentences about those that differ.

    An index of somebody's own is let be: it alters no answer.
    """
    found = shape_of(store)
    wrong = []
    for (kind, name), sql in expected.items():
        if (kind, name) not in found:
            wrong.append(f"{_NOUNS[kind]} {name} saknas i databasen.")
        elif found[kind, name] != sql:
            wrong.append(f"{_NOUNS[kind]} {name} är inte den som programmet lade in.")
    for kind, name in found:
        if (kind, name) not in expected and kind != "index":
            wrong.append(f"{_NOUNS[kind]} {name} hör inte till Lägesbild.")
    return len(expected), wrong
