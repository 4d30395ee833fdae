from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from incidents.desk.app import build
from monitor.core import accounts, log, signin
from monitor.core.actors import system
from tests.unit.incidents.desk.conftest import Desk

PASSWORD = "fyra torra ekar"


@pytest.fixture
def sara(desk: Desk) -> str:
    user_id = accounts.add_user(
        desk.store, system("test"), "sara", display_name="Sara Holm", role="editor"
    )
    secret = accounts.invite(desk.store, system("test"), user_id)
    accounts.accept(desk.store, secret, signin.hash_password(PASSWORD))
    return "sara"


async def sign_in(desk: Desk, username: str, password: str, **more: str) -> Any:
    fields = {"_formular": "inloggning", "username": username, "password": password, **more}
    return await desk.post("logga-in", role="", **fields)


async def test_signing_in_leads_to_work_with_a_guarded_cookie(desk: Desk, sara: str) -> None:
    answer = await sign_in(desk, sara, PASSWORD)

    assert 303 == answer.status_code
    assert "/-/lagesbild/" == answer.headers["location"]
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie


async def test_the_cookie_is_secure_where_the_desk_is_reached_over_https(
    desk: Desk, sara: str
) -> None:
    held = desk.datasette.lagesbild
    held.settings = replace(held.settings, secure_cookies=True)

    cookie = (await sign_in(desk, sara, PASSWORD)).headers["set-cookie"]

    assert cookie.startswith("__Host-lagesbild=")
    assert "Secure" in cookie


async def test_signing_in_goes_on_to_where_one_was_going(desk: Desk, sara: str) -> None:
    answer = await sign_in(desk, sara, PASSWORD, nasta="/lagesbild/articles?_sort=id")

    assert "/lagesbild/articles?_sort=id" == answer.headers["location"]


@pytest.mark.parametrize("target", ["https://elak.example", "//elak.example", "/\\elak.example"])
async def test_signing_in_leads_nowhere_else(desk: Desk, sara: str, target: str) -> None:
    answer = await sign_in(desk, sara, PASSWORD, nasta=target)

    assert "/-/lagesbild/" == answer.headers["location"]


@pytest.mark.parametrize(
    ("username", "password"), [("sara", "fel lösenord här"), ("ingen", "x" * 12)]
)
async def test_a_wrong_name_and_a_wrong_password_are_told_the_same(
    desk: Desk, sara: str, username: str, password: str
) -> None:
    answer = await sign_in(desk, username, password)

    assert 400 == answer.status_code
    assert '">Användarnamnet eller lösenordet stämmer inte.' in answer.text
    assert "Inloggning:" not in answer.text
    assert password not in answer.text
    assert f'value="{username}"' in answer.text


