"""The fictional week's four reports, as the golden files tell them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from kompass_week import Week, when, whole

from incidents.report.check import Finding, Paragraph, Section, check
from incidents.report.compose import (
    DraftParagraph,
    compose_extra,
    compose_weekly,
    propose_reason,
)
from incidents.report.lint_material import linter_context, linter_sources, sources_for
from incidents.report.load import load_material, touched_incidents
from incidents.report.material import Material
from incidents.report.render.markdown import render_markdown
from incidents.report.sections import Head, build_document, is_table
from incidents.report.tree import Document, Kind
from monitor.core.store import Store

GOLDEN = Path(__file__).parents[4] / "tests" / "golden" / "reports"
PERIOD = ("to0 15.00", "to 15.00")


@pytest.fixture
def week(store: Store) -> Week:
    return whole(store)


def extra(week: Week, compiled: str, corrects: str | None = None) -> Material:
    return load_material(
        week.store,
        week["märkning"],
        when(compiled),
        corrects_id=None if corrects is None else week[corrects],
    )


def weekly(week: Week) -> Material:
    start, end = map(when, PERIOD)
    return load_material(
        week.store,
        touched_incidents(week.store, start, end),
        end,
        period_from=start,
        link_base="https://lagesbild.example/rapport/",
    )


def document(number: str, material: Material, paragraphs: list[DraftParagraph]) -> Document:
    extra = material.period is None
    head = Head(
        number=number,
        kind="extra" if extra else "weekly",
        series=material.series.name,
        producer=material.series.producer,
        own_short=material.own.name.again,
        compiled_at=material.compiled_at,
        reason=propose_reason(material) if extra else None,
        period=material.period,
    )
    return build_document(head, paragraphs)


def remarks(material: Material, paragraphs: list[DraftParagraph]) -> list[Finding]:
    known = linter_sources(material)
    kind: Kind = "extra" if material.period is None else "weekly"
    return check(
        [
            Paragraph(
                number,
                Section(one.section),
                one.text,
                one.style,
                sources_for(one.sources, known),
            )
            for number, one in enumerate(paragraphs)
            if not is_table(one.text)
        ],
        linter_context(material, kind),
    )


def in_section(paragraphs: list[DraftParagraph], key: str) -> list[str]:
    return [one.text for one in paragraphs if one.section == key]


@pytest.mark.parametrize(
    ("number", "compiled", "corrects", "next_update"),
    [
        ("2026-E01", "må 20.00", None, None),
        ("2026-E02", "ti 09.00", "2026-E01", "ti 12.00"),
        ("2026-E03", "fr 11.40", None, None),
    ],
)
def test_an_extra_report_reads_as_its_golden_file_without_a_remark(
    week: Week, number: str, compiled: str, corrects: str | None, next_update: str | None
) -> None:
    material = extra(week, compiled, corrects)

    paragraphs = compose_extra(
        material, next_update_at=None if next_update is None else when(next_update)
    )

    expected = (GOLDEN / f"{number}.md").read_text()
    assert expected == render_markdown(document(number, material, paragraphs))
    assert not remarks(material, paragraphs)


def test_the_weekly_report_reads_as_its_golden_file_without_a_remark(week: Week) -> None:
    material = weekly(week)

    paragraphs = compose_weekly(material)

    expected = (GOLDEN / "2026-V11.md").read_text()
    assert expected == render_markdown(document("2026-V11", material, paragraphs))
    assert not remarks(material, paragraphs)


@pytest.mark.parametrize(
    ("compiled", "expected"),
    [
        ("må 20.00", "uppgifter i MV om Kompass och klassmärkning"),
        ("ti 09.00", "uppgifter i RV om Kompass och Produktverket"),
        ("fr 11.40", "besked från Produktverket om tillsyn av Kompass"),
    ],
)
def test_the_reason_is_proposed(week: Week, compiled: str, expected: str) -> None:
    assert expected == propose_reason(extra(week, compiled))


def test_when_only_a_medium_has_put_itself_right_that_is_the_reason(week: Week) -> None:
    material = extra(week, "fr 15.00")
    told_at_noon = replace(material.incidents[0], since=when("fr 12.00"))

    proposed = propose_reason(replace(material, incidents=(told_at_noon,)))

    assert proposed == "rättelse i MV om Kompass och klassmärkning"


def test_without_an_article_the_reason_is_the_decision_or_the_incident(week: Week) -> None:
    before = load_material(week.store, week["provsvar"], when("on 18.00"))
    after = load_material(week.store, week["provsvar"], when("on 22.00"))

    assert propose_reason(before) == "händelse som gäller provsvar i Kompass"
    assert propose_reason(after) == "beslut om provsvar i Kompass"


def test_a_correction_may_be_written_by_hand(week: Week) -> None:
    paragraphs = compose_extra(extra(week, "ti 09.00", "2026-E01"), correction="Uppgiften var fel")

    assert in_section(paragraphs, "correction") == ["**Rättelse:** Uppgiften var fel."]
    assert {one.table for one in paragraphs[0].sources} == {"reports", "claims", "circumstances"}


def test_what_is_corrected_without_a_contradiction_is_said_in_general(week: Week) -> None:
    material = extra(week, "on 08.00", "2026-E02")

    assert in_section(compose_extra(material), "correction") == [
        "**Rättelse:** Uppgifter i rapport 2026-E02 har ändrats."
    ]


def test_nothing_learnt_later_is_a_source_whenever_a_report_is_compiled(week: Week) -> None:
    for day in ("må", "ti", "on", "to", "fr"):
        for hour in range(0, 24, 3):
            at = when(f"{day} {hour:02}.00")
            start = when(PERIOD[0])
            touched = touched_incidents(week.store, start, at)
            if not touched:
                continue
            material = load_material(week.store, touched, at, period_from=start)
            known = [
                source.known_at
                for one in (*compose_extra(material), *compose_weekly(material))
                for source in one.sources
                if source.known_at is not None
            ]
            assert not [one for one in known if one > at]


def test_every_paragraph_of_the_record_says_where_it_came_from(week: Week) -> None:
    for material in (extra(week, "må 20.00"), extra(week, "ti 09.00"), weekly(week)):
        write = compose_extra if material.period is None else compose_weekly
        assert all(one.sources for one in write(material))


def test_the_newspaper_s_correction_comes_with_the_next_report(week: Week) -> None:
    texts = in_section(compose_extra(extra(week, "fr 15.00")), "incident")

    assert (
        "[Morgonbladet Väst](https://mv.example/rattelse) (MV) publicerade "
        "den 13 mars klockan 14 en rättelse av en tidigare artikel."
    ) in texts


def test_a_holding_comment_that_says_tonight_is_not_printed_another_day(week: Week) -> None:
    same_day = load_material(week.store, week["provsvar"], when("on 18.00"))
    next_day = load_material(week.store, week["provsvar"], when("to 08.00"))

    assert len(in_section(compose_extra(same_day), "comment")) == 1
    assert not in_section(compose_extra(next_day), "comment")


def test_a_week_without_incidents_says_so(week: Week) -> None:
    start, end = when("to0 08.00"), when("to0 15.00")
    material = load_material(
        week.store, touched_incidents(week.store, start, end), end, period_from=start
    )

    paragraphs = compose_weekly(material)

    assert in_section(paragraphs, "summary") == ["Inga händelser har följts under perioden."]
    assert not in_section(paragraphs, "media")
