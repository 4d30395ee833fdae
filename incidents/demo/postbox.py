"""A small mail server on loopback that receives the fictional week's reports.

It speaks just enough SMTP (RFC 5321) for the product's own sending. Mailboxes at
:data:`CLOSED` do not exist any more, so that the demo has an address that bounces.
"""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from email.policy import default
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Final, Self

#: Domain whose mailboxes are refused.
CLOSED: Final = "stangd.rvm.example"
#: Longest line that is read, bytes; SMTP allows 1,000.
_LINE_MAX: Final = 4096


class Postbox:
    """Receives letters on 127.0.0.1 from a thread, until closed. Use as a context manager.

    Attributes:
        letters: (recipient, message) in the order received.
    """

    def __init__(self) -> None:
        self.letters: list[tuple[str, Message]] = []
        self._lock = Lock()
        self._server = _Server(self)
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Return the port it listens on."""
        return int(self._server.server_address[1])

    def keep(self, recipients: list[str], body: bytes) -> None:
        """Put a letter into each recipient's box."""
        letter = message_from_bytes(body, policy=default)
        with self._lock:
            self.letters += [(recipient, letter) for recipient in recipients]

    def close(self) -> None:
        """Stop receiving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        """Return the running server."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop receiving."""
        self.close()


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, postbox: Postbox) -> None:
        self.postbox = postbox
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(StreamRequestHandler):
    timeout = 30
    disable_nagle_algorithm = True
    server: _Server

    def handle(self) -> None:
        self._recipients: list[str] = []
        self._say("220 postbox.example")
        while line := self.rfile.readline(_LINE_MAX):
            words = line.decode("utf-8", "replace").strip()
            verb = words[:4].upper()
            if verb == "QUIT":
                self._say("221 Bye")
                return
            self._answer(verb, words)

    def _answer(self, verb: str, words: str) -> None:
        if verb == "RCPT":
            self._recipient(words)
        elif verb == "DATA":
            self._letter()
        elif verb in {"HELO", "EHLO", "MAIL", "RSET", "NOOP"}:
            if verb in {"MAIL", "RSET"}:
                self._recipients = []
            self._say("250 OK")
        else:
            self._say("502 Not implemented")

    def _recipient(self, words: str) -> None:
        address = words.partition("<")[2].partition(">")[0]
        if address.endswith(f"@{CLOSED}"):
            self._say("550 5.1.1 Mailbox closed")
            return
        self._recipients.append(address)
        self._say("250 OK")

    def _letter(self) -> None:
        if not self._recipients:
            self._say("503 No recipients")
            return
        self._say("354 Go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b"."))
        self.server.postbox.keep(self._recipients, b"".join(lines))
        self._say("250 OK")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
