from __future__ import annotations

import pytest

from monitor.intake.clean import TITLE_MAX, clean_html, safe_url, to_line, to_text

BASE = "https://nyheter.example/artikel/1"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("", ""),
        (" ren text ", "ren text"),
        ("<p onclick=x()>hej <b>du</b></p>", "<p>hej <b>du</b></p>"),
        ("<script>alert(1)</script>t", "t"),
        ("<style>@import 'x'</style>t", "t"),
        ("<img src=x onerror=alert(1)>t", "t"),
        ("<svg onload=alert(1)>s</svg>t", "t"),
        ("<iframe srcdoc='<script>1</script>'>i</iframe>t", "t"),
        ("<base href='https://evil.example/'>t", "t"),
        ("<div style='position:fixed'>t</div>", "<div>t</div>"),
        ("<noscript><p title='</noscript><img src=x onerror=alert(1)>'>t", "'&gt;t"),
    ],
)
def test_nothing_that_runs_loads_or_covers_is_left(markup: str, expected: str) -> None:
    assert expected == clean_html(markup, BASE)


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://a.example/", "https://a.example/"),
        ("/b", "https://nyheter.example/b"),
        ("mailto:press@a.example", "mailto:press@a.example"),
        ("javascript:alert(1)", None),
        ("java&#9;script:alert(1)", None),
        ("data:text/html,x", None),
    ],
)
def test_links_are_absolute_safe_and_give_nothing_away(href: str, kept: str | None) -> None:
    target = f' href="{kept}"' if kept else ""

    cleaned = clean_html(f"<a href='{href}' target=_blank>t</a>", BASE)

    assert f'<a{target} rel="noopener noreferrer">t</a>' == cleaned


def test_relative_links_without_a_base_are_dropped() -> None:
    assert '<a rel="noopener noreferrer">t</a>' == clean_html("<a href='/b'>t</a>")


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "table"])
def test_hopeless_nesting_becomes_plain_text(tag: str) -> None:
    assert "x &amp; y" == clean_html(f"<{tag}>" * 50_000 + "x &amp; y")
    assert "x & y" == to_text(f"<{tag}></p>" * 50_000 + "x &amp; y")


def test_text_has_a_line_per_block_and_entities_once() -> None:
    markup = "<p>Ett &amp;amp; två</p><ul><li>tre<li>fy<b>ra</b></ul><script>x</script>"

    assert "Ett &amp; två\ntre\nfyra" == to_text(markup)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("Larm <script>alert(1)</script> i natt", "Larm i natt"),
        ("<img src=x onerror=alert(1)>Nyhet", "Nyhet"),
        ("Om 1 < 2 & 3 > 2", "Om 1 < 2 & 3 > 2"),
        ("Region &amp; sjukhus", "Region & sjukhus"),
        ("a\x00b\x1b\u200b\u202ec\u00add\r\n e", "abcd e"),
        ("ord " * 100_000, ("ord " * (TITLE_MAX // 4)).strip()),
    ],
)
def test_a_title_is_one_line_of_plain_text(markup: str, expected: str) -> None:
    assert expected == to_line(markup)


def test_a_title_declared_as_text_is_literal() -> None:
    assert "<b>x</b> &amp;" == to_line("<b>x</b> &amp;", markup_is_text=True)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/x y", "https://a.example/x%20y"),
        ("//b.example/z", "https://b.example/z"),
        ("../2", "https://nyheter.example/2"),
        ("", ""),
        ("\x01javascript:alert(1)", ""),
        ("ftp://a.example/", ""),
        ("https://", ""),
        ("http://[::1", ""),
        ("https://a.example/" + "x" * 5000, ""),
        ('https://a.example/"><b', "https://a.example/%22%3E%3Cb"),
    ],
)
def test_only_web_addresses_come_through(address: str, expected: str) -> None:
    assert expected == safe_url(address, BASE)
