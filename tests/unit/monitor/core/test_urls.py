from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core import urls


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HTTPS://MV.Example:443/Kompass-1#topp", "https://mv.example/Kompass-1"),
        ("http://mv.example", "http://mv.example/"),
        ("https://mv.example/a?utm_source=rss&id=7&fbclid=x", "https://mv.example/a?id=7"),
        ("https://mv.example/Åby lasarett", "https://mv.example/%C3%85by%20lasarett"),
        ("https://mv.example/%C3%85by", "https://mv.example/%C3%85by"),
        ("https://västmark.example/a", "https://xn--vstmark-5wa.example/a"),
        ("https://ulla:hemlig@mv.example/a", "https://mv.example/a"),
        ("  https://mv.example:8443/a  ", "https://mv.example:8443/a"),
        ("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
    ],
)
def test_an_address_is_cleaned_for_keeping(text: str, expected: str) -> None:
    assert expected == urls.clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "mailto:press@rvm.example",
        "/bara/en/sökväg",
        "https://",
        "https://mv.example:0/",
        "https://mv.example:99999/",
        "http://127.0.0.1:80\\@evil.example/",
        "http://[::1/",
        "http://a%2eb/",
        "\x01javascript:alert(1)",
    ],
)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    assert urls.clean(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "http://mv.example/a?id=1&b=2",
        "https://mv.example/a/?b=2&id=1",
        "https://MV.example:443/a?id=1&b=2&utm_id=3#x",
        "http://mv.example:443/a?id=1&b=2",
    ],
)
def test_scheme_slash_order_and_tracking_make_no_difference(text: str) -> None:
    assert urls.identity(text) == "mv.example/a?b=2&id=1"


def test_parameters_that_name_the_article_are_kept_apart() -> None:
    assert urls.identity("https://mv.example/las?id=1") != urls.identity(
        "https://mv.example/las?id=2"
    )


def test_the_request_keeps_every_parameter() -> None:
    assert urls.request_form("https://mv.example/f?utm_x=1#y") == "https://mv.example/f?utm_x=1"


def test_relative_references_are_made_absolute() -> None:
    assert urls.resolve("https://mv.example/a/b", "../c?d") == "https://mv.example/c?d"
    assert urls.resolve("https://mv.example/a", "javascript:x") is None
    assert urls.resolve("https://mv.example/a", "  ") is None
    assert urls.resolve("https://mv.example/a", "http://[") is None


def test_host_and_origin() -> None:
    assert urls.host("https://MV.example.:8443/a") == "mv.example"
    assert urls.host("http://[") == ""
    assert urls.origin("https://mv.example/a") == ("https", "mv.example", 443)
    assert urls.origin("ftp://mv.example/a") is None
    assert urls.origin("http://mv.example:x/a") is None


def test_sites_belong_together_under_one_name() -> None:
    assert urls.same_site("www.mv.example", "mv.example")
    assert urls.same_site("sport.mv.example", "www.mv.example")
    assert not urls.same_site("mv.example", "evilmv.example")
    assert not urls.same_site("", "mv.example")


@given(st.text(max_size=80))
def test_any_text_is_either_refused_or_stable(text: str) -> None:
    once = urls.clean("http://" + text)
    if once is not None:
        assert once == urls.clean(once)
        assert urls.identity(once) == urls.identity("http://" + text)
