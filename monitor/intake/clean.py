"""Make HTML and text from outside harmless.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Final
from urllib.parse import urljoin, urlsplit

import nh3

#: Longest title that is kept, in characters. The longest real headline seen had 240.
TITLE_MAX: Final = 1000
#: Longest HTML of one item that is kept, in characters.
HTML_MAX: Final = 1_000_000
#: Longest address that is kept, in characters.
URL_MAX: Final = 4000
_WEB: Final = frozenset({"http", "https"})

_TAGS = frozenset(
    "p br hr div span a em strong b i u s small sub sup mark abbr cite q del ins time code pre "
    "blockquote ul ol li dl dt dd h1 h2 h3 h4 h5 h6 figure figcaption section article aside "
    "table caption thead tbody tfoot tr th td".split()
)
#: Removed with all that they hold: nothing in them is the article's text.
_DROPPED = frozenset(
    "script style template noscript iframe object embed applet svg math form button select "
    "textarea head title audio video canvas".split()
)
_BLOCK = re.compile(
    r"</?(?:p|br|hr|div|li|ul|ol|dl|dt|dd|h[1-6]|tr|table|blockquote|figure|figcaption|section|"
    r"article|aside|header|footer|main|pre|td|th)\b",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"<[^<>]*>")
_OPENING = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*?(/?)>")
_VOID = frozenset(
    "br hr img input meta link wbr source col area base embed param track p li".split()
)
#: Deepest nesting of tags that is handed on: the time an HTML tree takes grows with its square.
_MAX_DEPTH = 300
#: Control, direction-override, zero-width and private marks: invisible, and used to deceive.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_REAL_TAG = re.compile(
    r"</?(?:a|b|i|u|s|em|strong|span|font|br|p|div|img|sub|sup|small|big|tt|code|abbr|cite|q|del|"
    r"ins|mark|h[1-6]|script|style|iframe|svg|object|embed|form|input|base|meta|link|math|li|ul|"
    r"ol|table|tr|td|blockquote|center|nobr|wbr)\b[^<>]*>",
    re.IGNORECASE,
)


def clean_html(markup: str, base: str = "") -> str:
    """Return ``markup`` with nothing in it that can run, load, cover or submit.

    Images are dropped; links keep http, https and mailto addresses, made absolute against
    ``base`` (relative ones are dropped when it is empty), and get ``rel="noopener noreferrer"``.
    """
    if not markup:
        return ""
    markup = strip_unseen(markup[:HTML_MAX])
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    if _nests_too_deep(markup):
        return html.escape(_flat(markup))
    # Building a cleaner costs as much as cleaning ten items: one per base only where it matters.
    has_links = "href" in markup or "href" in markup.lower()
    return _cleaner(base if has_links and safe_url(base) else "").clean(markup).strip()


def to_text(markup: str) -> str:
    """Return the text of ``markup``, one line per block, entities resolved once."""
    if not markup:
        return ""
    markup = strip_unseen(markup[:HTML_MAX])
    if "<" in markup:
        if _nests_too_deep(markup):
            return _flat(markup)
        markup = _BLOCK.sub(lambda tag: "\n" + tag[0], markup)
        markup = html.unescape(_stripper().clean(markup))
    elif "&" in markup:
        markup = html.unescape(markup)
    return _tidy(strip_unseen(markup))


def to_line(markup: str, *, markup_is_text: bool = False) -> str:
    """Return a title: one line of plain text, at most :data:`TITLE_MAX` characters.

    ``markup_is_text`` says that the source declared it as plain text: then only white space and
    invisible characters change. A lone ``<`` that begins no HTML tag stays what it is.
    """
    markup = markup[: 20 * TITLE_MAX]
    if markup_is_text:
        text = strip_unseen(markup)
    elif _REAL_TAG.search(markup):
        text = to_text(markup)
    else:
        text = strip_unseen(html.unescape(markup) if "&" in markup else markup)
    return " ".join(text.split())[:TITLE_MAX].rstrip()


def strip_unseen(text: str) -> str:
    """Return ``text`` without control, zero-width and direction characters."""
    return _UNSEEN.sub("", text) if not text.isascii() or _UNSEEN.search(text) else text


def safe_url(address: str, base: str = "") -> str:
    """Return ``address`` as an absolute http(s) address, or "" when it is not one."""
    address = strip_unseen(address).strip()
    address = address.replace("\n", "").replace("\r", "").replace("\t", "")
    if not address or len(address) > URL_MAX:
        return ""
    try:
        parts = urlsplit(address)
        if base and parts.scheme not in _WEB:
            address = urljoin(base, address)
            parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in _WEB or not host:
        return ""
    return address.replace(" ", "%20").replace('"', "%22").replace("<", "%3C").replace(">", "%3E")


@lru_cache(maxsize=64)
def _cleaner(base: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes={
            "a": {"href", "title"},
            "time": {"datetime"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan", "scope"},
            "*": {"lang"},
        },
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        url_relative=("rewrite_with_base", base) if base else "deny",
    )


@lru_cache(maxsize=1)
def _stripper() -> nh3.Cleaner:
    return nh3.Cleaner(tags=set(), clean_content_tags=set(_DROPPED), attributes={}, link_rel=None)


def _nests_too_deep(markup: str) -> bool:
    if markup.count("<") <= _MAX_DEPTH:
        return False
    # Counted per name: "<div></x>" over and over nests although every tag has its close.
    unclosed: dict[str, int] = {}
    depth = 0
    for tag in _OPENING.finditer(markup):
        name = tag[2].lower()
        if name in _VOID or tag[3]:
            continue
        if not tag[1]:
            unclosed[name] = unclosed.get(name, 0) + 1
            depth += 1
            if depth > _MAX_DEPTH:
                return True
        elif unclosed.get(name, 0):
            unclosed[name] -= 1
            depth -= 1
    return False


def _flat(markup: str) -> str:
    """Return the text of markup that is too hostile for a tree."""
    return _tidy(html.unescape(_ANY_TAG.sub(" ", markup)))


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)
