"""What the desk must refuse: who tries what, in which state of 2026-E01, and what she is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.unit.incidents.desk.report_world import N

PAGE = "handelser/H-2026-001"
NBSP, TAB, ZERO_WIDTH = "\u00a0", "\t", "\u200b"


@dataclass(frozen=True)
class Try:
    """One forbidden operation.

    Attributes:
        state: of the report: draft, in_review, approved or sent.
        role: the account of that role tries.
        told: a part of the sentence that says why.
        first: what the same person does before, and may do.
        key: table of the row whose revision the form carries; None: no revision.
        row: that row's id, or the start of a paragraph's text.
    """

    rule: str
    state: str
    role: str
    path: str
    fields: dict[str, Any]
    told: str
    first: tuple[tuple[str, dict[str, Any]], ...] = ()
    key: str | None = "reports"
    row: int | str = 1
    more: dict[str, Any] = field(default_factory=dict)


FACT = {"wording": "Allt är klart.", "verification": "verified"}
OURS = {"direction": "out", "channel": "written", "wording": "Vi svarar."}
WORDS = {"text": "RVM bad om besked klockan 11.05."}
OWN = "Du har själv ändrat rapporten"
LOCKED = "är godkänd och låst"
EMPTY = "Fältet"
P = f"{N}/stycken/{{p}}"


def _approving(*first: tuple[str, dict[str, Any]]) -> Try:
    return Try("D5", "in_review", "approver", f"{N}/godkann", {}, OWN, first=first)


TRIES = (
    Try("D1", "draft", "editor", f"{PAGE}/artiklar", {"article_id": 3, "role": "trigger"},
        "utlösande artikel", key=None),
    Try("D1", "draft", "editor", f"{PAGE}/artiklar/2", {"role": "trigger"}, "utlösande artikel",
        key=None),
    Try("D2", "draft", "editor", f"{PAGE}/avsluta", {"note": ""}, EMPTY, key="incidents"),
    Try("D2", "draft", "editor", f"{PAGE}/avsluta", {"note": TAB}, EMPTY, key="incidents"),
    Try("D2", "draft", "editor", f"{PAGE}/avsluta", {"note": NBSP}, EMPTY, key="incidents"),
    Try("D2", "draft", "editor", f"{PAGE}/avsluta", {"note": ZERO_WIDTH}, EMPTY, key="incidents"),
    Try("D2", "draft", "editor", PAGE, {"status": "closed"}, "Läge", key="incidents"),
    Try("D3", "draft", "editor", "uttalanden/4/godkann", {}, "behörighet", key="statements",
        row=4),
    Try("D3", "draft", "approver", "uttalanden/5/godkann", {}, "själv skrivit", key="statements",
        row=5),
    Try("D3", "draft", "approver", "uttalanden/5/godkann", {"jour": "1", "reason": NBSP},
        EMPTY, key="statements", row=5),
    Try("D3", "draft", "editor", "uttalanden/4/lamna", {}, "inte godkänt", key="statements",
        row=4),
    Try("D3", "draft", "editor", "fragor/2/besvara", {"statement_id": 4}, "inte godkänt",
        key="enquiries", row=2),
    Try("D3", "draft", "editor", "uttalanden/3/godkann", {}, "behörighet", key="statements",
        row=3),
    Try("D3", "draft", "approver", "uttalanden/3/godkann", {}, "Bara våra egna",
        key="statements", row=3),
    Try("D4", "draft", "editor", N, {"reason_clause": ""}, EMPTY),
    Try("D4", "draft", "editor", N, {"reason_clause": NBSP + TAB}, EMPTY),
    Try("D4", "draft", "editor", N, {"reason_clause": ZERO_WIDTH}, EMPTY),
    Try("D4", "draft", "editor", "rapporter/ny", {"kind": "extra"}, "Välj vilken händelse",
        key=None),
    Try("D5", "in_review", "editor", f"{N}/godkann", {}, "behörighet"),
    Try("D5", "in_review", "reader", f"{N}/godkann", {}, "behörighet"),
    Try("D5", "in_review", "administrator", f"{N}/godkann", {}, "behörighet"),
    Try("D5", "in_review", "editor", f"{N}/godkann", {"jour": "1", "reason": NBSP}, EMPTY),
    Try("D5", "draft", "approver", f"{N}/godkann", {}, "någon annan än den som lämnade",
        first=((f"{N}/granskning", {}),)),
    _approving((P, WORDS)),
    _approving((f"{P}/utelamna", {})),
    _approving((f"{P}/utelamna", {}), (f"{P}/ta-med", {})),
    _approving((f"{P}/ned", {})),
    _approving((f"{N}/stycken", {"section": "actions", "text": "RVM gjorde mer."})),
    _approving((P, WORDS), (f"{P}/aterstall", {})),
    _approving((N, {"reason_clause": "uppgifter i MV om annat"})),
    _approving((N, {"compiled_at": "2026-03-09 19.30"})),
    _approving((N, {"registry_number": "RVM 2026-0400"})),
    _approving((f"{N}/skriv-om", {})),
    Try("D5", "in_review", "approver", f"{P}/bekrafta", {}, "någon annan än den som gjorde",
        first=((P, WORDS),), key="report_paragraphs", row="RVM bad"),
    Try("D5", "in_review", "approver", f"{N}/bekrafta", {}, "någon annan än den som gjorde",
        first=((f"{P}/utelamna", {}),)),
    Try("D6", "approved", "editor", P, {"text": "Annat."}, LOCKED, key="report_paragraphs",
        row="RVM bad"),
    Try("D6", "approved", "editor", f"{P}/utelamna", {}, LOCKED, key="report_paragraphs",
        row="RVM bad"),
    Try("D6", "approved", "editor", f"{P}/ned", {}, LOCKED, key="report_paragraphs",
        row="RVM bad"),
    Try("D6", "approved", "editor", f"{N}/stycken", {"section": "actions", "text": "Nytt."},
        LOCKED),
    Try("D6", "approved", "editor", f"{N}/skriv-om", {}, LOCKED),
    Try("D6", "approved", "editor", f"{N}/kasta", {}, LOCKED),
    Try("D6", "approved", "editor", N, {"reason_clause": "annat"}, LOCKED),
    Try("D6", "draft", "approver", f"{N}/godkann", {}, "godkänd"),
    Try("D6", "draft", "editor", f"{N}/skicka", {"list": 1}, "utskickad"),
    Try("D6", "in_review", "editor", f"{N}/skicka", {"list": 1}, "utskickad"),
    Try("D7", "draft", "editor", f"{PAGE}/omstandigheter",
        {**FACT, "basis": "party", "reference": "mejl", "organisation_id": 2},
        "aldrig stå som bekräftad", key=None),
    Try("D7", "draft", "editor", f"{PAGE}/omstandigheter",
        {**FACT, "basis": "media", "reference": "mejl"}, "aldrig stå som bekräftad", key=None),
    Try("D7", "draft", "editor", f"{PAGE}/omstandigheter",
        {**FACT, "basis": "own_check", "reference": ""}, "hänvisning", key=None),
    Try("D7", "draft", "editor", f"{PAGE}/omstandigheter",
        {**FACT, "basis": "own_check", "reference": TAB + NBSP}, "hänvisning", key=None),
    Try("D7", "draft", "editor", f"{PAGE}/omstandigheter",
        {**FACT, "basis": "own_check", "reference": ZERO_WIDTH}, "hänvisning", key=None),
    Try("D8", "draft", "editor", N, {"compiled_at": "2026-03-09 23.00"}, "framtiden"),
    Try("D8", "draft", "editor", N, {"compiled_at": "2026-03-09 19.00"}, "blev kända senare"),
    Try("D8", "draft", "editor", f"{PAGE}/omstandigheter",
        {**FACT, "basis": "own_check", "reference": "prov", "known_at": "2026-03-09 23.00"},
        "framtiden", key=None),
    Try("D10", "approved", "editor", "rapporter/ny",
        {"kind": "extra", "handelse": "H-2026-001", "rattar": "2026-E01"}, "utskickad",
        key=None),
    Try("D10", "sent", "editor", f"{N}/oppna", {}, "utgiven"),
    Try("D10", "sent", "editor", P, {"text": "Annat."}, "utgiven", key="report_paragraphs",
        row="RVM bad"),
    Try("D10", "sent", "editor", N, {"reason_clause": "annat"}, "utgiven"),
    Try("D11", "draft", "archivist", "gallring/gor", {"rule": "enquiries", "sure": "1"},
        "gallringsbeslut", key=None),
    Try("D11", "draft", "editor", f"{PAGE}/artiklar/1/bort", {}, "påstående", key=None),
    Try("D13", "draft", "editor", f"{PAGE}/uttalanden/3",
        {"direction": "in", "channel": "email", "verbatim": "1", "organisation_id": 2,
         "wording": "Andra ord."}, "ordagrant uttalande", key="statements", row=3),
    Try("D13", "draft", "editor", f"{PAGE}/uttalanden/3",
        {"direction": "in", "channel": "email", "organisation_id": 2}, "ordagrant",
        key="statements", row=3),
    Try("W14", "draft", "editor", P, {"text": "Patienten 811228-9874 hörde av sig."},
        "personnummer", key="report_paragraphs", row="RVM bad"),
    Try("W14", "draft", "editor", f"{PAGE}/atgarder",
        {"wording": "Ringde 811228-9874.", "status": "done"}, "personnummer", key=None),
    Try("TEXT", "draft", "editor", P, {"text": ZERO_WIDTH}, EMPTY, key="report_paragraphs",
        row="RVM bad"),
    Try("TEXT", "draft", "editor", f"{PAGE}/uttalanden", {**OURS, "wording": NBSP + TAB}, EMPTY,
        key=None),
)  # fmt: skip
