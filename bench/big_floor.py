"""A floor of 1,000 bookable spaces, drawn as a DXF, read and published the way any floor is."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from app.demo import furnish
from app.demo.campus import HARBOUR, FloorPlot
from app.demo.drawing import Hand
from app.demo.load import read_plan
from app.demo.sketch import Sketch, Use
from app.demo.write import write_floor
from bench.seeding import Office
from bench.serving import Installation
from floorplans.database import Database
from floorplans.places import service as places
from floorplans.plans import service as plans

HALLS = 5
HALL_M, ROOM_M, DEPTH_M, CORRIDOR_M = 24.0, 5.0, 8.0, 2.4
BENCHES, PAIRS, BENCH_PITCH_M = 6, 4, 3.8
#: Of four halls in a column, with the rooms beside them.
COLUMN_SPACES = 4 * (BENCHES * PAIRS * 2 + 2)
SPACES = HALLS * COLUMN_SPACES
#: The lower edge of each row of halls, and on which side its corridor lies.
ROWS = (
    (0.0, "n"),
    (DEPTH_M + CORRIDOR_M, "s"),
    (2 * DEPTH_M + CORRIDOR_M, "n"),
    (3 * DEPTH_M + 2 * CORRIDOR_M, "s"),
)


def publish_big_floor(
    place: Installation, office: Office, *, halls: int = HALLS, building: str = "Tower"
) -> UUID:
    """Draw, read and publish it in a building of its own; returns the floor.

    With fewer ``halls`` it is one of ``COLUMN_SPACES`` bookable spaces for each.
    """
    db = Database(place.engine_url)
    now = datetime.now(UTC)
    try:
        floor = places.create_floor(
            db,
            office.actor,
            building_id=places.create_building(
                db, office.actor, site_id=office.site_id, name=building
            ),
            name="First floor",
            ordinal=1,
            short_name="1",
        )
        with tempfile.TemporaryDirectory(prefix="floorplans-bench-") as folder:
            file = write_floor(plot_of(halls, "tower-01.dxf"), Path(folder)).path
            seen = read_plan(db, office.actor, floor, file, now)
            plans.publish(db, office.actor, seen.id, now)
        bookable = sum(space.bookable for space in places.spaces(db, office.actor, floor))
        if bookable != halls * COLUMN_SPACES:
            raise RuntimeError(f"the floor has {bookable} bookable spaces")
        return floor
    finally:
        db.close()


def plot_of(halls: int, file: str, left_out: int | None = None) -> FloorPlot:
    """A floor of ``halls`` halls in each row; in every ``left_out``-th hall a bench is missing."""
    hand = Hand("R2018", "mm", "mm", "mtext", "Tower - First floor")
    sketch = partial(_sketch, halls, left_out)
    return FloorPlot("Tower", "First floor", "1", 1, file, sketch, hand, HARBOUR)


def _sketch(halls: int, left_out: int | None) -> Sketch:
    """Four rows of halls of 48 desks, two meeting rooms beside each, two corridors."""
    sketch = Sketch("T1", "1")
    length_m = halls * (HALL_M + ROOM_M)
    for y in (DEPTH_M, 3 * DEPTH_M + CORRIDOR_M):
        sketch.room("Corridor", (0, y, length_m, y + CORRIDOR_M), Use.CORRIDOR)
    for row, (y, side) in enumerate(ROWS):
        for column in range(halls):
            number = row * halls + column + 1
            benches = BENCHES - (left_out is not None and number % left_out == 0)
            hall(sketch, column * (HALL_M + ROOM_M), y, side, number, benches)
    return sketch


def hall(
    sketch: Sketch, x: float, y: float, side: str, number: int, benches: int = BENCHES
) -> None:
    """A hall of 48 desks with two meeting rooms beside it; ``side`` (n or s) has the doors."""
    edge, facing = (y + DEPTH_M, "s") if side == "n" else (y, "n")
    sketch.room(f"Team {number}", (x, y, x + HALL_M, y + DEPTH_M), Use.OPEN)
    sketch.door(x + HALL_M / 2, edge, facing)
    for bench in range(benches):
        across = x + 2.5 + bench * BENCH_PITCH_M
        furnish.bench(sketch, across, y + DEPTH_M / 2, PAIRS, 90.0)
    for half in range(2):
        left = x + HALL_M + half * ROOM_M / 2
        room = sketch.room(
            f"Meeting {number}{'ab'[half]}", (left, y, left + ROOM_M / 2, y + DEPTH_M), Use.MEETING
        )
        sketch.door(left + 1.25, edge, facing)
        furnish.meeting(sketch, room)
