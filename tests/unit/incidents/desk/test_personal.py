"""Where people are reached is read by those who write the lists, whichever way they ask."""

from __future__ import annotations

import sqlite3

import pytest

from incidents.desk.catalogue import questions_about
from incidents.desk.permissions import BLANKED, CLOSED, OF_PEOPLE
from tests.unit.incidents.desk.conftest import Desk

WAYS = (
    "/lagesbild/recipients",
    "/lagesbild/recipients.json",
    "/lagesbild/recipients.csv?_stream=on",
    "/lagesbild/recipients?_search=namnd",
    "/lagesbild/recipients?address__contains=namnd",
    "/lagesbild/recipients/1",
    "/lagesbild/recipients/1.json",
    "/lagesbild/deliveries.json",
    "/lagesbild/misslyckade_utskick",
    "/lagesbild/misslyckade_utskick.json",
    "/lagesbild/misslyckade_utskick.csv",
)
WRITERS = ("editor", "approver", "administrator")
#: Names of columns that hold a person's address or a secret.
TELLING = ("email", "address", "password_hash", "token_hash", "reply_contact")
#: Networks' and articles' own, or already told elsewhere.
NO_PERSONS = {"article_aliases", "feed_state"}


@pytest.fixture
def listed(desk: Desk) -> Desk:
    with desk.store.atomic():
        one = desk.store.insert("distribution_lists", {"name": "Ledningen"})
        desk.store.insert(
            "recipients",
            {"list_id": one, "name": "Nämnden", "channel": "email",
             "address": "namnd@rvm.example", "valid_from": desk.store.now()},
        )  # fmt: skip
    return desk


@pytest.mark.parametrize("role", ["reader", "archivist", ""])
@pytest.mark.parametrize("way", [*WAYS, "sandlistor"])
async def test_who_only_reads_never_sees_an_address(listed: Desk, way: str, role: str) -> None:
    answer = await listed.get(way, role=role)

    assert answer.status_code in {302, 403}
    assert "namnd@" not in answer.text


@pytest.mark.parametrize("role", WRITERS)
@pytest.mark.parametrize("way", WAYS)
async def test_who_writes_the_lists_sees_them(listed: Desk, way: str, role: str) -> None:
    if "_search" in way:
        return  # there is no search in that table
    assert 200 == (await listed.get(way, role=role)).status_code


async def test_the_list_of_tables_leaves_out_what_one_may_not_open(listed: Desk) -> None:
    reader = await listed.get("/lagesbild.json", role="reader")
    editor = await listed.get("/lagesbild.json", role="editor")

    assert "recipients" not in {one["name"] for one in reader.json()["tables"]}
    assert "recipients" in {one["name"] for one in editor.json()["tables"]}


@pytest.mark.parametrize(
    "way",
    ["/lagesbild/distribution_lists/1.json?_extras=foreign_key_tables", "/lagesbild/users.csv"],
)
async def test_no_address_comes_by_another_table(listed: Desk, way: str) -> None:
    listed.store.execute("UPDATE users SET email = 'namnd@rvm.example'")

    for role in ("reader", "editor"):
        assert "namnd@" not in (await listed.get(way, role=role)).text


def test_the_saved_questions_about_people_are_found_by_what_they_read() -> None:
    assert ("misslyckade_utskick",) == questions_about(("recipients", "deliveries"))


def test_every_column_that_tells_where_somebody_is_reached_is_thought_of(desk: Desk) -> None:
    """A new table with an address or a secret must be closed, blanked or kept to the writers."""
    guarded = {*CLOSED, *OF_PEOPLE, *NO_PERSONS}
    open_ = set()
    for row in desk.store.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        for column in desk.store.rows(f"PRAGMA table_info([{row['name']}])"):
            pair = (row["name"], column["name"])
            if column["name"] in TELLING and row["name"] not in guarded and pair not in BLANKED:
                open_.add(pair)

    assert set() == open_


async def test_a_question_of_the_editors_own_is_refused(listed: Desk) -> None:
    answer = await listed.get(
        "/lagesbild/-/query.json?sql=select+address+from+recipients", role="editor"
    )

    assert 403 == answer.status_code


@pytest.mark.parametrize("through", ["zz", '{"table":"recipients","column":"address","value":"x"}'])
async def test_no_address_is_guessed_through_another_table(listed: Desk, through: str) -> None:
    answer = await listed.datasette.client.get(
        "/lagesbild/distribution_lists.json",
        params={"_through": through},
        cookies={"lagesbild": listed.sessions["reader"]},
    )

    assert 400 == answer.status_code


@pytest.mark.parametrize("name", ["x';drop table users;--", "1 or 1=1", "%00", "<script>"])
async def test_what_is_put_into_a_saved_question_stays_a_value(listed: Desk, name: str) -> None:
    answer = await listed.datasette.client.get(
        "/lagesbild/svarstider.json",
        params={"fran": name, "till": name},
        cookies={"lagesbild": listed.sessions["editor"]},
    )

    assert answer.status_code in {200, 400}
    assert 5 == listed.store.value("SELECT count(*) FROM users")


async def test_the_way_of_asking_is_no_way_in(listed: Desk) -> None:
    for way in (
        "/lagesbild/recipients.json?_shape=arrayfirst",
        "/lagesbild/RECIPIENTS.json",
        "/lagesbild/%72ecipients.json",
        "/lagesbild/recipients%2Ejson",
        "/lagesbild//recipients.json",
        "/lagesbild/../lagesbild/recipients.json",
        "/LAGESBILD/recipients.json",
        '/lagesbild/articles.json?_through={"table":"recipients","column":"name","value":"x"}',
        "/lagesbild/recipients/-/autocomplete?q=n",
        "/lagesbild/-/query.json?sql=select+1",
    ):
        answer = await listed.get(way, role="reader")
        assert answer.status_code in {302, 400, 403, 404}, way
        assert "namnd@" not in answer.text


def test_the_file_is_read_by_nobody_else(desk: Desk) -> None:
    path = desk.datasette.lagesbild.settings.database

    assert 0 == path.stat().st_mode & 0o007
    assert isinstance(desk.store.connection, sqlite3.Connection)
