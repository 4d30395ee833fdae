"""A message in words: a mail with text first, or a subject and a link for a webhook.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from markupsafe import Markup

from incidents.alert.lines import Line
from incidents.record import addresses
from monitor.core.clock import local

#: So many lines stand in a mail; the rest are told as a number and stand in the desk.
SHOWN = 12
_SUBJECT_MAX = 140

#: What several of a kind are called.
_MANY = {
    "flag": "nya träffar",
    "approval": "saker att godkänna",
    "changed": "ändrade artiklar",
    "enquiry": "frågor vars svarstid går ut",
    "action": "åtgärder som ska vara klara",
    "silent": "flöden som inte går att lita på",
    "gap": "tider utan jour",
    "taken": "saker som någon har tagit",
}


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a mail says.

    Attributes:
        sections: (heading or "", lines) in order.
        take: address where it is taken; empty for none.
        foot: last sentence.
    """

    subject: str
    sections: Sequence[tuple[str, Sequence[Line]]]
    desk_url: str = ""
    take: str = ""
    foot: str = ""
    lead: str = ""


def subject(kind: str, lines: Sequence[Line], *, bare: bool = False) -> str:
    """Return a subject: the first thing, or how many; "och n till" when kinds are mixed.

    Args:
        bare: without anybody's words, for webhooks.
    """
    if kind == "test":
        return "Prov från Lägesbild"
    first = (lines[0].bare if bare else lines[0].text) if lines else "Avisering från Lägesbild"
    if len(lines) > 1 and kind in _MANY:
        said = f"{len(lines)} {_MANY[kind]}"
        first = said if bare else f"{said}: {_headline(first)}"
    elif len(lines) > 1:
        first = f"{first} och {len(lines) - 1} till"
    one_line = " ".join(first.split())
    return one_line if len(one_line) <= _SUBJECT_MAX else f"{one_line[: _SUBJECT_MAX - 1]}…"


def _headline(text: str) -> str:
    return text.removeprefix("Ny träff: ")


def text_of(letter: Letter) -> str:
    """Return the plain text, which comes first in the mail."""
    parts = [letter.lead] if letter.lead else []
    for heading, rows in letter.sections:
        if heading:
            parts.append(heading.upper())
        for row in rows[:SHOWN]:
            told = [row.text, row.note, addresses.whole(letter.desk_url, row.path)]
            parts.append("\n".join(one for one in told if one))
        if len(rows) > SHOWN:
            parts.append(_rest(len(rows)))
    if letter.take:
        parts.append(f"Jag tar den:\n{letter.take}")
    if letter.foot:
        parts.append(letter.foot)
    return "\n\n".join(parts) + "\n"


def _rest(count: int) -> str:
    return f"… och {count - SHOWN} till. De står på sidan Aviseringar."


def html_of(letter: Letter) -> str:
    """Return the same as a page that fits a phone; no pictures, nothing fetched."""
    body = Markup("")
    if letter.lead:
        body += Markup("<p>{}</p>").format(letter.lead)
    for heading, rows in letter.sections:
        if heading:
            body += Markup("<h2>{}</h2>").format(heading)
        body += Markup("<ul>{}</ul>").format(
            Markup("").join(_row(letter, row) for row in rows[:SHOWN])
        )
        if len(rows) > SHOWN:
            body += Markup("<p>{}</p>").format(_rest(len(rows)))
    if letter.take:
        body += Markup('<p><a href="{}"><strong>Jag tar den</strong></a></p>').format(letter.take)
    if letter.foot:
        body += Markup("<p>{}</p>").format(letter.foot)
    return str(_PAGE.format(letter.subject, letter.subject, body))


_PAGE = Markup(
    '<!doctype html><html lang="sv"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{}</title></head>'
    '<body style="font: 1rem/1.5 system-ui, sans-serif; max-width: 38rem; margin: 0; '
    'padding: 1rem; overflow-wrap: anywhere"><h1 style="font-size: 1.25rem">{}</h1>{}</body></html>'
)


def _row(letter: Letter, row: Line) -> Markup:
    note = Markup("<br>{}").format(row.note) if row.note else Markup("")
    href = addresses.whole(letter.desk_url, row.path)
    if not letter.desk_url:
        return Markup("<li>{}{}</li>").format(row.text, note)
    return Markup('<li><a href="{}">{}</a>{}</li>').format(href, row.text, note)


def mail_of(letter: Letter, sender: str, to: str, message_id: str, at: datetime) -> EmailMessage:
    """Return the mail: text first, then the page.

    Args:
        message_id: the same at every attempt, so that a repeat can be known.
        at: when it was planned.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(local(at))
    message["Message-ID"] = message_id
    # Told by a program: nobody's holiday message comes back.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text_of(letter))
    message.add_alternative(html_of(letter), subtype="html")
    message["Content-Language"] = "sv"
    return message
