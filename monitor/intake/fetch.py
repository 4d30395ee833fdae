"""Fetch many addresses at once over one loop, guarded and capped. The only door to pycurl.

Every address is looked at by :class:`monitor.intake.guard.Guard` before it is asked, and the
address that is really dialled again when its socket opens. Redirects are followed by hand, one
guarded hop at a time; neither cookies nor credentials go along to another origin.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from typing import Any, Final

import certifi
import pycurl

from monitor.core import urls
from monitor.core.clock import Clock, SystemClock
from monitor.intake.answer import (
    CURL_REASONS,
    MB,
    Fetched,
    Limits,
    NotModified,
    Outcome,
    Request,
    failure,
    refused_status,
    request_headers,
)
from monitor.intake.guard import Guard
from monitor.intake.lines import HostLines
from monitor.intake.transfer import Transfer
from monitor.intake.turns import Turns
from monitor.intake.unpack import EncodingError, TooLargeError, unpack

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PERMANENT: Final = frozenset({301, 308})
#: How long one wait for sockets may last: a bound on how late a paced request can start.
_PUMP_S: Final = 0.05


class _Slot:
    """A curl handle that is used again and again, with the callbacks that watch its transfer."""

    __slots__ = ("_received", "curl", "guard", "limits", "transfer")

    def __init__(self, guard: Guard, limits: Limits, user_agent: str, ca_file: str) -> None:
        self.guard = guard
        self.limits = limits
        self.transfer: Transfer | None = None
        self._received = 0
        curl = self.curl = pycurl.Curl()
        curl.setopt(pycurl.USERAGENT, user_agent)
        curl.setopt(pycurl.CAINFO, ca_file)
        curl.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        curl.setopt(pycurl.FOLLOWLOCATION, 0)
        curl.setopt(pycurl.HTTP09_ALLOWED, 0)
        # A proxy would be what the guard sees; the net must be reached directly.
        curl.setopt(pycurl.PROXY, "")
        curl.setopt(pycurl.NOSIGNAL, 1)
        curl.setopt(pycurl.CONNECTTIMEOUT_MS, int(limits.connect_s * 1000))
        curl.setopt(pycurl.HTTP_CONTENT_DECODING, 0)
        curl.setopt(pycurl.WRITEFUNCTION, self._on_body)
        curl.setopt(pycurl.HEADERFUNCTION, self._on_header)
        curl.setopt(pycurl.OPENSOCKETFUNCTION, self._on_socket)

    def prepare(self, transfer: Transfer, now: float) -> None:
        """Point the handle at the transfer's next hop."""
        self.transfer = transfer
        self._received = 0
        transfer.clear()
        transfer.hop_begun = now
        request, target, curl = transfer.request, transfer.target, self.curl
        assert target is not None
        left = self.limits.total_s - (now - transfer.begun)
        curl.setopt(pycurl.TIMEOUT_MS, max(1, int(left * 1000)))
        curl.setopt(pycurl.MAXFILESIZE_LARGE, self._cap())
        url = transfer.url
        if target.dial is None:
            curl.unsetopt(pycurl.CONNECT_TO)
        else:
            url = "http://" + url.partition("://")[2]
            curl.setopt(pycurl.CONNECT_TO, ["::{}:{}".format(*target.dial)])
        curl.setopt(pycurl.URL, url)
        curl.setopt(pycurl.HTTPHEADER, request_headers(request))
        if request.auth and urls.origin(transfer.url) == urls.origin(request.url):
            curl.setopt(pycurl.HTTPAUTH, pycurl.HTTPAUTH_BASIC)
            curl.setopt(pycurl.USERPWD, ":".join(request.auth).encode())
        else:
            curl.unsetopt(pycurl.USERPWD)

    def _cap(self) -> int:
        assert self.transfer is not None
        return min(self.limits.body_bytes, self.transfer.request.max_bytes or MB * MB)

    def _on_socket(self, _purpose: int, address: Any) -> Any:
        transfer = self.transfer
        assert transfer is not None
        assert transfer.target is not None
        family, kind, protocol, place = address
        numeric = family in {socket.AF_INET, socket.AF_INET6}
        if not numeric or not self.guard.may_dial(transfer.target, place[0], place[1]):
            transfer.reason = "refused_address"
            return pycurl.SOCKET_BAD
        return socket.socket(family, kind, protocol)

    def _on_header(self, line: bytes) -> int | None:
        transfer = self.transfer
        assert transfer is not None
        transfer.header_bytes += len(line)
        if line.startswith(b"HTTP/"):
            transfer.headers.clear()
        name, colon, value = line.decode("latin-1").partition(":")
        if colon:
            transfer.headers[name.lower()] = value.strip(" \t\r\n")
        limits = self.limits
        if (
            transfer.header_bytes > limits.header_bytes
            or len(transfer.headers) > limits.header_count
        ):
            transfer.reason = "headers"
            return -1
        return None

    def _on_body(self, chunk: bytes) -> int | None:
        transfer = self.transfer
        assert transfer is not None
        self._received += len(chunk)
        if self._received > self._cap():
            transfer.reason = "too_large"
            return -1
        transfer.body.append(chunk)
        return None


