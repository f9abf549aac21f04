"""What is free and nearest by the way there: as a slow search over all corners finds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import numpy as np
import pytest
import shapely
from sqlalchemy import text

from bench.walked.brute import Brute, corners_of
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import Conflict, Invalid, NotFound, Refused
from floorplans.nearest.position import Position
from floorplans.nearest.views import SpaceOrigin
from floorplans.walking import refining
from floorplans.walking.graphs import Graphs
from floorplans.walking.routing import way_to
from floorplans.walking.service import nearest_by_walking
from floorplans.walking.views import RouteRequest, WalkAnswer, WalkRequest
from geo.crs import to_lonlat
from geo.ways.floor import floor_of
from geo.ways.profiles import PROFILES
from tests.support.factories import (
    SRID,
    make_booking,
    make_building,
    make_organisation,
    make_person,
)
from tests.support.walked import House, drawn_world, make_house, publish_house

HOURS = timedelta(hours=4)
CLOSE_S = 0.15
PEOPLE = ("on_foot", "step_free", "wheelchair", "pram")
#: With stairs, a lift and more than one floor.
TALL = 3


def asked(origin: object, house: House, floor: int, now: datetime, **more: object) -> WalkRequest:
    begin = WalkRequest(origin, house.floors[floor], now, now + HOURS, kind="desk")  # type: ignore[arg-type]
    return replace(begin, **more)  # type: ignore[arg-type]


def position(house: House, floor: int, rng: Random, accuracy_m: float) -> tuple[Position, object]:
    """Somewhere in a room, and the same in the site's axes."""
    rooms = house.world.plans[floor].rooms
    x0, y0, x1, y1 = rng.choice(rooms).bounds
    at = shapely.Point(rng.uniform(x0, x1), rng.uniform(y0, y1))
    moved = to_lonlat(at, SRID)
    return Position(moved.x, moved.y, accuracy_m), at


def book(db: Database, actor: Actor, house: House, rng: Random, now: datetime) -> set[UUID]:
    """Half of the desks are taken; those that are free."""
    with db.transaction(actor.organisation_id) as tx:
        desks = tx.execute(text("SELECT id FROM space WHERE kind = 'desk' ORDER BY id"))
        ids = [row[0] for row in desks]
    own = {each for floor in house.spaces for each in floor}
    taken = [each for each in ids if each in own and rng.random() < 0.5]
    for each in taken:
        make_booking(db, actor, each, now, now + HOURS)
    return own & set(ids) - set(taken)


@pytest.mark.parametrize("seed", [3, 11])
def test_answers_are_those_of_a_search_over_all_corners(
    db: Database, staff: Actor, now: datetime, seed: int
) -> None:
    house = make_house(db, staff, seed, now)
    rng = Random(seed)
    free = book(db, staff, house, rng, now)
    exact = 0
    for name in PEOPLE:
        profile = PROFILES[name]
        floors = [floor_of(plan, profile.radius_m) for plan in house.world.plans]
        corners = [corners_of(floor) for floor in floors]
        brute = Brute(house.world, floors, corners, profile, set(), set())
        wanted = [house.spaces[floor][place] in free for floor, place in brute.refs]
        for _ in range(5):
            floor = rng.randrange(len(floors))
            origin, at = position(house, floor, rng, rng.choice([0.0, 0.0, 2.0]))
            request = asked(origin, house, floor, now, profile=name)
            answer = nearest_by_walking(db, staff, request, now)
            exact += answer.exact
            stand = _stand(floors, floor, at)
            if stand is None:
                assert all(walk.measured == "straight" for walk in answer.spaces)
                continue
            times = brute.from_point(floor, *stand[:3])[np.array(wanted)]
            best = np.sort(times)[:3]
            best = best[np.isfinite(best)] + stand[3] / brute.speed
            told = [walk.walk_s for walk in answer.spaces]
            assert told == pytest.approx(best.tolist(), abs=CLOSE_S)
            assert all(walk.space.space_id in free for walk in answer.spaces)
    assert exact >= 5


