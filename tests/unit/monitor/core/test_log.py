from __future__ import annotations

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
