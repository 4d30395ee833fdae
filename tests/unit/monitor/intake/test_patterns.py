from __future__ import annotations

import pytest

from monitor.core.errors import InputError
from monitor.core.resources import shipped
from monitor.core.store import Store
from monitor.intake import patterns, sources
from monitor.intake.opml import SourceLine, read_csv
from tests.unit.monitor.intake.test_sources import ADMIN


@pytest.mark.parametrize("pattern", [
    "(a+)+$", "(a|a)*x", "(?:a){2,}", ".*.*.*x", "/nyheter/[", "(", "x" * 201,
])  # fmt: skip
def test_a_pattern_that_is_none_or_could_be_slow_is_refused_at_its_field(pattern: str) -> None:
    with pytest.raises(InputError) as refused:
        patterns.checked(pattern)

    assert "link_pattern" == refused.value.facts["name"]


@pytest.mark.parametrize("pattern", [
    "", "/nyheter/.+", r"/(nyheter|press)/\d{4}/.+", r"/sv/[a-z]+/.*\.html", r"\(x\)", r"a\+b\*c\*",
])  # fmt: skip
def test_an_ordinary_pattern_may_be_used(pattern: str) -> None:
    assert pattern == patterns.checked(pattern)


def test_the_shipped_patterns_may_be_used() -> None:
    given = [one.link_pattern for one in read_csv(shipped("data/sources.csv").read_bytes())]

    assert [patterns.checked(one) for one in given] == given
    assert any(given)


def test_a_refused_pattern_changes_no_source(store: Store) -> None:
    page = SourceLine("RV", "https://rv.example/", kind="page", link_pattern="/nyheter/.+")
    key = sources.add_source(store, ADMIN, page)

    with pytest.raises(InputError):
        sources.change_source(store, ADMIN, key, {"title": "X", "link_pattern": "(a+)+$"})
    with pytest.raises(InputError):
        sources.add_source(store, ADMIN, SourceLine("X", "https://x.example/", link_pattern="("))

    assert ["RV"] == [row["title"] for row in store.rows("SELECT title FROM sources")]
