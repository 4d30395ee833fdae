from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from monitor.core.errors import NotFoundError, StoreDamagedError, StoreError
from monitor.intake import evidence

PAGE = "<h1>Nytt journalsystem saknar rätt märkning</h1>".encode()


def test_a_body_comes_back_as_it_was_served(tmp_path: Path) -> None:
    digest = evidence.keep(tmp_path, PAGE)

    assert evidence.load(tmp_path, digest) == PAGE
    assert evidence.path_of(tmp_path, digest).exists()


def test_the_same_body_is_kept_once_and_nothing_else_lies_about(tmp_path: Path) -> None:
    evidence.keep(tmp_path, PAGE)
    evidence.keep(tmp_path, PAGE)

    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_copy_that_was_changed_is_not_believed(tmp_path: Path) -> None:
    digest = evidence.keep(tmp_path, PAGE)

    evidence.path_of(tmp_path, digest).write_bytes(gzip.compress(PAGE + b"!"))
    with pytest.raises(StoreDamagedError):
        evidence.load(tmp_path, digest)

    evidence.path_of(tmp_path, digest).write_bytes(b"rubbish")
    with pytest.raises(StoreDamagedError):
        evidence.load(tmp_path, digest)


def test_a_removed_copy_is_told_as_missing(tmp_path: Path) -> None:
    digest = evidence.keep(tmp_path, PAGE)

    assert evidence.remove(tmp_path, digest)
    assert not evidence.remove(tmp_path, digest)
    with pytest.raises(NotFoundError):
        evidence.load(tmp_path, digest)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")

    with pytest.raises(StoreError):
        evidence.keep(blocked, PAGE)
