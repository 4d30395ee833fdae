from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from monitor.core.order import swedish_key
from monitor.core.store import connect

#: As they stand in a Swedish list.
IN_ORDER = [
    "Aftonnytt", "aftonposten", "Édition Väst", "Edsbladet", "Müllers blad", "Nytt", "Zonen",
    "Ådalen", "åmålsbladet", "Ängsbladet", "Æskilds blad", "Öresundsnytt", "östbladet",
]  # fmt: skip


def test_names_stand_in_swedish_order_whatever_their_case() -> None:
    names = IN_ORDER[::-1]
    names.sort(key=swedish_key)

    assert IN_ORDER == names


def test_a_letter_written_as_two_characters_is_the_same_letter() -> None:
    assert ["Zonen", "A\u030adalen", "Ängen"] == sorted(
        ["A\u030adalen", "Ängen", "Zonen"], key=swedish_key
    )


def test_every_connection_sorts_so(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "a.db")) as connection:
        connection.execute("CREATE TABLE outlets (name TEXT)")
        connection.executemany(
            "INSERT INTO outlets VALUES (?)", [(name,) for name in reversed(IN_ORDER)]
        )
        found = connection.execute("SELECT name FROM outlets ORDER BY name COLLATE SWEDISH")

        assert IN_ORDER == [name for (name,) in found]


@pytest.mark.parametrize("name", ["", "2", "Ångström 7"])
def test_any_text_has_a_place(name: str) -> None:
    assert name == swedish_key(name)[1]
