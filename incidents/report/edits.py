"""Who changed what of an open report, and who vouched for it (D5, four eyes).

The database itself writes ``report_edits`` at every change of what will be printed. Somebody's
edit keeps her from approving until somebody else has confirmed it, or has changed the same thing
after her. A change made outside the program is nobody's: it waits for somebody else than the
approver.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from incidents.record.entry import fresh
from incidents.report.draft import NOUN, unlocked
from monitor.core.actors import Actor
from monitor.core.errors import ConflictError, RuleError
from monitor.core.messages import label
from monitor.core.store import Store

#: Changes of a paragraph's own words.
WORDS = frozenset({"text", "written"})
OWN = "Ändringen måste bekräftas av någon annan än den som gjorde den."


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A change that nobody has confirmed.

    Attributes:
        paragraph_id: None for the head, and for paragraphs that are gone.
        what: what was changed, a word of the catalogue's ``report_edit``.
        edited_by: user id; None when it was made outside the program.
        confirmed_by: only of an edit outside the program: it still holds back the confirmer.
    """

    id: int
    paragraph_id: int | None
    what: str
    edited_by: int | None
    confirmed_by: int | None = None

    def holds(self, user_id: int | None) -> bool:
        """Return whether it keeps a person from approving."""
        if self.edited_by is None:
            return self.confirmed_by in {None, user_id}
        return self.edited_by == user_id


def unconfirmed(store: Store, report_id: int) -> tuple[Edit, ...]:
    """Return the edits that still keep somebody from approving, oldest first."""
    rows = store.rows(
        """SELECT id, paragraph_id, what, edited_by, confirmed_by FROM report_edits e
        WHERE report_id = ? AND (confirmed_by IS NULL OR edited_by IS NULL) AND NOT EXISTS (
            SELECT 1 FROM report_edits n WHERE n.report_id = e.report_id
            AND n.paragraph_id IS e.paragraph_id AND n.what = e.what AND n.id > e.id
            AND n.edited_by IS NOT NULL AND n.edited_by IS NOT e.edited_by)
        ORDER BY id""",
        [report_id],
    )
    return tuple(Edit(**row) for row in rows)


def confirm_all(store: Store, actor: Actor, report_id: int, *, revision: int) -> int:
    """Confirm everything that others changed in a report; return how many changes there were.

    Raises:
        ConflictError: nobody else has changed anything.
        StaleEditError, IssuedError, RuleError, PermissionDeniedError.
    """
    actor.require("report")
    with store.writing(actor):
        unlocked(fresh(store, NOUN, report_id, revision))
        waiting = _waiting(unconfirmed(store, report_id))
        others = [one for one in waiting if one.edited_by != actor.user_id]
        if not others:
            if waiting:
                raise RuleError(rule="D5", why=OWN)
            raise ConflictError(why="Det finns ingen ändring att bekräfta.")
        confirm(store, actor, others)
        places = {one.paragraph_id for one in others if one.what in WORDS}
        for place in places:
            store.execute(
                "UPDATE report_paragraphs SET confirmed_by = ? WHERE id = ?"
                " AND edited_by IS NOT NULL AND edited_by IS NOT ?",
                [actor.user_id, place, actor.user_id],
            )
        store.execute("UPDATE reports SET revision = revision + 1 WHERE id = ?", [report_id])
        return len(others)


def of_paragraph(store: Store, report_id: int, paragraph_id: int) -> list[Edit]:
    """Return the unconfirmed edits of one paragraph."""
    found = _waiting(unconfirmed(store, report_id))
    return [one for one in found if one.paragraph_id == paragraph_id]


def confirm(store: Store, actor: Actor, edits: Iterable[Edit]) -> None:
    """Vouch for edits. Call inside ``store.writing``."""
    for one in edits:
        store.update(
            "report_edits", one.id, {"confirmed_by": actor.user_id, "confirmed_at": store.now()}
        )


def told(edits: Iterable[Edit]) -> str:
    """Return in Swedish what was changed: "anledningen, ett styckes text och ordningen"."""
    words = list(dict.fromkeys(label("report_edit", one.what) for one in edits))
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} och {words[-1]}"


def _waiting(edits: Iterable[Edit]) -> list[Edit]:
    return [one for one in edits if one.confirmed_by is None]
