"""A browser's connection to the desk, without a browser: it counts what comes over the wire."""

from __future__ import annotations

import gzip
import http.client
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

#: Longest wait for an answer, seconds.
_PATIENCE_S = 60


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer.

    Attributes:
        body: as it was written, unpacked.
        sent_bytes: length of the body as it was sent.
    """

    status: int
    content_type: str
    body: bytes
    sent_bytes: int

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode("utf-8", "replace")


class Client:
    """One person's kept-alive connection, which unpacks gzip as browsers do."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.netloc, timeout=_PATIENCE_S)
        self._headers = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "none"}

    def sign_in(self, name: str, password: str) -> None:
        """Sign in through the form, and keep the session."""
        told = urlencode({"username": name, "password": password})
        self._connection.request(
            "POST", "/-/lagesbild/logga-in", told,
            {"Content-Type": "application/x-www-form-urlencoded"},
        )  # fmt: skip
        answer = self._connection.getresponse()
        answer.read()
        cookie = answer.headers.get("set-cookie", "")
        assert answer.status == 303, f"{name} could not sign in: {answer.status}"
        self._headers["Cookie"] = cookie.partition(";")[0]

    def get(self, address: str) -> Answer:
        """Ask for a page."""
        try:
            answer = self._asked(address)
        except http.client.RemoteDisconnected:  # left waiting too long between two pages
            answer = self._asked(address)
        sent = answer.read()
        packed = answer.headers.get("content-encoding") == "gzip"
        return Answer(
            status=answer.status,
            content_type=answer.headers.get("content-type", ""),
            body=gzip.decompress(sent) if packed else sent,
            sent_bytes=len(sent),
        )

    def _asked(self, address: str) -> http.client.HTTPResponse:
        self._connection.request("GET", address, headers=self._headers)
        return self._connection.getresponse()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
