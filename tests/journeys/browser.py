"""Debian's chromium through playwright, and people who use it with their hands."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from typing import Literal, Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect

Said = str | re.Pattern[str]
Role = Literal["button", "link"]

#: Where the system keeps its browser, the first that there is.
NAMES = ("chromium", "chromium-browser", "google-chrome")
#: How long a page may take to show what a person waits for, milliseconds: a bound on hanging.
PATIENCE_MS = 120_000
expect.set_options(timeout=PATIENCE_MS)
HOME = "/-/lagesbild/"


def find_browser() -> str | None:
    """Return the path of the system's browser, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@dataclass
class Guard:
    """What must not happen on any page of a context, noted while it is used."""

    url: str
    seen: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Note foreign requests, pages without a strict policy, refusals and script errors."""
        context.on("request", lambda request: self._request(request.url))
        context.on("response", self._response)
        context.on("console", lambda message: self._console(message.type, message.text))
        context.on("weberror", lambda error: self.seen.append(f"script error: {error.error}"))

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        ours = urlsplit(self.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != ours.netloc:
            self.seen.append(f"request to another host: {url}")

    def _response(self, response: Response) -> None:
        headers = response.headers
        if "text/html" not in headers.get("content-type", ""):
            return
        policy = headers.get("content-security-policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy:
            self.seen.append(f"no strict policy on {response.url}: {policy!r}")

    def _console(self, kind: str, text: str) -> None:
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.seen.append(f"policy: {text}")
        elif kind == "error" and "Failed to load resource" not in text:
            self.seen.append(f"console: {text}")


class Person:
    """Somebody at a browser, with a mouse and a keyboard.

    Attributes:
        hands: how many clicks and key presses other than text they have made.
        where: what is looked in, the page unless :meth:`inside` says otherwise.
        scripts: whether the browser runs scripts.
    """

    def __init__(
        self, browser: Browser, url: str, *, scripts: bool = True, width: int = 1280
    ) -> None:
        self.scripts = scripts
        self.context = browser.new_context(
            base_url=url,
            locale="sv-SE",
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.guard = Guard(url)
        self.guard.watch(self.context)
        self.page: Page = self.context.new_page()
        self.where: Page | Locator = self.page
        self.hands = 0

    def go(self, address: str = HOME) -> Response:
        """Open an address of the desk, as from a bookmark or a letter (one click)."""
        self.hands += 1
        self.where = self.page
        found = self.page.goto(address)
        assert found is not None
        return found

    def sign_in(self, name: str, password: str) -> None:
        """Sign in from wherever the desk sends somebody it does not know."""
        self.go()
        self.hands = 0
        self.write("Användarnamn", name)
        self.write("Lösenord", password)
        self.press("Enter")
        self.page.get_by_role("button", name="Logga ut").wait_for()

    def inside(self, selector: str) -> Self:
        """Look only inside the first element that fits, until :meth:`anywhere`."""
        self.where = self.page.locator(selector).first
        return self

    def anywhere(self) -> Self:
        """Look in the whole page again."""
        self.where = self.page
        return self

    def find(self, said: Said, role: Role = "button") -> Locator:
        """Return the first button or link that says something and can be seen."""
        found = self.where.get_by_role(role, name=said, exact=isinstance(said, str))
        return found.locator("visible=true").first

    def field(self, label: str) -> Locator:
        """Return the field with a label, whatever the label says about being optional."""
        said = re.compile(rf"^\s*{re.escape(label)}\s*(\(frivilligt\))?\s*$")
        return self.where.get_by_label(said).locator("visible=true").first

    def press(self, key: str) -> None:
        """Press a key that is not text."""
        self.hands += 1
        self.page.keyboard.press(key)

    def use(self, what: Locator) -> None:
        """Press a button, follow a link, unfold a summary."""
        self.hands += 1
        what.click()

    def click(self, said: Said, role: Role = "button") -> None:
        """Use the button or link that says something."""
        self.use(self.find(said, role))

    def unfold(self, said: str) -> None:
        """Unfold what is folded below a summary."""
        self.use(self.where.locator("summary").get_by_text(said).first)

    def submit(self, said: str) -> None:
        """Send the form that is looked in."""
        self.click(said)

    def write(self, label: str, text: str) -> None:
        """Go to a field (one click or Tab) unless the cursor stands there, and write in it."""
        field = self.field(label)
        if not self.scripts or not field.evaluate("one => one === document.activeElement"):
            self.hands += 1
        field.fill(text)

    def choose(self, label: str, option: str) -> None:
        """Go to a list (one click or Tab) and choose in it (one more)."""
        self.hands += 2
        self.field(label).select_option(label=option)

    def tick(self, label: str) -> None:
        """Tick a box or choose one of several."""
        self.hands += 1
        self.field(label).check()

    def judge(self, key: str, said: str) -> None:
        """Judge the card at hand with its key; without scripts with its button."""
        if self.scripts:
            self.page.locator(".card.flag:focus-within").first.wait_for()
            self.press(key)
        else:
            self.click(said)

    def told(self, text: str) -> None:
        """Wait for a message of the desk."""
        self.page.locator(".message", has_text=text).first.wait_for()

    def sees(self, text: str) -> None:
        """Wait until a text can be seen somewhere."""
        self.page.get_by_text(text).locator("visible=true").first.wait_for()

    def gone(self, text: str) -> None:
        """Wait until a text can be seen nowhere."""
        expect(self.page.get_by_text(text).locator("visible=true")).to_have_count(0)

    def save(self, said: Said, role: Role = "link") -> tuple[str, bytes]:
        """Return name and content of the file that a link or button gives."""
        with self.page.expect_download() as coming:
            self.click(said, role)
        return coming.value.suggested_filename, coming.value.path().read_bytes()

    def save_from(self, back: str, said: Said) -> tuple[str, bytes]:
        """Go back by a link, and save a file there."""
        self.click(back, "link")
        return self.save(said)

    def close(self) -> None:
        """Leave, having met nothing that must not happen."""
        self.context.close()
        assert [] == self.guard.seen


#: Whether the focused element is the wanted one, and whether it shows that it has the focus.
_FOCUSED = """(wanted) => {
    const now = document.activeElement;
    const look = getComputedStyle(now);
    const outlined = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2;
    return {there: now === wanted, shown: outlined, html: now.outerHTML.slice(0, 120)};
}"""
#: No page has so many stops that somebody would not have given up long before, Tab presses.
_FARTHEST = 150


class KeyboardUser(Person):
    """Somebody who has no mouse; every stop on the way shows that it has the focus."""

    def reach(self, what: Locator) -> None:
        """Press Tab until an element has the focus."""
        what.wait_for()
        wanted = what.element_handle()
        for _ in range(_FARTHEST):
            self.press("Tab")
            stop = self.page.evaluate(_FOCUSED, wanted)
            assert stop["shown"] or "<body" in stop["html"], f"no visible focus: {stop['html']}"
            if stop["there"]:
                return
        raise AssertionError(f"not reached with {_FARTHEST} Tab presses: {what}")

    def use(self, what: Locator) -> None:
        self.reach(what)
        self.press("Enter")

    def write(self, label: str, text: str) -> None:
        self.reach(self.field(label))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def choose(self, label: str, option: str) -> None:
        field = self.field(label)
        self.reach(field)
        self.hands += 1
        self.page.keyboard.type(option)
        expect(field.locator("option:checked")).to_have_text(option)

    def tick(self, label: str) -> None:
        field = self.field(label)
        self.reach(field)
        self.press("Space")
        expect(field).to_be_checked()
