from __future__ import annotations

import base64
import gzip
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.core.clock import HeldClock
from monitor.core.errors import FetchError
from monitor.intake.answer import MB, Fetched, Limits, NotModified, Request
from monitor.intake.fetch import Fetcher
from monitor.intake.guard import Guard

AGENT = "Lagesbild/test (+https://rvm.example/robot)"
#: A busy machine is no fault: only what must run out of time is given little of it.
PATIENT_S = 300
SMALL = Limits(total_s=PATIENT_S, connect_s=PATIENT_S, body_bytes=1 * MB)
FEED = b"<rss><channel><title>Morgonbladet</title></channel></rss>"

Make = Callable[..., Fetcher]


@pytest.fixture
def make(web: Any) -> Iterator[Make]:
    made: list[Fetcher] = []

    def build(*, limits: Limits = SMALL, guard: Guard | None = None, **more: Any) -> Fetcher:
        guard = guard or Guard(allow_private=frozenset({(web.host, web.port)}))
        made.append(Fetcher(guard, user_agent=AGENT, limits=limits, **more))
        return made[-1]

    yield build
    for fetcher in made:
        fetcher.close()


def reason(outcome: object) -> str:
    assert isinstance(outcome, FetchError), outcome
    return str(outcome.facts["reason"])


def test_a_body_comes_with_its_headers_and_address(web: Any, make: Make) -> None:
    url = web.reply("/rss", FEED, ETag='W/"a, b"', Last_Modified="Mon, 09 Mar 2026 13:10:00 GMT")

    got = make().get(Request(url))

    assert isinstance(got, Fetched)
    assert (got.status, got.body, got.final_url, got.permanent_url) == (200, FEED, url, url)
    assert got.headers["etag"] == 'W/"a, b"'
    assert web.asked[0].headers["user-agent"] == AGENT


def test_validators_go_back_byte_for_byte(web: Any, make: Make) -> None:
    url = web.reply("/rss", b"", 304)
    etag, modified = "W/\"a, b;c='1' --gzip\"", "Fri, 08 Nov 2024 18:30:00 GMT"

    got = make().get(Request(url, etag=etag, last_modified=modified))

    assert isinstance(got, NotModified)
    assert web.asked[0].headers["if-none-match"] == etag
    assert web.asked[0].headers["if-modified-since"] == modified


def test_not_modified_without_having_asked_breaks_the_protocol(web: Any, make: Make) -> None:
    assert reason(make().get(Request(web.reply("/rss", b"", 304)))) == "protocol"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, "http_4xx"), (401, "auth_required"), (403, "forbidden"), (404, "not_found"),
        (410, "gone"), (418, "http_4xx"), (429, "rate_limited"), (500, "http_5xx"),
        (503, "http_5xx"), (302, "protocol"),
    ],
)  # fmt: skip
def test_each_status_has_its_plain_reason(web: Any, make: Make, status: int, expected: str) -> None:
    got = make().get(Request(web.reply("/rss", FEED, status)))

    assert reason(got) == expected
    assert isinstance(got, FetchError)
    assert got.facts["status"] == status


def test_retry_after_is_told_in_seconds_whichever_way_it_is_written(web: Any, make: Make) -> None:
    sent = datetime(2026, 3, 9, 13, 0, tzinfo=UTC)

    def stamp(at: datetime) -> str:
        return at.strftime("%a, %d %b %Y %H:%M:%S GMT")

    web.reply("/a", b"", 429, Retry_After="120")
    web.reply("/b", b"", 503, Retry_After=stamp(sent + timedelta(hours=1)), Date=stamp(sent))
    web.reply("/c", b"", 429, Retry_After="snart")
    web.reply("/d", b"", 429, Retry_After=stamp(sent + timedelta(hours=2)))
    fetcher = make(clock=HeldClock(sent))
    got = [fetcher.get(Request(web.base + path)) for path in ("/a", "/b", "/c", "/d")]

    assert [reason(one) for one in got] == ["rate_limited"] * 4
    assert [one.facts["retry_after_s"] for one in got if isinstance(one, FetchError)] == [
        120.0, 3600.0, None, 7200.0,
    ]  # fmt: skip


