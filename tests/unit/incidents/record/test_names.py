"""Organisations, people and their titles, spokespersons, series, articles entered by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from record_world import SERIES, World, at, on

from incidents.record import manual_article, people, series
from incidents.record.manual_article import NewArticle
from incidents.record.people import NewOrganisation, NewPosition
from monitor.core.errors import InputError, PermissionDeniedError
from monitor.core.text import prefix_query


def test_there_is_one_own_organisation(world: World) -> None:
    other = NewOrganisation(name="Region Öster", short_name="RÖ", kind="own")
    with pytest.raises(InputError, match="Region Västmark"):
        people.add_organisation(world.store, world.sara, other)
    with pytest.raises(InputError, match="med det namnet"):
        people.add_organisation(
            world.store, world.sara, replace(other, name="Produktverket", kind="party")
        )
    people.change_organisation(world.store, world.sara, world.rvm, {"genitive": "RVM:s"})
    assert "RVM:s" == world.store.get("organisations", world.rvm)["genitive"]
    with pytest.raises(InputError):
        people.change_organisation(world.store, world.sara, world.rvm, {"id": 7})


def test_a_new_title_ends_the_old_one(world: World) -> None:
    new = NewPosition(title="regiondirektör", short_title="regiondirektör")
    people.add_position(world.store, world.sara, world.karin, new)
    before = people.position_at(world.store, world.karin, "2026-03-05T12:00:00Z")
    after = people.position_at(world.store, world.karin, world.store.now())
    assert before is not None
    assert after is not None
    assert (world.karin_position, world.store.now()) == (before["id"], before["valid_to"])
    assert "regiondirektör" == after["title"]
    with pytest.raises(InputError):
        changes = {"valid_to": at(1, "07.00")}
        people.change_position(world.store, world.sara, world.karin_position, changes)


def test_a_spokesperson_speaks_from_one_time_to_another(world: World) -> None:
    link = people.assign_spokesperson(world.store, world.sara, world.incident, world.karin_position)
    again = people.assign_spokesperson(
        world.store, world.sara, world.incident, world.karin_position
    )
    assert link == again
    (row,) = people.spokespersons(world.store, world.incident, world.store.now())
    assert ("Karin Almgren", "styrgruppsordförande Kompass RVM") == (
        row["name"],
        row["short_title"],
    )
    world.later(60)
    people.release_spokesperson(world.store, world.sara, link)
    assert [] == people.spokespersons(world.store, world.incident, world.store.now())


def test_only_who_may_speak_for_us_becomes_a_spokesperson(world: World) -> None:
    person = people.add_person(
        world.store, world.sara, "Vem Som", organisation_id=world.rvm,
        position=NewPosition(title="controller", short_title="controller"),
    )  # fmt: skip
    position = people.position_at(world.store, person, world.store.now())
    assert position is not None
    with pytest.raises(InputError):
        people.assign_spokesperson(world.store, world.sara, world.incident, position["id"])
    people.rename_person(world.store, world.sara, person, "Vera Sund")
    assert "Vera Sund" == world.store.get("people", person)["name"]


def test_a_series_has_a_name_of_its_own_and_a_time(world: World) -> None:
    with pytest.raises(InputError, match="namnet"):
        series.add(world.store, world.sara, SERIES)
    for wrong in ({"weekly_time": "15:00"}, {"weekday": 8}, {"purpose": " "}, {"id": 3}):
        with pytest.raises(InputError):
            series.change(world.store, world.sara, world.series, wrong)
    series.change(world.store, world.sara, world.series, {"weekly_time": "14.30", "weekday": 3})
    row = world.store.get("series", world.series)
    assert ("14.30", 3) == (row["weekly_time"], row["weekday"])


RADIO = NewArticle(
    outlet_id=1,
    title="Utredare: inget dokument har kommit in",
    medium="radio",
    own_summary="Produktverkets utredare säger att inget om Kompass har kommit in.",
    clip_start_s=125,
    clip_end_s=210,
    published=on(9, "07.30"),
)


def test_a_radio_item_is_searched_like_any_article(world: World) -> None:
    added = manual_article.add(world.store, world.sara, replace(RADIO, outlet_id=world.nt))
    found = world.store.rows(
        "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", [prefix_query("utredaren")]
    )
    assert [added] == [row["rowid"] for row in found]
    row = world.store.get("articles", added)
    assert (125, 210, world.sara.user_id, None) == (
        row["clip_start_s"], row["clip_end_s"], row["entered_by"], row["source_id"]
    )  # fmt: skip
    assert 1 == world.store.value(
        "SELECT count(*) FROM article_versions WHERE article_id = ?", [added]
    )


def test_the_same_address_is_the_same_article(world: World) -> None:
    again = NewArticle(
        outlet_id=world.mv,
        title="Vad som helst",
        medium="web",
        url="http://mv.example/kompass-1/?utm_source=brev",
    )
    assert world.article == manual_article.add(world.store, world.sara, again)


@pytest.mark.parametrize(
    "wrong",
    [
        {"medium": "blog"},
        {"outlet_id": 99},
        {"title": ""},
        {"own_summary": ""},
        {"url": "mv.example/x"},
        {"published": on(9, "23.00")},
        {"clip_end_s": 100},
        {"medium": "print"},
        {"own_summary": "Patienten 811228-9874"},
    ],
)
def test_an_article_that_does_not_hold_is_refused(world: World, wrong: dict[str, object]) -> None:
    new = replace(RADIO, outlet_id=world.nt)
    with pytest.raises(InputError):
        manual_article.add(world.store, world.sara, replace(new, **wrong))  # type: ignore[arg-type]
    assert 1 == world.store.value("SELECT count(*) FROM articles")


def test_readers_enter_nothing(world: World) -> None:
    with pytest.raises(PermissionDeniedError):
        manual_article.add(world.store, world.reader, replace(RADIO, outlet_id=world.nt))
    with pytest.raises(PermissionDeniedError):
        people.add_person(world.store, world.reader, "X", organisation_id=world.rvm)
    with pytest.raises(PermissionDeniedError):
        series.add(world.store, world.admin, replace(SERIES, name="Annan"))
