"""A first load is light, and nothing moves once it can be seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Request

from tests.journeys.browser import Person
from tests.journeys.desk import Demo, Served

#: The most that a page weighs when first loaded, images left out, bytes as sent.
HEAVIEST = 100_000
#: The most that a page's parts may have moved, as browsers reckon it (a score, not a time).
MOST_SHIFT = 0.01
_ROOT = "/-/lagesbild/"
_MAIN = (
    _ROOT, f"{_ROOT}granska", f"{_ROOT}granska?visa=bedomda", f"{_ROOT}handelser",
    f"{_ROOT}handelser/H-2026-011", f"{_ROOT}handelser/H-2026-011?oppna=ny-uttalande-out",
    f"{_ROOT}handelser/H-2026-011?visa=allt", f"{_ROOT}rapporter", f"{_ROOT}rapporter/2026-E01",
    f"{_ROOT}rapporter/2026-V11", f"{_ROOT}artiklar/32", f"{_ROOT}floden", f"{_ROOT}genomslag",
    f"{_ROOT}matt", f"{_ROOT}sok?q=märkning", "/lagesbild", "/lagesbild/articles",
    "/lagesbild/statements", "/lagesbild/incidents/11", "/lagesbild/oppna_handelser",
)  # fmt: skip
_WATCH = """
window.shifted = 0;
new PerformanceObserver((found) => {
    for (const one of found.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({type: 'layout-shift', buffered: true});
"""
#: Two frames and a moment, in which what comes late would have come.
_SETTLED = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(
    () => setTimeout(() => done(window.shifted), 150))))"""


@pytest.fixture(scope="module", params=(390, 1280))
def editor(
    request: pytest.FixtureRequest, week: tuple[Demo, Served], browser: Browser
) -> Iterator[Person]:
    demo, served = week
    seated = Person(browser, served.url, width=request.param)
    seated.sign_in("sara.holm", demo.passwords["sara.holm"])
    seated.context.add_init_script(_WATCH)
    yield seated
    seated.close()


@pytest.mark.parametrize("address", _MAIN)
def test_a_page_is_light_and_stands_still(editor: Person, address: str) -> None:
    # An empty cache: what a first visitor's browser fetches.
    session = editor.context.new_cdp_session(editor.page)
    session.send("Network.clearBrowserCache")
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    editor.page.on("requestfinished", note)

    editor.go(address)
    editor.page.wait_for_load_state("load")
    shifted = editor.page.evaluate(_SETTLED)
    editor.page.remove_listener("requestfinished", note)

    weight = sum(one.sizes()["responseBodySize"] for one in asked if one.resource_type != "image")
    assert 0 < weight <= HEAVIEST
    assert shifted < MOST_SHIFT


def test_the_watch_sees_what_moves(editor: Person) -> None:
    editor.go(_ROOT)
    editor.page.evaluate(_SETTLED)

    editor.page.evaluate(
        """() => {
            const pushing = document.createElement('div');
            pushing.className = 'card';
            for (let n = 0; n < 20; n += 1) pushing.append(document.createElement('p'), 'Ord');
            document.querySelector('main').prepend(pushing);
        }"""
    )

    editor.page.wait_for_function(f"() => window.shifted > {MOST_SHIFT}")
