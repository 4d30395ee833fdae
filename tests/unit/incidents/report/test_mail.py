from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from email.message import EmailMessage

import pytest
from report_documents import a_correction, a_hostile, a_weekly, an_extra

from incidents.report.render.html import render_html
from incidents.report.render.mail import mail_subject, render_mail
from incidents.report.render.text import render_text
from incidents.report.tree import Document


def _sent(document: Document, pdf: bytes | None = None) -> EmailMessage:
    made = render_mail(
        document, sender="rapport@rvm.example", recipient="chef@rvm.example", pdf=pdf
    )
    return email.message_from_bytes(bytes(made), policy=email.policy.default)


def test_text_comes_first_then_html_then_the_pdf() -> None:
    message = _sent(an_extra(), b"%PDF-1.7")

    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]

    assert kinds == ["text/plain", "text/html", "application/pdf"]
    assert next(p.get_filename() for p in message.iter_attachments()) == "2026-E01.pdf"


def test_both_parts_hold_the_report() -> None:
    message = _sent(an_extra())
    text = message.get_body(("plain",))
    page = message.get_body(("html",))
    assert text is not None
    assert page is not None

    assert render_text(an_extra()) == text.get_content().replace("\r\n", "\n")
    assert render_html(an_extra(), standalone=True) == page.get_content().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (an_extra(), "Extrainsatt rapport 2026-E01, Regional rapport Kompass 2026"),
        (a_weekly(), "Veckorapport 2026-V11, Regional rapport Kompass 2026"),
        (
            a_correction(),
            "Rättelse: extrainsatt rapport 2026-E02, Regional rapport Kompass 2026",
        ),
        (
            replace(an_extra(), number=None),
            "Extrainsatt rapport, Regional rapport Kompass 2026",
        ),
    ],
)
def test_the_subject_tells_what_it_is(document: Document, expected: str) -> None:
    assert expected == mail_subject(document)
    assert expected == _sent(document)["Subject"]


def test_the_sender_is_named() -> None:
    message = _sent(an_extra())

    assert message["From"] == '"Kommunikationsstaben, Region Västmark" <rapport@rvm.example>'
    assert message["To"] == "chef@rvm.example"
    assert message["Content-Language"] == "sv"


def test_no_header_can_be_smuggled_in() -> None:
    message = _sent(a_hostile())

    assert message["Bcc"] is None
    assert "Bcc: a@x.example" in message["Subject"]


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Missing|local"):
        render_mail(an_extra(), sender="x", recipient="a@x.example, b@x.example")


def test_the_same_document_gives_the_same_bytes() -> None:
    assert bytes(_sent(an_extra(), b"x")) == bytes(_sent(an_extra(), b"x"))
