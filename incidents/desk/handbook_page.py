"""A chapter's Markdown as HTML: addresses of the desk, headings with names, pictures with sizes.

The files link to each other as files (``ratta.md#efterat``, ``../bilder/granska.png``), so that
they can be read where the source lies, too.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from incidents.desk import links
from monitor.core.resources import shipped

#: After the library has made elements of everything.
_LAST = 1
_CHAPTER = re.compile(r"^([\w-]+)\.md(?=#|$)")
_PICTURE = re.compile(r"\.\./bilder/(([\w-]+)\.png)")


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A chapter as it is shown.

    Attributes:
        headings: (name in addresses, text) of each heading below the title.
    """

    html: Markup
    headings: tuple[tuple[str, str], ...]


def render(text: str, level: int = 1, prefix: str = "") -> Rendered:
    """Return a chapter as HTML.

    Args:
        level: of the title's heading.
        prefix: before every heading's name, when chapters share a page.
    """

    def name(heading: str, separator: str) -> str:
        return prefix + slug(heading, separator)

    toc = TocExtension(baselevel=level, slugify=name, marker="")
    extensions = ["tables", "def_list", "sane_lists", toc]
    reader = markdown.Markdown(extensions=extensions, output_format="html")
    reader.treeprocessors.register(_OnTheDesk(reader), "on_the_desk", _LAST)
    html = Markup(reader.convert(text))  # noqa: S704 - our own files
    below = reader.toc_tokens[0]["children"]  # TocExtension makes it
    return Rendered(html=html, headings=tuple((one["id"], one["name"]) for one in below))


def slug(heading: str, separator: str = "-") -> str:
    """Return a heading's name in addresses: ASCII, lower case, hyphens."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return separator.join(re.findall(r"[a-z0-9]+", plain))


class _OnTheDesk(Treeprocessor):  # type: ignore[misc] # the library has no types
    """Turns links between files into addresses, and pictures into figures."""

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            link.set("href", _CHAPTER.sub(_address, link.get("href", "")))
        for paragraph in root.iter("p"):
            if len(paragraph) == 1 and paragraph[0].tag == "img":
                _figure(paragraph, dict(paragraph[0].attrib))


def _address(found: re.Match[str]) -> str:
    return links.page(f"hjalp/{found[1]}")


def _figure(paragraph: Element, told: Mapping[str, str]) -> None:
    """Make a figure of a picture that stands alone: the picture in full size is one click away."""
    found = _PICTURE.fullmatch(told["src"])
    if found is None:
        raise ValueError(told["src"])
    address = links.page(f"hjalp/bilder/{found[1]}")
    del paragraph[0]
    paragraph.tag = "figure"
    way = SubElement(paragraph, "a", {"href": address})
    SubElement(way, "img", {"src": address, "alt": told["alt"], **size(found[2])})
    if told.get("title"):
        SubElement(paragraph, "figcaption").text = told["title"]


def size(name: str) -> dict[str, str]:
    """Return a picture's width and height, which keep its place before it has come.

    Empty when the picture is missing: the chapter is read and searched all the same.
    """
    try:
        with (shipped("docs/bilder") / f"{name}.png").open("rb") as file:
            width, height = struct.unpack(">II", file.read(24)[16:])  # PNG: the first chunk's own
    except FileNotFoundError:
        return {}
    return {"width": str(width), "height": str(height), "loading": "lazy"}
