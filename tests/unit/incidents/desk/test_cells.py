from __future__ import annotations

import pytest

from incidents.desk import cells


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("9999-12-31T23:59:59Z", "tills vidare"),
        (
            "2026-03-09T19:00:00Z",
            '<time datetime="2026-03-09T19:00:00Z">9 mars 2026 klockan 20.00</time>',
        ),
    ],
)
def test_an_instant_reads_as_people_say_it(value: str, expected: str) -> None:
    assert expected == str(cells.shown({}, value, "close_watch_until", "articles", ""))