class Fetcher:
    """Fetches politely and keeps its connections between calls. Not shared between threads.

    Args:
        user_agent: must tell truthfully who asks and where to complain.
        ca_file: certificates to trust instead of certifi's (tests, an intranet's own).
    """

    def __init__(
        self,
        guard: Guard,
        *,
        user_agent: str,
        limits: Limits | None = None,
        ca_file: str | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._guard = guard
        self._clock = clock or SystemClock()
        self._limits = limits or Limits()
        self._user_agent = user_agent
        self._ca_file = ca_file or certifi.where()
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, self._limits.concurrency * 2)
        self._idle: list[_Slot] = []
        self._active: dict[Any, _Slot] = {}
        self._lines: HostLines[Transfer] = HostLines(self._limits.per_host)
        self._finished = Turns()
        self._drawn: Request | None = None  # one that waits for its turn
        self._first = 0  # under way, and before those that wait
        self._slow = 0
        self._pumped = self._counted = 0.0

    def get(self, request: Request) -> Outcome:
        """Fetch one address and return what came of it."""
        for _, outcome in self.run([request]):
            return outcome
        raise AssertionError("run() yields once for every request")

    def may_ask(self, url: str, named_by: str) -> bool:
        """Tell whether an address would be asked for; see :meth:`Guard.target`."""
        return self._guard.target(url, named_by) is not None

    def submit(self, request: Request) -> None:
        """Add a request to those that the running :meth:`run` will yield."""
        transfer = Transfer(request)
        target = transfer.target = self._guard.target(transfer.url, request.named_by)
        if target is None:
            self._finished.add(request, self._refused(transfer), time.monotonic())
        else:
            transfer.first_host = target.host
            self._first += request.goes_first
            self._lines.add(target.host, transfer, gap_s=request.gap_s)

    def run(
        self, requests: Iterable[Request] = ()
    ) -> Generator[tuple[Request, Outcome], None, None]:
        """Yield (request, outcome) as answers come, also for requests submitted meanwhile.

        Requests are drawn from the iterable only as there is room, so it may be long.
        """
        with closing(self.take_turns(requests)) as turns:
            yield from (answer for answer in turns if answer is not None)

    def take_turns(
        self, requests: Iterable[Request] = ()
    ) -> Generator[tuple[Request, Outcome] | None, None, None]:
        """Yield like :meth:`run`, and None while nothing comes, some ten times a second.

        So the caller can do something else meanwhile, or stop, when servers are slow to answer.
        """
        more = iter(requests)
        try:
            while True:
                more_left = self._draw(more)
                self._start()
                now = time.monotonic()
                if self._finished and now - self._pumped > _PUMP_S:
                    self._pump(0.0)  # the caller took its time: let the others move on
                busy = more_left and not self._finished.is_full
                busy = busy or len(self._active) > self._slow_ones(now)
                answer = self._finished.take(now, busy=busy)
                if answer:
                    yield answer
                elif self._active or self._lines.waiting:
                    self._pump(_PUMP_S)
                    if not self._finished.has_quick:
                        yield None
                elif not more_left:
                    return
        finally:
            self._abandon()

    def close(self) -> None:
        """Drop every transfer and connection."""
        self._abandon()
        self._multi.close()
        for slot in self._idle:
            slot.curl.close()
        self._idle.clear()

    def _abandon(self) -> None:
        """Forget what is under way; nothing is, unless the caller stopped halfway."""
        for slot in self._active.values():
            self._multi.remove_handle(slot.curl)
            slot.transfer = None
            self._idle.append(slot)
        self._active.clear()
        self._finished.clear()
        self._drawn = None
        self._first = 0
        self._lines = HostLines(self._limits.per_host)

    def _draw(self, more: Iterator[Request]) -> bool:
        """Fill the waiting lines; return False once the iterable is empty."""
        while self._lines.waiting < self._limits.concurrency * 4 and not self._finished.is_full:
            request = self._drawn or next(more, None)
            if request is None:
                return False
            first = self._first > self._slow_ones(time.monotonic()) or self._finished.has_quick
            if request.waits and first:
                self._drawn = request
                return True
            self._drawn = None
            self.submit(request)
        return True

    def _start(self) -> None:
        now = time.monotonic()
        while self._has_room(now):
            transfer = self._lines.take(now)
            if transfer is None:
                return
            transfer.begun = now
            self._begin(self._idle.pop() if self._idle else self._new_slot(), transfer, now)

    def _new_slot(self) -> _Slot:
        return _Slot(self._guard, self._limits, self._user_agent, self._ca_file)

    def _has_room(self, now: float) -> bool:
        """Tell whether one more may start: slow ones are let out of the count, up to a bound.

        Without this a few dozen servers that drip would hold up everybody else.
        """
        busy = len(self._active)
        if busy < self._limits.concurrency:
            return True
        if busy >= self._limits.open_max:
            return False
        return busy - self._slow_ones(now) < self._limits.concurrency

    def _slow_ones(self, now: float) -> int:
        if now - self._counted > 0.1:
            self._counted = now
            late = now - self._limits.slow_s
            self._slow = sum(
                1 for slot in self._active.values() if slot.transfer and slot.transfer.begun < late
            )
        return self._slow

    def _begin(self, slot: _Slot, transfer: Transfer, now: float) -> None:
        slot.prepare(transfer, now)
        self._active[slot.curl] = slot
        self._multi.add_handle(slot.curl)

    def _pump(self, wait_s: float) -> None:
        """Let libcurl work, after waiting for it if asked, and take care of what has ended."""
        if wait_s:
            paced = self._lines.wait_s(time.monotonic())
            wait_s = wait_s if paced is None else min(wait_s, max(paced, 0.001))
            if self._active:
                self._multi.select(wait_s)
            else:
                time.sleep(wait_s)
        self._multi.perform()
        left = 1
        while left:
            left, good, bad = self._multi.info_read()
            for curl in good:
                self._ended(curl, 0)
            for curl, code, _ in bad:
                self._ended(curl, code)
        self._pumped = time.monotonic()

    def _ended(self, curl: Any, code: int) -> None:
        slot = self._active.pop(curl)
        self._multi.remove_handle(curl)
        transfer = slot.transfer
        assert transfer is not None
        now = time.monotonic()
        transfer.status = 0 if code else curl.getinfo(pycurl.RESPONSE_CODE)
        outcome = self._outcome(transfer, code, now)
        if outcome is None:
            self._begin(slot, transfer, now)
            return
        slot.transfer = None
        self._idle.append(slot)
        self._first -= transfer.request.goes_first
        self._lines.done(transfer.first_host, now)
        self._finished.add(transfer.request, outcome, now)

    def _outcome(self, transfer: Transfer, code: int, now: float) -> Outcome | None:
        """Return what came of the request, or None when another hop is to be asked."""
        request, status = transfer.request, transfer.status
        if code:
            reason = transfer.reason or CURL_REASONS.get(code, "connect")
            limit = min(self._limits.body_bytes, request.max_bytes or MB * MB)
            return failure(request.url, reason, limit_mb=_in_mb(limit))
        if status in _REDIRECTS and "location" in transfer.headers:
            return self._redirect(transfer)
        elapsed = now - transfer.begun
        if status == 304 and (request.etag or request.last_modified):
            return NotModified(transfer.headers, transfer.permanent, elapsed)
        if not 200 <= status < 300:
            refused = refused_status(request.url, status, transfer.headers, self._clock.now())
            if request.keep_refusal:
                refused.facts["answer"] = self._body(transfer, elapsed)
            return refused
        return self._body(transfer, elapsed)

    def _redirect(self, transfer: Transfer) -> Outcome | None:
        url = urls.resolve(transfer.url, transfer.headers["location"])
        transfer.target = self._guard.target(url, transfer.url) if url else None
        if url is None or transfer.target is None:
            return failure(transfer.request.url, "refused_address" if url else "leads_elsewhere")
        transfer.hops += 1
        if transfer.hops > self._limits.redirects or url in transfer.seen:
            return failure(transfer.request.url, "too_many_redirects", status=transfer.status)
        transfer.permanent_so_far &= transfer.status in _PERMANENT
        if transfer.permanent_so_far:
            transfer.permanent = url
        transfer.url = url
        transfer.seen.add(url)
        return None

    def _refused(self, transfer: Transfer) -> Outcome:
        url = transfer.request.url
        return failure(url, "refused_address" if urls.origin(url) else "bad_url")

    def _body(self, transfer: Transfer, elapsed: float) -> Outcome:
        request, headers = transfer.request, transfer.headers
        limit = min(self._limits.body_bytes, request.max_bytes or MB * MB)
        try:
            encodings = headers.get("content-encoding", "").split(",")
            body = unpack(b"".join(transfer.body), encodings, limit=limit)
        except TooLargeError:
            return failure(request.url, "too_large", limit_mb=_in_mb(limit))
        except EncodingError:
            return failure(request.url, "encoding")
        finally:
            transfer.body.clear()
        if not body.strip():
            return failure(request.url, "empty", status=transfer.status)
        return Fetched(transfer.status, body, headers, transfer.url, transfer.permanent, elapsed)


def _in_mb(size: int) -> float | int:
    return size // MB if size >= MB else round(size / MB, 2)
