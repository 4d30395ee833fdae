"""Read a feed document: RSS, RDF, Atom, JSON Feed or news sitemap. The door to feedparser.

A document is cut into its items first (:mod:`monitor.intake.items`), and feedparser is handed
only those that were not seen before. Whatever is odd about a document sends the whole of it to
feedparser, which reads almost anything, slowly.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime, tzinfo
from hashlib import blake2b
from typing import Any, Final

import feedparser

from monitor.core.clock import STOCKHOLM
from monitor.core.errors import ParseError
from monitor.intake import channel, items, jsonfeed, plainfeed, sitemap
from monitor.intake.charset import TooLargeError, to_utf8, unpack
from monitor.intake.entry import Channel, Entry, Kind, ParsedFeed
from monitor.intake.fromfeedparser import Reading, to_entry

__all__ = ["Channel", "Entry", "ParsedFeed", "parse_feed"]

_FEED_ROOTS = frozenset({b"rss", b"rdf", b"feed", b"channel"})
_FEED_INSIDE = re.compile(
    rb"<(?:[A-Za-z]\w*:)?(?:rss|rdf|feed|channel|item|entry)[\s>]", re.IGNORECASE
)
_HTML_INSIDE = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY\s+[^<>\"']{0,200}(?:\"[^\"]*\"|'[^']*')?[^<>]{0,200}>")
#: Numbers with more digits are no characters either, and are left to be refused as such.
_REFERENCE: Final = re.compile(rb"&#(?:x0*([0-9a-f]{1,8})|0*([0-9]{1,10}));?", re.IGNORECASE)
#: Most tags and references in a document that is not well-formed: the reader for such takes
#: time that grows with their square. A broken feed with 5,000 items has 150,000.
_MARKS_MAX: Final = 300_000
#: Most prefixes of namespaces in a document; real ones have under 40.
_PREFIXES_MAX: Final = 500
_PREFIX: Final = re.compile(rb"xmlns:([^\s=]+)")
#: An entity longer than this is no abbreviation.
_ENTITY_MAX: Final = 500
_ROOT_KINDS: Final[dict[str, Kind]] = {"rss": "rss", "rdf": "rdf", "feed": "atom"}
_XML_UTF8: Final = "application/xml; charset=utf-8"

# feedparser asks xml.sax for these readers by module name, first to last.
feedparser.api.PREFERRED_XML_PARSERS[:] = ["monitor.intake.saxreader"]
# feedparser tries fifteen date grammars on every date, and we read dates ourselves.
feedparser.registerDateHandler(lambda _text: (2000, 1, 1, 0, 0, 0, 5, 1, 0))


def parse_feed(
    body: bytes,
    *,
    url: str,
    content_type: str | None,
    seen: frozenset[str] = frozenset(),
    first_seen: datetime | None = None,
    default_zone: tzinfo = STOCKHOLM,
) -> ParsedFeed:
    """Return the document's unseen entries and what it says about itself.

    Args:
        body: as received, transfer encodings undone.
        url: where it came from; relative links are resolved against it.
        content_type: the Content-Type header; its charset is believed last, its type never.
        seen: item digests whose items need no reading.
        first_seen: the instant of this poll: times beyond it become it, precision ``unknown``.
        default_zone: for times printed without a zone.

    Raises:
        ParseError: not a feed. Facts: url, where, looks (``empty``, ``html``, ``json``, ``xml``,
            ``binary``, ``text``, ``too_large`` or ``nested``).
    """
    try:
        plain = unpack(body)
    except TooLargeError:
        raise _not_a_feed(url, "too_large") from None
    document = to_utf8(plain, content_type)
    start = document[:2048].lstrip()
    if not start:
        raise _not_a_feed(url, "empty" if plain == body else "binary")
    reading = Reading(url=url, first_seen=first_seen, default_zone=default_zone)
    if start[:1] in {b"{", b"["}:
        parsed = jsonfeed.read(document, reading, seen)
        if parsed is None:
            raise _not_a_feed(url, "json")
        return parsed
    root = items.root_name(document)
    if items.too_many_attributes(document):
        raise _not_a_feed(url, "nested")
    document, cut_short = items.mended(document)
    if root in {b"urlset", b"sitemapindex"}:
        parsed = sitemap.read(document, reading, seen)
        if parsed is None:
            raise _not_a_feed(url, "xml")
    elif root in _FEED_ROOTS or _FEED_INSIDE.search(document):
        parsed = _read_xml(document, reading, seen)
    else:
        raise _not_a_feed(url, _looks(document, root))
    return replace(parsed, cut_short=True) if cut_short else parsed


def has_base(document: bytes) -> bool:
    """Say whether some element sets a base address of its own."""
    return b"base=" in document


def raw_entries(document: bytes, base: str) -> tuple[list[Any], Any, bool]:
    """Return feedparser's own (entries, result, whether it was not well-formed) for UTF-8 XML.

    ``base`` is the document's address when :func:`has_base`: without one feedparser lets an
    item's xml:base leak into the items after it. Else "": joining every address to it takes a
    tenth of the time, and :func:`to_entry` joins the few that are kept.
    """
    headers = {"content-type": _XML_UTF8}
    if base:
        headers["content-location"] = base
    # Wrapped, because feedparser opens a bytes argument as a file name first.
    result = feedparser.parse(
        io.BytesIO(document),
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return result.entries, result, bool(result.bozo)


def _read_xml(document: bytes, reading: Reading, seen: frozenset[str]) -> ParsedFeed:
    whole = items.cut(document)
    if whole is not None and seen.issuperset(whole.digests):
        told = channel.from_frame(whole.frame(), reading.url)
        if told is not None:
            kind = _ROOT_KINDS[whole.root]
            return ParsedFeed(kind, told, [], len(whole.digests), whole.digests)
    if whole is not None:
        parsed = _read_unseen(whole, reading, seen) if seen else None
        parsed = parsed or _read_plain(document, whole, reading, seen)
        if parsed is not None:
            return parsed
    _refuse_hostile(document, whole, reading.url)
    base = reading.url if has_base(document) else ""
    entries, result, _ = raw_entries(_defused(document), base)
    version = str(result.get("version") or "")
    if not entries and not version:
        raise _not_a_feed(reading.url, _looks(document, items.root_name(document)))
    if whole is not None and len(whole.digests) == len(entries):
        digests = whole.digests
    else:
        digests = [_digest_of(entry) for entry in entries]
    told = channel.from_feedparser(result.feed, reading.url)
    kind = _kind(version)
    reading = replace(reading, says_what_is_text=kind == "atom")
    fresh = [
        to_entry(entry, digest, reading, told)
        for entry, digest in zip(entries, digests, strict=True)
        if digest not in seen
    ]
    return ParsedFeed(kind, told, fresh, len(entries) - len(fresh), digests)


def _refuse_hostile(document: bytes, whole: items.Cut | None, url: str) -> None:
    """Refuse what would keep feedparser busy; libxml2, which reads plain ones, has bounds."""
    if items.too_deep(document, whole) or _too_many_namespaces(document):
        raise _not_a_feed(url, "nested")
    if document.count(b"<") + document.count(b"&") > _MARKS_MAX and not items.is_strict_xml(
        document
    ):
        raise _not_a_feed(url, "too_large")


def _too_many_namespaces(document: bytes) -> bool:
    """Say whether more prefixes are bound than any feed needs: feedparser compares them all."""
    few = document.count(b"xmlns:") <= _PREFIXES_MAX
    return not few and len(set(_PREFIX.findall(document))) > _PREFIXES_MAX


def _read_unseen(whole: items.Cut, reading: Reading, seen: frozenset[str]) -> ParsedFeed | None:
    """Return what is new in a document that can be cut; None when it must be read whole."""
    unseen = [digest for digest in whole.digests if digest not in seen]
    if len(unseen) == len(whole.digests):
        return None
    rest = whole.without(seen)
    parsed = _read_plain(rest, whole, reading, seen)
    if parsed is not None:
        return parsed
    if not items.is_strict_xml(whole.body):
        return None
    _refuse_hostile(whole.body, whole, reading.url)
    told = channel.from_frame(whole.frame(), reading.url)
    base = reading.url if has_base(whole.body) else ""
    entries, _, broken = raw_entries(rest, base)
    if told is None or broken or len(entries) != len(unseen):
        return None
    kind = _ROOT_KINDS[whole.root]
    reading = replace(reading, says_what_is_text=kind == "atom")
    fresh = [
        to_entry(entry, digest, reading, told)
        for entry, digest in zip(entries, unseen, strict=True)
    ]
    return ParsedFeed(kind, told, fresh, len(whole.digests) - len(unseen), whole.digests)


def _read_plain(
    document: bytes, whole: items.Cut, reading: Reading, seen: frozenset[str]
) -> ParsedFeed | None:
    """Return what ``document`` says, which is the unseen part of ``whole``, when it is ordinary."""
    if whole.root not in plainfeed.ROOTS or has_base(document):
        return None
    unseen = [digest for digest in whole.digests if digest not in seen]
    found = plainfeed.read_items(document, whole.root, count=len(unseen))
    told = channel.from_frame(whole.frame(), reading.url) if found is not None else None
    if found is None or told is None:
        return None
    kind = _ROOT_KINDS[whole.root]
    reading = replace(reading, says_what_is_text=kind == "atom")
    fresh = [
        to_entry(raw, digest, reading, told) for raw, digest in zip(found, unseen, strict=True)
    ]
    return ParsedFeed(kind, told, fresh, len(whole.digests) - len(unseen), whole.digests)


def _defused(document: bytes) -> bytes:
    """Return ``document`` without entities that could swell and characters that there are not.

    feedparser stops at a reference to half a character, and the whole document would be lost.
    """
    document = _REFERENCE.sub(_existing, document)
    head_end = document.find(b"<!ENTITY", 0, 65536)
    if head_end < 0:
        return document

    def keep(found: re.Match[bytes]) -> bytes:
        return found[0] if len(found[0]) <= _ENTITY_MAX and b"&" not in found[0] else b""

    return _ENTITY.sub(keep, document)


def _existing(reference: re.Match[bytes]) -> bytes:
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    exists = 0 < number < 0xD800 or 0xDFFF < number < 0x110000
    return reference[0] if exists else "\N{REPLACEMENT CHARACTER}".encode()


def _digest_of(entry: Any) -> str:
    """Return a digest of what feedparser read, for items whose own bytes cannot be told apart."""
    # The parsed dates are constants here (see the handler above), so the text decides.
    return blake2b(repr(sorted(entry.items())).encode(), digest_size=16).hexdigest()


def _kind(version: str) -> Kind:
    if version.startswith("atom"):
        return "atom"
    return "rdf" if version in {"rss10", "rss090"} else "rss"


def _looks(document: bytes, root: bytes) -> str:
    if root == b"html" or _HTML_INSIDE.search(document[:4096]):
        return "html"
    if b"\x00" in document[:4096]:
        return "binary"
    if document[:200].lstrip().startswith(b"<"):
        return "xml" if document[:200].lstrip().startswith(b"<?xml") else "html"
    return "text"


def _not_a_feed(url: str, looks: str) -> ParseError:
    return ParseError("not a feed", url=url, where="document", looks=looks)
