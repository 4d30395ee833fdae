"""Every way into the desk, found where it is declared: our pages and Datasette's routes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from incidents.desk.http import Page
from incidents.desk.pages import all_pages
from monitor.core.actors import ROLES
from tests.unit.incidents.desk.conftest import Desk

#: Six kinds of visitor; "" has not signed in.
VISITORS = ("", *ROLES)

#: What a variable part of an address looks like -> an address that has it.
_SHAPES = {
    r"\d+": "1",
    r"\d{1,9}": "1",
    r"H-\d{4}-\d+": "H-2026-001",
    r"U-\d{4}-\d{2,6}": "U-2026-01",
    r"\d{4}-[EVev]\d{2,4}": "2026-E01",
    r"[\w-]{20,80}": "x" * 30,
    r"[a-z0-9][a-z0-9_-]*": "kompass",
    r"[a-z-]+": "granska",
}
#: The same for Datasette's own routes, by name.
_NAMES = {
    "database": "lagesbild",
    "table": "articles",
    "query": "oppna_handelser",
    "pks": "1",
    "path": "app.css",
    "rest": "",
}
_GROUP = re.compile(r"\(\?P<(?P<name>\w+)>(?P<body>(?:[^()]|\([^()]*\))*)\)")
_FORMAT = re.compile(r"\(\\?\.\(\?P<format>[^)]*\)\)\?")


def sample(pattern: str) -> str:
    """Return an address that a route's regular expression takes."""

    def value(found: re.Match[str]) -> str:
        shaped = _SHAPES.get(found["body"]) or _NAMES.get(found["name"])
        if shaped is not None:
            return shaped
        first = found["body"].partition("|")[0]
        assert re.fullmatch(r"\w+", first), f"say in _SHAPES what {found[0]} looks like"
        return first

    plain = _FORMAT.sub("", pattern).removeprefix("^").removesuffix("$").removesuffix("/?")
    path = _GROUP.sub(value, plain).replace("\\", "")
    assert re.match(pattern, path), f"{path} is no sample of {pattern}"
    return path


@dataclass(frozen=True)
class Door:
    """One address of ours and one method.

    Attributes:
        needs: the permission that it asks for; None: open to everybody.
    """

    page: Page
    method: str
    needs: str | None

    def lets_in(self, visitor: str) -> bool:
        """Tell whether a visitor should come through."""
        return self.needs is None or self.needs in ROLES.get(visitor, ())

    async def tried(self, desk: Desk, visitor: str, **headers: str) -> Any:
        """Knock, with an empty form where it is a form."""
        cookies = {"lagesbild": desk.sessions[visitor]} if visitor else {}
        return await desk.datasette.client.request(
            self.method, f"/-/lagesbild/{sample(self.page.path)}", cookies=cookies, headers=headers
        )


def doors() -> Iterator[Door]:
    """Yield every page of ours, once for showing and once for its form."""
    for page in all_pages():
        if page.get is not None:
            yield Door(page, "GET", page.needs)
        if page.post is not None:
            yield Door(page, "POST", page.post_needs or page.needs)
