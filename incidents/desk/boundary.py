"""The page boundary: from a declared page to a Datasette view, and from errors to Swedish.

One of the three places with a blind except: whatever a page did wrong, the person gets a calm
page without a trace, and the log gets the rest.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from datasette import Forbidden, NotFound, Response
from datasette.utils.asgi import BadRequest, Base400

from incidents.desk import links
from incidents.desk.forms import FORM_NAME, Form, problem_from
from incidents.desk.http import Context, Handler, Page, Upload
from monitor.core import log
from monitor.core.errors import (
    ConflictError,
    LagesbildError,
    NotFoundError,
    PermissionDeniedError,
    RuleError,
    StoreBusyError,
    StoreError,
    StoreFullError,
)
from monitor.core.messages import explain
from monitor.core.store import refusal_of

View = Callable[[Any, Any], Awaitable[Any]]

_STATUS: tuple[tuple[type[LagesbildError], int], ...] = (
    (NotFoundError, 404),
    (PermissionDeniedError, 403),
    (ConflictError, 409),
    (RuleError, 409),
    (StoreBusyError, 503),
    (StoreFullError, 507),
    (StoreError, 500),
)
#: The largest form of ours has a few hundred fields; more only keep the desk busy.
_MOST_FIELDS = 5_000
#: Digits of the largest number that a row can have.
_LONGEST_NUMBER = 18
_WITH_FILES = "multipart/form-data"
#: What is taken in before a file is refused; the page that asked for it says how large it may be.
_MOST_FILE_BYTES = 50 * 1024 * 1024
#: A pasted text of the longest kind, every letter in four bytes.
_MOST_FIELD_BYTES = 1_200_000
#: Never shown again, whatever happens.
_SECRET = ("password", "losenord")


def view_of(page: Page) -> View:
    """Return the Datasette view that answers for a page."""

    async def view(request: Any, datasette: Any) -> Any:
        ctx = Context(datasette, request, page)
        try:
            return await _answer(ctx)
        except LagesbildError as error:
            return await _refused(ctx, error)
        except (NotFound, Forbidden):
            raise
        except OSError as error:
            log.crash("page", error, path=page.path, method=request.method)
            return await _refused(ctx, refusal_of(error))
        except Base400 as error:
            return await error_page(ctx, error.status, _TOO_MUCH if error.status == 413 else _LOST)
        except Exception as error:  # noqa: BLE001 - the page boundary
            log.crash("page", error, path=page.path, method=request.method)
            return await error_page(ctx, 500, _LOST)

    return view


_TOO_MUCH = "Det du skickade är för stort. Inget har ändrats. Dela upp texten och försök igen."
_NOT_SO = "Sidan kan inte användas så här."
_LOST = (
    "Något gick fel hos oss. Inget har ändrats. Försök igen, och hör av dig till den som sköter "
    "Lägesbild om det upprepas."
)


def _require_possible(ctx: Context) -> None:
    """Refuse an address that names a row by a number that no row can have."""
    told = ctx.request.url_vars.values()
    if any(len(one) > _LONGEST_NUMBER and one.isdecimal() for one in told if one):
        raise NotFound(ctx.request.path)


async def _answer(ctx: Context) -> Any:
    page = ctx.page
    _require_possible(ctx)
    if ctx.request.method not in {"GET", "HEAD", "POST"}:
        return await error_page(ctx, 405, _NOT_SO)
    if ctx.request.method == "POST" and not await _read_form(ctx):
        return await error_page(ctx, 413, _TOO_MUCH)
    if ctx.request.method == "POST":
        handler, needs = page.post, page.post_needs or page.needs
    else:
        handler, needs = page.get, page.needs
    if handler is None and ctx.request.method != "POST":
        return Response.redirect(_place(ctx))
    if handler is None:
        return await error_page(ctx, 405, _NOT_SO)
    if needs is not None:
        if not ctx.signed_in:
            return await _sign_in_first(ctx)
        ctx.actor.require(needs)
    return await handler(ctx)


def _place(ctx: Context) -> str:
    """Return the page that a form's address lies below: a reloaded form leads back to its page."""
    path = str(ctx.request.path).rstrip("/")
    while "/" in path.removeprefix(f"{links.ROOT}/"):
        path = path.rpartition("/")[0]
        if any(re.fullmatch(f"{links.ROOT}/{one.path}", path) for one in ctx.desk.pages if one.get):
            return path
    return links.page()


