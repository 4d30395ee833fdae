"""The demo's mail server, spoken to by the standard library's own client."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from smtplib import SMTP, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException

import pytest

from incidents.demo.postbox import CLOSED, Postbox


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with Postbox() as running:
        yield running


def _letter(*recipients: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = "lagesbild@rvm.example"
    letter["To"] = ", ".join(recipients)
    letter["Subject"] = "Extrainsatt rapport"
    letter.set_content("Första raden.\n.en rad som börjar med punkt\nÅÄÖ\n")
    return letter


def test_a_letter_arrives_word_for_word(postbox: Postbox) -> None:
    with SMTP("127.0.0.1", postbox.port) as client:
        client.send_message(_letter("it.direktor@rvm.example"))

    ((recipient, letter),) = postbox.letters
    assert recipient == "it.direktor@rvm.example"
    assert letter["Subject"] == "Extrainsatt rapport"
    text = letter.get_payload(decode=True)
    assert isinstance(text, bytes)
    assert text.decode().splitlines()[1] == ".en rad som börjar med punkt"


def test_a_closed_mailbox_bounces(postbox: Postbox) -> None:
    with SMTP("127.0.0.1", postbox.port) as client, pytest.raises(SMTPRecipientsRefused) as told:
        client.send_message(_letter(f"vardutveckling@{CLOSED}"))

    assert told.value.recipients[f"vardutveckling@{CLOSED}"][0] == 550
    assert postbox.letters == []


def test_one_closed_mailbox_stops_no_other(postbox: Postbox) -> None:
    with SMTP("127.0.0.1", postbox.port) as client:
        refused = client.send_message(_letter(f"x@{CLOSED}", "it.direktor@rvm.example"))

    assert list(refused) == [f"x@{CLOSED}"]
    assert [recipient for recipient, _ in postbox.letters] == ["it.direktor@rvm.example"]


def test_two_letters_over_one_connection(postbox: Postbox) -> None:
    with SMTP("127.0.0.1", postbox.port) as client:
        client.send_message(_letter("a@rvm.example"))
        client.send_message(_letter("b@rvm.example"))

    assert [recipient for recipient, _ in postbox.letters] == ["a@rvm.example", "b@rvm.example"]


def test_a_letter_to_nobody_and_an_unknown_verb_are_refused(postbox: Postbox) -> None:
    with SMTP("127.0.0.1", postbox.port) as client:
        client.ehlo()
        client.mail("lagesbild@rvm.example")
        with pytest.raises(SMTPResponseException) as told:
            client.data(b"Text")
        assert told.value.smtp_code == 503
        assert client.docmd("EXPN", "alla")[0] == 502
        with pytest.raises(SMTPNotSupportedError):
            client.starttls()
