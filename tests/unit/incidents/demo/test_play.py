"""The fictional week, played through the real functions, reads as it should afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from incidents.demo.play import DemoResult, build, resume_clock
from incidents.keep import disclose
from incidents.keep.disclose_kinds import KINDS, load
from incidents.record import metrics
from incidents.record.schema import open_whole
from monitor.core.clock import STOCKHOLM, from_text
from monitor.core.signin import password_fits
from monitor.core.store import Store, stored_clock
from monitor.review import queue
from tests.unit.incidents.report import docx_structure, pdf_structure
from tests.unit.incidents.report.pdf_checker import verdicts

GOLDEN = Path(__file__).parents[3] / "golden" / "demo"
EVENING = datetime(2026, 3, 9, 20, 10, tzinfo=STOCKHOLM)
MORNING = datetime(2026, 1, 7, 9, tzinfo=STOCKHOLM)


@dataclass
class Played:
    result: DemoResult
    state: Path
    store: Store


def _play(state: Path, until: datetime | None) -> Iterator[Played]:
    result = build(state, until=until)
    with closing(open_whole(state / "lagesbild.db")) as store:
        yield Played(result, state, store)


@pytest.fixture(scope="module")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Give the week as it stands when the first report has been sent."""
    yield from _play(tmp_path_factory.mktemp("monday") / "demo", EVENING)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Give the whole week."""
    yield from _play(tmp_path_factory.mktemp("week") / "demo", None)


def _markdown(store: Store, number: str) -> str:
    content = store.value(
        "SELECT content FROM report_files f JOIN reports r ON r.id = f.report_id"
        " WHERE r.number = ? AND f.format = 'markdown'",
        [number],
    )
    return bytes(content).decode()


def _golden(number: str) -> str:
    return (GOLDEN / f"{number}.md").read_text(encoding="utf-8")


def _minutes(start: Any, end: Any) -> float:
    return (from_text(end) - from_text(start)) / timedelta(minutes=1)


def _first_article(store: Store) -> dict[str, Any]:
    row = store.row("SELECT * FROM articles WHERE url = 'https://mv.example/kompass-1'")
    assert row is not None
    return row


def test_the_first_report_reads_as_the_scenario_tells(monday: Played) -> None:
    report = monday.store.row("SELECT * FROM reports WHERE number = '2026-E01'")

    assert report is not None
    assert report["status"] == "sent"
    assert _markdown(monday.store, "2026-E01") == _golden("2026-E01")


def test_the_incident_was_proposed_by_itself_and_confirmed_by_a_person(monday: Played) -> None:
    row = monday.store.row("SELECT * FROM incidents WHERE ref = 'H-2026-011'")
    person = monday.store.value("SELECT id FROM users WHERE username = 'sara.holm'")

    assert row is not None
    assert (row["entered_by"], row["confirmed_by"]) == (None, person)
    assert (row["entered_at"], row["confirmed_at"]) == (
        "2026-03-09T13:13:00Z",
        "2026-03-09T13:20:00Z",
    )


def test_the_three_publications_are_one_story(monday: Played) -> None:
    rows = monday.store.rows(
        "SELECT a.story_id, l.role, l.linked_by FROM incident_articles l"
        " JOIN articles a ON a.id = l.article_id ORDER BY a.published_at"
    )

    assert [row["role"] for row in rows] == ["trigger", "same_story", "same_story"]
    assert len({row["story_id"] for row in rows}) == 1
    assert {row["linked_by"] for row in rows} == {None}


def test_nothing_but_the_story_is_flagged(monday: Played) -> None:
    flagged = monday.store.rows(
        "SELECT DISTINCT a.url FROM flags f JOIN articles a ON a.id = f.article_id"
        " WHERE f.band <> 'drop' ORDER BY a.url"
    )

    assert [row["url"] for row in flagged] == [
        "https://mv.example/kompass-1",
        "https://nt.example/kompass",
        "https://va.example/kompass",
    ]


def test_the_measured_times_are_the_scenarios(monday: Played) -> None:
    article = _first_article(monday.store)
    enquiry = monday.store.row("SELECT * FROM enquiries")
    report = monday.store.row("SELECT * FROM reports WHERE number = '2026-E01'")

    assert enquiry is not None
    assert report is not None
    assert _minutes(article["published_at"], article["first_seen_at"]) == 3
    assert _minutes(enquiry["happened_at"], enquiry["answered_at"]) == 130
    assert enquiry["answered_at"] <= enquiry["deadline_at"]
    assert _minutes(article["published_at"], report["sent_at"]) == 5 * 60 + 59
    assert _minutes(report["compiled_at"], report["sent_at"]) == 9


def test_claims_stay_the_claims_of_those_who_made_them(monday: Played) -> None:
    rows = monday.store.rows(
        "SELECT c.status, a.url, o.name FROM claims c"
        " LEFT JOIN articles a ON a.id = c.article_id"
        " LEFT JOIN statements s ON s.id = c.statement_id"
        " LEFT JOIN organisations o ON o.id = s.organisation_id ORDER BY c.id"
    )

    assert [(row["url"] or row["name"], row["status"]) for row in rows] == [
        ("https://mv.example/kompass-1", "unanswered"),
        *[("Nordlys Health", "unanswered")] * 3,
    ]


def test_one_closed_mailbox_bounces_and_stops_no_other(monday: Played) -> None:
    rows = monday.store.rows(
        "SELECT d.status, count(*) AS number FROM deliveries d JOIN reports r"
        " ON r.id = d.report_id WHERE r.number = '2026-E01' GROUP BY 1 ORDER BY 1"
    )

    assert rows == [{"status": "bounced", "number": 1}, {"status": "sent", "number": 8}]


def test_nothing_was_written_behind_the_programs_back(monday: Played) -> None:
    actors = {row["actor"] for row in monday.store.rows("SELECT DISTINCT actor FROM audit")}
    people = {login.user for login in monday.result.logins}

    assert "utanför programmet" not in actors
    assert {actor for actor in actors if not actor.startswith("system:")} <= people


def test_every_login_works(monday: Played) -> None:
    hashes = {
        row["username"]: row["password_hash"] for row in monday.store.rows("SELECT * FROM users")
    }

    assert len(monday.result.logins) == 6
    assert all(password_fits(hashes[each.user], each.password) for each in monday.result.logins)


def test_the_counts_are_those_of_the_database(monday: Played) -> None:
    assert monday.result.counts == {"articles": 38, "flags": 3, "incidents": 11, "reports": 2}


def test_the_demos_clock_runs_on_from_the_last_step(monday: Played) -> None:
    late = stored_clock(monday.store.connection).now() - EVENING

    assert timedelta(minutes=-2) < late < timedelta(minutes=30)


def test_a_clock_that_is_resumed_never_goes_back(monday: Played) -> None:
    latest = from_text(monday.store.value("SELECT max(at) FROM audit"))

    resume_clock(monday.store)

    assert stored_clock(monday.store.connection).now() >= latest


def test_a_second_build_replaces_the_first_with_new_passwords(tmp_path: Path) -> None:
    first = build(tmp_path / "demo", until=MORNING)
    second = build(tmp_path / "demo", until=MORNING)

    pairs = zip(first.logins, second.logins, strict=True)
    assert all(before.password != after.password for before, after in pairs)
    assert first.counts == second.counts
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


@pytest.mark.slow
@pytest.mark.parametrize("number", ["2026-E01", "2026-E02", "2026-E03"])
def test_each_extra_report_of_the_week_reads_as_told(week: Played, number: str) -> None:
    assert _markdown(week.store, number) == _golden(number)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "faults"),
    [("pdf", verdicts), ("pdf", pdf_structure.faults), ("docx", docx_structure.faults)],
)
def test_the_five_reports_of_the_week_keep_the_structure_that_the_law_asks_for(
    week: Played, kind: str, faults: Callable[[bytes], list[str]]
) -> None:
    rows = week.store.rows(
        "SELECT r.number, f.content FROM report_files f JOIN reports r ON r.id = f.report_id"
        " WHERE f.format = ? ORDER BY r.number",
        [kind],
    )

    assert ["2026-E01", "2026-E02", "2026-E03", "2026-V10", "2026-V11"] == [
        row["number"] for row in rows
    ]
    assert [] == [fault for row in rows for fault in faults(row["content"])]


@pytest.mark.slow
def test_the_correction_is_linked_and_went_to_everyone_who_got_the_original(week: Played) -> None:
    addresses = {
        row["number"]: row["addresses"]
        for row in week.store.rows(
            "SELECT r.number, group_concat(d.address) AS addresses FROM reports r"
            " JOIN deliveries d ON d.report_id = r.id GROUP BY r.id"
        )
    }
    corrected = week.store.value(
        "SELECT o.number FROM reports r JOIN reports o ON o.id = r.corrects_id"
        " WHERE r.number = '2026-E02'"
    )

    assert corrected == "2026-E01"
    assert addresses["2026-E02"] == addresses["2026-E01"]


@pytest.mark.slow
def test_the_suppliers_claim_is_contradicted_by_the_authority(week: Played) -> None:
    status = week.store.value(
        "SELECT status FROM claims WHERE wording = 'handlingarna är skickade till Produktverket'"
    )

    assert status == "contradicted"


@pytest.mark.slow
def test_the_silent_change_is_a_version_and_the_old_headline_is_kept(week: Played) -> None:
    titles = week.store.rows(
        "SELECT v.title, v.change_kind FROM article_versions v WHERE v.article_id = ?"
        " ORDER BY v.number",
        [_first_article(week.store)["id"]],
    )

    assert [(row["title"], row["change_kind"]) for row in titles] == [
        ("Nytt journalsystem saknar rätt märkning", "first"),
        ("Nytt journalsystem kan sakna rätt märkning", "headline"),
    ]


@pytest.mark.slow
def test_the_weekly_counts_stories_enquiries_and_what_was_late(week: Played) -> None:
    text = _markdown(week.store, "2026-V11")

    assert "Avser perioden 5 mars klockan 15 till 12 mars klockan 15 (vecka 11)" in text
    assert "sju nyheter i elva publiceringar" in text
    assert "Nio mediefrågor kom in, åtta besvarades i tid" in text
    assert "1 h 35 min" in text
    assert "25 minuter efter utsatt tid" in text
    assert "överspelat av uppgifter klockan 16.45" in text
    assert "tillsyn" not in text
    assert text.index("Provsvar saknar enstaka ord") < text.index("Uppgifter om märkningen")


@pytest.mark.slow
def test_the_duty_officers_approval_is_countersigned(week: Played) -> None:
    row = week.store.row("SELECT * FROM reports WHERE number = '2026-E03'")
    names = {row["id"]: row["username"] for row in week.store.rows("SELECT * FROM users")}

    assert row is not None
    assert (names[row["approved_by"]], names[row["countersigned_by"]]) == ("per.rudin", "lena.frid")
    assert row["override_reason"]


@pytest.mark.slow
def test_the_evening_is_left_for_whoever_opens_the_demo(week: Played) -> None:
    waiting = queue.cards(week.store, queue.Filter())
    proposed = week.store.rows(
        "SELECT a.url, l.role FROM incidents i JOIN incident_articles l ON l.incident_id = i.id"
        " JOIN articles a ON a.id = l.article_id WHERE i.status = 'proposed' ORDER BY l.id"
    )

    assert "https://rv.example/nyheter/kompass-pausas-aby" in {card.row["url"] for card in waiting}
    assert [(row["url"], row["role"]) for row in proposed] == [
        ("https://mv.example/nyheter/linneporten-bokningar", "trigger"),
        ("https://nt.example/telegram/linneporten", "same_story"),
    ]


@pytest.mark.slow
def test_the_weeks_measures_are_the_scenarios(week: Played) -> None:
    found = metrics.measures(week.store, metrics.Scope())
    first = {kind: found[kind][0] for kind in ("answer", "first_seen", "report", "correction")}
    lengths = {kind: one.length for kind, one in first.items()}
    sent = {one.what: one.length for one in found["sending"]}

    assert {
        "answer": timedelta(hours=2, minutes=10),
        "first_seen": timedelta(minutes=3),
        "report": timedelta(hours=5, minutes=59),
        "correction": timedelta(minutes=90),
    } == lengths
    assert (True, metrics.BEFORE_PUBLICATION) == (first["answer"].kept, first["answer"].note)
    assert timedelta(minutes=9) == sent["2026-E01"]
    assert [timedelta(minutes=25)] == [one.length for one in found["task"]]
    told = found["answer"].summary()
    assert (9, 8, timedelta(hours=1, minutes=35)) == (told.count, told.kept, told.middle)


@pytest.mark.slow
def test_the_enquiries_of_three_days_are_handed_out_with_a_patient_covered(week: Played) -> None:
    request = disclose.by_number(week.store, "U-2026-01")
    body = disclose.file_of(week.store, request, "text").decode()

    assert ("released", 8, 1) == (request["status"], request["row_count"], request["masks"])
    assert (
        request["digest"]
        == hashlib.sha256(disclose.file_of(week.store, request, "json")).hexdigest()
    )
    assert "84-årig" not in body
    assert "[maskat enligt 21 kap. 1 § OSL]" in body
    assert "kammarrätten" in body


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_record_of_the_week_can_be_handed_out(week: Played, kind: str) -> None:
    found = load(week.store, kind, ("2026-03-04T00:00:00Z", "2026-03-15T00:00:00Z"))

    assert found
    assert all(one.fields for one in found)
