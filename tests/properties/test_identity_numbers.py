"""Every real number is found in any sentence; a wrong checksum never is."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.identity import checksum_holds, find_identities, mask_identities

BIRTHS = st.dates(date(1890, 1, 1), date(2030, 12, 31))


def last_digit(nine: str) -> str:
    return next(last for last in "0123456789" if checksum_holds(nine + last))


@given(BIRTHS, st.integers(0, 999), st.booleans(), st.sampled_from(["-", "+", " ", "–"]))
def test_a_number_with_a_mark_is_always_found(
    birth: date, serial: int, coordination: bool, mark: str
) -> None:
    day = birth.day + 60 * coordination
    nine = f"{birth:%y%m}{day:02}{serial:03}"
    number = f"{birth:%Y%m}{day:02}{mark}{serial:03}{last_digit(nine)}"

    for written in (number, number[2:]):
        text = f"Det gäller {written}."
        assert [text[one.start : one.end] for one in find_identities(text)] == [written]


@given(BIRTHS, st.integers(0, 999), st.integers(1, 9))
def test_a_wrong_checksum_is_never_found(birth: date, serial: int, off: int) -> None:
    nine = f"{birth:%y%m%d}{serial:03}"
    wrong = (int(last_digit(nine)) + off) % 10

    assert find_identities(f"{birth:%y%m%d}-{serial:03}{wrong}") == []


@given(st.text(st.sampled_from("0123456789-+ .aå"), max_size=60))
def test_masking_once_is_enough(text: str) -> None:
    masked = mask_identities(text)

    assert mask_identities(masked) == masked
