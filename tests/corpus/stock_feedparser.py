"""Print what feedparser, as it is installed and as nobody has set it, reads in the files named.

A program of its own, because the product sets feedparser's reader and date grammars for the whole
process. One JSON line per file: its name and its entries.
"""

from __future__ import annotations

import io
import json
import sys
import warnings
from pathlib import Path
from typing import Any

import feedparser

ADDRESS = "https://outlet.example/feed"


def main() -> None:
    """Read the files named on the command line."""
    warnings.simplefilter("ignore")
    for name in sys.argv[1:]:
        body = Path(name).read_bytes()
        result = feedparser.parse(
            io.BytesIO(body),  # feedparser opens a bytes argument as a file name first
            # An address of the document is only told where it has a base that may be relative to
            # it: else feedparser joins it to some identities, and those are kept as printed.
            response_headers={"content-location": ADDRESS} if b"base=" in body else {},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        told = {
            "file": Path(name).name,
            "version": result.get("version") or "",
            "bozo": bool(result.bozo),
            "entries": [_plain(entry) for entry in result.entries],
        }
        sys.stdout.write(json.dumps(told) + "\n")


def _plain(value: Any) -> Any:
    """Return plain dictionaries, lists and strings, without the times that feedparser parsed."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in dict.items(value) if not key.endswith("_parsed")}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


if __name__ == "__main__":
    main()
