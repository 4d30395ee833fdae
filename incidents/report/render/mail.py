"""The report as an e-mail: text first, then HTML, the PDF attached if given.

The same document gives the same bytes.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from dataclasses import replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from incidents.report.render.html import render_html
from incidents.report.render.look import DEFAULT_LOOK, Look
from incidents.report.render.text import render_text
from incidents.report.serial import digest
from incidents.report.tree import Document, clean


def mail_subject(document: Document) -> str:
    """Return the subject line: what it is, its number and its reason, on one line."""
    kind = "Extrainsatt rapport" if document.kind == "extra" else "Veckorapport"
    if any(section.key == "correction" for section in document.sections):
        kind = f"Rättelse: {kind[0].lower()}{kind[1:]}"
    number = "" if document.number is None else f" {document.number}"
    return f"{kind}{number}, {document.series}"


def render_mail(
    document: Document,
    *,
    sender: str,
    recipient: str,
    pdf: bytes | None = None,
    look: Look = DEFAULT_LOOK,
) -> EmailMessage:
    """Return the message to one recipient; ``Date`` and ``Message-ID`` are the sender's to set.

    Addresses are ``name@domain``; the sender's is shown with the document's producer as its
    name. One recipient per message: nobody sees the others.

    Raises:
        ValueError: an address does not hold (``email.errors`` are such).
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name=document.producer, addr_spec=clean(sender).strip())
    message["To"] = Address(addr_spec=clean(recipient).strip())
    message["Subject"] = mail_subject(document)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render_text(document))
    # Mail programs show no pictures that travel inside the text: the logo stays in the PDF.
    html = render_html(document, standalone=True, look=replace(look, logo=None))
    message.add_alternative(html, subtype="html")
    if pdf is not None:
        name = f"{document.number or 'rapport'}.pdf"
        message.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
    message["Content-Language"] = "sv"
    seal = digest(document)[:32]
    for at, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{seal}_{at}")
    return message
