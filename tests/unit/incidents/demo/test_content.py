"""The written press of the demo week: complete, well formed, and noise that is only noise."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime

import pytest

from incidents.demo.content import Article, Press, load_press, paragraphs
from monitor.core.clock import local
from monitor.core.resources import shipped

#: (outlet, local time, address) of every article that the week's story is about.
STORY = [
    ("MV", "2026-03-09 14:10", "https://mv.example/kompass-1"),
    ("NT", "2026-03-09 15:05", "https://nt.example/kompass"),
    ("VA", "2026-03-09 15:20", "https://va.example/kompass"),
    ("RV", "2026-03-10 07:30", "https://rv.example/kompass"),
    ("Puls", "2026-03-10 15:40", "https://puls.example/artiklar/skyddsombud-kompass"),
    ("MV", "2026-03-11 09:40", "https://mv.example/kompass-start"),
    ("VA", "2026-03-11 10:00", "https://va.example/kompass-start"),
    ("RV", "2026-03-11 10:05", "https://rv.example/kompass-start"),
    ("RV", "2026-03-11 10:15", "https://rv.example/enhetschef-nojd"),
    ("Puls", "2026-03-11 12:30", "https://puls.example/artiklar/oro-bland-skoterskor"),
    ("IT-Nytt", "2026-03-11 14:00", "https://itnytt.example/affarer/medara-byter-namn"),
    ("VA", "2026-03-12 08:00", "https://va.example/debatt/stoppa-kompass"),
    ("RV", "2026-03-13 09:20", "https://rv.example/kompass-tillsyn"),
    ("MV", "2026-03-13 14:00", "https://mv.example/rattelse-kompass"),
]
#: What the evening after the week leaves in the review queue.
EVENING = {
    "https://rv.example/nyheter/kompass-pausas-aby",
    "https://nt.example/telegram/nordlys-health-handlingar",
    "https://va.example/nyheter/leverantoren-lovar-papper",
    "https://puls.example/artiklar/provsvar-for-hand",
    "https://mv.example/nyheter/linneporten-bokningar",
    "https://nt.example/telegram/linneporten",
}
NAMES = re.compile(r"\bKompass|journalsystemet|vårdinformationssystem|Nordlys Health|Medara")
NEAR_MISSES = {
    "Kompassen räddade orienteraren i dimman",
    "Starkt nordlys över fjällen",
    "Nordlys Energi höjer utdelningen",
    "Politik utan moralisk kompass",
}


@pytest.fixture(scope="module")
def press() -> Press:
    return load_press(shipped("data/demo/press"))


def _told(press: Press) -> list[Article]:
    urls = {url for _, _, url in STORY}
    return [article for article in press.articles if article.url in urls]


def _noise(press: Press) -> list[Article]:
    urls = {url for _, _, url in STORY} | EVENING
    return [article for article in press.articles if article.url not in urls]


def test_every_article_of_the_story_appears_at_its_minute(press: Press) -> None:
    found = [
        (article.outlet.key, f"{local(article.published):%Y-%m-%d %H:%M}", article.url)
        for article in _told(press)
    ]

    assert found == STORY


def test_there_is_plenty_of_ordinary_news_from_every_outlet(press: Press) -> None:
    noise = _noise(press)

    assert len(noise) >= 60
    assert {article.outlet.key for article in noise} == {outlet.key for outlet in press.outlets}


def test_the_four_near_misses_are_there(press: Press) -> None:
    titles = {article.versions[0].title for article in _noise(press)}

    assert titles >= NEAR_MISSES


def test_ordinary_news_names_neither_programme_nor_supplier(press: Press) -> None:
    named = [
        article.url
        for article in _noise(press)
        for version in article.versions
        for text in (version.title, version.lede, *version.paragraphs)
        if NAMES.search(text) and version.title not in NEAR_MISSES
    ]

    assert named == []


def test_the_telegram_is_carried_word_for_word(press: Press) -> None:
    texts = {article.url: article.versions[0].paragraphs for article in press.articles}

    assert texts["https://va.example/kompass"] == texts["https://nt.example/kompass"]
    assert set(texts["https://nt.example/kompass"]) < set(texts["https://mv.example/kompass-1"])


def test_the_headline_is_changed_silently_on_tuesday(press: Press) -> None:
    first, second = next(a for a in press.articles if a.path == "/kompass-1").versions

    assert first.title == "Nytt journalsystem saknar rätt märkning"
    assert second.title == "Nytt journalsystem kan sakna rätt märkning"
    assert second.at == datetime(2026, 3, 10, 10, 15, tzinfo=UTC)
    assert first.paragraphs == second.paragraphs


def test_the_hard_positive_does_not_name_the_programme(press: Press) -> None:
    article = next(a for a in press.articles if a.path == "/artiklar/oro-bland-skoterskor")
    version = article.versions[0]

    assert "Kompass" not in " ".join((version.title, version.lede, *version.paragraphs))


def test_every_address_is_unique_and_under_example(press: Press) -> None:
    urls = [article.url for article in press.articles]

    assert len(set(urls)) == len(urls)
    assert all(outlet.host.endswith(".example") for outlet in press.outlets)


def test_the_press_writes_swedish_as_printed(press: Press) -> None:
    odd = [
        text
        for article in press.articles
        for version in article.versions
        for text in (version.title, version.lede, *version.paragraphs)
        if re.search(r"[\"“„]|\d:\d\d| - |  ", text)
    ]

    assert odd == []


def test_every_paragraph_ends_as_a_sentence(press: Press) -> None:
    unfinished = [
        text
        for article in press.articles
        for version in article.versions
        for text in (version.lede, *version.paragraphs)
        if text[-1] not in ".?!”"
    ]

    assert unfinished == []


def test_every_article_of_the_story_has_a_body(press: Press) -> None:
    lengths = {len(article.versions[0].paragraphs) for article in _told(press)}

    assert min(lengths) >= 3
    assert max(lengths) <= 8


def test_each_day_file_names_its_own_day() -> None:
    for path in shipped("data/demo/press").glob("2*.toml"):
        assert path.stem == tomllib.loads(path.read_text(encoding="utf-8"))["day"].isoformat()


def test_line_ends_inside_a_paragraph_are_spaces() -> None:
    assert paragraphs("\nEn rad\nsom fortsätter.\n\nNästa.\n") == (
        "En rad som fortsätter.",
        "Nästa.",
    )


def test_nothing_stands_before_its_publication(press: Press) -> None:
    outlet = press.outlet("mv.example")
    assert outlet is not None

    before = press.item(outlet, "/kompass-1", datetime(2026, 3, 9, 13, 9, 59, tzinfo=UTC))
    after = press.item(outlet, "/kompass-1", datetime(2026, 3, 9, 13, 10, tzinfo=UTC))

    assert before is None
    assert after is not None
