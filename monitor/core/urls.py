"""Web addresses: cleaned for keeping, keyed for sameness.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}

#: Parameters that say where a reader came from and never which text is shown. Names that some
#: sites use for the article itself (id, ref, source, s) are left alone on purpose.
_TRACKING_NAMES = frozenset({
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "yclid", "igshid", "igsh",
    "mc_cid", "mc_eid", "mkt_tok", "_ga", "_gl", "_hsenc", "_hsmi", "vero_id", "oly_anon_id",
    "oly_enc_id", "rb_clickid", "s_cid", "ncid", "cmpid", "xtor", "at_medium", "at_campaign",
    "wt_mc", "wt.mc_id", "ns_campaign", "ns_mchannel", "ns_source", "spm", "ref_src", "ref_url",
    "__twitter_impression", "guccounter", "guce_referrer", "guce_referrer_sig",
})  # fmt: skip
_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "hsa_", "at_custom", "ga_")

_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
#: Letters, digits and marks that :func:`quote` leaves alone here.
_PLAIN = re.compile(r"[A-Za-z0-9/:@!$&'()*+,;=~._%-]*")
_PATH_SAFE = "/:@!$&'()*+,;=~-._"


def clean(text: str) -> str | None:
    """Return an absolute http(s) address as it is kept, or None when ``text`` is no such address.

    Scheme and host in lower case, no default port, no fragment, no tracking parameters, no user
    name or password, other-than-ASCII escaped. The order of the parameters stands.
    """
    parts = _split(text)
    if parts is None:
        return None
    scheme, netloc, path, query = parts
    return urlunsplit((scheme, netloc, path, strip_tracking(query), ""))


def request_form(text: str) -> str | None:
    """Return the address as it is asked for: like :func:`clean`, but with every parameter kept."""
    parts = _split(text)
    return None if parts is None else urlunsplit((*parts, ""))


def identity(text: str) -> str | None:
    """Return the key under which two addresses are the same page, or None.

    http and https, a trailing slash, the order of parameters and tracking parameters make no
    difference. The key is not an address: it has no scheme.
    """
    parts = _split(text)
    if parts is None:
        return None
    scheme, netloc, path, query = parts
    other = 80 if scheme == "https" else 443
    netloc = netloc.removesuffix(f":{other}")
    key = netloc + (path.rstrip("/") or "/")
    if not query:
        return key
    pairs = sorted(parse_qsl(strip_tracking(query), keep_blank_values=True, max_num_fields=None))
    return f"{key}?{urlencode(pairs)}" if pairs else key


def strip_tracking(query: str) -> str:
    """Return a query string without its tracking parameters; the rest byte for byte."""
    if not query:
        return ""
    kept = [pair for pair in query.split("&") if pair and not _is_tracking(pair)]
    return "&".join(kept)


def resolve(base: str, reference: str) -> str | None:
    """Return ``reference`` made absolute against ``base``, cleaned for asking, or None."""
    reference = reference.strip()
    if not reference:
        return None
    try:
        return request_form(urljoin(base, reference))
    except ValueError:
        return None


def host(text: str) -> str:
    """Return the host of an address in lower case without port, or an empty string."""
    try:
        return (urlsplit(text).hostname or "").rstrip(".")
    except ValueError:
        return ""


def origin(text: str) -> tuple[str, str, int] | None:
    """Return (scheme, host, port) of an http(s) address, the port always told, or None."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        return None
    return scheme, parts.hostname, port or _DEFAULT_PORTS[scheme]


def same_site(one: str, other: str) -> bool:
    """Tell whether two hosts belong together: equal, or one under the other, ``www.`` aside."""
    first, second = one.removeprefix("www."), other.removeprefix("www.")
    if not first or not second:
        return False
    return first == second or first.endswith("." + second) or second.endswith("." + first)


def _is_tracking(pair: str) -> bool:
    name = unquote(pair.partition("=")[0]).lower()
    return name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES)


@lru_cache(maxsize=1024)  # one article's address is asked about several times in a row
def _split(text: str) -> tuple[str, str, str, str] | None:
    text = text.strip()
    if _UNSAFE.search(text.replace(" ", "")):
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    name = _ascii_host(parts.hostname or "")
    if scheme not in _DEFAULT_PORTS or not name or port == 0:
        return None
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        name = f"{name}:{port}"
    return scheme, name, _escape(parts.path) or "/", _escape(parts.query, extra="?")


@lru_cache(maxsize=1024)
def _ascii_host(name: str) -> str:
    name = name.rstrip(".")
    if ":" in name:
        return f"[{name}]"
    try:
        plain = name if name.isascii() else name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    return plain if re.fullmatch(r"[a-z0-9._-]*[a-z0-9_-]", plain) else ""


def _escape(text: str, *, extra: str = "") -> str:
    """Escape what may not stand in an address, and leave existing escapes as they are."""
    if _PLAIN.fullmatch(text):
        return text
    return quote(text, safe=_PATH_SAFE + "%" + extra)
