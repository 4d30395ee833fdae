"""The cases that come with the repository. See :class:`tests.torture.case.Case`."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from typing import Final

from monitor.core.clock import from_text
from tests.torture.case import Case, Further, Seen
from tests.torture.documents import ARTICLE, MONDAY, TWO, bomb, feed, item, page
from tests.torture.server import Talk, fixed

MB: Final = 1024 * 1024
#: Most that the other side may push before we hang up; the product's cap is 10 MB.
_SENT_MAX: Final = 24 * MB
_SWEDISH: Final = feed(item(1, title="Åby lasarett: återgång på måndag"))
_FLOOD: Final = "Journalsystemet Kompass från Nordlys Health föll {} gånger på Åby lasarett"
_PACKED: Final = gzip.compress(TWO.encode())
_LAUGH: Final = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
)  # fmt: skip


# What the other side does ------------------------------------------------------------------


def drip(talk: Talk) -> None:
    """Headers at once, then a byte now and then, so that no single read takes long."""
    talk.head()
    for letter in TWO.encode() * 10:
        if talk.wait(0.05):
            return
        talk.send(bytes([letter]))


def silence(talk: Talk) -> None:
    talk.wait(30)


def endless(talk: Talk) -> None:
    talk.head()
    talk.send(feed().removesuffix("</channel></rss>"))
    block = "".join(item(n, text="x" * 2000) for n in range(100))
    while True:
        talk.send(block)


def endless_headers(talk: Talk) -> None:
    talk.send("HTTP/1.1 200 OK\r\n")
    while True:
        talk.send(f"X-Filler: {'a' * 4000}\r\n")


def announced(talk: Talk) -> None:
    talk.head(Content_Length=str(5 * 1024 * MB))
    while True:
        talk.send(b" " * 65536)


def truncated(talk: Talk) -> None:
    talk.head(Content_Length=str(len(TWO) + 500))
    talk.send(TWO[: len(TWO) // 2])


def reset(talk: Talk) -> None:
    talk.head(Content_Length=str(len(TWO)))
    talk.send(TWO[:200])
    talk.wait(0.1)
    talk.reset()


def redirect_to(place: str) -> Case:
    """Return the case of a redirect inwards; ``{inside}`` is the forbidden port's address."""
    name = place.partition(":")[0] if "inside" not in place else "inside"
    return Case(
        f"redirect-{name}",
        f"redirects to {place}",
        lambda talk: talk.reply("", 302, Location=place.format(inside=talk.inside)),
        reasons=("refused_address", "leads_elsewhere"),
    )


def entity_over_the_net(talk: Talk) -> None:
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{talk.inside}/x">]>'
    talk.reply(feed(item(1, title="&x;"), item(2), doctype=doctype))


def remarkable_304(talk: Talk) -> None:
    if "if-none-match" in talk.headers:
        talk.reply(feed(item(3), item(4)), 304, ETag='"a"')
    else:
        talk.reply(TWO, ETag='"a"')


def mute_304(talk: Talk) -> None:
    talk.reply("", 304)


def strange_etag(talk: Talk) -> None:
    talk.reply(TWO, ETag='W/"å\udcff, *" ; drop')


def huge_etag(talk: Talk) -> None:
    if len(talk.headers.get("if-none-match", "")) > 8192:
        talk.reply("", 400)
    else:
        talk.reply(TWO, ETag=f'"{"e" * 20_000}"')


def swapped_guids(talk: Talk) -> None:
    first, second = ("b", "a") if talk.step else ("a", "b")
    talk.reply(feed(item(1, guid=first), item(2, guid=second)))


def churning_guids(talk: Talk) -> None:
    talk.reply(feed(*(item(n, guid=f"{talk.step}-{n}") for n in (1, 2))))


def page_inwards(talk: Talk) -> None:
    head = (
        f'<base href="{talk.inside}/"><meta http-equiv="refresh" content="0;url={talk.inside}">'
        f'<link rel="canonical" href="{talk.inside}/x">'
    )
    body = f"{ARTICLE}<iframe src='{talk.inside}'></iframe><img src='{talk.inside}/pixel.gif'>"
    talk.reply(page(body, head=head), Content_Type="text/html; charset=utf-8")


def feed_page_feed(talk: Talk) -> None:
    if talk.step == 1:
        talk.reply(page("<h1>Underhåll</h1>"), Content_Type="text/html")
    else:
        talk.reply(TWO)


# What must come of it ----------------------------------------------------------------------


def hung_up(seen: Seen) -> str:
    return f"took {seen.sent // MB} MB" if seen.sent > _SENT_MAX else ""


def not_after_now(seen: Seen) -> str:
    limit = datetime.now(UTC) + timedelta(minutes=10)
    times = [row["published_at"] for row in seen.articles if row["published_at"]]
    return "a time in the future" if any(from_text(time) > limit for time in times) else ""


