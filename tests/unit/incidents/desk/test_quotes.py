from __future__ import annotations

import re

from monitor.core.store import Row
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.incident_world import PAGE, World, world

TEXT = (
    "Karin Almgren, ordförande i programstyrgrupp Kompass, svarar skriftligt: ”Vi har bett om "
    "besked i dag.”\n"
    "– Vi har lämnat in en försäkran, säger Petter Hagelin, vd för Nordlys Health.\n"
    "– Jag vågar inget säga, säger Lena, undersköterska.\n"
)


def told(w: World, text: str = TEXT) -> int:
    """Keep a text of the incident's article and return its version."""
    version = w.desk.store.value(
        "SELECT id FROM article_versions WHERE article_id = ?", [w.article]
    ) or w.desk.store.insert(
        "article_versions",
        {
            "article_id": w.article,
            "number": 1,
            "captured_at": w.desk.store.now(),
            "title": "Nytt journalsystem saknar rätt märkning",
            "digest": "x",
        },
    )
    w.desk.store.insert(
        "article_texts", {"version_id": version, "text": text, "expires_at": "2027-01-01T00:00:00Z"}
    )
    return int(version)


def buttons(page: str) -> list[dict[str, str]]:
    """Return the hidden fields of each button that accepts a quotation."""
    forms = re.findall(r'<form method="post" action="[^"]*/citat".*?</form>', page, re.DOTALL)
    return [dict(re.findall(r'name="(\w+)" value="(\d+)"', form)) for form in forms]


def statements(w: World) -> list[Row]:
    return w.desk.store.rows("SELECT * FROM statements ORDER BY id")


async def test_the_quotes_are_shown_and_nothing_is_entered_unasked(desk: Desk) -> None:
    w = world(desk)
    told(w)

    page = (await desk.get(f"{PAGE}/citat")).text

    assert 3 == len(buttons(page))
    assert "”Vi har bett om besked i dag.”" in page
    assert "Petter Hagelin, vd, Nordlys Health (säger)" in page
    assert "Lena" not in page
    assert [] == statements(w)


async def test_our_own_words_become_an_outgoing_draft_with_the_speaker(desk: Desk) -> None:
    w = world(desk)
    told(w)
    first = buttons((await desk.get(f"{PAGE}/citat")).text)[0]

    await desk.post(f"{PAGE}/citat", **first)

    (row,) = statements(w)
    assert ("out", w.karin, w.rvm, 1, "draft", "written", w.article) == tuple(
        row[name]
        for name in (
            "direction",
            "speaker_id",
            "organisation_id",
            "verbatim",
            "approval",
            "channel",
            "article_id",
        )
    )
    assert ("2026-03-09T13:10:00Z", "2026-03-09T13:13:00Z") == (row["happened_at"], row["known_at"])


async def test_an_unknown_speaker_of_a_known_organisation_is_not_made_a_person(desk: Desk) -> None:
    w = world(desk)
    told(w)
    second = buttons((await desk.get(f"{PAGE}/citat")).text)[1]

    await desk.post(f"{PAGE}/citat", **second)

    (row,) = statements(w)
    assert ("third_party", None, w.nordlys) == (
        row["direction"],
        row["speaker_id"],
        row["organisation_id"],
    )
    assert 1 == w.desk.store.value("SELECT count(*) FROM people")


async def test_an_anonymous_voice_speaks_for_nobody(desk: Desk) -> None:
    w = world(desk)
    told(w)
    third = buttons((await desk.get(f"{PAGE}/citat")).text)[2]

    await desk.post(f"{PAGE}/citat", **third)

    (row,) = statements(w)
    assert (None, None) == (row["speaker_id"], row["organisation_id"])


async def test_an_accepted_quote_is_offered_no_more_and_kept_once(desk: Desk) -> None:
    w = world(desk)
    told(w)
    first = buttons((await desk.get(f"{PAGE}/citat")).text)[0]

    await desk.post(f"{PAGE}/citat", **first)
    await desk.post(f"{PAGE}/citat", **first)
    page = (await desk.get(f"{PAGE}/citat")).text

    assert 1 == len(statements(w))
    assert 2 == len(buttons(page))
    assert "Infört som uttalande" in page


async def test_one_key_enters_a_quotation_and_goes_on_to_the_next(desk: Desk) -> None:
    w = world(desk)
    told(w)
    page = (await desk.get(f"{PAGE}/citat")).text
    first, second = buttons(page)[:2]
    place = f"/-/lagesbild/{PAGE}/citat#citat-{second['version']}-{second['start']}"

    answer = await desk.post(f"{PAGE}/citat", **first, nasta=place)

    assert 3 == page.count('data-key="i"')
    assert f'name="nasta" value="{place}"' in page
    assert (303, place) == (answer.status_code, answer.headers["location"])
    assert 2 == (await desk.get(f"{PAGE}/citat")).text.count("data-card")


async def test_the_same_words_in_another_outlet_are_told_once(desk: Desk) -> None:
    w = world(desk)
    told(w)
    other = w.article_titled("Tveksam märkning på journalsystem", "kompass")
    await desk.post(f"{PAGE}/artiklar", article_id=other)
    w.article = other
    told(w)

    page = (await desk.get(f"{PAGE}/citat")).text

    assert 3 == len(buttons(page))
    assert "Också i Västmarks Allehanda." in page


async def test_a_text_that_changed_since_is_refused_and_a_reader_sees_nothing(desk: Desk) -> None:
    w = world(desk)
    version = told(w)

    gone = await desk.post(f"{PAGE}/citat", version=version, start=1, end=2)
    reader = await desk.get(f"{PAGE}/citat", role="reader")

    assert (409, 403) == (gone.status_code, reader.status_code)
    assert [] == statements(w)


async def test_an_expired_text_gives_no_quotes(desk: Desk) -> None:
    world(desk)

    page = (await desk.get(f"{PAGE}/citat")).text

    assert "Inga citat hittades" in page


async def test_the_incident_leads_to_its_quotes(desk: Desk) -> None:
    world(desk)

    assert f'href="/-/lagesbild/{PAGE}/citat"' in (await desk.get(PAGE)).text
