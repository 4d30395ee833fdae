"""Single paragraphs of a report: edited in place, moved, left out; remarks taken or let stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Undo
from incidents.desk.pages.report import show
from incidents.desk.pages.report_form import at_paragraph, on_report, posting
from incidents.desk.pages.report_load import ONE, report_row
from incidents.report import examine, paragraphs, redraft
from incidents.report.check import Finding, Override, apply
from incidents.report.finding import RULE_LABELS
from incidents.report.sections import ORDER, Style
from monitor.core.actors import Actor
from monitor.core.errors import ConflictError, InputError, NotFoundError
from monitor.core.store import Row, Store

#: Longest text that an undo button carries; it travels in a cookie.
_UNDO_LIMIT = 1000


def _one(store: Store, ctx: Context) -> Row:
    """Return the paragraph of the address, which must be this report's."""
    row = store.get("report_paragraphs", int(ctx.var("id")), kind="stycket")
    if row["report_id"] != report_row(store, ctx.var("number"))["id"]:
        raise NotFoundError(kind="stycket", id=row["id"])
    return row


async def edit(ctx: Context) -> Any:
    """Change a paragraph's words."""
    text = ctx.form.text("text", "Stycke")
    number, key = ctx.var("number"), int(ctx.var("id"))

    def write(store: Store, _: Row, revision: int) -> str:
        before: str = _one(store, ctx)["text"]
        paragraphs.edit(store, ctx.actor, key, revision=revision, text=text)
        return before

    before = await on_report(ctx, write)
    undo = _undo(number, key, before, ctx.form.whole("revision", "Version") + 1)
    return ctx.redirect(at_paragraph(number, key), "Stycket är ändrat.", undo=undo)


def _undo(number: str, key: int, before: str, revision: int) -> Undo | None:
    if len(before) > _UNDO_LIMIT:
        return None
    fields = {"text": before, "revision": str(revision)}
    return Undo(action=f"{links.report(number)}/stycken/{key}", fields=fields)


async def write_own(ctx: Context) -> Any:
    """Add a paragraph by hand."""
    section = ctx.form.choice(
        "section", "Avsnitt", {key for keys in ORDER.values() for key in keys}
    )
    style: Style = "quote" if ctx.form.get("style") == "quote" else "text"
    text = ctx.form.text("text", "Stycke")

    def write(store: Store, row: Row, _: int) -> int:
        return paragraphs.write(store, ctx.actor, row["id"], section, text, style=style)

    key = await on_report(ctx, write)
    return ctx.redirect(at_paragraph(ctx.var("number"), key), "Stycket är tillagt.")


Step = Callable[[Store, Actor, int, int], None]


def _stepping(step: Step, said: str) -> Callable[[Context], Any]:
    """Return the handler of a button on a paragraph."""

    async def handle(ctx: Context) -> Any:
        def write(store: Store, _: Row, revision: int) -> None:
            step(store, ctx.actor, int(_one(store, ctx)["id"]), revision)

        await on_report(ctx, write)
        return ctx.redirect(at_paragraph(ctx.var("number"), ctx.var("id")), said)

    return handle


def _restore(store: Store, actor: Actor, key: int, revision: int) -> None:
    paragraphs.restore(store, actor, key, revision=revision)


def _leave_out(store: Store, actor: Actor, key: int, revision: int) -> None:
    paragraphs.leave_out(store, actor, key, revision=revision)


def _put_back(store: Store, actor: Actor, key: int, revision: int) -> None:
    paragraphs.leave_out(store, actor, key, revision=revision, left_out=False)


def _up(store: Store, actor: Actor, key: int, revision: int) -> None:
    paragraphs.move(store, actor, key, revision=revision, steps=-1)


def _down(store: Store, actor: Actor, key: int, revision: int) -> None:
    paragraphs.move(store, actor, key, revision=revision, steps=1)


def _confirm(store: Store, actor: Actor, key: int, revision: int) -> None:
    paragraphs.confirm(store, actor, key, revision=revision)


def _place(ctx: Context) -> int | str:
    """Return which paragraph a remark stands on: its id, or a line of the head."""
    typed = ctx.form.text("paragraph", "Stycke")
    return int(typed) if typed.isdigit() else typed


