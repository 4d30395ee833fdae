"""What a new database is given: the watch, the model and, for the real thing, the sources."""

from __future__ import annotations

from monitor.core.actors import system
from monitor.core.resources import shipped
from monitor.core.settings import Settings
from monitor.core.store import Store
from monitor.intake import opml, sources
from monitor.judge.registry import ensure_model
from monitor.judge.watchlist import import_watches

#: The list that a new installation follows.
DEFAULT_SOURCES = "data/sources.csv"
_OFFERED = "default_sources_at"


def prepare(store: Store, settings: Settings) -> None:
    """Give a database without a watch or a model the shipped ones; changes nothing later."""
    if not store.value("SELECT count(*) FROM watches"):
        import_watches(store)
    ensure_model(store, settings.models)


def offer_default_sources(store: Store) -> int:
    """Add the default Swedish sources to a database that never had any; return how many.

    Offered once: somebody who has removed them is not given them again.
    """
    if store.value("SELECT 1 FROM meta WHERE key = ?", [_OFFERED]):
        return 0
    if store.value("SELECT count(*) FROM sources"):
        return 0
    lines = opml.read_list(shipped(DEFAULT_SOURCES).read_bytes())
    with store.writing(system("start")):
        done = sources.import_sources(store, system("start"), lines)
        store.insert("meta", {"key": _OFFERED, "value": store.now()})
    return len(done.added)
