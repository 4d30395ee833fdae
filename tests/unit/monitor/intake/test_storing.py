from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.core.actors import system
from monitor.core.clock import HeldClock
from monitor.core.schema import MIGRATIONS
from monitor.core.settings import Settings
from monitor.core.store import Store, open_store
from monitor.intake import poll, sources
from monitor.intake.opml import SourceLine
from tests.unit.monitor.intake.feedtext import item, rss

NOW = datetime(2026, 3, 9, 13, 10, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "lagesbild.db", [MIGRATIONS], HeldClock(NOW))
    yield opened
    opened.close()


def test_a_feed_that_is_cut_short_gives_its_whole_items_and_is_said_to_be_read_in_part(
    web: Any, store: Store, tmp_path: Path
) -> None:
    settings = Settings(state=tmp_path, allow_private=(f"127.0.0.1:{web.port}",))
    options = poll.Options(forced=True, fetch_pages=False)
    [source] = sources.import_sources(
        store, system("test"), [SourceLine("MV", f"{web.base}/rss")]
    ).added
    whole = rss(item(1), item(2), item(3))

    def read(document: str) -> tuple[str, str | None, list[str]]:
        web.reply("/rss", document)
        poll.run_round(store, settings, options=options)
        row = sources.get_source(store, source)
        titles = [one["title"] for one in store.rows("SELECT title FROM articles ORDER BY id")]
        return row["status"], row["trouble"], titles

    status, trouble, titles = read(whole[: whole.rindex("<title>") + 12])
    assert ("partial", 2) == (status, len(titles))
    assert trouble is not None
    assert "avklippt" in trouble
    assert ("ok", None, 3) == (
        *(again := read(whole))[:2],
        len(again[2]),
    )
    assert "partial" == read(whole[: whole.rindex("</item>") + 7])[0]
    assert "ok" == read(whole + " ")[0]
