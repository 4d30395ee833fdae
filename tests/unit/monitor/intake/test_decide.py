from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.intake.decide import (
    Decision,
    Known,
    KnownArticle,
    decide,
    feed_words,
    names_of,
    same_headline,
    version_digest,
)
from monitor.intake.entry import Entry

NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
SOURCE = 7


def entry(number: int = 1, **more: Any) -> Entry:
    plain: dict[str, Any] = {
        "guid": f"g{number}",
        "guid_is_permalink": False,
        "link": f"https://mv.example/{number}",
        "title": f"Rubrik nummer {number}",
        "summary_html": f"Ingress {number}",
        "content_html": "",
        "published": NOON + timedelta(minutes=number),
        "published_precision": "minute",
        "updated": None,
        "language": None,
        "item_digest": str(number),
    }
    return Entry(**(plain | more))


class Shelf:
    """Keeps what the decisions say, as the store does."""

    def __init__(self) -> None:
        self.by_key: dict[str, int] = {}
        self.by_url: dict[str, int] = {}
        self.articles: dict[int, KnownArticle] = {}

    def poll(self, *entries: Entry, source: int = SOURCE) -> list[Decision]:
        known = Known(
            {k.partition(" ")[2]: v for k, v in self.by_key.items() if k.startswith(f"{source} ")},
            self.by_url,
            self.articles,
            {(a.title, a.published): a.id for a in self.articles.values() if a.published},
        )
        decisions = decide(entries, known, source_id=source)
        for made in decisions:
            number = made.article_id or len(self.articles) + 1
            if made.is_new or made.changed:
                words = feed_words(made.entry)
                self.articles[number] = KnownArticle(
                    id=number, source_id=source, title=words[0],
                    summary_html=made.entry.summary_html, digest=version_digest(*words),
                    has_page=False, published=made.entry.published,
                )  # fmt: skip
            for key in made.keys:
                self.by_key[f"{source} {key}"] = number
            for url in made.urls:
                self.by_url.setdefault(url, number)
        return decisions


def told(decisions: list[Decision]) -> list[str]:
    return ["new" if one.is_new else "changed" if one.changed else "same" for one in decisions]


def test_what_was_never_seen_is_new_and_then_the_same() -> None:
    shelf = Shelf()

    assert told(shelf.poll(entry(1), entry(2))) == ["new", "new"]
    assert told(shelf.poll(entry(2), entry(1))) == ["same", "same"]


def test_guids_that_change_at_every_poll_make_nothing_new() -> None:
    shelf = Shelf()
    shelf.poll(entry(1, guid="a"))

    assert told(shelf.poll(entry(1, guid="b"))) == ["same"]
    assert told(shelf.poll(entry(1, guid="c", link=""))) == ["same"]  # same headline and time


def test_a_guid_that_several_articles_share_names_none_of_them() -> None:
    shelf = Shelf()
    items = [entry(number, guid="1") for number in (1, 2, 3)]

    assert told(shelf.poll(*items)) == ["new"] * 3
    assert told(shelf.poll(*items)) == ["same"] * 3


def test_a_guid_that_is_used_again_for_another_article_names_a_new_one() -> None:
    shelf = Shelf()
    shelf.poll(entry(1, guid="1"))

    assert told(shelf.poll(entry(2, guid="1", title="Något helt annat"))) == ["new"]
    assert len(shelf.articles) == 2


def test_swapped_guids_do_not_swap_articles() -> None:
    shelf = Shelf()
    shelf.poll(entry(1, title="Lasarettet byggs om"), entry(2, title="Ny buss till Åby"))

    after = shelf.poll(
        entry(1, guid="g2", title="Lasarettet byggs om"),
        entry(2, guid="g1", title="Ny buss till Åby"),
    )

    assert told(after) == ["same", "same"]
    assert [one.article_id for one in after] == [1, 2]


def test_items_without_guid_and_address_are_known_by_their_headline() -> None:
    shelf = Shelf()
    items = [entry(number, guid="", link="") for number in (1, 2, 3)]

    assert told(shelf.poll(*items)) == ["new"] * 3
    assert told(shelf.poll(*items)) == ["same"] * 3


def test_an_address_that_all_items_share_names_none_of_them() -> None:
    shelf = Shelf()
    items = [entry(number, link="https://mv.example/direkt") for number in (1, 2)]

    assert told(shelf.poll(*items)) == ["new", "new"]
    assert told(shelf.poll(*items, entry(3, link="https://mv.example/direkt")))[2] == "new"


