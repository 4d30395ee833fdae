"""Only what was known at compiled_at is read, as it stood then."""

from __future__ import annotations

import pytest
from kompass_week import Week, at, ground, monday, when, whole

from incidents.report.compose import compose_extra, compose_weekly
from incidents.report.digests import SOURCE_TABLES, row_digest, source_digest
from incidents.report.load import load_material, touched_incidents
from incidents.report.material import Incident
from incidents.report.render.html import render_html
from incidents.report.sections import Head, build_document
from incidents.report.tree import Kind
from monitor.core.errors import InputError, NotFoundError
from monitor.core.store import Store

HOSTILE = "<b>x</b> [länk](https://elak.example) **fet** *x* | # - 1. [x]{en} \\"


@pytest.fixture
def week(store: Store) -> Week:
    return whole(store)


def incident(week: Week, name: str, compiled: str) -> Incident:
    return load_material(week.store, week[name], when(compiled)).incidents[0]


def test_what_is_learnt_after_the_report_is_not_there(week: Week) -> None:
    then = incident(week, "märkning", "ti 08.19")
    later = incident(week, "märkning", "ti 08.20")

    assert week["inget"] not in {one.id for one in then.circumstances}
    assert week["inget"] in {one.id for one in later.circumstances}


def test_a_late_entry_of_what_was_known_is_there_and_new(week: Week) -> None:
    found = incident(week, "märkning", "ti 09.00")

    late = next(one for one in found.circumstances if one.id == week["part"])

    assert late.ref.known_at == when("må 19.10")
    assert found.is_new(late)


def test_what_supersedes_only_counts_when_it_was_known(week: Week) -> None:
    then = incident(week, "märkning", "ti 08.00")
    later = incident(week, "märkning", "ti 09.00")

    assert [one.superseded_by for one in then.circumstances if one.id == week["part"]] == [None]
    assert [one.superseded_by for one in later.circumstances if one.id == week["part"]] == [
        week["inget"]
    ]


def test_an_answer_given_later_is_not_there(week: Week) -> None:
    then = incident(week, "märkning", "ti 10.12").enquiries[-1]
    later = incident(week, "märkning", "ti 10.13").enquiries[-1]

    assert then.answered_at is None
    assert later.answered_at == when("ti 10.13")
    assert later.in_time


def test_a_question_is_open_until_it_was_answered(week: Week) -> None:
    with week.store.atomic():
        week.store.update("questions", week["vilken-dag"], {"answered_at": at("ti 14.00")})

    assert len(incident(week, "märkning", "ti 13.59").questions) == 1
    assert not incident(week, "märkning", "ti 14.00").questions


def test_an_unapproved_statement_of_ours_is_never_there(week: Week) -> None:
    before = {one.id for one in incident(week, "provsvar", "on 17.04").statements}
    after = {one.id for one in incident(week, "provsvar", "on 17.05").statements}

    assert week["väntbesked"] not in before
    assert week["väntbesked"] in after


def test_an_action_finished_later_was_still_under_way(week: Week) -> None:
    then = incident(week, "provsvar", "to 07.24").actions[-1]
    later = incident(week, "provsvar", "to 07.25").actions[-1]

    assert ("ongoing", None) == (then.status, then.done_at)
    assert ("done", when("to 07.25")) == (later.status, later.done_at)


def test_the_headline_is_the_one_that_stood_then(week: Week) -> None:
    article = week["https://mv.example/kompass-1"]
    with week.store.atomic():
        week.store.insert(
            "article_versions",
            {
                "article_id": article,
                "number": 2,
                "captured_at": at("ti 11.18"),
                "title": "Nytt journalsystem kan sakna rätt märkning",
                "digest": "2",
            },
        )

    assert incident(week, "märkning", "ti 11.17").articles[0].title == "Rubrik"
    assert incident(week, "märkning", "ti 11.18").articles[0].title.startswith("Nytt journal")


def test_an_incident_closed_later_was_still_open(week: Week) -> None:
    with week.store.atomic():
        week.store.update(
            "incidents",
            week["provsvar"],
            {"status": "closed", "closed_at": at("fr 16.00"), "closing_note": "Felet är rättat."},
        )

    then, later = (incident(week, "provsvar", text) for text in ("fr 15.59", "fr 16.00"))

    assert ("ongoing", "") == (then.status, then.closing_note)
    assert ("closed", "Felet är rättat.") == (later.status, later.closing_note)


def test_new_is_measured_from_the_last_issue_about_the_incident(week: Week) -> None:
    assert incident(week, "märkning", "må 20.00").since is None
    assert incident(week, "märkning", "ti 09.00").since == when("må 20.00")
    assert incident(week, "märkning", "fr 11.40").since == when("to 15.00")


def test_a_corrected_issue_names_what_corrects_it_once_that_is_there(week: Week) -> None:
    then = incident(week, "märkning", "ti 08.59").issues
    later = incident(week, "märkning", "ti 09.01").issues

    assert [("2026-E01", None)] == [(one.number, one.corrected_by) for one in then]
    assert ("2026-E01", "2026-E02") in [(one.number, one.corrected_by) for one in later]


