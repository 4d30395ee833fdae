from __future__ import annotations

from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.incident_world import world


async def test_an_organisation_and_its_spokesperson_are_added(desk: Desk) -> None:
    await desk.post("personer/organisation", name="Region Västmark", short_name="RVM", kind="own")

    await desk.post(
        "personer/ny", person="Jonas Ekvall", organisation_id="1", title="sjukhusdirektör",
        valid_from="2026-03-01", spokesperson="1",
    )  # fmt: skip
    shown = (await desk.get("personer")).text

    assert "Jonas Ekvall" in shown
    assert "talesperson" in shown
    assert "2026-02-28T23:00:00Z" == desk.store.value("SELECT valid_from FROM positions")


async def test_a_second_own_organisation_is_refused_at_its_field(desk: Desk) -> None:
    world(desk)

    answer = await desk.post(
        "personer/organisation", name="Region Öst", kind="own", _formular="ny-organisation"
    )

    assert 400 == answer.status_code
    assert 'id="ny-organisation-kind-fel"' in answer.text
    assert 'value="Region Öst"' in answer.text


async def test_a_new_title_ends_the_one_before(desk: Desk) -> None:
    w = world(desk)

    await desk.post(f"personer/{w.karin}/titel", title="regiondirektör", valid_from="9 mars")

    assert ["2026-03-08T23:00:00Z", None] == [
        row["valid_to"] for row in desk.store.rows("SELECT valid_to FROM positions ORDER BY id")
    ]


async def test_a_title_is_changed_without_moving_its_start(desk: Desk) -> None:
    w = world(desk)
    before = w.only("positions")

    await desk.post(
        f"personer/titel/{before['id']}", title="styrgruppens ordförande", spokesperson="1",
        valid_from="2026-03-01 08.00", valid_to="",
    )  # fmt: skip

    after = w.only("positions")
    assert {**before, "title": after["title"], "short_title": after["title"]} == after
    assert "styrgruppens ordförande" == after["title"]


async def test_names_are_changed(desk: Desk) -> None:
    w = world(desk)

    await desk.post(f"personer/{w.karin}", person="Karin Almgren Ek")
    await desk.post(
        f"personer/organisation/{w.nordlys}", name="Nordlys Health", kind="supplier",
        former_names="Medara",
    )  # fmt: skip

    assert "Karin Almgren Ek" == w.only("people")["name"]
    assert "Medara" == w.only("organisations")["former_names"]


async def test_readers_only_read(desk: Desk) -> None:
    world(desk)

    shown = (await desk.get("personer", role="reader")).text
    refused = await desk.post("personer/ny", role="reader", person="X", organisation_id="1")

    assert "Karin Almgren" in shown
    assert "<form" not in shown.split("<main")[1]
    assert 403 == refused.status_code
