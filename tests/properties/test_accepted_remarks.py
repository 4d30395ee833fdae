"""Accepting a proposal removes the remark, and the linter bears any text."""

from __future__ import annotations

import pickle
import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from incidents.report.check import Context, Finding, Paragraph, Section, Source, apply, check
from incidents.report.wording import Basis, Name, NameKind, Person

CONTEXT = Context(
    kind="extra",
    compiled_at=datetime(2026, 3, 10, 19, tzinfo=UTC),
    names=(
        Name("Region Västmark", "RVM", NameKind.OWN),
        Name("Morgonbladet Väst", "MV", NameKind.OUTLET, "https://mv.example/1"),
        Name("Radio Västmark", "RV", NameKind.OUTLET, "https://rv.example/1"),
        Name("Nordlys Health", None, NameKind.PARTY),
        Name("Produktverket", None, NameKind.AUTHORITY),
    ),
    people=(Person("Karin Almgren", "ordförande i styrgruppen", "styrgruppsordförande"),),
)
_PIECES = """i dag|I går kväll|i natt|förra veckan|kl. 20:30|klockan 20:00|kl 13|2026-03-09
    den 9:e mars|9 mars 2026|RVMs|RVM's|Nordlys Health's|“citat”|"citat"|„citat“|‘citat’
    helt korrekt|Tyvärr
    intensiva|skyndsamt|avseende|i syfte att|måndagen kvällen|Fredagen natten|direktivet|MV|MV:s
    [MV](https://mv.example/1)|[Morgonbladet Väst](https://mv.example/1) (MV)|[länk](#)|RV|RVM
    Morgonbladet Väst|Region Västmarks|Region Västmark (RVM)|Karin Almgren|Karin Almgrens
    Karin Almgren, styrgruppsordförande|MV avslöjar att|Nordlys Health påstår att|Produktverket
    Vem har läckt detta?|källan är en anställd|läckage av vatten|läckan|811218-9876|701063-2391
    patienten Anna Berg|en 84-årig kvinna avled|saknar märkning|har svarat|ringde|och|att|ovan|,|.
    .|.|?|:|”|”Vi svarar i dag.”|*|**|[|](|olagligt|9/3|den 9/3|den 8 nov."""
PIECES = st.sampled_from([piece.strip() for piece in re.split(r"[|\n]", _PIECES)])
TEXTS = st.lists(PIECES, max_size=12).map(" ".join)
SECTIONS = st.sampled_from([*Section])
SOURCES = st.lists(
    st.builds(Source, st.none() | st.sampled_from([*Basis]), st.just("Nordlys Health")), max_size=2
).map(tuple)
PARAGRAPHS = st.builds(
    Paragraph, st.just(1), SECTIONS, TEXTS, st.sampled_from(["text", "quote"]), SOURCES
)


def same(findings: list[Finding], like: Finding) -> int:
    return sum(
        (one.rule, one.found, one.why) == (like.rule, like.found, like.why) for one in findings
    )


@given(PARAGRAPHS)
def test_an_accepted_proposal_is_not_proposed_again(paragraph: Paragraph) -> None:
    before = check([paragraph], CONTEXT)
    for finding in before:
        if finding.proposal is None:
            continue
        text = apply(finding, paragraph.text)
        changed = Paragraph(1, paragraph.section, text, paragraph.style, paragraph.sources)

        assert same(check([changed], CONTEXT), finding) < same(before, finding), finding


@given(PARAGRAPHS)
def test_accepting_everything_comes_to_an_end(paragraph: Paragraph) -> None:
    text = paragraph.text
    for _ in range(80):
        changed = Paragraph(1, paragraph.section, text, paragraph.style, paragraph.sources)
        ready = [one for one in check([changed], CONTEXT) if one.proposal is not None]
        if not ready:
            return
        text = apply(ready[0], text)
    raise AssertionError(text)


@given(st.text(max_size=200), SECTIONS, st.sampled_from(["text", "quote"]))
def test_any_text_is_borne_and_every_span_holds_what_was_found(
    text: str, section: Section, style: str
) -> None:
    paragraph = Paragraph(1, section, text, style)  # type: ignore[arg-type]

    for finding in check([paragraph], CONTEXT):
        assert text[finding.start : finding.end] == finding.found


@given(PARAGRAPHS)
def test_only_identity_remarks_reach_into_a_quotation(paragraph: Paragraph) -> None:
    quote = Paragraph(1, paragraph.section, f"”{paragraph.text}”", "quote")

    assert {one.rule for one in check([quote], CONTEXT)} <= {"W14"}


@given(PARAGRAPHS)
def test_the_same_text_gets_the_same_remarks(paragraph: Paragraph) -> None:
    again = pickle.loads(pickle.dumps(paragraph))

    assert check([paragraph], CONTEXT) == check([again], CONTEXT)
