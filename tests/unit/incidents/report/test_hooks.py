"""Reports told of in Teams and to webhooks: a real receiver on loopback, secrets, crashes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from release_world import Desk, at, monday, on, ready, revision

from incidents.record import circumstance, claim
from incidents.record.circumstance import NewCircumstance
from incidents.record.claim import NewContradiction
from incidents.report import deliver, draft, recipients, release
from incidents.report.recipients import NewRecipient
from monitor.core.clock import HeldClock
from monitor.core.errors import ConflictError, InputError, PermissionDeniedError, RuleError
from monitor.core.messages import explain
from monitor.core.settings import Settings
from monitor.core.store import Store
from tests.unit.incidents.webhook_receiver import Receiver, receiving

BASE = "https://lagesbild.rvm.example"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as told:
        yield told


@pytest.fixture
def desk(store: Store, clock: HeldClock, tmp_path: Path, receiver: Receiver) -> Desk:
    made = monday(store, clock, tmp_path)
    made.settings = replace(made.settings, allow_private=(receiver.place,), desk_url=BASE)
    return made


def hook(receiver: Receiver, secret: str = "hemlig", form: str = "summary") -> NewRecipient:
    address = f"{receiver.url}/{secret}"
    return NewRecipient(name="Krisrummet", channel="webhook", address=address, format=form)


def add(desk: Desk, new: NewRecipient, list_id: int | None = None) -> int:
    where = desk.board if list_id is None else list_id
    return recipients.add(desk.store, desk.world.admin, where, new, desk.settings)


def send(desk: Desk, report: int, *lists: int) -> deliver.Tally:
    return release.send(
        desk.store, desk.world.sara, report,
        revision=revision(desk, report), settings=desk.settings, list_ids=list(lists),
    )  # fmt: skip


def of_hook(desk: Desk, report: int) -> dict[str, object]:
    rows = deliver.of_report(desk.store, report)
    return next(row for row in rows if row["recipient"] == "Krisrummet")


def test_a_webhook_is_told_number_reason_time_and_link_and_nothing_of_the_report(
    desk: Desk, receiver: Receiver
) -> None:
    add(desk, hook(receiver))
    report = ready(desk)
    assert {"sent": 3} == send(desk, report, desk.board).ended
    ((path, body),) = receiver.got
    assert "/hemlig" == path
    assert "Extrainsatt rapport 2026-E01, Regional rapport Kompass 2026" == body["title"]
    expected = (
        "Extrainsatt rapport med anledning av uppgifter i MV om Kompass och klassmärkning\n\n"
        "Sammanställd: 2026-03-09 klockan 20.00.\n\n"
        f"{BASE}/-/lagesbild/rapporter/2026-E01"
    )
    assert expected == body["message"]
    assert {"version", "title", "message", "type", "attachments"} >= set(body)


def test_a_channel_that_chose_the_link_gets_the_link_alone(desk: Desk, receiver: Receiver) -> None:
    add(desk, hook(receiver, form="link"))
    send(desk, ready(desk), desk.board)
    ((_, body),) = receiver.got
    assert f"{BASE}/-/lagesbild/rapporter/2026-E01" == body["message"]


def test_without_the_desks_address_the_text_says_where_to_look(
    desk: Desk, receiver: Receiver
) -> None:
    desk.settings = replace(desk.settings, desk_url="")
    add(desk, hook(receiver, form="link"))
    send(desk, ready(desk), desk.board)
    assert "Läs rapporten i Lägesbild." == receiver.got[0][1]["message"]


def test_the_secret_of_an_address_is_in_no_row_but_its_own_and_in_no_log(
    desk: Desk, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    receiver.status = 403
    add(desk, hook(receiver))
    report = ready(desk)
    send(desk, report, desk.board)
    found = []
    for table in desk.store.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        rows = desk.store.rows(f"SELECT * FROM [{table['name']}]")
        found += [table["name"] for row in rows if "hemlig" in str(list(row.values()))]
    assert ["recipient_hooks"] == found
    assert "hemlig" not in caplog.text
    row = of_hook(desk, report)
    assert ("127.0.0.1", "bounced") == (row["address"], row["status"])
    assert "Mottagaren nekar (svar 403)." in str(row["error"])


@pytest.mark.parametrize(("status", "ends"), [(500, "queued"), (404, "bounced"), (0, "failed")])
def test_a_receiver_that_fails_stops_no_other(
    desk: Desk, receiver: Receiver, status: int, ends: str
) -> None:
    receiver.status = status
    add(desk, hook(receiver))
    report = ready(desk)
    assert {"sent": 2, ends: 1} == send(desk, report, desk.board).ended | {}
    assert ends == of_hook(desk, report)["status"]


def test_an_answer_that_never_came_is_left_to_a_person(desk: Desk, receiver: Receiver) -> None:
    receiver.status = 0
    add(desk, hook(receiver))
    report = ready(desk)
    send(desk, report, desk.board)
    deliver.deliver(desk.store, desk.settings)
    assert 1 == len(receiver.got)
    receiver.status = 200
    deliver.retry(desk.store, desk.world.sara, int(str(of_hook(desk, report)["id"])))
    deliver.deliver(desk.store, desk.settings)
    assert (2, "sent") == (len(receiver.got), of_hook(desk, report)["status"])


def test_nothing_is_posted_twice_after_a_crash(desk: Desk, receiver: Receiver) -> None:
    receiver.status = 500
    add(desk, hook(receiver))
    report = ready(desk)
    send(desk, report, desk.board)
    receiver.status = 200
    # As a process left it that ended between the post and the note of it.
    desk.store.execute(
        "UPDATE deliveries SET attempts = 2, error = NULL WHERE id = ?",
        [of_hook(desk, report)["id"]],
    )
    posted = len(receiver.got)
    deliver.deliver(desk.store, desk.settings)
    desk.world.later(11)
    deliver.deliver(desk.store, desk.settings)
    assert (posted, "failed") == (len(receiver.got), of_hook(desk, report)["status"])


def test_a_mail_server_that_is_away_holds_up_no_webhook(desk: Desk, receiver: Receiver) -> None:
    desk.settings = replace(desk.settings, smtp_host="127.0.0.1", smtp_port=1)
    add(desk, hook(receiver))
    report = ready(desk)
    assert {"sent": 1, "queued": 2} == send(desk, report, desk.board).ended
    assert 1 == len(receiver.got)


def test_two_channels_on_one_host_are_two_and_one_address_twice_is_one(
    desk: Desk, receiver: Receiver
) -> None:
    add(desk, hook(receiver, "ett"))
    add(desk, hook(receiver, "tva"))
    add(desk, hook(receiver, "ett"), desk.chiefs)
    with pytest.raises(ConflictError):
        add(desk, hook(receiver, "ett"))
    send(desk, ready(desk), desk.board, desk.chiefs)
    assert ["/ett", "/tva"] == sorted(path for path, _ in receiver.got)


def test_a_folder_may_have_a_report_in_two_formats(desk: Desk, tmp_path: Path) -> None:
    for form in ("html", "pdf"):
        add(desk, NewRecipient(name=form, channel="folder", address="intranat", format=form))
    with pytest.raises(ConflictError):
        add(desk, NewRecipient(name="x", channel="folder", address="intranat", format="pdf"))
    send(desk, ready(desk), desk.board)
    got = sorted(path.name for path in (tmp_path / "outbox/intranat").iterdir())
    assert ["2026-E01.html", "2026-E01.pdf"] == got


def test_a_correction_goes_to_a_channel_that_got_the_original_and_was_taken_off(
    desk: Desk, receiver: Receiver
) -> None:
    key = add(desk, hook(receiver))
    first = ready(desk)
    send(desk, first, desk.board)
    recipients.remove(desk.store, desk.world.admin, key)
    fixed = corrected(desk, first)
    send(desk, fixed)
    titles = [body["title"] for _, body in receiver.got]
    assert titles[1].startswith("Rättelse: extrainsatt rapport 2026-E02")


def test_a_corrected_report_is_sent_to_nobody_new(desk: Desk) -> None:
    first = ready(desk)
    send(desk, first, desk.board)
    corrected(desk, first)
    with pytest.raises(ConflictError) as refused:
        send(desk, first, desk.chiefs)
    assert "Rapport 2026-E01 är rättad. Skicka 2026-E02 i stället." in explain(refused.value)
    assert 2 == len(deliver.of_report(desk.store, first))


def corrected(desk: Desk, first: int) -> int:
    store, sara, h = desk.store, desk.world.sara, desk.world.incident
    desk.go(10, "08.25")
    fact = circumstance.add(
        store, sara, h,
        NewCircumstance(basis="authority", organisation_id=desk.world.authority,
                        verification="verified", reference="Telefon",
                        wording="inget hade kommit in till och med klockan 08.15",
                        moment=on(10, "08.15"), known_at=at(10, "08.20")),
    )  # fmt: skip
    against = NewContradiction(claim_id=desk.claims[1], circumstance_id=fact)
    claim.contradict(store, sara, against)
    desk.go(10, "09.00")
    report = draft.correct(store, sara, first)
    release.submit(store, sara, report, revision=revision(desk, report))
    release.approve(
        store, desk.world.lena, report, revision=revision(desk, report), settings=desk.settings
    )
    return report


def test_a_channel_taken_off_before_any_report_is_forgotten(desk: Desk, receiver: Receiver) -> None:
    key = add(desk, hook(receiver))
    recipients.remove(desk.store, desk.world.admin, key)
    assert 0 == desk.store.value("SELECT count(*) FROM recipient_hooks")


def test_a_channel_that_is_renamed_keeps_the_address_that_nobody_sees(
    desk: Desk, receiver: Receiver
) -> None:
    key = add(desk, hook(receiver))
    renamed = NewRecipient(name="Nytt namn", channel="webhook", address="127.0.0.1", format="link")
    recipients.change(desk.store, desk.world.admin, key, renamed, desk.settings)
    send(desk, ready(desk), desk.board)
    assert ["/hemlig"] == [path for path, _ in receiver.got]


@pytest.mark.parametrize(
    ("channel", "address", "form", "why"),
    [
        ("webhook", "https://10.0.0.8/krok", "link", "privat nät"),
        ("webhook", "http://hooks.example/krok", "link", "https://"),
        ("webhook", "krok", "link", "https://"),
        ("teams", "https://hooks.example/krok", "link", "Teams"),
        ("webhook", "https://hooks.example/krok", "pdf", "Till webhook går det att välja"),
        ("email", "a@b.example", "link", "Till e-post går det att välja"),
        ("email", "a@b.example", "html", "Till e-post går det att välja"),
    ],
)
def test_a_channel_that_does_not_hold_is_refused(
    desk: Desk, channel: str, address: str, form: str, why: str
) -> None:
    with pytest.raises(InputError) as refused:
        add(desk, NewRecipient(name="x", channel=channel, address=address, format=form))
    assert why in explain(refused.value)


def test_only_who_may_change_settings_adds_a_channel(desk: Desk, receiver: Receiver) -> None:
    with pytest.raises(PermissionDeniedError):
        recipients.add(desk.store, desk.world.sara, desk.board, hook(receiver), desk.settings)


def test_plain_sql_sends_no_report_to_a_channel(desk: Desk, receiver: Receiver) -> None:
    key = add(desk, hook(receiver))
    with pytest.raises(RuleError):
        desk.store.execute("UPDATE recipients SET format = 'pdf' WHERE id = ?", [key])
    with pytest.raises(RuleError):
        desk.store.execute("UPDATE recipients SET channel = 'email' WHERE id = ?", [key])


def test_a_test_reaches_the_channel_and_leaves_no_delivery(desk: Desk, receiver: Receiver) -> None:
    key = add(desk, hook(receiver))
    row = desk.store.get("recipients", key)
    assert "sent" == deliver.try_hook(desk.store, desk.settings, row).status
    assert "Prov från Lägesbild" == receiver.got[0][1]["title"]
    assert 0 == desk.store.value("SELECT count(*) FROM deliveries")


def test_settings_are_asked_at_every_attempt(desk: Desk, receiver: Receiver) -> None:
    add(desk, hook(receiver))
    desk.settings = Settings(state=desk.settings.state, mail_from="rapport@rvm.example")
    report = ready(desk)
    send(desk, report, desk.board)
    assert [] == receiver.got
    assert "queued" == of_hook(desk, report)["status"]
