"""How long somebody at the review queue waits for the next card, in a real browser."""

from __future__ import annotations

import statistics
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, sync_playwright

from tests.journeys.browser import find_browser
from tests.perf import archive
from tests.perf.archive import Size, Told
from tests.perf.desk import served

#: Cards judged, and cards stepped past.
_JUDGED, _STEPPED = 20, 20
#: How often a page is asked whether its card is there: ten seconds' worth.
_ASKED = 500
_FOCUSED = ".card.flag:focus-within"
#: Notes when the key was pressed and when another card was painted, on this page or the next.
_WATCH = """
const card = () => document.activeElement && document.activeElement.closest('.card.flag');
const look = () => {
    if (!sessionStorage.getItem('pressed')) return;
    if (!card() || card().id === sessionStorage.getItem('from')) { setTimeout(look, 1); return; }
    requestAnimationFrame(() => setTimeout(() => {
        sessionStorage.setItem('took', String(Date.now() - sessionStorage.getItem('pressed')));
        sessionStorage.removeItem('pressed');
    }));
};
addEventListener('keydown', (event) => {
    if (event.key !== 'r') return;
    sessionStorage.setItem('pressed', String(Date.now()));
    sessionStorage.setItem('from', card().id);
    look();
}, true);
addEventListener('DOMContentLoaded', look);
"""


def measure(folder: Path, size: Size, told: Told) -> dict[str, float] | None:
    """Return waits in milliseconds from a key to the next card on the screen.

    None: no browser, or no cards are left to judge.

    The archive in the folder is used up a little: the cards are really judged.
    """
    path = find_browser()
    if path is None:
        return None
    told("väntan mellan korten")
    state = archive.there(folder, size, told)
    with served(state, roles=()) as desk, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--disable-dev-shm-usage"])
        page = browser.new_page(base_url=desk.url, viewport={"width": 1280, "height": 900})
        page.goto("/-/lagesbild/logga-in")
        page.get_by_label("Användarnamn").fill("editor")
        page.get_by_label("Lösenord").fill(archive.PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Logga ut").wait_for()
        page.add_init_script(_WATCH)
        page.goto("/-/lagesbild/granska")
        waiting = page.locator(".card.flag").count()
        if waiting < 3:
            return None
        judged = [_judge(page) for _ in range(min(_JUDGED, waiting - 2))]
        stepped = [_step(page) for _ in range(_STEPPED)]
        browser.close()
    return {**_summary("bedömt", judged), **_summary("nästa", stepped)}


def _summary(name: str, found: list[float]) -> dict[str, float]:
    ordered = sorted(found)
    last = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return {f"{name} p50": round(statistics.median(found), 1), f"{name} p95": round(last, 1)}


def _judge(page: Page) -> float:
    page.locator(_FOCUSED).first.wait_for()
    page.evaluate("sessionStorage.removeItem('took')")
    page.keyboard.press("r")
    # Asked again and again: the page's policy lets nobody evaluate a condition inside it.
    for _ in range(_ASKED):
        with suppress(Error):  # between two pages there is nobody to ask
            took: Any = page.evaluate("sessionStorage.getItem('took')")
            if took:
                return float(took)
        page.wait_for_timeout(20)
    raise AssertionError("no next card came")


def _step(page: Page) -> float:
    page.locator(_FOCUSED).first.wait_for()
    took: Any = page.evaluate(
        """() => new Promise((done) => {
            const begun = performance.now();
            document.activeElement.dispatchEvent(
                new KeyboardEvent('keydown', {key: 'j', bubbles: true}));
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
        })"""
    )
    return float(took)
