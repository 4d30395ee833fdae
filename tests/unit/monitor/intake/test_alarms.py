from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.actors import system
from monitor.core.clock import HeldClock, to_text
from monitor.core.store import Store
from monitor.intake import rhythms, states
from monitor.intake.alarms import alarm_of, alarms
from monitor.intake.opml import SourceLine
from monitor.intake.sources import import_sources

WEEKS = 6
#: Thursday 12 March 2026, 15.00 in Sweden.
NOW = datetime(2026, 3, 12, 14, tzinfo=UTC)


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock(NOW)


def a_source(store: Store, url: str = "https://mv.example/rss", kind: str = "feed") -> int:
    line = SourceLine("MV nyheter", url, kind=kind, outlet="Morgonbladet Väst", short_name="MV")
    return import_sources(store, system("test"), [line]).added[0]


def listened(store: Store, until: datetime = NOW) -> None:
    """Rounds ran every hour for six weeks."""
    for number in range(WEEKS * 168):
        rhythms.note_listening(store, until - timedelta(hours=number))
    round_ = {"started_at": to_text(until), "finished_at": to_text(until)}
    store.insert("poll_rounds", round_)


def a_lively_past(store: Store, source: int, until: datetime) -> None:
    """One article every other hour from seven to ten, every day, the last one at ``until``."""
    outlet = store.value("SELECT outlet_id FROM sources WHERE id = ?", [source])
    start = NOW - timedelta(weeks=WEEKS)
    for number in range(WEEKS * 168):
        at = start + timedelta(hours=number)
        if 6 <= at.hour <= 21 and at.hour % 2 == 0 and at <= until:
            store.insert(
                "articles",
                {"outlet_id": outlet, "source_id": source, "title": f"{number}",
                 "first_seen_at": to_text(at)},
            )  # fmt: skip
    for day in range(WEEKS * 7 + 1):
        told = (start + timedelta(days=day)).date().isoformat()
        store.insert("source_days", {"source_id": source, "day": told, "polls": 24})


def state(store: Store, source: int, **values: object) -> None:
    store.execute("INSERT OR IGNORE INTO source_state (source_id) VALUES (?)", [source])
    told = {"status": "ok", "last_success_at": to_text(NOW), **values}
    names = ", ".join(f"{name} = :{name}" for name in told)
    store.execute(f"UPDATE source_state SET {names} WHERE source_id = :id", {**told, "id": source})


def a_silent_source(store: Store, since: datetime) -> int:
    source = a_source(store)
    listened(store)
    a_lively_past(store, source, since)
    rhythms.learn_some(store, NOW)
    state(store, source, last_item_at=to_text(since))
    return source


def test_a_lively_source_that_was_silent_for_two_days_raises_an_alarm(store: Store) -> None:
    since = NOW - timedelta(days=2)
    source = a_silent_source(store, since)

    (alarm,) = alarms(store, NOW)

    assert (source, "silent", since) == alarm[:3]
    assert alarm.sentence.startswith(
        "Flödet ”MV nyheter” (Morgonbladet Väst) har inte gett något nytt sedan tisdag 10 mars "
        "klockan 15.00. På den tiden brukar det komma ungefär "
    )
    assert alarm == alarm_of(store, source, NOW)


def test_a_usual_pause_is_no_alarm(store: Store) -> None:
    a_silent_source(store, NOW - timedelta(hours=4))

    assert [] == alarms(store, NOW)


def test_a_source_that_fails_is_told_to_fail_and_not_to_be_silent(store: Store) -> None:
    source = a_silent_source(store, NOW - timedelta(days=2))
    since = to_text(NOW - timedelta(hours=30))
    facts = {"status": "failing", "error_key": "http_5xx", "error_facts": '{"status": 503}'}
    state(store, source, **facts, failing_since=since, failures=9)

    (alarm,) = alarms(store, NOW)

    assert "failing" == alarm.kind
    assert (
        "Flödet ”MV nyheter” (Morgonbladet Väst) har inte gått att hämta sedan onsdag 11 mars "
        "klockan 09.00. Webbplatsen har ett eget fel (svar 503). Nytt försök görs av sig självt."
    ) == alarm.sentence


def test_hours_in_which_nobody_polled_are_no_silence(store: Store) -> None:
    a_silent_source(store, NOW - timedelta(days=2))
    store.execute(
        "DELETE FROM poll_hours WHERE hour > ? AND hour < ?",
        [to_text(NOW - timedelta(days=2)), to_text(NOW - timedelta(hours=3))],
    )

    assert [] == alarms(store, NOW)


