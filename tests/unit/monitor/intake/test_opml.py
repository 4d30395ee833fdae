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
    read_told,
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


def told_of(data: str, name: str = "lista.csv") -> tuple[list[str], list[str]]:
    told = read_told(data.encode(), name=name)
    return [line.url for line in told.lines], [str(remark) for remark in told.remarks]


def test_every_row_of_a_spreadsheet_that_is_not_read_is_told_with_its_line() -> None:
    addresses, remarks = told_of(
        "namn;url;floor_s\nA;https://a.example/rss;300\n\nB;;1\nC;ftp:/x;\n;;\n"
        '"D\nx";nej;\nE;https://e.example/;sju;extra\n'
    )

    assert ["https://a.example/rss", "https://e.example/"] == addresses
    assert [
        "Rad 4: adressen för ”B” saknas. Raden är inte med.",
        "Rad 5: ”ftp:/x” för ”C” är ingen webbadress. Raden är inte med.",
        "Rad 7: ”nej” för ”D x” är ingen webbadress. Raden är inte med.",
        "Rad 9: ”sju” i kolumnen floor_s är inget heltal. Värdet är inte med.",
        "Rad 9: raden har fler värden än det finns kolumner. De sista är inte med.",
    ] == remarks


def test_a_spreadsheet_that_stops_in_an_address_does_not_give_half_of_it() -> None:
    addresses, remarks = told_of("namn,url,not\nA,https://a.example/rss,\nB,https://b.exam")

    assert ["https://a.example/rss"] == addresses
    assert ["Rad 3: filen slutar mitt i adressen. Raden är inte med."] == remarks


def test_an_outline_with_an_unusable_address_is_told_and_a_folder_is_not() -> None:
    addresses, remarks = told_of(
        "<opml version='2.0'><body>\n<outline text='Regionalt'>\n"
        "<outline type='rss' text='A' xmlUrl='https://a.example/rss'/>\n"
        "<outline type='rss' text='B' xmlUrl='feed-b'/></outline></body></opml>",
        "lista.opml",
    )

    assert ["https://a.example/rss"] == addresses
    assert ["Rad 4: ”feed-b” för ”B” är ingen webbadress. Raden är inte med."] == remarks


@given(count=st.integers(1, 5), share=st.floats(0, 1, exclude_max=True))
@settings(max_examples=60)
def test_a_list_cut_anywhere_gives_whole_sources_only_and_says_that_it_is_cut(
    count: int, share: float
) -> None:
    lines = [SourceLine(f"Flöde {n}", f"https://mv.example/rss/{n}") for n in range(count)]
    data = write_opml(lines)
    begins, ends = data.index(b"<body>") + 6, data.index(b"</opml>") + 6

    told = read_told(data[: begins + int(share * (ends - begins))])

    assert lines[: len(told.lines)] == told.lines
    assert told.remarks
