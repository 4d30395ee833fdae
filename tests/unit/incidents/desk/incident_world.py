"""Region Västmark on Monday evening, as the desk's users left it: names and one open incident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from incidents.record import incident, manual_article, people, statement
from incidents.record.incident import NewIncident
from incidents.record.manual_article import NewArticle
from incidents.record.people import NewOrganisation, NewPosition
from incidents.record.statement import NewStatement
from monitor.core.actors import Actor
from monitor.core.clock import STOCKHOLM
from monitor.core.store import Row
from monitor.core.times import Moment
from tests.unit.incidents.desk.conftest import Desk

EDITOR = Actor("editor", "editor", 2, "Editor")
APPROVER = Actor("approver", "approver", 3, "Approver")
REF = "H-2026-001"
PAGE = f"handelser/{REF}"


def at(day: int, clock: str) -> datetime:
    """Return an instant of March 2026 on the Swedish clock: ``at(9, "14.10")``."""
    hour, minute = map(int, clock.split("."))
    return datetime(2026, 3, day, hour, minute, tzinfo=STOCKHOLM).astimezone(UTC)


@dataclass
class World:
    desk: Desk
    rvm: int
    nordlys: int
    karin: int
    mv: int
    va: int
    article: int
    incident: int

    def only(self, table: str) -> Row:
        """Return the newest row."""
        row = self.desk.store.row(f"SELECT * FROM [{table}] ORDER BY id DESC LIMIT 1")
        assert row is not None
        return row

    async def send(self, path: str, fields: dict[str, object]) -> Any:
        """Send a form as the editor; for forms with a field of their own that is named role."""
        return await self.desk.datasette.client.post(
            f"/-/lagesbild/{path}",
            data=fields,
            cookies={"lagesbild": self.desk.sessions["editor"]},
        )

    def article_titled(self, title: str, slug: str) -> int:
        new = NewArticle(
            outlet_id=self.va, title=title, medium="web", url=f"https://va.example/{slug}"
        )
        return manual_article.add(self.desk.store, EDITOR, new)

    def said(self, direction: str = "out", **other: object) -> int:
        new = NewStatement(
            direction=direction, wording="Leverantören svarar för märkningen.", channel="email",
            organisation_id=self.rvm if direction == "out" else self.nordlys, **other,  # type: ignore[arg-type]
        )  # fmt: skip
        return statement.add(self.desk.store, EDITOR, self.incident, new)

    def approved(self) -> int:
        key = self.said()
        statement.approve(self.desk.store, APPROVER, key, revision=1)
        return key

    def proposed(self, title: str = "Produktverket inleder tillsyn") -> int:
        article = self.article_titled(title, "tillsyn")
        key = incident.open_from_nothing(
            self.desk.store, EDITOR, NewIncident(title=title), status="proposed"
        )
        self.desk.store.insert(
            "incident_articles",
            {
                "incident_id": key,
                "article_id": article,
                "role": "trigger",
                "linked_at": self.desk.store.now(),
            },
        )
        return key


def world(desk: Desk) -> World:
    store = desk.store
    rvm = people.add_organisation(
        store, EDITOR, NewOrganisation(name="Region Västmark", short_name="RVM", kind="own")
    )
    nordlys = people.add_organisation(
        store, EDITOR, NewOrganisation(name="Nordlys Health", short_name="Nordlys", kind="supplier")
    )
    karin = people.add_person(
        store, EDITOR, "Karin Almgren", organisation_id=rvm,
        position=NewPosition(
            title="ordförande i programstyrgrupp Kompass", short_title="styrgruppsordförande",
            spokesperson=True, valid_from=at(1, "08.00"),
        ),
    )  # fmt: skip
    mv = store.insert("outlets", {"name": "Morgonbladet Väst", "short_name": "MV"})
    va = store.insert("outlets", {"name": "Västmarks Allehanda", "short_name": "VA"})
    article = manual_article.add(
        store, EDITOR,
        NewArticle(
            outlet_id=mv, title="Nytt journalsystem saknar rätt märkning", medium="web",
            url="https://mv.example/kompass-1", published=Moment(at(9, "14.10")),
            seen_at=at(9, "14.13"),
        ),
    )  # fmt: skip
    key = incident.open_from_article(store, EDITOR, article)
    return World(desk, rvm, nordlys, karin, mv, va, article, key)
