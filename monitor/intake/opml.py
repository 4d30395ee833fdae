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

_BROKEN: Final = "filen är trasig eller avklippt här. Det som står efter är kanske inte med."

_CUT: Final = "filen slutar mitt i adressen. Raden är inte med."

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


@dataclass(frozen=True, slots=True)
class Remark:
    """What was not read of a list: the line in the file, from 1, and why, in Swedish."""

    line: int
    why: str

    def __str__(self) -> str:
        """Return the remark as a sentence."""
        return f"Rad {self.line}: {self.why}"


@dataclass(frozen=True, slots=True)
class Told:
    """The sources of a list, and what of it was not read."""

    lines: list[SourceLine]
    remarks: list[Remark]


def read_list(data: bytes, *, name: str = "") -> list[SourceLine]:
    """Return the sources of a list whose remarks nobody needs; see :func:`read_told`."""
    return read_told(data, name=name).lines


def read_told(data: bytes, *, name: str = "") -> Told:
    """Return the sources of an OPML or CSV document, in its order, and what could not be read.

    Args:
        name: of the file; ``.csv`` decides, otherwise the content does.

    Raises:
        InputError: it is neither.
    """
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    told = Told([], [])
    named = name.lower().rpartition(".")[2]
    if named != "csv" and (head == b"<" or named == "opml"):
        told.lines.extend(_opml_lines(data, told.remarks))
    else:
        told.lines.extend(_csv_lines(data, told.remarks))
    return told


def read_opml(data: bytes) -> list[SourceLine]:
    """Return the outlines that have an address, in document order.

    Raises:
        InputError: the document is not OPML.
    """
    return list(_opml_lines(data, []))


def _opml_lines(data: bytes, remarks: list[Remark]) -> Iterator[SourceLine]:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _not_a_list() from error
    if root is None or _local(root) != "opml":
        raise _not_a_list()
    for body in root:
        if _local(body) == "body":
            yield from _outlines(body, "", remarks)
    if parser.error_log:
        broken = parser.error_log[0]
        remarks.append(Remark(broken.line, _BROKEN))


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
    return list(_csv_lines(data, []))


def _csv_lines(data: bytes, remarks: list[Remark]) -> Iterator[SourceLine]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(field="Filen", why="texten är inte UTF-8.") from error
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = [_column(name) for name in next(reader, [])]
        if "url" not in columns:
            raise InputError(field="Filen", why="det finns ingen kolumn med adresser (url).")
        at = reader.line_num
        for row in reader:
            at, begins = reader.line_num, at + 1
            told = _named(columns, row)
            line = _line(told)
            cut = _ends_in_address(columns, row) and not text.endswith(("\n", "\r"))
            if line is not None and not cut:
                yield line
            elif any(value.strip() for value in row):
                remarks.append(Remark(begins, _CUT if cut else _no_address(told)))
            remarks += [
                Remark(begins, why) for why in _ignored(told, too_long=len(row) > len(columns))
            ]
    except csv.Error:
        remarks.append(Remark(reader.line_num, _BROKEN))


def _ends_in_address(columns: list[str], row: list[str]) -> bool:
    """Tell whether a row stops in its address though more columns follow: half an address?"""
    return 0 < len(row) < len(columns) and columns[len(row) - 1] == "url"


def write_csv(lines: Iterable[SourceLine]) -> bytes:
    """Return a CSV document in UTF-8 with a byte order mark, which spreadsheets need."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [field.name for field in fields(SourceLine)])
    writer.writeheader()
    for line in lines:
        writer.writerow({key: _cell(value) for key, value in asdict(line).items()})
    return out.getvalue().encode("utf-8-sig")


def _no_address(told: dict[str, str]) -> str:
    url, name = (" ".join(told.get(key, "").split())[:80] for key in ("url", "title"))
    whose = f" för ”{name}”" if name else ""
    if not url:
        return f"adressen{whose} saknas. Raden är inte med."
    return f"”{url}”{whose} är ingen webbadress. Raden är inte med."


def _ignored(told: dict[str, str], *, too_long: bool) -> Iterator[str]:
    """Yield why a value of a row was not taken, in Swedish."""
    for name in sorted(_NUMBERS & told.keys()):
        text = told[name].strip()
        if text and not (text.isascii() and text.isdigit()):
            yield f"”{text[:40]}” i kolumnen {name} är inget heltal. Värdet är inte med."
    if too_long:
        yield "raden har fler värden än det finns kolumner. De sista är inte med."


def _outlines(parent: Any, folder: str, remarks: list[Remark]) -> Iterator[SourceLine]:
    for element in parent:
        if _local(element) != "outline":
            continue
        told = {_attribute(key): str(value) for key, value in element.attrib.items() if value}
        line = _line({"folder": folder, **told})
        if line is not None:
            yield line
        elif "url" in told or told.get("_type", "").lower() == "rss":
            remarks.append(Remark(element.sourceline or 0, _no_address(told)))
        name = told.get("title", "").replace("/", "∕")
        inside = f"{folder}/{name}".strip("/") if line is None else folder
        yield from _outlines(element, inside, remarks)


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


def _named(columns: list[str], row: list[str]) -> dict[str, str]:
    named: dict[str, str] = {}
    for column, value in zip(columns, row, strict=False):
        quoted = value[:1] == "'" and value[1:2] in {mark[0] for mark in _FORMULA}
        named[column] = value[1:] if quoted else value
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
