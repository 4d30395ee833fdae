"""Logs: one ``key=value`` line per event on stderr; ids rather than texts, no personal data."""

from __future__ import annotations

import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

_LOGGER = logging.getLogger("lagesbild")
_FORM = "%(asctime)s level=%(levelname)s %(message)s"
#: The log file's name in the state folder.
FILE = "lagesbild.log"
#: When the file is put aside and a new one begun, bytes.
_FILE_BYTES = 2_000_000


def start_logging(*, verbose: bool = False, folder: Path | None = None) -> None:
    """Send the product's log lines to stderr; quiet unless asked or something is wrong.

    Args:
        verbose: also what went well, and tracebacks on stderr.
        folder: where ``lagesbild.log`` is kept, which takes the tracebacks that people are not
            shown; left out while there is no such folder.
    """
    logging.raiseExceptions = False  # a full disk must not put a trace on the screen
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter((logging.Formatter if verbose else _OneLine)(_FORM))
    _LOGGER.handlers[:] = [handler]
    if folder is not None and folder.is_dir() and os.access(folder, os.W_OK):
        # Opened at the first line, so that a command that goes well leaves no file.
        kept = RotatingFileHandler(
            folder / FILE, maxBytes=_FILE_BYTES, backupCount=3, delay=True, encoding="utf-8"
        )
        kept.setFormatter(logging.Formatter(_FORM))
        kept.setLevel(logging.WARNING)
        _LOGGER.addHandler(kept)
    _LOGGER.setLevel(logging.INFO if verbose else logging.WARNING)
    _LOGGER.propagate = False


class _OneLine(logging.Formatter):
    """Leaves the traceback out."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        """Return nothing."""
        del ei
        return ""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, with the kind of error at its end."""
        line = super().format(record).rstrip("\n")
        if record.exc_info and record.exc_info[0]:
            line += f" error={record.exc_info[0].__name__}"
        record.exc_text = None  # the file's handler makes its own
        return line


def event(name: str, **facts: Any) -> None:
    """Log that something happened."""
    _LOGGER.info(_line(name, facts))


def trouble(name: str, **facts: Any) -> None:
    """Log that something went wrong and was taken care of."""
    _LOGGER.warning(_line(name, facts))


def crash(name: str, error: BaseException, **facts: Any) -> None:
    """Log a surprise with its traceback; used only where a blind except is allowed."""
    _LOGGER.error(_line(name, facts), exc_info=error)


def _line(name: str, facts: dict[str, Any]) -> str:
    told = " ".join(f"{key}={_value(value)}" for key, value in facts.items())
    return f"event={name} {told}".strip()


def _value(value: Any) -> str:
    text = str(value).replace("\n", " ")
    return f'"{text}"' if " " in text or not text else text
