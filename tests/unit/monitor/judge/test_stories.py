from __future__ import annotations

import pytest

from monitor.core.actors import Actor, system
from monitor.core.errors import ConflictError, InputError, PermissionDeniedError
from monitor.core.store import Store
from monitor.judge import stories

TELEGRAM = (
    "Journalsystemet Kompass saknar registrering hos Produktverket. Registret innehåller inget "
    "besked om systemets klass. Region Västmark hänvisar till leverantören Nordlys Health. "
    "Driftstarten på Åby lasarett är planerad till onsdag morgon."
)
REWRITTEN = (
    "Journalsystemet Kompass finns inte i Produktverkets register. Produktverket har inget besked "
    "om systemets klass. Regionen hänvisar till leverantören. Kompass ska i drift på Åby lasarett "
    "på onsdag morgon, enligt Region Västmark."
)
ELSEWHERE = (
    "Hamnen i Tallvik får en ny brygga efter isvintern. Arbetet börjar i april och väntas pågå i "
    "sex veckor. Båtklubben är nöjd med beskedet från kommunen."
)


def an_article(
    store: Store, number: int, title: str, text: str, at: str = "2026-03-09T13:10:00Z"
) -> int:
    """Store a flagged article and return its version's id, which equals the article's here."""
    with store.writing(system("test")):
        outlet = store.insert("outlets", {"name": f"Blad {number}", "short_name": f"B{number}"})
        watch = store.value("SELECT id FROM watches") or store.insert(
            "watches",
            {
                "slug": "kompass",
                "name": "Kompass",
                "kind": "programme",
                "definition": "{}",
                "changed_at": store.now(),
            },
        )
        article = store.insert(
            "articles",
            {"outlet_id": outlet, "title": title, "published_at": at, "first_seen_at": at},
        )
        version = store.insert(
            "article_versions",
            {"article_id": article, "number": 1, "captured_at": at, "title": title, "digest": "x"},
        )
        store.insert(
            "article_texts", {"version_id": version, "text": text, "expires_at": "2027-01-01"}
        )
        store.insert(
            "flags",
            {
                "article_id": article,
                "watch_id": watch,
                "version_id": version,
                "band": "flag",
                "score": 0.9,
                "rule": "own_head",
                "flagged_at": at,
            },
        )
    return version


def placed(store: Store) -> list[tuple[int | None, int | None]]:
    return [
        (row["story_id"], row["copy_of"])
        for row in store.rows("SELECT story_id, copy_of FROM articles ORDER BY id")
    ]


def test_a_telegram_under_another_headline_is_a_copy_in_the_same_story(store: Store) -> None:
    first = an_article(store, 1, "Journalsystem saknar rätt märkning", TELEGRAM)
    second = an_article(store, 2, "Tveksam märkning på journalsystem", TELEGRAM)

    stories.group_new(store, [first, second])

    assert [(1, None), (1, first)] == placed(store)


def test_a_copy_of_a_copy_points_at_the_first(store: Store) -> None:
    ids = [an_article(store, n, f"Rubrik {n}", TELEGRAM) for n in (1, 2, 3)]

    for version in ids:
        stories.group_new(store, [version])

    assert [(1, None), (1, 1), (1, 1)] == placed(store)


def test_the_same_event_in_other_words_is_the_same_story_but_no_copy(store: Store) -> None:
    an_article(store, 9, "Ny brygga i Tallvik", ELSEWHERE)
    ids = [
        an_article(store, 1, "Journalsystemet Kompass saknar registrering", TELEGRAM),
        an_article(store, 2, "Journalsystemet Kompass saknas i registret", REWRITTEN),
    ]

    stories.group_new(store, ids)

    assert [(None, None), (1, None), (1, None)] == placed(store)


def test_different_events_are_different_stories(store: Store) -> None:
    ids = [
        an_article(store, 1, "Journalsystem saknar rätt märkning", TELEGRAM),
        an_article(store, 2, "Ny brygga i Tallvik", ELSEWHERE),
    ]

    stories.group_new(store, ids)

    assert [1, 2] == [story for story, _ in placed(store)]


def test_the_same_words_long_after_are_a_new_story(store: Store) -> None:
    ids = [
        an_article(store, 1, "Journalsystem saknar rätt märkning", TELEGRAM),
        an_article(
            store, 2, "Journalsystem saknar rätt märkning", TELEGRAM, "2026-03-20T08:00:00Z"
        ),
    ]

    stories.group_new(store, ids)

    assert [(1, None), (2, None)] == placed(store)


def test_grouping_twice_changes_nothing(store: Store) -> None:
    ids = [an_article(store, n, f"Rubrik {n}", TELEGRAM) for n in (1, 2)]
    stories.group_new(store, ids)
    before = placed(store)

    stories.group_new(store, ids)

    assert before == placed(store)
    assert 1 == store.value("SELECT count(*) FROM stories")


