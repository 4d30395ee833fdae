"""Makes the pictures of docs/bilder from the demo, as the week stands on Wednesday morning."""

from __future__ import annotations

import re
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from monitor.core.clock import STOCKHOLM
from tests.journeys import day, desk
from tests.journeys.browser import Person, find_browser
from tests.journeys.desk import Demo

FOLDER = desk.ROOT / "docs" / "bilder"
#: Larger pictures make the README slow, bytes.
LARGEST = 200_000
#: New articles wait to be judged, and two reports have been sent.
WEDNESDAY = datetime(2026, 3, 11, 10, 29, tzinfo=STOCKHOLM)
_OFFICER = "sara.holm"
_HEIGHT = 860
_PHONE = {"width": 390, "height": 844}


def main() -> int:
    """Make every picture anew and tell how large each became; 1 if something is missing."""
    path = find_browser()
    if path is None:
        sys.stderr.write("Chromium saknas. Installera paketet chromium och försök igen.\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo = desk.build_until(Path(folder) / "demo", WEDNESDAY)
        with desk.show(demo) as served:
            browser = playwright.chromium.launch(executable_path=path)
            _take_all(browser, demo, served.url)
            browser.close()
    return _tell()


def _take_all(browser: Browser, demo: Demo, url: str) -> None:
    officer = Person(browser, url)
    officer.page.set_viewport_size({"width": 1280, "height": _HEIGHT})
    officer.sign_in(_OFFICER, demo.passwords[_OFFICER])
    _review(officer)
    _incident(officer)
    _report(officer)
    officer.go("/lagesbild/statements")
    _take(officer, "historik")
    officer.page.set_viewport_size({"width": _PHONE["width"], "height": _PHONE["height"]})
    officer.go("/-/lagesbild/granska")
    _take(officer, "telefon")
    officer.close()


def _review(officer: Person) -> None:
    officer.go("/-/lagesbild/granska")
    officer.unfold("Varför det är en träff")
    officer.page.locator("h1").click()
    _take(officer, "granska")


def _incident(officer: Person) -> None:
    officer.go("/-/lagesbild/handelser")
    officer.inside("section[aria-labelledby=oppna]")
    officer.click(re.compile("Uppgifter om märkningen"), "link")
    officer.anywhere().sees("Skriv extrainsatt rapport")
    _take(officer, "handelse")


def _report(officer: Person) -> None:
    day.draft_report(officer)
    officer.go(officer.page.url.partition("#")[0])
    _take(officer, "rapport")
    officer.click("Visa som tryckt", "link")
    officer.page.locator(".paper").wait_for()
    _take(officer, "rapport-som-tryckt")


def _take(officer: Person, name: str) -> None:
    officer.page.evaluate("document.fonts.ready")
    officer.page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")


def _tell() -> int:
    too_large = 0
    for picture in sorted(FOLDER.glob("*.png")):
        size = picture.stat().st_size
        too_large += size > LARGEST
        sys.stdout.write(f"{picture.relative_to(desk.ROOT)}: {size / 1000:.0f} kB\n")
    if too_large:
        sys.stderr.write(f"{too_large} bilder är större än {LARGEST // 1000} kB.\n")
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main())
