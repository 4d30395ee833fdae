from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.intake.extract import Extracted, NoText, extract

URL = "https://nordbladet.example/nyheter/journal/1"
PARAGRAPHS = [
    "Regionens nya journalsystem stod stilla i fyra timmar under måndagen, uppger sjukhuset.",
    "Personalen gick över till papper, och inga planerade operationer ställdes in under dagen.",
    "Leverantören skriver att felet låg i en uppdatering som nu har tagits tillbaka överallt.",
    "Regionen ska gå igenom händelsen med leverantören när veckan är slut, säger it-chefen.",
]
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
INGRESS = "Vårdens nya system föll ifrån mitt under morgonronden. Nu kräver regionen svar."
LD = '<script type="application/ld+json">{}</script>'
ARTICLE = "<article><h1>Journalsystemet stod stilla</h1>{ingress}{body}</article>"


def page(
    body: str = BODY,
    *,
    head: str = "",
    ingress: str = "",
    title: str = "Journalsystemet stod stilla | Nordbladet",
) -> str:
    article = ARTICLE.format(ingress=ingress, body=body)
    return (
        f'<!doctype html><html lang="sv"><head><title>{title}</title>{head}</head>'
        f"<body>{article}</body></html>"
    )


def read(source: str | bytes, *, content_type: str | None = "text/html") -> Extracted:
    body = source if isinstance(source, bytes) else source.encode()
    found = extract(body, url=URL, content_type=content_type)
    assert isinstance(found, Extracted)
    return found


def refused(source: str | bytes) -> str:
    body = source if isinstance(source, bytes) else source.encode()
    found = extract(body, url=URL, content_type="text/html")
    assert isinstance(found, NoText)
    return found.reason


def test_a_plain_article_gives_its_headline_and_text() -> None:
    found = read(page())

    assert "Journalsystemet stod stilla" == found.title
    assert all(paragraph in found.text for paragraph in PARAGRAPHS)
    assert ("sv", URL, False, False) == (
        found.language,
        found.canonical,
        found.paywalled,
        found.opinion,
    )


def test_an_ingress_that_is_named_so_leads_the_text() -> None:
    found = read(page(ingress=f'<header><div class="c-article__ingress">{INGRESS}</div></header>'))

    assert INGRESS == found.lede
    assert found.text.startswith(INGRESS)
    assert 1 == found.text.count(INGRESS)


def test_an_ingress_in_several_paragraphs_is_kept_whole() -> None:
    parts = ["Systemet föll ifrån i går morse.", "Nu krävs svar av det stora bolaget."]
    ingress = "".join(f'<p class="_lead_x1">{part}</p>' for part in parts)

    assert "\n".join(parts) == read(page(ingress=ingress)).lede


def test_an_ingress_is_known_by_the_pages_description() -> None:
    head = f'<meta name="description" content="{INGRESS}">'

    found = read(page(head=head, ingress=f"<div><strong>{INGRESS}</strong></div>"))

    assert INGRESS == found.lede
    assert INGRESS in found.text


def test_a_description_that_nobody_sees_is_the_lede_but_not_the_text() -> None:
    found = read(page(head=f'<meta property="og:description" content="{INGRESS}">'))

    assert INGRESS == found.lede
    assert INGRESS not in found.text


def test_a_caption_is_no_ingress() -> None:
    words = "Sjukhusets entré en kall morgon i november."
    caption = f"<figure><figcaption class='lead'>{words}</figcaption></figure>"

    assert "" == read(page(ingress=caption)).lede


def test_an_article_in_several_boxes_is_put_together() -> None:
    more = [f"Stycke {n} i den senare delen säger vad regionen tänker göra nu." for n in range(4)]
    box = '<div class="body__chunk">{}</div><aside>Annons</aside>'
    halves = [box.format("".join(f"<p>{p}</p>" for p in part)) for part in (PARAGRAPHS, more)]

    text = read(page("".join(halves))).text

    assert all(paragraph in text for paragraph in PARAGRAPHS + more)


@pytest.mark.parametrize(
    ("head", "instant", "precision"),
    [
        (
            '<meta property="article:published_time" content="2026-03-09T06:12:00+01:00">',
            datetime(2026, 3, 9, 5, 12, tzinfo=UTC),
            "minute",
        ),
        (
            (
                '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle",'
                '"datePublished":"2026-03-09T05:12:00Z",}]}</script>'
            ),
            datetime(2026, 3, 9, 5, 12, tzinfo=UTC),
            "minute",
        ),
        ("", None, "unknown"),
    ],
)
def test_the_date_is_read_from_the_head(
    head: str, instant: datetime | None, precision: str
) -> None:
    found = read(page(head=head))

    assert (instant, precision) == (found.published, found.precision)


def test_a_printed_swedish_date_is_read() -> None:
    found = read(page(ingress="<p>Publicerad: 9 mars 2026 klockan 06.12</p>"))

    assert (datetime(2026, 3, 9, 5, 12, tzinfo=UTC), "minute") == (
        found.published,
        found.precision,
    )


def test_a_readers_comment_does_not_date_the_article() -> None:
    comment = '<div class="comments"><time datetime="2020-01-01T10:00">då</time></div>'
    stamp = '<time datetime="2026-03-09T06:12">nu</time>'

    assert datetime(2026, 3, 9, 5, 12, tzinfo=UTC) == read(page(ingress=comment + stamp)).published


