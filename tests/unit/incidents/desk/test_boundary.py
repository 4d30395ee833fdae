from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from incidents.desk.boundary import view_of
from incidents.desk.http import Context, Page, Undo
from monitor.core import log
from monitor.core.errors import (
    InputError,
    NotFoundError,
    PermissionDeniedError,
    RuleError,
    StaleEditError,
    StoreBusyError,
)
from tests.unit.incidents.desk.conftest import Desk

FORM = (
    '{% import "lagesbild/macros.html" as m %}'
    '{% set f = ctx.fields("prov", {"wording": "förut"}) %}'
    '{% call m.form(f, "/x", "Spara") %}{{ m.area(f, "wording", "Lydelse") }}{% endcall %}'
)


@pytest.fixture
def page(desk: Desk) -> Callable[..., Any]:
    """Send one request to a page made up here, through the real boundary."""
    from datasette.utils.asgi import Request  # noqa: PLC0415

    async def show(ctx: Context) -> Any:
        body = await ctx.datasette.get_jinja_environment().from_string(FORM).render_async(ctx=ctx)
        answer = ctx.json({})
        answer.body, answer.status = body, ctx.status
        return answer

    async def ask(post: Any, body: str = "", role: str = "editor", **declared: Any) -> Any:
        declared = {"get": show, "needs": "read", **declared}
        request = Request(
            {
                "type": "http",
                "method": "POST",
                "path": "/-/lagesbild/prov",
                "headers": [],
                "query_string": b"",
                "actor": desk_actor(role),
                "url_route": {"kwargs": {}},
            },
            receive_of(body),
        )
        return await view_of(Page(path="prov", post=post, **declared))(request, desk.datasette)

    return ask


def desk_actor(role: str) -> dict[str, Any] | None:
    return {"id": role, "role": role, "user_id": 2, "display": role} if role else None


def receive_of(body: str) -> Any:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body.encode(), "more_body": False}

    return receive


def raising(error: Exception) -> Any:
    async def post(_: Context) -> Any:
        raise error

    return post


async def test_a_visitor_is_sent_to_the_sign_in_page(desk: Desk) -> None:
    answer = await desk.get("", role="")

    assert 302 == answer.status_code
    assert "/-/lagesbild/logga-in?nasta=%2F-%2Flagesbild%2F" == answer.headers["location"]


@pytest.mark.parametrize("role", ["reader", "editor", "approver", "archivist", "administrator"])
async def test_every_role_has_a_start_page(desk: Desk, role: str) -> None:
    answer = await desk.get("", role=role)

    assert 200 == answer.status_code
    assert "<h1>Läget</h1>" in answer.text


async def test_a_page_that_needs_more_than_the_role_has_says_so(desk: Desk) -> None:
    answer = await desk.get("anvandare", role="editor")

    assert 403 == answer.status_code
    assert "Du har inte behörighet att hantera användare." in answer.text


@pytest.mark.parametrize("path", ["/-/lagesbild/anvandare", "/lagesbild/alert_links"])
async def test_what_a_colleague_may_not_is_logged_with_who_and_where(
    desk: Desk, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log.start_logging()

    await desk.get(path, role="editor")

    told = capsys.readouterr().err
    assert "event=refused user=" in told
    assert f"path={path.removeprefix('/-/lagesbild/')}\n" in told


async def test_a_visitor_on_the_way_to_sign_in_is_not_logged(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    log.start_logging()

    await desk.get("/lagesbild/incidents", role="")

    assert "" == capsys.readouterr().err


async def test_an_unknown_page_is_a_swedish_404(desk: Desk) -> None:
    answer = await desk.get("finns-inte")

    assert 404 == answer.status_code
    assert "Sidan finns inte" in answer.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InputError(field="Lydelse", why="Fältet är fel.", name="wording"), 400),
        (RuleError(rule="D2", why="En händelse avslutas med en not."), 409),
        (StaleEditError(kind="post", id=1, by="Lena", at="10.00"), 409),
        (StoreBusyError(waited_s=1), 503),
    ],
)
async def test_a_refused_form_comes_back_with_everything_typed(
    page: Callable[..., Any], error: Exception, status: int
) -> None:
    answer = await page(raising(error), "_formular=prov&wording=min+nya+text")

    assert status == answer.status
    assert "min nya text</textarea>" in answer.body


