"""The nearest free spaces."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.actor import Actor, Role
from floorplans.bookings.service import close_place
from floorplans.bookings.views import ClosureRequest
from floorplans.database import Database
from floorplans.errors import Invalid, NotFound, Refused
from floorplans.ids import new_id
from floorplans.nearest import costs
from floorplans.nearest.position import Position
from floorplans.nearest.service import nearest
from floorplans.nearest.views import EntranceOrigin, NearestRequest, SpaceOrigin
from tests.support.factories import (
    EAST,
    NORTH,
    SRID,
    make_booking,
    make_building,
    make_floor,
    make_organisation,
    make_person,
    make_published_revision,
    make_site,
    make_space,
)

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Campus:
    actor: Actor
    site_id: UUID
    building_id: UUID
    floor_id: UUID

    def request(self, db: Database, now: datetime, *, x: float = 0.0) -> NearestRequest:
        position = position_at(db, x)
        return NearestRequest(position, self.floor_id, now, now + 8 * HOUR)


@pytest.fixture
def campus(db: Database) -> Campus:
    actor = make_person(db, make_organisation(db), role=Role.FACILITY)
    site_id = make_site(db, actor)
    building_id = make_building(db, actor, site_id)
    return Campus(actor, site_id, building_id, make_floor(db, actor, building_id=building_id))


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not stop a search early where a test asks for the exact answer."""
    monkeypatch.setattr(costs, "BUDGET", timedelta(seconds=9))


def position_at(db: Database, x: float, accuracy_m: float = 5.0) -> Position:
    """Where somebody is who stands ``x`` metres east of the factories' origin."""
    with db.transaction(None) as tx:
        row = tx.execute(
            text(
                "SELECT ST_X(p), ST_Y(p) FROM (SELECT ST_Transform("
                "ST_SetSRID(ST_MakePoint(:x, :y), :srid), 4326) AS p) q"
            ),
            {"x": EAST + x, "y": NORTH, "srid": SRID},
        ).one()
    return Position(row[0], row[1], accuracy_m)


def names(db: Database, campus: Campus, request: NearestRequest, now: datetime) -> list[str]:
    return [near.name for near in nearest(db, campus.actor, request, now).spaces]


def test_the_nearest_come_first_with_their_distance(
    db: Database, campus: Campus, now: datetime
) -> None:
    for x in (30, 10, 20):
        make_space(db, campus.actor, campus.floor_id, x=x, name=f"Desk {x}")
    found = nearest(db, campus.actor, campus.request(db, now), now)
    assert [(near.name, near.distance_m) for near in found.spaces] == [
        ("Desk 10", 10.0),
        ("Desk 20", 20.0),
        ("Desk 30", 30.0),
    ]
    assert found.spaces[2].walk_s == round(30 / costs.WALKING_M_PER_S)
    assert (found.precision, found.is_complete) == ("space", True)


def test_what_is_booked_for_any_part_of_the_window_is_left_out(
    db: Database, campus: Campus, now: datetime
) -> None:
    taken = make_space(db, campus.actor, campus.floor_id, name="Desk 1")
    make_space(db, campus.actor, campus.floor_id, x=5, name="Desk 2")
    make_booking(db, campus.actor, taken, now + 7 * HOUR, now + 9 * HOUR)
    assert names(db, campus, campus.request(db, now), now) == ["Desk 2"]


def test_what_is_closed_or_not_bookable_or_gone_is_left_out(
    db: Database, campus: Campus, now: datetime
) -> None:
    closed = make_space(db, campus.actor, campus.floor_id, name="Desk 1")
    make_space(db, campus.actor, campus.floor_id, x=1, name="Desk 2", bookable=False)
    gone = make_space(db, campus.actor, campus.floor_id, x=2, name="Desk 3")
    make_space(db, campus.actor, campus.floor_id, x=9, name="Desk 4")
    closure = ClosureRequest(campus.floor_id, now, now + HOUR, "carpet", closed)
    close_place(db, campus.actor, closure, now)
    with db.transaction(campus.actor.organisation_id) as tx:
        tx.execute(text("UPDATE space SET ended_at = now() WHERE id = :id"), {"id": gone})
    assert names(db, campus, campus.request(db, now), now) == ["Desk 4"]


def test_kind_and_features_narrow_the_answer(db: Database, campus: Campus, now: datetime) -> None:
    make_space(db, campus.actor, campus.floor_id, name="Desk 1", features=("monitor",))
    make_space(db, campus.actor, campus.floor_id, x=5, kind="room", name="Room 1")
    make_space(
        db, campus.actor, campus.floor_id, x=9, name="Desk 2", features=("monitor", "standing")
    )
    request = campus.request(db, now)
    assert names(db, campus, replace(request, kind="room"), now) == ["Room 1"]
    both = replace(request, features=("standing", "monitor"))
    assert names(db, campus, both, now) == ["Desk 2"]


