"""Personal identity numbers are found, and nothing else is.

The numbers are Skatteverket's published examples or computed here; they are nobody's.
"""

from __future__ import annotations

import pytest

from monitor.core.identity import (
    MASK,
    IdentityKind,
    checksum_holds,
    find_identities,
    holds_identity,
    mask_identities,
)


def with_checksum(nine: str) -> str:
    return next(nine + last for last in "0123456789" if checksum_holds(nine + last))


@pytest.mark.parametrize(
    "written",
    [
        "811218-9876",
        "19811218-9876",
        "198112189876",
        "8112189876",
        "811218+9876",
        "811218 9876",
        "19811218 9876",
        "811218–9876",
        "811218 - 9876",
        "640823-3234",
        "(640823-3234)",
        "pnr:6408233234",
    ],
)
def test_a_personal_number_is_found_however_it_is_written(written: str) -> None:
    (found,) = find_identities(f"Ärendet gäller {written}, som ringde.")

    assert found.kind is IdentityKind.PERSONAL


def test_the_span_is_the_number_alone() -> None:
    text = "Patienten 19811218-9876 har ringt."

    assert [text[found.start : found.end] for found in find_identities(text)] == ["19811218-9876"]


@pytest.mark.parametrize("written", ["701063-2391", "19701063-2391", "7010632391"])
def test_a_coordination_number_has_sixty_more_days(written: str) -> None:
    (found,) = find_identities(written)

    assert found.kind is IdentityKind.COORDINATION


@pytest.mark.parametrize(
    "text",
    [
        "811218-9875",  # checksum
        "811318-9876",  # month
        with_checksum("810230123"),  # 30 February
        with_checksum("810292123"),  # day 32 of a coordination number
        "556012-5790",  # an organisation's number
        "070-123 45 67",
        "0701234567",
        "+46701234567",
        "010-441 00 00",
        "08-123 456 00",
        "dnr RVM 2026-0311",
        "2026-03-09 klockan 20.00",
        "ISBN 978-91-811218-9876-1",
        "https://mv.example/artikel/8112189876",
        "ab8112189876",
        "8112189876543",
        "1.811218-9876",
        "Journalen har 8112 poster och 189876 rader.",
        "",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert find_identities(text) == []


def test_a_bare_number_of_someone_born_after_1999_needs_a_word_that_says_so() -> None:
    bare = with_checksum("050314123")

    assert not holds_identity(f"Ring {bare}.")
    assert holds_identity(f"Personnummer {bare}.")
    assert holds_identity(f"Patienten är född {bare}.")
    assert holds_identity(f"{bare[:6]}-{bare[6:]}")
    assert holds_identity(f"20{bare}")


def test_29_february_needs_a_leap_year_when_the_century_is_told() -> None:
    nine = with_checksum("000229123")

    assert holds_identity(f"2000{nine[2:]}")
    assert not holds_identity(f"1900{nine[2:]}")


def test_masking_leaves_no_number() -> None:
    text = "Både 811218-9876 och 701063-2391 nämns."

    masked = mask_identities(text)

    assert masked == f"Både {MASK} och {MASK} nämns."
    assert find_identities(masked) == []
