"""The document of a report as it stands, and all its formats: what an approval freezes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from incidents.report.paragraphs import of_report
from incidents.report.render.html import render_html
from incidents.report.render.look import DEFAULT_LOOK, Look
from incidents.report.render.mail import render_mail
from incidents.report.render.markdown import render_markdown
from incidents.report.render.pdf import render_pdf
from incidents.report.render.text import render_text
from incidents.report.sections import Head, build_document
from incidents.report.serial import from_json
from incidents.report.tree import Document
from monitor.core.clock import from_text
from monitor.core.errors import NotFoundError
from monitor.core.store import Row, Store

#: Formats and the endings of their files.
ENDINGS = {
    "html": "html",
    "pdf": "pdf",
    "docx": "docx",
    "text": "txt",
    "markdown": "md",
    "eml": "eml",
}


@dataclass(frozen=True)
class _Written:
    section: str
    style: str
    text: str


def document_of(store: Store, report_id: int) -> Document:
    """Return the report as a tree: the frozen one when it is locked, else as the draft stands.

    Raises:
        NotFoundError: no such report.
    """
    row = store.get("reports", report_id, kind="rapporten")
    if row["document"] is not None:
        return from_json(row["document"])
    printed = [
        _Written(one["section"], one["style"], one["text"])
        for one in of_report(store, report_id)
        if not one["left_out"]
    ]
    return build_document(_head(store, row), printed)


def _head(store: Store, row: Row) -> Head:
    series = store.get("series", row["series_id"], kind="serien")
    own = store.value("SELECT short_name FROM organisations WHERE kind = 'own'")
    period = None
    if row["kind"] == "weekly":
        period = (from_text(row["period_from"]), from_text(row["period_to"]))
    return Head(
        number=row["number"],
        kind="weekly" if row["kind"] == "weekly" else "extra",
        series=series["name"],
        producer=series["producer"],
        own_short=own or "",
        compiled_at=from_text(row["compiled_at"]),
        reason=row["reason_clause"],
        period=period,
        registry_number=row["registry_number"],
    )


def render_all(document: Document, sender: str, look: Look = DEFAULT_LOOK) -> dict[str, bytes]:
    """Return every format of a document: format -> bytes.

    The e-mail is addressed to its own sender and has no message id: each delivery sets them.

    Args:
        sender: e-mail address.

    Raises:
        ReportError: the typesetter failed.
    """
    pdf = render_pdf(document, look=look)
    mail = render_mail(document, sender=sender, recipient=sender, pdf=pdf, look=look)
    return {
        "html": render_html(document, standalone=True, look=look).encode(),
        "pdf": pdf,
        "docx": _docx(document, look),
        "text": render_text(document).encode(),
        "markdown": render_markdown(document).encode(),
        "eml": mail.as_bytes(),
    }


def _docx(document: Document, look: Look) -> bytes:
    # Imported when a report is frozen: 15 MB, and most who come here only read what was.
    from incidents.report.render.docx import render_docx  # noqa: PLC0415

    return render_docx(document, look=look)


def render_one(document: Document, form: str, sender: str, look: Look = DEFAULT_LOOK) -> bytes:
    """Return one format of a draft, for looking at.

    Raises:
        NotFoundError: no such format.
    """
    makers = {
        "html": lambda: render_html(document, standalone=True, look=look).encode(),
        "pdf": lambda: render_pdf(document, look=look),
        "docx": lambda: _docx(document, look),
        "text": lambda: render_text(document).encode(),
        "markdown": lambda: render_markdown(document).encode(),
        "eml": lambda: render_mail(document, sender=sender, recipient=sender, look=look).as_bytes(),
    }
    if form not in makers:
        raise NotFoundError(kind="formatet", id=form)
    return makers[form]()


def store_files(store: Store, report_id: int, files: dict[str, bytes]) -> None:
    """Keep the formats with their digests. Call inside the approval's transaction."""
    for form, content in files.items():
        store.insert(
            "report_files",
            {
                "report_id": report_id,
                "format": form,
                "content": content,
                "digest": hashlib.sha256(content).hexdigest(),
                "made_at": store.now(),
            },
        )


def file_of(
    store: Store, report_id: int, form: str, sender: str, look: Look = DEFAULT_LOOK
) -> bytes:
    """Return a format: as it was frozen, or rendered now while the report is not locked.

    Raises:
        NotFoundError: no such report or format.
    """
    row = store.row(
        "SELECT content FROM report_files WHERE report_id = ? AND format = ?", [report_id, form]
    )
    if row is not None:
        return bytes(row["content"])
    return render_one(document_of(store, report_id), form, sender, look)