def test_a_floor_up_costs_its_stairs(db: Database, campus: Campus, now: datetime) -> None:
    upstairs = make_floor(db, campus.actor, building_id=campus.building_id, ordinal=1)
    make_space(db, campus.actor, upstairs, name="Above")
    stairs_m = costs.FLOOR_S * costs.WALKING_M_PER_S
    make_space(db, campus.actor, campus.floor_id, x=stairs_m - 1, name="Nearer than the stairs")
    make_space(db, campus.actor, campus.floor_id, x=stairs_m + 1, name="Farther")
    request = replace(campus.request(db, now), limit=2)
    assert names(db, campus, request, now) == ["Nearer than the stairs", "Above"]


def test_another_building_costs_the_way_out_and_in(
    db: Database, campus: Campus, now: datetime
) -> None:
    other = make_building(db, campus.actor, campus.site_id)
    second = make_floor(db, campus.actor, building_id=other, ordinal=2)
    make_space(db, campus.actor, second, x=13)
    found = nearest(db, campus.actor, campus.request(db, now), now)
    assert found.spaces[0].walk_s == 10 + 2 * costs.FLOOR_S + costs.OTHER_BUILDING_S


def test_another_site_is_not_near(db: Database, campus: Campus, now: datetime) -> None:
    elsewhere = make_floor(db, campus.actor)
    make_space(db, campus.actor, elsewhere)
    found = nearest(db, campus.actor, campus.request(db, now), now)
    assert found.spaces == ()


def test_when_nothing_is_free_the_answer_says_how_far_it_looked_and_what_comes_next(
    db: Database, campus: Campus, now: datetime
) -> None:
    desk = make_space(db, campus.actor, campus.floor_id)
    make_booking(db, campus.actor, desk, now, now + 2 * HOUR)
    make_booking(db, campus.actor, desk, now + 2 * HOUR, now + 3 * HOUR)
    found = nearest(db, campus.actor, campus.request(db, now), now)
    assert found.spaces == ()
    assert (found.looked_m, found.is_complete) == (costs.REACH_M, True)
    assert found.next_free_at == now + 3 * HOUR


def test_nothing_beyond_reach_is_called_near(db: Database, campus: Campus, now: datetime) -> None:
    make_space(db, campus.actor, campus.floor_id)
    make_space(db, campus.actor, campus.floor_id, x=1_200)
    found = nearest(db, campus.actor, campus.request(db, now, x=1_100), now)
    assert [near.distance_m for near in found.spaces] == [100.0]


def test_a_vague_position_gives_a_floor_and_says_so(
    db: Database, campus: Campus, now: datetime
) -> None:
    make_space(db, campus.actor, campus.floor_id)
    vague = replace(campus.request(db, now), origin=position_at(db, 0, accuracy_m=80))
    found = nearest(db, campus.actor, vague, now)
    assert (found.precision, len(found.spaces)) == ("floor", 1)


def test_near_a_desk_needs_no_position(db: Database, campus: Campus, now: datetime) -> None:
    desk = make_space(db, campus.actor, campus.floor_id, x=50)
    make_booking(db, campus.actor, desk, now)
    make_space(db, campus.actor, campus.floor_id, x=58, name="Beside")
    request = replace(campus.request(db, now), origin=SpaceOrigin(desk))
    found = nearest(db, campus.actor, request, now)
    assert [(near.name, near.distance_m) for near in found.spaces] == [("Beside", 8.0)]


def test_near_an_entrance_needs_no_position(db: Database, campus: Campus, now: datetime) -> None:
    make_space(db, campus.actor, campus.floor_id, x=12, name="Desk 1")
    _make_entrances(db, campus, 10)
    request = replace(campus.request(db, now), origin=EntranceOrigin())
    found = nearest(db, campus.actor, request, now)
    assert [(near.name, near.distance_m) for near in found.spaces] == [("Desk 1", 2.0)]


def test_entrances_are_counted_among_themselves(
    db: Database, campus: Campus, now: datetime
) -> None:
    make_space(db, campus.actor, campus.floor_id, x=12, name="Desk 1")
    _make_entrances(db, campus, 10, 20)
    request = replace(campus.request(db, now), origin=EntranceOrigin(1))
    assert [near.distance_m for near in nearest(db, campus.actor, request, now).spaces] == [8.0]
    with pytest.raises(NotFound, match="entrance_not_found"):
        nearest(db, campus.actor, replace(request, origin=EntranceOrigin(2)), now)


