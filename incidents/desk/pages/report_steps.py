"""What follows on a draft: review, approval, sending, deliveries, correction."""

from __future__ import annotations

from typing import Any

from incidents.desk import links
from incidents.desk.http import Context
from incidents.desk.pages.report import show
from incidents.desk.pages.report_form import on_report, posting
from incidents.desk.pages.report_load import ONE, report_row
from incidents.report import deliver, edits, release
from incidents.report.deliver import Tally
from incidents.report.release import Signature
from monitor.core.errors import NotFoundError
from monitor.core.store import Row, Store


async def submit(ctx: Context) -> Any:
    """Hand the draft in for review."""

    def write(store: Store, row: Row, revision: int) -> None:
        release.submit(store, ctx.actor, row["id"], revision=revision)

    await on_report(ctx, write)
    return _done(ctx, "Rapporten är lämnad för granskning.")


async def take_back(ctx: Context) -> Any:
    """Take the report back from review."""

    def write(store: Store, row: Row, revision: int) -> None:
        release.take_back(store, ctx.actor, row["id"], revision=revision)

    await on_report(ctx, write)
    return _done(ctx, "Rapporten är ett utkast igen.")


async def confirm(ctx: Context) -> Any:
    """Confirm everything that others changed, so that they may approve (D5)."""

    def write(store: Store, row: Row, revision: int) -> int:
        return edits.confirm_all(store, ctx.actor, row["id"], revision=revision)

    done = await on_report(ctx, write)
    return _done(ctx, "Ändringen är bekräftad." if done == 1 else "Ändringarna är bekräftade.")


async def approve(ctx: Context) -> Any:
    """Approve and freeze; with a reason as the duty officer alone."""
    duty = ctx.form.get("jour") == "1"
    reason = ctx.form.text("reason", "Skäl") if duty else ""
    signature = Signature(override_reason=reason, accept_changed=ctx.form.checked("accept_changed"))

    def write(store: Store, row: Row, revision: int) -> release.Approval:
        return release.approve(
            store,
            ctx.actor,
            row["id"],
            revision=revision,
            settings=ctx.desk.settings,
            signature=signature,
        )

    done = await on_report(ctx, write, slow=True)
    told = "Rapporten är godkänd och låst."
    if duty and done.told:
        told += f" {', '.join(done.told)} har fått veta det med e-post."
    elif duty:
        told += " Ingen godkännare kunde nås med e-post. Ring någon av dem."
    return _done(ctx, told)


async def reopen(ctx: Context) -> Any:
    """Open an approved report again."""

    def write(store: Store, row: Row, revision: int) -> None:
        release.reopen(store, ctx.actor, row["id"], revision=revision)

    await on_report(ctx, write)
    return _done(ctx, "Godkännandet är upphävt. Rapporten är ett utkast igen.")


async def countersign(ctx: Context) -> Any:
    """Countersign what a duty officer approved alone."""

    def write(store: Store, row: Row, revision: int) -> None:
        release.countersign(store, ctx.actor, row["id"], revision=revision)

    await on_report(ctx, write)
    return _done(ctx, "Rapporten är kontrasignerad.")


async def send(ctx: Context) -> Any:
    """Send to the chosen lists."""
    chosen = [int(key) for key in ctx.form.all("list") if key.isdigit()]

    def write(store: Store, row: Row, revision: int) -> Tally:
        return release.send(
            store,
            ctx.actor,
            row["id"],
            revision=revision,
            settings=ctx.desk.settings,
            list_ids=chosen,
        )

    tally = await on_report(ctx, write, slow=True)
    told = f"Rapporten är utskickad. {_counted(tally)}"
    if not ctx.desk.settings.smtp_host:
        told += " Breven ligger i mappen outbox och har inte nått någon än."
    return _done(ctx, told, "#utskick")


#: What is told of deliveries that ended so: one, several.
_ENDED = {
    "sent": ("ett utskick är skickat", "{} utskick är skickade"),
    "queued": ("ett väntar på nytt försök", "{} väntar på nytt försök"),
    "bounced": ("ett studsade", "{} studsade"),
    "failed": ("ett misslyckades", "{} misslyckades"),
}


def _counted(tally: Tally) -> str:
    ended = [(_ENDED[key], tally.ended[key]) for key in _ENDED if tally.ended.get(key)]
    if not ended:
        return "Inget väntade på att skickas."
    told = ", ".join(one if number == 1 else many.format(number) for (one, many), number in ended)
    return f"{told[0].upper()}{told[1:]}."


async def deliver_again(ctx: Context) -> Any:
    """Try what waits once more."""
    number = ctx.var("number")

    def work(store: Store) -> Tally:
        ctx.actor.require("send")
        return deliver.deliver(store, ctx.desk.settings, report_row(store, number)["id"])

    return _done(ctx, _counted(await ctx.work(work)), "#utskick")


async def retry(ctx: Context) -> Any:
    """Send one bounced or failed delivery again."""
    number, key = ctx.var("number"), int(ctx.var("id"))

    def work(store: Store) -> Tally:
        row = _delivery(store, number, key)
        deliver.retry(store, ctx.actor, key)
        return deliver.deliver(store, ctx.desk.settings, row["report_id"])

    return _done(ctx, _counted(await ctx.work(work)), f"#utskick-{key}")


async def bounced(ctx: Context) -> Any:
    """Note that a message came back."""
    number, key = ctx.var("number"), int(ctx.var("id"))
    why = ctx.form.text("why", "Orsak")

    def write(store: Store) -> None:
        _delivery(store, number, key)
        deliver.record_bounce(store, ctx.actor, key, why)

    await ctx.write(write)
    return _done(ctx, "Studsen är antecknad.", f"#utskick-{key}")


def _delivery(store: Store, number: str, key: int) -> Row:
    row = store.get("deliveries", key, kind="utskicket")
    if row["report_id"] != report_row(store, number)["id"]:
        raise NotFoundError(kind="utskicket", id=key)
    return row


def _done(ctx: Context, said: str, place: str = "") -> Any:
    return ctx.redirect(links.report(ctx.var("number")) + place, said)


PAGES = (
    posting(f"{ONE}/granskning", submit, show),
    posting(f"{ONE}/ta-tillbaka", take_back, show),
    posting(f"{ONE}/bekrafta", confirm, show),
    # Who may is release.approve's to say: an approver, or with a reason the duty officer.
    posting(f"{ONE}/godkann", approve, show),
    posting(f"{ONE}/oppna", reopen, show),
    posting(f"{ONE}/kontrasignera", countersign, show, "approve"),
    posting(f"{ONE}/skicka", send, show, "send"),
    posting(f"{ONE}/utskick", deliver_again, show, "send"),
    posting(rf"{ONE}/utskick/(?P<id>\d+)/igen", retry, show, "send"),
    posting(rf"{ONE}/utskick/(?P<id>\d+)/studs", bounced, show, "send"),
)
