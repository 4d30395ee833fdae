"""A large state folder, with every table filled as years of use would fill it.

Everything goes through the real schema with its triggers, indexes and audit trail. Reports are
composed by the product; of their frozen formats only the three that cost little are made.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from incidents.record.schema import open_whole
from monitor.core import accounts, signin
from monitor.core.actors import ROLES, Actor, system
from monitor.core.clock import HeldClock, to_text
from monitor.core.settings import Settings
from monitor.core.store import Store
from tests.perf import archive_press, archive_record
from tests.perf.archive_words import Words

#: What every clock of the archive shows.
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
YEARS = 3
#: Of every account, one per role, named after it. It opens nothing but archives made here.
PASSWORD = "kompassnål och vägskäl"
#: Raised when an archive built before must not be used any more.
_FORM = 1

Told = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How much there is of what."""

    articles: int = 1_000_000
    incidents: int = 2_000
    reports: int = 1_000

    @property
    def flags(self) -> int:
        """Return how many articles are flagged: 0.3 % and what the incidents need."""
        return max(self.articles * 3 // 1000, 20)

    @property
    def outlets(self) -> int:
        """Return how many media there are; each has two sources."""
        return max(10, min(500, self.articles // 500))


def there(folder: Path, size: Size, told: Told) -> Path:
    """Return the archive of a size in a folder, built now unless it is there already."""
    state = folder / f"arkiv-{size.articles}-{size.incidents}-{size.reports}"
    stamp = state / "archive.json"
    wanted = json.dumps({**asdict(size), "form": _FORM})
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(state, ignore_errors=True)
        build(state, size, told)
        stamp.write_text(wanted, encoding="utf-8")
    return state


def build(state: Path, size: Size, told: Told) -> None:
    """Build an archive in a folder that is not there yet."""
    with closing(open_whole(Settings(state=state).database, HeldClock(NOW))) as store:
        # Nobody mourns a half-built archive: no waiting for the disk.
        store.execute("PRAGMA synchronous = OFF")
        store.execute("PRAGMA cache_size = -400000")
        store.insert("meta", {"key": "demo_now", "value": to_text(NOW)})
        people = _accounts(store)
        words = Words(1)
        press = archive_press.Press(store, words, size, NOW, timedelta(days=365 * YEARS))
        press.build(told)
        archive_record.Record(store, words, people, press).build(size, told)
        told("statistik")
        store.execute("ANALYZE")
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _accounts(store: Store) -> dict[str, Actor]:
    """Make one account per role, named after it, with the password that is known."""
    kept = signin.hash_password(PASSWORD)
    people = {}
    for role in ROLES:
        key = accounts.add_user(
            store, system("bench"), role, display_name=role.title(), role=role,
            email=f"{role}@region.example",
        )  # fmt: skip
        store.update("users", key, {"password_hash": kept})
        people[role] = accounts.actor_named(store, role)
    return people


def digest(*parts: Any) -> str:
    """Return a SHA-256 that no two rows share."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def batches(count: int, each: int) -> Iterator[range]:
    """Yield ranges that together hold 0 .. count - 1."""
    for start in range(0, count, each):
        yield range(start, min(start + each, count))
