"""Every page and every route of Datasette's, knocked on by six kinds of visitor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from incidents.desk.pages.learning import TRAINING
from monitor.core.actors import ROLES
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.doors import VISITORS, doors, sample
from tests.unit.incidents.desk.report_world import e01
from tests.unit.incidents.desk.test_forbidden import dump

#: What anybody may use without having signed in, and why.
OPEN = {
    "logga-in",  # how one signs in
    "logga-ut",  # ends nothing but the sender's own session
    r"inbjudan/(?P<secret>[\w-]{20,80})",  # whoever holds the secret
    r"aviseringar/ta/(?P<secret>[\w-]{20,80})",  # whoever holds the secret
    r"traffar/(?P<secret>[\w-]{20,80})\.atom",  # whoever holds the secret
    r"health\.json",  # a monitor has no account; it tells three words
    "hjalp",  # the handbook tells how one gets an account
    "hjalp/allt",
    r"hjalp/(?P<kapitel>[a-z-]+)",
    r"hjalp/bilder/(?P<namn>[a-z-]+)\.png",
    r"rapporter/stil\.css",  # a style sheet
}
#: Forms that are sent by whoever may read, for they change only what is the sender's own.
OWN = {
    "floden-till-mig",
    r"floden-till-mig/(?P<id>\d{1,9})/aterkalla",
    r"handelser/(?P<ref>H-\d{4}-\d+)/last",
}
PERMISSIONS = frozenset().union(*ROLES.values())
#: Datasette's routes that people of ours use, as their first sample; all others do not exist.
HISTORY = {
    "/lagesbild",
    "/lagesbild/articles",
    "/lagesbild/articles/1",
    "/lagesbild/-/query",
}
#: Those that only lead on.
LEADING = {"/", "/-/", "/-", "/:memory:"}
#: Datasette's own files, the same for everybody.
FILES = ("/-/static/", "/-/static-plugins/", "/-/lagesbild/static/", "/favicon.ico")


@pytest.fixture(autouse=True)
def already_learning() -> Iterator[None]:
    """A training is under way: one of our own takes seconds, and could outlive the test."""
    TRAINING.since = "2026-03-09T19:00:00Z"
    yield
    TRAINING.since = ""


def test_only_these_pages_are_open_to_everybody() -> None:
    assert OPEN == {door.page.path for door in doors() if door.needs is None}


def test_every_form_names_the_permission_it_asks_for() -> None:
    read = {door.page.path for door in doors() if door.method == "POST" and door.needs == "read"}

    assert OWN == read


def test_every_permission_is_one_that_a_role_holds() -> None:
    assert {door.needs for door in doors()} - {None} <= PERMISSIONS


@pytest.mark.parametrize("visitor", VISITORS)
async def test_who_may_not_is_refused_and_changes_nothing(desk: Desk, visitor: str) -> None:
    e01(desk)
    before = dump(desk)
    refused = "/-/lagesbild/logga-in?nasta="
    wrong = []
    for door in doors():
        if door.lets_in(visitor):
            continue
        answer = await door.tried(desk, visitor)
        status, place = answer.status_code, answer.headers.get("location", "")
        if visitor:
            told = status == 403
        elif door.method == "POST":
            told = status == 401
        else:
            told = status == 302 and place.startswith(refused)
        if not told:
            wrong.append((door.method, door.page.path, status))

    assert [] == wrong
    assert before == dump(desk)


@pytest.mark.parametrize("visitor", VISITORS)
async def test_who_may_comes_in(desk: Desk, visitor: str) -> None:
    e01(desk)
    wrong = []
    for door in doors():
        if not door.lets_in(visitor) or door.page.path == "logga-ut":
            continue
        answer = await door.tried(desk, visitor)
        away = answer.headers.get("location", "").startswith("/-/lagesbild/logga-in")
        if answer.status_code in {401, 403, 500} or (away and visitor):
            wrong.append((door.method, door.page.path, answer.status_code))

    assert [] == wrong


@pytest.mark.parametrize("visitor", ["editor", "approver", "archivist", "administrator"])
async def test_looking_changes_nothing(desk: Desk, visitor: str) -> None:
    e01(desk)
    before = dump(desk)
    for door in doors():
        if door.method == "GET" and door.lets_in(visitor):
            await door.tried(desk, visitor)

    assert before == dump(desk)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elak.example"},
        {"origin": "null"},
        {"origin": "https://elak.example", "content-type": "text/plain"},
    ],
)
@pytest.mark.parametrize("visitor", ["", "approver", "administrator"])
async def test_no_form_is_taken_from_another_site(
    desk: Desk, visitor: str, headers: dict[str, str]
) -> None:
    before = dump(desk)
    wrong = []
    for door in doors():
        if door.method == "POST":
            answer = await door.tried(desk, visitor, **headers)
            if answer.status_code != 403:
                wrong.append(door.page.path)

    assert [] == wrong
    assert before == dump(desk)


def routes(desk: Desk) -> list[str]:
    """Return Datasette's own routes, as regular expressions."""
    found = [pattern for pattern, _ in desk.datasette._routes()]
    texts = [pattern if isinstance(pattern, str) else pattern.pattern for pattern in found]
    return [text for text in texts if text.startswith("/") and "/-/lagesbild" not in text]


@pytest.mark.parametrize("visitor", VISITORS)
async def test_every_route_of_datasettes_is_known_or_closed(desk: Desk, visitor: str) -> None:
    wrong = []
    assert 50 < len(routes(desk))
    for pattern in routes(desk):
        path = sample(pattern)
        if path.startswith(FILES):
            continue
        answer = await desk.get(path, visitor)
        status, place = answer.status_code, answer.headers.get("location", "")
        if path in HISTORY and visitor:
            known = status in {200, 404} or (path.endswith("query") and status == 403)
        elif path in HISTORY:
            known = status == 302 and place.startswith("/-/lagesbild/logga-in?")
        elif path in LEADING:
            known = status in {301, 302}
        else:
            known = status == 404
        if not known:
            wrong.append((pattern, path, status, place))

    assert [] == wrong


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("visitor", VISITORS)
async def test_no_route_of_datasettes_takes_anything_in(
    desk: Desk, visitor: str, method: str
) -> None:
    cookies = {"lagesbild": desk.sessions[visitor]} if visitor else {}
    before = dump(desk)
    client = desk.datasette.client
    paths = [sample(pattern) for pattern in routes(desk)]

    told = {(await client.request(method, path, cookies=cookies)).status_code for path in paths}

    assert {405} == told
    assert before == dump(desk)
