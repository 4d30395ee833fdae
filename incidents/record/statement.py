"""Statements: what we, others to us, or others to each other have said (uttalanden).

A verbatim statement is never edited (D13) and none is removed (D11): a new one replaces it, and
the old one stays. Our own need an approval (D3) by somebody else than the one who wrote them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from incidents.record.entry import (
    NewEntry,
    Noun,
    column_values,
    fresh,
    insert,
    save,
    split_changes,
    times,
)
from incidents.record.words import free_text
from monitor.core.actors import Actor
from monitor.core.errors import ConflictError, InputError, MoveError, RuleError
from monitor.core.messages import label
from monitor.core.store import Row, Store
from monitor.core.times import Moment

NOUN = Noun(
    table="statements",
    name="uttalande",
    definite="uttalandet",
    texts={"wording": "Ordalydelse"},
    notes={"registry_number": "Diarienummer"},
    choices={
        "direction": ("Riktning", "direction"),
        "channel": ("Kanal", "channel"),
        "approval": ("Godkännande", "approval"),
    },
    links={
        "speaker_id": ("Talare", "people"),
        "organisation_id": ("Organisation", "organisations"),
        "addressee_outlet_id": ("Till medium", "outlets"),
        "addressee_organisation_id": ("Till organisation", "organisations"),
        "addressee_person_id": ("Till person", "people"),
        "refers_to_id": ("Hänvisar till", "organisations"),
        "article_id": ("Artikel", "articles"),
    },
    flags=frozenset({"verbatim", "translated", "organisation_comment"}),
    fixed=frozenset({"direction", "approval"}),
)


@dataclass(frozen=True, kw_only=True)
class NewStatement(NewEntry):
    """A statement to add.

    Attributes:
        direction: out, in or third_party.
        organisation_id: on whose behalf; the speaker's organisation when left out, and our own
            for an outgoing one.
        article_id: where it was published.
        organisation_comment: it may be printed as Verksamhetens kommentar.
        approval: of an outgoing one, ``draft`` or ``requested``; nothing else can be given here.
    """

    direction: str
    wording: str
    channel: str
    speaker_id: int | None = None
    organisation_id: int | None = None
    addressee_outlet_id: int | None = None
    addressee_organisation_id: int | None = None
    addressee_person_id: int | None = None
    verbatim: bool = False
    translated: bool = False
    refers_to_id: int | None = None
    article_id: int | None = None
    organisation_comment: bool = False
    approval: str | None = None
    registry_number: str | None = None


def add(store: Store, actor: Actor, incident_id: int | None, new: NewStatement) -> int:
    """Write down a statement and return its id.

    Args:
        incident_id: None for our answer to an enquiry that belongs to no incident yet.

    Raises:
        InputError, ConflictError, PermissionDeniedError.
    """
    with store.writing(actor):
        values = column_values(new)
        values["approval"] = _first_approval(new)
        values["organisation_id"] = _organisation(store, new)
        own = new.direction == "out"
        stamps = times(store, actor, new, foreseen=own)
        return insert(store, actor, NOUN, incident_id, {**values, **stamps})


def _first_approval(new: NewStatement) -> str:
    if new.direction != "out":
        if new.organisation_comment:
            raise InputError(
                field="Verksamhetens kommentar", why="Bara ett eget uttalande kan vara det."
            )
        return "not_needed"
    if new.approval not in {None, "draft", "requested"}:
        raise InputError(
            field="Godkännande",
            why="Ett eget uttalande börjar som utkast eller väntar på godkännande.",
        )
    return new.approval or "draft"


def _organisation(store: Store, new: NewStatement) -> int | None:
    if new.organisation_id is not None:
        return new.organisation_id
    if new.speaker_id is not None:
        found = store.value("SELECT organisation_id FROM people WHERE id = ?", [new.speaker_id])
    elif new.direction == "out":
        found = store.value("SELECT id FROM organisations WHERE kind = 'own'")
    else:
        found = None
    if found is None and new.direction == "in" and new.speaker_id is None:
        raise InputError(field="Organisation", why="Ange vem uttalandet kommer från.")
    return None if found is None else int(found)


def change(
    store: Store, actor: Actor, statement_id: int, *, revision: int, changes: Mapping[str, Any]
) -> None:
    """Change fields of a statement; new words of an approved one need a new approval.

    Raises:
        RuleError: D13, the words of a verbatim statement.
        StaleEditError, InputError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, statement_id, revision)
        values = split_changes(store, NOUN, changes)
        if row["direction"] == "out" and (values.get("happened_at") or "") > row["known_at"]:
            values.setdefault("known_at", values["happened_at"])
        reworded = values.get("wording", row["wording"]) != row["wording"]
        if reworded and row["approval"] in {"approved", "requested"} and not _settled(row):
            values |= dict.fromkeys(("approved_by", "approved_at", "override_reason"))
            values["approval"] = "draft"
        save(store, NOUN, row, values)


def _settled(row: Row) -> bool:
    """Tell whether D13 holds the words, so that the trigger gets to say why."""
    return bool(row["verbatim"]) and row["approval"] in {"approved", "not_needed"}


