"""What in a document is new, what has changed, and what is known by another name.

Feeds disagree with themselves: guids change at every poll, are shared by many items, are used
again for other articles or swapped between two; addresses get new parameters, schemes and paths.
So an article keeps every name it was seen under, and all of them are asked.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b, sha256
from typing import Final

from monitor.core import urls
from monitor.core.text import words
from monitor.intake.clean import to_text
from monitor.intake.entry import Entry
from monitor.intake.substance import substance

#: Share of words that two headlines have in common when they can be the same one, rewritten.
#: Headlines of different articles of one feed rarely share more than a name.
_SAME_HEADLINE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Names:
    """What one entry goes by.

    Attributes:
        key: unique within its source: the guid, or what stands in for one.
        urls: keys of its addresses (:func:`monitor.core.urls.identity`), the best first.
    """

    key: str
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What is stored of an article that an entry may be.

    Attributes:
        digest: of its latest version; see :func:`version_digest`.
        has_page: its words came from its own page and not only from the feed.
        feed_title: the feed's headline when the article's own is another, which its page had.
    """

    id: int
    source_id: int | None
    title: str
    summary_html: str
    digest: str
    has_page: bool
    published: datetime | None
    feed_title: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the store holds about the names in one document.

    Attributes:
        by_key: key within the source -> article id.
        by_url: address key -> article id.
        twins: (title, published) -> id, for the source's recent articles.
    """

    by_key: Mapping[str, int] = field(default_factory=dict)
    by_url: Mapping[str, int] = field(default_factory=dict)
    articles: Mapping[int, KnownArticle] = field(default_factory=dict)
    twins: Mapping[tuple[str, datetime], int] = field(default_factory=dict)


@dataclass(slots=True)
class Decision:
    """What is to be done about one article.

    Attributes:
        article_id: the stored article, or None for a new one.
        changed: the stored article's words differ from the entry's.
        keys, urls: every name it was seen under in this document.
    """

    entry: Entry
    article_id: int | None
    changed: bool
    keys: list[str]
    urls: list[str]

    @property
    def is_new(self) -> bool:
        """Return whether nothing of it is stored."""
        return self.article_id is None


def names_of(entries: Sequence[Entry]) -> list[Names]:
    """Return the names that can be trusted, one per entry, in order.

    A guid or an address that several items of one document share, while the other name or the
    title tells them apart, names none of them. Where items share both and yet say other things at
    other times, the names are the first one's, and the others are known by their words.
    """
    addresses = [_address(entry) for entry in entries]
    of_guid = _values(zip((e.guid for e in entries), map(_label, entries, addresses), strict=True))
    places = [
        _places(entry, address, alone=len(of_guid[entry.guid]) == 1)
        for entry, address in zip(entries, addresses, strict=True)
    ]
    told = [(place, entry) for entry, mine in zip(entries, places, strict=True) for place in mine]
    guids_at = _values((place, entry.guid) for place, entry in told)
    labels_at = _values((place, _label(entry, "")) for place, entry in told)
    found = []
    first: dict[tuple[str, str], Entry] = {}
    for entry, address, mine in zip(entries, addresses, places, strict=True):
        if _says_otherwise(first.setdefault((entry.guid, address), entry), entry):
            found.append(Names(_key_of_words(entry, entry.summary_html + entry.content_html)))
            continue
        trusted = [
            place
            for place in mine
            if len(labels_at[place]) == 1 or (entry.guid and len(guids_at[place]) == 1)
        ]
        link = address if address in trusted else ""
        key = _key(entry, link, alone=len(of_guid[entry.guid]) == 1)
        found.append(Names(key, tuple(dict.fromkeys(trusted))))
    return found


def decide(
    entries: Sequence[Entry], known: Known, *, source_id: int, names: Sequence[Names] | None = None
) -> list[Decision]:
    """Return one decision per article in the document, in document order.

    Args:
        names: from :func:`names_of`, when the caller has them already.
    """
    names = names if names is not None else names_of(entries)
    present = _present(names, known)
    titles = Counter(entry.title for entry in entries)
    decisions: list[Decision] = []
    mine: dict[str | int, Decision] = {}
    for entry, name in zip(entries, names, strict=True):
        earlier = _earlier(name, mine)
        if earlier is None:
            article = _match(entry, name, known)
            if article is None and titles[entry.title] == 1:
                article = _twin(entry, known, present)
            if article is not None and article.id in mine:
                earlier = mine[article.id]
            else:
                earlier = Decision(
                    entry, article.id if article else None, _changed(entry, article, source_id),
                    [], [],
                )  # fmt: skip
                decisions.append(earlier)
                if article is not None:
                    mine[article.id] = earlier
        earlier.keys.append(name.key)
        earlier.urls += [url for url in name.urls if url not in earlier.urls]
        for own in (f"key {name.key}", *(f"url {url}" for url in name.urls)):
            mine.setdefault(own, earlier)
    return decisions


def version_digest(title: str, lede: str, text: str) -> str:
    """Return the digest under which two versions say the same; see :func:`substance`."""
    told = "\x1f".join((" ".join(title.split()), substance(lede), substance(text)))
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def feed_words(entry: Entry) -> tuple[str, str, str]:
    """Return (title, lede, text) as the feed alone tells them."""
    lede = to_text(entry.summary_html)
    text = to_text(entry.content_html)
    return shown_title(entry, lede or text), lede, "" if text == lede else text


def shown_title(entry: Entry, words_of_it: str) -> str:
    """Return the headline, or the first words of an item that has none."""
    if entry.title:
        return entry.title
    first = words_of_it.partition("\n")[0]
    return (first[:117] + "…" if len(first) > 118 else first) or "Utan rubrik"


def same_headline(one: str, other: str) -> bool:
    """Tell whether two headlines can be the same one before and after an edit."""
    first, second = set(words(one)), set(words(other))
    if not first or not second:
        return False
    return len(first & second) / len(first | second) >= _SAME_HEADLINE


def _address(entry: Entry) -> str:
    return (urls.identity(entry.link) or "") if entry.link else ""


def _is_front(place: str) -> bool:
    """Tell whether an address key is a site's front page, which names no article."""
    return "?" not in place and place.find("/") in {-1, len(place) - 1}


