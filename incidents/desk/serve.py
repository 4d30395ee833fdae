"""Starts the desk: the database, one web worker, and the poller and the alerts beside it."""

from __future__ import annotations

import asyncio
import errno
import gc
import signal
import socket
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import uvicorn

from incidents.desk import links
from incidents.desk.app import build
from incidents.desk.poller import Supervisor, poll_command
from incidents.record.schema import open_whole
from monitor.core import accounts
from monitor.core.errors import SetupError, StoreFullError
from monitor.core.settings import Settings

#: Told the desk's address, and the path of the first administrator's link when there is none yet.
Announce = Callable[[str, str | None], None]

#: Rows of an index that are looked at to learn which way through the tables is short: at most some
#: tenths of a second whatever the archive's size.
_LOOKED_AT = 1000
#: How long open requests may take to finish when the desk is stopped, seconds.
_GRACE_S = 5


def announce(address: str, first_link: str | None) -> None:
    """Print where the desk is, and how the first administrator gets in."""
    print(f"Lägesbild finns på {address}/", flush=True)  # noqa: T201 - the command's own answer
    if first_link:
        told = (
            "Det finns ingen administratör än. Öppna den här länken och välj lösenord.\n"
            "Länken går att använda en gång och gäller i tre dygn:\n"
            f"{address}{first_link}"
        )
        print(told, flush=True)  # noqa: T201


def serve(
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    poller: Sequence[str] | None = None,
    alerts: Sequence[str] = (),
    ready: Announce = announce,
) -> None:
    """Serve the desk until SIGINT or SIGTERM.

    Args:
        port: 0 takes a free one.
        poller: command of the poller; empty for none, left out for ours.
        alerts: command that sees to the alerts (:func:`incidents.desk.poller.alert_command`).
        ready: called once the desk answers.

    Raises:
        SetupError: the port is taken, the folder cannot be used, or the database is not ours
            or newer.
        StoreError: the database cannot be opened, or the disk is full.
    """
    command = poll_command(settings.state) if poller is None else poller
    with closing(_listen(host, port)) as listening:
        first_link = _prepare(settings)
        bound = listening.getsockname()
        shown = f"[{bound[0]}]" if ":" in bound[0] else bound[0]
        asyncio.run(
            _run(
                settings,
                listening,
                (command, alerts),
                lambda: ready(f"http://{shown}:{bound[1]}", first_link),
            )
        )


def require_free(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on, before anything is built for it.

    Raises:
        SetupError: the port is taken or may not be used.
    """
    _listen(host, port).close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Where the protocol is named, asyncio sends small packets at once. Else every answer waits for
    # the browser to acknowledge its headers: 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        raise SetupError(why=_port_trouble(host, port, error)) from error
    return listening


def _port_trouble(host: str, port: int, error: Exception) -> str:
    code = getattr(error, "errno", None)
    if code == errno.EADDRINUSE:
        return f"Porten {port} är upptagen av ett annat program. Välj en annan med --port."
    if code == errno.EACCES:
        return f"Porten {port} får inte användas av en vanlig användare. Välj en över 1023."
    return f"Det går inte att lyssna på {host} port {port}. Kontrollera --host och --port."


def _prepare(settings: Settings) -> str | None:
    """Bring the database up to date; return the first administrator's link if there is none."""
    try:
        settings.state.mkdir(parents=True, exist_ok=True)
        store = open_whole(settings.database)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StoreFullError from error
        raise SetupError(
            why=f"Mappen {settings.state} går inte att använda. Kontrollera rättigheterna."
        ) from error
    with closing(store):
        # Not PRAGMA optimize, which looks only at what this new connection has asked: nothing.
        store.execute(f"PRAGMA analysis_limit = {_LOOKED_AT}")
        store.execute("ANALYZE")
        secret = accounts.first_invitation(store)
    return links.page(f"inbjudan/{secret}") if secret else None


class _Server(uvicorn.Server):
    """A web server that says when it answers, and leaves signals to us."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Take no signals: raised again afterwards, they would end us before the poller."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets=sockets)
        if self.started:
            # What was loaded to start with stays: looking through it for garbage again and again
            # would make every twentieth answer wait 80 ms more.
            gc.collect()
            gc.freeze()
            self._ready()


async def _run(
    settings: Settings,
    listening: socket.socket,
    commands: tuple[Sequence[str], Sequence[str]],
    ready: Callable[[], None],
) -> None:
    supervisor, alerting = Supervisor(commands[0]), Supervisor(commands[1], name="alerts")
    datasette = build(settings)
    datasette.lagesbild.alive = supervisor.alive
    server = _Server(_config(datasette), ready)

    def finish() -> None:
        server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, finish)
    watching = [asyncio.create_task(one.run()) for one in (supervisor, alerting)]
    try:
        await server.serve(sockets=[listening])
    finally:
        await asyncio.gather(supervisor.stop(), alerting.stop())
        await asyncio.gather(*watching)


def _config(datasette: Any) -> uvicorn.Config:
    return uvicorn.Config(
        datasette.app(),
        log_level="warning" if sys.stderr.isatty() else "error",
        access_log=False,
        server_header=False,
        # A proxy's word about the address is taken only through trusted_proxy.
        proxy_headers=False,
        lifespan="on",
        timeout_graceful_shutdown=_GRACE_S,
    )
