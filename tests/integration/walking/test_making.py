"""Ways are made of stored plans, once, and kept with them; what nobody reaches is a finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
import shapely
from shapely import MultiLineString, box
from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.ids import new_id
from floorplans.plans import service as plans
from floorplans.plans.findings import service as findings
from floorplans.plans.queue import MAKE_WAYS
from floorplans.walking import making
from floorplans.walking.stored_plan import StoredOpening, StoredPlan, StoredSpace, Told, floor_plan
from geo.ways.floor import floor_of
from geo.ways.packing import unpack
from geo.ways.profiles import SLIM_M
from importers.draft import DraftColumn
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room, stage_draft
from tests.support.factories import make_floor, make_organisation, make_person
from tests.support.walked import draft_of, drawn_world, make_house

WIDTHS = [30, 45]


def rows(db: Database, actor: Actor) -> list[tuple[int, int, bytes | None]]:
    with db.transaction(actor.organisation_id) as tx:
        found = text("SELECT radius_cm, engine, packed FROM floor_ways ORDER BY 1")
        return [(row[0], row[1], row[2]) for row in tx.execute(found)]


@pytest.mark.parametrize("seed", [1, 7])
def test_what_is_stored_gives_the_same_ways_as_what_was_drawn(
    db: Database, staff: Actor, now: datetime, seed: int
) -> None:
    house = make_house(db, staff, seed, now)
    for drawn, stored in zip(drawn_world(seed).plans, house.world.plans, strict=True):
        desks = [shapely.Polygon(shape).centroid for shape in drawn.obstacles]
        one = floor_of(replace(drawn, places=desks), SLIM_M).ways
        other = floor_of(stored, SLIM_M).ways
        assert float(one.length_m.max()) == pytest.approx(float(other.length_m.max()), abs=0.01)
        assert len(one.halls) == len(other.halls)
        free = [sum(hall.free.area for hall in each.halls) for each in (one, other)]
        assert free[0] == pytest.approx(free[1], rel=1e-3)
        assert [door.clear_m for door in stored.doors] == pytest.approx(
            [_clear(door.clear_m, door) for door in drawn.doors], nan_ok=True
        )


def _clear(clear_m: float | None, door: object) -> float | None:
    """An opening without a leaf is as clear as it is wide."""
    is_open = not door.leaf and not door.to_outside  # type: ignore[attr-defined]
    return door.line.length if clear_m is None and is_open else clear_m  # type: ignore[attr-defined]


def test_publishing_asks_for_the_ways(db: Database, staff: Actor, now: datetime) -> None:
    house = make_house(db, staff, 1, now, ways=False)
    with db.transaction(None) as tx:
        found = text(
            "SELECT args->>'revision_id' FROM procrastinate_jobs"
            " WHERE task_name = :name AND args->>'organisation_id' = :organisation ORDER BY id"
        )
        values = {"name": MAKE_WAYS, "organisation": str(staff.organisation_id)}
        asked = list(tx.execute(found, values).scalars())
    assert asked == [str(revision) for revision in house.revisions]


def test_ways_are_made_once_for_each_width(db: Database, staff: Actor, now: datetime) -> None:
    floor = make_floor(db, staff)
    made = stage_draft(db, staff, floor, draft_of(drawn_world(1).plans[0]), now)
    assert not making.make(db, staff.organisation_id, made, now)  # a draft has no ways
    plans.publish(db, staff, made, now)
    assert making.make(db, staff.organisation_id, made, now)
    first = rows(db, staff)
    assert [width for width, _, _ in first] == WIDTHS
    assert {unpack(packed).radius_m for _, _, packed in first if packed} == {0.3, 0.45}
    assert not making.make(db, staff.organisation_id, made, now)
    assert rows(db, staff) == first


def test_a_newer_engine_makes_them_anew_and_an_older_one_does_not(
    db: Database, staff: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = make_house(db, staff, 1, now)
    for engine, expected in ((2, True), (1, False)):
        monkeypatch.setattr(making, "ENGINE", engine)
        assert making.make(db, staff.organisation_id, house.revisions[0], now) is expected
    assert 2 in {engine for _, engine, _ in rows(db, staff)}


def test_a_sweep_makes_what_is_missing_in_every_organisation(
    db: Database, staff: Actor, now: datetime
) -> None:
    other = make_person(db, make_organisation(db), role=staff.role)
    for actor in (staff, other):
        make_house(db, actor, 1, now, ways=False)
    while making.make_due(db, now, at_most=2):
        pass
    for actor in (staff, other):
        assert {width for width, _, packed in rows(db, actor) if packed} == set(WIDTHS)


def test_ways_of_others_and_of_nothing_are_not_made(
    db: Database, staff: Actor, now: datetime
) -> None:
    house = make_house(db, staff, 1, now, ways=False)
    other = make_organisation(db)
    assert not making.make(db, other, house.revisions[0], now)
    assert not making.make(db, staff.organisation_id, new_id(), now)
    assert rows(db, staff) == []


def test_what_cannot_be_made_is_told_and_not_tried_again(
    db: Database, staff: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = make_house(db, staff, 1, now, ways=False)

    def fails(*_: object) -> None:
        raise ValueError("side location conflict")

    monkeypatch.setattr(making, "floor_of", fails)
    assert making.make(db, staff.organisation_id, house.revisions[0], now)
    assert [packed for _, _, packed in rows(db, staff)] == [None, None]
    assert [each.code for each in _codes(db, staff, house.revisions[0])] == ["WAYS_NOT_MADE"]
    assert not making.make(db, staff.organisation_id, house.revisions[0], now)


def _codes(db: Database, actor: Actor, revision) -> list:  # type: ignore[no-untyped-def]
    return [
        each.finding
        for each in findings.findings(db, actor, revision).findings
        if each.finding.code in ("SPACE_NOT_REACHED", "WAYS_NOT_MADE")
    ]


def test_a_room_without_a_door_is_a_finding_with_its_place(
    db: Database, staff: Actor, now: datetime
) -> None:
    rooms = [
        make_draft_room("1", "Hall", polygon=box(0, 0, 10, 6)),
        make_draft_room("2", "Closed", polygon=box(10.5, 0, 14, 4)),
    ]
    walls = MultiLineString([list(room.polygon.exterior.coords) for room in rooms])
    draft = replace(make_draft(rooms=rooms, desks=[make_draft_desk("A", 5, 3)]), walls=walls)
    made = stage_draft(db, staff, make_floor(db, staff), draft, now)
    plans.publish(db, staff, made, now)
    for engine in (1, 2):  # made anew, they are not told twice
        making.make(db, staff.organisation_id, made, now)
        told = _codes(db, staff, made)
        assert [each.code for each in told] == ["SPACE_NOT_REACHED"], engine
    assert "2 Closed" in told[0].message
    assert (told[0].x, told[0].y) == pytest.approx((12.25, 2.0), abs=1e-3)


def test_columns_are_walked_round_and_a_plan_without_rooms_within_its_outline(
    db: Database, staff: Actor, now: datetime
) -> None:
    columns = (DraftColumn(box(8, 3, 9, 4), "COL"),)
    draft = replace(make_draft(desks=[make_draft_desk("A", 3, 3)]), columns=columns)
    made = stage_draft(db, staff, make_floor(db, staff), draft, now)
    plans.publish(db, staff, made, now)
    assert making.make(db, staff.organisation_id, made, now)
    floor = unpack(rows(db, staff)[0][2] or b"")
    (hall,) = floor.ways.halls
    assert hall.floor.area == pytest.approx(240, rel=0.01)
    assert len(hall.free.interiors) == 2


def test_lockers_in_a_room_are_furniture_and_a_room_of_lockers_is_ground() -> None:
    def space(kind: str, is_within: bool, x: float) -> StoredSpace:
        shape = box(x, 0, x + 4, 4)
        return StoredSpace(new_id(), kind, is_within, shape, shape.centroid)

    spaces = [space("room", False, 0), space("locker", True, 1), space("locker", False, 5)]
    spaces.append(space("parking", True, 2))
    line = shapely.LineString([(4, 1), (4, 2)])
    plan = StoredPlan(
        spaces, MultiLineString(), shapely.MultiPolygon(), [StoredOpening("door", 1, line)], ()
    )
    made = floor_plan(plan, Told(clear_m=[0.9, 0.8]))
    assert (len(made.rooms), len(made.obstacles), len(made.places)) == (2, 1, 4)
    assert made.doors[0].clear_m is None  # widths of another number of doors are not these
    assert np.isfinite(made.places[0].x)
