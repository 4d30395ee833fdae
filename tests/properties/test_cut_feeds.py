from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.core.errors import ParseError
from monitor.intake.parse import ParsedFeed, parse_feed

ITEM = (
    "<item><title>Rubrik {0}: ärendet på Åby</title><link>https://mv.example/{0}</link>"
    "<description>Ingress {0}</description></item>"
)
ENTRY = (
    "<entry><id>urn:{0}</id><title>Rubrik {0}: ärendet på Åby</title>"
    "<link href='https://mv.example/{0}'/></entry>"
)
PLACE = (
    "<url><loc>https://mv.example/{0}</loc><news:news>"
    "<news:title>Rubrik {0}: ärendet på Åby</news:title></news:news></url>"
)
RDF = (
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
    " xmlns='http://purl.org/rss/1.0/'><channel><title>MV</title></channel>"
)
URLSET = (
    "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    " xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
)
SHAPES = {
    "rss": ("<rss version='2.0'><channel><title>MV</title>", ITEM, "</channel></rss>", "</item>"),
    "rdf": (RDF, ITEM, "</rdf:RDF>", "</item>"),
    "atom": (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>MV</title>", ENTRY, "</feed>", "</entry>",
    ),
    "sitemap": (URLSET, PLACE, "</urlset>", "</url>"),
}  # fmt: skip


def read(document: bytes, seen: frozenset[str] = frozenset()) -> ParsedFeed | None:
    try:
        return parse_feed(document, url="https://mv.example/rss", content_type=None, seen=seen)
    except ParseError:
        return None


@pytest.mark.parametrize("shape", SHAPES)
@given(count=st.integers(1, 5), share=st.floats(0, 1, exclude_max=True))
@example(count=2, share=0.3515625)  # a sitemap that stops right after "<url"
@settings(max_examples=60)
def test_a_document_cut_anywhere_gives_its_whole_items_and_says_so(
    shape: str, count: int, share: float
) -> None:
    head, item, tail, closer = SHAPES[shape]
    document = (head + "".join(item.format(n) for n in range(count)) + tail).encode()
    end = len(document) - len(tail) + tail.rindex("</") + 1
    cut = document[: max(len(head), int(share * end))]

    parsed = read(cut)

    whole = cut.count(closer.encode())
    titles = [entry.title for entry in parsed.entries] if parsed else []
    assert [f"Rubrik {n}: ärendet på Åby" for n in range(whole)] == titles
    if parsed is not None:
        assert parsed.cut_short
        assert whole == len(parsed.item_digests)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_whole_document_is_not_said_to_be_cut_and_its_known_items_stay_known(shape: str) -> None:
    head, item, tail, closer = SHAPES[shape]
    document = (head + "".join(item.format(n) for n in range(3)) + tail).encode()
    cut = read(document[: document.rfind(closer.encode()) - 5])
    assert cut is not None

    whole = read(document, seen=frozenset(cut.item_digests))

    assert whole is not None
    assert (False, 1) == (whole.cut_short, len(whole.entries))
