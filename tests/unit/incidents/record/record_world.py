"""Region Västmark on Monday afternoon: users, names, three articles, one open incident."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from incidents.record import incident, manual_article, people, series, statement
from incidents.record.people import NewOrganisation, NewPosition
from incidents.record.statement import NewStatement
from monitor.core.actors import Actor
from monitor.core.clock import STOCKHOLM, HeldClock
from monitor.core.store import Store
from monitor.core.times import Moment

SERIES = series.NewSeries(
    name="Regional rapport Kompass 2026",
    programme="Kompass",
    producer="Kommunikationsstaben",
    commissioner="Särskild organisation Kompass 2026",
    cadence="en gång i veckan, på torsdagar",
    purpose="förutsättningar, händelser och beslut",
    distribution="politisk ledning, chefer och intranätet",
)


def at(day: int, clock: str) -> datetime:
    """Return an instant of March 2026 on the Swedish clock: ``at(9, "14.10")``."""
    hour, minute = map(int, clock.split("."))
    return datetime(2026, 3, day, hour, minute, tzinfo=STOCKHOLM).astimezone(UTC)


def on(day: int, clock: str) -> Moment:
    return Moment(at(day, clock))


@dataclass
class World:
    store: Store
    clock: HeldClock
    sara: Actor
    lena: Actor
    per: Actor
    reader: Actor
    admin: Actor
    rvm: int
    nordlys: int
    authority: int
    karin: int
    karin_position: int
    mv: int
    nt: int
    article: int
    series: int
    incident: int

    def later(self, minutes: int) -> None:
        self.clock.set(self.clock.now() + timedelta(minutes=minutes))

    def revision(self, table: str, row_id: int) -> int:
        return int(self.store.value(f"SELECT revision FROM [{table}] WHERE id = ?", [row_id]))


def add_user(store: Store, username: str, name: str, role: str) -> Actor:
    row = {"username": username, "display_name": name, "role": role, "created_at": store.now()}
    return Actor(username, role, store.insert("users", row), name)


def add_outlet(store: Store, name: str, short: str) -> int:
    return store.insert("outlets", {"name": name, "short_name": short})


def add_article(
    world: World,
    title: str,
    slug: str,
    *,
    outlet: int | None = None,
    seen: datetime | None = None,
) -> int:
    return manual_article.add(
        world.store,
        world.sara,
        manual_article.NewArticle(
            outlet_id=outlet or world.mv,
            title=title,
            medium="web",
            url=f"https://mv.example/{slug}",
            published=on(9, "14.10"),
            seen_at=seen or at(9, "14.13"),
        ),
    )


def build(store: Store, clock: HeldClock) -> World:
    sara = add_user(store, "sara", "Sara Holm", "editor")
    lena = add_user(store, "lena", "Lena Frid", "approver")
    per = add_user(store, "per", "Per Rudin", "editor")
    reader = add_user(store, "rolf", "Rolf Ek", "reader")
    admin = add_user(store, "ada", "Ada Lind", "administrator")
    rvm = people.add_organisation(
        store, sara, NewOrganisation(name="Region Västmark", short_name="RVM", kind="own")
    )
    nordlys = people.add_organisation(
        store,
        sara,
        NewOrganisation(
            name="Nordlys Health",
            short_name="Nordlys Health",
            kind="supplier",
            former_names="Medara",
        ),
    )
    authority = people.add_organisation(
        store,
        sara,
        NewOrganisation(name="Produktverket", short_name="Produktverket", kind="authority"),
    )
    karin = people.add_person(
        store,
        sara,
        "Karin Almgren",
        organisation_id=rvm,
        position=NewPosition(
            title="ordförande i programstyrgrupp Kompass",
            short_title="styrgruppsordförande Kompass RVM",
            spokesperson=True,
            valid_from=at(1, "08.00"),
        ),
    )
    position = int(store.value("SELECT id FROM positions WHERE person_id = ?", [karin]))
    world = World(
        store, clock, sara, lena, per, reader, admin, rvm, nordlys, authority, karin, position,
        add_outlet(store, "Morgonbladet Väst", "MV"),
        add_outlet(store, "Nyhetsbyrån Telegram", "NT"),
        0, series.add(store, sara, SERIES), 0,
    )  # fmt: skip
    world.article = add_article(world, "Nytt journalsystem saknar rätt märkning", "kompass-1")
    world.incident = incident.open_from_article(store, sara, world.article)
    return world


OURS = NewStatement(
    direction="out",
    wording="Enligt avtalet svarar leverantören för märkningen.",
    channel="written",
    verbatim=True,
)
THEIRS = NewStatement(
    direction="in",
    wording="Vi har lämnat in en försäkran för Kompass.",
    channel="email",
    verbatim=True,
    moment=on(9, "14.30"),
)


def ours(world: World, **other: object) -> int:
    new = replace(OURS, speaker_id=world.karin, addressee_outlet_id=world.mv, **other)  # type: ignore[arg-type]
    return statement.add(world.store, world.sara, world.incident, new)


def theirs(world: World) -> int:
    new = replace(THEIRS, organisation_id=world.nordlys, addressee_person_id=world.karin)
    return statement.add(world.store, world.sara, world.incident, new)
