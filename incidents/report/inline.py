r"""The notation in which people edit a paragraph: four marks, everything else is words.

Pure: no clock, no store, no network.

``[words](https://…)`` is a link, ``**words**`` weight, ``*words*`` italics and ``[words]{en}``
another language. A backslash before ``\ * [ ]`` makes it a plain character. What does not read
as a mark is kept as words, so that no text is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from incidents.report.tree import (
    Emphasis,
    Language,
    Link,
    Run,
    Runs,
    Strong,
    Text,
    clean,
    normalise,
    web_address,
)

_STARRED = r"(?=\S)((?:\\.|[^\\*])*(?:\\.|[^\\*\s]))"
_MARK = re.compile(
    r"\\([\\*\[\]])"
    rf"|\*\*{_STARRED}\*\*"
    rf"|\*{_STARRED}\*"
    r"|\[((?:\\.|[^\\\[\]])+)\]"
    r"(?:\(([^()\s]+)\)|\{([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\})"
)
_ESCAPED = re.compile(r"\\([\\*\[\]])")
_SPECIAL = re.compile(r"[\\*\[\]]")


def escape_inline(text: str) -> str:
    """Return words from the record so that none of them reads as a mark."""
    return _SPECIAL.sub(lambda found: "\\" + found.group(), text)


def parse_inline(source: str) -> Runs:
    """Return the runs that the notation tells; never an error."""
    runs: list[Run] = []
    at = 0
    line = clean(source)
    for found in _MARK.finditer(line):
        runs.extend((Text(line[at : found.start()]), _run_of(found)))
        at = found.end()
    runs.append(Text(line[at:]))
    return normalise(runs)


def pieces(source: str) -> list[tuple[Run, int]]:
    """Return the runs in order, each with where in the source its words start.

    For showing remarks on the words: the source must be clean already, as stored text is.
    """
    found: list[tuple[Run, int]] = []
    at = 0
    for mark in _MARK.finditer(source):
        found.append((Text(source[at : mark.start()]), at))
        group = next(number for number, words in enumerate(mark.groups(), 1) if words is not None)
        start = mark.start() if isinstance(_run_of(mark), Text) else mark.start(group)
        found.append((_run_of(mark), start))
        at = mark.end()
    found.append((Text(source[at:]), at))
    return [(run, start) for run, start in found if run.text]


def format_inline(runs: Iterable[Run]) -> str:
    """Return the notation of the runs: :func:`parse_inline` gives them back, normalised."""
    return "".join(map(_source_of, normalise(runs)))


def _run_of(found: re.Match[str]) -> Run:
    literal, strong, emphasis, bracketed, url, lang = found.groups()
    if literal is not None:
        return Text(literal)
    if strong is not None:
        return Strong(_unescape(strong))
    if emphasis is not None:
        return Emphasis(_unescape(emphasis))
    if lang is not None:
        return Language(_unescape(bracketed), lang)
    if web_address(url) is None:
        return Text(_unescape(found.group()))
    return Link(_unescape(bracketed), url)


def _unescape(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def _source_of(run: Run) -> str:
    words = escape_inline(run.text)
    match run:
        case Text():
            return words
        case Strong():
            return f"**{words}**"
        case Emphasis():
            return f"*{words}*"
        case Language(lang=lang):
            return f"[{words}]{{{lang}}}"
        case Link(url=url):
            return f"[{words}]({url})"
