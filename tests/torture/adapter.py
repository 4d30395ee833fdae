"""One poll through the product's real fetch, parse and store, told as one JSON object.

    .venv/bin/python tests/torture/adapter.py --db FILE --url URL --kind feed|page
        --allow host:port,... [--auth user:password] [--scheduled]

The folder of FILE is the state folder. ``--scheduled`` obeys the timetable; without it the poll is
forced. Written for a server of hostile feeds and pages and for its judge.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from incidents.record.schema import MIGRATIONS as RECORD
from incidents.record.suggest import propose
from monitor.core import urls
from monitor.core.actors import system
from monitor.core.clock import from_text
from monitor.core.errors import InputError
from monitor.core.schema import MIGRATIONS
from monitor.core.settings import Settings
from monitor.core.store import Store, open_store
from monitor.intake import pasted, poll, sources
from monitor.intake.guard import pairs_from
from monitor.intake.opml import SourceLine
from monitor.judge.flags import judge_versions
from monitor.judge.registry import ensure_model
from monitor.judge.stories import group_new
from monitor.judge.watchlist import import_watches

#: Our words for what went wrong, in the judge's.
KINDS = {
    "refused_address": "ssrf_blocked", "bad_url": "ssrf_blocked",
    "leads_elsewhere": "ssrf_blocked", "forbidden": "auth_required",
    "too_many_redirects": "redirect_loop", "html": "not_feed", "not_a_feed": "not_feed",
    "broken": "parse", "headers": "protocol", "not_an_article": "not_feed", "binary": "not_feed",
    "consent": "empty", "not_found_page": "empty", "script_only": "empty", "unknown": "parse",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("--db", "--url", "--kind", "--allow"):
        parser.add_argument(name, required=True)
    parser.add_argument("--auth")
    parser.add_argument("--scheduled", action="store_true")
    asked = parser.parse_args()
    state = Path(asked.db).resolve().parent
    settings = Settings(state=state, allow_private=tuple(asked.allow.split(",")))
    pairs_from(settings.allow_private)
    store = open_store(Path(asked.db), [MIGRATIONS, RECORD])
    import_watches(store)
    ensure_model(store, settings.models)
    place = urls.origin(asked.url)
    credentials = {place: tuple(asked.auth.split(":", 1))} if asked.auth and place else {}
    options = poll.Options(forced=not asked.scheduled, page_gap_s=0.0, credentials=credentials)
    one = feed if asked.kind == "feed" else page
    sys.stdout.write(
        json.dumps(one(store, settings, asked.url, options), ensure_ascii=False) + "\n"
    )


def feed(store: Store, settings: Settings, url: str, options: poll.Options) -> dict[str, Any]:
    def judge(of: Store, versions: Sequence[int]) -> int:
        raised = judge_versions(of, versions, settings.models)
        group_new(of, versions)
        return raised

    # Its address may have followed a move since the poll before.
    source_id = store.value("SELECT id FROM sources ORDER BY id LIMIT 1")
    if source_id is None:
        try:
            one = SourceLine(url, url)
            [source_id] = sources.import_sources(store, system("torture"), [one]).added
        except InputError:
            return {"status": "error:ssrf_blocked", "entries": [], "feed_url": url}
    summary = poll.run_round(store, settings, judge=judge, options=options)
    alerts = len(propose(store))
    row = sources.get_source(store, source_id)
    due = row["next_due_at"]
    return {
        "status": status_of(row, summary),
        "feed_url": row["url"],
        "feed_title": escape(row["title"]) if row["title"] != url else "",
        "next_due_s": (from_text(due) - store.clock.now()).total_seconds() if due else None,
        "alerts": alerts,
        "entries": entries(store, source_id),
    }


def status_of(row: dict[str, Any], summary: poll.RoundSummary) -> str:
    key = str(row["error_key"] or "")
    if key == "gone":
        return "gone"
    if key:
        return "error:" + KINDS.get(key, key)
    return "not_modified" if summary.not_modified else "ok"


def entries(store: Store, source_id: int) -> list[dict[str, Any]]:
    rows = store.rows(
        "SELECT a.*, v.summary_html, COALESCE(t.text, '') AS text,"
        " (SELECT count(*) FROM article_versions WHERE article_id = a.id) AS revisions,"
        " EXISTS (SELECT 1 FROM flags WHERE article_id = a.id AND band = 'flag') AS flagged"
        " FROM articles a JOIN article_versions v"
        " ON v.article_id = a.id AND v.number = a.latest_version"
        " LEFT JOIN article_texts t ON t.version_id = v.id WHERE a.source_id = ? ORDER BY a.id",
        [source_id],
    )
    return [
        {
            "title": escape(row["title"]),
            "link": row["url"] or "",
            "summary": row["summary_html"],
            "content": escape(row["text"]),
            "published": row["published_at"],
            "sort_time": row["published_at"] or row["first_seen_at"],
            "revisions": row["revisions"],
            "flagged": bool(row["flagged"]),
        }
        for row in rows
    ]


def page(store: Store, settings: Settings, url: str, options: poll.Options) -> dict[str, Any]:
    try:
        came = pasted.read_address(store, settings, url, actor=system("torture"), options=options)
    except InputError:
        return {"status": "error:ssrf_blocked", "stored": False, "text": ""}
    if came.article_id is None:
        kind = KINDS.get(came.reason, came.reason)
        status = "skipped:robots" if kind == "robots" else f"error:{kind}"
        return {"status": status, "stored": False, "text": ""}
    row = store.get("articles", came.article_id)
    text = store.value(
        "SELECT text FROM article_texts JOIN article_versions v ON v.id = version_id"
        " WHERE article_id = ? AND number = ?",
        [row["id"], row["latest_version"]],
    )
    revisions = store.value(
        "SELECT count(*) FROM article_versions WHERE article_id = ?", [row["id"]]
    )
    return {
        "status": "ok",
        "stored": True,
        "title": escape(row["title"]),
        "text": text or "",
        "canonical": row["url"],
        "revisions": revisions,
    }


if __name__ == "__main__":
    main()
