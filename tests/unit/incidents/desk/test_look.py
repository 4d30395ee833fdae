from __future__ import annotations

import pytest
from markupsafe import Markup

from incidents.desk.look import hel
from tests.unit.incidents.desk.conftest import Desk


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-E01", '<span class="nowrap">2026-E01</span>'),
        ("Läs 2026-V11.", 'Läs <span class="nowrap">2026-V11</span>.'),
        ("H-2026-011 Märkt", '<span class="nowrap">H-2026-011</span> Märkt'),
        ("U-2026-01", '<span class="nowrap">U-2026-01</span>'),
        ("2026-03-09 och CE-märkning", "2026-03-09 och CE-märkning"),
        ("<b> 2026-E01", '&lt;b&gt; <span class="nowrap">2026-E01</span>'),
        (
            Markup("<mark>Om</mark> 2026-E01"),
            '<mark>Om</mark> <span class="nowrap">2026-E01</span>',
        ),
    ],
)
def test_a_number_is_never_parted_at_its_hyphen(text: str, expected: str) -> None:
    assert expected == hel(text)


async def test_what_is_on_the_pages_has_its_numbers_whole(desk: Desk) -> None:
    with desk.store.atomic():
        desk.store.insert(
            "incidents",
            {"ref": "H-2026-011", "title": "Märkningen", "status": "ongoing",
             "known_at": "2026-03-09T13:00:00Z", "entered_at": "2026-03-09T13:00:00Z"},
        )  # fmt: skip

    table = (await desk.get("/lagesbild/incidents", role="reader")).text

    assert 'href="/-/lagesbild/handelser/H-2026-011"' in table
