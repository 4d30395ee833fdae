"""Forbidden operations tried from the command line: refused in Swedish, nothing half-written."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from incidents.record.schema import open_whole
from incidents.report import paragraphs, redraft, release
from monitor.core.clock import HeldClock
from monitor.core.store import Store
from tests.unit.incidents.cli.conftest import Shell
from tests.unit.incidents.record.document_world import KOMPASS
from tests.unit.incidents.report import release_world

Document = dict[str, Any]
NBSP, TAB, ZERO_WIDTH = "\u00a0", "\t", "\u200b"
FUTURE = "2099-03-09T12:00:00+01:00"
#: What changes without anybody writing anything.
_PASSING = {"login_attempts", "audit_context"}


@pytest.fixture
def monday(started: Shell) -> release_world.Desk:
    """Monday of the week on the shell's file, and a draft of 2026-E01."""
    clock = HeldClock(datetime(2026, 3, 9, 14, 0, tzinfo=UTC))
    store = open_whole(started.state / "lagesbild.db", clock)
    store.execute("UPDATE users SET password_hash = 'x'")
    desk = release_world.monday(store, clock, started.state)
    store.execute("UPDATE users SET password_hash = 'x'")
    release_world.draft_e01(desk)
    return desk


def dump(store: Store) -> dict[str, list[Any]]:
    tables = [row["name"] for row in store.rows("PRAGMA table_list") if row["type"] == "table"]
    return {name: store.rows(f"SELECT * FROM [{name}]") for name in tables if name not in _PASSING}


def refused(shell: Shell, store: Store, told: str, *arguments: str) -> None:
    before = dump(store)
    code, _, err = shell(*arguments)
    assert 0 != code
    assert told in err
    assert before == dump(store)


def put(*path: Any) -> Callable[[Document], None]:
    """Return what sets a value in a document: keys and places, last the value."""
    *way, last, value = path

    def change(document: Document) -> None:
        part: Any = document
        for step in way:
            part = part[step]
        part[last] = value

    return change


