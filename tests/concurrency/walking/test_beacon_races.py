"""Several of the staff send the beacons of one floor at the same moment."""

from __future__ import annotations

from datetime import UTC, datetime

from floorplans.actor import Role
from floorplans.beacons.service import beacons, set_beacons
from floorplans.beacons.views import Beacon
from floorplans.database import Database
from tests.support.factories import make_organisation, make_person
from tests.support.houses import two_houses
from tests.support.races import together

CLIENTS = 8
NOW = datetime(2026, 11, 18, 8, tzinfo=UTC)


def test_the_last_list_holds_whole_and_nobody_is_told_of_another_floor(
    cloned_db: Database,
) -> None:
    staff = make_person(cloned_db, make_organisation(cloned_db), role=Role.FACILITY)
    floor = two_houses(cloned_db, staff, NOW)[0].floors[0]
    lists = [
        [Beacon(f"b{each}", -0.1, 51.5, -50.0 - n) for each in range(4)] for n in range(CLIENTS)
    ]
    acts = [lambda own=own: set_beacons(cloned_db, staff, floor, own) for own in lists]
    assert together(acts) == {"ok": CLIENTS}
    strengths = {each.at_1_m_dbm for each in beacons(cloned_db, staff, floor)}
    assert len(strengths) == 1
