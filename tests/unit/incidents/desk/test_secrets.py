"""What nobody finds through the history or our pages, by whatever way they look."""

from __future__ import annotations

import json

import pytest

from incidents.desk.permissions import BLANKED, CLOSED, OF_PEOPLE
from monitor.core.actors import ROLES
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.doors import doors
from tests.unit.incidents.desk.report_world import e01

#: A word that stands in no text of ours.
WORD = "zqhemligt"
#: Tables that everybody here may read in the history. A new table is named here, or closed.
READABLE = {
    "actions", "article_aliases", "article_versions", "articles", "articles_fts", "audit",
    "audit_head", "audit_samples", "circumstances", "claims", "contradictions", "days_off",
    "decisions", "disclosure_masks", "disclosure_rows", "disclosures", "dismissed_proposals",
    "distribution_lists", "duty_shifts", "enquiries", "evidence", "flags", "incident_articles",
    "incident_relations", "incident_spokespersons", "incidents", "judge_queue", "mentions",
    "models", "organisations", "outlets", "paragraph_sources", "people", "poll_hours",
    "poll_rounds", "positions", "purge_decisions", "purge_parts", "purges", "questions",
    "report_edits", "report_incidents", "report_overrides", "report_paragraphs", "reports",
    "row_marks", "series", "source_days", "source_rhythm", "source_state", "sources",
    "statement_relations", "statements", "stories", "story_words", "users", "verdicts", "watches",
}  # fmt: skip


def tables(desk: Desk) -> list[str]:
    """Return every table and view, the search indexes' and SQLite's own included."""
    found = desk.store.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    return [row["name"] for row in found]


def plant(desk: Desk) -> None:
    """Put the word into every column of text that is closed or blanked, whatever its rules."""
    connection = desk.store.connection
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for row in desk.store.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        if not row["name"].startswith("audit_"):  # what is planted goes into the audit trail too
            connection.execute(f"DROP TRIGGER [{row['name']}]")
    for table in {*CLOSED, *OF_PEOPLE} - {"audit_context", "audit_values", "sessions"}:
        told = desk.store.rows(f"PRAGMA table_info([{table}])")
        values = {
            row["name"]: {"TEXT": f"{WORD} {row['name']}", "BLOB": WORD.encode()}.get(
                row["type"], 1
            )
            for row in told
            if row["type"] != "INTEGER" or row["notnull"]
        }
        if "id" in {row["name"] for row in told}:
            values["id"] = 9_000
        marks = ", ".join("?" * len(values))
        connection.execute(
            f"INSERT INTO [{table}] ([{'], ['.join(values)}]) VALUES ({marks})",
            list(values.values()),
        )
    for table, column in BLANKED:
        connection.execute(f"UPDATE [{table}] SET [{column}] = ?", [f"{WORD} {column}"])


async def opens(desk: Desk, table: str, role: str) -> bool:
    """Tell whether some way leads into a table: one is enough, and a closed one has none."""
    for name in (table, table.upper()):
        for form in ("", ".json", ".csv", "/1", "/1.json", "/1.blob"):
            status = (await desk.get(f"/lagesbild/{name}{form}", role)).status_code
            if status == 200:
                return True
            assert status in {403, 404}
    return False


async def test_every_table_is_declared_readable_or_closed(desk: Desk) -> None:
    open_to = {
        role: {table for table in tables(desk) if await opens(desk, table, role)} for role in ROLES
    }

    people = {role for role, may in ROLES.items() if "lists" in may}
    assert {role: READABLE | (set(OF_PEOPLE) if role in people else set()) for role in ROLES} == (
        open_to
    )


async def test_a_stranger_reaches_no_table(desk: Desk) -> None:
    for table in tables(desk):
        for form in ("", ".json", ".csv", "/1", "/1.json", "?_sort=id"):
            answer = await desk.get(f"/lagesbild/{table}{form}", "")
            assert answer.status_code in {302, 403}
            assert answer.headers.get("location", "/-/lagesbild/logga-in?").startswith(
                "/-/lagesbild/logga-in?"
            )


@pytest.mark.parametrize("role", ["reader", "archivist"])
async def test_no_secret_is_found_by_who_only_reads(desk: Desk, role: str) -> None:
    e01(desk)
    plant(desk)
    paths = [
        f"/lagesbild/{table}{way}"
        for table in READABLE
        for way in ("", ".json?_shape=array&_labels=on", ".csv?_labels=on", "/1", "/1.json")
    ]
    paths += ["/lagesbild", "/lagesbild.json"]
    assert WORD in (await desk.get("/lagesbild/recipients.json", "editor")).text
    queries = (await desk.get("/lagesbild.json", role)).json()["queries"]
    paths += [f"/lagesbild/{query['name']}.json" for query in queries]
    found = [path for path in paths if WORD in (await desk.get(path, role)).text]
    for door in doors():
        if door.method == "GET" and door.lets_in(role) and not door.page.path.endswith("eml)"):
            answer = await door.tried(desk, role)
            found += [door.page.path] if WORD in answer.text else []

    assert [] == found


@pytest.mark.parametrize("test", ["contains", "startswith", "gte", "glob", "exact"])
@pytest.mark.parametrize(
    ("table", "column"), sorted(pair for pair in BLANKED if pair[0] not in CLOSED)
)
async def test_no_blank_column_answers_to_guesses(
    desk: Desk, table: str, column: str, test: str
) -> None:
    e01(desk)
    plant(desk)
    guess = f"{WORD} {column}" + ("*" if test == "glob" else "")
    way = f"/lagesbild/{table}.json?{column}__{test}={guess}&_shape=array&_facet={column}"

    for way_in in (way, f"{way}&_sort={column}"):
        assert [] == (await desk.get(way_in, "administrator")).json()


async def test_an_administrators_sql_reads_no_secret(desk: Desk) -> None:
    e01(desk)
    plant(desk)
    asked = [f"select * from [{table}]" for table in CLOSED if table != "audit_context"]
    asked += [f"select [{column}] from [{table}]" for table, column in BLANKED]
    asked += [f"select [{column}] as a from [{table}] order by 1" for table, column in BLANKED]
    asked += ["select json_group_array(password_hash) from users", "select quote(email) from users"]
    told = []
    for sql in asked:
        answer = await desk.get(f"/lagesbild/-/query.json?sql={sql}&_shape=array", "administrator")
        assert 200 == answer.status_code
        told += [sql] if WORD in json.dumps(answer.json()) else []

    assert [] == told