def asked_at_most(times: int) -> Further:
    return lambda seen: f"asked {len(seen.asked)} times" if len(seen.asked) > times else ""


def shows(words: str) -> Further:
    def also(seen: Seen) -> str:
        told = [row["title"] + row["text"] for row in seen.articles]
        return "" if any(words in text for text in told) else f"does not show {words!r}"

    return also


def one_version_each(seen: Seen) -> str:
    return "wrote versions anew" if any(row["revisions"] > 1 for row in seen.articles) else ""


def short_titles(seen: Seen) -> str:
    longest = max((len(row["title"]) for row in seen.articles), default=0)
    return f"a title of {longest} characters" if longest > 4096 else ""


def waits_within_days(seen: Seen) -> str:
    due = seen.state["next_due_at"]
    if due is None:
        return "is never asked again"
    wait = from_text(due) - datetime.now(UTC)
    return "" if timedelta(minutes=1) < wait < timedelta(days=3) else f"waits {wait}"


def few_proposals(seen: Seen) -> str:
    return "" if 1 <= seen.proposals <= 3 else f"{seen.proposals} proposals"


def is_off(seen: Seen) -> str:
    return "is asked again" if seen.state["next_due_at"] else ""


# The cases ---------------------------------------------------------------------------------

TRANSPORT: Final = [
    Case("plain", "a good feed, so that the rest means something", fixed(TWO), articles=(2, 2)),
    Case("drip", "a byte at a time for ever", drip, reasons=("timeout",),
         patience_s=2),
    Case("silence", "accepts and never answers", silence, reasons=("timeout",),
         patience_s=2),
    Case("endless-body", "items that never end", endless, reasons=("too_large",), also=hung_up),
    Case("announced", "says 5 GB is coming", announced, reasons=("too_large",), also=hung_up),
    Case("endless-headers", "headers that never end", endless_headers,
         reasons=("headers", "protocol", "too_large"), also=hung_up),
    Case("truncated", "half of what was announced", truncated, reasons=("truncated", "connect")),
    Case("reset", "breaks the connection off", reset, reasons=("truncated", "connect")),
    Case("not-http", "an SSH banner", lambda talk: talk.send("SSH-2.0-x\r\n\r\n"),
         reasons=("protocol", "connect")),
    Case("gzip-bomb", "200 kB that unpack to 200 MB",
         fixed(bomb(200, TWO), Content_Encoding="gzip"), reasons=("too_large",)),
    Case("gzip-not", "says gzip, is plain: read it", fixed(TWO, Content_Encoding="gzip"),
         articles=(2, 2)),
    Case("gzip-broken", "gzip with its middle missing",
         fixed(_PACKED[:40] + _PACKED[-30:], Content_Encoding="gzip"), reasons=("encoding",)),
    Case("empty", "200 and nothing", fixed(""), reasons=("empty",)),
]  # fmt: skip

HTTP: Final = [
    Case("loop", "redirects to itself", lambda talk: talk.reply("", 302, Location="/loop"),
         reasons=("too_many_redirects",), also=asked_at_most(11)),
    redirect_to("{inside}/hemligt"),
    redirect_to("http://169.254.169.254/latest/"),
    redirect_to("file:///etc/passwd"),
    Case("304-with-body", "304 with a body of other items", remarkable_304, polls=2,
         reasons=("not_modified",), articles=(2, 2)),
    Case("304-unasked", "304 though we asked for nothing", mute_304,
         reasons=("protocol", "http_4xx", "http_5xx", "empty", "unknown", "not_modified")),
    Case("etag-strange", "an ETag that is hardly one", strange_etag, polls=2, articles=(2, 2)),
    Case("etag-huge", "an ETag of 20 kB", huge_etag, polls=2, articles=(2, 2)),
    Case("wait-for-years", "429 and a Retry-After of 30 years",
         fixed("", 429, Retry_After="999999999"), reasons=("rate_limited",),
         also=waits_within_days),
    Case("gone", "410: never ask again", fixed("", 410), reasons=("gone",), also=is_off),
    Case("html", "a web page where the feed should be", fixed(page(), Content_Type="text/html"),
         reasons=("html", "not_a_feed")),
    Case("feed-page-feed", "the feed, a page, the feed", feed_page_feed, polls=3, articles=(2, 2),
         also=one_version_each),
]  # fmt: skip

