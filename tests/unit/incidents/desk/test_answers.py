"""What every answer carries, and where an address that is asked in the wrong way leads."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from incidents.desk import pages
from incidents.desk.pages import all_pages
from monitor.core.errors import SetupError
from monitor.core.messages import explain
from tests.unit.incidents.desk.conftest import Desk


@pytest.mark.parametrize(
    "path", ["granska", "logga-in", "/lagesbild/users", "/lagesbild/users.csv", "/finns/inte"]
)
async def test_what_is_read_here_is_kept_by_no_cache(desk: Desk, path: str) -> None:
    assert "no-store" == (await desk.get(path)).headers["cache-control"]


async def test_what_is_the_same_for_all_may_be_kept(desk: Desk) -> None:
    answer = await desk.get("/-/lagesbild/static/lagesbild.css")

    assert "no-store" not in answer.headers.get("cache-control", "")


@pytest.mark.parametrize(
    ("form", "place"),
    [
        ("granska/7", "/-/lagesbild/granska"),
        ("logga-ut", "/-/lagesbild/"),
    ],
)
async def test_a_form_that_is_read_leads_to_its_place(desk: Desk, form: str, place: str) -> None:
    answer = await desk.get(form)

    assert (302, place) == (answer.status_code, answer.headers["location"])


async def test_no_address_of_a_form_is_a_dead_end(desk: Desk) -> None:
    sample = {"ref": "H-2026-001", "number": "2026-E01", "secret": "x" * 30}
    dead = []
    for page in all_pages():
        if page.get is None:
            path = page.path.replace(r"\d+", "1").replace(r"[\d-]+", "2026-001")
            for name, value in sample.items():
                path = path.replace(f"(?P<{name}>", "(").replace(name, value)
            if any(letter in path for letter in "(?[\\|"):
                continue
            if 405 == (await desk.get(path)).status_code:
                dead.append(page.path)

    assert [] == dead


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5000])
@pytest.mark.parametrize("page", ["artiklar/{}", "floden/{}", "post/statements/{}", "larande/{}"])
async def test_a_number_that_no_row_has_is_not_found(desk: Desk, page: str, number: str) -> None:
    path = page.format(number)

    shown = await desk.get(path)
    sent = await desk.post(path)

    assert 404 == shown.status_code
    assert 404 == sent.status_code


@pytest.mark.parametrize(
    "query", ["_facet=zz", "_facet=zz&_facet=role", "_facet_array=zz", "_sort=zz", "zz__exact=1"]
)
@pytest.mark.parametrize("form", ["", ".json", ".csv"])
async def test_a_column_that_is_not_there_is_told_in_swedish(
    desk: Desk, query: str, form: str
) -> None:
    answer = await desk.get(f"/lagesbild/users{form}?{query}")

    assert answer.status_code in {200, 400}
    assert "no such column" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        f"/lagesbild/users?id__gt={'9' * 20}",
        f"/lagesbild/users.json?id__lt={'9' * 20}",
        "/lagesbild/users?_facet_array=username",
        "/lagesbild/users.CSV",
        "/lagesbild/users?_timelimit=zz",
        "/lagesbild/users.finns_inte",
        "/lagesbild/users/1.finns_inte",
        "/lagesbild.finns_inte",
        "/lagesbild/oppna_handelser.finns_inte",
        "/lagesbild/-/query.finns_inte?sql=select+1",
        "/lagesbild/users/1.blob",
        "/lagesbild/users/1.blob?_blob_column=finns_inte",
    ],
)
async def test_an_address_made_by_hand_is_no_fault_of_ours(desk: Desk, path: str) -> None:
    answer = await desk.get(path, role="administrator")

    assert answer.status_code in {400, 404}


async def test_a_grouping_by_no_column_says_what_to_do(desk: Desk) -> None:
    answer = await desk.get("/lagesbild/users?_facet=zz")

    assert 400 == answer.status_code
    assert "kolumn som inte finns" in answer.text


async def test_the_databases_own_words_are_marked_as_english(desk: Desk) -> None:
    answer = await desk.get("/lagesbild/-/query?sql=selec+1", role="administrator")

    assert 400 == answer.status_code
    assert '<pre lang="en">' in answer.text
    assert "Frågan går inte att köra" in answer.text


def test_a_broken_page_is_named_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "trasig_sida.py").write_text("import finns_inte_alls\n")
    pages.__path__.append(str(tmp_path))
    all_pages.cache_clear()
    try:
        with pytest.raises(SetupError) as refused:
            all_pages()
    finally:
        pages.__path__.remove(str(tmp_path))
        sys.modules.pop("incidents.desk.pages.trasig_sida", None)
        all_pages.cache_clear()

    assert "Sidan trasig_sida" in explain(refused.value)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_a_page_is_read_or_written_and_nothing_else(desk: Desk, method: str) -> None:
    answer = await desk.datasette.client.request(
        method, "/-/lagesbild/granska", cookies={"lagesbild": desk.sessions["editor"]}
    )

    assert answer.status_code in {403, 405}


async def test_a_form_with_more_fields_than_anybody_fills_in_is_refused(desk: Desk) -> None:
    answer = await desk.post("logga-in", role="", **{f"a{one}": "1" for one in range(6000)})

    assert 413 == answer.status_code
    assert "för stort" in answer.text