def verified(basis: str, reference: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        told = {"basis": basis, "verification": "verified", "reference": reference}
        document["circumstances"][1] |= told

    return change


def closed(at: str, note: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        document["incident"] |= {"status": "closed", "closed_at": at, "closing_note": note}

    return change


PAST = "2026-03-10T16:00:00+01:00"
DOCUMENTS: tuple[tuple[str, Callable[[Document], None], str], ...] = (
    ("D1", put("articles", 1, "role", "trigger"), "Artikel 2: Händelsen har redan"),
    ("D2", put("incident", "status", "closed"), "closed_at och closing_note"),
    ("D2", closed(PAST, TAB), "Händelsen"),
    ("D2", closed(PAST, NBSP), "Händelsen"),
    ("D2", closed(PAST, ZERO_WIDTH), "Händelsen"),
    ("D2", closed(FUTURE, "Rättat."), "framtiden"),
    ("D3", put("statements", 0, "approval", "not_needed"), "Uttalande 1"),
    ("D3", put("statements", 1, "approval", "approved"), "Uttalande 2"),
    ("D3", put("statements", 1, "organisation_comment", True), "Uttalande 2"),
    ("D7", verified("party", "Brevet"), "Omständighet 2: En parts"),
    ("D7", verified("media", "Brevet"), "Omständighet 2: En parts"),
    ("D7", verified("own_check", ""), "Omständighet 2: En bekräftad"),
    ("D7", verified("own_check", NBSP + TAB), "Omständighet 2: En bekräftad"),
    ("D7", verified("own_check", ZERO_WIDTH), "Omständighet 2: En bekräftad"),
    ("D8", put("circumstances", 0, "known_at", FUTURE), "Omständighet 1, Känt"),
    ("D8", put("articles", 1, "first_seen_at", FUTURE), "Artikel 2"),
    ("D8", put("actions", 0, "known_at", "2026-03-09T08:00:00+01:00"), "innan det hände"),
    ("D8", put("decisions", 0, "known_at", "2026-02-30T12:00:00+01:00"), "fältet known_at"),
    ("D8", put("decisions", 0, "known_at", "2026-02-03T12:00:00"), "ingen tid med zon"),
    ("W14", put("actions", 0, "wording", "Ringde 811228-9874."), "Åtgärd 1"),
    ("W14", put("statements", 1, "claims", 0, "wording", "811228-9874"), "Uttalande 2, påstående"),
    ("TEXT", put("actions", 0, "wording", NBSP + TAB), "Åtgärd 1"),
    ("TEXT", put("actions", 0, "wording", ZERO_WIDTH), "Åtgärd 1"),
    ("TEXT", put("people", 0, "name", ZERO_WIDTH), "Person 1"),
    ("keys", put("questions", 0, "put_to", "ingen"), "Öppen fråga 1"),
    ("keys", put("actions", 1, "key", "besked"), "används två gånger"),
    ("form", put("actions", 0, "vem", "någon"), "okänt"),
    ("form", put("actions", 0, "status", "kanske"), "går inte att välja"),
)


@pytest.mark.parametrize(
    ("rule", "change", "told"), DOCUMENTS, ids=[f"{d[0]}-{n}" for n, d in enumerate(DOCUMENTS)]
)
def test_a_document_that_breaks_a_rule_is_refused_with_its_place(
    shell: Shell, monday: release_world.Desk, tmp_path: Path,
    rule: str, change: Callable[[Document], None], told: str,
) -> None:  # fmt: skip
    document = copy.deepcopy(KOMPASS)
    change(document)
    path = tmp_path / f"{rule}.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    refused(shell, monday.store, told, "incident", "import", str(path), "--as", "sara")


def submitted(desk: release_world.Desk) -> None:
    revision = release_world.revision(desk, 1)
    release.submit(desk.store, desk.world.sara, 1, revision=revision)


def approved(desk: release_world.Desk) -> None:
    submitted(desk)
    lena, settings = desk.world.lena, desk.settings
    revision = release_world.revision(desk, 1)
    release.approve(desk.store, lena, 1, revision=revision, settings=settings)


def left_out_by_lena(desk: release_world.Desk) -> None:
    submitted(desk)
    key, seen = release_world.paragraph(desk, 1, "RVM bad")
    paragraphs.leave_out(desk.store, desk.world.lena, key, revision=seen)


def renamed_by_lena(desk: release_world.Desk) -> None:
    submitted(desk)
    changes = {"reason_clause": "uppgifter i MV om annat"}
    revision = release_world.revision(desk, 1)
    redraft.change(desk.store, desk.world.lena, 1, revision=revision, changes=changes)


def outside(desk: release_world.Desk) -> None:
    submitted(desk)
    desk.store.execute("UPDATE report_paragraphs SET text = 'Annat.' WHERE id = 1")


def nothing(_: release_world.Desk) -> None:
    return


E01 = "2026-E01"
REPORTS: tuple[tuple[str, Callable[[release_world.Desk], None], str, str], ...] = (
    ("D4", nothing, "report draft --as sara", "Välj vilken händelse"),
    ("D4", nothing, "report draft --incident H-2026-099 --as sara", "H-2026-099"),
    ("D5", submitted, f"report approve {E01} --as sara", "behörighet"),
    ("D5", submitted, f"report approve {E01} --as rolf", "behörighet"),
    ("D5", submitted, f"report approve {E01} --override {NBSP} --as sara", "behörighet"),
    ("D5", left_out_by_lena, f"report approve {E01} --as lena", "själv ändrat rapporten"),
    ("D5", renamed_by_lena, f"report approve {E01} --as lena", "själv ändrat rapporten"),
    ("D5", outside, f"report approve {E01} --as lena", "utanför programmet"),
    ("D5", renamed_by_lena, f"report confirm {E01} --as lena", "någon annan"),
    ("D5", renamed_by_lena, f"report confirm {E01} --as rolf", "behörighet"),
    ("D5", submitted, f"report confirm {E01} --as sara", "ingen ändring"),
    ("D6", nothing, f"report approve {E01} --as lena", "utkast"),
    ("D6", submitted, f"report submit {E01} --as sara", "granskning"),
    ("D6", approved, f"report submit {E01} --as sara", "låst"),
    ("D6", nothing, f"report send {E01} --as sara", "utskickad"),
    ("D6", submitted, f"report send {E01} --as sara", "utskickad"),
    ("D8", nothing, "report draft --incident H-2026-001 --compiled-at 2099-01-01T12.00 --as sara",
     "framtiden"),
    ("D8", nothing, "report draft --incident H-2026-001 --compiled-at 2026-01-01T12.00 --as sara",
     "var inte känd"),
    ("D10", approved, f"report draft --incident H-2026-001 --corrects {E01} --as sara",
     "utskickad"),
    ("D11", nothing, "purge run --rule enquiries --as sara", "behörighet"),
    ("role", nothing, "report draft --incident H-2026-001 --as rolf", "behörighet"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "before", "command", "told"),
    REPORTS,
    ids=[f"{r[0]}-{n}" for n, r in enumerate(REPORTS)],
)
def test_a_command_that_breaks_a_rule_is_refused(
    shell: Shell, monday: release_world.Desk, rule: str,
    before: Callable[[release_world.Desk], None], command: str, told: str,
) -> None:  # fmt: skip
    before(monday)
    arguments = [word.replace("T12.00", " 12.00") for word in command.split(" ")]
    refused(shell, monday.store, told, *arguments)
    assert rule


def test_at_least_forty_are_tried() -> None:
    assert 40 <= len(DOCUMENTS) + len(REPORTS)


def test_a_report_without_a_word_about_the_incident_is_never_clear(
    shell: Shell, monday: release_world.Desk
) -> None:
    for row in paragraphs.of_report(monday.store, 1):
        if row["section"] in {"incident", "circumstances", "actions"}:
            key, seen = row["id"], row["revision"]
            paragraphs.leave_out(monday.store, monday.world.sara, key, revision=seen)

    _, out, _ = shell("report", "check", E01)

    assert "rapporten säger inget om detta" in out
    assert "inga anmärkningar" not in out
    assert ["incident", "circumstances", "actions"] == shell.json("report", "check", E01)["empty"]


def test_an_editor_confirms_so_that_the_approver_may_approve(
    shell: Shell, monday: release_world.Desk
) -> None:
    renamed_by_lena(monday)

    confirmed = shell("report", "confirm", E01, "--as", "sara")
    done = shell("report", "approve", E01, "--as", "lena")

    assert (0, "En ändring är bekräftad i rapport 2026-E01.\n") == confirmed[:2]
    assert 0 == done[0]


def test_a_locked_report_tells_what_has_changed_beneath_it_and_nothing_that_waits(
    shell: Shell, monday: release_world.Desk
) -> None:
    approved(monday)
    before = shell("report", "check", E01)
    with monday.store.writing(monday.world.sara):
        monday.store.execute("UPDATE articles SET title = 'Ny rubrik' WHERE id = 1")

    after = shell("report", "check", E01)

    assert (0, "Rapport 2026-E01 är låst, och inget som den bygger på har ändrats.\n") == before[:2]
    assert "Beskrivning av händelse, ”En artikel i Morgonbladet Väst (MV)" in after[1]
    assert "underlaget har ändrats i registret sedan stycket skrevs" in after[1]
    assert "Öppna den igen" in after[1]
    assert "bekräftat" not in after[1]
