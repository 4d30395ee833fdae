"""A PNG file of one colour, made by hand so that no test needs a picture library."""

from __future__ import annotations

import struct
import zlib


def a_png(width: int = 60, height: int = 20) -> bytes:
    row = b"\0" + b"\x12\x45\x6b" * width
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", size), (b"IDAT", zlib.compress(row * height)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
