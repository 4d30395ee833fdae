"""Every word that stands in an article, so that a search finds compounds: their later part, too.

FTS5 finds a word by its beginning. What ends with it, such as "klassmärkning" for "märkning", is
looked up here and added to the query. The words are read from the index once, in a thread of
their own, and from new articles as they come.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Final

from monitor.core import log
from monitor.core.errors import LagesbildError
from monitor.core.store import connect, translated
from monitor.core.text import WORD

#: Shorter stems stand inside words by chance: "ris" in "kris".
SHORTEST: Final = 4
#: Compounds added for one word at most; the shortest, which are nearest in meaning.
MOST: Final = 100
#: How long the first search waits for the words, seconds; a large archive takes longer, and is
#: searched by beginnings until they are there.
PATIENCE_S: Final = 1.0
#: New articles read before one search; the rest waits for the next.
_NEW: Final = 1000


class Vocabulary:
    """The words of one database.

    Kept as one text with a line for each word: a tenth of the memory of a set, and searched for
    a part of a word in milliseconds.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._ready = threading.Event()
        self._started = False
        self._words = "\n"
        self._fresh: set[str] = set()
        self._last = 0

    def compounds(self, stem: str) -> list[str]:
        """Return words that hold a stem after their beginning, the shortest first."""
        if len(stem) < SHORTEST:
            return []
        self._begin()
        found = {word for word in self._fresh if stem in word} | self._search(stem)
        kept = (word for word in found if not word.startswith(stem))
        return sorted(kept, key=lambda word: (len(word), word))[:MOST]

    def _search(self, stem: str) -> set[str]:
        words = self._words
        found: set[str] = set()
        at = words.find(stem)
        while at >= 0 and len(found) < 50 * MOST:
            end = words.index("\n", at)
            found.add(words[words.rindex("\n", 0, at) + 1 : end])
            at = words.find(stem, end)
        return found

    def _begin(self) -> bool:
        """Have the words read when nobody has; tell whether they are there."""
        with self._lock:
            first, self._started = not self._started, True
        if first:
            threading.Thread(target=self._read, daemon=True).start()
        return self._ready.wait(PATIENCE_S if first else 0)

    def refresh(self, connection: sqlite3.Connection) -> None:
        """Read the words of the articles that have come since.

        Args:
            connection: reads the new articles.
        """
        if not self._begin():
            return
        with self._lock:
            rows = connection.execute(
                "SELECT id, title || ' ' || lede || ' ' || own_summary FROM articles"
                " WHERE id > ? ORDER BY id LIMIT ?",
                [self._last, _NEW],
            ).fetchall()
            # A new set: other threads may be walking the old one.
            self._fresh = self._fresh.union(*(WORD.findall(text.lower()) for _, text in rows))
            self._last = rows[-1][0] if rows else self._last

    def _read(self) -> None:
        try:
            with translated(), closing(connect(self._database)) as connection:
                last = connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0]
                connection.execute(
                    "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, articles_fts, row)"
                )
                found = connection.execute("SELECT term FROM temp.words")
                self._words = "\n".join(["", *(row[0] for row in found), ""])
                self._last = int(last)
                self._ready.set()
        except LagesbildError as error:  # the search goes on by beginnings; the next one tries
            log.trouble("words_not_read", error=error)
            self._started = False
