from __future__ import annotations

import pytest

from incidents.desk import links


@pytest.mark.parametrize(
    "target",
    [
        "",
        "https://elak.example/",
        "//elak.example",
        "/\\elak.example",
        "/\t/elak.example",
        "/a\r\nSet-Cookie: x=1",
        "/a b",
        "javascript:alert(1)",
        "lagesbild",
    ],
)
def test_an_address_that_leaves_the_desk_is_replaced(target: str) -> None:
    assert "/-/lagesbild/" == links.safe(target)


def test_an_address_of_ours_is_kept_with_its_query() -> None:
    assert "/lagesbild/articles?_sort=id" == links.safe("/lagesbild/articles?_sort=id")


def test_empty_parts_of_a_query_are_left_out() -> None:
    assert "/-/lagesbild/granska?sida=2" == links.page("granska", sida=2, medium=None, q="")


def test_a_row_of_the_history_leads_to_our_page_of_it() -> None:
    assert "/-/lagesbild/artiklar/7" == links.for_row("articles", {"id": 7})
    assert "/-/lagesbild/handelser/H-2026-011" == links.for_row("incidents", {"ref": "H-2026-011"})
    assert "/-/lagesbild/rapporter/2026-E01" == links.for_row("reports", {"number": "2026-E01"})
    assert "/-/lagesbild/floden/3" == links.for_row("sources", {"id": 3})
    assert "/-/lagesbild/artiklar/7" == links.for_row("flags", {"id": 2, "article_id": 7})
    assert "/-/lagesbild/post/statements/3" == links.for_row("statements", {"id": 3})
    assert "/-/lagesbild/bevakningar/kompass" == links.for_row("watches", {"slug": "kompass"})
    assert "/-/lagesbild/personer#person-4" == links.for_row("people", {"id": 4})
    assert links.for_row("audit", {"id": 3}) is None


def test_a_record_without_an_incident_stands_among_the_enquiries() -> None:
    place = "/-/lagesbild/handelser/H-2026-011?visa=uttalanden#uttalande-3"

    assert place == links.record("statements", 3, "H-2026-011")
    assert "/-/lagesbild/fragor#mediefraga-2" == links.record("enquiries", 2, None)
