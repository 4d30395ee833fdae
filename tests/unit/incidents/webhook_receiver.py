"""A real HTTP receiver of webhooks on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """A real HTTP receiver.

    Attributes:
        status: what every post is answered with; 0: the line is cut without an answer.
        got: (path, JSON) of each post.
    """

    status: int = 200
    got: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    url: str = ""
    place: str = ""


@contextmanager
def receiving() -> Iterator[Receiver]:
    told = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.got.append((self.path, json.loads(body)))
            if not told.status:
                return
            self.send_response(told.status)
            self.send_header("Content-Length", "0")
            if 300 <= told.status < 400:
                self.send_header("Location", told.url + "/other")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.place = f"127.0.0.1:{server.server_address[1]}"
    told.url = f"http://{told.place}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