def test_a_clock_set_ahead_is_no_silence(store: Store, clock: HeldClock) -> None:
    source = a_silent_source(store, NOW - timedelta(hours=1))
    later = NOW + timedelta(days=400)
    clock.set(later)
    store.insert("poll_rounds", {"started_at": to_text(later), "finished_at": to_text(later)})
    rhythms.note_listening(store, later)
    state(store, source, last_item_at=to_text(NOW), last_success_at=to_text(later))

    assert [] == alarms(store, later)


def test_a_clock_set_back_does_not_hide_silence_for_ever(store: Store) -> None:
    source = a_silent_source(store, NOW - timedelta(days=2))
    state(store, source, last_item_at=to_text(NOW + timedelta(days=400)))

    states.shift_timetable(store, -400 * 86400.0)

    assert to_text(NOW) == store.value("SELECT last_item_at FROM source_state")


def test_one_failed_fetch_troubles_nobody(store: Store) -> None:
    source = a_source(store)
    since = to_text(NOW - timedelta(minutes=50))
    state(store, source, status="failing", error_key="timeout", failing_since=since)

    assert [] == alarms(store, NOW)


def test_a_host_that_only_errs_gives_one_alarm(store: Store) -> None:
    added = [a_source(store, f"https://mv.example/{number}") for number in range(3)]
    since = NOW - timedelta(hours=5)
    for source in added:
        state(store, source, status="failing", error_key="dns", failing_since=to_text(since))

    (alarm,) = alarms(store, NOW)

    assert (added[0], "failing", since) == alarm[:3]
    assert alarm.sentence.startswith(
        "Inget av de 3 flödena från mv.example har gått att hämta sedan torsdag 12 mars klockan "
        "10.00. Webbplatsens namn går inte att slå upp."
    )


def test_when_nearly_every_host_fails_our_own_network_is_told(store: Store) -> None:
    since = to_text(NOW - timedelta(hours=2))
    for number in range(6):
        source = a_source(store, f"https://n{number}.example/rss")
        state(store, source, status="failing", error_key="connect", failing_since=since)

    (alarm,) = alarms(store, NOW)

    assert alarm.source_id is None
    assert "från 6 av 6 webbplatser" in alarm.sentence


def test_a_document_that_suddenly_holds_nothing_raises_an_alarm(store: Store) -> None:
    source = a_source(store)
    since = NOW - timedelta(hours=2)
    state(store, source, empty_since=to_text(since), last_item_at=to_text(since))

    assert [(source, "empty", since)] == [alarm[:3] for alarm in alarms(store, NOW)]


def test_a_source_that_is_empty_now_and_then_raises_none(store: Store) -> None:
    source = a_source(store)
    state(store, source, empty_since=to_text(NOW - timedelta(hours=2)), empty_times=1)

    assert [] == alarms(store, NOW)


def test_a_watched_page_without_links_points_to_its_pattern(store: Store) -> None:
    source = a_source(store, kind="page")
    state(store, source, empty_since=to_text(NOW - timedelta(hours=2)))

    assert "Kontrollera mönstret" in alarms(store, NOW)[0].sentence


def test_when_no_round_ran_that_alone_is_told(store: Store) -> None:
    source = a_source(store)
    last = NOW - timedelta(hours=3)
    listened(store, last)
    state(store, source, last_success_at=to_text(last))

    (alarm,) = alarms(store, NOW)

    assert (None, "stopped", last) == alarm[:3]


def test_a_paused_source_raises_no_alarm(store: Store) -> None:
    source = a_silent_source(store, NOW - timedelta(days=2))
    store.execute("UPDATE sources SET enabled = 0 WHERE id = ?", [source])

    assert [] == alarms(store, NOW)


def test_rhythms_are_learnt_once_a_day_and_a_few_at_a_time(store: Store) -> None:
    for number in range(3):
        a_source(store, f"https://n{number}.example/rss")

    assert [2, 1, 0] == [rhythms.learn_some(store, NOW, at_most=2) for _ in range(3)]
    assert 3 == rhythms.learn_some(store, NOW + timedelta(hours=25))


def test_a_source_without_history_has_a_rhythm_row_and_no_rhythm(store: Store) -> None:
    source = a_source(store)
    rhythms.learn_some(store, NOW)

    kept = rhythms.rhythm_of(store, source)

    assert kept is not None
    assert () == kept.chances
