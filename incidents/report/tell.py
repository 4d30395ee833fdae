"""What Teams and webhooks are told of a report: its number and a link, and no more than was chosen.

The report itself never goes that way, for nobody knows who reads a channel or how long it is kept.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from incidents.record import addresses
from incidents.report.render.mail import mail_subject
from incidents.report.tree import Document


def told(document: Document, form: str, desk_url: str) -> tuple[str, str]:
    """Return the subject and the text of a post.

    Args:
        document: the frozen report.
        form: summary, with the reason or the period and the time; or link.
        desk_url: the desk's own address; without it the text says where to look.
    """
    subject = mail_subject(document)
    number = document.number or ""
    lines = []
    if form == "summary":
        lines = [part for part in (document.reason, document.period) if part]
        lines.append(f"{document.compiled}.")
    if desk_url:
        lines.append(addresses.whole(desk_url, addresses.report(number)))
    else:
        lines.append("Läs rapporten i Lägesbild.")
    return subject, "\n\n".join(lines)
