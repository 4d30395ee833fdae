"""A small web server on loopback that answers exactly what a test tells it to."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

Script = bytes | Callable[[socket.socket, "Asked"], None]


class Asked:
    """One request that reached the server."""

    def __init__(self, head: bytes) -> None:
        first, *rest = head.decode("latin-1").split("\r\n")
        self.method, self.path, _ = first.split(" ", 2)
        self.headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)
        }


class Web:
    """Scripts by path, and what was asked. A path without a script answers 404."""

    def __init__(self) -> None:
        self.scripts: dict[str, Script] = {}
        self.asked: list[Asked] = []
        self.open = self.most_open = 0
        lock = threading.Lock()
        web = self

        class Handler(socketserver.BaseRequestHandler):
            counted = 0

            def handle(self) -> None:
                head = b""
                while b"\r\n\r\n" not in head:
                    part = self.request.recv(65536)
                    if not part:
                        return
                    head += part
                asked = Asked(head.partition(b"\r\n\r\n")[0])
                with lock:
                    web.asked.append(asked)
                    self.counted = 1
                    web.open += 1
                    web.most_open = max(web.most_open, web.open)
                try:
                    plain = asked.path.partition("?")[0]
                    script = web.scripts.get(asked.path, web.scripts.get(plain, reply(404, b"nej")))
                    if callable(script):
                        script(self.request, asked)
                    else:
                        # All but the last byte: whoever has the whole answer may ask for the
                        # next before this thread runs again.
                        self.request.sendall(script[:-1])
                        self._done()
                        self.request.sendall(script[-1:])
                except OSError:
                    pass
                finally:
                    self._done()

            def _done(self) -> None:
                with lock:
                    web.open -= self.counted
                self.counted = 0

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 128

        self._server = Server(("127.0.0.1", 0), Handler)
        self.host, self.port = "127.0.0.1", int(self._server.server_address[1])
        self.base = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def reply(self, path: str, body: bytes | str, status: int = 200, **headers: str) -> str:
        """Script a whole answer and return its address; header names take _ for -."""
        data = body.encode() if isinstance(body, str) else body
        self.scripts[path] = reply(status, data, **headers)
        return self.base + path

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def reply(status: int, body: bytes, **headers: str) -> bytes:
    told = {"Content-Length": str(len(body)), "Connection": "close"}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


@pytest.fixture
def web() -> Iterator[Any]:
    server = Web()
    yield server
    server.close()