async def _read_form(ctx: Context) -> bool:
    """Read the form's fields; return False when nobody could have filled in so many."""
    if ctx.page.files and ctx.request.headers.get("content-type", "").startswith(_WITH_FILES):
        return await _read_files(ctx)
    body = await ctx.request.post_body()
    if body.count(b"&") >= _MOST_FIELDS:
        return False
    pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    ctx.form = Form(pairs, now=ctx.now)
    return True


async def _read_files(ctx: Context) -> bool:
    """Read a form that carries files; return False when it is larger than any of ours.

    Somewhat too large a file is read to its end: a browser that is cut off shows no answer.
    """
    try:
        found = await ctx.request.form(
            files=True,
            max_file_size=_MOST_FILE_BYTES,
            max_request_size=2 * _MOST_FILE_BYTES,
            max_fields=50,
            max_files=5,
            max_field_size=_MOST_FIELD_BYTES,
        )
    except BadRequest as error:
        if "too large" in str(error) or "Too many" in str(error):
            return False
        raise
    pairs = []
    for name, value in found.items():
        if isinstance(value, str):
            pairs.append((name, value))
        elif value.filename:
            ctx.files[name] = Upload(value.filename, await value.read())
            await value.close()
    ctx.form = Form(pairs, now=ctx.now)
    return True


async def _sign_in_first(ctx: Context) -> Any:
    """Send a reader to the sign-in page; keep what a writer had typed."""
    if ctx.request.method != "POST":
        return Response.redirect(links.page("logga-in", nasta=ctx.request.full_path))
    ctx.status = 401
    kept = [(FORM_NAME, ctx.form.name), *_kept(ctx)]
    return await ctx.show("expired.html", kept=kept, action=ctx.request.path)


async def _refused(ctx: Context, error: LagesbildError) -> Any:
    """Show the page again with the reason and everything that was typed."""
    ctx.status = next((status for kind, status in _STATUS if isinstance(error, kind)), 400)
    if ctx.status == 403:
        log.trouble(
            "refused", user=ctx.actor.user_id, method=ctx.request.method, path=ctx.page.path
        )
    again: Handler | None = ctx.page.again or ctx.page.get
    if ctx.request.method == "POST" and again and ctx.status not in {403, 404}:
        ctx.problem = problem_from(error)
        status = ctx.status
        try:
            return await again(ctx)
        except LagesbildError as second:
            log.trouble("page_again", path=ctx.page.path, error=second)
            ctx.status = status
    return await error_page(ctx, ctx.status, explain(error))


async def error_page(ctx: Context, status: int, text: str) -> Any:
    """Answer with a Swedish error page that gives back whatever had been typed."""
    ctx.status = status
    return await ctx.show("error.html", heading=heading(status), text=text, kept=_kept(ctx))


_HEADINGS = {
    400: "Det gick inte",
    401: "Du behöver logga in",
    403: "Du har inte behörighet",
    404: "Sidan finns inte",
    405: "Det gick inte",
    409: "Det gick inte",
    413: "För mycket på en gång",
    503: "Upptaget just nu",
    507: "Disken är full",
}


def heading(status: int) -> str:
    """Return the heading of an error page."""
    return _HEADINGS.get(status, "Något gick fel")


def _kept(ctx: Context) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, value in ctx.form.pairs()
        if value and name != FORM_NAME and not any(word in name for word in _SECRET)
    ]
