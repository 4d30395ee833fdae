from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.intake.answer import Fetched, Outcome, failure
from monitor.intake.robots import Robots, robots_request

NOW = datetime(2026, 3, 9, 13, 10, tzinfo=UTC)
PAGE = "https://mv.example:8443/kompass-1?id=2"


def fetched(text: str) -> Fetched:
    return Fetched(200, text.encode(), {}, "", "", 0.1)


def test_the_file_stands_at_the_root_of_the_site() -> None:
    assert robots_request(PAGE).url == "https://mv.example:8443/robots.txt"
    assert robots_request("http://mv.example/a").url == "http://mv.example/robots.txt"
    assert robots_request("http://[2001:db8::1]/a").url == "http://[2001:db8::1]/robots.txt"


def test_a_site_that_forbids_us_is_not_read() -> None:
    robots = Robots("Lagesbild")
    robots.learn(
        PAGE,
        fetched("User-agent: *\nDisallow:\n\nUser-agent: lagesbild\nDisallow: /kompass\n"),
        NOW,
    )

    assert not robots.allows(PAGE)
    assert robots.allows("https://mv.example:8443/annat")


def test_each_port_and_scheme_has_its_own_rules() -> None:
    robots = Robots("Lagesbild")
    robots.learn(PAGE, fetched(""), NOW)

    assert robots.allows(PAGE)
    assert not robots.knows("https://mv.example/kompass-1", NOW)
    assert not robots.allows("https://mv.example/kompass-1")


@pytest.mark.parametrize(
    ("outcome", "allowed"),
    [
        (failure("u", "not_found", status=404), True),
        (failure("u", "forbidden", status=403), True),
        (failure("u", "empty", status=200), True),
        (failure("u", "rate_limited", status=429), False),
        (failure("u", "http_5xx", status=500), False),
        (failure("u", "timeout"), False),
        (failure("u", "refused_address"), False),
    ],
)
def test_a_missing_file_allows_and_a_missing_site_does_not(
    outcome: Outcome, *, allowed: bool
) -> None:
    robots = Robots("Lagesbild")
    robots.learn(PAGE, outcome, NOW)

    assert robots.allows(PAGE) is allowed


def test_rules_are_asked_for_again_after_a_day_and_sooner_when_the_site_could_not_say() -> None:
    robots = Robots("Lagesbild")

    robots.learn(PAGE, fetched(""), NOW)
    assert robots.knows(PAGE, NOW + timedelta(hours=23))
    assert not robots.knows(PAGE, NOW + timedelta(hours=24))

    robots.learn(PAGE, failure("u", "timeout"), NOW)
    assert not robots.knows(PAGE, NOW + timedelta(minutes=11))


def test_the_pace_that_a_site_asks_for_is_kept_within_reason() -> None:
    robots = Robots("Lagesbild")
    assert robots.delay_s(PAGE) == 0.0

    robots.learn(PAGE, fetched("User-agent: *\nCrawl-delay: 4\n"), NOW)
    assert robots.delay_s(PAGE) == 4.0

    robots.learn(PAGE, fetched("User-agent: *\nCrawl-delay: 86400\n"), NOW)
    assert robots.delay_s(PAGE) == 30.0
