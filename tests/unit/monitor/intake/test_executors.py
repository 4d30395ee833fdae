"""The same work gives the same on every executor, and a worker that is killed loses nothing."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.core.actors import system
from monitor.core.clock import HeldClock
from monitor.core.errors import InputError, ParseError
from monitor.core.resources import shipped
from monitor.core.schema import MIGRATIONS
from monitor.core.settings import Settings
from monitor.core.store import Store, open_store
from monitor.intake import poll
from monitor.intake.executors import executor_named
from monitor.intake.extract import Extracted, extract
from monitor.intake.opml import SourceLine
from monitor.intake.sources import import_sources
from monitor.intake.workers import Workers
from monitor.judge.judging import judge_article
from monitor.judge.watches import from_toml

NOW = datetime(2026, 3, 9, 14, tzinfo=UTC)
PAGES = 12
#: A bound on hanging, not on speed.
PATIENT_S = 300


def page(number: int) -> bytes:
    text = f"Regionen stoppar journalsystemet Kompass vid mottagning {number}. " * 8
    return (
        f"<html lang=sv><head><title>Rubrik {number}</title></head><body><article>"
        f"<h1>Rubrik {number}</h1><p>{text}</p></article></body></html>"
    ).encode()


def dies_once(mark: Path, number: int) -> int:
    """Kill the process that does this for the first time."""
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def dies_always() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class StubbornError(Exception):
    """Cannot be unpacked again."""

    def __init__(self, one: int, other: int) -> None:
        super().__init__(one + other)


def raises_what_cannot_travel() -> None:
    raise StubbornError(1, 2)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Two Dask workers on loopback."""
    distributed = pytest.importorskip("distributed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cluster = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1",
            dashboard_address=None, silence_logs=50,
        )  # fmt: skip
        yield cluster.scheduler_address.removeprefix("tcp://")
        cluster.close()


