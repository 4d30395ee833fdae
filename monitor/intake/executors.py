"""Where the per-article work on fetched bytes is done: here, in processes, or on Dask workers.

The work itself is a pure function of bytes, so the two differ only in who runs it. Fetching,
politeness and writing stay with the poller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module

from monitor.core.errors import InputError
from monitor.intake.workers import Workers


@contextmanager
def executor_named(text: str) -> Iterator[Executor | None]:
    """Hold the executor that ``--executor`` names; None stands for the poller's own.

    Args:
        text: ``local``, ``local:4`` (so many processes) or ``dask://host:port``, the address of a
            running scheduler.

    Raises:
        InputError: neither of these, the extra is not installed, or nobody answers there.
    """
    if text == "local":
        yield None
        return
    if found := re.fullmatch(r"local:([1-9]\d?)", text):
        with Workers(int(found[1])) as workers:
            yield workers
        return
    scheme, _, address = text.partition("://")
    if scheme != "dask" or not address:
        raise InputError(field="--executor", why="ange local, local:4 eller dask://värd:port.")
    try:
        distributed = import_module("distributed")
    except ImportError as error:
        raise InputError(
            field="--executor", why="tillägget saknas. Installera lagesbild[dask]."
        ) from error
    try:
        client = distributed.Client(f"tcp://{address}", timeout="5s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(
            field="--executor", why=f"ingen schemaläggare svarar på {address}."
        ) from error
    try:
        # Dask runs the same call once unless told that it is not pure; two articles with the
        # same bytes are still two articles.
        yield client.get_executor(pure=False)
    finally:
        client.close()
