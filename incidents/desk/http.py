"""How a page of ours is declared, and what its handlers are given.

A page module in :mod:`incidents.desk.pages` exports ``PAGES``; see README.md in this folder.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from urllib.parse import unquote

from datasette import Response

from incidents.desk import links
from incidents.desk.forms import Fields, Form, Problem
from incidents.desk.permissions import trusted
from incidents.desk.vocabulary import Vocabulary
from monitor.core.actors import ROLES, Actor, system
from monitor.core.clock import Clock, local
from monitor.core.errors import LagesbildError
from monitor.core.settings import Settings
from monitor.core.store import Store, connect

T = TypeVar("T")
Handler = Callable[["Context"], Awaitable[Any]]

#: Who somebody is before signing in: no permission at all.
NOBODY = Actor(name="anonym", role="none")


@dataclass(frozen=True, kw_only=True)
class Page:
    """One address and what answers there.

    Attributes:
        path: regular expression below ``/-/lagesbild/``, whole; groups become ``ctx.var``.
        needs: permission of :data:`monitor.core.actors.ROLES` that GET asks for; None: open.
        get: shows the page.
        post: does what a form asks for and redirects.
        post_needs: permission that POST asks for; left out: the same as GET.
        again: shows the page a refused form stood on; left out: ``get``. It finds the typed
            words in ``ctx.fields`` and the reason in ``ctx.problem``.
        nav: which item of the navigation is lit (:data:`incidents.desk.look.NAVIGATION`).
        files: the form may carry files; the handler finds them in ``ctx.files``.
    """

    path: str
    needs: str | None = "read"
    get: Handler | None = None
    post: Handler | None = None
    post_needs: str | None = None
    again: Handler | None = None
    nav: str = ""
    files: bool = False


@dataclass(frozen=True)
class Upload:
    """A file that a person chose, with the name it has there."""

    filename: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Undo:
    """A button beside the message that takes the last step back: a POST to ``action``."""

    action: str
    fields: Mapping[str, str] = field(default_factory=dict)
    label: str = "Ångra"


@dataclass(frozen=True)
class Way:
    """A link beside the message."""

    href: str
    text: str


@dataclass(kw_only=True)
class Desk:
    """What the desk knows while it runs; ``datasette.lagesbild``."""

    settings: Settings
    clock: Clock
    demo: bool = False
    pages: Sequence[Page] = ()
    alive: Callable[[], bool] = lambda: True
    vocabulary: Vocabulary = field(init=False)

    def __post_init__(self) -> None:
        """Hold the words of the settings' database."""
        self.vocabulary = Vocabulary(self.settings.database)


def store_of(connection: Any, desk: Desk) -> Store:
    """Return a store on a connection that Datasette lends."""
    return Store(connection, desk.clock)


@dataclass(frozen=True)
class _Refused:
    error: LagesbildError