def test_a_date_ahead_of_the_visit_becomes_the_visit() -> None:
    now = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
    head = '<meta property="article:published_time" content="2099-01-01T00:00:00Z">'

    found = extract(page(head=head).encode(), url=URL, content_type=None, first_seen=now)

    assert isinstance(found, Extracted)
    assert (now, "unknown") == (found.published, found.precision)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/nyheter/journal/eget", "https://nordbladet.example/nyheter/journal/eget"),
        ("https://www.nordbladet.example/a", "https://www.nordbladet.example/a"),
        ("https://evil.example/x", URL),
        ("javascript:alert(1)", URL),
        ("https://nordbladet.example/", URL),
    ],
)
def test_a_canonical_address_is_believed_only_within_the_site(href: str, expected: str) -> None:
    assert expected == read(page(head=f'<link rel="canonical" href="{href}">')).canonical


@pytest.mark.parametrize(
    ("source", "content_type"),
    [
        (page(head='<meta charset="iso-8859-1">').encode("cp1252"), "text/html"),
        (page(head='<meta charset="utf-8">').encode(), "text/html; charset=iso-8859-1"),
        (page().encode("cp1252"), None),
        (page().encode("utf-16"), "text/html"),
    ],
)
def test_the_charset_is_found_whatever_was_promised(
    source: bytes, content_type: str | None
) -> None:
    assert "händelsen" in read(source, content_type=content_type).text


def test_a_paywalled_article_keeps_what_is_open() -> None:
    wall = '<div class="paywall">Bli prenumerant för att läsa vidare</div>'
    ld = LD.format('{"@type":"NewsArticle","isAccessibleForFree":"False"}')

    found = read(page("".join(f"<p>{one}</p>" for one in PARAGRAPHS[:3]) + wall, head=ld))

    assert found.paywalled
    assert PARAGRAPHS[0] in found.text
    assert "Bli prenumerant" not in found.text


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:section" content="Ledare">',
        LD.format('{"@type":"OpinionNewsArticle"}'),
    ],
)
def test_opinion_is_told_from_news(head: str) -> None:
    assert read(page(head=head)).opinion


def test_bylines_are_not_kept() -> None:
    structured = LD.format('{"@type":"NewsArticle","author":{"name":"Ulla Byline"}}')
    head = f'<meta name="author" content="Ulla Byline">{structured}'

    assert "Byline" not in repr(read(page(head=head)))


def test_markup_and_line_breaks_do_not_reach_the_headline() -> None:
    hostile = "&lt;img src=x onerror=alert(1)&gt;&#13;&#10;Bcc: x@y.example"
    head = f'<meta property="og:title" content="{hostile}">'

    title = read(page(head=head)).title

    assert "<" not in title
    assert "\n" not in title


def door(title: str, text: str) -> str:
    head = f"<head><title>{title}</title></head>"
    return f"<html>{head}<body><h1>{title}</h1><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("", "empty"),
        (b"%PDF-1.7 \x00\x01", "binary"),
        (
            "<html><head><title>404</title></head><body><h1>Sidan kunde inte hittas</h1></body>",
            "not_found",
        ),
        (
            (
                "<html><body><main><h1>Innan du fortsätter</h1><p>Vi och våra 842 partner använder "
                "kakor för att visa annonser.</p></main></body></html>"
            ),
            "consent",
        ),
        (door("Just a moment...", "Kontrollera att du är en människa"), "not_an_article"),
        (door("Logga in", "För att läsa vidare behöver du logga in."), "not_an_article"),
        (door("Fel", "Ett oväntat fel har inträffat. Försök igen senare."), "not_an_article"),
        (door("MT", "Just nu pågår underhåll. Välkommen tillbaka om en stund."), "not_an_article"),
        (door("Oj!", "Sidan du söker finns inte längre eller har flyttats."), "not_found"),
        (
            door("Consent", "We value your privacy. We and our partners store and/or access"),
            "consent",
        ),
        (
            "<html><body><div id=root></div><noscript>Du måste slå på JavaScript.</noscript>",
            "script_only",
        ),
    ],
)
def test_pages_without_an_article_say_why(source: str | bytes, reason: str) -> None:
    assert reason == refused(source)


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 20_000,
        "<b>" * 20_000,
        "".join(f'<div class="date-{n}">2024 {n}</div>' for n in range(15_000)),
        f"<p>{'a' * 500_000}</p>",
        '<script type="application/ld+json">' + "[" * 50_000 + "</script>",
        "<div " + " ".join(f"a{n}='>'" for n in range(100_000)) + ">x</div>",
    ],
)
def test_hostile_pages_are_survived(body: str) -> None:
    found = extract(page(body).encode(), url=URL, content_type=None)

    assert isinstance(found, Extracted | NoText)


def test_news_of_a_fault_is_an_article_and_no_door() -> None:
    text = "Ett tekniskt fel stoppade journalsystemet på Åby lasarett. " * 5

    assert "tekniskt fel" in read(page(f"<p>{text}</p>", title="Tekniskt fel på lasarettet")).text


def test_a_character_without_meaning_makes_no_page_a_file() -> None:
    found = extract(page().replace("<p>", "<p>\x00", 1).encode(), url=URL, content_type=None)

    assert isinstance(found, Extracted)
    assert "\x00" not in found.text
