"""Where the links of a message lead: the desk's own addresses, whole when the desk's is set.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from urllib.parse import quote

#: Everything of the desk's lies below this.
ROOT = "/-/lagesbild"


def whole(desk_url: str, path: str) -> str:
    """Return the address of a page of the desk; only the path when the desk's own is not set."""
    return f"{desk_url.rstrip('/')}{ROOT}/{path}"


def article(key: int) -> str:
    """Return the path of an article's page."""
    return f"artiklar/{key}"


def incident(ref: str | None, anchor: str = "") -> str:
    """Return the path of an incident's page, or of the enquiries when there is none."""
    if not ref:
        return "fragor"
    return f"handelser/{quote(ref)}{f'#{anchor}' if anchor else ''}"


def report(number: str) -> str:
    """Return the path of a report's page."""
    return f"rapporter/{quote(number)}"


def source(key: int) -> str:
    """Return the path of a source's page, or of them all."""
    return f"floden/{key}" if key else "floden"
