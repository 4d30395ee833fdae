"""The desk as one Datasette: built from settings, metadata.yml and our plugin."""

from __future__ import annotations

import sqlite3
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils import parse_metadata

from incidents.desk import hooks
from incidents.desk.http import Desk
from incidents.desk.links import DATABASE
from incidents.desk.pages import all_pages
from incidents.desk.steady import Steady
from monitor.core import chosen
from monitor.core.clock import Clock
from monitor.core.resources import shipped
from monitor.core.settings import Settings
from monitor.core.store import stored_clock

_HERE = Path(__file__).parent
#: The plugin's name in Datasette.
PLUGIN = "lagesbild"

#: Datasette's own settings; times in milliseconds.
DATASETTE_SETTINGS = {
    "default_allow_sql": False,
    "allow_download": False,
    "allow_signed_tokens": False,
    "suggest_facets": False,
    "facet_time_limit_ms": 2000,
    "sql_time_limit_ms": 3000,
    "default_page_size": 50,
    "max_returned_rows": 1000,
    "truncate_cells_html": 400,
    "num_sql_threads": 4,
}


def build(settings: Settings, clock: Clock | None = None) -> Any:
    """Return the Datasette of an existing, migrated database.

    Args:
        clock: the stored or the system's unless given.

    Raises:
        SetupError: a page of ours cannot be read in.
    """
    pages, settings = all_pages(), chosen.at_start(settings)
    if not pm.has_plugin(PLUGIN):
        pm.register(hooks, name=PLUGIN)
    kept, demo = _clock(settings.database)
    datasette = Datasette(
        files=[str(settings.database)],
        # Twice: without config the queries are not loaded, without metadata no descriptions.
        metadata=deepcopy(_metadata()),
        config=deepcopy(_metadata()),
        # Behind a proxy with https the browser's addresses and origins begin so, not ours.
        settings={**DATASETTE_SETTINGS, "force_https_urls": settings.secure_cookies},
        template_dir=str(_HERE / "templates"),
        static_mounts=[("-/lagesbild/static", str(_HERE / "static"))],
        default_deny=True,
    )
    datasette.remove_database(DATABASE)
    datasette.add_database(Steady(datasette, str(settings.database)), name=DATABASE)
    datasette.lagesbild = Desk(settings=settings, clock=clock or kept, demo=demo, pages=pages)
    return datasette


@cache
def _metadata() -> dict[str, Any]:
    """Return metadata.yml, read once, for it takes long. Copy it: Datasette alters it."""
    parsed: dict[str, Any] = parse_metadata(shipped("metadata.yml").read_text(encoding="utf-8"))
    return parsed


def _clock(path: Path) -> tuple[Clock, bool]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        clock = stored_clock(connection)
        demo = connection.execute("SELECT 1 FROM meta WHERE key = 'demo_now'").fetchone()
    finally:
        connection.close()
    return clock, demo is not None