def _places(entry: Entry, address: str, *, alone: bool) -> list[str]:
    """Return the address keys that may name the entry: its link, and a guid that is one."""
    permalink = urls.identity(entry.guid) if alone else None
    return [place for place in (address, permalink) if place and not _is_front(place)]


def _label(entry: Entry, address: str) -> str:
    """Return what tells an item from others that share a name with it."""
    return address or "\x1f".join((entry.title or entry.summary_html, str(entry.published)))


def _key(entry: Entry, link: str, *, alone: bool) -> str:
    if entry.guid and alone:
        return entry.guid
    if link:
        return f"{entry.guid} link:{link}".strip()
    return _key_of_words(entry, entry.title or entry.summary_html)


def _says_otherwise(one: Entry, other: Entry) -> bool:
    """Tell whether two items with all names in common are different articles all the same."""
    return (
        one is not other
        and bool(one.guid and one.link)
        and one.published != other.published
        and not same_headline(one.title, other.title)
        and (one.summary_html, one.content_html) != (other.summary_html, other.content_html)
    )


def _key_of_words(entry: Entry, said: str) -> str:
    day = entry.published.date().isoformat() if entry.published else ""
    told = f"{entry.guid}\x1f{entry.link}\x1f{said}\x1f{day}"
    return "title:" + blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _values(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return the different second parts that each first part stands with."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for first, second in pairs:
        found[first].add(second)
    return found


def _earlier(name: Names, mine: Mapping[str | int, Decision]) -> Decision | None:
    """Return the decision about the same article further up in the document, if any."""
    for own in (f"key {name.key}", *(f"url {url}" for url in name.urls)):
        if own in mine:
            return mine[own]
    return None


def _present(names: Sequence[Names], known: Known) -> set[int]:
    """Return the ids of stored articles that stand in the document under a name they had."""
    found = {known.by_key.get(name.key) for name in names}
    found |= {known.by_url.get(url) for name in names for url in name.urls}
    return {article for article in found if article is not None}


def _match(entry: Entry, name: Names, known: Known) -> KnownArticle | None:
    """Return the stored article that the names lead to; an address beats a guid."""
    by_key = known.articles.get(known.by_key.get(name.key, 0))
    for url in name.urls:
        found = known.articles.get(known.by_url.get(url, 0))
        if found is not None and (found is by_key or not _is_reused(entry, found)):
            return found
    return None if by_key is None or (name.urls and _is_reused(entry, by_key)) else by_key


def _is_reused(entry: Entry, found: KnownArticle) -> bool:
    """Tell whether one known name, the others being new, has come to name another article.

    When in doubt it does: two articles where one was printed are seen and merged by a person, a
    lost one is not.
    """
    if same_headline(entry.title, found.title):
        return False
    return entry.published is None or entry.published != found.published


def _twin(entry: Entry, known: Known, present: set[int]) -> KnownArticle | None:
    """Return the article with the same headline and time whose old names are all gone."""
    if entry.published is None or not entry.title or entry.published_precision != "minute":
        return None
    found = known.twins.get((entry.title, entry.published))
    return known.articles.get(found) if found is not None and found not in present else None


def _changed(entry: Entry, article: KnownArticle | None, source_id: int) -> bool:
    """Tell whether the source that gave us the article now words it otherwise.

    Other sources may cut or word it their own way; that changes nothing.
    """
    if article is None or article.source_id != source_id:
        return False
    title, lede, text = feed_words(entry)
    if not article.has_page:
        return version_digest(title, lede, text) != article.digest
    headline = article.feed_title or article.title
    return " ".join(title.split()) != headline or entry.summary_html != article.summary_html
