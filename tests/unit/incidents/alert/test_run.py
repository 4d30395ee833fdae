"""A turn of the alerts on a real database, a real mail server and a real HTTP receiver."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from incidents.alert import channels, choices, outbox, run, taking
from incidents.alert.channels import NewChannel
from incidents.alert.outbox import GIVE_UP, INTERRUPTED_AFTER
from incidents.desk import links
from incidents.record import addresses
from monitor.core.clock import HeldClock
from monitor.core.settings import Settings
from monitor.core.store import Store
from tests.unit.incidents.alert.alert_world import (
    add_action,
    add_enquiry,
    add_flag,
    change_article,
    on_duty,
    wants,
)
from tests.unit.incidents.alert.conftest import Mailbox, Receiver
from tests.unit.incidents.record.record_world import World, at


def turn(world: World, settings: Settings) -> dict[str, int]:
    return run.turn(world.store, settings).ended


def nobody(world: World) -> None:
    """Let nobody want anything, so that a test only sees what it asked for."""
    for actor in (world.sara, world.lena, world.per, world.admin):
        wants(world, actor)


def test_several_flags_of_a_round_are_one_mail_with_one_line_for_each_story(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    nobody(world)
    wants(world, world.sara, "flag")
    add_flag(world, "Kompass stannar", story=1)
    add_flag(world, "Kompass står still", story=1, outlet=world.nt)
    add_flag(world, "Ny chef för Kompass", story=2)

    turn(world, settings)

    assert [("sara", "2 nya träffar: Kompass stannar (Morgonbladet Väst och 1 till)")] == (
        mailbox.subjects
    )
    assert "2 artiklar om samma nyhet" in mailbox.text()
    assert "https://lagesbild.rvm.example/-/lagesbild/artiklar/" in mailbox.text()


def test_a_mail_has_its_text_first_and_is_marked_as_swedish(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    nobody(world)
    wants(world, world.sara, "flag")
    add_flag(world, "Kompass <b>stannar</b>")

    turn(world, settings)
    message = mailbox.got[0][1]

    kinds = [part.get_content_type() for part in message.iter_parts()]
    assert ["text/plain", "text/html"] == kinds
    assert "sv" == message["Content-Language"]
    page = message.get_body(("html",))
    assert page is not None
    assert "Kompass &lt;b&gt;stannar" in page.get_content()


def test_the_same_thing_is_told_once_and_a_judged_one_not_at_all(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    nobody(world)
    wants(world, world.sara, "flag")
    judged = add_flag(world, "Bedömd")
    world.store.execute("UPDATE flags SET verdict = 'relevant' WHERE article_id = ?", [judged])
    add_flag(world, "Obedömd")

    turn(world, settings)
    turn(world, settings)
    world.later(90)
    turn(world, settings)

    assert 1 == len(mailbox.got)
    assert "Obedömd" in mailbox.subjects[0][1]


def test_further_news_of_a_told_story_waits_an_hour_and_comes_as_one(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    nobody(world)
    wants(world, world.sara, "flag")
    add_flag(world, "Kompass stannar", story=1)
    turn(world, settings)
    for number in range(3):
        world.later(5)
        add_flag(world, f"Kompass står still {number}", story=1)
        turn(world, settings)
    before = len(mailbox.got)

    world.later(60)
    turn(world, settings)

    assert (1, 2) == (before, len(mailbox.got))
    assert "3 artiklar om samma nyhet" in mailbox.text()


def test_the_one_on_duty_is_told_everything_at_night_and_the_others_in_the_morning(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    nobody(world)
    wants(world, world.sara, "flag", quiet_from="22.00", quiet_to="07.00")
    wants(world, world.per, quiet_from="22.00", quiet_to="07.00")
    world.clock.set(at(9, "23.00"))
    on_duty(world, world.per)
    add_flag(world, "Kompass stannar")

    turn(world, settings)
    night = [to for to, _ in mailbox.subjects]
    world.clock.set(at(10, "07.01"))
    turn(world, settings)

    assert ["per"] == night
    assert ["per", "sara"] == [to for to, _ in mailbox.subjects]


def test_every_kind_of_thing_is_told_with_a_link_to_its_page(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    nobody(world)
    on_duty(world, world.lena, hours=6)
    world.later(1)
    add_enquiry(world, at(9, "16.00"))
    add_action(world, at(9, "16.30"), world.sara)
    change_article(world)
    statement = world.store.insert(
        "statements",
        {
            "incident_id": world.incident,
            "direction": "out",
            "speaker_id": world.karin,
            "channel": "written",
            "wording": "Hemliga ord.",
            "approval": "requested",
            "known_at": world.store.now(),
            "entered_at": world.store.now(),
            "entered_by": world.sara.user_id,
        },
    )

    turn(world, settings)

    assert {
        "Svar senast klockan 16.00: frågan från Morgonbladet Väst",
        "Klar senast klockan 16.30: en åtgärd i H-2026-001",
        "MV har ändrat en artikel i H-2026-001: Nytt journalsystem saknar rätt märkning",
        "Ett uttalande väntar på godkännande i H-2026-001",
    } == {subject for to, subject in mailbox.subjects if to == "lena"}
    whole = "".join(mailbox.text(number) for number in range(len(mailbox.got)))
    assert f"handelser/H-2026-001#uttalande-{statement}" in whole
    assert "Hemliga ord" not in whole
    assert "Varför?" not in whole


def test_the_owner_is_reminded_once_and_again_when_the_time_has_run_out(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    nobody(world)
    key = add_action(world, at(9, "16.30"), world.sara)

    turn(world, settings)
    turn(world, settings)
    reminded = world.store.value("SELECT reminded_at FROM actions WHERE id = ?", [key])
    world.clock.set(at(9, "16.31"))
    turn(world, settings)

    assert [
        ("sara", "Klar senast klockan 16.30: en åtgärd i H-2026-001"),
        (
            "sara",
            "Tiden har gått ut för en åtgärd i H-2026-001. Klar senast klockan 16.30",
        ),
    ] == mailbox.subjects
    assert "2026-03-09T14:00:00Z" == reminded


def test_the_one_who_handed_a_report_in_is_not_asked_to_approve_it(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    nobody(world)
    wants(world, world.lena, "approval")
    wants(world, world.sara, "approval")
    now = world.store.now()
    key = world.store.insert(
        "reports",
        {
            "number": "2026-E01",
            "kind": "extra",
            "series_id": world.series,
            "reason_clause": "med anledning av x",
            "compiled_at": now,
            "created_at": now,
        },
    )
    stamp = {"submitted_at": now, "submitted_by": world.sara.user_id}
    world.store.update("reports", key, {"status": "in_review", **stamp})

    turn(world, settings)

    assert [("lena", "Rapport 2026-E01 väntar på godkännande")] == mailbox.subjects
    assert "/-/lagesbild/rapporter/2026-E01" in mailbox.text()


def test_over_the_cap_the_last_message_holds_the_rest(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    nobody(world)
    wants(world, world.sara, "flag", "changed", "enquiry", per_hour=2)
    world.later(1)
    add_flag(world, "Kompass stannar", story=1)
    add_flag(world, "Ny chef", story=2)
    change_article(world)
    add_enquiry(world, at(9, "16.50"))

    turn(world, settings)
    world.later(30)
    add_flag(world, "Sent", story=3)
    turn(world, settings)
    held = len(mailbox.got)
    world.later(31)
    turn(world, settings)

    assert mailbox.subjects[1][1].endswith(" och 2 till")
    assert (2, 3) == (held, len(mailbox.got))


def test_jag_tar_den_works_once_from_the_mail_and_tells_the_others(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    nobody(world)
    wants(world, world.sara, "flag")
    wants(world, world.per, "flag")
    add_flag(world, "Kompass stannar", story=1)
    turn(world, settings)
    text = mailbox.text(0)
    secret = text.partition("/aviseringar/ta/")[2].split()[0]

    who = taking.take_by_link(world.store, secret)
    world.later(1)
    add_flag(world, "Kompass står still", story=1)
    turn(world, settings)
    world.later(61)
    turn(world, settings)

    assert "Sara Holm" == who
    assert ("per", "Sara Holm tar den: Ny träff: Kompass stannar (Morgonbladet Väst)") == (
        mailbox.subjects[2]
    )
    assert ["sara", "per", "per", "sara"] == [to for to, _ in mailbox.subjects]
    with pytest.raises(Exception, match="NotFoundError"):
        taking.take_by_link(world.store, secret)
    assert "genom länken i aviseringen" == world.store.value(
        "SELECT reason FROM audit WHERE table_name = 'alert_taken'"
    )


def test_a_server_that_is_down_delays_and_loses_nothing(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    nobody(world)
    wants(world, world.sara, "flag")
    add_flag(world, "Kompass stannar")
    down = replace(settings, smtp_port=1)

    first = turn(world, down)
    again = turn(world, down)
    error = world.store.value("SELECT error FROM alert_messages")
    world.later(1)
    sent = turn(world, settings)

    assert ({"planned": 1}, {}) == (first, again)
    assert "E-postservern svarar inte" in error
    assert {"sent": 1} == sent
    assert 1 == len(mailbox.got)


def test_the_waits_grow_and_after_a_day_it_has_failed(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    nobody(world)
    wants(world, world.sara, "flag")
    add_flag(world, "Kompass stannar")
    mailbox.refuse = "451 later"
    tries = 0
    ended: dict[str, int] = {}
    start = world.clock.now()
    while world.clock.now() - start < GIVE_UP + timedelta(hours=2):
        ended = turn(world, settings) or ended
        tries += 1
        world.later(10)

    row = world.store.rows("SELECT status, attempts FROM alert_messages")[0]
    assert "failed" == row["status"]
    assert 25 < row["attempts"] < 45 < tries


def test_a_program_that_ended_between_sending_and_marking_repeats_once_with_the_same_id(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    nobody(world)
    wants(world, world.sara, "flag")
    add_flag(world, "Kompass stannar")
    turn(world, settings)
    # As it stood in the file when the program ended right after the server took the mail.
    world.store.execute(
        "UPDATE alert_messages SET status = 'planned', sent_at = NULL, claimed_at = ?",
        [world.store.now()],
    )

    at_once = turn(world, settings)
    world.clock.set(world.clock.now() + INTERRUPTED_AFTER)
    later = turn(world, settings)
    after = turn(world, settings)

    assert ({}, {"sent": 1}, {}) == (at_once, later, after)
    assert 2 == len(mailbox.got)
    assert 1 == len({message["Message-ID"] for _, message in mailbox.got})


def test_a_webhook_gets_a_subject_and_a_link_and_nobodys_words(
    world: World, settings: Settings, mailbox: Mailbox, receiver: Receiver
) -> None:
    nobody(world)
    new = NewChannel(name="Presskanalen", kind="webhook", address=f"{receiver.url}/krok?nyckel=1")
    key = channels.add(world.store, world.admin, settings, new)
    choices.choose_channel(world.store, world.admin, key, ["flag", "action"])
    add_flag(world, "Kompass stannar")
    add_action(world, at(9, "16.30"), world.sara)

    turn(world, settings)

    told = {(path, body["title"], body["message"]) for path, body in receiver.got}
    base = "https://lagesbild.rvm.example/-/lagesbild"
    article = world.store.value("SELECT max(id) FROM articles")
    assert {
        ("/krok?nyckel=1", "Ny träff i Morgonbladet Väst", f"{base}/artiklar/{article}"),
        (
            "/krok?nyckel=1",
            "Klar senast klockan 16.30: en åtgärd i H-2026-001",
            f"{base}/handelser/H-2026-001#atgard-1",
        ),
    } == told
    assert ["sara"] == [to for to, _ in mailbox.subjects]


@pytest.mark.parametrize(
    ("status", "why", "ends"),
    [
        (404, "Adressen finns inte längre", "failed"),
        (403, "Mottagaren nekar", "failed"),
        (302, "skickar vidare", "failed"),
        (500, "eget fel", "planned"),
        (429, "ber oss vänta", "planned"),
    ],
)
def test_what_a_webhook_answers_is_told_in_swedish(
    world: World, settings: Settings, receiver: Receiver, status: int, why: str, ends: str
) -> None:
    nobody(world)
    receiver.status = status
    new = NewChannel(name="Presskanalen", kind="webhook", address=f"{receiver.url}/krok")
    key = channels.add(world.store, world.admin, settings, new)
    choices.choose_channel(world.store, world.admin, key, ["flag"])
    add_flag(world, "Kompass stannar")

    turn(world, settings)

    row = world.store.rows("SELECT status, error FROM alert_messages")[0]
    assert ends == row["status"]
    assert why in row["error"]
    assert 1 == len(receiver.got)


def test_an_address_inside_the_net_is_refused_and_so_is_plain_http(
    world: World, settings: Settings
) -> None:
    def add(address: str, kind: str = "webhook") -> str:
        try:
            new = NewChannel(name="Kanal", kind=kind, address=address)
            channels.add(world.store, world.admin, settings, new)
        except Exception as error:  # noqa: BLE001
            return str(error)
        return ""

    assert "privat nät" in add("https://10.0.0.8/krok")
    assert "privat nät" in add("https://169.254.169.254/latest")
    assert "https://" in add("http://hooks.example/krok")
    assert "https://" in add("http://127.0.0.1:9/krok")
    assert "Teams" in add("https://hooks.example/krok", "teams")
    assert "" == add(
        "https://prod-12.westeurope.logic.azure.com:443/workflows/643e69f83c8944/triggers/manual/"
        "paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=KODuebWbDG",
        "teams",
    )


def test_a_distribution_list_is_told_by_mail_without_anybodys_words(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    nobody(world)
    key = world.store.insert("distribution_lists", {"name": "Pressfunktionen"})
    for name in ("press", "chef"):
        world.store.insert(
            "recipients",
            {
                "list_id": key,
                "name": name,
                "channel": "email",
                "address": f"{name}@rvm.example",
                "valid_from": world.store.now(),
            },
        )
    choices.choose_list(world.store, world.admin, key, ["flag"])
    add_flag(world, "Kompass stannar")

    turn(world, settings)

    assert [
        ("press", "Ny träff i Morgonbladet Väst"),
        ("chef", "Ny träff i Morgonbladet Väst"),
    ] == mailbox.subjects
    assert "Kompass stannar" not in mailbox.text()
    assert "Jag tar den" not in mailbox.text()


def test_a_test_tells_what_went_wrong(world: World, settings: Settings, mailbox: Mailbox) -> None:
    good = outbox.send_test(world.store, settings, "user:1")
    mailbox.refuse = "550 no such user"
    bad = outbox.send_test(world.store, settings, "user:1")
    down = outbox.send_test(world.store, replace(settings, smtp_port=1), "user:1")

    assert ("sent", [("sara", "Prov från Lägesbild")]) == (good.status, mailbox.subjects)
    assert "550 no such user" in bad.error
    assert "E-postservern svarar inte" in down.error
    assert {} == turn(world, settings)


def test_nobody_is_flooded_with_what_was_flagged_long_ago(
    world: World, settings: Settings, mailbox: Mailbox, clock: HeldClock
) -> None:
    nobody(world)
    add_flag(world, "Gammal")
    clock.set(clock.now() + timedelta(days=4))
    wants(world, world.sara, "flag")

    turn(world, settings)

    assert [] == mailbox.got


def test_links_lead_where_the_desks_own_do() -> None:
    assert links.ROOT == addresses.ROOT
    assert links.page("artiklar/3") == addresses.whole("", addresses.article(3))
    assert links.report("2026-E01") == addresses.whole("", addresses.report("2026-E01"))
    assert links.incident("H-2026-001") == addresses.whole("", addresses.incident("H-2026-001"))


def test_nothing_is_decided_again_from_an_empty_store(store: Store, settings: Settings) -> None:
    assert {} == run.turn(store, settings).ended
