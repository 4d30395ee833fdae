"""The report as a tree of values: what is frozen, and what every format is made from.

Pure: no clock, no store, no network.

A document has one title, sections in order, blocks in sections and runs in blocks. Nothing in it
is markup: each renderer escapes for its own format. Words are cleaned when a run is made, so that
the same characters are frozen, digested and printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit, urlunsplit

from monitor.core.errors import InputError

Kind = Literal["extra", "weekly"]

_BREAKS = re.compile("\r\n|[\t-\r\x1c-\x1f\x85\u2028\u2029]")
#: Controls, lone surrogates, private use, noncharacters, and the invisible characters that turn
#: the reading order or hide words (Unicode TR 36). Joiners and the soft hyphen stay.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_PLANE_END = re.compile(
    "[" + "".join(chr((p << 16) + n) for p in range(1, 15) for n in (0xFFFE, 0xFFFF)) + "]"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_URL_SAFE = "%/:?#@!$&'*+,;=~-._"


def clean(text: str) -> str:
    """Return the text composed (NFC), on one line, without characters that no format can print."""
    flat = _BREAKS.sub(" ", text)
    return unicodedata.normalize("NFC", _PLANE_END.sub("", _UNPRINTABLE.sub("", flat)))


def web_address(url: str) -> str | None:
    """Return the address in plain ASCII if it may stand in a report, else None.

    Only http, https and mailto may: anything else could run code in the reader's program.
    """
    try:
        parts = urlsplit(clean(url).strip())
        host = parts.hostname
        port = parts.port
    except ValueError:
        return None
    if parts.scheme == "mailto" and "@" in parts.path:
        return quote(urlunsplit(parts), safe=_URL_SAFE)
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    if not re.fullmatch(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?|[0-9a-f:.]+", ascii_host):
        return None
    shown = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    netloc = shown if port is None else f"{shown}:{port}"
    rest = quote(urlunsplit(("", "", parts.path, parts.query, parts.fragment)), safe=_URL_SAFE)
    return f"{parts.scheme}://{netloc}{rest}"


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean(self.text))


@dataclass(frozen=True, slots=True)
class Strong:
    """Words of weight, such as "Rättelse:"."""

    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean(self.text))


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words in italics."""

    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean(self.text))


@dataclass(frozen=True, slots=True)
class Language:
    """Words in another language than the document's; ``lang`` is a BCP 47 tag, as "en"."""

    text: str
    lang: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean(self.text))
        if not _LANGUAGE.fullmatch(self.lang):
            raise InputError(field="språk", why=f"”{clean(self.lang)}” är ingen språkkod.")


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an http, https or mailto address.

    Raises:
        InputError: the address is none of these; see :func:`link_or_text`.
    """

    text: str
    url: str

    def __post_init__(self) -> None:
        address = web_address(self.url)
        if address is None:
            raise InputError(field="länk", why=f"”{clean(self.url)}” är ingen webbadress.")
        object.__setattr__(self, "url", address)
        object.__setattr__(self, "text", clean(self.text))


Run = Text | Strong | Emphasis | Language | Link
Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, a paragraph by itself."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class ListBlock:
    """An unordered list."""

    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with one row of column headings; the first cell of each row is its heading.

    Raises:
        InputError: a row has not as many cells as there are columns.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "caption", clean(self.caption))
        object.__setattr__(self, "header", tuple(clean(cell) for cell in self.header))
        object.__setattr__(self, "rows", tuple(tuple(map(clean, row)) for row in self.rows))
        if not self.header or any(len(row) != len(self.header) for row in self.rows):
            raise InputError(field="tabell", why="Alla rader måste ha lika många celler.")


Block = Paragraph | Quote | ListBlock | TableBlock


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under its own H2; without a heading it continues the head.

    Attributes:
        key: stable English name, as "circumstances"; see ``incidents.report.sections``.
    """

    key: str
    heading: str | None
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        if self.heading is not None:
            object.__setattr__(self, "heading", clean(self.heading))


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    Attributes:
        number: as "2026-E01"; a draft has none yet.
        series: the series' name, the document's only H1.
        compiled_at: database text of the as-of instant.
        compiled: the printed line, as "Sammanställd: 2026-03-09 klockan 20.00".
        producer: who made it, for the formats' own metadata.
        reason: the clause above the series, in italics; only extra reports have one.
        period: the weekly's printed line "Avser perioden …".
        registry_number: diarienummer.
    """

    number: str | None
    kind: Kind
    series: str
    compiled_at: str
    compiled: str
    producer: str
    sections: tuple[Section, ...]
    reason: str | None = None
    period: str | None = None
    registry_number: str | None = None

    def __post_init__(self) -> None:
        for name in (
            "number",
            "series",
            "compiled",
            "producer",
            "reason",
            "period",
            "registry_number",
        ):
            value: str | None = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, clean(value))

    @property
    def title(self) -> str:
        """Return the number and the series: the document's title outside itself."""
        return self.series if self.number is None else f"{self.number} {self.series}"

    @property
    def colophon(self) -> str:
        """Return the line at the end with the numbers to cite, or an empty text."""
        parts = []
        if self.number is not None:
            parts.append(f"Rapport {self.number}.")
        if self.registry_number is not None:
            parts.append(f"Diarienummer {self.registry_number}.")
        return " ".join(parts)

    @property
    def footer(self) -> str:
        """Return what stands on every page: a page that went astray tells how old it is."""
        return f"{self.colophon} {self.compiled.replace(':', '', 1)}.".lstrip()


def link_or_text(text: str, url: str | None) -> Run:
    """Return a link where the address may stand in a report, else the words alone."""
    if url is None or web_address(url) is None:
        return Text(text)
    return Link(text, url)


def plain(runs: Iterable[Run]) -> str:
    """Return the words alone."""
    return "".join(run.text for run in runs)


def normalise(runs: Iterable[Run]) -> Runs:
    """Return the runs without empty ones, neighbouring texts joined, weight not put on spaces."""
    out: list[Run] = []
    for run in runs:
        for piece in _without_edge_spaces(run):
            last = out[-1] if out else None
            if isinstance(piece, Text) and isinstance(last, Text):
                out[-1] = Text(last.text + piece.text)
            elif piece.text:
                out.append(piece)
    return tuple(out)


def _without_edge_spaces(run: Run) -> Iterable[Run]:
    if not run.text.strip():
        return (Link(run.url, run.url),) if isinstance(run, Link) else (Text(run.text),)
    if isinstance(run, Text):
        return (run,)
    core = run.text.strip()
    start = run.text.index(core)
    before, after = Text(run.text[:start]), Text(run.text[start + len(core) :])
    middle: Run
    match run:
        case Link(url=url):
            middle = Link(core, url)
        case Language(lang=lang):
            middle = Language(core, lang)
        case Strong():
            middle = Strong(core)
        case Emphasis():
            middle = Emphasis(core)
    return (before, middle, after)
