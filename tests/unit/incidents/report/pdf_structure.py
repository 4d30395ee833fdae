"""What a machine can check of PDF/UA-1 and PDF/A-2a, after the Matterhorn Protocol's checkpoints.

A person must still judge whether the words of a heading are a heading; see ``docs``.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject

_HEADING = re.compile(r"/H([1-6])")
#: Standard structure types that we use; anything else must be mapped.
_STANDARD = frozenset(
    "/Document /Part /Sect /Div /P /H1 /H2 /H3 /BlockQuote /Quote /L /LI /Lbl /LBody /Link /Span"
    " /Em /Strong /Table /Caption /THead /TBody /TR /TH /TD /Figure /NonStruct /Artifact".split()
)
_MUST_HOLD = {"/TR": "/TH /TD", "/L": "/LI /Caption", "/LI": "/Lbl /LBody"}


def faults(data: bytes) -> list[str]:
    """Return what is wrong with a PDF's structure, each fault under its Matterhorn checkpoint."""
    reader = PdfReader(io.BytesIO(data))
    catalog: Any = reader.trailer["/Root"]
    if "/StructTreeRoot" not in catalog:
        return ["01 no structure tree"]
    tree = catalog["/StructTreeRoot"]
    elements = list(_elements(tree["/K"]))
    return [
        *_document(reader, catalog),
        *_content(reader, elements),
        *_headings([tag for tag, _ in elements]),
        *_types(tree, elements),
        *_tables(elements),
        *_annotations(reader, elements),
        *_fonts(reader),
        *_archival(reader, catalog),
    ]


def _document(reader: PdfReader, catalog: Any) -> Iterator[str]:
    xmp = catalog["/Metadata"].get_data().decode() if "/Metadata" in catalog else ""
    wanted = {
        "05 not told to be PDF/UA-1": "<pdfuaid:part>1</pdfuaid:part>" in xmp,
        "06 no dc:title": re.search(r"<dc:title>.*?\S.*?</dc:title>", xmp, re.DOTALL) is not None,
        "06 not told to be PDF/A-2": "<pdfaid:part>2</pdfaid:part>" in xmp,
        "06 not told to be level A": "<pdfaid:conformance>A</pdfaid:conformance>" in xmp,
        "07 title is not displayed": _is_true(
            catalog.get("/ViewerPreferences"), "/DisplayDocTitle"
        ),
        "01 not marked": _is_true(catalog.get("/MarkInfo"), "/Marked"),
        "02 suspects": not _is_true(catalog.get("/MarkInfo"), "/Suspects"),
        "11 language is not Swedish": str(catalog.get("/Lang", "")).lower().startswith("sv"),
        "06 no title": bool(reader.metadata and reader.metadata.title),
    }
    yield from (fault for fault, holds in wanted.items() if not holds)


def _is_true(holder: Any, name: str) -> bool:
    """Return whether a boolean of the PDF is set: pypdf's own object equals True, and no more."""
    return bool(holder) and str(holder.get(name)) == "True"


def _elements(node: Any) -> Iterator[tuple[str, Any]]:
    found = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(found, ArrayObject | list):
        for child in found:
            yield from _elements(child)
    elif isinstance(found, DictionaryObject):
        if "/S" in found:
            yield str(found["/S"]), found
        if "/K" in found:
            yield from _elements(found["/K"])


def _content(reader: PdfReader, elements: list[tuple[str, Any]]) -> Iterator[str]:
    """Everything painted is an artifact or is marked, and every mark is in the tree once."""
    told = [mark for _, element in elements for mark in _marks(element)]
    if len(told) != len(set(told)):
        yield "01 a mark stands twice in the tree"
    pages: list[Any] = list(reader.pages)
    for number, page in enumerate(pages, 1):
        painted = set()
        depth: list[int | None] = []
        for operands, operator in _operations(page, reader):
            if operator in {b"BDC", b"BMC"}:
                name = str(operands[0])
                if name == "/Artifact":
                    depth.append(None)
                else:
                    depth.append(
                        int(operands[1]["/MCID"])
                        if operator == b"BDC" and "/MCID" in operands[1]
                        else -1
                    )
            elif operator == b"EMC":
                depth.pop()
            elif operator in {b"Tj", b"TJ", b"'", b'"', b"Do", b"S", b"f", b"F", b"B", b"sh"}:
                if not depth:
                    yield f"01 untagged content on page {number}"
                painted |= {one for one in depth if one is not None and one >= 0}
        known = {mark for key, mark in told if key == page.indirect_reference.idnum}
        yield from (f"01 mark {one} on page {number} is not in the tree" for one in painted - known)
        if page.get("/Tabs") != "/S" and page.get("/Annots"):
            yield f"28 page {number} is not tabbed in structure order"