def test_an_empty_answer_is_told_as_empty(web: Any, make: Make) -> None:
    assert reason(make().get(Request(web.reply("/rss", " \n")))) == "empty"


def test_permanent_redirects_tell_where_the_source_has_moved(web: Any, make: Make) -> None:
    web.reply("/a", b"", 301, Location="/b")
    web.reply("/b", b"", 308, Location=web.base + "/c")
    web.reply("/c", b"", 302, Location="/d")
    web.reply("/d", FEED)

    got = make().get(Request(web.base + "/a"))

    assert isinstance(got, Fetched)
    assert (got.permanent_url, got.final_url) == (web.base + "/c", web.base + "/d")


def test_redirects_end_somewhere(web: Any, make: Make) -> None:
    for number in range(9):
        web.reply(f"/{number}", b"", 302, Location=f"/{number + 1}")
    web.reply("/a", b"", 302, Location="/a")

    assert reason(make().get(Request(web.base + "/0"))) == "too_many_redirects"
    assert len(web.asked) == 6
    assert reason(make().get(Request(web.base + "/a"))) == "too_many_redirects"
    assert len(web.asked) == 7


@pytest.mark.parametrize(
    "place",
    ["http://127.0.0.2:{port}/x", "http://localhost:{port}/x", "http://[::1]:{port}/x",
     "http://2130706433:{port}/x", "http://0177.0.0.1:{port}/x", "http://127.1:{port}/x",
     "http://10.0.0.1/"],
)  # fmt: skip
def test_every_hop_is_guarded(web: Any, make: Make, place: str) -> None:
    place = place.format(port=web.port)
    web.reply("/a", b"", 302, Location=place)
    web.reply("/x", FEED)

    assert reason(make().get(Request(web.base + "/a"))) == "refused_address"
    assert reason(make().get(Request(place))) == "refused_address"
    assert web.paths() == ["/a"]


@pytest.mark.parametrize(
    "place", ["file:///etc/passwd", "gopher://127.0.0.1/1", "data:text/xml,<rss/>"]
)
def test_what_is_no_web_address_is_followed_nowhere(web: Any, make: Make, place: str) -> None:
    web.reply("/a", b"", 302, Location=place)

    assert reason(make().get(Request(web.base + "/a"))) == "leads_elsewhere"
    assert reason(make().get(Request(place))) == "bad_url"
    assert web.paths() == ["/a"]


def test_credentials_stay_at_their_origin(web: Any, make: Make) -> None:
    web.reply("/a", b"", 302, Location="/b")
    web.reply("/b", b"", 302, Location=f"http://andra.example:{web.port}/c")
    web.reply("/c", FEED)
    guard = Guard(
        allow_private=frozenset({(web.host, web.port)}),
        mapped={"andra.example": (web.host, web.port)},
    )

    got = make(guard=guard).get(Request(web.base + "/a", auth=("ulla", "hemlig")))

    sent = "Basic " + base64.b64encode(b"ulla:hemlig").decode()
    assert isinstance(got, Fetched)
    assert [one.headers.get("authorization") for one in web.asked] == [sent, sent, None]


def test_cookies_are_not_kept(web: Any, make: Make) -> None:
    web.reply("/a", b"", 302, Location="/b", Set_Cookie="s=1; Path=/")
    web.reply("/b", FEED)

    make().get(Request(web.base + "/a"))

    assert "cookie" not in web.asked[1].headers


