"""Sending: a real mail server on loopback, files, bounces, crashes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from release_world import Desk, monday, ready, revision
from smtp_server import Post, running

from incidents.report import deliver, recipients, release
from incidents.report.deliver import Tally
from incidents.report.recipients import NewRecipient
from monitor.core.clock import HeldClock
from monitor.core.errors import (
    ConflictError,
    InputError,
    MoveError,
    PermissionDeniedError,
    RuleError,
)
from monitor.core.messages import explain
from monitor.core.send import Outcome, SmtpMailer
from monitor.core.settings import Settings
from monitor.core.store import Store


@pytest.fixture
def desk(store: Store, clock: HeldClock, tmp_path: Path) -> Desk:
    return monday(store, clock, tmp_path)


@pytest.fixture
def post() -> Iterator[Post]:
    with running(Post()) as server:
        yield server


def by_mail(desk: Desk, post: Post) -> Settings:
    return replace(desk.settings, smtp_host="127.0.0.1", smtp_port=post.port)


def send(desk: Desk, report: int, settings: Settings, *lists: int) -> Tally:
    return release.send(
        desk.store, desk.world.sara, report,
        revision=revision(desk, report), settings=settings, list_ids=list(lists),
    )  # fmt: skip


def statuses(desk: Desk, report: int) -> dict[str, str]:
    return {row["recipient"]: row["status"] for row in deliver.of_report(desk.store, report)}


def test_everybody_on_the_lists_gets_the_frozen_report_once(desk: Desk, post: Post) -> None:
    report = ready(desk)
    tally = send(desk, report, by_mail(desk, post), desk.board, desk.chiefs)
    assert {"sent": 5} == tally.ended
    assert ["ett", "tva", "tre", "studs", "fyra"] == post.to
    message = message_from_bytes(post.got[0][1], policy=SMTP)
    assert isinstance(message, EmailMessage)
    assert ("ett@rvm.example", "Kommunikationsstaben <rapport@rvm.example>") == (
        message["To"], message["From"]
    )  # fmt: skip
    body = message.get_body(("plain",))
    assert body is not None
    assert "REGIONAL RAPPORT KOMPASS 2026" in body.get_content().upper()
    (pdf,) = message.iter_attachments()
    frozen = desk.store.value("SELECT content FROM report_files WHERE format = 'pdf'")
    assert frozen == pdf.get_content()


def test_one_bad_address_stops_no_other(desk: Desk, post: Post) -> None:
    post.refuses["studs@"] = "550 5.1.1 No such user"
    report = ready(desk)
    tally = send(desk, report, by_mail(desk, post), desk.chiefs)
    assert {"sent": 2, "bounced": 1} == tally.ended
    assert {"tre": "sent", "studs": "bounced", "fyra": "sent"} == statuses(desk, report)
    (bounced,) = (r for r in deliver.of_report(desk.store, report) if r["status"] == "bounced")
    assert "Servern tog inte emot brevet: 550 5.1.1 No such user" == bounced["error"]
    assert "sent" == desk.store.get("reports", report)["status"]


def test_a_busy_mailbox_is_tried_again_and_then_given_up(desk: Desk, post: Post) -> None:
    post.refuses["tva@"] = "451 4.2.1 Try later"
    report, settings = ready(desk), by_mail(desk, post)
    assert {"sent": 1, "queued": 1} == send(desk, report, settings, desk.board).ended
    for _ in range(3):
        deliver.deliver(desk.store, settings)
    assert "queued" == statuses(desk, report)["tva"]
    deliver.deliver(desk.store, settings)
    assert "failed" == statuses(desk, report)["tva"]
    assert ["ett"] == post.to


def test_when_the_server_is_away_everything_waits(desk: Desk, post: Post) -> None:
    report, settings = ready(desk), by_mail(desk, post)
    away = replace(settings, smtp_port=1)
    assert {"queued": 2} == send(desk, report, away, desk.board).ended
    first = deliver.of_report(desk.store, report)[0]
    assert "E-postservern svarar inte. Nytt försök görs av sig självt." == first["error"]
    assert {"sent": 2} == deliver.deliver(desk.store, settings).ended
    assert ["ett", "tva"] == post.to


def test_a_line_that_breaks_while_handing_over_is_left_to_a_person(desk: Desk, post: Post) -> None:
    post.drops = "ett@"
    report, settings = ready(desk), by_mail(desk, post)
    assert {"failed": 1, "sent": 1} == send(desk, report, settings, desk.board).ended
    deliver.deliver(desk.store, settings)
    assert ["tva"] == post.to
    post.drops = ""
    (failed,) = (r for r in deliver.of_report(desk.store, report) if r["status"] == "failed")
    deliver.retry(desk.store, desk.world.sara, failed["id"])
    deliver.deliver(desk.store, settings)
    assert ["tva", "ett"] == post.to
    ids = [message_from_bytes(text)["Message-ID"] for _, text in post.got]
    assert failed["message_id"] == ids[1]


class Crashing:
    """A mailer whose machine stops right after the server took the third message."""

    repeats_safely = False

    def __init__(self, settings: Settings) -> None:
        self.mailer = SmtpMailer(settings)
        self.left = 3

    def send(self, message: EmailMessage, recipient: str) -> Outcome:
        outcome = self.mailer.send(message, recipient)
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt
        return outcome

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.mailer.__exit__(kind, error, trace)


def test_nothing_is_sent_twice_after_a_crash(desk: Desk, post: Post) -> None:
    report, settings = ready(desk), by_mail(desk, post)
    away = replace(settings, smtp_port=1)
    send(desk, report, away, desk.board, desk.chiefs)
    with pytest.raises(KeyboardInterrupt):
        deliver.deliver(desk.store, settings, mailer=Crashing(settings))
    deliver.deliver(desk.store, settings)
    assert ["ett", "tva", "tre", "studs", "fyra"] == post.to
    desk.world.later(11)
    deliver.deliver(desk.store, settings)
    expected = {"ett": "sent", "tva": "sent", "tre": "failed", "studs": "sent", "fyra": "sent"}
    assert expected == statuses(desk, report)
    assert 5 == len(post.got)
    (unsure,) = (r for r in deliver.of_report(desk.store, report) if r["status"] == "failed")
    assert unsure["error"].startswith("Programmet avbröts medan utskicket lämnades.")


def test_every_delivery_is_queued_before_the_first_message_leaves(desk: Desk, post: Post) -> None:
    report, settings = ready(desk), by_mail(desk, post)
    post.refuses["ett@"] = "550 no"
    send(desk, report, settings, desk.board)
    rows = desk.store.rows(
        "SELECT action, count(*) AS n FROM audit WHERE table_name = 'deliveries'"
        " GROUP BY action ORDER BY min(id)"
    )
    assert [("insert", 2), ("update", 4)] == [(row["action"], row["n"]) for row in rows]


def test_without_a_server_the_letters_lie_in_the_outbox(desk: Desk, tmp_path: Path) -> None:
    report = ready(desk)
    assert {"sent": 2} == send(desk, report, desk.settings, desk.board).ended
    letters = sorted((tmp_path / "outbox").glob("2026-E01.*.eml"))
    assert 2 == len(letters)
    message = message_from_bytes(letters[0].read_bytes(), policy=SMTP)
    assert str(message["Message-ID"]).startswith("<2026-E01.1.")
    assert "Mon, 09 Mar 2026 20:00:00 +0100" == message["Date"]


def test_the_intranet_gets_a_file_in_its_folder(desk: Desk, tmp_path: Path) -> None:
    intranet = recipients.add_list(desk.store, desk.world.admin, "Intranät")
    page = NewRecipient(name="Intranätet", channel="folder", address="intranat", format="html")
    recipients.add(desk.store, desk.world.admin, intranet, page)
    report = ready(desk)
    send(desk, report, desk.settings, intranet)
    frozen = desk.store.value("SELECT content FROM report_files WHERE format = 'html'")
    assert frozen == (tmp_path / "outbox/intranat/2026-E01.html").read_bytes()


def test_a_folder_that_cannot_be_written_to_stops_no_other(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "outbox").mkdir()
    (tmp_path / "outbox/intranat").write_text("en fil, ingen mapp", encoding="utf-8")
    page = NewRecipient(name="Intranätet", channel="folder", address="intranat", format="html")
    recipients.add(desk.store, desk.world.admin, desk.board, page)
    report = ready(desk)
    assert {"sent": 2, "queued": 1} == send(desk, report, desk.settings, desk.board).ended


def test_an_address_on_two_lists_gets_it_once_and_a_late_list_is_added(desk: Desk) -> None:
    again = NewRecipient(name="ett igen", channel="email", address="ETT@rvm.example")
    recipients.add(desk.store, desk.world.admin, desk.chiefs, again)
    report = ready(desk)
    assert {"sent": 2} == send(desk, report, desk.settings, desk.board).ended
    assert {"sent": 3} == send(desk, report, desk.settings, desk.chiefs).ended


def test_a_report_is_not_sent_to_nobody(desk: Desk) -> None:
    report = ready(desk)
    empty = recipients.add_list(desk.store, desk.world.admin, "Tom")
    with pytest.raises(InputError):
        send(desk, report, desk.settings, empty)
    assert "approved" == desk.store.get("reports", report)["status"]


def test_only_what_failed_is_retried_and_only_what_was_sent_bounces_later(desk: Desk) -> None:
    report = ready(desk)
    send(desk, report, desk.settings, desk.board)
    first = deliver.of_report(desk.store, report)[0]["id"]
    with pytest.raises(MoveError):
        deliver.retry(desk.store, desk.world.sara, first)
    with pytest.raises(PermissionDeniedError):
        deliver.record_bounce(desk.store, desk.world.reader, first, "Finns inte.")
    with pytest.raises(InputError):
        deliver.record_bounce(desk.store, desk.world.sara, first, " ")
    deliver.record_bounce(desk.store, desk.world.sara, first, "Brevlådan finns inte.")
    with pytest.raises(ConflictError):
        deliver.record_bounce(desk.store, desk.world.sara, first, "Igen.")
    deliver.retry(desk.store, desk.world.sara, first)
    assert "queued" == statuses(desk, report)["ett"]


def test_a_changed_address_is_a_new_recipient_and_the_old_one_stays_in_the_log(desk: Desk) -> None:
    admin, store = desk.world.admin, desk.store
    report = ready(desk)
    send(desk, report, desk.settings, desk.board)
    desk.world.later(1)
    (first, *_) = recipients.current(store, [desk.board])
    moved = NewRecipient(name="ett", channel="email", address="ny@rvm.example")
    new = recipients.change(store, admin, first["id"], moved)
    assert new in [row["id"] for row in recipients.current(store, [desk.board])]
    assert "ett@rvm.example" == deliver.of_report(store, report)[0]["address"]
    assert [2, 3] == [row["recipients"] for row in recipients.lists(store)]


@pytest.mark.parametrize(
    "wrong",
    [
        NewRecipient(name="", channel="email", address="a@b.example"),
        NewRecipient(name="x", channel="email", address="a@b.example\nBcc: c@d.example"),
        NewRecipient(name="x", channel="email", address="inte en adress"),
        NewRecipient(name="x", channel="folder", address="../utanför"),
        NewRecipient(name="x", channel="folder", address="/etc"),
        NewRecipient(name="x", channel="fax", address="1"),
        NewRecipient(name="x", channel="email", address="a@b.example", format="tiff"),
    ],
)
def test_a_recipient_that_does_not_hold_is_refused(desk: Desk, wrong: NewRecipient) -> None:
    with pytest.raises(InputError):
        recipients.add(desk.store, desk.world.admin, desk.board, wrong)


def test_lists_have_names_of_their_own_and_addresses_once(desk: Desk) -> None:
    with pytest.raises(InputError):
        recipients.add_list(desk.store, desk.world.admin, "Ledning")
    with pytest.raises(ConflictError):
        again = NewRecipient(name="x", channel="email", address="Ett@rvm.example")
        recipients.add(desk.store, desk.world.admin, desk.board, again)
    with pytest.raises(PermissionDeniedError):
        recipients.add_list(desk.store, desk.world.reader, "Egen")


def test_d9_a_report_is_not_sent_before_it_was_compiled(desk: Desk) -> None:
    report = ready(desk)
    desk.go(9, "19.59")
    with pytest.raises(RuleError) as caught:
        send(desk, report, desk.settings, desk.board)
    assert "En rapport kan inte vara utskickad innan den sammanställdes." == explain(caught.value)
    assert [] == deliver.of_report(desk.store, report)
