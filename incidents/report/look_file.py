"""Reads the printed look of a region from ``utseende.toml`` in the state folder."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from incidents.report.render.look import DEFAULT_LOOK, LOGO_HEIGHT_MM, Logo, Look
from incidents.report.render.pdf import has_font
from monitor.core.errors import InputError, SettingsError

#: The file's name in the state folder; pictures and fonts are named from there.
FILE = "utseende.toml"
_KNOWN = frozenset(
    {
        "farg", "typsnitt", "typsnitt_pdf", "typsnitt_mapp",
        "logotyp", "logotyp_text", "logotyp_hojd_mm",
    }
)  # fmt: skip


def load_look(state: Path) -> Look:
    """Return the region's look; the product's own where there is no file.

    Raises:
        SettingsError: a name that is not known, a file that is not there, a colour too pale.
    """
    path = state / FILE
    try:
        with path.open("rb") as file:
            given = tomllib.load(file)
    except FileNotFoundError:
        return DEFAULT_LOOK
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(name=FILE, why="filen går inte att läsa som TOML.") from error
    for name in given:
        if name not in _KNOWN:
            raise SettingsError(name=f"{FILE}: {name}", why="den finns inte. Ta bort den.")
    try:
        return _look(given, state)
    except InputError as error:
        name = f"{FILE}: {error.facts['field']}"
        raise SettingsError(name=name, why=error.facts["why"]) from error


def _look(given: dict[str, Any], state: Path) -> Look:
    folder = _text(given, "typsnitt_mapp", "")
    look = Look(
        colour=_text(given, "farg", DEFAULT_LOOK.colour),
        font=_text(given, "typsnitt", DEFAULT_LOOK.font),
        pdf_font=_text(given, "typsnitt_pdf", DEFAULT_LOOK.pdf_font),
        font_folder=state / folder if folder else None,
        logo=_logo(given, state),
    )
    if not has_font(look):
        why = f"”{look.pdf_font}” finns inte bland filerna i typsnitt_mapp (.ttf eller .otf)."
        raise InputError(field="typsnitt_pdf", why=why)
    return look


def _logo(given: dict[str, Any], state: Path) -> Logo | None:
    name = _text(given, "logotyp", "")
    if not name:
        return None
    try:
        data = (state / name).read_bytes()
    except OSError as error:
        raise InputError(field="logotyp", why=f"Filen {name} går inte att läsa.") from error
    height = given.get("logotyp_hojd_mm", LOGO_HEIGHT_MM)
    if not isinstance(height, int):
        raise InputError(field="logotyp_hojd_mm", why="Skriv ett heltal.")
    return Logo(data, _text(given, "logotyp_text", ""), height)


def _text(given: dict[str, Any], name: str, default: str) -> str:
    value = given.get(name, default)
    if not isinstance(value, str):
        raise InputError(field=name, why="Skriv värdet inom citattecken.")
    return value
