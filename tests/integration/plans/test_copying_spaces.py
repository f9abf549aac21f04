"""Spaces of another floor, copied into a draft as one edit."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from shapely import box
from shapely.geometry import shape

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import DomainError, Forbidden, NotFound, Refused
from floorplans.ids import new_id
from floorplans.places import service as places
from floorplans.plans import service
from floorplans.plans.editing.actions import At, Change
from floorplans.plans.editing.copying import Wanted, copy_spaces
from floorplans.plans.editing.views import EditedView
from floorplans.plans.position import PointAndBearing
from importers.draft import FloorPlanDraft
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room, stage_draft
from tests.support.factories import make_person

DESKS = frozenset(("desk",))
HERE = (4.9, 52.37)


def make_plan() -> FloorPlanDraft:
    room = make_draft_room("1.01", "Den", polygon=box(0, 0, 10, 6), handle="A")
    desk = replace(make_draft_desk("7", 2.0, 2.0, handle="7"), polygon=box(1.2, 1.6, 2.8, 2.4))
    return make_draft(rooms=[room], desks=[desk])


def make_bare_plan(extent_m: tuple[float, float, float, float]) -> FloorPlanDraft:
    return replace(make_draft(), extent_m=extent_m)


@pytest.fixture
def above(db: Database, staff: Actor, floor: UUID) -> UUID:
    """Another floor of the same building."""
    building = places.floor(db, staff, floor).building_id
    return places.create_floor(db, staff, building_id=building, name="Above", ordinal=41)


@pytest.fixture
def source(db: Database, staff: Actor, above: UUID, now: datetime) -> UUID:
    return stage_draft(db, staff, above, make_plan(), now)


def middles(view: EditedView) -> list[tuple[float, float]]:
    points = [shape(feature["geometry"]).centroid for feature in view.added]
    return [(round(point.x, 2), round(point.y, 2)) for point in points]


def properties(view: EditedView) -> dict[str, Any]:
    (feature,) = view.added
    return dict(feature["properties"])


def test_a_desk_comes_with_all_that_it_is(
    db: Database, staff: Actor, floor: UUID, source: UUID, now: datetime
) -> None:
    change = Change((At("desk", 2.0, 2.0),), features=("dock",), bookable=False)
    service.edit(db, staff, source, change, 0, now)
    draft = stage_draft(db, staff, floor, make_bare_plan((0, 0, 20, 12)), now)
    copied = copy_spaces(db, staff, draft, Wanted(source, DESKS), 0, now)
    assert middles(copied) == [(2.0, 2.0)]
    told = properties(copied)
    assert (told["kind"], told["number"], told["name"]) == ("desk", "7", "7")
    assert (told["features"], told["bookable"]) == (["dock"], False)
    assert service.undo(db, staff, draft, copied.number).removed == (copied.added[0]["id"],)


def test_numbers_can_stay_behind(
    db: Database, staff: Actor, floor: UUID, source: UUID, now: datetime
) -> None:
    draft = stage_draft(db, staff, floor, make_bare_plan((0, 0, 20, 12)), now)
    copied = copy_spaces(db, staff, draft, Wanted(source, DESKS, named=False), 0, now)
    assert (properties(copied)["number"], properties(copied)["name"]) == (None, "Desk 1")


def test_a_plan_drawn_about_another_corner_gets_them_middle_on_middle(
    db: Database, staff: Actor, floor: UUID, source: UUID, now: datetime
) -> None:
    draft = stage_draft(db, staff, floor, make_bare_plan((500, 300, 520, 312)), now)
    copied = copy_spaces(db, staff, draft, Wanted(source, DESKS), 0, now)
    assert middles(copied) == [(502.0, 302.0)]


def test_plans_that_are_placed_are_laid_over_each_other_on_the_earth(
    db: Database, staff: Actor, floor: UUID, source: UUID, now: datetime
) -> None:
    draft = stage_draft(db, staff, floor, make_bare_plan((0, 0, 20, 12)), now)
    # The same spot of the earth is (0, 0) there and (5, 1) here, and here is turned by a quarter.
    service.place(db, staff, source, PointAndBearing(0, 0, *HERE, 0, confirm=True), now)
    service.place(db, staff, draft, PointAndBearing(5, 1, *HERE, 90, confirm=True), now)
    copied = copy_spaces(db, staff, draft, Wanted(source, DESKS), 0, now)
    # Two metres to the east there are two metres up here, and two to the north are two to the left.
    assert middles(copied) == [(3.0, 3.0)]


def test_looking_first_keeps_nothing(
    db: Database, staff: Actor, floor: UUID, source: UUID, now: datetime
) -> None:
    draft = stage_draft(db, staff, floor, make_bare_plan((0, 0, 20, 12)), now)
    seen = copy_spaces(db, staff, draft, Wanted(source, DESKS), 0, now, dry_run=True)
    assert len(seen.added) == 1
    assert service.edits(db, staff, draft).edits == ()


def test_what_is_not_there_or_not_ones_own_is_not_copied(
    db: Database, staff: Actor, floor: UUID, source: UUID, now: datetime
) -> None:
    draft = stage_draft(db, staff, floor, make_bare_plan((0, 0, 20, 12)), now)
    employee = make_person(db, staff.organisation_id, role=Role.EMPLOYEE)
    cases: list[tuple[Actor, Wanted, type[DomainError]]] = [
        (staff, Wanted(source, frozenset(("locker",))), Refused),
        (staff, Wanted(new_id(), DESKS), NotFound),
        (employee, Wanted(source, DESKS), Forbidden),
    ]
    for who, wanted, refusal in cases:
        with pytest.raises(refusal):
            copy_spaces(db, who, draft, wanted, 0, now)
