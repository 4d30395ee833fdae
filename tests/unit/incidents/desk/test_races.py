"""Fifty people press the same button at once: one of them does it, and the others are told."""

from __future__ import annotations

import asyncio
from collections import Counter

from monitor.core import accounts, signin
from monitor.core.actors import system
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.report_world import N, e01, paragraph, report, step

TRIES = 50


async def test_one_of_fifty_approves(desk: Desk) -> None:
    e01(desk)
    await step(desk, "granskning")
    revision = report(desk)["revision"]

    answers = await asyncio.gather(
        *(desk.post(f"{N}/godkann", "approver", revision=revision) for _ in range(TRIES))
    )

    assert {303: 1, 409: TRIES - 1} == Counter(answer.status_code for answer in answers)
    approvals = "SELECT count(*) FROM audit JOIN audit_values ON audit_id = audit.id"
    where = " WHERE table_name = 'reports' AND before NOT LIKE '%\"status\":\"approved\"%'"
    where += ' AND after LIKE \'%"status":"approved"%\''
    assert 1 == desk.store.value(approvals + where)


async def test_one_of_fifty_words_stands_and_nobody_elses_is_lost_unseen(desk: Desk) -> None:
    e01(desk)
    row = paragraph(desk, "RVM bad")
    texts = [f"RVM bad om besked klockan 11.{number:02d}." for number in range(TRIES)]

    answers = await asyncio.gather(
        *(
            desk.post(f"{N}/stycken/{row['id']}", revision=row["revision"], text=text)
            for text in texts
        )
    )

    assert {303: 1, 409: TRIES - 1} == Counter(answer.status_code for answer in answers)
    kept = desk.store.value("SELECT text FROM report_paragraphs WHERE id = ?", [row["id"]])
    won = next(
        text for text, answer in zip(texts, answers, strict=True) if 303 == answer.status_code
    )
    assert won == kept


async def test_a_one_time_link_is_used_once_however_many_try(desk: Desk) -> None:
    user_id = accounts.add_user(
        desk.store, system("test"), "per", display_name="Per Rudin", role="editor"
    )
    secret = accounts.invite(desk.store, system("test"), user_id)
    passwords = [f"fyra torra ekar {letter * 4}" for letter in "kvxz"]

    answers = await asyncio.gather(
        *(
            desk.post(f"inbjudan/{secret}", "", password=one, password_again=one)
            for one in passwords
        )
    )

    assert {303: 1, 404: 3} == Counter(answer.status_code for answer in answers)
    stored = desk.store.value("SELECT password_hash FROM users WHERE id = ?", [user_id])
    right = [one for one in passwords if signin.password_fits(stored, one)]
    assert [303] == [
        answer.status_code for one, answer in zip(passwords, answers, strict=True) if one in right
    ]
