"""A small mail server on loopback: speaks enough SMTP to take, refuse and drop messages."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Post:
    """What the server does and what it got.

    Attributes:
        refuses: part of an address -> the answer to its RCPT command, "550 ...".
        drops: part of an address; the line is cut when that message's data have come.
        got: (recipient, message) in the order they were accepted.
    """

    refuses: dict[str, str] = field(default_factory=dict)
    drops: str = ""
    got: list[tuple[str, bytes]] = field(default_factory=list)
    port: int = 0

    @property
    def to(self) -> list[str]:
        return [address.partition("@")[0] for address, _ in self.got]


class _Handler(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        post: Post = self.server.post
        self.say("220 brev.example ESMTP")
        address = ""
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"RCPT":
                address = line.decode().partition("<")[2].partition(">")[0]
                self.say(next((r for part, r in post.refuses.items() if part in address), "250 ok"))
            elif verb == b"DATA":
                self.say("354 go on")
                message = self.message()
                if post.drops and post.drops in address:
                    return
                post.got.append((address, message))
                self.say("250 taken")
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 brev.example" if verb in {b"EHLO", b"HELO"} else "250 ok")

    def message(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    post: Post


@contextmanager
def running(post: Post) -> Iterator[Post]:
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.post = post
        post.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield post
        finally:
            server.shutdown()
            thread.join()
