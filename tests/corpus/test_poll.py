"""Real feeds, served on loopback and polled as a round polls them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

from monitor.core.actors import system
from monitor.core.settings import Settings
from monitor.core.store import Store
from monitor.intake.opml import SourceLine
from monitor.intake.poll import Options, run_round
from monitor.intake.sources import import_sources

#: What is forgotten before each further poll: nothing, then the servers' validators and the
#: documents' digests, so that every document is opened again and its items' digests have to hold.
FORGOTTEN = (
    "SELECT 1",
    "UPDATE source_state SET etag = NULL, last_modified = NULL, body_digest = NULL",
)


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        del format, args


@pytest.fixture
def place(feeds: dict[str, Path]) -> Iterator[str]:
    """host:port of a server of the feed files."""
    folder = next(iter(feeds.values())).parent
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def everything(store: Store) -> list[list[object]]:
    tables = ("articles", "article_versions", "article_aliases", "article_texts")
    return [
        [tuple(row.values()) for row in store.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3")]
        for table in tables
    ]


def test_no_file_with_entries_is_lost_and_a_second_poll_changes_nothing(
    store: Store, tmp_path: Path, feeds: dict[str, Path], with_entries: set[str], place: str
) -> None:
    address = {f"http://{place}/{quote(name)}": name for name in feeds}
    lines = [SourceLine(name, url) for url, name in address.items()]
    import_sources(store, system("test"), lines)
    settings = Settings(state=tmp_path, allow_private=(place,))
    # Article pages lie on the web, and tests do not go there.
    options = Options(forced=True, fetch_pages=False, per_host=16)

    first = run_round(store, settings, options=options)
    stored = everything(store)
    again = []
    for forgotten in FORGOTTEN:
        with store.atomic():
            store.execute(forgotten)
        again.append(run_round(store, settings, options=options))

    told = store.rows(
        "SELECT url, error_key, id IN (SELECT source_id FROM source_items) AS has_items"
        " FROM sources JOIN source_state ON source_id = sources.id"
    )
    read = {address[row["url"]] for row in told if row["has_items"] and row["error_key"] is None}
    assert set() == with_entries - read
    assert [len(feeds)] * 3 == [one.sources for one in [first, *again]]
    assert [(0, 0)] * 2 == [(one.articles_new, one.articles_changed) for one in again]
    assert stored == everything(store)
