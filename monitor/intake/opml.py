"""Lists of sources as OPML and CSV, in and out, without loss.

Pure: no clock, no store, no network. Documents from outside are parsed without entities.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from lxml import etree

from monitor.core import urls
from monitor.core.errors import InputError
from monitor.core.spreadsheet import FORMULA_MARKS

#: Names our own attributes in OPML, beside the ones that every reader knows.
NAMESPACE: Final = "https://lagesbild.example/opml"
_OURS: Final = f"{{{NAMESPACE}}}"

_SOURCE_KINDS: Final = frozenset({"feed", "sitemap", "page"})
#: A cell that starts so would run as a formula in a spreadsheet; it is quoted, and unquoted when
#: read, so that nothing is lost.
_FORMULA: Final = (*FORMULA_MARKS, "'")

_SYNONYMS: Final = {
    "name": "title", "namn": "title", "text": "title", "xmlurl": "url", "feed": "url",
    "adress": "url", "htmlurl": "homepage", "medium": "outlet", "category": "folder",
    "source": "provenance",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source as lists carry it; empty text and None mean "not said"."""

    title: str
    url: str
    kind: str = ""
    outlet: str = ""
    short_name: str = ""
    outlet_kind: str = ""
    homepage: str = ""
    licence: str = ""
    text_days: int | None = None
    flagged_text_days: int | None = None
    certainty: str = ""
    note: str = ""
    folder: str = ""
    link_pattern: str = ""
    enabled: bool = True
    floor_s: int | None = None
    ceiling_s: int | None = None


def read_list(data: bytes, *, name: str = "") -> list[SourceLine]:
    """Return the sources of an OPML or CSV document, in its order.

    Args:
        name: of the file; ``.csv`` decides, otherwise the content does.

    Raises:
        InputError: it is neither.
    """
    if name.lower().endswith(".csv"):
        return read_csv(data)
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return read_opml(data) if head == b"<" or name.lower().endswith(".opml") else read_csv(data)


def read_opml(data: bytes) -> list[SourceLine]:
    """Return the outlines that have an address, in document order.

    Raises:
        InputError: the document is not OPML.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _not_a_list() from error
    if root is None or _local(root) != "opml":
        raise _not_a_list()
    return [line for body in root if _local(body) == "body" for line in _outlines(body, "")]


def write_opml(lines: Iterable[SourceLine], *, title: str = "Lägesbild: flöden") -> bytes:
    """Return an OPML 2.0 document with one outline per source, inside its folders."""
    root = etree.Element("opml", nsmap={"lb": NAMESPACE}, version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    folders: dict[str, Any] = {"": etree.SubElement(root, "body")}
    for line in lines:
        outline = etree.SubElement(_folder(folders, line.folder), "outline")
        for key, value in _attributes(line).items():
            outline.set(key, value)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def read_csv(data: bytes) -> list[SourceLine]:
    """Return the rows that have an address.

    The first row names the columns: those of :class:`SourceLine` or their usual other names
    (``name``, ``kind``, ``source`` ...). A ``kind`` that is no kind of source is the outlet's.

    Raises:
        InputError: no column holds addresses, or the text is not UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(field="Filen", why="texten är inte UTF-8.") from error
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = {_column(name) for name in reader.fieldnames or ()}
    if "url" not in names:
        raise InputError(field="Filen", why="det finns ingen kolumn med adresser (url).")
    return [line for row in reader if (line := _line(_named(row))) is not None]


def write_csv(lines: Iterable[SourceLine]) -> bytes:
    """Return a CSV document in UTF-8 with a byte order mark, which spreadsheets need."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [field.name for field in fields(SourceLine)])
    writer.writeheader()
    for line in lines:
        writer.writerow({key: _cell(value) for key, value in asdict(line).items()})
    return out.getvalue().encode("utf-8-sig")


def _outlines(parent: Any, folder: str) -> Iterator[SourceLine]:
    for element in parent:
        if _local(element) != "outline":
            continue
        told = {_attribute(key): str(value) for key, value in element.attrib.items() if value}
        line = _line({"folder": folder, **told})
        if line is not None:
            yield line
        name = told.get("title", "").replace("/", "∕")
        yield from _outlines(element, f"{folder}/{name}".strip("/") if line is None else folder)


def _attribute(key: str) -> str:
    """Return the column that an attribute stands for; ``type`` says only "rss" and is no kind."""
    return _column(key.removeprefix(_OURS)) if key != "type" else "_type"


def _attributes(line: SourceLine) -> dict[str, str]:
    known = {"type": "rss", "text": line.title, "title": line.title, "xmlUrl": line.url}
    if line.homepage:
        known["htmlUrl"] = line.homepage
    own = {
        _OURS + key: _plain(value)
        for key, value in asdict(line).items()
        if key not in {"title", "url", "homepage", "folder"} and value not in {"", None}
    }
    return known | own


def _folder(folders: dict[str, Any], path: str) -> Any:
    if path not in folders:
        above, _, name = path.rpartition("/")
        folders[path] = etree.SubElement(_folder(folders, above), "outline", text=name, title=name)
    return folders[path]


def _line(told: dict[str, str]) -> SourceLine | None:
    """Build a line from named texts; None when there is no address."""
    url = urls.request_form(told.get("url", ""))
    if url is None:
        return None
    told = {**told, "url": url, "title": told.get("title", "").strip() or urls.host(url)}
    kind = told.get("kind", "").strip()
    if kind and kind not in _SOURCE_KINDS:
        told["outlet_kind"] = told.get("outlet_kind") or kind
        told["kind"] = "page" if "page watch" in kind else ""
    if told.get("provenance"):
        told["note"] = " · ".join(part for part in (told.get("note"), told["provenance"]) if part)
    return SourceLine(**{f.name: _value(f.name, told[f.name]) for f in _FIELDS if f.name in told})


_FIELDS: Final = fields(SourceLine)
_NUMBERS: Final = frozenset({"text_days", "flagged_text_days", "floor_s", "ceiling_s"})


def _value(name: str, text: str) -> Any:
    text = text.strip()
    if name in _NUMBERS:
        return int(text) if text.isascii() and text.isdigit() else None
    if name == "enabled":
        return text.lower() not in {"0", "false", "nej", "no"}
    return text


def _named(row: dict[str | Any, Any]) -> dict[str, str]:
    named: dict[str, str] = {}
    for key, value in row.items():
        if isinstance(key, str) and isinstance(value, str):
            quoted = value[:1] == "'" and value[1:2] in {mark[0] for mark in _FORMULA}
            named[_column(key)] = value[1:] if quoted else value
    return named


def _column(name: str) -> str:
    name = name.strip().lower()
    return _SYNONYMS.get(name, name)


def _cell(value: Any) -> str:
    text = _plain(value)
    return "'" + text if text.startswith(_FORMULA) else text


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return "" if value is None else str(value)


def _local(element: Any) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _not_a_list() -> InputError:
    return InputError(field="Filen", why="innehållet är varken en OPML-lista eller en CSV-fil.")
