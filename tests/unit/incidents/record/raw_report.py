"""A report taken through its life by plain SQL, as somebody with the file and sqlite3 could."""

from __future__ import annotations

from record_world import World

from monitor.core.store import Store


def draft(world: World, number: str = "2026-E01", compiled: str = "2026-03-09T19:00:00Z") -> int:
    """Write what the program writes when it composes a draft for Sara."""
    with world.store.writing(world.sara):
        return _draft(world, number, compiled)


def _draft(world: World, number: str, compiled: str) -> int:
    report = world.store.insert(
        "reports",
        {
            "number": number,
            "kind": "extra",
            "series_id": world.series,
            "reason_clause": "med anledning av uppgifter i MV om Kompass",
            "compiled_at": compiled,
            "created_at": compiled,
            "created_by": world.sara.user_id,
        },
    )
    world.store.insert("report_incidents", {"report_id": report, "incident_id": world.incident})
    words = "En artikel finns."
    told = {"section": "incident", "position": 1, "text": words, "composed_text": words}
    paragraph = world.store.insert("report_paragraphs", {"report_id": report, **told})
    world.store.insert(
        "paragraph_sources",
        {
            "paragraph_id": paragraph,
            "table_name": "articles",
            "row_id": world.article,
            "digest": "0",
            "known_at": "2026-03-09T13:13:00Z",
        },
    )
    return report


def submit(world: World, report: int) -> None:
    world.store.update(
        "reports",
        report,
        {
            "status": "in_review",
            "submitted_at": "2026-03-09T19:05:00Z",
            "submitted_by": world.sara.user_id,
        },
    )


def approve(world: World, report: int) -> None:
    world.store.insert(
        "report_files",
        {
            "report_id": report,
            "format": "text",
            "content": b"x",
            "digest": "1",
            "made_at": "2026-03-09T19:06:00Z",
        },
    )
    world.store.update(
        "reports",
        report,
        {
            "status": "approved",
            "approved_at": "2026-03-09T19:06:00Z",
            "approved_by": world.lena.user_id,
            "document": "{}",
            "digest": "2",
        },
    )


def send(store: Store, report: int) -> None:
    store.update("reports", report, {"status": "sent", "sent_at": "2026-03-09T19:09:00Z"})
