"""The stable addresses of our pages. Everything that links asks here.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

#: Everything of ours lies below this.
ROOT = "/-/lagesbild"
#: Name of the database in Datasette's addresses.
DATABASE = "lagesbild"


def page(path: str = "", **query: Any) -> str:
    """Return the address of one of our pages; query values that are None or empty are left out."""
    kept = {name: value for name, value in query.items() if value not in (None, "")}
    address = f"{ROOT}/{path}" if path else f"{ROOT}/"
    return f"{address}?{urlencode(kept, doseq=True)}" if kept else address


def article(article_id: int) -> str:
    """Return the address of an article's page."""
    return page(f"artiklar/{article_id}")


def incident(ref: str) -> str:
    """Return the address of an incident's page."""
    return page(f"handelser/{quote(ref)}")


def report(number: str) -> str:
    """Return the address of a report's page."""
    return page(f"rapporter/{quote(number)}")


def report_base(desk_url: str) -> str | None:
    """Return the whole address that a report's number is added to; None without the desk's own.

    Args:
        desk_url: the setting, such as "https://lagesbild.region.example".
    """
    return f"{desk_url.rstrip('/')}{ROOT}/rapporter/" if desk_url else None


def source(source_id: int) -> str:
    """Return the address of a source's page."""
    return page(f"floden/{source_id}")


def table(name: str, **filters: Any) -> str:
    """Return the address of a table in the history, filtered."""
    query = f"?{urlencode(filters, doseq=True)}" if filters else ""
    return f"/{DATABASE}/{name}{query}"


def row(table_name: str, key: int | str) -> str:
    """Return the address of a row in the history."""
    return f"/{DATABASE}/{table_name}/{key}"


def for_row(table_name: str, values: Mapping[str, Any]) -> str | None:
    """Return the page of ours that shows a row of the history, or None."""
    if table_name == "articles" and values.get("id"):
        return article(int(values["id"]))
    if table_name == "incidents" and values.get("ref"):
        return incident(str(values["ref"]))
    if table_name == "reports" and values.get("number"):
        return report(str(values["number"]))
    if table_name == "sources" and values.get("id"):
        return source(int(values["id"]))
    return None


def safe(target: str, default: str = f"{ROOT}/") -> str:
    """Return the target if it stays on this desk, else the default: no open redirects."""
    plain = target.startswith("/") and not target.startswith(("//", "/\\"))
    clean = not any(ord(letter) < 33 or letter in "\\\x7f" for letter in target)
    return target if plain and clean else default
