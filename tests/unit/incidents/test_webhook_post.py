from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from monitor.core import dial, hook
from monitor.core.settings import Settings
from monitor.intake import webhook
from monitor.intake.guard import Guard, Target
from tests.unit.incidents.webhook_receiver import Receiver, receiving


def place(receiver: Receiver) -> tuple[str, int]:
    host, _, port = receiver.place.partition(":")
    return host, int(port)


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "ALL_PROXY"])
def test_no_proxy_of_the_environment_sees_what_is_posted(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with receiving() as asked, receiving() as proxy:
        for no in ("NO_PROXY", "no_proxy"):
            monkeypatch.setenv(no, "")
        monkeypatch.setenv(name, proxy.url)
        settings = Settings(allow_private=(asked.place,))

        outcome = webhook.post(settings, f"{asked.url}/rum", "webhook", "Ny träff", "Läs den.")

    assert "sent" == outcome.status
    assert [] == proxy.got
    assert ["/rum"] == [path for path, _ in asked.got]


def test_a_name_that_turns_inwards_after_it_was_looked_up_gets_nothing() -> None:
    with receiving() as inside:
        # What the guard says of a name on the open net that leads here when it is dialled.
        public = Target("omskrivet.example", 443)

        outcome = hook.post(f"{inside.url}/rum", "Ny träff", "x", partial(Guard().may_dial, public))

    assert "delayed" == outcome.status
    assert outcome.error.startswith("Adressen ledde till ett privat nät")
    assert [] == inside.got


def test_others_may_connect_where_they_like_while_something_is_posted() -> None:
    with receiving() as inside, dial.watched(lambda *_: False) as watching:
        with ThreadPoolExecutor(1) as other:
            other.submit(socket.create_connection, place(inside)).result().close()
        with pytest.raises(PermissionError):
            socket.create_connection(place(inside))

    assert watching.refused
