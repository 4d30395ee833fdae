"""Every page is accessible, narrow enough for a phone, Swedish, and safe in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from incidents.desk.links import ROOT
from incidents.desk.pages import all_pages
from tests.journeys.axe import faults
from tests.journeys.browser import Person
from tests.journeys.desk import Demo, Served
from tests.journeys.places import HISTORY, OURS, PEOPLE, REFUSED

#: Pages that are files or data, or need an address that is made anew in each build.
_NOT_LOOKED_AT = {
    r"health\.json",
    r"inbjudan/",
    r"aviseringar/ta/",
    r"floden/export",
    "hamta/",
    "post/",
    r"rapporter/stil",
    "bilder/",
    "/fil/",
    r"/fil\.",
    r"\.toml",
    r"\.atom",
}


@pytest.fixture(scope="module")
def readers(week: tuple[Demo, Served], browser: Browser) -> Iterator[dict[str, Person]]:
    """Seat one person per role, signed in, and a stranger; nobody writes anything."""
    demo, served = week
    seated = {"": Person(browser, served.url)}
    for role, name in PEOPLE.items():
        seated[role] = Person(browser, served.url)
        seated[role].sign_in(name, demo.passwords[name])
    yield seated
    for one in seated.values():
        one.close()


@pytest.mark.parametrize(("role", "address"), [*OURS, *HISTORY])
def test_a_page_is_accessible_swedish_and_fits_a_phone(
    readers: dict[str, Person], role: str, address: str
) -> None:
    who = readers[role]
    answer = who.go(address)

    assert REFUSED.get(address, 200) == answer.status
    assert [] == faults(who.page)
    assert [] == who.guard.seen


def test_every_declared_page_is_looked_at() -> None:
    addresses = [address.partition("?")[0].removeprefix(f"{ROOT}/") for _, address in OURS]
    pages = [page for page in all_pages() if page.get is not None]
    looked_at = {page.get for page in pages for one in addresses if re.fullmatch(page.path, one)}

    missed = [
        page.path
        for page in pages
        # A page with `again` is where a form is sent to: it has no look of its own.
        if page.get not in looked_at
        and page.again is None
        and not any(part in page.path for part in _NOT_LOOKED_AT)
    ]

    assert [] == missed
