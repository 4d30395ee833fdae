from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.intake import plainfeed
from monitor.intake.entry import Channel, Entry
from monitor.intake.fromfeedparser import Reading, to_entry
from monitor.intake.parse import raw_entries

URL = "https://mv.example/rss"
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)
WHOLE = (
    "<title>Kompass &amp; avbrottet</title><link>https://mv.example/1?a=1&amp;b=2</link>"
    '<guid isPermaLink="false">g1</guid><pubDate>Mon, 09 Mar 2026 13:00:00 GMT</pubDate>'
    "<dc:creator>Ida Berg</dc:creator><category>vård</category>"
    "<description><![CDATA[<p>Ingress</p>]]></description>"
)


def rss(items: str, *, root: str = NAMESPACES, channel: str = "") -> str:
    return f'<rss version="2.0" {root}><channel><title>MV</title>{channel}{items}</channel></rss>'


def atom(items: str, *, root: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {root}><title>MV</title>{items}</feed>'


def plainly(document: str, *, count: int = 1) -> list[Entry] | None:
    root = "rss" if document.startswith("<rss") else "feed"
    raws = plainfeed.read_items(document.encode(), root, count=count)
    return None if raws is None else entries(raws, root)


def by_feedparser(document: str) -> list[Entry]:
    raws, _, broken = raw_entries(document.encode(), "")
    assert not broken
    return entries(raws, "rss" if document.startswith("<rss") else "feed")


def entries(raws: list, root: str) -> list[Entry]:  # type: ignore[type-arg]
    seen = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
    reading = Reading(URL, seen, says_what_is_text=root == "feed")
    return [to_entry(raw, "digest", reading, Channel(language="sv")) for raw in raws]


@pytest.mark.parametrize("item", [
    WHOLE,
    "<title/><link/><guid/><description/>",
    "<title>Bara rubrik</title>",
    "<guid>https://mv.example/1</guid><title>Guid är adress</title>",
    "<guid>https://mv.example/1</guid><link>https://mv.example/2</link>",
    "<link>https://mv.example/2</link><guid>/1</guid>",
    "<link>  https:///mv.example/2\n</link>",
    "<description>först</description><content:encoded>hela &lt;b&gt;t&lt;/b&gt;</content:encoded>",
    "<content:encoded>hela texten</content:encoded>",
    "<content:encoded>hela</content:encoded><description>kort</description>",
    '<category domain="x">ett</category><category/><category>2</category><category>ett</category>',
    ('<link>https://mv.example/1</link><media:content url="https://mv.example/b.jpg"/>'
    '<enclosure url="https://mv.example/l.mp3" type="audio/mpeg"/><source url="/x">Annan</source>'),
    ("<link>https://mv.example/1</link>"
    "<feedburner:origLink>https://mv.example/ursprung</feedburner:origLink>"),
    "<title>Å\u00a0Ä — ö 😀</title>",
])  # fmt: skip
def test_an_ordinary_rss_item_says_what_feedparser_says(item: str) -> None:
    document = rss(f"<item>{item}</item>")

    assert by_feedparser(document) == plainly(document)


@pytest.mark.parametrize("entry", [
    ('<title>T</title><link href="https://mv.example/1"/><id>urn:1</id>'
    "<updated>2026-03-09T13:00:00Z</updated><author><name>Ida</name></author>"),
    '<title type="html">&lt;b&gt;T&lt;/b&gt;</title><summary>3 &lt; 4</summary>',
    '<title type="TEXT">T</title><content type="html">&lt;p&gt;hela&lt;/p&gt;</content>',
    '<content>hela</content><summary type="html">kort</summary>',
    '<id>https://mv.example/1</id><link rel="self" href="/s"/><link rel="alternate" href="/1"/>',
    '<link rel="alternate" type="application/pdf" href="/1.pdf"/><id>urn:1</id>',
    ('<category term="vård" label="Vård"/><category scheme="x"/>'
    "<published>2026-03-09T12:00:00Z</published><updated>2026-03-09T13:00:00Z</updated>"),
])  # fmt: skip
@pytest.mark.parametrize("root", ["", 'xml:lang="nb_NO"'])
def test_an_ordinary_atom_entry_says_what_feedparser_says(entry: str, root: str) -> None:
    document = atom(f"<entry>{entry}</entry>", root=root)

    assert by_feedparser(document) == plainly(document)


@pytest.mark.parametrize("item", [
    "<title>en</title><title>två</title>",
    "<title>med <b>märkning</b></title>",
    "<title xml:lang='en'>t</title>",
    "<title>t</title><okänd>1</okänd>",
    "<media:title>t</media:title>",
    "<link href='https://mv.example/1'/>",
    "<link>a</link><link>b</link>",
    "<title>Ã¥</title>",
    "<title>\x93t\x94</title>",
    "<title>t<!-- tyst --></title>",
    "<title>&okänd;</title>",
    "<title>t</title",
])  # fmt: skip
def test_what_is_out_of_the_ordinary_is_left_to_feedparser(item: str) -> None:
    assert plainly(rss(f"<item>{item}</item>")) is None


@pytest.mark.parametrize("document", [
    rss("<item/>", root='xmlns:old="http://purl.org/rss/1.0/"'),
    rss("<item/>", root='xmlns:dc="http://search.yahoo.com/mrss/"'),
    rss("<item/><item/>"),
    rss("<item rdf='1'/>"),
    rss("<item><x:y xmlns:x='urn:x'/></item>"),
    atom("<entry><title type='xhtml'/></entry>"),
    atom("<entry><content src='/1'/></entry>"),
    atom("<entry><link href=''/></entry>"),
    '<rss version="2.0"><item/></rss>',
    "<rss/>",
])  # fmt: skip
def test_an_unusual_document_is_left_to_feedparser(document: str) -> None:
    assert plainly(document) is None


_WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=30
)


@given(title=_WORDS, guid=_WORDS, link=_WORDS, summary=_WORDS, category=_WORDS)
def test_whatever_the_words_are_the_two_agree(
    title: str, guid: str, link: str, summary: str, category: str
) -> None:
    def told(name: str, text: str) -> str:
        words = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f"<{name}>{words}</{name}>"

    document = rss(
        "<item>" + told("title", title) + told("guid", guid) + told("link", link)
        + told("description", summary) + told("category", category) + "</item>"
    )  # fmt: skip

    found = plainly(document)

    assert found is None or by_feedparser(document) == found
