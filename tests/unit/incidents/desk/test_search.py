from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from incidents.desk.handbook import passages, shown
from incidents.desk.searching import escape_fts
from incidents.desk.vocabulary import MOST, Vocabulary
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.report_world import e01

SEEN = "2026-03-09T13:13:00Z"
TITLES = (
    "Klassmärkningen saknas",
    "Utan CE-märkning i bruk",
    "Cemärkning krävs av alla",
    "Journalsystemet stod stilla",
    "Ris i skolan",
    "Krisen är över",
)


@pytest.fixture
def archive(desk: Desk) -> Desk:
    desk.store.insert("outlets", {"name": "Morgonbladet Väst", "short_name": "MV"})
    for title in TITLES:
        add(desk, title)
    return desk


def add(desk: Desk, title: str) -> None:
    desk.store.insert("articles", {"outlet_id": 1, "title": title, "first_seen_at": SEEN})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("märkning", TITLES[:3]),
        ("märkningar", TITLES[:3]),
        ("klassmärkning", TITLES[:1]),
        ("CE-märkningen", TITLES[1:3]),
        ("journalsystem", TITLES[3:4]),
        ("journalsystemets", TITLES[3:4]),
        ("system stilla", TITLES[3:4]),
        ("ris", TITLES[4:5]),
        ("märkning stilla", ()),
    ],
)
async def test_an_article_is_found_by_any_form_and_any_part_of_a_compound(
    archive: Desk, query: str, expected: tuple[str, ...]
) -> None:
    page = (await archive.get(f"sok?q={query}")).text
    table = await archive.get(f"/lagesbild/articles.json?_search={query}&_shape=array")

    plain = page.replace("<mark>", "").replace("</mark>", "")
    assert set(expected) == {title for title in TITLES if title in plain}
    assert set(expected) == {row["title"] for row in table.json()}


async def test_a_compound_in_an_article_that_came_since_is_found(archive: Desk) -> None:
    await archive.get("sok?q=märkning")
    add(archive, "Felmärkningen ökar")

    page = (await archive.get("sok?q=märkning")).text

    assert "<mark>Felmärkningen</mark> ökar" in page


def test_no_more_compounds_are_added_than_the_query_bears(tmp_path: Path, archive: Desk) -> None:
    for number in range(2 * MOST):
        add(archive, f"{'x' * (number % 20)}{number}märkning")
    words = Vocabulary(archive.datasette.lagesbild.settings.database)
    words.refresh(archive.store.connection)

    found = words.compounds("märkning")

    assert MOST == len(found)
    assert sorted(found, key=len) == found
    archive.store.rows(
        "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?",
        [escape_fts("märkning märkning märkning", words.compounds)],
    )


def test_an_archive_that_cannot_be_read_is_searched_by_beginnings(tmp_path: Path) -> None:
    words = Vocabulary(tmp_path / "missing" / "none.db")

    words.refresh(sqlite3.connect(":memory:"))

    assert [] == words.compounds("märkning")


async def test_a_hit_is_told_once_and_in_plain_words(desk: Desk) -> None:
    e01(desk)
    times = {"known_at": SEEN, "entered_at": SEEN}
    incident = {"ref": "H-2026-012", "title": "Provsvar saknar ord", "topic": "utskrift"}
    desk.store.insert("incidents", {**incident, **times})

    incidents = (await desk.get("sok?q=provsvar")).text
    reports = (await desk.get("sok?q=registrering")).text

    assert (
        "H-2026-012</span> <mark>Provsvar</mark> saknar ord</a></p>\n<p>utskrift</p>" in incidents
    )
    assert "2026-E01</span></a></p>" in reports
    assert "](https://" not in reports


@pytest.mark.parametrize(
    ("query", "heading", "place"),
    [
        ("kontrasignera", "Ensam i jouren", "hjalp/godkann#"),
        ("säkerhetskopiorna", "Drift: kopior, kontroller och inställningar", "hjalp/drift#"),
        ("gallringen", "Gallra", "hjalp/gallra#"),
    ],
)
async def test_what_the_handbook_says_is_a_group_of_its_own_after_the_others(
    desk: Desk, query: str, heading: str, place: str
) -> None:
    page = (await desk.get(f"sok?q={query}")).text

    group = page.split(">Handboken</h2>")[1]
    assert place in group
    assert heading in group.replace("<mark>", "").replace("</mark>", "")


def test_every_passage_of_the_handbook_leads_to_its_heading() -> None:
    for one in passages():
        chapter, _, name = one.href.removeprefix("/-/lagesbild/hjalp/").partition("#")
        assert f'id="{name}"' in shown(chapter).html
        assert "<" not in one.text