async def test_an_error_lands_at_its_field(page: Callable[..., Any]) -> None:
    error = InputError(field="Lydelse", why="Fältet är fel.", name="wording")

    answer = await page(raising(error), "_formular=prov&wording=x")

    assert 'aria-invalid="true" aria-describedby="prov-wording-fel' in answer.body
    assert '<p class="field-error" id="prov-wording-fel">Fältet är fel.</p>' in answer.body


async def test_somebody_elses_change_is_shown_beside_ones_own(page: Callable[..., Any]) -> None:
    error = StaleEditError(kind="post", id=1, by="Lena", at="10.00")

    answer = await page(raising(error), "_formular=prov&wording=mitt")

    assert "mitt</textarea>" in answer.body
    assert "<pre>förut</pre>" in answer.body


async def test_another_form_on_the_page_keeps_what_is_stored(page: Callable[..., Any]) -> None:
    answer = await page(raising(RuleError(rule="D2", why="Nej.")), "_formular=annan&wording=x")

    assert "förut</textarea>" in answer.body


async def test_a_surprise_becomes_a_calm_page_that_gives_the_words_back(
    page: Callable[..., Any],
) -> None:
    answer = await page(raising(ValueError("hemlig detalj")), "wording=lång+text&password=hemligt")

    assert 500 == answer.status
    assert "Något gick fel hos oss." in answer.body
    assert "lång text" in answer.body
    assert "hemlig" not in answer.body


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFoundError(kind="rapporten", id="2026-E99"), 404),
        (PermissionDeniedError(permission="godkänna"), 403),
    ],
)
async def test_what_cannot_be_tried_again_says_so_and_keeps_the_words(
    page: Callable[..., Any], error: Exception, status: int
) -> None:
    answer = await page(raising(error), "_formular=prov&wording=min+text")

    assert status == answer.status
    assert "<pre>min text</pre>" in answer.body


async def test_words_typed_into_a_session_that_ran_out_are_kept(page: Callable[..., Any]) -> None:
    answer = await page(raising(ValueError()), "_formular=prov&wording=min+text", role="")

    assert 401 == answer.status
    assert '<input type="hidden" name="wording" value="min text">' in answer.body
    assert '<input type="hidden" name="_formular" value="prov">' in answer.body


async def test_a_post_may_need_more_than_the_page(page: Callable[..., Any]) -> None:
    answer = await page(raising(ValueError()), role="reader", post_needs="record")

    assert 403 == answer.status


async def test_a_write_that_is_refused_leaves_nothing_behind(
    desk: Desk, page: Callable[..., Any]
) -> None:
    async def post(ctx: Context) -> Any:
        def write(store: Any) -> None:
            store.insert("stories", {"first_at": store.now(), "last_at": store.now()})
            raise RuleError(rule="D2", why="Nej.")

        return await ctx.write(write)

    await page(post)

    assert 0 == desk.store.value("SELECT count(*) FROM stories")


async def test_a_write_is_done_by_the_person_and_told_once(
    desk: Desk, page: Callable[..., Any]
) -> None:
    async def post(ctx: Context) -> Any:
        await ctx.write(lambda store: store.insert("outlets", {"name": "MV", "short_name": "MV"}))
        undo = Undo(action="/-/lagesbild/prov/angra", fields={"id": "1"})
        return ctx.redirect("/-/lagesbild/", "Mediet är tillagt.", undo=undo)

    answer = await page(post)

    assert 303 == answer.status
    assert "/-/lagesbild/" == answer.headers["Location"]
    assert "editor" == desk.store.value("SELECT actor FROM audit WHERE table_name = 'outlets'")


async def test_a_redirect_never_leaves_the_desk(page: Callable[..., Any]) -> None:
    async def post(ctx: Context) -> Any:
        return ctx.redirect(ctx.back("/-/lagesbild/"))

    answer = await page(post, "nasta=https://elak.example/")

    assert "/-/lagesbild/" == answer.headers["Location"]


async def test_a_form_that_is_too_large_is_told_so(desk: Desk) -> None:
    answer = await desk.post("logga-in", role="", username="x" * 3_000_000)

    assert 413 == answer.status_code
    assert "Det du skickade är för stort." in answer.text