def request_approval(store: Store, actor: Actor, statement_id: int, *, revision: int) -> None:
    """Ask for the approval of our own statement: draft to requested.

    Raises:
        MoveError: it is no outgoing draft.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, statement_id, revision)
        if row["approval"] != "draft":
            raise _move(row, "requested")
        save(store, NOUN, row, {"approval": "requested"})


def approve(
    store: Store, actor: Actor, statement_id: int, *, revision: int, duty_reason: str = ""
) -> None:
    """Approve our own statement (four eyes).

    Args:
        duty_reason: why the duty officer approves alone; kept with the statement.

    Raises:
        RuleError: D3, the approver wrote the words, or changed them last.
        MoveError: it is no outgoing statement that waits.
    """
    reason = free_text("Skäl", duty_reason)
    actor.require("duty_approve" if reason else "approve")
    with store.writing(actor, reason=reason):
        row = fresh(store, NOUN, statement_id, revision)
        if row["approval"] not in {"draft", "requested"}:
            raise _move(row, "approved")
        if not reason and actor.user_id in {row["entered_by"], wrote_last(store, row)}:
            raise RuleError(
                rule="D3",
                why="Du har själv skrivit uttalandet. Låt någon annan godkänna det, "
                "eller skriv varför du godkänner det i jouren.",
            )
        stamp = {"approved_by": actor.user_id, "approved_at": store.now()}
        save(
            store,
            NOUN,
            row,
            {"approval": "approved", **stamp, "override_reason": reason or None},
        )


def wrote_last(store: Store, row: Row) -> int | None:
    """Return the user who last changed the words; who entered them when nobody did."""
    found = store.row(
        "SELECT a.user_id FROM audit a JOIN audit_values v ON v.audit_id = a.id"
        " WHERE a.table_name = 'statements' AND a.row_id = ? AND a.action = 'update'"
        " AND json_extract(v.before, '$.wording') IS NOT json_extract(v.after, '$.wording')"
        " ORDER BY a.id DESC LIMIT 1",
        [row["id"]],
    )
    user_id: int | None = row["entered_by"] if found is None else found["user_id"]
    return user_id


def give(
    store: Store, actor: Actor, statement_id: int, *, revision: int, moment: Moment | None = None
) -> None:
    """Mark our own approved statement as said or sent.

    Args:
        moment: when; now when left out.

    Raises:
        ConflictError: it is not approved.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, statement_id, revision)
        if row["direction"] != "out" or row["approval"] != "approved":
            raise ConflictError(why="Uttalandet är inte godkänt än.")
        said = moment or Moment(store.clock.now())
        values = split_changes(store, NOUN, {"moment": said})
        values["known_at"] = max(row["known_at"], values["happened_at"] or "")
        save(store, NOUN, row, values)


def relate(store: Store, actor: Actor, statement_id: int, kind: str, **other: int) -> int:
    """Say that a statement answers, contradicts, replaces or forwards one other thing.

    Args:
        kind: answers, contradicts, replaces or forwards.
        other: exactly one of other_statement_id, claim_id, enquiry_id and question_id.

    Returns:
        The relation's id; of the one that is there already when it was said before.
    """
    actor.require("record")
    _check_relation(store, statement_id, kind, other)
    ((column, target),) = other.items()
    with store.writing(actor):
        found = store.value(
            f"SELECT id FROM statement_relations WHERE statement_id = ? AND kind = ?"
            f" AND [{column}] = ?",
            [statement_id, kind, target],
        )
        if found is not None:
            return int(found)
        row = {"statement_id": statement_id, "kind": kind, column: target}
        stamp = {"entered_at": store.now(), "entered_by": actor.user_id}
        return store.insert("statement_relations", {**row, **stamp})


_TARGETS = {
    "other_statement_id": ("statements", "uttalandet"),
    "claim_id": ("claims", "påståendet"),
    "enquiry_id": ("enquiries", "mediefrågan"),
    "question_id": ("questions", "frågan"),
}


def _check_relation(store: Store, statement_id: int, kind: str, other: Mapping[str, int]) -> None:
    if len(other) != 1 or not set(other) <= set(_TARGETS):
        raise InputError(field="Hör ihop med", why="Välj exakt en sak som uttalandet hör ihop med.")
    if kind not in {"answers", "contradicts", "replaces", "forwards"}:
        raise InputError(field="Samband", why=f"”{kind}” går inte att välja.")
    store.get("statements", statement_id, kind="uttalandet")
    ((column, target),) = other.items()
    table, noun = _TARGETS[column]
    store.get(table, target, kind=noun)
    if column == "other_statement_id" and target == statement_id:
        raise InputError(field="Hör ihop med", why="Uttalandet kan inte höra ihop med sig självt.")


def reusable(store: Store, incident_id: int | None = None) -> list[Row]:
    """Return our approved statements, newest first, of one incident when one is named."""
    return store.rows(
        "SELECT * FROM statements WHERE direction = 'out' AND approval = 'approved'"
        " AND (?1 IS NULL OR incident_id = ?1)"
        " AND id NOT IN (SELECT other_statement_id FROM statement_relations"
        "   WHERE kind = 'replaces' AND other_statement_id IS NOT NULL)"
        " ORDER BY coalesce(happened_at, approved_at) DESC, id DESC",
        [incident_id],
    )


def _move(row: Row, to: str) -> MoveError:
    return MoveError(
        kind="Uttalandet",
        frm=label("approval", row["approval"]),
        to=label("approval", to),
        why="" if row["direction"] == "out" else "Bara våra egna uttalanden godkänns.",
    )
