from __future__ import annotations

import csv
import io

from incidents.desk.safe_csv import Records
from tests.unit.incidents.desk.conftest import Desk

HOSTILE = ["=1+1", "@SUM(1+1)", '=HYPERLINK("http://x.example","Klicka")', "＝1+1", "-2+3"]


async def test_a_headline_is_no_formula_in_a_table_that_is_taken_along(desk: Desk) -> None:
    outlet = desk.store.insert("outlets", {"name": "Morgonbladet Väst", "short_name": "MV"})
    for title in [*HOSTILE, 'Sade "nej",\noch gick']:
        article = {"outlet_id": outlet, "title": title, "first_seen_at": "2026-03-09T13:13:00Z"}
        desk.store.insert("articles", article)

    answer = await desk.get("/lagesbild/articles.csv?_sort=id&_stream=on")

    titles = [row["title"] for row in csv.DictReader(io.StringIO(answer.text, newline=""))]
    assert [*(f"'{title}" for title in HOSTILE), 'Sade "nej",\noch gick'] == titles


def test_a_record_that_comes_in_pieces_is_put_together() -> None:
    records = Records()

    told = [records.feed(piece) for piece in ('id,"ti', "tle\r\n", '=1"\r\n2,', "=3\r\n")]

    assert ["", "", "", "id,\"title\r\n'=1\"\r\n2,'=3\r\n"] == told
    assert "" == records.feed("", last=True)
