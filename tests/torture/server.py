"""A web server on loopback that answers as badly as it is told to.

It listens at two ports. The poller is allowed the first; the second stands for what lies inside
the organisation's own net, and every connection there is a failure of the poller.
"""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import count
from typing import Any, Self

Answer = Callable[["Talk"], None]


class Talk:
    """One request, and the socket to answer it on.

    Attributes:
        step: how many times the same path was asked before.
        base, inside: addresses of the allowed and of the forbidden port.
    """

    def __init__(self, connection: socket.socket, head: bytes, server: HostileServer) -> None:
        first, *rest = head.decode("latin-1").split("\r\n")
        self.path = first.split(" ")[1]
        pairs = (line.partition(":") for line in rest if line)
        self.headers = {name.lower(): value.strip() for name, _, value in pairs}
        self.step = server.step(self.path)
        self.base, self.inside = server.base, server.inside
        self._server = server
        self._connection = connection

    def send(self, data: bytes | str) -> None:
        """Send bytes as they are, and count them."""
        raw = data.encode() if isinstance(data, str) else data
        for start in range(0, len(raw), 65536):
            part = raw[start : start + 65536]
            self._connection.sendall(part)
            self._server.sent += len(part)

    def head(self, status: int = 200, **headers: str) -> None:
        """Send a status line and headers; their names take _ for -."""
        told = {"Content-Type": "application/rss+xml", "Connection": "close"}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in told.items())]
        self.send("\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n")

    def reply(self, body: bytes | str, status: int = 200, **headers: str) -> None:
        """Send a whole answer."""
        raw = body.encode() if isinstance(body, str) else body
        self.head(status, **{"Content-Length": str(len(raw)), **headers})
        self.send(raw)

    def wait(self, seconds: float) -> bool:
        """Keep still; True when the server is stopping."""
        return self._server.stopping.wait(seconds)

    def reset(self) -> None:
        """Break the connection off without a farewell."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()


class HostileServer:
    """Answers by path, on a thread per request; use it as a context.

    Attributes:
        asked: headers of every request, in order.
        sent: bytes that left.
        intruded: connections to the forbidden port.
    """

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = dict(answers)
        self.asked: list[dict[str, str]] = []
        self.sent = self.intruded = 0
        self.stopping = threading.Event()
        self._counters: dict[str, count[int]] = {}
        self._lock = threading.Lock()
        self._open = self._listen(self._answer)
        self._inner = self._listen(self._intruded)
        self.pair = f"127.0.0.1:{self._open.server_address[1]}"
        self.base = f"http://{self.pair}"
        self.inside = f"http://127.0.0.1:{self._inner.server_address[1]}"

    def __enter__(self) -> Self:
        for server in (self._open, self._inner):
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        for server in (self._open, self._inner):
            server.shutdown()
            server.server_close()

    def step(self, path: str) -> int:
        """Return how many times a path was asked before, and count this time."""
        with self._lock:
            return next(self._counters.setdefault(path, count()))

    @staticmethod
    def _listen(answer: Callable[[socket.socket], None]) -> socketserver.ThreadingTCPServer:
        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with suppress(OSError, ValueError, IndexError):
                    answer(self.request)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            block_on_close = False
            request_queue_size = 128

        return Server(("127.0.0.1", 0), Handler)

    def _answer(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            part = connection.recv(65536)
            if not part:
                return
            head += part
        talk = Talk(connection, head.partition(b"\r\n\r\n")[0], self)
        self.asked.append(talk.headers)
        answer = self.answers.get(talk.path.partition("?")[0], _missing)
        answer(talk)

    def _intruded(self, connection: socket.socket) -> None:
        self.intruded += 1
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nHEMLIG")


def _missing(talk: Talk) -> None:
    talk.reply("finns inte", 404)


def fixed(body: bytes | str, status: int = 200, **headers: Any) -> Answer:
    """Return an answer that is always the same."""
    return lambda talk: talk.reply(body, status, **headers)
