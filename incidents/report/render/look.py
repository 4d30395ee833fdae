"""The printed look, which a region may set; the structure is never part of it.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.core.errors import InputError

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FONT = re.compile(r"[A-Za-z][A-Za-z0-9 -]{0,60}")


@dataclass(frozen=True, slots=True)
class Look:
    """Colour and fonts of the printed formats.

    Attributes:
        colour: "#rrggbb" of headings and links; choose one with contrast 4.5 against white.
        font: family of the HTML and DOCX; readers without it see their own sans serif.
        pdf_font: family of the PDF, which must be at hand: "Libertinus Serif" always is.

    Raises:
        InputError: a value has another form.
    """

    colour: str = "#12456b"
    font: str = "Calibri"
    pdf_font: str = "Libertinus Serif"

    def __post_init__(self) -> None:
        if not _COLOUR.fullmatch(self.colour):
            raise InputError(field="färg", why="Färgen skrivs som # och sex tecken 0–9, a–f.")
        for name in (self.font, self.pdf_font):
            if not _FONT.fullmatch(name):
                raise InputError(field="typsnitt", why=f"”{name}” är inget namn på ett typsnitt.")


DEFAULT_LOOK = Look()
