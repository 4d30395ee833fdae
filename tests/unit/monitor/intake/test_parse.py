from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.core.errors import ParseError
from monitor.intake.parse import ParsedFeed, parse_feed
from tests.unit.monitor.intake.feedtext import atom, item, rss

URL = "https://nyheter.example/flode/rss.xml"


def parse(
    text: str | bytes,
    *,
    content_type: str | None = None,
    seen: frozenset[str] = frozenset(),
    first_seen: datetime | None = None,
) -> ParsedFeed:
    body = text if isinstance(text, bytes) else text.encode()
    return parse_feed(body, url=URL, content_type=content_type, seen=seen, first_seen=first_seen)


def test_an_rss_feed_tells_its_entries_in_order() -> None:
    parsed = parse(rss(item(1), item(2)))

    assert ("rss", "Nordbladet", "https://nyheter.example/") == (
        parsed.kind,
        parsed.title,
        parsed.site_url,
    )
    assert ["urn:nyheter:1", "urn:nyheter:2"] == [entry.guid for entry in parsed.entries]
    first = parsed.entries[0]
    assert "Rubrik 1: journalsystemet" == first.title
    assert "https://nyheter.example/artikel/1" == first.link
    assert "Ingress 1." == first.summary_html
    assert datetime(2024, 11, 8, 18, 30, tzinfo=UTC) == first.published
    assert "minute" == first.published_precision


def test_the_publishers_wishes_about_polling_are_read() -> None:
    hours = "<skipHours><hour>0</hour><hour>24</hour><hour>3</hour></skipHours>"
    head = f"<language>sv</language><ttl>45</ttl>{hours}"

    whole = parse(rss(item(1), item(2), head=head))
    partly = parse(rss(item(1), item(2), head=head), seen=frozenset(whole.item_digests[:1]))

    for parsed in (whole, partly):
        assert (2700, "sv") == (parsed.ttl_s, parsed.language)
    assert frozenset({0, 3}) == partly.skip_hours


def test_seen_items_are_left_out_and_counted() -> None:
    first = parse(rss(item(1), item(2)))

    second = parse(
        rss(item(3), item(1), item(2), head="<lastBuildDate>now</lastBuildDate>"),
        seen=frozenset(first.item_digests),
    )

    assert ["urn:nyheter:3"] == [entry.guid for entry in second.entries]
    assert 2 == second.seen_count
    assert first.item_digests == second.item_digests[1:]


def test_a_feed_with_nothing_new_still_tells_its_channel() -> None:
    first = parse(rss(item(1)))

    second = parse(rss(item(1)), seen=frozenset(first.item_digests))

    assert ([], 1, "Nordbladet") == (second.entries, second.seen_count, second.title)


def test_a_changed_item_is_new() -> None:
    first = parse(rss(item(1)))

    second = parse(rss(item(1, title="Ändrad rubrik")), seen=frozenset(first.item_digests))

    assert ["Ändrad rubrik"] == [entry.title for entry in second.entries]


def test_items_of_a_malformed_feed_are_known_again() -> None:
    broken = rss(item(1, title="Region & sjukhus"), item(2))
    first = parse(broken)

    second = parse(broken, seen=frozenset(first.item_digests))

    assert ["Region & sjukhus", "Rubrik 2: journalsystemet"] == [e.title for e in first.entries]
    assert ([], 2) == (second.entries, second.seen_count)


def test_bylines_are_not_kept() -> None:
    parsed = parse(rss(item(1, extra="<dc:creator>Ulla Byline</dc:creator>")))

    assert "Byline" not in repr(parsed)


def test_atom_takes_the_alternate_link_and_literal_text() -> None:
    entry = (
        "<entry><id>urn:1</id><title type='text'>1 &lt; 2 &lt;script&gt;</title>"
        '<link rel="self" href="https://api.example/1"/><link href="/a/1"/>'
        "<published>2024-11-08T19:30:00Z</published>"
        "<summary type='html'>&lt;b&gt;x&lt;/b&gt;</summary></entry>"
    )

    parsed = parse(atom(entry))

    assert "atom" == parsed.kind
    assert "1 < 2 <script>" == parsed.entries[0].title
    assert "https://nyheter.example/a/1" == parsed.entries[0].link
    assert "<b>x</b>" == parsed.entries[0].summary_html


def test_relative_links_follow_xml_base() -> None:
    entry = "<entry><id>urn:1</id><title>t</title><link href='1'/></entry>"

    parsed = parse(atom(entry, attributes=" xml:base='https://annan.example/x/'"))

    assert "https://annan.example/x/1" == parsed.entries[0].link


def test_an_items_own_base_does_not_leak_into_the_next() -> None:
    first = (
        "<entry xml:base='https://annan.example/x/'><id>urn:1</id><title>t</title>"
        "<link href='1'/></entry>"
    )
    second = "<entry><id>urn:2</id><title>t</title><link href='2'/></entry>"

    parsed = parse(atom(first, second))

    assert "https://nyheter.example/flode/2" == parsed.entries[1].link


def test_rdf_is_read() -> None:
    body = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><title>R</title><link>https://r.example/</link></channel>"
        '<item rdf:about="https://r.example/1"><title>Ett</title><link>https://r.example/1</link>'
        "<dc:date>2024-11-08T20:30:00+01:00</dc:date></item></rdf:RDF>"
    )

    parsed = parse(body)

    assert ("rdf", 1) == (parsed.kind, len(parsed.entries))
    assert datetime(2024, 11, 8, 19, 30, tzinfo=UTC) == parsed.entries[0].published


def test_a_gzipped_body_is_unpacked() -> None:
    assert 1 == len(parse(gzip.compress(rss(item(1)).encode())).entries)


