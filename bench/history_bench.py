"""``history``: floors are published, booked, published edited and rolled back; what is lost?"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

from bench.edited.operations import some_operations
from bench.edited.rolling import Rolled, roll_back
from bench.seeding import LAT, LON, Office, make_office
from bench.serving import Installation, installation
from floorplans.database import Database
from floorplans.places import service as places

PLANS = 500
STOREYS = 20


def run() -> dict[str, Any]:
    now = datetime.now(UTC)
    with installation() as place:
        office = make_office(place, now)
        found = _rolled(place, office, now)
    return {
        "plans": PLANS,
        "bookings": sum(each.bookings for each in found),
        "held_by_the_edited_plan": sum(each.held for each in found),
        "verdicts": dict(Counter("identical" if each.equal else "other" for each in found)),
        "targets": {
            "state hash equal after rollback": all(each.equal for each in found),
            "the service itself says so": all(each.proven for each in found),
            "no booking lost": not any(each.lost for each in found),
            "every booking on its space again": not any(each.moved for each in found),
        },
    }


def _rolled(place: Installation, office: Office, now: datetime) -> list[Rolled]:
    db = Database(place.engine_url)
    found = []
    try:
        for seed in range(PLANS):
            if seed % STOREYS == 0:
                building = _building(db, office, seed)
            floor = places.create_floor(
                db,
                office.actor,
                building_id=building,
                name=f"Storey {seed}",
                ordinal=seed % STOREYS,
            )
            chosen = some_operations(Random(seed))
            found.append(roll_back(db, office.actor, floor, seed, chosen, now))
    finally:
        db.close()
    return found


def _building(db: Database, office: Office, seed: int) -> UUID:
    """On a site of its own, as a building far from all others."""
    site = places.create_site(
        db, office.actor, name=f"Site {seed}", time_zone="Europe/Amsterdam", lon=LON, lat=LAT
    )
    made: UUID = places.create_building(db, office.actor, site_id=site, name="House")
    return made
