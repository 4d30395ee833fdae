"""Cut a feed document into its items, so that only unseen ones need a full parse.

Works on the bytes, not on a tree: walking 20 items costs microseconds, which is what makes a
poll of a feed whose only news is its own time stamp nearly free. Cutting is only trusted when
nothing about the document is odd; :func:`cut` returns None otherwise.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final
from xml.parsers import expat

#: Deepest nesting that is read. Real feeds, XHTML content included, stay under 60.
MAX_DEPTH: Final = 400
#: Below this many tags a document cannot nest deeply enough to hurt.
_FEW_TAGS: Final = 2 * MAX_DEPTH

_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_ITEM_NAME = {b"rss": b"item", b"rdf": b"item", b"feed": b"entry", b"urlset": b"url"}
#: What stands right after an element's name in its start tag.
_NAME_ENDS: Final = rb"[>/ \t\r\n]"
_OPENERS: Final = {n: re.compile(b"<" + n + _NAME_ENDS) for n in set(_ITEM_NAME.values())}
_CLOSERS: Final = {n: re.compile(b"</" + n + b">") for n in set(_ITEM_NAME.values())}
#: Sections in which a tag is no tag: what opens and what closes them.
_SECTIONS: Final = ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->"))
#: Most attributes of one tag; real ones have under 20. Below this many bytes it takes no second.
_ATTRIBUTES_MAX: Final = 2000
_SMALL: Final = 100_000
_TAG: Final = re.compile(rb"""[^\s<>/"']+(?:\s+[^\s=<>"']+\s*=\s*(?:"[^"]*"|'[^']*'))*""")
#: How far into a document its outermost element begins.
_PROLOG_MAX: Final = 65536


@dataclass(frozen=True, slots=True)
class Cut:
    """A document and where its items are.

    Attributes:
        body: the whole document, UTF-8.
        root: name of the outermost element, lower case, without prefix.
        spans: (start, end) byte offsets of each item, tags included, in document order.
        digests: one per span.
    """

    body: bytes
    root: str
    spans: list[tuple[int, int]]
    digests: list[str]

    def without(self, left_out: frozenset[str]) -> bytes:
        """Return the document without the items whose digest is in ``left_out``."""
        pieces, at = [], 0
        for (start, end), digest in zip(self.spans, self.digests, strict=True):
            if digest in left_out:
                pieces.append(self.body[at:start])
                at = end
        pieces.append(self.body[at:])
        return b"".join(pieces)

    def frame(self) -> bytes:
        """Return the document without any item."""
        return self.without(frozenset(self.digests))


def root_name(body: bytes) -> bytes:
    """Return the local name of the outermost element in lower case; empty when there is none."""
    match = _root(body)
    return match[2].lower() if match else b""


def cut(body: bytes) -> Cut | None:
    """Return the places of the items of ``body`` (UTF-8), or None when anything is odd.

    Odd is: an unknown or prefixed root, own entity declarations, an item inside an item, an item
    whose CDATA sections or comments do not close inside it, no item at all.
    """
    match = _root(body)
    if match is None or b"<!ENTITY" in body[: match.start()]:
        return None
    root = match[2].lower()
    name = _ITEM_NAME.get(root)
    if name is None or (match[1] is not None and match[1].lower() != b"rdf:"):
        return None
    spans = _spans(body, name, match.end())
    if not spans:
        return None
    # The root's attributes (namespaces, xml:base, xml:lang) give every item part of its meaning.
    surroundings = blake2b(body[match.start() : body.find(b">", match.end())], digest_size=16)
    digests = []
    for start, end in spans:
        digest = surroundings.copy()
        digest.update(body[start:end])
        digests.append(digest.hexdigest())
    return Cut(body=body, root=root.decode("ascii", "replace"), spans=spans, digests=digests)


def mended(body: bytes) -> tuple[bytes, bool]:
    """Return the document, and whether it stopped halfway.

    A document whose outermost element never closes is one: its connection or its program broke
    off. The half item at its end is left out and what is open is closed, so that the whole items
    can be read. A document without a whole item keeps its frame only.
    """
    match = _root(body)
    if match is None:
        return body, False
    root, item = body[match.start() + 1 : match.end()], _ITEM_NAME.get(match[2].lower())
    closed = body.rfind(b"</" + root) >= 0 or b"</" + root.lower() in body[-4096:].lower()
    if item is None or closed or body.find(b"/>", match.end()) == body.find(b">", match.end()) - 1:
        return body, False
    if match[1] is not None and match[2].lower() != b"rdf":
        item = match[1] + item
    last = body.rfind(b"</" + item + b">")
    end = last + len(item) + 3 if last >= 0 else match.end()
    # The document may stop right after the name.
    begun = re.compile(b"<" + re.escape(item) + b"(?:" + _NAME_ENDS + rb"|\Z)").search(body, end)
    half = begun.start() if begun else None
    if last < 0 and half is None:
        return body, True
    kept = body[: half if last < 0 else end]
    is_open = b"<channel" in kept and b"</channel>" not in kept
    return kept + (b"</channel>" if is_open else b"") + b"</" + root + b">", True


def is_strict_xml(body: bytes) -> bool:
    """Say whether expat reads the whole of ``body`` (UTF-8) without complaint."""
    parser = expat.ParserCreate("utf-8", " ")
    try:
        parser.Parse(body, True)
    except expat.ExpatError:
        return False
    return True


def too_deep(body: bytes, whole: Cut | None) -> bool:
    """Say whether elements nest beyond :data:`MAX_DEPTH`; ``whole`` is its cut, which saves time.

    Items that hold few tags cannot nest deeply, and nearly all are such.
    """
    tags = body.count(b"<")
    if tags < _FEW_TAGS:
        return False
    if whole is not None:
        inside = [body.count(b"<", start, end) for start, end in whole.spans]
        if max(inside) < _FEW_TAGS and tags - sum(inside) < _FEW_TAGS:
            return False
    depth = 0
    for tag in re.finditer(rb"<(/?)[A-Za-z_][^<>]*?(/?)>", body):
        if tag[1]:
            depth = max(depth - 1, 0)
        elif not tag[2]:
            depth += 1
            if depth > MAX_DEPTH:
                return True
    return False


def too_many_attributes(body: bytes) -> bool:
    """Say whether one tag has so many attributes that comparing them with each other takes minutes.

    Both XML readers do that to find doubles; a smaller document cannot hold enough of them.
    """
    if len(body) < _SMALL:
        return False
    for piece in body.split(b"<"):
        if piece.count(b"=") > _ATTRIBUTES_MAX:
            tag = _TAG.match(piece)
            if tag is not None and tag[0].count(b"=") > _ATTRIBUTES_MAX:
                return True
    return False


def _root(body: bytes) -> re.Match[bytes] | None:
    """Return where the outermost element begins; comments before it may hold tags as well."""
    match = _ROOT.search(body, 0, _PROLOG_MAX)
    if match is None or body.find(b"<!--", 0, match.start()) < 0:
        return match
    return _ROOT.search(_prolog_blanked(body[:_PROLOG_MAX]))


def _prolog_blanked(head: bytes) -> bytes:
    """Return ``head`` with comments overwritten by spaces, so that offsets still hold."""
    pieces, at = [], 0
    while (start := head.find(b"<!--", at)) >= 0 and (end := head.find(b"-->", start)) >= 0:
        pieces += [head[at:start], b" " * (end + 3 - start)]
        at = end + 3
    pieces.append(head[at:])
    return b"".join(pieces)


def _spans(body: bytes, name: bytes, begin: int) -> list[tuple[int, int]] | None:
    """Return the byte ranges of the elements called ``name``, or None when one is odd."""
    starts = [found.start() for found in _OPENERS[name].finditer(body, begin)]
    ends = [found.end() for found in _CLOSERS[name].finditer(body, begin)]
    # An item inside an item, one that never closes, or one printed as <item/>, is for the
    # whole-document parse.
    if not starts or len(starts) != len(ends):
        return None
    frame_from = [begin, *ends]
    if any(
        not before <= at < end for before, at, end in zip(frame_from, starts, ends, strict=False)
    ):
        return None
    if body.find(b"<!", begin) >= 0:
        frame_to = [*starts, len(body)]
        ranges = [*zip(starts, ends, strict=True), *zip(frame_from, frame_to, strict=True)]
        if not _is_balanced(body, begin, ranges):
            return None
    return list(zip(starts, ends, strict=True))


def _is_balanced(body: bytes, begin: int, ranges: list[tuple[int, int]]) -> bool:
    """Say whether sections that open in a range close in it, so that no item stands inside one."""
    for opening, closing in _SECTIONS:
        if body.find(opening, begin) < 0:
            continue
        for start, end in ranges:
            if end - start >= len(closing) and body.count(opening, start, end) != body.count(
                closing, start, end
            ):
                return False
    return True
