"""The XML reader that feedparser is given: the standard library's, handing text on in one piece.

The standard reader reports text line by line and entity by entity, and feedparser does a dozen
look-ups for each report; gathering first makes real feeds a third faster to read.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from typing import Final
from xml.parsers import expat
from xml.sax import expatreader

#: Longest run of text that is reported at once, in bytes.
_BUFFER: Final = 1 << 20


class GatheringReader(expatreader.ExpatParser):
    """Reports each run of text once."""

    # The base class's own; the type stubs do not name it.
    _parser: expat.XMLParserType

    def reset(self) -> None:
        """Begin a document."""
        super().reset()
        self._parser.buffer_text = True
        self._parser.buffer_size = _BUFFER


def create_parser() -> GatheringReader:
    """Return a reader; the name that :func:`xml.sax.make_parser` looks for."""
    return GatheringReader()
