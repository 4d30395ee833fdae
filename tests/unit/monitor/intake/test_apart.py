from __future__ import annotations

import os
import time

import pytest

from monitor.core.errors import InputError
from monitor.intake.apart import document_text_apart
from monitor.intake.document import LARGEST
from monitor.intake.workers import once
from tests.unit.monitor.intake.pdftext import pdf


def test_a_document_is_read_as_it_always_is() -> None:
    assert "Läget\nPolstjärnan är sen." == document_text_apart(
        "läget.txt", "Läget\n\nPolstjärnan är sen.".encode()
    )


def test_what_cannot_be_read_is_said_as_it_always_is() -> None:
    with pytest.raises(InputError) as caught:
        document_text_apart("brev.rtf", b"{\\rtf1 hej}")

    assert "”brev.rtf” är en RTF-fil. Spara den som .docx." == caught.value.facts["why"]


def test_a_document_that_never_ends_is_given_up() -> None:
    # 17 kB that would keep the library busy for hours.
    body = pdf(b"BT /F1 12 Tf " + b"(a) Tj " * 1_500_000 + b"ET", pages=200)

    with pytest.raises(InputError) as caught:
        document_text_apart("seg.pdf", body, longest_s=1.5)

    assert "upload" == caught.value.facts["name"]
    assert "”seg.pdf” tar för lång tid" in str(caught.value.facts["why"])


def test_what_is_too_large_is_sent_nowhere() -> None:
    with pytest.raises(InputError) as caught:
        document_text_apart("stor.txt", b"a" * (LARGEST + 1), longest_s=0.0)

    assert "är större än 10 MB" in str(caught.value.facts["why"])


def test_a_process_that_dies_of_its_work_is_told_as_time_out() -> None:
    with pytest.raises(TimeoutError):
        once(os._exit, 1, longest_s=60.0)


def test_a_process_that_takes_too_long_is_ended() -> None:
    with pytest.raises(TimeoutError):
        once(time.sleep, 600, longest_s=0.5)