@pytest.fixture(scope="module", params=["local:2", "dask"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    name = request.param
    if name == "dask":
        name = f"dask://{request.getfixturevalue('scheduler')}"
    with executor_named(name) as found:
        assert found is not None
        yield found


def test_pages_give_the_same_as_at_home(executor: Executor) -> None:
    told = {"url": "https://mv.example/1", "content_type": "text/html", "first_seen": NOW}
    pages = [page(number) for number in range(PAGES)]

    futures = [executor.submit(extract, body, **told) for body in pages]

    assert [extract(body, **told) for body in pages] == [one.result(PATIENT_S) for one in futures]


def test_an_article_is_judged_the_same_as_at_home(executor: Executor) -> None:
    watch = from_toml(shipped("data/watches/kompass.toml").read_text(encoding="utf-8"))
    judged = executor.submit(judge_article, watch, None, "Kompass stoppas", "", "").result(
        PATIENT_S
    )

    assert judge_article(watch, None, "Kompass stoppas", "", "") == judged


def test_the_same_page_twice_is_read_twice(executor: Executor) -> None:
    told = {"url": "https://mv.example/1", "content_type": "text/html", "first_seen": NOW}

    found = [executor.submit(extract, page(1), **told) for _ in range(2)]

    assert 2 == len({id(one.result(PATIENT_S)) for one in found})


def test_a_killed_worker_loses_and_doubles_nothing(executor: Executor, tmp_path: Path) -> None:
    futures = [executor.submit(dies_once, tmp_path / "mark", n) for n in range(PAGES)]

    assert list(range(PAGES)) == [one.result(PATIENT_S) for one in futures]


def test_a_round_stores_each_article_once_while_a_worker_is_killed(
    executor: Executor, web: Any, tmp_path: Path
) -> None:
    items = ""
    for number in range(PAGES):
        link = web.reply(f"/{number}", page(number), Content_Type="text/html")
        items += f"<item><title>Rubrik {number}</title><link>{link}</link></item>"
    rss = web.reply("/rss", f"<rss version='2.0'><channel><title>MV</title>{items}</channel></rss>")
    settings = Settings(state=tmp_path, allow_private=(f"127.0.0.1:{web.port}",))
    store = open_store(settings.database, [MIGRATIONS], HeldClock(NOW))
    import_sources(store, system("test"), [SourceLine("MV", rss)])
    killing = _Killing(executor, tmp_path / "mark")
    options = poll.Options(forced=True, page_gap_s=0.0, executor=killing)

    summary = poll.run_round(store, settings, options=options)

    assert PAGES == summary.articles_new
    assert (PAGES, PAGES, PAGES) == _counts(store)
    assert killing.killed.result(PATIENT_S) == 3
    store.close()


def _counts(store: Store) -> tuple[int, ...]:
    tables = ("articles", "article_versions", "article_texts")
    return tuple(store.value(f"SELECT count(*) FROM {table}") for table in tables)


class _Killing(Executor):
    """Has a worker killed in the midst of the pages."""

    def __init__(self, inner: Executor, mark: Path) -> None:
        self._inner, self._mark, self._count = inner, mark, 0
        self.killed: Future[int]

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self._count += 1
        if self._count == PAGES // 2:
            self.killed = self._inner.submit(dies_once, self._mark, 3)
        return self._inner.submit(fn, *args, **kwargs)


def test_an_error_of_the_work_itself_is_handed_on() -> None:
    with Workers(1) as workers:
        assert isinstance(workers.submit(int, "x").exception(PATIENT_S), ValueError)
        assert "Stubborn" in str(workers.submit(raises_what_cannot_travel).exception(PATIENT_S))
        assert 7 == workers.submit(abs, -7).result(PATIENT_S)


def test_a_worker_that_is_killed_between_two_pieces_of_work_is_replaced() -> None:
    with Workers(1) as workers:
        first = workers.submit(os.getpid).result(PATIENT_S)
        os.kill(first, signal.SIGKILL)

        assert workers.submit(os.getpid).result(PATIENT_S) != first


def test_work_that_never_ends_is_given_up() -> None:
    with Workers(1, longest_s=1.0) as workers:
        stuck = workers.submit(signal.pause)

        assert isinstance(stuck.exception(PATIENT_S), ParseError)
        # On a busy machine a new process may not even have begun when its second is over.
        while workers.submit(abs, -7).exception(PATIENT_S):
            pass


def test_two_deaths_at_once_leave_nothing_unanswered() -> None:
    with Workers(2) as workers:
        bad = [workers.submit(dies_always) for _ in range(2)]
        good = [workers.submit(abs, -number) for number in range(6)]

        assert all(isinstance(one.exception(PATIENT_S), ParseError) for one in bad)
        assert list(range(6)) == [one.result(PATIENT_S) for one in good]


def test_work_that_has_not_begun_can_be_called_off() -> None:
    workers = Workers(1)
    gate = workers.submit(os.getpid)
    waiting = [workers.submit(abs, -n) for n in range(50)]

    workers.shutdown(cancel_futures=True)

    assert gate.done()
    assert all(one.done() for one in waiting)
    with pytest.raises(RuntimeError):
        workers.submit(abs, -1)


@pytest.mark.parametrize("name", ["", "lokal", "local:0", "local:x", "dask://", "http://a:1"])
def test_an_executor_that_there_is_not_is_refused(name: str) -> None:
    with pytest.raises(InputError), executor_named(name):
        pass


def test_a_scheduler_that_does_not_answer_is_told_in_swedish() -> None:
    pytest.importorskip("distributed")

    with pytest.raises(InputError) as told, executor_named("dask://127.0.0.1:9"):
        pass

    assert "ingen schemaläggare svarar på 127.0.0.1:9." == told.value.facts["why"]


def test_extract_gives_a_value_that_travels() -> None:
    found = extract(page(1), url="https://mv.example/1", content_type=None, first_seen=NOW)

    assert isinstance(found, Extracted)
