"""What each site lets robots read (RFC 9309). The only door to protego.

Holds what was learnt for as long as the process lives; asks nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from protego import Protego

from monitor.core import urls
from monitor.core.errors import FetchError
from monitor.intake.answer import ACCEPT_TEXT, Fetched, Outcome, Request, failure

#: RFC 9309 2.4: not longer than a day. A site that could not say is asked again sooner.
_KEPT: Final = timedelta(hours=24)
_KEPT_UNKNOWN: Final = timedelta(minutes=10)
#: RFC 9309 2.5: at least 500 kibibytes must be read.
MAX_BYTES: Final = 512 * 1024
#: A site may ask for a slow pace, but not for one that would stop us altogether.
_DELAY_MAX_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class _Rules:
    until: datetime
    allow_all: bool
    file: Any = None
    reason: str = "robots"
    status: int | None = None


class Robots:
    """The rules of the sites met so far.

    Args:
        agent: product token that sites name us by, for example ``Lagesbild``.
    """

    def __init__(self, agent: str) -> None:
        self._agent = agent
        self._rules: dict[str, _Rules] = {}

    def knows(self, url: str, now: datetime) -> bool:
        """Tell whether the rules of the address's site are at hand and not too old."""
        rules = self._rules.get(_site(url))
        return rules is not None and now < rules.until

    def learn(self, url: str, outcome: Outcome, now: datetime) -> None:
        """Take in the answer to :func:`robots_request` for the site of ``url``.

        A file that is missing (4xx) or empty allows everything; a site that could not be reached
        or has an error of its own allows nothing for now.
        """
        if isinstance(outcome, Fetched):
            file = Protego.parse(outcome.body[:MAX_BYTES].decode("utf-8", "replace"))
            self._rules[_site(url)] = _Rules(now + _KEPT, allow_all=True, file=file)
            return
        facts = getattr(outcome, "facts", {})
        status = facts.get("status") or 0
        free = facts.get("reason") == "empty" or (400 <= status < 500 and status != 429)
        kept = _KEPT if free else _KEPT_UNKNOWN
        reason = str(facts.get("reason") or "robots")
        self._rules[_site(url)] = _Rules(
            now + kept, allow_all=free, reason=reason, status=facts.get("status")
        )

    def allows(self, url: str) -> bool:
        """Tell whether we may read the address; False for a site whose rules are not known."""
        rules = self._rules.get(_site(url))
        if rules is None:
            return False
        if rules.file is None:
            return rules.allow_all
        return bool(rules.file.can_fetch(url, self._agent))

    def refusal(self, url: str) -> FetchError | None:
        """Return why we may not read the address, or None when we may.

        A site that could not say what it lets robots read has not forbidden anything: then the
        reason is what became of its robots.txt.
        """
        if self.allows(url):
            return None
        rules = self._rules.get(_site(url))
        if rules is None or rules.file is not None:
            return failure(url, "robots")
        return failure(url, rules.reason, status=rules.status)

    def delay_s(self, url: str) -> float:
        """Return the seconds that the site wants between reads (Crawl-delay), 0 if it says none."""
        rules = self._rules.get(_site(url))
        if rules is None or rules.file is None:
            return 0.0
        return min(float(rules.file.crawl_delay(self._agent) or 0.0), _DELAY_MAX_S)


def robots_request(url: str, tag: Any = None) -> Request:
    """Return the request for the robots.txt of the address's site."""
    return Request(f"{_site(url)}/robots.txt", accept=ACCEPT_TEXT, max_bytes=MAX_BYTES, tag=tag)


def _site(url: str) -> str:
    place = urls.origin(url)
    if place is None:
        return ""
    scheme, host, port = place
    shown = f"[{host}]" if ":" in host else host
    default = {"http": 80, "https": 443}[scheme]
    return f"{scheme}://{shown}" + ("" if port == default else f":{port}")
