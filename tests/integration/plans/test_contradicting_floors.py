"""Floors of a building that cannot both be as they are told: a person hears which, and how far."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest
from shapely import MultiPolygon, box

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.plans import queries, service
from floorplans.plans.contradictions import contradictions
from floorplans.plans.position import PointAndBearing
from floorplans.plans.views import Notice
from importers.draft import FloorPlanDraft
from tests.support.drafts import make_draft, make_draft_desk, publish_draft, stage_draft
from tests.support.factories import LAT, LON, make_building, make_floor, make_site
from tests.support.files import make_dxf

#: Degrees of latitude for a metre.
NORTH_DEG = 1 / 111_200


@pytest.fixture
def building(db: Database, staff: Actor) -> UUID:
    return make_building(db, staff, make_site(db, staff))


@pytest.fixture
def floors(db: Database, staff: Actor, building: UUID) -> list[UUID]:
    """Floor 1, Floor 2 and Floor 3 of one building."""
    return [make_floor(db, staff, building_id=building, ordinal=n) for n in (1, 2, 3)]


def make_plan(first: int = 1, outline: MultiPolygon | None = None) -> FloorPlanDraft:
    desks = [make_draft_desk(f"{first + n}", 1.5 + 2 * n, 2) for n in range(6)]
    return make_draft(desks=desks, outline=outline)


def warned(db: Database, actor: Actor, plan: UUID, now: datetime) -> dict[str, Notice]:
    found = service.preview(db, actor, plan, now).warnings
    return {notice.code: notice for notice in found}


def place_north(db: Database, actor: Actor, plan: UUID, metres: float, now: datetime) -> None:
    lat = LAT + metres * NORTH_DEG
    service.place(db, actor, plan, PointAndBearing(0, 0, LON, lat, 0, confirm=True), now)


def test_one_drawing_for_two_floors_names_the_other_floor(
    db: Database, staff: Actor, floors: list[UUID], now: datetime
) -> None:
    content = make_dxf(desks=3)
    plans = [service.upload(db, staff, floor, "plan.dxf", content, now) for floor in floors[:2]]
    for plan in plans:
        service.read(db, staff.organisation_id, plan, now)
    for plan, other in zip(plans, ("Floor 2", "Floor 1"), strict=True):
        told = warned(db, staff, plan, now)["DRAWING_OF_OTHER_FLOOR"]
        assert f"“{other}”" in told.message
        assert told.advice
    service.publish(db, staff, plans[0], now)
    report = service.publish(db, staff, plans[1], now)
    # It is a warning: whoever has floors that are alike can go on.
    assert "DRAWING_OF_OTHER_FLOOR" in {notice.code for notice in report.warnings}


def test_two_drawings_on_one_sheet_are_two_floors(
    db: Database, staff: Actor, floors: list[UUID], now: datetime
) -> None:
    content = make_dxf(desks=3)
    for view, floor in zip(("1", "2"), floors[:2], strict=True):
        plan = service.upload(db, staff, floor, "plan.dxf", content, now, profile={"view": view})
    with db.transaction(staff.organisation_id) as tx:
        row = queries.revision(tx, staff.organisation_id, plan)
        assert row is not None
        assert contradictions(tx, staff.organisation_id, row, (), None) == ()


def test_a_discarded_drawing_and_one_of_another_building_contradict_nothing(
    db: Database, staff: Actor, floors: list[UUID], building: UUID, now: datetime
) -> None:
    elsewhere = make_floor(db, staff)
    content = make_dxf(desks=3)
    first, other, plan = (
        service.upload(db, staff, floor, "plan.dxf", content, now)
        for floor in (floors[0], elsewhere, floors[1])
    )
    for each in (first, other, plan):
        service.read(db, staff.organisation_id, each, now)
    service.discard(db, staff, first)
    assert "DRAWING_OF_OTHER_FLOOR" not in warned(db, staff, plan, now)


def test_a_plan_saved_anew_for_another_floor_is_known_by_its_places(
    db: Database, staff: Actor, floors: list[UUID], now: datetime
) -> None:
    publish_draft(db, staff, floors[0], make_plan(), now)
    again = stage_draft(db, staff, floors[1], make_plan(), now)
    assert "“Floor 1”" in warned(db, staff, again, now)["PLAN_LIKE_OTHER_FLOOR"].message


def test_floors_that_are_alike_with_numbers_of_their_own_contradict_nothing(
    db: Database, staff: Actor, floors: list[UUID], now: datetime
) -> None:
    publish_draft(db, staff, floors[0], make_plan(), now)
    other = stage_draft(db, staff, floors[1], make_plan(first=101), now)
    assert not warned(db, staff, other, now).keys() & {
        "PLAN_LIKE_OTHER_FLOOR",
        "DRAWING_OF_OTHER_FLOOR",
        "FLOOR_BESIDE_BUILDING",
    }


@pytest.mark.parametrize(
    ("metres", "words"),
    [(62.0, "lies 50 m beside floor “Floor 1”"), (12.2, "touches floor “Floor 1”")],
)
def test_a_floor_beside_the_building_is_told_with_its_distance(
    db: Database, staff: Actor, floors: list[UUID], now: datetime, metres: float, words: str
) -> None:
    first = stage_draft(db, staff, floors[0], make_plan(), now)
    place_north(db, staff, first, 0, now)
    service.publish(db, staff, first, now)
    plan = stage_draft(db, staff, floors[1], make_plan(first=101), now)
    place_north(db, staff, plan, metres, now)
    told = warned(db, staff, plan, now)["FLOOR_BESIDE_BUILDING"]
    assert words in told.message
    place_north(db, staff, plan, 3, now)
    assert "FLOOR_BESIDE_BUILDING" not in warned(db, staff, plan, now)


def test_a_small_storey_over_one_wing_lies_over_the_building(
    db: Database, staff: Actor, floors: list[UUID], now: datetime
) -> None:
    for floor, first, metres in ((floors[0], 1, 0), (floors[1], 101, 40)):
        plan = stage_draft(db, staff, floor, make_plan(first), now)
        place_north(db, staff, plan, metres, now)
        service.publish(db, staff, plan, now)
    tower = make_plan(201, outline=MultiPolygon([box(0, 0, 13, 4)]))
    plan = stage_draft(db, staff, floors[2], tower, now)
    place_north(db, staff, plan, 44, now)
    assert "FLOOR_BESIDE_BUILDING" not in warned(db, staff, plan, now)


def test_the_first_plan_of_a_building_has_nothing_to_contradict(
    db: Database, staff: Actor, floors: list[UUID], now: datetime
) -> None:
    plan = stage_draft(db, staff, floors[0], make_plan(), now)
    place_north(db, staff, plan, 500, now)
    assert "FLOOR_BESIDE_BUILDING" not in warned(db, staff, plan, now)
