"""A monday in Region Västmark with people who have addresses, and servers on loopback."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from monitor.core.clock import HeldClock
from monitor.core.settings import Settings
from monitor.core.store import Store
from tests.unit.incidents.record.record_world import World, build
from tests.unit.incidents.webhook_receiver import Receiver, receiving


@dataclass
class Mailbox:
    """A real SMTP server's inbox.

    Attributes:
        refuse: the answer to every message instead of taking it; empty: taken.
    """

    got: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refuse: str = ""
    port: int = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuse:
            return self.refuse
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.got.append((envelope.rcpt_tos[0], message))
        return "250 taken"

    @property
    def subjects(self) -> list[tuple[str, str]]:
        return [(to.partition("@")[0], str(message["Subject"])) for to, message in self.got]

    def text(self, number: int = -1) -> str:
        part = self.got[number][1].get_body(("plain",))
        assert part is not None
        return str(part.get_content())


class _MailServer(Controller):
    """Listens on a port that nobody else can take between the asking for it and the using."""

    def __init__(self, box: Mailbox) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        box.port = self._listener.getsockname()[1]
        # Patience is a bound on hanging: a busy machine is no fault.
        super().__init__(box, hostname="127.0.0.1", port=box.port, ready_timeout=300)

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._listener)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    controller = _MailServer(box)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as told:
        yield told


@pytest.fixture
def world(store: Store, clock: HeldClock) -> World:
    made = build(store, clock)
    for name in ("sara", "lena", "per", "ada"):
        store.execute(
            "UPDATE users SET email = ? WHERE username = ?", [f"{name}@rvm.example", name]
        )
    return made


@pytest.fixture
def settings(tmp_path: Path, mailbox: Mailbox, receiver: Receiver) -> Settings:
    return Settings(
        state=tmp_path,
        smtp_host="127.0.0.1",
        smtp_port=mailbox.port,
        mail_from="lagesbild@rvm.example",
        desk_url="https://lagesbild.rvm.example",
        allow_private=(receiver.place,),
    )
