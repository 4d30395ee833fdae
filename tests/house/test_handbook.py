"""The handbook says what the product says, and everything that it points at is there."""

from __future__ import annotations

import ast
import re
import tomllib
from datetime import UTC, datetime
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from incidents.desk import links
from incidents.desk.forms import Form
from incidents.desk.handbook import Chapter, handbook, shown
from incidents.desk.handbook_page import size
from incidents.desk.look import NAVIGATION
from incidents.desk.pages import all_pages
from incidents.desk.pages.review import KEYS
from incidents.report.rules_words import LONGEST_SENTENCE_WORDS
from monitor.core import signin
from monitor.core.accounts import INVITATION_LIFE
from monitor.core.chosen import CHOICES, GROUPS
from monitor.core.messages import labels
from monitor.core.settings import Settings
from monitor.review.audit_sample import DAILY
from tests.journeys.places import HISTORY, OURS, REFUSED

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "handbok"
PICTURES = ROOT / "docs" / "bilder"
#: Larger pictures make the pages and the README slow, and the repository heavy; bytes.
LARGEST, ALL_TOGETHER = 200_000, 3_000_000
WORDS = {2: "två", 3: "tre", 5: "fem", 12: "tolv"}
#: Chapter -> what it says with a number that the code holds.
NUMBERS = (
    ("logga-in", f"minst {WORDS[signin.SHORTEST]} tecken"),
    ("logga-in", f"gäller i {WORDS[INVITATION_LIFE.days]} dygn"),
    ("logga-in", f"högst {WORDS[Settings.session_hours]} timmar"),
    ("logga-in", f"{WORDS[Settings.session_idle_minutes // 60]} timmar om du inte gör något"),
    ("logga-in", f"Efter {WORDS[signin.PAIR_LIMIT]} felaktiga försök"),
    ("battre-traffar", f"dras {WORDS[DAILY]} artiklar"),
    ("drift", f"äldre än {Settings.backup_days} dagar"),
)
NOW = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)
HERE = f"{links.ROOT}/hjalp"


class _Parts(HTMLParser):
    """Collects what a chapter shows: names of what one presses, links, pictures, sentences."""

    def __init__(self) -> None:
        super().__init__()
        self.named: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.pictures: list[dict[str, str | None]] = []
        self._strong = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids |= {given["id"] or ""} if "id" in given else set()
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag == "img":
            self.pictures.append(given)
        if tag == "strong":
            self._strong = True
            self.named.append("")

    def handle_endtag(self, tag: str) -> None:
        self._strong = self._strong and tag != "strong"

    def handle_data(self, data: str) -> None:
        if self._strong:
            self.named[-1] += data


@cache
def parts(chapter: Chapter) -> _Parts:
    found = _Parts()
    found.feed(shown(chapter.key).html)
    return found


def same(words: str) -> str:
    """Names on the screen begin with a capital that the stored word need not have."""
    return words[:1].lower() + words[1:]


def sayings(value: object) -> set[str]:
    """Return every string in a tree of settings."""
    if isinstance(value, dict):
        return {one for each in value.values() for one in sayings(each)}
    return {value} if isinstance(value, str) else set()


