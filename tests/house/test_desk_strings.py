"""No English where staff look: every page of the desk, Datasette's own included."""

from __future__ import annotations

import asyncio
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from incidents.desk.app import build
from incidents.record.schema import open_whole
from monitor.core import signin
from monitor.core.settings import Settings

TEMPLATES = Path(__file__).parents[2] / "incidents" / "desk" / "templates"
#: Words that Datasette says in English, and that no Swedish sentence of ours holds.
ENGLISH = re.compile(
    r"\b(the|and|rows?|where|search|sort|sorted|descending|apply|filters?|this data|advanced|export"
    r"|powered by|log ?(in|out)|home|table|tables|view|views|query|queries|error|next page|column"
    r"|custom|suggested|facets?|not found|forbidden|records?|results?|menu|jump|download|hidden"
    r"|contains|does not|starts with|ends with|is null|link|links|from other|run sql)\b",
    re.IGNORECASE,
)
#: Swedish words, names and formats that look English.
SWEDISH = {"export", "menu", "error", "view", "filter", "record", "home"}
PAGES = (
    "/-/lagesbild/",
    "/-/lagesbild/hjalp",
    "/-/lagesbild/hjalp/granska",
    "/-/lagesbild/hjalp/allt",
    "/-/lagesbild/sok?q=kompass",
    "/-/lagesbild/anvandare",
    "/-/lagesbild/finns-inte",
    "/-/lagesbild/granska",
    "/-/lagesbild/handelser",
    "/-/lagesbild/floden",
    "/lagesbild",
    "/lagesbild/articles",
    "/lagesbild/articles?title__contains=x&_search=y&_sort_desc=title&_facet=medium",
    "/lagesbild/incidents?severity=raised&_facet=status",
    "/lagesbild/users/1",
    "/lagesbild/users/999",
    "/lagesbild/finns_inte",
    "/lagesbild/meta",
    "/lagesbild/oppna_handelser",
    "/lagesbild/svarstider",
    "/lagesbild/-/query?sql=select+1+as+tal",
    "/lagesbild/-/query?sql=selec",
    "/-/",
    "/-/plugins",
)


class _Words(HTMLParser):
    """Collects what people read: text and the attributes that are spoken, not code and not data."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.lang = ""
        self.mains = 0
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.lang = given.get("lang") or ""
        self.mains += tag == "main"
        self._skip += tag in {"code", "pre", "script", "textarea", "style"}
        self.said += [given[key] or "" for key in ("aria-label", "title", "alt") if key in given]

    def handle_endtag(self, tag: str) -> None:
        self._skip -= tag in {"code", "pre", "script", "textarea", "style"}

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.said.append(data)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    settings = Settings(state=tmp_path_factory.mktemp("desk"))
    store = open_whole(settings.database)
    person = {"username": "anna", "display_name": "Anna Berg", "role": "administrator"}
    user_id = store.insert("users", {**person, "password_hash": "x", "created_at": store.now()})
    secret = signin.start_session(store, user_id, hours=1)
    store.close()

    async def ask() -> dict[str, str]:
        datasette = build(settings)
        await datasette.invoke_startup()
        found = {"/-/lagesbild/logga-in": await datasette.client.get("/-/lagesbild/logga-in")}
        for path in PAGES:
            found[path] = await datasette.client.get(path, cookies={"lagesbild": secret})
        datasette.close()
        return {path: answer.text for path, answer in found.items()}

    return asyncio.run(ask())


def test_every_page_is_swedish_with_one_main_landmark(answers: dict[str, str]) -> None:
    for path, text in answers.items():
        if not text:
            continue
        page = _Words()
        page.feed(text)

        assert ("sv", 1) == (page.lang, page.mains), path


def test_no_page_says_anything_in_english(answers: dict[str, str]) -> None:
    wrong = {}
    for path, text in answers.items():
        page = _Words()
        page.feed(text)
        found = {one.group().lower() for said in page.said for one in ENGLISH.finditer(said)}
        if found - SWEDISH:
            wrong[path] = found - SWEDISH

    assert {} == wrong


def test_templates_hold_nothing_that_the_content_policy_stops() -> None:
    wrong = [
        f"{path.name}: {found.group()}"
        for path in TEMPLATES.rglob("*.html")
        for found in re.finditer(
            r"\sstyle=|<style|<script>|\son(?:click|change|load|submit|input)=|javascript:",
            path.read_text(encoding="utf-8"),
        )
    ]

    assert [] == wrong


def test_templates_quote_in_swedish() -> None:
    wrong = [
        f"{path.name}: {found.group()}"
        for path in TEMPLATES.rglob("*.html")
        for found in re.finditer(r"[“„][^<]{0,40}", path.read_text(encoding="utf-8"))
    ]

    assert [] == wrong
