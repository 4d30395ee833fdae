from __future__ import annotations

import gzip
import zlib
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.intake.unpack import EncodingError, TooLargeError, unpack


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@given(body=st.binary(max_size=400))
@settings(max_examples=60)
def test_whatever_was_packed_comes_back(body: bytes) -> None:
    if body.startswith(b"\x1f\x8b\x08"):
        return
    assert unpack(gzip.compress(body), ["gzip"], limit=1000) == body
    assert unpack(zlib.compress(body), [" Deflate "], limit=1000) == body
    assert unpack(raw_deflate(body), ["deflate"], limit=1000) == body


def test_members_that_follow_each_other_are_one_body() -> None:
    assert (
        unpack(gzip.compress(b"a", mtime=0) + gzip.compress(b"b", mtime=0), ["gzip"], limit=9)
        == b"ab"
    )
    assert unpack(gzip.compress(b"a", mtime=0) + b"rubbish", ["gzip"], limit=9) == b"a"


def test_a_gzip_file_is_unpacked_without_having_said_so() -> None:
    assert unpack(gzip.compress(b"<urlset/>", mtime=0), [""], limit=99) == b"<urlset/>"


def test_the_limit_holds_for_each_layer() -> None:
    bomb = gzip.compress(b" " * 100_000)

    with pytest.raises(TooLargeError):
        unpack(bomb, ["gzip"], limit=1000)
    with pytest.raises(TooLargeError):
        unpack(gzip.compress(bomb), ["gzip", "gzip"], limit=1000)
    with pytest.raises(TooLargeError):
        unpack(b"x" * 1001, [], limit=1000)
    assert len(unpack(gzip.compress(b"x" * 1000), ["gzip"], limit=1000)) == 1000


@pytest.mark.parametrize(
    ("body", "encodings"),
    [
        (gzip.compress(b"abc", mtime=0)[:-9], ["gzip"]),
        (b"\x1f\x8b\x08rubbish", ["gzip"]),
        (b"x", ["br"]),
        (b"x", ["gzip", "gzip", "gzip"]),
        (b"\xff\xff\xff", ["deflate"]),
    ],
)
def test_what_cannot_be_undone_is_told(body: bytes, encodings: list[str]) -> None:
    with pytest.raises(EncodingError):
        unpack(body, encodings, limit=1000)


@given(seed=st.integers(0, 9), members=st.integers(1, 3), size=st.integers(3000, 40_000))
@settings(max_examples=40)
def test_long_bodies_come_back_whole(seed: int, members: int, size: int) -> None:
    parts = [Random(seed + n).randbytes(size) for n in range(members)]
    packed = b"".join(gzip.compress(part, mtime=0) for part in parts)

    assert unpack(packed, ["gzip"], limit=members * size) == b"".join(parts)
    with pytest.raises(TooLargeError):
        unpack(packed, ["gzip"], limit=members * size - 1)
    with pytest.raises(EncodingError):
        unpack(gzip.compress(parts[0])[:-9], ["gzip"], limit=size)


def test_an_ordinary_document_is_unpacked_and_one_that_only_swells_is_not() -> None:
    rows = "".join(f"<item><title>Rubrik {n}</title></item>" for n in range(60_000)).encode()
    limit = 10_000_000

    assert unpack(zlib.compress(rows), ["deflate"], limit=limit) == rows
    with pytest.raises(TooLargeError):
        unpack(zlib.compress(b" " * 5_000_000), ["deflate"], limit=limit)
