"""Corners that are typed in metres lie where the plan, or the site's CRS, says."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest
from shapely import Point

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import Conflict, Forbidden, Invalid, NotFound
from floorplans.ids import new_id
from floorplans.places import service as places
from floorplans.plans import service as plans
from geo.crs import to_metric
from tests.support.dated import Floor
from tests.support.factories import EAST, NORTH, SRID


def test_a_corner_of_the_plan_lies_where_the_map_has_it(hall: Floor) -> None:
    desk = next(s for s in places.spaces(hall.db, hall.person, hall.id) if s.name == "A")
    ((lon, lat),) = plans.on_earth(hall.db, hall.staff, hall.id, [(2.0, 2.0)], of_plan=True)
    assert (lon, lat) == pytest.approx((desk.lon, desk.lat), abs=1e-7)


def test_a_corner_of_the_site_is_projected(hall: Floor) -> None:
    asked = [(EAST + 3, NORTH - 4)]
    ((lon, lat),) = plans.on_earth(hall.db, hall.staff, hall.id, asked, of_plan=False)
    back = to_metric(Point(lon, lat), SRID)
    assert (back.x, back.y) == pytest.approx(asked[0], abs=0.001)


def test_what_cannot_be_placed_is_told(
    db: Database, hall: Floor, staff: Actor, floor: UUID, now: datetime
) -> None:
    with pytest.raises(Invalid) as off:
        plans.on_earth(db, hall.staff, hall.id, [(9e9, 9e9)], of_plan=False)
    assert off.value.code == "corners_off_the_map"
    with pytest.raises(NotFound):
        plans.on_earth(db, hall.staff, new_id(), [(0, 0)], of_plan=False)
    with pytest.raises(Forbidden):
        plans.on_earth(db, hall.person, hall.id, [(0, 0)], of_plan=True)
    empty = places.create_floor(
        db, staff, building_id=places.floor(db, staff, floor).building_id, name="Attic", ordinal=9
    )
    with pytest.raises(Conflict) as bare:
        plans.on_earth(db, staff, empty, [(0, 0)], of_plan=True)
    assert bare.value.code == "floor_without_plan"
