"""Whatever HTML comes from outside, nothing active comes out."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from monitor.intake.clean import clean_html, to_line, to_text

PIECES = st.sampled_from(
    "<p> </p> <div <a href= 'javascript:x' \"data:x\" > < <script> </script> <svg> <style> "
    "</style> <!-- --> <math> <mtext> <img src=x onerror=y> </noscript> <noscript> <table> <form> "
    "<b> &lt; &amp; &#60; x ' \" / = onclick=z <template> <iframe srcdoc= <![CDATA[ ]]> <title> "
    "</title>".split()
)
MARKUP = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=30).map("".join)
ACTIVE = frozenset(
    "script iframe object embed form base meta style link svg math template input img".split()
)


class Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ACTIVE:
            self.found.append(tag)
        for name, value in attrs:
            scheme = (value or "").partition(":")[0].strip().lower()
            if (
                name.startswith("on")
                or name in {"style", "src"}
                or scheme in {"javascript", "data"}
            ):
                self.found.append(name)


@given(MARKUP)
def test_no_active_markup_is_left(markup: str) -> None:
    finder = Finder()

    finder.feed(clean_html(markup, "https://a.example/"))
    finder.close()

    assert [] == finder.found


@given(MARKUP)
def test_cleaning_twice_changes_nothing(markup: str) -> None:
    once = clean_html(markup, "https://a.example/")

    assert once == clean_html(once, "https://a.example/")


@given(st.one_of(MARKUP, st.text()))
def test_a_title_is_one_short_line(markup: str) -> None:
    line = to_line(markup)

    assert line == " ".join(line.split())
    assert len(line) <= 1000


@given(st.one_of(MARKUP, st.text()))
def test_text_has_no_control_characters(markup: str) -> None:
    assert not {"\x00", "\x1b", "\u202e", "\u200b"} & set(to_text(markup))
