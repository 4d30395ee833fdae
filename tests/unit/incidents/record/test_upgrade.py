"""A database of an earlier version keeps what it holds when it is opened by this one."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from incidents.record.schema import MIGRATIONS, m0006_webhooks, open_whole
from monitor.core.actors import system
from monitor.core.schema import MIGRATIONS as PRESS
from monitor.core.store import open_store


def test_recipients_and_what_they_got_survive_the_new_channels(tmp_path: Path) -> None:
    path = tmp_path / "lagesbild.db"
    with closing(open_store(path, (PRESS,))) as store:
        MIGRATIONS.apply(store.db, stop_before=m0006_webhooks.__name__)
        before = {"valid_from": store.now(), "name": "Ett"}
        with store.writing(system("test")):
            key = store.insert("distribution_lists", {"name": "Ledning"})
            folder = {"channel": "folder", "address": "intranat", "format": "html"}
            for values in ({"channel": "email", "address": "a@b.example"}, folder):
                store.insert("recipients", {"list_id": key, **before, **values})
        trail = store.value("SELECT count(*) FROM audit")

    with closing(open_whole(path)) as store:
        rows = store.rows("SELECT channel, address, format FROM recipients ORDER BY id")
        assert trail == store.value("SELECT count(*) FROM audit")
        store.execute("UPDATE recipients SET name = 'Två' WHERE id = 1")
        assert trail + 1 == store.value("SELECT count(*) FROM audit")

    assert [("email", "a@b.example", "eml"), ("folder", "intranat", "html")] == [
        tuple(row.values()) for row in rows
    ]