def test_what_a_person_said_stands(store: Store) -> None:
    first = an_article(store, 1, "Journalsystem saknar rätt märkning", TELEGRAM)
    second = an_article(store, 2, "Ny brygga i Tallvik", ELSEWHERE)
    user = store.insert(
        "users", {"username": "s", "display_name": "S", "role": "editor", "created_at": store.now()}
    )
    store.insert(
        "story_words",
        {
            "article_id": first,
            "other_id": second,
            "together": 1,
            "said_by": user,
            "said_at": store.now(),
        },
    )

    stories.group_new(store, [first, second])

    assert [1, 1] == [story for story, _ in placed(store)]


def test_an_article_that_is_no_flag_is_left_alone(store: Store) -> None:
    version = an_article(store, 1, "Ny brygga", ELSEWHERE)
    store.execute("DELETE FROM flags")

    stories.group_new(store, [version])

    assert [(None, None)] == placed(store)


def a_person(store: Store, role: str = "editor") -> Actor:
    user = store.insert(
        "users", {"username": role, "display_name": "S", "role": role, "created_at": store.now()}
    )
    return Actor(role, role, user, "S")


def of(store: Store) -> list[int | None]:
    return [story for story, _ in placed(store)]


def test_a_person_makes_two_stories_one(store: Store) -> None:
    ids = [
        an_article(store, 1, "Journalsystem saknar rätt märkning", TELEGRAM),
        an_article(store, 2, "Tveksam märkning på journalsystem", TELEGRAM),
        an_article(store, 3, "Ny brygga i Tallvik", ELSEWHERE),
    ]
    stories.group_new(store, ids)

    stories.merge(store, a_person(store), ids[2], ids[0])

    assert [1, 1, 1] == of(store)
    assert 1 == store.value("SELECT count(*) FROM stories")


def test_an_article_taken_out_gets_a_story_of_its_own_and_stays_out(store: Store) -> None:
    ids = [an_article(store, n, f"Rubrik {n}", TELEGRAM) for n in (1, 2, 3)]
    stories.group_new(store, ids)

    stories.split(store, a_person(store), ids[1])
    store.update("articles", ids[1], {"story_id": None, "copy_of": None})
    stories.group_new(store, ids)

    first, second, third = placed(store)
    assert (1, None) == first
    assert second[0] != 1
    assert second[1] is None
    assert (1, 1) == third


def test_copies_follow_the_article_they_copy(store: Store) -> None:
    ids = [
        an_article(store, 1, "Journalsystemet Kompass saknas i registret", REWRITTEN),
        an_article(store, 2, "Journalsystemet Kompass saknar registrering", TELEGRAM),
        an_article(store, 3, "Tveksam märkning på journalsystem", TELEGRAM),
    ]
    stories.group_new(store, ids)

    new = stories.split(store, a_person(store), ids[1])

    assert [(1, None), (new, None), (new, ids[1])] == placed(store)


def test_a_later_article_does_not_bring_together_what_was_parted(store: Store) -> None:
    ids = [an_article(store, n, f"Rubrik {n}", TELEGRAM) for n in (1, 2)]
    stories.group_new(store, ids)
    stories.split(store, a_person(store), ids[1])

    late = an_article(store, 3, "Rubrik 3", TELEGRAM)
    stories.group_new(store, [late])

    first, second, third = of(store)
    assert first != second
    assert third == first


def test_the_latest_word_stands(store: Store) -> None:
    ids = [an_article(store, n, f"Rubrik {n}", TELEGRAM) for n in (1, 2)]
    stories.group_new(store, ids)
    person = a_person(store)

    stories.split(store, person, ids[1])
    stories.merge(store, person, ids[1], ids[0])

    assert [1, 1] == of(store)
    assert [1] == [row["together"] for row in store.rows("SELECT together FROM story_words")]


def test_a_merger_leaves_out_what_a_person_parted_from_it(store: Store) -> None:
    ids = [an_article(store, n, f"Rubrik {n}", TELEGRAM) for n in (1, 2)]
    other = an_article(store, 3, "Ny brygga i Tallvik", ELSEWHERE)
    stories.group_new(store, [*ids, other])
    person = a_person(store)
    stories.split(store, person, ids[1])

    stories.merge(store, person, other, ids[0])

    first, parted, merged = of(store)
    assert first == merged
    assert first != parted


def test_what_cannot_be_said_is_refused(store: Store) -> None:
    ids = [an_article(store, 1, "Rubrik", TELEGRAM)]
    stories.group_new(store, ids)
    person = a_person(store)

    with pytest.raises(ConflictError):
        stories.split(store, person, ids[0])
    with pytest.raises(InputError):
        stories.merge(store, person, ids[0], ids[0])
    with pytest.raises(PermissionDeniedError):
        stories.split(store, a_person(store, "reader"), ids[0])


def test_an_article_that_comes_late_finds_its_later_copy(store: Store) -> None:
    later = an_article(store, 1, "Rubrik 1", TELEGRAM, "2026-03-09T15:00:00Z")
    stories.group_new(store, [later])

    earlier = an_article(store, 2, "Rubrik 2", TELEGRAM, "2026-03-09T13:00:00Z")
    stories.group_new(store, [earlier])

    assert [(1, None), (1, later)] == placed(store)
