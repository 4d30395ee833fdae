"""Build what a poller works with out of the settings."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom
from typing import Final

import certifi

from monitor.core.errors import SettingsError
from monitor.core.settings import Settings
from monitor.intake.answer import MB, Limits
from monitor.intake.fetch import Fetcher
from monitor.intake.guard import Guard, pairs_from
from monitor.intake.robots import Robots
from monitor.intake.rounds import Means, Options

#: The name by which robots.txt files address us.
AGENT: Final = "Lagesbild"
_BUNDLE: Final = "ca-bundle.pem"


@contextmanager
def make_means(settings: Settings, options: Options) -> Iterator[Means]:
    """Hold a fetcher and the rest for as long as a poller runs.

    Raises:
        SettingsError: allow_private or ca_file cannot be used.
    """
    means = Means(
        settings=settings,
        fetcher=make_fetcher(settings, options),
        robots=Robots(AGENT),
        executor=options.executor or own_executor(),
        chance=SystemRandom(),
    )
    try:
        yield means
    finally:
        means.fetcher.close()
        if means.executor is not options.executor:
            means.executor.shutdown(wait=False, cancel_futures=True)


def renew(means: Means, settings: Settings, options: Options) -> None:
    """Let a poller go on by other settings; only between two rounds.

    Args:
        settings: the object that the means hold already changes nothing.
    """
    if settings is not means.settings:
        before, means.fetcher = means.fetcher, make_fetcher(settings, options)
        means.settings = settings
        before.close()


def own_executor() -> ThreadPoolExecutor:
    """Return the executor of a poller that was given none: one thread beside the fetching."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="read")


def make_fetcher(settings: Settings, options: Options | None = None) -> Fetcher:
    """Return a fetcher that keeps to the settings.

    Raises:
        SettingsError: allow_private or ca_file cannot be used.
    """
    options = options or Options()
    guard = Guard(allow_private=pairs_from(settings.allow_private), mapped=options.mapped)
    parallel = settings.fetch_parallel
    limits = Limits(
        total_s=float(settings.fetch_timeout_s),
        connect_s=min(10.0, float(settings.fetch_timeout_s)),
        body_bytes=settings.fetch_max_mb * MB,
        concurrency=parallel,
        open_max=max(parallel, min(300, parallel * 6)),
        per_host=options.per_host,
    )
    return Fetcher(
        guard, user_agent=user_agent(settings), limits=limits, ca_file=_ca_file(settings)
    )


def user_agent(settings: Settings) -> str:
    """Return the truthful name that we ask under, with where to complain when it is set."""
    contact = f" (+{settings.contact})" if settings.contact else ""
    return f"{AGENT}/1.0{contact}"


def _ca_file(settings: Settings) -> str | None:
    """Return a file with the usual certificates and the organisation's own, or None."""
    if not settings.ca_file:
        return None
    try:
        own = Path(settings.ca_file).read_bytes()
        usual = Path(certifi.where()).read_bytes()
        bundle = settings.state / _BUNDLE
        if not bundle.exists() or bundle.read_bytes() != usual + b"\n" + own:
            settings.state.mkdir(parents=True, exist_ok=True)
            draft = bundle.with_suffix(".tmp")
            draft.write_bytes(usual + b"\n" + own)
            draft.replace(bundle)
    except OSError as error:
        raise SettingsError(
            name="LAGESBILD_CA_FILE", why=f"filen {settings.ca_file} går inte att läsa."
        ) from error
    return str(bundle)
