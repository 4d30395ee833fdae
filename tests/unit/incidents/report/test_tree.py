from __future__ import annotations

import json

import pytest
from report_documents import HOSTILE, a_correction, a_hostile, a_weekly, an_extra

from incidents.report.serial import digest, from_json, to_json
from incidents.report.tree import (
    Document,
    Emphasis,
    Language,
    Link,
    Strong,
    TableBlock,
    Text,
    clean,
    link_or_text,
    normalise,
    web_address,
)
from monitor.core.errors import InputError

DOCUMENTS = [an_extra(), a_weekly(), a_correction(), a_hostile()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=["extra", "weekly", "correction", "hostile"])
def test_a_document_comes_back_from_its_json(document: Document) -> None:
    text = to_json(document)

    assert document == from_json(text)
    assert text == to_json(from_json(text))
    assert digest(document) == digest(from_json(text))


def test_the_digest_of_a_known_document_never_changes() -> None:
    assert digest(an_extra()) == "b8a969bd2f5505406b49b613cd79bfb7f5c3e8a79fb27cdc57cb0a96619f33ef"


def test_one_letter_changes_the_digest() -> None:
    assert digest(an_extra()) != digest(a_correction())


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '"x"', '{"form":1}', '{"form":2,"sections":[]}', '{"form":1,"sections":[1]}'],
)
def test_json_that_is_no_report_is_refused_in_swedish(text: str) -> None:
    with pytest.raises(InputError) as caught:
        from_json(text)

    assert caught.value.facts["field"] == "rapport"


def test_an_unknown_block_or_run_is_refused() -> None:
    for old, new in (('"paragraph"', '"script"'), ('"type":"text"', '"type":"html"')):
        with pytest.raises(InputError):
            from_json(to_json(an_extra()).replace(old, new))


def test_a_stored_link_to_code_is_refused() -> None:
    with pytest.raises(InputError):
        from_json(to_json(an_extra()).replace("https://mv.example/kompass-1", "javascript:x"))


def test_json_keeps_swedish_letters_readable() -> None:
    assert "klassmärkning" in to_json(an_extra())
    assert json.loads(to_json(an_extra()))["form"] == 1


def test_words_are_cleaned_when_they_are_made() -> None:
    assert clean("a\r\nb") == "a b"
    assert clean("a\u0308") == "ä"
    assert clean("a\u202e\x00\ud800\ufdd0\U0001fffe\ue000b") == "ab"
    assert clean(HOSTILE) == Text(HOSTILE).text


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://mv.example/kompass-1", "https://mv.example/kompass-1"),
        ("HTTP://MV.example:8080/a b?q=å#x", "http://mv.example:8080/a%20b?q=%C3%A5#x"),
        ("https://vård.example/ö", "https://xn--vrd-ula.example/%C3%B6"),
        (
            'https://mv.example/a(b)[c]<d>"e"\\',
            "https://mv.example/a%28b%29%5Bc%5D%3Cd%3E%22e%22%5C",
        ),
        ("mailto:press@rvm.example", "mailto:press@rvm.example"),
        ("https://[::1]/x", "https://[::1]/x"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("//mv.example", None),
        ("#", None),
        ("", None),
        ("https://", None),
        ("https://user@mv.example/", None),
        ("https://mv.example:port/", None),
        ("https://a b/", None),
        ("https://[x", None),
        ("https://\u2024\u2024.example/", None),
    ],
)
def test_only_addresses_of_the_web_may_be_linked(url: str, expected: str | None) -> None:
    assert expected == web_address(url)


def test_an_address_that_may_not_be_linked_leaves_its_words() -> None:
    assert Text("MV") == link_or_text("MV", "javascript:x")
    assert Text("MV") == link_or_text("MV", None)
    assert Link("MV", "https://mv.example/") == link_or_text("MV", "https://mv.example/")


def test_normalised_runs_are_joined_and_weight_is_not_put_on_spaces() -> None:
    runs = (Text("a"), Text("b"), Strong(" c "), Emphasis(""), Link(" ", "https://x.example/"))

    assert (
        Text("ab "),
        Strong("c"),
        Text(" "),
        Link("https://x.example/", "https://x.example/"),
    ) == normalise(runs)


def test_a_language_is_named_by_its_code() -> None:
    with pytest.raises(InputError):
        Language("x", 'en" onclick="x')


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    with pytest.raises(InputError):
        TableBlock("x", ("a", "b"), (("1",),))
