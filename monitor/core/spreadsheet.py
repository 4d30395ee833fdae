"""Tables for spreadsheets: what they would run as a formula, and how a Swedish Excel reads them.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

#: A cell that begins so is run as a formula; the last four are what East Asian keyboards give.
FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER: Final = re.compile(r"-?\d+([.,]\d+)?")
#: A Swedish Excel parts a file with commas at its semicolons, and an English one the other way
#: round: what stands after one would be a cell of its own. A dash after a comma, or first on a
#: line, is how people write prices and lists.
_CELL_WITHIN: Final = re.compile(
    r"(?<=.)(?:[;\t]\"*(?=[=+\-@＝＋－＠])|[,\r\n]\"*(?=[=+@＝＋＠]))", re.DOTALL
)


def as_text(cell: str) -> str:
    """Return a cell that no spreadsheet runs: an apostrophe goes before what would be a formula.

    So it does within the cell, where another mark between the cells would begin one.
    """
    cell = _CELL_WITHIN.sub(lambda found: f"{found[0]}'", cell)
    if cell.startswith(FORMULA_MARKS) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


#: What a Swedish Excel needs to see that a file is UTF-8.
_MARK: Final = "\ufeff"


def sheet(heads: Sequence[str], rows: Iterable[Sequence[str | int | float | None]]) -> bytes:
    """Return a table as a file that a Swedish Excel opens right when it is double-clicked.

    Semicolons between the cells, commas within numbers, and nothing that is run as a formula.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([as_text(head) for head in heads])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return (_MARK + out.getvalue()).encode()


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")
    return as_text(str(value))
