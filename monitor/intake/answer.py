"""What is asked of the net and what comes back, as values.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from monitor.core.errors import FetchError

MB: Final = 1024 * 1024

ACCEPT_FEED: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml,"
    " application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
)
ACCEPT_PAGE: Final = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
ACCEPT_TEXT: Final = "text/plain, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps for one answer and for the whole fetcher.

    Attributes:
        total_s: seconds for all hops of one request together, whatever the server drips.
        body_bytes: both on the wire and unpacked; a request may ask for less.
        concurrency: transfers that may run at once; those slower than ``slow_s`` do not count.
        open_max: transfers at once, slow ones included.
        per_host: transfers at once to one host.
    """

    total_s: float = 30.0
    connect_s: float = 10.0
    body_bytes: int = 10 * MB
    header_bytes: int = 64 * 1024
    header_count: int = 200
    redirects: int = 5
    concurrency: int = 50
    open_max: int = 300
    per_host: int = 4
    slow_s: float = 1.0


@dataclass(frozen=True, slots=True)
class Request:
    """One address to ask.

    Attributes:
        etag, last_modified: validators, byte for byte as the server sent them.
        auth: (user, password), sent to the first origin only.
        max_bytes: smaller cap than the fetcher's own.
        gap_s: seconds to leave between the starts of such requests to one host.
        waits: asked when the others of the run have answered, slow and paced ones aside.
        keep_refusal: an answer that refuses carries its :class:`Fetched` as the fact ``answer``.
        named_by: the address whose answer named this one; empty when a person did.
        tag: handed back untouched.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    auth: tuple[str, str] | None = None
    accept: str = ACCEPT_FEED
    max_bytes: int | None = None
    gap_s: float = 0.0
    waits: bool = False
    keep_refusal: bool = False
    named_by: str = ""
    tag: Any = None

    @property
    def goes_first(self) -> bool:
        """Return whether those that wait are asked after it."""
        return not self.waits and not self.gap_s


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body with status 2xx.

    Attributes:
        headers: names in lower case, the last one of each name.
        final_url: where the body came from after redirects.
        permanent_url: where permanent redirects (301, 308) led before any other kind of hop;
            equal to the request's address when there was none.
        elapsed: seconds over all hops.
    """

    status: int
    body: bytes
    headers: Mapping[str, str]
    final_url: str
    permanent_url: str
    elapsed: float


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server answered 304 to our validators."""

    headers: Mapping[str, str] = field(default_factory=dict)
    permanent_url: str = ""
    elapsed: float = 0.0


Outcome = Fetched | NotModified | FetchError

#: libcurl's numbers (curl.se/libcurl/c/libcurl-errors.html); pycurl names only some of them.
CURL_REASONS: Final = {
    1: "protocol", 3: "bad_url", 5: "dns", 6: "dns", 7: "connect", 8: "protocol", 16: "protocol",
    18: "truncated", 27: "too_large", 28: "timeout", 35: "tls", 43: "protocol", 51: "tls",
    52: "connect", 53: "tls", 54: "tls", 55: "connect", 56: "connect", 58: "tls", 59: "tls",
    60: "tls", 61: "encoding", 63: "too_large", 64: "tls", 77: "tls", 80: "tls", 82: "tls",
    83: "tls", 90: "tls", 91: "tls", 92: "protocol", 95: "protocol", 100: "headers",
}  # fmt: skip
_NAMED: Final = {
    401: "auth_required",
    403: "forbidden",
    404: "not_found",
    407: "auth_required",
    410: "gone",
    429: "rate_limited",
}


def failure(url: str, reason: str, **facts: Any) -> FetchError:
    """Return the error value of a request that gave no usable answer.

    Args:
        reason: a key of ``[source_errors]`` in the catalogue of messages.
        facts: status, retry_after_s, limit_mb and the like.
    """
    facts = {"status": None, "retry_after_s": None, **facts}
    return FetchError(url=url, reason=reason, **facts)


def refused_status(url: str, status: int, headers: Mapping[str, str], now: datetime) -> FetchError:
    """Return the error value of an answer that is neither 2xx, 304 nor a redirect."""
    wait = retry_after_s(headers, now)
    if status in _NAMED:
        reason = _NAMED[status]
    elif status == 503 and wait is not None:
        reason = "rate_limited"
    elif status >= 500:
        reason = "http_5xx"
    elif status >= 400:
        reason = "http_4xx"
    else:
        reason = "protocol"
    return failure(url, reason, status=status, retry_after_s=wait)


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds that Retry-After asks for, or None when it is absent or unreadable.

    A date is measured against the server's own Date header, so that neither clock matters, and
    against ``now`` only when there is none. What is negative or absurd is returned as read: the
    timetable decides what to obey.
    """
    text = headers.get("retry-after", "").strip()
    if re.fullmatch(r"-?\d{1,12}", text):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
        sent = parsedate_to_datetime(headers["date"]) if "date" in headers else now
        return (until - sent).total_seconds()
    except (ValueError, TypeError):
        return None


def request_headers(request: Request) -> list[bytes]:
    """Return what is asked with, validators byte for byte as the server once sent them."""
    headers = [b"Accept: " + request.accept.encode(), b"Accept-Encoding: gzip, deflate"]
    if request.etag:
        headers.append(b"If-None-Match: " + request.etag.encode("latin-1", "replace"))
    if request.last_modified:
        headers.append(b"If-Modified-Since: " + request.last_modified.encode("latin-1", "replace"))
    return headers
