"""The door to the mail server: hands over one message at a time and tells what became of it.

Without a server the messages are written as files, one per message id, into the outbox.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol, Self

from monitor.core.settings import Settings

#: Seconds that the server may be silent.
TIMEOUT_S = 30.0


@dataclass(frozen=True)
class Outcome:
    """What became of a message.

    Attributes:
        status: sent; bounced, the server refused for good; delayed, it may be tried again;
            unreachable, the server did not answer and nothing was handed over; unknown, the line
            broke while the message was handed over.
        error: Swedish sentence, empty when sent.
    """

    status: Literal["sent", "bounced", "delayed", "unreachable", "unknown"]
    error: str = ""


class Mailer(Protocol):
    """Hands over messages; a context manager."""

    @property
    def repeats_safely(self) -> bool:
        """Return whether sending a message twice leaves one."""
        ...

    def send(self, message: EmailMessage, recipient: str) -> Outcome:
        """Hand over one message to one address."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def open_mailer(settings: Settings) -> Mailer:
    """Return the mailer that the settings name."""
    if settings.smtp_host:
        return SmtpMailer(settings)
    return FileMailer(settings.outbox)


class FileMailer:
    """Writes each message as ``<message id>.eml`` in a folder."""

    repeats_safely = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage, recipient: str) -> Outcome:
        """Write one message; the same message id overwrites."""
        name = re.sub(r"[^\w.@-]", "", str(message["Message-ID"])) or "brev"
        try:
            write_whole(self.folder / f"{name}.eml", message.as_bytes(policy=SMTP))
        except OSError:
            return Outcome("delayed", f"Brevet till {recipient} gick inte att skriva i mappen.")
        return Outcome("sent")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it.

    Raises:
        OSError: the folder cannot be written to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)


class SmtpMailer:
    """One connection to the server, opened at the first message and again when it broke."""

    repeats_safely = False

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._smtp: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, recipient: str) -> Outcome:
        """Hand over one message."""
        try:
            smtp = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            self._smtp = None
            return Outcome("unreachable", _unreachable(error))
        try:
            smtp.send_message(message, self.settings.mail_from, [recipient])
        except smtplib.SMTPRecipientsRefused as error:
            code, words = error.recipients[recipient]
            return _refused(code, words)
        except smtplib.SMTPResponseException as error:
            self._forget()
            return _refused(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError:
            return Outcome("bounced", f"Servern kan inte skicka till adressen {recipient}.")
        except (OSError, smtplib.SMTPException):
            self._forget()
            return Outcome(
                "unknown",
                "Förbindelsen bröts medan brevet lämnades. Fråga mottagaren innan du skickar igen.",
            )
        return Outcome("sent")

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is not None:
            try:
                if self._smtp.noop()[0] == 250:
                    return self._smtp
            except (OSError, smtplib.SMTPException):
                self._forget()
        self._smtp = smtplib.SMTP(
            self.settings.smtp_host, self.settings.smtp_port, timeout=TIMEOUT_S
        )
        if self.settings.smtp_starttls:
            context = ssl.create_default_context(cafile=self.settings.ca_file or None)
            self._smtp.starttls(context=context)
        if self.settings.smtp_user:
            self._smtp.login(self.settings.smtp_user, self.settings.smtp_password)
        return self._smtp

    def _forget(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._smtp is None:
            return
        try:
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            self._forget()


def _unreachable(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "E-postservern godtar inte inloggningen. Kontrollera användarnamn och lösenord."
    if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return "Det gick inte att skydda förbindelsen till e-postservern. Inget är skickat."
    return "E-postservern svarar inte. Nytt försök görs av sig självt."


def _refused(code: int, words: bytes | str) -> Outcome:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    told = " ".join(text.split())[:200]
    if code >= 500:
        return Outcome("bounced", f"Servern tog inte emot brevet: {code} {told}")
    return Outcome("delayed", f"Servern bad om ett nytt försök senare: {code} {told}")