def test_mapped_hosts_are_reached_at_the_mapped_address_whatever_their_scheme(
    web: Any, make: Make
) -> None:
    web.reply("/rss", FEED)
    guard = Guard(mapped={"*.example": (web.host, web.port)})

    got = make(guard=guard).get(Request("https://mv.example/rss"))

    assert isinstance(got, Fetched)
    assert got.final_url == "https://mv.example/rss"
    assert web.asked[0].headers["host"] == "mv.example"


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("", gzip.compress),
     ("gzip, gzip", lambda body: gzip.compress(gzip.compress(body))), ("gzip", lambda body: body)],
)  # fmt: skip
def test_packed_bodies_are_unpacked(
    web: Any, make: Make, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    url = web.reply("/rss", pack(FEED), Content_Encoding=encoding)

    got = make().get(Request(url))

    assert isinstance(got, Fetched)
    assert got.body == FEED


def test_what_unpacks_to_too_much_or_not_at_all_is_refused(web: Any, make: Make) -> None:
    bomb = gzip.compress(b" " * (2 * MB))
    web.reply("/bomb", bomb, Content_Encoding="gzip")
    web.reply("/nested", gzip.compress(bomb), Content_Encoding="gzip, gzip")
    web.reply("/cut", gzip.compress(FEED)[:-12], Content_Encoding="gzip")
    web.reply("/odd", FEED, Content_Encoding="br")

    got = [reason(make().get(Request(web.base + path))) for path in web.scripts]

    assert got == ["too_large", "too_large", "encoding", "encoding"]


def test_what_is_too_large_is_not_read_to_its_end(web: Any, make: Make) -> None:
    sent: list[int] = []

    def endless(connection: socket.socket, _: Any) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            sent.append(connection.send(b"x" * 65536))

    web.scripts["/endless"] = endless
    web.scripts["/announced"] = b"HTTP/1.1 200 OK\r\nContent-Length: 5368709120\r\n\r\nx"

    assert reason(make().get(Request(web.base + "/endless"))) == "too_large"
    assert reason(make().get(Request(web.base + "/announced"))) == "too_large"
    assert sum(sent) < 16 * MB


def test_endless_headers_are_refused(web: Any, make: Make) -> None:
    def headers(connection: socket.socket, _: Any) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        number = 0
        while True:
            number += 1
            connection.sendall(b"X-%d: y\r\n" % number)

    web.scripts["/many"] = headers

    assert reason(make().get(Request(web.base + "/many"))) == "headers"


def test_a_server_that_drips_or_falls_silent_runs_out_of_time(web: Any, make: Make) -> None:
    stop = threading.Event()

    def drip(connection: socket.socket, _: Any) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while not stop.wait(0.05):
            connection.sendall(b"x")

    web.scripts["/drip"] = drip
    web.scripts["/silent"] = lambda *_: stop.wait()
    short = make(limits=Limits(total_s=0.6))

    got = dict(short.run([Request(web.base + "/drip"), Request(web.base + "/silent")]))

    stop.set()
    assert [reason(one) for one in got.values()] == ["timeout", "timeout"]


def test_broken_answers_have_their_reasons(web: Any, make: Make) -> None:
    web.scripts["/short"] = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<rss>"
    web.scripts["/chunk"] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n"
    web.scripts["/banner"] = b"SSH-2.0-OpenSSH_9.6\r\n\r\n"
    web.scripts["/nothing"] = b""

    got = [reason(make().get(Request(web.base + path))) for path in web.scripts]

    assert got == ["truncated", "truncated", "protocol", "connect"]


def test_nobody_at_home_is_told_as_connect(make: Make) -> None:
    with socket.socket() as taken:  # held, so that nobody moves in, but nobody listens
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        guard = Guard(allow_private=frozenset({("127.0.0.1", port)}))

        assert reason(make(guard=guard).get(Request(f"http://127.0.0.1:{port}/"))) == "connect"


def test_many_are_fetched_at_once_but_few_from_one_host(web: Any, make: Make) -> None:
    limits = Limits(total_s=PATIENT_S, per_host=2, concurrency=8)
    pages = [web.reply(f"/{number}", FEED) for number in range(40)]

    got = list(make(limits=limits).run(Request(url, tag=url) for url in pages))

    assert sorted(pages) == sorted(request.tag for request, _ in got)
    assert all(isinstance(one, Fetched) for _, one in got)
    assert web.most_open <= 2


def test_more_can_be_submitted_while_answers_come(web: Any, make: Make) -> None:
    first, second = web.reply("/a", FEED), web.reply("/b", FEED)
    fetcher = make()
    seen = []

    for request, _ in fetcher.run([Request(first)]):
        seen.append(request.url)
        if request.url == first:
            fetcher.submit(Request(second, gap_s=0.01))
            fetcher.submit(Request("ftp://nej.example/"))

    assert sorted(seen) == sorted([first, second, "ftp://nej.example/"])


def test_the_caller_gets_a_turn_while_nothing_comes(web: Any, make: Make) -> None:
    answered = threading.Event()
    web.scripts["/slow"] = lambda *_: answered.wait()
    turns = make().take_turns([Request(f"{web.base}/slow")])

    first = next(turns)
    answered.set()
    answers = [turn for turn in turns if turn is not None]

    assert first is None
    assert 1 == len(answers)


def test_those_that_wait_are_asked_when_the_others_have_answered(web: Any, make: Make) -> None:
    limits = Limits(total_s=PATIENT_S, concurrency=16, per_host=16, slow_s=PATIENT_S)
    met = threading.Barrier(9)

    def answers_in_company(path: str) -> str:
        url = web.reply(path, FEED)
        answer = web.scripts[path]

        def script(connection: socket.socket, _: Any) -> None:
            met.wait(PATIENT_S)
            connection.sendall(answer)

        web.scripts[path] = script
        return str(url)

    at_once = [Request(answers_in_company(f"/w{number}"), waits=True) for number in range(3)]
    others = [Request(answers_in_company(f"/{number}")) for number in range(6)]
    patient = [Request(web.reply(f"/w{number}", FEED), waits=True) for number in range(3, 6)]
    paced = Request(web.reply("/page", FEED), gap_s=0.2)

    got = list(make(limits=limits).run([paced, *at_once, *others, *patient]))

    asked = [one.path for one in web.asked if one.path != "/page"]
    assert 13 == sum(isinstance(answer, Fetched) for _, answer in got)
    assert not met.broken  # those drawn before any other are not held back
    assert {"/w3", "/w4", "/w5"} == set(asked[-3:])


def test_slow_servers_do_not_hold_up_the_others(web: Any, make: Make) -> None:
    stop = threading.Event()
    web.scripts["/slow"] = lambda *_: stop.wait()
    limits = Limits(total_s=PATIENT_S, concurrency=2, per_host=20, slow_s=0.1)
    slow = [Request(f"{web.base}/slow", tag="slow") for _ in range(4)]
    quick = [Request(web.reply("/quick", FEED), tag="quick") for _ in range(4)]
    order = []

    for request, _ in make(limits=limits).run(slow + quick):
        order.append(request.tag)
        if order.count("quick") == 4:  # the slow ones answer when all the others have
            stop.set()

    assert order == ["quick"] * 4 + ["slow"] * 4


def test_a_certificate_is_checked_against_the_given_authority(
    web: Any, make: Make, tmp_path: Path
) -> None:
    authority = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        threading.Thread(target=_serve_tls, args=(listener, context), daemon=True).start()
        guard = Guard(allow_private=frozenset({("127.0.0.1", port)}))
        url = f"https://127.0.0.1:{port}/rss"

        trusted = make(guard=guard, ca_file=str(authority)).get(Request(url))
        unknown = make(guard=guard).get(Request(url))

    assert isinstance(trusted, Fetched)
    assert reason(unknown) == "tls"


def _serve_tls(listener: socket.socket, context: ssl.SSLContext) -> None:
    for _ in range(2):
        raw, _ = listener.accept()
        try:
            with context.wrap_socket(raw, server_side=True) as connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<rss>")
        except OSError:
            raw.close()


def _certificate(folder: Path) -> Path:
    """Write a self-signed certificate for 127.0.0.1 and return it as the authority to trust."""
    from ipaddress import ip_address  # noqa: PLC0415

    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mv.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "cert.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )
    return pem


def test_more_heavy_answers_than_are_held_are_handed_on_all_the_same(web: Any, make: Make) -> None:
    urls = [web.reply(f"/{n}", b"x" * 200_001) for n in range(130)]
    fetcher = make(limits=Limits(total_s=PATIENT_S, concurrency=4, per_host=4))

    outcomes = [outcome for _, outcome in fetcher.run(Request(url) for url in urls)]

    assert 130 == len(outcomes)
    assert all(isinstance(outcome, Fetched) for outcome in outcomes)
