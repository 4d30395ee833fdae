from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from monitor.intake.links import page_links

URL = "https://myndigheten.example/nyheter/"
PAGE = """<html><body><nav><a href="/om">Om oss på myndigheten</a></nav><main><ul>
<li><h2>Beslut om tillsyn av journalsystem</h2><time datetime="2026-03-09T08:00">9 mars</time>
  <a href="/nyheter/beslut">Läs mer</a></li>
<li><a href="/nyheter/varning#topp"><h3>Varning om läkemedelslistor</h3><p>Ingress</p></a>
  <span>2026-03-08</span></li>
<li><a href="/nyheter/varning"><img alt=""></a></li>
<li><a href="https://annan.example/nyheter/x">Något annat på en annan plats</a></li>
<li><a href="javascript:alert(1)">kod</a><a href="/nyheter/">Alla nyheter hos oss</a></li>
</ul></main></body></html>"""


def test_each_matching_link_is_one_entry_in_page_order() -> None:
    entries = page_links(PAGE, URL, r"^https://myndigheten\.example/nyheter/")

    assert [
        ("https://myndigheten.example/nyheter/beslut", "Beslut om tillsyn av journalsystem"),
        ("https://myndigheten.example/nyheter/varning", "Varning om läkemedelslistor"),
    ] == [(entry.link, entry.title) for entry in entries]


def test_the_date_beside_a_link_is_its_own() -> None:
    first, second = page_links(PAGE, URL, "")

    assert (datetime(2026, 3, 9, 7, tzinfo=UTC), "minute") == (
        first.published,
        first.published_precision,
    )
    assert "day" == second.published_precision


def test_a_new_title_is_a_new_digest() -> None:
    changed = PAGE.replace("Varning om", "Ny varning om")

    old = [entry.item_digest for entry in page_links(PAGE, URL, "")]
    new = [entry.item_digest for entry in page_links(changed, URL, "")]

    assert old[0] == new[0]
    assert old[1] != new[1]


@pytest.mark.parametrize("html", ["", "   ", "<p>ingen länk", "<a>tom</a><a href=''>tom</a>"])
def test_a_page_without_links_gives_none(html: str) -> None:
    assert [] == page_links(html, URL, "")


def test_a_pattern_that_is_none_is_an_error() -> None:
    with pytest.raises(re.error):
        page_links(PAGE, URL, "(")


def test_no_more_than_five_hundred_links_are_taken() -> None:
    many = "".join(f'<p><a href="/nyheter/{n}">Nyhet nummer {n}</a></p>' for n in range(3000))

    assert 500 == len(page_links(many, URL, ""))
