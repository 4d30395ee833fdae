"""A small corpus of our own, for a fresh clone: the fictional week's press and the seed labels.

It is laid out as the large corpus is, so that the same code scores it. That the feeds and pages are
our own makes the figures flattering; they are there to catch a step back, not to boast with.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from incidents.demo.content import Item, Press, load_press
from incidents.demo.feeds import feed
from incidents.demo.pages import article_page
from monitor.core.resources import shipped
from monitor.judge.labels import seed_labels
from monitor.judge.train import learn

#: What the corpus is made of, for its digest.
SOURCES: Final = ("data/demo/press", "data/seed_labels.jsonl", "data/seed_watch.toml")
_FORMATS: Final = ("rss", "atom", "json")
#: Articles put together until they are as long as a long article, for the measure of speed.
_LONG: Final = 3000
#: The set's name among the ones that the score of pages knows.
_SET: Final = "own"


def sources() -> list[Path]:
    """Return the files that the corpus is made of."""
    return [shipped(name) for name in SOURCES]


def lay_out(folder: Path) -> Path:
    """Write the corpus and return its folder."""
    press_folder = shipped("data/demo/press")
    press = load_press(press_folder)
    template = (press_folder / "page.html").read_text(encoding="utf-8")
    _feeds(press, folder / "feeds_pages" / "feeds")
    _pages(press, template, folder / "feeds_pages" / "pages")
    _text(press, folder / "text")
    return folder


def relevance() -> dict[str, Any]:
    """Return how the shipped labels are judged by models that had not seen them."""
    about = learn(seed_labels()).model.about
    fixed: dict[str, Any] = dict(about["metrics"]["fixed"])
    return fixed | {"out_of_fold": True}


def _feeds(press: Press, folder: Path) -> None:
    rows = []
    for outlet in press.outlets:
        items = _items(press, outlet.key)
        for kind in _FORMATS:
            name = f"{outlet.host}.{kind}"
            body = feed(outlet, items, kind)
            rows.append(
                {
                    "file": name,
                    "source_url": outlet.feed_url,
                    "ref_entries": "" if kind == "json" else len(items[:30]),
                    "json_entries": len(items[:30]) if kind == "json" else "",
                    "json_first_title": items[0].version.title if kind == "json" else "",
                    "expected_first_title": items[0].version.title,
                }
            )
            _write(folder / name, body)
    _manifest(folder, rows)


def _pages(press: Press, template: str, folder: Path) -> None:
    rows = []
    for at, article in enumerate(press.articles):
        item = Item(article, article.versions[-1])
        older = _items(press, article.outlet.key, before=at)
        paragraphs = item.version.paragraphs
        _write(folder / f"{at}.html.gz", gzip.compress(article_page(template, item, older)))
        gold = "\n".join((item.version.lede, *paragraphs))
        _write(folder / "gold" / f"{at}.txt", gold.encode())
        rows.append(
            {
                "file": f"{at}.html.gz",
                "set": _SET,
                "url": article.url,
                "gold_title": item.version.title,
                "gold_date": article.published.isoformat(),
                "gold_text_file": f"gold/{at}.txt",
                "must_contain": json.dumps(paragraphs[:1], ensure_ascii=False),
                "must_not_contain": json.dumps(
                    [one.version.title for one in older[:1]], ensure_ascii=False
                ),
                "gold_lead": item.version.lede,
            }
        )
    _manifest(folder, rows)


def _text(press: Press, folder: Path) -> None:
    lines: list[str] = []
    title, text = "", ""
    for article in press.articles:
        version = article.versions[-1]
        title = title or version.title
        text = "\n".join((text, version.lede, *version.paragraphs)).strip()
        if len(text) >= _LONG:
            row = {"title": title, "text": text, "label": "irrelevant"}
            lines.append(json.dumps(row, ensure_ascii=False))
            title, text = "", ""
    _write(folder / "background_press.jsonl", "\n".join(lines).encode())


def _items(press: Press, outlet: str, *, before: int | None = None) -> list[Item]:
    """Return an outlet's articles as they stand in the end, newest first."""
    return [
        Item(article, article.versions[-1])
        for article in press.articles[:before][::-1]
        if article.outlet.key == outlet
    ]


def _manifest(folder: Path, rows: Iterable[Mapping[str, object]]) -> None:
    kept = list(rows)
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(kept[0]))
        writer.writeheader()
        writer.writerows(kept)


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