XML: Final = [
    Case("entity-bomb", "entities within entities, 10^9 of them",
         fixed(feed(item(1, title="&l9;"),
                    doctype=f'<!DOCTYPE rss [<!ENTITY l0 "ha">{_LAUGH}]>')),
         reasons=("", "broken"), articles=(0, 1), also=short_titles),
    Case("entity-file", "an entity that reads a file",
         fixed(feed(item(1, title="&x;"),
                    doctype='<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
         reasons=("", "broken"), articles=(0, 1)),
    Case("entity-net", "an entity that asks the forbidden port", entity_over_the_net,
         reasons=("", "broken"), articles=(0, 2)),
    Case("nesting", "100 000 elements within each other",
         fixed(feed(item(1, more="<a>" * 100_000 + "</a>" * 100_000))),
         reasons=("", "broken", "not_a_feed"), articles=(0, 1)),
    Case("nested-html", "20 000 divs within each other in a summary",
         fixed(feed(item(1, text="&lt;div&gt;" * 20_000 + "x"))),
         reasons=("", "broken"), articles=(0, 1)),
    Case("charset", "says utf-8, is windows-1252", fixed(_SWEDISH.encode("cp1252")),
         articles=(1, 1), also=shows("Åby lasarett: återgång")),
    Case("markup", "script, handlers and frames in title, link and summary",
         fixed(feed(item(1, title="&lt;script&gt;alert(1)&lt;/script&gt;Nytt",
                         link="javascript:alert(1)",
                         text="&lt;img src=x onerror=alert(1)&gt;&lt;iframe src=//x&gt;"))),
         articles=(1, 1)),
    Case("control-characters", "NUL and escape in a title",
         fixed(feed(item(1, title="Lar\x00m \x1b[31mi Åby"), item(2))),
         reasons=("", "broken"), articles=(0, 2)),
    Case("attributes", "an element with 100 000 attributes",
         fixed(feed(item(1, more="<x " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>"))),
         reasons=("broken",)),
    Case("namespaces", "20 000 namespaces",
         fixed(feed(item(1, more="".join(f'<n{n}:x xmlns:n{n}="u:{n}"/>' for n in range(20_000))))),
         reasons=("broken",)),
    Case("half-character", "a reference to half a character",
         fixed(feed(item(1, title="Larm &#xD800; i Åby"), item(2))), articles=(2, 2)),
    Case("long-title", "a title of 1 MB", fixed(feed(item(1, title="Kompass " * 130_000))),
         articles=(1, 1), also=short_titles),
]  # fmt: skip

ITEMS: Final = [
    Case("guid-twice", "two items with one guid", fixed(feed(item(1, guid="x"), item(2, guid="x"))),
         polls=2, articles=(1, 2), also=one_version_each),
    Case("guids-swapped", "two items exchange guids", swapped_guids, polls=3, articles=(2, 2)),
    Case("guids-churn", "new guids at every poll, same articles", churning_guids, polls=3,
         articles=(2, 2), also=one_version_each),
    Case("future", "items dated 2099", fixed(feed(item(1, date=MONDAY.replace("2026", "2099")))),
         articles=(1, 1), also=not_after_now),
    Case("no-date", "items dated nonsense", fixed(feed(item(1, date="i går kväll, typ"))),
         articles=(1, 1), also=not_after_now),
    Case("keyword-flood", "40 items full of watched names",
         fixed(feed(*(item(n, title=_FLOOD.format(n), text=_FLOOD.format(n)) for n in range(40)))),
         articles=(40, 40), also=few_proposals, judged=True),
]  # fmt: skip

PAGES: Final = [
    Case("page", "a plain article", fixed(page(), Content_Type="text/html; charset=utf-8"),
         kind="page", articles=(1, 1), also=shows("Styrgruppen")),
    Case("page-nested", "30 000 divs around the article",
         fixed(page("<div>" * 30_000 + ARTICLE), Content_Type="text/html; charset=utf-8"),
         kind="page", reasons=("", "empty", "not_an_article", "script_only"), articles=(0, 1)),
    Case("page-inwards", "base, refresh and frames at the forbidden port", page_inwards,
         kind="page", articles=(1, 1), also=shows("Styrgruppen")),
    Case("page-attributes", "a page with 100 000 attributes",
         fixed(page(f"<div {' '.join(f'a{n}' for n in range(100_000))}>{ARTICLE}</div>"),
               Content_Type="text/html; charset=utf-8"),
         kind="page", articles=(1, 1), also=shows("Styrgruppen")),
    Case("page-door", "a page that asks whether you are human",
         fixed(page("<h1>Är du en robot?</h1><p>Lös uppgiften nedan.</p>"),
               Content_Type="text/html; charset=utf-8"),
         kind="page", reasons=("not_an_article",)),
    Case("page-binary", "a program said to be a page",
         fixed(b"\x7fELF" + bytes(range(256)) * 400, Content_Type="text/html"),
         kind="page", reasons=("binary", "not_an_article", "encoding", "script_only", "empty")),
]  # fmt: skip

CASES: Final = [*TRANSPORT, *HTTP, *XML, *ITEMS, *PAGES]