async def accept(ctx: Context) -> Any:
    """Take the linter's proposal for one remark."""
    number, place = ctx.var("number"), _place(ctx)
    rule, found = ctx.form.text("rule", "Regel"), ctx.form.get("found")
    start = ctx.form.whole("start", "Plats")

    def write(store: Store, row: Row, revision: int) -> Undo | None:
        remark = _remark(store, row, (rule, place, found), start)
        if isinstance(place, int):
            before = store.get("report_paragraphs", place, kind="stycket")
            text = apply(remark, before["text"])
            paragraphs.edit(store, ctx.actor, place, revision=revision, text=text)
            return _undo(number, place, before["text"], before["revision"] + 1)
        if place != "reason":
            raise InputError(
                field="Förslag", why="Raden skrivs av programmet och går inte att ändra."
            )
        changes = {"reason_clause": apply(remark, row["reason_clause"])}
        redraft.change(store, ctx.actor, row["id"], revision=revision, changes=changes)
        return None

    undo = await on_report(ctx, write)
    return ctx.redirect(at_paragraph(number, place), "Förslaget är infört.", undo=undo)


def _remark(store: Store, row: Row, wanted: tuple[str, int | str, str], start: int) -> Finding:
    """Return the finding that the person saw, as the linter says it now."""
    found = [
        one
        for one in examine.findings(store, row["id"])
        if (one.rule, one.paragraph_id, one.found) == wanted
    ]
    if not found:
        raise ConflictError(why="Texten har ändrats och anmärkningen gäller inte längre.")
    return min(found, key=lambda one: abs(one.start - start))


async def let_stand(ctx: Context) -> Any:
    """Let a remark stand, with a reason."""
    number, place = ctx.var("number"), _place(ctx)
    reason = ctx.form.text("reason", "Skäl")
    override = Override(ctx.form.text("rule", "Regel"), place, ctx.form.get("found"), reason)

    def write(store: Store, row: Row, _: int) -> None:
        paragraphs.let_stand(store, ctx.actor, row["id"], override)

    await on_report(ctx, write)
    return ctx.redirect(at_paragraph(number, place), "Anmärkningen får stå kvar, med ditt skäl.")


async def try_words(ctx: Context) -> Any:
    """Answer the editor's script with the remarks on words that are being written."""
    number, form = ctx.var("number"), ctx.form
    text = form.text("text", "Stycke", required=False)
    key = form.optional_whole("paragraph", "Stycke") or examine.UNWRITTEN
    section = form.choice("section", "Avsnitt", ORDER["extra"] + ORDER["weekly"])

    def read(store: Store) -> list[tuple[Finding, str | None]]:
        row = report_row(store, number)
        found = examine.trial(store, row["id"], text, section=section, paragraph_id=key)
        return [(one, None if one.proposal is None else apply(one, text)) for one in found]

    found = await ctx.read(read) if text else []
    return await ctx.show("_report_trial.html", found=found, rule_labels=RULE_LABELS)


_PARAGRAPH = rf"{ONE}/stycken/(?P<id>\d+)"

PAGES = (
    posting(f"{ONE}/stycken", write_own, show),
    posting(_PARAGRAPH, edit, show),
    posting(f"{_PARAGRAPH}/aterstall", _stepping(_restore, "Stycket är återställt."), show),
    posting(f"{_PARAGRAPH}/utelamna", _stepping(_leave_out, "Stycket är utelämnat."), show),
    posting(f"{_PARAGRAPH}/ta-med", _stepping(_put_back, "Stycket är med igen."), show),
    posting(f"{_PARAGRAPH}/upp", _stepping(_up, "Stycket är flyttat."), show),
    posting(f"{_PARAGRAPH}/ned", _stepping(_down, "Stycket är flyttat."), show),
    posting(f"{_PARAGRAPH}/bekrafta", _stepping(_confirm, "Ändringen är bekräftad."), show),
    posting(f"{ONE}/prova", try_words, show),
    posting(f"{ONE}/anmarkningar/godta", accept, show),
    posting(f"{ONE}/anmarkningar/lat-sta", let_stand, show),
)
