"""Swedish sentences for errors and Swedish labels for the words that the database stores."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from monitor.core.errors import LagesbildError

_CATALOGUE = Path(__file__).with_name("locale") / "sv.toml"


class _Blank(dict[str, Any]):
    """Leaves out facts that an error does not carry rather than failing while explaining it."""

    def __missing__(self, key: str) -> str:
        return ""


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return the whole catalogue: section -> key -> Swedish."""
    with _CATALOGUE.open("rb") as file:
        return tomllib.load(file)


def explain(error: LagesbildError) -> str:
    """Return what a person is told of an error: what happened and what to do, in Swedish."""
    sentences = catalogue()["errors"]
    for kind in type(error).__mro__:
        sentence = sentences.get(getattr(kind, "key", ""))
        if sentence:
            return sentence.format_map(_Blank(error.facts)).strip()
    return sentences["error"]


def explain_source(reason: str, facts: dict[str, Any]) -> str:
    """Return in Swedish what is wrong with a source and what to do about it.

    Args:
        reason: ``source_state.error_key``.
        facts: ``source_state.error_facts``, decoded.
    """
    sentences = catalogue()["source_errors"]
    return sentences.get(reason, sentences["unknown"]).format_map(_Blank(facts)).strip()


def explain_page(reason: str, facts: dict[str, Any]) -> str:
    """Return in Swedish why an article's page could not be read.

    Args:
        reason: a key of ``[page_errors]`` or ``[source_errors]``.
    """
    told = catalogue()["page_errors"].get(reason)
    return told.format_map(_Blank(facts)).strip() if told else explain_source(reason, facts)


def label(section: str, key: str) -> str:
    """Return the Swedish label of a stored word, for example ``label("severity", "raised")``."""
    return catalogue().get(section, {}).get(key, key)


def labels(section: str) -> dict[str, str]:
    """Return all labels of one vocabulary in the order people choose from them."""
    return dict(catalogue().get(section, {}))