def _operations(page: Any, reader: PdfReader) -> Any:
    return ContentStream(page.get_contents(), reader).operations


def _marks(element: Any) -> Iterator[tuple[int, int]]:
    page: Any = element.raw_get("/Pg") if "/Pg" in element else None
    for kid in _list(element.get("/K")):
        if isinstance(kid, int):
            yield page.idnum, int(kid)
            continue
        found: Any = kid.get_object()
        if isinstance(found, DictionaryObject) and found.get("/Type") == "/MCR":
            where: Any = found.raw_get("/Pg") if "/Pg" in found else page
            yield where.idnum, int(str(found["/MCID"]))


def _headings(tags: list[str]) -> Iterator[str]:
    levels = [int(found[1]) for tag in tags if (found := _HEADING.fullmatch(tag))]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"14 not exactly one H1 that comes first: {levels}"
    for before, level in pairwise(levels):
        if level > before + 1:
            yield f"14 heading level skipped: H{before}, H{level}"


def _types(tree: Any, elements: list[tuple[str, Any]]) -> Iterator[str]:
    mapped = tree.get("/RoleMap", {})
    for tag, element in elements:
        if tag not in _STANDARD and mapped.get(tag) not in _STANDARD:
            yield f"02 {tag} is no standard type and is not mapped"
        if tag == "/Figure" and not (element.get("/Alt") or element.get("/ActualText")):
            yield "13 a picture without alternative text"


def _tables(elements: list[tuple[str, Any]]) -> Iterator[str]:
    for tag, element in elements:
        kids = [name for name, _ in _elements(element.get("/K", []))]
        if tag == "/Table":
            rows = [one for name, one in _elements(element["/K"]) if name == "/TR"]
            widths = {len(list(_cells(row))) for row in rows}
            if len(widths) != 1:
                yield f"15 rows of {sorted(widths)} cells"
            if "/TH" not in kids:
                yield "15 a table without headings"
        own = {str(kid.get_object()["/S"]) for kid in _list(element.get("/K")) if _is_element(kid)}
        if tag in _MUST_HOLD and not own <= set(_MUST_HOLD[tag].split()):
            yield f"09 {tag} holds {sorted(own)}"


def _cells(row: Any) -> Iterator[str]:
    yield from (name for name, _ in _elements(row["/K"]) if name in {"/TH", "/TD"})


def _list(kids: Any) -> list[Any]:
    return list(kids) if isinstance(kids, ArrayObject) else [] if kids is None else [kids]


def _is_element(kid: Any) -> bool:
    found = kid.get_object() if isinstance(kid, IndirectObject) else kid
    return isinstance(found, DictionaryObject) and "/S" in found


def _annotations(reader: PdfReader, elements: list[tuple[str, Any]]) -> Iterator[str]:
    """Every link is told in words and hangs in the tree under a Link."""
    hung = set()
    for tag, element in elements:
        for kid in _list(element.get("/K")):
            found = kid.get_object()
            if isinstance(found, DictionaryObject) and found.get("/Type") == "/OBJR":
                hung.add(found.raw_get("/Obj").idnum)
                if tag != "/Link":
                    yield f"28 an annotation under {tag}"
    for page in reader.pages:
        for annotation in page.get("/Annots", []):
            link = annotation.get_object()
            if link["/Subtype"] != "/Link":
                yield f"28 an annotation of kind {link['/Subtype']}"
            if annotation.idnum not in hung or "/StructParent" not in link:
                yield "28 a link outside the tree"
            if not str(link.get("/Contents", "")).strip():
                yield "28 a link without words"


def _fonts(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        for name, font in page["/Resources"].get("/Font", {}).items():  # type: ignore[attr-defined]
            found = font.get_object()
            one = (
                found["/DescendantFonts"][0].get_object() if "/DescendantFonts" in found else found
            )
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(one["/FontDescriptor"]):
                yield f"31 {name} is not embedded"
            if "/ToUnicode" not in found:
                yield f"10 {name} does not tell its characters"


def _archival(reader: PdfReader, catalog: Any) -> Iterator[str]:
    intents = [one.get_object() for one in catalog.get("/OutputIntents", [])]
    if not any(one.get("/S") == "/GTS_PDFA1" for one in intents):
        yield "A no output intent"
    if reader.is_encrypted:
        yield "26 encrypted"
    if {"/AA", "/JavaScript"} & set(catalog) or "/JavaScript" in catalog.get("/Names", {}):
        yield "29 holds scripts"
    if "/ID" not in reader.trailer:
        yield "A no file identifier"
