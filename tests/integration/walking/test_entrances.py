"""What staff say of entrances and ways out of doors bars, leads and names as it was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import shapely
from shapely import MultiPoint

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import Forbidden, Invalid, NotFound, Refused
from floorplans.nearest.views import EntranceOrigin
from floorplans.plans import service as plans
from floorplans.plans.layout import lonlat
from floorplans.walking import making
from floorplans.walking.entrance_views import DoorNumber, EntranceSaid, OutdoorWaySaid
from floorplans.walking.entrances import (
    describe_entrance,
    entrances_view,
    forget_entrance,
    ways_in,
)
from floorplans.walking.facilities import FacilityRequest, nearest_facilities
from floorplans.walking.outdoor_ways import forget_way, say_way
from floorplans.walking.service import nearest_by_walking
from floorplans.walking.views import WalkRequest
from geo.ways.floor import Door, FloorPlan
from geo.ways.profiles import DETOUR
from tests.support.drafts import stage_draft
from tests.support.factories import SRID, make_organisation, make_person
from tests.support.house import STREET_DOOR, WEST_DOOR, make_floor
from tests.support.houses import (
    DESK,
    EAST_M,
    Houses,
    desk_of,
    from_room,
    route_between,
    shifted,
    street_at,
    street_doors,
    two_houses,
)
from tests.support.walked import draft_of

HOUR = timedelta(hours=1)
PROFILES = ("on_foot", "step_free", "wheelchair", "pram")


@pytest.fixture
def houses(db: Database, staff: Actor, now: datetime) -> Houses:
    return two_houses(db, staff, now)


def who_passes(db: Database, staff: Actor, houses: Houses, now: datetime) -> list[str]:
    return [who for who in PROFILES if route_between(db, staff, houses, now, who) is not None]


@pytest.mark.parametrize(
    ("said", "passing"),
    [
        (EntranceSaid("side"), PROFILES),
        (EntranceSaid("main", clear_m=0.85), PROFILES),
        (EntranceSaid("main", clear_m=0.7), ("on_foot", "step_free")),
        (EntranceSaid("side", has_steps=True), ("on_foot",)),
        (EntranceSaid("side", opens_from_outside=False), ()),
        (EntranceSaid("emergency"), ()),
        (EntranceSaid("none"), ()),
    ],
    ids=["side", "wide", "narrow", "steps", "from within", "emergency", "none"],
)
def test_who_comes_in_by_a_door_as_it_was_said(
    db: Database,
    staff: Actor,
    houses: Houses,
    now: datetime,
    said: EntranceSaid,
    passing: tuple[str, ...],
) -> None:
    made = describe_entrance(db, staff, street_doors(houses)[1], said, now)
    assert who_passes(db, staff, houses, now) == list(passing)
    forget_entrance(db, staff, made)
    assert who_passes(db, staff, houses, now) == list(PROFILES)


@pytest.mark.parametrize(
    ("said", "passing"),
    [
        (OutdoorWaySaid(ground="ramp"), PROFILES),
        (OutdoorWaySaid(ground="steps"), ("on_foot",)),
        (OutdoorWaySaid(is_covered=True), PROFILES),
        (OutdoorWaySaid(is_barred=True), ()),
    ],
    ids=["ramp", "steps", "covered", "barred"],
)
def test_who_goes_a_way_out_of_doors_as_it_was_said(
    db: Database,
    staff: Actor,
    houses: Houses,
    now: datetime,
    said: OutdoorWaySaid,
    passing: tuple[str, ...],
) -> None:
    made = say_way(db, staff, street_doors(houses), said, now)
    assert who_passes(db, staff, houses, now) == list(passing)
    forget_way(db, staff, made)
    assert who_passes(db, staff, houses, now) == list(PROFILES)


def test_one_comes_out_by_a_door_that_opens_from_within_alone(
    db: Database, staff: Actor, houses: Houses, now: datetime
) -> None:
    said = EntranceSaid("side", opens_from_outside=False)
    describe_entrance(db, staff, street_doors(houses)[0], said, now)
    assert who_passes(db, staff, houses, now) == list(PROFILES)
    assert ways_in(db, staff, houses[0].floors[0]) == ()
    (way,) = entrances_view(db, staff, houses[0].building_id).ways
    assert (way.is_one_way, way.other.door.building_id) == (True, houses[1].building_id)


def test_directions_name_the_doors_and_tell_what_the_way_is_like(
    db: Database, staff: Actor, houses: Houses, now: datetime
) -> None:
    one, other = street_doors(houses)
    describe_entrance(db, staff, one, EntranceSaid("main", name="East door"), now)
    describe_entrance(db, staff, other, EntranceSaid("main", name="North entrance"), now)
    said = OutdoorWaySaid(length_m=60.0, is_covered=True, ground="ramp")
    say_way(db, staff, (one, other), said, now)
    way = route_between(db, staff, houses, now)
    assert way is not None
    (out,) = [each for each in way.directions if each.startswith("Go outside")]
    assert out.startswith("Go outside by East door, covered, over a ramp, 6")
    assert "m to North entrance (" in out


def test_a_measured_way_may_be_proven_and_an_estimated_one_never_is(
    db: Database, staff: Actor, houses: Houses, now: datetime
) -> None:
    request = WalkRequest(from_room(houses[0]), None, now, now + HOUR, kind="desk", limit=1)
    assert nearest_by_walking(db, staff, request, now).why == "estimated"
    say_way(db, staff, street_doors(houses), OutdoorWaySaid(is_covered=True), now)
    assert nearest_by_walking(db, staff, request, now).why == "estimated"
    say_way(db, staff, street_doors(houses), OutdoorWaySaid(length_m=60.0), now)
    answer = nearest_by_walking(db, staff, request, now)
    assert (answer.exact, answer.why) == (True, "proven")


@pytest.mark.parametrize("turned", [False, True], ids=["from here", "from there"])
def test_a_drawn_line_is_walked_along_and_is_as_long_as_it_is(
    db: Database, staff: Actor, houses: Houses, now: datetime, turned: bool
) -> None:
    ends = [street_at(house) for house in houses]
    aside = (ends[0] + ends[1]) / 2 + (0.0, 30.0)
    corners = [ends[0] + (0.0, 30.0), aside]
    (drawn,) = lonlat([MultiPoint(corners)], SRID)
    line = tuple((x, y) for x, y in shapely.get_coordinates(drawn).tolist())
    length_m = shapely.LineString([ends[0], *corners, ends[1]]).length
    doors = street_doors(houses)
    if turned:
        doors, line = doors[::-1], line[::-1]
    say_way(db, staff, doors, OutdoorWaySaid(line=line), now)
    view = entrances_view(db, staff, houses[0].building_id).ways[0]
    assert (view.is_estimated, view.length_m) == (False, pytest.approx(length_m, abs=0.1))
    way = route_between(db, staff, houses, now)
    assert way is not None
    (out,) = [leg.line for leg in way.legs if leg.floor_id is None]
    walked = shapely.LineString(out[1:-1])
    assert walked.equals_exact(shapely.LineString(line[:: -1 if turned else 1]), 1e-6)


def test_the_last_word_about_two_doors_holds_whichever_comes_first(
    db: Database, staff: Actor, houses: Houses, now: datetime
) -> None:
    one, other = street_doors(houses)
    say_way(db, staff, (one, other), OutdoorWaySaid(is_barred=True), now)
    say_way(db, staff, (other, one), OutdoorWaySaid(length_m=80.0), now + HOUR)
    view = entrances_view(db, staff, houses[0].building_id)
    assert [(way.length_m, way.is_barred) for way in view.ways] == [(80.0, False)]
    assert view.lost == ()
    assert view.ways[0].way_id is not None
    forget_way(db, staff, view.ways[0].way_id)
    (again,) = entrances_view(db, staff, houses[0].building_id).ways
    assert (again.way_id, again.is_estimated) == (None, True)
    assert again.length_m == pytest.approx(again.straight_m * DETOUR, abs=0.1)


def test_what_was_said_holds_for_the_next_plan(
    db: Database, staff: Actor, houses: Houses, now: datetime
) -> None:
    """Its doors are counted otherwise, and a little off."""
    describe_entrance(db, staff, street_doors(houses)[1], EntranceSaid("main", "North"), now)
    say_way(db, staff, street_doors(houses), OutdoorWaySaid(ground="steps"), now)
    before = shifted(make_floor(obstacles=[DESK]), EAST_M)
    street = before.doors[STREET_DOOR]
    moved = Door(shapely.affinity.translate(street.line, 0.0, 0.4), 1.0, to_outside=True)
    publish_next(
        db, staff, houses, replace(before, doors=[moved, *before.doors[:STREET_DOOR]]), now
    )
    view = entrances_view(db, staff, houses[1].building_id)
    assert [(each.name, each.door.number) for each in view.entrances] == [("North", 1)]
    assert [way.ground for way in view.ways] == ["steps"]
    assert who_passes(db, staff, houses, now) == ["on_foot"]


def test_what_the_next_plan_has_no_door_for_is_told_and_can_be_forgotten(
    db: Database, staff: Actor, houses: Houses, now: datetime
) -> None:
    describe_entrance(db, staff, street_doors(houses)[1], EntranceSaid("main", "North"), now)
    say_way(db, staff, street_doors(houses), OutdoorWaySaid(ground="steps"), now)
    before = shifted(make_floor(obstacles=[DESK]), EAST_M)
    publish_next(db, staff, houses, replace(before, doors=before.doors[:STREET_DOOR]), now)
    view = entrances_view(db, staff, houses[1].building_id)
    assert (view.entrances, view.ways) == ((), ())
    assert [(each.what, each.name) for each in view.lost] == [("entrance", "North"), ("way", None)]
    forget_entrance(db, staff, view.lost[0].id)
    forget_way(db, staff, view.lost[1].id)
    assert entrances_view(db, staff, houses[1].building_id).lost == ()


def publish_next(
    db: Database, staff: Actor, houses: Houses, plan: FloorPlan, now: datetime
) -> None:
    made = stage_draft(db, staff, houses[1].floors[0], draft_of(plan), now)
    plans.publish(db, staff, made, now)
    assert making.make(db, staff.organisation_id, made, now)


def test_a_door_that_the_plan_does_not_show_as_one_becomes_an_entrance(
    db: Database, staff: Actor, houses: Houses, now: datetime
) -> None:
    """The door of the west room, seen from the corridor, as good as any for this."""
    house = houses[0]
    assert [each.number for each in ways_in(db, staff, house.floors[0])] == [STREET_DOOR + 1]
    said = EntranceSaid("main", name="Yard")
    describe_entrance(db, staff, DoorNumber(house.floors[0], WEST_DOOR + 1), said, now)
    found = ways_in(db, staff, house.floors[0])
    assert [each.name for each in found] == ["Yard", None]
    request = WalkRequest(EntranceOrigin(0), house.floors[0], now, now + HOUR, kind="desk")
    begun = nearest_by_walking(db, staff, request, now).from_entrance
    assert begun is not None
    assert (begun.number, begun.name) == (WEST_DOOR + 1, "Yard")


def test_who_rolls_begins_at_the_entrance_they_come_in_by(
    db: Database, staff: Actor, houses: Houses, now: datetime
) -> None:
    house = houses[1]
    yard = DoorNumber(house.floors[0], WEST_DOOR + 1)
    describe_entrance(db, staff, yard, EntranceSaid("main", name="Yard", has_steps=True), now)
    for profile, number in (("on_foot", WEST_DOOR + 1), ("wheelchair", STREET_DOOR + 1)):
        request = WalkRequest(
            EntranceOrigin(0), house.floors[0], now, now + HOUR, profile, kind="desk"
        )
        begun = nearest_by_walking(db, staff, request, now).from_entrance
        assert begun is not None
        assert begun.number == number


def test_an_emergency_exit_is_a_way_out_and_no_way_in(
    db: Database, staff: Actor, houses: Houses, now: datetime
) -> None:
    house, door = houses[1], street_doors(houses)[1]
    describe_entrance(db, staff, door, EntranceSaid("emergency"), now)
    assert ways_in(db, staff, house.floors[0]) == ()
    request = WalkRequest(EntranceOrigin(0), house.floors[0], now, now + HOUR, kind="desk")
    with pytest.raises(NotFound, match="entrance_not_found"):
        nearest_by_walking(db, staff, request, now)
    ask = FacilityRequest(from_room(house), None, "exit")
    assert [each.name for each in nearest_facilities(db, staff, ask, now).found] == [
        "Emergency exit"
    ]
    describe_entrance(db, staff, door, EntranceSaid("emergency", has_steps=True), now)
    with pytest.raises(Refused, match="no_way"):
        nearest_facilities(db, staff, replace(ask, profile="wheelchair"), now)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (OutdoorWaySaid(length_m=3.0), "outdoor_length_short"),
        (OutdoorWaySaid(length_m=9000.0), "outdoor_length_invalid"),
        (OutdoorWaySaid(line=((4.9, 52.3), (60.0, 52.3))), "outdoor_line_invalid"),
        (OutdoorWaySaid(line=((4.9, 52.37),) * 300), "outdoor_line_invalid"),
        (OutdoorWaySaid(ground="snow"), "outdoor_ground_invalid"),  # type: ignore[arg-type]
    ],
    ids=["short", "long", "far", "corners", "ground"],
)
def test_a_way_that_makes_no_sense_is_refused_and_changes_nothing(
    db: Database,
    staff: Actor,
    houses: Houses,
    now: datetime,
    said: OutdoorWaySaid,
    code: str,
) -> None:
    say_way(db, staff, street_doors(houses), OutdoorWaySaid(length_m=70.0), now)
    with pytest.raises(Invalid, match=code):
        say_way(db, staff, street_doors(houses), said, now)
    (way,) = entrances_view(db, staff, houses[0].building_id).ways
    assert way.length_m == 70.0


def test_ways_join_entrances_of_two_buildings(
    db: Database, staff: Actor, houses: Houses, now: datetime
) -> None:
    one, other = street_doors(houses)
    inner = DoorNumber(one.floor_id, WEST_DOOR + 1)
    with pytest.raises(Invalid, match="outdoor_way_apart"):
        say_way(db, staff, (one, inner), OutdoorWaySaid(), now)
    with pytest.raises(Invalid, match="outdoor_way_no_entrance"):
        say_way(db, staff, (inner, other), OutdoorWaySaid(), now)
    elsewhere = street_doors(two_houses(db, staff, now))[1]
    with pytest.raises(Invalid, match="outdoor_way_apart"):
        say_way(db, staff, (one, elsewhere), OutdoorWaySaid(), now)
    with pytest.raises(NotFound, match="door_not_found"):
        say_way(db, staff, (one, DoorNumber(other.floor_id, 99)), OutdoorWaySaid(), now)
    for said, code in (
        (EntranceSaid("main", clear_m=0.1), "entrance_width_invalid"),
        (EntranceSaid("gate"), "entrance_role_invalid"),  # type: ignore[arg-type]
        (EntranceSaid("side", name="x" * 61), "name_too_long"),
    ):
        with pytest.raises(Invalid, match=code):
            describe_entrance(db, staff, one, said, now)


def test_only_staff_of_the_organisation_see_and_say_it(
    db: Database, staff: Actor, houses: Houses, now: datetime
) -> None:
    doors, said = street_doors(houses), EntranceSaid("main")
    employee = make_person(db, staff.organisation_id)
    with pytest.raises(Forbidden):
        describe_entrance(db, employee, doors[0], said, now)
    with pytest.raises(Forbidden):
        say_way(db, employee, doors, OutdoorWaySaid(), now)
    with pytest.raises(Forbidden):
        entrances_view(db, employee, houses[0].building_id)
    made = describe_entrance(db, staff, doors[0], said, now)
    way = say_way(db, staff, doors, OutdoorWaySaid(), now)
    stranger = make_person(db, make_organisation(db), role=staff.role)
    with pytest.raises(NotFound):
        describe_entrance(db, stranger, doors[0], said, now)
    with pytest.raises(NotFound):
        say_way(db, stranger, doors, OutdoorWaySaid(), now)
    with pytest.raises(NotFound):
        entrances_view(db, stranger, houses[0].building_id)
    with pytest.raises(NotFound):
        forget_entrance(db, stranger, made)
    with pytest.raises(NotFound):
        forget_way(db, stranger, way)
    with pytest.raises(NotFound):
        ways_in(db, stranger, houses[0].floors[0])
    assert ways_in(db, employee, houses[0].floors[0])[0].is_main
    assert desk_of(houses[1])
