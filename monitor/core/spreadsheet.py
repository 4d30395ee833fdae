"""What a spreadsheet would run when it opens a table of ours.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from typing import Final

#: A cell that begins so is run as a formula; the last four are what East Asian keyboards give.
FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER: Final = re.compile(r"-?\d+([.,]\d+)?")


def as_text(cell: str) -> str:
    """Return a cell that no spreadsheet runs: an apostrophe goes before what would be a formula."""
    if cell.startswith(FORMULA_MARKS) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
