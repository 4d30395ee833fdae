"""Undo a body's compression without ever holding more than a stated number of bytes.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any, Final

#: One layer is what servers send; a second is seen from misconfigured proxies; more is an attack.
_MAX_LAYERS: Final = 2
_GZIP_MAGIC: Final = b"\x1f\x8b\x08"
_GZIP_WINDOW: Final = 31
_ZLIB_WINDOW: Final = 15
_RAW_WINDOW: Final = -15
#: Packed bytes that are tried first, and what they may become. Feeds grow ten- to twentyfold.
_PROBE: Final = 4096
_SWOLLEN: Final = 100 * _PROBE


class TooLargeError(ValueError):
    """The unpacked body is larger than the limit."""


class EncodingError(ValueError):
    """The body cannot be unpacked: cut off, damaged, or packed in a way that we never asked for."""


def unpack(body: bytes, encodings: Sequence[str], *, limit: int) -> bytes:
    """Return the body as it was before its content encodings were applied.

    A body that says gzip and is not packed at all is returned as it is: such servers exist. A body
    that is a gzip *file* (sitemaps, some feeds) is unpacked too, without having said so.

    Args:
        encodings: values of Content-Encoding in the order of the header.
        limit: bytes allowed after each layer.

    Raises:
        TooLargeError: over the limit.
        EncodingError: cannot be unpacked.
    """
    names = [name for name in (text.strip().lower() for text in encodings) if name not in _PLAIN]
    if len(names) > _MAX_LAYERS:
        raise EncodingError(f"{len(names)} layers")
    for name in reversed(names):
        body = _layer(body, name, limit)
    if body.startswith(_GZIP_MAGIC):
        body = _inflate(body, _GZIP_WINDOW, limit)
    if len(body) > limit:
        raise TooLargeError
    return body


_PLAIN: Final = frozenset({"", "identity", "none", "utf-8"})


def _layer(body: bytes, name: str, limit: int) -> bytes:
    if name in {"gzip", "x-gzip"}:
        return _inflate(body, _GZIP_WINDOW, limit) if body.startswith(_GZIP_MAGIC) else body
    if name == "deflate":
        # RFC 9110 means zlib, but some servers send the bare stream.
        wrapped = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
        return _inflate(body, _ZLIB_WINDOW if wrapped else _RAW_WINDOW, limit)
    raise EncodingError(name)


def _inflate(body: bytes, window: int, limit: int) -> bytes:
    """Unpack all members of a stream; ``limit + 1`` bytes are held at most."""
    parts: list[bytes] = []
    held = 0
    rest = body
    while rest:
        stream = zlib.decompressobj(window)
        try:
            part, rest = _member(stream, rest, limit - held)
        except zlib.error as error:
            if parts:
                break  # rubbish after a whole member, as gzip(1) does: keep what was read
            raise EncodingError(str(error)) from error
        held += len(part)
        parts.append(part)
        if held > limit:
            raise TooLargeError
        if not stream.eof:
            raise EncodingError("cut off")
        rest = rest if window == _GZIP_WINDOW else b""
    return b"".join(parts)


def _member(stream: Any, packed: bytes, room: int) -> tuple[bytes, bytes]:
    """Return what one member holds, at most ``room + 1`` bytes, and what stands after it.

    What swells a hundredfold at once is no document, and is not unpacked further: ten megabytes of
    nothing take as long as fifty ordinary feeds.
    """
    part, rest = stream.decompress(packed[:_PROBE], min(_SWOLLEN, room) + 1), packed[_PROBE:]
    if len(part) > _SWOLLEN:
        raise TooLargeError
    if stream.eof:
        return part, stream.unused_data + rest
    more = stream.decompress(stream.unconsumed_tail + rest, max(room - len(part), 0) + 1)
    return part + more, stream.unused_data