def _stand(floors: list, floor: int, at: object) -> tuple | None:  # type: ignore[type-arg]
    from geo.ways.ground import Ground  # noqa: PLC0415

    stand = Ground(floors[floor]).stand(at.x, at.y)  # type: ignore[attr-defined]
    return None if stand is None else (stand.hall, stand.x, stand.y, stand.off_m)


@pytest.fixture
def house(db: Database, staff: Actor, now: datetime) -> House:
    return make_house(db, staff, TALL, now)


def from_a_desk(house: House, now: datetime, **more: object) -> WalkRequest:
    """From a space of the lowest floor where one can stand."""
    return asked(SpaceOrigin(house.spaces[0][0]), house, 0, now, **more)


def test_a_scanned_place_is_exactly_known(
    db: Database, staff: Actor, house: House, now: datetime
) -> None:
    answer = nearest_by_walking(db, staff, from_a_desk(house, now, kind=None), now)
    assert (answer.exact, answer.why) == (True, "proven")
    times = [walk.walk_s for walk in answer.spaces]
    assert times == sorted(times)
    assert all(walk.least_s <= walk.walk_s for walk in answer.spaces)


def test_without_ways_straight_lines_are_told_as_such(
    db: Database, staff: Actor, now: datetime
) -> None:
    house = make_house(db, staff, TALL, now, ways=False)
    answer = nearest_by_walking(db, staff, from_a_desk(house, now), now)
    assert (answer.exact, answer.why) == (False, "no_ways")
    assert {walk.measured for walk in answer.spaces} == {"straight"}
    request = RouteRequest(SpaceOrigin(house.spaces[0][0]), None, house.spaces[0][1])
    with pytest.raises(Conflict, match="ways_not_ready"):
        way_to(db, staff, request, now)


def test_a_building_without_ways_leaves_open_what_is_nearest(
    db: Database, staff: Actor, house: House, now: datetime
) -> None:
    with db.transaction(staff.organisation_id) as tx:
        found = text("SELECT site_id FROM building WHERE id = :id")
        site = tx.execute(found, {"id": house.building_id}).scalar_one()
    beside = make_building(db, staff, site)
    publish_house(db, staff, beside, drawn_world(1), now, ways=False)
    answer = nearest_by_walking(db, staff, from_a_desk(house, now, limit=50), now)
    assert (answer.exact, answer.why) == (False, "elsewhere")
    measured = [walk.measured for walk in answer.spaces]
    assert measured == sorted(measured, key=["way", "straight"].index)
    assert set(measured) == {"way", "straight"}


@pytest.mark.parametrize("accuracy_m", [40.0, 5_000.0, 900_000.0])
def test_a_vague_position_gives_an_answer_that_is_not_exact(
    db: Database, staff: Actor, house: House, now: datetime, accuracy_m: float
) -> None:
    origin, _ = position(house, 0, Random(1), accuracy_m)
    answer = nearest_by_walking(db, staff, asked(origin, house, 0, now), now)
    assert answer.spaces
    assert (answer.exact, answer.precision) == (False, "floor")


@pytest.mark.parametrize(("lon", "lat"), [(5.9, 52.37), (-170.0, -89.9), (180.0, 0.0)])
def test_somebody_on_another_continent_is_told_so(
    db: Database, staff: Actor, house: House, now: datetime, lon: float, lat: float
) -> None:
    request = asked(Position(lon, lat, 5), house, 0, now)
    with pytest.raises(Refused, match="not_on_site"):
        nearest_by_walking(db, staff, request, now)
    with pytest.raises(Refused, match="not_on_site"):
        way_to(db, staff, RouteRequest(Position(lon, lat), None, house.spaces[0][0]), now)


def test_out_of_doors_the_way_begins_at_an_entrance(
    db: Database, staff: Actor, house: House, now: datetime
) -> None:
    inside, _ = position(house, 0, Random(1), 3.0)
    outside = Position(inside.lon - 0.002, inside.lat, 3.0)
    answer = nearest_by_walking(db, staff, asked(outside, house, 0, now), now)
    assert (answer.exact, answer.why) == (False, "out_of_doors")
    assert answer.spaces[0].walk_m > 100


