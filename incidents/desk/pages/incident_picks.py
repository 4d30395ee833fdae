"""What of an incident's own records its forms let a person choose: (value, text) by field.

A value is a row's id, or "claim:7" where rows of several tables stand in one list.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from monitor.core.store import Row

Choices = list[tuple[Any, str]]
#: Longest text of a choice, characters.
LONGEST = 70
#: Most statements to choose an answer from.
MOST = 60


def brief(text: str) -> str:
    """Return the text on one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    return f"{line[:LONGEST].rsplit(' ', 1)[0]} …"


def _named(table: str, said: str, pairs: Choices) -> Choices:
    return [(f"{table}:{key}", f"{said}: {text}") for key, text in pairs]


def picks(found: dict[str, Any]) -> dict[str, Choices]:
    """Return the choices among an incident's loaded records."""
    articles: Choices = [
        (row["id"], brief(f"{row['outlet_short']}: {row['title']}")) for row in found["articles"]
    ]
    statements = [(row["id"], _who_said(row)) for row in found["statements"]]
    circumstances: Choices = [(row["id"], brief(row["wording"])) for row in found["circumstances"]]
    claims = _named("claim", "Påstående", [_wording(row) for row in found["claims"]])
    enquiries = found["enquiries"]
    questions = found["questions"]
    asked = _named(
        "enquiry", "Mediefråga", [(row["id"], brief(row["question"])) for row in enquiries]
    )
    ours = _named("question", "Vår fråga", [_wording(row) for row in questions])
    waiting = {row["id"] for row in enquiries if not row["answered_at"]}
    unanswered = [pair for pair in asked if int(pair[0].split(":")[1]) in waiting]
    said = _named("statement", "Uttalande", statements)
    return {
        "articles": articles,
        "statements": statements,
        "received": [
            (row["id"], _who_said(row)) for row in found["statements"] if row["direction"] != "out"
        ],
        "circumstances": circumstances,
        "answerable": [*unanswered, *ours, *claims],
        "related": [*said, *claims, *asked, *ours],
        "against": [*claims, *said],
        "against_by": [
            *_named("circumstance", "Omständighet", circumstances),
            *_named("article", "Artikel", articles),
        ],
    }


def statement_choices(rows: Sequence[Row], incident_id: int | None = None) -> Choices:
    """Return our approved statements, this incident's before others', the newest of them."""
    ordered = sorted(rows, key=lambda row: row["incident_id"] != incident_id)
    return [_wording(row) for row in ordered[:MOST]]


def _wording(row: Row) -> tuple[Any, str]:
    return row["id"], brief(row["wording"])


def _who_said(row: Row) -> str:
    return brief(f"{row['speaker'] or row['organisation'] or 'okänd'}: {row['wording']}")
