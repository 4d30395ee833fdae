"""The printed look, which a region may set; the structure is never part of it.

Pure: no clock, no store, no network. :mod:`incidents.report.look_file` reads it from its file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from monitor.core.errors import InputError

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FONT = re.compile(r"[A-Za-zÅÄÖåäö][A-Za-zÅÄÖåäö0-9 -]{0,60}")
#: WCAG 2.2, success criterion 1.4.3: text against its background, white here.
LEAST_CONTRAST = 4.5
#: A logo travels in every file of every report.
LOGO_MAX_KB = 200
LOGO_HEIGHT_MM = 14
_LOGO_KINDS: dict[bytes, Literal["png", "jpeg"]] = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg"}
_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
#: What is read as one word and never broken over two lines: 2026-E01, H-2026-011, RVM 2026-0311,
#: 2026-03-09, klockan 20.30, 9 mars, 25 minuter, 1 h 35 min. Also read by the typesetter, so no
#: more than both dialects know.
UNBROKEN = re.compile(
    r"\b(?:(?:[A-ZÅÄÖ]{1,6}[- ])?\d{4}-[EV]?\d{2,4}(?:-\d{2})?|klockan \d{1,2}(?:\.\d{2})?"
    rf"|\d{{1,2}} (?:{_MONTHS})"
    r"|(?:\d+ h )?\d+ (?:min|minuter|h|timmar|dagar|veckor|procent|kronor))\b"
)


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture above the report.

    Attributes:
        data: a PNG or JPEG file.
        alt: what it shows, for those who listen: usually the organisation's name.
        height_mm: printed height.

    Raises:
        InputError: another kind of file, too large, or no alternative text.
    """

    data: bytes
    alt: str
    height_mm: int = LOGO_HEIGHT_MM

    def __post_init__(self) -> None:
        if self.kind is None:
            raise InputError(field="logotyp", why="Bilden måste vara en PNG- eller JPEG-fil.")
        if len(self.data) > LOGO_MAX_KB * 1024:
            raise InputError(field="logotyp", why=f"Bilden får vara högst {LOGO_MAX_KB} kB.")
        if not self.alt.strip():
            why = "Skriv vad logotypen visar, till exempel regionens namn, för den som lyssnar."
            raise InputError(field="logotyp_text", why=why)
        if not 5 <= self.height_mm <= 40:
            raise InputError(field="logotyp_hojd_mm", why="Höjden ska vara 5 till 40 mm.")

    @property
    def kind(self) -> Literal["png", "jpeg"] | None:
        """Return the picture's format by its first bytes."""
        kinds = (kind for start, kind in _LOGO_KINDS.items() if self.data.startswith(start))
        return next(kinds, None)


@dataclass(frozen=True, slots=True)
class Look:
    """Colour, fonts and logo of the printed formats.

    Attributes:
        colour: "#rrggbb" of headings and links, with contrast 4.5 at least against white.
        font: family of the HTML and DOCX; readers without it see their own sans serif.
        pdf_font: family of the PDF, which must be at hand: "Libertinus Serif" always is.
        font_folder: where the PDF's font files lie, when it is another.

    Raises:
        InputError: a value has another form, or the colour is too pale to read.
    """

    colour: str = "#12456b"
    font: str = "Calibri"
    pdf_font: str = "Libertinus Serif"
    font_folder: Path | None = None
    logo: Logo | None = None

    def __post_init__(self) -> None:
        if not _COLOUR.fullmatch(self.colour):
            raise InputError(field="farg", why="Färgen skrivs som # och sex tecken 0–9, a–f.")
        found = contrast(self.colour)
        if found < LEAST_CONTRAST:
            told = f"{found:.1f}".replace(".", ",")
            why = (
                f"{self.colour} har kontrasten {told} mot vitt papper och blir svår att läsa."
                " Välj en mörkare färg: kontrasten ska vara minst 4,5."
            )
            raise InputError(field="farg", why=why)
        for name in (self.font, self.pdf_font):
            if not _FONT.fullmatch(name):
                raise InputError(field="typsnitt", why=f"”{name}” är inget namn på ett typsnitt.")


def contrast(colour: str) -> float:
    """Return the contrast of a colour "#rrggbb" against white, 1 to 21 (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def is_numeric(cells: tuple[str, ...]) -> bool:
    """Return whether a column holds nothing but numbers, which are read from the right."""
    return bool(cells) and all(re.fullmatch(r"[−-]?\d[\d\s,.]*", cell) for cell in cells)


DEFAULT_LOOK = Look()
