"""``lagesbild poll``: one round, or rounds for ever."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict
from threading import Event

import click

from monitor.cli.start import prepare
from monitor.core import log
from monitor.core.command_line import Command, Runtime, print_json
from monitor.core.settings import Settings
from monitor.core.store import Store
from monitor.intake import poll as intake
from monitor.intake.executors import executor_named
from monitor.intake.expiry import expire
from monitor.intake.rounds import Judge, Options, RoundSummary
from monitor.judge import flags, stories


def judge_with(settings: Settings) -> Judge:
    """Return the judge that the poller is handed: it stores mentions, flags and stories."""

    def judge(store: Store, version_ids: Sequence[int]) -> int:
        raised = flags.judge_versions(store, version_ids, settings.models)
        stories.group_new(store, version_ids)
        return raised

    return judge


@click.command(cls=Command)
@click.option("--once", is_flag=True, help="Hämta alla flöden en gång och sluta.")
@click.option("--json", "as_json", is_flag=True, help="Skriv vad rundan gav som JSON.")
@click.option("--due", is_flag=True, help="Med --once: bara de flöden vars tid är inne.")
@click.option(
    "--executor",
    default="local",
    help="Var artiklar läses: local, local:4 (fyra processer) eller dask://värd:port.",
)
@click.pass_obj
def poll(runtime: Runtime, *, once: bool, as_json: bool, due: bool, executor: str) -> None:
    """Hämta flöden och bedöm nya artiklar."""
    settings = runtime.settings
    with (
        closing(runtime.open_store(settings)) as store,
        executor_named(executor) as pool,
    ):
        prepare(store, settings)
        options = Options(executor=pool)
        if once:
            summary = _one_round(runtime, store, Options(executor=pool, forced=not due))
            if as_json:
                print_json(asdict(summary))
            else:
                click.echo(in_swedish(summary))
            return
        poll_for_ever(runtime, store, options, tell=_teller(as_json=as_json))


def _one_round(runtime: Runtime, store: Store, options: Options) -> RoundSummary:
    shown = sys.stderr.isatty()
    # Its length is known only when the round has seen what is due.
    with click.progressbar(
        length=1, label="Hämtar flöden", file=sys.stderr, hidden=not shown
    ) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        summary = intake.run_round(
            store,
            runtime.settings,
            judge=judge_with(runtime.settings),
            options=options,
            progress=progress,
        )
    _afterwards(runtime, store)
    return summary


def _afterwards(runtime: Runtime, store: Store) -> None:
    runtime.after_round(store, runtime.settings)
    expire(store, runtime.settings.evidence)


def poll_for_ever(
    runtime: Runtime,
    store: Store,
    options: Options,
    tell: Callable[[RoundSummary], None] = lambda _: None,
) -> None:
    """Poll by the timetable until SIGTERM or SIGINT, and let incidents be proposed after each."""
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())

    def after_round(summary: RoundSummary) -> None:
        _afterwards(runtime, store)
        tell(summary)

    intake.poll_forever(
        store,
        runtime.settings,
        stop,
        judge=judge_with(runtime.settings),
        options=options,
        after_round=after_round,
    )


def _teller(*, as_json: bool) -> Callable[[RoundSummary], None]:
    def tell(summary: RoundSummary) -> None:
        log.event("poll_round", **asdict(summary))
        if as_json:
            print_json(asdict(summary))

    return tell


def in_swedish(summary: RoundSummary) -> str:
    """Return what a round came to as a sentence or two."""
    told = (
        f"{summary.sources} flöden hämtade på {summary.seconds:.0f} s: "
        f"{summary.articles_new} nya artiklar, {summary.articles_changed} ändrade, "
        f"{summary.flags_new} nya träffar."
    )
    if summary.failed:
        told += f" {summary.failed} flöden svarade inte; se ”lagesbild sources list”."
    return told.replace(".0 s", " s")
