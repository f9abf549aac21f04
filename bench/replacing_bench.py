"""``replacing [PLANS]``: random floors with bookings are replaced by their edited selves.

No booking may be lost or stand where nothing is any more, nearly all must be where they should be,
and when the old plan comes back, the floor and its bookings are what they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from itertools import starmap
from random import Random
from typing import Any
from uuid import UUID

from bench.edited.operations import OPERATIONS, some_operations
from bench.edited.published import Outcome, Stage, replace_floor
from bench.serving import installation
from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.people import service as people
from floorplans.places import service as places

PLANS = 500
TARGET = 0.99
LON, LAT = 4.9, 52.37
COLLEAGUES = 7


def run(options: Sequence[str] = ()) -> dict[str, Any]:
    count = int(options[0]) if options else PLANS
    with installation() as place, closing(Database(place.engine_url)) as db:
        stage = make_stage(db)
        total = sum(
            (replace_floor(stage, seed, operations) for seed, operations in cases(count)),
            Outcome(),
        )
    return {"plans": count, **asdict(total), "targets": targets(total)}


def cases(count: int) -> Iterator[tuple[int, list[str]]]:
    """Seeds and operations: each operation by itself first, then combinations."""
    for seed in range(count):
        names = sorted(OPERATIONS)
        alone = [names[seed]] if seed < len(names) else None
        yield seed, alone or some_operations(Random(seed))


def targets(total: Outcome) -> dict[str, bool]:
    return {
        "no booking is lost": total.lost == 0,
        "no booking stands where nothing is": total.stray == 0,
        f"{TARGET} are where they should be": total.right >= TARGET * total.bookings,
        "the old plan comes back as it was": total.not_returned == 0,
    }


def make_stage(db: Database) -> Stage:
    """An organisation with a site and people."""
    organisation = people.create_organisation(db, "Bench")
    actor, *colleagues = starmap(_person, [(db, organisation, n) for n in range(COLLEAGUES + 1)])
    site = places.create_site(
        db, actor, name="Bench", time_zone="Europe/Amsterdam", lon=LON, lat=LAT
    )
    return Stage(db, actor, site, [colleague.person_id for colleague in colleagues])


def _person(db: Database, organisation: UUID, number: int) -> Actor:
    role = Role.EMPLOYEE if number else Role.ADMIN
    email = f"p{number}@example.test"
    return people.create_person(
        db, organisation, email=email, name=f"P {number}", role=role, password=None
    )
