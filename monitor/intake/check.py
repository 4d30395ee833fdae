"""Try one address and say what is there, without storing anything."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from monitor.core.clock import Clock
from monitor.core.errors import FetchError, ParseError
from monitor.core.messages import explain_source
from monitor.core.store import Row, Store
from monitor.intake.answer import Fetched, Request
from monitor.intake.discover import feed_links
from monitor.intake.fetch import Fetcher
from monitor.intake.page import decode
from monitor.intake.visit import Document, read_document

#: Where feeds lie on sites that do not announce them.
_USUAL_PLACES: Final = ("/rss", "/feed", "/rss.xml", "/feed.xml", "/news-sitemap.xml")


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that a site offers."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Check:
    """What an address holds.

    Attributes:
        format: rss, rdf, atom, json, sitemap or page; "" when it is none of them.
        entries: how many items the document has.
        newest: time of its newest item, when any tells it; of its day only when ``is_day``.
        titles: the first headlines.
        reason: key of ``[source_errors]`` when it does not work, or only in part.
        trouble: what that says in Swedish.
        moved_to: where the address leads for good, when it does.
        feeds: feeds that were found when the address itself is none.
    """

    url: str
    works: bool
    format: str = ""
    entries: int = 0
    newest: datetime | None = None
    is_day: bool = False
    titles: tuple[str, ...] = ()
    reason: str = ""
    trouble: str = ""
    moved_to: str = ""
    feeds: tuple[FoundFeed, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)


def check_source(store: Store, fetcher: Fetcher, source_id: int) -> Check:
    """Try a source as it is set up.

    Raises:
        NotFoundError: no such source.
    """
    row = store.get("sources", source_id, kind="flödet")
    return check_address(fetcher, store.clock, row["url"], row["kind"], row["link_pattern"] or "")


def check_address(
    fetcher: Fetcher, clock: Clock, url: str, kind: str = "feed", pattern: str = ""
) -> Check:
    """Try an address; when it is a web page instead of a feed, look for its feeds.

    Args:
        kind: feed, sitemap or page.
        pattern: for a page, the regular expression that its articles' addresses match.
    """
    outcome = fetcher.get(Request(url))
    if isinstance(outcome, FetchError):
        return _failed(url, outcome)
    if not isinstance(outcome, Fetched):
        return Check(url, works=False)
    source: Row = {"url": url, "kind": kind, "link_pattern": pattern}
    try:
        document = read_document(source, outcome, frozenset(), clock.now())
    except ParseError as error:
        failed = _failed(url, error)
        if failed.reason != "html":
            return failed
        feeds = _feeds_of(fetcher, outcome)
        return Check(
            url, works=False, reason=failed.reason, trouble=failed.trouble, facts=failed.facts,
            feeds=tuple(feeds),
        )  # fmt: skip
    moved_to = outcome.permanent_url if outcome.permanent_url != url else ""
    return replace(_works(url, document), moved_to=moved_to)


def find_feeds(fetcher: Fetcher, clock: Clock, url: str) -> list[FoundFeed]:
    """Return the feeds at an address or announced by the site there, the address's own first."""
    checked = check_address(fetcher, clock, url)
    if checked.works:
        return [FoundFeed(url, checked.titles[0] if checked.titles else "")]
    return list(checked.feeds)


def _feeds_of(fetcher: Fetcher, page: Fetched) -> list[FoundFeed]:
    html = decode(page.body, page.headers.get("content-type"))
    found = [
        FoundFeed(address, title)
        for address, title, _ in feed_links(html, page.final_url)
        if fetcher.may_ask(address, page.final_url)
    ]
    return found or _at_usual_places(fetcher, page.final_url)


def _at_usual_places(fetcher: Fetcher, url: str) -> list[FoundFeed]:
    scheme, _, rest = url.partition("://")
    root = f"{scheme}://{rest.partition('/')[0]}"
    found = []
    for request, outcome in fetcher.run([Request(root + place) for place in _USUAL_PLACES]):
        if isinstance(outcome, Fetched) and outcome.body.lstrip()[:5] in {
            b"<?xml",
            b"<rss ",
            b"<feed",
        }:
            found.append(FoundFeed(request.url, ""))
    return found


def _works(url: str, document: Document) -> Check:
    times = {
        entry.published: entry.published_precision for entry in document.entries if entry.published
    }
    newest = max(times, default=None)
    return Check(
        url,
        works=True,
        format=document.format,
        entries=len(document.digests) - document.cut_short,
        newest=newest,
        is_day=newest is not None and times[newest] == "day",
        titles=tuple(entry.title for entry in document.entries[:3]),
        reason="cut_short" if document.cut_short else "",
        trouble=explain_source("cut_short", {}) if document.cut_short else "",
    )


def _failed(url: str, error: FetchError | ParseError) -> Check:
    reason = str(error.facts["reason"])
    facts = {key: value for key, value in error.facts.items() if value is not None}
    return Check(
        url, works=False, reason=reason, trouble=explain_source(reason, facts), facts=facts
    )
