"""The report linter: remarks on a draft as a good editor would make them.

Pure: no clock, no store, no network. Fast enough to run at every save.
Rules W1-W14 of the Swedish wording; what blocks an approval is :data:`BLOCKING`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from incidents.report import (
    rules_claims,
    rules_form,
    rules_names,
    rules_people,
    rules_time,
    rules_words,
)
from incidents.report.finding import (
    BLOCKING,
    RULE_LABELS,
    Context,
    Finding,
    Manuscript,
    Paragraph,
    Prose,
    Section,
    Source,
)
from monitor.core.errors import BlockedError, ConflictError, InputError

__all__ = [
    "BLOCKING",
    "RULE_LABELS",
    "Context",
    "Finding",
    "Override",
    "Paragraph",
    "Section",
    "Source",
    "Verdicts",
    "apply",
    "check",
    "ensure_clear",
    "settle",
]

Rule = Callable[[Manuscript], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    rules_time.clock_times,
    rules_time.dates,
    rules_time.rotting_words,
    rules_time.weekdays,
    rules_names.mentions,
    rules_names.genitives,
    rules_claims.attributions,
    rules_form.quote_marks,
    rules_form.endings,
    rules_form.links,
    rules_words.judging_words,
    rules_words.officialese,
    rules_words.references,
    rules_people.source_hunting,
    rules_people.private_people,
)


@dataclass(frozen=True)
class Override:
    """A remark that a person let stand, and why. It holds while the same words stand there."""

    rule: str
    paragraph_id: int | str | None
    found: str
    reason: str


@dataclass(frozen=True)
class Verdicts:
    """Findings sorted by what is left to do, each in reading order."""

    blocking: tuple[Finding, ...]
    open: tuple[Finding, ...]
    overridden: tuple[tuple[Finding, Override], ...]


def check(paragraphs: Sequence[Paragraph], context: Context) -> list[Finding]:
    """Return the remarks on a report in reading order.

    Args:
        paragraphs: in printed order, the reason clause and the header among them, without those
            that were left out.
        context: what the report is about and who appears in it.
    """
    report = Manuscript(tuple(Prose(one) for one in paragraphs), context)
    place = {one.id: number for number, one in enumerate(paragraphs)}
    findings = {finding for rule in RULES for finding in rule(report)}
    return sorted(
        findings,
        key=lambda one: (place[one.paragraph_id], one.start, one.end, int(one.rule[1:]), one.why),
    )


def settle(findings: Iterable[Finding], overrides: Iterable[Override]) -> Verdicts:
    """Return the findings that block, those still open, and those let stand with a reason.

    A blocking finding is never overridden, nor is any by an empty reason.
    """
    given = {
        (one.rule, one.paragraph_id, one.found): one for one in overrides if one.reason.strip()
    }
    blocking, left, overridden = [], [], []
    for finding in findings:
        override = given.get((finding.rule, finding.paragraph_id, finding.found))
        if finding.blocks:
            blocking.append(finding)
        elif override:
            overridden.append((finding, override))
        else:
            left.append(finding)
    return Verdicts(tuple(blocking), tuple(left), tuple(overridden))


def ensure_clear(findings: Iterable[Finding]) -> None:
    """Refuse a report that holds a blocking finding.

    Raises:
        BlockedError: with the findings that block.
    """
    blocking = [finding for finding in findings if finding.blocks]
    if blocking:
        raise BlockedError(findings=blocking, count=len(blocking))


def apply(finding: Finding, text: str) -> str:
    """Return the paragraph with the proposed wording; checking it again no longer finds this.

    Raises:
        InputError: the finding has no proposal.
        ConflictError: the words found no longer stand in the text.
    """
    if finding.proposal is None:
        raise InputError(field="förslag", why="Här finns inget färdigt förslag. Skriv om för hand.")
    start, end = _where(finding, text)
    before, after = text[:start], text[end:]
    if finding.proposal:
        return before + finding.proposal + after
    return _struck(before, after, finding.found)


def _where(finding: Finding, text: str) -> tuple[int, int]:
    """Return where the words stand now: other remarks may have been accepted meanwhile."""
    if text[finding.start : finding.end] == finding.found:
        return finding.start, finding.end
    places = []
    at = text.find(finding.found)
    while at >= 0:
        places.append(at)
        at = text.find(finding.found, at + 1)
    if not places:
        raise ConflictError(why="Orden står inte längre i stycket. Granska texten på nytt.")
    nearest = min(places, key=lambda place: abs(place - finding.start))
    return nearest, nearest + len(finding.found)


def _struck(before: str, after: str, found: str) -> str:
    """Join what stood around struck words: one space, none before a stop, a capital kept."""
    after = after.lstrip(" ")
    before = before.rstrip(" ")
    if found[:1].isupper():
        after = after[:1].upper() + after[1:]
    if before.endswith(",") and after.startswith(","):
        after = after[1:].lstrip(" ")  # the words stood as an insertion between commas
        before = before[:-1]
    stops = after[:1] in {".", ",", ":", ";", "?", "!"}
    if stops and before.endswith(","):
        before = before[:-1]
    space = "" if not before or not after or stops or after[0] == ")" else " "
    return before + space + after
