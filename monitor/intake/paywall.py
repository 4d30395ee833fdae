"""Tell articles from walls: paywalls, consent walls, missing pages; and news from opinion.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from lxml import html as lxml_html

from monitor.intake.metadata import Head

#: A page with less text than this is looked at twice before it counts as an article.
_FEW_LETTERS: Final = 500
#: Longest text of a page that only asks to sign in or to come back later.
_NOTE_LETTERS: Final = 200
_NOTICE = re.compile(
    r"bli (?:prenumerant|premium|plus)|(?:för|du måste) (?:att )?(?:läsa vidare|vara prenumerant)|"
    r"redan prenumerant|prenumerera (?:för|och|nu)|läs hela artikeln (?:med|genom|som)|"
    r"logga in för att läsa|den här artikeln är (?:för|låst)|subscribe to (?:read|continue)|"
    r"already a subscriber|this article is for subscribers|jetzt weiterlesen|kjøp abonnement|"
    r"for abonnenter|bli abonnent",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"innan du fortsätter|våra \d+ partner|before you continue|wir verwenden cookies|godkänn alla|"
    r"vi (?:och våra .{0,40})?(?:använder|värnar).{0,80}(?:kakor|cookies|integritet)|"
    r"we (?:and our .{0,40})?use cookies|samtycke till (?:kakor|cookies)|"
    r"we (?:and our partners )?(?:value your privacy|store and/or access information)",
    re.IGNORECASE | re.DOTALL,
)
_MISSING = re.compile(
    r"(?:sidan|artikeln) (?:kunde inte hittas|finns inte|hittades inte|saknas|är borttagen)|"
    r"kan inte hitta sidan|page not found|(?:^|\W)404(?:\W|$)|seite nicht gefunden|"
    r"(?:sidan|artikeln|innehållet) (?:som )?du (?:söker|letar efter|försöker nå) "
    r"(?:finns inte|kunde inte|har (?:flyttats|tagits bort)|är borttag)|"
    r"siden finnes ikke",
    re.IGNORECASE,
)
#: What stands where the article should be until somebody signs in, proves to be human, or waits.
_DOOR = re.compile(
    r"logga in(?:$|\W)|(?:är du|du är inte) en robot|att du är en människa|are you (?:a )?human|"
    r"just a moment|verify(?:ing)? (?:that )?you are (?:a )?human|checking your browser|"
    r"access denied|åtkomst nekad|"
    r"(?:tekniskt|internt|oväntat) fel|något gick fel|something went wrong|"
    r"internal server error|(?:pågår|planerat) underhåll|underhåll pågår|under maintenance|"
    r"vi uppdaterar (?:sajten|sidan)",
    re.IGNORECASE,
)
_SCRIPT_ONLY = re.compile(
    r"(?:slå|sätt) på javascript|aktivera javascript|enable javascript|requires javascript|"
    r"javascript (?:måste vara|is) (?:aktiverat|required|disabled)",
    re.IGNORECASE,
)
_WALL_NAMES = re.compile(
    r"(?:^|[\s_-])(?:paywall|pay-wall|premium-?lock|subscription-?(?:wall|required)|locked-content)",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"(?:^|[/\s_-])(?:opinion|opinioner|debatt|debattartikel|ledare|ledarsidan|insandare|insändare|"
    r"kronika|krönika|kronikor|krönikor|kommentar|kolumn|leder|meninger|mening|editorial|editorials|"
    r"columnist|columns|column|meinung|kolumne|op-ed|recension|recensioner)(?:$|[/\s_.-])",
    re.IGNORECASE,
)


def is_paywalled(head: Head, tree: lxml_html.HtmlElement) -> bool:
    """Say whether the page cuts its text for readers who do not pay."""
    if head.described.is_free is not None:
        return not head.described.is_free
    tier = head.meta("article:content_tier", "og:article:content_tier").lower()
    if tier:
        return tier in {"locked", "premium", "metered"} and tier != "metered"
    for element in tree.iter("div", "section", "aside"):
        names = f"{(element.get('class') or '')[:300]} {(element.get('id') or '')[:100]}"
        if _WALL_NAMES.search(names):
            text = " ".join("".join(element.itertext()).split())[:600]
            if text and _NOTICE.search(text):
                return True
    return False


def without_notice(text: str) -> str:
    """Return ``text`` without short lines that only ask the reader to pay."""
    lines = text.split("\n")
    return "\n".join(one for one in lines if len(one) > 200 or not _NOTICE.search(one))


def no_article(title: str, text: str, tree: lxml_html.HtmlElement, head: Head) -> str | None:
    """Return why the page holds no article, or None when it holds one."""
    if len(text) >= _FEW_LETTERS:
        return None
    if _MISSING.search(title) or _MISSING.search(text[:200]):
        return "not_found"
    if _CONSENT.search(text) or (len(text) < 100 and _CONSENT.search(_shown(tree))):
        return "consent"
    if _SCRIPT_ONLY.search(text) or (len(text) < 100 and _SCRIPT_ONLY.search(_all(tree))):
        return "script_only"
    # News tell of faults and upkeep too, but at greater length, and their pages say what they are.
    says_so = head.described.is_article or "article" in head.meta("og:type").lower()
    is_note = len(text) < _NOTE_LETTERS and not says_so
    if is_note and (_DOOR.search(title) or _DOOR.search(text)):
        return "not_an_article"
    return "empty" if len(text.strip()) < 40 else None


def is_opinion(head: Head, url: str) -> bool:
    """Say whether the page is marked as opinion: by type, section or address."""
    if head.described.is_opinion:
        return True
    section = " ".join(
        (head.described.section, head.meta("article:section", "section", "cxenseparse:section"))
    )
    return bool(_OPINION.search(section) or _OPINION.search(urlsplit(url).path))


def _shown(tree: lxml_html.HtmlElement) -> str:
    return _all(tree)[:5000]


def _all(tree: lxml_html.HtmlElement) -> str:
    parts: list[str] = []
    size = 0
    for element in tree.iter():
        if element.tag in {"script", "style"} or not isinstance(element.tag, str):
            continue
        for text in (element.text, element.tail):
            if text and (kept := " ".join(text.split())):
                parts.append(kept)
                size += len(kept)
        if size > 20_000:
            break
    return " ".join(parts)
