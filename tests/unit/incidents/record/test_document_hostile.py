"""Documents that somebody made to do harm: refused in words, and nothing is changed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from incidents.record import document
from monitor.core.actors import Actor
from monitor.core.errors import InputError
from monitor.core.messages import explain
from monitor.core.store import Store

EDITOR = Actor("sara", "editor", None, "Sara")


def whole(**incident: Any) -> str:
    told = {"title": "Prov", "known_at": "2026-03-09T10:00:00Z", **incident}
    return json.dumps({"form": 1, "incident": told})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[" * 100_000, "går inte att läsa"),
        ('{"a":' * 100_000, "går inte att läsa"),
        (whole(topic="x").replace('"x"', "[" * 300 + "]" * 300), "klamrar"),
        (whole(topic="x").replace('"x"', "[" * 60 + "]" * 60), "klamrar"),
        ('["a\\ud800"]', "inte går att spara"),
        (whole(title="a\ud800b"), "inte går att spara"),
        (whole(title="a\0b"), "inte går att spara"),
        (whole(**{"a\ud800": 1}), "inte går att spara"),
        (whole(title="a" * 100_001), "högst 100000"),
        (whole(known_at="0001-01-01T00:00:00+14:00"), "finns inte i kalendern"),
        (whole(known_at="9999-12-31T23:59:59-14:00"), "finns inte i kalendern"),
        (whole(ref="H-2026-001/../../x"), "fel form"),
        (whole(id=1), "okänt"),
    ],
)
def test_a_hostile_document_is_refused_in_words(store: Store, text: str, why: str) -> None:
    with pytest.raises(InputError) as refused:
        document.import_document(store, EDITOR, document.from_json(text))

    assert why in explain(refused.value)
    assert 0 == store.value("SELECT count(*) FROM incidents")


def test_a_document_in_which_everything_is_wrong_is_not_read_to_its_end(store: Store) -> None:
    text = json.dumps({"form": 1, "incident": {}, "actions": [{}] * 2_000})

    with pytest.raises(InputError) as refused:
        document.from_json(text)

    assert refused.value.facts["count"] <= 500