async def test_a_wrong_password_is_logged_and_not_what_was_typed(
    desk: Desk, sara: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log.start_logging()

    await sign_in(desk, sara, "fel lösenord här")

    told = capsys.readouterr().err
    assert "event=sign_in_refused attempt=" in told
    assert "fel" not in told.removeprefix(told.partition("event=")[0])


async def test_guessing_is_stopped(desk: Desk, sara: str) -> None:
    for _ in range(5):
        await sign_in(desk, sara, "fel lösenord här")

    answer = await sign_in(desk, sara, PASSWORD)

    assert 409 == answer.status_code
    assert re.search(
        r"Du är inte inloggad\..*För många misslyckade försök\. Försök igen efter klockan"
        r" \d\d\.\d\d, om 16 min\.",
        answer.text,
        re.DOTALL,
    )
    assert "spara" not in answer.text


async def test_signing_out_ends_the_session_on_the_server(desk: Desk) -> None:
    answer = await desk.post("logga-ut", role="editor")

    assert 303 == answer.status_code
    assert 302 == (await desk.get("", role="editor")).status_code


async def test_signing_in_again_ends_the_session_that_the_browser_had(
    desk: Desk, sara: str
) -> None:
    before = desk.sessions["reader"]

    await desk.post("logga-in", role="reader", username="sara", password=PASSWORD)

    assert desk.sessions["reader"] == before
    assert 302 == (await desk.get("", role="reader")).status_code


async def test_a_session_that_is_left_alone_ends(desk: Desk) -> None:
    async def look_after(minutes: int) -> int:
        desk.clock.set(desk.clock.now() + timedelta(minutes=minutes))
        answer = await desk.get("", role="editor")
        # The note is written when the database has time: this waits for its turn after it.
        await desk.datasette.get_database("lagesbild").execute_write_fn(lambda _: None)
        return int(answer.status_code)

    assert [200, 200, 302] == [await look_after(minutes) for minutes in (119, 119, 120)]


async def test_messages_travel_in_a_cookie_that_no_script_reads(desk: Desk) -> None:
    answer = await desk.post("floden-till-mig/1/aterkalla", role="editor")
    told = await desk.post("logga-ut", role="editor")

    assert 404 == answer.status_code
    cookies = told.headers.get_list("set-cookie")
    assert ["ds_messages", "lagesbild"] == sorted(one.partition("=")[0] for one in cookies)
    assert all("httponly" in one.lower() for one in cookies)


async def test_behind_https_every_cookie_is_secure_and_addresses_begin_with_https(
    desk: Desk,
) -> None:
    held = desk.datasette.lagesbild.settings
    served = build(replace(held, secure_cookies=True), desk.clock)
    cookies = {"__Host-lagesbild": desk.sessions["administrator"]}

    answer = await served.client.post(
        "/-/lagesbild/anvandare/1/lank", cookies=cookies, headers={"origin": "https://localhost"}
    )
    told = await served.client.post("/-/lagesbild/logga-ut", cookies=cookies)
    served.close()

    assert "https://localhost/-/lagesbild/inbjudan/" in answer.text
    for cookie in told.headers.get_list("set-cookie"):
        assert "secure" in cookie.lower().split("; ")


async def test_a_name_that_is_said_twice_is_nobodys(desk: Desk) -> None:
    held = desk.datasette.lagesbild
    held.settings = replace(
        held.settings, trusted_proxy="127.0.0.1", proxy_user_header="X-Remote-User"
    )
    once = [("x-remote-user", "editor")]

    answers = [
        await desk.datasette.client.get("/-/lagesbild/", headers=headers)
        for headers in (once, [("x-remote-user", "administrator"), *once])
    ]

    assert [200, 302] == [answer.status_code for answer in answers]


async def test_a_one_time_link_makes_a_password_and_signs_in(desk: Desk) -> None:
    user_id = accounts.add_user(
        desk.store, system("test"), "per", display_name="Per Rudin", role="editor"
    )
    secret = accounts.invite(desk.store, system("test"), user_id)

    page = await desk.get(f"inbjudan/{secret}", role="")
    answer = await desk.post(
        f"inbjudan/{secret}", role="", password=PASSWORD, password_again=PASSWORD
    )

    assert "Hej Per Rudin." in page.text
    assert 303 == answer.status_code
    assert 404 == (await desk.get(f"inbjudan/{secret}", role="")).status_code
    assert 303 == (await sign_in(desk, "per", PASSWORD)).status_code


@pytest.mark.parametrize(
    ("password", "again", "told"),
    [("kort", "kort", "minst 12 tecken"), (PASSWORD, "något annat", "Lösenorden är inte lika.")],
)
async def test_a_password_that_does_not_do_is_explained(
    desk: Desk, password: str, again: str, told: str
) -> None:
    secret = accounts.invite(desk.store, system("test"), 2)

    answer = await desk.post(
        f"inbjudan/{secret}",
        role="",
        _formular="inbjudan",
        password=password,
        password_again=again,
    )

    assert 400 == answer.status_code
    assert told in answer.text
    assert PASSWORD not in answer.text


async def test_a_trusted_proxy_signs_a_person_in(desk: Desk) -> None:
    held = desk.datasette.lagesbild
    held.settings = replace(
        held.settings, trusted_proxy="127.0.0.1", proxy_user_header="x-remote-user"
    )

    answer = await desk.datasette.client.get("/-/lagesbild/", headers={"x-remote-user": "editor"})
    unknown = await desk.datasette.client.get("/-/lagesbild/", headers={"x-remote-user": "ingen"})

    assert 200 == answer.status_code
    assert 302 == unknown.status_code


async def test_anybody_elses_word_about_the_user_is_not_taken(desk: Desk) -> None:
    held = desk.datasette.lagesbild
    held.settings = replace(
        held.settings, trusted_proxy="10.9.9.9", proxy_user_header="x-remote-user"
    )

    answer = await desk.datasette.client.get("/-/lagesbild/", headers={"x-remote-user": "editor"})

    assert 302 == answer.status_code


async def test_an_administrator_adds_a_colleague_who_gets_a_link(desk: Desk) -> None:
    answer = await desk.datasette.client.post(
        "/-/lagesbild/anvandare",
        data={"_formular": "konto", "username": "per", "display_name": "Per R", "role": "editor"},
        cookies={"lagesbild": desk.sessions["administrator"]},
    )

    assert 200 == answer.status_code
    link = re.search(r"http://localhost/-/lagesbild/(inbjudan/[\w-]+)", answer.text)
    assert link
    assert 200 == (await desk.get(link[1], role="")).status_code


async def test_a_role_change_can_be_undone(desk: Desk) -> None:
    answer = await desk.datasette.client.post(
        "/-/lagesbild/anvandare/2/roll",
        data={"role": "reader"},
        cookies={"lagesbild": desk.sessions["administrator"]},
    )

    assert 303 == answer.status_code
    page = await desk.datasette.client.get(
        "/-/lagesbild/anvandare",
        cookies={
            "lagesbild": desk.sessions["administrator"],
            "ds_messages": answer.cookies["ds_messages"],
        },
    )
    assert " är nu läsare." in page.text
    assert re.search(r'name="role" value="editor">\s*<button class="small">Ångra', page.text)


async def test_a_colleagues_name_and_address_are_changed(desk: Desk) -> None:
    typed = {"display_name": " Sara Holm-Ek ", "email": "sara.holm-ek@region.example"}

    answer = await desk.post("anvandare/2/uppgifter", role="administrator", **typed)

    row = desk.store.get("users", 2)
    assert 303 == answer.status_code
    assert ("Sara Holm-Ek", typed["email"]) == (row["display_name"], row["email"])


@pytest.mark.parametrize("email", ["sara", "sara@", "Sara <sara@region.example>", "a@b.c, d@e.f"])
async def test_an_address_that_nothing_can_be_sent_to_is_refused_at_its_field(
    desk: Desk, email: str
) -> None:
    typed = {"_formular": "konto-2", "display_name": "Sara", "email": email}

    answer = await desk.post("anvandare/2/uppgifter", role="administrator", **typed)

    assert 400 == answer.status_code
    assert 'id="konto-2-email-fel">Skriv en adress' in answer.text


async def test_the_last_administrator_is_told_why_not(desk: Desk) -> None:
    answer = await desk.datasette.client.post(
        "/-/lagesbild/anvandare/5/stang", cookies={"lagesbild": desk.sessions["administrator"]}
    )

    assert 409 == answer.status_code
    assert "Gör någon annan till administratör först." in answer.text


async def test_behind_a_trusted_proxy_guesses_count_per_browser(desk: Desk, sara: str) -> None:
    held = desk.datasette.lagesbild
    held.settings = replace(held.settings, trusted_proxy="127.0.0.1")

    await desk.datasette.client.post(
        "/-/lagesbild/logga-in",
        data={"username": "sara", "password": "fel lösenord"},
        headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7"},
    )

    assert "198.51.100.7" == desk.store.value("SELECT address FROM login_attempts")
