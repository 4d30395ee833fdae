"""Score the reading of real feeds and pages against what is known of them.

Each function takes a folder laid out as the corpus that lies beside the project and returns plain
numbers; nothing here knows how the product reads.
"""

from __future__ import annotations

import csv
import gzip
import html
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

from monitor.core.clock import STOCKHOLM
from monitor.core.errors import ParseError
from monitor.intake.extract import Extracted, extract, plain_trafilatura
from monitor.intake.parse import parse_feed

Row = dict[str, str]
_NEW_YORK = ZoneInfo("America/New_York")
SETS = {
    "fundus": "fundus",
    "article-extraction-benchmark": "article-extraction-benchmark",
    "trafilatura-eval": "trafilatura",
    "own": "own",
}
_WORD = re.compile(r"\w+")
_NO_LETTERS = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_TRACKING = re.compile(
    r"^(utm_|fbclid|gclid|ref$|rss$|src$|source$|cmp$|wt_|at_|xtor|ns_|maca$|ico$|cmpid$|smid$)"
)


@dataclass
class Tally:
    """What was right and wrong over some pages; empty lists make a figure None."""

    word_f1: list[float] = field(default_factory=list)
    snippets: Counter[str] = field(default_factory=Counter)
    dates: list[bool] = field(default_factory=list)
    canonicals: list[bool] = field(default_factory=list)
    titles: list[bool] = field(default_factory=list)
    ledes: list[bool] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)
    exceptions: int = 0

    def figures(self) -> dict[str, float | None]:
        return {
            "word_f1": _mean(self.word_f1),
            "snippet_f1": _snippet_f1(self.snippets),
            "date_right_share": _mean(self.dates),
            "canonical_right_share": _mean(self.canonicals),
        }


@dataclass(frozen=True)
class Reading:
    """One reader's view of one page."""

    title: str = ""
    lede: str = ""
    text: str = ""
    #: "YYYY-MM-DD", or the instant when the reader gives one.
    day: str | datetime = ""
    canonical: str = ""


def score_feeds(corpus_dir: Path) -> dict[str, Any] | None:
    """Return the figures of ``feeds``, or None when the folder holds no feeds."""
    folder = Path(corpus_dir) / "feeds_pages" / "feeds"
    if not (folder / "manifest.csv").is_file():
        return None
    counts: list[bool] = []
    titles: list[bool] = []
    json_right: list[bool] = []
    ms: list[float] = []
    exceptions = 0
    for row in _rows(folder):
        body = (folder / row["file"]).read_bytes()
        begin = time.process_time()
        try:
            url = row["source_url"] or "https://feed.example/"
            found = [one.title for one in parse_feed(body, url=url, content_type=None).entries]
        except ParseError:
            found = []
        except Exception:  # noqa: BLE001 - the count of these is a figure
            exceptions += 1
            continue
        ms.append(1000 * (time.process_time() - begin))
        wanted = row["json_entries"] or row["ref_entries"]
        if wanted:
            counts.append(len(found) == int(wanted))
        if row["json_entries"]:
            right = len(found) == int(row["json_entries"])
            named = not row["json_first_title"] or _same(found[:1], row["json_first_title"])
            json_right.append(right and named)
        first = row["json_first_title"] or row["expected_first_title"]
        if first:
            titles.append(_same(found[:1], first))
    return {
        "files": len(ms) + exceptions,
        "exceptions": exceptions,
        "entry_count_right_share": _mean(counts),
        "first_title_right_share": _mean(titles),
        "json_feeds_right": sum(json_right),
        "ms_per_feed_median": round(statistics.median(ms), 3) if ms else None,
    }


def score_pages(corpus_dir: Path) -> dict[str, Any] | None:
    """Return the figures of ``pages``, or None when the folder holds no pages."""
    folder = Path(corpus_dir) / "feeds_pages" / "pages"
    if not (folder / "manifest.csv").is_file():
        return None
    rows = _rows(folder)
    readers: dict[str, Callable[[bytes, str], Reading]] = {
        "product": _product,
        "trafilatura_default": lambda body, url: _peer(body, url, fast=False),
        "trafilatura_fast": lambda body, url: _peer(body, url, fast=True),
    }
    tallies = {name: _tally(folder, rows, reader) for name, reader in readers.items()}
    ours = tallies["product"]
    everything = ours["all"]
    return {
        "pages": len(rows),
        "exceptions": everything.exceptions,
        "ms_per_page_median": round(statistics.median(everything.ms), 2) if everything.ms else None,
        "lede_kept_share": _mean(everything.ledes),
        "title_right_share": _mean(everything.titles),
        "by_set": {
            shown: ours[name].figures()
            | {
                peer: tallies[peer][name].figures()
                for peer in ("trafilatura_default", "trafilatura_fast")
            }
            for name, shown in SETS.items()
            if name in ours
        },
    }


