from __future__ import annotations

from pathlib import Path

from incidents.record.schema import open_whole
from monitor.core import audit
from monitor.core.settings import Settings
from tests.perf import archive
from tests.perf.archive import Size

SMALL = Size(articles=400, incidents=14, reports=12)


def test_an_archive_is_whole_and_is_built_only_once(tmp_path: Path) -> None:
    told: list[str] = []

    state = archive.there(tmp_path, SMALL, told.append)
    built = len(told)
    again = archive.there(tmp_path, SMALL, told.append)

    assert (state, built) == (again, len(told))
    store = open_whole(Settings(state=state).database)
    counts = {
        table: store.value(f"SELECT count(*) FROM {table}")
        for table in ("articles", "incidents", "reports", "articles_fts")
    }
    sent = store.value("SELECT count(*) FROM reports WHERE status = 'sent'")
    wrong = audit.broken_links(store.connection)
    loose = store.rows("PRAGMA foreign_key_check")
    store.close()
    assert {"articles": 400, "incidents": 14, "reports": 12, "articles_fts": 400} == counts
    assert 8 == sent
    assert ([], []) == (wrong, loose)
