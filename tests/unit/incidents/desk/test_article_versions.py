from __future__ import annotations

from monitor.core.actors import system
from tests.unit.incidents.desk.conftest import Desk

AT = "2026-03-09T13:{:02}:00Z"
VERSIONS = [
    ("first", "Kompass saknar märkning", "Systemet saknar märkning.\nMötet är på morgonen."),
    ("headline", "Kompass kan sakna märkning", "Systemet saknar märkning.\nMötet är på morgonen."),
    (
        "correction", "Kompass kan sakna märkning",
        "Systemet saknar märkning.\n9 kommentarer\nMötet är på kvällen.\nRättelse: tiden var fel.",
    ),
    ("removed", "Kompass kan sakna märkning", ""),
]  # fmt: skip


def an_article(desk: Desk) -> int:
    """Store an article whose page was edited, corrected and then gone."""
    store = desk.store
    with store.writing(system("test")):
        outlet = store.insert("outlets", {"name": "Bladet", "short_name": "Bl"})
        article = store.insert(
            "articles",
            {
                "outlet_id": outlet, "title": VERSIONS[-1][1], "first_seen_at": AT.format(0),
                "latest_version": 3, "removed_at": AT.format(30), "missing_as": "410",
            },
        )  # fmt: skip
        for number, (kind, title, text) in enumerate(VERSIONS, 1):
            version = store.insert(
                "article_versions",
                {
                    "article_id": article, "number": number, "captured_at": AT.format(number * 10),
                    "title": title, "change_kind": kind, "digest": f"{number}",
                },
            )  # fmt: skip
            if text:
                kept = {"version_id": version, "text": text, "expires_at": "2027-01-01T00:00:00Z"}
                store.insert("article_texts", kept)
        seen = {
            "version_id": version, "url": "https://bl.example/1", "captured_at": AT.format(40),
            "status": 410, "digest": "0" * 64, "bytes": 5, "kind": "refusal",
        }  # fmt: skip
        store.insert("evidence", seen)
    return article


async def test_each_version_tells_what_changed_word_for_word(desk: Desk) -> None:
    page = (await desk.get(f"artiklar/{an_article(desk)}")).text

    assert "Version 2: rubriken ändrad" in page
    assert "Kompass <del>saknar</del> <ins>kan sakna</ins> märkning" in page
    assert "Version 3: rättelse i artikeln" in page
    assert "Mötet är på <del>morgonen.</del> <ins>kvällen. Rättelse: tiden var fel.</ins>" in (
        " ".join(page.split())
    )
    assert "kommentarer</ins>" not in page


async def test_a_page_that_is_gone_is_told_as_it_was_seen(desk: Desk) -> None:
    page = (await desk.get(f"artiklar/{an_article(desk)}")).text

    assert "Version 4: sidan svarar 410" in page
    assert "Sidan svarar 410 sedan" in page
    assert "borttagen" not in page


async def test_a_text_that_is_not_kept_is_said_to_be_missing(desk: Desk) -> None:
    article = an_article(desk)
    desk.store.execute("DELETE FROM article_texts WHERE version_id = 2")

    page = (await desk.get(f"artiklar/{article}")).text

    assert "går inte att visa ord för ord" in page
