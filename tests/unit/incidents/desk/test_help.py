"""The handbook on the desk."""

from __future__ import annotations

import re

import pytest

from incidents.desk.handbook import handbook
from incidents.desk.handbook_page import render, slug
from tests.unit.incidents.desk.conftest import Desk


async def test_the_contents_lead_to_every_chapter(desk: Desk) -> None:
    text = (await desk.get("hjalp", role="")).text

    assert [] == [one.key for one in handbook().chapters if f'href="{one.href}"' not in text]


async def test_a_stranger_reads_every_chapter_as_a_colleague_does(desk: Desk) -> None:
    def said(text: str) -> str:
        found = re.search(r"<article>.*</article>", text, re.DOTALL)
        assert found is not None
        return found[0]

    for chapter in handbook().chapters:
        stranger = await desk.get(chapter.href, role="")
        colleague = await desk.get(chapter.href, role="administrator")

        assert said(colleague.text) == said(stranger.text)


async def test_a_chapter_leads_to_the_one_before_and_the_one_after(desk: Desk) -> None:
    first, second, third = handbook().chapters[:3]

    text = (await desk.get(second.href)).text

    assert f'<a href="{first.href}" rel="prev">Föregående: {first.title}</a>' in text
    assert f'<a href="{third.href}" rel="next">Nästa: {third.title}</a>' in text


async def test_the_first_and_the_last_chapter_lead_one_way(desk: Desk) -> None:
    first, last = handbook().chapters[0], handbook().chapters[-1]

    assert 'rel="prev"' not in (await desk.get(first.href)).text
    assert 'rel="next"' not in (await desk.get(last.href)).text


async def test_the_whole_handbook_is_one_page_with_headings_in_order(desk: Desk) -> None:
    text = (await desk.get("hjalp/allt", role="")).text

    titles = re.findall(r"<h2[^>]*>([^<]*)</h2>", text)
    assert 1 == len(re.findall("<h1", text))
    assert [one.title for one in handbook().chapters] == titles
    names = re.findall(r'\bid="([^"]*)"', text)
    assert sorted(set(names)) == sorted(names)


async def test_every_picture_is_given_and_may_be_kept_for_a_while(desk: Desk) -> None:
    text = (await desk.get("hjalp/allt", role="")).text
    pictures = set(re.findall(r'<img[^>]* src="([^"]*hjalp/bilder[^"]*)"', text))

    assert pictures
    for picture in pictures:
        answer = await desk.get(picture, role="")
        assert (200, "image/png") == (answer.status_code, answer.headers["content-type"])
        assert "max-age=3600" == answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["hjalp/finns-inte", "hjalp/bilder/finns-inte.png"])
async def test_what_the_handbook_does_not_have_is_not_found(desk: Desk, path: str) -> None:
    assert 404 == (await desk.get(path, role="")).status_code


@pytest.mark.parametrize(
    ("page", "chapter"),
    [
        ("granska", "granska"),
        ("granska/stickprov", "battre-traffar"),
        ("", "arbetsgangen"),
        ("/lagesbild/statements", "hitta"),
        ("/lagesbild/audit", "vad-visste-vi"),
    ],
)
async def test_a_page_leads_to_the_chapter_about_it(desk: Desk, page: str, chapter: str) -> None:
    told = handbook().chapter(chapter)

    text = (await desk.get(page)).text

    assert f'<a href="{told.href}">Hjälp</a>' in text
    assert f'<a href="{told.href}">Om den här sidan: {told.title}</a>' in text


async def test_a_page_without_a_chapter_leads_to_the_contents(desk: Desk) -> None:
    text = (await desk.get("finns-inte")).text

    assert '<a href="/-/lagesbild/hjalp">Hjälp</a>' in text
    assert "Om den här sidan" not in text


def test_links_between_files_become_addresses() -> None:
    page = render(
        "# Rubrik\n\nSe [nästa](ratta.md#gor-sa-har) och [utanför](https://a.example/x.md)."
    )

    assert 'href="/-/lagesbild/hjalp/ratta#gor-sa-har"' in page.html
    assert 'href="https://a.example/x.md"' in page.html


def test_a_picture_becomes_a_figure_that_keeps_its_place() -> None:
    page = render('# Rubrik\n\n![En telefon.](../bilder/telefon.png "Granska i fickan.")')

    assert 'width="390"' in page.html
    assert 'height="844"' in page.html
    assert 'alt="En telefon."' in page.html
    assert "<figcaption>Granska i fickan.</figcaption>" in page.html
    assert '<a href="/-/lagesbild/hjalp/bilder/telefon.png">' in page.html


def test_a_picture_from_elsewhere_is_refused() -> None:
    with pytest.raises(ValueError, match="elsewhere"):
        render("# Rubrik\n\n![Något.](https://elsewhere.example/x.png)")


def test_names_of_headings_are_plain() -> None:
    assert "fore-och-efter-12-mars" == slug("Före och efter 12 mars!")