def test_a_plan_without_entrances_says_so(db: Database, campus: Campus, now: datetime) -> None:
    request = replace(campus.request(db, now), origin=EntranceOrigin())
    with pytest.raises(NotFound, match="entrance_not_found"):
        nearest(db, campus.actor, request, now)


@pytest.mark.parametrize(("lon", "lat"), [(5.9, 52.37), (-170.0, -89.9), (0.0, 90.0), (180.0, 0.0)])
def test_somebody_far_from_the_site_is_told_so(
    db: Database, campus: Campus, now: datetime, lon: float, lat: float
) -> None:
    request = replace(campus.request(db, now), origin=Position(lon, lat, 5))
    with pytest.raises(Refused, match="not_on_site"):
        nearest(db, campus.actor, request, now)


def test_what_belongs_to_another_organisation_does_not_exist(
    db: Database, campus: Campus, now: datetime
) -> None:
    desk = make_space(db, campus.actor, campus.floor_id)
    stranger = make_person(db, make_organisation(db))
    request = campus.request(db, now)
    with pytest.raises(NotFound, match="floor_not_found"):
        nearest(db, stranger, request, now)
    with pytest.raises(NotFound, match="space_not_found"):
        nearest(db, stranger, replace(request, origin=SpaceOrigin(desk)), now)


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"kind": "throne"}, "kind_unknown"),
        ({"limit": 0}, "list_too_long"),
        ({"limit": 51}, "list_too_long"),
        ({"features": ("a\0b",)}, "feature_unknown"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(
    db: Database, campus: Campus, now: datetime, others: dict[str, object], code: str
) -> None:
    request = replace(campus.request(db, now), **others)  # type: ignore[arg-type]
    with pytest.raises(Invalid, match=code):
        nearest(db, campus.actor, request, now)


def test_a_window_that_is_over_is_refused(db: Database, campus: Campus, now: datetime) -> None:
    with pytest.raises(Refused, match="in_the_past"):
        nearest(db, campus.actor, campus.request(db, now), now + 9 * HOUR)


def test_the_answer_is_the_same_as_by_looking_at_every_space(
    db: Database, campus: Campus, now: datetime
) -> None:
    """Against a plain calculation, on three floors with two in three spaces taken."""
    floors = [campus.floor_id] + [
        make_floor(db, campus.actor, building_id=campus.building_id, ordinal=n) for n in (1, 2)
    ]
    expected: list[tuple[float, str]] = []
    for ordinal, floor_id in enumerate(floors):
        for step in range(45):
            x, name = 1.7 * step, f"Desk {ordinal}-{step}"
            desk = make_space(db, campus.actor, floor_id, x=x, name=name)
            if (step + ordinal) % 3:
                make_booking(db, campus.actor, desk, now)
            else:
                cost_s = x / costs.WALKING_M_PER_S + ordinal * costs.FLOOR_S
                expected.append((cost_s, name))
    request = replace(campus.request(db, now), limit=20)
    assert names(db, campus, request, now) == [name for _, name in sorted(expected)[:20]]


def test_a_search_that_runs_out_of_time_answers_and_says_how_far_it_came(
    db: Database, campus: Campus, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(costs, "BUDGET", timedelta(0))
    upstairs = make_floor(db, campus.actor, building_id=campus.building_id, ordinal=1)
    make_space(db, campus.actor, campus.floor_id, name="Here")
    make_space(db, campus.actor, upstairs, name="Above")
    found = nearest(db, campus.actor, campus.request(db, now), now)
    assert [near.name for near in found.spaces] == ["Here"]
    assert (found.is_complete, found.looked_m) == (False, costs.FLOOR_S * costs.WALKING_M_PER_S)


def test_a_position_without_a_floor_is_taken_to_be_by_the_street(
    db: Database, campus: Campus, now: datetime
) -> None:
    for ordinal in (-1, 1):
        make_floor(db, campus.actor, building_id=campus.building_id, ordinal=ordinal)
    make_space(db, campus.actor, campus.floor_id, x=10)
    request = replace(campus.request(db, now), floor_id=None)
    found = nearest(db, campus.actor, request, now)
    assert found.from_floor_id == campus.floor_id
    assert [near.walk_s for near in found.spaces] == [round(10 / costs.WALKING_M_PER_S)]


def test_a_building_without_a_floor_by_the_street_is_entered_on_the_level_next_to_it(
    db: Database, campus: Campus, now: datetime
) -> None:
    building_id = make_building(db, campus.actor, make_site(db, campus.actor))
    levels = {
        ordinal: make_floor(db, campus.actor, building_id=building_id, ordinal=ordinal)
        for ordinal in (-1, 1, 2)
    }
    make_space(db, campus.actor, levels[2])
    with db.transaction(campus.actor.organisation_id) as tx:
        tx.execute(text("DELETE FROM floor WHERE id = :id"), {"id": campus.floor_id})
    request = replace(campus.request(db, now), floor_id=None)
    assert nearest(db, campus.actor, request, now).from_floor_id == levels[1]


def test_a_position_without_a_floor_belongs_to_the_nearest_building(
    db: Database, campus: Campus, now: datetime
) -> None:
    make_space(db, campus.actor, campus.floor_id)
    beside = make_building(db, campus.actor, campus.site_id)
    ground, upper = (
        make_floor(db, campus.actor, building_id=beside, ordinal=ordinal) for ordinal in (0, 1)
    )
    make_space(db, campus.actor, upper, x=100)
    request = replace(campus.request(db, now, x=95), floor_id=None)
    assert nearest(db, campus.actor, request, now).from_floor_id == ground


def test_a_position_without_a_floor_belongs_to_the_nearest_site(
    db: Database, campus: Campus, now: datetime
) -> None:
    make_space(db, campus.actor, campus.floor_id, name="Here")
    elsewhere = make_floor(db, campus.actor)
    make_space(db, campus.actor, elsewhere, x=2, name="There")
    with db.transaction(campus.actor.organisation_id) as tx:
        tx.execute(
            text(
                "UPDATE site SET position = ST_Translate(position, 0.05, 0)"
                " WHERE id = (SELECT site_id FROM floor WHERE id = :floor)"
            ),
            {"floor": elsewhere},
        )
    request = replace(campus.request(db, now), floor_id=None)
    assert names(db, campus, request, now) == ["Here"]


def test_a_position_without_a_floor_finds_no_other_organisations_site(
    db: Database, campus: Campus, now: datetime
) -> None:
    make_space(db, campus.actor, campus.floor_id)
    stranger = make_person(db, make_organisation(db))
    request = replace(campus.request(db, now), floor_id=None)
    with pytest.raises(Refused, match="not_on_site"):
        nearest(db, stranger, request, now)


@pytest.mark.parametrize(("lon", "lat"), [(5.9, 52.37), (-170.0, -89.9), (0.0, 90.0), (180.0, 0.0)])
def test_far_from_every_site_no_floor_is_assumed(
    db: Database, campus: Campus, now: datetime, lon: float, lat: float
) -> None:
    request = replace(campus.request(db, now), origin=Position(lon, lat, 5), floor_id=None)
    with pytest.raises(Refused, match="not_on_site"):
        nearest(db, campus.actor, request, now)


def test_near_a_desk_needs_no_floor(db: Database, campus: Campus, now: datetime) -> None:
    desk = make_space(db, campus.actor, campus.floor_id)
    request = replace(campus.request(db, now), origin=SpaceOrigin(desk), floor_id=None)
    assert nearest(db, campus.actor, request, now).from_floor_id == campus.floor_id


def test_an_entrance_needs_its_floor(db: Database, campus: Campus, now: datetime) -> None:
    request = replace(campus.request(db, now), origin=EntranceOrigin(), floor_id=None)
    with pytest.raises(Invalid, match="floor_needed"):
        nearest(db, campus.actor, request, now)


def test_an_unknown_floor_is_not_found(db: Database, campus: Campus, now: datetime) -> None:
    request = replace(campus.request(db, now), floor_id=new_id())
    with pytest.raises(NotFound, match="floor_not_found"):
        nearest(db, campus.actor, request, now)


def _make_entrances(db: Database, campus: Campus, *places: float) -> None:
    """Entrances at these x, with doors between them on the plan."""
    revision = make_published_revision(db, campus.actor, campus.floor_id)
    with db.transaction(campus.actor.organisation_id) as tx:
        tx.execute(
            text(
                "INSERT INTO opening (organisation_id, plan_revision_id, number, floor_id, srid,"
                " kind, width_m, geom) VALUES (:organisation, :revision, :number, :floor, :srid,"
                " 'entrance', 2, ST_SetSRID(ST_MakeLine(ST_MakePoint(:x - 1, :y),"
                " ST_MakePoint(:x + 1, :y)), :srid))"
            ),
            [
                {
                    "organisation": campus.actor.organisation_id,
                    "revision": revision,
                    "number": 1 + 3 * count,
                    "floor": campus.floor_id,
                    "srid": SRID,
                    "x": EAST + x,
                    "y": NORTH,
                }
                for count, x in enumerate(places)
            ],
        )
