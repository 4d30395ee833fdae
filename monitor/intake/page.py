"""Small readings of HTML source that need no tree.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import html
import re
from typing import Final

from monitor.intake.charset import header_charset, usable

#: Longest page that is read, in bytes. Real article pages stay under 4 MB.
PAGE_MAX: Final = 8 * 1024 * 1024

_ATTRIBUTE = re.compile(
    r"([A-Za-z_:][\w:.-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>=`]+))", re.DOTALL
)
_META_CHARSET = re.compile(
    rb"<meta\b[^<>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE
)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})")


def attributes(tag: str) -> dict[str, str]:
    """Return attribute name (lower case) -> value (entities resolved) of one start tag's source."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(tag):
        found.setdefault(name.lower(), html.unescape(double or single or bare))
    return found


def decode(body: bytes, content_type: str | None) -> str:
    """Return the page as text, at most :data:`PAGE_MAX` bytes of it.

    The order of trust: byte order mark, bytes that are valid UTF-8, the meta element, the HTTP
    header, windows-1252. ISO 8859-1 is read as windows-1252, as browsers do.
    """
    body = body[:PAGE_MAX]
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if body.startswith(mark):
            return body[2:].decode(name, "replace")
    body = body.removeprefix(b"\xef\xbb\xbf")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(body) - 4 and len(body) == PAGE_MAX:
            return body.decode("utf-8", "ignore")  # our own cut went through a character
        return _decode_named(body, content_type)
    return text


def _decode_named(body: bytes, content_type: str | None) -> str:
    for pattern in (_META_CHARSET, _XML_CHARSET):
        match = pattern.search(body[:8192])
        if match is not None:
            break
    meta = usable(match[1].decode("ascii")) if match else None
    for name in (meta, usable(header_charset(content_type))):
        if name in {"iso8859-1", "ascii", "latin-1"}:
            continue
        if name == "utf-8" and not _mostly_utf8(body):
            continue
        if name is not None:
            return body.decode(name, "replace")
    if _mostly_utf8(body):
        return body.decode("utf-8", "replace")
    return body.decode("cp1252", "replace")


def _mostly_utf8(body: bytes) -> bool:
    """Say whether damaged characters are rare among those beyond ASCII: UTF-8 with a slip."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return broken * 10 < beyond
