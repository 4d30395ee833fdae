"""The press of the fictional week as values: outlets, articles and their versions.

Read from ``data/demo/press``: ``outlets.toml`` and one file per day, on the Stockholm clock.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Literal

from monitor.core.clock import STOCKHOLM

FeedKind = Literal["rss", "atom", "json", "sitemap"]
Role = Literal["news", "opinion", "correction"]


@dataclass(frozen=True, slots=True)
class Outlet:
    """One medium with its own host.

    Attributes:
        key: short name, as the record prints it after the first mention.
        kind: one of the product's kinds of outlet.
        newsroom: what stands where a byline would, when an article has none.
    """

    key: str
    name: str
    kind: str
    host: str
    feed: FeedKind
    feed_path: str
    tagline: str
    newsroom: str

    def url(self, path: str) -> str:
        """Return the public address of a path on this outlet's host."""
        return f"https://{self.host}{path}"

    @property
    def feed_url(self) -> str:
        """Return the address that the poller is given."""
        return self.url(self.feed_path)


@dataclass(frozen=True, slots=True)
class Version:
    """What an article said from ``at`` (aware, UTC) until the next version."""

    at: datetime
    title: str
    lede: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One address and all that it ever said, first version first."""

    outlet: Outlet
    path: str
    section: str
    role: Role
    byline: str
    versions: tuple[Version, ...]

    @property
    def url(self) -> str:
        """Return the article's canonical address."""
        return self.outlet.url(self.path)

    @property
    def published(self) -> datetime:
        """Return when the first version appeared."""
        return self.versions[0].at

    def as_of(self, now: datetime) -> Version | None:
        """Return the version that stood at ``now``; None before publication."""
        shown = [version for version in self.versions if version.at <= now]
        return shown[-1] if shown else None


@dataclass(frozen=True, slots=True)
class Item:
    """An article and the version of it that stands at some instant."""

    article: Article
    version: Version


@dataclass(frozen=True, slots=True)
class Press:
    """All outlets and all articles of the week, oldest article first."""

    outlets: tuple[Outlet, ...]
    articles: tuple[Article, ...]

    def outlet(self, host: str) -> Outlet | None:
        """Return the outlet behind a host name."""
        return next((outlet for outlet in self.outlets if outlet.host == host), None)

    def items(self, outlet: Outlet, now: datetime) -> list[Item]:
        """Return what the outlet has published by ``now``, newest first."""
        found = [
            Item(article, version)
            for article in self.articles
            if article.outlet == outlet and (version := article.as_of(now)) is not None
        ]
        return found[::-1]

    def item(self, outlet: Outlet, path: str, now: datetime) -> Item | None:
        """Return what stands at one path of an outlet; None when nothing does yet."""
        return next((item for item in self.items(outlet, now) if item.article.path == path), None)


def load_press(folder: Path) -> Press:
    """Read the outlets and every day's articles.

    Raises:
        OSError, KeyError, ValueError: the shipped files are incomplete or unreadable.
    """
    outlets = {row["key"]: Outlet(**row) for row in _read(folder / "outlets.toml")["outlet"]}
    rows = [
        (page["day"], row)
        for page in (_read(path) for path in sorted(folder.glob("2*.toml")))
        for row in page["article"]
    ]
    texts = {f"{row['outlet']}{row['path']}": row.get("text", "") for _, row in rows}
    articles = [_article(outlets, texts, day, row) for day, row in rows]
    return Press(
        tuple(outlets.values()), tuple(sorted(articles, key=lambda article: article.published))
    )


def local_instant(day: date, at: time) -> datetime:
    """Return the UTC instant of a day and a time on the Stockholm clock."""
    return datetime.combine(day, at, STOCKHOLM).astimezone(UTC)


def _article(
    outlets: Mapping[str, Outlet], texts: Mapping[str, str], day: date, row: Mapping[str, Any]
) -> Article:
    outlet = outlets[row["outlet"]]
    text = texts[row["text_of"]] if "text_of" in row else row["text"]
    first = Version(local_instant(day, row["at"]), row["title"], row["lede"], paragraphs(text))
    versions = [first]
    for change in row.get("versions", ()):
        before = versions[-1]
        versions.append(
            Version(
                change["at"].astimezone(UTC),
                change.get("title", before.title),
                change.get("lede", before.lede),
                paragraphs(change["text"]) if "text" in change else before.paragraphs,
            )
        )
    return Article(
        outlet=outlet,
        path=row["path"],
        section=row["section"],
        role=row.get("role", "news"),
        byline=row.get("byline", outlet.newsroom),
        versions=tuple(versions),
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text in which blank lines part them and other line ends do not."""
    blocks = (" ".join(block.split()) for block in text.split("\n\n"))
    return tuple(block for block in blocks if block)


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)
