"""What every page is held to: WCAG 2.2 A and AA, no sideways scroll, Swedish."""

from __future__ import annotations

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
#: A phone, a tablet, a screen.
WIDTHS = (320, 768, 1280)
_HEIGHT = 900

#: Words of Datasette's own pages that a Swede would have to translate. No Swedish words among them.
ENGLISH = """
    about advanced all and apply are ascending between by cancel columns contains databases delete
    descending details does download edit enter equals error facets faceting filter forbidden found
    from has hide hidden home insert is items json-object like link loading login logout log more
    newline next not null-value of only page permission powered previous queries query record remove
    results returned row rows running schema search select shape show showing sign size sorted
    streaming stretch submit suggested table tables the this to totals truncated upload value values
    view where with write yes you your
""".split()
#: Those of them that are Swedish words, too, or stand in the product's own Swedish.
_SWEDISH = {"filter", "is", "log", "not", "record"}
_WORDS = re.compile(rf"\b(?:{'|'.join(sorted(set(ENGLISH) - _SWEDISH))})\b", re.IGNORECASE)
_PATH = re.compile(r"(?<!\S)/\S+")

_axe = Axe()
#: Everything that a person may read on a page: its text, and what is told in attributes.
_READ = """() => [
    document.title,
    document.body.innerText,
    ...[...document.querySelectorAll('[title],[aria-label],[placeholder],[alt]')].flatMap(
        (one) => ['title', 'aria-label', 'placeholder', 'alt'].map((name) => one.getAttribute(name))
    ),
    ...[...document.querySelectorAll('input[type=submit],input[type=button]')].map((b) => b.value),
    ...[...document.querySelectorAll('option')].map((one) => one.label),
].filter(Boolean).join('\\n')"""
_WIDEST = """() => [...document.querySelectorAll('body *')]
    .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((one) => one.outerHTML.slice(0, 90)).slice(0, 3)"""


def faults(page: Page) -> list[str]:
    """Return what is wrong with the page as it stands, at three widths, light and dark."""
    found = [*_language(page)]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": _HEIGHT})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        found += _violations(page, f"{width} ljust", {"type": "tag", "values": TAGS})
        if width != 768:
            # The same elements stand there in the dark: only their colours differ.
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            contrast = {"type": "rule", "values": ["color-contrast"]}
            found += _violations(page, f"{width} mörkt", contrast)
        if width < WIDTHS[-1]:
            found += _sideways(page)
    page.emulate_media(color_scheme="light")
    return found


def _violations(page: Page, where: str, rules: dict[str, Any]) -> list[str]:
    options = {"resultTypes": ["violations"], "runOnly": rules}
    answer = _axe.run(page, options=options).response
    return [
        f"{where}: {one['id']}: {node['target']} {node['html'][:140]}"
        f" {node.get('failureSummary', '')[:200]!r}"
        for one in answer["violations"]
        for node in one["nodes"][:3]
    ]


def _sideways(page: Page) -> list[str]:
    wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    return [f"{wide} px för bred: {page.evaluate(_WIDEST)}"] if wide > 0 else []


def _language(page: Page) -> list[str]:
    lang = page.locator("html").get_attribute("lang")
    return ([f"lang={lang}"] if lang != "sv" else []) + [
        f"engelska: {one}" for one in english(page)
    ]


def english(page: Page) -> list[str]:
    """Return the English words of Datasette's that can be read on a page, with their lines."""
    # The names of folders are whoever's they are.
    lines = [_PATH.sub("", line) for line in str(page.evaluate(_READ)).splitlines()]
    return sorted(
        {f"{hit[0]!r} i {line.strip()[:90]!r}" for line in lines for hit in _WORDS.finditer(line)}
    )
