"""Choose a page's headline, without the outlet's name behind it or a kicker in front.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from monitor.intake.clean import to_line
from monitor.intake.metadata import Head

_DIVIDER: Final = re.compile(r"\s+[|–—•·:»«/-]+\s+|\s*[|ǀ｜ㅣ»•›：]\s*")
_NO_LETTERS = re.compile(r"[\W_]+")
#: An h1 shorter than this is as likely the outlet's or the section's name.
_SHORTEST: Final = 12


def headline(head: Head, url: str) -> str:
    """Return the page's headline; "" when it has none.

    The structured headline decides, which newsrooms set with care; without one the h1, when
    another place agrees with it or it stands alone; else what is declared for sharing, else the
    title element.
    """
    site = _site_names(head, url)
    structured = without_outlet(to_line(head.described.headline), site)
    shared = without_outlet(to_line(head.meta("og:title", "twitter:title", "dc.title")), site)
    titled = without_outlet(to_line(head.title), site)
    shown = _shown(head, site, (structured, shared, titled))
    candidates = [one for one in (structured, shown, shared, titled) if one]
    if not candidates:
        return ""
    return _tightest(candidates[0], candidates[1:])


def without_outlet(title: str, site: set[str]) -> str:
    """Return ``title`` without trailing (or leading) parts that name the outlet."""
    while breaks := list(_DIVIDER.finditer(title)):
        first, last = breaks[0], breaks[-1]
        if fold(title[last.end() :]) in site and title[: last.start()].strip():
            title = title[: last.start()].strip()
        elif fold(title[: first.start()]) in site and title[first.end() :].strip():
            title = title[first.end() :].strip()
        else:
            break
    return title


def fold(text: str) -> str:
    """Return the letters and digits of ``text`` in lower case, for comparing."""
    return _NO_LETTERS.sub("", text.casefold())


def _shown(head: Head, site: set[str], others: tuple[str, ...]) -> str:
    """Return the h1 that is the article's headline; "" when none can be told to be."""
    folded = [fold(other) for other in others if other]
    headings = [to_line(heading, markup_is_text=True) for heading in head.headings]
    headings = [one for one in headings if fold(one) not in site]
    for heading in headings:
        if len(heading) > 3 and _agrees(fold(heading), folded):
            return heading
    long = [heading for heading in headings if len(heading) > _SHORTEST]
    return long[0] if len(long) == 1 else ""


def _ending(title: str) -> str:
    """Return the last part of a title element, folded, when the part before it is longer.

    An h1 that says the same is the outlet's name, on sites that put it there.
    """
    breaks = list(_DIVIDER.finditer(title))
    if not breaks or breaks[-1].start() <= len(title) - breaks[-1].end():
        return ""
    return fold(title[breaks[-1].end() :])


def _agrees(heading: str, others: list[str]) -> bool:
    return any(
        heading == other or (len(heading) > 15 and (heading in other or other in heading))
        for other in others
        if len(other) > 3
    )


def _tightest(title: str, others: list[str]) -> str:
    """Return ``title``, or one of ``others`` that is it without a kicker or a section's name."""
    for other in others:
        whole, part = fold(title), fold(other)
        if part == whole or len(part) < max(_SHORTEST, len(whole) // 2):
            continue
        if whole.endswith(part):
            title = other
        elif whole.startswith(part):
            rest = title[len(other) :]
            if title.startswith(other) and _DIVIDER.match(rest):
                title = other
    return title


def _site_names(head: Head, url: str) -> set[str]:
    """Return folded names that the outlet goes by: its declared names and its host's."""
    host = (urlsplit(url).hostname or "").lower().removeprefix("www.")
    names = {host, host.rpartition(".")[0], host.split(".")[0], *host.split(".")[-2:-1]}
    names |= {
        head.meta("og:site_name"),
        head.meta("application-name"),
        head.meta("twitter:site").lstrip("@"),
        head.meta("apple-mobile-web-app-title"),
        head.described.publisher,
    }
    ending = _ending(head.title)
    names |= {heading for heading in head.headings if fold(heading) == ending}
    return {folded for name in names if len(folded := fold(name)) > 1}
