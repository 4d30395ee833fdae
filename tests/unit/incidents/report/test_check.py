"""Accepting, overriding and blocking: what follows from the linter's remarks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from incidents.report.check import (
    BLOCKING,
    RULE_LABELS,
    Context,
    Finding,
    Override,
    Paragraph,
    Section,
    apply,
    check,
    ensure_clear,
    settle,
)
from monitor.core.errors import BlockedError, ConflictError, InputError

CONTEXT = Context("extra", datetime(2026, 3, 9, 19, tzinfo=UTC))


def findings(text: str) -> list[Finding]:
    return check([Paragraph(1, Section.ACTIONS, text)], CONTEXT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I går svarade RVM.", "Den 8 mars svarade RVM."),
        ("RVM har helt korrekt hänvisat frågan.", "RVM har hänvisat frågan."),
        ("RVM kunde inte svara, tyvärr.", "RVM kunde inte svara."),
        ("Vem har läckt detta? RVM svarade.", "RVM svarade."),
        ("RVM svarade. Vem har läckt detta?", "RVM svarade."),
        ("Vem har läckt detta?", ""),
        ("RVM kunde, tyvärr, inte svara.", "RVM kunde inte svara."),
        ("RVM svarade MV", "RVM svarade MV."),
        ("Fredagen kvällen kom svaret.", "Fredagskvällen kom svaret."),
    ],
)
def test_a_proposal_is_accepted_with_one_key(text: str, expected: str) -> None:
    (finding, *_) = findings(text)

    assert apply(finding, text) == expected


def test_remarks_can_be_accepted_in_any_order() -> None:
    text = "I går kl. 20:30 svarade RVMs chef skyndsamt"
    for which in (0, -1):
        result = text
        while left := findings(result):
            result = apply(left[which], result)

        assert result == "Den 8 mars klockan 20.30 svarade RVM:s chef snabbt."


def test_words_that_are_gone_cannot_be_replaced() -> None:
    (finding,) = findings("Svaret kom klockan 20:00.")

    with pytest.raises(ConflictError):
        apply(finding, "Svaret kom i tid.")


def test_a_remark_without_a_proposal_cannot_be_accepted() -> None:
    (finding,) = findings("Svaret kom nyligen.")

    with pytest.raises(InputError):
        apply(finding, "Svaret kom nyligen.")


def test_a_remark_may_stand_with_a_reason() -> None:
    (finding,) = findings("RVM svarade skyndsamt.")
    override = Override("W9", 1, "skyndsamt", "Ordet står i avtalet.")

    verdicts = settle([finding], [override])

    assert (verdicts.open, verdicts.overridden) == ((), ((finding, override),))
    assert settle([finding], [replace(override, reason=" ")]).open == (finding,)
    assert settle([finding], [replace(override, found="annat")]).open == (finding,)


def test_a_blocking_remark_is_never_overridden() -> None:
    (finding,) = findings("Vem har läckt detta?")

    verdicts = settle([finding], [Override("W10", 1, finding.found, "Chefen vill ha det så.")])

    assert (verdicts.blocking, verdicts.overridden) == ((finding,), ())


def test_only_a_report_without_blocking_remarks_passes() -> None:
    ensure_clear(findings("RVM svarade skyndsamt."))

    with pytest.raises(BlockedError) as caught:
        ensure_clear(findings("Vem har läckt detta? Det gäller 811218-9876."))

    assert caught.value.facts["count"] == 2


def test_remarks_come_in_reading_order() -> None:
    texts = ["RVMs chef svarade i går", "Kl. 13 ringde RVM skyndsamt."]
    paragraphs = [Paragraph(9 - n, Section.ACTIONS, text) for n, text in enumerate(texts)]

    found = [(one.paragraph_id, one.rule) for one in check(paragraphs, CONTEXT)]

    assert found == [(9, "W5"), (9, "W3"), (9, "W11"), (8, "W1"), (8, "W9")]


def test_only_three_rules_block_and_all_have_a_label() -> None:
    assert BLOCKING == {"W6", "W10", "W14"}
    assert list(RULE_LABELS) == [f"W{number}" for number in range(1, 15)]
