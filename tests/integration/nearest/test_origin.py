"""Where a search for the nearest begins: a position, a place or an entrance."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import text

from floorplans.database import Database
from floorplans.errors import Invalid, NotFound, Refused
from floorplans.ids import new_id
from floorplans.nearest import costs
from floorplans.nearest.position import Position
from floorplans.nearest.service import nearest
from floorplans.nearest.views import EntranceOrigin, SpaceOrigin
from tests.integration.nearest.campus import Campus, names, position_at
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
