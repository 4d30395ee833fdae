"""What is handed out, as files: a readable page, text, a table (CSV), JSON; and the letter.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any, Final

from markupsafe import Markup, escape

from incidents.keep.disclose_grounds import told
from incidents.keep.disclose_kinds import KINDS, Record
from monitor.core.clock import from_text, local
from monitor.core.messages import label
from monitor.core.spreadsheet import as_text
from monitor.core.store import Row
from monitor.core.times import Calendar, clock_text, date_text

#: Format -> (content type, suffix of the file's name), in the order that people choose.
FORMATS: Final = {
    "html": ("text/html; charset=utf-8", "html"),
    "text": ("text/plain; charset=utf-8", "txt"),
    "csv": ("text/csv; charset=utf-8", "csv"),
    "json": ("application/json; charset=utf-8", "json"),
}
_YEARLY: Final = Calendar()
_STYLE: Final = (
    "body{font:1rem/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;"
    "color:#1b1b1b;background:#fff}h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}"
    "h3{font-size:1rem;margin:1.5rem 0 .25rem}dl{margin:0}dt{font-weight:600}"
    "dd{margin:0 0 .5rem;white-space:pre-wrap;overflow-wrap:anywhere}"
)
_APPEAL: Final = (
    "Du har rätt att få ett skriftligt beslut av {own} om det som inte lämnas ut. Säg till oss om "
    "du vill ha det. Vi frågar inte vem du är eller vad du ska använda handlingarna till.\n\n"
    "Det skriftliga beslutet kan du överklaga till kammarrätten (6 kap. 7 och 8 §§ OSL). Skriv "
    "vilket beslut du överklagar, hur du vill att det ska ändras och varför, och hur domstolen når "
    "dig. Skicka överklagandet till {own}, inte till kammarrätten. Det måste ha kommit in till oss "
    "inom tre veckor från den dag då du fick del av beslutet. Vi prövar om överklagandet har "
    "kommit in i tid och skickar det vidare om vi inte ändrar beslutet så som du vill."
)


@dataclass(frozen=True, slots=True)
class Package:
    """What is handed out.

    Attributes:
        disclosure: the request's row, with ``asked_for``, ``incident`` and ``outlet``.
        records: as they may be read: what is masked is covered already.
        masks: the masks' rows.
        own: our organisation's long name.
    """

    disclosure: Row
    records: tuple[Record, ...]
    masks: tuple[Row, ...]
    own: str


def files(package: Package) -> dict[str, bytes]:
    """Return every format of :data:`FORMATS`."""
    return {
        "html": _html(package).encode(),
        "text": _text(package).encode(),
        "csv": _csv(package).encode("utf-8-sig"),
        "json": _json(package).encode(),
    }


def scope(disclosure: Row) -> str:
    """Return in Swedish what a request is about: kinds, period and limits."""
    said = f"{disclosure['asked_for']}, {period_said(disclosure)}"
    if disclosure["incident"]:
        said += f", i händelse {disclosure['incident']}"
    if disclosure["outlet"]:
        said += f", som gäller {disclosure['outlet']}"
    if disclosure["words"]:
        said += f", med orden ”{disclosure['words']}”"
    return said[:1].upper() + said[1:]


def period_said(disclosure: Row) -> str:
    """Return "9 mars 2026 till och med 11 mars 2026"; with clock times when not whole days."""
    start, end = from_text(disclosure["period_from"]), from_text(disclosure["period_to"])
    if local(start).hour or local(start).minute or local(end).hour or local(end).minute:
        return f"{_when(start)} till {_when(end)}"
    first, last = date_text(start, _YEARLY), date_text(end - timedelta(minutes=1), _YEARLY)
    return first if first == last else f"{first} till och med {last}"


def _when(at: Any) -> str:
    return f"{date_text(at, _YEARLY)} {clock_text(at)}"


def letter(package: Package) -> str:
    """Return what is said of what is not handed out, and how to appeal; empty when all is."""
    disclosure = package.disclosure
    if disclosure["status"] == "refused":
        grounds = [disclosure["refusal_ground"]]
        opening = "De begärda handlingarna lämnas inte ut."
    elif package.masks:
        grounds = list(dict.fromkeys(mask["ground"] for mask in package.masks))
        number = len(package.masks)
        some = "En uppgift" if number == 1 else f"{number} uppgifter"
        opening = f"{some} i handlingarna lämnas inte ut och är maskade."
        opening = opening.replace("är maskade", "är maskad") if number == 1 else opening
    else:
        return ""
    asked = _when(from_text(disclosure["asked_at"]))
    rests = "\n".join(f"– {told(ground)}." for ground in grounds)
    rests += "\nOSL är offentlighets- och sekretesslagen (2009:400)."
    parts = [
        f"Svar på begäran {disclosure['number']}, som kom {asked}",
        f"Begäran gäller: {scope(disclosure)}.",
        f"{opening} Grunden är:\n{rests}",
        _APPEAL.format(own=package.own),
    ]
    return "\n\n".join(parts) + "\n"


def _heading(package: Package) -> list[tuple[str, str]]:
    disclosure = package.disclosure
    masks = len(package.masks)
    return [
        ("Begäran", disclosure["number"]),
        ("Gäller", scope(disclosure)),
        ("Begärd", _when(from_text(disclosure["asked_at"]))),
        ("Utlämnad", _when(from_text(disclosure["decided_at"]))),
        ("Poster", str(len(package.records))),
        ("Maskade uppgifter", str(masks) if masks else "inga"),
    ]


def _grouped(package: Package) -> Iterator[tuple[str, list[Record]]]:
    for kind, found in groupby(package.records, key=lambda record: record.kind):
        yield kind, list(found)


def _title(kind: str) -> str:
    said = label("disclosure_kind", kind)
    return said[:1].upper() + said[1:]


def _named(record: Record) -> list[tuple[str, str]]:
    names = KINDS[record.kind].names
    return [(said, record.fields[name]) for name, said in names.items() if name in record.fields]


def _text(package: Package) -> str:
    lines = [f"Allmänna handlingar från {package.own}", ""]
    lines += [f"{name}: {said}" for name, said in _heading(package)]
    for kind, found in _grouped(package):
        lines += ["", "", _title(kind).upper()]
        for record in found:
            lines += ["", f"Nr {record.row_id}"]
            lines += [f"{name}: {said}" for name, said in _named(record)]
    closing = letter(package)
    return "\n".join(
        [*lines, *(["", "", "DET SOM INTE LÄMNAS UT", "", closing] if closing else [])]
    )


def _html(package: Package) -> str:
    parts = [
        Markup(
            '<!doctype html><html lang="sv"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width">'
            "<title>Allmänna handlingar, {}</title><style>{}</style></head><body><main>"
            "<h1>Allmänna handlingar från {}</h1>"
        ).format(package.disclosure["number"], Markup(_STYLE), package.own),  # noqa: S704 - ours
        _definitions(_heading(package)),
    ]
    for kind, found in _grouped(package):
        parts.append(Markup("<h2>{}</h2>").format(_title(kind)))
        for record in found:
            parts.append(Markup("<h3>Nr {}</h3>").format(record.row_id))
            parts.append(_definitions(_named(record)))
    closing = letter(package)
    if closing:
        parts.append(Markup("<h2>Det som inte lämnas ut</h2>"))
        parts += [Markup("<p>{}</p>").format(_lines(part)) for part in closing.split("\n\n")]
    parts.append(Markup("</main></body></html>\n"))
    return str(Markup("").join(parts))


def _lines(text: str) -> Markup:
    return Markup("<br>").join(text.strip().split("\n"))


def _definitions(pairs: list[tuple[str, str]]) -> Markup:
    rows = (Markup("<dt>{}</dt><dd>{}</dd>").format(name, escape(said)) for name, said in pairs)
    return Markup("<dl>{}</dl>").format(Markup("").join(rows))


def _csv(package: Package) -> str:
    """Return one table for all kinds; semicolons, since that is what Swedish spreadsheets read."""
    kinds = dict.fromkeys(record.kind for record in package.records)
    columns = dict.fromkeys(said for kind in kinds for said in KINDS[kind].names.values())
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Slag av handling", "Nr", *columns])
    for record in package.records:
        fields = dict(_named(record))
        cells = [as_text(fields.get(column, "")) for column in columns]
        writer.writerow([_title(record.kind), record.row_id, *cells])
    return out.getvalue()


def _json(package: Package) -> str:
    disclosure = package.disclosure
    value = {
        "number": disclosure["number"],
        "asked_for": json.loads(disclosure["kinds"]),
        "period": {"from": disclosure["period_from"], "before": disclosure["period_to"]},
        "asked_at": disclosure["asked_at"],
        "released_at": disclosure["decided_at"],
        "records": [
            {
                "kind": record.kind,
                "id": record.row_id,
                "at": record.at,
                "fields": dict(_named(record)),
            }
            for record in package.records
        ],
        "masks": [
            {
                "kind": mask["kind"],
                "id": mask["row_id"],
                "field": KINDS[mask["kind"]].names[mask["field"]],
                "whole": mask["start_at"] is None,
                "ground": mask["ground"],
            }
            for mask in package.masks
        ],
        "appeal": letter(package),
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
