"""The rules of alerts hold whatever happens: quiet hours, the cap, nothing twice, nothing lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from incidents.alert import rota
from incidents.alert.rota import Shift
from incidents.alert.rules import HOUR, KINDS, Past, Planned, Quiet, Recipient, Thing, decide
from monitor.core.clock import STOCKHOLM, local

#: Nights on which the clocks change: spring and autumn 2026, and an ordinary one.
NIGHTS = (date(2026, 3, 28), date(2026, 10, 24), date(2026, 3, 9))
START = datetime(2026, 3, 9, 7, tzinfo=UTC)

minutes = st.integers(0, 24 * 60 - 1).map(lambda number: time(number // 60, number % 60))
instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=UTC, microsecond=0)
)
things = st.lists(
    st.builds(
        lambda kind, number, story: Thing(
            f"{kind}:{number}", kind, f"{kind}:story:{story}", number, START
        ),
        st.sampled_from(KINDS),
        st.integers(1, 30),
        st.integers(1, 4),
    ),
    unique_by=lambda thing: thing.key,
    max_size=25,
)


def someone(**other: object) -> Recipient:
    return Recipient("user:1", frozenset(KINDS), user_id=1, **other)  # type: ignore[arg-type]


def after(past: Past, messages: list[Planned], now: datetime) -> Past:
    """Return the past when the messages have been written down."""
    told, groups = dict(past.told), dict(past.groups)
    sent = {key: list(value) for key, value in past.sent.items()}
    for message in messages:
        told[message.recipient] = told.get(message.recipient, frozenset()) | {
            thing.key for thing in message.things
        }
        for thing in message.things:
            groups[message.recipient, thing.group] = now
        sent.setdefault(message.recipient, []).append(now)
    return Past(told=told, groups=groups, sent=sent, taken=past.taken)


@given(minutes, minutes, instants)
def test_quiet_hours_are_what_the_clock_on_the_wall_says(
    start: time, end: time, at: datetime
) -> None:
    wall = local(at).time().replace(tzinfo=None)
    inside = start <= wall < end if start <= end else (wall >= start or wall < end)

    assert inside == Quiet(start, end).holds(at)


@given(st.sampled_from(NIGHTS), st.integers(20, 23), st.integers(4, 9))
def test_a_night_is_quiet_in_one_stretch_however_long_it_is(
    evening: date, start: int, end: int
) -> None:
    quiet = Quiet(time(start), time(end))
    begins = datetime.combine(evening, time(start), tzinfo=STOCKHOLM).astimezone(UTC)
    ends = datetime.combine(evening + timedelta(days=1), time(end), tzinfo=STOCKHOLM).astimezone(
        UTC
    )
    step = timedelta(minutes=10)

    held = [quiet.holds(begins + step * number) for number in range((ends - begins) // step)]

    assert all(held)
    assert not quiet.holds(begins - step)
    assert not quiet.holds(ends)


def test_the_spring_night_is_an_hour_shorter_and_the_autumn_night_an_hour_longer() -> None:
    quiet = Quiet(time(22), time(7))

    lengths = []
    for evening in NIGHTS:
        noon = datetime.combine(evening, time(12), tzinfo=STOCKHOLM).astimezone(UTC)
        lengths.append(sum(quiet.holds(noon + timedelta(minutes=m)) for m in range(24 * 60)) / 60)

    assert [8.0, 10.0, 9.0] == lengths


@given(things, st.sampled_from(NIGHTS), st.integers(0, 600))
def test_quiet_hours_silence_everybody_but_the_one_on_duty(
    present: list[Thing], evening: date, later: int
) -> None:
    at = datetime.combine(evening, time(22), tzinfo=STOCKHOLM).astimezone(UTC)
    now = at + timedelta(minutes=later % (7 * 60))
    quiet = Quiet(time(22), time(7))

    off = decide(present, [someone(quiet=quiet)], Past(), now)
    on = decide(present, [someone(quiet=quiet, on_duty=True)], Past(), now)

    assert [] == off
    assert {one.key for one in present} == {one.key for message in on for one in message.things}


@given(things, st.integers(1, 4))
def test_no_hour_holds_more_messages_than_the_cap_and_nothing_is_lost(
    present: list[Thing], cap: int
) -> None:
    who = someone(per_hour=cap)
    past, now, times = Past(), START, []
    for _ in range(40):
        messages = decide(present, [who], past, now)
        times += [now] * len(messages)
        past = after(past, messages, now)
        now += timedelta(minutes=7)

    assert all(sum(at - HOUR < one <= at for one in times) <= cap for at in times)
    assert {one.key for one in present} == set(past.told.get("user:1", ()))


@given(st.lists(things, min_size=1, max_size=4))
def test_the_same_thing_is_never_told_twice(rounds: list[list[Thing]]) -> None:
    past, now, told = Past(), START, []
    for present in rounds:
        messages = decide(present, [someone(per_hour=3)], past, now)
        told += [thing.key for message in messages for thing in message.things]
        past = after(past, messages, now)
        now += timedelta(minutes=20)

    assert len(told) == len(set(told))


@given(things)
def test_a_round_gives_at_most_one_message_of_each_kind(present: list[Thing]) -> None:
    kinds = [message.kind for message in decide(present, [someone()], Past(), START)]

    assert len(kinds) == len(set(kinds))


@given(things)
def test_what_somebody_took_is_told_to_nobody_else(present: list[Thing]) -> None:
    past = Past(taken={thing.group: (2, START) for thing in present})
    taker = Recipient("user:2", frozenset(KINDS), user_id=2)

    messages = decide(present, [someone(on_duty=True), taker], past, START)

    assert {"user:2"} >= {message.recipient for message in messages}


spans = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 60), st.integers(1, 3)).map(
        lambda one: Shift(
            START + timedelta(hours=one[0]), START + timedelta(hours=one[0] + one[1]), one[2]
        )
    ),
    max_size=6,
)


@given(spans, st.integers(0, 260))
def test_a_gap_is_exactly_when_nobody_is_on_duty_before_the_rota_ends(
    shifts: list[Shift], hour: int
) -> None:
    at = START + timedelta(hours=hour)
    until = START + timedelta(hours=400)
    found = rota.gaps(shifts, START, until)
    ends = rota.uncovered_after(shifts)

    in_gap = any(start <= at < end for start, end in found)

    planned = ends is not None and at < ends
    assert in_gap == (planned and not rota.on_duty(shifts, at))


@given(st.sampled_from(NIGHTS), st.integers(1, 60), st.lists(st.integers(1, 4), min_size=1))
def test_weeks_follow_each_other_without_gap_or_overlap_over_the_change_of_clocks(
    first: date, count: int, people: list[int]
) -> None:
    made = list(rota.weeks(first, people, count, time(8)))

    assert [] == rota.gaps(made, made[0].from_at, made[-1].to_at)
    assert all(one.to_at == two.from_at for one, two in pairwise(made))
    assert {time(8)} == {local(one.from_at).time().replace(tzinfo=None) for one in made}
