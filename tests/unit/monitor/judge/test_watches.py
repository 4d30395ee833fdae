"""Watches as data."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.errors import InputError
from monitor.core.resources import shipped
from monitor.judge.watches import Name, Watch, from_mapping, from_toml, to_mapping, to_toml

SMALL = 'key = "k"\ntitle = "T"\n[[names]]\ntext = "Kompass"\n'


def test_a_watch_survives_being_written_and_read() -> None:
    watch = Watch(
        "k",
        'Citat " och \\',
        "supplier",
        (Name("Medara", "supplier", "own", date(2020, 1, 1), date(2026, 3, 11)),),
        context=("vård",),
        near=("norrsken",),
        people=("Karin Almgren",),
        places=("Åby",),
        active=False,
    )

    assert watch == from_toml(to_toml(watch))
    assert watch == from_mapping(to_mapping(watch))


@pytest.mark.parametrize("name", ["millennium", "kompass"])
def test_each_shipped_watch_reads(name: str) -> None:
    watch = from_toml(shipped(f"data/watches/{name}.toml").read_text(encoding="utf-8"))

    assert name == watch.key
    assert watch == from_toml(to_toml(watch))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("key = ", "bevakning"),
        ('key = "k"\ntitle = "T"\n', "names"),
        (SMALL + "names_of = 1\n", ""),
        ("surprise = 1\n" + SMALL, "surprise"),
        (SMALL.replace('"Kompass"', '"K"'), "text"),
        (SMALL.replace('"Kompass"', "7"), "text"),
        (SMALL.replace('"Kompass"', '".NET"'), "text"),
        ('near = ["🔥 kompass"]\n' + SMALL, "near"),
        (SMALL + 'strength = "huge"\n', "strength"),
        (SMALL + 'valid_from = "i går"\n', "valid_from"),
        (SMALL + "valid_from = 2026-01-02\nvalid_to = 2026-01-01\n", "valid_to"),
        ('context = "vård"\n' + SMALL, "context"),
        ("names = [1]\n" + 'key = "k"\ntitle = "T"\n', "names"),
    ],
)
def test_a_wrong_value_is_named(text: str, field: str) -> None:
    if not field:
        assert "k" == from_toml(text).key
        return

    with pytest.raises(InputError) as caught:
        from_toml(text)

    assert field == caught.value.facts["field"]


def test_quotation_marks_that_were_pasted_along_are_not_sought() -> None:
    watch = from_toml('near = ["”moralisk kompass”"]\n' + SMALL.replace("Kompass", "»Kompass«"))

    assert ("Kompass", ("moralisk kompass",)) == (watch.names[0].text, watch.near)


def test_a_name_counts_within_its_days_and_when_the_day_is_unknown() -> None:
    name = Name("Medara", "supplier", "own", date(2020, 1, 1), date(2020, 12, 31))

    assert [False, True, False, True] == [
        name.valid_on(day) for day in (date(2019, 5, 1), date(2020, 5, 1), date(2021, 5, 1), None)
    ]
