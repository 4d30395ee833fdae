"""Documents that a person chose: what is read of each kind, and what is refused in Swedish."""

from __future__ import annotations

import io
import zipfile

import pytest
from pypdf import PdfWriter

from monitor.core.errors import InputError
from monitor.intake.document import LARGEST, LONGEST, document_text
from tests.unit.monitor.intake.pdftext import pdf, written

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(markup: str, **others: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", markup)
        for name, body in others.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), body)
    return held.getvalue()


def paragraphs(*texts: str) -> str:
    inner = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
    return f"<w:document {_NAMESPACE}><w:body>{inner}</w:body></w:document>"


def why(name: str, body: bytes) -> str:
    with pytest.raises(InputError) as caught:
        document_text(name, body)
    assert "upload" == caught.value.facts["name"]
    return str(caught.value.facts["why"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_a_text_is_read_however_it_is_encoded(encoding: str) -> None:
    body = "# Läget\r\n\r\n  Polstjärnan är försenad.".encode(encoding)

    assert "# Läget\nPolstjärnan är försenad." == document_text("rapport.md", body)


def test_a_word_file_gives_its_paragraphs_and_those_of_its_tables() -> None:
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    markup = paragraphs("Polstjärnan", "är sen").replace("</w:body>", f"{table}</w:body>")

    assert "Polstjärnan\när sen\nCell" == document_text("rapport.docx", word(markup))


def test_a_pdf_gives_its_text() -> None:
    assert "Polstjärnan är försenad." == document_text(
        "r.pdf", pdf(written("Polstjärnan är försenad."))
    )


def test_a_saved_page_gives_its_words_and_no_script() -> None:
    page = "<html><head><script>var hemlig;</script></head><body><p>Polstjärnan är sen.</p></body>"

    text = document_text("sida.html", page.encode())

    assert "Polstjärnan är sen." in text
    assert "hemlig" not in text


def test_a_long_document_is_cut() -> None:
    assert LONGEST == len(document_text("lang.txt", b"a" * (LONGEST + 10)))


def test_what_is_too_large_is_refused() -> None:
    assert "”stor.txt” är större än 10 MB." == why("stor.txt", b"a" * (LARGEST + 1))


def test_a_word_file_that_swells_is_refused() -> None:
    body = word("<w:document>" + " " * 30_000_000)

    assert len(body) < 100_000
    assert "orimligt mycket text" in why("bomb.docx", body)


def test_a_word_file_with_entities_is_refused() -> None:
    assert "inget vanligt Word" in why("x.docx", word('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'))


def test_a_word_file_with_macros_is_refused() -> None:
    body = word(paragraphs("Hej"), word__vbaProject_dot_bin=b"x")

    assert "”rapport.docm” innehåller makron. Spara den som vanlig .docx." == why(
        "rapport.docm", body
    )


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("bild.png", b"\x89PNG\r\n\x1a\n\x00\x00", "inget dokument"),
        ("gammal.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "äldre eller lösenordsskyddad"),
        ("brev.rtf", b"{\\rtf1 hej}", "RTF"),
        ("tom.txt", b"  \n ", "innehåller ingen text"),
        ("trasig.docx", b"PK\x03\x04 och inget mer", "skadad"),
        ("skadad.docx", word("<w:document"), "skadad"),
        ("trasig.pdf", b"%PDF-1.7 och inget mer", "en PDF som inte går att läsa"),
        ("../../etc/c:\\mapp\\x.rtf", b"{\\rtf1}", "”x.rtf”"),
    ],
)
def test_what_cannot_be_read_is_said(name: str, body: bytes, told: str) -> None:
    assert told in why(name, body)


def test_a_zip_without_a_document_is_no_word_file() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("xl/workbook.xml", "<a/>")

    assert "inget Word-dokument" in why("bok.xlsx", held.getvalue())


def test_a_pdf_without_text_asks_whether_it_is_scanned() -> None:
    writer, held = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(held)

    assert "Är den inskannad?" in why("skannad.pdf", held.getvalue())


def test_a_pdf_behind_a_password_is_refused() -> None:
    writer, held = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.encrypt("hemligt", algorithm="RC4-128")
    writer.write(held)

    assert "lösenord" in why("last.pdf", held.getvalue())
