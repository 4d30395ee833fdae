from __future__ import annotations

from incidents.desk.pages.report_differences import Part, differences
from incidents.report.tree import Document, Paragraph, Section, Text


def a_report(*lines: str) -> Document:
    blocks = tuple(Paragraph((Text(line),)) for line in lines)
    return Document(
        number="2026-E01",
        kind="extra",
        series="Regional rapport Kompass 2026",
        compiled_at="2026-03-09T19:00:00Z",
        compiled="Sammanställd: 2026-03-09 klockan 20.00",
        producer="Kommunikationsstaben",
        sections=(Section("actions", "Vidtagna åtgärder", blocks),) if lines else (),
    )


def actions(before: Document, after: Document) -> Part:
    return differences(before, after)[-1]


def test_a_changed_paragraph_shows_its_words() -> None:
    found = actions(a_report("RVM bad om besked i dag."), a_report("RVM bad om svar i dag."))

    assert ("RVM bad om <del>besked</del> <ins>svar</ins> i dag.",) == found.lines


def test_a_paragraph_that_is_another_one_is_not_mixed_with_the_old() -> None:
    found = actions(
        a_report("RVM bad om besked."), a_report("Nordlys Health har svarat på frågan.")
    )

    new, old = "<ins>Nordlys Health har svarat på frågan.</ins>", "<del>RVM bad om besked.</del>"
    assert (new, old) == found.lines


def test_what_is_alike_says_so() -> None:
    found = actions(a_report("Ett.", "Två."), a_report("Ett.", "Två."))

    assert (True, ("Ett.", "Två.")) == (found.same, found.lines)


def test_a_section_that_only_one_of_them_has_is_shown() -> None:
    gone = actions(a_report("Ett."), a_report())

    assert ("Vidtagna åtgärder", ("<del>Ett.</del>",)) == (gone.heading, gone.lines)


def test_markup_in_the_words_is_escaped() -> None:
    assert ("<ins>&lt;b&gt;</ins>",) == actions(a_report(), a_report("<b>")).lines
