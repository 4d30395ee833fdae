from __future__ import annotations

from ipaddress import ip_address

import pytest

from monitor.core.errors import SettingsError
from monitor.intake.guard import Guard, Target, is_public, pairs_from, parse_pairs

OPEN = Guard()
LISTED = Guard(allow_private=frozenset({("127.0.0.1", 8765), ("intranat.rvm.example", 8080)}))


@pytest.mark.parametrize(
    "address",
    [
        "10.255.255.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "127.0.0.2", "0.0.0.0",
        "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:8.8.8.8",
        "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "2001::1",
        "::127.0.0.1", "fec0::1", "5f00::1", "3fff::1",
    ],
)  # fmt: skip
def test_addresses_that_lead_inwards_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "192.36.148.17", "2a00:801::1"])
def test_addresses_on_the_open_net_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://mv.example/1",
        "ftp://mv.example/",
        "data:text/xml,x",
        "http://10.0.0.1/",
        "http://127.0.0.1:8766/",
        "http://127.0.0.2:8765/",
        "http://[::1]:8765/",
        "http://[::ffff:127.0.0.1]:8765/",
        "http://127.0.0.1:8765@127.0.0.2:8765/",
        "http://mv.example:22/",
        "http://mv.example:6379/",
        "http://mv.example:99999/",
        "",
    ],
)
def test_addresses_that_may_not_be_asked_are_refused_before_anything_is_dialled(url: str) -> None:
    assert LISTED.target(url) is None


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://2130706434:8765/x", "2130706434"),
        ("http://0x7f000001:8765/x", "0x7f000001"),
        ("http://localhost:8765/x", "localhost"),
        ("http://omskrivet.example:8765/x", "omskrivet.example"),
    ],
)
def test_another_spelling_of_a_listed_address_is_refused_when_dialled(url: str, host: str) -> None:
    target = LISTED.target(url)

    assert target == Target(host, 8765)
    assert not LISTED.may_dial(target, "127.0.0.1", 8765)


def test_a_listed_pair_is_dialled_at_its_own_address_only() -> None:
    target = LISTED.target("http://127.0.0.1:8765/feed.xml")

    assert target is not None
    assert LISTED.may_dial(target, "127.0.0.1", 8765)
    assert not LISTED.may_dial(target, "127.0.0.2", 8765)
    assert not LISTED.may_dial(target, "127.0.0.1", 8766)


def test_a_listed_name_may_lie_on_a_private_address() -> None:
    target = LISTED.target("https://intranat.rvm.example:8080/rss")

    assert target is not None
    assert LISTED.may_dial(target, "10.1.2.3", 8080)
    assert not LISTED.may_dial(target, "10.1.2.3", 80)


def test_a_public_name_is_dialled_at_public_addresses_only() -> None:
    target = OPEN.target("https://mv.example/rss")

    assert target is not None
    assert OPEN.may_dial(target, "192.36.148.17", 443)
    assert not OPEN.may_dial(target, "10.0.0.1", 443)
    assert not OPEN.may_dial(target, "not an address", 443)


def test_mapped_hosts_are_reached_at_the_mapped_address_and_nowhere_else() -> None:
    guard = Guard(mapped={"*.example": ("127.0.0.1", 9001), "va.example": ("127.0.0.1", 9002)})

    mv = guard.target("https://www.mv.example/rss")
    va = guard.target("http://va.example/rss")

    assert mv == Target("www.mv.example", 443, ("127.0.0.1", 9001))
    assert va == Target("va.example", 80, ("127.0.0.1", 9002))
    assert guard.may_dial(mv, "127.0.0.1", 9001)
    assert not guard.may_dial(mv, "127.0.0.1", 9002)
    assert not guard.may_dial(mv, "192.36.148.17", 443)
    assert guard.target("http://mv.test/").dial is None  # type: ignore[union-attr]


def test_pairs_are_read_from_a_setting() -> None:
    assert parse_pairs("") == frozenset()
    assert parse_pairs("127.0.0.1:80, [::1]:8080") == {("127.0.0.1", 80), ("::1", 8080)}
    assert pairs_from(["a.example:1", "b.example:2"]) == {("a.example", 1), ("b.example", 2)}


@pytest.mark.parametrize("text", ["127.0.0.1", "host:", ":80", "host:0", "host:65536", "host:x"])
def test_a_pair_of_another_form_is_a_settings_error(text: str) -> None:
    with pytest.raises(SettingsError):
        parse_pairs(text)


@pytest.mark.parametrize(
    ("named_by", "may"),
    [
        ("", True),
        ("http://intranat.rvm.example:8080/rss", True),
        ("http://127.0.0.1:8765/rss", True),
        ("https://mv.example/rss", False),
        ("http://intranat.rvm.example/rss", False),
        ("inte en adress", False),
    ],
)
def test_a_listed_pair_is_asked_for_when_a_person_or_another_listed_one_names_it(
    named_by: str, may: bool
) -> None:
    assert may is (LISTED.target("http://intranat.rvm.example:8080/x", named_by) is not None)


def test_the_open_net_may_name_the_open_net() -> None:
    assert LISTED.target("https://mv.example/2", "https://mv.example/1")