@pytest.mark.parametrize(
    ("body", "looks"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"<!doctype html><html><body>Hej</body></html>", "html"),
        (b"\n<HTML><p>Underh\xc3\xa5ll", "html"),
        (b"<div>Samtycke</div>", "html"),
        (b'<?xml version="1.0"?><opml><body/></opml>', "xml"),
        (b'{"fel": 1}', "json"),
        (b"{inte json", "json"),
        (b"hej", "text"),
        (b"\x89PNG\x00\x00", "binary"),
        (b"<rss><a>" + b"<a>" * 5000, "nested"),
        (b"<rss><channel>" + b"<!--" * 400_000, "too_large"),
        (b" " * (17 * 1024 * 1024), "too_large"),
        (gzip.compress(b" " * (17 * 1024 * 1024)), "too_large"),
    ],
)
def test_what_is_no_feed_says_what_it_looks_like(body: bytes, looks: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(body)

    assert {"url": URL, "where": "document", "looks": looks} == caught.value.facts


@pytest.mark.parametrize(
    ("document", "content_type"),
    [
        (rss(item(1, title="Åtgärd")).encode("cp1252"), None),
        (rss(item(1, title="Åtgärd")).encode(), "application/rss+xml; charset=iso-8859-1"),
        (rss(item(1, title="Åtgärd"), encoding="iso-8859-1").encode(), None),
        (rss(item(1, title="Åtgärd"), encoding="iso-8859-1").encode("latin-1"), None),
        (rss(item(1, title="Åtgärd"), encoding="utf-16").encode("utf-16"), None),
        (b"\xef\xbb\xbf" + rss(item(1, title="Åtgärd")).encode(), None),
        (
            rss(item(1, title="Åtgärd"), encoding="x-volapuk").encode(),
            "text/xml; charset=x-volapuk",
        ),
    ],
)
def test_the_charset_is_found_whatever_was_promised(
    document: bytes, content_type: str | None
) -> None:
    assert "Åtgärd" == parse(document, content_type=content_type).entries[0].title


def test_utf7_hides_no_markup() -> None:
    document = rss(item(1, title="+ADw-script+AD4-"), encoding="utf-7")

    parsed = parse(document, content_type="text/xml; charset=utf-7")

    assert "+ADw-script+AD4-" == parsed.entries[0].title


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        f'<!DOCTYPE rss [<!ENTITY x "{"a" * 100_000}">]>',
        '<!DOCTYPE rss [<!ENTITY l "lol"><!ENTITY x "&l;&l;&l;&l;&l;&l;&l;&l;">]>',
    ],
)
def test_entities_neither_reach_out_nor_swell(doctype: str) -> None:
    parsed = parse(rss(item(1, title="&x;" * 500), item(2), doctype=doctype))

    assert "root:" not in repr(parsed)
    assert all(len(entry.title) <= 1500 for entry in parsed.entries)
    assert 2 == len(parsed.entries)


def test_a_feed_after_stray_output_is_read() -> None:
    assert 2 == len(parse("\n<br />\nWarning: x.php\n" + rss(item(1), item(2))).entries)


def test_html_entities_are_letters() -> None:
    parsed = parse(rss(item(1, title="V&auml;stra G&ouml;taland")))

    assert "Västra Götaland" == parsed.entries[0].title


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:x",
        "java\tscript:x",
        "data:text/html,x",
        "\x01javascript:x",
    ],
)
def test_links_that_run_code_are_dropped(link: str) -> None:
    parsed = parse(rss(f"<item><title>t</title><link>{link}</link></item>"))

    assert [""] == [entry.link for entry in parsed.entries]


def test_titles_hold_no_control_or_direction_characters() -> None:
    title = "Lar\x00m \x08Mil\u200blennium\x1b[31m \u202estopp\u202c\r\nBcc: x"

    parsed = parse(rss(item(1, title=title)))

    assert "Larm Millennium[31m stopp Bcc: x" == parsed.entries[0].title


def test_a_time_ahead_of_the_poll_becomes_the_poll() -> None:
    now = datetime(2024, 11, 8, 20, 0, tzinfo=UTC)

    parsed = parse(rss(item(1, date="Sun, 01 Jan 2099 00:00:00 GMT")), first_seen=now)

    assert (now, "unknown") == (parsed.entries[0].published, parsed.entries[0].published_precision)


def test_a_file_name_as_body_is_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "hemlig.xml"
    secret.write_text(rss(item(1)))

    with pytest.raises(ParseError):
        parse(str(secret))


def test_a_tag_with_thousands_of_attributes_is_refused_unparse() -> None:
    attributes = " ".join(f'a{number}=">"' for number in range(30_000))

    with pytest.raises(ParseError) as told:
        parse(rss(item(1, extra=f"<x {attributes}/>")))

    assert "nested" == told.value.facts["looks"]


def test_a_long_text_full_of_equals_signs_is_no_tag() -> None:
    text = "&lt;a href='x'>y&lt;/a> = " * 5_000

    assert 1 == len(parse(rss(item(1, extra=f"<content:encoded>{text}</content:encoded>"))).entries)


def test_more_namespaces_than_any_feed_has_are_refused() -> None:
    bound = "".join(f'<n{number}:x xmlns:n{number}="urn:{number}"/>' for number in range(600))

    with pytest.raises(ParseError):
        parse(rss(item(1, extra=bound)))


@pytest.mark.parametrize(
    "reference", ["&#xD800;", "&#57343;", "&#x110000;", "&#99999999999;", "&#0;"]
)
def test_a_character_that_there_is_not_costs_no_item(reference: str) -> None:
    entries = parse(rss(item(1, title=f"Larm {reference} i Åby"), item(2))).entries

    assert 2 == len(entries)
    assert "Larm" in entries[0].title