def test_incidents_touched_in_the_period_come_worst_first(week: Week) -> None:
    touched = touched_incidents(week.store, when("to0 15.00"), when("to 15.00"))
    early = touched_incidents(week.store, when("to0 15.00"), when("ti 15.00"))

    assert [week["provsvar"], week["märkning"]] == touched
    assert [week["märkning"]] == early


def test_the_period_leaves_out_its_start_and_holds_its_end(week: Week) -> None:
    at_start = touched_incidents(week.store, when("fr 14.03"), when("fr 18.00"))
    before_it = touched_incidents(week.store, when("fr 14.02"), when("fr 14.03"))

    assert not at_start
    assert [week["märkning"]] == before_it


def test_an_incident_that_nobody_confirmed_is_not_touched(week: Week) -> None:
    with week.store.atomic():
        week.store.update("incidents", week["provsvar"], {"status": "dismissed"})

    found = touched_incidents(week.store, when("to0 15.00"), when("to 15.00"))

    assert [week["märkning"]] == found


def test_a_changed_source_has_another_digest_and_a_lost_one_none(week: Week) -> None:
    source = incident(week, "märkning", "ti 09.00").actions[0].ref

    assert source.digest == source_digest(week.store, source.table, source.row_id)
    with week.store.atomic():
        week.store.update("actions", source.row_id, {"reminded_at": at("ti 09.00")})
    assert source.digest == source_digest(week.store, source.table, source.row_id)
    with week.store.atomic():
        week.store.update("actions", source.row_id, {"wording": "RVM gjorde annat."})
    assert source.digest != source_digest(week.store, source.table, source.row_id)
    assert source_digest(week.store, "actions", 999) is None


def test_the_poller_s_own_notes_do_not_change_an_article_s_digest(week: Week) -> None:
    row = week.store.get("articles", week["https://mv.example/kompass-1"])

    assert row_digest("articles", row) == row_digest("articles", {**row, "next_reread_at": "x"})
    assert row_digest("articles", row) != row_digest("articles", {**row, "title": "x"})


def test_every_source_table_can_be_digested_and_no_other(week: Week) -> None:
    for table in SOURCE_TABLES:
        assert source_digest(week.store, table, 999_999) is None
    with pytest.raises(KeyError):
        source_digest(week.store, "users", 1)


def test_the_source_tables_are_those_of_the_schema(week: Week) -> None:
    sql = week.store.value("SELECT sql FROM sqlite_master WHERE name = 'paragraph_sources'")

    assert all(f"'{table}'" in sql for table in SOURCE_TABLES)


def test_the_incident_s_own_spokespersons_come_before_everybody_s(week: Week) -> None:
    own = load_material(week.store, week["märkning"], when("må 20.00")).spokespersons
    all_of_them = load_material(week.store, week["provsvar"], when("on 20.00")).spokespersons

    assert ["Karin Almgren"] == [one.person.name for one in own]
    assert ["Karin Almgren", "Jonas Ekvall"] == [one.person.name for one in all_of_them]


def test_a_store_without_ground_is_told_in_swedish(store: Store) -> None:
    with pytest.raises(InputError, match="organisation"):
        load_material(store, [], when("må 20.00"))


def test_an_incident_that_was_not_known_then_has_no_report(week: Week) -> None:
    with pytest.raises(InputError) as caught:
        load_material(week.store, week["provsvar"], when("on 16.44"))

    why = caught.value.facts["why"]
    assert why == "H-2026-012 var inte känd den 11 mars 2026 klockan 16.44."


def test_an_unknown_incident_is_told(week: Week) -> None:
    with pytest.raises(NotFoundError):
        load_material(week.store, 999, when("må 20.00"))


def test_nothing_in_the_record_becomes_markup_in_a_report(store: Store) -> None:
    week = ground(store)
    monday(week)
    with store.atomic():
        store.execute("UPDATE outlets SET name = ? || id, short_name = ?", [HOSTILE, HOSTILE])
        store.execute("UPDATE organisations SET name = ? || id, short_name = ?", [HOSTILE, HOSTILE])
        store.execute("UPDATE people SET name = ?", [HOSTILE])
        store.execute("UPDATE positions SET title = ?, short_title = ?", [HOSTILE, HOSTILE])
        for table in ("circumstances", "claims", "actions"):
            store.execute(f"UPDATE {table} SET wording = ?", [HOSTILE])
        store.execute("UPDATE incidents SET title = ?, topic = ?", [HOSTILE, HOSTILE])
        store.execute("UPDATE series SET cadence = ?, purpose = ?", [HOSTILE, HOSTILE])
    at_end = when("må 20.00")
    links = {
        "https://mv.example/kompass-1",
        "https://nt.example/kompass",
        "https://va.example/kompass",
    }

    for material, write in (
        (load_material(store, week["märkning"], at_end), compose_extra),
        (
            load_material(store, week["märkning"], at_end, period_from=when("to0 15.00")),
            compose_weekly,
        ),
    ):
        kind: Kind = "extra" if material.period is None else "weekly"
        head = Head("1", kind, HOSTILE, HOSTILE, HOSTILE, at_end, period=material.period)
        page = render_html(build_document(head, write(material)), standalone=False)
        assert "elak.example)" in page
        assert 'href="https://elak' not in page
        assert "<b>" not in page
        assert "<strong>fet" not in page
        assert all(f'href="{link}"' in page for link in links)
