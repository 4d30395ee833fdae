from __future__ import annotations

from typing import Any

import pytest

from monitor.core.actors import system
from tests.unit.incidents.desk.conftest import Desk

PHONE = "031-390 06 10"
ASK = {"kinds": "enquiries", "period_from": "2026-03-09", "period_to": "2026-03-09"}


@pytest.fixture
def enquiry(desk: Desk) -> int:
    came = "2026-03-09T09:40:00Z"
    with desk.store.writing(system("test")):
        outlet = desk.store.insert("outlets", {"name": "Morgonbladet Väst", "short_name": "MV"})
        return desk.store.insert(
            "enquiries",
            {"asker": "media", "outlet_id": outlet, "question": f"Ring {PHONE} om Kompass?",
             "happened_at": came, "known_at": came, "entered_at": came},
        )  # fmt: skip


async def mask(desk: Desk, key: int, **other: Any) -> Any:
    fields = {"kind": "enquiries", "row_id": str(key), "field": "question", "ground": "21-3"}
    return await desk.post("utlamning/U-2026-01/maska", role="archivist", **{**fields, **other})


def seen(page: str) -> str:
    return page.partition('name="seen" value="')[2].partition('"')[0]


async def test_a_request_is_read_masked_and_handed_out(desk: Desk, enquiry: int) -> None:
    asked = await desk.post("utlamning", role="archivist", **ASK)
    before = (await desk.get("utlamning/U-2026-01", role="archivist")).text
    await mask(desk, enquiry, words=PHONE)
    after = (await desk.get("utlamning/U-2026-01", role="archivist")).text
    done = await desk.post(
        "utlamning/U-2026-01/lamna-ut", role="archivist", seen=seen(after), read="1"
    )
    released = (await desk.get("utlamning/U-2026-01", role="archivist")).text
    files = [
        await desk.get(f"utlamning/U-2026-01/fil.{form}", role="archivist")
        for form in ("html", "text", "csv", "json")
    ]

    assert [303, 303] == [asked.status_code, done.status_code]
    assert f"telefonnummer: {PHONE}" in before
    assert "Ring [maskat enligt 21 kap. 3 § OSL] om Kompass?" in after
    assert "tre veckor" in released
    assert [200] * 4 == [file.status_code for file in files]
    assert [] == [file for file in files if PHONE in file.text]


async def test_a_mask_is_taken_away_again(desk: Desk, enquiry: int) -> None:
    await desk.post("utlamning", role="archivist", **ASK)
    await mask(desk, enquiry)

    await desk.post("utlamning/U-2026-01/maska/1/bort", role="archivist")

    assert 0 == desk.store.value("SELECT count(*) FROM disclosure_masks")


async def test_words_that_do_not_stand_there_are_refused_at_their_field(
    desk: Desk, enquiry: int
) -> None:
    await desk.post("utlamning", role="archivist", **ASK)

    answer = await mask(desk, enquiry, words="något annat", _formular=f"maska-enquiries-{enquiry}")

    assert 400 == answer.status_code
    assert "Orden står inte så i fältet." in answer.text
    assert "något annat" in answer.text


async def test_what_changed_meanwhile_is_shown_again_and_not_handed_out(
    desk: Desk, enquiry: int
) -> None:
    await desk.post("utlamning", role="archivist", **ASK)
    page = (await desk.get("utlamning/U-2026-01", role="archivist")).text
    with desk.store.writing(system("test")):
        desk.store.update("enquiries", enquiry, {"question": "En ny fråga?"})

    answer = await desk.post(
        "utlamning/U-2026-01/lamna-ut", role="archivist", seen=seen(page), read="1"
    )

    assert 409 == answer.status_code
    assert "En ny fråga?" in answer.text
    assert 0 == desk.store.value("SELECT count(*) FROM disclosure_files")


async def test_a_refusal_shows_the_letter(desk: Desk, enquiry: int) -> None:
    await desk.post("utlamning", role="archivist", **ASK)

    await desk.post("utlamning/U-2026-01/neka", role="archivist", ground="25-1")

    page = (await desk.get("utlamning/U-2026-01", role="archivist")).text
    assert "25 kap. 1 § OSL" in page
    assert "kammarrätten" in page


async def test_another_provision_is_written_out(desk: Desk, enquiry: int) -> None:
    await desk.post("utlamning", role="archivist", **ASK)

    refused = await mask(desk, enquiry, ground="other")
    done = await mask(desk, enquiry, ground="other", other="5 kap. 1 § lagen")

    assert [400, 303] == [refused.status_code, done.status_code]
    assert "5 kap. 1 § lagen" == desk.store.value("SELECT ground FROM disclosure_masks")


async def test_a_request_that_is_taken_back_is_closed(desk: Desk, enquiry: int) -> None:
    await desk.post("utlamning", role="archivist", **ASK)

    await desk.post("utlamning/U-2026-01/avsluta", role="archivist")

    assert "återtagen" in (await desk.get("utlamning", role="archivist")).text


async def test_a_request_without_kind_or_with_an_impossible_day_keeps_what_was_typed(
    desk: Desk,
) -> None:
    none = await desk.post("utlamning", role="archivist", **{**ASK, "kinds": ""})
    never = await desk.post("utlamning", role="archivist", **{**ASK, "period_to": "2026-02-30"})

    assert "Välj minst ett slag av handlingar." in none.text
    assert "Datumet 30 februari 2026 finns inte." in never.text
    assert [400, 400] == [none.status_code, never.status_code]


@pytest.mark.parametrize("role", ["reader", "editor", "approver", "administrator"])
async def test_only_an_archivist_sees_and_hands_out(desk: Desk, enquiry: int, role: str) -> None:
    await desk.post("utlamning", role="archivist", **ASK)

    answers = [
        await desk.get("utlamning", role=role),
        await desk.get("utlamning/U-2026-01", role=role),
        await desk.get("utlamning/U-2026-01/fil.json", role=role),
        await desk.post("utlamning", role=role, **ASK),
        await desk.post("utlamning/U-2026-01/neka", role=role, ground="25-1"),
    ]

    assert [403] * 5 == [answer.status_code for answer in answers]


async def test_many_records_are_read_some_at_a_time(desk: Desk, enquiry: int) -> None:
    with desk.store.writing(system("test")):
        for minute in range(59):
            came = f"2026-03-09T10:{minute:02}:00Z"
            desk.store.insert(
                "enquiries",
                {"asker": "public", "question": f"Fråga {minute}?", "happened_at": came,
                 "known_at": came, "entered_at": came},
            )  # fmt: skip
    await desk.post("utlamning", role="archivist", **ASK)

    first = (await desk.get("utlamning/U-2026-01", role="archivist")).text
    last = (await desk.get("utlamning/U-2026-01?sida=2", role="archivist")).text

    assert "60 handlingar" in first
    assert ("Fråga 58?" in last, "Fråga 58?" in first) == (True, False)
    assert seen(first) == seen(last)