def test_the_front_page_names_no_article() -> None:
    shelf = Shelf()
    shelf.poll(entry(1, link="https://mv.example/"))

    assert told(shelf.poll(entry(2, link="https://mv.example/", title="En annan sak"))) == ["new"]


def test_addresses_that_differ_only_in_what_names_the_article_are_apart() -> None:
    items = [
        entry(n, guid="", title="Nyhet", link=f"https://mv.example/las?id={n}", published=NOON)
        for n in (1, 2, 3)
    ]
    shelf = Shelf()

    assert told(shelf.poll(*items)) == ["new"] * 3
    assert told(shelf.poll(*items)) == ["same"] * 3


def test_schemes_and_tracking_make_nothing_new() -> None:
    shelf = Shelf()
    shelf.poll(entry(1, guid="", link="http://mv.example/1?utm_id=1"))

    assert told(shelf.poll(entry(1, guid="", link="https://mv.example/1?utm_id=2"))) == ["same"]


def test_a_site_that_rewrites_all_names_is_known_by_headline_and_time() -> None:
    shelf = Shelf()
    shelf.poll(*(entry(n) for n in range(8)))

    after = shelf.poll(
        *(entry(n, guid=f"ny:{n}", link=f"https://mv.example/a/{n}") for n in range(8))
    )

    assert told(after) == ["same"] * 8


def test_one_item_printed_twice_is_one() -> None:
    assert told(Shelf().poll(entry(1), entry(1))) == ["new"]


def test_items_that_share_every_name_and_say_other_things_at_other_times_are_not_lost() -> None:
    shelf = Shelf()
    names = {"guid": "g", "link": "https://mv.example/2026/03/09", "title": ""}
    items = [entry(number, **names) for number in (1, 2, 3)]

    assert told(shelf.poll(*items)) == ["new"] * 3
    assert told(shelf.poll(*items)) == ["same"] * 3


def test_one_article_told_twice_with_other_words_around_the_same_headline_is_one() -> None:
    again = entry(1, summary_html="Samma sak, kortare", published=NOON + timedelta(hours=2))

    assert told(Shelf().poll(entry(1), again)) == ["new"]


def test_an_edited_headline_is_a_change_of_the_same_article() -> None:
    shelf = Shelf()
    shelf.poll(entry(1, title="Nytt journalsystem saknar rätt märkning"))
    edited = entry(
        1, title="Nytt journalsystem kan sakna rätt märkning", link="https://mv.example/1-kan"
    )

    assert told(shelf.poll(edited)) == ["changed"]
    assert told(shelf.poll(edited)) == ["same"]


def test_an_edited_summary_is_a_change_and_a_moved_clock_is_not() -> None:
    shelf = Shelf()
    shelf.poll(entry(1))

    assert told(shelf.poll(entry(1, published=NOON))) == ["same"]
    assert told(shelf.poll(entry(1, summary_html="Ingressen är en annan"))) == ["changed"]


def test_another_source_words_it_its_own_way_without_changing_it() -> None:
    shelf = Shelf()
    shelf.poll(entry(1))

    after = shelf.poll(entry(1, title="Kortare rubrik", guid="x"), source=8)

    assert told(after) == ["same"]
    assert after[0].keys == ["x"]


@given(st.lists(st.integers(0, 12), max_size=30), st.integers())
@settings(max_examples=60)
def test_no_order_and_no_repeat_loses_or_doubles_anything(numbers: list[int], seed: int) -> None:
    shelf = Shelf()
    shelf.poll(*(entry(number) for number in numbers))
    random.Random(seed).shuffle(numbers)
    again = shelf.poll(*(entry(number) for number in numbers))

    assert len(shelf.articles) == len(set(numbers))
    assert told(again) == ["same"] * len(set(numbers))


def test_keys_are_unique_within_a_document() -> None:
    items = [
        entry(1), entry(2, guid="g1"), entry(3, guid=""), entry(4, guid="", link=""),
        entry(5, guid="", link="https://mv.example/"),
    ]  # fmt: skip
    names = names_of(items)

    assert len({name.key for name in names}) == len(items)
    assert names_of([replace(items[0], guid="https://mv.example/?p=1")])[0].urls == (
        "mv.example/1", "mv.example/?p=1",
    )  # fmt: skip


def test_headlines_are_compared_by_their_words() -> None:
    assert same_headline("Millennium saknar CE", "Millennium saknar CE-märkning")
    assert not same_headline("Ny buss till Åby", "Lasarettet byggs om")
    assert not same_headline("", "")
