"""Read a document that a person chose in a process of its own, within bounds of time and memory.

Files can be made so that the libraries that read them work for hours or swell; a thread of the desk
that does so cannot be stopped, a process can.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from monitor.intake.document import LARGEST, document_text, refused
from monitor.intake.workers import once

#: The slowest honest document seen, a PDF of 200 pages, takes four seconds on an old machine.
LONGEST_S: Final = 30.0
#: Bytes that the process may take; the libraries by themselves are a quarter of it.
_MEMORY: Final = 1024 * 1024 * 1024


def document_text_apart(name: str, body: bytes, *, longest_s: float = LONGEST_S) -> str:
    """Return what a document says; see :func:`monitor.intake.document.document_text`.

    Raises:
        InputError: as there; or it took too long, or more memory than any document should.
    """
    if len(body) > LARGEST:  # before it is sent anywhere
        return document_text(name, body)
    try:
        return once(_within_bounds, name, body, longest_s=longest_s)
    except TimeoutError as error:
        raise refused(
            name, "tar för lång tid eller för mycket minne att läsa. Klistra in texten i stället"
        ) from error


def _within_bounds(name: str, body: bytes) -> str:
    """Read a document in a process that is there for nothing else."""
    with suppress(ImportError, ValueError, OSError):  # not every system has such bounds
        import resource  # noqa: PLC0415 - not every system has it

        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    return document_text(name, body)
