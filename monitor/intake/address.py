"""Choose the address that a page goes by.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from monitor.intake.clean import safe_url
from monitor.intake.metadata import Head

_VARIANTS = ("www.", "m.", "mobil.", "mobile.", "amp.", "beta.")


def own_addresses(head: Head, url: str) -> tuple[str, str]:
    """Return (canonical, og:url) of the page read at ``url``, both absolute.

    An address on another site is not believed: any page can name another as its original. Nor is
    a site's front page, which careless templates name on every article.
    """
    canonical = _believed(head.canonical, url) or _believed(head.described.url, url)
    shared = _believed(head.meta("og:url"), url)
    return canonical or shared or url.partition("#")[0], shared


def _believed(address: str, url: str) -> str:
    if not address:
        return ""
    absolute = safe_url(address, url).partition("#")[0]
    if not absolute or not same_site(absolute, url):
        return ""
    is_front = urlsplit(absolute).path in {"", "/"} and not urlsplit(absolute).query
    return "" if is_front and urlsplit(url).path not in {"", "/"} else absolute


def same_site(one: str, other: str) -> bool:
    """Say whether two addresses lie on the same host, ``www.`` and mobile variants apart."""
    return _site(one) == _site(other)


def _site(address: str) -> str:
    host = (urlsplit(address).hostname or "").lower()
    for prefix in _VARIANTS:
        host = host.removeprefix(prefix)
    return host