def _tally(
    folder: Path, rows: list[Row], reader: Callable[[bytes, str], Reading]
) -> dict[str, Tally]:
    tallies: dict[str, Tally] = {"all": Tally()}
    for row in rows:
        body = gzip.decompress((folder / row["file"]).read_bytes())
        here = (tallies["all"], tallies.setdefault(row["set"], Tally()))
        begin = time.process_time()
        try:
            reading = reader(body, row["url"])
        except Exception:  # noqa: BLE001 - the count of these is a figure
            here[0].exceptions += 1
            continue
        spent = 1000 * (time.process_time() - begin)
        for tally in here:
            tally.ms.append(spent)
            _judge(tally, reading, row, folder)
    return tallies


def _judge(tally: Tally, reading: Reading, row: Row, folder: Path) -> None:
    if row["gold_text_file"]:
        gold = (folder / row["gold_text_file"]).read_text(encoding="utf-8")
        tally.word_f1.append(word_f1(reading.text, gold))
    text = _squash(reading.text)
    for snippet in json.loads(row["must_contain"] or "[]"):
        tally.snippets["hit" if _squash(snippet) in text else "miss"] += 1
    for snippet in json.loads(row["must_not_contain"] or "[]"):
        tally.snippets["false"] += _squash(snippet) in text
    if row["gold_date"]:
        tally.dates.append(day_is_right(reading.day, row["gold_date"]))
    if row["gold_title"]:
        tally.titles.append(title_is_right(reading.title, row["gold_title"]))
    if row["gold_lead"]:
        tally.ledes.append(lede_is_kept(row["gold_lead"], reading))
    tally.canonicals.append(plain_address(reading.canonical) == plain_address(row["url"]))


def _product(body: bytes, url: str) -> Reading:
    found = extract(body, url=url, content_type=None)
    if not isinstance(found, Extracted):
        return Reading()
    return Reading(found.title, found.lede, found.text, found.published or "", found.canonical)


def _peer(body: bytes, url: str, *, fast: bool) -> Reading:
    found = plain_trafilatura(body, url, fast=fast)
    return Reading(
        found.get("title") or "",
        found.get("description") or "",
        found.get("text") or "",
        (found.get("date") or "")[:10],
        found.get("url") or "",
    )


def day_is_right(day: str | datetime, gold: str) -> bool:
    """Say whether a day fits, or an instant's day on the clock that the gold was printed by.

    A gold without zone does not say which clock that was: Stockholm's, Greenwich's and New York's
    count.
    """
    if not isinstance(day, datetime):
        return day == gold[:10]
    try:
        zone = datetime.fromisoformat(gold).tzinfo
    except ValueError:
        zone = None
    clocks = (zone,) if zone else (STOCKHOLM, UTC, _NEW_YORK)
    return gold[:10] in {day.astimezone(clock).date().isoformat() for clock in clocks}


def word_f1(text: str, gold: str) -> float:
    """Return the F1 of the two bags of words, case folded."""
    have, want = (Counter(_WORD.findall(one.lower())) for one in (text, gold))
    shared = (have & want).total()
    return 2 * shared / (have.total() + want.total()) if shared else 0.0


def title_is_right(title: str, gold: str) -> bool:
    """Say whether titles are equal after folding case, white space and a trailing outlet name."""
    ours, wanted = _squash(title), _squash(gold)
    return ours == wanted or _bare(ours) == _bare(wanted)


def lede_is_kept(lede: str, reading: Reading) -> bool:
    """Say whether every sentence of the ingress stands in title, lede or text."""
    have = _NO_LETTERS.sub("", f"{reading.title} {reading.lede} {reading.text}".casefold())
    sentences = (_NO_LETTERS.sub("", one.casefold()) for one in _SENTENCE_END.split(lede))
    return all(one in have for one in sentences if one)


def plain_address(address: str) -> str:
    """Return host, path and meaningful query, as two spellings of one page share them."""
    parts = urlsplit(address)
    query = [pair for pair in parse_qsl(parts.query) if not _TRACKING.match(pair[0].lower())]
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    path = unquote(parts.path).strip().rstrip("/")
    return f"{host}{path}?{sorted(query)}"


def _bare(title: str) -> str:
    head, divider, tail = title.rpartition(" - ") if " - " in title else title.rpartition(" | ")
    return _NO_LETTERS.sub("", head if divider and len(tail) < 30 else title)


def _squash(text: str) -> str:
    return " ".join(text.split()).casefold()


def _same(found: Iterable[str], wanted: str) -> bool:
    return [_letters(one) for one in found] == [_letters(wanted)]


def _letters(title: str) -> str:
    """Return what a title says, with the references and tags of raw feed titles resolved."""
    return _NO_LETTERS.sub("", re.sub(r"<[^<>]*>", "", html.unescape(title)).casefold())


def _rows(folder: Path) -> list[Row]:
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _mean(values: Iterable[float], *, digits: int = 4) -> float | None:
    kept = list(values)
    return round(statistics.fmean(kept), digits) if kept else None


def _snippet_f1(seen: Counter[str]) -> float | None:
    if not seen["hit"] + seen["miss"]:
        return None
    return round(2 * seen["hit"] / (2 * seen["hit"] + seen["miss"] + seen["false"]), 4)
