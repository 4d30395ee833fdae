"""What the linter must know of a report, read out of the material that it was composed from.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from incidents.report.finding import Context, Source
from incidents.report.material import Circumstance, Incident, Material, SourceRef, Statement
from incidents.report.wording import Basis, Name, NameKind, Person


def linter_context(
    material: Material,
    kind: Literal["extra", "weekly"],
    *,
    dead_links: frozenset[str] = frozenset(),
    earlier: str = "",
) -> Context:
    """Return names and people of the material; ``dead_links`` and ``earlier`` as in Context."""
    names = {body.name.long: body.name for body in material.bodies}
    people: dict[str, Person] = {one.person.name: one.person for one in material.spokespersons}
    for incident in material.incidents:
        for article in incident.articles:
            name = article.outlet.name
            names.setdefault(name.long, replace(name, url=article.url))
        for enquiry in incident.enquiries:
            if enquiry.outlet is not None:
                names.setdefault(enquiry.outlet.name.long, enquiry.outlet.name)
        for statement in incident.statements:
            for person in (statement.speaker, statement.to_person):
                if person is not None:
                    people.setdefault(person.name, person)
    programme = Name(material.series.programme, kind=NameKind.PROGRAMME)
    names.setdefault(programme.long, programme)
    return Context(
        kind=kind,
        compiled_at=material.compiled_at,
        names=tuple(names.values()),
        people=tuple(people.values()),
        dead_links=dead_links,
        earlier=earlier,
    )


def linter_sources(material: Material) -> dict[tuple[str, int], Source]:
    """Return (table, row id) -> whose word the row is, for every row of the material."""
    found: dict[tuple[str, int], Source] = {}
    for incident in material.incidents:
        _press(incident, found)
        for statement in incident.statements:
            source = _said(statement)
            for ref in (statement.ref, *(claim.ref for claim in statement.claims)):
                found[_key(ref)] = source
        for circumstance in incident.circumstances:
            found[_key(circumstance.ref)] = _circumstance(circumstance, incident)
        for action in incident.actions:
            body = action.reported_by
            found[_key(action.ref)] = (
                Source() if body is None else Source(Basis.PARTY, body.name.long, said_it=True)
            )
    return found


def sources_for(
    refs: Iterable[SourceRef], known: Mapping[tuple[str, int], Source]
) -> tuple[Source, ...]:
    """Return what a paragraph rests on; rows that are nobody's claim are our own doings."""
    return tuple(known.get(_key(one), Source()) for one in refs)


def _press(incident: Incident, found: dict[tuple[str, int], Source]) -> None:
    for article in incident.articles:
        source = Source(Basis.MEDIA, article.outlet.name.long, said_it=True)
        for ref in (article.ref, *(claim.ref for claim in article.claims)):
            found[_key(ref)] = source


def _key(ref: SourceRef) -> tuple[str, int]:
    return ref.table, ref.row_id


def _said(statement: Statement) -> Source:
    body = statement.organisation
    if statement.direction == "out" or body is None or body.kind == "own":
        return Source()
    basis = Basis.AUTHORITY if body.kind == "authority" else Basis.PARTY
    return Source(basis, body.name.long, said_it=True)


def _circumstance(circumstance: Circumstance, incident: Incident) -> Source:
    body = circumstance.organisation
    holder = "" if body is None else body.name.long
    basis = Basis(circumstance.basis)
    itself = circumstance.verification == "verified" or any(
        statement.id == circumstance.statement_id for statement in incident.statements
    )
    return Source(basis, holder, said_it=itself)
