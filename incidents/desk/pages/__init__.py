"""The pages of the desk: each module here exports ``PAGES``, and is found by lying here."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from incidents.desk.http import Page
from monitor.core import log
from monitor.core.errors import SetupError

#: How a module in the making fails.
_BROKEN = (ImportError, SyntaxError, NameError, AttributeError, LookupError, TypeError, ValueError)


@cache
def all_pages() -> tuple[Page, ...]:
    """Return the pages of every module in this folder, by module name, then as declared.

    Raises:
        SetupError: one of them cannot be read in; says which.
    """
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [_read_in(name) for name in names]
    return tuple(page for module in modules for page in getattr(module, "PAGES", ()))


def _read_in(name: str) -> ModuleType:
    try:
        return importlib.import_module(f"{__name__}.{name}")
    except _BROKEN as error:
        log.crash("page_module", error, module=name)
        raise SetupError(
            why=f"Sidan {name} ({__name__.replace('.', '/')}/{name}.py) går inte att läsa in: "
            f"{type(error).__name__}. Detaljerna står i lagesbild.log."
        ) from error
