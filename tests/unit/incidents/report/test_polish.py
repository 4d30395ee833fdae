"""Whatever part of the record is known, the composer's own text draws no remark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kompass_week import Week, when, whole

from incidents.record.schema import open_whole
from incidents.report.check import Finding, Paragraph, Section, check
from incidents.report.compose import compose_extra, compose_weekly
from incidents.report.lint_material import linter_context, linter_sources, sources_for
from incidents.report.load import load_material, touched_incidents
from incidents.report.material import Incident, Material
from incidents.report.pen import DraftParagraph
from incidents.report.sections import is_table
from incidents.report.tree import Kind
from monitor.core.clock import HeldClock
from monitor.core.errors import InputError

_PARTS = ("articles", "statements", "circumstances", "actions", "decisions", "enquiries")


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    path: Path = tmp_path_factory.mktemp("week") / "lagesbild.db"
    store = open_whole(path, HeldClock(when("fr 17.00")))
    yield whole(store)
    store.close()


def remarks(material: Material, paragraphs: list[DraftParagraph], kind: Kind) -> list[Finding]:
    known = linter_sources(material)
    read = [
        Paragraph(at, Section(one.section), one.text, one.style, sources_for(one.sources, known))
        for at, one in enumerate(paragraphs)
        if not is_table(one.text)
    ]
    return check(read, linter_context(material, kind))


def without(incident: Incident, dropped: frozenset[int]) -> Incident:
    """Return the incident without some of its records, counted through all of its parts."""
    kept, at = {}, 0
    for name in _PARTS:
        records = getattr(incident, name)
        kept[name] = tuple(one for n, one in enumerate(records, at) if n not in dropped)
        at += len(records)
    return replace(incident, **kept)  # type: ignore[arg-type]


@given(
    st.integers(0, 24 * 5),
    st.sampled_from(["märkning", "provsvar"]),
    st.frozensets(st.integers(0, 60), max_size=30),
)
def test_an_extra_of_any_part_of_the_week_has_no_remark(
    week: Week, hours: int, name: str, dropped: frozenset[int]
) -> None:
    try:
        whole_material = load_material(
            week.store, week[name], when("må 09.00") + timedelta(hours=hours)
        )
    except InputError:
        return  # not known yet
    material = replace(
        whole_material, incidents=tuple(without(one, dropped) for one in whole_material.incidents)
    )

    assert [] == remarks(material, compose_extra(material), "extra")


@given(st.integers(0, 24 * 5), st.frozensets(st.integers(0, 60), max_size=30))
def test_a_weekly_of_any_part_of_the_week_has_no_remark(
    week: Week, hours: int, dropped: frozenset[int]
) -> None:
    end = when("må 09.00") + timedelta(hours=hours)
    start = end - timedelta(days=7)
    found = load_material(
        week.store, touched_incidents(week.store, start, end), end, period_from=start
    )
    material = replace(found, incidents=tuple(without(one, dropped) for one in found.incidents))

    assert [] == remarks(material, compose_weekly(material), "weekly")
