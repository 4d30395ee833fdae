"""Makes the pictures of docs/bilder from the demo, for README and for the handbook.

Most show Wednesday morning of the played week, when work is under way; the others the whole week.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from monitor.core.clock import STOCKHOLM
from tests.journeys import day, desk
from tests.journeys.browser import Person, find_browser
from tests.journeys.desk import Demo
from tests.journeys.places import PEOPLE

FOLDER = desk.ROOT / "docs" / "bilder"
#: Larger pictures make the pages slow, bytes.
LARGEST = 200_000
#: New articles wait to be judged, and two reports have been sent.
WEDNESDAY = datetime(2026, 3, 11, 10, 29, tzinfo=STOCKHOLM)
#: Wide enough for two columns, and narrow enough to be read in the handbook's one.
_SCREEN = {"width": 1024, "height": 720}
_WIDE = {"width": 1152, "height": 720}
_PHONE = {"width": 390, "height": 844}
#: Named so that the desk does not warn that there is none; nothing is sent.
_MAIL = "epost.rvm.example"
#: Exactly, unlike what a link to it does: that leaves a margin.
_TO_THE_TOP = "(found) => window.scrollBy(0, found.getBoundingClientRect().top)"
_INCIDENT = "/-/lagesbild/handelser/H-2026-011"


def main() -> int:
    """Make every picture anew and tell how large each became; 1 if something is missing."""
    path = find_browser()
    if path is None:
        sys.stderr.write("Chromium saknas. Installera paketet chromium och försök igen.\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    begun = time.time()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        building = desk.Building(_place(folder, "hela"))
        wednesday = desk.build_until(_place(folder, "onsdag"), WEDNESDAY)
        whole = building.wait()
        browser = playwright.chromium.launch(executable_path=path)
        with desk.show(wednesday, LAGESBILD_SMTP_HOST=_MAIL) as served:
            _on_wednesday(browser, wednesday, served.url)
        with desk.show(whole) as served:
            _afterwards(browser, whole, served.url)
        browser.close()
    # The desk shows the pictures itself, so the old ones stand until the new ones do.
    for picture in FOLDER.glob("*.png"):
        if picture.stat().st_mtime < begun:
            picture.unlink()
    return _tell()


def _place(folder: str, name: str) -> Path:
    """Return where a demo lies; a desk writes beside it, so each has a folder of its own."""
    place = Path(folder) / name
    place.mkdir()
    return place / "demo"


def _seat(browser: Browser, demo: Demo, url: str, role: str) -> Person:
    name = PEOPLE[role]
    seated = Person(browser, url)
    seated.page.set_viewport_size(_SCREEN)
    seated.sign_in(name, demo.passwords[name])
    return seated


def _on_wednesday(browser: Browser, demo: Demo, url: str) -> None:
    officer = _seat(browser, demo, url, "editor")
    officer.go()
    _take(officer, "laget")
    _review(officer)
    officer.go(_INCIDENT)
    officer.sees("Skriv extrainsatt rapport")
    _take(officer, "handelse", "main", height=1000)
    day.add_actions(officer)
    _enquiry(officer)
    _take(officer, "mediefragor", "main")
    officer.go("/-/lagesbild/rapporter/ny?rattar=2026-E01")
    _take(officer, "ratta", "main h1")
    officer.go("/-/lagesbild/sok?q=märkning")
    _take(officer, "sok", "main")
    officer.go("/lagesbild/statements")
    _take(officer, "historik", "main")
    _report(officer, _seat(browser, demo, url, "approver"))
    officer.close()


def _enquiry(officer: Person) -> None:
    officer.go("/-/lagesbild/fragor?oppna=ny-fraga")
    officer.inside("form#ny-fraga")
    officer.write("Fråga", "Hur många har ringt supporten sedan starten i morse?")
    officer.choose("Medium", "Radio Västmark")
    officer.write("Svar önskas senast", "12.30")
    officer.submit("Lägg till")
    officer.anywhere().told("Frågan är införd.")
    officer.click(re.compile("^Skriv svar"), "link")
    officer.inside("form[id^=svar-]")
    officer.write("Svar", "Vi lämnar en siffra klockan 12.")
    officer.submit("Spara och be om godkännande")
    officer.anywhere().told("Svaret väntar på godkännande.")
    officer.go("/-/lagesbild/fragor")


def _review(officer: Person) -> None:
    officer.page.set_viewport_size(_WIDE)
    officer.go("/-/lagesbild/granska")
    officer.unfold("Varför det är en träff")
    officer.page.locator("h1").click()
    _take(officer, "granska", height=860)
    officer.page.set_viewport_size(_PHONE)
    officer.go("/-/lagesbild/granska")
    _take(officer, "telefon")
    officer.page.set_viewport_size(_SCREEN)


def _report(officer: Person, approver: Person) -> None:
    officer.go(_INCIDENT)
    number = day.draft_report(officer)
    officer.go(f"/-/lagesbild/rapporter/{number}")
    _take(officer, "rapport", ".place:has(.remark)")
    officer.click("Visa som tryckt", "link")
    officer.page.locator(".paper").wait_for()
    _take(officer, "rapport-som-tryckt", ".paper", height=860)
    officer.go(f"/-/lagesbild/rapporter/{number}")
    day.mend_remarks(officer)
    day.hand_in(officer)
    approver.go(f"/-/lagesbild/rapporter/{number}")
    _crop(approver, "godkann", ".steps")
    day.approve_report(approver, number)
    approver.close()
    officer.go(f"/-/lagesbild/rapporter/{number}")
    _crop(officer, "skicka-ut", ".steps")


def _afterwards(browser: Browser, demo: Demo, url: str) -> None:
    reader = _seat(browser, demo, url, "reader")
    reader.go("/-/lagesbild/artiklar/32")
    _take(reader, "artikel", "h2:has-text('Versioner')")
    reader.go(f"{_INCIDENT}?ordning=aldst")
    _take(reader, "tidslinje", ".tabs[aria-label='Visa i tidslinjen']")
    reader.go("/-/lagesbild/genomslag?handelse=H-2026-011")
    _take(reader, "genomslag", "main", height=900)
    reader.close()
    archivist = _seat(browser, demo, url, "archivist")
    archivist.go("/-/lagesbild/utlamning/U-2026-01")
    _take(archivist, "utlamning", "main", height=900)
    archivist.close()
    _administration(_seat(browser, demo, url, "administrator"))


def _administration(administrator: Person) -> None:
    administrator.go("/-/lagesbild/anvandare")
    _take(administrator, "anvandare", "main")
    administrator.go("/-/lagesbild/floden")
    _take(administrator, "floden", "main")
    administrator.go("/-/lagesbild/installningar")
    _take(administrator, "installningar", "main")
    administrator.go("/-/lagesbild/bevakningar/kompass")
    administrator.click("Förhandsgranska")
    administrator.sees("Det här skulle bevakningen ha hittat")
    _take(administrator, "bevakning", "main")
    administrator.close()


def _take(person: Person, name: str, top: str = "", *, height: int = 0) -> None:
    """Take what the screen shows, with an element at its top; a higher one for what is long."""
    screen = person.page.viewport_size or _SCREEN
    if height:
        person.page.set_viewport_size({"width": screen["width"], "height": height})
    if top:
        person.page.locator(top).first.evaluate(_TO_THE_TOP)
    person.page.evaluate("document.fonts.ready")
    if person.page.get_by_role("heading", name="Något gick fel").count():
        raise SystemExit(f"{name}: sidan visar ett fel.")
    person.page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
    person.page.set_viewport_size(screen)


def _crop(person: Person, name: str, what: str) -> None:
    """Take one element."""
    person.page.locator(what).first.screenshot(path=FOLDER / f"{name}.png", animations="disabled")


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
