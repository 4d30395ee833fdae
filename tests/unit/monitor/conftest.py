"""Articles for the tests of monitor's upper floors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from monitor.core.clock import to_text
from monitor.core.store import Store


@pytest.fixture
def add_article(store: Store) -> Callable[..., int]:
    """Store an article and return its version's id; ``minutes`` after the held clock."""

    def add(
        title: str,
        lede: str = "",
        text: str = "",
        *,
        outlet: str = "Morgonbladet Väst",
        minutes: int = 0,
    ) -> int:
        outlet_id = store.value("SELECT id FROM outlets WHERE name = ?", [outlet])
        if outlet_id is None:
            outlet_id = store.insert("outlets", {"name": outlet, "short_name": outlet[:2]})
        at = to_text(store.clock.now() + timedelta(minutes=minutes))
        article_id = store.insert(
            "articles",
            {
                "outlet_id": outlet_id,
                "title": title,
                "lede": lede,
                "first_seen_at": at,
                "published_at": at,
                "published_precision": "minute",
            },
        )
        version_id = store.insert(
            "article_versions",
            {
                "article_id": article_id,
                "number": 1,
                "captured_at": at,
                "title": title,
                "lede": lede,
                "digest": f"{article_id}",
            },
        )
        if text:
            store.insert(
                "article_texts", {"version_id": version_id, "text": text, "expires_at": at}
            )
        return version_id

    return add
