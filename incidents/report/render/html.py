"""The report as accessible HTML: one H1, then H2s in order, Swedish, printable.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape

from incidents.report.render.look import DEFAULT_LOOK, UNBROKEN, Look, is_numeric
from incidents.report.tree import (
    Block,
    Document,
    Emphasis,
    Language,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Runs,
    Section,
    Strong,
    TableBlock,
    Text,
)

_CSS = """
.report{max-width:42rem;margin:2rem auto;padding:0 1rem;
font:1.0625rem/1.55 %(font)s,"Segoe UI",Arial,sans-serif;color:#1b1b1b;background:#fff}
.report h1{font-size:1.75rem;line-height:1.25;margin:.25rem 0;color:%(colour)s}
.report h2{font-size:1.2rem;margin:1.75rem 0 .5rem;color:%(colour)s}
.report p,.report ul,.report blockquote{margin:.5rem 0}
.report a{color:%(colour)s;text-decoration:underline}
.report .reason{font-style:italic}
.report .compiled{margin:0}
.report blockquote{padding-left:1rem;border-left:.2rem solid %(colour)s}
.report table{border-collapse:collapse;margin:.75rem 0}
.report caption{text-align:left;font-weight:bold;padding:.25rem 0}
.report th,.report td{border:1px solid #767676;padding:.25rem .6rem;text-align:left}
.report thead th{background:#f0f0f0}
.report .n{text-align:right;font-variant-numeric:tabular-nums}
.report .whole{white-space:nowrap}
.report .wide{overflow-x:auto}
.report .logo{display:block;height:%(logo_mm)smm;width:auto;max-width:100%%;margin:0 0 1rem}
.report footer{margin-top:2rem;padding-top:.5rem;border-top:1px solid #767676;font-size:.9rem}
@media(max-width:30rem){.report th,.report td{padding:.2rem .35rem;font-size:.9375rem}}
@media print{.report{max-width:none;margin:0;padding:0;font-size:11pt}
.report h1,.report h2{break-after:avoid}.report blockquote,.report tr{break-inside:avoid}
.report p a::after{content:" (" attr(href) ")";overflow-wrap:anywhere}}
"""


def report_css(look: Look = DEFAULT_LOOK) -> str:
    """Return the report's own style sheet; every rule stands under the class ``report``."""
    height = 0 if look.logo is None else look.logo.height_mm
    return _CSS % {"font": f'"{look.font}"', "colour": look.colour, "logo_mm": height}


def style_source(look: Look = DEFAULT_LOOK) -> str:
    """Return the CSP source that lets :func:`render_html`'s own style element through."""
    digest = hashlib.sha256(report_css(look).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def render_html(document: Document, *, standalone: bool, look: Look = DEFAULT_LOOK) -> str:
    """Return the report as a whole page, or as the ``<article>`` alone.

    The page has its style inside. The article has none: it is for a page that serves
    :func:`report_css` beside it and has no other H1.
    """
    article = _article(document, look)
    if not standalone:
        return article
    return (
        '<!DOCTYPE html>\n<html lang="sv">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n"
        f'<meta name="author" content="{escape(document.producer)}">\n'
        f"<style>{report_css(look)}</style>\n"
        f"</head>\n<body>\n<main>\n{article}\n</main>\n</body>\n</html>\n"
    )


def _article(document: Document, look: Look) -> str:
    lines = ['<article class="report" lang="sv">', "<header>"]
    if look.logo is not None:
        data = base64.b64encode(look.logo.data).decode()
        source = f"data:image/{look.logo.kind};base64,{data}"
        lines.append(f'<img class="logo" src="{source}" alt="{escape(look.logo.alt)}">')
    if document.reason is not None:
        lines.append(f'<p class="reason"><em>{_words(document.reason)}</em></p>')
    lines.append(f"<h1>{_words(document.series)}</h1>")
    lines.append(f'<p class="compiled">{_words(document.compiled)}</p>')
    if document.period is not None:
        lines.append(f'<p class="compiled">{_words(document.period)}</p>')
    lines.append("</header>")
    for section in document.sections:
        lines.extend(_section(section))
    if document.colophon:
        lines.append(f"<footer><p>{_words(document.colophon)}</p></footer>")
    lines.append("</article>")
    return "\n".join(lines)


def _section(section: Section) -> list[str]:
    lines = ["<section>"]
    if section.heading is not None:
        lines.append(f"<h2>{_words(section.heading)}</h2>")
    lines.extend(map(_block, section.blocks))
    lines.append("</section>")
    return lines


def _block(block: Block) -> str:
    match block:
        case Paragraph(runs=runs):
            return f"<p>{_runs(runs)}</p>"
        case Quote(runs=runs):
            return f"<blockquote><p>{_runs(runs)}</p></blockquote>"
        case ListBlock(items=items):
            return "<ul>" + "".join(f"<li>{_runs(item)}</li>" for item in items) + "</ul>"
        case TableBlock():
            return _table(block)


def _table(table: TableBlock) -> str:
    sides = [' class="n"' if is_numeric(column) else "" for column in zip(*table.rows, strict=True)]
    sides = sides or [""] * len(table.header)
    head = "".join(
        f'<th scope="col"{side}>{_words(cell)}</th>'
        for cell, side in zip(table.header, sides, strict=True)
    )
    rows = []
    for first, *rest in table.rows:
        cells = "".join(
            f"<td{side}>{_words(cell)}</td>" for cell, side in zip(rest, sides[1:], strict=True)
        )
        rows.append(f'<tr><th scope="row">{_words(first)}</th>{cells}</tr>')
    return (
        # A wide table scrolls by itself on a phone, by keyboard too; the page never does.
        f'<div class="wide" role="region" aria-label="{escape(table.caption)}" tabindex="0">'
        f"<table><caption>{escape(table.caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _runs(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    words = _words(run.text)
    match run:
        case Text():
            return words
        case Strong():
            return f"<strong>{words}</strong>"
        case Emphasis():
            return f"<em>{words}</em>"
        case Language(lang=lang):
            return f'<span lang="{escape(lang)}">{words}</span>'
        case Link(url=url):
            return f'<a href="{escape(url)}">{words}</a>'


def _words(text: str) -> str:
    """Return the words escaped; 2026-E01 never breaks at its hyphen, nor 9 mars at its space."""
    out, at = [], 0
    for found in UNBROKEN.finditer(text):
        out.append(
            f'{escape(text[at : found.start()])}<span class="whole">{escape(found[0])}</span>'
        )
        at = found.end()
    return "".join(out) + escape(text[at:])
