"""Logs: one ``key=value`` line per event on stderr, in UTC; ids rather than texts.

What comes from outside is written so that it can neither begin a line of its own nor pass for
another key.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

_LOGGER = logging.getLogger("lagesbild")
_FORM = "%(asctime)s.%(msecs)03dZ level=%(levelname)s %(message)s"
_TIME = "%Y-%m-%dT%H:%M:%S"
#: What needs no quotes: neither space nor quotes, and no "=" that would look like a key.
_BARE = re.compile(r"[^\s\"\\=]+")
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
    handler.setFormatter((_InUtc if verbose else _OneLine)(_FORM, _TIME))
    _LOGGER.handlers[:] = [handler]
    if folder is not None and folder.is_dir() and os.access(folder, os.W_OK):
        # Opened at the first line, so that a command that goes well leaves no file.
        kept = RotatingFileHandler(
            folder / FILE, maxBytes=_FILE_BYTES, backupCount=3, delay=True, encoding="utf-8"
        )
        kept.setFormatter(_InUtc(_FORM, _TIME))
        kept.setLevel(logging.WARNING)
        _LOGGER.addHandler(kept)
    _LOGGER.setLevel(logging.INFO if verbose else logging.WARNING)
    _LOGGER.propagate = False


class _InUtc(logging.Formatter):
    """Says when in UTC, wherever the machine stands and whatever the season."""

    def converter(self, timestamp: float | None) -> time.struct_time:
        """Return the time in UTC."""
        return time.gmtime(timestamp)


class _OneLine(_InUtc):
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
    text = str(value)
    if text.isprintable() and _BARE.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=not text.isprintable())
