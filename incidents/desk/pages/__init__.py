"""The pages of the desk: each module here exports ``PAGES``, and is found by lying here."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from incidents.desk.http import Page


@cache
def all_pages() -> tuple[Page, ...]:
    """Return the pages of every module in this folder, by module name, then as declared."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(page for module in modules for page in getattr(module, "PAGES", ()))
