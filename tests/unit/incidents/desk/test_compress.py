from __future__ import annotations

import gzip
from typing import Any

from tests.unit.incidents.desk.conftest import Desk

OWN = {"accept-encoding": "gzip", "sec-fetch-site": "same-origin"}
STYLE = "/-/lagesbild/static/lagesbild.css"


async def asked(desk: Desk, path: str, headers: dict[str, str]) -> tuple[dict[str, str], bytes]:
    """Return headers and body as they leave the desk."""
    sent: list[Any] = []
    cookie = {"cookie": f"lagesbild={desk.sessions['editor']}"}
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "path": path, "scheme": "http",
        "raw_path": path.encode(), "query_string": b"", "client": ("127.0.0.1", 1),
        "headers": [(name.encode(), said.encode()) for name, said in {**headers, **cookie}.items()],
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    await desk.datasette.app()(scope, receive, send)
    told = {name.decode().lower(): said.decode() for name, said in sent[0]["headers"]}
    return told, b"".join(message.get("body", b"") for message in sent[1:])


async def test_a_page_is_sent_packed_to_whoever_asks_from_here(desk: Desk) -> None:
    plain, page = await asked(desk, "/-/lagesbild/hjalp", {})
    packed, body = await asked(desk, "/-/lagesbild/hjalp", OWN)

    assert "content-encoding" not in plain
    assert "gzip" == packed["content-encoding"]
    assert str(len(body)) == packed["content-length"]
    assert page == gzip.decompress(body)
    assert len(body) < len(page) / 2
    assert "no-store" == packed["cache-control"]


async def test_no_page_is_packed_when_another_site_had_the_browser_ask(desk: Desk) -> None:
    for site in ("cross-site", "same-site", ""):
        told, _ = await asked(desk, "/-/lagesbild/hjalp", {**OWN, "sec-fetch-site": site})
        assert "content-encoding" not in told, site


async def test_style_is_the_same_for_all_and_always_packed(desk: Desk) -> None:
    told, body = await asked(desk, STYLE, {"accept-encoding": "gzip", "sec-fetch-site": ""})

    assert "gzip" == told["content-encoding"]
    assert b"--" in gzip.decompress(body)


async def test_a_browser_that_cannot_unpack_gets_it_as_it_is(desk: Desk) -> None:
    told, body = await asked(desk, STYLE, {"accept-encoding": "br"})

    assert "content-encoding" not in told
    assert b"--" in body


async def test_what_is_too_short_and_what_is_no_text_is_left_alone(desk: Desk) -> None:
    short, _ = await asked(desk, "/-/lagesbild/static/ikon.svg", OWN)
    data, _ = await asked(desk, "/lagesbild/articles.json", OWN)

    assert "content-encoding" not in short
    assert "content-encoding" not in data
