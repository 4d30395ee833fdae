"""The handbook: Markdown files shipped in docs/handbok, shown by the desk as its help.

A chapter is a file. ``innehall.toml`` beside them gives the order of the chapters, in parts, and
says which chapter tells about which page of the desk. Nothing in it comes from the installation.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from incidents.desk import links
from incidents.desk.handbook_page import Rendered, render
from monitor.core.errors import NotFoundError
from monitor.core.resources import shipped

#: Where the pages of the handbook lie on the desk.
AT = "hjalp"
_CONTENTS = "innehall.toml"
_HEADING = re.compile(r'<h[12] id="([^"]+)">(.*?)</h[12]>')


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One chapter.

    Attributes:
        key: its file's name without the ending; the last part of its address.
        lead: its first paragraph, which says what it is about.
        text: the whole file.
    """

    key: str
    title: str
    lead: str
    text: str

    @property
    def href(self) -> str:
        """Return its address on the desk."""
        return links.page(f"{AT}/{self.key}")


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the handbook; ``about`` says whom or what it is for."""

    title: str
    about: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, kw_only=True)
class Handbook:
    """All of it.

    Attributes:
        pages: pattern of an address -> key of its chapter, the first that fits counts.
    """

    parts: tuple[Part, ...]
    pages: Mapping[str, str]

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Return every chapter, in order."""
        return tuple(chapter for part in self.parts for chapter in part.chapters)

    def chapter(self, key: str) -> Chapter:
        """Return a chapter.

        Raises:
            NotFoundError: there is none by that name.
        """
        for chapter in self.chapters:
            if chapter.key == key:
                return chapter
        raise NotFoundError(kind="kapitlet", id=key)

    def beside(self, chapter: Chapter) -> tuple[Chapter | None, Chapter | None]:
        """Return the chapters before and after one."""
        everyone = self.chapters
        at = everyone.index(chapter)
        before = everyone[at - 1] if at else None
        return before, everyone[at + 1] if at + 1 < len(everyone) else None

    def about(self, path: str) -> Chapter | None:
        """Return the chapter that tells about a page; None for the help itself and for strangers.

        Args:
            path: the whole address of the page, ours or Datasette's, without its query.
        """
        ours = path.removeprefix(f"{links.ROOT}/")
        for pattern, key in self.pages.items():
            if fnmatchcase(ours, pattern):
                return self.chapter(key)
        return None


@cache
def handbook() -> Handbook:
    """Return the handbook as it is shipped."""
    folder = shipped("docs/handbok")
    contents = tomllib.loads((folder / _CONTENTS).read_text(encoding="utf-8"))
    return Handbook(
        parts=tuple(_part(folder, one) for one in contents["del"]), pages=contents["sidor"]
    )


def _part(folder: Path, told: Mapping[str, Any]) -> Part:
    chapters = tuple(_chapter(folder / f"{key}.md") for key in told["kapitel"])
    return Part(title=told["titel"], about=told["om"], chapters=chapters)


def _chapter(file: Path) -> Chapter:
    text = file.read_text(encoding="utf-8")
    title, lead, _ = text.split("\n\n", 2)
    return Chapter(
        key=file.stem,
        title=title.removeprefix("# "),
        lead=lead.replace("\n", " "),
        text=text,
    )


@cache
def shown(key: str, level: int = 1) -> Rendered:
    """Return a chapter as it is shown, its title a heading of ``level``.

    Raises:
        NotFoundError: there is none by that name.
    """
    return render(handbook().chapter(key).text, level, "" if level == 1 else f"{key}-")


@dataclass(frozen=True, kw_only=True)
class Passage:
    """What stands under one heading, as plain text, for the search.

    Attributes:
        heading: the chapter's title, and the passage's own heading below it.
    """

    heading: str
    href: str
    text: str


@cache
def passages() -> tuple[Passage, ...]:
    """Return the whole handbook heading by heading, in order."""
    return tuple(
        Passage(
            heading=": ".join(dict.fromkeys((chapter.title, said))),
            href=f"{chapter.href}#{name}",
            text=Markup(text).striptags(),  # noqa: S704 - out of our own files
        )
        for chapter in handbook().chapters
        for name, said, text in _under_headings(shown(chapter.key).html)
    )


def _under_headings(html: str) -> list[tuple[str, str, str]]:
    """Return (name in addresses, heading, HTML below it) of each heading."""
    _, *parts = _HEADING.split(html)
    return [
        (name, Markup(said).striptags(), text)  # noqa: S704
        for name, said, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]


def picture(name: str) -> bytes:
    """Return one of the handbook's pictures.

    Args:
        name: its file's name without the ending.

    Raises:
        NotFoundError: there is none by that name.
    """
    for file in shipped("docs/bilder").glob("*.png"):
        if file.stem == name:
            return file.read_bytes()
    raise NotFoundError(kind="bilden", id=name)
