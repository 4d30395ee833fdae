from __future__ import annotations

import ast
import inspect
import re
import string
from pathlib import Path

import pytest

from monitor.core import errors
from monitor.core.actors import ROLES, Actor, system
from monitor.core.errors import InputError, LagesbildError, PermissionDeniedError
from monitor.core.messages import catalogue, explain, explain_source, labels

CLASSES = [
    item
    for _, item in inspect.getmembers(errors, inspect.isclass)
    if issubclass(item, LagesbildError)
]


@pytest.mark.parametrize("error", CLASSES, ids=lambda item: item.__name__)
def test_every_error_has_a_swedish_sentence(error: type[LagesbildError]) -> None:
    assert error.key in catalogue()["errors"]


def test_an_error_without_its_facts_is_still_explained() -> None:
    assert ":" in explain(InputError())


def test_braces_in_a_fact_are_harmless() -> None:
    assert "Rubrik: {x.__class__}" == explain(InputError(field="Rubrik", why="{x.__class__}"))


def test_an_unknown_source_error_still_says_what_to_do() -> None:
    assert "Kontrollera" in explain_source("never heard of", {})


@pytest.mark.parametrize("sentence", catalogue()["source_errors"].values())
def test_a_source_error_is_a_whole_sentence(sentence: str) -> None:
    assert sentence.endswith(".")
    assert {name for _, name, _, _ in string.Formatter().parse(sentence) if name} <= {
        "status",
        "limit_mb",
        "url",
    }


def test_every_permission_of_a_role_has_a_swedish_phrase() -> None:
    named = set().union(*ROLES.values())

    assert named == set(labels("permissions"))


def test_an_actor_is_refused_what_the_role_lacks() -> None:
    reader = Actor(name="x", role="reader")

    with pytest.raises(PermissionDeniedError) as caught:
        reader.require("approve")

    assert "godkänna" in explain(caught.value)
    assert not Actor(name="y", role="made up").may("read")
    assert system("poller").may("judge")


def test_words_stored_in_the_schema_all_have_labels() -> None:
    root = Path(__file__).parents[4]
    sql = "".join(path.read_text(encoding="utf-8") for path in root.glob("*/*/schema/0001*.sql"))
    pattern = re.compile(r"CHECK \((\w+) IN\s*\(([^)]*)\)")
    labelled = {word for section in catalogue().values() for word in section}

    stored = {
        word
        for column, words in pattern.findall(sql)
        if "'" in words and column != "table_name"
        for word in ast.literal_eval(f"({words},)")
    }

    # Words that no page shows: they are file formats, or kinds that only code reads.
    silent = {
        "html",
        "pdf",
        "docx",
        "text",
        "markdown",
        "eml",
        "guid",
        "url",
        "quote",
        "title",
        "lede",
        "first",
        "headline",
        "removed",
        "back",
        "name",
        "context",
        "near",
        "person",
        "place",
        "insert",
        "update",
        "delete",
        "folder",
    }
    assert set() == stored - labelled - silent
