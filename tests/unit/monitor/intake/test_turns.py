from __future__ import annotations

from monitor.intake.answer import MB, Fetched, Outcome, Request
from monitor.intake.turns import Turns


def answer(name: str, size: int = 1000) -> tuple[Request, Outcome]:
    url = f"https://mv.example/{name}"
    return Request(url), Fetched(200, b"x" * size, {}, url, url, 0.1)


def names(turns: Turns, *, now: float = 0.0, busy: bool = False) -> list[str]:
    found = []
    while taken := turns.take(now, busy=busy):
        found.append(taken[0].url.rpartition("/")[2])
    return found


def filled(*answers: tuple[Request, Outcome]) -> Turns:
    turns = Turns()
    for request, outcome in answers:
        turns.add(request, outcome, 0.0)
    return turns


def test_what_is_quick_to_read_goes_before_what_is_heavy() -> None:
    turns = filled(answer("tung", MB), answer("a"), answer("b"))

    assert ["a", "b"] == names(turns, busy=True)
    assert 1 == len(turns)
    assert ["tung"] == names(turns)


def test_nothing_heavy_waits_for_ever() -> None:
    turns = filled(answer("tung", MB), answer("a"))

    assert ["tung", "a"] == names(turns, now=61.0, busy=True)


def test_what_is_held_stays_within_bounds() -> None:
    turns = filled(*(answer(str(n), 9 * MB) for n in range(9)))

    assert ["0", "1"] == names(turns, busy=True)


def test_what_was_forgotten_does_not_count() -> None:
    turns = filled(answer("tung", 65 * MB))
    turns.clear()
    turns.add(*answer("ny", MB), 0.0)

    assert [] == names(turns, busy=True)
    assert not turns.has_quick
