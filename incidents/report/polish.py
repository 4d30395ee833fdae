"""The composer's last reading: what the linter can put right by itself is right from the start.

Pure: no clock, no store, no network.

The record is written by many hands at different hours. A report puts their sentences beside each
other, and only then is it known which name stands first, or that one of them wrote 20:00.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from incidents.report import rules_form, rules_names, rules_time
from incidents.report.check import Rule, apply
from incidents.report.finding import Context, Finding, Manuscript, Paragraph, Prose, Section, Source
from incidents.report.lint_material import linter_context, linter_sources, sources_for
from incidents.report.material import Material
from incidents.report.pen import DraftParagraph
from incidents.report.sections import is_table
from incidents.report.tree import Kind

#: Rules of form: what they propose says the same thing. What is said stays people's to change.
_FORM: tuple[Rule, ...] = (
    rules_names.mentions,
    rules_names.genitives,
    rules_time.clock_times,
    rules_time.dates,
    rules_time.weekdays,
    rules_form.quote_marks,
)
#: Each reading puts one remark of every paragraph right; a text with more is no composer's work.
_READINGS = 12


def polish(
    paragraphs: Sequence[DraftParagraph], material: Material, kind: Kind
) -> list[DraftParagraph]:
    """Return the paragraphs with the linter's own proposals on form taken, sources untouched.

    Verbatim words and tables stay as they are.
    """
    context = linter_context(material, kind)
    known = linter_sources(material)
    rests = [sources_for(one.sources, known) for one in paragraphs]
    current = list(paragraphs)
    for _ in range(_READINGS):
        found = _first_of_each(current, rests, context)
        if not found:
            break
        for at, finding in found.items():
            text = apply(finding, current[at].text)
            current[at] = replace(current[at], text=text)
    return current


def _first_of_each(
    paragraphs: Sequence[DraftParagraph], rests: Sequence[tuple[Source, ...]], context: Context
) -> dict[int, Finding]:
    """Return place -> the first remark on that paragraph that can be put right."""
    read = [
        Prose(Paragraph(at, Section(one.section), one.text, one.style, rests[at]))
        for at, one in enumerate(paragraphs)
        if not is_table(one.text)
    ]
    found: dict[int, Finding] = {}
    for finding in _remarks(Manuscript(tuple(read), context)):
        at = int(finding.paragraph_id)
        if finding.proposal and (at not in found or finding.start < found[at].start):
            found[at] = finding
    return found


def _remarks(report: Manuscript) -> Iterator[Finding]:
    for rule in _FORM:
        yield from rule(report)
    # The comment is printed on the day it was given only, so that day's words have one meaning.
    comment = tuple(one for one in report.paragraphs if one.section is Section.COMMENT)
    yield from rules_time.rotting_words(Manuscript(comment, report.context))
