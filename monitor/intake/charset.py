"""Turn the bytes of a feed into UTF-8, whatever was promised about them.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import codecs
import re
import zlib
from typing import Final

#: Largest feed document that is read, after unpacking. Real feeds stay under 5 MB.
MAX_DOCUMENT: Final = 16 * 1024 * 1024

_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
#: Escape-coded charsets look like ASCII, so bytes that pass as UTF-8 prove nothing.
_ESCAPED = re.compile(r"^(iso-?2022|csiso2022|hz)", re.IGNORECASE)
#: Never decoded: UTF-7 can hide markup from everything that looks at the bytes.
_REFUSED = frozenset({"utf-7", "unicode-1-1-utf-7", "utf7", "u7"})
_WIDE_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE_STARTS = (
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"Lo\xa7\x94", "cp037"),
)


class TooLargeError(ValueError):
    """The unpacked document passes the cap. Stays inside this room: callers name the address."""


def unpack(body: bytes) -> bytes:
    """Return ``body`` without a gzip wrapper (at most one), or as it is when it has none.

    A damaged stream yields what could be read before the damage.

    Raises:
        TooLargeError: more than :data:`MAX_DOCUMENT` bytes, packed or unpacked.
    """
    if len(body) > MAX_DOCUMENT:
        raise TooLargeError
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, MAX_DOCUMENT + 1)
    except zlib.error:
        return b""
    if len(plain) > MAX_DOCUMENT:
        raise TooLargeError
    return plain


def header_charset(content_type: str | None) -> str | None:
    """Return the charset that a Content-Type header names, in lower case."""
    match = _IN_HEADER.search(content_type or "")
    return match[1].lower() if match else None


def usable(name: str | None) -> str | None:
    """Return ``name`` when Python can decode it as text and it is safe to, else None."""
    if not name:
        return None
    try:
        info = codecs.lookup(name)
        codecs.decode(b"", info.name)  # refuses byte-to-byte codecs such as base64
    except (LookupError, TypeError, ValueError):
        return None
    if not isinstance(codecs.decode(b"", info.name), str):
        return None
    return None if name.lower() in _REFUSED or info.name == "utf-7" else info.name


def to_utf8(body: bytes, content_type: str | None) -> bytes:
    """Return the document as UTF-8 bytes without byte order mark.

    The order of trust: byte order mark, bytes that are valid UTF-8, the XML declaration, the
    HTTP header, windows-1252. An encoding named in the XML declaration is left standing there
    and no longer holds.
    """
    for mark, wide in _WIDE_BOMS + _WIDE_STARTS:
        if body.startswith(mark):
            rest = body[len(mark) :] if (mark, wide) in _WIDE_BOMS else body
            return rest.decode(wide, "replace").encode("utf-8", "replace")
    body = body.removeprefix(codecs.BOM_UTF8)
    declared = _declared(body)
    if declared is None or not _ESCAPED.match(declared):
        valid = _valid_utf8(body, may_stop=declared in {None, "utf-8"})
        if valid is not None:
            return valid
    names = (declared, usable(header_charset(content_type)), "cp1252", "iso-8859-2")
    for name in filter(None, names):
        try:
            return body.decode(name).encode("utf-8")
        except UnicodeError:
            continue
    return body.decode("latin-1").encode("utf-8")


def _declared(body: bytes) -> str | None:
    match = _DECLARED.match(body[:400])
    name = match[1].decode("ascii").lower() if match else None
    # gb18030 holds all of gb2312, and pages that say the one often are the other.
    return usable("gb18030" if name == "gb2312" else name)


def _valid_utf8(body: bytes, *, may_stop: bool) -> bytes | None:
    """Return ``body`` when it is valid UTF-8, else None.

    Args:
        may_stop: documents are cut anywhere; half a character at the end is left out.
    """
    if body.isascii():
        return body
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        stops = error.reason == "unexpected end of data" and error.end == len(body)
        return body[: error.start] if may_stop and stops else None
    return body
