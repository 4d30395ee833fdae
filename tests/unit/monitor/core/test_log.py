from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.core import log


def crash() -> None:
    try:
        raise ValueError("hemligt")  # noqa: TRY301
    except ValueError as error:
        log.crash("prov", error, id=7)


def test_a_crash_is_one_line_on_stderr_and_whole_in_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.start_logging(folder=tmp_path)

    crash()

    told = capsys.readouterr().err
    assert 1 == len(told.splitlines())
    assert "event=prov id=7 error=ValueError" in told
    assert "Traceback" in (tmp_path / log.FILE).read_text()


def test_verbose_shows_the_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    log.start_logging(verbose=True)

    crash()

    assert "Traceback" in capsys.readouterr().err


def test_what_goes_well_leaves_no_file(tmp_path: Path) -> None:
    log.start_logging(folder=tmp_path)

    log.event("round", sources=3)

    assert [] == list(tmp_path.iterdir())


def test_a_value_with_spaces_is_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    log.start_logging(verbose=True)

    log.event("round", title="två ord", empty="")

    assert 'title="två ord" empty=""' in capsys.readouterr().err


@pytest.mark.parametrize(
    "hostile",
    ["a\nlevel=ERROR event=x", "a\r\nb", "a\u2028b", "a\x1b[2Jb", 'a" level=ERROR', "a\\"],
)
def test_what_comes_from_outside_is_one_value_of_one_line(
    hostile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log.start_logging(verbose=True)

    log.event("page", path=hostile)

    told = capsys.readouterr().err.removesuffix("\n")
    assert told.isprintable()
    assert hostile == json.loads(told.partition(" path=")[2])


def test_a_line_begins_with_the_time_in_utc(capsys: pytest.CaptureFixture[str]) -> None:
    before = datetime.now(UTC)
    log.start_logging(verbose=True)

    log.event("round")

    said = datetime.fromisoformat(capsys.readouterr().err.split()[0])
    # Milliseconds are cut off, not rounded.
    assert before - timedelta(milliseconds=1) <= said <= datetime.now(UTC)
