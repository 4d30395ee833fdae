from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.errors import InputError
from monitor.intake.opml import (
    SourceLine,
    read_csv,
    read_list,
    read_opml,
    write_csv,
    write_opml,
)

FULL = SourceLine(
    title="Morgonbladet Väst: senaste & mest",
    url="https://mv.example/rss?a=1&b=2",
    kind="feed",
    outlet="Morgonbladet Väst",
    short_name="MV",
    outlet_kind="regional",
    homepage="https://mv.example/",
    licence="länk och rubrik",
    text_days=7,
    flagged_text_days=90,
    certainty="A",
    note="=HYPERLINK(1)",
    folder="Regionalt/Dagspress",
    link_pattern=r"/artikel/\d+",
    enabled=False,
    floor_s=300,
    ceiling_s=7200,
)
BARE = SourceLine(title="va.example", url="http://va.example/")


def test_nothing_is_lost_through_opml() -> None:
    assert read_opml(write_opml([FULL, BARE])) == [FULL, BARE]


def test_nothing_is_lost_through_csv() -> None:
    assert read_csv(write_csv([FULL, BARE])) == [FULL, BARE]


words = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cn", "Co")), max_size=12
)


@given(title=words.filter(bool), note=words, number=st.none() | st.integers(0, 9999))
@settings(max_examples=60)
def test_any_words_come_back_as_they_went(title: str, note: str, number: int | None) -> None:
    lines = [SourceLine(title, "https://mv.example/rss", note=note, text_days=number)]

    assert read_csv(write_csv(lines)) == lines
    assert read_opml(write_opml(lines)) == lines


def test_other_programs_lists_are_read_with_their_folders() -> None:
    document = b"""<?xml version="1.0"?><opml version="1.0"><head/><body>
      <outline text="Press"><outline text="Lokalt">
        <outline type="rss" text="VA" xmlUrl="https://va.example/rss" htmlUrl="https://va.example"/>
      </outline></outline>
      <outline text="utan adress"/>
      <outline text="farlig" xmlUrl="javascript:alert(1)"/>
      <outline xmlUrl="https://rv.example/rss"/></body></opml>"""

    assert read_list(document) == [
        SourceLine("VA", "https://va.example/rss", homepage="https://va.example",
                   folder="Press/Lokalt"),
        SourceLine("rv.example", "https://rv.example/rss"),
    ]  # fmt: skip


def test_a_list_from_outside_can_neither_read_files_nor_grow() -> None:
    document = b"""<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">
      <!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
      <opml><body><outline text="&b;" title="t" xmlUrl="https://mv.example/rss"/>
      <outline text="q">&x;</outline></body></opml>"""

    assert "root:" not in repr(read_opml(document))


def test_a_spreadsheets_csv_is_read() -> None:
    document = (
        "\ufeffname;url;kind;certainty;source;note\r\n"
        "Radio Västmark;https://rv.example/rss;regional;B;egen kontroll;\r\n"
        "Produktverket;https://pv.example/nyheter;authority: page watch;D;;saknar flöde\r\n"
        "utan adress;;national;A;;\r\n"
    ).encode()

    assert read_list(document, name="lista.csv") == [
        SourceLine("Radio Västmark", "https://rv.example/rss", outlet_kind="regional",
                   certainty="B", note="egen kontroll"),
        SourceLine("Produktverket", "https://pv.example/nyheter", kind="page",
                   outlet_kind="authority: page watch", certainty="D", note="saknar flöde"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "data", [b"", b"<html><body>x</body></html>", b"a,b\n1,2\n", b"\xff\xfe\x00,url", b"<"]
)
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        read_list(data)
