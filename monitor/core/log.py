"""Logs: one ``key=value`` line per event on stderr; ids rather than texts, no personal data."""

from __future__ import annotations

import logging
import sys
from typing import Any

_LOGGER = logging.getLogger("lagesbild")


def start_logging(*, verbose: bool = False) -> None:
    """Send the product's log lines to stderr; quiet unless asked or something is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s level=%(levelname)s %(message)s"))
    _LOGGER.handlers[:] = [handler]
    _LOGGER.setLevel(logging.INFO if verbose else logging.WARNING)
    _LOGGER.propagate = False


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