def on_the_screen() -> set[str]:
    """Return every whole string that the desk may show: of templates, code and word lists."""
    found: set[str] = set()
    for file in (ROOT / "incidents/desk/templates").rglob("*.html"):
        text = unescape(file.read_text(encoding="utf-8"))
        # A name stands between tags, quotes or expressions: those part it from everything else.
        found |= {" ".join(one.split()) for one in re.split(r'[<>{}"\n]', text)}
    for file in (ROOT / "incidents/desk").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    for file in (ROOT / "monitor/core/locale/sv.toml", *(ROOT / "incidents/desk/locale").glob("*")):
        found |= sayings(tomllib.loads(file.read_text(encoding="utf-8")))
    found |= sayings(yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8")))
    found |= {one.label for one in CHOICES.values()} | set(GROUPS)
    return {same(one.strip()) for one in found}


def test_every_file_is_a_chapter_and_begins_with_title_and_lead() -> None:
    files = {file.stem for file in FOLDER.glob("*.md")}
    keys = [chapter.key for chapter in handbook().chapters]

    assert files == set(keys)
    assert len(keys) == len(set(keys))
    wrong = [
        one.key
        for one in handbook().chapters
        if not one.text.startswith("# ") or not one.lead.endswith(".")
    ]
    assert [] == wrong


def test_what_the_handbook_prints_in_bold_stands_on_the_screen() -> None:
    there = on_the_screen()

    wrong = {
        (chapter.key, name)
        for chapter in handbook().chapters
        for name in parts(chapter).named
        if same(name) not in there
    }

    assert set() == wrong


def test_every_link_leads_to_a_chapter_or_a_heading_that_is_there() -> None:
    known = {chapter.href: parts(chapter).ids for chapter in handbook().chapters}

    wrong = [
        (chapter.key, link)
        for chapter in handbook().chapters
        for link in parts(chapter).links
        if not link.startswith(f"{HERE}/bilder/") and not _leads(link, known)
    ]

    assert [] == wrong


def _leads(link: str, known: dict[str, set[str]]) -> bool:
    address, _, heading = link.partition("#")
    return address in known and (not heading or heading in known[address])


def test_no_two_headings_of_the_whole_handbook_share_a_name() -> None:
    names = [name for one in handbook().chapters for name, _ in shown(one.key, 2).headings]

    assert sorted(set(names)) == sorted(names)


def test_every_picture_is_there_small_and_described() -> None:
    used = [one for chapter in handbook().chapters for one in parts(chapter).pictures]
    there = {file.name: file.stat().st_size for file in PICTURES.glob("*.png")}

    assert {(one["src"] or "").rpartition("/")[2] for one in used} == set(there)
    assert [] == [one["src"] for one in used if len(one["alt"] or "") < 40]
    assert {} == {name: number for name, number in there.items() if number > LARGEST}
    assert sum(there.values()) < ALL_TOGETHER


def test_a_pictures_size_is_read_from_the_picture() -> None:
    width, height = (int(size("telefon")[side]) for side in ("width", "height"))

    assert 390 == width
    assert height > width


def test_every_kind_of_page_has_its_chapter() -> None:
    strange = {address for address, status in REFUSED.items() if status == 404}
    addresses = {address.partition("?")[0] for _, address in (*OURS, *HISTORY)} - strange

    missing = {
        address
        for address in addresses
        if not address.startswith(HERE) and handbook().about(address) is None
    }

    assert set() == missing


def test_every_pattern_of_a_page_fits_one_that_is_there() -> None:
    declared = [page.path for page in all_pages()]
    dead = {
        pattern
        for pattern in handbook().pages
        if not pattern.startswith("/") and not any(_could_be(pattern, one) for one in declared)
    }

    assert set() == dead


def _could_be(pattern: str, path: str) -> bool:
    """Tell whether the fixed beginning of a pattern is that of a declared page."""
    return path.startswith(pattern.partition("*")[0])


def test_every_way_to_write_a_time_that_the_handbook_tells_is_understood() -> None:
    table = [row for row in handbook().chapter("tider").text.splitlines() if row.startswith("| `")]
    told = [words for row in table for words in re.findall("`([^`]+)`", row.split("|")[1])]

    known = [words for words in told if Form([("at", words)], now=NOW).time("at", "Tid").at]

    assert len(told) >= 5
    assert told == known


@pytest.mark.parametrize(("key", "said"), NUMBERS)
def test_a_number_in_the_handbook_is_the_products_own(key: str, said: str) -> None:
    assert said in " ".join(handbook().chapter(key).text.split())


def test_the_handbook_names_every_key_of_the_review() -> None:
    named = re.findall("<kbd>(.)</kbd>", handbook().chapter("granska").text)

    assert {key for key, _ in KEYS} == set(named)


def test_every_item_of_the_menu_is_told_of() -> None:
    named = parts(handbook().chapter("logga-in")).named

    assert set() == {item.text for item in NAVIGATION} - set(map(str, named))


def test_every_role_is_told_of() -> None:
    table = handbook().chapter("roller").text

    assert [] == [role for role in labels("role").values() if f"\n| {role} |" not in table]


def test_the_handbook_follows_the_writing_rules() -> None:
    wrong = []
    for chapter in handbook().chapters:
        for said in re.split(r"(?<=[.?!:])\s+|\n\n|\n[-|:\d]", _prose(chapter.text)):
            if len(said.split()) > LONGEST_SENTENCE_WORDS:
                wrong.append((chapter.key, said))
        wrong += [
            (chapter.key, one)
            for one in re.findall(
                r"[“„]|\bkälla\w*|\bskyndsam\w*|\bavseende\b|klockan \d\d:\d\d|\bCSV-fil",
                _prose(chapter.text),
            )
        ]

    assert [] == wrong


def _prose(text: str) -> str:
    """Return a chapter without pictures, code and the marks of Markdown."""
    text = re.sub(r"!\[[^]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[`*]|<[^>]*>", "", text)


def test_a_missing_picture_keeps_nobody_from_the_chapter() -> None:
    assert {} == size("finns-inte")
