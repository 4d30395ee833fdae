"""What a person decides of a proposed incident: confirm, attach elsewhere, dismiss."""

from __future__ import annotations

from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page, Undo
from incidents.desk.pages import incident_list
from incidents.desk.pages.incident_forms import at_field, incident_id, names_of
from incidents.desk.pages.incident_records import posting
from incidents.record import incident, proposal
from monitor.core.messages import labels
from monitor.core.store import Store


async def confirm(ctx: Context) -> Any:
    """Take the proposed incident on, with what the person changed at the same time."""
    form, ref = ctx.form, ctx.var("ref")
    revision = form.whole("revision", "Version")
    changes: dict[str, Any] = {}
    if "severity" in form:
        changes["severity"] = form.choice("severity", "Allvar", labels("severity"))
    for name, said in (("title", "Rubrik"), ("topic", "Ämne")):
        if name in form:
            changes[name] = form.text(name, said)

    def write(store: Store) -> None:
        key = incident_id(store, ref)
        proposal.confirm(store, ctx.actor, key, revision=revision, changes=changes)

    await at_field(ctx.write(write), names_of(incident.NOUN))
    return ctx.redirect(links.incident(ref), f"{ref} är bekräftad och du är handläggare.")


async def dismiss(ctx: Context) -> Any:
    """Say that the proposed incident is none."""
    ref = ctx.var("ref")
    revision = ctx.form.whole("revision", "Version")

    def write(store: Store) -> int | None:
        key = incident_id(store, ref)
        proposal.dismiss(store, ctx.actor, key, revision=revision)
        found = store.value(
            "SELECT article_id FROM incident_articles WHERE incident_id = ? AND role = 'trigger'",
            [key],
        )
        return None if found is None else int(found)

    article_id = await ctx.write(write)
    undo = None
    if article_id is not None:
        fields = {"article_id": str(article_id)}
        undo = Undo(action=links.page("handelser/ny"), fields=fields, label="Öppna den ändå")
    return ctx.redirect(links.page("handelser"), f"{ref} är avfärdad.", undo=undo)


async def attach_elsewhere(ctx: Context) -> Any:
    """Move the proposed incident's articles to one that is followed."""
    ref = ctx.var("ref")
    revision = ctx.form.whole("revision", "Version")
    other = ctx.form.text("handelse", "Händelse")

    def write(store: Store) -> None:
        key, to = incident_id(store, ref), incident_id(store, other)
        proposal.attach_elsewhere(store, ctx.actor, key, revision=revision, other_id=to)

    await ctx.write(write)
    return ctx.redirect(links.incident(other), f"Artiklarna i {ref} hör nu till {other}.")


def _from_list(path: str, post: Any) -> Page:
    """Return a step that may be taken from the list, too, and is shown again where it was."""
    page = posting(path, post)

    async def again(ctx: Context) -> Any:
        listed = ctx.form.get("nasta") == links.page("handelser")
        return await (incident_list.show(ctx) if listed and page.again else page.again(ctx))  # type: ignore[misc]

    return Page(
        path=page.path, get=page.get, post=post, post_needs="record", again=again, nav="handelser"
    )


PAGES = (
    _from_list("bekrafta", confirm),
    _from_list("avfarda", dismiss),
    _from_list("knyt", attach_elsewhere),
)
