"""What nobody may do, whatever the role, and what every answer carries."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from tests.unit.incidents.desk.conftest import ROLES, Desk

CLOSED_TABLES = (
    "meta",
    "sessions",
    "invitations",
    "login_attempts",
    "audit_values",
    "article_texts",
    "source_items",
    "report_files",
    "articles_fts_data",
    "_sqlite_migrations",
)


@pytest.mark.parametrize("table", CLOSED_TABLES)
@pytest.mark.parametrize("role", ["reader", "administrator"])
async def test_a_closed_table_stays_closed(desk: Desk, role: str, table: str) -> None:
    assert 403 == (await desk.get(f"/lagesbild/{table}", role=role)).status_code
    assert 403 == (await desk.get(f"/lagesbild/{table}.json", role=role)).status_code


@pytest.mark.parametrize("role", ROLES)
async def test_every_role_reads_the_history(desk: Desk, role: str) -> None:
    for path in ("/lagesbild", "/lagesbild/articles", "/lagesbild/oppna_handelser"):
        assert 200 == (await desk.get(path, role=role)).status_code


@pytest.mark.parametrize("path", ["/lagesbild", "/lagesbild/articles", "/lagesbild/users/1"])
async def test_a_stranger_reads_nothing(desk: Desk, path: str) -> None:
    page = await desk.get(path, role="")
    data = await desk.get(f"{path}.json", role="")

    assert 302 == page.status_code
    assert 403 == data.status_code


@pytest.mark.parametrize("role", ["reader", "editor", "approver", "archivist"])
async def test_free_sql_is_for_administrators(desk: Desk, role: str) -> None:
    assert 403 == (await desk.get("/lagesbild/-/query.json?sql=select+1", role=role)).status_code
    assert 403 == (await desk.get("/lagesbild/articles?_where=1=1", role=role)).status_code


async def test_an_administrator_may_ask_in_sql(desk: Desk) -> None:
    answer = await desk.get(
        "/lagesbild/-/query.json?sql=select+2+as+tal&_shape=array", "administrator"
    )

    assert [{"tal": 2}] == answer.json()


@pytest.mark.parametrize(
    "sql",
    [
        "select password_hash as x from users where id=1",
        "select token_hash as x from sessions",
        "select value as x from meta",
        "select reply_contact as x from enquiries",
    ],
)
async def test_sql_reads_no_secret(desk: Desk, sql: str) -> None:
    desk.store.insert("meta", {"key": "hemlig", "value": "y"})
    desk.store.insert("outlets", {"id": 1, "name": "MV", "short_name": "MV"})
    values = {"asker": "media", "outlet_id": 1, "question": "?", "reply_contact": "a@b.example"}
    times = dict.fromkeys(("happened_at", "known_at", "entered_at"), "2026-03-09T10:00:00Z")
    desk.store.insert("enquiries", values | times)

    answer = await desk.get(f"/lagesbild/-/query.json?sql={sql}&_shape=array", "administrator")

    assert 200 == answer.status_code
    assert {None} == {row["x"] for row in answer.json()}


async def test_our_own_pages_still_see_what_the_history_blanks(desk: Desk) -> None:
    answer = await desk.get("anvandare", "administrator")

    assert "aktiv" in answer.text
    assert "inbjuden" not in answer.text


@pytest.mark.parametrize(
    "sql",
    [
        "select length(zeroblob(6000000))",
        "select hex(randomblob(4000000))",
        "select group_concat(hex(randomblob(3000000))) from users",
    ],
)
async def test_one_query_cannot_fill_the_memory(desk: Desk, sql: str) -> None:
    answer = await desk.get(f"/lagesbild/-/query.json?sql={sql}", "administrator")

    assert 400 == answer.status_code


async def test_no_other_file_can_be_attached(desk: Desk) -> None:
    def attach(connection: sqlite3.Connection) -> str:
        with pytest.raises(sqlite3.Error) as refused:
            connection.execute("ATTACH ':memory:' AS other")
        return str(refused.value)

    told = await desk.datasette.get_database("lagesbild").execute_fn(attach)

    assert "too many attached databases" in told


@pytest.mark.parametrize("role", ["editor", "administrator"])
@pytest.mark.parametrize(
    "path",
    [
        "/lagesbild/outlets/-/insert",
        "/lagesbild/outlets/-/upsert",
        "/lagesbild/outlets/-/alter",
        "/lagesbild/outlets/-/drop",
        "/lagesbild/outlets/1/-/update",
        "/lagesbild/outlets/1/-/delete",
        "/lagesbild/-/create",
        "/lagesbild/-/execute-write",
        "/lagesbild/-/queries/store",
        "/-/create-token",
    ],
)
async def test_nobody_writes_past_our_pages(desk: Desk, role: str, path: str) -> None:
    body = {"row": {"name": "x", "short_name": "x"}, "sql": "delete from outlets"}
    answer = await desk.datasette.client.post(
        path, json=body, cookies={"lagesbild": desk.sessions[role]}
    )

    assert 405 == answer.status_code
    assert 0 == desk.store.value("SELECT count(*) FROM outlets")


@pytest.mark.parametrize("path", ["/lagesbild.db", "/-/plugins.json", "/-/actor", "/-/metadata"])
async def test_the_machinery_is_not_shown(desk: Desk, path: str) -> None:
    assert 404 == (await desk.get(path, "administrator")).status_code


@pytest.mark.parametrize(
    "path", ["", "logga-in", "finns-inte", "/lagesbild/articles", "/lagesbild/articles.json"]
)
async def test_every_answer_carries_the_safety_headers(desk: Desk, path: str) -> None:
    headers = (await desk.get(path)).headers

    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "nosniff" == headers["x-content-type-options"]
    assert "DENY" == headers["x-frame-options"]
    assert "same-origin" == headers["referrer-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "logga-in",
        "hjalp",
        "sok",
        "/lagesbild",
        "/lagesbild/articles",
        "/lagesbild/users/1",
        "/lagesbild/svarstider",
        "/lagesbild/-/query?sql=select+1",
    ],
)
async def test_no_page_needs_what_the_policy_stops(desk: Desk, path: str) -> None:
    text = (await desk.get(path, "administrator")).text

    assert "<style" not in text
    assert " style=" not in text
    assert "<script>" not in text
    assert not [word for word in ("onclick=", "onload=", "javascript:") if word in text]


async def test_a_form_sent_from_elsewhere_is_refused_in_swedish(desk: Desk) -> None:
    answer = await desk.datasette.client.post(
        "/-/lagesbild/logga-ut",
        headers={"sec-fetch-site": "cross-site"},
        cookies={"lagesbild": desk.sessions["editor"]},
    )

    assert 403 == answer.status_code
    assert "från en annan webbplats" in answer.text
    assert 5 == desk.store.value("SELECT count(*) FROM sessions")


async def test_a_role_taken_away_is_gone_at_the_next_click(desk: Desk) -> None:
    assert 200 == (await desk.get("anvandare", "administrator")).status_code

    desk.store.execute("UPDATE users SET role = 'reader' WHERE username = 'administrator'")

    assert 403 == (await desk.get("anvandare", "administrator")).status_code


@pytest.mark.parametrize("cookie", ["", "nonsens", "a" * 5000])
async def test_a_made_up_session_is_nobody(desk: Desk, cookie: str) -> None:
    answer: Any = await desk.datasette.client.get(
        "/-/lagesbild/", cookies={"lagesbild": cookie} if cookie else {}
    )

    assert 302 == answer.status_code