class Context:
    """One request to one page.

    Attributes:
        actor: who asks; :data:`NOBODY` before sign-in.
        form: the POST body's fields, empty for GET.
        files: the POST body's files by field, those that were chosen.
        query: the query string's fields.
        problem: why the form was refused, while the page is shown again.
        status: HTTP status that :meth:`show` answers with.
    """

    def __init__(self, datasette: Any, request: Any, page: Page) -> None:
        self.datasette = datasette
        self.request = request
        self.page = page
        self.desk: Desk = datasette.lagesbild
        self.actor = actor_of(request)
        self.query = Form(_pairs(request.args), now=self.now)
        self.form = Form(now=self.now)
        self.files: dict[str, Upload] = {}
        self.problem: Problem | None = None
        self.status = 200

    @property
    def now(self) -> datetime:
        """Return the desk's present instant, aware, UTC (the demo's own in the demo)."""
        return self.desk.clock.now()

    @property
    def today(self) -> date:
        """Return the Stockholm date."""
        return local(self.now).date()

    @property
    def signed_in(self) -> bool:
        """Tell whether somebody has signed in."""
        return self.actor.user_id is not None

    def may(self, permission: str) -> bool:
        """Tell whether the person may; for templates that show or hide a form."""
        return self.actor.may(permission)

    def var(self, name: str) -> str:
        """Return a group of the page's address, decoded."""
        return unquote(self.request.url_vars[name])

    async def read(self, fn: Callable[[Store], T]) -> T:
        """Run ``fn`` on a read connection in a thread, in one snapshot."""

        def run(connection: Any) -> T:
            with trusted(connection):
                connection.execute("BEGIN")
                try:
                    return fn(store_of(connection, self.desk))
                finally:
                    connection.execute("ROLLBACK")

        result: T = await self.datasette.get_database(links.DATABASE).execute_fn(run)
        return result

    async def write(self, fn: Callable[[Store], T], *, reason: str = "") -> T:
        """Run ``fn`` in one audited transaction on the one write connection.

        Args:
            reason: why, in Swedish, for the audit trail.

        Raises:
            LagesbildError: as ``fn`` raised it; nothing was written.
        """
        actor = self.actor if self.signed_in else system("desk")

        def run(connection: Any) -> T | _Refused:
            store = store_of(connection, self.desk)
            try:
                with trusted(connection), store.writing(actor, reason):
                    return fn(store)
            except LagesbildError as error:  # carried over: the thread would print it
                return _Refused(error)

        database = self.datasette.get_database(links.DATABASE)
        result: T | _Refused = await database.execute_write_fn(run, transaction=False)
        if isinstance(result, _Refused):
            raise result.error
        return result

    async def work(self, fn: Callable[[Store], T]) -> T:
        """Run ``fn`` in a thread on a connection of its own, with no transaction around it.

        For what does slow things between its short transactions: composing, rendering, sending.

        Raises:
            LagesbildError: as ``fn`` raised it.
        """

        def run() -> T:
            store = Store(connect(self.desk.settings.database), self.desk.clock)
            try:
                return fn(store)
            finally:
                store.close()

        return await asyncio.to_thread(run)

    def fields(self, name: str, stored: Mapping[str, Any] | None = None) -> Fields:
        """Return a form for the macros: what is stored, or what was typed and refused."""
        return Fields(name, stored or {}, self.form, self.problem)

    async def show(self, template: str, **data: Any) -> Any:
        """Answer with a template of ``templates/lagesbild/``; it sees ``ctx`` and the data."""
        body = await self.datasette.render_template(
            f"lagesbild/{template}", {**data, "ctx": self}, request=self.request
        )
        return Response.html(body, status=self.status)

    def redirect(
        self, to: str, message: str = "", *, undo: Undo | None = None, more: Way | None = None
    ) -> Any:
        """Answer a POST: go to ``to``, where the Swedish message is shown once.

        Args:
            undo: a button beside the message that takes the step back.
            more: a link beside it, to what one perhaps does next.
        """
        if message:
            told: dict[str, Any] = {"text": message}
            if undo:
                told["undo"] = {
                    "action": links.safe(undo.action),
                    "fields": dict(undo.fields),
                    "label": undo.label,
                }
            if more:
                told["more"] = {"href": links.safe(more.href), "text": more.text}
            self.datasette.add_message(self.request, told)
        response = Response("", status=303)
        response.headers["Location"] = links.safe(to)
        return response

    def back(self, default: str) -> str:
        """Return where the form's or the query's ``nasta`` says to go, if it stays here."""
        return links.safe(self.form.get("nasta") or self.query.get("nasta"), default)

    def download(self, body: bytes, content_type: str, filename: str) -> Any:
        """Answer with a file to save; ``filename`` in ASCII."""
        response = Response(body, content_type=content_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
        return response

    def json(self, data: Any, status: int = 200) -> Any:
        """Answer a program."""
        body = json.dumps(data, ensure_ascii=False)
        return Response(body, status=status, content_type="application/json; charset=utf-8")


def actor_of(request: Any) -> Actor:
    """Return who asks, as the actor hook found it for this request."""
    found = request.actor if request is not None else None
    if not found or found.get("role") not in ROLES:
        return NOBODY
    return Actor(
        name=found["id"],
        role=found["role"],
        user_id=found["user_id"],
        display=found.get("display", found["id"]),
    )


def _pairs(args: Any) -> list[tuple[str, str]]:
    return [(name, value) for name in args for value in args.getlist(name)]