def test_others_see_nothing_of_it(db: Database, house: House, now: datetime) -> None:
    stranger = make_person(db, make_organisation(db))
    for request in (from_a_desk(house, now), asked(Position(4.9, 52.37), house, 0, now)):
        with pytest.raises(NotFound):
            nearest_by_walking(db, stranger, request, now)
    route = RouteRequest(SpaceOrigin(house.spaces[0][0]), None, house.spaces[0][1])
    with pytest.raises(NotFound):
        way_to(db, stranger, route, now)
    with db.transaction(stranger.organisation_id) as tx:
        for table in ("floor_ways", "connector_word", "connector_outage"):
            assert tx.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0


def test_an_unknown_way_of_moving_is_refused(
    db: Database, staff: Actor, house: House, now: datetime
) -> None:
    with pytest.raises(Invalid, match="profile_unknown"):
        nearest_by_walking(db, staff, from_a_desk(house, now, profile="by_broom"), now)


def test_a_way_that_cannot_be_worked_out_is_told_without_where(
    db: Database,
    staff: Actor,
    house: House,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails(*_: object, **_more: object) -> None:
        raise shapely.GEOSException("side location conflict at 629300.1 5804000.2")

    monkeypatch.setattr(refining, "nearest", fails)
    answer = nearest_by_walking(db, staff, from_a_desk(house, now), now)
    assert (answer.why, answer.exact) == ("not_worked_out", False)
    assert answer.spaces
    assert "629300" not in caplog.text


def test_a_way_is_told_floor_by_floor(
    db: Database, staff: Actor, house: House, now: datetime
) -> None:
    top = len(house.floors) - 1
    routes = []
    for target in house.spaces[top]:
        try:
            request = RouteRequest(SpaceOrigin(house.spaces[0][0]), None, target)
            routes.append(way_to(db, staff, request, now))
        except Refused:
            continue
    assert routes
    way = min(routes, key=lambda each: each.walk_s)
    assert (way.floors[0], way.floors[-1]) == ("0", str(top))
    assert way.legs[0].floor_id == house.floors[0]
    assert way.legs[-1].floor_id == house.floors[top]
    assert all(4 < lon < 6 and 52 < lat < 53 for leg in way.legs for lon, lat in leg.line)
    assert way.directions[-1].startswith("You are at ")
    assert any(word.startswith("Take the ") for word in way.directions)


def test_graphs_are_bounded_and_the_oldest_goes_first(
    db: Database, staff: Actor, now: datetime
) -> None:
    class Sized:
        size = 10

    graphs = Graphs(most_bytes=25)
    for key in ("a", "b", "c"):
        graphs.keep((key,), Sized())  # type: ignore[arg-type]
        graphs.get(("a",))
    assert len(graphs) == 2
    assert graphs.get(("b",)) is None


def test_a_plan_that_takes_over_changes_the_answer_at_once(
    db: Database, staff: Actor, house: House, now: datetime
) -> None:
    before: WalkAnswer = nearest_by_walking(db, staff, from_a_desk(house, now), now)
    assert before.exact
    with db.transaction(staff.organisation_id) as tx:
        tx.execute(
            text("UPDATE floor_ways SET packed = NULL WHERE plan_revision_id = :id"),
            {"id": house.revisions[0]},
        )
    assert nearest_by_walking(db, staff, from_a_desk(house, now), now).why == "no_ways"


def test_a_route_from_a_position_begins_after_it(
    db: Database, staff: Actor, house: House, now: datetime
) -> None:
    origin, _ = position(house, 0, Random(1), 3.0)
    near = nearest_by_walking(db, staff, asked(origin, house, 0, now), now).spaces[-1]
    request = RouteRequest(origin, house.floors[0], near.space.space_id)
    way = way_to(db, staff, request, now)
    points = [point for leg in way.legs for point in leg.line]
    assert points
    assert (round(origin.lon, 7), round(origin.lat, 7)) not in points
