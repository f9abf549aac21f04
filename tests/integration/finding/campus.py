"""A site with two floors, an employee who searches, a colleague and facility staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.finding import service
from floorplans.finding.views import FindRequest, Found, Near, Wishes
from floorplans.ids import new_id
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from tests.support.factories import (
    EAST,
    NORTH,
    make_building,
    make_floor,
    make_organisation,
    make_person,
    make_published_revision,
    make_site,
    make_space,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

_FACTS = text("""
INSERT INTO space_fact (organisation_id, plan_revision_id, space_id, near_window, window_m,
  near_door, door_m, back_to_wall, step_free)
VALUES (:organisation, :revision, :space, :near_window, :window_m, :near_door, :door_m,
  :back_to_wall, :step_free)
""")
_LIKE = text("""
UPDATE space SET capacity = :capacity, places = :places
WHERE organisation_id = :organisation AND id = :space
""")
_ZONE = text("""
INSERT INTO zone (organisation_id, id, floor_id, name) VALUES (:organisation, :zone, :floor, :name)
""")
_ZONE_SHAPE = text("""
INSERT INTO zone_shape (organisation_id, plan_revision_id, zone_id, floor_id, srid, is_live, geom,
  geom_4326)
SELECT :organisation, :revision, :zone, f.id, f.srid, true, g.geom, ST_Transform(g.geom, 4326)
FROM floor f, LATERAL (SELECT ST_Multi(ST_MakeEnvelope(:x1, :y - 2, :x2, :y + 2, f.srid)) AS geom) g
WHERE f.id = :floor
""")


@dataclass(frozen=True, slots=True)
class Campus:
    """``floor_id`` is on the street, ``upper_id`` above it in the same building."""

    db: Database
    now: datetime
    person: Actor
    colleague: Actor
    facility: Actor
    site_id: UUID
    building_id: UUID
    floor_id: UUID
    upper_id: UUID

    def desk(self, x: float = 0.0, *, floor_id: UUID | None = None, **like: Any) -> UUID:
        """A place ``x`` metres from the origin; ``like`` are its kind, name, features, capacity,
        places and facts."""
        floor = floor_id or self.floor_id
        made = {name: like.pop(name) for name in ("kind", "name", "features") if name in like}
        space: UUID = make_space(self.db, self.facility, floor, x=x, **made)
        values = {"organisation": self.facility.organisation_id, "space": space}
        with self.db.transaction(self.facility.organisation_id) as tx:
            tx.execute(
                _LIKE,
                values | {"capacity": like.pop("capacity", 1), "places": like.pop("places", 1)},
            )
        self.facts(space, floor, **like)
        return space

    def facts(self, space: UUID, floor_id: UUID, **facts: Any) -> None:
        revision = make_published_revision(self.db, self.facility, floor_id)
        usual = {
            "near_window": None,
            "window_m": None,
            "near_door": None,
            "door_m": None,
            "back_to_wall": None,
            "step_free": None,
        }
        values = {"organisation": self.facility.organisation_id, "revision": revision}
        with self.db.transaction(self.facility.organisation_id) as tx:
            tx.execute(_FACTS, {**values, "space": space, **usual, **facts})

    def zone(self, name: str, from_x: float, to_x: float, floor_id: UUID | None = None) -> UUID:
        made = new_id()
        floor = floor_id or self.floor_id
        values = {
            "organisation": self.facility.organisation_id,
            "zone": made,
            "floor": floor,
            "revision": make_published_revision(self.db, self.facility, floor),
            "name": name,
            "x1": EAST + from_x,
            "x2": EAST + to_x,
            "y": NORTH,
        }
        with self.db.transaction(self.facility.organisation_id) as tx:
            tx.execute(_ZONE, values)
            tx.execute(_ZONE_SHAPE, values)
        return made

    def rule(self, name: str = "Desks", **said: Any) -> UUID:
        return policies.make_rule(self.db, self.facility, Rule(name, **said), self.now).id

    def group(self, name: str, *people: Actor) -> UUID:
        made = policies.make_group(self.db, self.facility, name).id
        for person in people:
            policies.add_member(self.db, self.facility, made, person.email)
        return made

    def request(
        self,
        begins: timedelta = HOUR,
        length: timedelta = HOUR,
        *,
        near: Near | None = None,
        kind: str = "desk",
        limit: int = 10,
        **wishes: Any,
    ) -> FindRequest:
        from_at = self.now + begins
        return FindRequest(
            from_at, from_at + length, kind, Wishes(**wishes), near, self.site_id, limit
        )

    def find(self, *asked: Any, **wishes: Any) -> Found:
        request = self.request(*asked, **wishes)
        return service.find(self.db, self.person, request, self.now)

    def names(self, *asked: Any, **wishes: Any) -> list[str]:
        return [place.name for place in self.find(*asked, **wishes).places]


def make_campus(db: Database, now: datetime) -> Campus:
    organisation_id = make_organisation(db)
    facility = make_person(db, organisation_id, role=Role.FACILITY, name="Fay Boss")
    site_id = make_site(db, facility)
    building_id = make_building(db, facility, site_id)
    return Campus(
        db=db,
        now=now,
        person=make_person(db, organisation_id),
        colleague=make_person(db, organisation_id, name="Sam Bakker", shows_name=True),
        facility=facility,
        site_id=site_id,
        building_id=building_id,
        floor_id=make_floor(db, facility, building_id=building_id),
        upper_id=make_floor(db, facility, building_id=building_id, ordinal=1),
    )
