from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.report_world import N, approved, e01, monday, paragraph


async def test_the_preview_is_the_printed_report_with_one_heading_on_top(desk: Desk) -> None:
    e01(desk)

    shown = (await desk.get(f"{N}/visning")).text

    assert ["Regional rapport Kompass 2026"] == re.findall(r"<h1>(.+?)</h1>", shown)
    assert '<article class="report" lang="sv">' in shown
    assert 200 == (await desk.get("rapporter/stil.css", role="")).status_code


@pytest.mark.parametrize(
    ("form", "kind", "start"),
    [
        ("html", "text/html", b"<!DOCTYPE html>"),
        ("pdf", "application/pdf", b"%PDF-"),
        ("docx", "application/vnd.openxml", b"PK"),
        ("text", "text/plain", b"Extrainsatt rapport"),
        ("markdown", "text/markdown", b"*Extrainsatt rapport"),
        ("eml", "message/rfc822", b"From:"),
    ],
)
async def test_every_format_is_a_file_to_save(
    desk: Desk, form: str, kind: str, start: bytes
) -> None:
    e01(desk)

    answer = await desk.get(f"{N}/fil/{form}")

    assert answer.headers["content-type"].startswith(kind)
    assert "2026-E01-utkast." in answer.headers["content-disposition"]
    assert answer.content.startswith(start)


async def test_a_locked_report_gives_the_frozen_file(desk: Desk) -> None:
    e01(desk)
    await approved(desk)

    answer = await desk.get(f"{N}/fil/text")

    frozen = desk.store.value("SELECT content FROM report_files WHERE format = 'text'")
    assert frozen == answer.content
    assert 'filename="2026-E01.txt"' in answer.headers["content-disposition"]


async def test_the_plain_text_stands_on_a_page_to_copy(desk: Desk) -> None:
    e01(desk)

    shown = (await desk.get(f"{N}/text")).text

    assert "KÄNDA OMSTÄNDIGHETER" in shown


async def test_two_reports_are_compared_word_by_word(desk: Desk) -> None:
    e01(desk)
    ref = desk.store.value("SELECT ref FROM incidents")
    await desk.post("rapporter/ny", kind="extra", handelse=ref, compiled_at="nu")
    row = paragraph(desk, "RVM bad", "2026-E02")
    await desk.post(
        f"rapporter/2026-E02/stycken/{row['id']}",
        revision=row["revision"],
        text=row["text"].replace("besked", "svar"),
    )

    shown = (await desk.get("rapporter/2026-E02/jamfor?med=2026-E01")).text

    assert "<del>besked</del> <ins>svar</ins>" in shown
    assert "Likadant i båda" in shown


async def test_nothing_to_compare_with_is_said(desk: Desk) -> None:
    e01(desk)

    shown = (await desk.get(f"{N}/jamfor")).text

    assert "Det finns ingen annan rapport att jämföra med." in shown


async def test_a_report_that_is_not_there_is_said_in_swedish(desk: Desk) -> None:
    monday(desk)

    answer = await desk.get(f"{N}/visning")

    assert 404 == answer.status_code
    assert "Hittar inte rapporten 2026-E01." in answer.text


@pytest.fixture
def paint(desk: Desk) -> Iterator[Callable[[str], object]]:
    """Return what sets the region's colour; every test of a session shares the folder."""
    path: Path = desk.datasette.lagesbild.settings.state / "utseende.toml"
    yield lambda colour: path.write_text(f'farg = "{colour}"\n', encoding="utf-8")
    path.unlink(missing_ok=True)


async def test_the_regions_look_dresses_the_preview_and_a_pale_colour_is_explained(
    desk: Desk, paint: Callable[[str], object]
) -> None:
    e01(desk)

    paint("#7a1f3d")
    style = await desk.get("rapporter/stil.css", role="")
    paint("#f0a000")
    refused = await desk.get(f"{N}/visning")

    assert "#7a1f3d" in style.text
    assert 400 == refused.status_code
    assert "har kontrasten 2,2 mot vitt papper" in refused.text
