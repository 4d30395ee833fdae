"""What a hostile case is, and how one is tried against the product's fetch, parse and store."""

from __future__ import annotations

import re
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from incidents.record.schema import open_whole
from incidents.record.suggest import propose
from monitor.core.actors import system
from monitor.core.errors import InputError
from monitor.core.settings import Settings
from monitor.core.store import Row, Store
from monitor.intake import pasted, poll, sources
from monitor.intake.opml import SourceLine
from monitor.intake.rounds import Judge
from monitor.judge.flags import judge_versions
from monitor.judge.registry import ensure_model
from monitor.judge.stories import group_new
from monitor.judge.watchlist import import_watches
from tests.torture.server import Answer, HostileServer

#: Seconds that a poll waits for an answer, where none is meant to be late: a bound on hanging.
PATIENCE_S: Final = 120
#: Resident memory that one case may add, MB.
MEMORY_MB: Final = 150
_ACTIVE = re.compile(
    r"<\s*(script|iframe|object|embed|svg|style|form)|\son\w+\s*=|javascript:", re.IGNORECASE
)


@dataclass(slots=True)
class Seen:
    """What a case came to.

    Attributes:
        reason: key of ``[source_errors]``, "" when the last poll worked, "not_modified" when it
            said that nothing is new.
        state: the source's row; empty for a page.
        articles: the stored rows with ``revisions``, ``text`` and ``summary_html``, by id.
        proposals: incidents that were proposed.
        memory_mb: what the process's peak grew by.
    """

    reason: str = ""
    state: Row = field(default_factory=dict)
    articles: list[Row] = field(default_factory=list)
    proposals: int = 0
    seconds: float = 0.0
    memory_mb: float = 0.0
    asked: list[dict[str, str]] = field(default_factory=list)
    sent: int = 0
    intruded: int = 0


Further = Callable[[Seen], str]


@dataclass(frozen=True, slots=True)
class Case:
    """Something hostile, and what must come of it.

    Attributes:
        does: what the other side does.
        reasons: the outcomes that are right; see :attr:`Seen.reason`.
        articles: how many are stored, from and to.
        seconds: the most of the processor that all polls together may take: a busy machine is no
            fault.
        patience_s: how long a poll waits; little for the case that must run out of time.
        also: looks at the rest and returns what is wrong, or "".
        judged: the judge reads what is stored, and incidents are proposed.
    """

    name: str
    does: str
    answer: Answer
    reasons: tuple[str, ...] = ("",)
    articles: tuple[int, int] = (0, 0)
    kind: str = "feed"
    polls: int = 1
    seconds: float = 15.0
    patience_s: int = PATIENCE_S
    also: Further = lambda _: ""
    judged: bool = False

    @property
    def path(self) -> str:
        """Return where the case lies on the server."""
        return f"/{self.name}"


def attempt(case: Case, server: HostileServer, folder: Path) -> Seen:
    """Try a case against a fresh database in an empty folder."""
    settings = Settings(state=folder, allow_private=(server.pair,), fetch_timeout_s=case.patience_s)
    asked, sent, intruded = len(server.asked), server.sent, server.intruded
    settings.database.write_bytes(_empty_database())
    with closing(open_whole(settings.database)) as store:
        judge = _judge(store, settings) if case.judged else None
        begun, before = time.process_time(), _peak_mb()
        poll_it = _page if case.kind == "page" else _feed
        seen = poll_it(case, store, settings, server.base + case.path, judge)
        seen.seconds, seen.memory_mb = time.process_time() - begun, _peak_mb() - before
        seen.articles = _articles(store)
    seen.asked, seen.sent = server.asked[asked:], server.sent - sent
    seen.intruded = server.intruded - intruded
    return seen


def faults(case: Case, seen: Seen) -> list[str]:
    """Return what went otherwise than it must; empty when the case is passed."""
    low, high = case.articles
    shown = "\n".join(
        str(row[name] or "") for row in seen.articles for name in ("summary_html", "url", "text")
    )
    titles = "".join(row["title"] for row in seen.articles)
    checks = {
        f"came to {seen.reason or 'ok'!r}": seen.reason in case.reasons,
        f"{len(seen.articles)} articles": low <= len(seen.articles) <= high,
        f"took {seen.seconds:.1f} s": seen.seconds <= case.seconds,
        f"took {seen.memory_mb:.0f} MB": seen.memory_mb <= MEMORY_MB,
        "asked the forbidden port": not seen.intruded,
        "shows active markup": not _ACTIVE.search(shown),
        "shows what lies inside": "HEMLIG" not in shown + titles
        and "root:x:" not in shown + titles,
        "control characters in a title": not re.search(r"[\x00-\x1f\x7f]", titles),
    }
    further = case.also(seen)
    return [fault for fault, right in checks.items() if not right] + ([further] if further else [])


@cache
def _empty_database() -> bytes:
    """Return a database with the whole schema; making one takes longer than most cases."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "empty.db")
        open_whole(path).close()
        return path.read_bytes()


def _feed(case: Case, store: Store, settings: Settings, url: str, judge: Judge | None) -> Seen:
    source = sources.add_source(store, system("torture"), SourceLine(url, url))
    options = poll.Options(forced=True, fetch_pages=False, page_gap_s=0.0)
    seen = Seen()
    for _ in range(case.polls):
        summary = poll.run_round(store, settings, judge=judge, options=options)
        seen.proposals += len(propose(store)) if judge else 0
    seen.state = sources.get_source(store, source)
    calm = "not_modified" if summary.not_modified else ""
    seen.reason = str(seen.state["error_key"] or calm)
    return seen


def _page(case: Case, store: Store, settings: Settings, url: str, judge: Judge | None) -> Seen:
    seen = Seen()
    options = poll.Options(page_gap_s=0.0)
    for _ in range(case.polls):
        try:
            seen.reason = pasted.read_address(
                store, settings, url, actor=system("torture"), judge=judge, options=options
            ).reason
        except InputError:
            seen.reason = "bad_url"
    return seen


def _judge(store: Store, settings: Settings) -> Judge:
    import_watches(store)
    ensure_model(store, settings.models)

    def judge(of: Store, versions: Sequence[int]) -> int:
        raised = judge_versions(of, versions, settings.models)
        group_new(of, versions)
        return raised

    return judge


def _articles(store: Store) -> list[dict[str, Any]]:
    return store.rows(
        "SELECT a.*, v.summary_html, COALESCE(t.text, '') AS text,"
        " (SELECT count(*) FROM article_versions WHERE article_id = a.id) AS revisions"
        " FROM articles a JOIN article_versions v"
        " ON v.article_id = a.id AND v.number = a.latest_version"
        " LEFT JOIN article_texts t ON t.version_id = v.id ORDER BY a.id"
    )


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
