"""One request on its way, over all its hops.

Pure: no clock, no store, no network; the fetcher tells the time as monotonic seconds.
"""

from __future__ import annotations

from monitor.core import urls
from monitor.intake.answer import Request
from monitor.intake.guard import Target


class Transfer:
    """What is known of a request so far.

    Attributes:
        url: what is asked next; ``target`` is where that may go.
        seen: every address asked.
        permanent: where permanent redirects led before any other kind of hop.
        first_host: whose waiting line it stood in.
        reason: why the transfer was broken off, when it was.
    """

    __slots__ = (
        "begun", "body", "first_host", "header_bytes", "headers", "hop_begun", "hops", "permanent",
        "permanent_so_far", "reason", "request", "seen", "status", "target", "url",
    )  # fmt: skip

    def __init__(self, request: Request) -> None:
        self.request = request
        self.url = urls.request_form(request.url) or request.url
        self.permanent = request.url
        self.permanent_so_far = True
        self.first_host = ""
        self.target: Target | None = None
        self.hops = 0
        self.seen = {self.url}
        self.begun = self.hop_begun = 0.0
        self.clear()

    def clear(self) -> None:
        """Forget the last hop's answer."""
        self.status = 0
        self.headers: dict[str, str] = {}
        self.header_bytes = 0
        self.body: list[bytes] = []
        self.reason = ""
