"""Places of a bench or a pool that a plan states: taken over when it comes into force, or told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from app.exports.formats import FORMATS, Options
from floorplans.actor import Actor
from floorplans.assigning import service as assigning
from floorplans.assigning.views import AssignmentRequest, Days
from floorplans.bookings import service as bookings
from floorplans.database import Database
from floorplans.plans import service as plans
from floorplans.plans.editing.actions import At, Change, Repeat
from floorplans.plans.lists import service as lists
from floorplans.plans.spaces import planned_spaces
from importers.base import Limits
from importers.geojson import GeoJsonImporter
from importers.profile import Profile
from tests.support.dated import AT, FRIDAY, MONDAY, ON_MONDAY, Floor
from tests.support.drafts import make_draft, make_draft_desk
from tests.support.factories import make_booking, make_person

BENCH = At("desk", 2.0, 2.0)


def places_of(db: Database, staff: Actor, floor: UUID) -> dict[str, int]:
    with db.transaction(staff.organisation_id) as tx:
        rows = tx.execute(
            text("SELECT name, places FROM space WHERE floor_id = :floor AND ended_at IS NULL"),
            {"floor": floor},
        )
        return {row.name: row.places for row in rows}


def stage(hall: Floor, places: int, desks: str = "AB") -> UUID:
    """A draft of the hall in whose plan desk A is a bench with so many places."""
    draft = hall.stage(desks)
    plans.edit(hall.db, hall.staff, draft, Change((BENCH,), places=places), 0, hall.now)
    return draft


def test_a_plan_sets_what_it_states_and_leaves_the_rest(hall: Floor) -> None:
    bookings.set_places(hall.db, hall.staff, hall.desks()["B"], 4, hall.now)
    draft = stage(hall, 12)
    (change,) = [
        c for c in plans.preview(hall.db, hall.staff, draft, hall.now).changes if c.altered
    ]
    assert (change.name, change.altered) == ("A", ("places",))
    hall.put(draft)
    assert places_of(hall.db, hall.staff, hall.id) == {"A": 12, "B": 4}


def test_a_bench_keeps_its_places_with_the_next_drawing_and_with_the_one_before(
    hall: Floor,
) -> None:
    before = plans.history(hall.db, hall.staff, hall.id)[0].id
    hall.put(stage(hall, 12))
    hall.publish("ABC")
    assert places_of(hall.db, hall.staff, hall.id) == {"A": 12, "B": 1, "C": 1}
    plans.bring_back(hall.db, hall.staff, before, hall.now)
    assert places_of(hall.db, hall.staff, hall.id) == {"A": 12, "B": 1}


def test_copies_of_a_bench_have_its_places(hall: Floor) -> None:
    draft = stage(hall, 6)
    plans.edit(hall.db, hall.staff, draft, Repeat(BENCH, 1, 2, 0, 0, 0, 3), 1, hall.now)
    hall.put(draft)
    assert sorted(places_of(hall.db, hall.staff, hall.id).values()) == [1, 6, 6]


def test_fewer_places_than_are_booked_are_not_taken_over_and_told(hall: Floor) -> None:
    bench = hall.desks()["A"]
    bookings.set_places(hall.db, hall.staff, bench, 3, hall.now)
    kept = [
        make_booking(hall.db, make_person(hall.db, hall.staff.organisation_id), bench, FRIDAY)
        for _ in range(2)
    ]
    draft = stage(hall, 1)
    warnings = plans.preview(hall.db, hall.staff, draft, hall.now).warnings
    (told,) = [w for w in warnings if w.code == "PLACES_KEPT"]
    assert "A keeps 3, because 2 bookings of it run at once." in told.message
    assert "PLACES_KEPT" in [w.code for w in hall.put(draft).warnings]
    assert places_of(hall.db, hall.staff, hall.id)["A"] == 3
    with hall.db.transaction(hall.staff.organisation_id) as tx:
        states = text("SELECT state FROM booking WHERE id = ANY(:ids)")
        assert set(tx.execute(states, {"ids": kept}).scalars()) == {"confirmed"}


def test_somebodys_own_desk_is_no_pool(hall: Floor) -> None:
    with hall.db.transaction(hall.staff.organisation_id) as tx:
        email = tx.execute(
            text("SELECT email FROM person WHERE id = :id"), {"id": hall.person.person_id}
        ).scalar_one()
    wanted = AssignmentRequest(hall.desks()["A"], email, Days(tuple(range(1, 8)), hall.now.date()))
    assigning.assign(hall.db, hall.staff, wanted, hall.now)
    report = hall.put(stage(hall, 6))
    (told,) = [w for w in report.warnings if w.code == "PLACES_KEPT"]
    assert "A keeps 1, because it is assigned to somebody." in told.message
    assert places_of(hall.db, hall.staff, hall.id)["A"] == 1


def test_a_plan_with_a_date_sets_them_on_that_date(hall: Floor) -> None:
    draft = stage(hall, 6, "ABC")
    plans.edit(hall.db, hall.staff, draft, Change((At("desk", 6.0, 2.0),), places=4), 1, hall.now)
    hall.put(draft, MONDAY)
    assert places_of(hall.db, hall.staff, hall.id) == {"A": 1, "B": 1}
    # What comes with the plan can be booked by as many from the first day on.
    assert hall.document(ON_MONDAY)["spaces"][-1].get("places", 4) == 4
    plans.take_over(hall.db, hall.staff.organisation_id, hall.id, AT)
    assert places_of(hall.db, hall.staff, hall.id) == {"A": 6, "B": 1, "C": 4}


def test_the_list_that_goes_out_comes_in_with_the_places(hall: Floor) -> None:
    bookings.set_places(hall.db, hall.staff, hall.desks()["A"], 12, hall.now)
    out = FORMATS["csv"].write(plans.exported(hall.db, hall.staff, hall.id), Options())
    bookings.set_places(hall.db, hall.staff, hall.desks()["A"], 1, hall.now)
    draft = hall.stage("AB")
    seen = lists.take_over(hall.db, hall.staff, draft, "spaces.csv", out, hall.now)
    assert [(change.name, change.what) for change in seen.changes] == [
        ("A", ("places as they are → 12",))
    ]
    hall.put(draft)
    assert places_of(hall.db, hall.staff, hall.id) == {"A": 12, "B": 1}


def test_geojson_that_goes_out_comes_in_with_the_places(
    hall: Floor, tmp_path: Path, now: datetime
) -> None:
    bookings.set_places(hall.db, hall.staff, hall.desks()["A"], 12, now)
    path = tmp_path / "floor.geojson"
    exported = plans.exported(hall.db, hall.staff, hall.id)
    path.write_bytes(FORMATS["geojson"].write(exported, Options()))
    draft = GeoJsonImporter().read(path, Profile(), Limits(), lambda *_: None)
    found = {space.name: space.places for space in planned_spaces(draft) if space.kind == "desk"}
    assert found == {"A": 12, "B": None}


@pytest.mark.parametrize(
    ("told", "places"), [("12", 12), ("0", None), ("many", None), ("٣", None), ("99999", None)]
)
def test_an_attribute_of_a_block_states_its_places(told: str, places: int | None) -> None:
    desk = replace(make_draft_desk("B", 2, 2), attributes=(("BOOKABLE_PLACES", told),))
    (bench,) = planned_spaces(make_draft(desks=[desk]))
    assert bench.places == places
